"""Whom to learn from: comparable kommuner that do clearly better in an område."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from hemtjanst_lib.analysis.benchmark import storleksklasser
from hemtjanst_lib.analysis.regler import Forebildsregler
from hemtjanst_lib.model import DECIMALS
from hemtjanst_lib.scoring import Scores

Floats = npt.NDArray[np.float64]
Positions = npt.NDArray[np.intp]
Nearness = npt.NDArray[np.int8]
NARHET = ("liknande", "grupp", "storlek")


def narhet(kommuner: pd.DataFrame, liknande: pd.DataFrame, kommunkod: str) -> pd.Series:
    """Tell how each other kommun is comparable with one: an ordered category, the closest first.

    ``liknande``: on RKA's list of similar kommuner for äldreomsorg. ``grupp``: the same SKR group. ``storlek``: the
    same size class. Missing: not comparable, or the kommun itself.
    """
    similar = kommuner.index.isin(liknande.loc[liknande["kommunkod"] == kommunkod, "liknande_kommunkod"])
    size = storleksklasser(kommuner)
    same_group, same_size = kommuner["grupp_kod"] == kommuner.at[kommunkod, "grupp_kod"], size == size[kommunkod]
    other = kommuner.index != kommunkod
    place = np.select([similar & other, same_group & other, same_size & other], [0, 1, 2], -1).astype(np.intp)
    close = pd.Categorical.from_codes(place, pd.Index(NARHET), ordered=True)
    return pd.Series(close, kommuner.index, name="narhet")


def forebilder(
    scores: Scores,
    kommuner: pd.DataFrame,
    liknande: pd.DataFrame,
    kommunkod: str,
    omraden: Sequence[str],
    *,
    regler: Forebildsregler,
) -> pd.DataFrame:
    """List comparable kommuner that do clearly better, for each of a kommun's development areas.

    Clearly better means so many points better than the own kommun and so many above kommungenomsnittet, by the rules.

    Parameters
    ----------
    scores : Scores
        One year's results.
    kommuner, liknande : DataFrame
        The register, and the similar kommuner.
    kommunkod : str
        Whose development areas they are.
    omraden : sequence of str
        The development areas, in the order of the report.
    regler : Forebildsregler
        Thresholds, and how many are named at most.

    Returns
    -------
    DataFrame
        ``omrade, omrade_namn, kommunkod, namn, narhet`` (liknande, grupp or storlek), ``poang, egen_poang, skillnad``
        (points), ``placering`` (in the område). In the order of ``omraden``; within one the closest first, then the
        highest points, then the place of the total, then the code. An område that none qualifies for has no rows.
    """
    return Forebildsunderlag.of(scores, kommuner, liknande, regler).valda(kommunkod, omraden)


@dataclass(frozen=True)
class Forebildsunderlag:
    """The same for every kommun of a year: what the lists are picked from, in plain arrays.

    Parameters
    ----------
    scores : Scores
        One year's results.
    regler : Forebildsregler
        Thresholds, and how many are named at most.
    koder : Index
        The kommuner of the register that have results; ``namn`` are their names.
    nara : array
        Kommun by kommun: how close, a position in ``NARHET``; -1 for not comparable.
    poang, granser, platser : array
        Kommun by område: points, the least points that are clearly better, and places (NaN: none).
    plats_totalt, kodordning : array
        Place of the total, and place of the code among the codes.
    """

    scores: Scores
    regler: Forebildsregler
    koder: pd.Index
    namn: pd.Series
    nara: Nearness
    poang: Floats
    granser: Floats
    platser: Floats
    plats_totalt: Floats
    kodordning: Positions

    @classmethod
    def of(
        cls, scores: Scores, kommuner: pd.DataFrame, liknande: pd.DataFrame, regler: Forebildsregler
    ) -> Forebildsunderlag:
        """Line up register and results."""
        there = kommuner.index[kommuner.index.isin(scores.omrade.index)]
        points = scores.omrade.loc[there].to_numpy(dtype=float)
        medel = scores.medel.omrade.reindex(scores.omrade.columns).to_numpy(dtype=float)
        limits: Floats = np.maximum(points + regler.minst_over_egen, medel + regler.minst_over_medel)
        places = scores.placering.omrade.loc[there, list(scores.omrade.columns)]
        return cls(
            scores,
            regler,
            there,
            kommuner["namn"].loc[there],
            _alla_nara(kommuner, liknande, there),
            points,
            np.round(limits, DECIMALS),
            places.to_numpy(dtype=float, na_value=np.nan),
            scores.placering.total[there].to_numpy(dtype=float, na_value=np.nan),
            np.argsort(np.argsort(there.to_numpy(dtype=object))),
        )

    def valda(self, kommunkod: str, omraden: Sequence[str]) -> pd.DataFrame:
        """Return the table of :func:`forebilder` for one kommun."""
        own = int(self.koder.get_indexer(pd.Index([kommunkod]))[0])
        near = self.nara[own]
        columns = self.scores.omrade.columns.get_indexer(pd.Index(omraden, dtype=object))
        picked = [self._i_omrade(int(column), near, own) for column in columns]
        rows = np.concatenate([np.empty(0, dtype=np.intp), *picked])
        which = np.repeat(np.arange(len(omraden)), [len(there) for there in picked])
        column = columns[which]
        names = [self.scores.model.omraden[kod].namn for kod in omraden]
        points, mine = self.poang[rows, column], self.poang[own, column]
        table = {
            "omrade": pd.array(np.array(omraden, dtype=object)[which], dtype="str"),
            "omrade_namn": pd.array(np.array(names, dtype=object)[which], dtype="str"),
            "kommunkod": pd.array(self.koder.array.take(rows), dtype="str"),
            "namn": self.namn.array.take(rows),
            "narhet": pd.Categorical.from_codes(near[rows], pd.Index(NARHET), ordered=True),
            "poang": points,
            "egen_poang": mine,
            "skillnad": points - mine,
            "placering": pd.array(self.platser[rows, column], dtype="Int64"),
        }
        return pd.DataFrame(table)[_KOLUMNER]

    def _i_omrade(self, column: int, near: Nearness, own: int) -> Positions:
        """Return the kommuner that are named in one område, in order."""
        better = np.flatnonzero((near >= 0) & (np.round(self.poang[:, column], DECIMALS) >= self.granser[own, column]))
        keys = (self.kodordning, self.plats_totalt, self.platser[:, column], near)
        return better[np.lexsort([key[better] for key in keys])][: self.regler.hogst]


def _alla_nara(kommuner: pd.DataFrame, liknande: pd.DataFrame, there: pd.Index) -> Nearness:
    """Return the closeness of each kommun to each other; the own place is -1."""
    one, two = (there.get_indexer(pd.Index(liknande[name])) for name in ("kommunkod", "liknande_kommunkod"))
    known = (one >= 0) & (two >= 0)
    similar = np.zeros((len(there), len(there)), dtype=bool)
    similar[one[known], two[known]] = True
    group = pd.factorize(kommuner["grupp_kod"].loc[there])[0]
    size = storleksklasser(kommuner).loc[there].cat.codes.to_numpy()
    near: Nearness = np.full(similar.shape, -1, dtype=np.int8)  # a byte a pair: there are as many as kommuner squared
    for place, same in ((2, _lika(size)), (1, _lika(group)), (0, similar)):
        near[same] = place
    np.fill_diagonal(near, -1)
    return near


def _lika(codes: npt.NDArray[np.integer[Any]]) -> npt.NDArray[np.bool_]:
    """Tell which pairs are in the same class; -1 is in none."""
    same: npt.NDArray[np.bool_] = (codes[:, None] == codes) & (codes >= 0)
    return same


_KOLUMNER = [
    *("omrade", "omrade_namn", "kommunkod", "namn", "narhet"),
    *("poang", "egen_poang", "skillnad", "placering"),
]
