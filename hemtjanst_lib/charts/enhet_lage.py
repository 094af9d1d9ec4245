"""One unit's total and delindex with their uncertainty, against the mean of the kommun's units."""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING

import altair as alt

from hemtjanst_lib import theme
from hemtjanst_lib.charts.form import Row, Spec, fill, form, place
from hemtjanst_lib.charts.words import kalltext
from hemtjanst_lib.display import Figur, Kolumn, Punktlista, Tabell
from hemtjanst_lib.language import TANKSTRECK, genitiv, intervall, stor_forsta, tal
from hemtjanst_lib.narrative.enhet_lage import total
from hemtjanst_lib.narrative.enhet_ord import delindexnamn

if TYPE_CHECKING:
    from hemtjanst_lib.analysis.enhet import Enhetsbild

ROW = 48  # px
ROOM = 4  # points beyond the outermost value
KOLUMNER = ("total", "utforande", "stod_utveckling")


def enhet_lage(k: Enhetsbild, palette: theme.Palette = theme.DEFAULT) -> Figur | Punktlista:
    """Show each result that the unit has as a dot on its interval; a sentence when it has none."""
    shown = [kolumn for kolumn in KOLUMNER if not math.isnan(k.varde(kolumn))]
    if not shown:
        return Punktlista((total(k).text,))
    rows = [_row(k, kolumn) for kolumn in shown]
    ends = [row[key] for row in rows for key in ("lag", "hog", "medel") if key in row]
    spec = fill(
        design(palette),
        {"rader": rows, "medel": [row for row in rows if "medel" in row]},
        {"lagst": max(min(ends) - ROOM, 0), "hogst": min(max(ends) + ROOM, 100)},
        height=len(rows) * ROW,
    )
    return Figur("enhet-lage", _title(k, shown), _alt(k, shown), _caption(k, shown), spec, _table(k, shown))


def _name(k: Enhetsbild, kolumn: str) -> str:
    return "Samlat resultat" if kolumn == "total" else delindexnamn(k, kolumn)


def _ends(k: Enhetsbild, kolumn: str) -> tuple[float, float] | None:
    if kolumn == "stod_utveckling":
        return None
    low, high = k.varde(f"{kolumn}_lag"), k.varde(f"{kolumn}_hog")
    return None if math.isnan(low) or math.isnan(high) else (low, high)


def _row(k: Enhetsbild, kolumn: str) -> Row:
    own = k.varde(kolumn)
    low, high = _ends(k, kolumn) or (own, own)
    row: Row = {"namn": _name(k, kolumn), "x": place(own), "lag": place(low), "hog": place(high), "etikett": tal(own)}
    return row | ({"medel": place(float(k.fakta.medel[kolumn]))} if k.jamfors(kolumn) else {})


@cache
def design(palette: theme.Palette) -> Spec:
    """Return the design, made once per palette."""
    scale = alt.Scale(domain=[alt.ExprRef("lagst"), alt.ExprRef("hogst")], nice=False, zero=False)
    x = alt.X("x:Q", title="Poäng av 100", scale=scale, axis=alt.Axis(grid=True, tickCount=7, tickMinStep=1))
    y = alt.Y("namn:N", sort=None, title=None, axis=alt.Axis(labelLimit=220))
    span = alt.Chart(alt.NamedData("rader")).mark_bar(height=8, color=palette.medel, opacity=0.55)
    dot = alt.Chart(alt.NamedData("rader")).mark_point(
        shape="diamond", filled=True, size=190, opacity=1, color=palette.egen
    )
    text = alt.Chart(alt.NamedData("rader")).mark_text(dy=-20, fontWeight="bold")
    mean = alt.Chart(alt.NamedData("medel")).mark_tick(thickness=3, height=28, color=theme.INK)
    return form(
        alt.layer(
            span.encode(x=alt.X("lag:Q", scale=scale), x2="hog:Q", y=y),
            mean.encode(x=alt.X("medel:Q", scale=scale), y=y),
            dot.encode(x=x, y=y),
            text.encode(x=x, y=y, text="etikett:N"),
        )
        .add_params(alt.param(name="lagst", value=0), alt.param(name="hogst", value=100))
        .properties(width=theme.WIDTH, autosize=alt.AutoSizeParams(type="fit-x", contains="padding"))
    )


def _title(k: Enhetsbild, shown: list[str]) -> str:
    first = shown[0]
    own = f"{_name(k, first)}: {tal(k.varde(first))} poäng"
    if not k.jamfors(first):
        return own
    medel, ends = float(k.fakta.medel[first]), _ends(k, first)
    if ends and ends[0] <= medel <= ends[1]:
        return f"{own}, utan säker skillnad mot {k.fakta.referensnamn}"
    side = "över" if k.varde(first) > medel else "under"
    return f"{own}, {side} {k.fakta.referensnamn}"


def _alt(k: Enhetsbild, shown: list[str]) -> str:
    told = []
    for kolumn in shown:
        ends = _ends(k, kolumn)
        span = f" (troligen {intervall(*ends, 1)})" if ends else ""
        mean = f", mot {tal(float(k.fakta.medel[kolumn]))} i snitt" if k.jamfors(kolumn) else ""
        told.append(f"{_name(k, kolumn)} {tal(k.varde(kolumn))}{span}{mean}")
    return f"Punktdiagram över {genitiv(k.namn)} resultat i poäng: {'; '.join(told)}."


def _caption(k: Enhetsbild, shown: list[str]) -> str:
    span = "Den breda linjen visar var resultatet troligen ligger när slumpen räknas in. "
    mean = f"Strecket är {k.fakta.referensnamn}. "
    told = span if any(_ends(k, kolumn) for kolumn in shown) else ""
    told += mean if any(k.jamfors(kolumn) for kolumn in shown) else ""
    return f"Romben är enhetens resultat. {told}{kalltext(k.fakta)}"


def _table(k: Enhetsbild, shown: list[str]) -> Tabell:
    rows = []
    for kolumn in shown:
        ends = _ends(k, kolumn)
        span = intervall(*ends, 1) if ends else TANKSTRECK
        mean = tal(float(k.fakta.medel[kolumn])) if k.jamfors(kolumn) else TANKSTRECK
        rows.append((_name(k, kolumn), tal(k.varde(kolumn)), span, mean))
    heads = (Kolumn("Resultat"), Kolumn("Poäng", "tal"), Kolumn("Troligen mellan", "tal"))
    mean_head = Kolumn(stor_forsta(k.fakta.referensnamn), "tal")
    return Tabell("enhet-lage-data", f"Enhetens resultat {k.fakta.ar}", (*heads, mean_head), tuple(rows))
