"""The facts of a report on several kommuner: their places over the years, and each against the whole country."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Literal

import numpy as np
import pandas as pd

from hemtjanst_lib.analysis.compare import brott, jamforbarhet
from hemtjanst_lib.scoring import Scores

AR_I_TABELLEN = 3
Niva = Literal["delindex", "omrade"]


def placeringstabell(
    years: Mapping[int, Scores], kommuner: pd.DataFrame, koder: Collection[str], antal_ar: int = AR_I_TABELLEN
) -> pd.DataFrame:
    """Set up the table of places: some years' places, this year's index and class, the change, and what is missing.

    Parameters
    ----------
    years : mapping from year to Scores
        This year, the highest, and those before it that have results.
    kommuner : DataFrame
        The register, index ``kommunkod``.
    koder : collection of str
        The kommuner of the set; those without results this year are left out.
    antal_ar : int
        How many years' places are shown at most, this year's included.

    Returns
    -------
    DataFrame
        By this year's place, then code; index ``kommunkod``; ``namn``, ``placering_<year>`` for each year, the latest
        first (Int64, missing where the kommun had no results), ``index, klass, forandring`` (points since last year;
        NaN where the years may not be compared), ``saknas`` (codes of the källor that are missing whole, as a tuple:
        such a class is marked with an asterisk), ``enstaka_saknas`` (unanswered indikatorer besides).
    """
    ar = max(years)
    scores = years[ar]
    members = _members(scores, koder)
    shown = [year for year in sorted(years, reverse=True) if year > ar - antal_ar]
    table = pd.DataFrame(
        {
            "namn": kommuner["namn"].reindex(members),
            **{f"placering_{year}": years[year].placering.total.reindex(members) for year in shown},
            "index": scores.total[members],
            "klass": scores.klass[members],
            "forandring": _forandring(scores, years.get(ar - 1)).reindex(members),
            "saknas": helt_saknade_koder(scores)[members],
            "enstaka_saknas": _enstaka_saknas(scores)[members],
        }
    )
    return table.rename_axis("kommunkod").sort_values([f"placering_{ar}", "kommunkod"])


def helt_saknade_koder(scores: Scores) -> pd.Series:
    """Codes of the källor that each kommun lacks whole, as a tuple in the model's order."""
    codes = [kalla.kod for kalla in scores.model.kallor.values()]
    missing = scores.helt_saknade[list(scores.model.kallor)].to_numpy(dtype=bool)
    rows = [tuple(kod for kod, gone in zip(codes, row, strict=True) if gone) for row in missing]
    return pd.Series(rows, scores.helt_saknade.index, dtype=object, name="saknas")


def jamforelse(scores: Scores, kommuner: pd.DataFrame, koder: Collection[str], niva: Niva) -> pd.DataFrame:
    """Set each kommun's delindex or områden against kommungenomsnittet of the whole country.

    Returns
    -------
    DataFrame
        Long, in the model's order and within each part by place, then code: ``kod, namn, delindex, kommunkod, kommun,
        poang, medel, gap`` (points), ``placering`` (in the country), ``delar_plats`` (how many share it, itself
        included), ``urvalsmedel`` (unweighted mean of the set).
    """
    members = _members(scores, koder)
    points, places, medel = _niva(scores, niva)
    named = scores.model.delindex if niva == "delindex" else scores.model.omraden
    names = {kod: part.namn for kod, part in named.items()}
    table = _lang(points.loc[members], "poang")
    table["placering"] = _lang(places.loc[members], "placering")["placering"]
    sharing = places.apply(lambda column: column.map(column.value_counts()))
    table["delar_plats"] = _lang(sharing.loc[members], "delar_plats")["delar_plats"]
    kod = table["kod"].to_numpy()
    table["namn"] = [names[k] for k in kod]
    table["delindex"] = kod if niva == "delindex" else [scores.model.omraden[k].delindex for k in kod]
    table["kommun"] = kommuner["namn"].reindex(table["kommunkod"]).to_numpy()
    table["medel"] = medel.reindex(kod).to_numpy()
    table["gap"] = table["poang"] - table["medel"]
    table["urvalsmedel"] = points.loc[members].mean().reindex(kod).to_numpy()
    table["ordning"] = points.columns.get_indexer(pd.Index(kod))
    return table.sort_values(["ordning", "placering", "kommunkod"], ignore_index=True)[_JAMFORELSE]


