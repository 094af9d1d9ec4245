"""What may be printed: the last look at a finished report, before anyone reads it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

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

EXEMPELDATA = "EXEMPELDATA"
SHORTEST_ALT = 20
TOC_DEPTH = 2

_DUMMY_ALT = re.compile(
    r"no description|ingen beskrivning|has been provided|^(figur|bild|diagram|chart|image)\W*\d*$", re.I
)
_POOR_LINKS = {"här", "här.", "läs mer", "läs mer här", "klicka här", "länk", "länken", "mer", "hit"}
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
_SVG = re.compile(r"<svg .*?</svg>", re.S)
_SVG_TEXT = re.compile(r"<text[^>]*>([^<]+)")
_ID = re.compile(r'\sid="([^"]*)"')
_FRAGMENT = re.compile(r'\shref="#([^"]*)"')
_HTML_HEADING = re.compile(r'<h[2-6] id="([^"]*)">(.*?)</h[2-6]>', re.S)
_TOC = re.compile(r'<nav class="innehall".*?</nav>', re.S)
_TOC_ENTRY = re.compile(r'<a href="#([^"]*)">(.*?)</a>', re.S)
_MARKUP = re.compile(r"<[^>]+>")
_OUTSIDE = re.compile(
    r'<(?:script|link|img|iframe|source)[^>]+(?:src|href)="(?!data:)[^"]*"|@import|url\(["\']?(?:https?:)?//'
)


@dataclass(frozen=True)
class Passage:
    """Some words of a report and where they stand; in ``codes`` a point or a hyphen is no fault."""

    where: str
    text: str
    codes: bool = False


def check(document: Document, html: str) -> list[str]:
    """List all that keeps a report from being released, one readable line each with its place.

    Parameters
    ----------
    document : Document
        The report as read from the notebook.
    html : str
        Its finished page.

    Returns
    -------
    list of str
        Empty when the report may be released.
    """
    passages = [*_passages(document), *_chart_words(html)]
    return [
        *_figures(document),
        *_headings(document),
        *_links(document),
        *(fault for passage in passages for fault in text_faults(passage)),
        *page_faults(html, exempeldata=document.huvud.exempeldata),
        *_contents(document, html),
    ]


def text_faults(passage: Passage) -> Iterator[str]:
    """Find leftovers and numbers that are not written as in Swedish."""
    for name, pattern in _LEFTOVERS.items():
        if found := pattern.search(passage.text):
            yield f"{passage.where}: {name}, {_around(passage.text, found)}"
    if passage.codes:
        return
    words = _ISO_DATE.sub(" ", _ADDRESS.sub(" ", passage.text))
    words = _NAMED_NUMBER.sub(" ", _NUMBERING.sub(" ", words))
    for name, pattern in _NUMBERS.items():
        if found := pattern.search(words):
            yield f"{passage.where}: {name}, {_around(words, found)}"


def page_faults(html: str, *, exempeldata: bool) -> list[str]:
    """Find what is wrong with any page of ours: ids, anchors, things fetched, and the mark of invented data."""
    faults = []
    ids = Counter(_ID.findall(html))
    faults += [f"page: the id {name} stands {n} times" for name, n in ids.items() if n > 1]
    broken = sorted({target for target in _FRAGMENT.findall(html) if target and target not in ids})
    faults += [f"page: a link leads to #{target}, which is nowhere" for target in broken]
    if found := _OUTSIDE.search(html):
        faults.append(f"page: something is fetched from outside, {found[0][:80]}")
    if '<html lang="sv">' not in html:
        faults.append("page: the language is not said to be Swedish")
    marked = f"<strong>{EXEMPELDATA}</strong>" in html
    if exempeldata and not marked:
        faults.append(f"page: made from invented data, but does not say {EXEMPELDATA}")
    if marked and not exempeldata:
        faults.append(f"page: says {EXEMPELDATA}, but no source is invented")
    return faults


def _passages(document: Document) -> Iterator[Passage]:
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


def _chart_words(html: str) -> Iterator[Passage]:
    for number, drawing in enumerate(_SVG.findall(html), start=1):
        for text in _SVG_TEXT.findall(drawing):
            yield Passage(f"drawing {number}", text)


def _figures(document: Document) -> Iterator[str]:
    for figure in document.figures:
        where = f"cell {figure.cell}, figure {figure.number}"
        alt = figure.alt.strip()
        if not alt or _DUMMY_ALT.search(alt):
            yield f"{where}: has no alt text that says what the chart says"
        elif len(alt) < SHORTEST_ALT:
            yield f"{where}: the alt text has {len(alt)} characters, at least {SHORTEST_ALT} are needed: {alt}"
        elif not re.search(r"\d", alt):
            yield f"{where}: the alt text names no value: {alt[:80]}"
        if not figure.title.strip():
            yield f"{where}: has no title"
        if figure.data is None or not figure.data.rows:
            yield f"{where}: has no table with its data"


def _headings(document: Document) -> Iterator[str]:
    above = 0
    for heading in document.headings:
        words = plain(heading.children).strip()
        if not words:
            yield f"cell {heading.cell}: an empty heading"
        if heading.level > above + 1:
            yield f"cell {heading.cell}: the heading {words!r} skips a level, from {above} to {heading.level}"
        above = heading.level
    for heading in document.headings:
        if heading not in document.blocks:
            yield f"cell {heading.cell}: the heading {plain(heading.children)!r} stands inside a list, quote or box"


def _links(document: Document) -> Iterator[str]:
    for block in walk(document.blocks):
        for link in _links_in(block):
            words = plain(link.children).strip()
            if words.lower() in _POOR_LINKS or not words:
                yield f"cell {block.cell}: the link text {words!r} does not say where {link.href} leads"


def _links_in(block: Block) -> Iterator[Link]:
    if isinstance(block, Heading | Paragraph):
        yield from _links_among(block.children)
    elif isinstance(block, Admonition):
        yield from _links_among(block.title)
    elif isinstance(block, Table):
        for row in block.rows:
            for cell in row:
                yield from _links_among(cell)


def _links_among(inlines: Iterable[Inline]) -> Iterator[Link]:
    for inline in inlines:
        if isinstance(inline, Link):
            yield inline
        elif isinstance(inline, Strong | Emph):
            yield from _links_among(inline.children)


def _contents(document: Document, html: str) -> Iterator[str]:
    nav = _TOC.search(html)
    listed = [(anchor, _bare(words)) for anchor, words in _TOC_ENTRY.findall(nav[0])] if nav else []
    depth = {h.anchor for h in document.headings if h.level <= TOC_DEPTH}
    standing = [(anchor, _bare(words)) for anchor, words in _HTML_HEADING.findall(html) if anchor in depth]
    for anchor, words in [entry for entry in standing if entry not in listed]:
        yield f"page: the heading {words!r} (#{anchor}) is not in the table of contents"
    for anchor, words in [entry for entry in listed if entry not in standing]:
        yield f"page: the table of contents has {words!r} (#{anchor}), which is no heading"
    if not document.headings:
        yield "page: the report has no headings"


def _bare(markup: str) -> str:
    return " ".join(_MARKUP.sub("", markup).split())


def _around(text: str, found: re.Match[str], width: int = 25) -> str:
    start, end = max(0, found.start() - width), found.end() + width
    return f"“{'…' if start else ''}{text[start:end].strip()}{'…' if end < len(text) else ''}”"
