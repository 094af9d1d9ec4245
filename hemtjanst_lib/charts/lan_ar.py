"""Every kommun's index over the years in a panel of its own, all on the same axes."""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING

import altair as alt
import numpy as np
import pandas as pd

from hemtjanst_lib import theme
from hemtjanst_lib.charts.form import Row, Spec, fill, form, place
from hemtjanst_lib.charts.words import av, kalltext, poang
from hemtjanst_lib.display import Figur, Kolumn, Tabell
from hemtjanst_lib.language import NBSP, lista, stor_forsta, tal

if TYPE_CHECKING:
    from hemtjanst_lib.lansrapport import Lansrapport

# How many panels stand side by side, their width and height in px: (at most so many kommuner, columns, width, height)
FORMS = ((1, 1, 600, 180), (4, 2, 295, 110), (9, 3, 190, 90), (24, 4, 138, 74), (32, 5, 108, 66), (49, 6, 88, 52))
LARGEST = (6, 88, 44)


def lan_ar(u: Lansrapport, palette: theme.Palette = theme.DEFAULT) -> Figur:
    """Show the index of each kommun over the years against the country's mean, the highest this year first."""
    frame = _frame(u)
    values = frame[["poang", "medel"]].to_numpy(float)
    low, high = 10 * math.floor(np.nanmin(values) / 10), 10 * math.ceil((np.nanmax(values) + 2) / 10)
    span = {"lagst": low, "hogst": high, "forsta": u.alla_ar[0], "sista": u.alla_ar[-1]}
    spec = fill(design(palette, *_form(int(u.antal))), {"punkter": [*_points(u, frame), *_breaks(u, frame)]}, span)
    return Figur("lan-ar", _title(u, frame), _alt(u), _caption(u), spec, _table(u, frame))


def _form(n: int) -> tuple[int, int, int]:
    return next(((columns, width, height) for most, columns, width, height in FORMS if n <= most), LARGEST)


def _frame(u: Lansrapport) -> pd.DataFrame:
    """The totals, in the order of this year's places, with each panel's heading."""
    total = u.tidsserier[u.tidsserier["kod"] == "total"]
    order = pd.Series(range(len(u.tabell)), u.tabell.index)
    heads = u.tabell["namn"] + NBSP + NBSP + u.tabell["index"].map(tal)
    frame = total.assign(ord=total["kommunkod"].map(order), ruta=total["kommunkod"].map(heads))
    return frame.astype({"poang": float}).sort_values(["ord", "ar"], ignore_index=True)


def _points(u: Lansrapport, frame: pd.DataFrame) -> list[Row]:
    """Return the points of the lines; ``led`` numbers the unbroken pieces."""
    piece = np.searchsorted(np.asarray(u.brott, dtype=int), frame["ar"].to_numpy(int), side="right")
    rows: list[Row] = []
    for name, line in (("medel", "medel"), ("poang", "egen")):
        y = frame[name].to_numpy(float)
        led = piece + np.cumsum(np.isnan(y))
        cells = zip(frame["ruta"], frame["ord"].tolist(), frame["ar"].tolist(), y.tolist(), led.tolist(), strict=True)
        rows += [
            {"del": ruta, "ord": n, "ar": ar, "y": place(value), "typ": line, "led": part}
            for ruta, n, ar, value, part in cells
            if not math.isnan(value)
        ]
    return rows


def _breaks(u: Lansrapport, frame: pd.DataFrame) -> list[Row]:
    panels = frame.drop_duplicates("ord")
    pairs = list(zip(panels["ruta"], panels["ord"].tolist(), strict=True))
    return [{"del": ruta, "ord": n, "ar": ar - 0.5, "typ": "brott"} for ar in u.brott for ruta, n in pairs]


@cache
def design(palette: theme.Palette, columns: int, width: int, height: int) -> Spec:
    """Return the design, made once per palette and measure."""
    names = (("lagst", 40), ("hogst", 90), ("forsta", 2022), ("sista", 2025))
    ends = alt.ExprRef("[forsta, sista]") if width < 150 else alt.ExprRef("sequence(forsta, sista + 1)")
    years = alt.Axis(values=ends, format="d", grid=False, title=None, labelFlush=True, labelPadding=3)
    x_scale = alt.Scale(domain=[alt.ExprRef("forsta - 0.3"), alt.ExprRef("sista + 0.3")], nice=False, zero=False)
    y_scale = alt.Scale(domain=[alt.ExprRef("lagst"), alt.ExprRef("hogst")], nice=False, zero=False)
    points_axis = alt.Axis(tickCount=3, labelFontSize=theme.AXIS_SIZE, labelColor=theme.MUTED)
    base = alt.Chart(width=width, height=height).encode(
        x=alt.X("ar:Q", scale=x_scale, axis=years), y=alt.Y("y:Q", scale=y_scale, title=None, axis=points_axis)
    )
    layers = alt.layer(_break_mark(base, height), *_line_marks(base, palette), data=alt.NamedData("punkter"))
    header = alt.Header(labelAnchor="start", labelOrient="top", labelPadding=3, labelFontSize=12, labelLimit=width + 20)
    order = alt.EncodingSortField(field="ord", op="min")
    return form(
        layers.facet(
            facet=alt.Facet("del:N", sort=order, title=None, header=header),
            columns=columns,
            spacing={"row": 8, "column": 14},
        )
        .add_params(*(alt.param(name=name, value=value) for name, value in names))
        .resolve_axis(x="independent")
    )


