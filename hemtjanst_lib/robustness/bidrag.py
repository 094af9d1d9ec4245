"""What each part of an index gives it, measured from a reference, so that the parts' contributions sum exactly."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from hemtjanst_lib.model import Delindex, Indikator, Kvalitetsomrade, Model
from hemtjanst_lib.scoring import levels
from hemtjanst_lib.scoring.grid import Bools, Floats

LEAST = 1.0  # points: a reference is at least so much, for a geometric mean knows no zero to measure from


@dataclass(frozen=True)
class Bidrag:
    """Contributions in points of index; a row per kommun.

    Parameters
    ----------
    total : array (kommuner)
        The total that they explain, 0–100.
    omrade : array (kommuner × områden)
        Sums to the total minus its reference.
    indikator : array (kommuner × indikatorer)
        Within each område, sums with ``rest`` to the område's contribution.
    rest : array (kommuner × områden)
        What an område gives because its own reference differs from the total's: changes only with its weight.
    """

    total: Floats
    omrade: Floats
    indikator: Floats
    rest: Floats


def bidrag(raknad: pd.DataFrame, model: Model, total_ref: Floats, omrade_ref: Floats) -> Bidrag:
    """Part the total of every kommun into its områden and indikatorer, for any model.

    With arithmetic means a part gives its share of the weight times its distance from the reference. A geometric mean
    is parted by the logarithmic mean, which also sums exactly; where such a mean is 0, those of its parts that are 0
    share all of it by weight.

    Parameters
    ----------
    raknad : DataFrame
        Points counted, kommuner × the model's indikatorer; NaN is left out.
    model : Model
    total_ref : array (kommuner)
        What the total and the områden are measured from, 0–100; raised to 1 where it is less.
    omrade_ref : array (kommuner × områden)
        What the indikatorer are measured from: their område's reference.
    """
    level, how = levels(raknad, model), model.aggregering
    total, delindex = level.total.to_numpy()[:, None], level.delindex.to_numpy()
    omrade, points = level.omrade.to_numpy(), raknad.to_numpy(dtype=float)
    top, low = np.maximum(total_ref, LEAST)[:, None], np.maximum(omrade_ref, LEAST)
    sizes = _sizes(model)
    up = _factors(delindex, total, top, _vikter(model.delindex.values()), sizes[2], how=how.total)
    up = _factors(omrade, delindex, np.repeat(top, len(model.delindex), 1), _vikter(model.omraden.values()), sizes[1],
                  how=how.delindex) * np.repeat(up, sizes[1], axis=1)  # fmt: skip
    down = _factors(points, omrade, low, _vikter(model.indikatorer.values()), sizes[0], how=how.omrade)
    inside = down * np.repeat(up, sizes[0], axis=1)
    return Bidrag(
        total=total[:, 0],
        omrade=_times(up, omrade - top),
        indikator=_times(inside, points - np.repeat(low, sizes[0], axis=1)),
        rest=_times(up, low - top),
    )


def _sizes(model: Model) -> tuple[list[int], list[int], list[int]]:
    """How many indikatorer each område has, how many områden each delindex, and how many delindex there are."""
    omraden = [len(omrade.indikatorer) for omrade in model.omraden.values()]
    return omraden, [len(part.kvalitetsomraden) for part in model.delindex.values()], [len(model.delindex)]


def _vikter(parts: Iterable[Delindex] | Iterable[Kvalitetsomrade] | Iterable[Indikator]) -> Floats:
    return np.array([part.vikt for part in parts], dtype=float)


def _times(factor: Floats, distance: Floats) -> Floats:
    """Multiply; what is left out has no value and gives nothing."""
    product: Floats = np.where(np.isnan(distance), 0.0, factor * np.nan_to_num(distance))
    return product


def _factors(x: Floats, y: Floats, ref: Floats, weights: Floats, sizes: Sequence[int], *, how: str) -> Floats:
    """Return f with Σ f·(x − ref) = y − ref over the parts x of each whole y; 0 for a part that is left out."""
    share = _shares(~np.isnan(x), weights, sizes)
    if how == "aritmetisk":
        return share
    whole, base = np.repeat(y, sizes, axis=1), np.repeat(ref, sizes, axis=1)
    zero = whole == 0
    spread = _shares(x == 0, weights, sizes)
    with np.errstate(invalid="ignore", divide="ignore"):
        curved = share * _log_mean(whole, base) / _log_mean(x, base)
    factor: Floats = np.where(zero, spread, np.where(share > 0, curved, 0.0))
    return factor


def _shares(there: Bools, weights: Floats, sizes: Sequence[int]) -> Floats:
    used = np.where(there, weights, 0.0)
    starts = np.cumsum([0, *sizes[:-1]])
    sums = np.repeat(np.add.reduceat(used, starts, axis=1), sizes, axis=1)
    share: Floats = np.divide(used, sums, out=np.zeros_like(used), where=sums > 0)
    return share


def _log_mean(a: Floats, b: Floats) -> Floats:
    """Logarithmic mean (a − b) / (ln a − ln b) of positive numbers; a where they are equal."""
    ratio = np.log(a / b)
    near = np.abs(ratio) < 1e-6  # the quotient loses its digits there; its series does not
    safe = np.where(near, 1.0, ratio)
    mean: Floats = np.where(near, b * (1 + ratio / 2 + ratio**2 / 6), (a - b) / safe)
    return mean
