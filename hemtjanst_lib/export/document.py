"""What a report consists of when the notebook is gone: a head and a row of blocks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from hemtjanst_lib.display import Huvud

TOC_DEPTH = 2  # levels of headings in the table of contents, in every format


@dataclass(frozen=True, slots=True)
class Text:
    """Literal text; nothing in it is markup."""

    text: str


@dataclass(frozen=True, slots=True)
class Code:
    """Text in a fixed-width face, such as a file name."""

    text: str


@dataclass(frozen=True, slots=True)
class Break:
    """A forced line break."""


@dataclass(frozen=True, slots=True)
class Strong:
    """Strongly emphasised words."""

    children: Inlines


@dataclass(frozen=True, slots=True)
class Emph:
    """Emphasised words."""

    children: Inlines


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to ``href``: a web or mail address, or ``#anchor`` in the report."""

    href: str
    children: Inlines


Inline = Text | Code | Break | Strong | Emph | Link
Inlines = tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is a chapter of the report, whatever its level in the notebook."""

    level: int
    children: Inlines
    anchor: str
    cell: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    children: Inlines
    cell: str = ""


@dataclass(frozen=True, slots=True)
class ListBlock:
    """A list; each item holds blocks, so lists nest."""

    items: tuple[Blocks, ...]
    ordered: bool = False
    start: int = 1
    cell: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """Someone else's words."""

    blocks: Blocks
    cell: str = ""


@dataclass(frozen=True, slots=True)
class Admonition:
    """A box beside the running text; ``kind`` is the directive's name, such as ``tip``."""

    kind: str
    title: Inlines
    blocks: Blocks
    cell: str = ""


@dataclass(frozen=True, slots=True)
class CodeBlock:
    """Text shown line by line as it stands."""

    text: str
    cell: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A pause between two parts."""

    cell: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column's heading and whether it holds words (left) or numbers (right)."""

    title: Inlines
    sort: Literal["text", "tal"] = "text"


@dataclass(frozen=True, slots=True)
class Table:
    """A table of finished text; the first cell of a row is its heading.

    ``number`` is the order among the report's captioned tables, None for a table inside a figure or without caption.
    """

    anchor: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Inlines, ...], ...]
    own: tuple[int, ...] = ()
    note: str = ""
    number: int | None = None
    cell: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A Vega-Lite specification, drawn by `export.svg`."""

    spec: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Picture:
    """A finished picture: ``image/png`` or ``image/svg+xml``."""

    mimetype: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture with all that a reader needs who does not see it."""

    anchor: str
    title: str
    alt: str
    caption: str
    picture: Chart | Picture
    data: Table | None = None
    number: int = 0
    cell: str = ""


Block = Heading | Paragraph | ListBlock | Quote | Admonition | CodeBlock | Rule | Table | Figure
Blocks = tuple[Block, ...]


@dataclass(frozen=True)
class Document:
    """A whole report, ready to be shown in any format; every page of a draft says that it is one."""

    huvud: Huvud
    blocks: Blocks = field(default=())
    draft: bool = False

    @property
    def title(self) -> str:
        """Say what the report is and of whom, for title bars and catalogues."""
        return f"{self.huvud.titel} – {self.huvud.undertitel}"

    @property
    def headings(self) -> list[Heading]:
        """All headings in reading order."""
        return [b for b in walk(self.blocks) if isinstance(b, Heading)]

    @property
    def figures(self) -> list[Figure]:
        """All figures in reading order."""
        return [b for b in walk(self.blocks) if isinstance(b, Figure)]


def walk(blocks: Blocks) -> Iterator[Block]:
    """Give every block in reading order, those inside lists, quotes and boxes after their container."""
    for block in blocks:
        yield block
        if isinstance(block, ListBlock):
            for item in block.items:
                yield from walk(item)
        elif isinstance(block, Quote | Admonition):
            yield from walk(block.blocks)


def plain(inlines: Inlines) -> str:
    """Return the words alone."""
    return "".join(_plain(inline) for inline in inlines)


def _plain(inline: Inline) -> str:
    if isinstance(inline, Text | Code):
        return inline.text
    return " " if isinstance(inline, Break) else plain(inline.children)
