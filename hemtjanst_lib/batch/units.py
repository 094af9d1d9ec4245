"""The year's units as subjects of reports: ids, names, folders and file names, with or without their names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path

import pandas as pd

from hemtjanst_lib import reference, store
from hemtjanst_lib.analysis.enheter_anonym import namnlost_id
from hemtjanst_lib.batch.kinds import Choice, Scope
from hemtjanst_lib.batch.subjects import Subject
from hemtjanst_lib.errors import ParameterError
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
    by_kommun = dict(iter(enheter[enheter["enhet"].isin(wanted)].groupby("kommunkod", sort=False)))
    found = [
        unit for kommun in chosen if kommun.kod in by_kommun for unit in _units(kommun, by_kommun[kommun.kod], choice)
    ]
    if not found:
        raise ParameterError(
            f"no unit is left to report on in {ar}", do="Choose other kommuner, or leave out a filter."
        )
    return found


def load_units(ar: int, data: Path) -> pd.DataFrame:
    """List the year's units by kommun: ``enhet`` (id), ``kommunkod``, ``namn``, ``beteckning`` (Enhet A)."""
    rows = store.load_year(ar, data).enheter
    rows = rows[rows["kalla"] == "brukarundersokningen"]
    enhet = rows["enhet_id"].str.split(":", n=1).str[1].str.replace(":", "-")
    letters = rows.groupby("kommunkod").cumcount().map(str)
    return rows.assign(enhet=enhet, beteckning="Enhet " + letters)


def result_hashes(ar: int, data: Path) -> dict[str, dict[str, str]]:
    """Hash what the unit reports of each kommun are made from, so that another kommun's correction leaves them be."""
    return {}


def _overview(kommun: Subject, *, anonym: bool) -> Subject:
    if not anonym:
        return replace(kommun, mapp=f"{kommun.stem}/{FOLDER}")
    told = {**kommun.parameters, "anonym": True}
    kod, mapp = f"{kommun.kod}-anonym", f"{kommun.stem}/{ANONYMOUS_FOLDER}"
    return replace(kommun, kod=kod, parameters=told, mapp=mapp, visad_kod=f"{kommun.kod} anonym")


def _units(kommun: Subject, enheter: pd.DataFrame, choice: Choice) -> list[Subject]:
    rows = zip(enheter["enhet"], enheter["namn"], enheter["beteckning"], strict=True)
    if choice.anonym:
        return [_nameless(kommun, beteckning) for _, _, beteckning in rows]
    return [_named(kommun, enhet, namn) for enhet, namn, _ in rows]


def _named(kommun: Subject, enhet: str, namn: str) -> Subject:
    return replace(
        kommun,
        kod=enhet,
        namn=namn,
        parameters={"enhet": enhet},
        mapp=f"{kommun.stem}/{FOLDER}",
        tail=file_part(enhet.removeprefix(f"{kommun.kod}-")),
        visad_kod=f"{kommun.kod} {kommun.namn}",
    )


def _nameless(kommun: Subject, beteckning: str) -> Subject:
    """Make the subject of a unit that nothing in the report's files, names and parameters gives away."""
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
