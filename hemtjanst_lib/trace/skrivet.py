"""How the steps of a figure's way are written."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from hemtjanst_lib.model import DECIMALS
from hemtjanst_lib.sources.cells import Cell
from hemtjanst_lib.trace.steg import Steg

Rad = Mapping[str, Any]


def text(number: Fraction | None) -> str:
    """Write a number that may be missing."""
    return "-" if number is None else digits(number)


def digits(number: Fraction | float) -> str:
    """Write nine decimals; a float is taken as the number nearest to it that has fewer digits."""
    rounded = round(number if isinstance(number, Fraction) else Fraction(repr(float(number))), DECIMALS)
    return f"{float(rounded):.{DECIMALS}f}"


def percent(share: Fraction) -> str:
    """Write a share to four digits."""
    return f"{float(100 * share):.4g} %"


def regel(what: str, how: str) -> str:
    """Say how parts are put together."""
    return f"{'weighted mean' if how == 'aritmetisk' else 'weighted geometric mean'} of {what}"


def formula(parts: tuple[Steg, ...], andel: Mapping[str, Fraction]) -> dict[str, str]:
    """Write the parts that count, with their shares."""
    counted = [part for part in parts if andel[part.id] > 0]
    terms = [f"{percent(andel[part.id])} · {points(part)}" for part in counted]
    left = [part.id for part in parts if andel[part.id] == 0]
    return {"from": " + ".join(terms) or "nothing"} | ({"left out": ", ".join(left)} if left else {})


def points(part: Steg) -> str:
    """Write a part's points to six digits."""
    if part.niva == "indikator":
        counted = part.uppgifter["points counted"]
        return counted if counted == "left out" else f"{float(counted):.6g}"
    return f"{float(part.kontroller[0].omraknat):.6g}"


def answer(varde: float, status: str, unit: str) -> str:
    """Write an answer with its unit, or why there is none."""
    return f"{varde:g} ({unit})" if status == "ok" else f"none: {status}"


def stored(row: Rad) -> str:
    """Write what the store holds."""
    return f"{float(row['varde'])!r}" if row["status"] == "ok" else str(row["status"])


def stored_cell(read: Cell) -> str:
    """Write what the raw file's cell holds."""
    return f"{float(read.varde)!r}" if read.status == "ok" and not read.fault else read.fault or read.status