def _break_mark(base: alt.Chart, height: int) -> alt.Chart:
    at = base.transform_filter("datum.typ === 'brott'").encode(y=alt.value(0), y2=alt.value(height))
    rule: alt.Chart = at.mark_rule(color=theme.MUTED, strokeDash=[1, 3])
    return rule


def _line_marks(base: alt.Chart, palette: theme.Palette) -> list[alt.Chart]:
    own = "datum.typ === 'egen'"
    data = base.transform_filter("datum.led >= 0").encode(
        color=alt.condition(own, alt.value(palette.egen), alt.value(palette.medel)), detail=["typ:N", "led:N"]
    )
    dash, width = (alt.condition(own, alt.value(a), alt.value(b)) for a, b in (([1, 0], [4, 3]), (2.2, 1.6)))
    shown = base.transform_filter(own).mark_point(filled=True, opacity=1, size=28, color=palette.egen, shape="diamond")
    return [data.mark_line().encode(strokeDash=dash, strokeWidth=width), shown.encode(detail="led:N")]


def _jamforbara(u: Lansrapport) -> tuple[int, ...]:
    """The years since the last break."""
    return tuple(ar for ar in u.alla_ar if ar >= max(u.brott, default=u.alla_ar[0]))


def _title(u: Lansrapport, frame: pd.DataFrame) -> str:
    first = _jamforbara(u)[0]
    wide = frame.pivot(index="kommunkod", columns="ar", values="poang")
    if first == u.ar and len(u.alla_ar) > 1:
        return f"Ny metod {u.ar}: resultaten går inte att jämföra med tidigare år"
    if first == u.ar:
        best = u.tabell.iloc[0]
        return f"{best['namn']} har {tal(best['index'])} poäng {u.ar}"
    both = wide[[first, u.ar]].dropna()
    higher = int((both[u.ar] > both[first]).sum())
    if u.antal == 1:
        word = "högre" if higher else "lägre"
        return f"{u.tabell['namn'].iloc[0]} har {word} index {u.ar} än {first}"
    return f"{stor_forsta(av(higher, len(both), 'en'))} kommuner har högre index {u.ar} än {first}"


def _alt(u: Lansrapport) -> str:
    span = f"{u.alla_ar[0]}–{u.alla_ar[-1]}" if len(u.alla_ar) > 1 else str(u.ar)
    cells = [f"{namn} {tal(x)}" for namn, x in zip(u.tabell["namn"], u.tabell["index"], strict=True)]
    told = lista(cells if len(cells) <= 6 else [*cells[:3], f"sist {cells[-1]}"])
    panels = "en ruta per kommun, alla med samma skala" if u.antal > 1 else "en linje för kommunen"
    return f"Linjediagram över index {span}, {panels}. Index {u.ar}: {told}. Genomsnittet i landet är {tal(u.riket)}."


def _caption(u: Lansrapport) -> str:
    breaks = "".join(
        f" Den prickade linjen mellan {ar - 1} och {ar} visar att metoden ändrades då; därför är linjerna brutna."
        for ar in u.brott
    )
    order = " Siffran vid namnet är årets index, och det högsta står först." if u.antal > 1 else ""
    return (
        f"Index per år. Heldragen linje med romber är kommunen, streckad linje är genomsnittet för alla kommuner i "
        f"landet.{order}{breaks} {kalltext(u)}"
    )


def _table(u: Lansrapport, frame: pd.DataFrame) -> Tabell:
    wide = frame.pivot(index="ord", columns="ar", values="poang").sort_index()
    names = [*u.tabell["namn"], "Genomsnitt i landet"]
    mean = frame.drop_duplicates("ar").set_index("ar")["medel"]
    values = [*wide.to_numpy(float).tolist(), mean.reindex(wide.columns).tolist()]
    rows = tuple((namn, *(poang(x) for x in row)) for namn, row in zip(names, values, strict=True))
    columns = (Kolumn("Kommun"), *(Kolumn(str(ar), "tal") for ar in wide.columns))
    return Tabell("lan-ar-data", "Index per år", columns, rows)
