"""A source's answers against last year's: what moves so much that rather the file has changed than the care."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from hemtjanst_lib.sources.faults import marked, number_at, some

ENOUGH = 30  # kommuner with both years, to say something of a column
LEVEL = {"procent": 12.0, "ja_nej": 0.25, "niva": 0.45, "tal": 3.0}  # how far the mean of all kommuner may move
SPREAD = (0.6, 1.7)  # how the spread may change
UNLIKE = 0.12  # correlation with last year below which a column has nothing to do with it; or what chance can reach
CLEARER = 0.12  # how much better another column must agree
SAME = {"procent": 0.5, "tal": 0.5}  # share of kommuner with the very same value that chance can bring
SAME_WORD = 0.98
WINDOW, SLIPPED = 20, 14  # of so many kommuner in a row, so many closer to their neighbour of last year
STEPS = 0.15  # different values a kommun, from which a column is fine enough for leaps
STILL = 0.5  # spread of the changes below which most kommuner have not changed at all
LEAP = 7.0  # spreads of a change that no single kommun makes


def check_years(now: pd.DataFrame, then: pd.DataFrame, types: Mapping[str, str], names: pd.Series) -> Iterator[str]:
    """Tell what has moved too much since last year, without the file's name.

    Parameters
    ----------
    now, then : DataFrame
        Values at kommun level, kommun × indikator that means the same in both years, NaN where there is none.
    types : dict
        Indikator to ``procent``, ``ja_nej``, ``niva`` or ``tal``.
    names : Series
        Kommunkod to name, in the order of the files.
    """
    inds = [ind for ind in now.columns if ind in then.columns]
    order = [kod for kod in names.index if kod in now.index or kod in then.index]
    now, then = now.reindex(order)[inds], then.reindex(order)[inds]
    both = now.notna() & then.notna()
    enough = [ind for ind in inds if both[ind].sum() >= ENOUGH]
    yield from _levels(now, then, enough, types)
    yield from _likeness(now, then, enough, types)
    yield from _same(now, then, enough, types)
    yield from _slipped(now, then, enough, names)
    yield from _leaps(now, then, [ind for ind in enough if types.get(ind) in SAME and _fine(now[ind])])
    yield from _lost(now, then, names)


def _levels(now: pd.DataFrame, then: pd.DataFrame, inds: list[str], types: Mapping[str, str]) -> Iterator[str]:
    moved = (now[inds].mean() - then[inds].mean()).round(2)
    if odd := [f"{ind} by {moved[ind]:+g}" for ind in inds if abs(moved[ind]) > LEVEL[types.get(ind, "procent")]]:
        yield f"the mean of all kommuner has moved far since last year: {some(odd)}"
    ratio = now[inds].std() / then[inds].std().replace(0, np.nan)
    wide = [ind for ind in inds if types.get(ind) in SAME and not SPREAD[0] <= ratio[ind] <= SPREAD[1]]
    if odd := [f"{ind} {ratio[ind]:.2g} times" for ind in wide if np.isfinite(ratio[ind])]:
        yield f"the spread between kommuner is another than last year: {some(odd)}"
    whole = [ind for ind in inds if types.get(ind) in SAME and _whole(now[ind]) > 0.99 and _whole(then[ind]) < 0.5]
    if whole:
        yield f"the decimals that there were last year are gone: {some(whole)}"


def _fine(values: pd.Series) -> bool:
    """Whether a column holds so many different values that one of them can stand out."""
    return bool(values.nunique() > STEPS * values.count())


def _whole(values: pd.Series) -> float:
    found = values.dropna()
    return float(found.eq(found.round()).mean())


def _likeness(now: pd.DataFrame, then: pd.DataFrame, inds: list[str], types: Mapping[str, str]) -> Iterator[str]:
    """Columns that have nothing to do with last year's, or more with another's."""
    varied = [ind for ind in inds if now[ind].std() > 0 and then[ind].std() > 0]
    unlike = []
    every = correlations(now[varied], then[varied])
    for ind in varied:
        alike = every.loc[ind, [i for i in varied if types.get(i) == types.get(ind)]]
        own, other = alike[ind], alike.drop(ind)
        by_chance = 2 / np.sqrt(now[ind].count())  # two standard errors of a correlation that is none
        clearer = max(CLEARER, by_chance)
        if len(other) and other.max() > own + clearer:
            yield f"{ind} agrees better with last year's {other.idxmax()} than with its own; are two columns exchanged?"
        elif own < -UNLIKE:
            yield f"{ind} is the opposite of last year's; are yes and no, or high and low, exchanged?"
        elif own < max(UNLIKE, by_chance):
            unlike.append(ind)
    if unlike:
        yield f"has nothing to do with last year's values: {some(unlike)}; have rows slipped?"


def correlations(one: pd.DataFrame, two: pd.DataFrame) -> pd.DataFrame:
    """Correlate every column of one table (rows) with every column of another, over the rows that both have."""
    both = pd.concat([one, two], axis=1, keys=["one", "two"]).corr().to_numpy()
    wide = one.shape[1]
    return pd.DataFrame(both[:wide, wide:], index=one.columns, columns=two.columns)


def _same(now: pd.DataFrame, then: pd.DataFrame, inds: list[str], types: Mapping[str, str]) -> Iterator[str]:
    share = {ind: _equal(now[ind], then[ind], ends=types.get(ind) in SAME) for ind in inds}
    if odd := [ind for ind in inds if share[ind] > SAME.get(types.get(ind, ""), SAME_WORD)]:
        yield f"the values are last year's: {some(odd)}"


def _equal(now: pd.Series, then: pd.Series, *, ends: bool) -> float:
    """Share of the same value in both years; of numbers, those at an end of the scale do not count."""
    both = now.notna() & then.notna()
    if ends:
        both &= now.ne(now.min()) & now.ne(now.max())
    return float(now[both].eq(then[both]).mean()) if both.sum() >= ENOUGH / 2 else 0.0


def _slipped(now: pd.DataFrame, then: pd.DataFrame, inds: list[str], names: pd.Series) -> Iterator[str]:
    """Kommuner in a row whose values look like their neighbours' of last year."""
    if not inds or len(now) < WINDOW:
        return
    scale = then[inds].std().replace(0, np.nan)
    a, b = (now[inds] / scale).to_numpy(), (then[inds] / scale).to_numpy()
    with np.errstate(invalid="ignore"):
        own = _distance(a, b)
        for step in (1, -1):
            closer = _distance(a, np.roll(b, step, axis=0)) < own
            run = np.convolve(closer, np.ones(WINDOW), "valid")
            if run.max() >= SLIPPED:
                first = int(run.argmax())
                yield (
                    f"values from about {names[now.index[first]]} to {names[now.index[first + WINDOW - 1]]} look like"
                    " their neighbours' of last year; have rows slipped?"
                )
                return


