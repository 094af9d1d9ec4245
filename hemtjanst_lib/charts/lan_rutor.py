"""Kommuner in order: a dot for each against the country's mean, and beside it how its parts lie, as figures on tint."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache

import altair as alt

from hemtjanst_lib import theme
from hemtjanst_lib.charts.form import Row, Spec, fill, form, place
from hemtjanst_lib.language import NBSP, skillnad, tal

DOTS_WIDTH = 225  # px
ROW, TIGHT_ROW = 18, 12  # px a kommun; the tight one lets 49 kommuner stand on a page
MANY = 34  # from so many kommuner the rows are tight
PARTS_WIDTH = 315  # px for all columns of parts together
ROOM = 4  # points shown on each side of the mean, at least
FAINT = 0.45  # how strong the strongest tint is, so that dark figures stay readable on it


def rutor(
    rader: Sequence[tuple[str, float, Sequence[float]]],
    medel: float,
    huvuden: Sequence[str],
    palette: theme.Palette,
    *,
    linje: str = "",
) -> Spec:
    """Draw one row a kommun, or a unit.

    Parameters
    ----------
    rader : sequence of (name, points, differences of the parts)
        In drawing order; a missing value is NaN.
    medel : float
        The mean that they are set against, drawn as a labelled line.
    huvuden : sequence of str
        Headings of the parts' columns.
    linje : str
        The line's label; the country's mean when left out.
    """
    names = [f"{namn}{NBSP}{NBSP}{'–' if math.isnan(x) else tal(x)}" for namn, x, _ in rader]
    present = [x for _, x, _ in rader if not math.isnan(x)]
    low, high = min([*present, medel - ROOM]) - 1, max([*present, medel + ROOM]) + 1
    gaps = [abs(gap) for _, _, parts in rader for gap in parts if not math.isnan(gap)]
    dots = zip(names, (x for _, x, _ in rader), strict=True)
    data = {
        "punkter": [{"namn": namn, **_dot(x, medel)} for namn, x in dots],
        "medel": [{"x": place(medel), "text": linje or f"Genomsnitt i landet {tal(medel)}"}],
        "rutor": [
            _cell(namn, n, gap) for namn, (_, _, parts) in zip(names, rader, strict=True) for n, gap in enumerate(parts)
        ],
        "huvuden": _heads(huvuden),
    }
    step = TIGHT_ROW if len(rader) >= MANY else ROW
    base = design(palette, step, PARTS_WIDTH // len(huvuden))
    return fill(base, data, {"lagst": place(low), "hogst": place(high), "yttre": place(max([*gaps, 10.0]))})


def _dot(x: float, medel: float) -> Row:
    return {} if math.isnan(x) else {"x": place(x), "under": int(x < medel)}


def _cell(namn: str, column: int, gap: float) -> Row:
    if math.isnan(gap):
        return {"namn": namn, "kol": column, "text": "–"}
    return {"namn": namn, "kol": column, "gap": place(gap), "text": skillnad(gap, 0)}


def _heads(huvuden: Sequence[str]) -> list[Row]:
    """Raise every other heading a line when the words are too wide to stand side by side."""
    width = PARTS_WIDTH // len(huvuden)
    wide = any(len(text) * 7 > width for text in huvuden)
    return [{"kol": n, "text": text, "y": -26 if wide and n % 2 else -9} for n, text in enumerate(huvuden)]


@cache
def design(palette: theme.Palette, step: int, column: int) -> Spec:
    """Return the design, made once per palette and measure."""
    params = [alt.param(name=name, value=value) for name, value in (("lagst", 50), ("hogst", 80), ("yttre", 10))]
    size = min(theme.NOTE_SIZE, step - 1)
    both = alt.hconcat(_dots(palette, step, size), _cells(palette, step, column, size), spacing=10)
    return form(both.add_params(*params).resolve_scale(color="independent", y="independent"))


def _dots(palette: theme.Palette, step: int, size: int) -> alt.LayerChart | alt.FacetChart:
    scale = alt.Scale(domain=[alt.ExprRef("lagst"), alt.ExprRef("hogst")], nice=False, zero=False)
    x = alt.X("x:Q", title="Poäng", scale=scale, axis=alt.Axis(grid=False, tickCount=5, tickMinStep=1))
    y = alt.Y("namn:N", sort=None, title=None, axis=alt.Axis(grid=True, labelLimit=190, labelFontSize=size))
    under = "datum.under"
    dots = alt.Chart(alt.NamedData("punkter")).encode(x=x, y=y)
    mean = alt.Chart(alt.NamedData("medel")).encode(x=x)
    colour = alt.condition(under, alt.value(palette.under), alt.value(palette.over))
    shape = alt.condition(under, alt.value("diamond"), alt.value("circle"))
    layers: alt.LayerChart | alt.FacetChart = alt.layer(
        mean.mark_rule(color=theme.INK, strokeDash=[4, 3]),
        mean.mark_text(y=-9, fontSize=theme.NOTE_SIZE).encode(text="text:N"),
        dots.mark_point(filled=True, opacity=1, size=64).encode(color=colour, shape=shape),
    )
    return layers.properties(width=DOTS_WIDTH, height=alt.Step(step))


def _cells(palette: theme.Palette, step: int, column: int, size: int) -> alt.LayerChart | alt.FacetChart:
    ends = [_tint(palette.under), theme.PAPER, _tint(palette.over)]
    scale = alt.Scale(domain=[alt.ExprRef("-yttre"), 0, alt.ExprRef("yttre")], range=ends, interpolate="rgb")
    x = alt.X("kol:O", title=None, axis=None)
    y = alt.Y("namn:N", sort=None, title=None, axis=None)
    cells = alt.Chart(alt.NamedData("rutor")).encode(x=x, y=y)
    heads = alt.Chart(alt.NamedData("huvuden")).mark_text(y=alt.ExprRef("datum.y"), fontSize=theme.NOTE_SIZE)
    layers: alt.LayerChart | alt.FacetChart = alt.layer(
        cells.mark_rect(stroke=theme.PAPER, strokeWidth=1).encode(color=alt.Color("gap:Q", scale=scale, legend=None)),
        cells.mark_text(fontSize=size).encode(text="text:N"),
        heads.encode(x=x, text="text:N"),
    )
    return layers.properties(width=alt.Step(column), height=alt.Step(step))


def _tint(colour: str) -> str:
    """Thin a colour with paper."""
    parts = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return "#" + "".join(f"{round(255 - FAINT * (255 - part)):02X}" for part in parts)
