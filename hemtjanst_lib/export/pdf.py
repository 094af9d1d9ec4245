"""A report as an accessible PDF (PDF/UA-1), set by Typst from the same blocks as the web page.

The blocks reach the template ``templates/rapport.typ`` as data, so no text is ever read as markup.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

import typst

from hemtjanst_lib import theme
from hemtjanst_lib.errors import ExportError
from hemtjanst_lib.export import svg
from hemtjanst_lib.export.blocks import read
from hemtjanst_lib.export.columns import LINE, lay_out
from hemtjanst_lib.export.document import (
    TOC_DEPTH,
    Admonition,
    Block,
    Break,
    CodeBlock,
    Document,
    Figure,
    Heading,
    Inline,
    Inlines,
    Link,
    ListBlock,
    Paragraph,
    Picture,
    Quote,
    Rule,
    Strong,
    Table,
    Text,
)
from hemtjanst_lib.export.document import Code as CodeWords
from hemtjanst_lib.export.html import TEMPLATES, facts
from hemtjanst_lib.language import datum

TEXT_WIDTH_PX = 680  # a chart of this width or more fills the line
LONGEST_PRINTED = 60  # rows of a figure's table; a longer one is left to the web page, and the PDF says so
PAGE = 697.0  # points from the first line of a page to the last
ONE_PAGE = {"sammanfattning"}  # kinds of report with a banner in place of cover, contents and appendix
SHORT = {"enhetsrapport"}  # kinds of a few pages, with a banner in place of cover and contents
MANADER = [datum(date(2000, month, 1)).split()[1] for month in range(1, 13)]
TALL = 0.36  # of the page: a picture of more than that is moved where it leaves no hole
_WIDTH = re.compile(r'<svg [^>]*?\bwidth="([\d.]+)')
_HEIGHT = re.compile(r'<svg [^>]*?\bheight="([\d.]+)')


def render(report: Document | Mapping[str, Any], svgs: Mapping[str, str] | None = None) -> bytes:
    """Set the whole report; the same report gives the same bytes.

    Parameters
    ----------
    report : Document or NotebookNode
        What `blocks.read` gave, or an executed notebook to read first.
    svgs : mapping, optional
        The drawn charts by figure anchor, as `svg.convert_all` gives them; drawn here when left out.

    Raises
    ------
    ExportError
        If PDF/UA-1 cannot be kept: a skipped heading level, a figure without alt text, a link to no heading, a
        character that the typeface lacks.
    """
    document = report if isinstance(report, Document) else read(report)
    drawn = svg.convert_all(document) if svgs is None else svgs
    pictures = {figure.anchor: _drawing(figure, drawn) for figure in document.figures}
    inputs = {**{name: text for name, text in pictures.items() if text}, "report": _as_json(document, pictures)}
    try:
        made = _compiler().compile(
            format="pdf", pdf_standards=["ua-1"], timestamp=_timestamp(document.huvud.datum), sys_inputs=inputs
        )
    except typst.TypstError as fault:
        reason = [str(fault.message), *map(str, fault.hints)]
        raise ExportError(
            f"the PDF of {document.title} cannot be set", reason, do="Correct the notebook; PDF/UA-1 allows no less."
        ) from fault
    finally:
        _blank().compile(b"", format="svg")
    if not isinstance(made, bytes):
        raise ExportError(f"the PDF of {document.title} came out empty")
    return made


@cache
def _compiler() -> typst.Compiler:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(theme.FONT_DIR)])
    return typst.Compiler(TEMPLATES / "rapport.typ", root=TEMPLATES, font_paths=fonts)


@cache
def _blank() -> typst.Compiler:
    """An empty page. Typst remembers what its last ten compilations did; one of nothing after each report halves that.

    Of 26 kommunrapporter a process then takes 465 MB instead of 635, in the same time; with four of nothing 360, in a
    tenth more.
    """
    return typst.Compiler(font_paths=typst.Fonts(include_system_fonts=False, include_embedded_fonts=False))


def _timestamp(words: str) -> datetime:
    """Return the day of publication as the PDF's date; the clock would change the bytes."""
    found = re.search(r"(\d{1,2})\s(\w+)\s(\d{4})", words)
    if found is None or found[2].lower() not in MANADER:
        year = re.search(r"\d{4}", words)
        return datetime(int(year[0]) if year else 2000, 1, 1, tzinfo=UTC)
    return datetime(int(found[3]), MANADER.index(found[2].lower()) + 1, int(found[1]), tzinfo=UTC)


def _drawing(figure: Figure, drawn: Mapping[str, str]) -> str:
    picture = figure.picture
    if isinstance(picture, Picture):
        return picture.content.decode("utf-8") if picture.mimetype == "image/svg+xml" else ""
    return drawn[figure.anchor]


