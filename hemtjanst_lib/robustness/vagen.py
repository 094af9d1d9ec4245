"""What would it take: the smallest set of improvements that brings a kommun to a class or a place.

With arithmetic means a gain is the same whatever else is done, so the smallest set is an integer programme (scipy's
milp). Otherwise the next best improvement is taken again and again, and what proves needless is then taken away.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from hemtjanst_lib.errors import ParameterError
from hemtjanst_lib.model import DECIMALS
from hemtjanst_lib.robustness.hopslagning import klassgranser, klassnummer, medelvarden, svarande
from hemtjanst_lib.robustness.installningar import Vagregler
from hemtjanst_lib.robustness.metoder import Underlag, Val, underlag
from hemtjanst_lib.robustness.resultat import Vag, Vagar
from hemtjanst_lib.scoring import Scores
from hemtjanst_lib.scoring.grid import Floats, Ints

MARGINAL = 1e-8  # points past a limit, which itself belongs to the lower class
MARGINALER = (0.0, 1e-5, 1e-4)  # points
SORTER = {"snabba": ("snabb",), "langsiktiga": ("langsiktig",), "alla": ("snabb", "langsiktig")}


@dataclass(frozen=True)
class Lage:
    """One kommun: its counted points, what each indikator may reach, how soon, and what it costs in effort."""

    grund: Underlag
    rad: int
    raknade: Floats
    mal: Floats
    takt: Sequence[str]
    kostnad: Floats

    def totaler(self, val: Floats) -> Floats:
        """Totals when the improvements chosen (sets × indikatorer, 0 or 1) are made."""
        changed = np.where(val > 0.5, np.nan_to_num(self.mal), self.raknade)
        omraden = self.grund.omraden(changed)[None]
        totals: Floats = self.grund.totaler(omraden, self.grund.delar.andelar[None], Val(), 0.0)[0][0]
        return totals

    @property
    def linjar(self) -> bool:
        """Whether gains add up: arithmetic throughout, and nothing that is left out now would count."""
        return not any(self.grund.delar.geometrisk) and not np.isnan(self.raknade[~np.isnan(self.mal)]).any()


def vagen(
    scores: Scores,
    kommunkod: str,
    mal: pd.Series,
    takt: pd.Series,
    regler: Vagregler,
    *,
    klass: str | None = None,
    placering: int | None = None,
) -> Vagar:
    """Find the smallest sets of improvements: quick ones alone, long-term ones alone, and both.

    Parameters
    ----------
    mal : Series
        Indikator to the points it may realistically reach; NaN or absent where nothing can be done.
    takt : Series
        Indikator to ``snabb`` or ``langsiktig``.
    regler : Vagregler
        What a quick and a long-term improvement cost; the smallest sum is sought, and of equal ones the set with the
        shortest way to go in points.
    klass, placering : optional
        The goal: a class, or a place with all others unchanged. Without either, the class above the present one.

    Raises
    ------
    ParameterError
        If the kommun has no result, the class does not exist or is no higher, the place is no better, or the present
        class is the highest.
    """
    grund = underlag(scores)
    lage = _lage(grund, kommunkod, mal, takt, regler)
    name, krav = _krav(scores, kommunkod, klass, placering)
    ways = {sort: _vag(lage, sort, takts, krav) for sort, takts in SORTER.items()}
    return Vagar(kommunkod, name, krav, ways)


def _lage(grund: Underlag, kommunkod: str, mal: pd.Series, takt: pd.Series, regler: Vagregler) -> Lage:
    scores, ids = grund.scores, list(grund.scores.model.indikatorer)
    if kommunkod not in scores.total.index or np.isnan(scores.total[kommunkod]):
        raise ParameterError(f"kommun {kommunkod} has no result in {scores.model.ar}")
    counted = scores.raknad.loc[kommunkod, ids].to_numpy(dtype=np.float64)
    goal = mal.reindex(ids).to_numpy(dtype=np.float64)
    goal = np.where(np.nan_to_num(counted, nan=-1.0) < goal - 1e-12, goal, np.nan)
    pace = [str(value) for value in takt.reindex(ids).fillna("langsiktig")]
    way = np.nan_to_num(goal) - np.nan_to_num(counted)
    price = np.array([regler.snabb if value == "snabb" else regler.langsiktig for value in pace]) + way / 1e5
    return Lage(grund, list(scores.total.index).index(kommunkod), counted, goal, pace, price)


def _krav(scores: Scores, kommunkod: str, klass: str | None, placering: int | None) -> tuple[str, float]:
    """Name the goal, and the index it needs."""
    if placering is not None:
        return f"placering {placering}", _krav_placering(scores, kommunkod, placering)
    names = list(scores.model.klasser.till_och_med)
    own = names.index(str(scores.klass[kommunkod]))
    if klass is None:
        if own + 1 == len(names):
            raise ParameterError(f"kommun {kommunkod} is already in the highest class, {names[own]}")
        klass = names[own + 1]
    if klass not in names or names.index(klass) <= own:
        raise ParameterError(f"{klass} is not a class above {names[own]}; the classes are {', '.join(names)}")
    return klass, _krav_klass(scores, kommunkod, names.index(klass) - 1)


def _krav_placering(scores: Scores, kommunkod: str, placering: int) -> float:
    if not 1 <= placering < int(scores.placering.total[kommunkod]):
        raise ParameterError(f"place {placering} is not better than {scores.placering.total[kommunkod]}")
    others = scores.total.drop(kommunkod).dropna().to_numpy(dtype=np.float64)
    return float(np.sort(np.round(others, DECIMALS))[::-1][placering - 1])


def _krav_klass(scores: Scores, kommunkod: str, grans: int) -> float:
    """Index needed to pass a limit, when the kommun's own rise takes the mean and the limit with it."""
    counted = svarande(scores.helt_saknade, scores.model)
    total = scores.total.to_numpy(dtype=np.float64)
    limit = float(klassgranser(scores.model, medelvarden(total[None], counted))[0, grans])
    taken = ~np.isnan(total) if counted is None else counted & ~np.isnan(total)
    row, n = scores.total.index.get_loc(kommunkod), int(taken.sum())
    if scores.model.klasser.matt != "avvikelse" or not taken[row]:
        return limit + MARGINAL
    if n == 1:
        return float("inf")
    return float((limit - total[row] / n) / (1 - 1 / n)) + 2 * MARGINAL


