"""What is drawn: the answers of a survey, weights around the seniors', and which method is used."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from hemtjanst_lib.errors import ParameterError
from hemtjanst_lib.model import Model, Poang
from hemtjanst_lib.robustness.installningar import Urvalsfel
from hemtjanst_lib.scoring.grid import Bools, Floats

Singles = npt.NDArray[np.float32]
EXTRA_SUCCESS, EXTRA_ANSWERS = 3 / 8, 3 / 4  # Anscombe (1948): keeps the variance right near 0 and 100 percent


def urvalsceller(varde: Floats, antal: Floats, model: Model, urval: Urvalsfel) -> Bools:
    """Which cells are shares of people who answered: a källa of the settings, in percent, the number known."""
    sampled = [i.kalla in urval.kallor and i.matenhet.startswith("procent") for i in model.indikatorer.values()]
    return np.array(sampled)[None, :] & ~np.isnan(varde) & (np.nan_to_num(antal) > 0)


def korrektion(antal: Floats, andel: float, befolkning: Floats | None) -> Floats:
    """Finite population correction, (N − n)/(N − 1); 1 − ``andel`` where N, the number asked, is not known."""
    if befolkning is None:
        return np.full(antal.shape, 1.0 - andel)
    asked = np.broadcast_to(befolkning[:, None], antal.shape)
    with np.errstate(invalid="ignore"):
        known = np.clip((asked - antal) / np.maximum(asked - 1.0, 1.0), 0.0, 1.0)
    return np.where(np.isnan(asked), 1.0 - andel, known)


def dra_andelar(
    andel: Floats, antal: Floats, korr: Floats, gemensam: Singles, *, rng: np.random.Generator, samband: float
) -> Singles:
    """Draw what share of all those asked would give the answer, one question, draws × kommuner.

    The draws have the published share as mean and the binomial variance p(1 − p)/n times the correction: the angle
    arcsin √p has the variance 1/(4n + 2) whatever p is, and is drawn as normal.

    Parameters
    ----------
    andel, antal, korr : arrays, one value a kommun
        Share 0–1, answers, finite population correction.
    gemensam : array, draws × kommuner
        Standard normal error that a kommun's questions share.
    samband : float
        How much of the variance they share: the correlation between two questions.
    """
    angle = np.arcsin(np.sqrt((andel * antal + EXTRA_SUCCESS) / (antal + EXTRA_ANSWERS)))
    error = np.sqrt(korr / (4 * antal + 2))
    mean = 0.5 - 0.5 * np.cos(2 * angle) * np.exp(-2 * error**2)
    noise = rng.standard_normal(gemensam.shape, dtype=np.float32)
    noise *= np.float32(np.sqrt(1 - samband))
    noise += np.float32(np.sqrt(samband)) * gemensam
    noise *= error.astype(np.float32)
    noise += angle.astype(np.float32)
    drawn = np.sin(noise) ** 2
    drawn += (andel - mean).astype(np.float32)
    shares: Singles = np.clip(drawn, 0, 1)
    return shares


def till_poang(varde: Singles, poang: Poang) -> Singles:
    """Values on the natural scale to points, by the indikator's own scale."""
    knots, points = poang.knots()
    if len(knots) > 2:
        bent: Singles = np.interp(varde, knots, points).astype(np.float32)
        return bent
    slope = np.float32((points[1] - points[0]) / (knots[1] - knots[0]))
    straight: Singles = np.clip(np.float32(points[0]) + slope * (varde - np.float32(knots[0])), *sorted(points))
    return straight.astype(np.float32)


def dra_vikter(vikter: Floats, koncentration: float, n: int, rng: np.random.Generator) -> Floats:
    """Draw weight shares from the Dirichlet distribution with mean ``vikter`` (shares): n × områden.

    A share w then has the variance w(1 − w)/(koncentration + 1).
    """
    drawn = np.maximum(rng.dirichlet(koncentration * vikter, n), np.finfo(float).tiny)
    shares: Floats = drawn / drawn.sum(axis=1, keepdims=True)
    return shares


def dra_seniorer(svar: pd.DataFrame, vikter: Floats, model: Model, n: int, rng: np.random.Generator) -> Floats:
    """Draw weight shares by asking the seniors anew: respondents are drawn with replacement, n × områden.

    Each respondent counts equally. The model's weight of an område is changed by the ratio of the drawn mean to the
    mean of all, so that the draws gather around the weights that the index uses.

    Parameters
    ----------
    svar : DataFrame
        One row a respondent, the model's områden as columns; what each gave, of any scale, 0 allowed.

    Raises
    ------
    ParameterError
        If områden are missing, a value is negative or missing, or a respondent or an område has only zeros.
    """
    given = _granskade(svar, model)
    each = given / given.sum(axis=1, keepdims=True)
    times = rng.multinomial(len(each), np.full(len(each), 1 / len(each)), size=n)
    ratio = (times @ each / len(each)) / each.mean(axis=0)
    drawn = np.maximum(vikter * ratio, np.finfo(float).tiny)
    shares: Floats = drawn / drawn.sum(axis=1, keepdims=True)
    return shares


def _granskade(svar: pd.DataFrame, model: Model) -> Floats:
    if absent := [kod for kod in model.omraden if kod not in svar.columns]:
        raise ParameterError(f"the seniors' survey lacks {', '.join(absent)}", do="Give a column for each område.")
    given = svar[list(model.omraden)].to_numpy(dtype=np.float64)
    faults = []
    if not len(given):
        faults.append("there are no respondents")
    if (~np.isfinite(given) | (given < 0)).any():
        faults.append("some values are missing or negative")
    if (given.sum(axis=1) == 0).any():
        faults.append("some respondents gave nothing to any område")
    if len(given) and (given.sum(axis=0) == 0).any():
        faults.append("some områden got nothing from anyone")
    if faults:
        raise ParameterError("the seniors' survey cannot be used:", faults, do="Correct the file.")
    return given
