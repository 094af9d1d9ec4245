"""The one object that the national report's notebook opens: ``n``, all that is known and said about the country."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from hemtjanst_lib.analysis.facts import Arsfakta
from hemtjanst_lib.analysis.nation import Nationsfakta, nationsfakta
from hemtjanst_lib.display import Huvud
from hemtjanst_lib.language import Heltal
from hemtjanst_lib.narrative.nation_story import Nationsmeningar
from hemtjanst_lib.opened import RIKET, Opened


@dataclass(frozen=True)
class NationellRapport(Nationsfakta, Opened[Nationsfakta]):
    """The facts of the country with its sentences (``mening``) and head (``huvud``)."""

    @cached_property
    def mening(self) -> Nationsmeningar:
        """The computed sentences."""
        return Nationsmeningar(self)

    @cached_property
    def huvud(self) -> Huvud:
        """What the cover and the running header say."""
        return self.head("nationell_rapport", "Nationell rapport", RIKET, omfattning(self, self.antal))


def omfattning(fakta: Arsfakta, antal: Heltal) -> dict[str, str]:
    """Tell how much a report on the whole country rests on; ``antal`` counts the kommuner with results."""
    return {
        "Antal kommuner": str(antal),
        "Antal indikatorer": str(fakta.antal_indikatorer),
        "Kvalitetsområden": str(fakta.antal_omraden),
        "Delindex": str(fakta.antal_delindex),
    }


def open_nationell_rapport(ar: int, data: str | Path = "data/example") -> NationellRapport:
    """Open the national report.

    Parameters
    ----------
    ar : int
        Index year.
    data : str or Path
        Data root, relative to the project or absolute.

    Raises
    ------
    ParameterError
        If the year has no results or no publication day.
    """
    return NationellRapport.of(nationsfakta(ar, data))
