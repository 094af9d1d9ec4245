"""Places: competition ranking (1, 2, 2, 4), 1 for the most points, on unrounded points that tie at nine decimals."""

from __future__ import annotations

import pandas as pd

from hemtjanst_lib.model import DECIMALS


def rank(points: pd.Series) -> pd.Series:
    """Rank points, 1 = most; Int64, missing where the points are missing.

    >>> rank(pd.Series([70.0, 80.0, 70.0, 60.0])).tolist()
    [2, 1, 2, 4]
    """
    return points.round(DECIMALS).rank(method="min", ascending=False).astype("Int64")


def rank_within(points: pd.Series, groups: pd.Series) -> pd.Series:
    """Rank points inside each group, such as a län; ``groups`` has the same index. Missing where the group is."""
    together = points.round(DECIMALS).groupby(groups.reindex(points.index))
    return together.rank(method="min", ascending=False).astype("Int64")


def rank_columns(points: pd.DataFrame) -> pd.DataFrame:
    """Rank each column by itself."""
    return points.round(DECIMALS).rank(method="min", ascending=False).astype("Int64")
