"""The assumptions about uncertainty: ``parameters/report/sakerhet.yml``."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pandas as pd

from hemtjanst_lib.forms import faulty, read_form
from hemtjanst_lib.model import load_model, model_path
from hemtjanst_lib.paths import PARAMETERS
from hemtjanst_lib.robustness import Sakerhet
from hemtjanst_lib.sources.seniorvikter import read_seniorvikter

SAKERHET = PARAMETERS / "report" / "sakerhet.yml"


@cache
def load_sakerhet(path: Path = SAKERHET) -> Sakerhet:
    """Read and check the assumptions, once; every fault of the file is named."""
    return read_form(path, Sakerhet)


def granska(ar: int, path: Path = SAKERHET) -> Sakerhet:
    """Read the assumptions and hold them against a year's model.

    Raises
    ------
    ParameterError
        With every fault of the file, källor that the model does not have included.
    """
    sakerhet, known = load_sakerhet(path), load_model(model_path(ar)).kallor
    if strange := [kod for kod in sakerhet.urvalsfel.kallor if kod not in known]:
        raise faulty(path, [f"urvalsfel.kallor.{kod}: the model of {ar} does not have it" for kod in strange])
    return sakerhet


def granska_seniorer(ar: int, data: Path) -> pd.DataFrame | None:
    """Read the seniors' own weights, when there are any, by a year's model."""
    return read_seniorvikter(ar, data, load_model(model_path(ar)))
