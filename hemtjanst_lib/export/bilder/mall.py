"""The template: a 16:9 master with theme colours, and layouts with names that say what they are for."""

# ruff: noqa: E501  (markup is not broken)

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any
from xml.sax.saxutils import quoteattr

from lxml import etree
from pptx import Presentation
from pptx.oxml import parse_xml
from pptx.util import Inches

from hemtjanst_lib import theme
from hemtjanst_lib.export.bilder.form import Layout

BREDD, HOJD = 13.333, 7.5  # inches
VANSTER, INNEHALL = 0.6, 12.13  # left edge and width of the content
TOPP, HOG = 1.55, 5.0  # of the content
KALLA, MARKE, SIDFOT, NUMMER = 20, 21, 31, 32  # idx of the small places
FONT = "Arial"
MARK = "EXEMPELDATA – inte verkliga resultat"

_NS = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
Ruta = tuple[float, float, float, float]  # x, y, width, height in inches
_TITEL: Ruta = (VANSTER, 0.38, INNEHALL, 1.02)
_HALV = (INNEHALL - 0.4) / 2
_FJARDEDEL = (INNEHALL - 0.9) / 4
_DIAGRAM, _TEXTEN = 7.6, 4.13


def _spalter(antal: int, bred: float, topp: float, hog: float, steg: float) -> list[Ruta]:
    return [(VANSTER + n * steg, topp, bred, hog) for n in range(antal)]


# Kind of place (body, chart, tbl) and where, in reading order; idx counts from 10.
PLATSER: dict[Layout, list[tuple[str, Ruta]]] = {
    "Titelbild": [("body", (VANSTER + 0.4, 4.4, 11.3, 1.5))],
    "Avsnitt": [("body", (VANSTER + 0.4, 4.1, 11.3, 1.6))],
    "Text": [("body", (VANSTER, TOPP, INNEHALL, HOG))],
    "Diagram": [("chart", (VANSTER, TOPP, INNEHALL, HOG))],
    "Diagram och text": [
        ("chart", (VANSTER, TOPP, _DIAGRAM, HOG)),
        ("body", (VANSTER + _DIAGRAM + 0.4, TOPP, _TEXTEN, HOG)),
    ],
    "Tabell": [("tbl", (VANSTER, TOPP, INNEHALL, HOG))],
    "Två spalter": [("body", ruta) for ruta in _spalter(2, _HALV, TOPP, HOG, _HALV + 0.4)],
    "Fyra diagram": [
        ("chart", (VANSTER + x * (_HALV + 0.4), TOPP + y * 2.52, _HALV, 2.45)) for y in (0, 1) for x in (0, 1)
    ],
    "Nyckeltal": [
        *(("body", ruta) for ruta in _spalter(4, _FJARDEDEL, TOPP, 1.75, _FJARDEDEL + 0.3)),
        ("body", (VANSTER, TOPP + 2.0, INNEHALL, HOG - 2.0)),
    ],
    "Fyra spalter": [("body", ruta) for ruta in _spalter(4, _FJARDEDEL, TOPP, HOG, _FJARDEDEL + 0.3)],
    "Egen bild": [],
}
MORKA: frozenset[Layout] = frozenset({"Titelbild", "Avsnitt"})
STORLEK: dict[Layout, int] = {"Titelbild": 24, "Avsnitt": 22, "Text": 20, "Fyra spalter": 14}
SORT = {"body": "Text", "chart": "Diagram", "tbl": "Tabell"}


@cache
def mall(palette: theme.Palette | None = None) -> bytes:
    """Make the template, an empty presentation; the palette is that of the reports."""
    return _made(palette or theme.DEFAULT)


@cache
def _made(palette: theme.Palette) -> bytes:
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(BREDD), Inches(HOJD)
    master = deck.slide_master
    _theme(master.part, palette)
    _fill_master(master._element)
    for name, layout in zip(PLATSER, deck.slide_layouts, strict=True):
        _fill_layout(layout._element, name)
    _without(deck.part.package, "thumbnail")
    _without(deck.part, "printerSettings")
    stream = io.BytesIO()
    deck.save(stream)
    return stream.getvalue()


def _without(part: Any, kind: str) -> None:
    rels = part._rels
    for rid in [rid for rid, rel in rels.items() if rel.reltype.endswith(f"/{kind}")]:
        rels.pop(rid)


