"""Where in which raw file each indikator of a year stands, from ``parameters/sources/<year>.yml``."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from hemtjanst_lib import paths
from hemtjanst_lib.errors import SourceError
from hemtjanst_lib.files import read_yaml
from hemtjanst_lib.sources.cards import describe

Status = Literal["ok", "ej_svar", "sekretess", "ej_tillamplig"]


def _pattern(text: str) -> str:
    try:
        re.compile(text)
    except re.error as fault:
        raise ValueError(f"not a regular expression: {fault}") from fault
    return text


Pattern = Annotated[str, AfterValidator(_pattern)]


BOUNDS = {"procent": (0.0, 100.0), "ja_nej": (0.0, 1.0), "niva": (0.0, 2.0), "tal": (float("-inf"), float("inf"))}


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True)


class Varden(_Strict):
    """A group of value columns of one type.

    Parameters
    ----------
    typ : {"procent", "ja_nej", "niva", "tal"}
        Bounds follow from it: 0-100; 0 or 1; 0, 1 or 2; ``min``-``max``.
    ord : mapping from word to number
        How an answer in words is read, compared without regard to case.
    faktor : float
        What a number in the file is multiplied with, 100 for shares written 0-1.
    kolumner : mapping from column heading (or Kolada KPI) to indikator
        Empty for a long list, where the indikator stands in its own column.
    """

    typ: Literal["procent", "ja_nej", "niva", "tal"]
    kolumner: dict[str, str] = Field(default_factory=dict)
    ord: dict[str, float] = Field(default_factory=dict)
    faktor: float = 1.0
    min: float | None = None
    max: float | None = None

    @property
    def bounds(self) -> tuple[float, float]:
        """Smallest and largest value that can be right, after ``faktor``."""
        low, high = BOUNDS[self.typ]
        return (low if self.min is None else self.min, high if self.max is None else self.max)


class Radfilter(_Strict):
    """Which kinds of rows are read; a kind in neither list is a fault, so that no row is lost unseen.

    Parameters
    ----------
    delar : bool
        The kinds left out are parts of the one kept (women and men of all): what is kept is held against them.
    """

    kolumn: str
    behall: list[str] = Field(min_length=1)
    utelamna: list[str] = []
    delar: bool = False


class Antal(_Strict):
    """Where the number of answers stands: a number, or an interval whose lower end is taken."""

    kolumn: str
    form: Literal["tal", "intervall"] = "tal"


class Fil(_Strict):
    """One reading of one raw file.

    Parameters
    ----------
    id : str
        Name of the reading, unique within the source.
    form : {"blad", "lista", "kolada"}
        A sheet with one column an indikator; a CSV list; Kolada's JSON pages.
    niva : {"kommun", "enhet"}
        What a row is about.
    fil : str
        File pattern within ``raw/<year>/<kalla>/``; exactly one file must match (pages of JSON: one or more).
    blad, blad_monster
        The sheet's name, or a regular expression with a group ``kod`` when each kommun has its own sheet.
    rubrikrad : int
        Row of the column headings, counted from 1; data begin on the next row.
    kod, namn, regi, foretag, indikator, varde : str
        Headings of the columns with kommunkod, name, kind of provider, company (or its organisation number),
        indikator id and value.
    datum : str
        For a list: heading of a column of dates, which must be of the year.
    antal_enheter : str
        Heading of a column with the number of units behind a kommun's values, held against the unit rows.
    slutrad : str
        Regular expression for the first cell of notes under the data.
    koder_som_tal : bool
        Accept a kommunkod that Excel has made a number, 114 for 0114, with a warning.
    saknad_kommun : {"fel", "ej_svar"}
        Whether a kommun without a row is a fault or has not answered.
    """

    id: str
    form: Literal["blad", "lista", "kolada"]
    niva: Literal["kommun", "enhet"] = "kommun"
    fil: str
    blad: str | None = None
    blad_monster: Pattern | None = None
    andra_blad: list[str] = []
    rubrikrad: int = Field(default=1, ge=1)
    kod: str | None = None
    namn: str | None = None
    regi: str | None = None
    foretag: str | None = None
    regi_ord: dict[str, str] = {}
    indikator: str | None = None
    varde: str | None = None
    datum: str | None = None
    slutrad: Pattern | None = None
    rader: list[Radfilter] = []
    antal: Antal | None = None
    antal_enheter: str | None = None
    koder_som_tal: bool = False
    saknad_kommun: Literal["fel", "ej_svar"] = "fel"
    skilje: str = ";"
    teckenkodning: str = "utf-8-sig"
    varden: list[Varden] = Field(min_length=1)

    @model_validator(mode="after")
    def _complete(self) -> Fil:
        if self.form == "blad" and (self.blad is None) == (self.blad_monster is None):
            raise ValueError("form blad needs either blad or blad_monster")
        if self.form == "blad" and self.blad is not None and self.kod is None:
            raise ValueError("a single sheet needs kod, the heading of the column with kommunkod")
        if self.blad_monster is not None and "kod" not in re.compile(self.blad_monster).groupindex:
            raise ValueError("blad_monster needs a group (?P<kod>…)")
        if self.form == "lista" and not (self.kod and self.varde):
            raise ValueError("form lista needs kod and varde")
        if self.niva == "enhet" and not self.namn:
            raise ValueError("niva enhet needs namn, the heading of the column with the unit's name")
        return self

    @property
    def indikatorer(self) -> dict[str, Varden]:
        """Indikator id to the group of columns that holds it."""
        return {ind: group for group in self.varden for ind in group.kolumner.values()}


class Kalla(_Strict):
    """All readings of one source, and file patterns that are known and not read."""

    filer: list[Fil] = Field(min_length=1)
    bortse: list[str] = []


class Layout(_Strict):
    """The whole of ``parameters/sources/<year>.yml``."""

    ar: int
    markorer: dict[str, Status]
    markorer_med_varning: dict[str, Status] = {}
    kallor: dict[str, Kalla]

    @model_validator(mode="after")
    def _each_once(self) -> Layout:
        faults = []
        for kalla, layout in self.kallor.items():
            seen: dict[tuple[str, str], str] = {}
            for fil in layout.filer:
                for group in fil.varden:
                    for column, indikator in group.kolumner.items():
                        where = f"{kalla}.{fil.id}.{column}"
                        if (other := seen.setdefault((fil.niva, indikator), where)) != where:
                            faults.append(f"{indikator} is read twice, in {other} and {where}")
        if faults:
            raise ValueError("; ".join(faults))
        return self


def layout_path(ar: int) -> Path:
    """Return the path of a year's layout file."""
    return paths.PARAMETERS / "sources" / f"{ar}.yml"


@lru_cache(maxsize=16)
def _load(path: Path, mtime: int) -> Layout:
    given = read_yaml(path, SourceError)
    try:
        return Layout.model_validate(given)
    except ValidationError as fault:
        raise SourceError(f"{path}: not a sound layout file", describe(fault), do="Correct the file.") from fault


def load_layout(path: Path) -> Layout:
    """Read and check a layout file.

    Raises
    ------
    SourceError
        If the file is missing or not sound; all faults at once, each with its path in the YAML.
    """
    if not path.is_file():
        years = ", ".join(sorted(p.stem for p in path.parent.glob("*.yml"))) or "none"
        raise SourceError(
            f"{path}: there is no layout for {path.stem}; there are {years}",
            do="Copy the nearest year's file and adjust it to the new files.",
        )
    return _load(path, path.stat().st_mtime_ns)
