"""The wording of how sure results are: ``parameters/text/sakerhet.yml``."""

from __future__ import annotations

from hemtjanst_lib.narrative.sentence import Sentence
from hemtjanst_lib.narrative.texts import Texter, load_texts
from hemtjanst_lib.narrative.words import TEXT


def sakerhetstexter() -> Texter:
    """Load the wording; read once."""
    return load_texts(TEXT / "sakerhet.yml")


def skriv(regel: str, **values: object) -> str:
    """Write the text of a rule."""
    return sakerhetstexter().fill(regel, **values)


def mening(regel: str, **values: object) -> Sentence:
    """Write the sentence of a rule."""
    return sakerhetstexter().tell(regel, **values)
