"""The numbers that somebody has typed in a text, each with the words around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

Unit = Literal["", "procent", "poang", "plats", "antal"]

_NUMBER = re.compile(r"(?<![\w,.])[+−-]?(?:\d{1,3}(?:[ \u00a0\u202f]\d{3})+|\d+)(?:[,.]\d+)?(?![\d]|[,.]\d)")
_HIDDEN = (
    re.compile(r"\{\w+\}`[^`]*`"),  # expressions
    re.compile(r"`[^`]*`"),
    re.compile(r"\]\([^)]*\)"),  # where links lead
    re.compile(r"(?:https?://|www\.|mailto:)\S+|\S+@\S+"),
    re.compile(r"^#+ +\d+(?:\.\d+)*\.?(?= )", re.M),  # numbered headings
    re.compile(r"^\s*\d+\. ", re.M),  # numbered lists
    re.compile(
        r"\b(?:delindex|avsnitt|kapitel|bilaga|figur|tabell|område|kvalitetsområde|utgåva|sidan?|kl\.?|nr|telefon|tel\.?)"
        r" \d+(?:[.:]\d+)*",
        re.I,
    ),
    re.compile(r"\b\d{1,2} (?:jan|feb|mars|april|maj|juni|juli|aug|sept|okt|nov|dec)\w*(?: \d{4})?", re.I),
    re.compile(r"\b\d{4}-\d{2}-\d{2}\b|\b0\d{3}\b"),
)
_YEAR = re.compile(r"(?:19|20)\d\d\Z")
_AFTER: tuple[tuple[Unit, re.Pattern[str]], ...] = (
    ("procent", re.compile(r"[ \u00a0]?(?:%|procent\b)", re.I)),
    ("poang", re.compile(r"[ \u00a0](?:index)?poäng", re.I)),
    (
        "antal",
        re.compile(
            r"[ \u00a0](?:\w+[ \u00a0])?(?:kommuner|indikatorer|(?:kvalitets)?områden|personer|invånare|enheter)\b",
            re.I,
        ),
    ),
)
_BEFORE_PLACE = re.compile(r"(?:plats|platsen|placering|placeringen|rang)(?:[ \u00a0]nummer)?[ \u00a0]\Z", re.I)
_OF_PLACES = re.compile(r"[ \u00a0]av[ \u00a0]\Z")
_ORDINAL = re.compile(r":(?:e|a)\b")
_SENTENCE = re.compile(r"(?<=[.!?:])\s+|\n\s*\n|\n(?=[-*] )")


@dataclass(frozen=True)
class Token:
    """A typed number.

    Parameters
    ----------
    text : str
        As it stands, such as ``72,7`` or ``−2,1``.
    start : int
        Where in the text.
    value : float
        Its size, without sign.
    sign : str
        ``+`` or ``-`` when one is written, else "".
    decimals : int
        How many are written.
    unit : str
        What the words around it say that it counts; "" when they say nothing.
    sentence : str
        The sentence it stands in.
    """

    text: str
    start: int
    value: float
    sign: str
    decimals: int
    unit: Unit
    sentence: str


def tokens(text: str) -> list[Token]:
    """Find the typed numbers of a text; dates, years, codes, addresses and numbering are none."""
    return list(_found(text))


def _found(text: str) -> Iterator[Token]:
    plain = text
    for pattern in _HIDDEN:
        plain = pattern.sub(lambda match: "\x00" * len(match[0]), plain)
    for match in _NUMBER.finditer(plain):
        said = match[0]
        if _YEAR.match(said) and not any(p.match(plain, match.end()) for _, p in _AFTER):
            continue
        digits = re.sub(r"[ \u00a0\u202f+−-]", "", said).replace(",", ".")
        sign = "+" if said[0] == "+" else "-" if said[0] in "−-" else ""
        decimals = len(digits.partition(".")[2])
        unit = _unit(plain, match)
        yield Token(said, match.start(), float(digits), sign, decimals, unit, _sentence(text, match.start()))


def _unit(plain: str, match: re.Match[str]) -> Unit:
    before = plain[max(0, match.start() - 30) : match.start()]
    if _BEFORE_PLACE.search(before) or _ORDINAL.match(plain, match.end()):
        return "plats"
    if _OF_PLACES.search(before) and "plats" in before.lower():
        return "antal"
    return next((unit for unit, pattern in _AFTER if pattern.match(plain, match.end())), "")


def _sentence(text: str, at: int) -> str:
    ends = [0, *(match.end() for match in _SENTENCE.finditer(text)), len(text)]
    return next(text[a:b] for a, b in pairwise(ends) if a <= at < b or b == len(text))


def years_in(text: str) -> set[int]:
    """Return the years that a text names."""
    return {int(year) for year in re.findall(r"\b(?:19|20)\d\d\b", text)}
