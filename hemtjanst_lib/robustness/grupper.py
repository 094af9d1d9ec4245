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
MANGA_PAR = 500_000  # pairs: with so many it pays to search only where the largest difference can be
YTTERST = 24  # kommuner looked at first in each draw
TILLSAMMANS = 1.05  # how much a difference may grow by two kommuner varying together before the pair is special
SLACK = 1.00001  # for the rounding of single precision


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
    cov = errors.T @ errors
    cov /= max(len(drawn) - 1, 1)
    variance = np.diag(cov).copy()
    spread = variance[:, None] + variance[None, :]
    spread -= np.multiply(cov, 2, out=cov)
    np.sqrt(np.maximum(spread, 0.0, out=spread), out=spread)
    distance = np.subtract(total[:, None], total[None, :], out=cov)
    np.abs(distance, out=distance)
    sure = spread < SAMMA
    differ = sure & (distance > SAMMA)
    size = np.divide(distance, spread, out=np.zeros_like(distance), where=~sure)
    left, critical = np.triu(~sure, 1), np.inf
    drawn_errors = np.ascontiguousarray(errors.T, dtype=np.float32)
    while left.any():
        critical = kritiskt(drawn_errors, spread, left, fel)
        told = left & (size > critical)
        if not told.any():
            break
        differ, left = differ | told | told.T, left & ~told
    return differ.reshape(n, n), critical


def kritiskt(errors: Singles, spread: Floats, left: Bools, fel: float, *, manga: int = MANGA_PAR) -> float:
    """Quantile of the largest difference in standard errors over the pairs left; the highest draw when few.

    Parameters
    ----------
    errors : array
        Kommuner × draws.
    spread, left : array
        Kommun × kommun: standard errors of differences; which pairs are still open, above the diagonal.
    fel : float
        Risk of a mistake.
    manga : int
        From so many pairs on, those that cannot be the largest of any draw are left out of the search.
    """
    largest = np.zeros(errors.shape[1], dtype=np.float32)
    open_ = left
    if np.count_nonzero(left) >= manga:
        largest, open_ = _bland_ytterst(errors, spread, left)
    for one, others in enumerate(open_):
        pairs = np.flatnonzero(others)
        if len(pairs):
            steps = np.abs(errors[pairs] - errors[one])
            steps *= (1.0 / spread[one, pairs]).astype(np.float32)[:, None]
            np.maximum(largest, steps.max(axis=0), out=largest)
    rank = min(int(np.ceil((1 - fel) * (len(largest) + 1))), len(largest))
    return float(np.sort(largest)[rank - 1])


def _bland_ytterst(errors: Singles, spread: Floats, left: Bools) -> tuple[Singles, Bools]:
    """Find each draw's largest difference without a look at every pair, and say which pairs must be looked at still.

    No difference of two kommuner is larger, in standard errors, than the root of the sum of the squares of their own,
    but for how far the two vary together (Cauchy and Schwarz). So only kommuner far out in a draw can hold its largest;
    the few pairs that vary together are left for the long way. The result is exactly that of the long way.
    """
    alone = np.sqrt(np.square(errors, dtype=np.float64).sum(axis=1) / max(errors.shape[1] - 1, 1))
    room = np.hypot(alone[:, None], alone[None, :])
    np.divide(room, spread, out=room, where=left)
    together = left & (room > TILLSAMMANS)
    left = left & ~together
    far = np.divide(np.abs(errors), alone[:, None], out=np.zeros(errors.shape), where=alone[:, None] > 0)
    outermost = np.sort(np.argpartition(-far, min(YTTERST, len(far) - 1), axis=0)[:YTTERST], axis=0)
    largest = np.array([_storst(e[rows], rows, spread, left) for e, rows in zip(errors.T, outermost.T, strict=True)])
    least = np.square(largest / (TILLSAMMANS * SLACK)) - np.square(far.max(axis=0))
    for draw in range(errors.shape[1]):
        rows = np.flatnonzero(np.square(far[:, draw]) >= least[draw])
        largest[draw] = max(largest[draw], _storst(errors[rows, draw], rows, spread, left))
    return largest, together


def _storst(errors: Singles, rows: Ints, spread: Floats, left: Bools) -> np.float32:
    """Return the largest difference of one draw among the open pairs of some kommuner, in standard errors."""
    one, other = np.nonzero(left[np.ix_(rows, rows)])
    if not len(one):
        return np.float32(0)
    steps = np.abs(errors[other] - errors[one]) * (1.0 / spread[rows[one], rows[other]]).astype(np.float32)
    return np.float32(steps.max())


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
