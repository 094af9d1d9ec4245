"""Områden to delindex and total for many weight sets or draws at once, by matrix products."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from hemtjanst_lib.errors import ParameterError
from hemtjanst_lib.model import DECIMALS, Model
from hemtjanst_lib.scoring.grid import Bools, Floats, Ints


@dataclass(frozen=True)
class Sammansattning:
    """How a model's parts lie in arrays: område of each indikator, delindex of each område, and the model's weights."""

    omrade_av: Ints
    delindex_av: Ints
    indikatorvikt: Floats
    omradesvikt: Floats
    geometrisk: tuple[bool, bool, bool]

    @cached_property
    def hor_till(self) -> Floats:
        """Område × delindex, 1 where the område belongs."""
        return np.eye(self.delindex_av.max() + 1)[self.delindex_av]

    @cached_property
    def andelar(self) -> Floats:
        """The model's weights of områden as shares, sum 1."""
        shares: Floats = self.omradesvikt / self.omradesvikt.sum()
        return shares


def sammansattning(model: Model) -> Sammansattning:
    """Lay a model's tree in arrays."""
    omraden, delindex = list(model.omraden), list(model.delindex)
    how = model.aggregering
    return Sammansattning(
        omrade_av=np.array([omraden.index(i.omrade) for i in model.indikatorer.values()], dtype=np.intp),
        delindex_av=np.array([delindex.index(o.delindex) for o in model.omraden.values()], dtype=np.intp),
        indikatorvikt=np.array([i.vikt for i in model.indikatorer.values()], dtype=np.float64),
        omradesvikt=model.vikter.to_numpy(dtype=np.float64),
        geometrisk=(how.omrade == "geometrisk", how.delindex == "geometrisk", how.total == "geometrisk"),
    )


def granska_vikter(vikter: pd.DataFrame | Sequence[float] | Floats, model: Model) -> Floats:
    """Check weight sets, one a row, one column per område of the model, and return them as shares.

    Raises
    ------
    ParameterError
        If a weight is zero, negative, missing or infinite, or there are too few or too many of them. To see the index
        without an område, ask :func:`kanslighet`.
    """
    if isinstance(vikter, pd.DataFrame):
        if absent := [kod for kod in model.omraden if kod not in vikter.columns]:
            raise ParameterError(
                f"the weights lack {', '.join(absent)}", do="Give one weight for each kvalitetsområde."
            )
        vikter = vikter[list(model.omraden)].to_numpy(dtype=np.float64)
    given = np.atleast_2d(np.asarray(vikter, dtype=np.float64))
    if given.ndim != 2 or given.shape[1] != len(model.omraden):
        raise ParameterError(
            f"{given.shape[-1]} weights for {len(model.omraden)} kvalitetsområden", do="Give one each."
        )
    wrong = ~(np.isfinite(given) & (given > 0))
    if wrong.any():
        row, column = (int(place[0]) for place in np.nonzero(wrong))
        kod = list(model.omraden)[column]
        raise ParameterError(
            f"the weight of {kod} is {given[row, column]:g} (weight set {row + 1}); every weight must be above 0"
        )
    shares: Floats = given / given.sum(axis=1, keepdims=True)
    return shares


def till_delindex(
    omrade: Floats, vikter: Floats, delar: Sammansattning, geometrisk: bool, golv: float = 0.0
) -> tuple[Floats, Floats]:
    """Put områden together into delindex.

    Parameters
    ----------
    omrade : array
        Points, (sets or 1) × kommuner × områden; NaN takes no part.
    vikter : array
        Sets (or 1) × områden; zero takes no part.
    golv : float
        Points below this count as this in a geometric mean.

    Returns
    -------
    array, array
        Sets × kommuner × delindex, NaN where nothing is there; sets × delindex: the delindex's weights.
    """
    spread = vikter[:, :, None] * delar.hor_till
    there = ~np.isnan(omrade)
    weight = there[0].astype(np.float64) @ spread if _alike(there) else there.astype(np.float64) @ spread
    filled = np.where(there, omrade, 0.0)
    if geometrisk:
        with np.errstate(divide="ignore"):
            used = np.where(there, np.log(np.maximum(filled, max(golv, 1e-300))), 0.0)
        zero = (there & (filled <= 0.0)).astype(np.float64) @ spread if golv <= 0.0 else np.zeros(())
        part = np.where(zero > 0, 0.0, np.exp(_ratio(used @ spread, weight)))
        return np.where(weight > 0, part, np.nan), spread.sum(axis=1)
    return _ratio(filled @ spread, weight), spread.sum(axis=1)


