"""An executed notebook to a `Document`: code hidden, values in place, everything named and numbered."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from hemtjanst_lib.display import Huvud
from hemtjanst_lib.errors import ExportError
from hemtjanst_lib.export.document import (
    Admonition,
    Block,
    Blocks,
    Document,
    Figure,
    Heading,
    ListBlock,
    Quote,
    Table,
    plain,
)
from hemtjanst_lib.export.markdown import Reader
from hemtjanst_lib.export.outputs import output_blocks
from hemtjanst_lib.export.sections import computes, spoken
from hemtjanst_lib.export.values import stored_values
from hemtjanst_lib.notebook import origin

DO = "Correct the cells, run the notebook again and export it."


def read(notebook: Mapping[str, Any]) -> Document:
    """Read an executed notebook into the blocks that every format is made from.

    Parameters
    ----------
    notebook : NotebookNode
        Executed: outputs of `hemtjanst_lib.display` objects, Markdown cells with ``user_expressions``.

    Raises
    ------
    ExportError
        Naming every cell with something that cannot be shown: raw HTML, a failed expression, an unknown output,
        printed text, a picture on the network; or when there is not exactly one `Huvud`.
    """
    heads: list[Huvud] = []
    cells: list[tuple[Blocks, bool]] = []
    faults: list[str] = []
    for number, cell in enumerate(notebook["cells"], start=1):
        reader = Reader(str(cell.get("id") or f"number {number}"), stored_values(cell.get("metadata", {})))
        parts = list(_cell(cell, reader))
        heads += [head for head, _ in parts if head]
        cells.append((tuple(block for _, found in parts for block in found), computes(cell)))
        faults += reader.faults
    if len(heads) != 1:
        faults.append(f"a report has one Huvud, this notebook shows {len(heads)}; is it executed?")
    if faults:
        raise ExportError("The notebook cannot be exported as it is", faults, do=DO)
    made_from = origin.read(notebook)
    return Document(heads[0], _named(_levelled(spoken(cells))), draft=made_from is not None and made_from.draft)


def _cell(cell: Mapping[str, Any], reader: Reader) -> Iterable[tuple[Huvud | None, Blocks]]:
    source = "".join(cell["source"])
    if cell["cell_type"] == "markdown":
        return [(None, reader.blocks(source))]
    if cell["cell_type"] == "code":
        return [output_blocks(output, reader) for output in cell.get("outputs", [])]
    if source.strip():
        reader.fault(f"is a {cell['cell_type']} cell, which cannot be shown; use Markdown")
    return []


def _levelled(blocks: list[Block]) -> list[Block]:
    """Make the highest heading level 1, so that a notebook may begin its chapters at any level."""
    top = min((b.level for b in blocks if isinstance(b, Heading)), default=1)
    return [replace(b, level=b.level - top + 1) if isinstance(b, Heading) else b for b in blocks]


class _Names:
    """Hands out unique anchors, and numbers to figures and tables, in reading order."""

    def __init__(self, taken: Iterable[str]) -> None:
        self.taken = set(taken)
        self.figures = 0
        self.tables = 0

    def anchor(self, wanted: str) -> str:
        name, n = wanted, 1
        while name in self.taken:
            n += 1
            name = f"{wanted}-{n}"
        self.taken.add(name)
        return name

    def name(self, block: Block) -> Block:
        if isinstance(block, Heading):
            return replace(block, anchor=self.anchor(slug(plain(block.children))))
        if isinstance(block, Figure):
            self.figures += 1
            anchor = self.anchor(block.anchor)
            data = replace(block.data, anchor=self.anchor(f"{anchor}-data")) if block.data else None
            return replace(block, anchor=anchor, data=data, number=self.figures)
        if isinstance(block, Table):
            self.tables += bool(block.title)
            number = self.tables if block.title else None
            return replace(block, anchor=self.anchor(block.anchor or "tabell"), number=number)
        if isinstance(block, ListBlock):
            return replace(block, items=tuple(self.all(item) for item in block.items))
        if isinstance(block, Quote | Admonition):
            return replace(block, blocks=self.all(block.blocks))
        return block

    def all(self, blocks: Iterable[Block]) -> Blocks:
        return tuple(self.name(block) for block in blocks)


RESERVED = ("innehall", "huvudinnehall", "sidhuvud", "rapport")


def _named(blocks: list[Block]) -> Blocks:
    return _Names(RESERVED).all(blocks)


def slug(text: str) -> str:
    """Fold a heading to an anchor of a–z, 0–9 and hyphens: "Över medel" to ``over-medel``."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    ascii_only = folded.encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-") or "avsnitt"
