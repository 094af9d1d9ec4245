"""The words of a class's limits and places, alike in every report's table of classes."""

from __future__ import annotations

import math

import pandas as pd

from hemtjanst_lib.language import TANKSTRECK, tal


def limits(over: float, upper: float) -> str:
    """Say which index values belong to a class; NaN where it is open."""
    if math.isnan(over):
        return f"till och med {tal(upper)}"
    if math.isnan(upper) or upper >= 100:
        return f"över {tal(over)}"
    return f"över {tal(over)} till och med {tal(upper)}"


def places(first: object, last: object) -> str:
    """Say which places a class covers."""
    if pd.isna(first):  # type: ignore[call-overload]
        return "ingen kommun"
    return str(first) if first == last else f"{first}{TANKSTRECK}{last}"
