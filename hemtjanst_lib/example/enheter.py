"""The workbook of the unit survey: units, and their shares per rike, län and kommun."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from hemtjanst_lib.example import levels
from hemtjanst_lib.example.fall import UTAN_ENHETER
from hemtjanst_lib.example.questions import heading
from hemtjanst_lib.example.units import LEVELS_IND
from hemtjanst_lib.example.world import World
from hemtjanst_lib.example.writing import MARK, Area, Book, areas, padded
from hemtjanst_lib.model import Indikator

HEADER_ROW = 5
STADSDELAR = {"0180": 3}
JA_NEJ = {0.0: "Nej", 1.0: "Ja"}
LEVEL_WORDS = {0.0: "Nej", 1.0: "Ja, för några", 2.0: "Ja, för alla"}


@dataclass(frozen=True)
class UnitAnswers:
    """The answering units and what they answered (see ``units.unit_survey``)."""

    ar: int
    enheter: pd.DataFrame
    values: pd.DataFrame
    indikatorer: list[Indikator]

    @property
    def headings(self) -> list[str]:
        """Headings of the questions."""
        return [heading(self.ar, ind) for ind in self.indikatorer]


def book(built: World, survey: UnitAnswers) -> bytes:
    """Write the three sheets."""
    titel = f"Enhetsundersökningen om äldreomsorg {survey.ar}, resultat"
    out = Book(survey.ar, titel)
    out.sheet("Information", [[titel], [MARK], ["Mätdag 1 mars."], ["Markeringar: . ej aktuellt, - inga svar"]])
    out.sheet("Hemtjänst, enheter", _unit_sheet(built, titel, survey))
    out.sheet("Hemtjänst, kommun, län, rike", _area_sheet(built, titel, survey))
    return out.content()


def _unit_sheet(built: World, titel: str, survey: UnitAnswers) -> list[list[Any]]:
    fixed = [
        "Kommunkod",
        "Kommun",
        "Enhetens namn",
        "Regi",
        "Företagets namn",
        "Service",
        "Personlig omvårdnad",
        "Hemsjukvård",
    ]
    fixed += ["Finska", "Meänkieli", "Samiska"]
    count = len(survey.enheter)
    share = np.array([0.98, 0.99, 0.45, 0.2, 0.03, 0.04])
    services = np.where(built.rng("insatser", survey.ar).random((count, 6)) < share, "Ja", "Nej")
    staff = np.round(built.rng("bemanning", survey.ar).normal([2.1, 5.0], [0.4, 1.4], (count, 2)).clip(0.8), 1)
    rows = padded([[titel], [MARK]], [*fixed, *survey.headings, "b9", "b11"], header_row=HEADER_ROW)
    words = [_unit_words(survey.values[ind.kod], ind) for ind in survey.indikatorer]
    keys = survey.enheter[["kommunkod", "kommun", "namn_eu", "enskild", "foretag_eu"]]
    for i, (kod, kommun, namn, privat, foretag) in enumerate(keys.itertuples(index=False)):
        if kod == UTAN_ENHETER:
            continue
        regi = "Enskild" if privat else "Offentlig"
        rows.append(
            [
                kod,
                kommun,
                namn,
                regi,
                foretag or None,
                *services[i].tolist(),
                *(w[i] for w in words),
                *staff[i].tolist(),
            ]
        )
    return rows


def _unit_words(values: pd.Series, indikator: Indikator) -> list[float | str]:
    if indikator.kod in levels.ANDEL:
        return [float(value) for value in values]
    words = LEVEL_WORDS if indikator.kod == LEVELS_IND else JA_NEJ
    return ["Ej aktuellt" if np.isnan(value) else words[value] for value in values]


def _area_sheet(built: World, titel: str, survey: UnitAnswers) -> list[list[Any]]:
    """Shares of units (means, for what is a share already), for all units and by regi."""
    heads = ["Redovisningsnivå", "Kod", "Namn", "Regi", "Antal enheter", "Andel offentlig regi", *survey.headings]
    rows = padded([[titel], [MARK]], heads, header_row=HEADER_ROW)
    rad, privat = survey.enheter["rad"].to_numpy(), survey.enheter["enskild"].to_numpy()
    nobody = np.zeros(len(built.kommuner), dtype=bool)
    shares = _shares(survey)
    for area in areas(built.kommuner, rad, riket="Rike", silent=nobody, delar=STADSDELAR):
        rows += _area_rows(area, shares, privat)
    return rows


def _shares(survey: UnitAnswers) -> np.ndarray:
    """Per unit, what it adds to an area's mean: percent; a routine counts when it is there (for all)."""
    codes = [ind.kod for ind in survey.indikatorer]
    counted = survey.values[codes].to_numpy(dtype=float, copy=True)
    for column, kod in enumerate(codes):
        if kod == LEVELS_IND:
            counted[:, column] = np.where(np.isnan(counted[:, column]), np.nan, counted[:, column] == 2)
    return np.asarray(counted * np.array([1.0 if kod in levels.ANDEL else 100.0 for kod in codes]))


def _area_rows(area: Area, shares: np.ndarray, privat: np.ndarray) -> list[list[Any]]:
    rows = []
    run_by = privat[area.own]
    for regi, part in (("Samtliga", area.own), ("Offentlig", area.own[~run_by]), ("Enskild", area.own[run_by])):
        count = len(part)
        if count or regi == "Samtliga":
            public = round(100 * float((~privat[part]).mean()), 1) if count else "-"
            rows.append([area.niva, area.kod, area.namn, regi, count, public, *_area_cells(shares[part])])
    return rows


def _area_cells(shares: np.ndarray) -> list[float | str]:
    """Means of the units that a question applies to; ``.`` when it applies to none, ``-`` when none answered."""
    if not len(shares):
        return ["-"] * shares.shape[1]
    applies = ~np.isnan(shares)
    sums = np.where(applies, shares, 0).sum(axis=0)
    counts = applies.sum(axis=0)
    return [round(float(s / n), 1) if n else "." for s, n in zip(sums, counts, strict=True)]
