"""The index per unit: delindex, total, places inside the kommun. Formulas: ``docs/method.md``, section 8."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import ndtri

from hemtjanst_lib.model import SAKNAS_STATUS, Model
from hemtjanst_lib.scoring.enheter_krympt import krymp
from hemtjanst_lib.scoring.enheter_ovisshet import Ovisshet, kombinera, skatta_samvariation, svarsintervall
from hemtjanst_lib.scoring.enheter_platser import Platser, platser
from hemtjanst_lib.scoring.grid import STATUS, Floats
from hemtjanst_lib.scoring.levels import effektiva_vikter, levels, points
from hemtjanst_lib.scoring.ranks import rank_within

EJ_MED = "ej_med"  # the unit is not in the survey at all
STATUSAR = (*STATUS, EJ_MED)


@dataclass(frozen=True)
class Enhetspoang:
    """One year's results of all units.

    Tables have one row a unit (index ``enhet``) and the unit model's ids as columns; points 0–100, unrounded.

    Attributes
    ----------
    model : Model
        The unit model: the year's model with the indikatorer, områden and delindex that units have.
    status : DataFrame of str
        ok, ej_svar, sekretess, ej_tillamplig, or ``ej_med`` when the unit is not in the survey.
    varde, antal_svar, poang, raknad : DataFrame
        Natural scale; number of answers; points; points that entered the område (NaN = left out).
    omrade, delindex : DataFrame
    total : Series
        NaN unless the unit has every delindex.
    varde_lag, varde_hog : DataFrame
        Interval of each value; the value itself where it is told by the unit and not by a sample of its users.
    lag, hog : dict of DataFrame
        Intervals of ``omrade``, ``delindex`` and ``total`` (one column), same shapes.
    krympt, tillforlitlighet : DataFrame
        Each delindex drawn towards its kommun's, and how far it may be trusted (0–1); ``krympt`` also has ``total``.
    placering : DataFrame
        Int64; each delindex and ``total``, inside the kommun, 1 is best.
    platser : Platser
        What chance leaves of the places of the total.
    skal : DataFrame of str
        Per delindex why it has no result: ej_med, sekretess, ej_tillamplig, ej_svar; "" when it has one.
    samvariation : float
        The correlation between questions that the intervals were made with.
    """

    model: Model
    status: pd.DataFrame
    varde: pd.DataFrame
    antal_svar: pd.DataFrame
    poang: pd.DataFrame
    raknad: pd.DataFrame
    omrade: pd.DataFrame
    delindex: pd.DataFrame
    total: pd.Series
    varde_lag: pd.DataFrame
    varde_hog: pd.DataFrame
    lag: dict[str, pd.DataFrame]
    hog: dict[str, pd.DataFrame]
    krympt: pd.DataFrame
    tillforlitlighet: pd.DataFrame
    placering: pd.DataFrame
    platser: Platser
    skal: pd.DataFrame
    samvariation: float


@lru_cache(maxsize=8)
def _enhetsmodell(key: _ById) -> Model:
    model, delindex = key.model, {}
    for kod, part in model.delindex.items():
        omraden = {}
        for namn, omrade in part.kvalitetsomraden.items():
            own = {
                ind: spec.model_copy(update={"poang": spec.poang_enhet or spec.poang})
                for ind, spec in omrade.indikatorer.items()
                if spec.per_enhet
            }
            if own:
                omraden[namn] = omrade.model_copy(update={"indikatorer": own})
        if omraden:
            delindex[kod] = part.model_copy(update={"kvalitetsomraden": omraden})
    fields = {name: getattr(model, name) for name in type(model).model_fields}
    return Model.model_construct(**{**fields, "delindex": delindex})


@dataclass(frozen=True, eq=False)
class _ById:
    """A model as a key: the same object is the same key."""

    model: Model

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ById) and self.model is other.model

    def __hash__(self) -> int:
        return id(self.model)


def enhetsmodell(model: Model) -> Model:
    """Cut the model down to what units have; weights keep their proportions, so they are renormalised.

    A unit's own scale (``poang_enhet``) takes the place of the kommun's.
    """
    return _enhetsmodell(_ById(model))


def score_units(svar: pd.DataFrame, enheter: pd.DataFrame, model: Model) -> Enhetspoang:
    """Score the units of one year.

    Parameters
    ----------
    svar : DataFrame
        The long table at unit level after :func:`.enheter_skydd.skydda`, with a column ``enhet``.
    enheter : DataFrame
        Index ``enhet``; ``kommunkod``, and per källa of the unit model a bool column: is the unit in that survey.
    model : Model
        The year's whole model.
    """
    unit_model = enhetsmodell(model)
    status, varde, antal = _grid(svar, enheter, unit_model)
    kommun = enheter["kommunkod"]
    poang = _table(points(varde.to_numpy(), unit_model), varde)
    raknad = _counted(poang, status, unit_model, kommun)
    level = levels(raknad, unit_model)
    delindex = level.delindex.where(_enough(raknad, status, unit_model))
    total = level.total.where(delindex.notna().all(axis=1))
    doubt = svarsintervall(varde, antal, unit_model)
    together = delindex.assign(total=total)
    tables = {"omrade": level.omrade, "delindex": delindex, "total": together[["total"]]}
    rho = _samvariation(delindex, raknad, doubt, kommun, unit_model)
    lag, hog = _ends(tables, raknad, doubt, rho, unit_model)
    krympt, tillit = _shrunk(delindex, lag["delindex"], hog["delindex"], kommun, unit_model)
    return Enhetspoang(
        model=unit_model,
        status=status,
        varde=varde,
        antal_svar=antal,
        poang=poang,
        raknad=raknad,
        omrade=level.omrade,
        delindex=delindex,
        total=total,
        varde_lag=doubt.varde_lag,
        varde_hog=doubt.varde_hog,
        lag=lag,
        hog=hog,
        krympt=krympt,
        tillforlitlighet=tillit,
        placering=together.apply(rank_within, groups=kommun),
        platser=platser(total, lag["total"]["total"], hog["total"]["total"], kommun),
        skal=_reasons(delindex, status, unit_model),
        samvariation=rho,
    )


def kommunens_eget(poang: pd.DataFrame, model: Model) -> pd.DataFrame:
    """Kommuner's own results on the unit model: points per område, delindex and ``total``, from points of indikatorer.

    What has no value is left out, so that the reference is not lowered by silence.
    """
    unit_model = enhetsmodell(model)
    level = levels(poang[list(unit_model.indikatorer)], unit_model)
    return pd.concat([level.omrade, level.delindex, level.total.to_frame("total")], axis=1)


def _grid(svar: pd.DataFrame, enheter: pd.DataFrame, model: Model) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Status, value and number of answers, units × indikatorer."""
    columns = pd.Index(list(model.indikatorer), dtype="str")
    rows = svar[svar["indikator"].isin(columns)]
    row, column = enheter.index.get_indexer(pd.Index(rows["enhet"])), _at(columns, rows["indikator"])
    shape = (len(enheter), len(columns))
    taking_part = [enheter[indikator.kalla].to_numpy() for indikator in model.indikatorer.values()]
    absent = ~np.column_stack(taking_part) if taking_part else np.zeros(shape, dtype=bool)
    status = np.where(absent, EJ_MED, "ej_svar").astype(object)
    varde, antal = np.full(shape, np.nan), np.full(shape, np.nan)
    status[row, column] = rows["status"].to_numpy(dtype=object)
    ok = rows["status"].eq("ok").to_numpy()
    varde[row, column] = np.where(ok, rows["varde"].to_numpy(), np.nan)
    antal[row, column] = np.where(ok, rows["antal_svar"].to_numpy(), np.nan)
    frame = (enheter.index, columns)
    return pd.DataFrame(status, *frame).astype("str"), pd.DataFrame(varde, *frame), pd.DataFrame(antal, *frame)


