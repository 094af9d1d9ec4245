"""Where the kommun stands among all: a histogram with the classes' limits, the mean and the own mark."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import altair as alt
import numpy as np
import pandas as pd

from hemtjanst_lib import theme
from hemtjanst_lib.charts.form import Row, Spec, fill, form, place
from hemtjanst_lib.charts.words import kalltext, lage
from hemtjanst_lib.display import Figur, Kolumn, Tabell
from hemtjanst_lib.language import heltal, tal

if TYPE_CHECKING:
    from hemtjanst_lib.analysis import Kommunfakta

HEIGHT = 210  # px of the whole drawing area
TOP = 94  # px above the highest bar, for class names and labels


def placering(k: Kommunfakta, palette: theme.Palette = theme.DEFAULT) -> Figur:
    """Show the index of all kommuner in bars of one point, with the own kommun pointed out."""
    bins = _bins(k)
    low, high = float(bins["fran"].min()) - 1, float(bins["till"].max()) + 1
    spec = fill(
        design(palette),
        {"staplar": _bars(bins), "klasser": _classes(k, low, high), "marken": _marks(k, low, high)},
        {"lagst": low, "hogst": high, "flest": int(bins["antal"].max())},
    )
    return Figur("placering", _title(k), _alt(k), _caption(k), spec, _table(k, bins))


def _bins(k: Kommunfakta) -> pd.DataFrame:
    """Count kommuner per whole point: ``fran`` is in the bin, ``till`` is not; empty bins are kept."""
    start = np.floor(k.alla["index"].to_numpy(float)).astype(int)
    counts = np.bincount(start - start.min())
    fran = np.arange(start.min(), start.max() + 1)
    egen = fran == int(np.floor(float(k.index)))
    return pd.DataFrame({"fran": fran, "till": fran + 1, "antal": counts, "egen": egen})


def _bars(bins: pd.DataFrame) -> list[Row]:
    drawn = bins[bins["antal"] > 0]
    return [
        {"x": int(x), "x2": int(x2), "antal": int(n)} | ({"egen": 1} if egen else {})
        for x, x2, n, egen in drawn.itertuples(index=False)
    ]


def _classes(k: Kommunfakta, low: float, high: float) -> list[Row]:
    over = k.klasser["over"].fillna(low).clip(low, high)
    upper = k.klasser["till_och_med"].fillna(high).clip(low, high)
    rows = zip(k.klasser["klass"], over, upper, k.klasser["egen"], strict=True)
    return [
        {"x": place(x), "x2": place(x2), "mitt": place((x + x2) / 2), "klass": klass.replace(" ", "\n"), "n": n}
        | ({"egen": 1} if egen else {})
        for n, (klass, x, x2, egen) in enumerate(rows)
        if x2 > x
    ]


def _marks(k: Kommunfakta, low: float, high: float) -> list[Row]:
    """Return the own index and the mean, each with its text on the side that leads away from the other."""
    across = (k.index - low) / (high - low)
    own_right = across < 0.38 or (k.gap >= 0 and across < 0.62)  # never out of the picture
    own = {"x": place(k.index), "text": f"{k.kommun.namn} {tal(k.index)}", "egen": 1}
    mean = {"x": place(k.medel), "text": f"Kommungenomsnitt {tal(k.medel)}"}
    return [own | {"sida": _side(own_right)}, mean | {"sida": _side(k.gap < 0)}]


def _side(right: bool) -> str:
    return "left" if right else "right"


@cache
def design(palette: theme.Palette) -> Spec:
    """Return the design, made once per palette."""
    params = [alt.param(name="lagst", value=40), alt.param(name="hogst", value=90), alt.param(name="flest", value=30)]
    x_scale = alt.Scale(domain=[alt.ExprRef("lagst"), alt.ExprRef("hogst")], nice=False, zero=False)
    y_scale = alt.Scale(domain=[0, alt.ExprRef(f"flest * {HEIGHT} / {HEIGHT - TOP}")], nice=False)
    x_axis = alt.Axis(grid=False, tickCount=8, domain=True, domainColor=theme.MUTED)
    x = alt.X("x:Q", title="Indexpoäng; staplarnas höjd är antalet kommuner", scale=x_scale, axis=x_axis)
    bands = alt.Chart(alt.NamedData("klasser")).encode(x=x, x2="x2")
    names = alt.Chart(alt.NamedData("klasser")).encode(x=alt.X("mitt:Q"), y=alt.value(18), text="klass:N")
    bars = alt.Chart(alt.NamedData("staplar")).mark_rect(stroke=theme.PAPER, strokeWidth=1)
    bottom = alt.value(HEIGHT)
    own_colour = alt.condition("datum.egen", alt.value(palette.egen), alt.value(palette.medel))
    marks = alt.Chart(alt.NamedData("marken")).encode(x="x:Q")
    return form(
        alt.layer(
            bands.mark_rect().encode(
                fill=alt.condition("datum.n % 2", alt.value(theme.PAPER), alt.value(theme.SURFACE))
            ),
            names.mark_text(lineBreak="\n", lineHeight=13, fontSize=12, color=theme.MUTED, baseline="middle"),
            bars.encode(x=x, x2="x2", y=alt.Y("antal:Q", scale=y_scale, axis=None), y2=bottom, fill=own_colour),
            *_pointers(marks, palette),
        )
        .add_params(*params)
        .properties(width=theme.WIDTH, height=HEIGHT, autosize=alt.AutoSizeParams(type="fit-x", contains="padding"))
    )


def _pointers(marks: alt.Chart, palette: theme.Palette) -> list[alt.Chart]:
    side, away = alt.ExprRef("datum.sida"), alt.ExprRef("datum.sida === 'left' ? 5 : -5")
    own, mean = marks.transform_filter("datum.egen"), marks.transform_filter("!datum.egen")
    bottom = alt.value(HEIGHT)
    return [
        mean.mark_rule(color=theme.INK, strokeDash=[4, 3]).encode(y=alt.value(70), y2=bottom),
        mean.mark_text(align=side, dx=away).encode(y=alt.value(75), text="text:N"),
        own.mark_rule(color=palette.egen, strokeWidth=2).encode(y=alt.value(47), y2=bottom),
        own.mark_text(align=side, dx=away, fontWeight=theme.WEIGHT_STRONG).encode(y=alt.value(52), text="text:N"),
    ]


def _title(k: Kommunfakta) -> str:
    return f"{k.kommun.namn} har plats {k.placering} av {k.antal}, {lage(k.gap)}"


def _alt(k: Kommunfakta) -> str:
    spread = k.alla["index"]
    return (
        f"Stapeldiagram över alla kommuners index, från {tal(spread.min())} till {tal(spread.max())} poäng. "
        f"{k.kommun.namn} har {tal(k.index)} poäng, klassen {k.klass}. Kommungenomsnittet är "
        f"{tal(k.medel)}."
    )


def _caption(k: Kommunfakta) -> str:
    return (
        f"Antal kommuner per indexpoäng. Den mörka stapeln och den heldragna linjen visar {k.kommun.namn}, den "
        f"streckade linjen kommungenomsnittet och fälten de fem klasserna. {kalltext(k)}"
    )


def _table(k: Kommunfakta, bins: pd.DataFrame) -> Tabell:
    drawn = bins[bins["antal"] > 0]
    rows = tuple(
        (f"{heltal(fran)} till under {heltal(till)}", heltal(n), k.kommun.namn if egen else "")
        for fran, till, n, egen in drawn.itertuples(index=False)
    )
    columns = (Kolumn("Indexpoäng"), Kolumn("Antal kommuner", "tal"), Kolumn("Egen kommun"))
    own = tuple(i for i, row in enumerate(rows) if row[2])
    return Tabell("placering-data", "Antal kommuner per indexpoäng", columns, rows, own)
