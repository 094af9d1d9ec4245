"""The ranking list as an Excel workbook that people and screen readers can find their way in."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import xlsxwriter

from hemtjanst_lib import theme
from hemtjanst_lib.delivery.ranking import Rankinglista
from hemtjanst_lib.delivery.ranking_files import Cell, columns, rows

MARK = "EXEMPELDATA – inte verkliga resultat"
A4 = 9


@dataclass(frozen=True)
class Sheet:
    """A sheet with one table; ``formats`` has one cell format a column, ``table`` is the table object's name."""

    name: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    formats: Sequence[Any]
    table: str


def as_xlsx(lista: Rankinglista) -> bytes:
    """Write the workbook: a cover that explains, the list as one real table, and the marks as another.

    Numbers are numbers, codes are text, nothing is merged or left empty, and every sheet has its title in A1. The same
    list gives the same bytes.
    """
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    book.set_properties(
        {"title": lista.titel, "author": "Hemtjänstindex", "created": datetime(lista.ar, 1, 1), "subject": _mark(lista)}
    )
    styles = _Styles(book)
    sheets = [_list_sheet(styles, lista), _marks_sheet(styles, lista)]
    _write_cover(book, styles, lista, sheets)
    for sheet in sheets:
        _write_sheet(book, styles, lista, sheet)
    book.close()
    return stream.getvalue()


def _mark(lista: Rankinglista) -> str:
    return MARK if lista.exempeldata else ""


class _Styles:
    """The few cell formats of the workbook."""

    def __init__(self, book: Any) -> None:
        base = {"font_name": "Arial", "font_size": 11, "valign": "top"}
        self.title = book.add_format({**base, "bold": True, "font_size": 16, "font_color": theme.DEFAULT.egen})
        self.head = book.add_format({**base, "bold": True, "text_wrap": True, "bottom": 2})
        self.text = book.add_format({**base, "text_wrap": True})
        self.code = book.add_format({**base, "num_format": "@"})
        self.whole = book.add_format({**base, "num_format": "0", "align": "right"})
        self.points = book.add_format({**base, "num_format": "0.0", "align": "right"})
        self.signed = book.add_format({**base, "num_format": "+0.0;\N{MINUS SIGN}0.0;0.0", "align": "right"})

    def of(self, column: str) -> Any:
        """Return the format of a column of the list."""
        if column.startswith("Placering"):
            return self.whole
        if column.startswith("Hemtjänstindex"):
            return self.points
        return self.signed if column.startswith("Förändring") else self.code


def _list_sheet(styles: _Styles, lista: Rankinglista) -> Sheet:
    names = columns(lista)
    return Sheet("Rankinglista", names, rows(lista), [styles.of(name) for name in names], f"Rankinglista{lista.ar}")


def _marks_sheet(styles: _Styles, lista: Rankinglista) -> Sheet:
    formats = [styles.code, styles.text]
    return Sheet("Förklaringar", ["Tecken", "Betydelse"], lista.forklaringar, formats, "Forklaringar")


def _write_cover(book: Any, styles: _Styles, lista: Rankinglista, sheets: Sequence[Sheet]) -> None:
    cover = book.add_worksheet("Om listan")
    cover.set_column(0, 0, 90)
    cover.hide_gridlines(2)
    lines = [
        lista.titel,
        *([MARK] if lista.exempeldata else []),
        "Listan visar hemtjänstens kvalitet i Sveriges kommuner ur seniorernas perspektiv. Plats 1 är högst.",
        "Index går från 0 till 100 och visas med en decimal. Placering och resultat bygger på det oavrundade indexet.",
        *([lista.jamforelse] if lista.jamforelse else []),
        "Bladet Rankinglista har en rad per kommun. Bladet Förklaringar har alla tecken och koder.",
    ]
    for y, line in enumerate(lines):
        cover.write_string(y, 0, line, styles.title if y == 0 else styles.text)
    for y, sheet in enumerate(sheets, start=len(lines)):
        cover.write_url(y, 0, f"internal:'{sheet.name}'!A1", string=f"Gå till bladet {sheet.name}")


def _write_sheet(book: Any, styles: _Styles, lista: Rankinglista, sheet: Sheet) -> None:
    page = book.add_worksheet(sheet.name)
    page.write_string(0, 0, f"{lista.titel}, {sheet.name.lower()}", styles.title)
    about = f"Bladet har en tabell med {len(sheet.rows)} rader och {len(sheet.columns)} kolumner."
    page.write_string(1, 0, f"{MARK}. {about}" if lista.exempeldata else about)
    _write_table(page, styles, sheet, top=2)
    page.freeze_panes(3, 0)
    page.repeat_rows(2)
    page.set_paper(A4)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.set_footer(f"&L{_mark(lista)}&RSida &P av &N")


def _write_table(page: Any, styles: _Styles, sheet: Sheet, top: int) -> None:
    heads = [{"header": text, "header_format": styles.head} for text in sheet.columns]
    about = {"name": sheet.table, "style": "Table Style Light 1", "columns": heads}
    page.add_table(top, 0, top + len(sheet.rows), len(sheet.columns) - 1, about)
    for y, row in enumerate(sheet.rows, start=top + 1):
        for x, value in enumerate(row):
            write = page.write_string if isinstance(value, str) else page.write_number
            write(y, x, value, sheet.formats[x])
    for x, text in enumerate(sheet.columns):
        page.set_column(x, x, _width(text, [row[x] for row in sheet.rows]))


def _width(name: str, values: Sequence[Cell]) -> int:
    longest = max((len(str(value)) for value in values), default=0)
    return min(70, max(12, longest + 2, max(map(len, name.split())) + 4))
