"""How sure a class is: its probability, the distance to the next limits, and the smallest change of weights.

The change of weights is measured by how much of the whole weight must be moved from some områden to others: half the
sum of the absolute differences (L1 on the simplex). With a linear index this is a linear programme whose solution is
known: take from the områden where the kommun stands lowest, give to the one where it stands highest, until the limit
is reached. Where the index is not linear in the weights (geometric means, or an område without points, whose weight
goes to its neighbours), the index is made linear where the last solution stood, and solved again, until it agrees.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from hemtjanst_lib.robustness.hopslagning import (
    Sammansattning,
    klassgranser,
    klassnummer,
    medelvarden,
    sammansattning,
    svarande,
)
from hemtjanst_lib.robustness.resultat import Certifikat, Simulering
from hemtjanst_lib.scoring import Scores
from hemtjanst_lib.scoring.grid import Bools, Floats, Ints

MARGINAL = 1e-8  # points past the limit: a value on a limit belongs to the lower class, and nine decimals decide
NOG = 1e-9  # points: near enough to the limit in the search
STEG = 40  # linear programmes at most
MANGA = 1000  # kommuner: beyond this many, their mean is taken over patterns of what is there, not over each


@dataclass(frozen=True)
class Lage:
    """One year's områden and weights, for asking how the index moves when weights do."""

    omrade: Floats
    delar: Sammansattning
    raknas: Bools
    avvikelse: bool

    @cached_property
    def linjar(self) -> Bools:
        """For which kommuner the distance to a limit is linear in the weights."""
        whole: Bools = np.asarray(~np.isnan(self.omrade).any(axis=1))
        if any(self.delar.geometrisk[1:]):
            return np.zeros(len(whole), dtype=np.bool_)
        sure: Bools = whole & (bool(whole[self.raknas].all()) or not self.avvikelse)
        return sure

    @cached_property
    def monster(self) -> tuple[Floats, Floats] | None:
        """Points of kommuner that stand for all that count, and the share that each stands for; None for each its own.

        With arithmetic means the index is linear in the points of the områden, so kommuner that lack the same områden
        are together as many times their mean: the same to the last digits, in time that does not grow with the country.
        """
        if len(self.omrade) <= MANGA or any(self.delar.geometrisk[1:]):
            return None
        counted = self.omrade[self.raknas & ~np.isnan(self.omrade).all(axis=1)]
        if not len(counted):
            return None
        _, which, many = np.unique(np.isnan(counted), axis=0, return_inverse=True, return_counts=True)
        means = np.stack([counted[which.reshape(-1) == number].mean(axis=0) for number in range(len(many))])
        return means, many / many.sum()

    def hojd(self, vikter: Floats, kommun: int) -> tuple[float, Floats]:
        """Return what is compared with a limit (index, or index minus the mean) and its slope in each weight.

        At the weights themselves slope · weights = 0, because only the proportions count.
        """
        if self.monster is None:
            total, slope = self._alla(vikter)
            return float(total[kommun]), slope[kommun]
        means, shares = self.monster
        rows = np.vstack([self.omrade[kommun], means]) if self.avvikelse else self.omrade[[kommun]]
        total, slope = lutning(rows, vikter, self.delar)
        if self.avvikelse:
            return float(total[0] - shares @ total[1:]), slope[0] - shares @ slope[1:]
        return float(total[0]), slope[0]

    def _alla(self, vikter: Floats) -> tuple[Floats, Floats]:
        """Return the same of all kommuner: shapes (kommuner,) and (kommuner, områden)."""
        total, slope = lutning(self.omrade, vikter, self.delar)
        if not self.avvikelse:
            return total, slope
        known = self.raknas & ~np.isnan(total)
        if not known.any():
            return np.full_like(total, np.nan), slope
        return total - total[known].mean(), slope - slope[known].mean(axis=0)


