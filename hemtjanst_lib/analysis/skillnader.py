"""What separates high results from low: how far apart they are in each område and each indikator."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from hemtjanst_lib.analysis.regler import Skillnadsregler
from hemtjanst_lib.model import DECIMALS
from hemtjanst_lib.scoring import Scores


@dataclass(frozen=True)
class Grupper:
    """Kommuner with high and with low results, and how they were chosen.

    ``efter_klass`` is True when they are the highest and the lowest class, False when they are the rules' share of
    all kommuner at each end (because a class had too few).
    """

    hoga: pd.Index
    laga: pd.Index
    efter_klass: bool


def grupper(scores: Scores, regler: Skillnadsregler) -> Grupper:
    """Choose the highest and the lowest class, or the ends of the ranking where either class has too few."""
    total = scores.total.dropna().round(DECIMALS)
    names = list(scores.model.klasser.till_och_med)
    low, high = (scores.klass.index[scores.klass == name] for name in (names[0], names[-1]))
    if min(len(low), len(high)) >= regler.minsta_antal:
        return Grupper(high, low, True)
    n = max(1, round(len(total) * regler.andel / 100))
    order = total.sort_values(kind="stable")
    return Grupper(total.index[total >= order.iloc[-n]], total.index[total <= order.iloc[n - 1]], False)


def skillnader_omraden(scores: Scores, grupper: Grupper) -> pd.DataFrame:
    """Compare high and low results in each område.

    Returns
    -------
    DataFrame
        Index ``omrade``; ``namn, delindex, delindex_namn, hoga, laga`` (means, points), ``skillnad`` (points),
        ``standardiserad`` (in standard deviations over all kommuner; NaN where all are alike), ``bidrag`` (how many
        of the points of index between the two groups come from the område, its weight × ``skillnad``; they add up to
        the whole distance when means are arithmetic and no område is left out). The largest ``standardiserad`` first.
    """
    model = scores.model
    rows = [(omrade.namn, omrade.delindex, model.delindex[omrade.delindex].namn) for omrade in model.omraden.values()]
    named = pd.DataFrame(rows, index=list(model.omraden), columns=["namn", "delindex", "delindex_namn"])
    share = model.vikter / model.vikter.sum()
    return _ordnad(named.join(_skillnader(scores.omrade, grupper, share))).rename_axis("omrade")


def skillnader_indikatorer(scores: Scores, grupper: Grupper) -> pd.DataFrame:
    """Compare high and low results in each indikator, among the kommuner that have answered.

    Index ``indikator``; ``visningsnamn, typ, omrade, delindex`` and the columns of :func:`skillnader_omraden`.
    """
    rows = [(i.visningsnamn, i.typ, i.omrade, i.delindex) for i in scores.model.indikatorer.values()]
    columns = ["visningsnamn", "typ", "omrade", "delindex"]
    named = pd.DataFrame(rows, index=list(scores.model.indikatorer), columns=columns)
    return _ordnad(named.join(_skillnader(scores.poang, grupper, scores.effektiv_vikt))).rename_axis("indikator")


def _skillnader(points: pd.DataFrame, grupper: Grupper, share: pd.Series) -> pd.DataFrame:
    high, low = points.loc[grupper.hoga].mean(), points.loc[grupper.laga].mean()
    spread = points.std(ddof=1).round(DECIMALS).replace(0.0, np.nan)
    return pd.DataFrame(
        {
            "hoga": high,
            "laga": low,
            "skillnad": high - low,
            "standardiserad": (high - low) / spread,
            "bidrag": share[points.columns] * (high - low),
        }
    )


def _ordnad(table: pd.DataFrame) -> pd.DataFrame:
    order = table["standardiserad"].round(DECIMALS).sort_values(ascending=False, kind="stable", na_position="last")
    return table.loc[order.index]
