"""Small numbers: what a few users have said of their unit is taken away before anything is computed.

Two steps, per question (``docs/method.md``, section 8). First, a value with fewer answers than the model's
``minsta_antal_svar.enhet``, or with an unknown number, is suppressed. Then, where the kommun's own value is known to
readers and what is suppressed in it is one unit, or units with too few answers together, the smallest unit that is
left is suppressed too: otherwise the kommun's value minus the units shown would tell what was hidden.
"""

from __future__ import annotations

import pandas as pd

from hemtjanst_lib.model import Model

SKYDDADE = ("brukarundersokningen",)  # the sources where single persons answer
MINST_ENHETER = 2  # so many suppressed units hide each other


def skydda(enhet: pd.DataFrame, kommun: pd.DataFrame, model: Model) -> pd.DataFrame:
    """Suppress what must not be shown of units, nor be had by subtraction.

    Parameters
    ----------
    enhet, kommun : DataFrame
        Long tables of answers at the two levels (``sources.COLUMNS``).

    Returns
    -------
    DataFrame
        ``enhet`` in its order; what is suppressed has status ``sekretess``, and NaN for value and number of answers.
    """
    least = model.minsta_antal_svar.enhet
    personal = enhet["kalla"].isin(SKYDDADE)
    unsure = enhet["status"].eq("ok") & ~(enhet["antal_svar"] >= least)
    hidden = personal & (enhet["status"].eq("sekretess") | unsure)
    hidden |= _second(enhet[personal], hidden[personal], _told(kommun), least).reindex(enhet.index, fill_value=False)
    return enhet.assign(
        status=enhet["status"].mask(hidden, "sekretess"),
        varde=enhet["varde"].mask(hidden),
        antal_svar=enhet["antal_svar"].mask(hidden),
    )


def _told(kommun: pd.DataFrame) -> pd.MultiIndex:
    """Kommun and indikator where readers know the kommun's own value."""
    known = kommun[kommun["status"].eq("ok")]
    return pd.MultiIndex.from_frame(known[["kommunkod", "indikator"]])


def _second(rows: pd.DataFrame, hidden: pd.Series, told: pd.MultiIndex, least: int) -> pd.Series:
    """Mark, in each kommun and question that needs it, the shown unit with fewest answers.

    The number is of answers to the survey. Where it is high and the source has suppressed the question all the same,
    nothing is known of how many answered that: none is counted.
    """
    keys = ["kommunkod", "indikator"]
    known = hidden & (rows["antal_svar"] < least)
    marked = rows.assign(gomd=hidden, fa=rows["antal_svar"].where(known, 0.0))
    sums = marked.groupby(keys, sort=False)[["gomd", "fa"]].transform("sum")
    alone = (sums["gomd"] > 0) & ((sums["gomd"] < MINST_ENHETER) | (sums["fa"] < least))
    exposed = alone & pd.MultiIndex.from_frame(rows[keys]).isin(told)
    shown = marked[exposed & ~hidden & rows["status"].eq("ok")]
    order = shown.sort_values([*keys, "antal_svar", "enhet_id"])
    chosen = order.drop_duplicates(keys).index
    return pd.Series(rows.index.isin(chosen), rows.index)
