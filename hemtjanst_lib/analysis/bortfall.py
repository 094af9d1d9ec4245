"""What is missing in the whole country, by källa and by kommun, and what it costs in points of index."""

from __future__ import annotations

import pandas as pd

from hemtjanst_lib.analysis.effekter import Effekter
from hemtjanst_lib.analysis.urval import helt_saknade_koder
from hemtjanst_lib.model import SAKNAS_STATUS
from hemtjanst_lib.scoring import Scores


def bortfall(scores: Scores) -> pd.DataFrame:
    """Count what is missing by källa.

    Index ``kalla``; ``namn, kod, indikatorer``; ``hela`` (kommuner where the whole källa is unanswered), ``delar``
    (kommuner where some of it is), and cells kommun × indikator: ``ej_svar, sekretess, ej_tillamplig, celler`` (all),
    ``andel_ej_svar`` (0–1, of the cells that apply; NaN when none does).
    """
    model = scores.model
    kalla = pd.Index([indikator.kalla for indikator in model.indikatorer.values()])
    status = scores.status[list(model.indikatorer)]
    cells = {name: (status == name).sum().groupby(kalla).sum() for name in SAKNAS_STATUS}
    table = pd.DataFrame(
        {
            "namn": {kod: part.namn for kod, part in model.kallor.items()},
            "kod": {kod: part.kod for kod, part in model.kallor.items()},
            "indikatorer": kalla.value_counts(),
            "hela": scores.helt_saknade.sum(),
            "delar": _delvis(scores, status, kalla),
            **cells,
        }
    ).reindex(list(model.kallor))
    counts = ["indikatorer", "hela", "delar", *SAKNAS_STATUS]
    table[counts] = table[counts].fillna(0).astype("int64")
    table["celler"] = table["indikatorer"] * len(status)
    applies = table["celler"] - table["ej_tillamplig"]
    table["andel_ej_svar"] = table["ej_svar"] / applies.where(applies > 0)
    return table.rename_axis("kalla")


def kommuner_med_bortfall(scores: Scores, kommuner: pd.DataFrame, effekter: Effekter | None = None) -> pd.DataFrame:
    """List the kommuner that lack a whole källa, by place.

    Index ``kommunkod``; ``namn, lan, placering, index, klass, saknas`` (codes as a tuple) and, when ``effekter`` with
    the kind ``svar`` are given, ``kostnad``: the points of index that answering those källor as well as the mean of
    those who answered would give, each alone and added.
    """
    members = scores.helt_saknade.index[scores.helt_saknade.any(axis=1)]
    table = kommuner.loc[members, ["namn", "lan"]].assign(
        placering=scores.placering.total[members],
        index=scores.total[members],
        klass=scores.klass[members],
        saknas=helt_saknade_koder(scores)[members],
    )
    if effekter is not None:
        kallor = list(scores.model.kallor)
        gains = effekter.utfall["svar"].vinst.loc[members, [f"kalla.{kod}" for kod in kallor]].set_axis(kallor, axis=1)
        table["kostnad"] = gains.where(scores.helt_saknade.loc[members, kallor]).sum(axis=1)
    return table.rename_axis("kommunkod").sort_values(["placering", "kommunkod"])


def _delvis(scores: Scores, status: pd.DataFrame, kalla: pd.Index) -> pd.Series:
    """Count the kommuner that lack some but not all of each källa."""
    unanswered = (status == "ej_svar").T.groupby(kalla).any().T
    whole = scores.helt_saknade.reindex(columns=unanswered.columns)
    return (unanswered & ~whole).sum()
