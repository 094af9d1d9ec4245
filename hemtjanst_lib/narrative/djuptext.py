"""The wording of the deeper chapters: ``parameters/text/fordjupning.yml``."""

from __future__ import annotations

from hemtjanst_lib.narrative.phrases import kalla as kallnamn
from hemtjanst_lib.narrative.texts import Wording

ORD = Wording("fordjupning.yml")
skriv, mening = ORD.fill, ORD.tell


def gora(kalla: str, namn: str) -> str:
    """Say what a kommun does to give a källa its answers: "besvara enhetsundersökningen"."""
    regel = f"gora.{kalla}"
    return skriv(regel if regel in ORD.texter.variants else "gora.enkat", kalla=kallnamn(kalla, namn))
