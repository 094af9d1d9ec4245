"""Other ways to compute the same index: other scales, aggregation, and rules for silence."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from functools import cached_property
from itertools import product

import numpy as np
import pandas as pd

from hemtjanst_lib.model import Model
from hemtjanst_lib.robustness.hopslagning import Sammansattning, sammansattning, till_delindex, till_total
from hemtjanst_lib.robustness.installningar import Aggregering, Metod, Saknas, Skala
from hemtjanst_lib.robustness.slump import Singles
from hemtjanst_lib.scoring import Scores
from hemtjanst_lib.scoring.grid import STATUS, Bools, Floats, Ints
from hemtjanst_lib.scoring.levels import apply_rules

MITT, STEG = 50.0, 50.0 / 3  # z-scores: the mean is 50 points, and three standard deviations reach 0 and 100


@dataclass(frozen=True)
class Val:
    """One choice of method; the default is the published one."""

    skala: Skala = "naturlig"
    aggregering: Aggregering = "modell"
    saknas: Saknas = "modell"

    @property
    def samma_matt(self) -> bool:
        """Whether points mean the same as in the published index; else totals are re-expressed."""
        return self.skala == "naturlig" and self.aggregering == "modell"


def alla_val(metod: Metod) -> tuple[list[Val], Floats]:
    """Every combination that has a chance, and the chances, sum 1."""
    found = [
        (Val(s, a, m), metod.skala[s] * metod.aggregering[a] * metod.saknas[m])
        for s, a, m in product(metod.skala, metod.aggregering, metod.saknas)
    ]
    kept = [(val, chance) for val, chance in found if chance > 0]
    chances = np.array([chance for _, chance in kept])
    return [val for val, _ in kept], chances / chances.sum()


@dataclass(frozen=True)
class Skalor:
    """How published points become points on another scale, one column an indikator.

    ``lutning`` and ``hojd`` for straight scales; for percentiles, ``varden`` holds each column's sorted distinct points
    and ``procent`` their percentiles. A column where all kommuner are alike gives 50 to all.
    """

    lutning: Floats
    hojd: Floats
    varden: tuple[Floats, ...] = ()
    procent: tuple[Floats, ...] = ()

    def rakna(self, kolumn: int, poang: Floats | Singles) -> Floats | Singles:
        """Move points of one indikator to the scale."""
        if self.varden:
            moved: Floats = np.interp(poang, self.varden[kolumn], self.procent[kolumn])
            return moved
        return poang * poang.dtype.type(self.lutning[kolumn]) + poang.dtype.type(self.hojd[kolumn])


def skalor(poang: Floats, skala: Skala) -> Skalor:
    """Fit a scale to the published points (kommuner × indikatorer); NaN takes no part."""
    n = poang.shape[1]
    if skala == "naturlig":
        return Skalor(np.ones(n), np.zeros(n))
    columns = [column[~np.isnan(column)] for column in poang.T]
    if skala == "percentil":
        pairs = [_percentiler(column) for column in columns]
        return Skalor(np.empty(0), np.empty(0), tuple(v for v, _ in pairs), tuple(p for _, p in pairs))
    ends = [_ends(column, skala) for column in columns]
    slope = np.array([slope for slope, _ in ends])
    return Skalor(slope, np.array([height for _, height in ends]))


def _ends(column: Floats, skala: Skala) -> tuple[float, float]:
    spread = (np.ptp(column) if skala == "minmax" else column.std()) if len(column) else 0.0
    if spread < 1e-9:
        return 0.0, MITT
    if skala == "minmax":
        return 100 / spread, -100 * float(column.min()) / spread
    return STEG / spread, MITT - STEG * float(column.mean()) / spread


def _percentiler(column: Floats) -> tuple[Floats, Floats]:
    """Distinct values and the middle of their places from below, in percent."""
    values, counts = np.unique(column, return_counts=True)
    if len(values) < 2:
        return np.zeros(1), np.full(1, MITT)
    return values, 100 * (np.cumsum(counts) - counts / 2) / counts.sum()


def statuskoder(scores: Scores) -> Ints:
    """Status as positions in ``STATUS``, kommun × indikator in the model's order."""
    words = scores.status[list(scores.model.indikatorer)].to_numpy(dtype=object)
    codes = np.zeros(words.shape, dtype=np.intp)
    for number, word in enumerate(STATUS):
        codes[words == word] = number
    return codes


def med_regel(model: Model, saknas: Saknas) -> Model:
    """Return the model with another rule for unanswered questions, in all källor."""
    if saknas == "modell":
        return model
    kallor = {
        kod: kalla.model_copy(update={"saknas": kalla.saknas.model_copy(update={"ej_svar": None})})
        for kod, kalla in model.kallor.items()
    }
    return model.model_copy(update={"kallor": kallor, "saknas": model.saknas.model_copy(update={"ej_svar": saknas})})


