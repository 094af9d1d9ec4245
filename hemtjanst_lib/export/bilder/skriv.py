"""A deck written: the template's places filled in order, the rest taken away, notes, marks and times set."""

from __future__ import annotations

import copy
import io
from collections.abc import Iterable, Sequence
from datetime import datetime, time
from functools import lru_cache
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER

import hemtjanst_lib.export.bilder.diagram as diagram  # noqa: PLR0402  (the package itself would be a circle)
import hemtjanst_lib.export.bilder.tabell as tabell  # noqa: PLR0402  (the package itself would be a circle)
from hemtjanst_lib.errors import ExportError
from hemtjanst_lib.export.bilder.egna import Egen
from hemtjanst_lib.export.bilder.form import Bild, Bildspel, Diagram, Stycken, Tabellruta
from hemtjanst_lib.export.bilder.infoga import insert_own
from hemtjanst_lib.export.bilder.mall import KALLA, MARK, MARKE, SIDFOT, mall
from hemtjanst_lib.export.bilder.matt import PT, storlek
from hemtjanst_lib.export.bilder.packa import normalise
from hemtjanst_lib.export.bilder.text import LANG, fill, fill_part, height_of, plain, write

RUBRIK = (28, 26, 24, 22, 20)
MORK_RUBRIK = (40, 36, 32, 28)
BROD = (20, 18, 17, 16, 15, 14, 13, 12)
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
STOR = 40  # the figures of the slide with key figures


def as_pptx(spel: Bildspel, egna: Iterable[Egen] = ()) -> bytes:
    """Write a deck.

    Parameters
    ----------
    spel : Bildspel
    egna : iterable of Egen
        Own slides, to be put in after the slides that they name.

    Raises
    ------
    ExportError
        If two slides have the same title or id, or a text does not fit its place: every fault is named.
    """
    if faults := [*_doubled(spel)]:
        raise ExportError("the deck has slides that cannot be told apart:", faults)
    deck = Presentation(io.BytesIO(mall()))
    layouts = {layout.name: layout for layout in deck.slide_layouts}
    faults = []
    for bild in spel.bilder:
        slide = deck.slides.add_slide(layouts[bild.layout])
        faults += [f"{bild.id}: {fault}" for fault in _fill(slide, bild)]
        dress(slide, spel, bild.kalla)
        _notes(slide, bild.anteckning)
    if faults:
        raise ExportError("texts that do not fit their slides:", faults)
    insert_own(deck, spel, list(egna), dress)
    _properties(deck, spel)
    stream = io.BytesIO()
    deck.save(stream)
    return normalise(stream.getvalue(), spel.publicerad)


def _doubled(spel: Bildspel) -> list[str]:
    seen: set[str] = set()
    faults = []
    for bild in spel.bilder:
        for key in (bild.id, bild.titel):
            if key in seen:
                faults.append(f"{bild.id}: {key!r} stands twice")
            seen.add(key)
    return faults


def _fill(slide: Any, bild: Bild) -> list[str]:
    """Fill the layout's places with the slide's parts; say what does not fit."""
    faults = []
    dark = bild.layout in {"Titelbild", "Avsnitt"}
    title = slide.shapes.title
    room, height = title.width / PT, title.height / PT
    size = storlek([bild.titel], MORK_RUBRIK if dark else RUBRIK, room, height, fet=True)
    if size is None:
        faults.append(f"the title is too long: {bild.titel}")
    fill(title, [bild.titel], size=None if size == (MORK_RUBRIK if dark else RUBRIK)[0] else size)
    places = [each for each in slide.placeholders if 10 <= each.placeholder_format.idx < KALLA]
    sizes = _sizes(bild, places)
    for n, (place, part) in enumerate(zip(places, bild.delar, strict=False)):
        if isinstance(part, Diagram):
            diagram.insert(place, part)
        elif isinstance(part, Tabellruta):
            if not tabell.insert(place, part):
                faults.append("the table is too tall")
        elif bild.layout == "Nyckeltal" and n < 4:
            _figure(place, part)
        elif not fill_part(place, part, sizes):
            faults.append(f"the text is too long: {part.stycken[0][:60]}")
    for place in places[len(bild.delar) :]:
        place._element.getparent().remove(place._element)
    return faults


