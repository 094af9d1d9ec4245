"""The kommun's place on the scale of classes, without any other kommun: for the summary that stands alone."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import altair as alt

from hemtjanst_lib import theme
from hemtjanst_lib.charts.form import Row, Spec, fill, form, place
from hemtjanst_lib.charts.words import kalltext, lage
from hemtjanst_lib.display import Figur, Kolumn, Tabell
from hemtjanst_lib.language import lista, tal

if TYPE_CHECKING:
    from hemtjanst_lib.analysis import Kommunfakta

HEIGHT = 108  # px
BAND, BAND_END = 40, 68  # px: where the classes lie
BEYOND = 6.0  # points shown below the lowest limit and above the highest, at least


def klasskala(k: Kommunfakta, palette: theme.Palette = theme.DEFAULT) -> Figur:
    """Show the own index and the mean on the scale of classes."""
    limits: list[float] = k.klasser["till_och_med"].dropna().tolist()[: len(k.klasser) - 1]
    values: list[float] = [*limits, float(k.index), float(k.medel)]
    low, high = min(values) - BEYOND, max(values) + BEYOND
    spec = fill(
        design(palette),
        {"klasser": _classes(k, low, high), "marken": _marks(k, low, high)},
        {"lagst": place(low), "hogst": place(high)},
    )
    return Figur("klasskala", _title(k), _alt(k), _caption(k), spec, _table(k))


def _classes(k: Kommunfakta, low: float, high: float) -> list[Row]:
    over, upper = k.klasser["over"].fillna(low), k.klasser["till_och_med"].fillna(high).clip(upper=high)
    rows = zip(k.klasser["klass"], over, upper, k.klasser["egen"], strict=True)
    return [
        {"x": place(x), "x2": place(x2), "mitt": place((x + x2) / 2), "klass": klass, "n": n}
        | ({"egen": 1} if egen else {})
        for n, (klass, x, x2, egen) in enumerate(rows)
    ]


def _marks(k: Kommunfakta, low: float, high: float) -> list[Row]:
    """Return the own index above the classes and the mean below, each text leading into the picture."""
    middle = (low + high) / 2
    own: Row = {"x": place(k.index), "text": f"{k.kommun.namn} {tal(k.index)}", "egen": 1}
    mean: Row = {"x": place(k.medel), "text": f"Kommungenomsnitt {tal(k.medel)}"}
    return [row | {"sida": "left" if row["x"] < middle else "right"} for row in (own, mean)]


@cache
def design(palette: theme.Palette) -> Spec:
    """Return the design, made once per palette."""
    params = [alt.param(name="lagst", value=40), alt.param(name="hogst", value=90)]
    scale = alt.Scale(domain=[alt.ExprRef("lagst"), alt.ExprRef("hogst")], nice=False, zero=False)
    x = alt.X("x:Q", scale=scale, title=None, axis=None)
    bands = alt.Chart(alt.NamedData("klasser"))
    own = alt.condition("datum.egen", alt.value(palette.egen), alt.value(theme.SURFACE))
    ink = alt.condition("datum.egen", alt.value(theme.PAPER), alt.value(theme.INK))
    weight = alt.ExprRef(f"datum.egen ? {theme.WEIGHT_STRONG} : {theme.WEIGHT_REGULAR}")
    marks = alt.Chart(alt.NamedData("marken")).encode(x=x)
    mine, mean = marks.transform_filter("datum.egen"), marks.transform_filter("!datum.egen")
    side, away = alt.ExprRef("datum.sida"), alt.ExprRef("datum.sida === 'left' ? 6 : -6")
    return form(
        alt.layer(
            bands.mark_rect(stroke=theme.PAPER, strokeWidth=2).encode(
                x=x, x2="x2", y=alt.value(BAND), y2=alt.value(BAND_END), fill=own
            ),
            bands.mark_text(fontSize=12, baseline="middle", fontWeight=weight).encode(
                x=alt.X("mitt:Q", axis=None), y=alt.value((BAND + BAND_END) / 2), text="klass:N", color=ink
            ),
            mine.mark_rule(color=palette.egen, strokeWidth=2).encode(y=alt.value(14), y2=alt.value(BAND)),
            mine.mark_text(align=side, dx=away, fontWeight=theme.WEIGHT_STRONG).encode(y=alt.value(20), text="text:N"),
            mean.mark_rule(color=theme.INK, strokeDash=[4, 3]).encode(y=alt.value(BAND_END), y2=alt.value(96)),
            mean.mark_text(align=side, dx=away).encode(y=alt.value(90), text="text:N"),
        )
        .add_params(*params)
        .properties(width=theme.WIDTH, height=HEIGHT, autosize=alt.AutoSizeParams(type="fit-x", contains="padding"))
    )


def _title(k: Kommunfakta) -> str:
    return f"{k.kommun.namn} hör till klassen {k.klass}, {lage(k.gap)}"


def _alt(k: Kommunfakta) -> str:
    limits = lista(tal(x) for x in k.klasser["till_och_med"].tolist()[: len(k.klasser) - 1])
    return (
        f"Skala med de fem klasserna, skilda åt vid {limits} poäng. {k.kommun.namn} har {tal(k.index)} poäng, klassen "
        f"{k.klass}. Kommungenomsnittet är {tal(k.medel)}."
    )


def _caption(k: Kommunfakta) -> str:
    return f"Klasserna i Hemtjänstindex {k.ar}. Den mörka rutan är kommunens klass. {kalltext(k)}"


def _table(k: Kommunfakta) -> Tabell:
    rows = ((k.kommun.namn, tal(k.index)), ("Kommungenomsnitt", tal(k.medel)))
    heads = (Kolumn("Vad"), Kolumn("Index", "tal"))
    return Tabell("klasskala-data", f"Index {k.ar}", heads, rows)
