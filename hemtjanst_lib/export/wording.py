"""The words of a report, and what may not stand among them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from hemtjanst_lib.export.document import (
    Admonition,
    Block,
    Code,
    Document,
    Emph,
    Figure,
    Heading,
    Inline,
    Inlines,
    Link,
    Paragraph,
    Strong,
    Table,
    Text,
    plain,
    walk,
)

_ADDRESS = re.compile(r"(?:https?://|www\.|mailto:)\S+|\S+@\S+|\b[\w-]+(?:\.[\w-]+)*\.(?:se|com|org|nu|eu)\b\S*", re.I)
_ISO_DATE = re.compile(r"\b\d{4}-\d{2}(?:-\d{2})?\b")
_NUMBERING = re.compile(r"^\s*\d{1,2}(?:\.\d{1,2})+\.?(?=\s|$)")
_NAMED_NUMBER = re.compile(
    r"\b(?:avsnitt|kapitel|kvalitetsområden?a?|områden?a?|kl\.?|klockan|version|utgåva|WCAG|nr)\s\d+(?:\.\d+)+", re.I
)
_LEFTOVERS = {
    "a missing value": re.compile(r"(?<![\w.])(?:nan|NaN|None|NaT|<NA>|inf|-inf)(?!\w)"),
    "an expression that was never replaced": re.compile(r"\{eval\}|\{\{|\}\}"),
    "Markdown that was not understood": re.compile(r"\*\*|(?<!:):::|\]\(|(?<!\w)__(?=\w)"),
    "a mark from a merge conflict": re.compile(r"<{7}|>{7}|={7}"),
    "a Python object": re.compile(r"<(?:[\w.]+ )?object at 0x|<class '|Sentence\(|dtype:"),
    "a broken bookmark": re.compile(r"Fel! Bokmärket"),
    "text in the wrong encoding": re.compile(r"Ã[¥¤¶…„–]|\ufffd"),
}
_NUMBERS = {
    "a decimal point in a number": re.compile(r"(?<![\w.,])[+−-]?\d+\.\d+(?![\w.]|\s*\.\d)"),
    "an ASCII hyphen for a minus": re.compile(r"(?<![\w.,/)–-])-\d"),
    "a hyphen between two years": re.compile(r"\b(?:19|20)\d\d-(?:19|20)\d\d\b"),
}


@dataclass(frozen=True)
class Passage:
    """Some words of a report and where they stand; in ``codes`` a point or a hyphen is no fault."""

    where: str
    text: str
    codes: bool = False


def text_faults(passage: Passage) -> Iterator[str]:
    """Find leftovers and numbers that are not written as in Swedish."""
    for fault in _faults(passage.text, codes=passage.codes):
        yield f"{passage.where}: {fault}"


@lru_cache(maxsize=20_000)
def _faults(text: str, *, codes: bool) -> tuple[str, ...]:
    """Look at one text; reports say much alike, so what was said is remembered."""
    faults = [f"{name}, {_around(text, found)}" for name, what in _LEFTOVERS.items() if (found := what.search(text))]
    if codes:
        return tuple(faults)
    words = _ISO_DATE.sub(" ", _ADDRESS.sub(" ", text))
    words = _NAMED_NUMBER.sub(" ", _NUMBERING.sub(" ", words))
    faults += [f"{name}, {_around(words, found)}" for name, what in _NUMBERS.items() if (found := what.search(words))]
    return tuple(faults)


def passages(document: Document) -> Iterator[Passage]:
    """Give every passage of a report with its place: prose, captions, alt texts and table cells."""
    huvud = document.huvud
    yield Passage("head", " · ".join([huvud.titel, huvud.undertitel, huvud.datum, *huvud.uppgifter.values()]))
    for block in walk(document.blocks):
        yield from _block_passages(block)


def _block_passages(block: Block) -> Iterator[Passage]:
    where = f"cell {block.cell}"
    if isinstance(block, Heading | Paragraph):
        yield Passage(where, _spoken(block.children))
    elif isinstance(block, Admonition):
        yield Passage(where, _spoken(block.title))
    elif isinstance(block, Figure):
        for text in (block.title, block.alt, block.caption):
            yield Passage(f"{where}, figure {block.number}", text)
        if block.data:
            yield from _table_passages(block.data, f"{where}, data of figure {block.number}")
    elif isinstance(block, Table):
        yield from _table_passages(block, f"{where}, table {block.number or ''}".strip())


def _table_passages(table: Table, where: str) -> Iterator[Passage]:
    yield Passage(where, table.title)
    yield Passage(where, table.note)
    numbered = [plain(column.title).strip().lower().rstrip(".") in {"nr", "nummer", "kod"} for column in table.columns]
    for y, row in enumerate(table.rows, start=1):
        for code, cell in zip(numbered, row, strict=False):
            if cell:
                yield Passage(f"{where}, row {y}", _spoken(cell), codes=code)


def _spoken(inlines: Inlines) -> str:
    """Return the words as read, with code replaced by a neutral word."""
    return "".join(_said(inline) for inline in inlines)


def _said(inline: Inline) -> str:
    if isinstance(inline, Text):
        return inline.text
    if isinstance(inline, Strong | Emph | Link):
        return _spoken(inline.children)
    return "x" if isinstance(inline, Code) else " "


def _around(text: str, found: re.Match[str], width: int = 25) -> str:
    start, end = max(0, found.start() - width), found.end() + width
    return f"“{'…' if start else ''}{text[start:end].strip()}{'…' if end < len(text) else ''}”"
