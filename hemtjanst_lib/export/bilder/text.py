"""Paragraphs in a slide's places: Markdown's bold and links as runs, each with its language, in a size that fits."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from typing import Any

from pptx.enum.dml import MSO_THEME_COLOR
from pptx.util import Emu, Pt

from hemtjanst_lib.export.bilder.form import Farg, Stycken
from hemtjanst_lib.export.bilder.matt import PT, bredd, hojd

LANG = "sv-SE"
TEMA: dict[Farg, MSO_THEME_COLOR] = {
    "egen": MSO_THEME_COLOR.ACCENT_1,
    "medel": MSO_THEME_COLOR.ACCENT_2,
    "under": MSO_THEME_COLOR.ACCENT_3,
    "over": MSO_THEME_COLOR.ACCENT_4,
    "ljus": MSO_THEME_COLOR.ACCENT_5,
}
AFTER = 6.0  # points between paragraphs
INDENT = 18.0  # of a bullet, points
_MARKED = re.compile(r"\*\*(?P<bold>.+?)\*\*|\[(?P<words>[^\]]+)\]\((?P<link>[^)\s]+)\)")


def plain(text: str) -> str:
    """Take the marks of Markdown away; an address stays, in brackets, unless it is the words themselves."""
    return _MARKED.sub(_shown, text)


def _shown(match: re.Match[str]) -> str:
    return match["bold"] or match["words"]


def _pieces(text: str) -> Iterator[tuple[str, bool, str]]:
    """Part a text in pieces: words, whether bold, and where they lead."""
    at = 0
    for match in _MARKED.finditer(text):
        if match.start() > at:
            yield text[at : match.start()], False, ""
        yield match["bold"] or match["words"], bool(match["bold"]), match["link"] or ""
        at = match.end()
    if at < len(text):
        yield text[at:], False, ""


def write(paragraph: Any, text: str, *, size: float | None = None, bold: bool = False) -> None:
    """Write a text into an empty paragraph."""
    for words, strong, link in _pieces(text):
        run = paragraph.add_run()
        run.text = words
        run._r.get_or_add_rPr().set("lang", LANG)
        if size:
            run.font.size = Pt(size)
        if strong or bold:
            run.font.bold = True
        if link:
            run.hyperlink.address = link


def fill(shape: Any, stycken: Sequence[str], *, size: float | None = None, bold: bool = False) -> None:
    """Write paragraphs into a place, the first of which is there already."""
    frame = shape.text_frame
    for n, text in enumerate(stycken):
        paragraph = frame.paragraphs[0] if n == 0 else frame.add_paragraph()
        write(paragraph, text, size=size, bold=bold)


def fill_part(shape: Any, part: Stycken, sizes: Sequence[float]) -> bool:
    """Write a part into its place in the first size that fits; False when even the smallest runs over."""
    room, height = shape.width / PT, shape.height / PT
    size = next((pt for pt in sizes if height_of(part, pt, room) <= height), None)
    used = size or sizes[-1]
    texts = [part.rubrik, *part.stycken] if part.rubrik else list(part.stycken)
    frame = shape.text_frame
    for n, text in enumerate(texts):
        paragraph = frame.paragraphs[0] if n == 0 else frame.add_paragraph()
        head = bool(part.rubrik) and n == 0
        write(paragraph, text, size=used, bold=head)
        if head or not part.punkter:
            _without_bullet(paragraph)
        if head:
            for run in paragraph.runs:
                run.font.color.theme_color = TEMA["egen"]
    return size is not None


def height_of(part: Stycken, pt: float, room: float) -> float:
    """Height of a part written in a size, points."""
    inner = room - (INDENT if part.punkter else 0)
    words = [word for text in (*part.stycken, part.rubrik) for word in plain(text).split(" ")]
    if max(bredd(word, pt, fet=True) for word in words) > inner:
        return math.inf
    body = hojd([plain(text) for text in part.stycken], pt, inner, AFTER)
    return body + (hojd([part.rubrik], pt, room, AFTER, fet=True) + AFTER if part.rubrik else 0)


def _without_bullet(paragraph: Any) -> None:
    properties = paragraph._p.get_or_add_pPr()
    properties.set("marL", "0")
    properties.set("indent", "0")
    for old in properties.findall("{*}buNone"):
        properties.remove(old)
    properties.append(properties.makeelement("{http://schemas.openxmlformats.org/drawingml/2006/main}buNone", {}))


def inches(emu: int) -> float:
    """Inches of a length."""
    return Emu(emu).inches
