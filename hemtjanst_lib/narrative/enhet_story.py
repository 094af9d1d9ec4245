"""All sentences and lists of the report on one unit, under the names that the notebook uses."""

from __future__ import annotations

from functools import cached_property

from hemtjanst_lib.analysis.enhet import DELINDEX, Enhetsbild
from hemtjanst_lib.display import Punktlista
from hemtjanst_lib.narrative import enhet_atgarder, enhet_lage, enhet_listor, enhet_saknas
from hemtjanst_lib.narrative.enhet_ord import skriv
from hemtjanst_lib.narrative.sentence import Sentence, join
from hemtjanst_lib.narrative.story import Namnrum


class Enhetsmeningar:
    """The computed sentences of one unit: ``k.mening``."""

    def __init__(self, e: Enhetsbild) -> None:
        self._e = e

    @cached_property
    def total(self) -> Sentence:
        """The total against the mean."""
        return enhet_lage.total(self._e)

    @cached_property
    def osakerhet(self) -> Sentence:
        """How uncertain the total is; of a unit without one, its delindex."""
        return enhet_lage.intervall(self._e) or enhet_lage.oversikt(self._e)

    @cached_property
    def placering(self) -> Sentence:
        """The place among the kommun's units, and from how many it cannot be told apart."""
        return join([enhet_lage.placering(self._e), enhet_lage.lika(self._e)])

    @cached_property
    def delindex(self) -> Namnrum[Sentence]:
        """Each delindex by its id, with its place."""
        return Namnrum(
            list(DELINDEX),
            lambda kod: join([enhet_lage.delindex(self._e, kod), enhet_lage.delindexplats(self._e, kod)]),
        )

    @cached_property
    def oversikt(self) -> Sentence:
        """Both delindex."""
        return enhet_lage.oversikt(self._e)

    @cached_property
    def svar(self) -> Sentence:
        """How many answered the user survey."""
        return enhet_lage.svar(self._e)

    @cached_property
    def omraden(self) -> Sentence:
        """The områden farthest over and under the mean."""
        return enhet_lage.omraden(self._e)

    @cached_property
    def definition(self) -> Sentence:
        """What counts as a strength and as a development area."""
        return enhet_listor.definition(self._e)

    @cached_property
    def rutiner(self) -> Sentence:
        """How many of the routines are there, and how many have a plan."""
        return enhet_atgarder.rutiner(self._e)

    @cached_property
    def gor_forst(self) -> Sentence:
        """What would give most."""
        return enhet_atgarder.gor_forst(self._e)

    @cached_property
    def saknas(self) -> Sentence:
        """What is missing and why."""
        return enhet_saknas.saknas(self._e)

    @cached_property
    def sakerhet(self) -> Sentence:
        """How to read the intervals of this unit."""
        return enhet_lage.sakerhet(self._e)

    @cached_property
    def jamforelse(self) -> Sentence:
        """Whom the unit is compared with."""
        return enhet_lage.jamforelse(self._e)

    @cached_property
    def om(self) -> Sentence:
        """What the unit index is made of."""
        return enhet_lage.om(self._e)


class Enhetspunkter:
    """The bulleted lists of one unit: ``k.punkter``."""

    def __init__(self, e: Enhetsbild) -> None:
        self._e = e

    @cached_property
    def styrkor(self) -> Namnrum[Punktlista]:
        """Strengths by delindex."""
        return Namnrum(list(DELINDEX), lambda kod: self._lista(enhet_listor.styrkor(self._e, kod), kod))

    @cached_property
    def utvecklingsomraden(self) -> Namnrum[Punktlista]:
        """Development areas by delindex."""
        return Namnrum(list(DELINDEX), lambda kod: self._lista(enhet_listor.utvecklingsomraden(self._e, kod), kod))

    def _lista(self, points: tuple[str, ...], kod: str) -> Punktlista:
        return Punktlista(points or (skriv("gap.saknas", varfor=enhet_lage.delindex(self._e, kod).text),))
