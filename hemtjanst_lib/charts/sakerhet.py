"""How sure the result is: the interval of the index over the classes, and how often each class comes out."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import altair as alt

from hemtjanst_lib import theme
from hemtjanst_lib.charts.form import Row, Spec, fill, form, place
from hemtjanst_lib.charts.words import kalltext
from hemtjanst_lib.display import Figur, Kolumn, Tabell
from hemtjanst_lib.language import NBSP, TANKSTRECK, genitiv, lista, tal

if TYPE_CHECKING:
    from hemtjanst_lib.analysis import Kommunfakta

HEIGHT = 150  # px
BAR, BAND, BAND_END, SHARE = 40, 64, 92, 112  # px from the top: interval, classes, shares
BEYOND = 4.0  # points shown beyond the limits and the interval, at least


def sakerhet(k: Kommunfakta, palette: theme.Palette = theme.DEFAULT) -> Figur:
    """Show the index with its interval on the scale of classes, and the share of computations that give each class."""
    s = k.sakerhet
    limits: list[float] = k.klasser["till_och_med"].dropna().tolist()[: len(k.klasser) - 1]
    values = [*limits, float(s.index.lag), float(s.index.hog)]
    low, high = min(values) - BEYOND, max(values) + BEYOND
    spec = fill(
        design(palette),
        {"klasser": _classes(k, low, high), "intervall": [_interval(k, (low + high) / 2)]},
        {"lagst": place(low), "hogst": place(high)},
    )
    return Figur("sakerhet", _title(k), _alt(k), _caption(k), spec, _table(k))


def _shares(k: Kommunfakta) -> list[int]:
    return [round(100 * share) for share in k.sakerhet.klasser.tolist()]


def _classes(k: Kommunfakta, low: float, high: float) -> list[Row]:
    over, upper = k.klasser["over"].fillna(low), k.klasser["till_och_med"].fillna(high).clip(upper=high)
    rows = zip(k.klasser["klass"], over, upper, k.klasser["egen"], _shares(k), strict=True)
    return [
        {
            "x": place(x),
            "x2": place(x2),
            "mitt": place((x + x2) / 2),
            "klass": klass,
            "andel": f"{share} av 100" if share else TANKSTRECK,
        }
        | ({"egen": 1} if egen else {})
        for klass, x, x2, egen, share in rows
    ]


def _interval(k: Kommunfakta, middle: float) -> Row:
    s = k.sakerhet
    text = f"{k.kommun.namn} {tal(k.index)} ({tal(s.index.lag)}{TANKSTRECK}{tal(s.index.hog)})"
    return {
        "x": place(k.index),
        "lag": place(s.index.lag),
        "hog": place(s.index.hog),
        "text": text,
        "sida": "left" if k.index < middle else "right",
    }


@cache
def design(palette: theme.Palette) -> Spec:
    """Return the design, made once per palette."""
    params = [alt.param(name="lagst", value=40), alt.param(name="hogst", value=90)]
    scale = alt.Scale(domain=[alt.ExprRef("lagst"), alt.ExprRef("hogst")], nice=False, zero=False)
    x = alt.X("x:Q", scale=scale, title=None, axis=None)
    bands, own = alt.Chart(alt.NamedData("klasser")), alt.Chart(alt.NamedData("intervall"))
    fill_ = alt.condition("datum.egen", alt.value(palette.egen), alt.value(theme.SURFACE))
    ink = alt.condition("datum.egen", alt.value(theme.PAPER), alt.value(theme.INK))
    weight = alt.ExprRef(f"datum.egen ? {theme.WEIGHT_STRONG} : {theme.WEIGHT_REGULAR}")
    middle = alt.X("mitt:Q", axis=None)
    bar = alt.value(BAR)
    return form(
        alt.layer(
            bands.mark_rect(stroke=theme.BORDER, strokeWidth=1).encode(
                x=x, x2="x2", y=alt.value(BAND), y2=alt.value(BAND_END), fill=fill_
            ),
            bands.mark_text(fontSize=12, baseline="middle", fontWeight=weight).encode(
                x=middle, y=alt.value((BAND + BAND_END) / 2), text="klass:N", color=ink
            ),
            bands.mark_text(fontSize=12, baseline="middle", fontWeight=weight).encode(
                x=middle, y=alt.value(SHARE), text="andel:N"
            ),
            own.mark_rule(color=palette.egen, strokeWidth=3).encode(x=alt.X("lag:Q", axis=None), x2="hog", y=bar),
            own.mark_tick(color=palette.egen, thickness=3, size=14).encode(x=alt.X("lag:Q", axis=None), y=bar),
            own.mark_tick(color=palette.egen, thickness=3, size=14).encode(x=alt.X("hog:Q", axis=None), y=bar),
            own.mark_point(color=palette.egen, filled=True, size=130, opacity=1).encode(x=x, y=bar),
            own.mark_text(align=alt.ExprRef("datum.sida"), fontWeight=theme.WEIGHT_STRONG).encode(
                x=x, y=alt.value(16), text="text:N"
            ),
            alt.Chart(alt.NamedData("intervall"))
            .transform_calculate(fot="'Så ofta blir klassen denna, av 100 beräkningar'")
            .mark_text(align="left", fontSize=12, color=theme.MUTED)
            .encode(x=alt.value(0), y=alt.value(136), text="fot:N"),
        )
        .add_params(*params)
        .properties(width=theme.WIDTH, height=HEIGHT, autosize=alt.AutoSizeParams(type="fit-x", contains="padding"))
    )


def _title(k: Kommunfakta) -> str:
    c = k.sakerhet.klass
    if c.saker or c.andra is None:
        return f"{genitiv(k.kommun.namn)} klass, {c.klass}, är säker"
    return f"{genitiv(k.kommun.namn)} klass, {c.klass}, är osäker: även {c.andra} är möjlig"


def _alt(k: Kommunfakta) -> str:
    s = k.sakerhet
    shares = lista(f"{klass} {share}" for klass, share in zip(k.klasser["klass"], _shares(k), strict=True) if share)
    return (
        f"Skala med de fem klasserna. {genitiv(k.kommun.namn)} index är {tal(k.index)} poäng med ett intervall från "
        f"{tal(s.index.lag)} till {tal(s.index.hog)}. Av 100 beräkningar ger så många varje klass: {shares}."
    )


def _caption(k: Kommunfakta) -> str:
    share = round(100 * k.sakerhet.underlag.regler.niva)
    return (
        f"Punkten är årets index och strecket visar var det hamnar i {share}{NBSP}% av beräkningarna när slumpen i "
        f"svaren, vikterna och sättet att räkna varierar. Den mörka rutan är kommunens klass. {kalltext(k)}"
    )


def _table(k: Kommunfakta) -> Tabell:
    names = zip(k.klasser["klass"], _shares(k), k.klasser["egen"], strict=True)
    rows = tuple((f"{klass}{' (årets klass)' if egen else ''}", str(share)) for klass, share, egen in names)
    heads = (Kolumn("Klass"), Kolumn("Antal beräkningar av 100", "tal"))
    return Tabell("sakerhet-data", f"Så ofta blir klassen denna, {k.ar}", heads, rows)
