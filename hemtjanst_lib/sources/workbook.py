"""Opening an xlsx workbook, and finding rows and columns in its sheets."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

import pandas as pd
from python_calamine import CalamineError, CalamineWorkbook, load_workbook

from hemtjanst_lib.errors import SourceError
from hemtjanst_lib.sources.faults import Faults, nearest, preview, some
from hemtjanst_lib.sources.unseen import Hidden, hidden_cells

HEADER_SEARCH = 30  # rows looked through for the headings, when they do not stand where the layout says

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
# First bytes of what is sometimes delivered under the name .xlsx.
KINDS = (
    (OLE, "an OLE container: a password-protected workbook, or an old .xls file"),
    (b"%PDF", "a PDF"),
    (b"<", "an HTML or XML page, perhaps the portal's login or error page"),
    (b"{", "JSON"),
)


def plain(cell: object) -> str:
    """Text of a cell without outer or doubled blanks; no-break spaces count as blanks, 2025.0 reads 2025."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return " ".join(str(cell).replace("\u00a0", " ").split())


def kind(path: Path) -> str:
    """Say what a file that is no workbook looks like from its first bytes."""
    with path.open("rb") as stream:
        head = stream.read(512)
    if not head:
        return "an empty file"
    if head.startswith(ZIP):
        return _archive(path)
    for start, name in KINDS:
        if head.lstrip().startswith(start):
            return name
    return "text, such as CSV" if b"\x00" not in head else "not a workbook"


def _archive(path: Path) -> str:
    """Tell a damaged workbook from another kind of zip archive."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except zipfile.BadZipFile:
        return "a workbook that is cut short or damaged"
    if any(name.startswith("word/") for name in names):
        return "a Word document"
    return (
        "an Excel workbook, perhaps damaged"
        if any(name.startswith("xl/") for name in names)
        else "a zip archive of other files"
    )


def open_workbook(path: Path, shown: str) -> CalamineWorkbook:
    """Open a workbook.

    Raises
    ------
    SourceError
        If the file cannot be opened as xlsx; says what it is instead.
    """
    try:
        return load_workbook(str(path), load_tables=False)
    except OSError as fault:
        raise SourceError(f"{shown}: cannot be read ({fault.strerror or fault})") from fault
    except (CalamineError, ValueError) as fault:
        raise SourceError(
            f"{shown}: is {kind(path)}; expected an open xlsx workbook",
            do="Fetch the file again, or save it in Excel as .xlsx without a password.",
        ) from fault


def column_letter(index: int) -> str:
    """Excel's letters of a column counted from 0: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def sheet_reference(name: str) -> str:
    """Sheet name as Excel writes it in a reference, quoted when it is not one plain word."""
    return name if re.fullmatch(r"[A-Za-zÅÄÖåäö_]\w*", name) else "'" + name.replace("'", "''") + "'"


@dataclass(frozen=True)
class Grid:
    """Rows of one or several sheets, only the wanted columns.

    Parameters
    ----------
    rows : DataFrame
        One column a wanted heading (objects as in the file), and ``_blad`` and ``_rad`` (from 1).
    letters : mapping from sheet to heading to column letter
    """

    rows: pd.DataFrame
    letters: dict[str, dict[str, str]]

    def references(self, blad: pd.Series, rad: pd.Series, column: pd.Series) -> list[str]:
        """Cell references such as ``Blad1!C17``."""
        starts = {
            (name, heading): f"{sheet_reference(name)}!{letter}"
            for name, headings in self.letters.items()
            for heading, letter in headings.items()
        }
        rows = zip(blad.tolist(), rad.tolist(), column.tolist(), strict=True)  # lists: far faster than arrow strings
        return [f"{starts[b, c]}{r}" for b, r, c in rows]


