"""The data book's sheets on how sure the results are: intervals, shared places, and how likely each class is."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from hemtjanst_lib.analysis.facts import Kommunfakta
from hemtjanst_lib.analysis.osakerhet import Osakerhet
from hemtjanst_lib.export.databok.resultat import UNKNOWN
from hemtjanst_lib.export.xlsx import Blad, Cell, Kolumn

NIO_AV_TIO = "Nio fall av tio hamnar inom intervallet när slumpen i svaren, vikterna och räknesättet varierar."


def sakerhetsblad(of: Osakerhet, fakta: Kommunfakta) -> list[Blad]:
    """The kommun's own intervals and classes; empty for a kommun without a result."""
    kod = fakta.kommun.kod
    if kod not in of.index.index:
        return []
    return [_intervall(of, fakta, kod), _platser(of, fakta, kod), _klasser(of, fakta, kod)]


def _intervall(of: Osakerhet, fakta: Kommunfakta, kod: str) -> Blad:
    own = of.delindex.xs(kod)
    rows: list[list[Cell]] = [
        ["Hemtjänstindex", *_span(of.index.loc[kod].to_dict())],
        *([str(namn), *_span(own.loc[str(part)].to_dict())] for part, namn in fakta.delindex["namn"].items()),
    ]
    columns = [Kolumn("Mått"), Kolumn("Poäng", "poang"), Kolumn("Från", "poang"), Kolumn("Till", "poang")]
    about = (f"Hur säkra kommunens poäng {fakta.ar} är. {NIO_AV_TIO}",)
    return Blad("Säkerhet", "Sakerhet", about, columns, rows)


def _platser(of: Osakerhet, fakta: Kommunfakta, kod: str) -> Blad:
    shared, own = of.lika.loc[kod].to_dict(), of.placering_delindex.xs(kod)
    rows: list[list[Cell]] = [
        ["Hemtjänstindex", *_span(of.placering.loc[kod].to_dict())],
        *([str(namn), *_span(own.loc[str(part)].to_dict())] for part, namn in fakta.delindex["namn"].items()),
        [
            "Hemtjänstindex, platser som delas i praktiken",
            *(_number(shared[key]) for key in ("placering", "grupp_lag", "grupp_hog")),
        ],
    ]
    columns = [Kolumn("Mått"), Kolumn("Plats", "heltal"), Kolumn("Från", "heltal"), Kolumn("Till", "heltal")]
    about = (
        f"Hur säkra kommunens placeringar {fakta.ar} är. {NIO_AV_TIO}",
        "Kommunerna på de platser som delas går inte att skilja åt: skillnaderna kan bero på slumpen i svaren.",
    )
    return Blad("Säkerhet, placering", "SakerhetPlacering", about, columns, rows)


def _span(row: Mapping[Any, Any]) -> list[Cell]:
    return [_number(row[key]) for key in ("varde", "lag", "hog")]


def _number(value: float) -> Cell:
    return UNKNOWN if math.isnan(value) else float(value)


def _klasser(of: Osakerhet, fakta: Kommunfakta, kod: str) -> Blad:
    own = of.klass.loc[kod].to_dict()
    rows: list[list[Cell]] = [[str(klass), _number(own[klass])] for klass in fakta.klasser["klass"] if klass in own]
    about = ("Hur sannolik varje resultatklass är för kommunen, när samma osäkerhet räknas in.",)
    return Blad(
        "Säkerhet, klass", "SakerhetKlass", about, [Kolumn("Resultatklass"), Kolumn("Sannolikhet", "andel")], rows
    )
