"""The shape of a model file, as frozen pydantic types; the YAML keys are the field names.

The tree knows its own ids and parents: the loader puts them in under keys that begin with ``§``, which no file can use.
"""

from __future__ import annotations

from functools import cached_property
from itertools import pairwise
from typing import Annotated, Literal

import numpy as np
import pandas as pd
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator, model_validator

from hemtjanst_lib.model.scale import Scale

Regel = Literal["noll", "utelamna", "medel"]
Aggregat = Literal["aritmetisk", "geometrisk"]
Grad = Literal["ja", "delvis", "nej"]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Text = Annotated[str, StringConstraints(min_length=1)]
Vikt = Annotated[float, Field(gt=0, le=1_000_000, allow_inf_nan=False)]
Points = Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)]
Finite = Annotated[float, Field(allow_inf_nan=False)]
SAKNAS_STATUS = ("ej_svar", "sekretess", "ej_tillamplig")


class Part(BaseModel):
    """Strict and frozen; a misspelt key is a fault."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid", arbitrary_types_allowed=True)


class Poang(Part):
    """From a source's natural scale to points 0–100: two ends (linear between, flat outside), or points per level."""

    noll_vid: Finite | None = None
    hundra_vid: Finite | None = None
    nivaer: dict[Finite, Points] | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Poang:
        ends = (self.noll_vid, self.hundra_vid)
        if self.nivaer is not None:
            if ends != (None, None):
                raise ValueError("has both nivaer and noll_vid/hundra_vid; give one of them")
            if len(self.nivaer) < 2:
                raise ValueError("nivaer needs at least two levels")
        elif None in ends:
            raise ValueError("needs noll_vid and hundra_vid, or nivaer")
        elif self.noll_vid == self.hundra_vid:
            raise ValueError(f"noll_vid and hundra_vid are both {self.noll_vid:g}; they must differ")
        return self

    def knots(self) -> tuple[np.ndarray, np.ndarray]:
        """Return values in rising order and their points, for linear interpolation that is flat outside."""
        ends = ((self.noll_vid, 0.0), (self.hundra_vid, 100.0))
        pairs = self.nivaer.items() if self.nivaer else [(v, p) for v, p in ends if v is not None]
        knots = np.array(sorted(pairs), dtype=np.float64)
        return knots[:, 0], knots[:, 1]


class SaknasRegel(Part):
    """What a missing value does: 0 points, left out with its weight spread, or the mean of those who answered."""

    ej_svar: Regel = "noll"
    sekretess: Regel = "utelamna"
    ej_tillamplig: Regel = "utelamna"


class SaknasUndantag(Part):
    """A källa's own rules, for the statuses it names."""

    ej_svar: Regel | None = None
    sekretess: Regel | None = None
    ej_tillamplig: Regel | None = None


class Kalla(Part):
    """A source: its id, name, the short code of flags, publisher, how and when it is collected."""

    id: str = Field(default="", validation_alias="§kod")
    namn: Text
    kod: Annotated[str, StringConstraints(pattern=r"^[A-ZÅÄÖ]{2,4}$")]
    utgivare: Text
    insamling: str = ""
    saknas: SaknasUndantag = SaknasUndantag()
    anmarkning: str = ""


class Indikator(Part):
    """One question, routine, item or count, with its scale."""

    kod: str = Field(default="", validation_alias="§kod")
    omrade: str = Field(default="", validation_alias="§omrade")
    delindex: str = Field(default="", validation_alias="§delindex")
    namn: Text
    visningsnamn: Text
    kalla: Id
    matenhet: Text
    typ: Literal["upplevelse", "bemanning", "rutin", "webb", "teknik"]
    poang: Poang
    vikt: Vikt = 1.0
    per_enhet: bool = False
    poang_enhet: Poang | None = None
    belagg: Literal["A", "B", "C"]
    kolada: Annotated[str, StringConstraints(pattern=r"^[NU][0-9]{5}$")] | None = None
    alias: tuple[str, ...] = ()
    jamforbar_sedan: int | None = None
    anmarkning: str = ""

    @field_validator("alias", mode="before")
    @classmethod
    def _tuple(cls, value: object) -> object:
        return tuple(value) if isinstance(value, list) else value


