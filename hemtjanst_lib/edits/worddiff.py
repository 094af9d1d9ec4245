"""Two texts word by word: what was taken out and what was put in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Literal

Piece = tuple[Literal["lika", "bort", "nytt"], str]
_WORD = re.compile(r"\{eval\}`[^`]*`|\d[\d\u00a0 ,.]*\d|\w+|\s+|[^\w\s]")


def word_diff(old: str, new: str) -> list[Piece]:
    """Compare two texts; a number and an expression count as one word.

    >>> word_diff("plats 39 av 290", "plats 41 av 290")
    [('lika', 'plats '), ('bort', '39'), ('nytt', '41'), ('lika', ' av 290')]
    """
    return list(_pieces(_WORD.findall(old), _WORD.findall(new)))


def _pieces(old: list[str], new: list[str]) -> Iterator[Piece]:
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            yield "lika", "".join(old[a:b])
            continue
        if b > a:
            yield "bort", "".join(old[a:b])
        if d > c:
            yield "nytt", "".join(new[c:d])


def marked(old: str, new: str) -> str:
    """Write a difference as plain text: [-taken out-] and {+put in+}."""
    form = {"lika": "{}", "bort": "[-{}-]", "nytt": "{{+{}+}}"}
    return "".join(form[kind].format(text) for kind, text in word_diff(old, new))
