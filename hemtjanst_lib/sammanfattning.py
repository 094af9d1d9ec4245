"""What the standalone summary opens: the kommun's report with a head of its own.

The summary is given to one kommun before the lists are public, so its notebook shows no chart, table or sentence that
names another kommun or gives another's value.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from hemtjanst_lib.analysis import kommunfakta
from hemtjanst_lib.display import Huvud
from hemtjanst_lib.report import Report


@dataclass(frozen=True)
class Sammanfattning(Report):
    """The facts, sentences and lists of one kommun, under the head of the summary."""

    @cached_property
    def huvud(self) -> Huvud:
        """What the banner says."""
        return replace(Report.of(self).huvud, sort="sammanfattning", uppgifter={"Kommunkod": self.kommun.kod})


def open_sammanfattning(ar: int, kommunkod: str, data: str | Path = "data/example") -> Sammanfattning:
    """Open the summary of one kommun.

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
    fakta = kommunfakta(ar, kommunkod, data)
    return Sammanfattning(**{name: getattr(fakta, name) for name in Sammanfattning.__dataclass_fields__})
