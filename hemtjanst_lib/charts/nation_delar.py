"""How far apart the kommuner are in each delindex and område."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from hemtjanst_lib import theme
from hemtjanst_lib.charts.form import Row, place
from hemtjanst_lib.charts.nation_ord import kalltext
from hemtjanst_lib.charts.nation_spann import spann
from hemtjanst_lib.charts.words import av
from hemtjanst_lib.display import Figur, Kolumn, Tabell
from hemtjanst_lib.language import tal

if TYPE_CHECKING:
    from hemtjanst_lib.analysis.nation import Nationsfakta

STORT = 30  # points; a wider spread is counted in the title
MATT = ("p10", "p25", "median", "medel", "p75", "p90")
FORKLARING = (
    "Strecket går från den tiondel av kommunerna som har lägst resultat till den tiondel som har högst, lådan rymmer "
    "den mittersta hälften, det svarta strecket är mittersta kommunen och romben är kommungenomsnittet."
)


def nation_delindex(n: Nationsfakta, palette: theme.Palette = theme.DEFAULT) -> Figur:
    """Show the spread of the index and of each delindex."""
    frame = n.spridning[n.spridning["niva"] != "omrade"]
    names = frame["namn"].mask(frame["niva"] == "total", "Hela indexet")
    parts = frame[frame["niva"] == "delindex"]
    widest = parts.sort_values("spann", kind="stable").iloc[-1]
    title = f"Störst är skillnaderna mellan kommunerna i {widest['namn']}"
    return _figure(n, "spridning-delindex", frame.assign(namn=names), (title, "delindex"), palette)


def nation_omraden(n: Nationsfakta, palette: theme.Palette = theme.DEFAULT) -> Figur:
    """Show the spread of each kvalitetsområde, the widest first."""
    frame = n.spridning[n.spridning["niva"] == "omrade"].sort_values("spann", ascending=False, kind="stable")
    return _figure(n, "spridning-omraden", frame, (_omradestitel(frame), "kvalitetsområde"), palette)


def _omradestitel(frame: pd.DataFrame) -> str:
    wide = int((frame["spann"] > STORT).sum())
    return f"I {av(wide, len(frame))} områden skiljer mer än {STORT} poäng mellan lägsta och högsta tiondelen"


def _figure(n: Nationsfakta, name: str, frame: pd.DataFrame, words: tuple[str, str], palette: theme.Palette) -> Figur:
    title, kind = words
    rows = [_row(row) for row in frame.to_dict("records")]
    return Figur(
        name,
        title,
        f"Lådagram över poängens spridning bland kommunerna per {kind}. {_told(frame)}",
        f"{FORKLARING} {kalltext(n)}",
        spann(rows, palette),
        _table(n, name, frame, kind),
    )


def _row(row: dict[Any, Any]) -> Row:
    drawn = {"fran": "p10", "till": "p90", "q1": "p25", "q3": "p75", "t": "median", "m": "medel"}
    bold = {"stark": 1} if row["niva"] == "total" else {}
    return {"namn": row["namn"], **{key: place(row[column]) for key, column in drawn.items()}, **bold}


def _told(frame: pd.DataFrame) -> str:
    """Read out the tenth and ninetieth percentile of up to five rows; of more, the widest and the narrowest three."""
    cells = zip(frame["namn"], frame["p10"], frame["p90"], strict=True)
    rows = [f"{namn}: {tal(a)} till {tal(b)}" for namn, a, b in cells]
    told = rows if len(rows) <= 5 else [*rows[:3], "…", *rows[-3:]]
    first = "Mellan lägsta och högsta tiondelen" if len(rows) <= 5 else "Störst och minst spridning"
    return f"{first}: {'; '.join(told)}."


def _table(n: Nationsfakta, name: str, frame: pd.DataFrame, kind: str) -> Tabell:
    rows = tuple((row["namn"], *(tal(row[column]) for column in MATT)) for row in frame.to_dict("records"))
    heads = ("Lägsta 10 %", "Lägsta 25 %", "Mitten", "Medel", "Högsta 25 %", "Högsta 10 %")
    columns = (Kolumn(kind.capitalize()), *(Kolumn(head, "tal") for head in heads))
    note = "Gränser i poäng. Lägsta 10 %: en tiondel av kommunerna ligger på eller under gränsen."
    return Tabell(f"{name}-data", f"Spridning per {kind} {n.ar}", columns, rows, not_=note)
