"""Places of units that chance leaves open, and groups of units that cannot be told apart."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from hemtjanst_lib.scoring.grid import Bools, Floats

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Platser:
    """Per unit, Int64, missing without a total.

    Parameters
    ----------
    lag, hog : Series
        The best and the worst place in the kommun that cannot be ruled out.
    lika_med : Series
        From how many other units of the kommun this one cannot be told apart.
    grupp : Series
        1: the best unit and those that cannot be told from it; 2: the best of the rest and those that cannot be told
        from that one; and so on.
    """

    lag: pd.Series
    hog: pd.Series
    lika_med: pd.Series
    grupp: pd.Series


def platser(total: pd.Series, lag: pd.Series, hog: pd.Series, kommun: pd.Series) -> Platser:
    """Compare the units of each kommun two by two.

    Two units differ when their difference is more than the MOVER distance: the root of the squares of the better's
    lower and the worse's upper distance to its own interval end.
    """
    points, low, high = (values.to_numpy(dtype=np.float64) for values in (total, lag, hog))
    there = ~np.isnan(points)
    found = np.zeros((len(points), 4), dtype=np.int64)
    codes = pd.factorize(kommun)[0]
    order = np.flatnonzero(there)[np.argsort(codes[there], kind="stable")]
    for rows in np.split(order, np.flatnonzero(np.diff(codes[order])) + 1):
        if len(rows):
            better = skiljer(points[rows], low[rows], high[rows])
            above, below = better.sum(axis=0), better.sum(axis=1)
            places = (1 + above, len(rows) - below, len(rows) - 1 - above - below, grupper(points[rows], better))
            found[rows] = np.column_stack(places)
    return Platser(*(pd.Series(column, total.index, dtype="Int64").where(there) for column in found.T))


def skiljer(total: Floats, lag: Floats, hog: Floats) -> Bools:
    """Whether the unit of a row is better than that of a column by more than chance may make."""
    doubt = np.hypot((total - lag)[:, None], (hog - total)[None, :])
    surely: Bools = total[:, None] - total[None, :] > doubt + 1e-9
    return surely


def grupper(total: Floats, better: Bools) -> Ints:
    """Number the groups from the best unit down; each ends where a unit differs from the group's best."""
    order = np.argsort(-total, kind="stable")
    group, first, number = np.empty(len(total), dtype=np.int64), order[0], 1
    for unit in order:
        if better[first, unit]:
            first, number = unit, number + 1
        group[unit] = number
    return group
