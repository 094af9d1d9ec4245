"""What each measure would give, the quick ones filled and the long-term ones hollow."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import altair as alt
import pandas as pd

from hemtjanst_lib import theme
from hemtjanst_lib.charts.form import Row, Spec, centred, fill, form, place
from hemtjanst_lib.charts.words import kalltext, rader
from hemtjanst_lib.display import Figur, Kolumn, Punktlista, Tabell
from hemtjanst_lib.language import antal, genitiv, heltal, liten_forsta, skillnad, stor_forsta, tal
from hemtjanst_lib.narrative.djuptext import gora, skriv

if TYPE_CHECKING:
    from hemtjanst_lib.analysis import Kommunfakta

LINE = 15  # px between the lines of a name
NAME_WIDTH = 44  # characters on a line
HOGST = 10  # bars
TAKTER = {"snabb": "snabb", "langsiktig": "långsiktig"}


def atgarder(k: Kommunfakta, palette: theme.Palette = theme.DEFAULT) -> Figur | Punktlista:
    """Show the measures that would give most, each for itself; a sentence in its place when there is none."""
    listed = _listade(k)
    if listed.empty:
        return Punktlista((skriv("gor_forst.klart"),))
    rows = _rows(listed)
    lines = max(row["namn"].count("\n") + 1 for row in rows)
    spec = fill(
        design(palette),
        {"rader": rows},
        {"till": place(1.45 * float(listed["vinst"].max()))},
        height=len(rows) * max(26, lines * LINE + 6),
    )
    return Figur("atgarder", _title(listed), _alt(k, listed), _caption(k, listed), spec, _table(listed))


def _listade(k: Kommunfakta) -> pd.DataFrame:
    """Take the measures that the tables list, most first."""
    shown = k.djup.listade("snabb").index.union(k.djup.listade("langsiktig").index)
    listed = k.djup.atgarder[k.djup.atgarder.index.isin(shown)].head(HOGST)
    names = [
        stor_forsta(gora(str(kod), namn)) if sort == "svar" else namn
        for kod, namn, sort in zip(listed.index, listed["namn"], listed["sort"], strict=True)
    ]
    return listed.assign(namn=names)


def _rows(listed: pd.DataFrame) -> list[Row]:
    cells = zip(listed["namn"], listed["vinst"], listed["platser"], listed["takt"], strict=True)
    return [
        {"namn": rader(namn, NAME_WIDTH), "vinst": place(vinst), "etikett": _etikett(vinst, platser)}
        | ({"lang": 1} if takt == "langsiktig" else {})
        for namn, vinst, platser, takt in cells
    ]


def _etikett(vinst: float, platser: int) -> str:
    return (
        f"{skillnad(vinst)} · {heltal(platser)} {'plats' if platser == 1 else 'platser'}"
        if platser
        else skillnad(vinst)
    )


@cache
def design(palette: theme.Palette) -> Spec:
    """Return the design, made once per palette."""
    scale = alt.Scale(domain=[0, alt.ExprRef("till")], nice=False)
    names = alt.Axis(
        labelExpr="split(datum.label, '\\n')", labelLimit=300, labelLineHeight=LINE, labelOffset=centred(LINE)
    )
    x = alt.X(
        "vinst:Q", title="Poäng i hemtjänstindex, om bara detta ändrades", scale=scale, axis=alt.Axis(tickCount=5)
    )
    y = alt.Y("namn:N", sort=None, title=None, axis=names)
    hollow = alt.condition("datum.lang", alt.value(0), alt.value(1))
    bar = alt.Chart().mark_bar(strokeWidth=1.5, height={"band": 0.62}, fill=palette.egen, stroke=palette.egen)
    text = alt.Chart().mark_text(align="left", dx=6)
    return form(
        alt.layer(
            bar.encode(x=x, y=y, fillOpacity=hollow),
            text.encode(x=x, y=y, text="etikett:N"),
            data=alt.NamedData("rader"),
        )
        .add_params(alt.param(name="till", value=10))
        .properties(width=theme.WIDTH, autosize=alt.AutoSizeParams(type="fit-x", contains="padding"))
    )


def _title(listed: pd.DataFrame) -> str:
    first = listed.iloc[0]
    same = int((listed["vinst"].round(9) == round(float(first["vinst"]), 9)).sum())
    if same > 1:
        return f"{stor_forsta(antal(same, 'åtgärd', 'åtgärder'))} skulle ge mest, {tal(first['vinst'])} poäng vardera"
    name = f"Att {liten_forsta(str(first['namn']))}" if first["sort"] == "svar" else first["namn"]
    return f"{name} skulle ge mest, {tal(first['vinst'])} poäng"


def _alt(k: Kommunfakta, listed: pd.DataFrame) -> str:
    cells = zip(listed["namn"], listed["vinst"], listed["takt"], strict=True)
    values = "; ".join(f"{namn} {skillnad(vinst)} ({TAKTER[takt]})" for namn, vinst, takt in cells)
    return f"Stapeldiagram över vad olika åtgärder skulle ge {genitiv(k.kommun.namn)} index i poäng: {values}."


def _caption(k: Kommunfakta, listed: pd.DataFrame) -> str:
    kinds = set(listed["takt"])
    hollow = "Ofyllda staplar är långsiktigt arbete, fyllda går att ordna snabbt. " if len(kinds) == 2 else ""
    return f"Varje stapel förutsätter att bara den åtgärden genomförs. {hollow}{kalltext(k)}"


def _table(listed: pd.DataFrame) -> Tabell:
    cells = zip(listed["namn"], listed["takt"], listed["vinst"], listed["platser"], strict=True)
    rows = tuple((namn, TAKTER[takt], skillnad(vinst), heltal(platser)) for namn, takt, vinst, platser in cells)
    heads = (Kolumn("Åtgärd"), Kolumn("Takt"), Kolumn("Poäng", "tal"), Kolumn("Platser", "tal"))
    return Tabell("atgarder-data", "Vad varje åtgärd ensam skulle ge", heads, rows)
