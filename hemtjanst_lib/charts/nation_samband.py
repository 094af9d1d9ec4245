"""What goes together: the delindex with each other, and the index with the number of inhabitants."""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING

import altair as alt

from hemtjanst_lib import theme
from hemtjanst_lib.charts.form import Row, Spec, fill, form, place
from hemtjanst_lib.charts.nation_ord import kalltext
from hemtjanst_lib.display import Figur, Kolumn, Tabell
from hemtjanst_lib.language import TANKSTRECK, heltal, tal
from hemtjanst_lib.narrative.nation_ord import korrelation, load_nationsord

if TYPE_CHECKING:
    from hemtjanst_lib.analysis.nation import Nationsfakta

CELL = 46  # px a row of the heat table
HEIGHT = 300


def nation_samband(n: Nationsfakta, palette: theme.Palette = theme.DEFAULT) -> Figur:
    """Show how the delindex go together, each pair in figures and by shade."""
    names = n.delindex["namn"].loc[n.samband.index]
    table = n.samband.to_numpy(dtype=float)
    rows: list[Row] = [
        {"rad": names.iloc[i], "kolumn": names.iloc[j], "r": place(table[i, j]), "text": korrelation(table[i, j])}
        for i in range(len(table))
        for j in range(i)
        if not math.isnan(table[i, j])
    ]
    strongest = max(rows, key=lambda row: abs(row["r"]))
    told = "; ".join(f"{_par(row)} {row['text']}" for row in rows)
    return Figur(
        "samband",
        f"Starkast samband har {_par(strongest)} ({strongest['text']})",
        f"Tabell med färgade rutor över sambandet mellan delindexen. {told}.",
        "Rangkorrelation mellan kommunernas poäng i delindexen: +1 betyder att kommunerna kommer i samma ordning i "
        f"båda, 0 att ordningarna inte har med varandra att göra. Ju mörkare ruta desto starkare samband. "
        f"{kalltext(n)}",
        fill(_heat(palette), {"rutor": rows}, height=CELL * (len(names) - 1)),
        _pairs(n, rows),
    )


def _par(row: Row) -> str:
    return f"{row['kolumn']} och {row['rad']}"


def _pairs(n: Nationsfakta, rows: list[Row]) -> Tabell:
    cells = tuple((_par(row), row["text"]) for row in rows)
    return Tabell("samband-data", f"Samband mellan delindexen {n.ar}", (Kolumn("Par"), Kolumn("Samband", "tal")), cells)


@cache
def _heat(palette: theme.Palette) -> Spec:
    shade = alt.Scale(domain=[-1, 0, 1], range=[palette.under, theme.PAPER, palette.over], interpolate="rgb")
    base = alt.Chart(alt.NamedData("rutor")).encode(
        x=alt.X("kolumn:N", title=None, sort=None, axis=alt.Axis(labelAngle=0, orient="bottom", labelColor=theme.INK)),
        y=alt.Y("rad:N", title=None, sort=None),
    )
    return form(
        alt.layer(
            base.mark_rect(stroke=theme.PAPER, strokeWidth=2).encode(fill=alt.Fill("r:Q", scale=shade, legend=None)),
            base.mark_text(fontSize=15, fontWeight=theme.WEIGHT_STRONG, stroke=theme.PAPER, strokeWidth=3).encode(
                text="text:N"
            ),
            base.mark_text(fontSize=15, fontWeight=theme.WEIGHT_STRONG).encode(text="text:N"),
        ).properties(width=theme.WIDTH, autosize=alt.AutoSizeParams(type="fit-x", contains="padding"))
    )


def nation_befolkning(n: Nationsfakta, palette: theme.Palette = theme.DEFAULT) -> Figur:
    """Show every kommun by inhabitants and index."""
    rows: list[Row] = [
        {"x": int(people), "y": place(index)}
        for people, index in zip(n.alla["befolkning"], n.alla["index"], strict=True)
    ]
    r = float(n.befolkning.loc[n.befolkning["niva"] == "total", "rang"].iloc[0])
    spec = fill(
        _scatter(palette),
        {"kommuner": rows, "medel": [{"y": place(n.medel), "text": f"Kommungenomsnitt {tal(n.medel)}"}]},
        {"lagst": place(n.alla["index"].min() - 1), "hogst": place(n.alla["index"].max() + 1)},
    )
    largest, smallest = n.alla["befolkning"].max(), n.alla["befolkning"].min()
    return Figur(
        "befolkning",
        _size_title(r),
        f"Punktdiagram med {n.antal} kommuner efter antal invånare, från {heltal(smallest)} till {heltal(largest)}, "
        f"och index. Sambandet är {_tal(r)}, där 0 betyder inget samband.",
        f"Varje punkt är en kommun. Skalan för invånare är logaritmisk: varje steg är en tiodubbling. {kalltext(n)}",
        spec,
        _sizes(n),
    )


def _size_title(r: float) -> str:
    if math.isnan(r):
        return "Sambandet mellan kommunens storlek och indexet går inte att beräkna"
    return f"Det finns {load_nationsord().samband.word(abs(r))} samband mellan kommunens storlek och indexet"


def _tal(r: float) -> str:
    return TANKSTRECK if math.isnan(r) else korrelation(r)


def _sizes(n: Nationsfakta) -> Tabell:
    rows = tuple((row["namn"], _tal(row["rang"])) for row in n.befolkning.to_dict("records") if row["niva"] != "omrade")
    heads = (Kolumn("Del av indexet"), Kolumn("Samband med antal invånare", "tal"))
    return Tabell("befolkning-data", f"Samband mellan poäng och antal invånare {n.ar}", heads, rows)


@cache
def _scatter(palette: theme.Palette) -> Spec:
    params = [alt.param(name="lagst", value=30), alt.param(name="hogst", value=90)]
    scale = alt.Scale(domain=[alt.ExprRef("lagst"), alt.ExprRef("hogst")], nice=False, zero=False)
    people = alt.Axis(values=[3000, 10_000, 30_000, 100_000, 300_000, 1_000_000], grid=True, format=",")
    x = alt.X("x:Q", title="Antal invånare", scale=alt.Scale(type="log", domain=[2000, 1_100_000]), axis=people)
    y = alt.Y("y:Q", title="Indexpoäng", scale=scale, axis=alt.Axis(tickCount=6, tickMinStep=1))
    mean = alt.Chart(alt.NamedData("medel")).encode(y=y)
    return form(
        alt.layer(
            alt.Chart(alt.NamedData("kommuner"))
            .mark_point(filled=True, opacity=0.55, size=38, color=palette.over)
            .encode(x=x, y=y),
            mean.mark_rule(color=theme.INK, strokeDash=[4, 3]),
            mean.mark_text(align="right", baseline="bottom", dy=-3, x="width", fontSize=theme.NOTE_SIZE).encode(
                text="text:N"
            ),
        )
        .add_params(*params)
        .properties(width=theme.WIDTH, height=HEIGHT, autosize=alt.AutoSizeParams(type="fit-x", contains="padding"))
    )
