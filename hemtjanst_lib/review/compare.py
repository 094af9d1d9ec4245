"""Two editions of a report side by side: paired cell by cell, changed words and numbers known."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Literal

from hemtjanst_lib.edits.worddiff import Piece, word_diff
from hemtjanst_lib.review.content import Line, by_cell

Kind = Literal["lika", "andrad", "ny", "borta"]
_NUMBER = re.compile(r"\d")


@dataclass(frozen=True)
class Row:
    """A line of the old edition beside its line in the new.

    Parameters
    ----------
    cell : str
        Where it stands.
    kind : {"lika", "andrad", "ny", "borta"}
        The same, changed, new or gone.
    old, new : tuple of Piece
        The words in pieces; empty on the side that has no such line.
    level : int
        A heading's level, 0 for all else.
    """

    cell: str
    kind: Kind
    old: tuple[Piece, ...]
    new: tuple[Piece, ...]
    level: int = 0

    @property
    def numbers(self) -> bool:
        """Whether a number is among what has changed."""
        return any(kind != "lika" and _NUMBER.search(text) for kind, text in (*self.old, *self.new))


@dataclass(frozen=True)
class Section:
    """What stands under one heading."""

    title: str
    rows: tuple[Row, ...]

    @property
    def changed(self) -> tuple[Row, ...]:
        """The lines that are not the same."""
        return tuple(row for row in self.rows if row.kind != "lika")


def compare(old: Sequence[Line], new: Sequence[Line]) -> list[Row]:
    """Pair the lines of two editions.

    Lines of a cell are compared with that cell's alone, so that a sentence which moved to another place is seen.
    """
    before, after = by_cell(old), by_cell(new)
    return [row for cell in _order(list(before), list(after)) for row in _rows(cell, before, after)]


def _order(old: list[str], new: list[str]) -> list[str]:
    """Order the cells as the new edition has them, with those that are gone where they stood."""
    found: list[str] = []
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        found += [cell for cell in old[a:b] if what != "equal" and cell not in new]
        found += [cell for cell in new[c:d] if cell not in found]
    return found


def _rows(cell: str, before: dict[str, list[Line]], after: dict[str, list[Line]]) -> Iterator[Row]:
    old, new = before.get(cell, []), after.get(cell, [])
    matcher = SequenceMatcher(None, [line.text for line in old], [line.text for line in new], autojunk=False)
    for what, a, b, c, d in matcher.get_opcodes():
        for one, other in zip_longest(old[a:b], new[c:d]):
            yield _row(cell, one, other, same=what == "equal")


def _row(cell: str, old: Line | None, new: Line | None, *, same: bool) -> Row:
    if new is None:
        assert old is not None
        return Row(cell, "borta", (("bort", old.text),), (), old.level)
    if old is None:
        return Row(cell, "ny", (), (("nytt", new.text),), new.level)
    if same and old.level == new.level:
        return Row(cell, "lika", (("lika", old.text),), (("lika", new.text),), new.level)
    pieces = word_diff(old.text, new.text)
    left = tuple(piece for piece in pieces if piece[0] != "nytt")
    right = tuple(piece for piece in pieces if piece[0] != "bort")
    return Row(cell, "andrad", left, right, new.level)


def sections(rows: Sequence[Row]) -> list[Section]:
    """Group rows under the headings of the two highest levels."""
    found: list[tuple[str, list[Row]]] = [("Omslag", [])]
    for row in rows:
        if 0 < row.level <= 2:
            found.append(("".join(text for _, text in row.new or row.old), []))
        found[-1][1].append(row)
    return [Section(title, tuple(group)) for title, group in found if group]
