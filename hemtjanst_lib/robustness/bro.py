"""The bridge between two years' methods: last year by this year's method, this year by last year's.

A change of method makes a break in the series. On the indikatorer that measure the same both years, either year can
be computed by either method: the difference between a year as published and by the other method is the break.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from hemtjanst_lib.model import SAKNAS_STATUS, Model
from hemtjanst_lib.robustness.blandning import samma_matt
from hemtjanst_lib.scoring import Scores, levels, rank
from hemtjanst_lib.scoring.levels import Levels, apply_rules, points

STATUS = ("ok", *SAKNAS_STATUS)


def med_metod(scores: Scores, method: Model, indikatorer: list[str]) -> Levels:
    """Score a year's answers by another year's scales, weights and missing rules, on the given indikatorer only.

    Parameters
    ----------
    scores : Scores
        The year whose answers are used.
    method : Model
        The year whose method is used; it and ``scores`` both have all ``indikatorer``.
    indikatorer : list of str
        All others are left out, and their weight spread as the method does.
    """
    ids, used = list(method.indikatorer), set(indikatorer)
    outside = [kod for kod in ids if kod not in used]
    varde = scores.varde.reindex(columns=ids)
    varde[outside] = np.nan
    status = scores.status.reindex(columns=ids).apply(lambda column: pd.Index(STATUS).get_indexer(column))
    status[outside] = 0  # as if answered without a value: no rule fills it in, and it is left out
    counted = apply_rules(points(varde.to_numpy(dtype=float), method), status.to_numpy(dtype=np.intp), method)
    return levels(pd.DataFrame(counted, scores.varde.index, pd.Index(ids, dtype="str")), method)


@dataclass(frozen=True)
class Bro:
    """Two years by each other's methods; a row per kommun that has a result both years.

    Parameters
    ----------
    ar, ar_fore : int
        The years.
    indikatorer : tuple of str
        Those that measure the same both years.
    viktandel, viktandel_fore : float
        How much of this year's and of last year's total they carry, 0–1: the less, the less the bridge bears.
    publicerat : DataFrame
        ``nu, fore``: the index as published.
    nu, fore : Levels
        This year and last year by this year's method, on the common indikatorer.
    nu_gammal, fore_gammal : Levels
        The same by last year's method.
    """

    ar: int
    ar_fore: int
    indikatorer: tuple[str, ...]
    viktandel: float
    viktandel_fore: float
    publicerat: pd.DataFrame
    nu: Levels
    fore: Levels
    nu_gammal: Levels
    fore_gammal: Levels

    @property
    def trend(self) -> pd.Series:
        """Change of index like for like, by this year's method: points."""
        return (self.nu.total - self.fore.total).rename("trend")

    @property
    def trend_gammal(self) -> pd.Series:
        """The same by last year's method."""
        return (self.nu_gammal.total - self.fore_gammal.total).rename("trend_gammal")

    @property
    def brott(self) -> pd.Series:
        """How much of the published change is the change of method: the published change minus ``trend``, points."""
        published = self.publicerat["nu"] - self.publicerat["fore"]
        return (published - self.trend).rename("brott")

    @cached_property
    def tabell(self) -> pd.DataFrame:
        """Everything side by side, one row per kommun.

        ``publicerad_nu, publicerad_fore, fore_med_arets, nu_med_fjolarets`` (index), ``brott_fore`` (last year by
        this year's method minus as published), ``brott_nu`` (this year as published minus by last year's method),
        ``publicerad_forandring, trend, trend_gammal, brott`` (points), ``placering_fore, placering_fore_med_arets``
        (places among these kommuner, Int64).
        """
        nu, fore = self.publicerat["nu"], self.publicerat["fore"]
        return pd.DataFrame(
            {
                "publicerad_nu": nu,
                "publicerad_fore": fore,
                "fore_med_arets": self.fore.total,
                "nu_med_fjolarets": self.nu_gammal.total,
                "brott_fore": self.fore.total - fore,
                "brott_nu": nu - self.nu_gammal.total,
                "publicerad_forandring": nu - fore,
                "trend": self.trend,
                "trend_gammal": self.trend_gammal,
                "brott": self.brott,
                "placering_fore": rank(fore),
                "placering_fore_med_arets": rank(self.fore.total),
            }
        )


def bro(now: Scores, before: Scores) -> Bro:
    """Build the bridge between two years, whether or not the model file lets them be compared as published."""
    common = samma_matt(now.model, before.model)
    kommuner = now.total.dropna().index.intersection(before.total.dropna().index)
    new, old = now.model, before.model
    return Bro(
        ar=new.ar,
        ar_fore=old.ar,
        indikatorer=tuple(common),
        viktandel=float(now.effektiv_vikt[common].sum()),
        viktandel_fore=float(before.effektiv_vikt[common].sum()),
        publicerat=pd.DataFrame({"nu": now.total[kommuner], "fore": before.total[kommuner]}),
        nu=_av(med_metod(now, new, common), kommuner),
        fore=_av(med_metod(before, new, common), kommuner),
        nu_gammal=_av(med_metod(now, old, common), kommuner),
        fore_gammal=_av(med_metod(before, old, common), kommuner),
    )


def serie(years: Mapping[int, Scores]) -> pd.DataFrame:
    """Score all years by the last one's method, on the indikatorer that measure the same in every year.

    Returns
    -------
    DataFrame
        Index of each kommun × year, points; NaN where a kommun has no result that year. The columns bear comparison
        with one another, not with what was published.
    """
    last = years[max(years)].model
    common = [kod for kod in last.indikatorer if all(kod in samma_matt(last, s.model) for s in years.values())]
    return pd.DataFrame({ar: med_metod(scores, last, common).total for ar, scores in sorted(years.items())})


def _av(level: Levels, kommuner: pd.Index) -> Levels:
    return Levels(level.omrade.loc[kommuner], level.delindex.loc[kommuner], level.total[kommuner])
