"""The index by län, kommungrupp and size class: the mean and the span of each group."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from hemtjanst_lib import theme
from hemtjanst_lib.charts.form import place
from hemtjanst_lib.charts.nation_ord import kalltext
from hemtjanst_lib.charts.nation_spann import spann
from hemtjanst_lib.display import Figur, Kolumn, Tabell
from hemtjanst_lib.language import heltal, tal
from hemtjanst_lib.narrative.nation_ord import INDELNING

if TYPE_CHECKING:
    from hemtjanst_lib.analysis.nation import Nationsfakta

FLERTAL = {"lan": "länen", "grupp": "kommungrupperna", "storleksklass": "storleksklasserna"}


def nation_grupper(n: Nationsfakta, indelning: str, palette: theme.Palette = theme.DEFAULT) -> Figur:
    """Show the mean, lowest and highest index of each group; ``indelning`` is lan, grupp or storleksklass."""
    frame, kind = n.per_grupp[indelning], INDELNING[indelning]
    rows = [
        {"namn": f"{namn} ({heltal(count)})", "fran": place(low), "till": place(high), "m": place(mean)}
        for namn, count, mean, low, high in _cells(frame)
    ]
    mean = {"x": place(n.medel), "text": f"Kommungenomsnitt {tal(n.medel)}"}
    return Figur(
        f"grupper-{indelning}",
        _title(frame, FLERTAL[indelning]),
        f"Punktdiagram med genomsnitt, lägsta och högsta index per {kind}. {_told(frame)}",
        "Romben är gruppens genomsnitt, där varje kommun räknas lika, och strecket går från gruppens lägsta till dess "
        f"högsta kommun. Inom parentes står antalet kommuner. {kalltext(n)}",
        spann(rows, palette, medel=mean, titel="Indexpoäng"),
        _table(n, indelning, frame),
    )


def _cells(frame: pd.DataFrame) -> zip[tuple[str, int, float, float, float]]:
    columns = (frame[name] for name in ("antal", "medel", "minst", "hogst"))
    return zip(frame.index.astype(str), *columns, strict=True)


def _title(frame: pd.DataFrame, kind: str) -> str:
    """Set the distance between the groups' means against the usual distance within them."""
    between = float(frame["medel"].max() - frame["medel"].min())
    within = float((frame["hogst"] - frame["minst"])[frame["antal"] > 1].median())
    word = f"större inom {kind} än mellan dem" if within > between else f"större mellan {kind} än inom dem"
    return f"Skillnaderna är {word}"


def _told(frame: pd.DataFrame) -> str:
    rows = [f"{namn} {tal(mean)}" for namn, _, mean, _, _ in _cells(frame)]
    told = rows if len(rows) <= 9 else [*rows[:3], "…", *rows[-3:]]
    return f"Genomsnitt: {'; '.join(told)}."


def _table(n: Nationsfakta, indelning: str, frame: pd.DataFrame) -> Tabell:
    rows = tuple(
        (namn, heltal(count), tal(mean), tal(low), tal(high)) for namn, count, mean, low, high in _cells(frame)
    )
    heads = ("Kommuner", "Genomsnitt", "Lägst", "Högst")
    kind = INDELNING[indelning]
    columns = (Kolumn(kind.capitalize()), *(Kolumn(head, "tal") for head in heads))
    return Tabell(f"grupper-{indelning}-data", f"Index per {kind} {n.ar}", columns, rows)
