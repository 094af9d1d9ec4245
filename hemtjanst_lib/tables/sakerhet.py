"""The account of change by område, the price of silence, and the result by type of indikator."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from hemtjanst_lib.analysis.rader import rader
from hemtjanst_lib.display import Kolumn, Punktlista, Tabell
from hemtjanst_lib.language import TANKSTRECK, andel, heltal, jamna_ut, skillnad, tal
from hemtjanst_lib.narrative.sakerhetstext import skriv

if TYPE_CHECKING:
    from hemtjanst_lib.analysis import Kommunfakta


def konto(k: Kommunfakta) -> Tabell | Punktlista:
    """Return what each område gave of the change of index; nothing where there is none. What is printed sums."""
    table = k.sakerhet.omraden
    if table is None or k.sakerhet.forandring is None:
        return Punktlista(())
    whole = table.sum(axis=1)
    order = whole.sort_values(ascending=False, kind="stable").index
    printed = dict(zip(order, jamna_ut(whole[order].tolist()), strict=True))
    cells = tuple(
        (
            str(k.omraden["namn"].get(kod, kod)),
            _poang(k.omraden["poang_fore"].get(kod)),
            _poang(k.omraden["poang"].get(kod)),
            skillnad(float(printed[kod])),
            _mest(table.loc[kod]),
        )
        for kod in order
        if printed[kod]
    )
    moved = skillnad(float(sum(printed.values())))
    total = ("Hela indexet", _poang(k.index_fore), _poang(k.index), moved, TANKSTRECK)
    heads = (
        *(Kolumn("Kvalitetsområde"), Kolumn(str(k.fjol), "tal"), Kolumn(str(k.ar), "tal")),
        *(Kolumn("Bidrag till förändringen", "tal"), Kolumn("Beror mest på")),
    )
    note = "Bidragen är i poäng av hela indexet och summerar till indexets förändring."
    if len(cells) < len(order):
        note += " Områden som knappt har påverkat indexet står inte med."
    return Tabell(
        "konto", f"Vad varje område har gett av förändringen sedan {k.fjol}", heads, (*cells, total), (), note
    )


def _mest(parts: pd.Series[float]) -> str:
    """Name the component that moved an område most; a dash when it hardly moved."""
    largest = str(parts.abs().idxmax())
    return skriv(f"komponent.{largest}").lower() if abs(parts[largest]) >= 0.05 else TANKSTRECK


def _poang(value: float | None) -> str:
    return TANKSTRECK if value is None or pd.isna(value) else tal(value)


def tystnad(k: Kommunfakta) -> Tabell | Punktlista:
    """Return what each källa's unanswered questions did to index and place; nothing where all are answered."""
    rows = k.sakerhet.tystnad
    if rows.empty:
        return Punktlista(())
    cells = tuple(
        (
            str(k.kallor["namn"].get(kalla, kalla)),
            heltal(row["antal"]),
            *(_way(row, way) for way in ("utelamnad", "medel", "lagst", "hogst")),
        )
        for kalla, row in rader(rows)
    )
    heads = (
        *(
            Kolumn("Källa"),
            Kolumn("Obesvarade frågor", "tal"),
            Kolumn("Utan frågorna"),
            Kolumn("Med genomsnittliga svar"),
        ),
        *(Kolumn("Med sämsta svar"), Kolumn("Med bästa svar")),
    )
    note = "Index och inom parentes placering, om allt annat vore som i år."
    note += f" Årets index är {tal(k.index)} och placeringen {k.placering}."
    return Tabell("tystnad", "Vad indexet skulle ha varit om frågorna hade besvarats", heads, cells, (), note)


def _way(row: Mapping[str, Any], way: str) -> str:
    return f"{tal(row[f'index_{way}'])} ({heltal(row[f'placering_{way}'])})"


def typer(k: Kommunfakta) -> Tabell:
    """Return the result by what the indikatorer see: the users' own answers, routines, website."""
    frame = k.sakerhet.typer
    told = bool(frame["bidrag"].notna().any())
    rows = tuple(
        (
            skriv(f"slag.{name}"),
            andel(100 * row["vikt"], 0),
            _poang(row["endast"]),
            _plats(row["placering_endast"]),
            _plats(row["placering_utan"]),
            *((skillnad(row["bidrag"]),) if told else ()),
        )
        for name, row in rader(frame)
    )
    heads = [
        *(Kolumn("Vad indikatorerna bygger på"), Kolumn("Andel av indexet", "tal"), Kolumn("Poäng", "tal")),
        *(Kolumn("Plats med bara detta", "tal"), Kolumn("Plats utan detta", "tal")),
        *((Kolumn(f"Förändring sedan {k.fjol}", "tal"),) if told else ()),
    ]
    note = f"Årets placering är {k.placering}."
    note += " Förändringen är i poäng av hela indexet." if told else ""
    return Tabell("typer", "Resultatet efter vad indikatorerna bygger på", tuple(heads), rows, (), note)


def _plats(value: float | None) -> str:
    return TANKSTRECK if value is None or pd.isna(value) else heltal(value)
