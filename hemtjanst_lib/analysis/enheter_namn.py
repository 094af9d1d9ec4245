"""Units of one name told apart."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from hemtjanst_lib.analysis.enheter_fakta import Enhetsfakta


def unika_namn(fakta: Enhetsfakta) -> Enhetsfakta:
    """Return the facts with names that each mean one unit: "Hemtjänst Bergvik (1)" and "(2)", in the order of ids."""
    own = fakta.enheter["namn"].astype("str")
    if not own.duplicated().any():
        return fakta
    number = own.sort_index().groupby(own.sort_index()).cumcount().reindex(own.index) + 1
    told = own.where(~own.duplicated(keep=False), own + " (" + number.astype("str") + ")")
    rows = fakta.omatchade
    names = told.reindex(rows["enhet"]).fillna(pd.Series(rows["namn"].to_numpy(), index=rows["enhet"]))
    return replace(fakta, enheter=fakta.enheter.assign(namn=told), omatchade=rows.assign(namn=names.to_numpy()))
