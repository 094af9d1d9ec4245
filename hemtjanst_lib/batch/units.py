"""The year's units as subjects of reports: ids, names, folders and file names, with or without their names."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence
from dataclasses import replace
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path

import pandas as pd

from hemtjanst_lib import reference, store
from hemtjanst_lib.analysis.enheter_anonym import namnlost_id
from hemtjanst_lib.batch.kinds import Choice, Scope
from hemtjanst_lib.batch.subjects import Subject
from hemtjanst_lib.errors import ParameterError, StoreError
from hemtjanst_lib.files import sha256

_NONE: dict[str, str] = {}
FOLDER, ANONYMOUS_FOLDER = "enheter", "enheter_anonym"
LONGEST = 60  # characters of a unit's part of a file name, so that paths stay short enough for every system


def unit_subjects(scope: Scope, kommuner: Sequence[Subject], choice: Choice, ar: int, data: Path) -> list[Subject]:
    """List the units of the given kommuner, or for scope ``enheter`` the kommuner with their units' folder.

    A kommun without units has an overview, which says so, and no report on a unit.

    Raises
    ------
    ParameterError
        If a unit does not exist, or none is left.
    """
    enheter = load_units(ar, data)
    hashes = result_hashes(ar, data)
    chosen = [replace(kommun, underlag=hashes.get(kommun.kod, _NONE)) for kommun in kommuner]
    if scope == "enheter":
        return [_overview(kommun, anonym=choice.anonym) for kommun in chosen]
    wanted = _wanted(choice.enheter, enheter)
    by_kommun: dict[str, list[tuple[str, str]]] = {}
    for kod, enhet, namn in zip(enheter["kommunkod"], enheter["enhet"], enheter["namn"], strict=True):
        by_kommun.setdefault(kod, []).append((enhet, namn))
    make = _nameless if choice.anonym else _named
    found = [unit for each in chosen for unit in make(each, by_kommun.get(each.kod, []), wanted, ar)]
    if not found:
        raise ParameterError(
            f"no unit is left to report on in {ar}", do="Choose other kommuner, or leave out a filter."
        )
    return found


def load_units(ar: int, data: Path) -> pd.DataFrame:
    """List the year's units by kommun and name: ``enhet`` (id), ``kommunkod``, ``namn``, in the order of ids.

    Raises
    ------
    StoreError
        If the year has no scored units.
    """
    units = store.unit_tables(ar, data, "enhet")["enhet"]
    return units[["enhet", "kommunkod", "namn"]].sort_values(["kommunkod", "enhet"], ignore_index=True)


def has_units(ar: int, data: Path) -> bool:
    """Whether there are scored units of the year: not when it was scored before units were, or no survey names any."""
    try:
        return not load_units(ar, data).empty
    except StoreError:
        return False


def result_hashes(ar: int, data: Path) -> dict[str, dict[str, str]]:
    """Hash what the unit reports of each kommun are made from, by kommunkod and year.

    That is the kommun's own rows of this year's units and last year's, and its own points; so a correction in another
    kommun leaves its reports be.
    """
    found: dict[str, dict[str, str]] = {}
    for y in (year for year in (ar - 1, ar) if year in store.years(data)):
        for kod, value in _hashes(y, data, _state(y, data)).items():
            found.setdefault(kod, {})[str(y)] = value
    return found


def _state(ar: int, data: Path) -> tuple[int, int]:
    stat = (store.folder(ar, data) / store.PROVENIENS).stat()
    return stat.st_mtime_ns, stat.st_ino


@lru_cache(maxsize=8)
def _hashes(ar: int, data: Path, _changed: tuple[int, int]) -> dict[str, str]:
    try:
        tables = store.unit_tables(ar, data, "enhet", "omrade", "indikator", "par")
    except StoreError:
        return {}  # an earlier year that was scored before units were
    place = tables["enhet"].set_index("enhet")["kommunkod"]
    own = pd.read_parquet(store.folder(ar, data) / "indikator.parquet")
    rows = [_rows(own, own["kommunkod"])]
    for table in tables.values():
        rows.append(_rows(table, table["kommunkod"] if "kommunkod" in table else table["enhet"].map(place)))
    total = pd.concat(rows, axis=1).fillna(0).astype("str").agg("-".join, axis=1)
    return {str(kod): sha256(text.encode()) for kod, text in total.items()}


def _rows(table: pd.DataFrame, kommun: pd.Series) -> pd.Series:
    """Add up the hashes of a table's rows by kommun: the same for the same rows in any order."""
    hashes = pd.util.hash_pandas_object(table, index=False)
    return hashes.groupby(kommun.astype("str").to_numpy()).sum()