@dataclass(frozen=True)
class Underlag:
    """A year's points as arrays, kommuner × indikatorer, and how they are put together."""

    scores: Scores
    delar: Sammansattning
    poang: Floats
    status: Ints

    def raknade(self, val: Val) -> tuple[Floats, Skalor]:
        """Points that count under a choice of scale and missing rule, NaN = left out; and the scale."""
        scale = skalor(self.poang, val.skala)
        moved: Floats = np.full(self.poang.shape, np.nan)
        for n, column in enumerate(self.poang.T):
            moved[:, n] = np.where(np.isnan(column), np.nan, scale.rakna(n, column))
        return apply_rules(moved, self.status, med_regel(self.scores.model, val.saknas)), scale

    def andelar(self, raknade: Floats) -> Floats:
        """Each indikator's share of its område, after the weight of what is left out has been spread."""
        used = np.where(np.isnan(raknade), 0.0, self.delar.indikatorvikt)
        sums = used @ self.i_omrade
        spread = np.take(sums, self.delar.omrade_av, axis=1)
        return np.divide(used, spread, out=np.zeros_like(used), where=spread > 0)

    @cached_property
    def i_omrade(self) -> Floats:
        """Indikator × område, 1 where the indikator belongs."""
        return np.eye(len(self.delar.delindex_av))[self.delar.omrade_av]

    def omraden(self, raknade: Floats) -> Floats:
        """Points of områden, kommuner × områden; NaN where nothing is there."""
        shares, geometric = self.andelar(raknade), self.delar.geometrisk[0]
        with np.errstate(divide="ignore"):
            used = np.where(shares > 0, np.log(np.maximum(raknade, 0.0)) if geometric else raknade, 0.0)
        whole = np.add.reduceat(np.where(shares > 0, used * shares, 0.0), self.starter, axis=1)
        there = (shares @ self.i_omrade) > 0
        return np.where(there, np.exp(whole) if geometric else whole, np.nan)

    @cached_property
    def starter(self) -> Ints:
        """First indikator of each område; the model keeps them together."""
        return np.flatnonzero(np.diff(self.delar.omrade_av, prepend=-1)).astype(np.intp)

    def totaler(self, omrade: Floats, vikter: Floats, val: Val, golv: float) -> tuple[Floats, Floats]:
        """Totals and delindex of områden (sets or 1 × kommuner × områden) and weight shares, by a choice of means."""
        own = self.delar.geometrisk
        if val.aggregering == "modell":
            geometric, floor = own[1:], 0.0
        else:
            geometric, floor = (val.aggregering == "geometrisk",) * 2, golv
        delindex, weight = till_delindex(omrade, vikter, self.delar, geometric[0], floor)
        return till_total(delindex, weight, geometric[1], floor), delindex


_SENASTE: deque[Underlag] = deque(maxlen=4)  # the latest years, so that a slider does not wait for the same work again


def underlag(scores: Scores) -> Underlag:
    """Lay one year's results in arrays; the very same scores are laid out once."""
    for known in _SENASTE:
        if known.scores is scores:
            return known
    _SENASTE.append(_underlag(scores))
    return _SENASTE[-1]


def _underlag(scores: Scores) -> Underlag:
    poang = scores.poang[list(scores.model.indikatorer)].to_numpy(dtype=np.float64)
    return Underlag(scores, sammansattning(scores.model), poang, statuskoder(scores))


@dataclass(frozen=True)
class Likformning:
    """Straight line that gives another index the mean and spread of the published one, for total and each delindex."""

    total: tuple[float, float]
    delindex: tuple[tuple[float, float], ...]

    def totaler(self, totaler: Floats) -> Floats:
        """Re-express totals."""
        return totaler * self.total[0] + self.total[1]

    def delar(self, delindex: Floats) -> Floats:
        """Re-express delindex (… × delindex)."""
        lines = np.array(self.delindex, dtype=np.float64)
        moved: Floats = delindex * lines[:, 0] + lines[:, 1]
        return moved


def likforma(underlag: Underlag, val: Val, golv: float) -> Likformning | None:
    """Fit the line with the model's own rule for silence; None when the points mean the same already."""
    if val.samma_matt:
        return None
    raknade, _ = underlag.raknade(Val(val.skala, val.aggregering))
    shares = underlag.delar.andelar[None]
    totals, delindex = underlag.totaler(underlag.omraden(raknade)[None], shares, val, golv)
    scores = underlag.scores
    published = scores.delindex.to_numpy(dtype=np.float64)
    return Likformning(
        _line(totals[0], scores.total.to_numpy(dtype=np.float64)),
        tuple(_line(delindex[0, :, n], published[:, n]) for n in range(published.shape[1])),
    )


def _line(other: Floats, published: Floats) -> tuple[float, float]:
    both: Bools = ~(np.isnan(other) | np.isnan(published))
    if not both.any():
        return 1.0, 0.0
    spread = float(other[both].std())
    slope = float(published[both].std()) / spread if spread > 1e-9 else 1.0
    return slope, float(published[both].mean()) - slope * float(other[both].mean())


def antal_svar(answers: pd.DataFrame, scores: Scores) -> pd.DataFrame:
    """Number of answers per question from the long table, kommun × indikator; NaN where it is not told."""
    if "antal_svar" not in answers:
        return pd.DataFrame(np.nan, scores.total.index, list(scores.model.indikatorer))
    wide = answers.pivot(index="kommunkod", columns="indikator", values="antal_svar")
    return wide.reindex(index=scores.total.index, columns=list(scores.model.indikatorer))
