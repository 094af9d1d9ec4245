"""Cells that the reader of workbooks gives as empty although they are not: errors, and formulas never computed.

An error such as #REF! read as empty would count as no answer, and nobody would know.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterable
from pathlib import Path
from xml.etree import ElementTree

SPREADSHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
CELL = re.compile(rb'<c\b[^>]*?\br="([A-Z]+)(\d+)"[^>]*?(?<!/)>(.*?)</c>', re.DOTALL)
ERROR = re.compile(rb'^<c\b[^>]*\bt="e"')
VALUE = re.compile(rb"<v>([^<]+)</v>|<is>")

Hidden = dict[tuple[int, int], str]


def hidden_cells(path: Path, sheets: Iterable[str]) -> dict[str, Hidden]:
    """Find errors and formulas without a value in an xlsx workbook.

    Returns
    -------
    dict
        From sheet to cells, (row, column) counted from 0, and what stands there: ``#REF!``, or ``=`` for a formula.
    """
    if not zipfile.is_zipfile(path):
        return {}
    with zipfile.ZipFile(path) as book:
        parts = _parts(book)
        return {name: found for name in sheets if name in parts and (found := _hidden(book.read(parts[name])))}


def _parts(book: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name to its file in the workbook; none in a workbook of another kind."""
    there = set(book.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= there:
        return {}
    targets = {
        relation.get("Id"): posixpath.normpath(posixpath.join("/xl", relation.get("Target", ""))).lstrip("/")
        for relation in ElementTree.fromstring(book.read("xl/_rels/workbook.xml.rels"))
    }
    sheets = ElementTree.fromstring(book.read("xl/workbook.xml")).iter(f"{SPREADSHEET}sheet")
    found = {sheet.get("name", ""): targets.get(sheet.get(RELATION), "") for sheet in sheets}
    return {name: part for name, part in found.items() if part in there}


def _hidden(xml: bytes) -> Hidden:
    if b't="e"' not in xml and b"<f" not in xml:
        return {}
    found = {}
    for cell in CELL.finditer(xml):
        value = VALUE.search(cell[3])
        if ERROR.match(cell[0]):
            found[int(cell[2]) - 1, _column(cell[1])] = value[1].decode() if value and value[1] else "#"
        elif b"<f" in cell[3] and not value:
            found[int(cell[2]) - 1, _column(cell[1])] = "="
    return found


def _column(letters: bytes) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + letter - 64
    return index - 1
