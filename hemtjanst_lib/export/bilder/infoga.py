"""Own slides put into a deck: pictures on a slide of their own, slides of other decks copied shape by shape."""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from io import BytesIO
from typing import Any

from PIL import Image
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from pptx.parts.chart import ChartPart
from pptx.util import Emu, Inches

from hemtjanst_lib.errors import ParameterError
from hemtjanst_lib.export.bilder.egna import LIST, Egen
from hemtjanst_lib.export.bilder.form import Bildspel
from hemtjanst_lib.export.bilder.mall import HOG, INNEHALL, TOPP, VANSTER
from hemtjanst_lib.export.bilder.text import fill

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
SMALL = {PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER, PP_PLACEHOLDER.DATE}
Dress = Callable[[Any, Bildspel], None]


def insert_own(deck: Any, spel: Bildspel, egna: Sequence[Egen], dress: Dress) -> None:
    """Put own slides in after the slides that they name, in the order of the list.

    Raises
    ------
    ParameterError
        With every fault: an unknown place, an unreadable file, a title that is missing or taken, other measures than
        the deck's, or content that cannot be copied.
    """
    ids = {bild.id: n for n, bild in enumerate(spel.bilder)}
    faults = [
        f"{own.fil.name}: no slide {own.efter!r}; there are {', '.join(ids)}" for own in egna if own.efter not in ids
    ]
    order: list[list[Any]] = [[element] for element in deck.slides._sldIdLst]
    titles = {bild.titel for bild in spel.bilder}
    for own in egna:
        made = _made(deck, own, titles, faults)
        for slide in made:
            dress(slide, spel)
        entries = list(deck.slides._sldIdLst)[-len(made) :] if made else []
        order[ids.get(own.efter, 0)].extend(entries)
    if faults:
        where = egna[0].fil.parent / LIST
        raise ParameterError(f"{where}: own slides that cannot be put in:", faults, do="Correct the list or the files.")
    listed = deck.slides._sldIdLst
    for entry in [each for group in order for each in group]:
        listed.append(entry)  # moves what is there already


def _made(deck: Any, own: Egen, titles: set[str], faults: list[str]) -> list[Any]:
    try:
        return [_picture(deck, own, titles, faults)] if own.picture else _slides(deck, own, titles, faults)
    except Exception as fault:  # any library's complaint about a broken file
        if isinstance(fault, ParameterError):
            raise
        faults.append(f"{own.fil.name}: cannot be read ({type(fault).__name__}: {fault})")
        return []


def _new(deck: Any, title: str, where: str, titles: set[str], faults: list[str]) -> Any:
    if not title:
        faults.append(f"{where} has no title")
    elif title in titles:
        faults.append(f"{where}: the title {title!r} is taken")
    titles.add(title)
    layout = next(each for each in deck.slide_layouts if each.name == "Egen bild")
    slide = deck.slides.add_slide(layout)
    fill(slide.shapes.title, [title])
    return slide


def _picture(deck: Any, own: Egen, titles: set[str], faults: list[str]) -> Any:
    """Put a picture as large as it can be on a slide of its own."""
    with Image.open(own.fil) as image:
        image.load()
        wide, high = image.size
    slide = _new(deck, own.titel, own.fil.name, titles, faults)
    scale = min(INNEHALL / wide, HOG / high)
    left, top = VANSTER + (INNEHALL - wide * scale) / 2, TOPP + (HOG - high * scale) / 2
    shape = slide.shapes.add_picture(
        str(own.fil), Inches(left), Inches(top), Inches(wide * scale), Inches(high * scale)
    )
    shape._element._nvXxPr.cNvPr.set("descr", own.alt)
    return slide


def _slides(deck: Any, own: Egen, titles: set[str], faults: list[str]) -> list[Any]:
    source = Presentation(str(own.fil))
    if (source.slide_width, source.slide_height) != (deck.slide_width, deck.slide_height):
        told = " × ".join(f"{Emu(each or 0).inches:.2f}" for each in (source.slide_width, source.slide_height))
        faults.append(f"{own.fil.name}: its slides are {told} inches; expected widescreen, 13.33 × 7.50")
        return []
    if not len(source.slides):
        faults.append(f"{own.fil.name}: has no slides")
    return [
        _copied(deck, slide, f"{own.fil.name}, slide {n}", titles, faults) for n, slide in enumerate(source.slides, 1)
    ]


