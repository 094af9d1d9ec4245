"""Given weights, all scores, places and classes, exactly as the model would have them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from hemtjanst_lib.robustness.hopslagning import (
    granska_vikter,
    klassgranser,
    klassnummer,
    medelvarden,
    placera,
    sammansattning,
    svarande,
    till_delindex,
    till_total,
)
from hemtjanst_lib.robustness.resultat import Uppspelning
from hemtjanst_lib.scoring import Scores
from hemtjanst_lib.scoring.grid import Floats


def rakna_om(scores: Scores, vikter: Floats) -> tuple[Floats, Floats]:
    """Return totals (sets × kommuner) and delindex (sets × kommuner × delindex) for weight shares (sets × områden)."""
    delar = sammansattning(scores.model)
    omrade = scores.omrade.to_numpy(dtype=np.float64)[None]
    delindex, weight = till_delindex(omrade, vikter, delar, delar.geometrisk[1])
    return till_total(delindex, weight, delar.geometrisk[2]), delindex


def replay(scores: Scores, vikter: pd.DataFrame | Sequence[float] | Floats) -> Uppspelning:
    """Compute the year again with other weights of the områden; everything else is as published.

    Parameters
    ----------
    scores : Scores
        One year's results.
    vikter : DataFrame or array
        One weight set a row, områden as columns (in the model's order when an array); any positive scale.

    Raises
    ------
    ParameterError
        If a weight is not above 0, or one is missing.
    """
    sets = vikter.index if isinstance(vikter, pd.DataFrame) else None
    totals, delindex = rakna_om(scores, granska_vikter(vikter, scores.model))
    limits = klassgranser(scores.model, medelvarden(totals, svarande(scores.helt_saknade, scores.model)))
    numbers = klassnummer(totals, limits)
    names = np.array([*scores.model.klasser.till_och_med, None], dtype=object)
    rows, kommuner = (pd.RangeIndex(len(totals)) if sets is None else sets), scores.total.index
    return Uppspelning(
        total=pd.DataFrame(totals, rows, kommuner),
        placering=pd.DataFrame(placera(totals), rows, kommuner).astype("Int64"),
        klass=pd.DataFrame(names[numbers], rows, kommuner).astype("str"),
        delindex=delindex,
    )
