"""The bands that a difference falls in and the word of each: ``parameters/text/ord.yml``."""

from __future__ import annotations

import math
from bisect import bisect_left
from functools import cache
from pathlib import Path

from pydantic import Field, model_validator

from hemtjanst_lib.forms import Del, read_form
from hemtjanst_lib.model import DECIMALS
from hemtjanst_lib.paths import PARAMETERS

TEXT = PARAMETERS / "text"


class Skala(Del):
    """Named bands of a difference, alike above and below zero.

    Parameters
    ----------
    granser : tuple of float
        How far from zero each band reaches, the limit itself included; the last band has none.
    over, under : tuple of str
        Names of the bands away from zero, upwards and downwards; the first is the same.
    ord : dict
        The word of each band.

    Examples
    --------
    >>> skala = Skala(granser=(1,), over=("nara", "over"), under=("nara", "under"),
    ...               ord={"nara": "nära", "over": "över", "under": "under"})
    >>> skala.band(1.0), skala.word(-1.1)
    ('nara', 'under')
    """

    granser: tuple[float, ...]
    over: tuple[str, ...]
    under: tuple[str, ...]
    ord: dict[str, str]

    @model_validator(mode="after")
    def _sound(self) -> Skala:
        if any(a >= b for a, b in zip((0.0, *self.granser), self.granser, strict=False)):
            raise ValueError("granser must rise from above 0")
        if {len(self.over), len(self.under)} != {len(self.granser) + 1}:
            raise ValueError("over and under need one name more than granser")
        if self.over[0] != self.under[0]:
            raise ValueError("the band at zero must have one name")
        if set(self.ord) != {*self.over, *self.under}:
            raise ValueError("ord must have a word for each band and no other")
        return self

    @property
    def bands(self) -> tuple[str, ...]:
        """All bands from the highest to the lowest."""
        return (*reversed(self.over), *self.under[1:])

    def band(self, difference: float) -> str:
        """Name the band of a difference in points; a missing one has none and raises ValueError."""
        if math.isnan(difference):
            raise ValueError("a missing difference has no band; handle it before asking")
        names = self.over if difference > 0 else self.under
        return names[bisect_left(self.granser, round(abs(difference), DECIMALS))]

    def word(self, difference: float) -> str:
        """Return the word of a difference."""
        return self.ord[self.band(difference)]

    def side(self, difference: float) -> int:
        """Return 1 above, −1 below and 0 in the band at zero; 0 also for a missing difference."""
        if math.isnan(difference) or self.band(difference) == self.over[0]:
            return 0
        return 1 if difference > 0 else -1


class Listor(Del):
    """How the lists of strengths and development areas are cut."""

    hogst_antal: int = Field(ge=1)
    gruppera_fran: int = Field(ge=2)
    namn_hogst: int = Field(ge=1)


class Varde(Del):
    """How the value of an indikator is written, by unit of measure."""

    text: str
    decimaler: int = Field(ge=0)
    nivaer: dict[int, str] = Field(default_factory=dict)


class Ordlista(Del):
    """All of ``ord.yml``."""

    skalor: dict[str, Skala]
    listor: Listor
    saknade_svar_namns_fran: float = Field(gt=0)
    utelamnat_namns_fran: float = Field(gt=0, le=1)
    tydligt_andrat_genomsnitt: float = Field(gt=0)
    varden: dict[str, Varde]
    kallar_sig: dict[str, str]
    omraden: dict[str, str]
    kallor: dict[str, str]
    ej_tillamplig: dict[str, dict[str, str]]
    regler: dict[str, str]


@cache
def load_words(path: Path = TEXT / "ord.yml") -> Ordlista:
    """Load the bands and words.

    Raises
    ------
    ParameterError
        With every fault of the file.
    """
    return read_form(path, Ordlista)


def skala(namn: str) -> Skala:
    """Return the bands of one kind of difference, such as ``lage``."""
    return load_words().skalor[namn]
