"""Excel workbooks that people and screen readers find their way in: one real table a sheet, explained before it.

Numbers are numbers, codes are text, nothing is merged, hidden or left empty. The same content gives the same bytes.
The rules are those of the UK Government Analysis Function, "Releasing statistics in spreadsheets".
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from textwrap import wrap
from typing import Any, Literal

import pandas as pd
import xlsxwriter

from hemtjanst_lib import theme

MARK = "EXEMPELDATA – inte verkliga resultat"
A4 = 9
WIDEST, NARROWEST = 60, 10  # of a column, in characters
LINE = 15  # height of a line in points
BASE = {"font_name": "Arial", "font_size": 11, "valign": "top"}

Sort = Literal["text", "kod", "heltal", "poang", "skillnad", "tal", "andel"]
Cell = str | float | int
FORMATS: dict[Sort, dict[str, Any]] = {
    "text": {"text_wrap": True, "align": "left", "indent": 1},
    "kod": {"num_format": "@", "align": "left", "indent": 1},
    "heltal": {"num_format": "0", "align": "right"},
    "poang": {"num_format": "0.0", "align": "right"},
    "skillnad": {"num_format": "+0.0;\N{MINUS SIGN}0.0;0.0", "align": "right"},
    "tal": {"num_format": "0.0##", "align": "right"},
    "andel": {"num_format": "0.0 %", "align": "right"},
}


@dataclass(frozen=True)
class Kolumn:
    """A column: its heading, and what sort of values it holds. A number that is missing may be a text code."""

    namn: str
    sort: Sort = "text"


@dataclass(frozen=True)
class Blad:
    """A sheet with one table.

    Parameters
    ----------
    namn : str
        Of the sheet, at most 31 characters.
    tabell : str
        Name of the table object: letters, digits and underscores.
    om : tuple of str
        What a reader must know before the table, a line each.
    kolumner : sequence of Kolumn
    rader : sequence of rows
        As wide as ``kolumner``, at least one.
    """

    namn: str
    tabell: str
    om: tuple[str, ...]
    kolumner: Sequence[Kolumn]
    rader: Sequence[Sequence[Cell]]


@dataclass(frozen=True)
class Bok:
    """A workbook.

    Parameters
    ----------
    titel : str
    omslag : tuple of str
        What its cover says, a line each.
    blad : sequence of Blad
    ar : int
        The year that dates it.
    exempeldata : bool
        Whether the data are invented.
    omslagsblad : str
        Name of the cover's sheet.
    kort : bool
        True for a book of few sheets: the cover links to them without a sheet of contents, and the mark of invented
        data shares a line with what is said before the table, which stands in row 3 whatever the data.
    """

    titel: str
    omslag: tuple[str, ...]
    blad: Sequence[Blad]
    ar: int
    exempeldata: bool
    omslagsblad: str = "Om boken"
    kort: bool = False


def rader(table: pd.DataFrame) -> list[list[Cell]]:
    """Take a table's rows as cells; whole numbers become int, nothing may be missing.

    Raises
    ------
    ValueError
        If a cell is missing: it needs a code that says why.
    """
    if table.isna().to_numpy().any():
        empty = [str(name) for name in table.columns[table.isna().any().to_numpy()]]
        raise ValueError(f"cells without value or code in {', '.join(empty)}")
    return [[_cell(value) for value in row] for row in table.astype(object).to_numpy().tolist()]


def _cell(value: Any) -> Cell:
    if isinstance(value, bool):
        return "ja" if value else "nej"
    return value if isinstance(value, str | int | float) else str(value)


def as_xlsx(bok: Bok) -> bytes:
    """Write a workbook: cover, contents unless it is short, then a sheet for each table."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_urls": False, "strings_to_formulas": False})
    subject = MARK if bok.exempeldata else ""
    created = datetime(bok.ar, 1, 1)
    book.set_properties({"title": bok.titel, "author": "Hemtjänstindex", "created": created, "subject": subject})
    styles = _Styles(book)
    _cover(book, styles, bok)
    for blad in bok.blad if bok.kort else (_contents(bok), *bok.blad):
        _sheet(book, styles, bok, blad)
    book.close()
    return stream.getvalue()


