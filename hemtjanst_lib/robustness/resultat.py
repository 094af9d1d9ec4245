"""What the computations of this package return. All tables are indexed by kommunkod, unless they say otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from hemtjanst_lib.robustness.installningar import Sakerhet

Floats = npt.NDArray[np.float64]

SVAR, VIKTER, METOD = "svar", "vikter", "metod"
KALLOR = (SVAR, VIKTER, METOD)


@dataclass(frozen=True)
class Simulering:
    """Intervals from survey answers, weights and choices of method, drawn together.

    An interval holds the middle ``niva`` of the draws, and is widened to hold the published value where that lies
    outside (at the end of a scale, or when another method moves a kommun one way only).

    Attributes
    ----------
    index, placering : DataFrame
        ``varde`` (as published), ``median, lag, hog, bredd``; points unrounded, places whole numbers as floats.
        For places ``lag`` is the best. NaN without a result.
    delindex, placering_delindex : DataFrame
        Index kommunkod and delindex; the same columns, points and places.
    klass : DataFrame
        Probability 0–1 of each class (columns in rising order); rows sum to 1. The class limits of each draw follow
        its own mean when the model's do.
    andel, andel_placering : DataFrame
        Columns ``svar, vikter, metod``: each source's share of the kommun's variance in index and in place. A share
        is the variance when that source alone varies, over the sum of the three; rows sum to 1, NaN when nothing
        varies.
    spridning : DataFrame
        The same columns: standard deviation of the index in points when that source alone varies.
    totaler, platser : arrays
        Draws × kommuner.
    svarstotaler : array
        Draws × kommuner, when the answers alone vary.
    """

    installningar: Sakerhet
    kommuner: pd.Index
    index: pd.DataFrame
    delindex: pd.DataFrame
    placering: pd.DataFrame
    placering_delindex: pd.DataFrame
    klass: pd.DataFrame
    andel: pd.DataFrame
    andel_placering: pd.DataFrame
    spridning: pd.DataFrame
    totaler: Floats = field(repr=False)
    platser: Floats = field(repr=False)
    svarstotaler: Floats = field(repr=False)


@dataclass(frozen=True)
class Uppspelning:
    """Exact results for given weights (:func:`replay`): the first axis is the weight set, the second the kommun.

    Attributes
    ----------
    total, placering : DataFrame
        Weight set × kommun; points unrounded, places Int64.
    delindex : array
        Weight set × kommun × delindex, points.
    klass : DataFrame of str
        With the limits that follow from each weight set's own mean.
    """

    total: pd.DataFrame
    placering: pd.DataFrame
    klass: pd.DataFrame
    delindex: Floats = field(repr=False)


@dataclass(frozen=True)
class Certifikat:
    """How sure each kommun's class is.

    Attributes
    ----------
    tabell : DataFrame
        ``klass`` (published), ``sannolikhet`` (of it, 0–1), ``troligast`` (class), ``andra`` (next most probable class,
        missing when there is none), ``sannolikhet_andra``, ``saker`` (bool, by the settings), ``narmast_under``,
        ``narmast_over`` (classes, missing at the ends), ``ned``, ``upp`` (points from the limits, both ≥ 0, NaN at the
        ends), ``ned_egen``, ``upp_egen`` (points that the kommun itself must change when the limits move with the mean,
        to which its own change adds), ``vikt_ned``, ``vikt_upp`` (smallest share of the weight, 0–1, that must be
        moved between områden for the class below or above; NaN when no weights do it), ``vikt_minst`` (the smaller of
        the two).
    flyttar : DataFrame
        Index kommunkod, ``riktning`` (ned, upp), ``omrade``; ``fran, till`` (weight shares before and after): only the
        områden whose weight changes.
    exakt : Series of bool
        True where the index is linear in the weights, so that the smallest change is exact; else it is the best found
        by successive linear programmes, and it does change the class.
    """

    tabell: pd.DataFrame
    flyttar: pd.DataFrame
    exakt: pd.Series


@dataclass(frozen=True)
class Grupper:
    """Which kommuner can be told apart, with the error over all pairs held.

    Attributes
    ----------
    tabell : DataFrame
        ``placering`` (published), ``lag, hog`` (places that the kommun may in truth have, whole numbers as floats),
        ``antal_lika`` (how many others it cannot be told apart from), ``grupp`` (number, 1 = best; NaN without a
        result), ``grupp_lag, grupp_hog`` (the group's places in the ranking).
    grupper : DataFrame
        Index ``grupp``; ``lag, hog`` (places), ``antal``. Within a group no two kommuner can be told apart; kommuner of
        neighbouring groups may be alike too.
    olika : DataFrame of bool
        Kommun × kommun: can be told apart.
    kritiskt : float
        How many standard errors a difference must be, in the last step.
    fel : float
        Highest risk of telling any pair apart wrongly.
    """

    tabell: pd.DataFrame
    grupper: pd.DataFrame
    olika: pd.DataFrame
    kritiskt: float
    fel: float


@dataclass(frozen=True)
class Tystnad:
    """The price of silence: what unanswered questions (``ej_svar``) did to a kommun, all others unchanged.

    Attributes
    ----------
    enkat : DataFrame
        Index ``kommunkod, kalla``: all unanswered questions of a källa together. ``antal`` (questions), ``hel_kalla``,
        ``index, placering, klass`` (published), and for each way ``utelamnad`` (left out), ``medel`` (as the mean of
        those who answered), ``lagst`` and ``hogst`` (the scale's worst and best): ``index_<way>, placering_<way>,
        klass_<way>`` and ``poang_<way>, platser_<way>, klasser_<way>``: what the kommun lost against that way, in
        points, places and steps of class (negative: gained).
    fraga : DataFrame
        Index ``kommunkod, indikator``: one question alone; the same columns, with ``kalla`` for ``hel_kalla``.
    alla : DataFrame
        Index ``kommunkod``: everything unanswered together; the same columns without ``hel_kalla``.
    """

    enkat: pd.DataFrame
    fraga: pd.DataFrame
    alla: pd.DataFrame


@dataclass(frozen=True)
class Kanslighet:
    """How results change when something is left out or computed in another way.

    Attributes
    ----------
    tabell : DataFrame
        Index ``scenario`` (such as ``utan.indikator.<id>``, ``utan.omrade.<id>``, ``utan.delindex.<id>``,
        ``utan.kalla.<id>``, ``lika.omraden``, ``lika.delindex``, ``geometrisk``, ``skala.minmax``, ``skala.z``,
        ``skala.percentil``, ``saknas.utelamna``, ``saknas.medel``, ``saknas.noll``); ``sort`` (utan_indikator …),
        ``del`` (id or empty), ``rangsamband`` (Spearman against the published order), ``median_platser``,
        ``storst_platser`` (absolute changes of place), ``behaller_klass`` (share), ``lasning`` (key: stabil, nagot,
        kanslig).
    total : DataFrame
        Kommun × scenario, points; scenarios on another scale or mean are re-expressed with the mean and spread of the
        published index.
    placering : DataFrame
        Kommun × scenario, Int64.
    """

    tabell: pd.DataFrame
    total: pd.DataFrame
    placering: pd.DataFrame


@dataclass(frozen=True)
class Sobol:
    """Variance-based sensitivity (Saltelli's sampling, Sobol's indices) to five choices.

    Attributes
    ----------
    tabell : DataFrame
        Index ``faktor`` (svar, vikter, skala, aggregering, saknas); ``forst`` (first-order share of the variance),
        ``total`` (with interactions), ``forst_fel, total_fel`` (half of a 95 % interval), ``lasning`` (key: storst,
        liten, samspel, delvis). The output is the mean absolute change of place.
    kommuner : DataFrame
        Index ``kommunkod``, columns as factors: total-order share of the variance of the kommun's index.
    korningar : int
        How many times the index was computed.
    """

    tabell: pd.DataFrame
    kommuner: pd.DataFrame
    korningar: int


@dataclass(frozen=True)
class Struktur:
    """How the parts of the index hang together; ``lasning`` in a table, or in ``lasningar``, is a key for words.

    Attributes
    ----------
    samband_delindex, samband_omraden : DataFrame
        Correlations between kommuner, square; NaN where a part does not vary.
    alfa : DataFrame
        Index ``delindex.<id>``, ``omrade.<id>`` and ``total``; ``antal`` (parts), ``alfa`` (Cronbach's; NaN with fewer
        than two parts that vary), ``lasning`` (hog, mellan, lag, okand). Low values are information, not errors.
    rest : DataFrame
        Index ``indikator``; ``omrade``, ``samband_rest`` (with the rest of its område), ``samband_total`` (with the
        index), ``lasning`` (med, mot, svag, konstant).
    vikt : DataFrame
        Index ``del`` (``delindex.<id>``, ``omrade.<id>``); ``nominell`` (share of weight), ``effektiv`` (share of the
        variance of the index that the part carries, covariance with the index over its variance; sums to 1 per
        level), ``skillnad``, ``lasning`` (mer, mindre, som).
    pca : DataFrame
        Index ``komponent`` 1, 2, …; ``egenvarde, andel, sammanlagt`` of standardised områden.
    laddningar : DataFrame
        Område × komponent; signs such that each component's largest loading is positive.
    lasningar : mapping
        ``samband_delindex`` and ``samband_omraden``: motsatta (some pair goes clearly opposite ways), svaga (hardly any
        pair goes together), samma (the rest), okand. ``pca``: en (one component carries half of the variance or more),
        flera, okand.
    """

    samband_delindex: pd.DataFrame
    samband_omraden: pd.DataFrame
    alfa: pd.DataFrame
    rest: pd.DataFrame
    vikt: pd.DataFrame
    pca: pd.DataFrame
    laddningar: pd.DataFrame
    lasningar: Mapping[str, str]


@dataclass(frozen=True)
class Prov:
    """What-if: the whole year's results after changed answers of one kommun, changed weights, or both. Exact.

    Attributes
    ----------
    total, placering, klass : Series
        All kommuner, after.
    omrade, delindex : DataFrame
        All kommuner, after.
    medel : float
        Kommungenomsnittet after.
    granser : tuple of float
        The class limits after.
    """

    total: pd.Series
    placering: pd.Series
    klass: pd.Series
    omrade: pd.DataFrame
    delindex: pd.DataFrame
    medel: float
    granser: tuple[float, ...]


@dataclass(frozen=True)
class Vag:
    """A smallest set of improvements that reaches a goal.

    Attributes
    ----------
    sort : str
        ``snabba``, ``langsiktiga`` or ``alla``: which improvements were allowed.
    nas : bool
        Whether the goal can be reached with them; if not, the set holds all of them and says how far they go.
    steg : DataFrame
        Index ``indikator``; ``takt`` (snabb, langsiktig), ``fran`` (points counted now), ``till``, ``vinst`` (points of
        index if it alone were made), ordered by gain.
    index, placering, klass
        After all steps, the others unchanged.
    exakt : bool
        True when found by an integer programme; False when the index is not linear in the answers and a greedy search,
        checked and pruned, was used.
    """

    sort: str
    nas: bool
    steg: pd.DataFrame
    index: float
    placering: int
    klass: str
    exakt: bool


@dataclass(frozen=True)
class Vagar:
    """What it would take for a kommun to reach a class or a place: quick, long-term, and both together.

    ``krav`` is the index needed, counting that the kommun's own rise moves the limits when they follow the mean.
    """

    kommunkod: str
    mal: str
    krav: float
    vagar: Mapping[str, Vag]