def _theme(part: Any, palette: theme.Palette) -> None:
    """Put the reports' colours and typeface in the theme."""
    found = next(rel.target_part for rel in part.rels.values() if rel.reltype.endswith("/theme"))
    colours = {
        "dk1": theme.INK, "lt1": theme.PAPER, "dk2": palette.egen, "lt2": theme.SURFACE, "accent1": palette.egen,
        "accent2": palette.medel, "accent3": palette.under, "accent4": palette.over, "accent5": theme.tint(palette, 0.3),
        "accent6": theme.MUTED, "hlink": palette.over, "folHlink": theme.MUTED,
    }  # fmt: skip
    scheme = "".join(f'<a:{name}><a:srgbClr val="{colour[1:]}"/></a:{name}>' for name, colour in colours.items())
    face = f'<a:latin typeface="{FONT}"/><a:ea typeface=""/><a:cs typeface=""/>'
    text = found.blob.decode("utf-8")
    text = re.sub(r"<a:clrScheme.*?</a:clrScheme>", f'<a:clrScheme name="Hemtjänstindex">{scheme}</a:clrScheme>', text, flags=re.S)  # fmt: skip
    fonts = f"<a:majorFont>{face}</a:majorFont><a:minorFont>{face}</a:minorFont>"
    text = re.sub(r"<a:fontScheme.*?</a:fontScheme>", f'<a:fontScheme name="Hemtjänstindex">{fonts}</a:fontScheme>', text, flags=re.S)  # fmt: skip
    found._blob = re.sub(r'(<a:theme [^>]*name=)"[^"]*"', r'\1"Hemtjänstindex"', text).encode("utf-8")


def _fill_master(master: Any) -> None:
    shapes = [
        _bar((0, 0, BREDD, 0.12), "accent1"),
        _place(2, "Rubrik", "title", None, _TITEL, "Rubrik"),
        _place(3, "Text", "body", 1, (VANSTER, TOPP, INNEHALL, HOG), "Text"),
        *_small(morka=False, layout=False),
    ]
    _replace_tree(master, shapes)
    styles = master.find("{*}txStyles")
    master.replace(styles, parse_xml(_styles()))


def _fill_layout(element: Any, name: Layout) -> None:
    dark = name in MORKA
    title: Ruta = (VANSTER + 0.4, 1.9, 11.3, 2.1) if dark else _TITEL
    style = '<a:lvl1pPr algn="l"><a:defRPr sz="4000"><a:solidFill><a:schemeClr val="bg1"/></a:solidFill></a:defRPr></a:lvl1pPr>'
    shapes = [_bar((VANSTER + 0.4, 4.15, 1.6, 0.06), "bg1")] if dark and name == "Titelbild" else []
    shapes.append(_place(2, "Rubrik", "title", None, title, "Rubrik som säger vad bilden visar", style if dark else "", anchor="b" if dark else "ctr"))  # fmt: skip
    for n, (kind, ruta) in enumerate(PLATSER[name]):
        label = f"{SORT[kind]} {n + 1}"
        shapes.append(_place(n + 3, label, kind, 10 + n, ruta, label, _body_style(name, n)))
    shapes.extend(_small(morka=dark, layout=True))
    _replace_tree(element, shapes, "accent1" if dark else "")
    element.attrib.pop("type", None)
    element.set("preserve", "1")
    element.find("{*}cSld").set("name", name)
    if dark:
        element.set("showMasterSp", "0")


def _body_style(name: Layout, n: int) -> str:
    size = STORLEK.get(name, 16)
    if name in MORKA:
        colour = '<a:solidFill><a:schemeClr val="bg1"/></a:solidFill>'
        return f'<a:lvl1pPr marL="0" indent="0"><a:buNone/><a:defRPr sz="{size}00">{colour}</a:defRPr></a:lvl1pPr>'
    if name == "Nyckeltal" and n < 4:
        return '<a:lvl1pPr marL="0" indent="0" algn="ctr"><a:spcBef><a:spcPts val="200"/></a:spcBef><a:buNone/><a:defRPr sz="1400"/></a:lvl1pPr>'
    return f'<a:lvl1pPr><a:defRPr sz="{size}00"/></a:lvl1pPr>'


def _small(*, morka: bool, layout: bool) -> Iterator[str]:
    """The line of sources, the mark of invented data, footer and number."""
    colour = "bg1" if morka else "accent6"
    fill = f'<a:solidFill><a:schemeClr val="{colour}"/></a:solidFill>'

    def style(extra: str = "", size: int = 1100, tone: str = fill) -> str:
        return f'<a:lvl1pPr marL="0" indent="0"{extra}><a:spcBef><a:spcPts val="0"/></a:spcBef><a:buNone/><a:defRPr sz="{size}">{tone}</a:defRPr></a:lvl1pPr>'

    if layout:
        if not morka:
            yield _place(40, "Källa", "body", KALLA, (VANSTER, 6.6, INNEHALL, 0.36), "Källa", style(), anchor="ctr")
        red = (
            '<a:solidFill><a:schemeClr val="bg1"/></a:solidFill>'
            if morka
            else '<a:solidFill><a:schemeClr val="accent3"/></a:solidFill>'
        )
        strong = style(' algn="r"', tone=red).replace("<a:defRPr ", '<a:defRPr b="1" ')
        yield _place(41, "Märkning", "body", MARKE, (7.3, 7.0, 4.6, 0.34), MARK, strong, anchor="ctr")
    yield _place(42, "Sidfot", "ftr", SIDFOT if layout else 3, (VANSTER, 7.0, 6.6, 0.34), "", style(), anchor="ctr")
    yield _place(43, "Bildnummer", "sldNum", NUMMER if layout else 4, (12.0, 7.0, 0.73, 0.34), "", style(' algn="r"'), anchor="ctr")  # fmt: skip


