"""What the account of uncertainty rests on: ``parameters/report/sakerhet.yml``. Every value is an assumption."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

Skala = Literal["naturlig", "minmax", "z", "percentil"]
Aggregering = Literal["modell", "aritmetisk", "geometrisk"]
Saknas = Literal["modell", "noll", "utelamna", "medel"]
Andel = Annotated[float, Field(gt=0, lt=1)]
Chans = Annotated[float, Field(ge=0, allow_inf_nan=False)]


class Del(BaseModel):
    """One part of the settings: frozen, and a misspelt key is a fault."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Urvalsfel(Del):
    """Which källor are answers of a sample of people, and what is assumed of them.

    Parameters
    ----------
    kallor : tuple of str
        Ids; an indikator of theirs is drawn when its number of answers is known. All else is fixed.
    svarsandel : float
        Share of those asked who answered, 0–1, where the population is not given: the finite population correction
        is 1 minus this.
    samband : float
        Correlation between two questions of one kommun: the same people answer them all, so their errors go together.
    """

    kallor: tuple[str, ...]
    svarsandel: Annotated[float, Field(ge=0, lt=1)]
    samband: Annotated[float, Field(ge=0, lt=1)]


class Vikter(Del):
    """How sure the seniors' weights are: the concentration of the Dirichlet distribution around them."""

    koncentration: Annotated[float, Field(gt=0, le=1_000_000)]


class Metod(Del):
    """How likely each choice of method is held to be; relative numbers, and one of each kind at least."""

    skala: dict[Skala, Chans]
    aggregering: dict[Aggregering, Chans]
    saknas: dict[Saknas, Chans]
    geometriskt_golv: Annotated[float, Field(gt=0, le=50)]

    @field_validator("skala", "aggregering", "saknas")
    @classmethod
    def _some(cls, value: Mapping[str, float]) -> Mapping[str, float]:
        if not sum(value.values()) > 0:
            raise ValueError("at least one choice must have a chance above 0")
        return value


class Gruppregler(Del):
    """Which kommuner can be told apart: the error over all pairs, and which sources of uncertainty count."""

    fel: Andel
    kallor: Literal["svar", "alla"]


class Klassregler(Del):
    """A class with less probability than this is printed as uncertain."""

    saker_fran: Andel


class Vagregler(Del):
    """What a measure costs in effort, quick and long-term, for the choice of the smallest set."""

    snabb: Annotated[float, Field(gt=0)]
    langsiktig: Annotated[float, Field(gt=0)]


class Lasregler(Del):
    """From where numbers about structure are called low or high."""

    alfa_lag: float
    alfa_hog: float
    samband_svagt: float
    rangsamband_stabilt: float
    rangsamband_kansligt: float
    vikt_skillnad: float


class Sakerhet(Del):
    """All settings.

    Parameters
    ----------
    antaganden : tuple of str
        The assumptions in Swedish, as the methodology report prints them; ``{svarsandel}`` (percent), ``{samband}`` and
        ``{koncentration}`` stand for the numbers below.
    dragningar, fro, niva
        Draws, seed, and how much of the draws an interval holds, 0–1.
    """

    antaganden: tuple[str, ...]
    dragningar: Annotated[int, Field(ge=2, le=100_000)]
    fro: Annotated[int, Field(ge=0)]
    niva: Andel
    urvalsfel: Urvalsfel
    vikter: Vikter
    metod: Metod
    grupper: Gruppregler
    klass: Klassregler
    vagen: Vagregler
    lasning: Lasregler

    @model_validator(mode="after")
    def _numbers_in_words(self) -> Sakerhet:
        """Put the numbers into the assumptions, so that text and computation cannot part."""
        numbers = {
            "svarsandel": f"{100 * self.urvalsfel.svarsandel:g}".replace(".", ","),
            "samband": f"{self.urvalsfel.samband:g}".replace(".", ","),
            "koncentration": f"{self.vikter.koncentration:g}".replace(".", ","),
        }
        try:
            told = tuple(text.format(**numbers) for text in self.antaganden)
        except (KeyError, IndexError, ValueError) as fault:
            raise ValueError(f"antaganden: {fault} cannot be filled in; known are {', '.join(numbers)}") from fault
        self.__dict__["antaganden"] = told
        return self
