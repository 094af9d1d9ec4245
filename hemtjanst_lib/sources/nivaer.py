"""A kommun's value against those of its own units, where a survey publishes both: two tables that know each other."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from hemtjanst_lib.sources.faults import marked, number_at, some
from hemtjanst_lib.sources.jamforelse import correlations
from hemtjanst_lib.sources.layout import BOUNDS, Fil
from hemtjanst_lib.sources.reading import Reading

ENOUGH = 30  # kommuner with both, to say something of a column
UNITS = 3  # units with a value, for their mean to say something of a kommun
FAR = 20.0  # percentage points between a kommun and its units that no rounding or silence explains
EXACT, MOSTLY = 0.06, 0.8  # a mean to one decimal; the share of kommuner that are it, where a survey publishes all
SYSTEMATIC = 1.0  # the same, in the middle of all kommuner
CLEARER = 0.15  # how much better another column must agree


def check_levels(kommun: Reading, enhet: Reading, fil: Fil) -> Iterator[str]:
    """Tell where kommuner and their units disagree, without the file's name.

    Parameters
    ----------
    kommun, enhet : Reading
        The two readings of one source.
    fil : Fil
        The layout of the units' reading.
    """
    own = _wide(kommun.answers)
    units, count = _means(enhet.answers, fil)
    common = [ind for ind in own.columns if ind in units.columns]
    if not common:
        return
    rows = own.index.intersection(units.index)
    own, units, count = own.loc[rows, common], units.loc[rows, common], count.loc[rows, common]
    gap = own - units
    middle = gap.median().where(gap.count() >= ENOUGH, 0)
    if odd := [f"{ind} by {middle[ind]:+.1f}" for ind in common if abs(middle[ind]) > SYSTEMATIC]:
        yield f"the kommuner differ systematically from their own units: {some(odd)}; is it another year or group?"
    far = gap.abs().gt(FAR) & count.ge(UNITS)
    named = [
        f"{kod} {ind} ({number_at(own, kod, ind):.0f}, its units {number_at(units, kod, ind):.0f})"
        for kod, ind in marked(far)
    ]
    if named:
        yield f"{len(named)} values of kommuner far from those of their units: {some(named)}"
    yield from _exchanged(own, units)
    yield from _inexact(own, units)
    silent = own.isna() & count.ge(UNITS) & (enhet_exact(fil) | count.ge(2 * UNITS))
    if cells := [f"{kod} {ind}" for kod, ind in marked(silent)]:
        yield f"{len(cells)} values missing for kommuner whose units have them: {some(cells)}"


def enhet_exact(fil: Fil) -> bool:
    """Whether units are published without regard to how few have answered."""
    return fil.antal is None


def check_counts(kommun: Reading, enhet: Reading) -> Iterator[str]:
    """Tell which kommuner have values but no units, and where the number of units is another than the rows."""
    there = enhet.enheter["kommunkod"].value_counts()
    if there.empty:
        return
    answered = kommun.answers.loc[kommun.answers["status"].eq("ok"), "kommunkod"].drop_duplicates()
    if alone := sorted(set(answered) - set(there.index)):
        yield f"{len(alone)} kommuner have values but no units: {some(alone)}"
    told = kommun.antal_enheter
    rows = there.reindex(told.index, fill_value=0)
    if odd := [f"{kod} ({int(told[kod])}, rows {rows[kod]})" for kod in told.index[told.ne(rows) & rows.gt(0)]]:
        yield f"{len(odd)} kommuner have another number of units than there are rows: {some(odd)}"


def _wide(answers: pd.DataFrame) -> pd.DataFrame:
    first = answers.drop_duplicates(["kommunkod", "indikator"])
    return first.pivot(index="kommunkod", columns="indikator", values="varde").astype(float)


def _means(answers: pd.DataFrame, fil: Fil) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Mean of each kommun's units in percent (of a routine, those that have it wholly), and their number."""
    ok = answers[answers["status"].eq("ok") & answers["fault"].eq("")]
    top = {ind: BOUNDS[group.typ][1] for ind, group in fil.indikatorer.items()}
    share = {ind: group.typ != "procent" for ind, group in fil.indikatorer.items()}
    whole = ok["varde"].eq(ok["indikator"].map(top)) * 100.0
    percent = ok["varde"].where(~ok["indikator"].map(share).astype(bool), whole)
    weight = ok["antal_svar"].fillna(1).clip(lower=1)
    sums = (
        pd.DataFrame({"k": ok["kommunkod"], "i": ok["indikator"], "w": weight, "s": percent * weight, "n": 1})
        .groupby(["k", "i"])
        .sum()
    )
    return (sums["s"] / sums["w"]).unstack(), sums["n"].unstack().fillna(0)


def _inexact(own: pd.DataFrame, units: pd.DataFrame) -> Iterator[str]:
    """Where most kommuner are the very mean of their units, those that are not."""
    gap = (own - units).abs()
    exact = (gap <= EXACT).sum() / gap.count().replace(0, 1)
    if exact.max() < MOSTLY or gap.count().max() < ENOUGH:
        return
    if odd := [f"{ind} in {int((gap[ind] > EXACT).sum())}" for ind in gap.columns[exact < MOSTLY]]:
        yield f"kommuner are the means of their units in other columns, but not in {some(odd)}; have rows slipped?"
    named = [f"{kod} {ind}" for kod, ind in marked(gap[gap.columns[exact >= MOSTLY]] > EXACT)]
    if named:
        yield f"{len(named)} values of kommuner are not the means of their units, as the others are: {some(named)}"


def _exchanged(own: pd.DataFrame, units: pd.DataFrame) -> Iterator[str]:
    """Columns that agree better with another column of the units than with their own."""
    every = correlations(own, units)
    enough = (own.notna() & units.notna()).sum() >= ENOUGH
    for ind in own.columns[enough & own.std().gt(0)]:
        other = every.loc[ind].drop(ind)
        if len(other) and other.max() > number_at(every, ind, ind) + CLEARER:
            best = other.idxmax()
            yield f"{ind} agrees better with {best} of the units than with its own; are two columns exchanged?"
