"""Compute a data book's figures anew from the book alone, and say where they differ.

Only the book's own sheets are used, not the library's scoring: values and scales on the sheets Indikatorer and Modell
give points, weights give områden, delindex and index, the public list gives places, the limits give the class.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from python_calamine import CalamineWorkbook

from hemtjanst_lib.errors import SourceError
from hemtjanst_lib.export.databok.ord import AGGREGAT, SAKNAS_REGEL, STATUS

NARA = 1e-9  # points; the tolerance of equal places, too
STEG = ("Område", "Delindex", "Index")
REGELKOLUMN = {"ej_svar": "Inget svar", "sekretess": "För få svar", "ej_tillamplig": "Gäller inte kommunen"}
ID = "Indikator-id"


@dataclass(frozen=True)
class Kontroll:
    """What a recomputation found: how many figures were computed anew, and a line for each that differs."""

    antal: int
    fel: tuple[str, ...]


class Bladen:
    """The tables of a data book by sheet, and the lines above them.

    Raises
    ------
    SourceError
        If the bytes are no workbook, or a sheet is not there.
    """

    def __init__(self, content: bytes) -> None:
        try:
            self._book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        except Exception as fault:
            raise SourceError(f"not an Excel workbook ({fault})", do="Name a data book, *_data.xlsx.") from fault

    def lines(self, blad: str) -> list[str]:
        """The lines above a sheet's table."""
        return [str(row[0]) for row in self._rows(blad)[: self._top(blad)]]

    def table(self, blad: str) -> pd.DataFrame:
        """A sheet's table; every cell as it stands."""
        rows = self._rows(blad)[self._top(blad) :]
        return pd.DataFrame(rows[1:], columns=pd.Index(rows[0], dtype="str"))

    def _top(self, blad: str) -> int:
        return next(y for y, row in enumerate(self._rows(blad)) if len([cell for cell in row if cell != ""]) > 1)

    def _rows(self, blad: str) -> list[list[Any]]:
        if blad not in self._book.sheet_names:
            raise SourceError(f"the workbook has no sheet {blad}; it has {', '.join(self._book.sheet_names)}")
        return self._book.get_sheet_by_name(blad).to_python(skip_empty_area=False)


def rakna_om(content: bytes) -> Kontroll:
    """Recompute every figure of a data book that the book itself can give."""
    book = Bladen(content)
    results = [
        *_points(book.table("Indikatorer"), book.table("Modell")),
        *_levels(book),
        *_public_list(book),
        *_differences(book),
    ]
    return Kontroll(len(results), tuple(line for line in results if line))


def _compare(what: str, shown: object, computed: object) -> str:
    """Return "" when a shown figure is the computed one, else a line that says both."""
    if isinstance(computed, float) and isinstance(shown, int | float):
        same = abs(shown - computed) <= NARA
    else:
        same = shown == computed
    return "" if same else f"{what}: the book says {shown}, computed anew it is {computed}"


def _points(answers: pd.DataFrame, model: pd.DataFrame) -> Iterator[str]:
    """Points of each indikator from its value and scale."""
    scales = model.set_index(ID)
    for row in answers.to_dict("records"):
        if row["Svar"] == STATUS["ok"]:
            computed = float(np.interp(float(row["Värde"]), *_knots(scales.loc[row[ID]])))
            yield _compare(f"Indikatorer, {row[ID]}, Poäng", row["Poäng"], computed)


def _knots(scale: pd.Series) -> tuple[list[float], list[float]]:
    """The scale's values in rising order and their points."""
    if isinstance(scale["0 poäng vid"], int | float):
        pairs = [(float(scale["0 poäng vid"]), 0.0), (float(scale["100 poäng vid"]), 100.0)]
    else:
        parts = [part.split(" = ") for part in str(scale["Poäng per svar"]).split("; ")]
        pairs = [(float(value), float(points)) for value, points in parts]
    values, points = zip(*sorted(pairs), strict=True)
    return list(values), list(points)


def _levels(book: Bladen) -> Iterator[str]:
    """Områden, delindex and index from the points, the missing rules and the weights."""
    model, answers = book.table("Modell"), book.table("Indikatorer").set_index(ID)
    how = _aggregation(book.lines("Modell"))
    points = [_counted(row, answers.loc[row[ID]]) for row in model.to_dict("records")]
    counted = pd.Series(points, model.index, dtype=float)
    omrade = _together(counted, model["Indikatorns vikt i området"], model["Område-id"], how["Område"])
    areas = model.drop_duplicates("Område-id").set_index("Område-id")
    delindex = _together(omrade[areas.index], areas["Områdets vikt"], areas["Delindex-id"], how["Delindex"])
    weights = areas.groupby("Delindex-id", sort=False)["Områdets vikt"].sum()
    whole = pd.Series("index", delindex.index)
    index = _together(delindex, weights[delindex.index], whole, how["Index"])["index"]
    yield from _against(
        book.table("Kvalitetsområden").set_index("Kvalitetsområde")["Poäng"], omrade, areas["Kvalitetsområde"]
    )
    names = areas.drop_duplicates("Delindex-id").set_index("Delindex-id")["Delindex"]
    latest = _latest(book.table("Delindex")).set_index("Delindex")["Poäng"]
    yield from _against(latest, delindex, names)
    yield _compare("Index, Hemtjänstindex", _latest(book.table("Index"))["Hemtjänstindex"].item(), float(index))


