"""What a new edition of a package changed: the figures of two data books, side by side."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from hemtjanst_lib.export.databok.omrakning import Bladen
from hemtjanst_lib.language import tal

# Sheet, the columns that name a row, the columns compared and how many decimals they are shown with.
JAMFORDA = (
    ("Index", ["År"], {"Hemtjänstindex": 1, "Kommungenomsnitt": 1, "Placering": 0, "Resultatklass": 0}),
    ("Delindex", ["År", "Delindex"], {"Poäng": 1, "Placering": 0}),
    ("Kvalitetsområden", ["Kvalitetsområde"], {"Poäng": 1, "Placering": 0}),
    ("Indikatorer", ["Indikator"], {"Värde": 1, "Poäng": 1, "Svar": 0}),
)
FLEST = 9  # decimals; figures that differ less are the same


def andringar(before: bytes, after: bytes) -> list[str]:
    """List in Swedish every figure of the kommun that differs between two editions' data books, one line each."""
    old, new = Bladen(before), Bladen(after)
    return [
        line
        for blad, names, columns in JAMFORDA
        for line in _changed(blad, old.table(blad).set_index(names), new.table(blad).set_index(names), columns)
    ]


def _changed(blad: str, old: pd.DataFrame, new: pd.DataFrame, columns: dict[str, int]) -> Iterator[str]:
    for gone in old.index.difference(new.index):
        yield f"{blad}, {_named(gone)}: finns inte längre"
    for row in new.index:
        if row not in old.index:
            yield f"{blad}, {_named(row)}: ny"
            continue
        for column, decimals in columns.items():
            before, after = old.loc[row, column], new.loc[row, column]
            if not _same(before, after):
                yield f"{blad}, {_named(row)}, {column.lower()}: {_change(before, after, decimals)}"


def _same(before: object, after: object) -> bool:
    if isinstance(before, float | int) and isinstance(after, float | int):
        return abs(before - after) < 1e-9
    return before == after


def _named(row: object) -> str:
    parts = row if isinstance(row, tuple) else (row,)
    return ", ".join(f"{part:.0f}" if isinstance(part, float) else str(part) for part in parts)


def _change(before: object, after: object, decimals: int) -> str:
    """Write two figures as readers see them, with as many decimals more as it takes to tell them apart."""
    pairs = ((_shown(before, n), _shown(after, n)) for n in range(decimals, FLEST + 1))
    return next((f"{old} → {new}" for old, new in pairs if old != new), f"{before} → {after}")


def _shown(value: object, decimals: int) -> str:
    return tal(value, decimals) if isinstance(value, float | int) else str(value)
