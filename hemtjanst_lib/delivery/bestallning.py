"""A kommun's order of a package: its form, and a year's orders from a file, all faults at once.

Orders are internal: names, addresses and e-mails in them go into no customer's file.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import pandas as pd
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, field_validator
from stdnum import ean
from stdnum.exceptions import InvalidChecksum
from stdnum.exceptions import ValidationError as NumberFault
from stdnum.se import orgnr

from hemtjanst_lib.delivery.kalender import STOCKHOLM, swedish_moment
from hemtjanst_lib.delivery.priser import Prislista
from hemtjanst_lib.errors import ParameterError
from hemtjanst_lib.files import read_yaml
from hemtjanst_lib.paths import PARAMETERS
from hemtjanst_lib.reference import check_kommunkod

ORDERS = PARAMETERS / "orders"
LISTOR = ("tillagg", "atkomst")  # fields that hold several values; in a CSV parted by commas

# Addresses are typed by people: no blanks, one @, a domain with a point. A stricter test is the letter itself.
EPOST = re.compile(r"[^@\s,;<>\"']+@[^@\s,;<>\"'.]+(?:\.[^@\s,;<>\"'.]+)+")
STYRTECKEN = re.compile(r"[\x00-\x1f\x7f]")
EXEMPEL = {"kommunkod": "four digits, such as 0188", "telefon": "a telephone number, such as 0176-710 00"}

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]


class Tillagg(StrEnum):
    """What can be ordered beside the package."""

    ENHETSINDEX = "enhetsindex"
    LEDNINGSGRUPP = "ledningsgrupp"
    NAMND = "namnd"
    WORKSHOP = "workshop"
    EXTRA_ANALYS = "extra_analys"


class Bestallning(BaseModel):
    """One order of the package, with or without add-ons; nothing is sold without the package.

    Attributes
    ----------
    kommunkod, kommun : str
        Code and name, both, so that a wrong one is seen.
    atkomst : tuple of str
        E-mail addresses of those who get a login; unique, no more than the price list gives.
    organisationsnummer, gln : str
        Ten and thirteen digits, check digit included. GLN may be left out.
    bestalld : datetime
        When the order came, in UTC; read as Swedish time when it has no offset.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kommunkod: Annotated[str, StringConstraints(pattern=r"^[0-9]{4}$")]
    kommun: Text
    kontaktperson: Text
    telefon: Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^\+?[0-9][0-9 ()-]{4,20}$")]
    epost: Text
    atkomst: Annotated[tuple[Text, ...], Field(min_length=1)]
    tillagg: tuple[Tillagg, ...] = ()
    fakturaadress: Text
    referens: Text
    organisationsnummer: str
    gln: str = ""
    bestalld: datetime
    rapportpaket: bool = True

    @field_validator("kommun", "kontaktperson", "fakturaadress", "referens")
    @classmethod
    def _printable(cls, value: str) -> str:
        if STYRTECKEN.search(value):
            raise ValueError("holds a control character; write it on one line")
        return value

    @field_validator("epost")
    @classmethod
    def _address(cls, value: str) -> str:
        return _epost(value)

    @field_validator("atkomst")
    @classmethod
    def _addresses(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        twice = [address for address, n in Counter(address.casefold() for address in value).items() if n > 1]
        if twice:
            raise ValueError(f"{', '.join(twice)} stands twice; each login belongs to one person")
        return tuple(_epost(address) for address in value)

    @field_validator("rapportpaket")
    @classmethod
    def _package(cls, value: bool) -> bool:
        if not value:
            raise ValueError("add-ons, the unit index among them, need the package")
        return value

    @field_validator("tillagg")
    @classmethod
    def _once(cls, value: tuple[Tillagg, ...]) -> tuple[Tillagg, ...]:
        if len(set(value)) < len(value):
            raise ValueError("the same add-on stands twice")
        return value

    @field_validator("organisationsnummer")
    @classmethod
    def _orgnr(cls, value: str) -> str:
        return _checked(orgnr, value, "organisationsnummer has ten digits, such as 212000-0142")

    @field_validator("gln")
    @classmethod
    def _gln(cls, value: str) -> str:
        return _checked(ean, value, "a GLN has thirteen digits", digits=13) if value else ""

    @field_validator("bestalld", mode="before")
    @classmethod
    def _moment(cls, value: object) -> datetime:
        return swedish_moment(value)

    @property
    def enhetsindex(self) -> bool:
        """Whether the unit index is ordered."""
        return Tillagg.ENHETSINDEX in self.tillagg


def _epost(value: str) -> str:
    if not EPOST.fullmatch(value):
        raise ValueError(f"{value} is no e-mail address")
    return value


def _checked(number: Any, value: str, expected: str, digits: int = 10) -> str:
    """Return the digits alone, check digit verified."""
    try:
        found = str(number.validate(value))
    except InvalidChecksum as fault:
        raise ValueError(f"the check digit of {value} is wrong") from fault
    except NumberFault as fault:
        raise ValueError(f"{expected}; found {value}") from fault
    if len(found) != digits:
        raise ValueError(f"{expected}; found {value}")
    return found


def order_file(ar: int, data: Path, folder: Path = ORDERS) -> Path | None:
    """Find a year's orders: those of the data root if it has any (invented data do), else ``parameters/orders``.

    Raises
    ------
    ParameterError
        If a folder has both a CSV and a YAML file for the year.
    """
    for place in (data / "orders", folder):
        found = [path for ending in ("csv", "yml") if (path := place / f"{ar}.{ending}").is_file()]
        if len(found) > 1:
            raise ParameterError(f"{place}: has {found[0].name} and {found[1].name}", do="Keep one of them.")
        if found:
            return found[0]
    return None


def load_bestallningar(
    path: Path, kommuner: pd.DataFrame, priser: Prislista, *, nu: datetime
) -> tuple[Bestallning, ...]:
    """Read a year's orders, in order of time; orders of the same moment by code.

    Parameters
    ----------
    path : Path
        ``<year>.csv`` (semicolons, UTF-8) or ``<year>.yml`` (a list of orders).
    kommuner : DataFrame
        The register, with ``namn`` and ``befolkning``.
    priser : Prislista
        For the number of logins.
    nu : datetime
        Orders from later than this are refused.

    Raises
    ------
    ParameterError
        With every fault of the file.
    """
    rows = _csv_rows(path) if path.suffix == ".csv" else _yaml_rows(path)
    orders: list[Bestallning] = []
    faults: list[str] = []
    for where, row in rows:
        order, found = _read(row)
        faults += [f"{where}: {fault}" for fault in found]
        if order is not None:
            orders.append(order)
            faults += [f"{where}: {fault}" for fault in _against_register(order, kommuner, priser, nu)]
    faults += _twice([(where, row.get("kommunkod")) for where, row in rows])
    if faults:
        raise ParameterError(f"{path} has {len(faults)} faults:", faults, do="Correct the file.")
    return tuple(sorted(orders, key=lambda order: (order.bestalld, order.kommunkod)))


def _csv_rows(path: Path) -> list[tuple[str, dict[str, Any]]]:
    """Read the CSV's rows, each with its place; an empty cell counts as not given."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as fault:
        raise ParameterError(f"{path}: cannot be read ({fault})", do="Save it as CSV in UTF-8.") from fault
    reader = csv.DictReader(io.StringIO(text), delimiter=";", restkey="<too many cells>")
    if not reader.fieldnames or "kommunkod" not in reader.fieldnames:
        raise ParameterError(f"{path}: the first row must name the columns, kommunkod among them, parted by semicolons")
    return [(f"row {reader.line_num}", _cells(row)) for row in reader]


def _cells(row: Mapping[str, Any]) -> dict[str, Any]:
    given = {name: value for name, value in row.items() if value not in ("", None)}
    lists = {
        name: [part.strip() for part in given[name].split(",") if part.strip()] for name in LISTOR if name in given
    }
    if "rapportpaket" in given:
        lists["rapportpaket"] = {"ja": True, "nej": False}.get(given["rapportpaket"], given["rapportpaket"])
    return {**given, **lists}


def _yaml_rows(path: Path) -> list[tuple[str, dict[str, Any]]]:
    content = read_yaml(path, ParameterError) or []
    if not isinstance(content, list) or not all(isinstance(row, dict) for row in content):
        raise ParameterError(f"{path}: expected a list of orders", do="Begin each order with '- kommunkod: \"0188\"'.")
    return [(f"order {number}", row) for number, row in enumerate(content, 1)]


def _read(row: Mapping[str, Any]) -> tuple[Bestallning | None, list[str]]:
    try:
        return Bestallning.model_validate(row), []
    except ValidationError as fault:
        who = row.get("kommunkod", "no kommunkod")
        return None, [f"{who}: {_where(e['loc'])}: {_told(e)}" for e in fault.errors()]


def _told(error: Any) -> str:
    """Say what was expected in words, where pydantic shows a pattern."""
    if error["type"] == "string_pattern_mismatch":
        return f"expected {EXEMPEL[str(error['loc'][0])]}; found {error['input']}"
    return str(error["msg"]).removeprefix("Value error, ")


def _where(loc: tuple[int | str, ...]) -> str:
    return ".".join(map(str, loc)) or "order"


def _against_register(order: Bestallning, kommuner: pd.DataFrame, priser: Prislista, nu: datetime) -> Iterable[str]:
    try:
        check_kommunkod(order.kommunkod, kommuner)
    except ParameterError as fault:
        yield f"{fault.what}. {fault.do}"
        return
    namn, befolkning = str(kommuner["namn"][order.kommunkod]), int(kommuner["befolkning"][order.kommunkod])
    if order.kommun != namn:
        yield f"{order.kommunkod}: is called {namn} in the register, not {order.kommun}"
    allowed = priser.klass(befolkning).inloggningar
    if len(order.atkomst) > allowed:
        yield f"{order.kommunkod}: {len(order.atkomst)} persons with access; {namn} has {allowed} logins"
    if order.bestalld > nu:
        told = order.bestalld.astimezone(STOCKHOLM)
        yield f"{order.kommunkod}: ordered {told:%Y-%m-%d %H:%M}, which is still to come"


def _twice(rows: list[tuple[str, Any]]) -> list[str]:
    places: dict[str, list[str]] = {}
    for where, kod in rows:
        places.setdefault(str(kod), []).append(where)
    return [
        f"{kod}: ordered {len(found)} times ({', '.join(found)}); a kommun has one order a year"
        for kod, found in places.items()
        if len(found) > 1 and kod != "None"
    ]
