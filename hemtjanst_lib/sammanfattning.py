"""What the standalone summary opens: the kommun's report with a head of its own.

The summary is given to one kommun before the lists are public, so its notebook shows no chart, table or sentence that
names another kommun or gives another's value.
"""

from __future__ import annotations

from dataclasses import dataclass
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
        uppgifter = {"Kommunkod": self.kommun.kod}
        return self.head("sammanfattning", self.kommun.fullnamn, self.kommun.kod, uppgifter)


def open_sammanfattning(ar: int, kommunkod: str, data: str | Path = "data/example") -> Sammanfattning:
    """Open the summary of one kommun; parameters and errors as in :func:`hemtjanst_lib.report.open_report`."""
    return Sammanfattning.of(kommunfakta(ar, kommunkod, data))
