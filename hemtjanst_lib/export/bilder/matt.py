"""How much room a text takes, so that nothing runs over: widths of Arial's letters, lines, and the size that fits."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

PT = 12700  # EMU
LINE = 1.2  # height of a line in type sizes
SAFE = 1.1  # other programs' letters are a little wider
_ROWS = {
    222: "ijl'|",
    278: " ftI/.,:;!()[]\N{NO-BREAK SPACE}",
    333: 'r-”“"',
    500: "ckszvxyJ",
    556: "abdeghnopqu0123456789åäöéüLè?–_%",
    584: "+=<>−×",
    611: "FTZ",
    667: "ABEKPSVXYÅÄ&",
    722: "CDHNRUwÖ",
    778: "GOQ",
    833: "mM",
    889: "…",
    944: "W",
    1000: "—►◆",
}
_WIDTHS = {letter: width for width, letters in _ROWS.items() for letter in letters}
_OTHER = 600


def bredd(text: str, pt: float, *, fet: bool = False) -> float:
    """Width of a line of text, points; bold letters are some 7 % wider."""
    return _thousandths(text) / 1000 * pt * SAFE * (1.07 if fet else 1.0)


@lru_cache(maxsize=1 << 16)
def _thousandths(text: str) -> int:
    """Width in thousandths of the type size: the same words are measured in many sizes, and for many kommuner."""
    return sum(_WIDTHS.get(letter, _OTHER) for letter in text)


def antal_rader(text: str, pt: float, room: float, *, fet: bool = False) -> int:
    """How many lines a text takes in ``room`` points of width; a line breaks at spaces only."""
    lines, used, space = 1, 0.0, bredd(" ", pt, fet=fet)
    for word in text.split(" "):
        wide = bredd(word, pt, fet=fet)
        if used and used + space + wide > room:
            lines, used = lines + 1, wide
        else:
            used += (space if used else 0.0) + wide
        lines += int(used // room) if used > room else 0
    return lines


def hojd(stycken: Sequence[str], pt: float, room: float, after: float, *, fet: bool = False) -> float:
    """Height of paragraphs with ``after`` points between them, points."""
    lines = sum(antal_rader(text, pt, room, fet=fet) for text in stycken)
    return lines * pt * LINE + max(len(stycken) - 1, 0) * after


def storlek(
    stycken: Sequence[str], sizes: Sequence[float], room: float, height: float, after: float = 6, *, fet: bool = False
) -> float | None:
    """Return the first of ``sizes`` (falling) that lets the paragraphs stand in the room; None when none does."""
    return next((pt for pt in sizes if hojd(stycken, pt, room, after, fet=fet) <= height), None)
