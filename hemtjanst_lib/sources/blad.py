"""Sheets with one row a kommun or unit and one column an indikator."""

from __future__ import annotations

import re

import pandas as pd

from hemtjanst_lib.sources.codes import check_complete, check_names, clean_codes
from hemtjanst_lib.sources.delar import check_parts
from hemtjanst_lib.sources.faults import Faults, some
from hemtjanst_lib.sources.layout import Radfilter
from hemtjanst_lib.sources.reading import ENHETER, Reading, empty_reading, enhet_ids, read_values
from hemtjanst_lib.sources.task import Task
from hemtjanst_lib.sources.titlar import check_sheets, check_titles
from hemtjanst_lib.sources.workbook import Grid, collect, find_sheets, open_workbook, plain

# å, ä and ö in UTF-8 read as cp1252, and the character for what cannot be read.
MOJIBAKE = "Ã[\u0080-\u00bf\u2000-\u2122]|Â[\u0080-\u00bf]|\ufffd"


def read_blad(task: Task) -> Reading:
    """Read the sheet, or one sheet a kommun, that the layout names."""
    fil = task.fil
    workbook = open_workbook(task.path, task.shown)
    sheets = find_sheets(workbook, fil.blad, fil.blad_monster, fil.andra_blad, task.faults)
    check_sheets(task, sheets, workbook)
    grid = collect(
        workbook,
        sheets,
        headings(task),
        path=task.path,
        rubrikrad=fil.rubrikrad,
        slutrad=fil.slutrad,
        faults=task.faults,
    )
    if grid.rows.empty:
        if grid.letters:
            task.faults.add(f"there are no rows under the headings in {some(map(repr, grid.letters))}")
        return empty_reading()
    check_titles(task, grid.above)
    rows = grid.rows.assign(plats=_places(grid))
    for radfilter in sorted(fil.rader, key=lambda radfilter: radfilter.delar):
        everything, rows = rows, keep_rows(rows, radfilter, task.faults)
        if radfilter.delar and task.granska and not rows.empty:
            check_parts(task, grid, everything, radfilter, list(value_columns(task)))
    rows["kommunkod"] = _codes(task, rows)
    rows = rows[rows["kommunkod"].notna()]
    return _kommuner(task, grid, rows) if fil.niva == "kommun" else _enheter(task, grid, rows)


def headings(task: Task) -> list[str]:
    """Headings that the sheet must have: keys, filters, number of answers, and the model's indikatorer."""
    fil = task.fil
    keys = [
        fil.kod,
        fil.namn,
        fil.regi,
        fil.foretag,
        fil.antal.kolumn if fil.antal else None,
        fil.antal_enheter,
        *(f.kolumn for f in fil.rader),
    ]
    return list(dict.fromkeys([*(key for key in keys if key), *value_columns(task)]))


def value_columns(task: Task) -> dict[str, str]:
    """Heading to indikator, for the indikatorer of the model."""
    pairs = (pair for group in task.fil.varden for pair in group.kolumner.items())
    return {heading: indikator for heading, indikator in pairs if indikator in task.indikatorer}


def keep_rows(rows: pd.DataFrame, radfilter: Radfilter, faults: Faults) -> pd.DataFrame:
    """Keep the kinds of rows that are read; an unknown kind is a fault."""
    read = {cell: plain(cell) for cell in rows[radfilter.kolumn].unique()}
    kinds = rows[radfilter.kolumn].map(read)
    unknown = ~kinds.isin([*radfilter.behall, *radfilter.utelamna])
    named = [f"{text!r} in {place}" for text, place in zip(kinds[unknown], rows.loc[unknown, "plats"], strict=True)]
    faults.add_each(f"rows of an unknown kind in column {radfilter.kolumn!r} (add it to behall or utelamna)", named)
    return rows[kinds.isin(radfilter.behall)].copy()


def _places(grid: Grid) -> list[str]:
    column = next(iter(grid.rows.columns.drop(["_blad", "_rad"])))
    return grid.references(grid.rows["_blad"], grid.rows["_rad"], pd.Series(column, index=grid.rows.index))