def _place(  # noqa: PLR0917  (a place is what it is)
    nr: int, name: str, kind: str, idx: int | None, ruta: Ruta, prompt: str, style: str = "", *, anchor: str = "t") -> str:  # fmt: skip
    ph = f'<p:ph type="{kind}"' + (f' idx="{idx}"' if idx is not None else "") + (' sz="quarter"' if idx else "") + "/>"
    text = (
        '<a:fld id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}" type="slidenum"><a:rPr lang="sv-SE"/><a:t>‹#›</a:t></a:fld>'
        if kind == "sldNum"
        else f'<a:r><a:rPr lang="sv-SE"/><a:t>{prompt}</a:t></a:r>' if prompt else '<a:endParaRPr lang="sv-SE"/>'
    )  # fmt: skip
    return (
        f'<p:sp {_NS}><p:nvSpPr><p:cNvPr id="{nr}" name={quoteattr(name)}/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        f'<p:nvPr>{ph}</p:nvPr></p:nvSpPr><p:spPr>{_xfrm(ruta)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>'
        f'<p:txBody><a:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="{anchor}"><a:normAutofit/></a:bodyPr>'
        f"<a:lstStyle>{style}</a:lstStyle><a:p>{text}</a:p></p:txBody></p:sp>"
    )


def _bar(ruta: Ruta, colour: str) -> str:
    return (
        f'<p:sp {_NS}><p:nvSpPr><p:cNvPr id="50" name="Linje"><a:extLst><a:ext uri="{{C183D7F6-B498-43B3-948B-1728B52AA6E4}}">'
        '<adec:decorative xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst>'
        f"</p:cNvPr><p:cNvSpPr/><p:nvPr userDrawn=\"1\"/></p:nvSpPr><p:spPr>{_xfrm(ruta)}"
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill><a:schemeClr val="{colour}"/></a:solidFill>'
        '<a:ln><a:noFill/></a:ln></p:spPr></p:sp>'
    )  # fmt: skip


def _xfrm(ruta: Ruta) -> str:
    x, y, w, h = (round(each * 914400) for each in ruta)
    return f'<a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{w}" cy="{h}"/></a:xfrm>'


def _replace_tree(element: Any, shapes: Sequence[str], background: str = "") -> None:
    slide = element.find("{*}cSld")
    tree = slide.find("{*}spTree")
    for child in list(tree)[2:]:
        tree.remove(child)
    for shape in shapes:
        tree.append(parse_xml(shape))
    etree.cleanup_namespaces(tree)
    if background:
        slide.insert(0, parse_xml(f'<p:bg {_NS}><p:bgPr><a:solidFill><a:schemeClr val="{background}"/></a:solidFill><a:effectLst/></p:bgPr></p:bg>'))  # fmt: skip


def _styles() -> str:
    def level(n: int, left: int, size: int, bullet: str) -> str:
        return (
            f'<a:lvl{n}pPr marL="{left}" indent="-228600" algn="l"><a:spcBef><a:spcPts val="600"/></a:spcBef>'
            f'<a:buClr><a:schemeClr val="accent4"/></a:buClr><a:buFont typeface="Arial"/><a:buChar char="{bullet}"/>'
            f'<a:defRPr lang="sv-SE" sz="{size}"><a:solidFill><a:schemeClr val="tx1"/></a:solidFill><a:latin typeface="+mn-lt"/></a:defRPr></a:lvl{n}pPr>'
        )

    title = (
        '<a:lvl1pPr algn="l"><a:lnSpc><a:spcPct val="95000"/></a:lnSpc><a:buNone/><a:defRPr lang="sv-SE" sz="2800" b="1">'
        '<a:solidFill><a:schemeClr val="tx2"/></a:solidFill><a:latin typeface="+mj-lt"/></a:defRPr></a:lvl1pPr>'
    )
    body = level(1, 228600, 1800, "•") + level(2, 457200, 1600, "–")
    return (
        f"<p:txStyles {_NS}><p:titleStyle>{title}</p:titleStyle><p:bodyStyle>{body}</p:bodyStyle>"
        '<p:otherStyle><a:lvl1pPr><a:defRPr lang="sv-SE" sz="1800"/></a:lvl1pPr></p:otherStyle></p:txStyles>'
    )
