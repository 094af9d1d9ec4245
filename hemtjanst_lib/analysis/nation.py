"""The facts of the national report: how the results vary over the country, and with what."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from hemtjanst_lib.analysis.arsfakta import arsfakta
from hemtjanst_lib.analysis.bortfall import bortfall, kommuner_med_bortfall
from hemtjanst_lib.analysis.effekter import effekter
from hemtjanst_lib.analysis.facts import Arsfakta
from hemtjanst_lib.analysis.forandringar import forandringar, rorelse
from hemtjanst_lib.analysis.klattrare import arets_hemtjanstkommun, klattrare, klattring
from hemtjanst_lib.analysis.kommun import load_nation
from hemtjanst_lib.analysis.lika import gemensamma
from hemtjanst_lib.analysis.national import Nation
from hemtjanst_lib.analysis.publishing import Utgivning, utgivning
from hemtjanst_lib.analysis.regler import load_regler
from hemtjanst_lib.analysis.sakerhet import Sakerhetsunderlag
from hemtjanst_lib.analysis.skillnader import Grupper, grupper, skillnader_indikatorer, skillnader_omraden
from hemtjanst_lib.analysis.spridning import (
    INDELNINGAR,
    forklaringsgrad,
    indelningar,
    per_grupp,
    samband_med_befolkning,
    samband_mellan_delindex,
    spridning,
    ytterst,
)
from hemtjanst_lib.language import Heltal, Poang
from hemtjanst_lib.model import Model
from hemtjanst_lib.paths import resolve
from hemtjanst_lib.scoring import Scores


@dataclass(frozen=True)
class Nationsfakta(Arsfakta):
    """The facts of one national report, with those of its year (:class:`Arsfakta`).

    Parameters
    ----------
    antal_indikatorer_fore : Heltal or None
        Size of last year's measure model.
    sakerhet : Sakerhetsunderlag
        How sure the results are: what ``Kommunfakta.sakerhet`` is picked from.
    antal : Heltal
        Kommuner with results; ``antal_register`` are all, ``utan_resultat`` names those without.
    medel, median, medel_fore : Poang, Poang, Poang or None
        Unweighted mean and middle index, and last year's mean.
    alla : DataFrame
        All kommuner by place, then code: ``kommunkod, namn, lanskod, index, placering, klass, befolkning``.
    klasser : DataFrame
        The classes from the lowest: ``klass, over, till_och_med, forsta_plats, sista_plats, antal``.
    arets : DataFrame
        The kommun, or kommuner, on place 1; index ``kommunkod``: ``namn, lan, index, klass``.
    ytterst : DataFrame
        ``spridning.ytterst``: the ends of the ranking with ties.
    spridning : DataFrame
        ``spridning.spridning``: total, delindex and områden; områden also with ``vikt`` and ``viktandel`` (0–1).
    per_grupp : dict
        ``lan``, ``grupp`` and ``storleksklass`` to the table of ``spridning.per_grupp`` of the index; the size
        classes in order of size, the others by mean.
    forklaring, befolkning, samband : DataFrame
        ``spridning.forklaringsgrad``, ``samband_med_befolkning`` and ``samband_mellan_delindex``.
    hoga_laga : Grupper
        Who is called high and low; ``skillnader`` and ``skillnader_indikatorer`` tell them apart.
    klattring, klattrare : DataFrame
        All kommuner with both years, and those that climbed most places; empty without a comparable last year.
    forandringar : DataFrame
        ``forandringar.forandringar``; empty without a last year, differences NaN where it may not be compared.
        ``lika_andel`` is the common indikatorer's share of this year's weight, 0–1.
    rorelse : dict or None
        ``forandringar.rorelse``.
    bortfall, utan_svar : DataFrame
        By källa, and the kommuner that lack a whole källa with what that costs them.
    saknas_regler : tuple of str
        How unanswered questions count: noll, utelamna or medel; more than one where källor differ.
    underlag : DataFrame
        Index ``omrade``; ``namn, delindex_namn, viktandel, medel, under`` (kommuner below the mean) and ``vinst``:
        the points by which the country's mean index would rise if they all reached the mean of their område. The
        largest first.
    """

    antal_indikatorer_fore: Heltal | None
    sakerhet: Sakerhetsunderlag
    antal: Heltal
    antal_register: Heltal
    utan_resultat: tuple[str, ...]
    medel: Poang
    median: Poang
    medel_fore: Poang | None
    alla: pd.DataFrame
    klasser: pd.DataFrame
    arets: pd.DataFrame
    ytterst: pd.DataFrame
    delindex: pd.DataFrame
    spridning: pd.DataFrame
    per_grupp: dict[str, pd.DataFrame]
    forklaring: pd.DataFrame
    befolkning: pd.DataFrame
    samband: pd.DataFrame
    hoga_laga: Grupper
    skillnader: pd.DataFrame
    skillnader_indikatorer: pd.DataFrame
    klattring: pd.DataFrame
    klattrare: pd.DataFrame
    forandringar: pd.DataFrame
    lika_andel: float
    rorelse: dict[str, float | int] | None
    bortfall: pd.DataFrame
    utan_svar: pd.DataFrame
    saknas_regler: tuple[str, ...]
    underlag: pd.DataFrame


def nationsfakta(ar: int, data: str | Path = "data") -> Nationsfakta:
    """Collect the facts of the national report.

    Raises
    ------
    ParameterError
        If the year has no results or no publication day.
    """
    return nationsfakta_av(load_nation(ar, resolve(data)), utgivning(ar))


def nationsfakta_av(nation: Nation, utgiven: Utgivning) -> Nationsfakta:
    """Compute the facts of the country; pure."""
    now, scores, register = nation.now, nation.now.scores, nation.register
    regler, every = load_regler(), pd.DataFrame(nation.alla)
    delade = grupper(scores, regler.skillnader)
    total = scores.total.dropna()
    missing = nation.kommuner.index.difference(total.index)
    svar = effekter(scores, regler.atgarder, ("svar",))
    return Nationsfakta(
        **vars(arsfakta(nation, utgiven)),
        sakerhet=nation.sakerhet,
        antal_indikatorer_fore=Heltal(len(nation.before.model.indikatorer)) if nation.before else None,
        antal=Heltal(len(total)),
        antal_register=Heltal(len(nation.kommuner)),
        utan_resultat=tuple(nation.kommuner["namn"][missing]),
        medel=Poang(scores.medel.total),
        median=Poang(total.median()),
        alla=every.assign(befolkning=register["befolkning"].loc[every["kommunkod"]].to_numpy()),
        klasser=pd.DataFrame(nation.klasser),
        arets=arets_hemtjanstkommun(scores, register),
        ytterst=ytterst(scores, register),
        delindex=pd.DataFrame(nation.delindex).set_index("id"),
        spridning=_med_vikt(spridning(scores), scores),
        per_grupp=_per_grupp(total, register),
        forklaring=forklaringsgrad(scores, register),
        befolkning=samband_med_befolkning(scores, register),
        samband=samband_mellan_delindex(scores),
        hoga_laga=delade,
        skillnader=skillnader_omraden(scores, delade),
        skillnader_indikatorer=skillnader_indikatorer(scores, delade),
        bortfall=bortfall(scores),
        utan_svar=kommuner_med_bortfall(scores, register, svar),
        saknas_regler=tuple(dict.fromkeys(now.model.regel(kod, "ej_svar") for kod in _anvanda(now.model))),
        underlag=underlag(scores),
        **_sedan_fjol(nation),
    )


def underlag(scores: Scores) -> pd.DataFrame:
    """Order the områden by what the country would gain if every kommun below the mean of an område reached it.

    Columns as in ``Nationsfakta.underlag``. Exact where means are arithmetic and no område is left out.
    """
    model, medel = scores.model, scores.medel.omrade
    share = model.vikter / model.vikter.sum()
    lift = (medel - scores.omrade).clip(lower=0)
    rows = {
        kod: (omrade.namn, model.delindex[omrade.delindex].namn, float(share[kod]), float(medel[kod]))
        for kod, omrade in model.omraden.items()
    }
    table = pd.DataFrame.from_dict(rows, orient="index", columns=["namn", "delindex_namn", "viktandel", "medel"])
    table["under"] = (lift > 0).sum()
    table["vinst"] = lift.mean() * share
    return table.sort_values("vinst", ascending=False, kind="stable").rename_axis("omrade")


def _anvanda(model: Model) -> list[str]:
    """Källor that give any indikator this year."""
    return list(dict.fromkeys(indikator.kalla for indikator in model.indikatorer.values()))


def _med_vikt(table: pd.DataFrame, scores: Scores) -> pd.DataFrame:
    weights = scores.model.vikter
    shares = table["kod"].map(weights / weights.sum()).where(table["niva"] == "omrade")
    return table.assign(vikt=table["kod"].map(weights).where(table["niva"] == "omrade"), viktandel=shares)


def _per_grupp(total: pd.Series, register: pd.DataFrame) -> dict[str, pd.DataFrame]:
    groups = indelningar(register)
    tables = {name: per_grupp(total, groups[name]) for name in INDELNINGAR}
    tables["storleksklass"] = tables["storleksklass"].sort_index()  # an ordered category: by size
    return tables


def _sedan_fjol(nation: Nation) -> dict[str, Any]:
    """What moved since last year; empty tables where there is none, or it may not be compared."""
    nothing = pd.DataFrame()
    facts: dict[str, Any] = {
        "klattring": nothing,
        "klattrare": nothing,
        "forandringar": nothing,
        "rorelse": None,
        "medel_fore": None,
        "lika_andel": 0.0,
    }
    if nation.before is None:
        return facts
    now, before, grad = nation.now.scores, nation.before.scores, nation.jamforbarhet.grad
    facts |= {"forandringar": forandringar(now, before, grad), "rorelse": rorelse(now, before, grad)}
    common = gemensamma(now.model, before.model)
    facts |= {"medel_fore": Poang(before.medel.total), "lika_andel": float(now.effektiv_vikt[common].sum())}
    if grad == "nej":
        return facts
    every = klattring(now, before, nation.kommuner, grad)
    return facts | {"klattring": every, "klattrare": klattrare(every, hogst=load_regler().klattrare.hogst)}
