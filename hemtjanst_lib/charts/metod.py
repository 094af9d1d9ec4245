"""The charts of the methodology report: every kommun's interval, and how much each choice would move the order."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import altair as alt

from hemtjanst_lib import theme
from hemtjanst_lib.analysis.rader import rader as tabellrader
from hemtjanst_lib.charts.form import Row, Spec, centred, fill, form, place
from hemtjanst_lib.charts.words import kalltext, rader
from hemtjanst_lib.display import Figur, Kolumn, Tabell
from hemtjanst_lib.language import NBSP, TANKSTRECK, andel, heltal, stor_forsta, tal
from hemtjanst_lib.narrative.metod import scenario

if TYPE_CHECKING:
    from hemtjanst_lib.analysis.metod import Metodfakta

HEIGHT = 340  # px
ROW, LINE, NAME_WIDTH = 34, 15, 44
KINDS = ("utan_delindex", "utan_kalla", "lika", "geometrisk", "skala", "saknas")


def metod_intervall(m: Metodfakta, palette: theme.Palette = theme.DEFAULT) -> Figur:
    """Show every kommun's index with its interval, in order of place, in groups that can be told apart."""
    table, groups = m.sakerhet.osakerhet.index.dropna(), m.sakerhet.osakerhet.lika["grupp"]
    order = table.sort_values("varde", ascending=False, kind="stable")
    cells = zip(order.index, order["varde"], order["lag"], order["hog"], strict=True)
    rows: list[Row] = [
        {"n": n, "v": place(v), "l": place(low), "h": place(high), "g": int(groups[kod]) % 2}
        for n, (kod, v, low, high) in enumerate(cells, 1)
    ]
    width = tal(float(table["bredd"].median()))
    count = len(m.sakerhet.osakerhet.grupper)
    spec = fill(_intervals(palette), {"kommuner": rows}, {"antal": float(len(rows) + 1)})
    return Figur(
        "metod-intervall",
        f"Intervallen går i varandra: {heltal(len(rows))} kommuner blir {heltal(count)} grupper som går att skilja åt",
        f"Diagram med {heltal(len(rows))} kommuner i ordning efter placering. Varje kommun har en punkt för sitt index "
        f"och ett streck för sitt intervall. En vanlig kommuns intervall är {width} poäng brett.",
        f"Strecket visar var indexet hamnar i {heltal(100 * m.regler.niva)}{NBSP}% av beräkningarna. Ljusa och mörka "
        f"fält är varannan grupp. {kalltext(m)}",
        spec,
        _interval_table(m),
    )


def _interval_table(m: Metodfakta) -> Tabell:
    """Return a few places from the top to the bottom, as readers see them."""
    table, places = m.sakerhet.osakerhet.index, m.sakerhet.osakerhet.placering
    of = dict(tabellrader(table))
    shown = places.dropna().sort_values("varde", kind="stable").iloc[:: max(len(places) // 12, 1)]
    rows = tuple(
        (
            heltal(row["varde"]),
            tal(of[kod]["varde"]),
            f"{tal(of[kod]['lag'])}{TANKSTRECK}{tal(of[kod]['hog'])}",
            f"{heltal(row['lag'])}{TANKSTRECK}{heltal(row['hog'])}",
        )
        for kod, row in tabellrader(shown)
    )
    heads = (*(Kolumn(name, "tal") for name in ("Placering", "Index", "Intervall", "Placeringens intervall")),)
    return Tabell("metod-intervall-data", f"Index med intervall vid några placeringar {m.ar}", heads, rows)


@cache
def _intervals(palette: theme.Palette) -> Spec:
    x = alt.X(
        "n:Q",
        title="Placering",
        scale=alt.Scale(domain=[0, alt.ExprRef("antal")], nice=False),
        axis=alt.Axis(grid=False, values=[1, 50, 100, 150, 200, 250]),
    )
    y = alt.Y("l:Q", title="Indexpoäng", scale=alt.Scale(zero=False))
    colour = alt.Color("g:N", scale=alt.Scale(domain=[0, 1], range=[palette.egen, palette.over]), legend=None)
    base = alt.Chart(alt.NamedData("kommuner"))
    return form(
        alt.layer(
            base.mark_rule(strokeWidth=1.2, opacity=0.55).encode(x=x, y=y, y2="h", color=colour),
            base.mark_point(filled=True, size=14, opacity=1, color=theme.INK).encode(x=x, y=alt.Y("v:Q")),
        )
        .add_params(alt.param(name="antal", value=291))
        .properties(width=theme.WIDTH, height=HEIGHT, autosize=alt.AutoSizeParams(type="fit-x", contains="padding"))
    )


def metod_kanslighet(m: Metodfakta, palette: theme.Palette = theme.DEFAULT) -> Figur:
    """Show how many places a kommun in the middle would move by each choice."""
    frame = m.scenarier[m.scenarier["sort"].isin(KINDS)]
    frame = frame[frame["rangsamband"] < 1 - 1e-9].sort_values("median_platser", ascending=False, kind="stable")
    named = [(stor_forsta(scenario(m, str(kod)).removeprefix("att ")), row) for kod, row in tabellrader(frame)]
    rows: list[Row] = [
        {
            "n": n,
            "namn": rader(name, NAME_WIDTH),
            "x": place(row["median_platser"]),
            "text": heltal(row["median_platser"]),
        }
        for n, (name, row) in enumerate(named)
    ]
    told = "; ".join(f"{name} {heltal(row['median_platser'])}" for name, row in named)
    longest = max((row["x"] for row in rows), default=1.0)
    cells = tuple((name, heltal(row["median_platser"]), andel(100 * row["behaller_klass"], 0)) for name, row in named)
    heads = (Kolumn("Val"), Kolumn("Vanlig flytt i platser", "tal"), Kolumn("Behåller klassen", "tal"))
    return Figur(
        "metod-kanslighet",
        f"Ordningen ändras mest av att {_liten(named[0][0])}" if named else "Inget val ändrar ordningen",
        f"Stapeldiagram över hur många platser en vanlig kommun flyttar sig. {told}.",
        "Så många platser flyttar sig hälften av kommunerna minst, upp eller ned, om indexet hade räknats så. "
        f"{kalltext(m)}",
        fill(_moves(palette), {"val": rows}, {"langst": place(1.12 * longest)}, height=ROW * max(len(rows), 1)),
        Tabell("metod-kanslighet-data", "Vad andra val skulle betyda", heads, cells),
    )


def _liten(text: str) -> str:
    return text[:1].lower() + text[1:]


@cache
def _moves(palette: theme.Palette) -> Spec:
    base = alt.Chart(alt.NamedData("val"))
    y = alt.Y(
        "namn:N",
        sort=None,
        title=None,
        axis=alt.Axis(
            labelLimit=340,
            labelLineHeight=LINE,
            labelExpr="split(datum.label, '\\n')",
            labelOffset=centred(LINE),
        ),
    )
    scale = alt.Scale(domain=[0, alt.ExprRef("langst")], nice=False)
    x = alt.X("x:Q", scale=scale, title="Platser", axis=alt.Axis(tickCount=5))
    return form(
        alt.layer(
            base.mark_bar(size=16, color=palette.over).encode(y=y, x=x),
            base.mark_text(align="left", dx=6, fontWeight=theme.WEIGHT_STRONG).encode(y=y, x=x, text="text:N"),
        )
        .add_params(alt.param(name="langst", value=40))
        .properties(width=theme.WIDTH, height=300, autosize=alt.AutoSizeParams(type="fit-x", contains="padding"))
    )
