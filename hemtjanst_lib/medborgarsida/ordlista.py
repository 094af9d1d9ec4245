"""The plain words of the citizens' page: ``parameters/text/medborgare.yml``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from hemtjanst_lib.forms import Del, read_form
from hemtjanst_lib.model import Model
from hemtjanst_lib.narrative.words import TEXT

Lage = Literal["over", "lika", "under", "ensam", "saknas"]
LAGEN: tuple[Lage, ...] = ("over", "lika", "under", "ensam", "saknas")
FACKORD = re.compile(
    r"delindex|indikator|(?<!hemtjänst)index|percentil|kvalitetsområde|konfidens|signifikan|\benhet", re.I
)
DELAR = 10


def _texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return _texts(tuple(value.values()))
    return [text for part in value for text in _texts(part)] if isinstance(value, tuple | list) else []


class _Del(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_min_length=1)

    @field_validator("*")
    @classmethod
    def _plain(cls, value: object) -> object:
        if found := [text for text in _texts(value) if FACKORD.search(text)]:
            raise ValueError(f"not plain Swedish: {found[0]}")
        return value


class Fragetext(_Del):
    """One question: what matters (``val``), the heading, what was measured, and what those who are counted say."""

    val: str
    fraga: str
    forklaring: str
    ja: str


class Rutintext(_Del):
    """The question of how many routines there are."""

    val: str
    fraga: str
    forklaring: str
    indikatorer: tuple[str, ...] = Field(min_length=1)
    alla: str
    nagra: str
    inga: str


class Andelar(_Del):
    """How a share is said, in tenths."""

    alla: str
    nastan_alla: str
    delar: str
    nastan_ingen: str
    ingen: str

    def text(self, procent: float) -> str:
        """Say a share given on 0–100.

        >>> load_ordlista().andelar.text(78), load_ordlista().andelar.text(97)
        ('Ungefär 8 av 10', 'Nästan alla')
        """
        if procent in {0, 100}:
            return self.alla if procent else self.ingen
        tenths = int(procent / DELAR + 0.5)
        named = {0: self.nastan_ingen, DELAR: self.nastan_alla}
        return named.get(tenths) or self.delar.format(n=tenths)


class Lagesord(Del):
    """How a position is said: as the heading of a group, and in a row."""

    rubrik: str = Field(min_length=1)
    ord: str


class Saknasord(_Del):
    """Why an answer is missing."""

    sekretess: str
    ej_brukarundersokning: str
    ej_enhetsundersokning: str
    uppgift: str


class Svarsord(_Del):
    """How many have answered."""

    minst: str
    sekretess: str
    inga: str


class Regiord(_Del):
    """Who runs it."""

    kommunal: str
    enskild: str


class Ordlista(_Del):
    """All of ``medborgare.yml``."""

    fragor: dict[str, Fragetext] = Field(min_length=1)
    rutiner: Rutintext
    andelar: Andelar
    lagen: dict[Lage, Lagesord]
    lika_text: str
    ordning_text: str
    saknas: Saknasord
    svar: Svarsord
    regi: Regiord
    sida: dict[str, str]
    om: tuple[str, ...] = Field(min_length=1)

    @field_validator("lagen")
    @classmethod
    def _every(cls, value: dict[Lage, Lagesord]) -> dict[Lage, Lagesord]:
        if missing := [lage for lage in LAGEN if lage not in value]:
            raise ValueError(f"lacks {', '.join(missing)}")
        return value


@cache
def load_ordlista(path: Path = TEXT / "medborgare.yml") -> Ordlista:
    """Load the words.

    Raises
    ------
    ParameterError
        With every fault of the file: what is missing, and words that are not plain.
    """
    return read_form(path, Ordlista)


def ordfel(ordlista: Ordlista, models: Iterable[Model]) -> list[str]:
    """Name the questions that no model measures per unit."""
    known = {kod for model in models for kod in model.enhetsindikatorer}
    asked = {f"fragor.{kod}": kod for kod in ordlista.fragor}
    asked |= {f"rutiner.indikatorer.{n}": kod for n, kod in enumerate(ordlista.rutiner.indikatorer)}
    return [f"{place}: no model measures {kod} per unit" for place, kod in asked.items() if kod not in known]
