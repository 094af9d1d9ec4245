"""Every kommun's own numbers as aligned arrays, so that one report picks a row of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from hemtjanst_lib.scoring import Placeringar, Scores, rank_within
from hemtjanst_lib.store import Year

Floats = npt.NDArray[np.float64]


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


def aligned(table: pd.DataFrame, kommuner: pd.Index, ids: Sequence[str]) -> Floats:
    """Return a table of numbers as an array, with NaN for kommuner and ids that it lacks."""
    return table.reindex(index=kommuner, columns=list(ids)).to_numpy(dtype=float, na_value=np.nan)


def change(now: Floats, before: Floats, comparable: Sequence[str]) -> Floats:
    """Return this year minus last, missing where the two may not be compared."""
    return np.where(np.asarray(comparable, dtype=object) == "nej", np.nan, now - before)


def sharing(places: pd.Series, groups: pd.Series | None = None) -> pd.Series:
    """Count how many have the same place, within groups when given; missing places count 0."""
    keys = [places] if groups is None else [groups, places]
    return places.groupby(keys).transform("size").reindex(places.index).fillna(0).astype("int64")


def own_parts(now: Scores, before: Scores | None, lan: pd.Series, common: Mapping[str, Any]) -> Egna:
    """Each kommun's points, places and change in the delindex; ``lan`` is each kommun's lanskod."""
    ids, kommuner = list(now.model.delindex), now.total.index
    points, places = aligned(now.delindex, kommuner, ids), now.placering.delindex
    within = pd.DataFrame({kod: rank_within(now.delindex[kod], lan) for kod in ids})
    old = _last(before, "delindex", kommuner, ids)
    columns = {
        "poang": points,
        "gap": points - np.asarray(common["medel"], dtype=float),
        "placering": aligned(places, kommuner, ids),
        "delar_plats": aligned(places.apply(sharing), kommuner, ids),
        "placering_lan": aligned(within, kommuner, ids),
        "poang_fore": old,
        "placering_fore": _last(before.placering if before else None, "delindex", kommuner, ids),
        "forandring": change(points, old, list(common["jamforbar"])),
    }
    whole = frozenset({"placering", "delar_plats", "placering_lan", "placering_fore"})
    return Egna(pd.Index(ids, name="delindex"), columns, whole)


def own_areas(now: Scores, before: Scores | None, common: Mapping[str, Any]) -> Egna:
    """Each kommun's points, places and change in the områden."""
    ids, kommuner = list(now.model.omraden), now.total.index
    points, old = aligned(now.omrade, kommuner, ids), _last(before, "omrade", kommuner, ids)
    columns = {
        "poang": points,
        "gap": points - np.asarray(common["medel"], dtype=float),
        "placering": aligned(now.placering.omrade, kommuner, ids),
        "poang_fore": old,
        "forandring": change(points, old, list(common["jamforbar"])),
    }
    return Egna(pd.Index(ids, name="omrade"), columns, frozenset({"placering"}))


def _last(tables: Scores | Placeringar | None, level: str, kommuner: pd.Index, ids: list[str]) -> Floats:
    """Last year's numbers on a level, NaN where there are none."""
    if tables is None:
        return np.full((len(kommuner), len(ids)), np.nan)
    return aligned(getattr(tables, level), kommuner, ids)


def own_indicators(now: Year, common: Mapping[str, Any]) -> Egna:
    """Each kommun's value, points, status and origin (file and cell) of every indikator."""
    ids, scores, kommuner = list(now.model.indikatorer), now.scores, now.scores.total.index
    points = aligned(scores.poang, kommuner, ids)
    origin = {name: now.answers.pivot(index="kommunkod", columns="indikator", values=name) for name in ("fil", "cell")}
    columns = {
        "varde": aligned(scores.varde, kommuner, ids),
        "antal_svar": _answers(now, kommuner, ids),
        "poang": points,
        "gap": points - np.asarray(common["medel"], dtype=float),
        "status": _texts(scores.status, kommuner, ids),
        **{name: _texts(wide, kommuner, ids) for name, wide in origin.items()},
    }
    return Egna(pd.Index(ids, name="indikator"), columns)


def _answers(now: Year, kommuner: pd.Index, ids: list[str]) -> Floats:
    """How many answered each question, NaN where the källa does not say."""
    if "antal_svar" not in now.answers:
        return np.full((len(kommuner), len(ids)), np.nan)
    return aligned(now.answers.pivot(index="kommunkod", columns="indikator", values="antal_svar"), kommuner, ids)


def _texts(table: pd.DataFrame, kommuner: pd.Index, ids: list[str]) -> npt.NDArray[Any]:
    return table.reindex(index=kommuner, columns=ids).to_numpy(dtype=object)
