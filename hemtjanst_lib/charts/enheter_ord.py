"""What the charts and tables of units say in words: names that fit, numbers that stand for them, reasons."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable

import pandas as pd

from hemtjanst_lib.analysis.enheter_fakta import Enhetsfakta
from hemtjanst_lib.language import NBSP, TANKSTRECK, stor_forsta, tal

NAMES = 12  # units that are named in a chart; of more each has a number
REGI = {"offentlig": "Kommunal", "enskild": "Enskild", "": TANKSTRECK}
SKAL = {
    "": "finns",
    "sekretess": "för få svar",
    "ej_brukarundersokning": "inte med i brukarundersökningen",
    "ej_enhetsundersokning": "inget svar",
    "obekraftat_par": "namnen inte bekräftade",
    "ej_tillamplig": "gäller inte enheten",
}


def nummer(e: Enhetsfakta) -> pd.Series[int]:
    """Number the units 1, 2, 3 in the order they are listed; charts of many units show these numbers."""
    return pd.Series(range(1, len(e.enheter) + 1), index=e.enheter.index)


def etiketter(e: Enhetsfakta) -> pd.Series[str]:
    """Return how each unit is called in tables: its name, after its number where charts show numbers."""
    names = e.enheter["namn"].astype("str")
    return names if len(names) <= NAMES else nummer(e).astype("str") + "." + NBSP + names


def korta(names: Iterable[str], bredd: int) -> list[str]:
    """Cut names to ``bredd`` characters; no two become the same, for then they would share a place."""
    seen: Counter[str] = Counter()
    short = []
    for name in names:
        cut = name if len(name) <= bredd else name[: bredd - 1].rstrip() + "…"
        short.append(cut + NBSP * seen[cut])
        seen[cut] += 1
    return short


def utan(x: float) -> str:
    """Write points, or a dash where there are none."""
    return TANKSTRECK if math.isnan(x) else tal(x)


def linjetext(e: Enhetsfakta, medel: float) -> str:
    """Label the line that units are set against."""
    word = "Genomsnitt för enheterna" if e.referens == "enheter" else stor_forsta(e.referensnamn)
    return f"{word} {tal(medel)}"


def kalltext(e: Enhetsfakta) -> str:
    """Name the source of a figure made from the unit index's own computation."""
    invented = " Exempeldata, inte verkliga resultat." if e.exempeldata else ""
    return f"Källa: Hemtjänstindex {e.ar} per enhet, egen bearbetning.{invented}"
