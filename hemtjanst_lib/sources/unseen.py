"""What stands in a workbook's XML and the reader of workbooks does not tell: errors, formulas, what is hidden or twice.

An error such as #REF! read as empty would count as no answer, and nobody would know.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

from hemtjanst_lib.sources.faults import some

SPREADSHEET = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
RELATION = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}id",
)
MOST_CELLS = 5_000_000  # rows × columns that a sheet may reach over; the largest known has 52 000
TAG = rb"<(?:\w+:)?"
ROW = re.compile(TAG + rb"row\b([^>]*)>")
CELL = re.compile(TAG + rb"c\b([^>]*?)(?<!/)>(.*?)</(?:\w+:)?c>", re.DOTALL)
FILLED = re.compile(TAG + rb"c\b[^>]*?\br\s*=\s*[\"']([A-Z]+)(\d+)[\"'][^>]*?(?<!/)>")
COLUMN = re.compile(TAG + rb"col\b([^>]*)>")
NUMBER = re.compile(rb"\br\s*=\s*[\"'](\d+)[\"']")
PLACE = re.compile(rb"\br\s*=\s*[\"']([A-Z]+)(\d+)[\"']")
ERROR = re.compile(rb"\bt\s*=\s*[\"']e[\"']")
HIDDEN = re.compile(rb"\bhidden\s*=\s*[\"'](?:1|true)[\"']")
SPAN = re.compile(rb"\b(min|max)\s*=\s*[\"'](\d+)[\"']")
FORMULA = re.compile(TAG + rb"f\b")
VALUE = re.compile(TAG + rb"v>([^<]+)</|" + TAG + rb"is>")
END = re.compile(rb"</(?:\w+:)?(?:worksheet|sst)>\s*$")
UNIQUE = re.compile(TAG + rb"sst\b[^>]*\buniqueCount\s*=\s*[\"'](\d+)[\"']")
STRINGS = "xl/sharedStrings.xml"

Cells = dict[tuple[int, int], str]


@dataclass(frozen=True)
class Unseen:
    """What is told of one sheet; rows and columns are counted from 0.

    Attributes
    ----------
    cells : dict
        Errors and formulas without a value: what stands there (``#REF!``, or ``=``).
    formulas : set
        Cells whose value a formula gave.
    rows, columns : set of int
        Hidden ones.
    fault : str
        Why the sheet cannot be read at all, with ``{}`` for its name; empty when it can.
    """

    cells: Cells = field(default_factory=dict)
    formulas: set[tuple[int, int]] = field(default_factory=set)
    rows: set[int] = field(default_factory=set)
    columns: set[int] = field(default_factory=set)
    fault: str = ""


def look(path: Path, sheets: Iterable[str]) -> dict[str, Unseen]:
    """Look through sheets of an xlsx workbook (see :class:`Unseen`)."""
    with zipfile.ZipFile(path) as book:
        parts = _parts(book)
        short = _short_strings(book)
        return {
            name: Unseen(fault=short) if short else _look(book.read(parts[name])) for name in sheets if name in parts
        }


def _parts(book: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name to its file in the workbook; none in a workbook of another kind."""
    there = set(book.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= there:
        return {}
    targets = {
        relation.get("Id"): posixpath.normpath(posixpath.join("/xl", relation.get("Target", ""))).lstrip("/")
        for relation in ElementTree.fromstring(book.read("xl/_rels/workbook.xml.rels"))
    }
    root = ElementTree.fromstring(book.read("xl/workbook.xml"))
    sheets = [sheet for space in SPREADSHEET for sheet in root.iter(f"{{{space}}}sheet")]
    ids = {sheet.get("name", ""): next(filter(None, (sheet.get(key) for key in RELATION)), "") for sheet in sheets}
    return {name: targets[key] for name, key in ids.items() if targets.get(key) in there}


def _short_strings(book: zipfile.ZipFile) -> str:
    """Say whether shared strings are missing: then every later one may stand for another."""
    if STRINGS not in book.namelist():
        return ""
    xml = book.read(STRINGS)
    found = len(re.findall(TAG + rb"si\b", xml))
    told = UNIQUE.search(xml)
    if told and int(told[1]) != found:
        return f"is a damaged workbook (it holds {found} shared texts, and says that it holds {int(told[1])})"
    return "" if END.search(xml[-200:]) or not found else "is a damaged workbook (its shared texts are cut short)"


def _look(xml: bytes) -> Unseen:
    if not END.search(xml[-200:]):
        return Unseen(fault="is a damaged workbook (sheet {} is cut short)")
    places = FILLED.findall(xml)
    if fault := _place_fault(xml, places):
        return Unseen(fault=fault)
    cells, formulas = _cells(xml)
    if b"hidden" not in xml:
        return Unseen(cells, formulas)
    rows = {int(number[1]) - 1 for row in ROW.findall(xml) if HIDDEN.search(row) and (number := NUMBER.search(row))}
    return Unseen(cells, formulas, rows, _hidden_columns(xml))


def _place_fault(xml: bytes, places: list[tuple[bytes, bytes]]) -> str:
    """Say what is wrong with where cells stand: far off, or two in one place."""
    if not places:
        return ""
    columns = {letters: column_index(letters) for letters in {letters for letters, _ in places}}
    wide, high = max(columns.values()) + 1, max(map(int, {row for _, row in places}))
    if wide * high > MOST_CELLS:
        last = max(places, key=lambda place: (int(place[1]), columns[place[0]]))
        return f"sheet {{}} reaches to cell {(last[0] + last[1]).decode()}; delete what stands far outside the table"
    if len(set(places)) < len(places):
        seen: set[tuple[bytes, bytes]] = set()
        twice = [a + b for a, b in places if (a, b) in seen or seen.add((a, b))]  # type: ignore[func-returns-value]
        return f"is a damaged workbook (sheet {{}} holds cells twice: {some(place.decode() for place in twice)})"
    rows = [int(number[1]) for row in ROW.findall(xml) if (number := NUMBER.search(row))]
    damaged = "is a damaged workbook (sheet {} holds rows twice or out of order)"
    return damaged if any(b <= a for a, b in pairwise(rows)) else ""


def _cells(xml: bytes) -> tuple[Cells, set[tuple[int, int]]]:
    """Errors and formulas without a value; and formulas with one."""
    found: Cells = {}
    formulas: set[tuple[int, int]] = set()
    if not (_holds(xml, ERROR, b'"e"', b"'e'") or _holds(xml, FORMULA, b"<f", b":f")):
        return found, formulas
    for cell in CELL.finditer(xml):
        value, formula = VALUE.search(cell[2]), FORMULA.search(cell[2])
        error = ERROR.search(cell[1])
        if not error and not formula:
            continue
        name = PLACE.search(cell[1])
        place = (int(name[2]) - 1, column_index(name[1])) if name else (-1, -1)
        if error:
            found[place] = value[1].decode() if value and value[1] else "#"
        elif not value:
            found[place] = "="
        else:
            formulas.add(place)
    return found, formulas


def _holds(xml: bytes, pattern: re.Pattern[bytes], *parts: bytes) -> bool:
    """Search for a pattern, but only where one of the parts stands that each of its matches has: much faster."""
    return any(part in xml for part in parts) and pattern.search(xml) is not None


def _hidden_columns(xml: bytes) -> set[int]:
    found: set[int] = set()
    for column in COLUMN.findall(xml):
        if HIDDEN.search(column):
            span = {key: int(number) for key, number in SPAN.findall(column)}
            found |= set(range(span.get(b"min", 1) - 1, min(span.get(b"max", 1), 20_000)))
    return found


def column_index(letters: bytes) -> int:
    """Count of a column from 0: A is 0."""
    index = 0
    for letter in letters:
        index = index * 26 + letter - 64
    return index - 1
