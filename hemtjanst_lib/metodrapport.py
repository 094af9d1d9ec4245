"""The one object that the methodology report's notebook opens: ``m``, all that is known and said about the method."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from hemtjanst_lib.analysis.metod import Metodfakta, metodfakta
from hemtjanst_lib.display import Huvud
from hemtjanst_lib.narrative.metod import Metodmeningar, Metodpunkter
from hemtjanst_lib.nationell_rapport import omfattning
from hemtjanst_lib.opened import RIKET, Opened


@dataclass(frozen=True)
class Metodrapport(Metodfakta, Opened[Metodfakta]):
    """The facts of the method with its sentences (``mening``), lists (``punkter``) and head (``huvud``)."""

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
        return self.head("metodrapport", "Metodrapport", RIKET, omfattning(self, self.antal))


def open_metodrapport(ar: int, data: str | Path = "data/example") -> Metodrapport:
    """Open the methodology report; parameters and errors as in ``open_nationell_rapport``."""
    return Metodrapport.of(metodfakta(ar, data))
