"""How far chance may have moved a unit's result: few users answer, and not all of them.

A share gets Wilson's interval with the finite population correction. Weighted means of shares get the ends that MOVER
(Zou and Donner 2008: the method of variance estimates recovery) makes of the shares' own, with one correlation between
any two questions, since the same people answer them all. Both keep within 0–100 and round the estimate.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import ndtri

from hemtjanst_lib.model import Model
from hemtjanst_lib.scoring.grid import Floats
from hemtjanst_lib.scoring.levels import points

FEWEST_IN_KOMMUN, FEWEST_UNITS, SAME = 4, 50, 1e-9


@dataclass(frozen=True)
class Ovisshet:
    """Interval ends of values, and how many points the ends lie below (``ner``) and above (``upp``) the estimate."""

    varde_lag: pd.DataFrame
    varde_hog: pd.DataFrame
    ner: Floats
    upp: Floats


def wilson(andel: Floats, antal: Floats, *, konfidens: float, svarsandel: float) -> tuple[Floats, Floats]:
    """Wilson's interval of a share, when a known part of a finite group has answered.

    Parameters
    ----------
    andel, antal : array
        Share 0–1 and number of answers, at least 1; NaN gives NaN.
    svarsandel : float
        Share of those asked that answered, above 0 and at most 1; 1 leaves no chance, and no width.

    Notes
    -----
    The correction (N − n) / (N − 1) of the variance, with N = n / svarsandel, stands as more answers.
    """
    z = float(ndtri(0.5 + konfidens / 2))
    if svarsandel >= 1:
        return andel.copy(), andel.copy()
    n = np.maximum((antal / svarsandel - 1) / (1 / svarsandel - 1), antal)
    centre = (andel + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * np.sqrt(andel * (1 - andel) / n + z**2 / (4 * n**2))
    return np.minimum((centre - half).clip(0), andel), np.maximum((centre + half).clip(max=1), andel)


def svarsintervall(varde: pd.DataFrame, antal: pd.DataFrame, model: Model) -> Ovisshet:
    """Interval of each value (percent) that has a number of answers; the others have no width."""
    values, counts = varde.to_numpy(), antal.to_numpy()
    asked = ~np.isnan(values) & (counts > 0)
    share, answers = np.where(asked, values / 100, np.nan), np.where(asked, counts, 1.0)
    rules = model.enhetsregler
    low, high = wilson(share, answers, konfidens=rules.konfidens, svarsandel=rules.svarsandel)
    low, high = np.where(asked, 100 * low, values), np.where(asked, 100 * high, values)
    low, high = np.minimum(low, values), np.maximum(high, values)
    middle, ends = points(values, model), (points(low, model), points(high, model))
    return Ovisshet(
        pd.DataFrame(low, varde.index, varde.columns),
        pd.DataFrame(high, varde.index, varde.columns),
        middle - np.minimum(*ends),
        np.maximum(*ends) - middle,
    )


def kombinera(vikt: Floats, ner: Floats, upp: Floats, rho: float) -> tuple[Floats, Floats]:
    """Distances of a weighted mean's ends, from its parts'; ``vikt`` need not sum to 1, NaN counts as no doubt."""
    sums = vikt.sum(axis=1, keepdims=True)
    share = np.divide(vikt, sums, out=np.zeros_like(vikt), where=sums > 0)
    below, above = (share * np.nan_to_num(part) for part in (ner, upp))
    return _together(below, rho), _together(above, rho)


def skatta_samvariation(poang: pd.Series, ensam: Floats, full: Floats, kommun: pd.Series, annars: float = 0.4) -> float:
    """Estimate how strongly the answers to any two questions go together, from how units of one kommun differ.

    Parameters
    ----------
    poang : Series
        A delindex per unit.
    ensam, full : array
        The variance that chance gives it if the questions are independent, and if they go together wholly.
    annars : float
        The answer when there are too few units to tell.

    Notes
    -----
    The squared distance to the kommun's mean is expected to be t + ensam + r · (full − ensam), with t the true variance
    between units; t and r come from a line through all units of kommuner with at least four, weighted by their size.
    """
    frame = pd.DataFrame({"x": poang, "ensam": ensam, "mer": full - ensam, "kommun": kommun})
    frame = frame[frame["x"].notna() & (full > 0)]
    n = frame.groupby("kommun")["x"].transform("size")
    frame, n = frame[n >= FEWEST_IN_KOMMUN], n[n >= FEWEST_IN_KOMMUN]
    if len(frame) < FEWEST_UNITS or frame["mer"].std() < SAME:
        return annars
    square = (frame["x"] - frame.groupby("kommun")["x"].transform("mean")) ** 2 * n / (n - 1) - frame["ensam"]
    weight = 1 / (frame["ensam"] + frame["mer"])
    away = frame["mer"] - np.average(frame["mer"], weights=weight)
    return float(np.clip((weight * away * square).sum() / (weight * away**2).sum(), 0, 1))


def _together(parts: Floats, rho: float) -> Floats:
    whole: Floats = np.sqrt((1 - rho) * (parts**2).sum(axis=1) + rho * parts.sum(axis=1) ** 2)
    return whole
