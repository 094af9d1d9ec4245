"""All designs at once."""

from __future__ import annotations

from hemtjanst_lib import theme
from hemtjanst_lib.charts import (
    areas,
    bars,
    change,
    distribution,
    dots,
    gor_forst,
    klasskala,
    konto,
    lines,
    modell,
    sakerhet,
)
from hemtjanst_lib.charts.karta import preload as preload_maps


def preload(palette: theme.Palette = theme.DEFAULT) -> None:
    """Make every design now, so that a process forked from this one need not (about half a second)."""
    for module in (distribution, dots, gor_forst, klasskala, konto, lines, modell, sakerhet):
        module.design(palette)
    for title in (areas.AXIS, change.AXIS):
        bars.design(title, palette)
    preload_maps()
