"""The delindex over the years, own against mean, with the line broken where the method changed."""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING

import altair as alt
import numpy as np
import pandas as pd

from hemtjanst_lib import theme
from hemtjanst_lib.charts.form import Row, Spec, fill, form, place
from hemtjanst_lib.charts.words import SAKNAS, kalltext, over, poang
from hemtjanst_lib.display import Figur, Kolumn, Tabell
from hemtjanst_lib.language import lista

if TYPE_CHECKING:
    from hemtjanst_lib.analysis import Kommunfakta

PANEL_WIDTH, PANEL_HEIGHT = 297, 130  # px, two panels a row
HEADROOM = 0.14  # share of the panel above the highest value, for the remark on a new method
LABEL_WIDTH = 148  # px right of the last year, for the lines' names
LABEL_ROOM = 15.0  # px between the middles of two labels


def delindex_ar(k: Kommunfakta, palette: theme.Palette = theme.DEFAULT) -> Figur:
    """Show each delindex in a panel of its own, the kommun against the mean of all kommuner."""
    values = k.delindex_ar[["poang", "medel"]].to_numpy(float)
    low, high = 5 * math.floor((np.nanmin(values) - 2) / 5), 5 * math.ceil(np.nanmax(values) / 5)
    years = sorted(int(ar) for ar in k.delindex_ar["ar"].unique())
    beyond = LABEL_WIDTH / (PANEL_WIDTH - LABEL_WIDTH) * (years[-1] - years[0] + 0.4)
    top = place(high + HEADROOM * (high - low))
    spec = fill(
        design(palette),
        {"punkter": [*_points(k), *_breaks(k), *_labels(k, (top - low) / PANEL_HEIGHT)]},
        {"lagst": low, "hogst": top, "forsta": years[0], "sista": years[-1], "kant": place(years[-1] + beyond)},
    )
    return Figur("delindex-ar", _title(k), _alt(k), _caption(k), spec, _table(k))


def _panels(k: Kommunfakta) -> dict[str, str]:
    columns = zip(k.delindex.index, k.delindex["nummer"], k.delindex["namn"], strict=True)
    return {kod: f"{nummer} {namn}" for kod, nummer, namn in columns}


def _points(k: Kommunfakta) -> list[Row]:
    """Return the points of the lines; ``led`` numbers the unbroken pieces, a missing year breaks too."""
    panels = _panels(k)
    order = pd.Series(range(len(panels)), index=list(panels))
    frame = k.delindex_ar.assign(ruta=k.delindex_ar["delindex"].map(order)).sort_values(["ruta", "ar"])
    piece = np.searchsorted(np.asarray(k.brott, dtype=int), frame["ar"].to_numpy(int), side="right")
    rows: list[Row] = []
    for name in ("medel", "poang"):  # the own line on top
        y = frame[name].to_numpy(float)
        led = piece + np.cumsum(np.isnan(y))
        cells = zip(frame["delindex"].tolist(), frame["ar"].tolist(), y.tolist(), led.tolist(), strict=True)
        line = "egen" if name == "poang" else "medel"
        rows += [
            {"del": panels[kod], "ar": ar, "y": place(value), "typ": line, "led": n}
            for kod, ar, value, n in cells
            if not math.isnan(value)
        ]
    return rows


def _breaks(k: Kommunfakta) -> list[Row]:
    return [{"del": panel, "ar": ar - 0.5, "typ": "brott"} for ar in k.brott for panel in _panels(k).values()]


def _labels(k: Kommunfakta, per_px: float) -> list[Row]:
    """Return the lines' names at the last year, moved apart where they would lie on each other."""
    rows: list[Row] = []
    panels = zip(_panels(k).values(), k.delindex["poang"].tolist(), k.delindex["medel"].tolist(), strict=True)
    for panel, own, mean in panels:
        own_y, mean_y = _apart(mean if math.isnan(own) else own, mean, LABEL_ROOM * per_px)
        own_text = SAKNAS if math.isnan(own) else f"{k.kommun.namn} {poang(own)}"
        base = {"del": panel, "ar": k.ar, "typ": "namn"}
        rows.append(base | {"y": place(own_y), "text": own_text, "egen": 1})
        rows.append(base | {"y": place(mean_y), "text": f"Kommungenomsnitt {poang(mean)}"})
    return rows


def _apart(one: float, other: float, room: float) -> tuple[float, float]:
    missing = max(room - abs(one - other), 0.0) / 2
    return (one + missing, other - missing) if one >= other else (one - missing, other + missing)


