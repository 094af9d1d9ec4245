"""Points of indikatorer, and the levels that are put together from them. Formulas: ``docs/method.md``, sections 3–5."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from hemtjanst_lib.model import SAKNAS_STATUS, Delindex, Indikator, Kvalitetsomrade, Model
from hemtjanst_lib.scoring.grid import Bools, Floats, Ints

RULES = ("noll", "utelamna", "medel")


@dataclass(frozen=True)
class Levels:
    """Points 0–100 on each level, unrounded, rows kommunkod; NaN where nothing below could be used."""

    omrade: pd.DataFrame
    delindex: pd.DataFrame
    total: pd.Series


def points(varde: Floats, model: Model) -> Floats:
    """Turn values on their natural scales (kommuner × indikatorer) into points 0–100; NaN stays NaN."""
    result = np.empty_like(varde)
    for column, indikator in enumerate(model.indikatorer.values()):
        result[:, column] = np.interp(varde[:, column], *indikator.poang.knots())
    return result


def apply_rules(poang: Floats, status: Ints, model: Model) -> Floats:
    """Fill in what each missing value counts as: 0, the mean of those who answered, or NaN for left out."""
    rule = _rules(model)[np.arange(poang.shape[1]), status]
    counted = np.where(rule == RULES.index("noll"), 0.0, np.nan)
    if (rule == RULES.index("medel")).any():
        counted = np.where(rule == RULES.index("medel"), column_means(poang), counted)
    return np.where(status == 0, poang, counted)


def _rules(model: Model) -> Ints:
    """Position in ``RULES`` for each indikator and status; -1 for ok."""
    by_kalla = {kod: [-1, *(RULES.index(model.regel(kod, s)) for s in SAKNAS_STATUS)] for kod in model.kallor}
    return np.array([by_kalla[indikator.kalla] for indikator in model.indikatorer.values()], dtype=np.intp)


def column_means(values: Floats, rows: Bools | None = None) -> Floats:
    """Unweighted mean of each column over the rows that have a value; NaN where none has."""
    chosen = values if rows is None else values[rows]
    there = ~np.isnan(chosen)
    n = there.sum(axis=0)
    means: Floats = np.divide(np.where(there, chosen, 0.0).sum(axis=0), n, out=np.full(n.shape, np.nan), where=n > 0)
    return means


def levels(raknad: pd.DataFrame, model: Model) -> Levels:
    """Put points of indikatorer together into områden, delindex and total.

    Parameters
    ----------
    raknad : DataFrame
        Points 0–100, kommuner × the model's indikatorer in its order; NaN where a value is left out, whose weight
        is then spread within its område. An område without any value is left out in the same way in its delindex;
        the delindex keeps its whole weight in the total.
    """
    values, index, tables = raknad.to_numpy(dtype=np.float64), raknad.index, []
    for step in _steps(model):
        values = _together(values, step)
        tables.append(values)
    omrade, delindex, total = tables
    return Levels(
        pd.DataFrame(omrade, index, pd.Index(list(model.omraden), dtype="str")),
        pd.DataFrame(delindex, index, pd.Index(list(model.delindex), dtype="str")),
        pd.Series(total[:, 0], index, name="total"),
    )


def effektiv_vikt(model: Model) -> pd.Series:
    """Each indikator's share of the total when nothing is missing; sums to 1."""
    whole = pd.DataFrame(np.zeros((1, len(model.indikatorer))), columns=pd.Index(list(model.indikatorer), dtype="str"))
    return effektiva_vikter(whole, model).iloc[0].rename("effektiv_vikt")


def effektiva_vikter(raknad: pd.DataFrame, model: Model) -> pd.DataFrame:
    """Each indikator's share of each kommun's total, after the weight of what is left out has been spread.

    Rows sum to 1 (to 0 for a kommun without any value). With arithmetic means throughout,
    ``(effektiva_vikter * raknad).sum(axis=1)`` is the total: the second route to it.
    """
    there, steps, within = raknad.notna().to_numpy(), _steps(model), []
    for step in steps:
        share, there = _shares(there, step)
        within.append(share)
    shares = np.ones((len(raknad), 1))
    for share, step in zip(reversed(within), reversed(steps), strict=True):
        shares = share * np.repeat(shares, step.sizes, axis=1)
    return pd.DataFrame(shares, raknad.index, raknad.columns)


@dataclass(frozen=True)
class _Step:
    """From one level to the next: a weight per column, and how many neighbouring columns make each part."""

    weights: Floats
    sizes: list[int]
    how: str

    @property
    def starts(self) -> Ints:
        return np.cumsum([0, *self.sizes[:-1]], dtype=np.intp)


def _steps(model: Model) -> list[_Step]:
    """Indikatorer to områden, områden to delindex, delindex to the total."""
    omraden, delindex, how = list(model.omraden.values()), list(model.delindex.values()), model.aggregering
    return [
        _Step(_weights(model.indikatorer.values()), [len(omrade.indikatorer) for omrade in omraden], how.omrade),
        _Step(_weights(omraden), [len(part.kvalitetsomraden) for part in delindex], how.delindex),
        _Step(_weights(delindex), [len(delindex)], how.total),
    ]


def _weights(parts: Iterable[Indikator] | Iterable[Kvalitetsomrade] | Iterable[Delindex]) -> Floats:
    return np.array([part.vikt for part in parts], dtype=np.float64)


def _together(values: Floats, step: _Step) -> Floats:
    """Weighted mean of each part's columns; what is NaN takes no part."""
    there, geometric = ~np.isnan(values), step.how == "geometrisk"
    with np.errstate(divide="ignore"):  # log 0 = -inf, which comes back as 0 points: right for a geometric mean
        used = np.where(there, np.log(values) if geometric else values, 0.0)
    weight = np.add.reduceat(np.where(there, step.weights, 0.0), step.starts, axis=1)
    sums = np.add.reduceat(used * step.weights, step.starts, axis=1)
    mean: Floats = np.divide(sums, weight, out=np.full(sums.shape, np.nan), where=weight > 0)
    return np.exp(mean) if geometric else mean


def _shares(there: Bools, step: _Step) -> tuple[Floats, Bools]:
    """Share of each column within its part, and which parts have any column there."""
    used = np.where(there, step.weights, 0.0)
    sums = np.add.reduceat(used, step.starts, axis=1)
    spread = np.repeat(sums, step.sizes, axis=1)
    return np.divide(used, spread, out=np.zeros_like(used), where=spread > 0), sums > 0
