"""The way of a figure as data: its steps, and what was compared at each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Kontroll:
    """One comparison: what was found, what it should be, and whether they agree."""

    vad: str
    publicerat: str
    omraknat: str
    lika: bool


@dataclass(frozen=True)
class Steg:
    """One figure on the way: an indikator, område, delindex or the index.

    Parameters
    ----------
    niva, id, namn : str
        Level, id and Swedish name.
    uppgifter : mapping from label to text
        How it came about, in order.
    kontroller : tuple of Kontroll
        What was compared.
    delar : tuple of Steg
        What it is made of.
    """

    niva: str
    id: str
    namn: str
    uppgifter: Mapping[str, str]
    kontroller: tuple[Kontroll, ...]
    delar: tuple[Steg, ...] = field(default=())

    @property
    def alla(self) -> list[Kontroll]:
        """Every comparison, of this step and of all that it is made of."""
        return [*self.kontroller, *(one for part in self.delar for one in part.alla)]


@dataclass(frozen=True)
class Spar:
    """The whole way of one figure."""

    ar: int
    kommunkod: str
    namn: str
    exempeldata: bool
    steg: Steg

    @property
    def avvikelser(self) -> list[Kontroll]:
        """The comparisons that do not agree."""
        return [one for one in self.steg.alla if not one.lika]

    @property
    def lika(self) -> bool:
        """Whether every digit came out again."""
        return not self.avvikelser
