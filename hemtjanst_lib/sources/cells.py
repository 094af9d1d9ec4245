"""One cell to a value and a status: numbers, decimal commas, words and markers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd

from hemtjanst_lib.sources.faults import nearest
from hemtjanst_lib.sources.layout import Layout, Status, Varden
from hemtjanst_lib.sources.workbook import plain

NAN = float("nan")
NUMBER = re.compile(r"[+\-−]?\d{1,3}(?: ?\d{3})*(?:[.,]\d+)?|[+\-−]?\d+(?:[.,]\d+)?")
INTERVAL = re.compile(r"(?P<low>\d+)\s*(?:[-–—]|till)\s*\d+|(?P<open>\d+)\s*(?:\+|eller fler)")
FEWER = re.compile(r"(?:färre än|<)\s*\d+", re.IGNORECASE)


class Cell(NamedTuple):
    """What a cell says: a value, or a status without one; ``fault`` and ``warning`` in words."""

    varde: float
    status: Status
    fault: str = ""
    warning: str = ""


def number(text: str) -> float | None:
    """Read a Swedish or English number from text; None when it is none."""
    bare = text.removesuffix("%").strip()
    if not NUMBER.fullmatch(bare):
        return None
    return float(bare.replace(" ", "").replace(",", ".").replace("−", "-"))


def read_cell(cell: object, group: Varden, layout: Layout) -> Cell:
    """Read one cell of a value column by the layout's words and markers."""
    if isinstance(cell, bool | int | float) and cell == cell:
        return _bounded(float(cell) * group.faktor, group)
    text = "" if cell is None or cell != cell else plain(cell)
    if text in layout.markorer:
        return Cell(NAN, layout.markorer[text])
    if text in layout.markorer_med_varning:
        status = layout.markorer_med_varning[text]
        return Cell(
            NAN, status, warning=f"{text!r} is read as {status}" if text else f"empty cells are read as {status}"
        )
    words = {word.casefold(): value for word, value in group.ord.items()}
    if text.casefold() in words:
        return _bounded(words[text.casefold()], group)
    if (value := number(text)) is not None:
        return _bounded(value * group.faktor, group)._replace(warning="numbers stand as text")
    known = [*group.ord, *layout.markorer, *layout.markorer_med_varning]
    return Cell(NAN, "ok", fault=f"unknown value {text!r}{nearest(text, known)}")


def _bounded(value: float, group: Varden) -> Cell:
    low, high = group.bounds
    whole = group.typ in {"ja_nej", "niva"}
    if not low <= value <= high or (whole and value != int(value)):
        kinds = {"procent": "a percentage", "ja_nej": "0 or 1", "niva": "0, 1 or 2", "tal": f"{low:g}–{high:g}"}
        span = f"{low:g}–{high:g}, {kinds[group.typ]}" if group.typ == "procent" else kinds[group.typ]
        return Cell(value, "ok", fault=f"value {value:g} is outside {span}")
    return Cell(value, "ok")


def read_column(raw: pd.Series, group: Varden, layout: Layout) -> pd.DataFrame:
    """Read a whole column; each different cell is read once.

    Returns
    -------
    DataFrame
        Same index; ``varde`` (float, NaN unless ok), ``status``, ``fault`` and ``warning`` (empty when none).
    """
    read: Mapping[object, Cell] = {cell: read_cell(cell, group, layout) for cell in dict.fromkeys(raw)}
    cells = [read[cell] for cell in raw]
    return pd.DataFrame(cells, index=raw.index, columns=list(Cell._fields))


def answers(cell: object, form: str) -> Cell:
    """Read a number of answers: a number, or an interval, of which the lower end is taken."""
    if isinstance(cell, int | float) and cell == cell:
        return Cell(float(cell), "ok")
    text = "" if cell is None or cell != cell else plain(cell)
    if not text or set(text) <= set(".-"):
        return Cell(NAN, "ej_svar")
    if form == "intervall":
        if match := INTERVAL.fullmatch(text):
            return Cell(float(match["low"] or match["open"]), "ok")
        if FEWER.fullmatch(text):
            return Cell(0.0, "ok")
    value = number(text)
    return (
        Cell(NAN, "ok", fault=f"number of answers {text!r} is not understood") if value is None else Cell(value, "ok")
    )