def lutning(omrade: Floats, vikter: Floats, delar: Sammansattning) -> tuple[Floats, Floats]:
    """Totals of all kommuner, and their derivatives in each område's weight (shares, sum 1)."""
    part, there = delar.delindex_av, ~np.isnan(omrade)
    spread = vikter[:, None] * delar.hor_till
    own = there @ spread  # weight that is there, kommun × delindex
    with np.errstate(divide="ignore", invalid="ignore"):
        used = np.log(omrade) if delar.geometrisk[1] else omrade
        mean = np.where(own > 0, (np.where(there, used, 0.0) @ spread) / own, np.nan)
        inside = np.where(there & (own[:, part] > 0), (used - mean[:, part]) / own[:, part], 0.0)
        delindex = np.exp(mean) if delar.geometrisk[1] else mean
        inside = inside * delindex[:, part] if delar.geometrisk[1] else inside
        weight = np.where(own > 0, spread.sum(axis=0), 0.0)
        whole = weight.sum(axis=1, keepdims=True)
        level = np.log(delindex) if delar.geometrisk[2] else delindex
        middle = np.where(weight > 0, weight * level, 0.0).sum(axis=1, keepdims=True) / whole
        total = np.exp(middle) if delar.geometrisk[2] else middle
        across = np.where(weight > 0, (level - middle) / whole, 0.0)
        through = weight / whole
        if delar.geometrisk[2]:
            across, through = across * total, np.where(weight > 0, through * total / delindex, 0.0)
    slope = across[:, part] + np.where(inside != 0, through[:, part] * inside, 0.0)
    return total[:, 0], np.where(np.isfinite(slope), slope, 0.0)


def flytta(vikter: Floats, lutning: Floats, krav: float) -> Floats | None:
    """Solve the linear programme: the weights nearest to ``vikter`` (L1, shares) with lutning · weights ≥ krav.

    None when no weights reach it.
    """
    best = int(np.argmax(lutning))
    short = krav - float(lutning @ vikter)
    if short <= 0:
        return vikter
    order = np.argsort(lutning, kind="stable")
    order = order[order != best]
    gain = lutning[best] - lutning[order]
    reached = np.cumsum(vikter[order] * gain)
    if not len(order) or reached[-1] < short:
        return None
    last = int(np.searchsorted(reached, short))
    moved = np.zeros(len(vikter))
    moved[order[:last]] = vikter[order[:last]]
    before = reached[last - 1] if last else 0.0
    moved[order[last]] = min((short - before) / gain[last], vikter[order[last]])
    new: Floats = vikter - moved
    new[best] += moved.sum()
    return new


def narmaste(lage: Lage, vikter: Floats, kommun: int, grans: float, riktning: int) -> Floats | None:
    """Find the nearest weights that bring one kommun over (+1) or down to (−1) a limit; None when none are found."""
    now, margin = vikter, MARGINAL if riktning > 0 else 0.0
    for _ in range(STEG):
        height, slope = lage.hojd(now, kommun)
        left = riktning * (grans - height) + margin
        if not np.isfinite(left):
            return None
        if left <= 0 and left > -NOG - margin:
            return now
        g = riktning * slope
        found = flytta(vikter, g, left + NOG / 2 + float(g @ now))
        if found is None or np.abs(found - now).sum() < 1e-15:
            return now if left <= 0 and found is not None else None
        now = found
    height, _ = lage.hojd(now, kommun)
    return now if riktning * (height - grans) >= margin else None


def certifikat(simulering: Simulering, scores: Scores) -> Certifikat:
    """Say how sure each kommun's class is."""
    model = scores.model
    counted = svarande(scores.helt_saknade, model)
    total = scores.total.to_numpy(dtype=np.float64)
    limits = klassgranser(model, medelvarden(total[None], counted))
    number = klassnummer(total[None], limits)[0]
    names = np.array([*model.klasser.till_och_med, None], dtype=object)
    everyone = np.ones(len(total), dtype=bool)
    lage = Lage(
        omrade=scores.omrade.to_numpy(dtype=np.float64),
        delar=sammansattning(model),
        raknas=(everyone if counted is None else counted) & ~np.isnan(total),
        avvikelse=model.klasser.matt == "avvikelse",
    )
    down, up = _avstand(total, limits[0], number)
    moves = {
        "ned": _flyttningar(lage, number, model_limits(scores), -1),
        "upp": _flyttningar(lage, number, model_limits(scores), 1),
    }
    shares = {name: _andel(lage, found) for name, found in moves.items()}
    own = _egen_faktor(lage)
    table = pd.DataFrame(
        {
            "klass": scores.klass,
            **_sannolikheter(simulering, scores, number),
            "narmast_under": names[np.where(number > 0, number - 1, -1)],
            "narmast_over": names[np.where((number >= 0) & (number < len(names) - 2), number + 1, -1)],
            "ned": down,
            "upp": up,
            "ned_egen": down * own,
            "upp_egen": up * own,
            "vikt_ned": shares["ned"],
            "vikt_upp": shares["upp"],
            "vikt_minst": np.fmin(shares["ned"], shares["upp"]),
        },
        index=scores.total.index,
    )
    return Certifikat(table, _flyttar(moves, lage, scores), pd.Series(lage.linjar, scores.total.index, name="exakt"))


