"""The one object a report notebook opens: ``k``, all that is known and said about one kommun in one year."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from hemtjanst_lib.analysis import Kommunfakta, kommunfakta
from hemtjanst_lib.display import Huvud
from hemtjanst_lib.narrative import Meningar, Punkter
from hemtjanst_lib.opened import Opened


@dataclass(frozen=True)
class Report(Kommunfakta, Opened[Kommunfakta]):
    """The facts of one kommun with its sentences (``mening``), lists (``punkter``) and head (``huvud``)."""

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
        uppgifter = {
            "Kommunkod": self.kommun.kod,
            "Län": self.kommun.lan,
            "Kommungrupp": self.kommun.grupp,
            "Storleksklass": self.kommun.storleksklass,
        }
        return self.head("kommunrapport", self.kommun.fullnamn, self.kommun.kod, uppgifter)


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