def _aggregation(lines: list[str]) -> dict[str, str]:
    """How each level is put together, as the sheet Modell says."""
    text = " ".join(lines)
    ways = {words: way for way, words in AGGREGAT.items()}
    found = {step: next((way for words, way in ways.items() if f"{step}: {words} av" in text), "") for step in STEG}
    if unknown := [step for step, way in found.items() if not way]:
        raise SourceError(f"the sheet Modell does not say how {', '.join(unknown)} is put together")
    return found


def _counted(model: Mapping[Any, Any], answer: pd.Series) -> float:
    """The points that an indikator counts with; NaN when it is left out."""
    status = next(key for key, words in STATUS.items() if words == answer["Svar"])
    if status == "ok":
        return float(answer["Poäng"])
    rule = next(key for key, words in SAKNAS_REGEL.items() if words == model[REGELKOLUMN[status]])
    return {"noll": 0.0, "utelamna": np.nan, "medel": _number(answer["Genomsnittliga poäng"])}[rule]


def _together(values: pd.Series, weights: pd.Series, groups: pd.Series, how: str) -> pd.Series:
    """Weighted mean of each group; what is NaN takes no part."""
    weight = weights.astype(float).where(values.notna())
    with np.errstate(divide="ignore"):
        used = np.log(values) if how == "geometrisk" else values
    sums = (used * weight).groupby(groups, sort=False).sum(min_count=1)
    mean = sums / weight.groupby(groups, sort=False).sum(min_count=1)
    return np.exp(mean) if how == "geometrisk" else mean


def _against(shown: pd.Series, computed: pd.Series, names: pd.Series) -> Iterator[str]:
    for key, namn in zip(names.index.astype(str), names, strict=True):
        if not np.isnan(computed[key]):
            yield _compare(f"{namn}, Poäng", shown[namn], float(computed[key]))


def _public_list(book: Bladen) -> Iterator[str]:
    """Every kommun's place and class from the public list of indexes."""
    every, limits = book.table("Alla kommuner"), book.table("Klasser")
    index = every["Hemtjänstindex"].astype(float).to_numpy()
    places = (index[None, :] > index[:, None] + NARA).sum(axis=1) + 1
    upper = [_number(value) for value in limits["Till och med"]][:-1]
    classes = [limits["Resultatklass"][int(np.searchsorted(upper, value, side="left"))] for value in index]
    for row, place, klass in zip(every.to_dict("records"), places, classes, strict=True):
        yield _compare(f"Alla kommuner, {row['Kommun']}, Placering", row["Placering"], float(place))
        yield _compare(f"Alla kommuner, {row['Kommun']}, Resultatklass", row["Resultatklass"], klass)
    groups = book.table("Jämförelser")
    mean = groups[(groups["Jämförelsegrupp"] == "Alla kommuner") & (groups["Nivå"] == "Index")]
    yield _compare("Jämförelser, Alla kommuner", mean["Genomsnittliga poäng"].item(), float(index.mean()))


def _differences(book: Bladen) -> Iterator[str]:
    """Every printed difference from a mean."""
    for blad, own, mean, gap in (
        ("Index", "Hemtjänstindex", "Kommungenomsnitt", "Skillnad mot genomsnittet"),
        ("Delindex", "Poäng", "Kommungenomsnitt", "Skillnad mot genomsnittet"),
        ("Kvalitetsområden", "Poäng", "Kommungenomsnitt", "Skillnad mot genomsnittet"),
        ("Indikatorer", "Poäng", "Genomsnittliga poäng", "Skillnad i poäng"),
    ):
        table = book.table(blad)
        rows = zip(table.iloc[:, 0], table[own], table[mean], table[gap], strict=True)
        for name, mine, other, shown in rows:
            if not np.isnan(computed := _number(mine) - _number(other)):
                yield _compare(f"{blad}, {name}, {gap}", shown, computed)


def _latest(table: pd.DataFrame) -> pd.DataFrame:
    latest: pd.DataFrame = table[table["År"] == table["År"].max()]
    return latest


def _number(cell: object) -> float:
    """A cell's number; NaN for a sign that says why there is none."""
    return float(cell) if isinstance(cell, int | float) else np.nan
