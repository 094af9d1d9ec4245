"""The one object that the overview of a kommun's units opens: ``e``, all that is known and said about them."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import Any

from hemtjanst_lib.analysis.enheter import enhetsfakta
from hemtjanst_lib.analysis.enheter_anonym import utan_namn
from hemtjanst_lib.analysis.enheter_fakta import Enhetsfakta
from hemtjanst_lib.analysis.enheter_namn import unika_namn
from hemtjanst_lib.analysis.sifferfakta import Siffror
from hemtjanst_lib.display import Huvud
from hemtjanst_lib.narrative.enheter import Enhetsmeningar, Enhetspunkter


@dataclass(frozen=True)
class Enhetsoversikt(Enhetsfakta, Siffror):
    """The facts of a kommun's units with sentences (``mening``), lists (``punkter``) and head (``huvud``).

    Parameters
    ----------
    anonym : bool
        True when the units are called Enhet A, B, C.
    """

    anonym: bool = False

    @classmethod
    def of(cls, fakta: Enhetsfakta, *, anonym: bool = False) -> Enhetsoversikt:
        """Wrap the facts, with names that each mean one unit, or with none."""
        told = utan_namn(fakta) if anonym else unika_namn(fakta)
        own: dict[str, Any] = {each.name: getattr(told, each.name) for each in fields(Enhetsfakta)}
        return cls(**own, anonym=anonym)

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
        return Huvud(
            titel=f"Hemtjänstindex {self.ar} per enhet",
            undertitel=self.kommun.fullnamn,
            ar=self.ar,
            sort="enhetsoversikt",
            kod=self.kommun.kod,
            datum=self.datum,
            utgava=self.utgava,
            exempeldata=self.exempeldata,
            uppgifter={
                "Kommunkod": self.kommun.kod,
                "Län": self.kommun.lan,
                "Antal enheter": str(self.tackning.antal),
            },
        )


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
