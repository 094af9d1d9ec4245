"""The one order of importance: weight times distance below kommungenomsnittet. Summary and sections share it."""

from __future__ import annotations

import pandas as pd

from hemtjanst_lib.analysis import Kommunfakta
from hemtjanst_lib.narrative.words import skala


def obesvarade(k: Kommunfakta) -> set[str]:
    """Return the områden whose every indikator is unanswered this year and counts as 0 points."""
    zero = k.saknas.loc[(k.saknas["ar"] == k.ar) & (k.saknas["regel"] == "noll"), "omrade"].value_counts()
    whole = k.indikatorer["omrade"].value_counts()
    return {str(kod) for kod, n in zero.items() if n == whole.get(kod)}


def utvecklingsomraden(k: Kommunfakta, *, prioriterade: bool = False) -> list[str]:
    """List the områden that lie under the mean, beyond the band near it: those that seniors weigh highest first.

    An område whose every answer is missing is left out: its 0 points tell nothing of how things are.

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
    under = rows[[skala("lage").side(gap) < 0 for gap in rows["gap"]] & ~rows.index.isin(obesvarade(k))]
    keys = pd.DataFrame({"senare": ~under["prioriterat"].astype(bool), "tyngd": under["vikt"] * under["gap"]})
    return list(keys.sort_values(["senare", "tyngd"], kind="stable").index)
