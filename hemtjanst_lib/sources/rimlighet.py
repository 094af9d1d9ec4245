"""What in the answers of one file is possible, but so odd that a person should look: told as warnings.

Nothing here knows what is right. Each check names a way in which files have been spoiled: a column filled with another,
shares of 1 among percentages, words and numbers mixed, marks where there should be values.
"""

from __future__ import annotations

from collections import Counter

import numpy as np
import pandas as pd

from hemtjanst_lib.sources.task import Task
from hemtjanst_lib.sources.workbook import plain

ENOUGH = 20  # kommuner with a value, to say something of a column
UNITS = 4  # with values, for two columns that are the same to be no chance
HIGH = 60  # percent in the middle of a column, for a rare 0 to be odd
FEW = 5  # cells of a mark, to call it rare
PLENTY = 2  # times the fewest answers that are shown: then a value should be there
MIXED = 0.5  # share of a column that must be of one kind for the others to be odd


def check_reading(task: Task, cells: pd.DataFrame) -> None:
    """Warn of what is odd in the cells of one reading.

    Parameters
    ----------
    cells : DataFrame
        As from ``reading.read_values``, with ``ra`` (as in the file) beside ``varde`` and ``status``.
    """
    ok = cells[cells["status"].eq("ok") & cells["fault"].eq("")]
    _shares(task, ok)
    _mixed(task, ok)
    if task.fil.antal:
        alone = ok[ok["antal_svar"].isna()]
        task.faults.warn_each(f"{len(alone)} values without a number of answers", alone["cell"])
    _marks(task, cells[cells["status"].ne("ok") & ~cells["fa"]])
    if task.fil.niva == "kommun":
        _unasked(task, cells)
        _columns(task, ok)
    else:
        _twins(task, ok)
        asked, answered = cells.groupby("indikator").size(), ok.groupby("indikator").size()
        empty = [str(ind) for ind in asked.index[asked >= ENOUGH] if ind not in answered.index]
        task.faults.warn_each("no unit has a value", empty)


def _shares(task: Task, ok: pd.DataFrame) -> None:
    """Percentages between 0 and 1 in a column of larger ones."""
    percent = {ind for ind, group in task.fil.indikatorer.items() if group.typ == "procent"}
    part = ok[ok["indikator"].isin(percent)]
    typical = part.groupby("indikator")["varde"].transform("median")
    small = part[part["varde"].between(0, 1, inclusive="neither") & typical.gt(5)]
    task.faults.warn_each(f"{len(small)} values below 1 percent, perhaps shares of 1", small["cell"])
    zeros = part[part["varde"].eq(0) & typical.gt(HIGH)]
    rare = zeros[zeros.groupby("indikator")["varde"].transform("size") <= FEW]
    task.faults.warn_each(f"{len(rare)} values of 0 percent where most are high, perhaps none", rare["cell"])


def _mixed(task: Task, ok: pd.DataFrame) -> None:
    """Words and numbers in one column of answers."""
    for indikator, part in ok.groupby("indikator", sort=False):
        group = task.fil.indikatorer.get(str(indikator), task.fil.varden[0])
        if not group.ord:
            continue
        known = {word.casefold() for word in group.ord}
        words = pd.Series([plain(cell).casefold() in known for cell in part["ra"]], index=part.index)
        if 0 < (share := float(words.mean())) < 1:
            odd, kind = part[words if share < MIXED else ~words], "words" if share < MIXED else "numbers"
            task.faults.warn_each(
                f"{indikator}: {kind} in a column of {'numbers' if kind == 'words' else 'words'}", odd["cell"]
            )


def _marks(task: Task, missing: pd.DataFrame) -> None:
    """Count the cells of each mark; at unit level, where marks are many, only those that are rare."""
    texts = pd.Series([plain(cell) if cell is not None else "" for cell in missing["ra"]], index=missing.index)
    for text, times in Counter(texts[texts.ne("")]).items():
        if times <= FEW or (task.fil.niva == "kommun" and text in task.layout.markorer):
            status = {**task.layout.markorer_med_varning, **task.layout.markorer}[text]
            places = missing.loc[texts.eq(text), "cell"]
            task.faults.warn_each(f"{text!r} ({status}) stands in {times} cell{'s' if times > 1 else ''}", places)


