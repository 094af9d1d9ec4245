"""The län's kommuner in order, each with its dot, against the mean of all kommuner."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import altair as alt

from hemtjanst_lib import theme
from hemtjanst_lib.charts.form import Row, Spec, fill, form, place
from hemtjanst_lib.charts.words import kalltext, lage
from hemtjanst_lib.display import Figur, Kolumn, Tabell
from hemtjanst_lib.language import NBSP, genitiv, skillnad, tal

if TYPE_CHECKING:
    from hemtjanst_lib.analysis import Kommunfakta

ROOM = 6  # points shown on each side of the mean, at least
STEP, DENSE_STEP, MANY = 18, 14, 20  # px a row; with many rows denser, so that 49 kommuner fit on a page


def lan(k: Kommunfakta, palette: theme.Palette = theme.DEFAULT) -> Figur:
    """Show the index of every kommun in the län, highest first, with the own kommun pointed out.

    A kommun that is alone in its län (Gotland) is shown against the mean of all kommuner.
    """
    rows = _rows(k)
    values = [*(row["x"] for row in rows), place(k.medel) - ROOM, place(k.medel) + ROOM]
    spec = fill(
        design(palette),
        {"kommuner": rows, "medel": [{"x": place(k.medel), "text": f"Kommungenomsnitt {tal(k.medel)}"}]},
        {"lagst": min(values) - 1, "hogst": max(values) + 1, "egen": _label(k.kommun.namn, k.index)},
        height=max(len(rows), 2) * (STEP if len(rows) <= MANY else DENSE_STEP),
    )
    return Figur("lan", _title(k), _alt(k), _caption(k), spec, _table(k))


def _rows(k: Kommunfakta) -> list[Row]:
    rows = zip(k.lan_kommuner["namn"], k.lan_kommuner["index"], k.lan_kommuner["egen"], strict=True)
    return [{"namn": _label(namn, x), "x": place(x)} | ({"egen": 1} if egen else {}) for namn, x, egen in rows]


def _label(namn: str, index: float) -> str:
    return f"{namn}{NBSP}{NBSP}{tal(index)}"


@cache
def design(palette: theme.Palette) -> Spec:
    """Return the design, made once per palette."""
    params = [alt.param(name=name, value=value) for name, value in (("lagst", 50), ("hogst", 80), ("egen", ""))]
    scale = alt.Scale(domain=[alt.ExprRef("lagst"), alt.ExprRef("hogst")], nice=False, zero=False)
    strong = alt.condition("datum.value === egen", alt.value("bold"), alt.value("normal"))
    x = alt.X("x:Q", title="Indexpoäng", scale=scale, axis=alt.Axis(grid=False, tickCount=7, tickMinStep=1))
    y = alt.Y("namn:N", sort=None, title=None, axis=alt.Axis(grid=True, labelFontWeight=strong, labelLimit=220))
    mean = alt.Chart(alt.NamedData("medel")).encode(x=x)
    dots = alt.Chart(alt.NamedData("kommuner")).mark_point(filled=True, opacity=1)
    own = {
        "color": alt.condition("datum.egen", alt.value(palette.egen), alt.value(palette.medel)),
        "shape": alt.condition("datum.egen", alt.value("diamond"), alt.value("circle")),
        "size": alt.condition("datum.egen", alt.value(150), alt.value(60)),
    }
    return form(
        alt.layer(
            mean.mark_rule(color=theme.INK, strokeDash=[4, 3]),
            mean.mark_text(y=-9, fontSize=theme.NOTE_SIZE).encode(text="text:N"),
            dots.encode(x=x, y=y, **own),
        )
        .add_params(*params)
        .properties(width=theme.WIDTH, autosize=alt.AutoSizeParams(type="fit-x", contains="padding"))
    )


def _title(k: Kommunfakta) -> str:
    if k.antal_lan == 1:
        return f"{k.kommun.namn}, ensam kommun i sitt län, ligger {lage(k.gap)}"
    return f"{k.kommun.namn} har plats {k.placering_lan} av de {k.antal_lan} kommunerna i {k.kommun.lan}"


def _alt(k: Kommunfakta) -> str:
    own = f"{k.kommun.namn} har {tal(k.index)} poäng. Kommungenomsnittet är {tal(k.medel)}."
    if k.antal_lan == 1:
        return f"Punktdiagram med en kommun. {own}"
    best, last = k.lan_kommuner.iloc[0], k.lan_kommuner.iloc[-1]
    return (
        f"Punktdiagram över index i {genitiv(k.kommun.lan)} {k.antal_lan} kommuner, från {best['namn']} "
        f"med {tal(best['index'])} poäng till {last['namn']} med {tal(last['index'])}. {own}"
    )


def _caption(k: Kommunfakta) -> str:
    others = "" if k.antal_lan == 1 else " Cirklarna är länets övriga kommuner."
    return (
        f"Index {k.ar}. Romben och den feta stilen visar {k.kommun.namn}.{others} "
        f"Den streckade linjen är kommungenomsnittet. {kalltext(k)}"
    )


def _table(k: Kommunfakta) -> Tabell:
    frame = k.lan_kommuner
    rows = tuple(
        (namn, tal(index), skillnad(index - k.medel), str(place_in_nation))
        for namn, index, place_in_nation in zip(frame["namn"], frame["index"], frame["placering"], strict=True)
    )
    heads = ("Index", "Skillnad mot kommungenomsnittet", "Plats i landet")
    columns = (Kolumn("Kommun"), *(Kolumn(head, "tal") for head in heads))
    own = tuple(i for i, egen in enumerate(frame["egen"]) if egen)
    return Tabell("lan-data", f"Index i {k.kommun.lan} {k.ar}", columns, rows, own)
