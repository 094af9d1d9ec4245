"""A year's measure model: delindex, kvalitetsområden, indikatorer, weights, scales, classes and missing rules.

The file format is described in ``docs/method.md``; the types are in ``schema``.
"""

from hemtjanst_lib.model.compare import Change, ModelDiff, compare_models
from hemtjanst_lib.model.load import check_model_file, load_model, load_models, model_path, model_years, parse_model
from hemtjanst_lib.model.scale import DECIMALS, Scale
from hemtjanst_lib.model.schema import (
    SAKNAS_STATUS,
    Delindex,
    Indikator,
    Kalla,
    Klasser,
    Kvalitetsomrade,
    Model,
    Poang,
)

__all__ = [
    "DECIMALS",
    "SAKNAS_STATUS",
    "Change",
    "Delindex",
    "Indikator",
    "Kalla",
    "Klasser",
    "Kvalitetsomrade",
    "Model",
    "ModelDiff",
    "Poang",
    "Scale",
    "check_model_file",
    "compare_models",
    "load_model",
    "load_models",
    "model_path",
    "model_years",
    "parse_model",
]