def _codes(task: Task, rows: pd.DataFrame) -> pd.Series:
    if task.fil.kod is not None:
        raw = rows[task.fil.kod]
    else:
        pattern = re.compile(task.fil.blad_monster or "")
        codes = {name: match["kod"] for name in rows["_blad"].unique() if (match := pattern.search(name))}
        raw = rows["_blad"].map(codes)
    return clean_codes(raw, rows["plats"], task.kommuner, task.faults, as_numbers=task.fil.koder_som_tal)


def _long(task: Task, grid: Grid, rows: pd.DataFrame) -> pd.DataFrame:
    columns = value_columns(task)
    keys = ["_blad", "_rad", "kommunkod", "enhet_id", "antal_ra"]
    rows = rows.assign(antal_ra=rows[task.fil.antal.kolumn] if task.fil.antal else "")
    long = rows[[*keys, *columns]].melt(keys, var_name="kolumn", value_name="ra")
    long["cell"] = grid.references(long["_blad"], long["_rad"], long["kolumn"])
    long["indikator"] = long["kolumn"].map(columns)
    return read_values(task, long)


def _kommuner(task: Task, grid: Grid, rows: pd.DataFrame) -> Reading:
    check_complete(rows[["kommunkod", "plats"]], task.kommuner, task.faults, absent=task.fil.saknad_kommun)
    if task.fil.namn:
        check_names(rows["kommunkod"], rows[task.fil.namn], task.kommuner, task.faults)
    rows = rows.drop_duplicates("kommunkod").assign(enhet_id=None)
    return Reading(_long(task, grid, rows), empty_reading().enheter, _units(task, rows))


def _units(task: Task, rows: pd.DataFrame) -> pd.Series:
    """What the file says of the number of units, by kommun."""
    if task.fil.antal_enheter is None:
        return pd.Series(dtype=float)
    numbers = pd.to_numeric(rows[task.fil.antal_enheter], errors="coerce")
    return numbers.set_axis(rows["kommunkod"]).dropna()


def _enheter(task: Task, grid: Grid, rows: pd.DataFrame) -> Reading:
    fil = task.fil
    foretag = rows[fil.foretag].map(plain) if fil.foretag else ""
    rows = rows.assign(namn=rows[fil.namn].map(plain), regi=_regi(task, rows), foretag=foretag, kalla=task.kalla)
    nameless = rows["namn"].eq("")
    task.faults.add_each("unit without a name", rows.loc[nameless, "plats"])
    rows = rows[~nameless]
    check_twice(task, rows)
    broken = rows["namn"].str.contains(MOJIBAKE, regex=True)
    task.faults.warn_each("names that look like text read in another encoding", rows.loc[broken, "namn"])
    rows["enhet_id"] = enhet_ids(task.kalla, rows["kommunkod"], rows["namn"], task.faults)
    return Reading(_long(task, grid, rows), rows[ENHETER].reset_index(drop=True))


def check_twice(task: Task, rows: pd.DataFrame) -> None:
    """Tell of units that stand twice with the very same answers; two units of one name hardly agree in all."""
    keys = ["kommunkod", "namn", *value_columns(task)]
    texts = rows[keys].astype("str")
    numbers = rows[list(value_columns(task))].map(lambda cell: isinstance(cell, int | float)).sum(axis=1)
    again = texts.duplicated(keep=False) & numbers.ge(2)
    task.faults.add_each("a unit stands twice with the same answers", rows.loc[again, "plats"])


def _regi(task: Task, rows: pd.DataFrame) -> pd.Series:
    if task.fil.regi is None:
        return pd.Series("", index=rows.index)
    texts = rows[task.fil.regi].map(plain)
    known = texts.isin(task.fil.regi_ord)
    named = [f"{text!r} in {place}" for text, place in zip(texts[~known], rows.loc[~known, "plats"], strict=True)]
    task.faults.add_each(f"unknown word in column {task.fil.regi!r} (add it to regi_ord)", named)
    return texts.map(task.fil.regi_ord).fillna("")
