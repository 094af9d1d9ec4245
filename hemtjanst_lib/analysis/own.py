"""Every kommun's own numbers as aligned arrays, so that one report picks a row of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd


@dataclass(frozen=True)
class Egna:
    """The columns of one table that differ between kommuner.

    Parameters
    ----------
    ids : Index
        The rows of a report's table: delindex, områden or indikatorer.
    kolumner : dict
        Column name to an array, kommuner × ids; missing is NaN.
    heltal : frozenset of str
        The columns that are whole numbers, given out as Int64 with NA.
    """

    ids: pd.Index
    kolumner: dict[str, npt.NDArray[Any]]
    heltal: frozenset[str] = frozenset()

    def of(self, row: int) -> dict[str, Any]:
        """Return one kommun's columns."""
        return {
            name: pd.array(values[row], dtype="Int64") if name in self.heltal else values[row]
            for name, values in self.kolumner.items()
        }


def aligned(table: pd.DataFrame, kommuner: pd.Index, ids: Sequence[str]) -> npt.NDArray[np.float64]:
    """Return a table of numbers as an array, with NaN for kommuner and ids that it lacks."""
    return table.reindex(index=kommuner, columns=list(ids)).to_numpy(dtype=float, na_value=np.nan)


def change(
    now: npt.NDArray[np.float64], before: npt.NDArray[np.float64], comparable: Sequence[str]
) -> npt.NDArray[np.float64]:
    """Return this year minus last, missing where the two may not be compared."""
    return np.where(np.asarray(comparable, dtype=object) == "nej", np.nan, now - before)


def sharing(places: pd.Series, groups: pd.Series | None = None) -> pd.Series:
    """Count how many have the same place, within groups when given; missing places count 0."""
    keys = [places] if groups is None else [groups, places]
    return places.groupby(keys).transform("size").reindex(places.index).fillna(0).astype("int64")
