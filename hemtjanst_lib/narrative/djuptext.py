"""The wording of the deeper chapters: ``parameters/text/fordjupning.yml``."""

from __future__ import annotations

from hemtjanst_lib.narrative.phrases import kalla as kallnamn
from hemtjanst_lib.narrative.sentence import Sentence
from hemtjanst_lib.narrative.texts import Texter, load_texts
from hemtjanst_lib.narrative.words import TEXT


def djuptexter() -> Texter:
    """Load the wording; read once."""
    return load_texts(TEXT / "fordjupning.yml")


def skriv(regel: str, **values: object) -> str:
    """Write the text of a rule."""
    return djuptexter().fill(regel, **values)


def gora(kalla: str, namn: str) -> str:
    """Say what a kommun does to give a källa its answers: "besvara enhetsundersökningen"."""
    regel = f"gora.{kalla}"
    return skriv(regel if regel in djuptexter().variants else "gora.enkat", kalla=kallnamn(kalla, namn))


def mening(regel: str, **values: object) -> Sentence:
    """Write the sentence of a rule."""
    return djuptexter().tell(regel, **values)
