"""Random answers for a real year's model and the real kommuner: quick, seeded, and nobody's results."""

from functools import cache

import numpy as np
import pandas as pd

from hemtjanst_lib.model import load_model, model_path
from hemtjanst_lib.reference import load_kommuner
from hemtjanst_lib.scoring import Scores, score


def random_answers(model, kommuner, seed=1, missing=0.03, surveys=0.05):
    """Draw one answer per kommun and indikator; some single ones and some whole surveys are missing."""
    rng = np.random.default_rng(seed)
    n, m = len(kommuner), len(model.indikatorer)
    skill = rng.normal(0, 0.15, (n, 1))
    values = np.empty((n, m))
    for column, indikator in enumerate(model.indikatorer.values()):
        knots, _ = indikator.poang.knots()
        share = np.clip(0.65 + skill[:, 0] + rng.normal(0, 0.25, n), 0, 1)
        if indikator.typ in {"webb", "teknik"}:
            values[:, column] = knots[np.rint(share * (len(knots) - 1)).astype(int)]
        else:
            values[:, column] = knots[0] + share * (knots[-1] - knots[0])
    status = np.where(rng.random((n, m)) < missing, rng.integers(1, 4, (n, m)), 0)
    kalla = np.array([indikator.kalla for indikator in model.indikatorer.values()])
    for kod in model.kallor:
        status[np.ix_(rng.random(n) < surveys, kalla == kod)] = 1
    words = np.array(["ok", "ej_svar", "sekretess", "ej_tillamplig"])
    return pd.DataFrame(
        {
            "kommunkod": pd.Series(np.repeat(list(kommuner), m), dtype="str"),
            "indikator": pd.Series(np.tile(list(model.indikatorer), n), dtype="str"),
            "varde": np.where(status == 0, values, np.nan).ravel(),
            "status": pd.Series(words[status].ravel(), dtype="str"),
        }
    )


@cache
def random_scores(ar: int, seed: int = 1) -> Scores:
    """Score random answers of all 290 kommuner with the model of ``ar``."""
    model = load_model(model_path(ar))
    return score(random_answers(model, list(load_kommuner().index), seed), model)
