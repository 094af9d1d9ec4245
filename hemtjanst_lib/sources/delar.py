"""Rows that are parts of others (women and men of all): what is kept must lie between its parts, and count them all.

The parts are not read into the index. But a total is a mean of its parts, so a value that has slipped, been mistyped or
is another year's or another group's seldom lies between them.
"""

from __future__ import annotations

import pandas as pd

from hemtjanst_lib.sources.cells import answers, number
from hemtjanst_lib.sources.faults import marked
from hemtjanst_lib.sources.layout import Radfilter
from hemtjanst_lib.sources.task import Task
from hemtjanst_lib.sources.workbook import Grid, plain

ROUNDING = 0.051  # of values with one decimal
LOOSE = 2  # answers that rounding may add or take
USUAL = 0.95  # share of rows that have all parts, for the others to be odd


def check_parts(task: Task, grid: Grid, rows: pd.DataFrame, radfilter: Radfilter, columns: list[str]) -> None:
    """Warn of rows outside their parts, rows that do not count them, and rows that lack a part others have.

    Parameters
    ----------
    rows : DataFrame
        The rows that are kept and their parts, all other filters applied.
    columns : list of str
        Headings of the values.
    """
    kinds = rows[radfilter.kolumn].map({cell: plain(cell) for cell in rows[radfilter.kolumn].unique()})
    whose = _whose(task, rows)
    kept = kinds.isin(radfilter.behall)
    again = whose[kept][whose[kept].duplicated(keep=False)]
    rows = rows.assign(_vems=whose, _del=kinds, _hel=kept)[~whose.isin(again)]
    _values(task, grid, rows, columns)
    if task.fil.antal or task.fil.antal_enheter:
        _counts(task, rows)
    if not task.fil.antal_enheter:  # of units, one kind may well be absent
        _absent(task, rows, radfilter)


def _whose(task: Task, rows: pd.DataFrame) -> pd.Series:
    """What tells one row with its parts from the next: sheet, code and name."""
    keys = [name for name in ("_blad", task.fil.kod, task.fil.namn) if name]
    texts = [rows[name].map({cell: plain(cell) for cell in rows[name].unique()}).astype("str") for name in keys]
    whose = texts[0]
    for text in texts[1:]:
        whose = whose + "|" + text
    return whose


def _values(task: Task, grid: Grid, rows: pd.DataFrame, columns: list[str]) -> None:
    numbers = rows[columns].apply(_numbers)
    parts, vems = ~rows["_hel"], rows["_vems"]
    by = numbers[parts].groupby(vems[parts])
    whole = numbers[rows["_hel"]].set_axis(vems[rows["_hel"]])
    low, high = (frame.reindex(whole.index) for frame in (by.min(), by.max()))
    full = by.count().eq(by.size(), axis=0).reindex(whole.index).eq(True)
    odd = full & ((whole < low - ROUNDING) | (whole > high + ROUNDING))
    lost = whole.isna() & low.notna()
    places = rows[rows["_hel"]].set_axis(whole.index)
    for frame, words in (
        (odd, "values outside those of their parts"),
        (lost, "values missing though their parts have them"),
    ):
        if at := marked(frame):
            found = places.loc[[vem for vem, _ in at], ["_blad", "_rad"]].reset_index(drop=True)
            cells = grid.references(found["_blad"], found["_rad"], pd.Series([column for _, column in at]))
            task.faults.warn_each(f"{len(cells)} {words}", cells)


def _numbers(cells: pd.Series) -> pd.Series:
    """Numbers of a column, NaN where there is none; each different cell is read once."""
    keys = [(isinstance(cell, bool), cell) for cell in cells.tolist()]  # else TRUE and 1 would be the same
    read = {key: _number(key[1]) for key in dict.fromkeys(keys)}
    return pd.Series([read[key] for key in keys], cells.index, dtype=float)


def _number(cell: object) -> float | None:
    """Number of a cell that holds one, as number or text."""
    if isinstance(cell, str):
        return number(plain(cell))
    return float(cell) if isinstance(cell, int | float) and not isinstance(cell, bool) else None


def _counts(task: Task, rows: pd.DataFrame) -> None:
    """A total of answers (or units) is the sum of its parts; of intervals, at least the largest."""
    column = task.fil.antal_enheter or (task.fil.antal.kolumn if task.fil.antal else "")
    form = task.fil.antal.form if task.fil.antal and not task.fil.antal_enheter else "tal"
    read = {cell: answers(cell, form).varde for cell in dict.fromkeys(rows[column].tolist())}
    counts = rows[column].map(read).astype(float)
    parts = counts[~rows["_hel"]].groupby(rows["_vems"][~rows["_hel"]])
    whole = counts[rows["_hel"]].set_axis(rows["_vems"][rows["_hel"]])
    if form == "intervall":
        odd = whole < parts.max().reindex(whole.index)
    else:
        odd = (whole - parts.sum(min_count=1).reindex(whole.index)).abs() > LOOSE
    places = rows[rows["_hel"]].set_axis(whole.index)["plats"]
    task.faults.warn_each(f"numbers in {column!r} that are not those of their parts, row of", places[odd])


def _absent(task: Task, rows: pd.DataFrame, radfilter: Radfilter) -> None:
    """Rows without a part that nearly all have; or parts without their whole."""
    kinds = [*radfilter.behall, *radfilter.utelamna]
    has = pd.crosstab(rows["_vems"], rows["_del"]).reindex(columns=kinds, fill_value=0).gt(0)
    usual = [kind for kind in kinds if USUAL <= has[kind].mean() < 1]
    places = rows.drop_duplicates("_vems").set_index("_vems")["plats"]
    odd = [f"{places[vem]} (no {kind})" for kind in usual for vem in has.index[~has[kind]]]
    task.faults.warn_each(f"rows that lack a kind which the others have in {radfilter.kolumn!r}", odd)