def _mark(document: Document) -> str:
    """Say what every page must say before all else; "" for a report that may be read as it is."""
    invented = ["EXEMPELDATA – inte verkliga resultat"] if document.huvud.exempeldata else []
    return " · ".join([*(["UTKAST – får inte lämnas ut"] if document.draft else []), *invented])


def _as_json(document: Document, pictures: Mapping[str, str]) -> str:
    huvud = document.huvud
    data = {
        "title": document.title,
        "heading": huvud.titel,
        "subject": huvud.undertitel,
        "kind": huvud.slag,
        "description": f"{huvud.slag} {huvud.ar}, utgåva {huvud.utgava}, {huvud.datum}",
        "keywords": [*(["EXEMPELDATA"] if huvud.exempeldata else []), *(["UTKAST"] if document.draft else [])],
        "edition": f"Utgåva {huvud.utgava} · {huvud.datum}",
        "mark": _mark(document),
        "facts": facts(huvud),
        "font": theme.FONT,
        "colours": theme.roles(theme.palette(huvud.fargtema)),
        "blocks": [_block(block, pictures) for block in document.blocks],
        "appendix": [{**_table(f.data), "number": f.number} for f in document.figures if f.data],
        "longest": LONGEST_PRINTED,
        "depth": TOC_DEPTH,
        "onepage": huvud.sort in ONE_PAGE,
        "banner": huvud.sort in ONE_PAGE | SHORT,
    }
    return json.dumps(data, ensure_ascii=False)


def _block(block: Block, pictures: Mapping[str, str]) -> dict[str, Any]:  # noqa: PLR0911  (one line a kind)
    match block:
        case Heading():
            return {"k": "heading", "level": block.level, "anchor": block.anchor, "c": _words(block.children)}
        case Paragraph():
            return {"k": "paragraph", "c": _words(block.children)}
        case ListBlock():
            items = [[_block(part, pictures) for part in item] for item in block.items]
            return {"k": "list", "ordered": block.ordered, "start": block.start, "items": items}
        case Admonition():
            inside = [_block(part, pictures) for part in block.blocks]
            return {"k": "box", "title": _words(block.title), "blocks": inside}
        case Quote():
            return {"k": "quote", "blocks": [_block(part, pictures) for part in block.blocks]}
        case CodeBlock():
            return {"k": "code", "lines": block.text.split("\n")}
        case Rule():
            return {"k": "rule"}
        case Table():
            return _table(block)
        case Figure():
            return _figure(block, pictures)


def _table(table: Table) -> dict[str, Any]:
    columns = [{"title": _words(column.title), "sort": column.sort} for column in table.columns]
    return {
        "k": "table",
        "anchor": table.anchor,
        "title": table.title,
        "number": table.number,
        "columns": columns,
        **lay_out(table, whole_line=bool(table.title)).as_dict(),
        "rows": [[_words(cell) for cell in row] for row in table.rows],
        "own": list(table.own),
        "note": table.note,
    }


def _figure(figure: Figure, pictures: Mapping[str, str]) -> dict[str, Any]:
    drawing = pictures[figure.anchor]
    png = isinstance(figure.picture, Picture) and figure.picture.mimetype == "image/png"
    return {
        "k": "figure",
        "anchor": figure.anchor,
        "number": figure.number,
        "title": figure.title,
        "alt": figure.alt,
        "caption": figure.caption,
        "format": "png" if png else "svg",
        "content": list(figure.picture.content) if isinstance(figure.picture, Picture) and png else None,
        "source": figure.anchor,
        "width": _share_of_line(drawing),
        "tall": _share_of_page(drawing) > TALL,
        "data": {"anchor": figure.data.anchor, "rows": len(figure.data.rows)} if figure.data else None,
    }


def _share_of_line(drawing: str) -> float:
    """Return the width in percent of the line: a small chart keeps the type size of a large one."""
    found = _WIDTH.search(drawing)
    return min(100.0, 100.0 * float(found[1]) / TEXT_WIDTH_PX) if found else 100.0


def _share_of_page(drawing: str) -> float:
    """Return how much of the text's height a chart takes; a picture of unknown size takes none."""
    wide, high = _WIDTH.search(drawing), _HEIGHT.search(drawing)
    if not (wide and high):
        return 0.0
    return float(high[1]) / max(float(wide[1]), TEXT_WIDTH_PX) * LINE / PAGE


def _words(inlines: Inlines) -> list[dict[str, Any]]:
    return [_word(inline) for inline in inlines]


def _word(inline: Inline) -> dict[str, Any]:
    match inline:
        case Text():
            return {"k": "text", "t": inline.text}
        case CodeWords():
            return {"k": "code", "t": inline.text}
        case Break():
            return {"k": "break"}
        case Link():
            return {"k": "link", "href": inline.href, "c": _words(inline.children)}
        case Strong():
            return {"k": "strong", "c": _words(inline.children)}
        case _:
            return {"k": "emph", "c": _words(inline.children)}
