"""Known faults in what was delivered, and what is done about each, from ``<data>/corrections/<year>.yml``."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pandas as pd
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, model_validator

from hemtjanst_lib.errors import SourceError
from hemtjanst_lib.files import read_yaml
from hemtjanst_lib.sources.cards import describe
from hemtjanst_lib.sources.layout import Status


class Vantat(BaseModel):
    """The fault that must still be there: above, below, or equal to a number (or a text, for a cell in words)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    over: float | None = None
    under: float | None = None
    lika: float | str | None = None

    @model_validator(mode="after")
    def _one(self) -> Vantat:
        if sum(part is not None for part in (self.over, self.under, self.lika)) != 1:
            raise ValueError("give exactly one of over, under, lika")
        return self

    def holds(self, varde: float, fault: str) -> bool:
        """Return whether a value, or what is said of an unreadable cell, still shows the fault."""
        if isinstance(self.lika, str):
            return f"{self.lika!r}" in fault
        if self.lika is not None:
            return varde == self.lika
        return varde > self.over if self.over is not None else varde < (self.under or 0)


class Rattelse(BaseModel):
    """One correction.

    Parameters
    ----------
    gor : {"uteslut", "ersatt", "anteckna"}
        Leave the value out (it gets ``status``), put ``med`` in its place, or only note it.
    status : str
        What an excluded value counts as; ``ej_svar`` counts by the model's rule for no answer.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True)

    kalla: str
    kommunkod: str
    indikator: str
    enhet_id: str | None = None
    gor: Literal["uteslut", "ersatt", "anteckna"]
    med: float | None = None
    status: Status = "ej_svar"
    vantat: Vantat
    skal: str = Field(min_length=1)
    lage: str = Field(pattern=r"^(oppen|anmald|rattad)\b")

    @model_validator(mode="after")
    def _with_value(self) -> Rattelse:
        if (self.med is not None) != (self.gor == "ersatt"):
            raise ValueError("med (the value to use) goes with gor: ersatt, and only with that")
        return self


def load_corrections(path: Path) -> list[Rattelse]:
    """Read the corrections of a year; an absent file is none."""
    if not path.is_file():
        return []
    given = read_yaml(path, SourceError)
    try:
        return TypeAdapter(list[Rattelse]).validate_python(given or [])
    except ValidationError as fault:
        raise SourceError(f"corrections/{path.name}: not sound", describe(fault), do="Correct the file.") from fault


def correct(answers: pd.DataFrame, corrections: list[Rattelse], name: str) -> tuple[pd.DataFrame, list[str]]:
    """Apply the corrections; each must find its fault, else the run stops.

    Returns
    -------
    DataFrame, list of str
        The corrected answers, and the faults: corrections that found no row, or whose fault is gone.
    """
    faults = []
    answers = answers.copy()
    for number, rattelse in enumerate(corrections, 1):
        where = f"{name}, entry {number} ({rattelse.kalla}, {rattelse.kommunkod}, {rattelse.indikator})"
        rows = answers[_matches(answers, rattelse)]
        if len(rows) != 1:
            faults.append(f"{where}: matches {len(rows)} answers, expected one")
            continue
        (varde,), (fault,), (status,) = (rows[column].tolist() for column in ("varde", "fault", "status"))
        if not rattelse.vantat.holds(varde, fault):
            expected = rattelse.vantat.model_dump(exclude_none=True)
            shown = fault or f"{varde:g} ({status})"
            faults.append(f"{where}: the fault is gone: expected {expected}, found {shown}; remove the entry")
            continue
        _apply(answers, rows.index, rattelse)
    return answers, faults


def _matches(answers: pd.DataFrame, rattelse: Rattelse) -> pd.Series:
    found = (
        answers["kalla"].eq(rattelse.kalla)
        & answers["kommunkod"].eq(rattelse.kommunkod)
        & answers["indikator"].eq(rattelse.indikator)
    )
    if rattelse.enhet_id is None:
        return found & answers["enhet_id"].isna()
    return found & answers["enhet_id"].eq(rattelse.enhet_id)


def _apply(answers: pd.DataFrame, row: pd.Index, rattelse: Rattelse) -> None:
    if rattelse.gor == "uteslut":
        answers.loc[row, ["varde", "status", "fault"]] = [float("nan"), rattelse.status, ""]
    elif rattelse.gor == "ersatt":
        answers.loc[row, ["varde", "status", "fault"]] = [rattelse.med, "ok", ""]
