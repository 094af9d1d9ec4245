"""The explorer's charts, by altair in the theme's look; each a Vega-Lite specification."""

from __future__ import annotations

import altair as alt
import pandas as pd

from hemtjanst_lib import theme
from hemtjanst_lib.analysis.rader import rader
from hemtjanst_lib.charts.bars import bars
from hemtjanst_lib.charts.form import Spec, form
from hemtjanst_lib.language import skillnad, tal

HIGHEST = 60  # bars in one picture


def gapbild(table: pd.DataFrame, ord_: str) -> Spec:
    """Draw differences from a group's mean; ``namn`` and ``gap`` in drawing order."""
    rows = table.assign(saknas="saknas")
    return bars(rows, f"Poäng över eller under {ord_}", theme.DEFAULT, decimaler=1)


def arsbild(table: pd.DataFrame, namn: str, ord_: str) -> Spec:
    """Draw a measure over the years; lines are cut where years may not be compared."""
    part = table["brott"].cumsum()
    rows = [
        {
            "ar": int(ar),
            "vem": vem,
            "poang": float(row[column]),
            "del": f"{vem} {part[ar]}",
            "text": tal(row[column]),
            "over": bool(row[column] >= row["medel"] if column == "poang" else row["medel"] > row["poang"]),
        }
        for ar, row in rader(table)
        for vem, column in ((namn, "poang"), (ord_, "medel"))
        if pd.notna(row[column])
    ]
    colour = alt.Scale(domain=[namn, ord_], range=[theme.DEFAULT.egen, theme.DEFAULT.medel])
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        x=alt.X("ar:O", title=None, axis=alt.Axis(labelAngle=0)),
        y=alt.Y("poang:Q", title="Poäng", scale=alt.Scale(zero=False, padding=24)),
        color=alt.Color("vem:N", scale=colour, legend=alt.Legend(title=None, orient="top", labelLimit=560)),
        shape=alt.Shape("vem:N", scale=alt.Scale(domain=[namn, ord_], range=["circle", "square"]), legend=None),
    )
    own = base.transform_filter(alt.datum.vem == namn).mark_line(strokeWidth=3).encode(detail="del:N")
    other = base.transform_filter(alt.datum.vem != namn).mark_line(strokeWidth=3, strokeDash=[7, 5])
    points = base.mark_point(filled=True, size=110, opacity=1)
    dark = alt.condition(alt.datum.vem == namn, alt.value(theme.DEFAULT.egen), alt.value(theme.MUTED))
    words = base.encode(text="text:N", color=dark)
    above = words.transform_filter(alt.datum.over).mark_text(dy=-14)
    below = words.transform_filter(~alt.datum.over).mark_text(dy=16)
    layers = [own, other.encode(detail="del:N"), points, above, below, *_brott(table)]
    return form(alt.layer(*layers).properties(width=theme.WIDTH - 60, height=280))


def _brott(table: pd.DataFrame) -> list[alt.Chart]:
    """Mark the breaks: a broken line and the word between the years that may not be compared."""
    rows = [{"ar": int(ar), "text": "brott"} for ar, row in rader(table) if row["brott"]]
    if not rows:
        return []
    half = -(theme.WIDTH - 60) / (2 * len(table))
    base = alt.Chart(alt.InlineData(values=rows)).encode(x="ar:O")
    rule = base.mark_rule(strokeDash=[2, 4], strokeWidth=2, color=theme.MUTED, xOffset=half)
    word = base.mark_text(color=theme.MUTED, dx=half, dy=8, baseline="top", align="left", xOffset=6)
    return [rule, word.encode(text="text:N", y=alt.value(0))]