class Kvalitetsomrade(Part):
    """A quality area: the level that the seniors weighed."""

    kod: str = Field(default="", validation_alias="§kod")
    delindex: str = Field(default="", validation_alias="§delindex")
    nummer: Text
    namn: Text
    vikt: Vikt
    alias: tuple[str, ...] = ()
    enhetsnamn: str = ""
    anmarkning: str = ""
    indikatorer: dict[Id, Indikator] = Field(min_length=1)

    @field_validator("alias", mode="before")
    @classmethod
    def _tuple(cls, value: object) -> object:
        return tuple(value) if isinstance(value, list) else value


class Delindex(Part):
    """One of the parts that make the total."""

    kod: str = Field(default="", validation_alias="§kod")
    nummer: Annotated[int, Field(ge=1)]
    namn: Text
    kvalitetsomraden: dict[Id, Kvalitetsomrade] = Field(min_length=1)

    @property
    def vikt(self) -> float:
        """The sum of its områden's weights."""
        return float(sum(omrade.vikt for omrade in self.kvalitetsomraden.values()))


class Aggregering(Part):
    """How each level is put together from the one below."""

    omrade: Aggregat = "aritmetisk"
    delindex: Aggregat = "aritmetisk"
    total: Aggregat = "aritmetisk"


class Genomsnitt(Part):
    """Who counts in kommungenomsnittet: ``alla``, or ``svarande``.

    For an indikator, ``svarande`` are the kommuner with a value of their own; for område, delindex and total
    (``index``) they are the kommuner where no källa is missing whole.
    """

    indikator: Literal["svarande", "alla"] = "svarande"
    index: Literal["svarande", "alla"] = "alla"


class Klasser(Part):
    """Upper limits of the result classes in rising order, on the index or on its distance from the mean."""

    matt: Literal["indexpoang", "avvikelse"]
    till_och_med: dict[Text, Finite] = Field(min_length=2)

    @model_validator(mode="after")
    def _rising(self) -> Klasser:
        limits = list(self.till_och_med.values())
        if any(a >= b for a, b in pairwise(limits)):
            raise ValueError(f"the limits {', '.join(f'{x:g}' for x in limits)} must rise")
        if limits[-1] != 100:
            raise ValueError(f"the last class ends at {limits[-1]:g}, must end at 100")
        return self


class Jamforbarhet(Part):
    """How far this year's results may be set against another year's."""

    grad: Grad
    text: str


class MinstaAntalSvar(Part):
    """Fewer answers than this are not shown; ``bekraftat`` tells whether the units' limit has been confirmed."""

    kommun: Annotated[int, Field(ge=1)]
    enhet: Annotated[int, Field(ge=1)]
    bekraftat: bool = False
    anmarkning: str = ""


class UtanKalla(Part):
    """A unit indikator that the year's model is said to have, but whose source is not known: it is not computed."""

    namn: Text
    omrade: Id
    anmarkning: Text


class Enhetsregler(Part):
    """Choices of the index per unit (``docs/method.md``, section 8); the defaults are assumptions.

    Parameters
    ----------
    referens : {"enheter", "kommun"}
        What a unit is set against: the mean of the kommun's units, or the kommun's own result.
    minsta_andel : float
        Share of a delindex, by weight, that must have values before it is computed.
    konfidens : float
        Of intervals.
    svarsandel : float
        Share of a unit's users that answer, for the finite population correction.
    samvariation : float or None
        Correlation between any two questions that the same users answer; None: estimated from the year's answers.
    minsta_grupp : int
        Units that each group must have before municipal and private units are compared.
    """

    referens: Literal["enheter", "kommun"] = "enheter"
    minsta_andel: Annotated[float, Field(ge=0, le=1)] = 0.5
    konfidens: Annotated[float, Field(gt=0, lt=1)] = 0.9
    svarsandel: Annotated[float, Field(gt=0, le=1)] = 0.6
    samvariation: Annotated[float, Field(ge=0, le=1)] | None = None
    minsta_grupp: Annotated[int, Field(ge=2)] = 3


