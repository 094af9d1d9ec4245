"""The wording of the report on one unit: ``parameters/text/enhet.yml``."""

from __future__ import annotations

from hemtjanst_lib.analysis.enhet import Enhetsbild
from hemtjanst_lib.narrative.texts import Wording

BU, EU = "brukarundersokningen", "enhetsundersokningen"

ORD = Wording("enhet.yml")
skriv, tell = ORD.fill, ORD.tell


def delindexnamn(e: Enhetsbild, kod: str) -> str:
    """Return a delindex' name."""
    return str(e.fakta.delindex["namn"][kod])


def skal(e: Enhetsbild, delindex: str) -> str:
    """Say by its key why the unit has no result of a delindex; "" when it has."""
    return e.ord(f"skal_{delindex}") if delindex not in e.har else ""
