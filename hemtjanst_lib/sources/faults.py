"""Gathering all faults and warnings of a file, so that they are told at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

import numpy as np
import pandas as pd

SHOWN = 5


def some(items: Iterable[object], shown: int = SHOWN) -> str:
    """List the first few, and say how many more there are."""
    texts = [str(item) for item in items]
    more = f" and {len(texts) - shown} more" if len(texts) > shown else ""
    return ", ".join(texts[:shown]) + more


def nearest(name: str, names: Sequence[str]) -> str:
    """Suggest the name that was probably meant, or nothing."""
    found = get_close_matches(name, names, n=1, cutoff=0.6)
    return f"; did you mean {found[0]!r}?" if found else ""


def marked(frame: pd.DataFrame) -> list[tuple[str, str]]:
    """List row and column of every cell that is true."""
    there = np.argwhere(frame.to_numpy(dtype=bool)).tolist()
    rows, columns = frame.index.tolist(), frame.columns.tolist()
    return [(str(rows[row]), str(columns[column])) for row, column in there]


def number_at(frame: Any, row: str, column: str) -> float:
    """Return one number of a table."""
    return float(frame.at[row, column])


def preview(rows: Sequence[Sequence[object]], first: int = 1, *, shown: int = 3, wide: int = 6) -> str:
    """Show the first filled cells of some rows, as text on one line each."""
    lines = []
    for number, row in enumerate(rows, first):
        filled = [str(cell)[:30] for cell in row if cell not in ("", None)]
        if filled:
            more = " | …" if len(filled) > wide else ""
            lines.append(f"row {number}: {' | '.join(filled[:wide])}{more}")
        if len(lines) == shown:
            break
    return "; ".join(lines) or "nothing but empty cells"


@dataclass
class Faults:
    """Faults stop the reading when all are gathered; warnings are kept beside the data."""

    fil: str
    faults: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def add(self, text: str) -> None:
        """Note a fault of the file."""
        self.faults.append(f"{self.fil}: {text}")

    def warn(self, text: str) -> None:
        """Note something that is read, but that a person should look at."""
        self.warnings.append(f"{self.fil}: {text}")

    def add_each(self, text: str, places: Iterable[object]) -> None:
        """Note one fault that stands in several places, if in any."""
        if listed := list(places):
            self.add(f"{text}: {some(listed)}")

    def warn_each(self, text: str, places: Iterable[object]) -> None:
        """Note one warning that stands in several places, if in any."""
        if listed := list(places):
            self.warn(f"{text}: {some(listed)}")