def find_sheets(
    workbook: CalamineWorkbook, blad: str | None, monster: str | None, andra: list[str], faults: Faults
) -> list[str]:
    """Names of the sheets to read: the one named, or all that match; a sheet of neither kind is a fault."""
    names = workbook.sheet_names
    if blad is not None:
        if blad in names:
            return [blad]
        faults.add(f"has no sheet {blad!r}; it has {some(map(repr, names))}{nearest(blad, names)}")
        return []
    found = [name for name in names if re.search(monster or "", name)]
    other = [name for name in names if name not in found and name not in andra]
    faults.add_each(f"sheets that match neither blad_monster {monster!r} nor andra_blad", map(repr, other))
    if not found:
        faults.add(f"has no sheet that matches {monster!r}; it has {some(map(repr, names))}")
    return found


def _positions(
    name: str, rows: list[list[Any]], wanted: list[str], rubrikrad: int, faults: Faults
) -> dict[str, int] | None:
    header = [plain(cell) for cell in rows[rubrikrad - 1]] if len(rows) >= rubrikrad else []
    missing = [heading for heading in wanted if heading not in header]
    doubled = [heading for heading in wanted if header.count(heading) > 1]
    faults.add_each(f"sheet {name!r} has columns twice in row {rubrikrad}", map(repr, doubled))
    if not missing:
        return {heading: header.index(heading) for heading in wanted}
    for number, row in enumerate(rows[:HEADER_SEARCH], 1):
        if number != rubrikrad and set(wanted) <= {plain(cell) for cell in row}:
            faults.add(f"sheet {name!r}: the headings stand in row {number}, not in row {rubrikrad} (rubrikrad)")
            return None
    near = nearest(missing[0], [h for h in header if h])
    seen = preview(rows[max(rubrikrad - 2, 0) :], max(rubrikrad - 1, 1))
    faults.add(f"sheet {name!r} lacks {some(map(repr, missing))} in row {rubrikrad}{near}; found {seen}")
    return None


def _body(rows: list[list[Any]], rubrikrad: int, slutrad: str | None) -> list[tuple[int, list[Any]]]:
    """Numbered rows under the headings: no empty ones, and no notes (rows of one cell that ``slutrad`` knows)."""
    end = re.compile(slutrad) if slutrad else None
    body = []
    for number, row in enumerate(rows[rubrikrad:], rubrikrad + 1):
        filled = [cell for cell in row if cell not in ("", None)]
        if not filled or (len(filled) == 1 and end and end.search(str(filled[0]))):
            continue
        body.append((number, row))
    return body


def _cells(
    workbook: CalamineWorkbook, sheets: list[str], path: Path, shown: str
) -> Iterator[tuple[str, list[list[Any]]]]:
    """Read the sheets one after another."""
    try:
        hidden = hidden_cells(path, sheets)
        for name in sheets:
            rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
            yield name, _shown(rows, hidden.get(name, {}))
    except (CalamineError, zipfile.BadZipFile, zlib.error, ParseError, ValueError) as fault:
        raise SourceError(f"{shown}: is a damaged workbook ({fault})", do="Fetch the file again.") from fault


def _shown(rows: list[list[Any]], hidden: Hidden) -> list[list[Any]]:
    """Put what the reader left out back in its cells."""
    for (row, column), text in hidden.items():
        if row < len(rows) and column < len(rows[row]):
            rows[row][column] = text
    return rows


def collect(
    workbook: CalamineWorkbook,
    sheets: list[str],
    wanted: list[str],
    *,
    path: Path,
    rubrikrad: int,
    slutrad: str | None,
    faults: Faults,
) -> Grid:
    """Collect the wanted columns of all rows in the sheets."""
    columns: list[tuple[Any, ...]] = []
    letters: dict[str, dict[str, str]] = {}
    for name, rows in _cells(workbook, sheets, path, faults.fil):
        positions = _positions(name, rows, wanted, rubrikrad, faults)
        if positions is None:
            continue
        letters[name] = {heading: column_letter(index) for heading, index in positions.items()}
        order = list(positions.values())
        columns += [(name, number, *[row[i] for i in order]) for number, row in _body(rows, rubrikrad, slutrad)]
    return Grid(pd.DataFrame(columns, columns=["_blad", "_rad", *wanted], dtype=object), letters)
