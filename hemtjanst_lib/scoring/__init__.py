"""Answers to scores on every level, ranks and classes. Pure: knows nothing of files, and takes any sound model.

In short::

    scores = score(answers, load_model("parameters/model/2024.yml"))
    scores.total["0188"], scores.placering.total["0188"], scores.klass["0188"]
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pandas as pd

from hemtjanst_lib.model import Model
from hemtjanst_lib.scoring.grid import STATUS, Bools, Floats, Grid, read_grid
from hemtjanst_lib.scoring.levels import (
    Levels,
    apply_rules,
    column_means,
    effektiv_vikt,
    effektiva_vikter,
    levels,
    points,
)
from hemtjanst_lib.scoring.ranks import rank, rank_columns, rank_within

__all__ = ["Medel", "Placeringar", "Scores", "effektiva_vikter", "levels", "rank", "rank_within", "score"]


@dataclass(frozen=True)
class Medel:
    """Kommungenomsnitt: unweighted means over the kommuner, in points 0–100 (``varde``: on the natural scale).

    Who counts follows the model's ``genomsnitt``; by default an indikator's mean is over the kommuner with a value
    of their own, and the other levels' means are over all.
    """

    varde: pd.Series
    indikator: pd.Series
    omrade: pd.Series
    delindex: pd.Series
    total: float


@dataclass(frozen=True)
class Placeringar:
    """Places among all kommuner, 1 = best; Int64, missing where the points are missing."""

    omrade: pd.DataFrame
    delindex: pd.DataFrame
    total: pd.Series


@dataclass(frozen=True)
class Scores:
    """One year's results on every level.

    Tables have one row per kommunkod, in rising order, and the model's ids as columns, in its order.

    Attributes
    ----------
    status : DataFrame of str
        ok, ej_svar, sekretess or ej_tillamplig, kommun × indikator.
    varde : DataFrame
        The source's natural scale; NaN unless the status is ok.
    poang : DataFrame
        Points 0–100; NaN unless the status is ok.
    raknad : DataFrame
        The points that entered the område after the missing rules; NaN = left out.
    omrade, delindex, total : DataFrame, DataFrame, Series
        Points 0–100, unrounded; NaN only where nothing below could be used.
    klass : Series of str
        On the unrounded total.
    effektiv_vikt : Series
        Each indikator's share of the total when nothing is missing; sums to 1.
    helt_saknade : DataFrame of bool
        Kommun × källa: the whole survey was not answered.
    """

    model: Model
    status: pd.DataFrame
    varde: pd.DataFrame
    poang: pd.DataFrame
    raknad: pd.DataFrame
    omrade: pd.DataFrame
    delindex: pd.DataFrame
    total: pd.Series
    medel: Medel
    placering: Placeringar
    klass: pd.Series
    effektiv_vikt: pd.Series
    helt_saknade: pd.DataFrame


def score(answers: pd.DataFrame, model: Model, kommuner: Collection[str] | None = None) -> Scores:
    """Score one year's answers.

    Parameters
    ----------
    answers : DataFrame
        The long table on kommun level: ``kommunkod, indikator, varde, status`` and, when there, ``ar`` and
        ``enhet_id``; exactly one row per kommun and indikator of the model.
    model : Model
        The year's model, of any size and scales.
    kommuner : collection of str, optional
        The codes that must be there; without it, the codes found.

    Raises
    ------
    ModelError
        If the answers do not fit the model, with every fault.
    """
    grid = read_grid(answers, model, kommuner)
    poang = points(grid.varde, model)
    raknad = _table(apply_rules(poang, grid.status, model), grid)
    level = levels(raknad, model)
    absent = _helt_saknade(grid, model)
    own = model.genomsnitt.indikator == "svarande"
    answered_all = ~absent.any(axis=1).to_numpy() if model.genomsnitt.index == "svarande" else None
    medel = _medel(grid, _table(poang, grid) if own else raknad, level, answered_all)
    return Scores(
        model=model,
        status=_status(grid),
        varde=_table(grid.varde, grid),
        poang=_table(poang, grid),
        raknad=raknad,
        omrade=level.omrade,
        delindex=level.delindex,
        total=level.total,
        medel=medel,
        placering=Placeringar(rank_columns(level.omrade), rank_columns(level.delindex), rank(level.total)),
        klass=model.klasskala(medel.total).bands(level.total).rename("klass"),
        effektiv_vikt=effektiv_vikt(model),
        helt_saknade=absent,
    )


def _table(values: Floats, grid: Grid) -> pd.DataFrame:
    return pd.DataFrame(values, grid.kommuner.rename("kommunkod"), grid.indikatorer)


def _status(grid: Grid) -> pd.DataFrame:
    words = np.array(STATUS, dtype=object)[grid.status]
    return pd.DataFrame(words, grid.kommuner.rename("kommunkod"), grid.indikatorer).astype("str")


def _helt_saknade(grid: Grid, model: Model) -> pd.DataFrame:
    """A källa is missing whole when some of its indikatorer are ej_svar and the rest, if any, do not apply."""
    unanswered, applies = grid.status == STATUS.index("ej_svar"), grid.status != STATUS.index("ej_tillamplig")
    kalla = np.array([indikator.kalla for indikator in model.indikatorer.values()])
    flags = {kod: _all_unanswered(unanswered[:, kalla == kod], applies[:, kalla == kod]) for kod in model.kallor}
    return pd.DataFrame(flags, grid.kommuner.rename("kommunkod"))


def _all_unanswered(unanswered: Bools, applies: Bools) -> Bools:
    whole: Bools = unanswered.any(axis=1) & (unanswered == applies).all(axis=1)
    return whole


def _medel(grid: Grid, poang: pd.DataFrame, level: Levels, whole: Bools | None) -> Medel:
    """Means of ``poang``, the points that count for an indikator, and of the levels over the kommuner in ``whole``."""
    total = column_means(level.total.to_numpy()[:, None], whole)
    return Medel(
        varde=pd.Series(column_means(grid.varde), grid.indikatorer),
        indikator=pd.Series(column_means(poang.to_numpy()), grid.indikatorer),
        omrade=pd.Series(column_means(level.omrade.to_numpy(), whole), level.omrade.columns),
        delindex=pd.Series(column_means(level.delindex.to_numpy(), whole), level.delindex.columns),
        total=float(total[0]),
    )
