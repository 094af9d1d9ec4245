"""Patterns among a kommun's units: the four fields of the matrix, strengths, spread, and which routines are there."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Literal

import numpy as np
import pandas as pd

from hemtjanst_lib.analysis.enheter_fakta import Enhetsfakta

Ruta = Literal["bada_over", "utforande_over", "stod_over", "bada_under"]
RUTOR: tuple[Ruta, ...] = ("bada_over", "utforande_over", "stod_over", "bada_under")
JA_MATT = ("procent av enheterna", "ja eller nej", "nivå 0–2")  # what a unit has or has not


def _once(make: Callable[[Enhetsfakta], pd.DataFrame]) -> Callable[[Enhetsfakta], pd.DataFrame]:
    """Make a table once for each kommun's facts: a report asks for it in many places."""

    @wraps(make)
    def kept(fakta: Enhetsfakta) -> pd.DataFrame:
        tables: dict[str, pd.DataFrame] = vars(fakta).setdefault("_monster", {})
        if make.__name__ not in tables:
            tables[make.__name__] = make(fakta)
        return tables[make.__name__]

    return kept


@_once
def rutor(fakta: Enhetsfakta) -> pd.DataFrame:
    """Return the units with both delindex in their field of the matrix, in the order of ``fakta.enheter``.

    Returns
    -------
    DataFrame
        Index ``enhet``; ``namn, utforande, stod_utveckling, utforande_gap, stod_utveckling_gap, ruta`` and ``nara``:
        True when the interval of Utförande reaches over the line, so that the unit may belong to the field beside.
        A unit on a line counts as over it.
    """
    both = fakta.enheter.dropna(subset=["utforande", "stod_utveckling"])
    over, under = both["utforande_gap"] >= 0, both["stod_utveckling_gap"] >= 0
    field = np.select([over & under, over, under], RUTOR[:3], RUTOR[3])
    medel = float(fakta.medel["utforande"])
    near = both["utforande_lag"].le(medel) & both["utforande_hog"].ge(medel)
    columns = ["namn", "utforande", "stod_utveckling", "utforande_gap", "stod_utveckling_gap"]
    return both[columns].assign(ruta=field, nara=near)


def avvikelser(fakta: Enhetsfakta, minst: float) -> pd.DataFrame:
    """Return the områden where a unit lies more than ``minst`` points from the mean, the weightiest first.

    Returns
    -------
    DataFrame
        ``enhet, omrade, namn, gap`` and ``saker``: False when the mean lies within the unit's interval.
    """
    rows = fakta.omraden[fakta.omraden["gap"].abs() > minst]
    inside = rows["lag"].le(rows["medel"]) & rows["hog"].ge(rows["medel"])
    weight = (rows["gap"].abs() * rows["viktandel"]).rename("tyngd")
    rows = rows[["enhet", "omrade", "namn", "gap"]].assign(saker=~inside, tyngd=weight)
    return rows.sort_values("tyngd", ascending=False, kind="stable").drop(columns="tyngd")


@_once
def spridning(fakta: Enhetsfakta) -> pd.DataFrame:
    """Return how far apart the units lie in each område, and how much of it chance cannot explain.

    Returns
    -------
    DataFrame
        Index ``omrade``; ``namn, delindex, antal, hogst, lagst`` (units' ids), ``poang_hogst, poang_lagst, spann`` and
        ``sakert_spann``: from the highest unit's lower bound down to the lowest's upper, 0 where they overlap.
        Områden with fewer than two results are left out.
    """
    found = fakta.omraden.dropna(subset=["poang"])
    rows = [_spann(str(kod), part) for kod, part in found.groupby("omrade", sort=False) if len(part) > 1]
    columns = ["omrade", "namn", "delindex", "antal", "hogst", "lagst", "poang_hogst", "poang_lagst"]
    table = pd.DataFrame(rows, columns=[*columns, "sakert_spann"]).set_index("omrade")
    return table.assign(spann=table["poang_hogst"] - table["poang_lagst"])


def _spann(kod: str, part: pd.DataFrame) -> tuple[object, ...]:
    high, low = part.iloc[int(part["poang"].argmax())], part.iloc[int(part["poang"].argmin())]
    upper = high["poang"] if pd.isna(high["lag"]) else high["lag"]
    lower = low["poang"] if pd.isna(low["hog"]) else low["hog"]
    ends = (high["enhet"], low["enhet"], high["poang"], low["poang"], max(0.0, float(upper - lower)))
    return kod, high["namn"], high["delindex"], len(part), *ends


@_once
def rutiner(fakta: Enhetsfakta) -> pd.DataFrame:
    """Return the routines that units have or lack, one row a unit and routine that applies and was answered.

    Returns
    -------
    DataFrame
        ``enhet, indikator, namn`` and ``har``: 1 has it, 0.5 in part, 0 lacks it.
    """
    own = fakta.indikatorer
    chosen = own[own["typ"].eq("rutin") & own["matenhet"].isin(JA_MATT) & own["poang"].notna()]
    has = np.select([chosen["poang"] >= 100, chosen["poang"] > 0], [1.0, 0.5], 0.0)
    return chosen[["enhet", "indikator"]].assign(namn=chosen["visningsnamn"], har=has)


@_once
def andelar(fakta: Enhetsfakta) -> pd.DataFrame:
    """Return the shares that units answer, such as genomförandeplaner: ``enhet, indikator, namn, varde`` (%)."""
    own = fakta.indikatorer
    chosen = own["delindex"].eq("stod_utveckling") & ~own["matenhet"].isin(JA_MATT) & own["varde"].notna()
    return own.loc[chosen, ["enhet", "indikator"]].assign(namn=own["visningsnamn"], varde=own["varde"])