def model_limits(scores: Scores) -> Floats:
    """Upper limits of all classes but the last as the model states them: points, or distance from the mean."""
    return np.array(list(scores.model.klasser.till_och_med.values())[:-1], dtype=np.float64)


def _avstand(total: Floats, limits: Floats, number: Ints) -> tuple[Floats, Floats]:
    """Points down to the limit below and up to the limit above; NaN where there is none."""
    ends = np.concatenate([[np.nan], limits, [np.nan]])
    place = np.where(number < 0, 0, number)
    down, up = total - ends[place], ends[place + 1] - total
    return np.where(number < 0, np.nan, down), np.where(number < 0, np.nan, up)


def _egen_faktor(lage: Lage) -> Floats:
    """How much more a kommun must change than its distance, because it takes the mean and the limits with it."""
    n = int(lage.raknas.sum())
    if not lage.avvikelse or n == 0:
        return np.ones(len(lage.raknas))
    return np.where(lage.raknas, n / (n - 1) if n > 1 else np.inf, 1.0)


def _flyttningar(lage: Lage, number: Ints, limits: Floats, riktning: int) -> list[Floats | None]:
    weights = lage.delar.andelar
    which = number if riktning > 0 else number - 1
    return [
        narmaste(lage, weights, kommun, float(limits[k]), riktning)
        if 0 <= k < len(limits) and number[kommun] >= 0
        else None
        for kommun, k in enumerate(which)
    ]


def _andel(lage: Lage, found: list[Floats | None]) -> Floats:
    weights = lage.delar.andelar
    return np.array([np.nan if new is None else np.abs(new - weights).sum() / 2 for new in found], dtype=np.float64)


def _sannolikheter(simulering: Simulering, scores: Scores, number: Ints) -> dict[str, object]:
    chances = simulering.klass.to_numpy(dtype=np.float64)
    known, names = number >= 0, np.array([*simulering.klass.columns, None], dtype=object)
    filled = np.where(known[:, None], chances, -1.0)
    order = np.argsort(-filled, axis=1, kind="stable")
    rows = np.arange(len(filled))
    first, second = order[:, 0], order[:, min(1, order.shape[1] - 1)]
    own = np.where(known, filled[rows, np.where(known, number, 0)], np.nan)
    other = np.where(known & (filled[rows, second] > 0), second, -1)
    return {
        "sannolikhet": own,
        "troligast": names[np.where(known, first, -1)],
        "andra": names[other],
        "sannolikhet_andra": np.where(other >= 0, filled[rows, second], np.nan),
        "saker": known & (np.nan_to_num(own) >= simulering.installningar.klass.saker_fran),
    }


def _flyttar(moves: dict[str, list[Floats | None]], lage: Lage, scores: Scores) -> pd.DataFrame:
    weights, omraden = lage.delar.andelar, list(scores.model.omraden)
    rows = [
        (kod, name, omraden[a], weights[a], new[a])
        for name, found in moves.items()
        for kod, new in zip(scores.total.index, found, strict=True)
        if new is not None
        for a in np.flatnonzero(np.abs(new - weights) > 1e-12)
    ]
    columns = ["kommunkod", "riktning", "omrade", "fran", "till"]
    return pd.DataFrame(rows, columns=columns).set_index(columns[:3]).sort_index()
