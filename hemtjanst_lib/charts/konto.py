"""The account of change as a waterfall: from last year's index, område by område, to this year's."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import altair as alt
import pandas as pd

from hemtjanst_lib import theme
from hemtjanst_lib.charts.form import Row, Spec, centred, fill, form, place
from hemtjanst_lib.charts.words import kalltext, rader
from hemtjanst_lib.display import Figur, Kolumn, Punktlista, Tabell
from hemtjanst_lib.language import jamna_ut, skillnad, tal
from hemtjanst_lib.narrative.sakerhetstext import skriv
from hemtjanst_lib.robustness.blandning import KOMPONENTER

if TYPE_CHECKING:
    from hemtjanst_lib.analysis import Kommunfakta

SHOWN = 8  # områden with a bar of their own; the rest share one
REST = "Övriga områden"
ROW = 36  # px
LINE, NAME_WIDTH = 15, 44
LEAST = 0.05  # points: a part that rounds to less is not drawn by itself


def konto(k: Kommunfakta, palette: theme.Palette = theme.DEFAULT) -> Figur | Punktlista:
    """Show what the index changed by; nothing when there is no change to tell."""
    s = k.sakerhet
    if s.omraden is None or s.forandring is None or k.index_fore is None:
        return Punktlista(())
    parts = delar(k)
    rows = _rows(k, parts)
    spec = fill(
        design(palette),
        {"steg": rows},
        {"lagst": place(min(row["x"] for row in rows) - 2), "hogst": place(max(row["x2"] for row in rows) + 2)},
        height=ROW * len(rows),
    )
    return Figur("konto", _title(k, parts), _alt(k, parts), _caption(k), spec, _table(k, parts))


def delar(k: Kommunfakta) -> pd.Series[float]:
    """Return the parts of the change that are drawn: own results by område, the largest first, then what else there is.

    What is printed of them sums to the printed change.
    """
    table = k.sakerhet.omraden
    if table is None:
        return pd.Series(dtype=float)
    own = table["resultat"]
    names = {str(kod): k.omraden["namn"].get(kod, str(kod)) for kod in own.index}
    large = own.abs().sort_values(ascending=False, kind="stable").index[:SHOWN]
    shown = own[[kod for kod in large if abs(own[kod]) >= LEAST]].sort_values(ascending=False, kind="stable")
    parts = {names[str(kod)]: float(points) for kod, points in shown.items()}
    parts[REST] = float(own.sum() - shown.sum())
    for component in table.columns.drop("resultat"):
        parts[skriv(f"komponent.{component}")] = float(table[component].sum())
    printed = jamna_ut(list(parts.values()))
    return pd.Series({name: float(points) for name, points in zip(parts, printed, strict=True) if points}, dtype=float)


def _rows(k: Kommunfakta, parts: pd.Series[float]) -> list[Row]:
    """Bars in order: last year, each part from where the one before ended, this year."""
    first = float(k.index_fore or 0.0)
    rows: list[Row] = [_end(0, str(k.fjol), first)]
    at = first
    for n, (name, points) in enumerate(parts.items(), 1):
        low, high = sorted((at, at + points))
        rows.append(
            {
                "n": n,
                "namn": rader(str(name), NAME_WIDTH),
                "x": place(low),
                "x2": place(high),
                "text": skillnad(points),
                "sort": "upp" if points > 0 else "ned",
            }
        )
        at += points
    return [*rows, _end(len(rows), str(k.ar), float(k.index))]


def _end(n: int, year: str, index: float) -> Row:
    name = f"Hemtjänstindex {year}"
    return {"n": n, "namn": name, "x": place(index), "x2": place(index), "text": tal(index), "sort": "index"}


@cache
def design(palette: theme.Palette) -> Spec:
    """Return the design, made once per palette."""
    params = [alt.param(name="lagst", value=40), alt.param(name="hogst", value=90)]
    scale = alt.Scale(domain=[alt.ExprRef("lagst"), alt.ExprRef("hogst")], nice=False, zero=False)
    base = alt.Chart(alt.NamedData("steg"))
    y = alt.Y(
        "namn:N",
        sort=None,
        title=None,
        axis=alt.Axis(
            labelLimit=340, labelLineHeight=LINE, labelExpr="split(datum.label, '\\n')", labelOffset=centred(LINE)
        ),
    )
    x = alt.X("x:Q", scale=scale, title="Indexpoäng", axis=alt.Axis(tickCount=6))
    colour = alt.Color(
        "sort:N",
        scale=alt.Scale(domain=["upp", "ned", "index"], range=[palette.over, palette.under, palette.egen]),
        legend=None,
    )
    return form(
        alt.layer(
            base.mark_text(align="left", dx=9, fontWeight=theme.WEIGHT_STRONG).encode(
                y=y, x=alt.X("x2:Q", scale=scale), text="text:N"
            ),
            base.transform_filter("datum.sort !== 'index'").mark_bar(size=15).encode(y=y, x=x, x2="x2", color=colour),
            base.transform_filter("datum.sort === 'index'")
            .mark_point(shape="diamond", filled=True, size=150, opacity=1)
            .encode(y=y, x=x, color=colour),
        )
        .add_params(*params)
        .properties(width=theme.WIDTH, height=300, autosize=alt.AutoSizeParams(type="fit-x", contains="padding"))
    )


def _title(k: Kommunfakta, parts: pd.Series[float]) -> str:
    moved = k.sakerhet.forandring or 0.0
    if parts.empty:
        return f"Indexet är detsamma som {k.fjol}"
    most = str(parts.idxmax() if moved >= 0 else parts.idxmin())
    word = "höjde" if moved >= 0 else "sänkte"
    called = _i_lopande_text(k).get(most, most)
    return f"Från {tal(k.index_fore or 0.0)} till {tal(k.index)} poäng: mest {word} {called}"


def _i_lopande_text(k: Kommunfakta) -> dict[str, str]:
    """Return how the parts that are no område are called inside a sentence, by their label."""
    labels = {skriv(f"komponent.{name}"): name for name in KOMPONENTER if name != "resultat"} | {REST: "ovriga"}
    return {label: skriv(f"komponent_mest.{name}", fjol=k.fjol) for label, name in labels.items()}


def _alt(k: Kommunfakta, parts: pd.Series[float]) -> str:
    told = "; ".join(f"{name} {skillnad(points)}" for name, points in parts.items())
    return (
        f"Vattenfallsdiagram från indexet {k.fjol}, {tal(k.index_fore or 0.0)} poäng, till {k.ar}, {tal(k.index)}. "
        f"{told}."
    )


def _caption(k: Kommunfakta) -> str:
    return (
        f"Varje stapel börjar där den förra slutade. Områdena visar vad kommunens egna resultat har gett, i poäng av "
        f"hela indexet. {kalltext(k)}"
    )


def _table(k: Kommunfakta, parts: pd.Series[float]) -> Tabell:
    rows = (
        (f"Hemtjänstindex {k.fjol}", tal(k.index_fore or 0.0)),
        *((str(name), skillnad(points)) for name, points in parts.items()),
        (f"Hemtjänstindex {k.ar}", tal(k.index)),
    )
    heads = (Kolumn("Del"), Kolumn("Poäng", "tal"))
    return Tabell("konto-data", f"Vad indexet har ändrats av från {k.fjol} till {k.ar}", heads, rows)