def kommunbild(table: pd.DataFrame, medel: float) -> Spec:
    """Draw kommuner by points, the own one dark and marked; of very many, those nearest to it."""
    at = int(table["egen"].to_numpy().argmax())
    shown = table if len(table) <= HIGHEST else table.iloc[max(0, at - 10) : at + 11]
    shown = shown[shown["poang"].notna()]
    rows = [
        {
            "namn": f"▸ {row['namn']}" if row["egen"] else row["namn"],
            "poang": float(row["poang"]),
            "egen": bool(row["egen"]),
            "text": tal(row["poang"]),
        }
        for _, row in rader(shown)
    ]
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        x=alt.X("poang:Q", title="Poäng", scale=alt.Scale(domain=[0, 100])), y=alt.Y("namn:N", sort=None, title=None)
    )
    colour = alt.condition("datum.egen", alt.value(theme.DEFAULT.egen), alt.value(theme.DEFAULT.medel))
    layers = [base.mark_bar(height={"band": 0.7}).encode(color=colour), base.mark_text(align="left", dx=5).encode(text="text:N")]  # fmt: skip  # noqa: E501
    if pd.notna(medel):
        rule = alt.Chart(alt.InlineData(values=[{"m": float(medel)}])).mark_rule(strokeDash=[4, 3], color=theme.INK)
        layers.append(rule.encode(x="m:Q"))
    return form(alt.layer(*layers).properties(width=theme.WIDTH - 160, height=24 * max(len(rows), 1)))


def matris(table: pd.DataFrame) -> Spec:
    """Draw the seniors' weight against the distance: round when not below, square when below, with the number."""
    rows = [
        {"gap": float(row["gap"]), "vikt": float(row["vikt"]) + lift, "nummer": row["nummer"],
         "under": bool(row["gap"] < 0), "namn": row["namn"], "text": skillnad(row["gap"])}
        for (_, row), lift in zip(rader(table), _lifts(table), strict=True)
        if pd.notna(row["gap"])
    ]  # fmt: skip
    reach = max([abs(row["gap"]) for row in rows] + [10.0]) * 1.1
    x = alt.X("gap:Q", title="Poäng under eller över jämförelsen", scale=alt.Scale(domain=[-reach, reach], nice=False), axis=alt.Axis(labelExpr=theme.SIGNED_LABEL))  # fmt: skip  # noqa: E501
    y = alt.Y("vikt:Q", title="Seniorernas vikt", scale=alt.Scale(domain=[0, max(table["vikt"]) * 1.3]))
    base = alt.Chart(alt.InlineData(values=rows)).encode(x=x, y=y)
    colour = alt.condition("datum.under", alt.value(theme.DEFAULT.under), alt.value(theme.DEFAULT.over))
    below = base.transform_filter("datum.under").mark_point(filled=True, size=620, opacity=1, shape="square")
    above = base.transform_filter("!datum.under").mark_point(filled=True, size=720, opacity=1, shape="circle")
    zero = alt.Chart(alt.InlineData(values=[{"n": 0}])).mark_rule(color=theme.INK).encode(x="n:Q")
    words = base.mark_text(color="#fff", fontWeight=600, fontSize=11).encode(text="nummer:N")
    return form(
        alt.layer(zero, below.encode(color=colour), above.encode(color=colour), words).properties(
            width=theme.WIDTH - 60, height=400
        )
    )


def _lifts(table: pd.DataFrame) -> list[float]:
    """How far to lift each mark so that none hides another; marks of one weight that stand close take turns."""
    near = (table["gap"].max() - table["gap"].min()) * 0.06 or 1.0
    step = float(table["vikt"].max()) * 0.085
    placed: list[tuple[float, float]] = []
    lifts = dict.fromkeys(table.index, 0.0)
    for kod, row in rader(table.sort_values("gap")):
        n = 0
        while n < 12 and any(
            abs(row["gap"] - gap) < near and abs(row["vikt"] + _turn(n) * step - high) < step * 0.95
            for gap, high in placed
        ):
            n += 1
        lifts[kod] = _turn(n) * step
        placed.append((row["gap"], row["vikt"] + lifts[kod]))
    return [lifts[kod] for kod in table.index]


def _turn(n: int) -> int:
    """0, 1, -1, 2, -2 …."""
    return (n + 1) // 2 * (1 if n % 2 else -1)