def forklaringar(scores: Scores, koder: Collection[str]) -> pd.DataFrame:
    """Find the område that does most to put each kommun over or under the mean of each delindex.

    An område's part in the distance is its share of the delindex's weight times its own distance from the mean; it is
    an approximation where means are geometric or an område is left out.

    Returns
    -------
    DataFrame
        ``kommunkod, delindex, gap`` (the delindex's distance from the mean, points), ``omrade, omrade_namn, bidrag``
        (the område's part of it, points, of the same sign), ``andel`` (``bidrag`` of ``gap``; above 1 where other
        områden pull the other way). Kommun codes rising; no row where the distance is 0 or missing.
    """
    members, model = _members(scores, koder), scores.model
    parts = _lang((scores.omrade.loc[members] - scores.medel.omrade) * _viktandel(scores), "bidrag")
    parts["delindex"] = [model.omraden[kod].delindex for kod in parts["kod"]]
    gaps = _lang(scores.delindex.loc[members] - scores.medel.delindex, "gap").rename(columns={"kod": "delindex"})
    both = parts.merge(gaps, on=["kommunkod", "delindex"]).dropna()
    both = both[both["bidrag"] * both["gap"] > 0].rename(columns={"kod": "omrade"})
    first = both["bidrag"].abs().groupby([both["kommunkod"], both["delindex"]]).idxmax()
    table = both.loc[first.sort_values()]
    table["omrade_namn"] = [model.omraden[kod].namn for kod in table["omrade"]]
    table["andel"] = table["bidrag"] / table["gap"]
    order = pd.Index(list(model.delindex)).get_indexer(pd.Index(table["delindex"]))
    return table.assign(ordning=order).sort_values(["kommunkod", "ordning"], ignore_index=True)[_FORKLARINGAR]


def tidsserier(years: Mapping[int, Scores], kommuner: pd.DataFrame, koder: Collection[str]) -> pd.DataFrame:
    """Follow each kommun over the years, in total and per delindex.

    Returns
    -------
    DataFrame
        Long, years rising: ``kommunkod, kommun, kod`` (``total`` or the delindex), ``namn, ar, poang, medel``
        (kommungenomsnittet), ``placering, efter_brott`` (True where the year may not be compared with the one before).
        ``poang`` and ``placering`` are missing in a year without results.
    """
    breaks = set(brott({ar: scores.model for ar, scores in years.items()}))
    members = sorted(set(koder) & set().union(*(scores.total.index for scores in years.values())))
    table = pd.concat([_ett_ar(years[ar], members, ar) for ar in sorted(years)], ignore_index=True)
    table["kommun"] = kommuner["namn"].reindex(table["kommunkod"]).to_numpy()
    return table.assign(efter_brott=table["ar"].isin(breaks))[_TIDSSERIER]


def _members(scores: Scores, koder: Collection[str]) -> pd.Index:
    total = scores.total.dropna()
    return total.index[total.index.isin(list(koder))].rename("kommunkod")


def _forandring(now: Scores, before: Scores | None) -> pd.Series:
    """This year's index minus last year's; all NaN where the years may not be compared."""
    if before is None or jamforbarhet(now.model, before.model).grad == "nej":
        return pd.Series(np.nan, now.total.index)
    return now.total - before.total.reindex(now.total.index)


def _enstaka_saknas(scores: Scores) -> pd.Series:
    """How many unanswered indikatorer each kommun has in källor that are not missing whole."""
    kalla = [indikator.kalla for indikator in scores.model.indikatorer.values()]
    whole = scores.helt_saknade[kalla].to_numpy(dtype=bool)
    unanswered = (scores.status[list(scores.model.indikatorer)] == "ej_svar").to_numpy() & ~whole
    return pd.Series(unanswered.sum(axis=1), scores.status.index, dtype="int64")


def _niva(scores: Scores, niva: Niva) -> tuple[pd.DataFrame, pd.DataFrame, pd.Series]:
    """Points, places and means of one level."""
    if niva == "delindex":
        return scores.delindex, scores.placering.delindex, scores.medel.delindex
    return scores.omrade, scores.placering.omrade, scores.medel.omrade


def _viktandel(scores: Scores) -> pd.Series:
    """Each område's share of its delindex's weight."""
    model = scores.model
    shares = {kod: omrade.vikt / model.delindex[omrade.delindex].vikt for kod, omrade in model.omraden.items()}
    return pd.Series(shares)


def _lang(table: pd.DataFrame, varde: str) -> pd.DataFrame:
    """Turn kommun × part into one row a cell: ``kommunkod, kod`` and the value."""
    return table.rename_axis("kommunkod").reset_index().melt("kommunkod", var_name="kod", value_name=varde)


def _ett_ar(scores: Scores, members: list[str], ar: int) -> pd.DataFrame:
    points = pd.concat([scores.total.rename("total"), scores.delindex], axis=1).reindex(members)
    places = pd.concat([scores.placering.total.rename("total"), scores.placering.delindex], axis=1).reindex(members)
    medel = pd.concat([pd.Series({"total": scores.medel.total}), scores.medel.delindex])
    names = {"total": "Hemtjänstindex", **{kod: part.namn for kod, part in scores.model.delindex.items()}}
    table = _lang(points, "poang").assign(placering=_lang(places, "placering")["placering"], ar=ar)
    kod = table["kod"].to_numpy()
    return table.assign(medel=medel.reindex(kod).to_numpy(), namn=[names[k] for k in kod])


_JAMFORELSE = [
    *("kod", "namn", "delindex", "kommunkod", "kommun"),
    *("poang", "medel", "gap", "placering", "delar_plats", "urvalsmedel"),
]
_FORKLARINGAR = ["kommunkod", "delindex", "gap", "omrade", "omrade_namn", "bidrag", "andel"]
_TIDSSERIER = ["kommunkod", "kommun", "kod", "namn", "ar", "poang", "medel", "placering", "efter_brott"]
