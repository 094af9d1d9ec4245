"""What to do first: a kommun's possible measures, ordered by what each would give if it alone were made."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from hemtjanst_lib.analysis.effekter import FORESLAGEN, Effekter, Floats, Malsort
from hemtjanst_lib.model import DECIMALS

Positions = npt.NDArray[np.intp]


def atgarder(effekter: Effekter, kommunkod: str, sort: Malsort = FORESLAGEN) -> pd.DataFrame:
    """List a kommun's indikatorer by what reaching the goal in one of them alone would give, most first.

    Returns
    -------
    DataFrame
        Index ``indikator``; ``namn, visningsnamn, omrade, omrade_namn, delindex, kalla, typ, status, malsort`` (full,
        percentil or svar), ``poang`` (now, NaN without an answer), ``mal, vinst`` (points of index), ``placering,
        placering_efter, platser`` (places gained), ``takt`` (snabb or langsiktig), ``vikt`` (the område's, the
        seniors' priority), ``prioriterat`` (among the six highest). Only what gives at least the rules' smallest
        gain; equal gains by weight, then in the model's order.
    """
    row, model = effekter.rad[kommunkod], effekter.scores.model
    table, kept = _gains(effekter, kommunkod, "indikator", sort)
    status, kinds = effekter.ord["status"][row, kept], effekter.ord["malsort"][row, kept]
    quick = (table["typ"].isin(effekter.regler.snabba) & (kinds != "percentil")) | (status == "ej_svar")
    ids = list(model.indikatorer)
    table = table.assign(
        status=pd.Series(status, table.index, dtype="str"),
        malsort=pd.Series(kinds if sort == FORESLAGEN else sort, table.index, dtype="str"),
        poang=effekter.scores.poang.loc[kommunkod, ids].to_numpy(dtype=float)[kept],
        mal=effekter.utfall[sort].mal.loc[kommunkod, ids].to_numpy(dtype=float)[kept],
        takt=pd.Series(np.where(quick, "snabb", "langsiktig"), table.index, dtype="str"),
    )
    return table[_INDIKATORKOLUMNER].rename_axis("indikator")


def omradesatgarder(effekter: Effekter, kommunkod: str, sort: Malsort = FORESLAGEN) -> pd.DataFrame:
    """List a kommun's kvalitetsområden by what reaching the goals in all indikatorer of one of them would give.

    Index ``omrade``; ``namn, delindex, delindex_namn, poang, vinst, placering, placering_efter, platser, vikt,
    prioriterat``, ordered as :func:`atgarder`.
    """
    table, kept = _gains(effekter, kommunkod, "omrade", sort)
    points = effekter.scores.omrade.loc[kommunkod, list(effekter.scores.model.omraden)]
    return table.assign(poang=points.to_numpy(dtype=float)[kept])[_OMRADESKOLUMNER].rename_axis("omrade")


def svarsatgarder(effekter: Effekter, kommunkod: str) -> pd.DataFrame:
    """List the källor with unanswered questions by what answering them all, as well as the mean, would give.

    Index ``kalla``; ``namn, kod, obesvarade`` (indikatorer), ``hel_kalla, vinst, placering, placering_efter,
    platser``. Needs the kind ``svar``.
    """
    model, row = effekter.scores.model, effekter.rad[kommunkod]
    counts = dict.fromkeys(model.kallor, 0)
    for kod, unanswered in zip(model.indikatorer, effekter.obesvarade[row], strict=True):
        counts[model.indikatorer[kod].kalla] += int(unanswered)
    places = np.flatnonzero(np.fromiter(counts.values(), dtype=np.int64))
    vinst, after, now = _vinster(effekter, kommunkod, "kalla", "svar")
    kept = places[np.argsort(-vinst[places], kind="stable")]
    whole = effekter.scores.helt_saknade.loc[kommunkod, list(model.kallor)].to_numpy(dtype=bool)
    table = effekter.delar["kalla"].iloc[kept]
    table = table.assign(obesvarade=[counts[kod] for kod in table.index], hel_kalla=whole[kept])
    return _placed(table, vinst[kept], after[kept], now)


def _vinster(effekter: Effekter, kommunkod: str, niva: str, sort: Malsort) -> tuple[Floats, Floats, int]:
    """Return points gained and places that follow for the parts of one level, and the place now."""
    row, utfall, ids = effekter.rad[kommunkod], effekter.utfall[sort], effekter.delar[niva].index
    columns = utfall.vinst.columns.get_indexer(pd.Index([f"{niva}.{kod}" for kod in ids]))
    now = int(effekter.scores.placering.total[kommunkod])
    return utfall.vinst.to_numpy()[row, columns], effekter.platser[sort][row, columns], now


def _gains(effekter: Effekter, kommunkod: str, niva: str, sort: Malsort) -> tuple[pd.DataFrame, Positions]:
    """Return the parts of one level that give enough, most first, and where they stand in the model's order.

    What differs only by floating-point noise is equal, and goes by weight.
    """
    vinst, after, now = _vinster(effekter, kommunkod, niva, sort)
    base = effekter.delar[niva]
    enough = np.flatnonzero(np.nan_to_num(vinst, nan=-1.0) >= effekter.regler.minsta_vinst)
    weights = base["vikt"].to_numpy(dtype=float)[enough]
    kept = enough[np.lexsort((-weights, -np.round(vinst[enough], DECIMALS)))]
    return _placed(base.iloc[kept], vinst[kept], after[kept], now), kept


def _placed(table: pd.DataFrame, vinst: Floats, after: Floats, now: int) -> pd.DataFrame:
    """Add the gains to the rows."""
    return table.assign(
        vinst=vinst,
        placering=pd.array(np.full(len(table), now), dtype="Int64"),
        placering_efter=pd.Series(after, table.index).astype("Int64"),
        platser=pd.Series(now - after, table.index).astype("Int64"),
    )


_INDIKATORKOLUMNER = [
    *("namn", "visningsnamn", "omrade", "omrade_namn", "delindex", "kalla", "typ", "status", "malsort"),
    *("poang", "mal", "vinst", "placering", "placering_efter", "platser", "takt", "vikt", "prioriterat"),
]
_OMRADESKOLUMNER = [
    *("namn", "delindex", "delindex_namn", "poang", "vinst", "placering", "placering_efter", "platser"),
    *("vikt", "prioriterat"),
]