def _unasked(task: Task, cells: pd.DataFrame) -> None:
    """No value although many have answered, or a value that so few are behind that it should not be there."""
    if task.fil.antal is None:
        return
    plenty = cells["antal_svar"] >= PLENTY * task.minsta
    odd = cells[cells["status"].ne("ok") & plenty]
    words = f"{len(odd)} cells without a value although at least {PLENTY * task.minsta} have answered"
    task.faults.warn_each(words, odd["cell"])
    few = cells[cells["fa"]]
    words = f"{len(few)} values with fewer than {task.minsta} answers behind them are not used"
    task.faults.warn_each(words, few["cell"])


def _columns(task: Task, ok: pd.DataFrame) -> None:
    """Columns of one value only, of no value, and two columns that are the same."""
    wide = ok.pivot_table(index="kommunkod", columns="indikator", values="varde", aggfunc="first")
    there = [ind for ind in wide.columns if wide[ind].count() >= ENOUGH]
    flat = [ind for ind in there if wide[ind].nunique() == 1]
    task.faults.warn_each("all kommuner have the same value", flat)
    ordered = [ind for ind in there if ind not in flat and _ordered(wide[ind].dropna())]
    task.faults.warn_each("the values stand in rising or falling order, as if sorted by themselves", ordered)
    asked = _asked(task) if len(task.kommuner) >= ENOUGH else []
    task.faults.warn_each(
        "hardly any kommun has a value", [i for i in asked if i not in wide or wide[i].count() < ENOUGH]
    )
    tops = {ind: group.bounds[1] for ind, group in task.fil.indikatorer.items() if group.typ == "niva"}
    topless = [ind for ind in there if ind in tops and wide[ind].max() < tops[ind]]
    task.faults.warn_each("no kommun is on the highest level; is it answered by yes and no?", topless)
    varied = [ind for ind in there if ind not in flat]
    twins = [
        f"{one} and {two}" for k, one in enumerate(varied) for two in varied[k + 1 :] if wide[one].equals(wide[two])
    ]
    task.faults.warn_each("two columns hold the same values", twins)


def _twins(task: Task, ok: pd.DataFrame) -> None:
    """Two columns that hold the same varied percentages for all units of a kommun."""
    percent = {ind for ind, group in task.fil.indikatorer.items() if group.typ == "procent"}
    part = ok[ok["indikator"].isin(percent)]
    if part["indikator"].nunique() < 2:
        return
    wide = part.pivot(index=["kommunkod", "enhet_id"], columns="indikator", values="varde").sort_index()
    codes, values = wide.index.get_level_values(0).to_numpy(), wide.to_numpy(dtype=float)
    starts = np.flatnonzero(np.r_[True, codes[1:] != codes[:-1]])
    found = []
    for start, block in zip(starts.tolist(), np.split(values, starts[1:]), strict=True):
        if len(block) >= UNITS:
            found += [f"{wide.columns[i]} and {wide.columns[j]} of {codes[start]}" for i, j in _same_columns(block)]
    task.faults.warn_each("two columns hold the same values for all units", found)


def _same_columns(block: np.ndarray) -> list[tuple[int, int]]:
    """Pairs of columns that are the same and not all of one value."""
    seen: dict[bytes, int] = {}
    pairs = []
    for number, column in enumerate(np.ascontiguousarray(block.T)):
        there = column[~np.isnan(column)]
        if len(there) >= UNITS and there.min() < there.max():
            first = seen.setdefault(column.tobytes(), number)
            pairs += [(first, number)] if first != number else []
    return pairs


def _ordered(values: pd.Series) -> bool:
    return bool(values.is_monotonic_increasing or values.is_monotonic_decreasing)


def _asked(task: Task) -> list[str]:
    mapped = set(task.fil.indikatorer)
    return sorted(mapped & task.indikatorer if mapped else task.indikatorer)