def _sizes(bild: Bild, places: Sequence[Any]) -> tuple[int, ...]:
    """The sizes to try: columns of one slide are written alike."""
    if bild.layout in {"Titelbild", "Avsnitt"}:
        return (24, 20)
    if bild.layout not in {"Två spalter", "Fyra spalter"}:
        return BROD
    parts = [(part, place) for part, place in zip(bild.delar, places, strict=False) if isinstance(part, Stycken)]

    def fits(size: int) -> bool:
        return all(height_of(part, size, place.width / PT) <= place.height / PT for part, place in parts)

    return tuple(size for size in BROD if fits(size)) or BROD[-1:]


def _figure(place: Any, part: Stycken) -> None:
    """A key figure: the number large, what it is under it."""
    number, *rest = part.stycken
    frame = place.text_frame
    size = storlek([number], (STOR, 36, 32, 28, 24, 20), place.width / PT, STOR * 1.3, fet=True) or 18
    write(frame.paragraphs[0], number, size=size, bold=True)
    for text in rest:
        write(frame.add_paragraph(), text)


def dress(slide: Any, spel: Bildspel, kalla: str = "") -> None:
    """Put in the line of sources, the mark of invented data, footer and number; take empty places away."""
    texts = {KALLA: kalla, MARKE: MARK if spel.exempeldata else ""}
    for place in list(slide.placeholders):
        idx = place.placeholder_format.idx
        if text := texts.get(idx, ""):
            fill(place, [text])
        elif idx in texts:
            place._element.getparent().remove(place._element)
    tree = slide.shapes._spTree
    for n, element in enumerate(_small(slide.slide_layout.part, spel.sidfot)):
        own = copy.deepcopy(element)
        own.find(".//{*}cNvPr").set("id", str(1000 + n))  # above all ids that python-pptx gives
        tree.append(own)


@lru_cache(maxsize=64)
def _small(layout: Any, sidfot: str) -> list[Any]:
    """A layout's footer and number as a slide has them: python-pptx leaves them out."""
    made = []
    for place in layout.slide_layout.placeholders:
        if place.placeholder_format.type not in {PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER}:
            continue
        element = copy.deepcopy(place._element)
        for name in ("spPr", "lstStyle"):
            for parent in element.iter(f"{{*}}{name}"):
                for child in list(parent):
                    parent.remove(child)
        if place.placeholder_format.idx == SIDFOT:
            text = element.find(".//{*}p")
            for child in list(text):
                text.remove(child)
            run = etree.SubElement(text, f"{{{_DRAWING}}}r")
            etree.SubElement(run, f"{{{_DRAWING}}}rPr", {"lang": LANG})
            etree.SubElement(run, f"{{{_DRAWING}}}t").text = sidfot
        made.append(element)
    return made


def _notes(slide: Any, text: str) -> None:
    frame = slide.notes_slide.notes_text_frame
    frame.text = plain(text)
    for paragraph in frame.paragraphs:
        for run in paragraph.runs:
            run._r.get_or_add_rPr().set("lang", LANG)


def _properties(deck: Any, spel: Bildspel) -> None:
    about, day = deck.core_properties, datetime.combine(spel.publicerad, time())
    about.title, about.author, about.language = spel.titel, "Hemtjänstindex", LANG
    about.subject = MARK if spel.exempeldata else ""
    about.keywords, about.comments, about.category = "Hemtjänstindex", "", ""
    about.last_modified_by, about.revision = "Hemtjänstindex", 1
    about.created = about.modified = day
