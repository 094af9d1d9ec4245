"""All designs at once."""

from __future__ import annotations

from hemtjanst_lib import theme
from hemtjanst_lib.analysis.enheter_fakta import REFERENSNAMN
from hemtjanst_lib.charts import (
    areas,
    bars,
    change,
    distribution,
    dots,
    enhet_gap,
    enhet_lage,
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
    for module in (distribution, dots, enhet_lage, gor_forst, klasskala, konto, lines, modell, sakerhet):
        module.design(palette)
    for title in (areas.AXIS, change.AXIS, enhet_gap.AXIS.format(referens=REFERENSNAMN["enheter"])):
        bars.design(title, palette)
    preload_maps()
