"""Ties said aloud: which kommuner can be told apart, when the risk of a single mistake in the whole country is held.

All pairs are tested at once, step by step (Romano and Wolf 2005): the critical value is the quantile, over the draws,
of the largest difference of any pair that is still open, in standard errors. The set of places follows as in Mogstad,
Romano, Shaikh and Wilhelm (2024): as many kommuner as are surely better stand above, and as many as are surely worse
below; all sets hold at once.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from hemtjanst_lib.robustness.hopslagning import placera
from hemtjanst_lib.robustness.resultat import Grupper, Simulering
from hemtjanst_lib.robustness.slump import Singles
from hemtjanst_lib.scoring import Scores
from hemtjanst_lib.scoring.grid import Bools, Floats, Ints

SAMMA = 1e-9  # points: equal, and a spread that is none


def grupper(simulering: Simulering, scores: Scores, *, kallor: str | None = None, fel: float | None = None) -> Grupper:
    """Tell kommuner apart, and gather those that cannot be.

    Parameters
    ----------
    simulering : Simulering
    scores : Scores
        The published results: their order, and the differences tested.
    kallor : {"svar", "alla"}, optional
        Which sources of uncertainty count; by the settings chance in the answers alone.
    fel : float, optional
        Highest risk of telling any pair apart wrongly; by the settings.
    """
    rules = simulering.installningar.grupper
    drawn = simulering.svarstotaler if (kallor or rules.kallor) == "svar" else simulering.totaler
    alpha, total = fel if fel is not None else rules.fel, scores.total.to_numpy(dtype=np.float64)
    drawn = np.where(np.isnan(drawn), total, drawn)  # a method that leaves out all that a kommun has says nothing of it
    known = np.flatnonzero(~np.isnan(total))
    apart = np.zeros((len(total), len(total)), dtype=bool)
    found, critical = skilj(total[known], drawn[:, known], alpha)
    apart[np.ix_(known, known)] = found
    places = placera(total[None])[0]
    table = _tabell(total, places, apart, known)
    return Grupper(
        tabell=pd.DataFrame(table, scores.total.index),
        grupper=_sammanfattning(table),
        olika=pd.DataFrame(apart, scores.total.index, scores.total.index),
        kritiskt=critical,
        fel=alpha,
    )


def skilj(total: Floats, drawn: Floats, fel: float) -> tuple[Bools, float]:
    """Which pairs differ (square, symmetric), and the critical value of the last step.

    Parameters
    ----------
    total : array
        Published points, one a kommun.
    drawn : array
        Draws × kommuner.
    """
    n = len(total)
    errors = drawn - drawn.mean(axis=0)
    cov = errors.T @ errors / max(len(drawn) - 1, 1)
    variance = np.diag(cov)
    spread = np.sqrt(np.maximum(variance[:, None] + variance[None, :] - 2 * cov, 0.0))
    distance = np.abs(total[:, None] - total[None, :])
    sure = spread < SAMMA
    differ = sure & (distance > SAMMA)
    size = np.divide(distance, spread, out=np.zeros_like(distance), where=~sure)
    left, critical = np.triu(~sure, 1), np.inf
    while left.any():
        critical = _kritiskt(np.ascontiguousarray(errors.T, dtype=np.float32), spread, left, fel)
        told = left & (size > critical)
        if not told.any():
            break
        differ, left = differ | told | told.T, left & ~told
    return differ.reshape(n, n), critical


def _kritiskt(errors: Singles, spread: Floats, left: Bools, fel: float) -> float:
    """Quantile of the largest difference in standard errors over the pairs left; the highest draw when few."""
    largest = np.zeros(errors.shape[1], dtype=np.float32)
    for one, others in enumerate(left):
        pairs = np.flatnonzero(others)
        if len(pairs):
            steps = np.abs(errors[pairs] - errors[one])
            steps *= (1.0 / spread[one, pairs]).astype(np.float32)[:, None]
            np.maximum(largest, steps.max(axis=0), out=largest)
    rank = min(int(np.ceil((1 - fel) * (len(largest) + 1))), len(largest))
    return float(np.sort(largest)[rank - 1])


def _tabell(total: Floats, places: Floats, apart: Bools, known: Ints) -> dict[str, Floats]:
    higher = total[None, :] > total[:, None]
    better, worse = (apart & higher).sum(axis=1), (apart & higher.T).sum(axis=1)
    group = _gruppera(places, apart, known)
    low, high = np.full(len(total), np.nan), np.full(len(total), np.nan)
    for number in range(1, int(np.nanmax(group, initial=0)) + 1):
        members = group == number
        low[members], high[members] = places[members].min(), places[members].max()
    here = np.isin(np.arange(len(total)), known)
    table = {
        "placering": places,
        "lag": 1.0 + better,
        "hog": float(len(known)) - worse,
        "antal_lika": len(known) - 1.0 - apart.sum(axis=1),
    }
    empty = {name: np.where(here, values, np.nan) for name, values in table.items()}
    return {**empty, "grupp": group, "grupp_lag": low, "grupp_hog": high}


def _gruppera(places: Floats, apart: Bools, known: Ints) -> Floats:
    """Walk the ranking from the top; a group ends where a kommun can be told apart from anyone in it."""
    group, number = np.full(len(places), np.nan), 0
    members: list[int] = []
    for kommun in known[np.argsort(places[known], kind="stable")]:
        tied = bool(members) and places[members[-1]] == places[kommun]
        if not members or (apart[kommun][members].any() and not tied):
            number, members = number + 1, []
        members.append(int(kommun))
        group[kommun] = number
    return group


def _sammanfattning(table: dict[str, Floats]) -> pd.DataFrame:
    frame = pd.DataFrame({"grupp": table["grupp"], "lag": table["grupp_lag"], "hog": table["grupp_hog"]}).dropna()
    frame = frame.astype({"grupp": int})
    return frame.groupby("grupp").agg(lag=("lag", "first"), hog=("hog", "first"), antal=("lag", "size"))