class _Styles:
    """The cell formats of a workbook."""

    def __init__(self, book: Any) -> None:
        self.title = book.add_format({**BASE, "bold": True, "font_size": 16, "font_color": theme.DEFAULT.egen})
        self.head = book.add_format({**BASE, "bold": True, "text_wrap": True, "bottom": 2})
        self.text = book.add_format({**BASE, "text_wrap": True})
        self.link = book.add_format({**BASE, "underline": 1, "font_color": theme.DEFAULT.egen})
        self.of = {sort: book.add_format({**BASE, **extra}) for sort, extra in FORMATS.items()}


def _contents(bok: Bok) -> Blad:
    rows: list[list[Cell]] = [[blad.namn, blad.om[0], len(blad.rader)] for blad in bok.blad]
    columns = [Kolumn("Blad", "kod"), Kolumn("Innehåll"), Kolumn("Antal rader", "heltal")]
    return Blad("Innehåll", "Innehall", ("Alla blad i boken, med länk till vart och ett.",), columns, rows)


def _cover(book: Any, styles: _Styles, bok: Bok) -> None:
    cover = book.add_worksheet(bok.omslagsblad)
    cover.set_column(0, 0, 95)
    cover.hide_gridlines(2)
    lines = [bok.titel, *([MARK] if bok.exempeldata else []), *bok.omslag]
    for y, line in enumerate(lines):
        cover.write_string(y, 0, line, styles.title if y == 0 else styles.text)
    links = {blad.namn: f"bladet {blad.namn}" for blad in bok.blad} if bok.kort else {"Innehåll": "innehållet"}
    for y, (sheet, called) in enumerate(links.items(), start=len(lines)):
        cover.write_url(y, 0, f"internal:'{sheet}'!A1", styles.link, f"Gå till {called}")
    cover.set_paper(A4)
    cover.fit_to_pages(1, 0)


def _sheet(book: Any, styles: _Styles, bok: Bok, blad: Blad) -> None:
    page = book.add_worksheet(blad.namn)
    page.set_row(0, 1.7 * LINE)
    page.write_string(0, 0, f"{blad.namn} – {bok.titel}", styles.title)
    lines = _before_table(bok, blad)
    plain = book.add_format(BASE)  # not wrapped: the first column may be narrow
    for y, line in enumerate(lines, start=1):
        page.write_string(y, 0, line, plain)
    top = len(lines) + 1
    _table(page, styles, blad, top)
    if blad.namn == "Innehåll":
        for y, row in enumerate(blad.rader, start=top + 1):
            page.write_url(y, 0, f"internal:'{row[0]}'!A1", styles.link, str(row[0]))
    page.freeze_panes(top + 1, 0)
    page.repeat_rows(top)
    page.set_paper(A4)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.set_footer(f"&L{MARK if bok.exempeldata else ''}&RSida &P av &N")


def _before_table(bok: Bok, blad: Blad) -> list[str]:
    if not bok.exempeldata:
        return list(blad.om)
    return [f"{MARK}. {' '.join(blad.om)}"] if bok.kort else [MARK, *blad.om]


def _table(page: Any, styles: _Styles, blad: Blad, top: int) -> None:
    heads = [{"header": column.namn, "header_format": styles.head} for column in blad.kolumner]
    about = {"name": blad.tabell, "style": "Table Style Light 1", "columns": heads}
    page.add_table(top, 0, top + len(blad.rader), len(blad.kolumner) - 1, about)
    widths = [_width(column, [row[x] for row in blad.rader]) for x, column in enumerate(blad.kolumner)]
    page.set_row(top, LINE * _lines([column.namn for column in blad.kolumner], [width - 4 for width in widths]))
    for y, row in enumerate(blad.rader, start=top + 1):
        page.set_row(y, LINE * _lines(row, widths))
        for x, (value, column) in enumerate(zip(row, blad.kolumner, strict=True)):
            write = page.write_string if isinstance(value, str) else page.write_number
            write(y, x, value, styles.of[column.sort])
    for x, width in enumerate(widths):
        page.set_column(x, x, width)


def _width(column: Kolumn, values: Sequence[Cell]) -> int:
    shown = [value if isinstance(value, str) else f"{value:.1f}" for value in values]
    longest = max((len(text) for text in shown), default=0)
    word = max(map(len, column.namn.split())) + 5  # the filter's arrow takes its place
    return min(WIDEST, max(NARROWEST, longest + 3, word))


def _lines(row: Sequence[Cell], widths: Sequence[int]) -> int:
    """How many lines the row's longest text takes when it is wrapped; not every program counts them itself."""
    texts = zip(row, widths, strict=True)
    return max(len(wrap(value, width)) or 1 if isinstance(value, str) else 1 for value, width in texts)
