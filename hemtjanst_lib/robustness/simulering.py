"""One interval from all sources: survey answers, weights and choices of method, drawn together."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from hemtjanst_lib.robustness.hopslagning import klassgranser, klassnummer, medelvarden, placera, svarande
from hemtjanst_lib.robustness.installningar import Sakerhet
from hemtjanst_lib.robustness.metoder import Likformning, Underlag, Val, alla_val, likforma, underlag
from hemtjanst_lib.robustness.resultat import KALLOR, METOD, SVAR, VIKTER, Simulering
from hemtjanst_lib.robustness.slump import (
    Singles,
    dra_andelar,
    dra_seniorer,
    dra_vikter,
    korrektion,
    till_poang,
    urvalsceller,
)
from hemtjanst_lib.scoring import Scores
from hemtjanst_lib.scoring.grid import Bools, Floats, Ints

COLUMNS = ["varde", "median", "lag", "hog", "bredd"]
PUBLICERAT = Val()
CELLER = 32_000  # draws × kommuner computed at once: few enough to stay in the processor's cache


@dataclass(frozen=True)
class Dragningar:
    """What was drawn: answers in points (one array, draws × kommuner, for each sampled indikator), weights, methods."""

    celler: Bools
    svar: dict[int, Singles]
    vikter: Floats
    val: tuple[Val, ...]
    valt: Ints


class Motor:
    """Computes totals of draws; one for each year and golv, so that what is alike for all draws is done once."""

    def __init__(self, grund: Underlag, drag: Dragningar, golv: float) -> None:
        self.grund, self.drag, self.golv = grund, drag, golv
        self._lines: dict[tuple[str, str], Likformning | None] = {}

    @cached_property
    def vikter(self) -> Floats:
        """The published weights as one set of shares."""
        return self.grund.delar.andelar[None]

    def kor(self, val: Val, vikter: Floats, dragna: Ints | None) -> tuple[Floats, Floats]:
        """Return totals and delindex (sets × kommuner …) by one method.

        Parameters
        ----------
        val : Val
        vikter : array
            Weight shares, sets (or 1) × områden.
        dragna : array of int, optional
            Which drawn answers to use, one a set; without it, the published answers.
        """
        sets, kommuner = max(len(vikter), 0 if dragna is None else len(dragna)), len(self.grund.poang)
        at_once = max(1, CELLER // kommuner)
        if sets <= at_once:
            return self._kor(val, vikter, dragna)
        totals, delindex = np.empty((sets, kommuner)), np.empty((sets, *self.grund.scores.delindex.shape))
        for first in range(0, sets, at_once):
            part = slice(first, first + at_once)
            own = vikter if len(vikter) == 1 else vikter[part]
            totals[part], delindex[part] = self._kor(val, own, None if dragna is None else dragna[part])
        return totals, delindex

    def _kor(self, val: Val, vikter: Floats, dragna: Ints | None) -> tuple[Floats, Floats]:
        totals, delindex = self.grund.totaler(self._omraden(val, dragna), vikter, val, self.golv)
        line = self._line(val)
        return (totals, delindex) if line is None else (line.totaler(totals), line.delar(delindex))

    def kor_alla(self, valt: Ints, vikter: Floats, dragna: Ints) -> tuple[Floats, Floats]:
        """Return totals and delindex with a method, a weight set and drawn answers for each set."""
        n, (kommuner, parts) = len(valt), self.grund.scores.delindex.shape
        totals, delindex = np.empty((n, kommuner)), np.empty((n, kommuner, parts))
        for number, val in enumerate(self.drag.val):
            rows = np.flatnonzero(valt == number)
            if len(rows):
                totals[rows], delindex[rows] = self.kor(val, vikter[rows], dragna[rows])
        return totals, delindex

    def _line(self, val: Val) -> Likformning | None:
        key = (val.skala, val.aggregering)
        if key not in self._lines:
            self._lines[key] = likforma(self.grund, val, self.golv)
        return self._lines[key]

    def _omraden(self, val: Val, dragna: Ints | None) -> Floats:
        """Points of områden, draws (or 1) × kommuner × områden: what is fixed once, and what is drawn put on top."""
        raknade, scale = self.grund.raknade(val)
        if dragna is None or not self.drag.svar:
            return self.grund.omraden(raknade)[None]
        shares, geometric, area = (
            self.grund.andelar(raknade),
            self.grund.delar.geometrisk[0],
            self.grund.delar.omrade_av,
        )
        fixed = np.where(self.drag.celler | (shares == 0), 0.0, self._logs(raknade) if geometric else raknade)
        sums = (fixed * shares) @ self.grund.i_omrade if not geometric else _sums(fixed * shares, self.grund)
        drawn = np.repeat(sums.T[:, None, :], len(dragna), axis=1)  # område × draws × kommuner: one layer is one block
        whole = np.array_equal(dragna, np.arange(len(self.drag.vikter)))  # then nothing needs to be picked
        for column, points in self.drag.svar.items():
            moved = scale.rakna(column, points if whole else points[dragna])
            share = np.where(self.drag.celler[:, column], shares[:, column], 0.0)
            term = np.where(share > 0, self._logs(moved), 0.0) if geometric else moved
            drawn[area[column]] += share * term
        there = (shares @ self.grund.i_omrade) > 0
        result = np.where(there.T[:, None, :], np.exp(drawn) if geometric else drawn, np.nan)
        return np.ascontiguousarray(result.transpose(1, 2, 0))

    @staticmethod
    def _logs(points: Floats | Singles) -> Floats:
        with np.errstate(divide="ignore", invalid="ignore"):
            logs: Floats = np.log(np.maximum(points, 0.0))
        return logs


def _sums(values: Floats, grund: Underlag) -> Floats:
    """Sum within områden without multiplying an infinite value by zero."""
    return np.add.reduceat(values, grund.starter, axis=1)


def dra(
    grund: Underlag,
    antal: pd.DataFrame | None,
    val: Sakerhet,
    *,
    seniorer: pd.DataFrame | None = None,
    befolkning: pd.Series | None = None,
    draws: int | None = None,
    seed: int | None = None,
) -> Dragningar:
    """Draw answers, weights and methods, each from a stream of its own. Parameters as :func:`simulate`."""
    n = draws or val.dragningar
    streams = [np.random.default_rng(s) for s in np.random.SeedSequence(val.fro if seed is None else seed).spawn(3)]
    model, shares = grund.scores.model, grund.delar.andelar
    celler, svar = _dra_svar(grund, antal, val, befolkning, n=n, rng=streams[0])
    if seniorer is None:
        weights = dra_vikter(shares, val.vikter.koncentration, n, streams[1])
    else:
        weights = dra_seniorer(seniorer, shares, model, n, streams[1])
    choices, chances = alla_val(val.metod)
    return Dragningar(celler, svar, weights, tuple(choices), streams[2].choice(len(choices), n, p=chances))


def _dra_svar(
    grund: Underlag,
    antal: pd.DataFrame | None,
    val: Sakerhet,
    befolkning: pd.Series | None,
    *,
    n: int,
    rng: np.random.Generator,
) -> tuple[Bools, dict[int, Singles]]:
    scores, model = grund.scores, grund.scores.model
    varde = scores.varde[list(model.indikatorer)].to_numpy(dtype=np.float64)
    if antal is None:
        return np.zeros(varde.shape, dtype=bool), {}
    answers = antal.reindex(index=scores.total.index, columns=list(model.indikatorer)).to_numpy(dtype=np.float64)
    celler = urvalsceller(varde, answers, model, val.urvalsfel)
    asked = None if befolkning is None else befolkning.reindex(scores.total.index).to_numpy(dtype=np.float64)
    korr = korrektion(answers, val.urvalsfel.svarsandel, asked)
    common = rng.standard_normal((n, len(varde)), dtype=np.float32)
    drawn = {}
    for column, indikator in enumerate(model.indikatorer.values()):
        cells = celler[:, column]
        if cells.any():
            share = np.where(cells, np.clip(varde[:, column] / 100, 0, 1), 0.5)
            number = np.where(cells, answers[:, column], 1.0)
            corr = np.where(cells, korr[:, column], 0.0)
            out = dra_andelar(share, number, corr, common, rng=rng, samband=val.urvalsfel.samband)
            drawn[column] = till_poang(out * np.float32(100), indikator.poang)
    return celler, drawn


def simulate(
    scores: Scores,
    antal: pd.DataFrame | None,
    installningar: Sakerhet,
    *,
    seniorer: pd.DataFrame | None = None,
    befolkning: pd.Series | None = None,
    draws: int | None = None,
    seed: int | None = None,
) -> Simulering:
    """Draw the whole index many times, and say how much each kommun's result varies and why.

    Parameters
    ----------
    scores : Scores
        One year's results.
    antal : DataFrame, optional
        Number of answers, kommun × indikator (:func:`antal_svar`); without it no answers are drawn.
    installningar : Sakerhet
        The assumptions.
    seniorer : DataFrame, optional
        The seniors' own weights, one row a respondent, områden as columns; then they are asked anew instead of drawn
        from the Dirichlet distribution.
    befolkning : Series, optional
        How many were asked in each kommun; otherwise the settings' share of answers is assumed.
    draws, seed : int, optional
        Instead of those in the settings.
    """
    grund = underlag(scores)
    drag = dra(grund, antal, installningar, seniorer=seniorer, befolkning=befolkning, draws=draws, seed=seed)
    motor, n = Motor(grund, drag, installningar.metod.geometriskt_golv), len(drag.vikter)
    totals, delindex = motor.kor_alla(drag.valt, drag.vikter, np.arange(n))
    alone = _var_for_sig(motor)
    places, total = placera(totals), scores.total.to_numpy(dtype=np.float64)
    own_places = scores.placering.total.to_numpy(dtype=np.float64, na_value=np.nan)
    kommuner, level = scores.total.index, installningar.niva
    variance = {name: _variance(values) for name, values in alone.items()}
    return Simulering(
        installningar=installningar,
        kommuner=kommuner,
        index=_intervall(totals, total, kommuner, level),
        delindex=_delindex(delindex, scores, level),
        placering=_intervall(places, own_places, kommuner, level, hela=True),
        placering_delindex=_delindexplatser(delindex, scores, level),
        klass=_klasser(totals, scores),
        andel=_andelar(variance, kommuner),
        andel_placering=_andelar({name: _variance(placera(values)) for name, values in alone.items()}, kommuner),
        spridning=pd.DataFrame({name: np.sqrt(values) for name, values in variance.items()}, kommuner),
        totaler=totals,
        platser=places,
        svarstotaler=alone[SVAR],
    )


def _var_for_sig(motor: Motor) -> dict[str, Floats]:
    """Totals, draws × kommuner, when one source alone varies; the draws are those of the whole simulation."""
    drag = motor.drag
    by_method = np.vstack([motor.kor(val, motor.vikter, None)[0] for val in drag.val])
    answers = motor.kor(PUBLICERAT, motor.vikter, np.arange(len(drag.vikter)))[0]
    return {
        SVAR: np.broadcast_to(answers, (len(drag.vikter), answers.shape[1])),
        VIKTER: motor.kor(PUBLICERAT, drag.vikter, None)[0],
        METOD: by_method[drag.valt],
    }


def _variance(values: Floats) -> Floats:
    """Variance over the draws, 0 where only floating-point noise varies."""
    with np.errstate(invalid="ignore"):
        found: Floats = values.var(axis=0)
    return np.where(found < 1e-18, 0.0, found)


def _andelar(variance: dict[str, Floats], kommuner: pd.Index) -> pd.DataFrame:
    table = pd.DataFrame({name: variance[name] for name in KALLOR}, kommuner)
    return table.div(table.sum(axis=1).where(lambda sums: sums > 0), axis=0)


def _intervall(drawn: Floats, value: Floats, index: pd.Index, level: float, *, hela: bool = False) -> pd.DataFrame:
    low, middle, high = fraktiler(drawn, level, hela=hela)
    low, high = np.fmin(low, value), np.fmax(high, value)
    columns = [np.where(np.isnan(value), np.nan, column) for column in (value, middle, low, high, high - low)]
    return pd.DataFrame(dict(zip(COLUMNS, columns, strict=True)), index)


def fraktiler(drawn: Floats, level: float, *, hela: bool = False) -> tuple[Floats, Floats, Floats]:
    """Lower end, median and upper end of the middle ``level`` of each column's draws; NaN takes no part.

    With ``hela`` the ends are drawn values (whole numbers for places), taken outwards; else they are interpolated.
    """
    ordered = np.sort(np.ascontiguousarray(drawn.T), axis=1)  # NaN comes last
    last = np.maximum((~np.isnan(ordered)).sum(axis=1) - 1, 0)
    found = []
    for share, outwards in ((0.5 - level / 2, np.floor), (0.5, np.floor), (0.5 + level / 2, np.ceil)):
        place = share * last
        below, above = np.floor(place).astype(np.intp), np.ceil(place).astype(np.intp)
        rows = np.arange(len(ordered))
        if hela:
            found.append(ordered[rows, outwards(place).astype(np.intp)])
        else:
            found.append(ordered[rows, below] + (place - below) * (ordered[rows, above] - ordered[rows, below]))
    return found[0], found[1], found[2]


def _delindex(drawn: Floats, scores: Scores, level: float) -> pd.DataFrame:
    value = scores.delindex.to_numpy(dtype=np.float64).reshape(-1)
    return _intervall(drawn.reshape(len(drawn), -1), value, _per_delindex(scores), level)


def _delindexplatser(drawn: Floats, scores: Scores, level: float) -> pd.DataFrame:
    places = np.stack([placera(drawn[:, :, part]) for part in range(drawn.shape[2])], axis=2)
    value = scores.placering.delindex.to_numpy(dtype=np.float64, na_value=np.nan).reshape(-1)
    return _intervall(places.reshape(len(drawn), -1), value, _per_delindex(scores), level, hela=True)


def _per_delindex(scores: Scores) -> pd.MultiIndex:
    return pd.MultiIndex.from_product([scores.total.index, scores.delindex.columns], names=["kommunkod", "delindex"])


def _klasser(totals: Floats, scores: Scores) -> pd.DataFrame:
    """Share of the draws in each class, by each draw's own limits."""
    model = scores.model
    limits = klassgranser(model, medelvarden(totals, svarande(scores.helt_saknade, model)))
    numbers, names = klassnummer(totals, limits), list(model.klasser.till_och_med)
    known = (numbers >= 0).sum(axis=0)
    shares = {
        name: np.divide((numbers == k).sum(axis=0), known, out=np.full(len(known), np.nan), where=known > 0)
        for k, name in enumerate(names)
    }
    return pd.DataFrame(shares, scores.total.index).where(scores.total.notna(), axis=0)
