"""The typeface, shipped with the package so that no font need be installed where reports are made.

Source Sans Pro (Adobe, SIL Open Font License 1.1, the licence stands beside the files): open, sober, with figures of
equal width and a true minus sign.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

FONT = "Source Sans Pro"
FONT_DIR = Path(__file__).resolve().parent / "fonts"
FONT_STACK = f"{FONT}, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif"
WEIGHT_REGULAR: Final = 400
WEIGHT_STRONG: Final = 600

_LATIN = "".join(map(chr, [*range(0x20, 0x7F), *range(0xA0, 0x100)]))
_SIGNS = "−–—…‘’“”•→▲▼■◆"


@cache
def font_face_css() -> str:
    """Return ``@font-face`` rules that hold the typeface itself (regular and strong, Latin-1 and common signs).

    About 36 kB; a page that carries them shows text and charts alike everywhere, without a network. Kept as a file,
    written from ``make_font_face_css``: reading it starts no converter, and it does not change with one.
    """
    return (FONT_DIR / "latin.css").read_text(encoding="utf-8").strip()


def make_font_face_css() -> str:
    """Make those rules anew from the font files.

    Starts vl-convert (2 or later), so never call it in a process that is forked afterwards.
    """
    import vl_convert as vlc  # noqa: PLC0415  (starts threads)

    vlc.register_font_directory(str(FONT_DIR))
    vlc.configure(embed_local_fonts=True)
    try:
        found = vlc.vegalite_fonts(_specimen(), include_font_face=True)
    finally:
        vlc.configure(embed_local_fonts=False)
    return "\n".join(variant["font_face"] for font in found for variant in font["variants"])


def _specimen() -> dict[str, object]:
    marks = [{"type": "text", "font": FONT, "fontWeight": weight} for weight in (WEIGHT_REGULAR, WEIGHT_STRONG)]
    return {
        "data": {"values": [{"text": _LATIN + _SIGNS}]},
        "encoding": {"text": {"field": "text"}},
        "layer": [{"mark": mark} for mark in marks],
    }
