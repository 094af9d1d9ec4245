"""A chart's design, made with altair once, and filled with each report's rows.

Altair needs some 30 ms to build a chart and up to 20 ms to validate it; filling a finished design takes a fraction of
one, and 290 reports use the same designs. What differs between reports is only rows (named data sets) and a few
numbers (named parameters), so the design is also the same in every process.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt

from hemtjanst_lib import theme

Row = dict[str, Any]
Spec = dict[str, Any]
ONE_ROW = alt.InlineData(values=[{}])  # for a mark that is drawn once, from no data


def form(chart: alt.TopLevelMixin) -> Spec:
    """Return the validated specification of ``chart``, with the theme's config."""
    spec: Spec = chart.to_dict()
    return {**spec, "$schema": theme.SCHEMA, "config": theme.config()}


def fill(
    design: Spec,
    datasets: Mapping[str, Sequence[Row]],
    parameters: Mapping[str, float | str] | None = None,
    **top_level: Any,
) -> Spec:
    """Return a copy of ``design`` with its rows, the values of its parameters and further top-level keys.

    Raises
    ------
    KeyError
        If a parameter is not one of the design's.
    """
    values = dict(parameters or {})
    filled = [{**p, "value": values.pop(p["name"])} if p["name"] in values else p for p in design.get("params", [])]
    if values:
        raise KeyError(f"the design has no parameter {', '.join(values)}")
    data = {**design.get("datasets", {}), **{name: list(rows) for name, rows in datasets.items()}}
    spec = {**design, **top_level, "datasets": data}
    return {**spec, "params": filled} if filled else spec


def place(x: float) -> float:
    """Return a position to draw at: to a hundredth of a point, finer than the eye; never shown as a number."""
    return round(float(x), 2)


def reach(values: Sequence[float], least: float = 5.0) -> float:
    """Return how far a symmetric axis goes: a third beyond the largest value, for the labels at the bars' ends."""
    present = [abs(v) for v in values if not math.isnan(v)]
    return float(math.ceil(1.33 * max([*present, least])))


def centred(line: int) -> dict[str, Any]:
    """Return the ``labelOffset`` that centres axis labels of up to three lines, ``line`` px high, on their mark."""
    tests = [(f"length(split(datum.value, '\\n')) == {n}", -line * (n - 1) / 2) for n in (2, 3)]
    return {"condition": [{"test": test, "value": value} for test, value in tests], "value": 0}
