"""Opening an xlsx workbook, and finding rows and columns in its sheets."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unicodedata import normalize
from xml.etree.ElementTree import ParseError

import pandas as pd
from python_calamine import CalamineError, CalamineWorkbook, load_workbook

from hemtjanst_lib.errors import SourceError
from hemtjanst_lib.sources.arkiv import check_archive
from hemtjanst_lib.sources.faults import Faults, nearest, preview, some
from hemtjanst_lib.sources.unseen import Cells, Unseen, look

HEADER_SEARCH = 30  # rows looked through for the headings, when they do not stand where the layout says

UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))  # soft hyphen, zero-width, byte order mark

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
# First bytes of what is sometimes delivered under the name .xlsx.
KINDS = (
    (OLE, "an OLE container: a password-protected workbook, or an old .xls file"),
    (b"%PDF", "a PDF"),
    (b"<", "an HTML or XML page, perhaps the portal's login or error page"),
    (b"{", "JSON"),
)


def plain(cell: object) -> str:
    """Text of a cell without outer or doubled blanks; no-break spaces count as blanks, 2025.0 reads 2025.

    Characters that take no room on the screen are left out, and å, ä and ö are one character each (NFC).
    """
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return " ".join(normalize("NFC", str(cell).translate(UNSEEN)).split())


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
        if zipfile.is_zipfile(path):
            check_archive(path, shown)
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
    above : mapping from sheet to the texts above its headings
    """

    rows: pd.DataFrame
    letters: dict[str, dict[str, str]]
    above: dict[str, list[str]]

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


def _cells(workbook: CalamineWorkbook, sheets: list[str], path: Path, faults: Faults) -> Iterator[tuple[str, Page]]:
    """Read the sheets one after another; one that cannot be read is a fault."""
    try:
        unseen = look(path, sheets)
        for name in sheets:
            about = unseen.get(name, Unseen())
            if about.fault:
                faults.add(about.fault.format(repr(name)))
                continue
            sheet = workbook.get_sheet_by_name(name)
            rows = sheet.to_python(skip_empty_area=False)
            yield name, Page(_shown(rows, about.cells, name, faults), about, sheet.merged_cell_ranges or [])
    except (CalamineError, zipfile.BadZipFile, zlib.error, ParseError, ValueError, KeyError) as fault:
        raise SourceError(f"{faults.fil}: is a damaged workbook ({fault})", do="Fetch the file again.") from fault


@dataclass(frozen=True)
class Page:
    """The rows of a sheet, what its XML tells besides, and its merged areas (first and last row and column)."""

    rows: list[list[Any]]
    unseen: Unseen
    merged: Sequence[tuple[tuple[int, int], tuple[int, int]]]


def _shown(rows: list[list[Any]], cells: Cells, name: str, faults: Faults) -> list[list[Any]]:
    """Put what the reader left out back in its cells."""
    for (row, column), text in cells.items():
        if row < 0:
            faults.add(f"sheet {name!r} holds {text!r} in a cell without a place; save the file anew in Excel")
        elif row < len(rows) and column < len(rows[row]):
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
    above: dict[str, list[str]] = {}
    notes = Notes()
    for name, page in _cells(workbook, sheets, path, faults):
        positions = _positions(name, page.rows, wanted, rubrikrad, faults)
        if positions is None:
            continue
        letters[name] = {heading: column_letter(index) for heading, index in positions.items()}
        above[name] = [
            plain(cell) for row in page.rows[: rubrikrad - 1] for cell in row if isinstance(cell, str) and cell
        ]
        order = list(positions.values())
        body = _body(page.rows, rubrikrad, slutrad)
        notes.orders[name] = tuple(sorted(positions, key=positions.__getitem__))
        notes.take(name, page, {number for number, _ in body}, positions)
        columns += [(name, number, *[row[i] for i in order]) for number, row in body]
    notes.tell(faults)
    return Grid(pd.DataFrame(columns, columns=["_blad", "_rad", *wanted], dtype=object), letters, above)


@dataclass
class Notes:
    """What a person should know of the sheets that were read."""

    merged: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    formulas: list[str] = field(default_factory=list)
    orders: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def take(self, name: str, page: Page, rows: set[int], columns: Mapping[str, int]) -> None:
        """Note what concerns the rows (from 1) and columns that are read."""
        sheet, used = sheet_reference(name), set(columns.values())
        for (top, left), (bottom, right) in page.merged:
            in_rows = any(row - 1 in rows or row in rows for row in range(top + 1, bottom + 2))
            if (top, left) != (bottom, right) and in_rows and used & set(range(left, right + 1)):
                self.merged.append(f"{sheet}!{column_letter(left)}{top + 1}:{column_letter(right)}{bottom + 1}")
        self.hidden += [f"row {row + 1} of {name!r}" for row in sorted(page.unseen.rows) if row + 1 in rows]
        self.hidden += [f"{heading!r} of {name!r}" for heading, at in columns.items() if at in page.unseen.columns]
        inside = [(r, c) for r, c in sorted(page.unseen.formulas) if r + 1 in rows and c in used]
        self.formulas += [f"{sheet}!{column_letter(c)}{r + 1}" for r, c in inside]

    def tell(self, faults: Faults) -> None:
        """Merged cells are a fault, for all but the first read as empty; the others are warnings."""
        faults.add_each("merged cells in the table, of which only the first holds the value; split them", self.merged)
        faults.warn_each("hidden rows and columns are read as the others", self.hidden)
        usual = Counter(self.orders.values()).most_common(1)
        other = [repr(name) for name, order in self.orders.items() if order != usual[0][0]]
        faults.warn_each("the columns stand in another order than in the other sheets", other)
        counted = f"{len(self.formulas)} cells hold formulas; what they last came to is read"
        faults.warn_each(counted, self.formulas)
