"""What separates high results from low: both groups' means in each område."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import altair as alt

from hemtjanst_lib import theme
from hemtjanst_lib.charts.form import Row, Spec, centred, fill, form, place
from hemtjanst_lib.charts.nation_ord import kalltext
from hemtjanst_lib.charts.nation_spann import LINE, NAME_WIDTH
from hemtjanst_lib.charts.words import rader
from hemtjanst_lib.display import Figur, Kolumn, Tabell
from hemtjanst_lib.language import skillnad, tal

if TYPE_CHECKING:
    from hemtjanst_lib.analysis.nation import Nationsfakta


def nation_hogt_lagt(n: Nationsfakta, palette: theme.Palette = theme.DEFAULT) -> Figur:
    """Show the mean of the kommuner with high and with low results in each område, what separates most first."""
    frame = n.skillnader.dropna(subset=["hoga", "laga"])
    rows: list[Row] = [
        {"namn": rader(namn, NAME_WIDTH), "lag": place(low), "hog": place(high), "text": skillnad(gap, 0)}
        for namn, low, high, gap in zip(frame["namn"], frame["laga"], frame["hoga"], frame["skillnad"], strict=True)
    ]
    lines = max(row["namn"].count("\n") + 1 for row in rows)
    first, last = frame.iloc[0], frame.iloc[-1]
    return Figur(
        "hogt-lagt",
        f"Mest skiljer sig höga och låga resultat åt i ”{first['namn']}”",
        "Punktdiagram med genomsnittet för kommuner med höga och med låga resultat per område. Mest skiljer "
        f"{first['namn']}: {tal(first['hoga'])} mot {tal(first['laga'])} poäng. Minst skiljer {last['namn']}: "
        f"{tal(last['hoga'])} mot {tal(last['laga'])}.",
        "Fylld romb: kommuner med höga resultat. Ofylld cirkel: kommuner med låga resultat. Siffran är skillnaden i "
        "hela poäng. Ordningen tar hänsyn till hur mycket alla kommuner varierar i området. "
        f"{kalltext(n)}",
        fill(_design(palette), {"rader": rows}, height=len(rows) * max(22, lines * LINE + 4)),
        _table(n),
    )


def _table(n: Nationsfakta) -> Tabell:
    cells = zip(*(n.skillnader[c] for c in ("namn", "hoga", "laga", "skillnad", "bidrag")), strict=True)
    rows = tuple((namn, tal(high), tal(low), skillnad(gap), tal(part)) for namn, high, low, gap, part in cells)
    heads = ("Höga resultat", "Låga resultat", "Skillnad", "Del av indexskillnaden")
    columns = (Kolumn("Område"), *(Kolumn(head, "tal") for head in heads))
    note = "Del av indexskillnaden: så många poäng av skillnaden i index mellan grupperna kommer från området."
    return Tabell("hogt-lagt-data", f"Höga och låga resultat per område {n.ar}", columns, rows, not_=note)


@cache
def _design(palette: theme.Palette) -> Spec:
    names = alt.Axis(
        labelExpr="split(datum.label, '\\n')",
        labelLimit=300,
        labelLineHeight=LINE,
        labelOffset=centred(LINE),
        grid=True,
    )
    scale = alt.Scale(domain=[0, 105], nice=False)
    axis = alt.Axis(values=[0, 20, 40, 60, 80, 100], grid=False)
    x = alt.X("lag:Q", title="Poäng", scale=scale, axis=axis)
    rows = alt.Chart(alt.NamedData("rader")).encode(y=alt.Y("namn:N", sort=None, title=None, axis=names))
    low = rows.mark_point(filled=True, fill=theme.PAPER, stroke=palette.under, strokeWidth=2, opacity=1, size=75)
    high = rows.mark_point(filled=True, opacity=1, shape="diamond", color=palette.over, size=95)
    return form(
        alt.layer(
            rows.mark_rule(color=palette.medel, strokeWidth=2).encode(x=x, x2="hog"),
            low.encode(x="lag:Q"),
            high.encode(x="hog:Q"),
            rows.mark_text(align="left", dx=9).encode(x="hog:Q", text="text:N"),
        ).properties(width=theme.WIDTH, autosize=alt.AutoSizeParams(type="fit-x", contains="padding"))
    )
