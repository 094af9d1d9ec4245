"""A shrunken estimate beside the raw one: empirical Bayes (James–Stein) inside each kommun."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.special import ndtri


def krymp(poang: pd.Series, bredd: pd.Series, kommun: pd.Series, konfidens: float) -> tuple[pd.Series, pd.Series]:
    """Draw each unit's points towards its kommun's units, the more the less they rest on.

    Parameters
    ----------
    poang, bredd, kommun : Series
        Points (NaN is left out), width of their interval, and kommunkod, per unit.

    Returns
    -------
    Series, Series
        Shrunken points, and reliability 0–1: the share of the spread between units of a kommun that is not chance.

    Notes
    -----
    With v the variance that the interval stands for and t the true variance between units of one kommun (the same in
    all, by moments over the country, not below 0): reliability t / (t + v), and points m + reliability · (points − m)
    where m is the kommun's mean weighted by 1 / (t + v). A unit alone in its kommun keeps its points.
    """
    there = poang.notna()
    x, group = poang[there], kommun[there]
    v = (bredd[there] / (2 * ndtri(0.5 + konfidens / 2))) ** 2
    t = _between(x, v, group)
    trust = pd.Series(np.where(v > 0, t / (t + v).where(v > 0, 1.0), 1.0), x.index)
    weight = 1 / (t + v).clip(lower=1e-9)
    mean = (x * weight).groupby(group).transform("sum") / weight.groupby(group).transform("sum")
    return (mean + trust * (x - mean)).reindex(poang.index), trust.reindex(poang.index)


def _between(x: pd.Series, v: pd.Series, group: pd.Series) -> float:
    """True variance between units of one kommun: what the squares have beyond chance."""
    n = x.groupby(group).transform("size")
    squares = float(((x - x.groupby(group).transform("mean")) ** 2).sum())
    chance = float((v * (1 - 1 / n)).sum())
    free = float((1 - 1 / n).sum())
    return max(0.0, (squares - chance) / free) if free > 1e-9 else 0.0
