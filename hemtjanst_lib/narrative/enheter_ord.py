"""How units are spoken of, and the wording of the overview of them: ``parameters/text/enheter.yml``."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pandas as pd

from hemtjanst_lib.analysis.enheter_fakta import Enhetsfakta
from hemtjanst_lib.language import NBSP, lista, rakneord
from hemtjanst_lib.narrative.texts import Wording
from hemtjanst_lib.narrative.words import load_words, skala

_MARKS = re.compile(r"([\\`*_\[\]<>#~|])")


ORD = Wording("enheter.yml")
fill, tell = ORD.fill, ORD.tell


def enheter(n: int) -> str:
    """Count units: "ingen enhet", "en enhet", "tre enheter", "13 enheter"."""
    if n == 0:
        return "ingen enhet"
    return f"{rakneord(n)} enhet" if n == 1 else f"{rakneord(n)}{NBSP if n > 12 else ' '}enheter"


def namnlista(names: Iterable[str]) -> str:
    """Name a few units in a sentence; of many only their number."""
    each = list(names)
    return lista(each) if len(each) <= load_words().listor.namn_hogst else enheter(len(each))


def i_markdown(text: str) -> str:
    """Let a unit's name stand in Markdown as it is spelt."""
    return _MARKS.sub(r"\\\1", text)


def namn(fakta: Enhetsfakta, enhet: str) -> str:
    """Return a unit's name."""
    return str(fakta.enheter.at[enhet, "namn"])


def rangordnade(fakta: Enhetsfakta) -> pd.DataFrame:
    """Return the units with a total, by place."""
    return fakta.enheter[fakta.enheter["total"].notna()]


def har_resultat(fakta: Enhetsfakta) -> bool:
    """Whether any unit has a result that can be set beside another's."""
    return bool((fakta.enheter[["utforande", "stod_utveckling"]].notna().sum() > 1).any())


def granser() -> float:
    """Return how many points from the mean a strength or development area begins."""
    return skala("indikator").granser[0]
