"""Whom to learn from: comparable kommuner that do clearly better in an område."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from hemtjanst_lib.analysis.benchmark import storleksklasser
from hemtjanst_lib.analysis.regler import Forebildsregler
from hemtjanst_lib.model import DECIMALS
from hemtjanst_lib.scoring import Scores

NARHET = ("liknande", "grupp", "storlek")


def narhet(kommuner: pd.DataFrame, liknande: pd.DataFrame, kommunkod: str) -> pd.Series:
    """Tell how each other kommun is comparable with one: an ordered category, the closest first.

    ``liknande``: on RKA's list of similar kommuner for äldreomsorg. ``grupp``: the same SKR group. ``storlek``: the
    same size class. Missing: not comparable, or the kommun itself.
    """
    similar = kommuner.index.isin(liknande.loc[liknande["kommunkod"] == kommunkod, "liknande_kommunkod"])
    size = storleksklasser(kommuner)
    same_group, same_size = kommuner["grupp_kod"] == kommuner.at[kommunkod, "grupp_kod"], size == size[kommunkod]
    other = kommuner.index != kommunkod
    place = np.select([similar & other, same_group & other, same_size & other], [0, 1, 2], -1).astype(np.intp)
    close = pd.Categorical.from_codes(place, pd.Index(NARHET), ordered=True)
    return pd.Series(close, kommuner.index, name="narhet")


def forebilder(
    scores: Scores,
    kommuner: pd.DataFrame,
    liknande: pd.DataFrame,
    kommunkod: str,
    omraden: Sequence[str],
    *,
    regler: Forebildsregler,
) -> pd.DataFrame:
    """List comparable kommuner that do clearly better, for each of a kommun's development areas.

    Clearly better means so many points better than the own kommun and so many above kommungenomsnittet, by the rules.

    Parameters
    ----------
    scores : Scores
        One year's results.
    kommuner, liknande : DataFrame
        The register, and the similar kommuner.
    kommunkod : str
        Whose development areas they are.
    omraden : sequence of str
        The development areas, in the order of the report.
    regler : Forebildsregler
        Thresholds, and how many are named at most.

    Returns
    -------
    DataFrame
        ``omrade, omrade_namn, kommunkod, namn, narhet`` (liknande, grupp or storlek), ``poang, egen_poang, skillnad``
        (points), ``placering`` (in the område). In the order of ``omraden``; within one the closest first, then the
        highest points, then the place of the total, then the code. An område that none qualifies for has no rows.
    """
    close = narhet(kommuner, liknande, kommunkod).dropna()
    close = close[close.index.isin(scores.omrade.index)]
    table = _par(scores, close, list(omraden)).assign(namn=lambda rows: kommuner["namn"].reindex(rows.index))
    own = scores.omrade.loc[kommunkod].reindex(table["omrade"]).to_numpy(dtype=float)
    medel = scores.medel.omrade.reindex(table["omrade"]).to_numpy(dtype=float)
    limit = np.round(np.maximum(own + regler.minst_over_egen, medel + regler.minst_over_medel), DECIMALS)
    better = table.assign(egen_poang=own, skillnad=table["poang"] - own)[table["poang"].round(DECIMALS) >= limit]
    order = ["ordning", "narhet", "placering", "plats_totalt", "kommunkod"]
    ranked = better.rename_axis("kommunkod").reset_index().sort_values(order)
    return ranked.groupby("omrade", sort=False).head(regler.hogst)[_KOLUMNER].reset_index(drop=True)


def _par(scores: Scores, close: pd.Series, omraden: list[str]) -> pd.DataFrame:
    """Pair every comparable kommun with every område: one row each, index kommunkod."""
    n, points = len(close), scores.omrade.loc[close.index, omraden]
    places = scores.placering.omrade.loc[close.index, omraden]
    names = [scores.model.omraden[kod].namn for kod in omraden]
    rows = {
        "omrade": pd.array(np.repeat(np.array(omraden, dtype=object), n), dtype="str"),
        "omrade_namn": pd.array(np.repeat(np.array(names, dtype=object), n), dtype="str"),
        "ordning": np.repeat(np.arange(len(omraden)), n),
        "narhet": pd.Categorical(np.tile(close.to_numpy(), len(omraden)), NARHET, ordered=True),
        "poang": points.to_numpy(dtype=float).ravel(order="F"),
        "placering": pd.array(places.to_numpy(dtype=float, na_value=np.nan).ravel(order="F"), dtype="Int64"),
        "plats_totalt": np.tile(scores.placering.total[close.index].to_numpy(dtype=float), len(omraden)),
    }
    return pd.DataFrame(rows, index=pd.Index(np.tile(close.index.to_numpy(), len(omraden)), dtype="str"))


_KOLUMNER = [
    *("omrade", "omrade_namn", "kommunkod", "namn", "narhet"),
    *("poang", "egen_poang", "skillnad", "placering"),
]
