"""The assumptions about uncertainty: ``parameters/report/sakerhet.yml``."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from hemtjanst_lib.analysis.regler import read_form
from hemtjanst_lib.model import Model
from hemtjanst_lib.paths import PARAMETERS
from hemtjanst_lib.robustness import Sakerhet

SAKERHET = PARAMETERS / "report" / "sakerhet.yml"


def load_sakerhet(path: Path = SAKERHET) -> Sakerhet:
    """Read and check the assumptions; read once.

    Raises
    ------
    ParameterError
        With every fault of the file, each with its YAML path.
    """
    return _load(path)


@cache
def _load(path: Path) -> Sakerhet:
    return read_form(path, Sakerhet)


def sakerhetsfel(sakerhet: Sakerhet, models: Iterable[Model]) -> list[str]:
    """Name the källor that the assumptions mention and no model has."""
    known = {kod for model in models for kod in model.kallor}
    return [f"urvalsfel.kallor.{kod}: no model has it" for kod in sakerhet.urvalsfel.kallor if kod not in known]
