"""The facts of the methodology report: what the index rests on, how sure it is, and what it is sensitive to."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import pandas as pd

from hemtjanst_lib.analysis.arsfakta import arsfakta
from hemtjanst_lib.analysis.facts import Arsfakta
from hemtjanst_lib.analysis.kommun import load_nation
from hemtjanst_lib.analysis.national import Nation
from hemtjanst_lib.analysis.publishing import Utgivning, utgivning
from hemtjanst_lib.analysis.sakerhet import Sakerhetsunderlag
from hemtjanst_lib.language import Heltal, Poang
from hemtjanst_lib.model import Model
from hemtjanst_lib.paths import resolve
from hemtjanst_lib.robustness import (
    Kanslighet,
    Sakerhet,
    Sobol,
    Struktur,
    antal_svar,
    kanslighet,
    sobol,
    struktur,
)
from hemtjanst_lib.robustness.bro import Bro, bro
from hemtjanst_lib.scoring import Scores


@dataclass(frozen=True)
class Metodfakta(Arsfakta):
    """The facts of one year's methodology report, with those of the year (:class:`Arsfakta`).

    Parameters
    ----------
    sakerhet : Sakerhetsunderlag
        How sure the results are: what ``Kommunfakta.sakerhet`` is picked from.
    antal, medel : Heltal, Poang
        Kommuner with results, and the mean index.
    delindex, omraden, indikatorer : DataFrame
        As in ``Kommunfakta``, without any kommun's own columns.
    nation : Nation
        The year's tables, from which the rest is computed when first asked for.
    """

    sakerhet: Sakerhetsunderlag
    antal: Heltal
    medel: Poang
    delindex: pd.DataFrame
    omraden: pd.DataFrame
    indikatorer: pd.DataFrame
    nation: Nation = field(repr=False)

    @property
    def model(self) -> Model:
        """The year's measure model."""
        return self.nation.now.model

    @property
    def scores(self) -> Scores:
        """The year's results."""
        return self.nation.now.scores

    @property
    def regler(self) -> Sakerhet:
        """The settings and assumptions of the account of uncertainty."""
        return self.sakerhet.regler

    @cached_property
    def kanslighet(self) -> Kanslighet:
        """What leaving out or computing in another way would change."""
        return kanslighet(self.scores, self.regler)

    @cached_property
    def sobol(self) -> Sobol:
        """Which choice the places are most sensitive to."""
        return sobol(self.scores, antal_svar(self.nation.now.answers, self.scores), self.regler)

    @cached_property
    def struktur(self) -> Struktur:
        """How the parts hang together."""
        return struktur(self.scores, self.regler)

    @cached_property
    def broar(self) -> dict[int, Bro]:
        """The bridge of each year to the year before, by the later year."""
        years = self.nation.years
        return {ar: bro(years[ar].scores, years[ar - 1].scores) for ar in years if ar - 1 in years}

    @cached_property
    def scenarier(self) -> pd.DataFrame:
        """The scenarios of ``kanslighet`` but those of single indikatorer, each with what it leaves out by name."""
        table = self.kanslighet.tabell
        return table[table["sort"] != "utan_indikator"]


def metodfakta(ar: int, data: str | Path = "data") -> Metodfakta:
    """Collect the facts of the methodology report.

    Raises
    ------
    ParameterError
        If the year has no results or no publication day.
    """
    return metodfakta_av(load_nation(ar, resolve(data)), utgivning(ar))


def metodfakta_av(nation: Nation, utgiven: Utgivning) -> Metodfakta:
    """Pick the facts from the year's tables; what is heavy is computed when asked for."""
    total = nation.now.scores.total.dropna()
    return Metodfakta(
        **vars(arsfakta(nation, utgiven)),
        sakerhet=nation.sakerhet,
        antal=Heltal(len(total)),
        medel=Poang(nation.now.scores.medel.total),
        delindex=pd.DataFrame(nation.delindex).set_index("id"),
        omraden=pd.DataFrame(nation.omraden).set_index("id"),
        indikatorer=pd.DataFrame(nation.indikatorer).set_index("id"),
        nation=nation,
    )
