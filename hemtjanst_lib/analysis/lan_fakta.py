"""What a report on a län, or on any named set of kommuner, may say: plain values and small tables."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from hemtjanst_lib.analysis.facts import Arsfakta
from hemtjanst_lib.analysis.sakerhet import Sakerhetsunderlag
from hemtjanst_lib.analysis.urvalsfil import Urval
from hemtjanst_lib.language import Heltal, Poang, Skillnad


@dataclass(frozen=True)
class Delning:
    """Which kommuner are high and low, and how far apart they are in each område.

    ``skillnader`` is the table of ``skillnader_omraden``; ``avstand`` the points of index between the groups' means.
    """

    hoga: tuple[str, ...]
    laga: tuple[str, ...]
    efter_klass: bool
    avstand: Skillnad
    skillnader: pd.DataFrame


@dataclass(frozen=True)
class Lansfakta(Arsfakta):
    """The facts of one report on several kommuner, with those of its year (:class:`Arsfakta`).

    Parameters
    ----------
    sakerhet : Sakerhetsunderlag
        How sure the results are: what ``Kommunfakta.sakerhet`` is picked from.
    urval : Urval
        The set; ``antal`` counts its kommuner that have results, ``antal_riket`` those of the country.
    utan_resultat : tuple of str
        Names of the set's kommuner that have no results this year.
    medel, riket, gap : Poang, Poang, Skillnad
        Unweighted mean index of the set and of all kommuner, and the difference.
    medel_fore, riket_fore : Poang or None
        The same last year, over the kommuner of the set that had results then.
    forandring, riket_forandring, lika, riket_lika : Skillnad or None
        Change of the means since last year, as published and on the common indikatorer; None where the years may not
        be compared. ``lika_andel`` is how much of this year's weight those indikatorer carry, 0–1.
    tabell : DataFrame
        ``placeringstabell`` with ``gap`` (index minus the country's mean), by place; index ``kommunkod``.
    delindex, omraden : DataFrame
        Index id: ``nummer, namn, poang`` (the set's mean), ``medel`` (the country's), ``gap, hogst, lagst`` (points
        in the set), ``over, under`` (kommuner of the set on each side of the mean); områden also ``delindex,
        delindex_namn, vikt, prioriterat``.
    alla : DataFrame
        All kommuner of the country by place: ``kommunkod, namn, lanskod, index, placering, klass``.
    per_delindex, per_omrade : DataFrame
        ``jamforelse``, long. ``forklaringar``: the område that does most to each kommun's distance in each delindex.
    tidsserier : DataFrame
        Long, as in ``analysis.urval``.
    klattring : DataFrame
        As in ``analysis.klattrare``, the set's kommuner; empty without a last year.
    klasser : DataFrame
        The classes from the lowest: ``klass, antal`` (in the set), ``riket``.
    nationell, egen : Delning, Delning or None
        What separates high from low in the country, and in the set when it is large enough (else ``for_fa``) and its
        results differ.
    saknas : DataFrame
        Missing indikatorer of this year: ``kommunkod, kommun`` and the columns of ``Kommunfakta.saknas``.
    """

    sakerhet: Sakerhetsunderlag
    urval: Urval
    antal: Heltal
    antal_riket: Heltal
    utan_resultat: tuple[str, ...]
    medel: Poang
    riket: Poang
    gap: Skillnad
    medel_fore: Poang | None
    riket_fore: Poang | None
    forandring: Skillnad | None
    riket_forandring: Skillnad | None
    lika: Skillnad | None
    riket_lika: Skillnad | None
    lika_andel: float
    tabell: pd.DataFrame
    alla: pd.DataFrame
    delindex: pd.DataFrame
    omraden: pd.DataFrame
    per_delindex: pd.DataFrame
    per_omrade: pd.DataFrame
    forklaringar: pd.DataFrame
    tidsserier: pd.DataFrame
    klattring: pd.DataFrame
    klasser: pd.DataFrame
    nationell: Delning
    egen: Delning | None
    for_fa: bool
    saknas: pd.DataFrame
