"""Utförande against Stöd/Utveckling: the kommun's units in four fields with names."""

from __future__ import annotations

from functools import cache

import altair as alt
import pandas as pd

from hemtjanst_lib import theme
from hemtjanst_lib.analysis.enheter_fakta import Enhetsfakta
from hemtjanst_lib.analysis.enheter_monster import RUTOR, Ruta, rutor
from hemtjanst_lib.charts.enheter_etiketter import LETTER, Box, placera
from hemtjanst_lib.charts.enheter_ord import NAMES, kalltext, korta, nummer
from hemtjanst_lib.charts.form import Row, Spec, fill, form, place
from hemtjanst_lib.display import Figur, Kolumn, Punktlista, Tabell
from hemtjanst_lib.language import antal, lista, rakneord, stor_forsta, tal

RUTNAMN: dict[Ruta, str] = {
    "bada_over": "Över i båda",
    "utforande_over": "Över i Utförande",
    "stod_over": "Över i Stöd/Utveckling",
    "bada_under": "Under i båda",
}
SIZE = (555.0, 370.0)  # px, the drawing without axes
ROOM = 4.0  # points shown on each side of the lines, at least
MARGIN = 0.09  # of the spread, so that no point lies under the name of a field
MANY = 40  # units from which the points are smaller
NAME_WIDTH = 26  # characters of a name beside its point
_CORNER: dict[Ruta, tuple[int, int]] = {
    "bada_over": (1, 1),
    "utforande_over": (1, 0),
    "stod_over": (0, 1),
    "bada_under": (0, 0),
}

Domain = tuple[float, float]


def enheter_matris(e: Enhetsfakta, palette: theme.Palette = theme.DEFAULT) -> Figur | Punktlista:
    """Show every unit with both delindex in its field; nothing for fewer than two.

    Units are named where there are few, else numbered as in the tables; a number without room is left out.
    """
    fields = rutor(e)
    if len(fields) < 2:
        return Punktlista(())
    x = _domain(fields["utforande"], float(e.medel["utforande"]))
    y = _domain(fields["stod_utveckling"], float(e.medel["stod_utveckling"]))
    rows, labels, left_out = _marks(e, fields, x, y)
    spec = fill(
        design(palette),
        {
            "enheter": rows,
            "etiketter": labels,
            "x": [{"x": place(e.medel["utforande"])}],
            "y": [{"y": place(e.medel["stod_utveckling"])}],
            "rutor": _corners(x, y),
        },
        {"x0": x[0], "x1": x[1], "y0": y[0], "y1": y[1], "storlek": 60 if len(rows) <= MANY else 32},
    )
    return Figur(
        "enheter-matris", _title(fields), _alt(e, fields), _caption(e, fields, left_out), spec, _table(e, fields)
    )


def _domain(points: pd.Series, medel: float) -> Domain:
    low, high = min(float(points.min()), medel - ROOM), max(float(points.max()), medel + ROOM)
    margin = MARGIN * (high - low)
    return place(low - margin), place(high + margin)


def _marks(e: Enhetsfakta, fields: pd.DataFrame, x: Domain, y: Domain) -> tuple[list[Row], list[Row], int]:
    named = len(e.enheter) <= NAMES
    texts = korta(fields["namn"], NAME_WIDTH) if named else [str(n) for n in nummer(e)[fields.index]]
    rows: list[Row] = [
        {"x": place(a), "y": place(b), "under": int(ruta == "bada_under"), "over": int(ruta == "bada_over")}
        for a, b, ruta in zip(fields["utforande"], fields["stod_utveckling"], fields["ruta"], strict=True)
    ]
    points = [(_px(row["x"], x, SIZE[0]), SIZE[1] - _px(row["y"], y, SIZE[1])) for row in rows]
    centres = placera(points, texts, SIZE, _corner_boxes())
    labels: list[Row] = [
        {"x": place(_point(at[0], x, SIZE[0])), "y": place(_point(SIZE[1] - at[1], y, SIZE[1])), "text": text}
        for at, text in zip(centres, texts, strict=True)
        if at
    ]
    return rows, labels, len(rows) - len(labels)


def _px(value: float, domain: Domain, length: float) -> float:
    return length * (value - domain[0]) / (domain[1] - domain[0])


def _point(px: float, domain: Domain, length: float) -> float:
    return domain[0] + px / length * (domain[1] - domain[0])


def _corners(x: Domain, y: Domain) -> list[Row]:
    return [
        {"x": x[right], "y": y[top], "text": RUTNAMN[ruta], "hoger": right, "upp": top}
        for ruta, (right, top) in _CORNER.items()
    ]


def _corner_boxes() -> list[Box]:
    boxes = []
    for ruta, (right, top) in _CORNER.items():
        wide = 1.15 * LETTER * len(RUTNAMN[ruta]) + 10
        left, up = (SIZE[0] - wide if right else 0.0), (0.0 if top else SIZE[1] - 20)
        boxes.append((left, up, left + wide, up + 20))
    return boxes


