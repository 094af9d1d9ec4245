"""Writing raw files with the same bytes every time, each with its card."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import xlsxwriter

from hemtjanst_lib.files import write_atomic
from hemtjanst_lib.sources import write_card

MARK = "EXEMPELDATA – påhittade värden, inte verkliga resultat"
UTGIVARE = "Hemtjänstindex arbetsbänk (exempeldata)"


class Book:
    """An xlsx workbook in memory, dated by its year."""

    def __init__(self, ar: int, titel: str) -> None:
        self._stream = io.BytesIO()
        self._book = xlsxwriter.Workbook(self._stream, {"in_memory": True, "strings_to_numbers": False})
        self._book.set_properties({"title": titel, "comments": MARK, "created": datetime(ar, 11, 1)})

    def sheet(self, name: str, rows: Iterable[Sequence[Any]]) -> None:
        """Add a sheet of rows from A1; None is an empty cell."""
        sheet = self._book.add_worksheet(name)
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, str):
                    sheet.write_string(number, column, cell)
                elif cell is not None:
                    sheet.write_number(number, column, cell)

    def content(self) -> bytes:
        """Return the finished file."""
        self._book.close()
        return self._stream.getvalue()


def put(path: Path, content: bytes, *, ar: int, namn: str, insamling: str) -> None:
    """Write a raw file and its card."""
    write_atomic(path, content)
    write_card(
        path,
        utgivare=UTGIVARE,
        namn=f"{namn} (EXEMPELDATA)",
        hamtad=f"{ar}-11-04",
        insamling=insamling,
        exempeldata=True,
    )


@dataclass(frozen=True)
class Area:
    """A row's subject in a table of areas: its kind, code and name, and the rows of the units that are its own."""

    niva: str
    kod: str
    namn: str
    own: np.ndarray


def areas(
    kommuner: pd.DataFrame, rad: np.ndarray, *, riket: str, silent: np.ndarray, delar: Mapping[str, int]
) -> list[Area]:
    """List riket, the län, the kommuner and the stadsdelar of some.

    Parameters
    ----------
    rad : array
        Each unit's row in ``kommuner``, rising.
    riket : str
        What the whole country is called in this file.
    silent : array of bool
        Kommuner whose units are left out.
    delar : mapping from kommunkod to number of stadsdelar
    """
    lanskod = kommuner["lanskod"].to_numpy()
    first = np.searchsorted(rad, np.arange(len(kommuner) + 1))
    out = [Area(riket, "00", "Riket", np.arange(len(rad)))]
    for kod, namn in sorted(dict(zip(lanskod.tolist(), kommuner["lan"].tolist(), strict=True)).items()):
        out.append(Area("Län", kod, namn, np.flatnonzero(lanskod[rad] == kod)))
    for number, (kod, namn) in enumerate(zip(kommuner.index.tolist(), kommuner["namn"].tolist(), strict=True)):
        own = np.arange(first[number], first[number if silent[number] else number + 1])
        out.append(Area("Kommun", kod, namn, own))
        for part in range(delar.get(kod, 0)):
            mine = own[own % delar[kod] == part]
            out.append(Area("Stadsdel", kod, f"{namn}, stadsdelsområde {part + 1}", mine))
    return out


def csv_text(rows: Iterable[Sequence[str]]) -> bytes:
    """Return rows as CSV with semicolons, UTF-8 with a byte order mark, as Excel saves it in Sweden."""
    lines = ";".join
    return ("\ufeff" + "\r\n".join(lines(row) for row in rows) + "\r\n").encode("utf-8")


def padded(rows: list[list[Any]], headings: list[Any], *, header_row: int) -> list[list[Any]]:
    """Put title rows above the headings so that these stand in ``header_row``."""
    return [*rows, *([[]] * (header_row - 1 - len(rows))), headings]
