"""The price of silence: what unanswered questions cost a kommun, against other ways to count them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from hemtjanst_lib.model import DECIMALS
from hemtjanst_lib.robustness.hopslagning import klassgranser, klassnummer, medelvarden, svarande
from hemtjanst_lib.robustness.metoder import Underlag, Val, underlag
from hemtjanst_lib.robustness.resultat import Tystnad
from hemtjanst_lib.scoring import Scores
from hemtjanst_lib.scoring.grid import STATUS, Bools, Floats, Ints

SATT = ("utelamnad", "medel", "lagst", "hogst")
OBESVARAD = STATUS.index("ej_svar")


@dataclass(frozen=True)
class Fall:
    """Cases: which kommun (row), and which of its unanswered questions are counted in another way."""

    rad: Ints
    fragor: Bools


def tystnad(scores: Scores) -> Tystnad:
    """Count unanswered questions in four other ways, one kommun at a time with all others unchanged.

    The class limits move with the kommun's own change when they follow the mean.
    """
    grund = underlag(scores)
    silent = grund.status == OBESVARAD
    kalla = np.array([i.kalla for i in scores.model.indikatorer.values()])
    per_kalla = {kod: silent & (kalla == kod)[None, :] for kod in scores.model.kallor}
    return Tystnad(
        enkat=_per_enkat(grund, per_kalla),
        fraga=_per_fraga(grund, silent, kalla),
        alla=_alla(grund, silent),
    )


def _per_enkat(grund: Underlag, per_kalla: dict[str, Bools]) -> pd.DataFrame:
    rows = {kod: np.flatnonzero(cells.any(axis=1)) for kod, cells in per_kalla.items()}
    kallor = [kod for kod, found in rows.items() for _ in found]
    fall = Fall(
        np.concatenate([*rows.values()]).astype(np.intp), np.vstack([per_kalla[kod][rows[kod]] for kod in per_kalla])
    )
    kommuner, whole = grund.scores.total.index, grund.scores.helt_saknade
    flags = [bool(whole.at[kommuner[row], kod]) for row, kod in zip(fall.rad, kallor, strict=True)]
    index = pd.MultiIndex.from_arrays([kommuner[fall.rad], kallor], names=["kommunkod", "kalla"])
    table = _tabell(grund, fall, index)
    table.insert(1, "hel_kalla", np.array(flags, dtype=bool))
    return table.sort_index(level="kommunkod", sort_remaining=False, kind="stable")


def _per_fraga(grund: Underlag, silent: Bools, kalla: np.ndarray) -> pd.DataFrame:
    row, column = np.nonzero(silent)
    fall = Fall(row, np.arange(silent.shape[1])[None, :] == column[:, None])
    ids = np.array(list(grund.scores.model.indikatorer))
    index = pd.MultiIndex.from_arrays([grund.scores.total.index[row], ids[column]], names=["kommunkod", "indikator"])
    table = _tabell(grund, fall, index)
    table.insert(1, "kalla", pd.Series(kalla[column], index, dtype="str"))
    return table


def _alla(grund: Underlag, silent: Bools) -> pd.DataFrame:
    row = np.flatnonzero(silent.any(axis=1))
    return _tabell(grund, Fall(row, silent[row]), grund.scores.total.index[row])


def _tabell(grund: Underlag, fall: Fall, index: pd.Index) -> pd.DataFrame:
    scores, names = grund.scores, np.array([*grund.scores.model.klasser.till_och_med, None], dtype=object)
    total = scores.total.to_numpy(dtype=np.float64)
    place = scores.placering.total.to_numpy(dtype=np.float64, na_value=np.nan)
    number = _klass(grund, fall.rad, total[fall.rad])
    columns: dict[str, object] = {
        "antal": fall.fragor.sum(axis=1),
        "index": total[fall.rad],
        "placering": place[fall.rad],
        "klass": names[number],
    }
    for way, values in _satt(grund).items():
        after = _totaler(grund, fall, values)
        new_place, new_number = _platser(total, fall.rad, after), _klass(grund, fall.rad, after)
        both = (number >= 0) & (new_number >= 0)
        columns |= {
            f"index_{way}": after,
            f"placering_{way}": new_place,
            f"klass_{way}": names[new_number],
            f"poang_{way}": np.round(after - total[fall.rad], DECIMALS) + 0.0,
            f"platser_{way}": place[fall.rad] - new_place,
            f"klasser_{way}": np.where(both, new_number - number, np.nan),
        }
    return pd.DataFrame(columns, index=index)


def _satt(grund: Underlag) -> dict[str, Floats]:
    """What an unanswered question counts as in each way, one value an indikator; NaN = left out."""
    model = grund.scores.model
    ends = [i.poang.knots()[1] for i in model.indikatorer.values()]
    known = ~np.isnan(grund.poang)
    n = known.sum(axis=0)
    mean = np.divide(np.where(known, grund.poang, 0).sum(axis=0), n, out=np.full(n.shape, np.nan), where=n > 0)
    low, high = np.array([points.min() for points in ends]), np.array([points.max() for points in ends])
    return dict(zip(SATT, (np.full(len(ends), np.nan), mean, low, high), strict=True))


def _totaler(grund: Underlag, fall: Fall, values: Floats) -> Floats:
    counted = grund.scores.raknad.to_numpy(dtype=np.float64)[fall.rad]
    changed = np.where(fall.fragor, values[None, :], counted)
    totals: Floats = grund.totaler(grund.omraden(changed)[None], grund.delar.andelar[None], Val(), 0.0)[0][0]
    return totals


def _platser(total: Floats, row: Ints, after: Floats) -> Floats:
    """Place of each new total among the others' unchanged ones."""
    old, new = np.round(total, DECIMALS), np.round(after, DECIMALS)
    order = np.sort(old[~np.isnan(old)])
    above = len(order) - np.searchsorted(order, new, side="right") - (old[row] > new)
    return np.where(np.isnan(new), np.nan, 1.0 + above)


def _klass(grund: Underlag, row: Ints, after: Floats) -> Ints:
    """Class of a kommun's new total, when the mean moves with it."""
    scores = grund.scores
    counted = svarande(scores.helt_saknade, scores.model)
    total = scores.total.to_numpy(dtype=np.float64)
    taken = ~np.isnan(total) if counted is None else counted & ~np.isnan(total)
    mean = medelvarden(total[None], counted)[0]
    moved = np.where(taken[row], (after - total[row]) / max(int(taken.sum()), 1), 0.0)
    return klassnummer(after[:, None], klassgranser(scores.model, mean + np.nan_to_num(moved)))[:, 0]