def _copied(deck: Any, source: Any, where: str, titles: set[str], faults: list[str]) -> Any:
    title = source.shapes.title
    text = " ".join(title.text_frame.text.split()) if title is not None else ""
    slide = _new(deck, text, where, titles, faults)
    for shape in source.shapes:
        if title is None or shape.shape_id != title.shape_id:
            _shape(slide, source, shape, where, faults)
    if source.has_notes_slide and source.notes_slide.notes_text_frame is not None:
        slide.notes_slide.notes_text_frame.text = source.notes_slide.notes_text_frame.text
    return slide


def _shape(slide: Any, source: Any, shape: Any, where: str, faults: list[str]) -> None:
    if shape.is_placeholder and _left_out(shape):
        return
    element = copy.deepcopy(shape._element)
    if shape.is_placeholder:
        _freed(element, shape)
    element.find(".//{*}cNvPr").set("id", str(max(each.shape_id for each in slide.shapes) + 1))
    for node in element.iter():
        for key in [key for key in node.attrib if isinstance(key, str) and key.startswith(_R)]:
            if made := _related(slide, source, node.get(key), where, faults):
                node.set(key, made)
    slide.shapes._spTree.append(element)


def _left_out(place: Any) -> bool:
    """Tell whether a place is a footer or number, which the deck has of its own, or empty."""
    return place.placeholder_format.type in SMALL or (place.has_text_frame and not place.text_frame.text)


def _freed(element: Any, shape: Any) -> None:
    """Give a placeholder its own position, since its layout does not come along."""
    box = (shape.left, shape.top, shape.width, shape.height)
    for mark in element.findall(".//{*}nvPr/{*}ph"):
        mark.getparent().remove(mark)
    properties = element.find("{*}spPr")
    if properties is not None and properties.find("{*}xfrm") is None:
        frame = properties.makeelement("{http://schemas.openxmlformats.org/drawingml/2006/main}xfrm", {})
        off = frame.makeelement(
            "{http://schemas.openxmlformats.org/drawingml/2006/main}off", {"x": str(box[0]), "y": str(box[1])}
        )
        ext = frame.makeelement(
            "{http://schemas.openxmlformats.org/drawingml/2006/main}ext", {"cx": str(box[2]), "cy": str(box[3])}
        )
        frame.append(off)
        frame.append(ext)
        properties.insert(0, frame)


def _related(slide: Any, source: Any, rid: str, where: str, faults: list[str]) -> str:
    """Take what a shape refers to along; return its new id."""
    if not rid:
        return ""
    rel = source.part.rels[rid]
    kind = rel.reltype
    if kind == RELATIONSHIP_TYPE.IMAGE and not rel.is_external:
        return str(slide.part.get_or_add_image_part(BytesIO(rel.target_part.blob))[1])
    if kind == RELATIONSHIP_TYPE.HYPERLINK and rel.is_external:
        return str(slide.part.relate_to(rel.target_ref, kind, is_external=True))
    if kind == RELATIONSHIP_TYPE.CHART:
        return str(slide.part.relate_to(_chart(slide, rel.target_part), kind))
    faults.append(f"{where}: holds a {kind.rsplit('/', 1)[-1]}, which cannot be copied; save it as a picture")
    return ""


def _chart(slide: Any, old: Any) -> Any:
    package = slide.part.package
    part = ChartPart.load(package.next_partname(ChartPart.partname_template), CONTENT_TYPE.DML_CHART, package, old.blob)
    for tag in ("externalData", "userShapes"):
        for node in part._element.findall(f"{{*}}{tag}"):
            part._element.remove(node)
    book = old.chart_workbook.xlsx_part
    if book is not None:
        part.chart_workbook.update_from_xlsx_blob(book.blob)
    return part
