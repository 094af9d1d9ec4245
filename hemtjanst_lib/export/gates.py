"""What may be printed: the last look at a finished report, before anyone reads it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from hemtjanst_lib.export.document import (
    TOC_DEPTH,
    Admonition,
    Block,
    Document,
    Emph,
    Heading,
    Inline,
    Link,
    Paragraph,
    Strong,
    Table,
    plain,
    walk,
)
from hemtjanst_lib.export.wording import Passage, passages, text_faults

EXEMPELDATA = "EXEMPELDATA"
UTKAST = "UTKAST"
SHORTEST_ALT = 20

_DUMMY_ALT = re.compile(
    r"no description|ingen beskrivning|has been provided|^(figur|bild|diagram|chart|image)\W*\d*$", re.I
)
_POOR_LINKS = {"här", "här.", "läs mer", "läs mer här", "klicka här", "länk", "länken", "mer", "hit"}
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
    words = [*passages(document), *_chart_words(html)]
    return [
        *_figures(document),
        *_headings(document),
        *_links(document),
        *(fault for passage in words for fault in text_faults(passage)),
        *page_faults(html, exempeldata=document.huvud.exempeldata),
        *_draft(document, html),
        *_contents(document, html),
    ]


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


def _draft(document: Document, html: str) -> Iterator[str]:
    marked = f"<strong>{UTKAST}</strong>" in html
    if marked != document.draft:
        yield f"page: is a draft, but does not say {UTKAST}" if document.draft else f"page: says {UTKAST}, but is none"


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
