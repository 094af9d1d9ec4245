"""How the country's results changed since last year, as published and like for like."""

from __future__ import annotations

import numpy as np
import pandas as pd

from hemtjanst_lib.analysis.lika import lika_for_lika
from hemtjanst_lib.model.schema import Grad
from hemtjanst_lib.scoring import Scores

NARA = 1.0  # points: a smaller change of index is called none


def forandringar(now: Scores, before: Scores, grad: Grad) -> pd.DataFrame:
    """Set the means of the total, each delindex and each område beside last year's.

    Parameters
    ----------
    now, before : Scores
        This year and the year before.
    grad : "ja", "delvis" or "nej"
        How far the model file lets the years be compared; with "nej" no difference is computed.

    Returns
    -------
    DataFrame
        ``niva, kod, namn, medel, medel_fore`` (kommungenomsnitt as published; NaN before for a new part),
        ``forandring`` (their difference), ``forandring_lika`` (mean change on the indikatorer that both years have in
        the same form, over kommuner with both years; NaN where nothing is common), points.
    """
    like = lika_for_lika(now, before)
    same = {
        "total": pd.Series({"total": like.forandring.mean()}),
        "delindex": (like.delindex - like.delindex_fore).mean(),
        "omrade": like.forandring_omrade.mean(),
    }
    table = pd.concat(
        [_niva(niva, *_medel(now, before, niva), same[niva]) for niva in ("total", "delindex", "omrade")],
        ignore_index=True,
    )
    names = {**{k: d.namn for k, d in now.model.delindex.items()}, "total": now.model.namn}
    omraden = {kod: omrade.namn for kod, omrade in now.model.omraden.items()}
    namn = [omraden[k] if niva == "omrade" else names[k] for niva, k in zip(table["niva"], table["kod"], strict=True)]
    table.insert(2, "namn", namn)
    return table if grad != "nej" else table.assign(forandring=np.nan, forandring_lika=np.nan)


def rorelse(now: Scores, before: Scores, grad: Grad, nara: float = NARA) -> dict[str, float | int] | None:
    """Count how the kommuner moved since last year, or return None where the years may not be compared.

    ``antal`` kommuner with both years; ``hogre, liknande, lagre`` by a change of index of more than ``nara`` points;
    ``rangsamband`` (Spearman between the years' places; NaN with fewer than three) and ``median_platser`` (the middle
    number of places moved, up or down).
    """
    if grad == "nej":
        return None
    both = pd.DataFrame({"nu": now.total, "fore": before.total}).dropna()
    change = both["nu"] - both["fore"]
    moved = (now.placering.total[both.index] - before.placering.total[both.index]).abs()
    return {
        "antal": len(both),
        "hogre": int((change > nara).sum()),
        "liknande": int((change.abs() <= nara).sum()),
        "lagre": int((change < -nara).sum()),
        "rangsamband": float(both.corr(method="spearman").to_numpy()[0, 1]) if len(both) > 2 else np.nan,
        "median_platser": float(moved.astype(float).median()),
    }


def _medel(now: Scores, before: Scores, niva: str) -> tuple[pd.Series, pd.Series]:
    if niva == "total":
        return pd.Series({"total": now.medel.total}), pd.Series({"total": before.medel.total})
    return getattr(now.medel, niva), getattr(before.medel, niva)


def _niva(niva: str, medel: pd.Series, fore: pd.Series, lika: pd.Series) -> pd.DataFrame:
    old = fore.reindex(medel.index)
    return pd.DataFrame(
        {
            "niva": niva,
            "kod": medel.index,
            "medel": medel.to_numpy(),
            "medel_fore": old.to_numpy(),
            "forandring": (medel - old).to_numpy(),
            "forandring_lika": lika.reindex(medel.index).to_numpy(),
        }
    )
