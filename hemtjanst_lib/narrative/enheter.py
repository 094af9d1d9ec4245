"""All sentences and lists of the overview of a kommun's units, under the names that the notebook uses."""

from __future__ import annotations

from functools import cached_property

from hemtjanst_lib.analysis.enheter_fakta import Enhetsfakta
from hemtjanst_lib.display import Punktlista
from hemtjanst_lib.narrative import enheter_delar, enheter_lage, enheter_underlag
from hemtjanst_lib.narrative.enheter_ord import har_resultat
from hemtjanst_lib.narrative.sentence import Sentence, tillsammans
from hemtjanst_lib.narrative.story import Namnrum


class Enhetsmeningar:
    """The computed sentences of one kommun's units: ``e.mening``."""

    def __init__(self, e: Enhetsfakta) -> None:
        self._e = e

    @cached_property
    def om(self) -> Sentence:
        """Which units there are."""
        return enheter_lage.om(self._e)

    @cached_property
    def uppbyggnad(self) -> Sentence:
        """What the unit index is made of."""
        return enheter_lage.uppbyggnad(self._e)

    @cached_property
    def referens(self) -> Sentence:
        """What the units are set against."""
        return enheter_lage.referens(self._e)

    @cached_property
    def oversikt(self) -> Sentence:
        """What the table of the delindex shows."""
        return enheter_lage.oversikt(self._e)

    @cached_property
    def spann(self) -> Sentence:
        """The highest and the lowest total."""
        return enheter_lage.spann(self._e)

    @cached_property
    def skiljas(self) -> Sentence:
        """How many cannot be told from the highest."""
        return enheter_lage.skiljas(self._e)

    @cached_property
    def ordning(self) -> Sentence:
        """The ends, and how far the order can be trusted."""
        return tillsammans(self.spann, self.skiljas)

    @cached_property
    def grupper(self) -> Sentence:
        """How the units are grouped by what can be told apart."""
        return enheter_lage.grupper(self._e)

    @cached_property
    def rangordning(self) -> Sentence:
        """Where units without a total stand."""
        return enheter_lage.rangordning(self._e)

    @cached_property
    def fordelning(self) -> Sentence:
        """How many units lie in each field of the matrix."""
        return enheter_delar.fordelning(self._e)

    @cached_property
    def matris(self) -> Sentence:
        """How the matrix is to be read."""
        return enheter_delar.matris(self._e)

    @cached_property
    def delindex(self) -> Namnrum[Sentence]:
        """Each delindex by its id: how far apart the units lie, and where most."""
        return Namnrum(("utforande", "stod_utveckling"), self._delindex)

    def _delindex(self, kod: str) -> Sentence:
        return tillsammans(enheter_delar.delindex(self._e, kod), getattr(self.skillnader, kod))

    @cached_property
    def skillnader(self) -> Namnrum[Sentence]:
        """Where the units differ most, by delindex."""
        return Namnrum(("utforande", "stod_utveckling"), lambda kod: enheter_delar.skillnader(self._e, kod))

    @cached_property
    def rutiner(self) -> Sentence:
        """How many have every routine, and which is lacking."""
        return enheter_delar.rutinlage(self._e)

    @cached_property
    def planer(self) -> Sentence:
        """How the share of current genomförandeplaner varies."""
        return enheter_delar.planer(self._e)

    @cached_property
    def styrkor(self) -> Sentence:
        """When an område is a strength."""
        return enheter_delar.styrkor(self._e)

    @cached_property
    def regi(self) -> Sentence:
        """Kommunal and private units as groups."""
        return enheter_delar.regi(self._e)

    @cached_property
    def saknas(self) -> Sentence:
        """How many units lack what, and why."""
        return enheter_underlag.saknas(self._e)

    @cached_property
    def saknas_kort(self) -> Sentence:
        """The same in a line."""
        return enheter_underlag.saknas_kort(self._e)

    @cached_property
    def tveksamma(self) -> Sentence:
        """Names that may mean the same unit."""
        return enheter_underlag.tveksamma(self._e)

    @cached_property
    def osakerhet(self) -> Sentence:
        """How much of the differences may be chance."""
        return enheter_lage.osakerhet(self._e)


class Enhetspunkter:
    """The bulleted lists of one kommun's units: ``e.punkter``."""

    def __init__(self, e: Enhetsfakta) -> None:
        self._e = e

    @cached_property
    def lasa(self) -> Punktlista:
        """How small differences should be read; empty where there is nothing to compare."""
        return Punktlista(enheter_underlag.lasa() if har_resultat(self._e) else ())

    @cached_property
    def nasta(self) -> Punktlista:
        """What the kommun can do next."""
        return Punktlista(enheter_underlag.nasta(self._e))
