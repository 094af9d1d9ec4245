"""All sentences and lists of a kommunrapport, under the names that the notebook uses. Written when first asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any, Generic, TypeVar

from hemtjanst_lib.analysis import Kommunfakta
from hemtjanst_lib.display import Punktlista
from hemtjanst_lib.narrative import about, areas, atgarder, benchmark, forebilder, lists, missing, sakerhet, total
from hemtjanst_lib.narrative.delindex import Delindexmeningar, delindexmeningar
from hemtjanst_lib.narrative.sentence import Sentence, join
from hemtjanst_lib.narrative.tips import load_tips, tips

T = TypeVar("T")


class Namnrum(Generic[T]):
    """Things by id, as attributes that complete with tab: ``k.punkter.styrkor.utforande``."""

    def __init__(self, ids: Iterable[str], make: Callable[[str], T]) -> None:
        self._ids = tuple(ids)
        self._make = make

    def __getattr__(self, name: str) -> T:
        if name.startswith("_") or name not in self._ids:
            raise AttributeError(f"no {name} here; there are {', '.join(self._ids)}")
        made = self._make(name)
        self.__dict__[name] = made
        return made

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self._ids]

    def __iter__(self) -> Any:
        return iter(self._ids)


class Meningar:
    """The computed sentences of one kommun: ``k.mening``."""

    def __init__(self, k: Kommunfakta) -> None:
        self._k = k

    @cached_property
    def klass(self) -> Sentence:
        """The result class."""
        return total.klass(self._k)

    @cached_property
    def klassgrans(self) -> Sentence:
        """How far it is to the next class."""
        return total.klassgrans(self._k)

    @cached_property
    def index(self) -> Sentence:
        """The index against the mean."""
        return total.index_lage(self._k)

    @cached_property
    def placering(self) -> Sentence:
        """The place in the country."""
        return total.placering(self._k)

    @cached_property
    def placering_fore(self) -> Sentence:
        """Last year's place."""
        return total.placering_fore(self._k)

    @cached_property
    def lan(self) -> Sentence:
        """The place in the län."""
        return total.lan(self._k)

    @cached_property
    def grupp(self) -> Sentence:
        """The place in the SKR group."""
        return total.grupp(self._k)

    @cached_property
    def saknas(self) -> Sentence:
        """What is missing this year."""
        return missing.saknas(self._k)

    @cached_property
    def saknas_kort(self) -> Sentence:
        """The same in short, and what it costs."""
        return join([missing.saknas_kort(self._k), atgarder.saknas_effekt(self._k)])

    @cached_property
    def saknas_fore(self) -> Sentence:
        """What was missing last year."""
        return missing.saknas_fore(self._k)

    @cached_property
    def delindex_oversikt(self) -> Sentence:
        """On which side of the mean each delindex lies."""
        return total.delindex_oversikt(self._k)

    @cached_property
    def delindex_ytterligheter(self) -> Sentence:
        """The best and worst delindex."""
        return total.delindex_ytterligheter(self._k)

    @cached_property
    def brott(self) -> Sentence:
        """The break in the chart over the years."""
        return total.brott(self._k)

    @cached_property
    def prioriterade(self) -> Sentence:
        """The prioritised områden, counted."""
        return areas.prioriterade(self._k)

    @cached_property
    def viktigast(self) -> Sentence:
        """What matters most to improve."""
        return areas.viktigast(self._k)

    @cached_property
    def definition(self) -> Sentence:
        """What counts as strength and development area."""
        return about.definition(self._k)

    @cached_property
    def utveckling(self) -> Sentence:
        """How the index and the delindex moved."""
        return total.utveckling(self._k)

    @cached_property
    def utveckling_kort(self) -> Sentence:
        """The same in short."""
        return total.utveckling_kort(self._k)

    @cached_property
    def utveckling_omraden(self) -> Sentence:
        """Which områden moved most."""
        return areas.utveckling(self._k)

    @cached_property
    def andrat_genomsnitt(self) -> Sentence:
        """Where the mean of all kommuner moved because indikatorer changed."""
        return areas.andrat_genomsnitt(self._k)

    @cached_property
    def arets_index(self) -> Sentence:
        """How the year's index is built and what changed."""
        return about.arets_index(self._k)

    @cached_property
    def delindex_namn(self) -> Sentence:
        """How many delindex there are, and their names."""
        return about.delindex_namn(self._k)

    @cached_property
    def viktning(self) -> Sentence:
        """Whether the weights are confirmed."""
        return about.viktning(self._k)

    @cached_property
    def jamforbarhet(self) -> Sentence:
        """What may be compared."""
        return about.jamforbarhet(self._k)

    @cached_property
    def atgarder_mal(self) -> Sentence:
        """How the goals of the measures are chosen, and what unanswered surveys cost."""
        return atgarder.svar(self._k)

    @cached_property
    def gor_forst(self) -> Sentence:
        """What would give most, and how that agrees with what is most important."""
        return atgarder.gor_forst(self._k)

    @cached_property
    def snabbast(self) -> Sentence:
        """The quick measure that gives most."""
        return atgarder.snabbast(self._k)

    @cached_property
    def snabba_atgarder(self) -> Sentence:
        """What the quick measures would give together."""
        return atgarder.snabba(self._k)

    @cached_property
    def langsiktiga_atgarder(self) -> Sentence:
        """Whether there is more long-term work than listed."""
        return atgarder.langsiktiga(self._k)

    @cached_property
    def forebilder(self) -> Sentence:
        """Where there are comparable kommuner to learn from."""
        return forebilder.forebilder(self._k)

    @cached_property
    def egna_svar(self) -> Sentence:
        """How many in the kommun answered the user survey."""
        return lists.egna_svar(self._k)

    @cached_property
    def benchmark(self) -> Sentence:
        """In which lists of the best the kommun stands."""
        return benchmark.lage(self._k)

    @cached_property
    def sakerhet(self) -> Sentence:
        """How sure the result is: interval, group and class."""
        return join([sakerhet.intervall(self._k), sakerhet.grupp(self._k), sakerhet.klass(self._k)])

    @cached_property
    def klass_saker(self) -> Sentence:
        """Whether the class is sure, in short."""
        return sakerhet.klass_kort(self._k)

    @cached_property
    def konto(self) -> Sentence:
        """What the index changed by, and the place."""
        return join([sakerhet.konto(self._k), sakerhet.plats(self._k)])

    @cached_property
    def rorelse(self) -> Sentence:
        """How the place moved and why, and the change on what both years measure."""
        return sakerhet.rorelse(self._k)

    @cached_property
    def tystnad(self) -> Sentence:
        """What unanswered questions cost."""
        return sakerhet.tystnad(self._k)

    @cached_property
    def typer(self) -> Sentence:
        """What the old say, set against what is on paper."""
        return join([sakerhet.typer(self._k)])

    @cached_property
    def delindex(self) -> Namnrum[Delindexmeningar]:
        """Each delindex by its id: ``lage``, ``trend`` and ``tyngd``."""
        return Namnrum(self._k.delindex.index, lambda kod: delindexmeningar(self._k, kod))

    @cached_property
    def tips(self) -> Namnrum[Sentence]:
        """Each place for a tip by its id."""
        return Namnrum(load_tips(), lambda place: tips(self._k, place))


