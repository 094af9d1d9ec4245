"""How results change when something is left out, weighed otherwise, or computed in another way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from hemtjanst_lib.robustness.hopslagning import klassgranser, klassnummer, medelvarden, placera, svarande
from hemtjanst_lib.robustness.installningar import Sakerhet
from hemtjanst_lib.robustness.metoder import Underlag, Val, likforma, underlag
from hemtjanst_lib.robustness.resultat import Kanslighet
from hemtjanst_lib.scoring import Scores
from hemtjanst_lib.scoring.grid import Bools, Floats

PUBLICERAT = Val()


@dataclass(frozen=True)
class Scenario:
    """One other way: what it is called, its kind, which part it is about, and the totals."""

    namn: str
    sort: str
    del_: str
    totaler: Floats


def kanslighet(scores: Scores, installningar: Sakerhet) -> Kanslighet:
    """Compute the year once for each part left out, each other weighting, scale, mean and rule for silence."""
    grund = underlag(scores)
    found = [*_utan(grund), *_lika(grund), *_metoder(grund, installningar.metod.geometriskt_golv)]
    totals = np.vstack([scenario.totaler for scenario in found])
    names = pd.Index([scenario.namn for scenario in found], name="scenario")
    places = placera(totals)
    table = _matt(grund, totals, places, installningar)
    table.insert(0, "sort", [scenario.sort for scenario in found])
    table.insert(1, "del", [scenario.del_ for scenario in found])
    kommuner = scores.total.index
    return Kanslighet(
        tabell=table.set_axis(names, axis=0),
        total=pd.DataFrame(totals.T, kommuner, names),
        placering=pd.DataFrame(places.T, kommuner, names).astype("Int64"),
    )


def utan(grund: Underlag, bort: Bools) -> tuple[Floats, Floats]:
    """Totals and delindex (kommuner × delindex) without the indikatorer in ``bort``.

    Their weight is spread within the område. An område of which nothing is left drops out with its weight, which is
    shared by all others in proportion; NaN for all when nothing is left at all.
    """
    counted = np.where(bort[None, :], np.nan, grund.scores.raknad.to_numpy(dtype=np.float64))
    kept = (~bort).astype(float) @ grund.i_omrade > 0
    weights = np.where(kept, grund.delar.andelar, 0.0)
    shares = weights / weights.sum() if weights.any() else weights
    totals, delindex = grund.totaler(grund.omraden(counted)[None], shares[None], PUBLICERAT, 0.0)
    return totals[0], delindex[0]


def _utan(grund: Underlag) -> Iterator[Scenario]:
    model = grund.scores.model
    columns = list(model.indikatorer.values())
    parts = {
        "indikator": ([i.kod for i in columns], list(model.indikatorer)),
        "omrade": ([i.omrade for i in columns], list(model.omraden)),
        "delindex": ([i.delindex for i in columns], list(model.delindex)),
        "kalla": ([i.kalla for i in columns], list(model.kallor)),
    }
    for kind, (own, ids) in parts.items():
        for kod in ids:
            gone = np.array([part == kod for part in own])
            if gone.any() and not gone.all():
                yield Scenario(f"utan.{kind}.{kod}", f"utan_{kind}", kod, utan(grund, gone)[0])


def _lika(grund: Underlag) -> Iterator[Scenario]:
    """Equal weights: of all områden, or of all delindex with the områden's proportions kept within them."""
    delar = grund.delar
    alike = np.full(len(delar.andelar), 1 / len(delar.andelar))
    sums = delar.andelar @ delar.hor_till
    within = delar.andelar / sums[delar.delindex_av] / len(sums)
    omrade = grund.scores.omrade.to_numpy(dtype=np.float64)[None]
    for name, shares in (("lika.omraden", alike), ("lika.delindex", within)):
        yield Scenario(name, "lika", "", grund.totaler(omrade, shares[None], PUBLICERAT, 0.0)[0][0])


def _metoder(grund: Underlag, golv: float) -> Iterator[Scenario]:
    choices = {
        "geometrisk": Val(aggregering="geometrisk"),
        "aritmetisk": Val(aggregering="aritmetisk"),
        "skala.minmax": Val(skala="minmax"),
        "skala.z": Val(skala="z"),
        "skala.percentil": Val(skala="percentil"),
        "saknas.noll": Val(saknas="noll"),
        "saknas.utelamna": Val(saknas="utelamna"),
        "saknas.medel": Val(saknas="medel"),
    }
    if not any(grund.delar.geometrisk[1:]):
        del choices["aritmetisk"]
    for name, val in choices.items():
        omrade = grund.omraden(grund.raknade(val)[0])[None]
        totals = grund.totaler(omrade, grund.delar.andelar[None], val, golv)[0]
        line = likforma(grund, val, golv)
        yield Scenario(name, name.partition(".")[0], "", (totals if line is None else line.totaler(totals))[0])


def _matt(grund: Underlag, totals: Floats, places: Floats, val: Sakerhet) -> pd.DataFrame:
    """What each scenario did to the ranking and the classes."""
    scores = grund.scores
    counted = svarande(scores.helt_saknade, scores.model)
    published = scores.total.to_numpy(dtype=np.float64)[None]
    own_places = placera(published)
    moved = np.abs(places - own_places)
    before = klassnummer(published, klassgranser(scores.model, medelvarden(published, counted)))
    after = klassnummer(totals, klassgranser(scores.model, medelvarden(totals, counted)))
    both = (before >= 0) & (after >= 0)
    kept = np.divide(
        (both & (before == after)).sum(axis=1),
        both.sum(axis=1),
        out=np.full(len(totals), np.nan),
        where=both.any(axis=1),
    )
    spearman = np.array([_rangsamband(row, own_places[0]) for row in places])
    stable, sensitive = val.lasning.rangsamband_stabilt, val.lasning.rangsamband_kansligt
    words = np.select(
        [np.isnan(spearman), spearman >= stable, spearman < sensitive], ["okand", "stabil", "kanslig"], "nagot"
    )
    return pd.DataFrame(
        {
            "rangsamband": spearman,
            "median_platser": _over(moved, np.median),
            "storst_platser": _over(moved, np.max),
            "behaller_klass": kept,
            "lasning": pd.array(words, dtype="str"),
        }
    )


def _over(moved: Floats, how: object) -> Floats:
    """Apply a numpy function to each row's known values; NaN for a row without any."""
    assert callable(how)
    return np.array([how(row[~np.isnan(row)]) if (~np.isnan(row)).any() else np.nan for row in moved], dtype=np.float64)


def _rangsamband(one: Floats, other: Floats) -> float:
    """Spearman's correlation of two rankings, ties by their mean place; NaN when one of them does not vary."""
    from scipy.stats import rankdata  # noqa: PLC0415  (half a second, which only the report on method needs)

    both = ~(np.isnan(one) | np.isnan(other))
    ranks = np.array([rankdata(places[both]) for places in (one, other)], dtype=np.float64)
    if both.sum() < 2 or np.ptp(ranks, axis=1).min() == 0:
        return float("nan")
    return float(np.atleast_2d(np.corrcoef(ranks))[0, 1])
