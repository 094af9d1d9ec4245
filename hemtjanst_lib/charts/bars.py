"""Diverging bars: how far each row lies from what it is compared with, by side, sign and colour."""

from __future__ import annotations

import math
from collections import Counter
from functools import cache

import altair as alt
import pandas as pd

from hemtjanst_lib import theme
from hemtjanst_lib.charts.form import ONE_ROW, Row, Spec, centred, fill, form, place, reach
from hemtjanst_lib.charts.words import rader
from hemtjanst_lib.language import NBSP, skillnad

LINE = 14  # px between the lines of a name
NAME_WIDTH = 44  # characters on a line


def bars(frame: pd.DataFrame, axis_title: str, palette: theme.Palette, *, decimaler: int = 0) -> Spec:
    """Draw one bar a row, to the right above zero and to the left below.

    Parameters
    ----------
    frame : DataFrame
        In drawing order: ``namn`` (str), ``gap`` (points), ``saknas`` (the words that stand for a bar where
        ``gap`` is NaN) and optionally ``jamforbar`` (bool; False is drawn hollow and starred).
    axis_title : str
        What the numbers are, and which side is which.
    """
    rows = _rows(frame, decimaler)
    lines = max(row["namn"].count("\n") + 1 for row in rows)
    limit = reach(frame["gap"].tolist())
    return fill(
        design(axis_title, palette),
        {"rader": rows},
        {"fran": -limit, "till": limit},
        height=len(rows) * max(25, lines * LINE + 5),
    )


def _rows(frame: pd.DataFrame, decimaler: int) -> list[Row]:
    whole = frame.get("jamforbar", pd.Series(True, index=frame.index))
    seen: Counter[str] = Counter()  # two rows of one name would share a place; spaces keep them apart
    rows: list[Row] = []
    for namn, gap, hel, text in zip(frame["namn"], frame["gap"], whole, frame["saknas"], strict=True):
        label = rader(namn, NAME_WIDTH)
        rows.append({"namn": label + NBSP * seen[label], **_mark(gap, hel, text, decimaler)})
        seen[label] += 1
    return rows


def _mark(gap: float, whole: bool, missing: str, decimaler: int) -> Row:
    if math.isnan(gap):
        return {"gap": 0, "etikett": missing, "saknas": 1}
    label = skillnad(gap, decimaler)
    return {"gap": place(gap), "etikett": label} if whole else {"gap": place(gap), "etikett": f"{label}*", "delvis": 1}


@cache
def design(axis_title: str, palette: theme.Palette) -> Spec:
    """Return the design, made once per axis title and palette."""
    axis = alt.Axis(labelExpr=theme.SIGNED_LABEL, tickCount=6, tickMinStep=1)
    scale = alt.Scale(domain=[alt.ExprRef("fran"), alt.ExprRef("till")], nice=False)
    names = alt.Axis(
        labelExpr="split(datum.label, '\\n')", labelLimit=300, labelLineHeight=LINE, labelOffset=centred(LINE)
    )
    colour = alt.condition("datum.gap < 0", alt.value(palette.under), alt.value(palette.over))
    solid = alt.condition("datum.delvis", alt.value(0), alt.value(1))
    bar = alt.Chart().mark_bar(strokeWidth=1.5, height={"band": 0.62})
    zero = alt.Chart(ONE_ROW).mark_rule(color=theme.INK, strokeWidth=1.5)
    layers = (
        bar.encode(
            x=alt.X("gap:Q", title=axis_title, scale=scale, axis=axis),
            y=alt.Y("namn:N", sort=None, title=None, axis=names),
            fill=colour,
            stroke=colour,
            fillOpacity=solid,
        ),
        zero.encode(x=alt.datum(0, type="quantitative")),
        *_labels(),
    )
    return form(
        alt.layer(*layers, data=alt.NamedData("rader"))
        .add_params(alt.param(name="fran", value=-10), alt.param(name="till", value=10))
        .properties(width=theme.WIDTH, autosize=alt.AutoSizeParams(type="fit-x", contains="padding"))
    )


def _labels() -> tuple[alt.Chart, ...]:
    """Return the values at the bars' ends, and the words where there is no bar."""
    rows = alt.Chart().encode(x="gap:Q", y=alt.Y("namn:N", sort=None, title=None), text="etikett:N")
    right, left = rows.transform_filter("datum.gap >= 0 && !datum.saknas"), rows.transform_filter("datum.gap < 0")
    missing = rows.transform_filter("datum.saknas")
    return (
        right.mark_text(align="left", dx=6),
        left.mark_text(align="right", dx=-6),
        missing.mark_text(align="left", dx=8, color=theme.MUTED, fontStyle="italic"),
    )
