"""From the long table of answers to one cell per kommun and indikator, refusing what does not fit the model."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from hemtjanst_lib.errors import ModelError
from hemtjanst_lib.model import SAKNAS_STATUS, Model

Floats: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.intp]
Bools: TypeAlias = npt.NDArray[np.bool_]

STATUS = ("ok", *SAKNAS_STATUS)
NEEDED = ("kommunkod", "indikator", "varde", "status")
SHOWN = 8  # how many names a message lists before it counts the rest


@dataclass(frozen=True)
class Grid:
    """Answers as arrays, kommuner × indikatorer.

    Parameters
    ----------
    kommuner, indikatorer : Index
        Codes in rising order; ids in the model's order.
    status : array of int
        Position in ``STATUS``.
    varde : array of float
        The source's natural scale; NaN unless the status is ok.
    """

    kommuner: pd.Index
    indikatorer: pd.Index
    status: Ints
    varde: Floats


def read_grid(answers: pd.DataFrame, model: Model, kommuner: Collection[str] | None = None) -> Grid:
    """Pivot the kommun level's long table, in which each kommun has one row per indikator of the model.

    Raises
    ------
    ModelError
        With every fault: columns, another year, unit rows, unknown, missing or doubled rows, unknown status, an ok
        row without a finite value.
    """
    if absent := [name for name in NEEDED if name not in answers.columns]:
        raise ModelError(f"the answers lack the columns {', '.join(absent)}; they need {', '.join(NEEDED)}")
    if not pd.api.types.is_string_dtype(answers["kommunkod"]):
        raise ModelError("kommunkod must be text, such as 0188", do="Read the codes with dtype=str.")
    codes, found = pd.factorize(answers["kommunkod"], sort=False)
    register = pd.Index(sorted(kommuner) if kommuner is not None else found.sort_values(), dtype="str")
    indikatorer = pd.Index(list(model.indikatorer), dtype="str")
    row = register.get_indexer(found)[codes] if len(found) else np.empty(0, dtype=np.intp)
    column = _positions(answers["indikator"], indikatorer)
    status = _positions(answers["status"], pd.Index(STATUS, dtype="str"))
    varde = pd.to_numeric(answers["varde"], errors="coerce").to_numpy(dtype=np.float64, na_value=np.nan)
    faults = [
        *_other_years(answers, model),
        *_units(answers),
        *_unknown("kommun", answers["kommunkod"], row),
        *_unknown("indikator", answers["indikator"], column),
        *_unknown("status", answers["status"], status),
        *_valueless(answers, (status == 0) & ~np.isfinite(varde)),
        *_not_once(row, column, register, indikatorer),
    ]
    if faults:
        raise ModelError(
            f"the answers do not fit the model of {model.ar}:", faults, do=f"Run: hemtjanst check {model.ar}"
        )
    return _fill(Grid(register, indikatorer, *_empty(len(register), len(indikatorer))), row, column, status, varde)


def _positions(column: pd.Series, known: pd.Index) -> Ints:
    """Place of each value in ``known``, -1 where it is not there; each distinct value is looked up once."""
    codes, found = pd.factorize(column, sort=False)
    places = np.append(known.get_indexer(found), -1)  # factorize gives -1 for a missing value: the last place
    return places[codes].astype(np.intp)


def _empty(rows: int, columns: int) -> tuple[Ints, Floats]:
    return np.zeros((rows, columns), dtype=np.intp), np.full((rows, columns), np.nan)


def _fill(grid: Grid, row: Ints, column: Ints, status: Ints, varde: Floats) -> Grid:
    grid.status[row, column] = status
    grid.varde[row, column] = np.where(status == 0, varde, np.nan)
    return grid


def _other_years(answers: pd.DataFrame, model: Model) -> list[str]:
    years = sorted(set(answers["ar"].unique()) - {model.ar}) if "ar" in answers.columns else []
    return [f"ar: has rows of {listed(years)}, the model is of {model.ar}"] if years else []


def _units(answers: pd.DataFrame) -> list[str]:
    n = int(answers["enhet_id"].notna().sum()) if "enhet_id" in answers.columns else 0
    return [f"enhet_id: {n} rows belong to units; give the rows of the kommuner only"] if n else []


def _unknown(what: str, column: pd.Series, place: Ints) -> list[str]:
    strange = column[place < 0]
    return [f"{what}: {listed(strange.unique())} unknown ({len(strange)} rows)"] if len(strange) else []


def _valueless(answers: pd.DataFrame, wrong: Bools) -> list[str]:
    rows = answers[wrong]
    return [
        f"{indikator}: status is ok but the value is missing or infinite for {listed(part['kommunkod'])}"
        for indikator, part in rows.groupby("indikator", sort=False)
    ]


def _not_once(row: Ints, column: Ints, register: pd.Index, indikatorer: pd.Index) -> list[str]:
    """Name the pairs of kommun and indikator that have no row, or more than one."""
    known = (row >= 0) & (column >= 0)
    times = np.bincount(row[known] * len(indikatorer) + column[known], minlength=len(register) * len(indikatorer))
    times = times.reshape(len(register), len(indikatorer))
    if not len(register):
        return ["there are no rows"]
    return [
        f"{indikator}: {text} for {listed(register[wrong])}"
        for text, cells in (("no row", times == 0), ("more than one row", times > 1))
        for indikator, wrong in zip(indikatorer, cells.T, strict=True)
        if wrong.any()
    ]


def listed(names: Collection[object]) -> str:
    """Name the first few and count the rest."""
    some = [str(name) for name in list(names)[:SHOWN]]
    more = len(names) - len(some)
    return ", ".join(some) + (f" and {more} more" if more else "")
