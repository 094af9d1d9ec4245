"""How everything that is printed looks: typeface, sizes, colours and the chart theme, in one place.

Charts, HTML and PDF take their values from here, so that the three look alike on any machine. ``DEFAULT`` is the
palette that ``parameters/report/utseende.yml`` names; the file is read when it is first asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hemtjanst_lib.theme.choice import chosen, load_palette
from hemtjanst_lib.theme.colours import (
    BORDER,
    GRID,
    INK,
    MUTED,
    PALETTES,
    PAPER,
    SURFACE,
    Palette,
    contrast,
    palette,
    roles,
    steps,
    tint,
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

if TYPE_CHECKING:
    DEFAULT: Palette

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
    "chosen",
    "config",
    "contrast",
    "font_face_css",
    "load_palette",
    "palette",
    "roles",
    "steps",
    "tint",
]


def __getattr__(name: str) -> Any:
    if name == "DEFAULT":
        return chosen()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
