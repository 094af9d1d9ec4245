"""CSV lists: one row a kommun, or a kommun and indikator."""

from __future__ import annotations

import csv
import io

import pandas as pd

from hemtjanst_lib.errors import SourceError
from hemtjanst_lib.sources.blad import keep_rows
from hemtjanst_lib.sources.codes import check_complete, clean_codes
from hemtjanst_lib.sources.faults import nearest, some
from hemtjanst_lib.sources.reading import Reading, empty_reading, read_values
from hemtjanst_lib.sources.task import Task
from hemtjanst_lib.sources.workbook import OLE, ZIP, kind, plain

APART = 0.05  # share of kommuner whose lines may stand apart, to be odd and not the list's order


def read_lista(task: Task) -> Reading:
    """Read a CSV list with headings, as text throughout."""
    rows = _rows(task)
    if rows is None:
        return empty_reading()
    for radfilter in task.fil.rader:
        rows = keep_rows(rows, radfilter, task.faults)
    rows["kommunkod"] = clean_codes(rows[task.fil.kod or ""], rows["plats"], task.kommuner, task.faults)
    rows["indikator"] = _indikatorer(task, rows)
    rows = rows.dropna(subset=["kommunkod", "indikator"])
    for indikator in sorted(_expected(task)):
        part = rows[rows["indikator"].eq(indikator)]
        before = len(task.faults.faults)
        check_complete(part[["kommunkod", "plats"]], task.kommuner, task.faults, absent=task.fil.saknad_kommun)
        task.faults.faults[before:] = [f"{text} (indikator {indikator})" for text in task.faults.faults[before:]]
    if task.fil.datum:
        check_dates(task, rows)
    if task.fil.indikator:
        check_together(task, rows)
    rows = rows.drop_duplicates(["kommunkod", "indikator"])
    cells = pd.DataFrame(
        {
            "kommunkod": rows["kommunkod"],
            "enhet_id": None,
            "indikator": rows["indikator"],
            "ra": rows[task.fil.varde or ""],
            "antal_ra": "",
            "cell": rows["plats"] + f", kolumn {task.fil.varde}",
        }
    ).reset_index(drop=True)
    return Reading(read_values(task, cells), empty_reading().enheter)


def _text(task: Task) -> str:
    try:
        content = task.path.read_bytes()
    except OSError as fault:
        raise SourceError(f"{task.shown}: cannot be read ({fault.strerror})", do="Check the permissions.") from fault
    if content.startswith((ZIP, OLE)):
        raise SourceError(f"{task.shown}: is {kind(task.path)}; expected CSV", do="Save the list as CSV UTF-8.")
    try:
        return content.decode(task.fil.teckenkodning)
    except UnicodeDecodeError as fault:
        raise SourceError(
            f"{task.shown}: not text in {task.fil.teckenkodning} (byte {fault.start})",
            do="Save it as CSV UTF-8, or set teckenkodning in the layout, such as cp1252.",
        ) from fault


def _rows(task: Task) -> pd.DataFrame | None:
    fil = task.fil
    lines = _lines(task)
    head = [plain(name) for name in lines[0][1]] if lines else []
    wanted = [fil.kod, fil.varde, fil.indikator, fil.datum, *(f.kolumn for f in fil.rader)]
    if missing := [name for name in wanted if name and name not in head]:
        found = some(map(repr, head), 10) or "an empty file"
        hint = nearest(missing[0], head) or ";"
        task.faults.add(f"lacks the column {missing[0]!r}{hint} found, with {fil.skilje!r} between columns: {found}")
        return None
    doubled = sorted({repr(name) for name in head if head.count(name) > 1})
    task.faults.add_each("columns stand twice", doubled)
    if doubled:
        return None
    if len(lines) == 1:
        task.faults.add("has no lines under the headings")
    uneven = [f"rad {number}" for number, line in lines[1:] if len(line) != len(head)]
    task.faults.add_each(f"lines that do not have {len(head)} columns", uneven)
    even = [(number, *line) for number, line in lines[1:] if len(line) == len(head)]
    rows = pd.DataFrame(even, columns=["plats", *head], dtype=object)
    return rows.assign(plats="rad " + rows["plats"].astype("str"))


def _lines(task: Task) -> list[tuple[int, list[str]]]:
    """Return the filled lines, each with its number in the file; lines may end as on any system."""
    reader = csv.reader(io.StringIO(_text(task), newline=None), delimiter=task.fil.skilje, strict=True)
    try:
        return [(reader.line_num, line) for line in reader if any(line)]
    except csv.Error as fault:
        raise SourceError(
            f"{task.shown}: line {reader.line_num} is no line of CSV ({fault})",
            do="Look for a quotation mark that is never closed, or save the list anew as CSV UTF-8.",
        ) from fault


def check_together(task: Task, rows: pd.DataFrame) -> None:
    """Warn of a few kommuner whose lines stand apart, when those of the others stand together."""
    first = rows["kommunkod"].ne(rows["kommunkod"].shift())
    blocks = rows.loc[first, "kommunkod"].value_counts()
    apart = sorted(blocks.index[blocks > 1])
    if len(apart) <= APART * len(blocks):
        task.faults.warn_each("the lines of a kommun do not stand together; have codes slipped?", apart)


def check_dates(task: Task, rows: pd.DataFrame) -> None:
    """Warn of rows whose date is of another year."""
    dates = rows[task.fil.datum or ""].map(plain)
    other = dates.ne("") & ~dates.str.contains(rf"\b{task.ar}\b", regex=True)
    named = [f"{text!r} in {place}" for text, place in zip(dates[other], rows.loc[other, "plats"], strict=True)]
    task.faults.warn_each(f"{len(named)} dates are not of {task.ar}", named)


def _expected(task: Task) -> set[str]:
    """Indikatorer of the model that this list should hold."""
    mapped = set(task.fil.indikatorer)
    return mapped & task.indikatorer if mapped else set(task.indikatorer)


def _indikatorer(task: Task, rows: pd.DataFrame) -> pd.Series:
    columns = {name: ind for group in task.fil.varden for name, ind in group.kolumner.items()}
    if task.fil.indikator is None:
        return pd.Series(next(iter(columns.values())), index=rows.index)
    named = rows[task.fil.indikator].map(plain)
    named = named.map(lambda name: columns.get(name, name))
    unknown = ~named.isin(_expected(task))
    texts = [f"{text!r} in {place}" for text, place in zip(named[unknown], rows.loc[unknown, "plats"], strict=True)]
    task.faults.add_each("unknown indikator", texts)
    return named.where(~unknown)
