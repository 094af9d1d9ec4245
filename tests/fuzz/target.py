"""A raw file about to be spoiled: its bytes, and its table whatever the format."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from hemtjanst_lib.sources.layout import Fil
from hemtjanst_lib.sources.workbook import plain

from . import book
from .land import KINDS, Kind

Rows = list[list[Any]]


@dataclass
class Table:
    """The rows of one table and what its columns are.

    Attributes
    ----------
    rows : list of lists
        All rows, titles and headings among them; change them in place or put others.
    head : int
        Row of the headings, from 0.
    kod, namn, antal : int or None
        Columns of code, name and number of answers.
    varden : list of int
        Columns of values.
    """

    rows: Rows
    head: int
    kod: int | None
    namn: int | None
    antal: int | None
    varden: list[int]
    fil: Fil
    ar: int

    @property
    def body(self) -> Rows:
        """Return the rows under the headings (the lists themselves)."""
        return self.rows[self.head + 1 :]

    def column(self, heading: str) -> int | None:
        """Return where a heading stands."""
        head = [plain(cell) for cell in self.rows[self.head]]
        return head.index(heading) if heading in head else None

    def read(self) -> list[int]:
        """Rows (numbers into ``rows``) that are read: this year, kommuner, totals."""
        found = []
        for number, row in enumerate(self.rows[self.head + 1 :], self.head + 1):
            columns = [(self.column(f.kolumn), f.behall) for f in self.fil.rader]
            filled = sum(cell not in (None, "") for cell in row) > 2
            if filled and all(c is not None and plain(row[c]) in keep for c, keep in columns):
                found.append(number)
        return found

    def some(self, part: float = 0.4) -> int:
        """Return a row that is read and has values, some way down."""
        rows = self.read()
        start = int(len(rows) * part)
        good = [n for n in rows[start:] + rows[:start] if all(self.has_value(n, c) for c in self.varden)]
        return good[0] if good else rows[start]

    def has_value(self, row: int, column: int) -> bool:
        """Whether a cell holds an answer and no marker."""
        return plain(self.rows[row][column]) not in {"", "..", ".", "-", "None", "Uppgift saknas", "Ej aktuellt"}

    def numeric(self) -> list[int]:
        """Columns of values that hold numbers."""
        row = self.rows[self.some()]
        return [c for c in self.varden if isinstance(row[c], int | float) or plain(row[c]).replace(".", "").isdigit()]


@dataclass(frozen=True)
class Target:
    """One raw file of one year."""

    kind: Kind
    ar: int
    data: Path

    @property
    def fil(self) -> Fil:
        """The reading's layout."""
        found = self.kind.layout(self.ar)
        assert found is not None
        return found

    @property
    def path(self) -> Path:
        """The undisturbed file."""
        found = self.kind.path(self.ar, self.data)
        assert found is not None
        return found

    @property
    def form(self) -> str:
        """``xlsx``, ``csv`` or ``json``."""
        return self.path.suffix[1:]

    @property
    def content(self) -> bytes:
        """Return the undisturbed bytes."""
        return _bytes(self.path)

    def rng(self, name: str) -> np.random.Generator:
        """Return a stream of draws for one mutation of this file."""
        return np.random.default_rng([self.ar, *f"{self.kind.name}:{name}".encode()])

    def other(self, ar: int) -> Path | None:
        """Return the same kind of file of another year."""
        return self.kind.path(ar, self.data)

    @property
    def sheet(self) -> str:
        """The sheet that is spoiled (the third of many)."""
        names = [sheet.name for sheet in _book(self.path).sheets]
        return self.fil.blad or names[3]

    def table(self) -> Table:
        """Return the file's table, to be spoiled."""
        rows = {"xlsx": self._sheet_rows, "csv": self._csv_rows, "json": self._posts}[self.form]()
        return _table(self.fil, rows, self.ar, self.form)

    def change(self, spoil: Callable[[Table], Rows | None]) -> bytes | None:
        """Spoil the table and return the file's new bytes; None when the mutation does not apply."""
        table = self.table()
        before = [row[:] for row in table.rows]
        rows = spoil(table)
        return None if rows is None or rows == before else self.written(rows)

    def written(self, rows: Rows) -> bytes:
        """Return the file with other rows in its table."""
        if self.form == "csv":
            return csv_bytes(rows)
        return self.json(rows) if self.form == "json" else self.with_sheet(lambda sheet: setattr(sheet, "rows", rows))

    def with_sheet(self, change: Callable[[book.Sheet], None]) -> bytes:
        """Return the workbook with its sheet changed."""
        copy = self.book()
        change(copy[self.sheet])
        return book.write(copy)

    def book(self) -> book.Book:
        """Return a copy of the workbook."""
        return _book(self.path).copy()

    def page(self) -> dict[str, Any]:
        """Return a copy of the page of JSON."""
        found: dict[str, Any] = json.loads(self.content)
        return found

    def _sheet_rows(self) -> Rows:
        return [row[:] for row in _book(self.path)[self.sheet].rows]

    def _csv_rows(self) -> Rows:
        return [list(row) for row in csv.reader(io.StringIO(self.content.decode("utf-8-sig")), delimiter=";")]

    def _posts(self) -> Rows:
        posts = self.page()["values"]
        values = [[part["value"] for part in post["values"]] for post in posts]
        keys = [[post["kpi"], post["municipality"], post["period"]] for post in posts]
        return [["kpi", "municipality", "period", "K", "M", "T"], *(a + b for a, b in zip(keys, values, strict=True))]

    def json(self, rows: Rows) -> bytes:
        """Return the page with other posts: one a row, one key a heading."""
        page, head = self.page(), rows[0]
        genders = [i for i, name in enumerate(head) if i > 2]
        page["values"] = [
            {
                **{str(head[i]): row[i] for i in range(min(3, len(row), len(head)))},
                "values": [
                    {"gender": head[i], "count": 1, "status": "", "value": row[i], "isdeleted": False}
                    for i in genders
                    if i < len(row)
                ],
            }
            for row in rows[1:]
        ]
        return (json.dumps(page, ensure_ascii=False, indent=1) + "\n").encode()


def csv_bytes(rows: Rows, sep: str = ";") -> bytes:
    """Return rows as CSV with a byte order mark."""
    text = "\r\n".join(sep.join("" if cell is None else str(cell) for cell in row) for row in rows)
    return ("\ufeff" + text + "\r\n").encode("utf-8")


@lru_cache(maxsize=64)
def _bytes(path: Path) -> bytes:
    return path.read_bytes()


@lru_cache(maxsize=8)
def _book(path: Path) -> book.Book:
    return book.read(path)


def _table(fil: Fil, rows: Rows, ar: int, form: str) -> Table:
    head = fil.rubrikrad - 1 if form == "xlsx" else 0
    names = [plain(cell) for cell in rows[head]]

    def place(heading: str | None) -> int | None:
        return names.index(heading) if heading in names else None

    values = [place(fil.varde)] if fil.form == "lista" else [place(h) for g in fil.varden for h in g.kolumner]
    kod = 1 if form == "json" else place(fil.kod)
    varden = [5] if form == "json" else [column for column in values if column is not None]
    return Table(rows, head, kod, place(fil.namn), place(fil.antal.kolumn if fil.antal else None), varden, fil, ar)


def targets(ar: int, data: Path) -> list[Target]:
    """All kinds of files that a year has."""
    return [Target(kind, ar, data) for kind in KINDS if kind.path(ar, data)]


__all__ = ["Rows", "Table", "Target", "csv_bytes", "targets"]
