"""When each year's index is published, and in which edition: ``parameters/report/utgivning.yml``."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field

from hemtjanst_lib.errors import ParameterError
from hemtjanst_lib.forms import Del, read_form
from hemtjanst_lib.paths import PARAMETERS

UTGIVNING = PARAMETERS / "report" / "utgivning.yml"


class Utgivning(Del):
    """The publication of one year's index; ``belagg`` tells a known day from an assumed one."""

    datum: date
    utgava: int = Field(ge=1)
    belagg: Literal["fakta", "antagande"]
    kalla: str = Field(min_length=1)


def utgivning(ar: int, path: Path = UTGIVNING) -> Utgivning:
    """Return when the index of ``ar`` is published.

    Raises
    ------
    ParameterError
        If the file is faulty, or does not have the year.
    """
    years = _load(path)
    if ar not in years:
        known = ", ".join(str(year) for year in years)
        raise ParameterError(f"{path}: no publication of {ar}; it has {known}", do="Add the year to the file.")
    return years[ar]


@cache
def _load(path: Path) -> dict[int, Utgivning]:
    return read_form(path, dict[int, Utgivning])
