"""The one object that the methodology report's notebook opens: ``m``, all that is known and said about the method."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path

from hemtjanst_lib.analysis.metod import Metodfakta, metodfakta
from hemtjanst_lib.display import Huvud
from hemtjanst_lib.narrative.metod import Metodmeningar, Metodpunkter

KOD = "riket"


@dataclass(frozen=True)
class Metodrapport(Metodfakta):
    """The facts of the method with its sentences (``mening``), lists (``punkter``) and head (``huvud``)."""

    @classmethod
    def of(cls, fakta: Metodfakta) -> Metodrapport:
        """Wrap the facts."""
        return cls(**{field.name: getattr(fakta, field.name) for field in fields(fakta)})

    @cached_property
    def mening(self) -> Metodmeningar:
        """The computed sentences."""
        return Metodmeningar(self)

    @cached_property
    def punkter(self) -> Metodpunkter:
        """The bulleted lists."""
        return Metodpunkter(self)

    @cached_property
    def huvud(self) -> Huvud:
        """What the cover and the running header say."""
        return Huvud(
            titel=f"Hemtjänstindex {self.ar}",
            undertitel="Metodrapport",
            ar=self.ar,
            sort="metodrapport",
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


def open_metodrapport(ar: int, data: str | Path = "data/example") -> Metodrapport:
    """Open the methodology report.

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
    return Metodrapport.of(metodfakta(ar, data))
