"""The one order of importance: weight times distance below kommungenomsnittet. Summary and sections share it."""

from __future__ import annotations

import pandas as pd

from hemtjanst_lib.analysis import Kommunfakta
from hemtjanst_lib.narrative.words import skala


def utvecklingsomraden(k: Kommunfakta, *, prioriterade: bool = False) -> list[str]:
    """List the områden that lie under the mean, beyond the band near it: those that seniors weigh highest first.

    Among those, and then among the others, by weight times distance. The first is what the report calls most important,
    when it is one of the prioritised.

    Parameters
    ----------
    k : Kommunfakta
        The facts.
    prioriterade : bool
        Take only those that seniors weigh highest.
    """
    rows = k.omraden[k.omraden["prioriterat"]] if prioriterade else k.omraden
    under = rows[[skala("lage").side(gap) < 0 for gap in rows["gap"]]]
    keys = pd.DataFrame({"senare": ~under["prioriterat"].astype(bool), "tyngd": under["vikt"] * under["gap"]})
    return list(keys.sort_values(["senare", "tyngd"], kind="stable").index)
