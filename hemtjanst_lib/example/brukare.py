"""The two workbooks of the user survey: rike, län and kommuner; and one sheet of units a kommun."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from hemtjanst_lib.example import world
from hemtjanst_lib.example.fall import UTAN_ENHETER
from hemtjanst_lib.example.questions import heading
from hemtjanst_lib.example.units import Survey
from hemtjanst_lib.example.world import World
from hemtjanst_lib.example.writing import MARK, Area, Book, areas, padded
from hemtjanst_lib.model import Indikator

HEADER_ROW = 12
FEWEST = 30  # at kommun level
FEWEST_UNIT = 5
INTERVALS = ((5, "5–6"), (7, "7–14"), (15, "15–29"), (30, "30–49"), (50, "50–99"), (100, "100–199"))
GRUPPER = {"Totalt": 1.0, "Kvinnor": 0.66, "Män": 0.34}
SKILLNAD = (1.0, 1.002, 0.996)  # women answer a little more kindly than all, men a little less
STADSDELAR = {"0180": 11, "1480": 4, "1280": 5}
KALLA = "brukarundersokningen"


def kommun_book(built: World, ar: int, survey: Survey, indikatorer: list[Indikator]) -> bytes:
    """Rike, län, kommuner and stadsdelar, for two years, for all and by sex."""
    titel = f"Vad tycker de äldre om äldreomsorgen? Hemtjänst, rike, län och kommun {ar - 1}–{ar}"
    book = Book(ar, titel)
    book.sheet("Information", [[titel], [MARK], ["Markeringar: .. färre än 30 svar, - inga svar"]])
    fixed = ["År", "Redovisningsnivå", "Kod", "Namn", "Grupp", "Antal svar"]
    top = [[titel], [MARK], [], ["Andel positiva svar i procent. Vet ej/Ingen åsikt ingår inte."]]
    rows = padded(top, [*fixed, *(heading(ar, ind) for ind in indikatorer)], header_row=HEADER_ROW)
    rows[HEADER_ROW - 2] = [None] * len(fixed) + [ind.namn for ind in indikatorer]
    listed = areas(
        built.kommuner,
        survey.enheter["rad"].to_numpy(),
        riket="Riket",
        silent=world.unanswered(built, ar, KALLA),
        delar=STADSDELAR,
    )
    rows += [row for year in (ar - 1, ar) for area in listed for row in _rows(area, year, ar, survey, indikatorer)]
    book.sheet("Rike, län, kommun", [*rows, [], [f"Källa: påhittade svar, {MARK}"]])
    return book.content()


def _rows(area: Area, year: int, ar: int, survey: Survey, indikatorer: list[Indikator]) -> list[list[Any]]:
    """Rows of one area for all and by sex; the year before is this year's result a little lower, and is not read."""
    own = area.own
    positive = np.array([survey.positiva[ind.kod][own].sum() for ind in indikatorer], dtype=float)
    answers = np.array([survey.svar[ind.kod][own].sum() for ind in indikatorer])
    total = int(survey.enheter["svarande"].to_numpy()[own].sum())
    rows = []
    for number, (grupp, part) in enumerate(GRUPPER.items()):
        drift = 0.985 if year < ar else SKILLNAD[number]
        percent = np.round(np.minimum(drift * 100 * positive / np.maximum(answers, 1), 100), 1 if ar >= 2024 else 0)
        cells = [_shown(value, n * part, total) for value, n in zip(percent, answers, strict=True)]
        rows.append([year, area.niva, area.kod, area.namn, grupp, round(total * part) if total else "-", *cells])
    return rows


def _shown(percent: float, answers: float, total: int) -> float | str:
    if not total:
        return "-"
    return ".." if answers < FEWEST else float(percent)


def unit_book(built: World, ar: int, survey: Survey, indikatorer: list[Indikator]) -> bytes:
    """One sheet a kommun with its units, for all and by sex; the number of answers is an interval."""
    titel = f"Vad tycker de äldre om äldreomsorgen? Hemtjänst, verksamheter {ar}"
    book = Book(ar, titel)
    book.sheet("Information", [[titel], [MARK], ["Markeringar: .. för få svar"]])
    silent = world.unanswered(built, ar, KALLA)
    headings = ["Verksamhet", "Regi", "Utförare", "Redovisningsgrupp", "Antal svar, intervall"]
    headings += [heading(ar, ind) for ind in indikatorer]
    positive = pd.DataFrame({ind.kod: survey.positiva[ind.kod] for ind in indikatorer}).to_numpy()
    answers = pd.DataFrame({ind.kod: survey.svar[ind.kod] for ind in indikatorer}).to_numpy()
    percent = np.round(100 * positive / np.maximum(answers, 1))
    first = np.searchsorted(survey.enheter["rad"], np.arange(len(built.kommuner) + 1))
    units = list(survey.enheter[["namn_bu", "enskild", "foretag_bu", "svarande"]].itertuples(index=False))
    for number, (kod, namn) in enumerate(built.kommuner["namn"].items()):
        if silent[number] or kod == UTAN_ENHETER:
            continue
        top = [[titel], [MARK], [f"Kommun: {namn}"]]
        rows = padded(top, headings, header_row=HEADER_ROW)
        for i in range(first[number], first[number + 1]):
            unit, privat, foretag, svar = units[i]
            fixed = [unit, "Enskild" if privat else "Offentlig", foretag or None]
            rows += _unit_rows(fixed, svar, percent[i], answers[i])
        book.sheet(f"{kod} {namn}"[:31], [*rows, [], [f"Källa: påhittade svar, {MARK}"]])
    return book.content()


def _unit_rows(fixed: list[Any], svar: int, percent: np.ndarray, answers: np.ndarray) -> list[list[Any]]:
    rows = []
    for grupp, part in GRUPPER.items():
        shown = [".." if n * part < FEWEST_UNIT else float(v) for v, n in zip(percent, answers, strict=True)]
        rows.append([*fixed, grupp, interval(svar * part), *shown])
    return rows


def interval(svar: float) -> str:
    """Name the interval that a number of answers falls in."""
    if svar >= 200:
        return "200 eller fler"
    return next((name for low, name in reversed(INTERVALS) if round(svar) >= low), f"Färre än {FEWEST_UNIT}")
