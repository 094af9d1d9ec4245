"""What a unit can do first: each indikator below its goal, by what reaching the goal alone would give."""

from __future__ import annotations

import numpy as np
import pandas as pd

from hemtjanst_lib.model import DECIMALS

MINSTA_VINST = 0.05  # points; less is not listed
FULL = 100.0


def effektiva_vikter(omraden: pd.DataFrame, indikatorer: pd.DataFrame, delindex: pd.Series) -> pd.Series:
    """Return each indikator's share of what the unit is judged by; they sum to 1.

    That is the total, or the only delindex that there is. What has no value is left out and its weight spread: an
    indikator's within its område, an område's within its delindex (``docs/method.md``).

    Parameters
    ----------
    omraden, indikatorer : DataFrame
        One unit's, as in ``Enhetsbild``.
    delindex : Series
        Weights of the delindex that the unit has a result of.
    """
    with_points = omraden[omraden["poang"].notna()]
    own = with_points.groupby("delindex", observed=True)["viktandel"].transform("sum")
    share = with_points["delindex"].map(delindex / delindex.sum()).astype(float)
    omrade = with_points["viktandel"] / own * share
    counted = indikatorer[indikatorer["poang"].notna()]
    within = counted["viktandel"] / counted.groupby("omrade", observed=True)["viktandel"].transform("sum")
    return (within * counted["omrade"].map(omrade).astype(float)).reindex(indikatorer.index).astype(float)


def atgarder(omraden: pd.DataFrame, indikatorer: pd.DataFrame, delindex: pd.Series) -> pd.DataFrame:
    """List what would raise a unit's result, most first; equal gains in the model's order.

    A routine is to be there; a share is to reach what it is compared with, or, where nothing can be compared, all.

    Returns
    -------
    DataFrame
        Index ``indikator``; ``visningsnamn, omrade, omrade_namn, delindex, typ, poang, mal`` (points), ``varde,
        mal_varde`` (natural scale), ``vikt`` (the område's share of the unit index, 0–1), ``vinst`` (points of the
        total or of the only delindex), ``takt`` (snabb for routines, else langsiktig), ``jamfors``.
    """
    routine = indikatorer["matenhet"].eq("procent av enheterna")
    goal = pd.Series(np.where(routine | ~indikatorer["jamfors"], FULL, indikatorer["medel"]), indikatorer.index)
    value = pd.Series(np.where(indikatorer["jamfors"], indikatorer["medel_varde"], FULL), indikatorer.index)
    gain = effektiva_vikter(omraden, indikatorer, delindex) * (goal - indikatorer["poang"])
    table = indikatorer[["visningsnamn", "omrade", "delindex", "typ", "poang", "varde", "jamfors"]].assign(
        omrade_namn=indikatorer["omrade"].map(omraden["namn"]),
        mal=goal,
        mal_varde=value,
        vikt=indikatorer["omrade"].map(omraden["viktandel"]).astype(float),
        vinst=gain,
        takt=np.where(routine, "snabb", "langsiktig"),
    )
    aimless = ~table["jamfors"] & table["typ"].eq("bemanning")  # no share of staff is the goal in itself
    enough = table[~aimless & table["vinst"].fillna(0.0).ge(MINSTA_VINST)]
    return enough.sort_values("vinst", ascending=False, kind="stable", key=lambda gains: gains.round(DECIMALS))
