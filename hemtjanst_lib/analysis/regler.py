"""The thresholds and choices of the written analysis: ``parameters/report/analys.yml``."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from hemtjanst_lib.forms import Del, read_form
from hemtjanst_lib.model import Model
from hemtjanst_lib.paths import PARAMETERS

ANALYS = PARAMETERS / "report" / "analys.yml"

Antal = Annotated[int, Field(ge=1)]
Poang = Annotated[float, Field(ge=0, le=100)]
Typ = Literal["upplevelse", "bemanning", "rutin", "webb", "teknik"]
Mal = Literal["full", "percentil"]


class Benchmarkregler(Del):
    """How many places each benchmark list has, and which delindex are listed whole."""

    total: Antal
    delindex: dict[str, Antal]
    omrade: Antal


class Atgardsregler(Del):
    """How far an indikator may be thought to reach, and what can be done soon."""

    percentil: Annotated[float, Field(gt=0, lt=100)]
    mal: dict[Typ, Mal]
    undantag: dict[str, Mal]
    snabba: tuple[Typ, ...]
    minsta_vinst: Poang
    hogst: Antal = 6


class Forebildsregler(Del):
    """When another kommun does clearly better, and how many are named."""

    minst_over_egen: Poang
    minst_over_medel: Poang
    hogst: Antal
    omraden: Antal = 5


class Klattrarregler(Del):
    """How many climbers are named."""

    hogst: Antal


class Skillnadsregler(Del):
    """Which kommuner are high and which are low."""

    minsta_antal: Antal
    andel: Annotated[float, Field(gt=0, le=50)]


class Analysregler(Del):
    """All thresholds of the written analysis."""

    benchmark: Benchmarkregler
    atgarder: Atgardsregler
    forebilder: Forebildsregler
    klattrare: Klattrarregler
    skillnader: Skillnadsregler


@cache
def load_regler(path: Path = ANALYS) -> Analysregler:
    """Read and check the thresholds; read once.

    Raises
    ------
    ParameterError
        With every fault of the file, each with its YAML path.
    """
    return read_form(path, Analysregler)


def regelfel(regler: Analysregler, models: Iterable[Model]) -> list[str]:
    """Name what the thresholds mention that no model has, and types of indikatorer that have no goal."""
    known = list(models)
    delindex = {kod for model in known for kod in model.delindex}
    indikatorer = {kod for model in known for kod in model.indikatorer}
    typer = dict.fromkeys(i.typ for model in known for i in model.indikatorer.values())
    return [
        *(f"benchmark.delindex.{k}: no model has it" for k in regler.benchmark.delindex if k not in delindex),
        *(f"atgarder.undantag.{k}: no model has it" for k in regler.atgarder.undantag if k not in indikatorer),
        *(f"atgarder.mal.{typ}: is missing" for typ in typer if typ not in regler.atgarder.mal),
    ]
