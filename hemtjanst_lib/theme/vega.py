"""The chart theme: what every Vega-Lite specification has in common."""

from __future__ import annotations

from typing import Any

from hemtjanst_lib.theme.colours import GRID, INK, MUTED, PAPER
from hemtjanst_lib.theme.fonts import FONT_STACK, WEIGHT_REGULAR, WEIGHT_STRONG

SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"  # JupyterLab 4 reads 5, the exporters draw with 6: alike
WIDTH = 640  # px, the whole picture; 16 cm on paper, so 12 px are 8.5 pt
LABEL_SIZE = 13  # px: names and values
AXIS_SIZE = 12  # px: axis numbers and titles
NOTE_SIZE = 12  # px: remarks inside a chart

# the true minus sign, in JupyterLab too, which has no Swedish number locale
SIGNED_LABEL = "datum.value > 0 ? '+' + datum.value : datum.value < 0 ? '\u2212' + (-datum.value) : '0'"


def config() -> dict[str, Any]:
    """Return the ``config`` of a specification: no frame, quiet axes, one typeface."""
    axis = {
        "domain": False,
        "ticks": False,
        "gridColor": GRID,
        "labelColor": MUTED,
        "labelFontSize": AXIS_SIZE,
        "titleColor": MUTED,
        "titleFontSize": AXIS_SIZE,
        "titleFontWeight": WEIGHT_REGULAR,
        "titlePadding": 8,
    }
    header = {"labelColor": INK, "labelFontSize": LABEL_SIZE, "labelFontWeight": WEIGHT_STRONG, "title": None}
    return {
        "background": PAPER,
        "font": FONT_STACK,
        "padding": 4,
        "view": {"stroke": None},
        "axis": axis,
        "axisY": {"labelColor": INK, "labelFontSize": LABEL_SIZE, "labelPadding": 8},
        "header": header,
        "text": {"color": INK, "fontSize": LABEL_SIZE},
    }
