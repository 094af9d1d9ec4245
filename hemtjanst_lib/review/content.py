"""What a reader sees of a report, line by line, and its hash: what a reviewer signs."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from hemtjanst_lib.export.document import (
    Admonition,
    Block,
    Blocks,
    Chart,
    CodeBlock,
    Document,
    Figure,
    Heading,
    ListBlock,
    Paragraph,
    Quote,
    Table,
    plain,
    walk,
)

HEAD = "huvud"
_MARK = "§ "


@dataclass(frozen=True)
class Line:
    """A line of a report and the cell it comes from; ``level`` is a heading's, 0 for all else."""

    cell: str
    text: str
    level: int = 0


def lines(document: Document) -> list[Line]:
    """Write a report as lines: a paragraph, a list's item, a table's row, a figure's words each."""
    huvud = document.huvud
    told = [huvud.titel, huvud.undertitel, huvud.slag, f"Utgåva {huvud.utgava}", huvud.datum]
    head = [Line(HEAD, " · ".join([*told, *(f"{name}: {text}" for name, text in huvud.uppgifter.items())]))]
    return [*head, *_of(document.blocks)]


def _of(blocks: Blocks) -> Iterator[Line]:
    for block in blocks:
        yield from _lines(block)


def _lines(block: Block) -> Iterator[Line]:
    if isinstance(block, Heading):
        yield Line(block.cell, _one_line(plain(block.children)), block.level)
    elif isinstance(block, Paragraph):
        yield Line(block.cell, _one_line(plain(block.children)))
    elif isinstance(block, ListBlock):
        for item in block.items:
            yield from (Line(line.cell, f"• {line.text}") for line in _of(item))
    elif isinstance(block, Admonition):
        yield Line(block.cell, _one_line(plain(block.title)))
        yield from _of(block.blocks)
    elif isinstance(block, Quote):
        yield from _of(block.blocks)
    elif isinstance(block, CodeBlock):
        yield Line(block.cell, _one_line(block.text))
    elif isinstance(block, Table):
        yield from _table(block, block.cell)
    elif isinstance(block, Figure):
        told = filter(None, (block.title, block.alt, block.caption))
        yield from (Line(block.cell, _one_line(f"Figur: {text}")) for text in told)
        if block.data:
            yield from _table(block.data, block.cell)


def _table(table: Table, cell: str) -> Iterator[Line]:
    if table.title:
        yield Line(cell, _one_line(f"Tabell: {table.title}"))
    for row in ([column.title for column in table.columns], *table.rows):
        yield Line(cell, _one_line(" | ".join(plain(each) for each in row)))
    if table.note:
        yield Line(cell, _one_line(table.note))


def _one_line(text: str) -> str:
    return re.sub(r"[ \t\r\n]+", " ", text).strip()


def content_hash(document: Document) -> str:
    """Hash all that a reader sees: words, figures and tables, charts and links, and what every page is marked with."""
    total = hashlib.sha256()
    marks = [document.huvud.exempeldata, document.draft]
    total.update(json.dumps([marks, [[line.cell, line.text, line.level] for line in lines(document)]]).encode())
    for block in walk(document.blocks):
        total.update(repr(_picture(block) if isinstance(block, Figure) else block).encode())
    return total.hexdigest()


def _picture(figure: Figure) -> str:
    picture = figure.picture
    if isinstance(picture, Chart):
        return json.dumps(picture.spec, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(picture.content).hexdigest()


def dump(content: Iterable[Line]) -> str:
    """Write lines as text that shows well in a difference: each cell's after its name."""
    written, at = [], None
    for line in content:
        if line.cell != at:
            written.append(f"\n{_MARK}{line.cell}")
            at = line.cell
        written.append(f"{'#' * line.level} {line.text}" if line.level else line.text)
    return "\n".join(written).lstrip("\n") + "\n"


def load(text: str) -> list[Line]:
    """Read what ``dump`` wrote."""
    found, cell = [], ""
    for row in text.splitlines():
        if row.startswith(_MARK):
            cell = row.removeprefix(_MARK)
        elif row:
            heading = re.match(r"(#{1,6}) (.*)", row)
            found.append(Line(cell, heading[2], len(heading[1])) if heading else Line(cell, row))
    return found


def by_cell(content: Sequence[Line]) -> dict[str, list[Line]]:
    """Group lines by cell, in order."""
    groups: dict[str, list[Line]] = {}
    for line in content:
        groups.setdefault(line.cell, []).append(line)
    return groups
