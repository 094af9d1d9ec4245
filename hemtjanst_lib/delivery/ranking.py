"""The ranking list of all kommuner: one table, from which CSV, workbook and page are written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import pandas as pd

from hemtjanst_lib.analysis.compare import jamforbarhet
from hemtjanst_lib.analysis.osakerhet import Osakerhet
from hemtjanst_lib.language import intervall, lista, sorteringsordning
from hemtjanst_lib.model import Model
from hemtjanst_lib.scoring import Scores

FINNS_INTE = "."  # not applicable: the kommun or the comparison does not exist
INGET = "nej"  # no data are missing
PARTLY = " delvis"  # after a code: some of the source's questions are unanswered
YEARS_BEFORE = 2
SAKER, OSAKER = "säker", "osäker"


class ScoredYear(Protocol):
    """What the list needs of a year, as ``store.load_year`` gives it."""

    @property
    def ar(self) -> int: ...  # noqa: D102
    @property
    def model(self) -> Model: ...  # noqa: D102
    @property
    def scores(self) -> Scores: ...  # noqa: D102
    @property
    def exempeldata(self) -> bool: ...  # noqa: D102


SAKERHET = [
    ("Intervall", "Här hamnar placeringen i nio fall av tio när slumpen i svaren, vikterna och räknesättet varierar."),
    ("Delar plats", "Kommunerna på de platserna går inte att skilja åt: skillnaderna kan bero på slumpen i svaren."),
    (OSAKER, "Klassen hade lätt kunnat bli en annan."),
]


@dataclass(frozen=True)
class Rankinglista:
    """The list and what a reader must know about it.

    Parameters
    ----------
    ar : int
        Index year.
    fore : tuple of int
        Earlier years shown, latest first.
    rader : DataFrame
        Index ``kommunkod``, in order of place and then name: ``namn, lan`` (str), ``placering`` and
        ``placering_<year>`` (Int64, NA where there is none), ``index`` (points 0–100, unrounded), ``klass`` (str),
        ``forandring`` (points since the year before, unrounded; NaN when it may not be compared), ``saknas`` (codes
        of the sources that lack answers, "" when none does); and where the uncertainty is known, ``intervall`` (of
        the place, such as "222–285"), ``grupp`` (the places that it in practice shares) and ``saker`` (säker or
        osäker: the class), "" for a kommun without a result.
    koder : dict
        Source code → what it stands for, only those that occur.
    jamforelse : str
        How far the change may be compared, a sentence; "" when fully.
    exempeldata : bool
        True when the figures are invented.
    saknat_ger_noll : bool
        True when the model counts an unanswered question as 0 points.
    """

    ar: int
    fore: tuple[int, ...]
    rader: pd.DataFrame
    koder: dict[str, str]
    jamforelse: str
    exempeldata: bool
    saknat_ger_noll: bool = True

    @property
    def titel(self) -> str:
        """Name the list."""
        return f"Hemtjänstindex {self.ar}: rankinglista"

    @property
    def med_intervall(self) -> bool:
        """Whether the list tells how sure the places are."""
        return "intervall" in self.rader.columns

    @property
    def forklaringar(self) -> list[tuple[str, str]]:
        """List every mark in the table with its meaning."""
        effect = " Ett svar som saknas ger 0 poäng." if self.saknat_ger_noll else ""
        marks = [
            ("*", f"Kommunen saknar alla svar i minst en källa, se kolumnen Data saknas.{effect}"),
            (INGET, "Inga svar saknas."),
            (FINNS_INTE, "Uppgiften finns inte, eller så går åren inte att jämföra."),
        ]
        codes = [(code, f"Svar saknas helt: {name}.") for code, name in self.koder.items()]
        partly = [("delvis", "En eller flera frågor i källan är obesvarade, men inte alla.")]
        sure = SAKERHET if self.med_intervall else []
        return [*sure, *marks, *codes, *(partly if self.rader["saknas"].str.contains("delvis").any() else [])]


def build(
    now: ScoredYear, earlier: Sequence[ScoredYear], kommuner: pd.DataFrame, osakerhet: Osakerhet | None = None
) -> Rankinglista:
    """Put the list together.

    Parameters
    ----------
    now : ScoredYear
        The year of the list.
    earlier : sequence of ScoredYear
        Any earlier years; the two before ``now`` are used where they exist.
    kommuner : DataFrame
        The register, `reference.load_kommuner`.
    osakerhet : Osakerhet, optional
        How sure the results of ``now`` are; without it the list has no intervals and groups.
    """
    before = {year.ar: year for year in earlier}
    shown = [ar for ar in range(now.ar - 1, now.ar - 1 - YEARS_BEFORE, -1) if ar in before]
    scores = now.scores
    table = pd.DataFrame(
        {
            "namn": kommuner["namn"].reindex(scores.total.index),
            "lan": kommuner["lan"].reindex(scores.total.index),
            "placering": scores.placering.total,
            **{f"placering_{ar}": _places(before[ar], scores.total.index) for ar in shown},
            "index": scores.total,
            "klass": scores.klass,
            "forandring": _change(now, before.get(now.ar - 1)),
            "saknas": missing_codes(scores),
            **(_sure(osakerhet, scores.total.index) if osakerhet else {}),
        }
    )
    table.index.name = "kommunkod"
    rank = np.empty(len(table), dtype=int)
    rank[sorteringsordning(table["namn"].tolist())] = np.arange(len(table))
    table = table.assign(_namn=rank).sort_values(["placering", "_namn"]).drop(columns="_namn")
    zero = now.model.saknas.ej_svar == "noll"
    codes = _codes(table, now.model)
    invented = now.exempeldata or any(before[ar].exempeldata for ar in shown)
    return Rankinglista(now.ar, tuple(shown), table, codes, _compared(now, before), invented, zero)


def _sure(of: Osakerhet, kommuner: pd.Index) -> dict[str, pd.Series]:
    """Write each kommun's interval, shared places and certainty of class."""
    place, alike = of.placering.reindex(kommuner), of.lika.reindex(kommuner)
    sure = of.certifikat["saker"].reindex(kommuner)
    return {
        "intervall": _spans(place["lag"], place["hog"]),
        "grupp": _spans(alike["grupp_lag"], alike["grupp_hog"]),
        "saker": sure.map({True: SAKER, False: OSAKER}).fillna(""),
    }