def _at(known: pd.Index, wanted: pd.Series) -> npt.NDArray[np.intp]:
    return known.get_indexer(pd.Index(wanted))


def _table(values: Floats, like: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(values, like.index, like.columns)


def _counted(poang: pd.DataFrame, status: pd.DataFrame, model: Model, kommun: pd.Series) -> pd.DataFrame:
    """Apply the model's missing rules within a survey that was answered; what is suppressed is always left out."""
    means = poang.groupby(kommun).transform("mean")
    counted = poang.copy()
    for kod, indikator in model.indikatorer.items():
        for name in SAKNAS_STATUS:
            rule = "utelamna" if name == "sekretess" else model.regel(indikator.kalla, name)
            if rule != "utelamna":
                fill = 0.0 if rule == "noll" else means[kod]
                counted[kod] = counted[kod].mask(status[kod].eq(name), fill)
    return counted


def _enough(raknad: pd.DataFrame, status: pd.DataFrame, model: Model) -> pd.DataFrame:
    """Whether at least the model's share of each delindex, by weight, has a value, of what applies to the unit."""
    whole = pd.DataFrame(0.0, index=[0], columns=raknad.columns)
    weight = effektiva_vikter(whole, model).iloc[0].to_numpy()
    applies, there = (status != "ej_tillamplig").to_numpy() * weight, raknad.notna().to_numpy() * weight
    least = model.enhetsregler.minsta_andel
    belongs = np.array([indikator.delindex for indikator in model.indikatorer.values()])
    share = {
        kod: _share(there[:, belongs == kod].sum(axis=1), applies[:, belongs == kod].sum(axis=1))
        for kod in model.delindex
    }
    return pd.DataFrame(share, raknad.index) >= max(least - 1e-9, 1e-9)


def _share(part: Floats, whole: Floats) -> Floats:
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)