class Enhetsmodell(Part):
    """The index per unit: how many indikatorer it is declared to have; the file marks which by ``per_enhet``.

    ``status`` tells whether an index per unit was published that year, or the unit model is derived from others.
    """

    antal_indikatorer: Annotated[int, Field(ge=1)]
    status: Literal["publicerad", "harledd"] = "publicerad"
    regler: Enhetsregler = Enhetsregler()
    utan_kalla: dict[Id, UtanKalla] = {}
    anmarkning: str = ""


class Viktning(Part):
    """Where the weights come from, and whether the index owner has confirmed them."""

    status: Literal["antagande", "faststalld"]
    kalla: Text


class Model(Part):
    """One year's whole measure model.

    Attributes
    ----------
    delindex, kallor : dict
        By id, in the file's order; ``omraden`` and ``indikatorer`` flatten the tree in the same order.
    vikter : Series
        Område id to its weight, any positive scale.
    """

    ar: Annotated[int, Field(ge=2000, le=2100)]
    namn: Text
    kalla: Text
    antal_indikatorer: Annotated[int, Field(ge=1)]
    antaganden: list[str] = []
    saknas: SaknasRegel = SaknasRegel()
    aggregering: Aggregering = Aggregering()
    genomsnitt: Genomsnitt = Genomsnitt()
    klasser: Klasser
    jamforbarhet: dict[int, Jamforbarhet] = {}
    minsta_antal_svar: MinstaAntalSvar
    enhetsmodell: Enhetsmodell | None = None
    viktning: Viktning
    kallor: dict[Id, Kalla] = Field(min_length=1)
    delindex: dict[Id, Delindex] = Field(min_length=1)

    @cached_property
    def omraden(self) -> dict[str, Kvalitetsomrade]:
        """All kvalitetsområden by id."""
        return {kod: omrade for delindex in self.delindex.values() for kod, omrade in delindex.kvalitetsomraden.items()}

    @cached_property
    def indikatorer(self) -> dict[str, Indikator]:
        """All indikatorer by id."""
        return {kod: indikator for omrade in self.omraden.values() for kod, indikator in omrade.indikatorer.items()}

    @cached_property
    def enhetsindikatorer(self) -> dict[str, Indikator]:
        """The indikatorer that are also computed per unit, by id."""
        return {kod: indikator for kod, indikator in self.indikatorer.items() if indikator.per_enhet}

    @property
    def enhetsregler(self) -> Enhetsregler:
        """The choices of the index per unit; the defaults when the file has none."""
        return self.enhetsmodell.regler if self.enhetsmodell else Enhetsregler()

    @property
    def vikter(self) -> pd.Series:
        """The områden's weights."""
        return pd.Series({kod: omrade.vikt for kod, omrade in self.omraden.items()}, dtype=float, name="vikt")

    @property
    def delindexvikter(self) -> pd.Series:
        """The delindex's weights: the sums of their områden's."""
        return pd.Series({kod: delindex.vikt for kod, delindex in self.delindex.items()}, dtype=float, name="vikt")

    def prioriterade(self, antal: int = 6) -> list[str]:
        """Ids of the områden with the highest weight; equal weights keep the file's order."""
        return sorted(self.omraden, key=lambda kod: -self.omraden[kod].vikt)[:antal]

    def regel(self, kalla: str, status: str) -> Regel:
        """The missing rule for a status, the källa's own before the model's."""
        own = getattr(self.kallor[kalla].saknas, status)
        rule: Regel = own or getattr(self.saknas, status)
        return rule

    def klasskala(self, medel: float) -> Scale:
        """The result classes in index points, given kommungenomsnittet (used when the limits are offsets from it)."""
        shift = medel if self.klasser.matt == "avvikelse" else 0.0
        limits = list(self.klasser.till_och_med.values())
        return Scale(tuple(limit + shift for limit in limits[:-1]), tuple(self.klasser.till_och_med))