@cache
def design(palette: theme.Palette) -> Spec:
    """Return the design, made once per palette."""
    names = (("lagst", 40), ("hogst", 90), ("forsta", 2022), ("sista", 2025), ("kant", 2028))
    years = alt.Axis(values=alt.ExprRef("sequence(forsta, sista + 1)"), format="d", grid=False, title=None)
    x_scale = alt.Scale(domain=[alt.ExprRef("forsta - 0.3"), alt.ExprRef("kant")], nice=False, zero=False)
    y_scale = alt.Scale(domain=[alt.ExprRef("lagst"), alt.ExprRef("hogst")], nice=False, zero=False)
    points_axis = alt.Axis(tickCount=4, labelFontSize=theme.AXIS_SIZE, labelColor=theme.MUTED)
    base = alt.Chart(width=PANEL_WIDTH, height=PANEL_HEIGHT).encode(
        x=alt.X("ar:Q", scale=x_scale, axis=years), y=alt.Y("y:Q", scale=y_scale, title=None, axis=points_axis)
    )
    layers = alt.layer(
        *_break_marks(base), *_line_marks(base, palette), *_name_marks(base), data=alt.NamedData("punkter")
    )
    header = alt.Header(labelAnchor="start", labelOrient="top", labelPadding=4)
    return form(
        layers.facet(
            facet=alt.Facet("del:N", sort=None, title=None, header=header), columns=2, spacing={"row": 14, "column": 18}
        )
        .add_params(*(alt.param(name=name, value=value) for name, value in names))
        .resolve_axis(x="independent")
    )


def _break_marks(base: alt.Chart) -> list[alt.Chart]:
    at = base.transform_filter("datum.typ === 'brott'").encode(y=alt.value(0))
    return [
        at.mark_rule(color=theme.MUTED, strokeDash=[1, 3]).encode(y2=alt.value(PANEL_HEIGHT)),
        at.mark_text(text="ny metod", baseline="top", dx=4, align="left", color=theme.MUTED, fontSize=theme.NOTE_SIZE),
    ]


def _line_marks(base: alt.Chart, palette: theme.Palette) -> list[alt.Chart]:
    own = "datum.typ === 'egen'"
    data = base.transform_filter("datum.led >= 0").encode(
        color=alt.condition(own, alt.value(palette.egen), alt.value(palette.medel)), detail=["typ:N", "led:N"]
    )
    dash, width = (alt.condition(own, alt.value(a), alt.value(b)) for a, b in (([1, 0], [5, 3]), (2.5, 2)))
    shape, size = (alt.condition(own, alt.value(a), alt.value(b)) for a, b in (("diamond", "circle"), (90, 36)))
    return [
        data.mark_line().encode(strokeDash=dash, strokeWidth=width),
        data.mark_point(filled=True, opacity=1).encode(shape=shape, size=size),
    ]


def _name_marks(base: alt.Chart) -> list[alt.Chart]:
    named = base.transform_filter("datum.typ === 'namn'").mark_text(
        align="left", dx=10, fontWeight=alt.ExprRef(f"datum.egen ? {theme.WEIGHT_STRONG} : {theme.WEIGHT_REGULAR}")
    )
    return [named.encode(text="text:N")]


def _title(k: Kommunfakta) -> str:
    return f"{k.kommun.namn} ligger {over(k.delindex['gap'])} delindex"


def _alt(k: Kommunfakta) -> str:
    rows = zip(k.delindex["namn"], k.delindex["poang"], k.delindex["medel"], strict=True)
    values = lista(f"{namn} {poang(own)} mot {poang(mean)}" for namn, own, mean in rows)
    years = sorted(int(ar) for ar in k.delindex_ar["ar"].unique())
    span = f"{years[0]}–{years[-1]}" if len(years) > 1 else str(years[0])
    return (
        f"Linjediagram för åren {span}, en ruta per delindex. {k.kommun.namn} mot kommungenomsnittet {k.ar}: {values}."
    )


def _caption(k: Kommunfakta) -> str:
    breaks = "".join(f" Mellan {ar - 1} och {ar} ändrades metoden, därför är linjen bruten." for ar in k.brott)
    return (
        f"Poäng per delindex. Heldragen linje med romber är {k.kommun.namn}, streckad linje med cirklar är "
        f"kommungenomsnittet.{breaks} {kalltext(k)}"
    )


def _table(k: Kommunfakta) -> Tabell:
    frame = k.delindex_ar.assign(namn=k.delindex_ar["delindex"].map(_panels(k))).sort_values(["namn", "ar"])
    rows = tuple(
        (namn, str(ar), poang(own), poang(mean))
        for namn, ar, own, mean in zip(frame["namn"], frame["ar"], frame["poang"], frame["medel"], strict=True)
    )
    heads = (Kolumn("Delindex"), Kolumn("År"), Kolumn(k.kommun.namn, "tal"), Kolumn("Kommungenomsnitt", "tal"))
    return Tabell("delindex-ar-data", "Poäng per delindex och år", heads, rows)