def _ends(
    tables: dict[str, pd.DataFrame], raknad: pd.DataFrame, doubt: Ovisshet, rho: float, model: Model
) -> tuple[dict[str, pd.DataFrame], dict[str, pd.DataFrame]]:
    """Interval ends of each level, from those of its indikatorer."""
    weights, specs = effektiva_vikter(raknad, model).to_numpy(), list(model.indikatorer.values())
    lag, hog = {}, {}
    for level, table in tables.items():
        low, high = table.copy(), table.copy()
        for kod in table.columns:
            own = np.array([level == "total" or getattr(spec, level) == kod for spec in specs])
            below, above = kombinera(weights[:, own], doubt.ner[:, own], doubt.upp[:, own], rho)
            low[kod], high[kod] = (table[kod] - below).clip(lower=0), (table[kod] + above).clip(upper=100)
        lag[level], hog[level] = low, high
    return lag, hog


def _samvariation(
    delindex: pd.DataFrame, raknad: pd.DataFrame, doubt: Ovisshet, kommun: pd.Series, model: Model
) -> float:
    """The model's correlation between questions, or the one estimated on the delindex that chance moves most."""
    if model.enhetsregler.samvariation is not None:
        return model.enhetsregler.samvariation
    weights, z = effektiva_vikter(raknad, model).to_numpy(), float(ndtri(0.5 + model.enhetsregler.konfidens / 2))
    half = np.nan_to_num((doubt.ner + doubt.upp) / (2 * z))
    found = {}
    for kod in delindex.columns:
        own = np.array([indikator.delindex == kod for indikator in model.indikatorer.values()])
        alone, whole = (kombinera(weights[:, own], half[:, own], half[:, own], rho)[0] ** 2 for rho in (0.0, 1.0))
        found[kod] = (float(whole.sum()), alone, whole)
    kod = max(found, key=lambda name: found[name][0])
    return skatta_samvariation(delindex[kod], found[kod][1], found[kod][2], kommun)


def _shrunk(
    delindex: pd.DataFrame, lag: pd.DataFrame, hog: pd.DataFrame, kommun: pd.Series, model: Model
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Each delindex shrunken on its own, and a total put together from them as the model says."""
    krympt, tillit = pd.DataFrame(index=delindex.index), pd.DataFrame(index=delindex.index)
    for kod in delindex.columns:
        width = hog[kod] - lag[kod]
        krympt[kod], tillit[kod] = krymp(delindex[kod], width, kommun, model.enhetsregler.konfidens)
    weight = model.delindexvikter
    values = np.log(krympt.clip(lower=0)) if model.aggregering.total == "geometrisk" else krympt
    total = (values * weight).sum(axis=1, skipna=False) / weight.sum()
    krympt["total"] = np.exp(total) if model.aggregering.total == "geometrisk" else total
    return krympt, tillit


def _reasons(delindex: pd.DataFrame, status: pd.DataFrame, model: Model) -> pd.DataFrame:
    belongs = np.array([indikator.delindex for indikator in model.indikatorer.values()])
    words = status.to_numpy()
    out = {}
    for kod in delindex.columns:
        own = words[:, belongs == kod]
        reason = np.select(
            [
                (own == EJ_MED).all(axis=1),
                (own == "sekretess").any(axis=1),
                (own == "ej_tillamplig").all(axis=1),
            ],
            [EJ_MED, "sekretess", "ej_tillamplig"],
            default="ej_svar",
        )
        out[kod] = np.where(delindex[kod].notna(), "", reason)
    return pd.DataFrame(out, delindex.index).astype("str")
