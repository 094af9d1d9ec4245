"""A kommun's units in order, each with the interval that its result lies within."""

from __future__ import annotations

from functools import cache
from typing import Any

import altair as alt
import pandas as pd

from hemtjanst_lib import theme
from hemtjanst_lib.analysis.enheter_fakta import Enhetsfakta
from hemtjanst_lib.charts.enheter_ord import kalltext, korta, linjetext, nummer
from hemtjanst_lib.charts.form import Row, Spec, fill, form, place
from hemtjanst_lib.display import Figur, Kolumn, Punktlista, Tabell
from hemtjanst_lib.language import NBSP, TANKSTRECK, antal, stor_forsta, tal

NAMED = 45  # from more units than this the rows have numbers instead of names
STEP, DENSE_STEP, SPARSE = 20, 15, 25  # px a row; up to SPARSE rows have room
TALLEST = 780  # px for all rows together, so that the chart stays on a page
NAME_WIDTH = 30  # characters


def enheter_rangordning(e: Enhetsfakta, palette: theme.Palette = theme.DEFAULT) -> Figur | Punktlista:
    """Show the total of every unit, highest first, with its interval and group; nothing for fewer than two."""
    ranked = e.enheter[e.enheter["total"].notna()]
    if len(ranked) < 2:
        return Punktlista(())
    medel, many = float(e.medel["total"]), len(ranked) > NAMED
    rows = _rows(e, ranked, many=many)
    ends = [*(row["lag"] for row in rows), *(row["hog"] for row in rows), medel]
    step = STEP if len(rows) <= SPARSE else DENSE_STEP
    spec = fill(
        design(palette, many),
        {"enheter": rows, "medel": [{"x": place(medel), "text": linjetext(e, medel)}]},
        {"lagst": place(min(ends) - 1), "hogst": place(max(ends) + 1)},
        height=min(len(rows) * step, max(TALLEST, 5 * len(rows))),
    )
    return Figur("enheter-rangordning", _title(ranked), _alt(e, ranked), _caption(e, many), spec, _table(e, ranked))


def _rows(e: Enhetsfakta, ranked: pd.DataFrame, *, many: bool) -> list[Row]:
    totals = [tal(x) for x in ranked["total"]]
    names = [str(n) for n in nummer(e)[ranked.index]] if many else korta(ranked["namn"], NAME_WIDTH)
    labels = names if many else [f"{name}{NBSP}{NBSP}{x}" for name, x in zip(names, totals, strict=True)]
    known = ranked["total_lag"].fillna(ranked["total"]), ranked["total_hog"].fillna(ranked["total"])
    cells = zip(labels, ranked["total"], *known, ranked["grupp"], strict=True)
    return [
        {"namn": label, "x": place(x), "lag": place(low), "hog": place(high), "grupp": str(group)}
        for label, x, low, high, group in cells
    ]


@cache
def design(palette: theme.Palette, many: bool) -> Spec:
    """Return the design, made once per palette; ``many`` rows have numbers, every tenth written out."""
    params = [alt.param(name=name, value=value) for name, value in (("lagst", 50), ("hogst", 80))]
    scale = alt.Scale(domain=[alt.ExprRef("lagst"), alt.ExprRef("hogst")], nice=False, zero=False)
    x = alt.X("x:Q", title="Enhetsindex, poäng", scale=scale, axis=alt.Axis(grid=False, tickCount=7, tickMinStep=1))
    tenth = "toNumber(datum.label) % 10 === 0 || datum.label === '1' ? datum.label : ''"
    axis = alt.Axis(labelExpr=tenth, grid=False) if many else alt.Axis(grid=True, labelLimit=290)
    y = alt.Y("namn:N", sort=None, title="Enhetens nummer" if many else None, axis=axis)
    mean = alt.Chart(alt.NamedData("medel")).encode(x=x)
    rows = alt.Chart(alt.NamedData("enheter")).encode(y=y)
    low = alt.X("lag:Q", scale=scale)
    layers = [
        mean.mark_rule(color=theme.INK, strokeDash=[4, 3]),
        mean.mark_text(y=-9, fontSize=theme.NOTE_SIZE).encode(text="text:N"),
        rows.mark_rule(color=palette.medel, strokeWidth=2 if many else 4).encode(x=low, x2="hog:Q"),
        rows.mark_point(filled=True, opacity=1, size=18 if many else 64, color=palette.egen).encode(x=x),
    ]
    if not many:
        layers.append(rows.mark_text(align="left", dx=7, fontSize=theme.NOTE_SIZE).encode(x="hog:Q", text="grupp:N"))
    return form(
        alt.layer(*layers)
        .add_params(*params)
        .properties(width=theme.WIDTH, autosize=alt.AutoSizeParams(type="fit-x", contains="padding"))
    )


def _title(ranked: pd.DataFrame) -> str:
    alike = int((ranked["grupp"] == 1).sum())
    if alike == len(ranked):
        return "Ingen enhet går säkert att skilja från den högsta"
    if alike == 1:
        return f"{ranked['namn'].iloc[0]} ligger säkert högst"
    others = antal(alike - 1, "annan enhet", "andra enheter")
    return f"Den högsta enheten går inte säkert att skilja från {others}"


def _alt(e: Enhetsfakta, ranked: pd.DataFrame) -> str:
    best, last = ranked.iloc[0], ranked.iloc[-1]
    return (
        f"Punktdiagram med intervall för {antal(len(ranked), 'enhet', 'enheter')}, från {best['namn']} "
        f"med {tal(best['total'])} poäng ({_interval(best)}) till {last['namn']} "
        f"med {tal(last['total'])} ({_interval(last)}). "
        f"{stor_forsta(e.referensnamn)} är {tal(e.medel['total'])}."
    )


def _interval(row: Any) -> str:
    if pd.isna(row["total_lag"]):
        return "utan intervall"
    return f"{tal(row['total_lag'])}{TANKSTRECK}{tal(row['total_hog'])}"


def _caption(e: Enhetsfakta, many: bool) -> str:
    which = "Numren är desamma som i tabellen." if many else "Siffran till höger är gruppen i tabellen."
    return (
        f"Enhetsindex {e.ar}. Punkten är resultatet och strecket det intervall som det med {tal(100 * e.konfidens, 0)} "
        f"procents säkerhet ligger inom. Den streckade linjen är {e.referensnamn}. {which} {kalltext(e)}"
    )


def _table(e: Enhetsfakta, ranked: pd.DataFrame) -> Tabell:
    cells = zip(
        ranked["namn"],
        ranked["total"],
        map(_interval, (row for _, row in ranked.iterrows())),
        ranked["grupp"],
        strict=True,
    )
    rows = tuple((namn, tal(x), interval, str(group)) for namn, x, interval, group in cells)
    heads = (Kolumn("Enhet"), Kolumn("Enhetsindex", "tal"), Kolumn("Intervall", "tal"), Kolumn("Grupp", "tal"))
    return Tabell("enheter-rangordning-data", f"Enhetsindex med intervall {e.ar}", heads, rows)
