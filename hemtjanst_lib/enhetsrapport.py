"""The one object that the notebook on one unit opens: ``k``, all that is known and said about it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from hemtjanst_lib.analysis.enhet import Enhetsbild, enhetsbild
from hemtjanst_lib.analysis.enheter import enhetsfakta
from hemtjanst_lib.analysis.enheter_fakta import Enhetsfakta
from hemtjanst_lib.display import Huvud
from hemtjanst_lib.errors import ParameterError
from hemtjanst_lib.language import Heltal
from hemtjanst_lib.narrative.enhet_lage import regi
from hemtjanst_lib.narrative.enhet_story import Enhetsmeningar, Enhetspunkter
from hemtjanst_lib.opened import Opened

KOD = 4  # digits of a kommunkod


@dataclass(frozen=True)
class Enhetsrapport(Enhetsbild, Opened[Enhetsbild]):
    """The facts of one unit with its sentences (``mening``), lists (``punkter``) and head (``huvud``)."""

    @property
    def ar(self) -> int:
        """The index year."""
        return self.fakta.ar

    @property
    def exempeldata(self) -> bool:
        """True when the data are invented."""
        return self.fakta.exempeldata

    @property
    def datum(self) -> str:
        """The day of publication in words."""
        return self.fakta.datum

    @property
    def utgava(self) -> int:
        """The edition."""
        return self.fakta.utgava

    @property
    def kommunen(self) -> str:
        """The kommun's name in running text."""
        return self.fakta.kommun.fullnamn

    @property
    def minst(self) -> Heltal:
        """Fewest answers that are shown."""
        return self.fakta.min_svar

    @property
    def referens(self) -> str:
        """What the unit is set against, in words."""
        return self.fakta.referensnamn

    @cached_property
    def mening(self) -> Enhetsmeningar:
        """The computed sentences."""
        return Enhetsmeningar(self)

    @cached_property
    def punkter(self) -> Enhetspunkter:
        """The bulleted lists."""
        return Enhetspunkter(self)

    @cached_property
    def huvud(self) -> Huvud:
        """What the cover and the running header say; of a unit without a name nothing that tells which it is."""
        told = {"Kommun": self.fakta.kommun.namn, "Regi": regi(self), "Företag": self.foretag}
        undertitel = f"{self.namn}, {self.kommunen}" if self.anonym else self.namn
        uppgifter = {label: text for label, text in told.items() if text}
        return self.head("enhetsrapport", undertitel, self.id, uppgifter, tillagg=", enhet")


def enhetsrapport(fakta: Enhetsfakta, enhet: str, *, anonym: bool = False) -> Enhetsrapport:
    """Make the report of one unit from the facts of its kommun."""
    return Enhetsrapport.of(enhetsbild(fakta, enhet, anonym=anonym))


def open_enhetsrapport(
    ar: int, enhet: str, data: str | Path = "data/example", *, anonym: bool = False
) -> Enhetsrapport:
    """Open the report of one unit.

    Parameters
    ----------
    ar : int
        Index year.
    enhet : str
        The unit's id, such as ``0188-hemtjanst_strandtorp``; when anonymous one of its designation, such as
        ``0188-enhet_c``.
    data : str or Path
        Data root, relative to the project or absolute.
    anonym : bool
        Name neither the unit nor its company anywhere.

    Raises
    ------
    ParameterError
        If the year has no results, or there is no such kommun or unit.
    """
    kod, dash, _ = enhet.partition("-")
    if not dash or len(kod) != KOD:
        raise ParameterError(
            f"{enhet!r} is no unit", do="A unit's id begins with its kommunkod: 0188-hemtjanst_strandtorp."
        )
    return enhetsrapport(enhetsfakta(ar, kod, data), enhet, anonym=anonym)