def _distance(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    gaps = np.abs(a - b)
    there = ~np.isnan(gaps)
    mean = np.where(there, gaps, 0).sum(axis=1) / np.maximum(there.sum(axis=1), 1)
    return np.asarray(np.where(there.any(axis=1), mean, np.nan))


def _leaps(now: pd.DataFrame, then: pd.DataFrame, inds: list[str]) -> Iterator[str]:
    """Single values that have changed as no other."""
    inds = [ind for ind in inds if now[ind].eq(then[ind]).mean() < STEPS]
    change = now[inds] - then[inds]
    middle = change.median()
    spread = 1.4826 * (change - middle).abs().median()
    far = (change - middle).abs().gt(LEAP * spread.where(spread >= STILL))
    odd = [
        f"{kod} {ind} from {number_at(then, kod, ind):g} to {number_at(now, kod, ind):g}" for kod, ind in marked(far)
    ]
    if odd:
        yield f"{len(odd)} values have changed as no others since last year: {some(odd)}"


def _lost(now: pd.DataFrame, then: pd.DataFrame, names: pd.Series) -> Iterator[str]:
    """What there was a value for last year, and is not now: whole kommuner, and single values."""
    gone = then.notna() & now.isna()
    silent = gone.index[now.isna().all(axis=1) & gone.any(axis=1)]
    if len(silent):
        yield f"{len(silent)} kommuner that had values last year have none: {some(names[silent])}"
    if cells := [f"{kod} {ind}" for kod, ind in marked(gone.drop(index=silent))]:
        yield f"{len(cells)} single values that there were last year are missing: {some(cells)}"
