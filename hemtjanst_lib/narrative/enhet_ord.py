"""The wording of the report on one unit: ``parameters/text/enhet.yml``."""

from __future__ import annotations

from hemtjanst_lib.analysis.enhet import Enhetsbild
from hemtjanst_lib.narrative.sentence import Sentence
from hemtjanst_lib.narrative.texts import Texter, load_texts
from hemtjanst_lib.narrative.words import TEXT

BU, EU = "brukarundersokningen", "enhetsundersokningen"


def texter() -> Texter:
    """Load the wording; read once."""
    return load_texts(TEXT / "enhet.yml")


def skriv(regel: str, variant: int = 0, /, **values: object) -> str:
    """Write the text of a rule."""
    return texter().fill(regel, variant, **values)


def tell(regel: str, variant: int = 0, /, **values: object) -> Sentence:
    """Write the sentence of a rule."""
    return texter().tell(regel, variant, **values)


def delindexnamn(e: Enhetsbild, kod: str) -> str:
    """Return a delindex' name."""
    return str(e.fakta.delindex["namn"][kod])


def skal(e: Enhetsbild, delindex: str) -> str:
    """Say by its key why the unit has no result of a delindex; "" when it has."""
    return e.ord(f"skal_{delindex}") if delindex not in e.har else ""
