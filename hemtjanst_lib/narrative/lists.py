"""Strengths and development areas of a delindex, and other bulleted lists."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from hemtjanst_lib.analysis import Kommunfakta
from hemtjanst_lib.language import NBSP, Skillnad, antal, heltal, rakneord, tal
from hemtjanst_lib.narrative.sentence import Sentence
from hemtjanst_lib.narrative.texts import fill, tell
from hemtjanst_lib.narrative.words import load_words, skala

BRUKARUNDERSOKNINGEN = "brukarundersokningen"  # the only source that counts persons
JA_NEJ = "ja eller nej"  # the unit of what is there or is not


@dataclass(frozen=True)
class Rad:
    """One indikator of the kommun; ``gap`` is NaN when it has no answer."""

    delindex: str
    omrade: str
    visningsnamn: str
    matenhet: str
    varde: float
    medel_varde: float
    medel: float
    gap: float
    effektiv_vikt: float

    @property
    def sida(self) -> int:
        """1 above the mean, −1 below, 0 near it or unknown."""
        return skala("indikator").side(self.gap)


@dataclass(frozen=True)
class Punkt:
    """One bullet: its text and how much it means for the index (share of the total times points)."""

    text: str
    tyngd: float


class Indikatorlistor:
    """The lists of one kommun's indikatorer.

    An indikator is listed when it lies outside the band near the mean, the most important first. An område whose
    indikatorer all lie on the same side is listed by its own name.
    """

    def __init__(self, k: Kommunfakta) -> None:
        columns = [k.indikatorer[name].tolist() for name in Rad.__dataclass_fields__]
        self._rows = [Rad(*values) for values in zip(*columns, strict=True)]
        self._names = dict(zip(k.omraden.index, k.omraden["namn"], strict=True))

    def styrkor(self, delindex: str) -> tuple[str, ...]:
        """List where the kommun is clearly above the mean."""
        return self._list(delindex, 1, "inga_styrkor")

    def utvecklingsomraden(self, delindex: str) -> tuple[str, ...]:
        """List where the kommun is clearly below the mean."""
        return self._list(delindex, -1, "inga_utvecklingsomraden")

    def information_saknas(self, delindex: str) -> tuple[str, ...]:
        """List what the website lacks and others often have."""
        return self._list(delindex, -1, "inget_saknas")

    def _list(self, delindex: str, side: int, empty: str) -> tuple[str, ...]:
        own = [row for row in self._rows if row.delindex == delindex]
        points = [
            punkt for omrade, rows in groupby(own, lambda row: row.omrade) for punkt in self._omrade(omrade, rows, side)
        ]
        if not points:
            return (fill(f"listor.{empty if any(not math.isnan(row.gap) for row in own) else 'inga_varden'}"),)
        ordered = sorted(points, key=lambda punkt: -punkt.tyngd)
        return tuple(punkt.text for punkt in ordered[: load_words().listor.hogst_antal])

    def _omrade(self, omrade: str, rows: Iterator[Rad], side: int) -> list[Punkt]:
        """One bullet for the whole område when all its indikatorer lie on this side, else one for each that does."""
        every = list(rows)
        chosen = [row for row in every if row.sida == side]
        if len(chosen) < len(every) or len(every) < load_words().listor.gruppera_fran:
            return [Punkt(_text(row), row.effektiv_vikt * abs(row.gap)) for row in chosen]
        text = fill(_regel(every, side), namn=self._names[omrade], antal=rakneord(len(every)))
        return [Punkt(text, sum(row.effektiv_vikt * abs(row.gap) for row in every))]


def _regel(rows: list[Rad], side: int) -> str:
    """Choose the words for a whole område: what either is there or is not needs no mean."""
    if all(row.matenhet == JA_NEJ for row in rows):
        return "listor.omrade_finns" if side > 0 else "listor.omrade_saknas"
    return "listor.omrade_over" if side > 0 else "listor.omrade_under"


def _text(row: Rad) -> str:
    return fill("listor.indikator", namn=row.visningsnamn, varde=_varde(row))


def _varde(row: Rad) -> str:
    """Write the value against the mean in the indikator's own unit, or the difference in points."""
    difference = f"{Skillnad(row.gap)} poäng"
    form = load_words().varden.get(row.matenhet)
    if form is None or math.isnan(row.medel_varde):
        return difference
    return _hold(form.text).format(
        varde=tal(row.varde, form.decimaler),
        medel=tal(row.medel_varde, form.decimaler),
        medel_poang=tal(row.medel, form.decimaler),
        niva=form.nivaer.get(round(row.varde), difference),
    )


def _hold(text: str) -> str:
    """Keep a per cent sign with its number at the end of a line."""
    return text.replace(" %", f"{NBSP}%")


def egna_svar(k: Kommunfakta) -> Sentence:
    """Tell how many in the kommun answered the user survey; never of questions that too few answered."""
    own = k.indikatorer[k.indikatorer["kalla"] == BRUKARUNDERSOKNINGEN]
    shown = own.loc[own["status"] == "ok", "antal_svar"].dropna()
    if shown.empty:
        there = set(own["status"])
        regel = "okant" if "ok" in there else ("sekretess" if "sekretess" in there else "inga")
        return tell(f"egna_svar.{regel}", kommun=k.kommun.fullnamn)
    regel = "antal" if shown.nunique() == 1 else "hogst"
    return tell(f"egna_svar.{regel}", kommun=k.kommun.fullnamn, svar=heltal(shown.max()))


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
