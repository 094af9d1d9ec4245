"""All sentences of the national report, under the names that the notebook uses. Written when first asked for."""

from __future__ import annotations

from functools import cached_property

from hemtjanst_lib.analysis.nation import Nationsfakta
from hemtjanst_lib.narrative import about, nation_lage, nation_samband, nation_utveckling, ordningsgrupper
from hemtjanst_lib.narrative.nation_ord import tell
from hemtjanst_lib.narrative.sentence import TYST, Sentence
from hemtjanst_lib.narrative.story import Namnrum


class Nationsmeningar:
    """The computed sentences of the country: ``n.mening``."""

    def __init__(self, n: Nationsfakta) -> None:
        self._n = n

    @cached_property
    def om(self) -> Sentence:
        """What the report is about."""
        return nation_lage.om(self._n)

    @cached_property
    def genomsnitt(self) -> Sentence:
        """The mean and the span."""
        return nation_lage.genomsnitt(self._n)

    @cached_property
    def mitten(self) -> Sentence:
        """The middle half."""
        return nation_lage.mitten(self._n)

    @cached_property
    def klasser(self) -> Sentence:
        """How many kommuner the classes have."""
        return nation_lage.klasser(self._n)

    @cached_property
    def arets(self) -> Sentence:
        """The kommun of the year."""
        return nation_lage.arets(self._n)

    @cached_property
    def topp(self) -> Sentence:
        """How the highest are spread."""
        return nation_lage.topp(self._n)

    @cached_property
    def botten(self) -> Sentence:
        """How many of the lowest lack answers."""
        return nation_lage.botten(self._n)

    @cached_property
    def ordning(self) -> Sentence:
        """Which groups the kommuner make, for places are less sure than they look."""
        return ordningsgrupper.landet(self._n)

    @cached_property
    def karta(self) -> Sentence:
        """What the map shows."""
        return nation_lage.karta(self._n)

    @cached_property
    def delindex_niva(self) -> Sentence:
        """The highest and lowest delindex."""
        return nation_lage.delindex_niva(self._n)

    @cached_property
    def delindex_spridning(self) -> Sentence:
        """Where the kommuner vary most."""
        return nation_lage.delindex_spridning(self._n)

    @cached_property
    def delindex_spridning_kort(self) -> Sentence:
        """The same in short."""
        return nation_lage.delindex_spridning(self._n, kort=True)

    @cached_property
    def omraden(self) -> Sentence:
        """The highest, lowest and most varying områden."""
        return nation_lage.omraden(self._n)

    @cached_property
    def samband(self) -> Sentence:
        """How the delindex go together."""
        return nation_samband.samband(self._n)

    @cached_property
    def grupper(self) -> Namnrum[Sentence]:
        """The ends by ``lan``, ``grupp`` and ``storleksklass``."""
        return Namnrum(self._n.per_grupp, lambda name: nation_samband.grupper(self._n, name))

    @cached_property
    def forklaring(self) -> Sentence:
        """How much the groupings explain."""
        return nation_samband.forklaring(self._n)

    @cached_property
    def forklaring_kort(self) -> Sentence:
        """The same in short."""
        return nation_samband.forklaring_kort(self._n)

    @cached_property
    def befolkning(self) -> Sentence:
        """The index and the number of inhabitants."""
        return nation_samband.befolkning(self._n)

    @cached_property
    def hoga_laga(self) -> Sentence:
        """Who is high and low, and where they differ."""
        return nation_samband.hoga_laga(self._n)

    @cached_property
    def bidrag(self) -> Sentence:
        """From where the distance in index comes."""
        return nation_samband.bidrag(self._n)

    @cached_property
    def indikatorer(self) -> Sentence:
        """What kind of indikatorer separate most."""
        return nation_samband.indikatorer(self._n)

    @cached_property
    def utveckling(self) -> Sentence:
        """How the mean moved."""
        return nation_utveckling.medel(self._n)

    @cached_property
    def utveckling_kort(self) -> Sentence:
        """The same in short."""
        return nation_utveckling.medel_kort(self._n)

    @cached_property
    def rorelse(self) -> Sentence:
        """How many kommuner moved."""
        return nation_utveckling.rorelse(self._n)

    @cached_property
    def utveckling_omraden(self) -> Sentence:
        """Which områden moved."""
        return nation_utveckling.omraden(self._n)

    @cached_property
    def klattrare(self) -> Sentence:
        """The climber of the year."""
        return nation_utveckling.klattrare(self._n)

    @cached_property
    def klattrare_kort(self) -> Sentence:
        """The same in short."""
        return nation_utveckling.klattrare(self._n, kort=True)

    @cached_property
    def saknas(self) -> Sentence:
        """What is missing, and what it does."""
        return nation_utveckling.saknas(self._n)

    @cached_property
    def saknas_kort(self) -> Sentence:
        """The same in short."""
        return nation_utveckling.saknas_kort(self._n)

    @cached_property
    def underlag(self) -> Sentence:
        """Where there is most to gain."""
        return nation_lage.underlag(self._n)

    @cached_property
    def forslag_saknas(self) -> Sentence:
        """Say that the editor has not written the proposals; she writes over this sentence."""
        return tell("forslag.saknas", ar=self._n.ar)

    @cached_property
    def redaktionens_text(self) -> Sentence:
        """Hold the place of the editor's own text: nothing, so that an untouched box is not printed."""
        return TYST

    @cached_property
    def arets_index(self) -> Sentence:
        """How the year's index is built and what changed."""
        return about.arets_index(self._n)

    @cached_property
    def jamforbarhet(self) -> Sentence:
        """What may be compared."""
        return nation_utveckling.jamforbarhet(self._n)

    @cached_property
    def delindex_namn(self) -> Sentence:
        """How many delindex there are, and their names."""
        return about.delindex_namn(self._n)

    @cached_property
    def viktning(self) -> Sentence:
        """Whether the weights are confirmed."""
        return about.viktning(self._n)
