"""A workbook as sheets of rows, to be spoiled and written again."""

from __future__ import annotations

import io
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter
from python_calamine import load_workbook


@dataclass(frozen=True)
class Formula:
    """A formula and the value that Excel last computed; None when it never did."""

    text: str
    value: Any = None


@dataclass(frozen=True)
class Formatted:
    """A number with a number format, such as 0 %."""

    value: float
    form: str


@dataclass
class Sheet:
    """Rows of cells, and what is hidden and merged; rows and columns counted from 0."""

    name: str
    rows: list[list[Any]]
    hidden: bool = False
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)


@dataclass
class Book:
    """Sheets in order."""

    sheets: list[Sheet]

    def __getitem__(self, name: str) -> Sheet:
        return next(sheet for sheet in self.sheets if sheet.name == name)

    def copy(self) -> Book:
        """Return a copy that can be changed."""
        return Book([Sheet(sheet.name, [row[:] for row in sheet.rows]) for sheet in self.sheets])


def read(path: Path) -> Book:
    """Read a workbook's values."""
    book = load_workbook(str(path))
    sheets = []
    for name in book.sheet_names:
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        sheets.append(Sheet(name, [[None if cell == "" else cell for cell in row] for row in rows]))
    return Book(sheets)


def write(book: Book) -> bytes:
    """Write a workbook; the same book gives the same bytes."""
    stream = io.BytesIO()
    out = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_numbers": False})
    out.set_properties({"created": __import__("datetime").datetime(2024, 11, 1)})
    formats: dict[str, Any] = {}

    def form(name: str) -> Any:
        if name not in formats:
            formats[name] = out.add_format({"num_format": name})
        return formats[name]

    for sheet in book.sheets:
        page = out.add_worksheet(sheet.name)
        for number, row in enumerate(sheet.rows):
            for column, cell in enumerate(row):
                _put(page, number, column, cell, form)
            if number in sheet.hidden_rows:
                page.set_row(number, None, None, {"hidden": True})
        for column in sheet.hidden_columns:
            page.set_column(column, column, None, None, {"hidden": True})
        for area in sheet.merged:
            page.merge_range(*area, "")
            _put(page, area[0], area[1], sheet.rows[area[0]][area[1]], form)
        if sheet.hidden:
            page.hide()
    if book.sheets[0].hidden:
        out.worksheets()[-1].activate()
        out.worksheets()[-1].set_first_sheet()
    out.close()
    return stream.getvalue()


def _put(page: Any, row: int, column: int, cell: Any, form: Any) -> None:
    if cell is None:
        return
    if isinstance(cell, Formula):
        page.write_formula(row, column, cell.text, None, "" if cell.value is None else cell.value)
    elif isinstance(cell, Formatted):
        page.write_number(row, column, cell.value, form(cell.form))
    elif isinstance(cell, bool):
        page.write_boolean(row, column, cell)
    elif isinstance(cell, date):
        page.write_datetime(row, column, cell, form("yyyy-mm-dd"))
    elif isinstance(cell, str):
        page.write_string(row, column, cell)
    else:
        page.write_number(row, column, cell)


def copied(sheet: Sheet) -> Sheet:
    """Return a whole copy of a sheet, with what is hidden and merged."""
    return deepcopy(sheet)
