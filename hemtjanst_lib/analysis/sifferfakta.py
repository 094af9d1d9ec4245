"""The figures of a report by name, so that a typed number can be compared with them and follow them.

A figure's name is its way from the report: ``index``, ``kommun.befolkning``, ``delindex.information.poang``.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, Literal

import pandas as pd

from hemtjanst_lib.errors import ParameterError
from hemtjanst_lib.language import Andel, Heltal, Placering, Poang, Skillnad, Text, heltal, skillnad, tal

Sort = Literal["poang", "skillnad", "placering", "andel", "antal", "ovrigt"]
_TYPES: tuple[tuple[type, Sort], ...] = (
    (Placering, "placering"),
    (Heltal, "antal"),
    (Poang, "poang"),
    (Skillnad, "skillnad"),
    (Andel, "andel"),
)
_KEYS = (
    *(("kommunkod",), ("klass",), ("enhet",), ("ar", "delindex"), ("enhet", "omrade"), ("enhet", "indikator")),
    *(("niva", "kod"), ("kommunkod", "delindex"), ("kommunkod", "kod"), ("kod",), ("ar", "kod"), ("namn",)),
)
_NAMES = ("namn", "visningsnamn", "kommun", "klass", "beteckning")
_LEFT_OUT = {"ar", "fjol", "ar_fore", "utgava", "nummer", "egen", "alla_ar", "brott", "djup", "sakerhet", "prioriterat"}
_SHARES = {"vikt", "viktandel", "effektiv_vikt", "lika_andel"}
_BEGINNINGS: tuple[tuple[tuple[str, ...], Sort], ...] = (
    (("placering", "forsta_plats", "sista_plats", "plats"), "placering"),
    (("gap", "forandring", "skillnad", "medel_forandring", "bidrag", "vinst", "kostnad"), "skillnad"),
    (("antal", "befolkning", "tillagda", "borttagna", "omdefinierade", "over", "under", "svar", "kommuner"), "antal"),
    (("poang", "index", "medel", "median", "riket", "hogst", "lagst", "minst", "krympt", "total"), "poang"),
    (("utforande", "stod_utveckling", "information", "bistand"), "poang"),
    (("andel",), "andel"),
)


@dataclass(frozen=True)
class Faktum:
    """One figure of a report.

    Parameters
    ----------
    vag : str
        Its name, such as ``delindex.information.poang``.
    varde : float
        Unrounded; a share on 0–100.
    sort : str
        What is counted, which decides the units that may stand after it.
    ar : int
        The year it is about.
    namn : tuple of str
        Names of what it is about, such as "Information"; empty for the report's own subject.
    matt : str
        The last part of the way: what is said of it, such as ``poang`` or ``placering_lan``.
    """

    vag: str
    varde: float
    sort: Sort
    ar: int
    namn: tuple[str, ...]
    matt: str

    def skriv(self, decimaler: int | None = None) -> str:
        """Write the figure in Swedish, without unit; a difference with its sign."""
        if self.sort in {"placering", "antal"}:
            return heltal(self.varde)
        places = 1 if decimaler is None else decimaler
        return skillnad(self.varde, places) if self.sort == "skillnad" else tal(self.varde, places)


class Siffror:
    """Lets a report tell any of its figures by name, for prose that follows the data."""

    def tal(self, vag: str, decimaler: int | None = None) -> Text:
        """Write a figure in Swedish, without unit: ``k.tal("delindex.information.poang", 0)``.

        Raises
        ------
        ParameterError
            If the report has no such figure, or its value is missing this year.
        """
        found = _catalogue(self).get(vag)
        if found is None:
            raise ParameterError(f"the report has no figure {vag}, or its value is missing")
        return Text(found.skriv(decimaler))


def sifferfakta(rapport: Any) -> Mapping[str, Faktum]:
    """Return all figures of a report that have a value, by name."""
    return _catalogue(rapport)


def _catalogue(rapport: Any) -> Mapping[str, Faktum]:
    """Make the catalogue once for a report."""
    made: dict[str, Faktum] | None = rapport.__dict__.get("_sifferfakta")
    if made is None:
        made = {faktum.vag: faktum for faktum in _of(rapport, "", rapport)}
        rapport.__dict__["_sifferfakta"] = made
    return made


def _of(thing: Any, before: str, rapport: Any) -> Iterator[Faktum]:
    for field in fields(thing):
        if field.name in _LEFT_OUT:
            continue
        value, vag = getattr(thing, field.name), f"{before}{field.name}"
        if isinstance(value, pd.DataFrame):
            yield from _rows(value, vag, rapport)
        elif is_dataclass(value) and not before:
            yield from _of(value, f"{vag}.", rapport)
        elif _is_number(value):
            yield _faktum(vag, float(value), (), rapport, sort=_sort_of(value, field.name))


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _sort_of(value: Any, name: str) -> Sort:
    return next((sort for kind, sort in _TYPES if isinstance(value, kind)), None) or _sort_named(name, "")


def _sort_named(name: str, matenhet: str) -> Sort:
    if name in _SHARES or (name in {"varde", "medel_varde"} and matenhet.startswith("procent")):
        return "andel"
    return next((sort for starts, sort in _BEGINNINGS if name.startswith(starts)), "ovrigt")


def _faktum(
    vag: str, varde: float, namn: tuple[str, ...], rapport: Any, *, sort: Sort, ar: int | None = None
) -> Faktum:
    matt = vag.rsplit(".", 1)[-1]
    year = ar if ar is not None else rapport.fjol if "_fore" in matt and hasattr(rapport, "fjol") else rapport.ar
    scaled = varde * 100 if matt in _SHARES and abs(varde) <= 1 else varde
    return Faktum(vag, scaled, sort, int(year), namn, matt)


def _rows(table: pd.DataFrame, vag: str, rapport: Any) -> Iterator[Faktum]:
    if (ids := _row_ids(table)) is None:
        return
    numbers = [name for name in table.select_dtypes("number").columns if name not in _LEFT_OUT]
    names = [name for name in _NAMES if name in table.columns]
    units = table["matenhet"].astype("string").fillna("") if "matenhet" in table.columns else None
    own = getattr(getattr(rapport, "kommun", None), "kod", None)
    for at, row_id in enumerate(ids):
        row = table.iloc[at]
        if own is not None and row_id == own:
            continue  # the report's own subject has its figures by themselves
        called = tuple(dict.fromkeys(str(row[name]) for name in names if isinstance(row[name], str)))
        year = int(row["ar"]) if "ar" in table.columns else None
        for name in numbers:
            if pd.notna(row[name]) and math.isfinite(row[name]):
                sort = _sort_named(str(name), str(units.iloc[at]) if units is not None else "")
                yield _faktum(f"{vag}.{row_id}.{name}", float(row[name]), called, rapport, sort=sort, ar=year)


def _row_ids(table: pd.DataFrame) -> list[str] | None:
    """Name the rows by the index, or by the columns that tell them apart; None when nothing does."""
    if table.index.name and table.index.is_unique:
        return [str(each) for each in table.index]
    for columns in _KEYS:
        if set(columns) <= set(table.columns):
            ids = ["/".join(map(str, row)) for row in zip(*(table[name] for name in columns), strict=True)]
            if len(set(ids)) == len(ids):
                return ids
    return None