def till_total(delindex: Floats, vikter: Floats, geometrisk: bool, golv: float = 0.0) -> Floats:
    """Put delindex (sets × kommuner × delindex) together into totals by their weights (sets × delindex)."""
    there = ~np.isnan(delindex)
    used = np.where(there, vikter[:, None, :], 0.0)
    filled = np.where(there, delindex, 0.0)
    if not geometrisk:
        return _ratio((filled * used).sum(axis=-1), used.sum(axis=-1))
    with np.errstate(divide="ignore"):
        logs = np.where(there, np.log(np.maximum(filled, max(golv, 1e-300))), 0.0)
    mean = np.exp(_ratio((logs * used).sum(axis=-1), used.sum(axis=-1)))
    zero = ((filled <= 0.0) & (used > 0)).any(axis=-1) & (golv <= 0.0)
    return np.where(zero, 0.0, mean)


def _alike(there: Bools) -> bool:
    """Whether what is there is the same in all sets."""
    return len(there) == 1 or bool((there == there[:1]).all())


def _ratio(sums: Floats, weight: Floats) -> Floats:
    shape = np.broadcast_shapes(sums.shape, weight.shape)
    ratio: Floats = np.divide(sums, weight, out=np.full(shape, np.nan), where=np.broadcast_to(weight > 0, shape))
    return ratio


def placera(totaler: Floats) -> Floats:
    """Places of each row's totals, 1 = most, ties at nine decimals share the best place; NaN where the total is."""
    points: Floats = np.atleast_2d(totaler).round(DECIMALS)
    order = np.argsort(-points, axis=1, kind="stable")
    ordered = np.take_along_axis(points, order, axis=1)
    first = np.ones(points.shape, dtype=bool)
    first[:, 1:] = ordered[:, 1:] != ordered[:, :-1]
    place = np.maximum.accumulate(np.where(first, np.arange(1.0, points.shape[1] + 1), 0.0), axis=1)
    places: Floats = np.empty(points.shape, dtype=np.float64)
    np.put_along_axis(places, order, place, axis=1)
    places[np.isnan(points)] = np.nan
    return places


def medelvarden(totaler: Floats, raknas: Bools | None = None) -> Floats:
    """Kommungenomsnitt of each row: over the kommuner in ``raknas`` (all without it) that have a total."""
    chosen = totaler if raknas is None else totaler[:, raknas]
    there = ~np.isnan(chosen)
    n = there.sum(axis=1)
    means: Floats = np.divide(
        np.where(there, chosen, 0.0).sum(axis=1), n, out=np.full(len(totaler), np.nan), where=n > 0
    )
    return means


def klassgranser(model: Model, medel: Floats) -> Floats:
    """Upper limits of all classes but the last, rows × limits, for each kommungenomsnitt."""
    limits = np.array(list(model.klasser.till_och_med.values())[:-1], dtype=np.float64)
    shift = medel if model.klasser.matt == "avvikelse" else np.zeros(len(medel))
    moved: Floats = limits[None, :] + shift[:, None]
    return moved


def klassnummer(totaler: Floats, granser: Floats) -> Ints:
    """Position of each total's class (0 = lowest), rows × kommuner; -1 where the total is NaN."""
    above = np.round(totaler, DECIMALS)[:, :, None] > np.round(granser, DECIMALS)[:, None, :]
    return np.where(np.isnan(totaler), -1, above.sum(axis=-1)).astype(np.intp)


def svarande(helt_saknade: pd.DataFrame, model: Model) -> Bools | None:
    """Which kommuner the model counts in the mean of the index; None for all."""
    if model.genomsnitt.index == "alla":
        return None
    answered: Bools = ~helt_saknade.any(axis=1).to_numpy(dtype=bool)
    return answered
