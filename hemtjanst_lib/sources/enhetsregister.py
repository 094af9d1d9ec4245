"""Pairs of units that a person has confirmed, or refused: ``parameters/units/<year>.yml``.

Invented data have a register of their own, ``parameters/units/exempel/<year>.yml``, so that the two never meet.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import pandas as pd
import yaml
from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from hemtjanst_lib import paths
from hemtjanst_lib.errors import SourceError
from hemtjanst_lib.files import read_yaml
from hemtjanst_lib.sources.cards import describe
from hemtjanst_lib.sources.faults import nearest

Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
KALLOR = ("brukarundersokningen", "enhetsundersokningen")


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True)


class Uppgift(_Strict):
    """One pair of names, as the two surveys spell them; ``#2`` after a name is the second unit that has it."""

    kommunkod: Annotated[str, StringConstraints(pattern=r"^\d{4}$")]
    brukarundersokningen: Text
    enhetsundersokningen: Text
    anmarkning: str = ""


class Fil(_Strict):
    """The whole file: the same unit (``par``), and not the same unit (``ej_par``)."""

    ar: int
    par: list[Uppgift] = []
    ej_par: list[Uppgift] = []


@dataclass(frozen=True)
class Register:
    """Confirmed pairs (unit of the user survey → unit of the unit survey) and refused ones, by ``enhet_id``."""

    par: dict[str, str] = field(default_factory=dict)
    ej_par: set[tuple[str, str]] = field(default_factory=set)

    @property
    def parade(self) -> set[str]:
        """All units that have a confirmed partner."""
        return {*self.par, *self.par.values()}


def register_path(ar: int, *, exempeldata: bool) -> Path:
    """Path of a year's register: the invented data's own, or the real one."""
    folder = paths.PARAMETERS / "units"
    return (folder / "exempel" if exempeldata else folder) / f"{ar}.yml"


def load_register(path: Path) -> Fil:
    """Read a register; an absent file is an empty one.

    Raises
    ------
    SourceError
        With every fault of the file's shape.
    """
    if not path.is_file():
        return Fil(ar=int(path.stem))
    given = read_yaml(path, SourceError)
    try:
        found = Fil.model_validate(given)
    except ValidationError as fault:
        raise SourceError(f"{_shown(path)}: not sound", describe(fault), do="Correct the file.") from fault
    if found.ar != int(path.stem):
        raise SourceError(f"{_shown(path)}: ar is {found.ar}, but the file is named {path.name}")
    return found


def resolve(found: Fil, enheter: pd.DataFrame, path: Path) -> Register:
    """Turn names into ids.

    Raises
    ------
    SourceError
        With every fault at once: a name that fits no unit or several, a unit in two pairs, a pair that is also
        refused, an entry that stands twice.
    """
    ids = {kalla: kallnamn(enheter[enheter["kalla"].eq(kalla)]) for kalla in KALLOR}
    faults: list[str] = []
    pairs = {
        name: [_ids(entry, ids, f"{name}, entry {number}", faults) for number, entry in enumerate(entries, 1)]
        for name, entries in (("par", found.par), ("ej_par", found.ej_par))
    }
    known = {name: [pair for pair in some if pair is not None] for name, some in pairs.items()}
    faults += _contradictions(known)
    if faults:
        raise SourceError(f"{_shown(path)}: does not fit the units", faults, do="Correct or remove the entries.")
    return Register(dict(known["par"]), set(known["ej_par"]))


def kallnamn(enheter: pd.DataFrame) -> dict[tuple[str, str], str]:
    """Return what a unit of one survey is called in the register, by kommun, and its id."""
    again = enheter.duplicated(["kommunkod", "namn"], keep=False)
    order = (enheter.groupby(["kommunkod", "namn"]).cumcount() + 1).astype("str")
    names = enheter["namn"].where(~again, enheter["namn"] + " #" + order)
    return dict(zip(zip(enheter["kommunkod"], names, strict=True), enheter["enhet_id"], strict=True))


def namn_i_registret(enheter: pd.DataFrame) -> dict[str, str]:
    """Return what each unit, by its id in a survey, is called in the register."""
    both = [kallnamn(enheter[enheter["kalla"].eq(kalla)]) for kalla in KALLOR]
    return {kod: namn for units in both for (_, namn), kod in units.items()}


def som_yaml(ar: int, par: pd.DataFrame, enheter: pd.DataFrame) -> str:
    """Write doubtful pairs as the register would have them: of each unit the best, no unit twice.

    Pairs that are as good as another of the same unit are left out: names alone cannot tell which is right.
    """
    names = namn_i_registret(enheter)
    taken: set[str] = set()
    entries = []
    best_first = par[par["marginal"].abs() > 0].sort_values(
        ["kommunkod", "poang"], ascending=[True, False], kind="stable"
    )
    columns = (best_first[name].astype("str").tolist() for name in ("kommunkod", "enhet_bu", "enhet_eu"))
    for kod, bu, eu in zip(*columns, strict=True):
        if not taken & {bu, eu}:
            taken |= {bu, eu}
            entries.append({"kommunkod": kod, **dict(zip(KALLOR, (names[bu], names[eu]), strict=True))})
    return yaml.safe_dump({"ar": ar, "par": entries, "ej_par": []}, allow_unicode=True, sort_keys=False, width=1000)


def _ids(
    entry: Uppgift, ids: dict[str, dict[tuple[str, str], str]], where: str, faults: list[str]
) -> tuple[str, str] | None:
    found = []
    for kalla in KALLOR:
        namn = getattr(entry, kalla)
        if (kod := ids[kalla].get((entry.kommunkod, namn))) is not None:
            found.append(kod)
            continue
        names = [name for kommun, name in ids[kalla] if kommun == entry.kommunkod]
        hint = nearest(namn, names) if names else f"; {entry.kommunkod} has no unit in the survey"
        faults.append(f"{where}, {kalla}: {namn!r} fits no unit of kommun {entry.kommunkod}{hint}")
    return (found[0], found[1]) if len(found) == 2 else None


def _contradictions(pairs: dict[str, list[tuple[str, str]]]) -> Iterator[str]:
    for name, some in pairs.items():
        yield from (f"{name}: {_words(pair)} stands {n} times" for pair, n in Counter(some).items() if n > 1)
    confirmed = set(pairs["par"])
    yield from (f"par and ej_par: {_words(pair)} stands in both" for pair in sorted(confirmed & set(pairs["ej_par"])))
    for side in (0, 1):
        times = Counter(pair[side] for pair in confirmed)
        yield from (f"par: {kod} is in {n} pairs, must be in one" for kod, n in times.items() if n > 1)


def _words(pair: tuple[str, str]) -> str:
    return " and ".join(pair)


def _shown(path: Path) -> str:
    return path.relative_to(paths.PROJECT).as_posix() if path.is_relative_to(paths.PROJECT) else str(path)
