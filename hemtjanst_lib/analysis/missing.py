"""What has no answer, kommun by kommun, with its kind, its weight and the rule that the model has for it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from hemtjanst_lib.model import SAKNAS_STATUS, Model
from hemtjanst_lib.scoring import Scores


def missing_answers(scores: Scores, model: Model) -> pd.DataFrame:
    """List every missing indikator of every kommun with its källa, in the model's order."""
    status = scores.status[list(model.indikatorer)]
    row, column = np.nonzero(status.isin(SAKNAS_STATUS).to_numpy())
    indikatorer = [model.indikatorer[kod] for kod in status.columns]
    codes = pd.DataFrame(
        {
            "ar": model.ar,
            "kalla": [i.kalla for i in indikatorer],
            "kallnamn": [model.kallor[i.kalla].namn for i in indikatorer],
            "kod": [model.kallor[i.kalla].kod for i in indikatorer],
            "indikator": list(status.columns),
            "namn": [i.visningsnamn for i in indikatorer],
            "omrade": [i.omrade for i in indikatorer],
            "delindex": [i.delindex for i in indikatorer],
            "vikt": scores.effektiv_vikt[list(status.columns)].to_numpy(),
        }
    )
    found = codes.iloc[column].reset_index(drop=True)
    found["status"] = status.to_numpy()[row, column]
    found["regel"] = [model.regel(*pair) for pair in zip(found["kalla"], found["status"], strict=True)]
    whole = scores.helt_saknade.reindex(index=status.index, columns=list(model.kallor), fill_value=False)
    place = whole.columns.get_indexer(pd.Index(found["kalla"]))
    found["hel_kalla"] = whole.to_numpy(dtype=bool)[row, place]
    found.insert(0, "kommunkod", status.index.to_numpy()[row])
    return found
