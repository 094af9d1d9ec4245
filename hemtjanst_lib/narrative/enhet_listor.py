"""A unit's strengths and development areas, indikator by indikator."""

from __future__ import annotations

from typing import Any

import pandas as pd

from hemtjanst_lib.analysis.enhet import Enhetsbild
from hemtjanst_lib.language import NBSP, antal, rakneord, tal
from hemtjanst_lib.narrative.enhet_ord import skriv, tell
from hemtjanst_lib.narrative.sentence import Sentence
from hemtjanst_lib.narrative.words import skala

RUTIN = "procent av enheterna"  # the unit of measure of what a unit has or has not
FULL = 100.0
HOGST = 5  # points in a list
NASTAN_ALLA = 90.0  # points from which nearly all are content, where there is nobody to compare with

Rad = dict[str, Any]


def definition(e: Enhetsbild) -> Sentence:
    """Tell what counts as a strength and as a development area."""
    if not e.har:
        return tell("listor.definition_inget")
    if not any(e.jamfors(kod) for kod in e.har):
        return tell("listor.definition_ensam")
    limit = antal(int(skala("indikator").granser[0]), "poäng", "poäng", "ett")
    return tell("listor.definition", grans=limit, antal=rakneord(HOGST), referens=e.fakta.referensnamn)


def styrkor(e: Enhetsbild, delindex: str) -> tuple[str, ...]:
    """List where the unit lies clearly above the mean, what matters most first."""
    return _lista(e, delindex, 1, "inga_styrkor")


def utvecklingsomraden(e: Enhetsbild, delindex: str) -> tuple[str, ...]:
    """List where the unit lies clearly below the mean, what matters most first."""
    return _lista(e, delindex, -1, "inga_utvecklingsomraden")


def _lista(e: Enhetsbild, delindex: str, side: int, empty: str) -> tuple[str, ...]:
    rows = e.indikatorer[(e.indikatorer["delindex"] == delindex) & e.indikatorer["poang"].notna()]
    if rows.empty:
        return ()
    alone = not rows["jamfors"].any()
    if alone:
        rows = rows[rows["typ"] != "bemanning"]  # no share of staff is good or bad in itself
    gaps = rows["poang"] - NASTAN_ALLA if alone else rows["gap"].where(rows["jamfors"])
    scale = skala("indikator")
    sides = [(1 if gap >= 0 else -1) if alone else scale.side(gap) for gap in gaps]
    kept = rows.assign(tyngd=rows["viktandel"] * gaps.abs(), slump=_slump(rows))[[s == side for s in sides]]
    if kept.empty:
        return (skriv(f"listor.{empty}{'_ensam' if alone else ''}", referens=e.fakta.referensnamn),)
    ordered = kept.sort_values(["slump", "tyngd"], ascending=[True, False], kind="stable")
    records = ordered.head(HOGST).to_dict("records")
    return tuple(_punkt(e, {str(key): value for key, value in row.items()}, alone=alone) for row in records)


def _slump(rows: pd.DataFrame) -> pd.Series[bool]:
    """Tell whether the interval round a value holds the mean, so that chance may explain the difference."""
    uncertain = rows["lag"].notna() & (rows["lag"] < rows["hog"])
    return uncertain & (rows["lag"] <= rows["medel_varde"]) & (rows["medel_varde"] <= rows["hog"])


def _punkt(e: Enhetsbild, row: Rad, *, alone: bool) -> str:
    if row["matenhet"] == RUTIN:
        return _rutin(row, alone=alone)
    values = {"namn": row["visningsnamn"], "varde": tal(row["varde"], 0)}
    if alone:
        return _hold(skriv("listor.andel_ensam", **values))
    medel = tal(row["medel_varde"], 0)
    regel = "listor.andel_slump" if row["slump"] else "listor.andel"
    return _hold(skriv(regel, **values, medel=medel, referens=e.fakta.referensnamn))


def _rutin(row: Rad, *, alone: bool) -> str:
    """Write a routine with how common it is among the other units."""
    there, own = int(row["antal_full"]), int(row["poang"] == FULL)
    others = {"namn": row["visningsnamn"], "andra": rakneord(there - own), "antal": rakneord(int(row["antal_med"]) - 1)}
    if 0 < row["poang"] < FULL:
        return skriv("listor.delvis", **others)
    if alone:
        return skriv("listor.finns_ensam" if own else "listor.saknas_ensam", **others)
    if own:
        return skriv("listor.finns_inga" if there == 1 else "listor.finns", **others)
    return skriv("listor.saknas_alla" if there == row["antal_med"] - 1 else "listor.saknas", **others)


def _hold(text: str) -> str:
    return text.replace(" %", f"{NBSP}%")
