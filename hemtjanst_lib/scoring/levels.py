"""Points of indikatorer, and the levels that are put together from them. Formulas: ``docs/method.md``, sections 3–5."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from hemtjanst_lib.model import Model
from hemtjanst_lib.scoring.grid import SAKNAS_STATUS, Bools, Floats, Ints

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
    return np.divide(np.where(there, chosen, 0.0).sum(axis=0), n, out=np.full(n.shape, np.nan), where=n > 0)


def levels(raknad: pd.DataFrame, model: Model) -> Levels:
    """Put points of indikatorer together into områden, delindex and total.

    Parameters
    ----------
    raknad : DataFrame
        Points 0–100, kommuner × the model's indikatorer in its order; NaN where a value is left out, whose weight
        is then spread within its område. An område without any value is left out in the same way in its delindex;
        the delindex keeps its whole weight in the total.
    """
    how = model.aggregering
    omraden, delindex = list(model.omraden.values()), list(model.delindex.values())
    w_indikator = np.array([indikator.vikt for indikator in model.indikatorer.values()])
    w_omrade = np.array([omrade.vikt for omrade in omraden])
    w_delindex = np.array([part.vikt for part in delindex])
    areas = _together(raknad.to_numpy(), w_indikator, [len(o.indikatorer) for o in omraden], how.omrade)
    parts = _together(areas, w_omrade, [len(d.kvalitetsomraden) for d in delindex], how.delindex)
    total = _together(parts, w_delindex, [len(delindex)], how.total)
    index = raknad.index
    return Levels(
        pd.DataFrame(areas, index, pd.Index(list(model.omraden), dtype="str")),
        pd.DataFrame(parts, index, pd.Index(list(model.delindex), dtype="str")),
        pd.Series(total[:, 0], index, name="total"),
    )


def _together(values: Floats, weights: Floats, sizes: list[int], how: str) -> Floats:
    """Weighted mean of neighbouring columns, ``sizes`` of them at a time; what is NaN takes no part."""
    starts = np.cumsum([0, *sizes[:-1]])
    there = ~np.isnan(values)
    with np.errstate(divide="ignore"):  # log 0 = -inf, which comes back as 0 points: right for a geometric mean
        used = np.where(there, np.log(values) if how == "geometrisk" else values, 0.0)
    weight = np.add.reduceat(np.where(there, weights, 0.0), starts, axis=1)
    sums = np.add.reduceat(used * weights, starts, axis=1)
    mean = np.divide(sums, weight, out=np.full(sums.shape, np.nan), where=weight > 0)
    return np.exp(mean) if how == "geometrisk" else mean


def effektiv_vikt(model: Model) -> pd.Series:
    """Each indikator's share of the total when nothing is missing; sums to 1."""
    whole = pd.DataFrame(np.zeros((1, len(model.indikatorer))), columns=list(model.indikatorer))
    return effektiva_vikter(whole, model).iloc[0].rename("effektiv_vikt")


def effektiva_vikter(raknad: pd.DataFrame, model: Model) -> pd.DataFrame:
    """Each indikator's share of each kommun's total, after the weight of what is left out has been spread.

    Rows sum to 1 (to 0 for a kommun without any value). With arithmetic means throughout,
    ``(effektiva_vikter * raknad).sum(axis=1)`` is the total: the second route to it.
    """
    omraden, delindex = list(model.omraden.values()), list(model.delindex.values())
    in_area, area = _shares(
        raknad.notna().to_numpy(), [i.vikt for i in model.indikatorer.values()], omraden, "indikatorer"
    )
    in_part, part = _shares(area, [o.vikt for o in omraden], delindex, "kvalitetsomraden")
    in_all = np.where(part, [d.vikt for d in delindex], 0.0)
    in_all = np.divide(in_all, in_all.sum(axis=1, keepdims=True), out=np.zeros_like(in_all), where=part)
    shares = in_area * np.repeat(
        in_part * np.repeat(in_all, _sizes(delindex, "kvalitetsomraden"), 1), _sizes(omraden, "indikatorer"), 1
    )
    return pd.DataFrame(shares, raknad.index, raknad.columns)


def _sizes(parts: list, below: str) -> list[int]:
    return [len(getattr(part, below)) for part in parts]


def _shares(there: Bools, weights: list[float], parts: list, below: str) -> tuple[Floats, Bools]:
    """Share of each column within its part, and which parts have any column there."""
    sizes = _sizes(parts, below)
    used = np.where(there, weights, 0.0)
    sums = np.add.reduceat(used, np.cumsum([0, *sizes[:-1]]), axis=1)
    spread = np.repeat(sums, sizes, axis=1)
    return np.divide(used, spread, out=np.zeros_like(used), where=spread > 0), sums > 0
