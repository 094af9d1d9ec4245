"""Markdown to blocks, with inline expressions replaced by their values.

The values enter as tokens, after the text round them is parsed: a value can never become markup by accident.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.colon_fence import colon_fence_plugin
from mdit_py_plugins.myst_role import myst_role_plugin

from hemtjanst_lib.export.document import (
    Admonition,
    Block,
    Blocks,
    Break,
    Code,
    CodeBlock,
    Column,
    Emph,
    Heading,
    Inline,
    Inlines,
    Link,
    ListBlock,
    Paragraph,
    Quote,
    Rule,
    Strong,
    Table,
    Text,
    plain,
)
from hemtjanst_lib.export.values import Value, ValueFaultError, value_of

BOXES = {"tip": "Tips", "hint": "Tips", "note": "Observera", "important": "Viktigt", "warning": "Varning"}

_DIRECTIVE = re.compile(r"^\{([\w-]+)\}\s*(.*)$")
_OPTION = re.compile(r"^\s*:[\w-]+:")
_SAFE_HREF = re.compile(r"^(https?://|mailto:|#)", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")

_parser = MarkdownIt("commonmark").enable("table").use(colon_fence_plugin).use(myst_role_plugin)
setattr(_parser, "validateLink", lambda url: True)  # noqa: B010  # a strange link is a fault, not silent text


@lru_cache(maxsize=512)
def _tree(source: str) -> SyntaxTreeNode:
    """Parse a cell's source; the reports of a kind have the same cells. Read only."""
    return SyntaxTreeNode(_parser.parse(source))


class Reader:
    """Reads the Markdown of one cell and collects its faults instead of stopping at the first.

    Parameters
    ----------
    cell : str
        The cell's id, which every block keeps.
    results : mapping
        The stored results of the cell's expressions, see `values.stored_values`.
    """

    def __init__(self, cell: str, results: Mapping[str, Mapping[str, Any]] | None = None) -> None:
        self.cell = cell
        self.results = results or {}
        self.faults: list[str] = []

    def blocks(self, source: str) -> Blocks:
        """Parse a cell's source; what cannot be shown is added to ``faults``."""
        return self._children(_tree(source))

    def fault(self, text: str) -> None:
        """Note something that cannot be shown."""
        self.faults.append(f"cell {self.cell}: {text}")

    def text(self, text: str) -> str:
        """Return the text, noting control characters, which no format can show."""
        if not (strange := sorted(set(_CONTROL.findall(text)))):
            return text
        codes = ", ".join(f"U+{ord(char):04X}" for char in strange)
        self.fault(f"control character {codes} in the text")
        return _CONTROL.sub("", text)

    # -- blocks

    def _children(self, node: SyntaxTreeNode) -> Blocks:
        return tuple(block for child in node.children for block in self._block(child))

    def _block(self, node: SyntaxTreeNode) -> Blocks:
        make = _BLOCKS.get(node.type)
        if make is None:
            self.fault(f"{_NAMES.get(node.type, node.type)} cannot be shown: {_excerpt(node.content)}")
            return ()
        made = make(self, node)
        return made if isinstance(made, tuple) else (made,)

    def _paragraph(self, node: SyntaxTreeNode) -> Blocks | Block:
        inline = node.children[0]
        if len(inline.children) == 1 and inline.children[0].type == "myst_role":
            value = self._value(inline.children[0])
            if value is None:
                return ()
            if value.markdown:
                return Reader.blocks(self._inner(), value.text)
            return self._words((Text(self.text(value.text)),))
        return self._words(self._inlines(inline))

    def _words(self, inlines: Inlines) -> Blocks:
        """Make a paragraph; one whose expressions all said nothing is no paragraph."""
        return (Paragraph(inlines, self.cell),) if plain(inlines).strip() else ()

    def _heading(self, node: SyntaxTreeNode) -> Heading:
        return Heading(int(node.tag[1]), self._inlines(node.children[0]), "", self.cell)

    def _list(self, node: SyntaxTreeNode) -> Blocks:
        items = tuple(filter(None, (self._children(item) for item in node.children)))
        start = int(node.attrs.get("start", 1))
        return (ListBlock(items, node.type == "ordered_list", start, self.cell),) if items else ()

    def _quote(self, node: SyntaxTreeNode) -> Quote:
        return Quote(self._children(node), self.cell)

    def _code(self, node: SyntaxTreeNode) -> Block | Blocks:
        if node.info.strip().startswith("{"):
            return self._box(node)
        return CodeBlock(self.text(node.content.rstrip("\n")), self.cell)

    def _box(self, node: SyntaxTreeNode) -> Blocks | Block:
        found = _DIRECTIVE.match(node.info.strip())
        if found is None or found[1] not in BOXES:
            known = ", ".join(BOXES)
            self.fault(f"the directive {node.info.strip() or ':::'} is unknown; known are {known}")
            return ()
        if _OPTION.match(node.content):
            self.fault(f"the box {found[1]} has an option, which is not known here: {_excerpt(node.content)}")
        title = self._inlines(SyntaxTreeNode(_parser.parseInline(found[2] or BOXES[found[1]])).children[0])
        body = self._children(SyntaxTreeNode(_parser.parse(node.content)))
        return (Admonition(found[1], title, body, self.cell),) if body else ()

    def _rule(self, _node: SyntaxTreeNode) -> Rule:
        return Rule(self.cell)

    def _table(self, node: SyntaxTreeNode) -> Table:
        head, *bodies = node.children
        columns = tuple(Column(self._cell(th), _sort(th)) for th in head.children[0].children)
        rows = tuple(tuple(self._cell(td) for td in tr.children) for body in bodies for tr in body.children)
        return Table("", "", columns, rows, cell=self.cell)

    def _cell(self, node: SyntaxTreeNode) -> Inlines:
        return self._inlines(node.children[0]) if node.children else ()

    # -- words

    def _inlines(self, node: SyntaxTreeNode) -> Inlines:
        return merged(inline for child in node.children for inline in self._inline(child))

    def _inline(self, node: SyntaxTreeNode) -> Inlines:
        make = _INLINES.get(node.type)
        if make is None:
            self.fault(f"{_NAMES.get(node.type, node.type)} cannot be shown: {_excerpt(node.content)}")
            return ()
        made = make(self, node)
        return made if isinstance(made, tuple) else (made,)

    def _link(self, node: SyntaxTreeNode) -> Link:
        href = str(node.attrs.get("href", ""))
        if not _SAFE_HREF.match(href):
            self.fault(f"the link to {href or 'nothing'} leads to no web address, mail address or #anchor")
        return Link(href, self._inlines(node))

    def _image(self, node: SyntaxTreeNode) -> Inlines:
        self.fault(f"the picture {node.attrs.get('src', '')} stands outside the notebook; show it from a code cell")
        return ()

    def _role(self, node: SyntaxTreeNode) -> Inlines:
        value = self._value(node)
        if value is None:
            return ()
        if not value.markdown:
            return (Text(self.text(" ".join(value.text.split("\n")))),)
        inner = self._inner()
        parsed = SyntaxTreeNode(_parser.parseInline(value.text))
        return inner._inlines(parsed.children[0]) if parsed.children else ()

    def _value(self, node: SyntaxTreeNode) -> Value | None:
        name = node.meta.get("name")
        if name != "eval":
            self.fault(f"the role {{{name}}} is unknown; {{eval}} is the only one")
            return None
        try:
            return value_of(node.content, self.results)
        except ValueFaultError as why:
            self.fault(f"the expression {node.content.strip()} {why}")
            return None

    def _inner(self) -> Reader:
        """Make a reader for a value: expressions in it are not evaluated again."""
        inner = Reader(self.cell)
        inner.faults = self.faults
        return inner


