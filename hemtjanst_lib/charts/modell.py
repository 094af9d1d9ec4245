"""The measure model as a picture: delindex, their kvalitetsområden and what each weighs."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import altair as alt
import pandas as pd

from hemtjanst_lib import theme
from hemtjanst_lib.charts.form import Row, Spec, fill, form, place
from hemtjanst_lib.display import Figur, Kolumn, Tabell
from hemtjanst_lib.language import andel, antal, heltal, lista, rakneord, stor_forsta

if TYPE_CHECKING:
    from hemtjanst_lib.analysis import Kommunfakta

ROW = 22  # px
NAME_LIMIT = 430  # px


def matmodell(k: Kommunfakta, palette: theme.Palette = theme.DEFAULT) -> Figur:
    """Show every kvalitetsområde of the year's measure model with its share of the index, under its delindex."""
    frame = _frame(k)
    spec = fill(design(palette), {"rader": _rows(frame)}, {"till": place(1.3 * float(frame["andel"].max()))})
    return Figur("matmodell", _title(k), _alt(k, frame), _caption(k), spec, _table(k, frame))


def _frame(k: Kommunfakta) -> pd.DataFrame:
    share = 100 * k.omraden["vikt"] / k.omraden["vikt"].sum()
    counts = k.indikatorer["omrade"].value_counts().reindex(k.omraden.index, fill_value=0)
    return k.omraden.assign(andel=share, antal=counts)


def _rows(frame: pd.DataFrame) -> list[Row]:
    cells = zip(
        frame["delindex_namn"], frame["nummer"], frame["namn"], frame["andel"], frame["prioriterat"], strict=True
    )
    return [
        {
            "del": f"{nummer.split('.')[0]} {part}",
            "namn": f"{nummer} {namn}",
            "andel": place(share),
            "text": andel(share, 0),
        }
        | ({"hog": 1} if chosen else {})
        for part, nummer, namn, share, chosen in cells
    ]


@cache
def design(palette: theme.Palette) -> Spec:
    """Return the design, made once per palette."""
    scale = alt.Scale(domain=[0, alt.ExprRef("till")], nice=False)
    x = alt.X("andel:Q", title=None, scale=scale, axis=None)
    y = alt.Y("namn:N", sort=None, title=None, axis=alt.Axis(labelLimit=NAME_LIMIT, minExtent=NAME_LIMIT))
    colour = alt.condition("datum.hog", alt.value(palette.egen), alt.value(palette.medel))
    base = alt.Chart(height={"step": ROW}, width=150)
    layers = alt.layer(
        base.mark_bar(height={"band": 0.6}).encode(x=x, y=y, color=colour),
        base.mark_text(align="left", dx=5).encode(x=x, y=y, text="text:N"),
        data=alt.NamedData("rader"),
    )
    header = alt.Header(labelAnchor="start", labelOrient="top", labelPadding=2)
    return form(
        layers.facet(facet=alt.Facet("del:N", sort=None, title=None, header=header), columns=1, spacing=10)
        .add_params(alt.param(name="till", value=20))
        .resolve_scale(y="independent")
    )


def _title(k: Kommunfakta) -> str:
    parts = antal(k.antal_delindex, "delindex", "delindex", "ett")
    areas = antal(k.antal_omraden, "kvalitetsområde", "kvalitetsområden", "ett")
    return f"Mätmodellen {k.ar}: {parts}, {areas} och {antal(k.antal_indikatorer, 'indikator', 'indikatorer')}"


def _alt(k: Kommunfakta, frame: pd.DataFrame) -> str:
    parts = zip(k.delindex["namn"], k.delindex["viktandel"], k.delindex.index, strict=True)
    told = lista(
        f"{namn} {andel(100 * share, 0)} med {rakneord(int((frame['delindex'] == kod).sum()), 'ett')} områden"
        for namn, share, kod in parts
    )
    return f"Mätmodellen som stapeldiagram, en stapel per kvalitetsområde under sitt delindex. {stor_forsta(told)}."


def _caption(k: Kommunfakta) -> str:
    return (
        f"Varje kvalitetsområdes andel av hemtjänstindex {k.ar}. Mörka staplar är de sex områden som seniorerna "
        f"prioriterar högst. Källa: mätmodellen för Hemtjänstindex {k.ar}."
    )


def _table(k: Kommunfakta, frame: pd.DataFrame) -> Tabell:
    cells = zip(frame["nummer"], frame["namn"], frame["delindex_namn"], frame["andel"], frame["antal"], strict=True)
    rows = tuple((f"{nummer} {namn}", part, andel(share), heltal(n)) for nummer, namn, part, share, n in cells)
    heads = (Kolumn("Kvalitetsområde"), Kolumn("Delindex"), Kolumn("Vikt", "tal"), Kolumn("Indikatorer", "tal"))
    return Tabell("matmodell-data", f"Mätmodellen {k.ar}: områden, vikter och indikatorer", heads, rows)
