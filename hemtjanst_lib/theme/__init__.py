"""How everything that is printed looks: typeface, sizes, colours and the chart theme, in one place.

Charts, HTML and PDF take their values from here, so that the three look alike on any machine.
"""

from __future__ import annotations

from hemtjanst_lib.theme.colours import (
    BORDER,
    DEFAULT,
    GRID,
    INK,
    MUTED,
    PALETTES,
    PAPER,
    SURFACE,
    Palette,
    contrast,
    palette,
    steps,
)
from hemtjanst_lib.theme.fonts import FONT, FONT_DIR, FONT_STACK, WEIGHT_REGULAR, WEIGHT_STRONG, font_face_css
from hemtjanst_lib.theme.vega import (
    AXIS_SIZE,
    LABEL_SIZE,
    NOTE_SIZE,
    SCHEMA,
    SIGNED_LABEL,
    WIDTH,
    config,
)

__all__ = [
    "AXIS_SIZE",
    "BORDER",
    "DEFAULT",
    "FONT",
    "FONT_DIR",
    "FONT_STACK",
    "GRID",
    "INK",
    "LABEL_SIZE",
    "MUTED",
    "NOTE_SIZE",
    "PALETTES",
    "PAPER",
    "SCHEMA",
    "SIGNED_LABEL",
    "SURFACE",
    "WEIGHT_REGULAR",
    "WEIGHT_STRONG",
    "WIDTH",
    "Palette",
    "config",
    "contrast",
    "font_face_css",
    "palette",
    "steps",
]
