"""Rows of a small table, one at a time, for words and charts."""

from __future__ import annotations

from typing import Any

import pandas as pd


def rader(frame: pd.DataFrame) -> list[tuple[Any, dict[str, Any]]]:
    """Return each row's label and its cells by column."""
    columns = [str(name) for name in frame.columns]
    cells = zip(*(frame[name].tolist() for name in frame.columns), strict=True) if columns else ()
    return [(label, dict(zip(columns, row, strict=True))) for label, row in zip(frame.index, cells, strict=True)]