def _overview(kommun: Subject, *, anonym: bool) -> Subject:
    told = {**kommun.parameters, "anonym": anonym}
    if not anonym:
        return replace(kommun, parameters=told, mapp=f"{kommun.stem}/{FOLDER}")
    kod, mapp = f"{kommun.kod}-anonym", f"{kommun.stem}/{ANONYMOUS_FOLDER}"
    return replace(kommun, kod=kod, parameters=told, mapp=mapp, visad_kod=f"{kommun.kod} anonym")


def _named(kommun: Subject, enheter: Sequence[tuple[str, str]], wanted: Container[str], _ar: int) -> list[Subject]:
    """Make the subjects of a kommun's units, given by id and name, as far as they are wanted."""
    return [
        replace(
            kommun,
            kod=enhet,
            namn=namn,
            parameters={"enhet": enhet, "anonym": False},
            mapp=f"{kommun.stem}/{FOLDER}",
            tail=file_part(enhet.removeprefix(f"{kommun.kod}-")),
            visad_kod=f"{kommun.kod} {kommun.namn}",
        )
        for enhet, namn in enheter
        if enhet in wanted
    ]


def _nameless(kommun: Subject, enheter: Sequence[tuple[str, str]], wanted: Container[str], ar: int) -> list[Subject]:
    """Make the same subjects so that nothing in a report's files, names and parameters gives its unit away."""
    from hemtjanst_lib.analysis.enheter import beteckningar  # noqa: PLC0415  (slow, and seldom asked for)

    ids = [enhet for enhet, _ in enheter]
    letters = zip(beteckningar(pd.Series(ids, dtype="str"), ar), ids, strict=True)
    chosen = sorted((len(letter), letter) for letter, enhet in letters if enhet in wanted)
    return [_of_letter(kommun, letter) for _, letter in chosen]


def _of_letter(kommun: Subject, beteckning: str) -> Subject:
    enhet = namnlost_id(kommun.kod, beteckning)
    return replace(
        kommun,
        kod=enhet,
        namn=beteckning,
        parameters={"enhet": enhet, "anonym": True},
        mapp=f"{kommun.stem}/{ANONYMOUS_FOLDER}",
        tail=file_part(beteckning.removeprefix("Enhet ")),
        visad_kod=f"{kommun.kod} {kommun.namn}",
    )


def file_part(text: str) -> str:
    """Write a unit's id or name so that any system takes it in a file name; what is cut or folded stays apart.

    >>> file_part("hemtjanst_bergvik-2"), file_part("A")
    ('hemtjanst_bergvik-2', 'a')
    """
    if re.fullmatch(r"[a-z0-9][a-z0-9_-]*", text.lower()) and len(text) <= LONGEST:
        return text.lower()
    return f"{reference.slug(text)[: LONGEST - 9]}_{sha256(text.encode())[:8]}".lstrip("_")


def _wanted(chosen: Iterable[str], enheter: pd.DataFrame) -> set[str]:
    known = set(enheter["enhet"])
    for enhet in chosen:
        if enhet not in known:
            near = get_close_matches(enhet, sorted(known), n=1, cutoff=0.5)
            hint = f"Did you mean {near[0]}?" if near else "See hemtjanst units YEAR."
            raise ParameterError(f"no unit with id {enhet}; ids are such as 0188-hemtjanst_strandtorp", do=hint)
    return set(chosen) or known