def _spans(first: pd.Series, last: pd.Series) -> pd.Series:
    pairs = zip(first.tolist(), last.tolist(), strict=True)
    texts = ["" if pd.isna(a) else (intervall(a, b) if a != b else f"{a:.0f}") for a, b in pairs]
    return pd.Series(texts, first.index, dtype="str")


def missing_codes(scores: Scores) -> pd.Series:
    """Name the sources that lack answers per kommun: ``EH, KÄ delvis``; "" when none does.

    Only unanswered questions count: an answer withheld for secrecy, or a question that does not apply, is no silence.
    """
    model, silent = scores.model, scores.status == "ej_svar"
    parts: dict[str, pd.Series] = {}
    for kalla, about in model.kallor.items():
        own = [kod for kod, indikator in model.indikatorer.items() if indikator.kalla == kalla]
        partly = silent[own].any(axis=1) & ~scores.helt_saknade[kalla]
        parts[kalla] = partly.map({True: f"{about.kod}{PARTLY}", False: ""}).where(
            ~scores.helt_saknade[kalla], about.kod
        )
    joined = pd.DataFrame(parts, index=scores.total.index)
    return joined.apply(lambda row: ", ".join(filter(None, row)), axis=1).astype("str")


def lacks_a_source(missing: str) -> bool:
    """Tell whether a text of ``missing_codes`` names a source that lacks every answer, which earns the asterisk.

    The published list of 2025 stars the kommuner that lack a whole survey; single unanswered questions get none.
    """
    return any(part and part != INGET and not part.endswith(PARTLY) for part in missing.split(", "))


def _places(year: ScoredYear, kommuner: pd.Index) -> pd.Series:
    return year.scores.placering.total.reindex(kommuner)


def _change(now: ScoredYear, last: ScoredYear | None) -> pd.Series:
    total = now.scores.total
    if last is None or jamforbarhet(now.model, last.model).grad == "nej":
        return pd.Series(np.nan, total.index)
    return total - last.scores.total.reindex(total.index)


def _codes(table: pd.DataFrame, model: Model) -> dict[str, str]:
    seen = set(", ".join(table["saknas"]).replace(" delvis", "").split(", "))
    return {about.kod: about.namn for about in model.kallor.values() if about.kod in seen}


def _compared(now: ScoredYear, before: dict[int, ScoredYear]) -> str:
    """Say which of the years shown may not be laid beside each other."""
    breaks = [
        ar for ar in range(now.ar, now.ar - YEARS_BEFORE, -1)
        if ar - 1 in before and jamforbarhet((before | {now.ar: now})[ar].model, before[ar - 1].model).grad == "nej"
    ]  # fmt: skip
    if breaks:
        return (
            f"Resultaten från {lista([f'{ar - 1} och {ar}' for ar in breaks])} går inte att jämföra: metoden ändrades."
        )
    last = before.get(now.ar - 1)
    if last is not None and jamforbarhet(now.model, last.model).grad == "delvis":
        return f"Index {now.ar} är delvis jämförbart med {last.ar}: några indikatorer har ändrats."
    return ""
