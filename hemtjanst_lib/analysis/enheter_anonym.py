"""The facts of a kommun's units without anything that tells which unit is which: Enhet A, B, C."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
from pandas.api.types import is_numeric_dtype

from hemtjanst_lib import reference
from hemtjanst_lib.analysis.enheter_fakta import Enhetsfakta

# Columns of words that tell nothing of which unit it is; all other words are taken away.
_KEPT = {"beteckning", "regi", "regi_fore", "par", "skal", "skal_utforande", "skal_stod_utveckling"}


def namnlost_id(kommunkod: str, beteckning: str) -> str:
    """Write the id of a unit whose name is not told.

    >>> namnlost_id("0188", "Enhet C")
    '0188-enhet_c'
    """
    return f"{kommunkod}-{reference.slug(beteckning)}"


def utan_namn(fakta: Enhetsfakta) -> Enhetsfakta:
    """Return the same facts with ids and names made from ``beteckning``.

    Names of companies, spellings in the surveys and cells of raw files go, with any other words not known to be
    harmless; doubtful pairs, which are nothing but names, go whole. Within a place units stand by their letter,
    because the order of their names would tell something.
    """
    beteckning = fakta.enheter["beteckning"].astype("str")
    ids = {str(enhet): namnlost_id(fakta.kommun.kod, text) for enhet, text in beteckning.items()}
    words = fakta.enheter.columns[[not is_numeric_dtype(kind) for kind in fakta.enheter.dtypes]]
    taken = dict.fromkeys(set(words) - _KEPT, "")
    enheter = fakta.enheter.assign(**taken, par_poang=float("nan")).assign(namn=beteckning)
    enheter = enheter.rename(index=ids).rename_axis("enhet")
    order = enheter.assign(_langd=enheter["namn"].str.len()).sort_values(
        ["placering", "_langd", "namn"], kind="stable", na_position="last"
    )
    return replace(
        fakta,
        enheter=enheter.loc[order.index],
        omraden=_utan(fakta.omraden, ids),
        indikatorer=_utan(fakta.indikatorer, ids).assign(fil="", cell=""),
        omatchade=_utan(fakta.omatchade, ids).assign(
            namn=[beteckning.get(enhet, "") for enhet in fakta.omatchade["enhet"]]
        ),
        tveksamma=fakta.tveksamma.iloc[:0],
    )


def _utan(table: pd.DataFrame, ids: dict[str, str]) -> pd.DataFrame:
    return table.assign(enhet=table["enhet"].map(ids))
