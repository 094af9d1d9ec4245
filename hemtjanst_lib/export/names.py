"""Names in tables: a kommun is called as in the register, an område, delindex or indikator as in the year's model.

A column says by its heading what its cells name, so a misspelt or outdated name is found without guessing at prose:
columns of words headed Kommun, Län, Delindex, Område (or Kvalitetsområde, Utvecklingsområde) and Indikator, in tables
and in the tables that hold the drawn values of figures. Its number may stand before a name and an asterisk after it. A
mean, the whole index or the whole country may stand in a row of its own.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from hemtjanst_lib.export.document import Document, Figure, Table, plain, walk

_NUMBER = re.compile(r"^\d+(?:\.\d+)*\s+")
_WHOLE = re.compile(
    r"^(?:kommungenomsnitt|genomsnitt|medelvärde|hela landet|riket|alla kommuner|hela indexet|hemtjänstindex\b)", re.I
)
_HEADINGS = {
    "kommun": "kommuner",
    "län": "lan",
    "delindex": "delindex",
    "område": "omraden",
    "kvalitetsområde": "omraden",
    "utvecklingsområde": "omraden",
    "indikator": "indikatorer",
}
_REGISTERS = {"kommuner": "the register of kommuner", "lan": "the register of kommuner"}


@dataclass(frozen=True)
class Register:
    """The names that may be used: kommuner by kommunkod, län by länskod, and what the year's model measures.

    An empty collection means that nothing is known, and nothing is checked against it.
    """

    kommuner: Mapping[str, str]
    lan: Mapping[str, str]
    delindex: Collection[str] = ()
    omraden: Collection[str] = ()
    indikatorer: Collection[str] = ()

    def of(self, heading: str) -> tuple[str, frozenset[str]] | None:
        """Where the cells under a heading must be found, and all that is there; None for any other heading."""
        field = _HEADINGS.get(heading.strip().casefold())
        if field is None:
            return None
        found = getattr(self, field)
        names = found.values() if isinstance(found, Mapping) else found
        return _REGISTERS.get(field, "the year's model"), frozenset(_spaced(name) for name in names)


def name_faults(document: Document, register: Register) -> list[str]:
    """List the names in a report's tables that are not the register's, one readable line each with its place."""
    return [fault for where, table in _tables(document) for fault in _table_faults(table, where, register)]


def _tables(document: Document) -> Iterator[tuple[str, Table]]:
    for block in walk(document.blocks):
        if isinstance(block, Table):
            yield f"cell {block.cell}, table {block.number or ''}".strip(), block
        elif isinstance(block, Figure) and block.data:
            yield f"cell {block.cell}, data of figure {block.number}", block.data


def _table_faults(table: Table, where: str, register: Register) -> Iterator[str]:
    for x, column in enumerate(table.columns):
        heading = plain(column.title)
        found = register.of(heading) if column.sort == "text" else None
        if found is None or not found[1]:
            continue
        source, known = found
        for y, row in enumerate(table.rows, start=1):
            name = _bare(plain(row[x])) if x < len(row) else ""
            if name and name not in known and not _WHOLE.match(name):
                yield f"{where}, row {y}: {name!r} under {heading} is not in {source}{_hint(name, known)}"


def _hint(name: str, known: Collection[str]) -> str:
    close = get_close_matches(name, sorted(known), n=1)
    return f"; it has {close[0]!r}" if close else ""


def _bare(text: str) -> str:
    """Take away the number before a name, the asterisk after it, and line breaks within it."""
    return _NUMBER.sub("", _spaced(text)).rstrip("*").strip()


def _spaced(text: str) -> str:
    return " ".join(text.split())