@cache
def design(palette: theme.Palette) -> Spec:
    """Return the design, made once per palette."""
    ends = {"x0": 50, "x1": 90, "y0": 50, "y1": 90, "storlek": 60}
    params = [alt.param(name=name, value=value) for name, value in ends.items()]
    across = alt.Scale(domain=[alt.ExprRef("x0"), alt.ExprRef("x1")], nice=False, zero=False)
    up = alt.Scale(domain=[alt.ExprRef("y0"), alt.ExprRef("y1")], nice=False, zero=False)
    axis = alt.Axis(grid=False, tickCount=6, tickMinStep=1)
    x = alt.X("x:Q", title="Utförande, poäng", scale=across, axis=axis)
    y = alt.Y("y:Q", title="Stöd/Utveckling, poäng", scale=up, axis=axis)
    points = alt.Chart(alt.NamedData("enheter")).encode(
        x=x,
        y=y,
        shape=alt.condition("datum.under", alt.value("triangle-down"), alt.value("circle")),
        fill=alt.condition("datum.over", alt.value(palette.over), alt.value(theme.PAPER)),
        stroke=alt.condition("datum.under", alt.value(palette.under), alt.value(palette.egen)),
    )
    across_mean, up_mean = (
        alt.Chart(alt.NamedData(part)).mark_rule(color=theme.INK, strokeDash=[4, 3]) for part in ("x", "y")
    )
    return form(
        alt.layer(
            across_mean.encode(x=x),
            up_mean.encode(y=y),
            *_names(x, y),
            points.mark_point(opacity=1, size=alt.ExprRef("storlek"), strokeWidth=1.6),
            alt.Chart(alt.NamedData("etiketter"))
            .mark_text(fontSize=theme.NOTE_SIZE, stroke=theme.PAPER, strokeWidth=3, strokeJoin="round")
            .encode(x=x, y=y, text="text:N"),
            alt.Chart(alt.NamedData("etiketter")).mark_text(fontSize=theme.NOTE_SIZE).encode(x=x, y=y, text="text:N"),
        )
        .add_params(*params)
        .properties(width=theme.WIDTH, height=SIZE[1], autosize=alt.AutoSizeParams(type="fit-x", contains="padding"))
    )


def _names(x: alt.X, y: alt.Y) -> list[alt.Chart]:
    """Return the fields' names, each in its corner."""
    made = []
    for right, top in _CORNER.values():
        part = alt.Chart(alt.NamedData("rutor")).transform_filter(f"datum.hoger == {right} && datum.upp == {top}")
        mark = part.mark_text(
            align="right" if right else "left",
            baseline="top" if top else "bottom",
            dx=-5 if right else 5,
            dy=4 if top else -4,
            color=theme.MUTED,
            fontWeight=theme.WEIGHT_STRONG,
            fontSize=theme.LABEL_SIZE,
        )
        made.append(mark.encode(x=x, y=y, text="text:N"))
    return made


def _title(fields: pd.DataFrame) -> str:
    over, under = (int((fields["ruta"] == ruta).sum()) for ruta in ("bada_over", "bada_under"))
    first = stor_forsta(antal(over, "enhet", "enheter")) if over else "Ingen enhet"
    second = rakneord(under) if under else "ingen"
    return f"{first} ligger på eller över genomsnittet i båda delindexen, {second} under i båda"


def _alt(e: Enhetsfakta, fields: pd.DataFrame) -> str:
    parts = []
    for ruta in RUTOR:
        names = [str(name) for name in fields.loc[fields["ruta"] == ruta, "namn"]]
        told = f": {lista(names)}" if 0 < len(names) <= 4 else ""
        parts.append(f"{RUTNAMN[ruta]}, {antal(len(names), 'enhet', 'enheter')}{told}")
    lines = f"Utförande {tal(e.medel['utforande'])} och Stöd/Utveckling {tal(e.medel['stod_utveckling'])}"
    whole = antal(len(fields), "enhet", "enheter")
    return f"Punktdiagram med {whole} i fyra rutor, delade vid {lines}. {'. '.join(parts)}."


def _caption(e: Enhetsfakta, fields: pd.DataFrame, left_out: int) -> str:
    numbers = "" if len(e.enheter) <= NAMES else "Numren är desamma som i tabellerna. "
    few = "Ett namn som inte får plats" if not numbers else "Ett nummer som inte får plats"
    rest = f"{few} står bara i tabellen. " if left_out else ""
    return (
        f"Varje punkt är en enhet. De streckade linjerna är {e.referensnamn}. Fyllda cirklar ligger på eller över båda "
        f"linjerna, trianglar under båda. {numbers}{rest}{kalltext(e)}"
    )


def _table(e: Enhetsfakta, fields: pd.DataFrame) -> Tabell:
    cells = zip(fields["namn"], fields["utforande"], fields["stod_utveckling"], fields["ruta"], strict=True)
    rows = tuple((namn, tal(x), tal(y), RUTNAMN[ruta]) for namn, x, y, ruta in cells)
    heads = (Kolumn("Enhet"), Kolumn("Utförande", "tal"), Kolumn("Stöd/Utveckling", "tal"), Kolumn("Ruta"))
    return Tabell("enheter-matris-data", f"Utförande och Stöd/Utveckling {e.ar}", heads, rows)
