"""Spread by rows: a line over the whole span, a box over the middle half where it is known, and a mark for the mean."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import altair as alt

from hemtjanst_lib import theme
from hemtjanst_lib.charts.form import Row, Spec, centred, fill, form, place
from hemtjanst_lib.charts.words import rader

LINE, NAME_WIDTH, STEP = 14, 46, 20  # px between the lines of a name, its length in characters, px a row
VIT = 1.0  # points of air at the ends of the axis


def spann(rows: Sequence[Row], palette: theme.Palette, *, medel: Row | None = None, titel: str = "Poäng") -> Spec:
    """Draw one line a row.

    Parameters
    ----------
    rows : sequence of dict
        In drawing order: ``namn``, ``fran`` and ``till`` (the line), ``m`` (the mark), and optionally ``q1, q3`` (the
        box), ``t`` (a tick, such as the median) and ``stark`` (1 for a bold name).
    medel : dict, optional
        ``x`` and ``text`` of a dashed line through all rows.
    titel : str
        What the numbers are.
    """
    named = [{**row, "namn": rader(str(row["namn"]), NAME_WIDTH)} for row in rows]
    lines = max(row["namn"].count("\n") + 1 for row in named)
    limits = {"lagst": min(row["fran"] for row in rows) - VIT, "hogst": max(row["till"] for row in rows) + VIT}
    clipped = {"lagst": max(limits["lagst"], 0.0), "hogst": min(limits["hogst"], 100.0)}
    strong = next((row["namn"] for row in named if row.get("stark")), "")
    return fill(
        design(titel, palette),
        {"rader": named, "medel": [medel] if medel else []},
        {**{name: place(x) for name, x in clipped.items()}, "stark": strong},
        height=len(named) * max(STEP, lines * LINE + 4),
    )


@cache
def design(titel: str, palette: theme.Palette) -> Spec:
    """Return the design, made once per axis title and palette."""
    params = [alt.param(name=name, value=value) for name, value in (("lagst", 0), ("hogst", 100), ("stark", ""))]
    scale = alt.Scale(domain=[alt.ExprRef("lagst"), alt.ExprRef("hogst")], nice=False, zero=False)
    axis = alt.Axis(grid=True, tickCount=8, tickMinStep=1)
    strong = alt.condition("datum.value === stark", alt.value("bold"), alt.value("normal"))
    names = alt.Axis(
        labelExpr="split(datum.label, '\\n')",
        labelLimit=300,
        labelLineHeight=LINE,
        labelOffset=centred(LINE),
        labelFontWeight=strong,
    )
    rows = alt.Chart().encode(y=alt.Y("namn:N", sort=None, title=None, axis=names))
    line = alt.X("fran:Q", title=titel, scale=scale, axis=axis)
    mean = alt.Chart(alt.NamedData("medel")).encode(x="x:Q")
    layers = (
        rows.mark_rule(color=palette.medel, strokeWidth=2).encode(x=line, x2="till"),
        rows.transform_filter("isValid(datum.q1)")
        .mark_bar(color=palette.over, height={"band": 0.5}, opacity=0.45)
        .encode(x="q1:Q", x2="q3"),
        rows.transform_filter("isValid(datum.t)")
        .mark_tick(color=theme.INK, thickness=2, height={"band": 0.5})
        .encode(x="t:Q"),
        mean.mark_rule(color=theme.INK, strokeDash=[4, 3]),
        mean.mark_text(y=-9, fontSize=theme.NOTE_SIZE).encode(text="text:N"),
        rows.mark_point(filled=True, opacity=1, color=palette.egen, shape="diamond", size=70).encode(x="m:Q"),
    )
    return form(
        alt.layer(*layers, data=alt.NamedData("rader"))
        .add_params(*params)
        .properties(width=theme.WIDTH, autosize=alt.AutoSizeParams(type="fit-x", contains="padding"))
    )
