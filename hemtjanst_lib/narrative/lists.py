"""Strengths and development areas of a delindex, and other bulleted lists."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import pandas as pd

from hemtjanst_lib.analysis import Kommunfakta
from hemtjanst_lib.language import Skillnad, antal, rakneord, tal
from hemtjanst_lib.narrative.texts import fill
from hemtjanst_lib.narrative.words import load_words, skala


@dataclass(frozen=True)
class Punkt:
    """One bullet: its text and how much it means for the index (share of the total times points)."""

    text: str
    tyngd: float


def styrkor(k: Kommunfakta, delindex: str) -> tuple[str, ...]:
    """List where the kommun is clearly above the mean, the most important first."""
    return _lista(k, delindex, side=1) or (fill(f"listor.{_tomt(k, delindex, 'inga_styrkor')}"),)


def utvecklingsomraden(k: Kommunfakta, delindex: str) -> tuple[str, ...]:
    """List where the kommun is clearly below the mean, the most important first."""
    return _lista(k, delindex, side=-1) or (fill(f"listor.{_tomt(k, delindex, 'inga_utvecklingsomraden')}"),)


def information_saknas(k: Kommunfakta, delindex: str) -> tuple[str, ...]:
    """List what the website lacks and others often have."""
    return _lista(k, delindex, side=-1) or (fill(f"listor.{_tomt(k, delindex, 'inget_saknas')}"),)


def _tomt(k: Kommunfakta, delindex: str, regel: str) -> str:
    own = k.indikatorer[k.indikatorer["delindex"] == delindex]
    return regel if own["gap"].notna().any() else "inga_varden"


def _lista(k: Kommunfakta, delindex: str, side: int) -> tuple[str, ...]:
    own = k.indikatorer[(k.indikatorer["delindex"] == delindex) & k.indikatorer["gap"].notna()]
    own = own.assign(sida=[skala("indikator").side(gap) for gap in own["gap"]])
    points = [punkt for omrade, rows in own.groupby("omrade", sort=False) for punkt in _omrade(k, omrade, rows, side)]
    points.sort(key=lambda punkt: -punkt.tyngd)
    return tuple(punkt.text for punkt in points[: load_words().listor.hogst_antal])


def _omrade(k: Kommunfakta, omrade: Any, rows: pd.DataFrame, side: int) -> list[Punkt]:
    """One bullet for the whole område when all its indikatorer lie on this side, else one for each that does."""
    chosen = rows[rows["sida"] == side]
    if len(chosen) == len(rows) == _antal_i(k, omrade) and len(rows) >= load_words().listor.gruppera_fran:
        regel = "omrade_over" if side > 0 else "omrade_under"
        text = fill(f"listor.{regel}", namn=k.omraden.at[omrade, "namn"], antal=rakneord(len(rows)))
        return [Punkt(text, float((rows["effektiv_vikt"] * rows["gap"].abs()).sum()))]
    return [
        Punkt(
            fill("listor.indikator", namn=row["visningsnamn"], varde=_varde(row)),
            row["effektiv_vikt"] * abs(row["gap"]),
        )
        for row in chosen.to_dict("records")
    ]


def _antal_i(k: Kommunfakta, omrade: Any) -> int:
    return int((k.indikatorer["omrade"] == omrade).sum())


def _varde(row: dict[Any, Any]) -> str:
    """Write the value against the mean in the indikator's own unit, or the difference in points."""
    form = load_words().varden.get(row["matenhet"])
    if form is None or math.isnan(row["medel_varde"]):
        return f"{Skillnad(row['gap'])} poäng"
    return form.text.format(
        varde=tal(row["varde"], form.decimaler),
        medel=tal(row["medel_varde"], form.decimaler),
        medel_poang=tal(row["medel"], form.decimaler),
        niva=form.nivaer.get(round(row["varde"]), f"{Skillnad(row['gap'])} poäng"),
    )


def kallor(k: Kommunfakta) -> tuple[str, ...]:
    """List the källor: publisher, how many indikatorer, when and how the data were collected."""
    return tuple(
        fill(
            "listor.kalla",
            namn=row["namn"],
            kod=row["kod"],
            utgivare=row["utgivare"],
            indikatorer=antal(row["antal"], "indikator", "indikatorer"),
            insamling=row["insamling"],
        ).strip()
        for row in k.kallor.to_dict("records")
        if row["antal"]
    )
