"""The one object that the national report's notebook opens: ``n``, all that is known and said about the country."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path

from hemtjanst_lib.analysis.nation import Nationsfakta, nationsfakta
from hemtjanst_lib.analysis.sifferfakta import Siffror
from hemtjanst_lib.display import Huvud
from hemtjanst_lib.narrative.nation_story import Nationsmeningar

KOD = "riket"


@dataclass(frozen=True)
class NationellRapport(Nationsfakta, Siffror):
    """The facts of the country with its sentences (``mening``) and head (``huvud``)."""

    @classmethod
    def of(cls, fakta: Nationsfakta) -> NationellRapport:
        """Wrap the facts."""
        return cls(**{field.name: getattr(fakta, field.name) for field in fields(fakta)})

    @cached_property
    def mening(self) -> Nationsmeningar:
        """The computed sentences."""
        return Nationsmeningar(self)

    @cached_property
    def huvud(self) -> Huvud:
        """What the cover and the running header say."""
        return Huvud(
            titel=f"Hemtjänstindex {self.ar}",
            undertitel="Nationell rapport",
            ar=self.ar,
            sort="nationell_rapport",
            kod=KOD,
            datum=self.datum,
            utgava=self.utgava,
            exempeldata=self.exempeldata,
            uppgifter={
                "Antal kommuner": str(self.antal),
                "Antal indikatorer": str(self.antal_indikatorer),
                "Kvalitetsområden": str(self.antal_omraden),
                "Delindex": str(self.antal_delindex),
            },
        )


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
