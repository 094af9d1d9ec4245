"""What one report may say: the facts of one kommun in one year, as plain values and small tables.

Nothing here is a sentence. Numbers are unrounded; the number types of :mod:`hemtjanst_lib.language` only decide how
they show. ``None`` stands for what there is not (no year before, nothing to compare); in tables it is NaN or NA.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import pandas as pd

from hemtjanst_lib.analysis.djup import Fordjupning
from hemtjanst_lib.analysis.sakerhet import Kommunsakerhet
from hemtjanst_lib.language import Heltal, Placering, Poang, Skillnad, kommunnamn
from hemtjanst_lib.model import ModelDiff
from hemtjanst_lib.reference import storleksklass

Grad = Literal["ja", "delvis", "nej"]


@dataclass(frozen=True)
class Kommun:
    """Who the report is about; ``fullnamn`` is the kommun's name in running text, such as "Lunds kommun"."""

    kod: str
    namn: str
    fullnamn: str
    lanskod: str
    lan: str
    grupp_kod: str
    grupp: str
    befolkning: Heltal
    storleksklass: str

    @classmethod
    def of(cls, kod: str, row: Mapping[Hashable, Any]) -> Kommun:
        """Make it from the register's row."""
        names = {name: str(row[name]) for name in ("namn", "lanskod", "lan", "grupp_kod", "grupp")}
        return cls(
            kod=kod,
            fullnamn=kommunnamn(names["namn"]),
            befolkning=Heltal(row["befolkning"]),
            storleksklass=storleksklass(int(row["befolkning"])),
            **names,
        )


@dataclass(frozen=True)
class Jamforbarhet:
    """How far this year may be compared with the last: ``nej`` also when there is no last year."""

    grad: Grad
    text: str


@dataclass(frozen=True)
class Arsfakta:
    """What every report says of its year, whatever its subject.

    Parameters
    ----------
    ar, fjol : int
        Index year and the year before; ``ar_fore`` is ``fjol`` when the subject has results then, else None.
        ``alla_ar`` are all years that have results, rising.
    exempeldata : bool
        True when any figure of any year shown comes from invented data.
    publicerad, datum, utgava : date, str, int
        Publication day, the same in Swedish words, and the edition.
    brott : tuple of int
        Years that may not be compared with the year before.
    diff : ModelDiff or None
        What changed in the measure model since last year.
    kallor : DataFrame
        Index källa id; ``namn, kod, utgivare, insamling, antal`` (indikatorer this year), ``period, hamtad, svar,
        kommuner`` (see :func:`hemtjanst_lib.analysis.common.sources`).
    vikter_antagna : bool
        True when the weights are an assumption that the index owner has not confirmed.
    antal_indikatorer, antal_omraden, antal_delindex : Heltal
        Size of the year's measure model.
    """

    ar: int
    fjol: int
    ar_fore: int | None
    alla_ar: tuple[int, ...]
    publicerad: date
    datum: str
    utgava: int
    exempeldata: bool
    brott: tuple[int, ...]
    jamforbarhet: Jamforbarhet
    diff: ModelDiff | None
    kallor: pd.DataFrame
    vikter_antagna: bool
    antal_indikatorer: Heltal
    antal_omraden: Heltal
    antal_delindex: Heltal


@dataclass(frozen=True)
class Kommunfakta(Arsfakta):
    """The facts of one kommunrapport, with those of its year (:class:`Arsfakta`).

    Parameters
    ----------
    index, medel, gap : Poang, Poang, Skillnad
        The kommun's index, the mean of all kommuner (unweighted) and the difference, on 0–100.
    placering, antal : Placering, Heltal
        Place among ``antal`` kommuner, 1 is best. ``delar_plats`` counts the kommuner on this place, itself included.
        Likewise ``_lan`` within the län and ``_grupp`` within the SKR group.
    index_fore, placering_fore, antal_fore, klass_fore
        The same last year, or None.
    forandring, medel_forandring : Skillnad or None
        This year's index (and mean) minus last year's; None when the years may not be compared.
    delindex : DataFrame
        Index delindex id; ``nummer, namn, poang, medel, gap, placering, delar_plats, placering_lan, poang_fore,
        medel_fore, placering_fore, forandring, jamforbar, viktandel`` (share of the total, 0–1).
    delindex_ar : DataFrame
        Long: ``ar, delindex, namn, poang, medel``, one row per year and delindex, years rising.
    omraden : DataFrame
        Index område id; ``delindex, delindex_namn, nummer, namn, vikt, prioriterat, poang, medel, gap, placering,
        poang_fore, medel_fore, forandring, medel_forandring, jamforbar`` (ja, delvis, nej), ``tillagda, borttagna,
        omdefinierade`` (counts of indikatorer), ``andringar`` (the same in words, "" when nothing changed).
    indikatorer : DataFrame
        Index indikator id; ``omrade, delindex, namn, visningsnamn, kalla, matenhet, typ, varde, medel_varde`` (natural
        scale), ``poang, medel, gap`` (points, NaN when there is no answer), ``status, effektiv_vikt, antal_svar, fil,
        cell``.
    saknas : DataFrame
        One row per missing indikator of this year and the last: ``ar, kalla, kallnamn, kod, indikator, namn, omrade,
        delindex, vikt`` (share of the total, 0–1), ``status`` (ej_svar, sekretess, ej_tillamplig), ``regel`` (noll,
        utelamna, medel), ``hel_kalla`` (True when the whole survey is missing).
    alla, lan_kommuner : DataFrame
        All kommuner by place, and those of the län: ``kommunkod, namn, lanskod, index, placering, klass, egen``.
    klasser : DataFrame
        The five classes from the lowest: ``klass, over`` (NaN for the lowest), ``till_och_med, forsta_plats,
        sista_plats`` (NA when empty), ``antal, egen``.
    djup : Fordjupning
        What to do first, whom to learn from and who is best: picked when first asked for.
    sakerhet : Kommunsakerhet
        How sure the result is, what it changed by, what silence cost, and what it rests on: likewise.
    """

    kommun: Kommun
    index: Poang
    medel: Poang
    gap: Skillnad
    klass: str
    placering: Placering
    antal: Heltal
    delar_plats: Heltal
    placering_lan: Placering
    antal_lan: Heltal
    delar_plats_lan: Heltal
    placering_grupp: Placering
    antal_grupp: Heltal
    delar_plats_grupp: Heltal
    index_fore: Poang | None
    medel_fore: Poang | None
    placering_fore: Placering | None
    antal_fore: Heltal | None
    klass_fore: str | None
    forandring: Skillnad | None
    medel_forandring: Skillnad | None
    antal_indikatorer_fore: Heltal | None
    delindex: pd.DataFrame
    delindex_ar: pd.DataFrame
    omraden: pd.DataFrame
    indikatorer: pd.DataFrame
    saknas: pd.DataFrame
    alla: pd.DataFrame
    lan_kommuner: pd.DataFrame
    klasser: pd.DataFrame
    djup: Fordjupning
    sakerhet: Kommunsakerhet
