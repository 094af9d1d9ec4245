"""All sentences of a report on several kommuner, under the names that the notebook uses."""

from __future__ import annotations

from functools import cached_property

from hemtjanst_lib.analysis.lan_fakta import Lansfakta
from hemtjanst_lib.narrative import (
    about,
    lan_delindex,
    lan_omraden,
    lan_saknas,
    lan_total,
    lan_utveckling,
    ordningsgrupper,
)
from hemtjanst_lib.narrative.lan_delindex import Lansdelindex
from hemtjanst_lib.narrative.sentence import Sentence, tillsammans
from hemtjanst_lib.narrative.story import Namnrum


class Lansmeningar:
    """The computed sentences of one set: ``u.mening``."""

    def __init__(self, u: Lansfakta) -> None:
        self._u = u

    @cached_property
    def om(self) -> Sentence:
        """Which kommuner the report compares."""
        return lan_total.om(self._u)

    @cached_property
    def genomsnitt(self) -> Sentence:
        """How the set's mean is computed."""
        return lan_total.genomsnitt(self._u)

    @cached_property
    def niva(self) -> Sentence:
        """The set's mean against the country's."""
        return lan_total.niva(self._u)

    @cached_property
    def ytterligheter(self) -> Sentence:
        """The highest and the lowest."""
        return lan_total.ytterligheter(self._u)

    @cached_property
    def klasser(self) -> Sentence:
        """How many kommuner each class has."""
        return lan_total.klasser(self._u)

    @cached_property
    def over_under(self) -> Sentence:
        """How many kommuner lie on each side of the country's mean."""
        return lan_total.over_under(self._u)

    @cached_property
    def resultat(self) -> Sentence:
        """The ends; of one kommun, its class."""
        return self.ytterligheter if self.ytterligheter.text else self.klasser

    @cached_property
    def ordning(self) -> Sentence:
        """Which groups the kommuner lie in, for places are less sure than they look."""
        return ordningsgrupper.urval(self._u)

    @cached_property
    def fordelning(self) -> Sentence:
        """How the kommuner lie about the country's mean and in the classes."""
        return tillsammans(self.over_under, self.klasser)

    @cached_property
    def delindex_oversikt(self) -> Sentence:
        """The delindex where the set stands best and worst."""
        return lan_total.delindex_oversikt(self._u)

    @cached_property
    def delindex(self) -> Namnrum[Lansdelindex]:
        """Each delindex by its id: ``lage``, ``forklaring`` and ``tyngd``."""
        return Namnrum(self._u.delindex.index, lambda kod: lan_delindex.lansdelindex(self._u, kod))

    @cached_property
    def omraden(self) -> Sentence:
        """The områden farthest over and under the country."""
        return lan_omraden.omraden(self._u)

    @cached_property
    def prioriterade(self) -> Sentence:
        """Where most is to be won among what seniors weigh highest."""
        return lan_omraden.prioriterade(self._u)

    @cached_property
    def utveckling(self) -> Sentence:
        """How the means moved since last year."""
        return lan_utveckling.utveckling(self._u)

    @cached_property
    def rorelse(self) -> Sentence:
        """How many kommuner rose and fell."""
        return lan_utveckling.rorelse(self._u)

    @cached_property
    def klattrare(self) -> Sentence:
        """Who rose and fell most."""
        return lan_utveckling.klattrare(self._u)

    @cached_property
    def forandringar(self) -> Sentence:
        """How many rose and fell, and who did most."""
        return tillsammans(self.rorelse, self.klattrare)

    @cached_property
    def forbehall(self) -> Sentence:
        """Points before places."""
        return lan_utveckling.forbehall(self._u)

    @cached_property
    def svar(self) -> Sentence:
        """Which changes rest on answering or not answering."""
        return lan_utveckling.svar(self._u)

    @cached_property
    def brott(self) -> Sentence:
        """The break in the chart over the years."""
        return lan_utveckling.brott(self._u)

    @cached_property
    def skillnader(self) -> Sentence:
        """What separates high from low in the country."""
        return lan_omraden.skillnader(self._u)

    @cached_property
    def skillnader_egna(self) -> Sentence:
        """What separates high from low within the set."""
        return lan_omraden.skillnader_egna(self._u)

    @cached_property
    def saknas(self) -> Sentence:
        """What is missing."""
        return lan_saknas.saknas(self._u)

    @cached_property
    def ej_tillamplig(self) -> Sentence:
        """What does not apply to some kommuner."""
        return lan_saknas.ej_tillamplig(self._u)

    @cached_property
    def arets_index(self) -> Sentence:
        """How the year's index is built and what changed."""
        return about.arets_index(self._u)

    @cached_property
    def delindex_namn(self) -> Sentence:
        """How many delindex there are, and their names."""
        return about.delindex_namn(self._u)

    @cached_property
    def viktning(self) -> Sentence:
        """Whether the weights are confirmed."""
        return about.viktning(self._u)
