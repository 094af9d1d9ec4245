"""A small invented country to spoil: seven kommuner, one year, and hands to change its files with."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import yaml

from hemtjanst_lib.files import sha256
from hemtjanst_lib.sources.cards import card_path

AR = 2024
# Upplands Väsby (Stockholms län), Norrtälje, Sigtuna, Torsås, Gotland, Bjurholm (too few answers), Eslöv
KODER = ("0114", "0188", "0191", "0834", "0980", "1285", "2403")
BU, EU, KA, EH = "brukarundersokningen", "enhetsundersokningen", "kommunenkat_aldreomsorg", "kommunenkat_ehalsa"
RESULTAT = "Resultat"


def raw(data: Path, kalla: str, pattern: str = "*.xlsx") -> Path:
    """Return the one raw file of a source that matches."""
    (path,) = sorted((data / "raw" / str(AR) / kalla).glob(pattern))
    return path


def sign(path: Path) -> None:
    """Write the hash of the file as it is now into its card."""
    card = card_path(path)
    content = yaml.safe_load(card.read_text(encoding="utf-8"))
    card.write_text(yaml.safe_dump({**content, "sha256": sha256(path)}, allow_unicode=True), encoding="utf-8")


def edit(path: Path, blad: str, change: Callable[[Any], None]) -> None:
    """Change a sheet of a workbook (an openpyxl worksheet), and sign the file."""
    book = openpyxl.load_workbook(path)
    change(book[blad])
    book.save(path)
    sign(path)


def set_cell(path: Path, blad: str, cell: str, value: object) -> None:
    """Put a value in a cell."""
    edit(path, blad, lambda sheet: sheet.__setitem__(cell, value))


def row_of(path: Path, blad: str, column: str, value: object, *, first: int = 1) -> int:
    """Return the first row from ``first`` on where a column holds a value."""
    sheet = openpyxl.load_workbook(path)[blad]
    return next(row for row in range(first, sheet.max_row + 1) if sheet[f"{column}{row}"].value == value)


def change_text(path: Path, old: str, new: str, count: int = 1) -> None:
    """Replace text in a file, and sign it."""
    content = path.read_text(encoding="utf-8-sig")
    assert old in content
    path.write_text(content.replace(old, new, count), encoding="utf-8-sig" if path.suffix == ".csv" else "utf-8")
    sign(path)
