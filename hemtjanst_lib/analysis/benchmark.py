"""The kommuner with the highest results, by size: in total, per delindex that is listed whole, and per område."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from hemtjanst_lib.analysis.nivaer import poang_alla_nivaer
from hemtjanst_lib.analysis.regler import Benchmarkregler
from hemtjanst_lib.language import sorteringsordning
from hemtjanst_lib.model import Model
from hemtjanst_lib.reference import STORLEKSKLASSER, storleksklass
from hemtjanst_lib.scoring import Scores, rank, rank_within


def storleksklasser(kommuner: pd.DataFrame) -> pd.Series:
    """Each kommun's size class as an ordered category, from the smallest; 30 000 and 70 000 belong to the smaller."""
    classes = pd.Categorical(kommuner["befolkning"].map(storleksklass), STORLEKSKLASSER, ordered=True)
    return pd.Series(classes, kommuner.index, name="storleksklass")


def benchmark(scores: Scores, kommuner: pd.DataFrame, regler: Benchmarkregler, egen: str | None = None) -> pd.DataFrame:
    """List the best kommuner of each size class.

    Places are competition places within the size class on unrounded points, so kommuner that share the last place
    are all there and a list may be longer than its number.

    Parameters
    ----------
    scores : Scores
        One year's results.
    kommuner : DataFrame
        The register, index ``kommunkod``.
    regler : Benchmarkregler
        How many places each list has.
    egen : str, optional
        Code of the kommun to mark.

    Returns
    -------
    DataFrame
        One row per list and kommun, in the order of the report: total first, then the model's order; size classes
        from the smallest; places rising, names in Swedish order. Columns ``niva`` (total, delindex or omrade),
        ``kod, nummer, namn, delindex, delindex_namn`` (empty for the total), ``storleksklass, plats, delar_plats``
        (kommuner on the place), ``kommunkod, kommun, poang, egen``.
    """
    parts, points = _delar(scores.model, regler), poang_alla_nivaer(scores)
    places = _platser(points[list(parts.index)], kommuner)
    listed = places[places["plats"] <= parts["hogst"].reindex(places["del"]).to_numpy()].reset_index(drop=True)
    named = parts.loc[listed["del"]].reset_index(drop=True)
    table = pd.concat([named, listed], axis=1).assign(
        kommun=kommuner["namn"].reindex(listed["kommunkod"]).to_numpy(), egen=listed["kommunkod"] == egen
    )
    return _ordnad(table, list(parts.index))[_KOLUMNER]


def egna_platser(scores: Scores, kommuner: pd.DataFrame, regler: Benchmarkregler, egen: str) -> pd.DataFrame:
    """One kommun's place in its size class in each list, also when it does not reach the list.

    One row per list in the report's order: ``niva, kod, namn, storleksklass, plats, antal`` (kommuner of the size
    class with points), ``poang``; place and points are missing where the kommun has none.
    """
    parts, klass = _delar(scores.model, regler), storleksklasser(kommuner)
    points = poang_alla_nivaer(scores)[list(parts.index)]
    members = points[(klass == klass[egen]).reindex(points.index).to_numpy()]
    places = members.apply(rank).loc[egen].astype("Int64")
    columns = {"storleksklass": klass[egen], "plats": places, "antal": members.count(), "poang": members.loc[egen]}
    return parts[["niva", "kod", "namn"]].assign(**columns).reset_index(drop=True)


@dataclass(frozen=True)
class Platser:
    """What :func:`egna_platser` gives for every kommun, computed together; a kommun's table is made when asked for."""

    delar: pd.DataFrame
    klass: pd.Series
    platser: pd.DataFrame
    antal: pd.DataFrame
    poang: pd.DataFrame

    def __getitem__(self, kod: str) -> pd.DataFrame:
        klass, places = self.klass[kod], self.platser.loc[kod].to_numpy(dtype=float, na_value=np.nan)
        return self.delar.assign(
            storleksklass=klass,
            plats=pd.Series(places).astype("Int64"),
            antal=self.antal.loc[klass].to_numpy(),
            poang=self.poang.loc[kod].to_numpy(dtype=float),
        )


def alla_platser(scores: Scores, kommuner: pd.DataFrame, regler: Benchmarkregler) -> Platser:
    """Return :func:`egna_platser` of every kommun, by code, computed together."""
    parts, klass = _delar(scores.model, regler), storleksklasser(kommuner)
    points = poang_alla_nivaer(scores)[list(parts.index)]
    own = klass.reindex(points.index)
    places = pd.DataFrame({part: rank_within(points[part], own) for part in points})
    counts = points.groupby(own, observed=True).count()
    return Platser(parts[["niva", "kod", "namn"]].reset_index(drop=True), own, places, counts, points)


def _delar(model: Model, regler: Benchmarkregler) -> pd.DataFrame:
    """List the parts to be listed in the report's order, with how many places each has at most."""
    rows = [("total", "total", "", model.namn, "", "", regler.total)]
    for kod, part in model.delindex.items():
        if kod in regler.delindex:
            rows.append(("delindex", kod, str(part.nummer), part.namn, kod, part.namn, regler.delindex[kod]))
            continue
        rows += [
            ("omrade", omrade.kod, omrade.nummer, omrade.namn, kod, part.namn, regler.omrade)
            for omrade in part.kvalitetsomraden.values()
        ]
    parts = pd.DataFrame(rows, columns=["niva", "kod", "nummer", "namn", "delindex", "delindex_namn", "hogst"])
    return parts.set_index(parts["niva"] + "." + parts["kod"])


def _platser(points: pd.DataFrame, kommuner: pd.DataFrame) -> pd.DataFrame:
    """Place each kommun within its size class in each part, in long form; missing points have no row."""
    long = points.rename_axis("kommunkod").reset_index().melt("kommunkod", var_name="del", value_name="poang").dropna()
    klass = storleksklasser(kommuner).reindex(long["kommunkod"]).array
    within = long["del"] + "." + pd.Series(klass.codes, long.index).astype("str")
    long = long.assign(storleksklass=klass, plats=rank_within(long["poang"], within))
    sharing = long.groupby([within, "plats"])["plats"].transform("size")
    return long.assign(delar_plats=sharing.astype("int64"))


def _ordnad(table: pd.DataFrame, delar: list[str]) -> pd.DataFrame:
    """Order by part, size class, place and then name."""
    namn = np.empty(len(table), dtype=np.intp)
    namn[sorteringsordning(list(table["kommun"]))] = np.arange(len(table))
    keys = {"ordning": pd.Index(delar).get_indexer(pd.Index(table["del"])), "namnordning": namn}
    by = ["ordning", "storleksklass", "plats", "namnordning"]
    return table.assign(**keys).sort_values(by, ignore_index=True)


_KOLUMNER = [
    *("niva", "kod", "nummer", "namn", "delindex", "delindex_namn", "storleksklass"),
    *("plats", "delar_plats", "kommunkod", "kommun", "poang", "egen"),
]
