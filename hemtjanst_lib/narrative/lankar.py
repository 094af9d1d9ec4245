"""The links that may stand in reports: ``parameters/text/lankar.yml``; and what is wrong with those that do."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import Field

from hemtjanst_lib.forms import Del, read_form
from hemtjanst_lib.narrative.words import TEXT

_LINK = re.compile(r"\[([^\]]*)\]\(([^)\s]*)\)")
_MAIL = re.compile(r"mailto:[\w.+-]+@[\w-]+(\.[\w-]+)+")
INTETSAGANDE = {"här", "läs mer", "läs mer här", "klicka här", "länk", "hit", "mer"}


class Lank(Del):
    """Where a link leads, and when someone last opened it."""

    leder_till: str = Field(min_length=1)
    kontrollerad: date | None


@cache
def load_lankar(path: Path = TEXT / "lankar.yml") -> dict[str, Lank]:
    """Load the register of links.

    Raises
    ------
    ParameterError
        With every fault of the file.
    """
    return read_form(path, dict[str, Lank])


def lankfel(texts: Iterable[str], lankar: Iterable[str]) -> Iterator[str]:
    """Find links in Markdown texts that say nothing, are malformed, or are not in the register.

    Each fault is one line with the link as it stands.
    """
    known = set(lankar)
    for text in texts:
        for words, target in _LINK.findall(text):
            shown = f"[{words}]({target})"
            if words.strip(" .").lower() in INTETSAGANDE or not words.strip():
                yield f"{shown}: the words do not say where the link leads"
            if not _well_formed(target):
                yield f"{shown}: not an https or mail address"
            if target not in known and not target.startswith("#"):
                yield f"{shown}: not in parameters/text/lankar.yml"


def _well_formed(target: str) -> bool:
    if target.startswith("#"):
        return len(target) > 1
    if target.startswith("mailto:"):
        return bool(_MAIL.fullmatch(target))
    parts = urlsplit(target)
    return parts.scheme == "https" and "." in parts.netloc
