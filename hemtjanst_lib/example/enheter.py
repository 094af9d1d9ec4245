"""The workbook of the unit survey: units, and their shares per rike, län and kommun."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from hemtjanst_lib.example import levels
from hemtjanst_lib.example.questions import heading
from hemtjanst_lib.example.units import LEVELS_IND
from hemtjanst_lib.example.world import World
from hemtjanst_lib.example.writing import MARK, Book, padded
from hemtjanst_lib.model import Indikator

HEADER_ROW = 5
JA_NEJ = {0.0: "Nej", 1.0: "Ja"}
LEVEL_WORDS = {0.0: "Nej", 1.0: "Ja, för några", 2.0: "Ja, för alla"}


def book(built: World, ar: int, enheter: pd.DataFrame, values: pd.DataFrame, indikatorer: list[Indikator]) -> bytes:
    """Write the three sheets."""
    titel = f"Enhetsundersökningen om äldreomsorg {ar}, resultat"
    out = Book(ar, titel)
    out.sheet("Information", [[titel], [MARK], ["Mätdag 1 mars."], ["Markeringar: . ej aktuellt, - inga svar"]])
    out.sheet("Hemtjänst, enheter", _unit_sheet(built, ar, titel, enheter, values, indikatorer))
    out.sheet("Hemtjänst, kommun, län, rike", _area_sheet(built, ar, titel, enheter, values, indikatorer))
    return out.content()


def _unit_sheet(
    built: World, ar: int, titel: str, enheter: pd.DataFrame, values: pd.DataFrame, indikatorer: list[Indikator]
) -> list[list[Any]]:
    fixed = ["Kommunkod", "Kommun", "Enhetens namn", "Regi", "Service", "Personlig omvårdnad", "Hemsjukvård"]
    fixed += ["Finska", "Meänkieli", "Samiska"]
    heads = [*fixed, *(heading(ar, ind) for ind in indikatorer), "b9", "b11"]
    share = np.array([0.98, 0.99, 0.45, 0.2, 0.03, 0.04])
    services = np.where(built.rng("insatser", ar).random((len(enheter), 6)) < share, "Ja", "Nej")
    staff = np.round(built.rng("bemanning", ar).normal([2.1, 5.0], [0.4, 1.4], (len(enheter), 2)).clip(0.8), 1)
    rows = padded([[titel], [MARK]], heads, header_row=HEADER_ROW)
    words = [_unit_words(values[ind.kod], ind) for ind in indikatorer]
    keys = enheter[["kommunkod", "kommun", "namn_eu", "enskild"]].itertuples(index=False)
    for i, (kod, kommun, namn, privat) in enumerate(keys):
        regi = "Enskild" if privat else "Offentlig"
        rows.append([kod, kommun, namn, regi, *services[i].tolist(), *(w[i] for w in words), *staff[i].tolist()])
    return rows


def _unit_words(values: pd.Series, indikator: Indikator) -> list[float | str]:
    if indikator.kod in levels.ANDEL:
        return [float(value) for value in values]
    words = LEVEL_WORDS if indikator.kod == LEVELS_IND else JA_NEJ
    return ["Ej aktuellt" if np.isnan(value) else words[value] for value in values]


def _area_sheet(
    built: World, ar: int, titel: str, enheter: pd.DataFrame, values: pd.DataFrame, indikatorer: list[Indikator]
) -> list[list[Any]]:
    """Shares of units (means, for what is a share already), for all units and by regi."""
    heads = ["Redovisningsnivå", "Kod", "Namn", "Regi", "Antal enheter", "Andel offentlig regi"]
    rows = padded([[titel], [MARK]], [*heads, *(heading(ar, ind) for ind in indikatorer)], header_row=HEADER_ROW)
    kommuner = built.kommuner.reset_index()
    rad = enheter["rad"].to_numpy()
    lan = kommuner.groupby("lanskod")["lan"].first()
    unit_lan = kommuner["lanskod"].to_numpy()[rad]
    shares = _shares(values, indikatorer)
    privat = enheter["enskild"].to_numpy()
    rows += _area_rows("Rike", "00", "Riket", np.ones(len(rad), bool), shares, privat)
    for kod, namn in lan.items():
        rows += _area_rows("Län", str(kod), namn, unit_lan == kod, shares, privat)
    for number, (kod, namn) in enumerate(zip(kommuner["kommunkod"], kommuner["namn"], strict=True)):
        rows += _area_rows("Kommun", kod, namn, rad == number, shares, privat)
        if kod == "0180":
            rows += _area_rows("Stadsdel", kod, f"{namn}, stadsdelsområde 1", (rad == number) & ~privat, shares, privat)
    return rows


def _shares(values: pd.DataFrame, indikatorer: list[Indikator]) -> np.ndarray:
    """Per unit, what it adds to an area's mean: percent; a routine counts when it is there (for all)."""
    full = [1.0 if kod in levels.ANDEL else 100.0 for kod in (ind.kod for ind in indikatorer)]
    counted = values[[ind.kod for ind in indikatorer]].to_numpy(dtype=float, copy=True)
    for column, ind in enumerate(indikatorer):
        if ind.kod == LEVELS_IND:
            counted[:, column] = np.where(np.isnan(counted[:, column]), np.nan, counted[:, column] == 2)
    return np.asarray(counted * np.array(full))


def _area_rows(
    niva: str, kod: str, namn: str, own: np.ndarray, shares: np.ndarray, privat: np.ndarray
) -> list[list[Any]]:
    rows = []
    for regi, part in (("Samtliga", own), ("Offentlig", own & ~privat), ("Enskild", own & privat)):
        count = int(part.sum())
        if not count and regi != "Samtliga":
            continue
        public = round(100 * float((~privat[part]).mean()), 1) if count else "-"
        rows.append([niva, kod, namn, regi, count, public, *_area_cells(shares[part])])
    return rows


def _area_cells(shares: np.ndarray) -> list[float | str]:
    """Means of the units that a question applies to; ``.`` when it applies to none, ``-`` when none answered."""
    if not len(shares):
        return ["-"] * shares.shape[1]
    applies = ~np.isnan(shares)
    sums = np.where(applies, shares, 0).sum(axis=0)
    counts = applies.sum(axis=0)
    return [round(float(s / n), 1) if n else "." for s, n in zip(sums, counts, strict=True)]
