"""How wide a PDF table's columns are, said beforehand: Typst measures every cell once more for each thing left open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hemtjanst_lib.export.document import Inlines, Table, Text, plain

NARROW = 14  # characters: a column of such short words keeps them on one line
FIRST = 36  # characters: the headings of a wide table's rows get no more than this
WIDE = 6  # columns from which a table shares the whole line among all of them
LINES = 2  # of prose in a cell of a wide table, as far as there is room
LONGEST = 20  # characters: a longer word is hyphenated, and a cell of more takes several lines

LINE = 459.0  # points between the margins
SIZE = 9.5  # points, the type size of tables
AIR = 12.0  # points beside a cell's words, both sides together
MEAN = 0.5  # of the type size: the width of most letters
SPARE = 1.1  # how much more than the line columns may be reckoned to need: `points` says more than they do
BOLD = 1.06  # how much wider semibold is
_NARROW_SIGNS, _WIDE_SIGNS = frozenset("iljtfrI.,:;'|-()[]! /\N{NO-BREAK SPACE}"), frozenset("mwMWÆ@%—…&")


@dataclass(frozen=True)
class Layout:
    """A table's columns: ``shares`` of the line (0: what it needs), or ``widths`` in points where they are known.

    ``low`` names the rows that take one line for certain; ``hyphenate`` is True for the columns that have
    too little room for some word.
    """

    shares: list[float]
    widths: list[float] | None
    low: list[bool]
    hyphenate: list[bool]

    def as_dict(self) -> dict[str, Any]:
        """Return the parts as plain JSON types."""
        return {"shares": self.shares, "widths": self.widths, "low": self.low, "hyphenate": self.hyphenate}


def lay_out(table: Table, *, whole_line: bool) -> Layout:
    """Choose the columns; widths are left open where the table may be nested or its columns would not have room."""
    count = range(len(table.columns))
    shares = _wide_shares(table) if len(count) >= WIDE else [_share(table, x) for x in count]
    widths = _widths(table, shares) if whole_line else None
    if widths is None:
        return Layout(shares, None, [False] * len(table.rows), [True for _ in count])
    room = [width - AIR for width in widths]
    low = [_fits(row, room, bold=y in table.own) for y, row in enumerate(table.rows)]
    return Layout(shares, widths, low, [_crowded(table, x, room[x]) for x in count])


def _crowded(table: Table, x: int, room: float) -> bool:
    return any(points(word) * BOLD > room for row in table.rows for word in plain(row[x]).split(" "))


def points(text: str) -> float:
    """Return a width in points that ``text`` does not exceed in a table, set in the theme's typeface."""
    return SIZE * sum(_em(sign) for sign in text)


def _em(sign: str) -> float:
    if sign in _NARROW_SIGNS:
        return 0.36
    if sign in _WIDE_SIGNS or ord(sign) > 0x2212:
        return 0.9
    return 0.68 if sign.isupper() else 0.57


def _widths(table: Table, shares: list[float]) -> list[float] | None:
    """Give each column that takes what it needs just that, and share the rest; None when the rest is too little."""
    fixed = [_needed(table, x) if share == 0 else 0.0 for x, share in enumerate(shares)]
    rest, total = LINE - sum(fixed), sum(shares)
    if rest < 0 or (total and rest < LINE / 4):
        return None
    return [round(width or rest * share / total, 2) for width, share in zip(fixed, shares, strict=True)]


def _needed(table: Table, x: int) -> float:
    cells = max((points(plain(row[x])) for row in table.rows), default=0.0)
    return AIR + BOLD * max(cells, points(plain(table.columns[x].title)))


def _fits(row: tuple[Inlines, ...], room: list[float], *, bold: bool) -> bool:
    plainly = all(isinstance(part, Text) and "\n" not in part.text for cell in row for part in cell)
    weight = BOLD if bold else 1.0
    return plainly and all(points(plain(cell)) * weight <= space for cell, space in zip(row, room, strict=False))


def _share(table: Table, x: int) -> float:
    """Return a column's share of the line by how much it says; 0 for one that takes just what it needs."""
    if table.columns[x].sort == "tal":
        return 0.0
    lengths = [len(plain(row[x])) for row in table.rows] or [0]
    if x > 0 and max(lengths) <= NARROW:
        return 0.0
    return min(40.0, max(10.0 if x else 20.0, sum(lengths) / len(lengths), max(lengths) / 2))


def _wide_shares(table: Table) -> list[float]:
    """Share the line among many columns: each gets its longest word, and those that say more share the rest."""
    columns = [[plain(row[x]) for row in table.rows] or [""] for x in range(len(table.columns))]
    heads = [plain(column.title) for column in table.columns]
    words = [AIR + _longest_word([head, *cells]) for head, cells in zip(heads, columns, strict=True)]
    whole = [_whole(cells, word) for cells, word in zip(columns, words, strict=True)]
    least = next((tried for tried in (whole, [whole[0], *words[1:]]) if sum(tried) <= LINE * SPARE), words)
    wanted = [AIR + SIZE * MEAN * _characters(cells, first=x == 0) for x, cells in enumerate(columns)]
    more = [max(0.1, much - little) for much, little in zip(wanted, least, strict=True)]
    rest = max(0.0, LINE - sum(least))
    return [round(little + rest * extra / sum(more), 2) for little, extra in zip(least, more, strict=True)]


def _whole(cells: list[str], word: float) -> float:
    """Return the room of a column's longest cell when all are short, so that names stay whole; else that of a word."""
    short = max(map(len, cells)) <= LONGEST
    return max(word, AIR + BOLD * max(map(points, cells))) if short else word


def _longest_word(texts: list[str]) -> float:
    return BOLD * max(points(word[:LONGEST]) for text in texts for word in text.split(" "))


def _characters(cells: list[str], *, first: bool) -> float:
    """Return how many characters of a line a column would have."""
    room = FIRST if first else max(NARROW, sum(map(len, cells)) / len(cells) / LINES)
    return min(max(map(len, cells)), room)