class Punkter:
    """The bulleted lists of one kommun: ``k.punkter``."""

    def __init__(self, k: Kommunfakta) -> None:
        self._k = k

    @cached_property
    def _listor(self) -> lists.Indikatorlistor:
        return lists.Indikatorlistor(self._k)

    def _per_delindex(self, write: Callable[[str], tuple[str, ...]]) -> Namnrum[Punktlista]:
        return Namnrum(self._k.delindex.index, lambda kod: Punktlista(write(kod)))

    @cached_property
    def styrkor(self) -> Namnrum[Punktlista]:
        """Strengths per delindex."""
        return self._per_delindex(self._listor.styrkor)

    @cached_property
    def utvecklingsomraden(self) -> Namnrum[Punktlista]:
        """Development areas per delindex."""
        return self._per_delindex(self._listor.utvecklingsomraden)

    @cached_property
    def information_saknas(self) -> Namnrum[Punktlista]:
        """The same for delindex that rest on websites, with other words when nothing is missing."""
        return self._per_delindex(self._listor.information_saknas)

    @cached_property
    def andrade_omraden(self) -> Punktlista:
        """The områden whose indikatorer have changed since last year."""
        return Punktlista(areas.andrade(self._k))

    @cached_property
    def kallor(self) -> Punktlista:
        """The källor with publisher, number of indikatorer and collection."""
        return Punktlista(lists.kallor(self._k))
