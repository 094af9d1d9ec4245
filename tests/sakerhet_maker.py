"""Settings of uncertainty for tests: the project's own, with some of them changed, and the number of answers."""

import pandas as pd

from hemtjanst_lib.analysis.robusthetsregler import load_sakerhet
from hemtjanst_lib.robustness import Sakerhet

ONE_METHOD = {
    "skala": {"naturlig": 1},
    "aggregering": {"modell": 1},
    "saknas": {"modell": 1},
    "geometriskt_golv": 1,
}


def sakerhet(**changes) -> Sakerhet:
    """Return settings with the källa of the small models as the survey and 200 draws; mappings merge."""
    base = load_sakerhet().model_dump()
    base |= {"dragningar": 200, "urvalsfel": {**base["urvalsfel"], "kallor": ("enkat",)}}
    for name, value in changes.items():
        base[name] = {**base[name], **value} if isinstance(value, dict) else value
    return Sakerhet.model_validate(base)


def antal(scores, number: float = 100.0) -> pd.DataFrame:
    """Write the same number of answers to every question."""
    return pd.DataFrame(number, scores.total.index, scores.poang.columns)
