"""What stands in a cell of a raw file, looked up again by its reference."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from python_calamine import load_workbook

from hemtjanst_lib.errors import SourceError
from hemtjanst_lib.sources.cells import Cell, read_cell
from hemtjanst_lib.sources.layout import Fil, Layout, Varden

IN_SHEET = re.compile(r"(?P<sheet>'(?:[^']|'')+'|[^!']+)!(?P<column>[A-Z]+)(?P<row>\d+)")
IN_LIST = re.compile(r"rad (?P<row>\d+), kolumn (?P<column>.+)")
IN_PAGE = re.compile(r"\$\.values\[(?P<post>\d+)\]\.values\[(?P<value>\d+)\]\.value")


def raw(path: Path, cell: str, fil: Fil) -> object:
    """Return what stands in a cell, as in the file.

    Raises
    ------
    SourceError
        If the file cannot be read, or has no such cell.
    """
    readers: tuple[tuple[re.Pattern[str], Callable[[Path, re.Match[str], Fil], object]], ...] = (
        (IN_SHEET, _sheet),
        (IN_LIST, _list),
        (IN_PAGE, _page),
    )
    try:
        for pattern, read in readers:
            if match := pattern.fullmatch(cell):
                return read(path, match, fil)
    except (OSError, ValueError, LookupError, StopIteration) as fault:
        raise SourceError(f"{path.name}: {cell} cannot be read ({fault})", do="Fetch the file again.") from fault
    raise SourceError(f"{path.name}: {cell!r} is no reference to a cell that can be looked up")


def value(found: object, kalla: str, indikator: str, layout: Layout) -> Cell:
    """Read a cell by the year's layout, to a value on the natural scale or a status."""
    return read_cell(found, reading(kalla, indikator, layout)[1], layout)


def reading(kalla: str, indikator: str, layout: Layout) -> tuple[Fil, Varden]:
    """Return the reading and the group of columns that hold an indikator at kommun level.

    Raises
    ------
    SourceError
        If the layout has none.
    """
    source = layout.kallor.get(kalla)
    files = [fil for fil in source.filer if fil.niva == "kommun"] if source else []
    for fil in files:
        if indikator in fil.indikatorer:
            return fil, fil.indikatorer[indikator]
        if fil.indikator:
            return fil, fil.varden[0]
    raise SourceError(f"the layout of {layout.ar} does not say where {indikator} stands in {kalla}")


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - 64
    return number - 1


@lru_cache(maxsize=16)
def _rows(path: Path, sheet: str, _changed: int) -> list[list[object]]:
    book = load_workbook(str(path), load_tables=False)
    return [list(row) for row in book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)]


def _sheet(path: Path, match: re.Match[str], _: Fil) -> object:
    name = match["sheet"].strip("'").replace("''", "'")
    return _rows(path, name, path.stat().st_mtime_ns)[int(match["row"]) - 1][_column(match["column"])]


def _list(path: Path, match: re.Match[str], fil: Fil) -> object:
    """Find a line by where it ends in the file, as the reading counts them."""
    reader = csv.reader(io.StringIO(path.read_bytes().decode(fil.teckenkodning), newline=None), delimiter=fil.skilje)
    head = next(line for line in reader if any(line))
    line = next(line for line in reader if reader.line_num == int(match["row"]))
    return line[head.index(match["column"])]


def _page(path: Path, match: re.Match[str], _: Fil) -> object:
    found = json.loads(path.read_bytes())["values"][int(match["post"])]["values"][int(match["value"])]
    return found["value"] if found.get("value") is not None else (found.get("status") or "-")