def merged(inlines: Iterable[Inline]) -> Inlines:
    """Join neighbouring texts into one and leave out empty ones."""
    joined: list[Inline] = []
    for inline in inlines:
        if isinstance(inline, Text) and joined and isinstance(joined[-1], Text):
            joined[-1] = Text(joined[-1].text + inline.text)
        elif inline != Text(""):
            joined.append(inline)
    return tuple(joined)


def _sort(node: SyntaxTreeNode) -> Any:
    return "tal" if "right" in str(node.attrs.get("style", "")) else "text"


def _excerpt(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:60]}…"


_NAMES = {"html_block": "raw HTML", "html_inline": "raw HTML", "colon_fence": "a box"}
_BLOCKS: dict[str, Callable[[Reader, SyntaxTreeNode], Blocks | Block]] = {
    "paragraph": Reader._paragraph,
    "heading": Reader._heading,
    "bullet_list": Reader._list,
    "ordered_list": Reader._list,
    "blockquote": Reader._quote,
    "fence": Reader._code,
    "code_block": Reader._code,
    "colon_fence": Reader._box,
    "hr": Reader._rule,
    "table": Reader._table,
}
_INLINES: dict[str, Callable[[Reader, SyntaxTreeNode], Inlines | Inline]] = {
    "text": lambda reader, node: Text(reader.text(node.content)),
    "softbreak": lambda _reader, _node: Text(" "),
    "hardbreak": lambda _reader, _node: Break(),
    "code_inline": lambda reader, node: Code(reader.text(node.content)),
    "strong": lambda reader, node: Strong(reader._inlines(node)),
    "em": lambda reader, node: Emph(reader._inlines(node)),
    "link": Reader._link,
    "image": Reader._image,
    "myst_role": Reader._role,
}