def _vag(lage: Lage, sort: str, takter: Sequence[str], krav: float) -> Vag:
    allowed = np.flatnonzero(~np.isnan(lage.mal) & np.isin(lage.takt, takter))
    every = np.zeros(len(lage.mal))
    every[allowed] = 1
    reached = bool(len(allowed)) and float(lage.totaler(every[None])[0]) >= krav
    exact = lage.linjar
    chosen = every
    if reached:
        found = _heltal(lage, allowed, krav) if exact else None
        exact = found is not None
        chosen = found if found is not None else _girigt(lage, allowed, krav)
    return _beskriv(lage, sort, chosen, nas=reached, exakt=exact)


def _vinster(lage: Lage) -> Floats:
    """Points of index that each improvement gives alone."""
    one = np.eye(len(lage.mal)) * ~np.isnan(lage.mal)
    gains: Floats = lage.totaler(one) - float(lage.totaler(np.zeros((1, len(lage.mal))))[0])
    return gains


def _heltal(lage: Lage, allowed: Ints, krav: float) -> Floats | None:
    """Solve the integer programme; None when no answer holds when computed in full.

    The solver takes a constraint as met within a millionth, so one that does not hold is solved again a little tighter.
    """
    from scipy import optimize  # noqa: PLC0415  (slow, and few commands ask for this)

    gains = _vinster(lage)[allowed]
    short = krav - float(lage.totaler(np.zeros((1, len(lage.mal))))[0])
    for margin in MARGINALER:
        found = optimize.milp(
            lage.kostnad[allowed],
            integrality=np.ones(len(allowed)),
            bounds=optimize.Bounds(0, 1),
            constraints=optimize.LinearConstraint(gains[None], lb=short + margin),
        )
        chosen = np.zeros(len(lage.mal))
        if found.success:
            chosen[allowed] = np.round(found.x)
            if float(lage.totaler(chosen[None])[0]) >= krav:
                return chosen
    return None


def _girigt(lage: Lage, allowed: Ints, krav: float) -> Floats:
    """Take the most gain for the cost until the goal is reached; then drop what is not needed, dearest first."""
    chosen = np.zeros(len(lage.mal))
    while float(lage.totaler(chosen[None])[0]) < krav:
        left = allowed[chosen[allowed] == 0]
        tried = np.tile(chosen, (len(left), 1))
        tried[np.arange(len(left)), left] = 1
        gain = lage.totaler(tried) - float(lage.totaler(chosen[None])[0])
        chosen[left[int(np.argmax(gain / lage.kostnad[left]))]] = 1
    for column in sorted(np.flatnonzero(chosen), key=lambda c: -lage.kostnad[c]):
        fewer = chosen.copy()
        fewer[column] = 0
        if float(lage.totaler(fewer[None])[0]) >= krav:
            chosen = fewer
    return chosen


def _beskriv(lage: Lage, sort: str, chosen: Floats, *, nas: bool, exakt: bool) -> Vag:
    scores = lage.grund.scores
    after = float(lage.totaler(chosen[None])[0])
    taken, gains = np.flatnonzero(chosen), _vinster(lage)
    names = pd.Index([list(scores.model.indikatorer)[c] for c in taken], dtype="str", name="indikator")
    steps = pd.DataFrame(
        {
            "takt": pd.Series([lage.takt[int(c)] for c in taken], names, dtype="str"),
            "fran": lage.raknade[taken],
            "till": lage.mal[taken],
            "vinst": gains[taken],
        },
        index=names,
    )
    totals = scores.total.to_numpy(dtype=np.float64).copy()
    totals[lage.rad] = after
    limits = klassgranser(scores.model, medelvarden(totals[None], svarande(scores.helt_saknade, scores.model)))
    number = int(klassnummer(totals[None], limits)[0, lage.rad])
    others = np.delete(totals, lage.rad)
    return Vag(
        sort=sort,
        nas=nas,
        steg=steps.sort_values("vinst", ascending=False, kind="stable"),
        index=after,
        placering=1 + int((np.round(others, DECIMALS) > round(after, DECIMALS)).sum()),
        klass=list(scores.model.klasser.till_och_med)[number],
        exakt=exakt,
    )
