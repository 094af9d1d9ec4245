"""One cell to a value and a status: numbers, decimal commas, words and markers."""

from __future__ import annotations

import math
import re
from typing import NamedTuple

import pandas as pd

from hemtjanst_lib.sources.faults import nearest
from hemtjanst_lib.sources.layout import Layout, Status, Varden
from hemtjanst_lib.sources.workbook import plain

NAN = float("nan")
NUMBER = re.compile(r"[+\-−]?\d{1,3}(?: ?\d{3})*(?:[.,]\d+)?|[+\-−]?\d+(?:[.,]\d+)?")
INTERVAL = re.compile(r"(?P<low>\d+)\s*(?:[-–—]|till)\s*\d+|(?P<open>\d+)\s*(?:\+|eller fler)")
FEWER = re.compile(r"(?:färre än|<)\s*\d+", re.IGNORECASE)
AS_TEXT = "numbers stand as text"
AS_TRUTH = "TRUE and FALSE read as yes and no"
UNITS = {"procent": "a percentage", "tal": "a number"}


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


def _number_cell(cell: object) -> float | None:
    """Return the number of a number cell; None for text, dates and empty cells."""
    if not isinstance(cell, bool | int | float):
        return None
    try:
        return None if math.isnan(cell) else float(cell)
    except OverflowError:
        return math.inf if cell > 0 else -math.inf


def _text(cell: object) -> str:
    return "" if cell is None else "NaN" if isinstance(cell, float) else plain(cell)


def read_cell(cell: object, group: Varden, layout: Layout) -> Cell:
    """Read one cell of a value column by the layout's words and markers."""
    truth = isinstance(cell, bool)
    if truth and group.typ == "ja_nej":
        return Cell(float(cell is True), "ok", warning=AS_TRUTH)
    if not truth and (value := _number_cell(cell)) is not None:
        return _bounded(value * group.faktor, group)
    text = str(cell).upper() if isinstance(cell, bool) else _text(cell)
    if text in layout.markorer:
        return Cell(NAN, layout.markorer[text])
    if text in layout.markorer_med_varning:
        status = layout.markorer_med_varning[text]
        return Cell(NAN, status, warning=f"{repr(text) if text else 'empty cells'} read as {status}")
    return _in_words(text, group, layout)


def _in_words(text: str, group: Varden, layout: Layout) -> Cell:
    words = {word.casefold(): value for word, value in group.ord.items()}
    if text.casefold() in words:
        return _bounded(words[text.casefold()], group)
    if (value := number(text)) is not None:
        return _bounded(value * group.faktor, group)._replace(warning=AS_TEXT)
    known = [*group.ord, *layout.markorer, *layout.markorer_med_varning]
    return Cell(NAN, "ok", fault=f"unknown value {text!r} (expected {_expected(group)}{nearest(text, known)})")


def _expected(group: Varden) -> str:
    """Say what a cell may hold, for a message."""
    low, high = group.bounds
    values = UNITS.get(group.typ, f"{low:g}–{high:g}")
    return ", ".join([*group.ord, values]) + " or a marker"


def _bounded(value: float, group: Varden) -> Cell:
    low, high = group.bounds
    whole = group.typ in {"ja_nej", "niva"}
    if low <= value <= high and (not whole or value == int(value)):
        return Cell(value, "ok")
    kind = UNITS.get(group.typ, "a whole number")
    return Cell(value, "ok", fault=f"value {value:g} is not {kind} between {low:g} and {high:g}")


def read_column(raw: pd.Series, group: Varden, layout: Layout) -> pd.DataFrame:
    """Read a whole column; each different cell is read once.

    Returns
    -------
    DataFrame
        Same index; ``varde`` (float, NaN unless ok), ``status``, ``fault`` and ``warning`` (empty when none).
    """
    found = raw.tolist()
    keys = [(isinstance(cell, bool), cell) for cell in found]  # else TRUE and 1 would be the same
    read = {key: read_cell(key[1], group, layout) for key in dict.fromkeys(keys)}
    return pd.DataFrame([read[key] for key in keys], index=raw.index, columns=list(Cell._fields))


def answers(cell: object, form: str) -> Cell:
    """Read a number of answers: a whole number, or an interval, of which the lower end is taken."""
    if (count := _number_cell(cell)) is not None:
        return _counted(count, cell)
    text = _text(cell)
    if not text or set(text) <= set(".-"):
        return Cell(NAN, "ej_svar")
    if form == "intervall" and (match := INTERVAL.fullmatch(text)):
        return Cell(float(match["low"] or match["open"]), "ok")
    if form == "intervall" and FEWER.fullmatch(text):
        return Cell(0.0, "ok")
    return _counted(number(text), text)


def _counted(count: float | None, found: object) -> Cell:
    """Hold a number of answers to what it can be: whole, and not below 0."""
    if count is None or isinstance(found, bool) or count < 0 or not math.isfinite(count) or count != int(count):
        return Cell(NAN, "ok", fault=f"{found!r} is no number of answers")
    return Cell(count, "ok")
