"""What to do first: a kommun's possible measures, ordered by what each would give if it alone were made."""

from __future__ import annotations

from typing import cast

import numpy as np
import pandas as pd

from hemtjanst_lib.analysis.effekter import FORESLAGEN, Effekter, Malsort
from hemtjanst_lib.analysis.regler import Atgardsregler
from hemtjanst_lib.model import DECIMALS, Model


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
    scores = effekter.scores
    kinds = _rad(effekter.malsort, kommunkod)
    status = _rad(scores.status, kommunkod)
    table = _gains(_indikatorer(scores.model), effekter, kommunkod, "indikator", sort)
    table["status"] = status
    table["malsort"] = kinds if sort == FORESLAGEN else sort
    table["poang"] = _rad(scores.poang, kommunkod)
    table["mal"] = _rad(effekter.utfall[sort].mal, kommunkod)
    quick = (table["typ"].isin(effekter.regler.snabba) & (kinds != "percentil")) | (status == "ej_svar")
    table["takt"] = pd.Series(np.where(quick, "snabb", "langsiktig"), table.index, dtype="str")
    return _ordnad(table, effekter.regler)[_INDIKATORKOLUMNER].rename_axis("indikator")


def omradesatgarder(effekter: Effekter, kommunkod: str, sort: Malsort = FORESLAGEN) -> pd.DataFrame:
    """List a kommun's kvalitetsområden by what reaching the goals in all indikatorer of one of them would give.

    Index ``omrade``; ``namn, delindex, delindex_namn, poang, vinst, placering, placering_efter, platser, vikt,
    prioriterat``, ordered as :func:`atgarder`.
    """
    table = _gains(_omraden(effekter.scores.model), effekter, kommunkod, "omrade", sort)
    table["poang"] = _rad(effekter.scores.omrade, kommunkod)
    return _ordnad(table, effekter.regler)[_OMRADESKOLUMNER].rename_axis("omrade")


def svarsatgarder(effekter: Effekter, kommunkod: str) -> pd.DataFrame:
    """List the källor with unanswered questions by what answering them all, as well as the mean, would give.

    Index ``kalla``; ``namn, kod, obesvarade`` (indikatorer), ``hel_kalla, vinst, placering, placering_efter,
    platser``. Needs the kind ``svar``.
    """
    model = effekter.scores.model
    kalla = pd.Series({kod: indikator.kalla for kod, indikator in model.indikatorer.items()})
    unanswered = kalla[(_rad(effekter.scores.status, kommunkod) == "ej_svar").to_numpy()].value_counts()
    rows = {"namn": [part.namn for part in model.kallor.values()], "kod": [part.kod for part in model.kallor.values()]}
    table = pd.DataFrame(rows, index=pd.Index(list(model.kallor), name="kalla"))
    table["obesvarade"] = unanswered.reindex(table.index, fill_value=0)
    table["hel_kalla"] = _rad(effekter.scores.helt_saknade, kommunkod)
    table = _gains(table, effekter, kommunkod, "kalla", "svar")
    return table[table["obesvarade"] > 0].sort_values("vinst", ascending=False, kind="stable")


def _rad(table: pd.DataFrame, kommunkod: str) -> pd.Series:
    """One kommun's row."""
    return cast("pd.Series", table.loc[kommunkod])


def _indikatorer(model: Model) -> pd.DataFrame:
    rows = [
        (i.namn, i.visningsnamn, i.omrade, model.omraden[i.omrade].namn, i.delindex, i.kalla, i.typ)
        for i in model.indikatorer.values()
    ]
    columns = ["namn", "visningsnamn", "omrade", "omrade_namn", "delindex", "kalla", "typ"]
    table = pd.DataFrame(rows, index=pd.Index(list(model.indikatorer)), columns=columns)
    return _viktade(table, list(table["omrade"]), model)


def _omraden(model: Model) -> pd.DataFrame:
    rows = [(omrade.namn, omrade.delindex, model.delindex[omrade.delindex].namn) for omrade in model.omraden.values()]
    table = pd.DataFrame(rows, index=pd.Index(list(model.omraden)), columns=["namn", "delindex", "delindex_namn"])
    return _viktade(table, list(table.index), model)


def _viktade(table: pd.DataFrame, omraden: list[str], model: Model) -> pd.DataFrame:
    """Add the seniors' priority: the område's weight, and whether it is among the six highest."""
    prioriterat = pd.Index(omraden).isin(model.prioriterade())
    return table.assign(vikt=model.vikter.reindex(omraden).to_numpy(), prioriterat=prioriterat)


def _gains(table: pd.DataFrame, effekter: Effekter, kommunkod: str, niva: str, sort: Malsort) -> pd.DataFrame:
    """Add one kommun's gains to the rows of one level."""
    utfall, now = effekter.utfall[sort], effekter.scores.placering.total[kommunkod]
    parts = [f"{niva}.{kod}" for kod in table.index]
    after = _rad(utfall.placering, kommunkod)[parts].set_axis(table.index).astype("Int64")
    vinst = _rad(utfall.vinst, kommunkod)[parts].set_axis(table.index)
    placering = pd.Series(now, table.index, dtype="Int64")
    return table.assign(vinst=vinst, placering=placering, placering_efter=after, platser=placering - after)


def _ordnad(table: pd.DataFrame, regler: Atgardsregler) -> pd.DataFrame:
    """Keep what gives enough, most first; what differs only by floating-point noise is equal."""
    kept = table[table["vinst"] >= regler.minsta_vinst]
    keys = pd.DataFrame({"vinst": -kept["vinst"].round(DECIMALS), "vikt": -kept["vikt"]})
    return kept.loc[keys.sort_values(["vinst", "vikt"], kind="stable").index]


_INDIKATORKOLUMNER = [
    *("namn", "visningsnamn", "omrade", "omrade_namn", "delindex", "kalla", "typ", "status", "malsort"),
    *("poang", "mal", "vinst", "placering", "placering_efter", "platser", "takt", "vikt", "prioriterat"),
]
_OMRADESKOLUMNER = [
    *("namn", "delindex", "delindex_namn", "poang", "vinst", "placering", "placering_efter", "platser"),
    *("vikt", "prioriterat"),
]
