"""Like for like: two years' results on the indikatorer that both years have in the same form, with equal weights."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from hemtjanst_lib.model import Model, compare_models
from hemtjanst_lib.scoring import Scores, levels
from hemtjanst_lib.scoring.levels import Levels


@dataclass(frozen=True)
class LikaForLika:
    """Points 0–100 of two years on common ground; all tables have the kommuner that both years have.

    Parameters
    ----------
    indikatorer : tuple of str
        Those that both years have, on the same scale, from the same källa, in the same område and comparable.
    viktandel : float
        How much of this year's total they carry, 0–1. The less, the less the comparison says of the whole.
    omrade, delindex, total : DataFrame, DataFrame, Series
        This year; ``_fore`` last year; an område without common indikatorer is NaN.
    """

    indikatorer: tuple[str, ...]
    viktandel: float
    omrade: pd.DataFrame
    delindex: pd.DataFrame
    total: pd.Series
    omrade_fore: pd.DataFrame
    delindex_fore: pd.DataFrame
    total_fore: pd.Series

    @property
    def forandring(self) -> pd.Series:
        """This year's total minus last year's, points."""
        return (self.total - self.total_fore).rename("forandring")

    @property
    def forandring_omrade(self) -> pd.DataFrame:
        """This year's områden minus last year's, points; NaN where nothing is common."""
        return self.omrade - self.omrade_fore


def gemensamma(model: Model, before: Model) -> list[str]:
    """Indikatorer that two years have in the same form, in this year's order.

    One that moved, changed scale, källa or weight is out, and so is one that the model file declares comparable only
    since a later year than the first.
    """
    changed = set(compare_models(model, before).omdefinierade)
    return [
        kod
        for kod, indikator in model.indikatorer.items()
        if kod in before.indikatorer
        and kod not in changed
        and (indikator.jamforbar_sedan is None or indikator.jamforbar_sedan <= before.ar)
    ]


def lika_for_lika(now: Scores, before: Scores) -> LikaForLika:
    """Score both years on their common indikatorer with this year's weights.

    Each answer keeps the points that it counted for in its own year, its year's missing rule included; what is not
    common is left out, with its weight spread as the model does. Whether the years may be compared at all is for the
    caller to ask of the model file (``jamforbarhet``).
    """
    common = gemensamma(now.model, before.model)
    kommuner = now.total.index.intersection(before.total.index)
    new, old = (_levels(scores, common, kommuner, now.model) for scores in (now, before))
    return LikaForLika(
        indikatorer=tuple(common),
        viktandel=float(now.effektiv_vikt[common].sum()),
        omrade=new.omrade,
        delindex=new.delindex,
        total=new.total,
        omrade_fore=old.omrade,
        delindex_fore=old.delindex,
        total_fore=old.total,
    )


def _levels(scores: Scores, common: list[str], kommuner: pd.Index, model: Model) -> Levels:
    points = scores.raknad.loc[kommuner, common].reindex(columns=list(model.indikatorer))
    return levels(points, model)
