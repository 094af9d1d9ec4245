"""Which kommuner a report on several is about: a län, or a set named in ``parameters/report/sets/<id>.yml``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

import pandas as pd
from pydantic import Field, StringConstraints, ValidationError

from hemtjanst_lib.errors import ParameterError
from hemtjanst_lib.files import read_yaml
from hemtjanst_lib.forms import Del, faulty
from hemtjanst_lib.paths import PARAMETERS
from hemtjanst_lib.reference import check_kommunkod

SETS = PARAMETERS / "report" / "sets"

Text = Annotated[str, StringConstraints(min_length=1)]
Kommunkod = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}$")]


@dataclass(frozen=True)
class Urval:
    """A set of kommuner: its id (``lan_01`` or the file's name), what it is called, codes rising, and its source."""

    id: str
    namn: str
    sort: Literal["lan", "egen"]
    kommunkoder: tuple[str, ...]
    kalla: str = ""


class Urvalsfil(Del):
    """The shape of a set file; each code stands beside its name, so that a wrong one is seen."""

    namn: Text
    kalla: Text
    kommuner: Annotated[dict[Kommunkod, Text], Field(min_length=1)]


def lansurval(lanskod: str, kommuner: pd.DataFrame) -> Urval:
    """Return the kommuner of a län; a län of one kommun, Gotland, is a set of one.

    Raises
    ------
    ParameterError
        If there is no such län.
    """
    members = kommuner.index[kommuner["lanskod"] == lanskod]
    if members.empty:
        raise ParameterError(
            f"no län with code {lanskod}; codes are two digits as text, such as 01",
            do="See data/reference/kommuner.csv.",
        )
    return Urval(f"lan_{lanskod}", str(kommuner.at[members[0], "lan"]), "lan", tuple(members))


def urvalsnamn(folder: Path = SETS) -> list[str]:
    """Ids of the sets that there are files for, in alphabetical order."""
    return sorted(path.stem for path in folder.glob("*.yml"))


def load_urval(namn: str, kommuner: pd.DataFrame, folder: Path = SETS) -> Urval:
    """Read and check the set called ``namn``.

    Raises
    ------
    ParameterError
        If there is no such file, or with every fault in it: keys, codes that are not text or that the register lacks,
        names that are not the register's.
    """
    path = folder / f"{namn}.yml"
    if not path.is_file():
        known = ", ".join(urvalsnamn(folder)) or "none"
        raise ParameterError(f"no set called {namn}; there are {known}", do=f"Write {path.name} to add a set.")
    raw = read_yaml(path, ParameterError)
    form, faults = _form(raw)
    faults += _unlike_register(raw, kommuner)
    if form is None or faults:
        raise faulty(path, faults)
    return Urval(namn, form.namn, "egen", tuple(sorted(form.kommuner)), form.kalla)


def _form(raw: Any) -> tuple[Urvalsfil | None, list[str]]:
    """Check the shape; return the form, or what is wrong with it."""
    try:
        return Urvalsfil.model_validate(raw), []
    except ValidationError as fault:
        return None, [_line(error["loc"], error["msg"]) for error in fault.errors()]


def _line(loc: tuple[int | str, ...], text: str) -> str:
    if loc[-1:] == ("[key]",):
        return f'kommuner.{loc[-2]}: a code must be four digits in quotes, such as "0188"'
    return f"{'.'.join(map(str, loc)) or 'the file'}: {text}"


def _unlike_register(raw: Any, kommuner: pd.DataFrame) -> list[str]:
    """Name codes that the register lacks, and names that are not the register's."""
    members = raw.get("kommuner") if isinstance(raw, dict) else None
    pairs = members.items() if isinstance(members, dict) else ()
    return [line for kod, namn in pairs if isinstance(kod, str) for line in _fel_i_rad(kod, namn, kommuner)]


def _fel_i_rad(kod: str, namn: object, kommuner: pd.DataFrame) -> list[str]:
    try:
        right = str(kommuner.at[check_kommunkod(kod, kommuner), "namn"])
    except ParameterError as fault:
        return [f"kommuner.{kod}: {fault.what}. {fault.do}"]
    return [] if namn == right else [f"kommuner.{kod}: is called {right} in the register, not {namn}"]
