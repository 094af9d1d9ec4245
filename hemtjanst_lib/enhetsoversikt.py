"""The one object that the overview of a kommun's units opens: ``e``, all that is known and said about them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Self

from hemtjanst_lib.analysis.enheter import enhetsfakta
from hemtjanst_lib.analysis.enheter_anonym import utan_namn
from hemtjanst_lib.analysis.enheter_fakta import Enhetsfakta
from hemtjanst_lib.analysis.enheter_namn import unika_namn
from hemtjanst_lib.display import Huvud
from hemtjanst_lib.narrative.enheter import Enhetsmeningar, Enhetspunkter
from hemtjanst_lib.opened import Opened


@dataclass(frozen=True)
class Enhetsoversikt(Enhetsfakta, Opened[Enhetsfakta]):
    """The facts of a kommun's units with sentences (``mening``), lists (``punkter``) and head (``huvud``).

    Parameters
    ----------
    anonym : bool
        True when the units are called Enhet A, B, C.
    """

    anonym: bool = False

    @classmethod
    def of(cls, fakta: Enhetsfakta, *, anonym: bool = False) -> Self:
        """Wrap the facts, with names that each mean one unit, or with none."""
        return replace(super().of(utan_namn(fakta) if anonym else unika_namn(fakta)), anonym=anonym)

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
        """What the cover and the running header say."""
        kommun = self.kommun
        uppgifter = {"Kommunkod": kommun.kod, "Län": kommun.lan, "Antal enheter": str(self.tackning.antal)}
        return self.head("enhetsoversikt", kommun.fullnamn, kommun.kod, uppgifter, tillagg=" per enhet")


def open_enhetsoversikt(
    ar: int,
    kommunkod: str,
    data: str | Path = "data/example",
    anonym: bool = False,
) -> Enhetsoversikt:
    """Open the overview of a kommun's units.

    Parameters
    ----------
    ar : int
        Index year.
    kommunkod : str
        Four digits as text, such as "0188".
    data : str or Path
        Data root, relative to the project or absolute.
    anonym : bool
        Call the units Enhet A, B, C; the letters are the same in all reports of a year.

    Raises
    ------
    ParameterError
        If the year has no results, or the kommun does not exist.
    """
    return Enhetsoversikt.of(enhetsfakta(ar, kommunkod, data), anonym=anonym)
