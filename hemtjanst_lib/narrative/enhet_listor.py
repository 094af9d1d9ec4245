"""A unit's strengths and development areas, indikator by indikator."""

from __future__ import annotations

from math import isnan, nan
from typing import Any

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
    rows = [row for row in e.rader if row["delindex"] == delindex and not isnan(row["poang"])]
    if not rows:
        return ()
    alone = not any(row["jamfors"] for row in rows)
    if alone:
        rows = [row for row in rows if row["typ"] != "bemanning"]  # no share of staff is good or bad in itself
    kept = [(row, gap) for row in rows if _side(gap := _gap(row, alone=alone), alone=alone) == side]
    if not kept:
        return (skriv(f"listor.{empty}{'_ensam' if alone else ''}", referens=e.fakta.referensnamn),)
    kept.sort(key=lambda pair: (_slump(pair[0]), -pair[0]["viktandel"] * abs(pair[1])))
    return tuple(_punkt(e, row, alone=alone) for row, _ in kept[:HOGST])


def _gap(row: Rad, *, alone: bool) -> float:
    """Points above or below what a unit is set against; NaN when it is nothing."""
    if alone:
        return float(row["poang"]) - NASTAN_ALLA
    return float(row["gap"]) if row["jamfors"] else nan


def _side(gap: float, *, alone: bool) -> int:
    if alone:
        return 1 if gap >= 0 else -1
    return skala("indikator").side(gap)


def _slump(row: Rad) -> bool:
    """Tell whether the interval round a value holds the mean, so that chance may explain the difference."""
    return bool(row["lag"] < row["hog"] and row["lag"] <= row["medel_varde"] <= row["hog"])  # NaN is in none


def _punkt(e: Enhetsbild, row: Rad, *, alone: bool) -> str:
    if row["matenhet"] == RUTIN:
        return _rutin(row, alone=alone)
    values = {"namn": row["visningsnamn"], "varde": tal(row["varde"], 0)}
    if alone:
        return _hold(skriv("listor.andel_ensam", **values))
    medel = tal(row["medel_varde"], 0)
    regel = "listor.andel_slump" if _slump(row) else "listor.andel"
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
