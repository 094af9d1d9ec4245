"""Vega-Lite specifications to lean SVG, through vl-convert.

Never call this in a process that is forked afterwards: a forked child of a process that has used vl-convert hangs.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.metadata import version
from typing import Any

from hemtjanst_lib.errors import ExportError
from hemtjanst_lib.export.document import Chart, Document
from hemtjanst_lib.export.vega import Compiler
from hemtjanst_lib.theme import FONT_DIR

LOCALE = "sv-SE"

_TAG = re.compile(r'<(?:[^<>"]|"[^"]*")*>')
_UNSAID = re.compile(r' (?:aria-[a-z]+|role|class|pointer-events|font-family|xmlns:xlink|version)="[^"]*"')
_DEFAULTS = re.compile(r' (?:(?:fill-|stroke-)?opacity="1"|font-weight="(?:normal|400)"|transform="translate\(0,0\)")')
_GEOMETRY = re.compile(r'( (?:d|transform|x|y|x1|x2|y1|y2|cx|cy|r|rx|width|height|points)=")([^"]*)"')
_LONG_NUMBER = re.compile(r"-?\d*\.\d{2,}(?:e-?\d+)?")
_NOTHING = re.compile(
    r'<path (?:d="M0,0h0v0h0Z"|d="(?:M0,0Z)?"|d="" display="none")/>|<path [^>]*display="none"/>|<g></g>'
)
_FETCHED = re.compile(r'"url": "([^"]*)"')
_ID = re.compile(r'\bid="([^"]+)"')
_FAMILY = re.compile(r' font-family="([^"]*)"')


def convert(spec: Mapping[str, Any]) -> str:
    """Draw a Vega-Lite specification as SVG, with Swedish numbers and the theme's typeface.

    The same specification gives the same text in any process: ids are numbered anew, coordinates are rounded to a
    tenth of a pixel, and what vl-convert says in English to screen readers is taken away (the page says it better).

    Raises
    ------
    ExportError
        If the specification cannot be drawn.
    """
    return _converted(json.dumps(spec, ensure_ascii=False))


def png(spec: Mapping[str, Any], scale: float = 2) -> bytes:
    """Draw a specification as PNG, ``scale`` dots to the pixel.

    Raises
    ------
    ExportError
        If the specification cannot be drawn.
    """
    drawing = convert(spec)  # vl-convert is loaded, with our typeface
    drawn: bytes = _converter().svg_to_png(drawing, scale=scale)
    return drawn


def convert_all(document: Document) -> dict[str, str]:
    """Draw every chart of a report; keys are the figures' anchors."""
    drawn = {}
    for figure in document.figures:
        if isinstance(figure.picture, Chart):
            try:
                drawn[figure.anchor] = convert(figure.picture.spec)
            except ExportError as fault:
                raise ExportError(f"cell {figure.cell}: {fault.what}", fault.faults, do=fault.do) from fault
    return drawn


def with_ids(svg: str, prefix: str) -> str:
    """Put ``prefix`` before every id, so that several drawings can stand in one page."""
    ids = _ID.findall(svg)
    for name in ids:
        svg = svg.replace(f'id="{name}"', f'id="{prefix}-{name}"').replace(f"url(#{name})", f"url(#{prefix}-{name})")
    return svg


@lru_cache(maxsize=256)
def _converted(spec: str) -> str:
    if found := _FETCHED.search(spec):
        raise ExportError(f"a chart cannot be drawn: it fetches {found[1]}", do="Put the data into the chart.")
    vlc = _converter()
    try:
        vega = json.dumps(_compiler()(json.loads(spec), spec), ensure_ascii=False)
        raw: str = vlc.vega_to_svg(vega, format_locale=LOCALE, time_format_locale=LOCALE)
    except (ValueError, OSError, RuntimeError) as fault:
        reason = " ".join(str(fault).split())[:300]
        raise ExportError("a chart cannot be drawn", [reason], do="Correct the chart's specification.") from fault
    return lean(raw)


@cache
def _converter() -> Any:
    """Load vl-convert once, with our typeface and no way to the network. Versions 1.9 and 2 differ only here."""
    import vl_convert as vlc  # noqa: PLC0415  (starts threads; only exporters may pay and run it)

    vlc.register_font_directory(str(FONT_DIR))
    logging.getLogger("vl_convert").setLevel(logging.ERROR)
    if version("vl-convert-python") >= "2":
        vlc.configure(allowed_base_urls=[])
    return vlc


@cache
def _compiler() -> Compiler:
    return Compiler(_converter().vegalite_to_vega)


def lean(svg: str) -> str:
    """Take away what says nothing, round coordinates, number ids from 1 and name the typeface once."""
    family = _FAMILY.search(svg)
    svg = _TAG.sub(_lean_tag, svg)
    while (shorter := _NOTHING.sub("", svg)) != svg:
        svg = shorter
    for number, name in enumerate(_ID.findall(svg), start=1):
        svg = svg.replace(f'id="{name}"', f'id="@{number}"').replace(f"url(#{name})", f"url(#@{number})")
    svg = svg.replace('id="@', 'id="k').replace("url(#@", "url(#k")
    return svg.replace("<svg ", f'<svg font-family="{family[1]}" ', 1) if family else svg


def _lean_tag(found: re.Match[str]) -> str:
    tag = _DEFAULTS.sub("", _UNSAID.sub("", found[0]))
    return _GEOMETRY.sub(_rounded, tag)


def _rounded(found: re.Match[str]) -> str:
    digits = 4 if "scale(" in found[2] else 1
    return f'{found[1]}{_LONG_NUMBER.sub(lambda number: _short(float(number[0]), digits), found[2])}"'


def _short(number: float, digits: int) -> str:
    text = f"{number:.{digits}f}".rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text
