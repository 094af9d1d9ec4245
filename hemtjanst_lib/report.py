"""The one object a report notebook opens: ``k``, all that is known and said about one kommun in one year."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path

from hemtjanst_lib.analysis import Kommunfakta, kommunfakta
from hemtjanst_lib.analysis.sifferfakta import Siffror
from hemtjanst_lib.display import Huvud
from hemtjanst_lib.narrative import Meningar, Punkter


@dataclass(frozen=True)
class Report(Kommunfakta, Siffror):
    """The facts of one kommun with its sentences (``mening``), lists (``punkter``) and head (``huvud``)."""

    @classmethod
    def of(cls, fakta: Kommunfakta) -> Report:
        """Wrap the facts."""
        return cls(**{field.name: getattr(fakta, field.name) for field in fields(fakta)})

    @cached_property
    def mening(self) -> Meningar:
        """The computed sentences."""
        return Meningar(self)

    @cached_property
    def punkter(self) -> Punkter:
        """The bulleted lists."""
        return Punkter(self)

    @cached_property
    def huvud(self) -> Huvud:
        """What the cover and the running header say."""
        return Huvud(
            titel=f"Hemtjänstindex {self.ar}",
            undertitel=self.kommun.fullnamn,
            ar=self.ar,
            sort="kommunrapport",
            kod=self.kommun.kod,
            datum=self.datum,
            utgava=self.utgava,
            exempeldata=self.exempeldata,
            uppgifter={
                "Kommunkod": self.kommun.kod,
                "Län": self.kommun.lan,
                "Kommungrupp": self.kommun.grupp,
                "Storleksklass": self.kommun.storleksklass,
            },
        )


def open_report(ar: int, kommunkod: str, data: str | Path = "data/example") -> Report:
    """Open the report of one kommun.

    Parameters
    ----------
    ar : int
        Index year.
    kommunkod : str
        Four digits as text, such as "0188".
    data : str or Path
        Data root, relative to the project or absolute.

    Raises
    ------
    ParameterError
        If the year has no results, or the kommun does not exist.
    """
    return Report.of(kommunfakta(ar, kommunkod, data))
