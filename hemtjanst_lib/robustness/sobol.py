"""Variance-based sensitivity: how much of what can change is owed to which choice, interactions told apart (SALib).

Each factor is a number 0–1 that picks a drawn set of answers, a drawn weight set, or a choice of method; so factors
that are whole vectors can be varied like single numbers (Saisana, Saltelli and Tarantola 2005).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

import numpy as np
import pandas as pd

from hemtjanst_lib.robustness.hopslagning import medelvarden, placera
from hemtjanst_lib.robustness.installningar import Sakerhet
from hemtjanst_lib.robustness.metoder import Val, underlag
from hemtjanst_lib.robustness.resultat import Sobol
from hemtjanst_lib.robustness.simulering import Dragningar, Motor, dra
from hemtjanst_lib.scoring import Scores
from hemtjanst_lib.scoring.grid import Floats, Ints

FAKTORER = ("svar", "vikter", "skala", "aggregering", "saknas")
PORTION = 500  # runs computed at a time, to hold memory down
MYCKET, LITET = 0.2, 0.05
Namn = TypeVar("Namn", bound=str)


def sobol(
    scores: Scores,
    antal: pd.DataFrame | None,
    installningar: Sakerhet,
    *,
    n: int = 512,
    seniorer: pd.DataFrame | None = None,
    seed: int | None = None,
) -> Sobol:
    """Share out the variance of the ranking, and of each kommun's index, between five choices.

    Parameters
    ----------
    antal, installningar, seniorer, seed
        As for :func:`simulate`.
    n : int
        Base sample, a power of two; the index is computed 7 · n times.
    """
    from SALib.analyze import sobol as analysera  # noqa: PLC0415 (half a second to import, and seldom needed)
    from SALib.sample import sobol as sampling  # noqa: PLC0415

    grund, base = underlag(scores), installningar.fro if seed is None else seed
    drag = dra(grund, antal, installningar, seniorer=seniorer, seed=base)
    problem = {"num_vars": len(FAKTORER), "names": list(FAKTORER), "bounds": [[0.0, 1.0]] * len(FAKTORER)}
    sample = sampling.sample(problem, n, calc_second_order=False, seed=base)
    totals = _totaler(Motor(grund, drag, installningar.metod.geometriskt_golv), sample, installningar)
    own = placera(scores.total.to_numpy(dtype=np.float64)[None])
    moved = np.nan_to_num(medelvarden(np.abs(placera(totals) - own)))
    if float(np.var(moved)) < 1e-18:
        return Sobol(_ingen(), total_andelar(totals, scores.total.index), len(sample))
    found = analysera.analyze(problem, moved, calc_second_order=False, seed=base)
    table = pd.DataFrame(
        {"forst": found["S1"], "total": found["ST"], "forst_fel": found["S1_conf"], "total_fel": found["ST_conf"]},
        index=pd.Index(FAKTORER, name="faktor"),
    )
    return Sobol(table.assign(lasning=_lasning(table)), total_andelar(totals, scores.total.index), len(sample))


def _ingen() -> pd.DataFrame:
    """Nothing varies, so there is nothing to share out."""
    names = ["forst", "total", "forst_fel", "total_fel"]
    table = pd.DataFrame(np.nan, pd.Index(FAKTORER, name="faktor"), names)
    return table.assign(lasning=pd.array(["liten"] * len(FAKTORER), dtype="str"))


def _totaler(motor: Motor, sample: Floats, val: Sakerhet) -> Floats:
    """Totals of each row of the sample, rows × kommuner."""
    drag, draws = motor.drag, len(motor.drag.vikter)
    answers, weights = (np.minimum((sample[:, k] * draws).astype(np.intp), draws - 1) for k in (0, 1))
    choices, picked = _metoder(sample, val)
    runner = Motor(motor.grund, replace(drag, val=tuple(choices), valt=picked), motor.golv)
    return _portionsvis(runner, picked, drag, answers, weights)


def _portionsvis(runner: Motor, picked: Ints, drag: Dragningar, answers: Ints, weights: Ints) -> Floats:
    totals = np.empty((len(picked), len(runner.grund.scores.total)))
    order = np.argsort(picked, kind="stable")  # the same method together
    for start in range(0, len(order), PORTION):
        rows = order[start : start + PORTION]
        totals[rows] = runner.kor_alla(picked[rows], drag.vikter[weights[rows]], answers[rows])[0]
    return totals


def _metoder(sample: Floats, val: Sakerhet) -> tuple[list[Val], Ints]:
    """Turn the last three factors into methods: each choice has its share of the way from 0 to 1."""
    rule = val.metod
    picked = zip(
        _valda(rule.skala, sample[:, 2]),
        _valda(rule.aggregering, sample[:, 3]),
        _valda(rule.saknas, sample[:, 4]),
        strict=True,
    )
    keys = [Val(skala, aggregering, saknas) for skala, aggregering, saknas in picked]
    number = {key: k for k, key in enumerate(dict.fromkeys(keys))}
    return list(number), np.array([number[key] for key in keys], dtype=np.intp)


def _valda(chances: dict[Namn, float], values: Floats) -> list[Namn]:
    limits = np.cumsum(list(chances.values())) / sum(chances.values())
    places = np.minimum(np.searchsorted(limits, values, side="right"), len(limits) - 1)
    names = list(chances)
    return [names[place] for place in places]


def total_andelar(totals: Floats, kommuner: pd.Index) -> pd.DataFrame:
    """Total-order index of each factor for each kommun's index (Jansen's estimator, as SALib's), kommun × factor.

    ``totals`` are in the order of Saltelli's sampling: A, then one column at a time taken from B, then B.
    """
    parts = totals.reshape(-1, len(FAKTORER) + 2, totals.shape[1])
    a, b = parts[:, 0], parts[:, -1]
    variance = np.concatenate([a, b]).var(axis=0)
    known = variance > 1e-18
    shares = {
        name: np.divide(
            ((a - parts[:, 1 + k]) ** 2).mean(axis=0) / 2, variance, out=np.full(len(variance), np.nan), where=known
        )
        for k, name in enumerate(FAKTORER)
    }
    return pd.DataFrame(shares, kommuner)


def _lasning(table: pd.DataFrame) -> pd.Series:
    """Key for words: matters most, matters little, matters mostly together with others, or matters in part."""
    together = table["total"] - table["forst"]
    words = np.select(
        [table["total"] == table["total"].max(), table["total"] < LITET, together > np.maximum(table["forst"], MYCKET)],
        ["storst", "liten", "samspel"],
        "delvis",
    )
    return pd.Series(words, table.index, dtype="str")
