"""What the reports on units may say: the facts of one kommun's units in one year, as plain values and small tables.

Nothing here is a sentence. A suppressed value is not here at all: it is NaN in every column, and no mean, place or
interval is made with it, so that it cannot be had by subtraction either (``docs/method.md``, section 8).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal

import pandas as pd

from hemtjanst_lib.analysis.facts import Jamforbarhet, Kommun
from hemtjanst_lib.language import Heltal
from hemtjanst_lib.model import Change

Referens = Literal["enheter", "kommun"]
REFERENSNAMN: dict[Referens, str] = {
    "enheter": "genomsnittet för kommunens enheter",
    "kommun": "kommunens eget resultat",
}


@dataclass(frozen=True)
class Enhetsmodellfakta:
    """What the year's unit index is made of.

    Parameters
    ----------
    antal, antal_utforande, antal_stod_utveckling : Heltal
        Indikatorer declared in all, and computed in each delindex; ``antal`` also counts ``utan_kalla``.
    utan_kalla : tuple of str
        Names of indikatorer that count in ``antal`` but have no known source per unit, and are not computed.
    publicerad : bool
        False for a year when no index per unit was published; its unit model is derived, and that must be said.
    anmarkning : str
        The model file's note, in Swedish.
    """

    antal: Heltal
    antal_utforande: Heltal
    antal_stod_utveckling: Heltal
    utan_kalla: tuple[str, ...]
    publicerad: bool
    anmarkning: str


@dataclass(frozen=True)
class Tackning:
    """How many units there are, and how many lack what.

    Parameters
    ----------
    antal : Heltal
        Units in either survey.
    fullstandiga : Heltal
        Units with both delindex and a total.
    endast_utforande, endast_stod_utveckling, utan_resultat : Heltal
        Units with one delindex only, and with none; the four sum to ``antal``.
    sekretess, ej_brukarundersokning, ej_enhetsundersokning, obekraftat_par : Heltal
        Units by the reason that something is missing (column ``skal``; each unit counts once).
    brukarundersokning, enhetsundersokning : Heltal
        Units that the two surveys name.
    """

    antal: Heltal
    fullstandiga: Heltal
    endast_utforande: Heltal
    endast_stod_utveckling: Heltal
    utan_resultat: Heltal
    sekretess: Heltal
    ej_brukarundersokning: Heltal
    ej_enhetsundersokning: Heltal
    obekraftat_par: Heltal
    brukarundersokning: Heltal
    enhetsundersokning: Heltal


@dataclass(frozen=True)
class Enhetsfakta:
    """The facts of one kommun's units.

    Points are 0–100, unrounded; a place is inside the kommun only, 1 is best. Intervals are at ``konfidens`` (0.9).

    Parameters
    ----------
    ar, fjol, ar_fore : int, int, int or None
        Index year, the year before, and the same again when it has unit results of this kommun.
    kommun : Kommun
    exempeldata, publicerad, datum, utgava
        As in :class:`~hemtjanst_lib.analysis.facts.Kommunfakta`.
    modell : Enhetsmodellfakta
    min_svar : Heltal
        Fewest answers to the user survey that are shown; ``min_svar_bekraftat`` is False as long as nobody has
        confirmed the number.
    konfidens : float
    referens, referensnamn : str
        What ``medel`` and ``gap`` are set against: ``enheter`` ("genomsnittet för kommunens enheter") or ``kommun``
        ("kommunens eget resultat"). Never call it kommungenomsnittet.
    enheter : DataFrame
        Index ``enhet`` (such as ``0188-hemtjanst_strandtorp``: unique, file-name safe, made from the name, so the same
        next year); ordered by place, those without place after, by name. Columns

        - ``namn, beteckning`` ("Enhet A"; stable within a year, in an order that says nothing), ``regi`` (offentlig,
          enskild or ""), ``foretag`` ("" when unknown)
        - ``antal_svar``: float, at least so many answered the user survey (the source gives intervals: their lower
          end; write "minst 15"); NaN when suppressed or not in the survey
        - ``utforande, stod_utveckling, total``: points or NaN; ``utforande_lag, utforande_hog, total_lag, total_hog``:
          interval around them (Stöd/Utveckling is told by the unit itself and has none)
        - ``utforande_gap, stod_utveckling_gap, total_gap``: minus ``medel``
        - ``utforande_krympt, krympt``: delindex and total drawn towards the kommun's units as far as chance may have
          moved them; ``tillforlitlighet`` 0–1: how much of a difference between units is not chance
        - ``placering`` (Int64), ``delar_plats`` (Int64), ``placering_lag, placering_hog`` (Int64: the best and worst
          place that cannot be ruled out), ``placering_utforande, placering_stod_utveckling`` (Int64)
        - ``grupp`` (Int64): 1 is the group of units that cannot be told from the first, 2 from the first after them,
          and so on; ``lika_med`` (Int64): from how many other units this one cannot be told apart
        - ``skal_utforande`` ("", sekretess, ej_brukarundersokning, obekraftat_par), ``skal_stod_utveckling`` ("",
          ej_enhetsundersokning, obekraftat_par, ej_tillamplig), ``skal``: the first of them that is not ""
        - ``par`` ("automatiskt", "bekraftat" or "" for a unit in one survey only), ``par_poang`` (0–100 or NaN),
          ``namn_bu, namn_eu`` (as the surveys spell it, "" when not there)
        - ``total_fore, utforande_fore, stod_utveckling_fore, forandring``: last year, NaN when not there; they may be
          shown only together with ``jamforbarhet.text``; ``regi_fore, foretag_fore`` ("" when not there): another one
          than now means that somebody else runs the unit
    omraden : DataFrame
        Long, one row a unit and område: ``enhet, omrade, nummer, namn, delindex, poang, lag, hog, medel, gap,
        viktandel`` (share of the unit index, 0–1), ``indikatorer`` (with a value).
    indikatorer : DataFrame
        Long, one row a unit and indikator: ``enhet, indikator, namn, visningsnamn, omrade, delindex, kalla, matenhet,
        typ, varde`` (natural scale of a unit: a routine is 0 or 1, contact with primärvård 0, 1 or 2, whatever
        ``matenhet`` says of kommuner), ``antal_svar`` (at least), ``lag, hog`` (of varde; the same for the unit
        survey), ``poang, medel, gap`` (points), ``medel_varde, viktandel, status`` (ok, sekretess, ej_svar,
        ej_tillamplig, ej_med: the unit is not in the survey), ``fil, cell``.
    medel : Series
        Index total, utforande, stod_utveckling: points, NaN when there are none. Over units with that result.
    medel_omrade, medel_indikator : Series
    delindex : DataFrame
        Index delindex id; ``nummer, namn, viktandel, antal`` (units with a result), ``lagst, medel, hogst``.
    tackning : Tackning
    antal_rangordnade : Heltal
    grupper : DataFrame
        Index regi (offentlig, enskild); ``antal, total, utforande, stod_utveckling`` means. Empty unless both have at
        least three units with a total.
    omatchade : DataFrame
        Units in one survey only, without a doubtful pair: ``enhet, namn, regi, kalla``.
    tveksamma : DataFrame
        Pairs of names that may be one unit, which nobody has confirmed: ``namn_bu, namn_eu, regi_bu, regi_eu, enhet_bu,
        enhet_eu, poang`` (0–100), ``skal`` (why it is not certain, in Swedish).
    jamforbarhet : Jamforbarhet
        How far this year's unit results may be set against last year's.
    andringar : Change
        Unit indikatorer that are new, gone or changed since last year.
    """

    ar: int
    fjol: int
    ar_fore: int | None
    kommun: Kommun
    exempeldata: bool
    publicerad: date
    datum: str
    utgava: int
    modell: Enhetsmodellfakta
    min_svar: Heltal
    min_svar_bekraftat: bool
    konfidens: float
    referens: Referens
    referensnamn: str
    enheter: pd.DataFrame
    omraden: pd.DataFrame
    indikatorer: pd.DataFrame
    medel: pd.Series
    medel_omrade: pd.Series
    medel_indikator: pd.Series
    delindex: pd.DataFrame
    tackning: Tackning
    antal_rangordnade: Heltal
    grupper: pd.DataFrame
    omatchade: pd.DataFrame
    tveksamma: pd.DataFrame
    jamforbarhet: Jamforbarhet
    andringar: Change

    @cached_property
    def med_poang(self) -> dict[str, pd.Series]:
        """How many units have points, by ``omrade`` and by ``indikator``: the same for every unit's report."""
        tables = {"omrade": self.omraden, "indikator": self.indikatorer}
        return {key: t.groupby(key, sort=False, observed=True)["poang"].count() for key, t in tables.items()}

    @cached_property
    def med_full_poang(self) -> pd.Series:
        """How many units have 100 points in an indikator."""
        full = self.indikatorer["poang"] == 100
        return full.groupby(self.indikatorer["indikator"], sort=False, observed=True).sum()

    def kan_skiljas(self, ena: str, andra: str) -> bool:
        """Tell whether two units with a total differ by more than chance may make (MOVER on their intervals)."""
        one, two = self.enheter.loc[ena], self.enheter.loc[andra]
        high, low = (one, two) if one["total"] >= two["total"] else (two, one)
        doubt = (high["total"] - high["total_lag"]) ** 2 + (low["total_hog"] - low["total"]) ** 2
        return bool(high["total"] - low["total"] > doubt**0.5)
