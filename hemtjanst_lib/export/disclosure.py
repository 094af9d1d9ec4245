"""A report that may name no kommun but its own: everything in it is searched for the names and codes of all others.

Searched are every string of the notebook (sources, stored values, outputs, the data inside charts), the web page with
its attributes and drawings, and the blocks that the PDF is set from. A leak is worse than a report that is held back,
so what may be a name is taken for one:

- A name is found as whole words, in any case, also in the genitive, beside a hyphen or underscore, and with any white
  space or soft hyphen inside it. ``Göteborgsregionen`` is another word.
- Names of at most four letters and names that are ordinary words or family names (``ORDINARY``) count only when written
  as names, with a capital or all in capitals: ``"mark": "bar"`` in a chart is no kommun. They count at the beginning of
  a sentence too, where nothing tells ``Vara`` from ``vara``; such a sentence must be worded otherwise.
- No kommun is meant by the county that the report's own kommun lies in (``Kalmar län``), by a university
  (``Umeå universitet``), or by the publisher's seat before a date (``Stockholm 3 december 2025``).
- A code is found as four digits of their own, so not inside a number with decimals. Some codes look like years (2021,
  2023, 2026 …); such a number counts only where it is all of a string under a key that has ``kod`` in its name, or
  begins a file name (``2023_malung_salen``).
- A picture made of dots cannot be searched, and is refused.
- Units and companies are found by the same rules (``unit_disclosures``), also as ids and file names, with å ä ö
  folded. Left out are names of nothing but ordinary words (``COMMON``) and the kommun's name: where a unit is called
  Hemtjänsten, no search can tell it from home care.
- Left out is the notebook's cell of parameters: it holds the template's defaults, which are the same in all reports.
  What a report was given stands in the cell after it.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cache, lru_cache
from typing import Any

from hemtjanst_lib.export.names import Register
from hemtjanst_lib.reference import slug

ORDINARY = {
    *("Boden", "Klippan", "Kumla", "Köping", "Nacka", "Norberg", "Salem"),
    *("Sandviken", "Skara", "Säter", "Trosa", "Vindeln", "Älvdalen"),
}
COMMON = {
    *("ab", "assistans", "enhet", "enheten", "enheter", "grupp", "gruppen", "hemservice", "hemtjänst", "hemtjänsten"),
    *("hemvård", "hemvården", "hemomsorg", "i", "kommun", "kommunal", "kommunala", "kommunens", "och", "omsorg"),
    *("omsorgen", "område", "privat", "service", "team", "utförare", "vård", "äldreomsorg", "äldreomsorgen"),
}
SHORT_TEXT = 300  # characters of a text that is remembered
SHORT = 4  # letters: so short a name may be a part of anything
YEARS = range(2000, 2051)
SHOWN = 5  # places named in the refusal
SEAT = "Stockholm"

_UNREAD = re.compile(
    r"<style\b.*?</style>|\bbase64,[A-Za-z0-9+/=]+"
    r'|\s(?:d|points|transform|viewBox|[xy][12]?|[drc][xy]|r|width|height|style)="[^"]*"',
    re.S,
)
_DRAWN = re.compile(r"[Mm][\d\sA-Za-z,.+-]*")
_WORD = re.compile(r"[^\W_]+")
_CODE = re.compile(r"(?<![^\W_])\d{4}(?![^\W_])(?![.,]\d{1,3}(?!\d))")  # not 1480,5
_WHOLE_PART = re.compile(r"(?<!\d)\d{1,3}[.,]$")  # before the 1480 of 0,1480
_FILE_NAME = re.compile(r"(?<![^\W_])(\d{4})_[a-z]")


def disclosures(register: Register, own: str, parts: Mapping[str, Any]) -> list[str]:
    """List where a report names another kommun, one readable line each.

    Parameters
    ----------
    register : Register
        All kommuner and län that there are.
    own : str
        The code of the report's own kommun.
    parts : mapping
        From what a part is called to its content: a page as text, a notebook as parsed JSON, a document.
    """
    search = _Search(register, own)
    found = [
        f"{part}: {fault}" for part, content in parts.items() for fault in search.faults(_without_defaults(content))
    ]
    more = [f"and {len(found) - SHOWN} more places"] if len(found) > SHOWN else []
    return [*found[:SHOWN], *more]


def unit_disclosures(names: Iterable[str], own: Iterable[str], kommun: str, parts: Mapping[str, Any]) -> list[str]:
    """List where a report names a unit or a company that it may not name, one readable line each.

    Parameters
    ----------
    names : iterable of str
        All names of the kommun's units and companies, in all spellings.
    own : iterable of str
        Those that the report may name: its own unit's, or none when it is anonymous.
    kommun : str
        The kommun's name, which may be a part of a unit's.
    parts : mapping
        As for ``disclosures``.
    """
    search = _UnitSearch(names, own, kommun)
    found = [
        f"{part}: {fault}" for part, content in parts.items() for fault in search.faults(_without_defaults(content))
    ]
    more = [f"and {len(found) - SHOWN} more places"] if len(found) > SHOWN else []
    return [*found[:SHOWN], *more]


class _UnitSearch:
    def __init__(self, names: Iterable[str], own: Iterable[str], kommun: str) -> None:
        allowed = {spelt for namn in own for spelt in _spellings(namn)}
        common = COMMON | set(_words(kommun)) | set(_words(f"{kommun}s"))
        told = {spelt for namn in names for spelt in _spellings(namn)} - allowed
        self.own = [_pattern(namn) for namn in sorted(allowed, key=len, reverse=True)]
        self.by_word: dict[str, list[str]] = {}  # the longest word of a name that says which it is
        for namn in sorted(told):
            if telling := [word for word in _words(namn) if word not in common]:
                self.by_word.setdefault(max(telling, key=len), []).append(namn)

    def faults(self, content: Any) -> list[str]:
        """Name each disclosure of one part once, in the order of its strings."""
        found = (fault for key, text in _strings(content) for fault in self._in_string(key, text))
        return list(dict.fromkeys(found))

    def _in_string(self, key: str, text: str) -> Iterator[str]:
        if key == "d" and _DRAWN.fullmatch(text):
            return
        clean, words = _read(text)
        near = sorted(namn for word in words & self.by_word.keys() for namn in self.by_word[word])
        if near:
            for own in self.own:
                clean = own.sub(" ", clean)
        for namn in near:
            if hit := _pattern(namn).search(clean):
                yield f"names another unit, {namn}: {_around(clean, hit)}"


def _spellings(namn: str) -> set[str]:
    """A name as it is, and as in ids and file names; none when there are no letters in it."""
    return {spelt for spelt in (namn, slug(namn).replace("_", " ")) if _words(spelt)}


class _Search:
    def __init__(self, register: Register, own: str) -> None:
        own_name = register.kommuner.get(own, "")
        self.codes = {kod: namn for kod, namn in register.kommuner.items() if kod != own}
        county = register.lan.get(own[:2])
        self.county = re.compile(rf"\b{re.escape(county)}s?\b", re.I) if county else None
        self.by_first_word: dict[str, list[str]] = {}
        for namn in sorted({*self.codes.values()} - {own_name}):
            self.by_first_word.setdefault(_words(namn)[0], []).append(namn)

    def faults(self, content: Any) -> list[str]:
        """Name each disclosure of one part once, in the order of its strings."""
        found = (fault for key, text in _strings(content) for fault in self._in_string(key, text))
        return list(dict.fromkeys(found))

    def _in_string(self, key: str, text: str) -> Iterator[str]:
        if key.startswith("image/") and "svg" not in key:
            yield "holds a picture that cannot be searched for names"
        elif not (key == "d" and _DRAWN.fullmatch(text)):
            clean, words = _read(text)
            if near := words & self.by_first_word.keys():  # a quick look before the careful one
                yield from self._names(self.county.sub(" ", clean) if self.county else clean, near)
            yield from self._codes(key, clean)

    def _names(self, text: str, near: Iterable[str]) -> Iterator[str]:
        for namn in sorted(namn for word in near for namn in self.by_first_word[word]):
            for hit in _pattern(namn).finditer(text):
                if _is_name(namn, hit["name"]):
                    yield f"names another kommun, {namn}: {_around(text, hit)}"

    def _codes(self, key: str, text: str) -> Iterator[str]:
        hits = list(_CODE.finditer(text))
        in_file_names = set(_FILE_NAME.findall(text)) if hits else set()
        for hit in hits:
            kod = hit[0]
            alone = "kod" in key and text == kod
            if _WHOLE_PART.search(text[max(0, hit.start() - 5) : hit.start()]):
                continue
            if kod in self.codes and (int(kod) not in YEARS or kod in in_file_names or alone):
                yield f"holds another kommun's code, {kod} ({self.codes[kod]}): {_around(text, hit)}"


def _without_defaults(content: Any) -> Any:
    if not (isinstance(content, Mapping) and "cells" in content):
        return content
    cells = [cell for cell in content["cells"] if "parameters" not in cell.get("metadata", {}).get("tags", [])]
    return {**content, "cells": cells}


def _strings(content: Any) -> dict[tuple[str, str], None]:
    """Give every string of a part once, with the key that it stands under; keys themselves are strings too."""
    found: dict[tuple[str, str], None] = {}
    _gather(content, "", found)
    return found


def _gather(content: Any, key: str, found: dict[tuple[str, str], None]) -> None:
    if isinstance(content, str):
        found[key, content] = None
    elif isinstance(content, Mapping):
        for name, value in content.items():
            found["", str(name)] = None
            _gather(value, str(name), found)
    elif isinstance(content, list | tuple):
        for value in content:
            _gather(value, key, found)
    elif is_dataclass(content) and not isinstance(content, type):
        for field in fields(content):
            found["", field.name] = None
            _gather(getattr(content, field.name), field.name, found)


def _clean(text: str) -> str:
    """Leave what can be read: no style sheets, coordinates or bytes, and one kind of white space."""
    if "<" in text:
        text = html.unescape(_UNREAD.sub(" ", text))
    return " ".join(unicodedata.normalize("NFC", text).replace("\u00ad", "").split())


def _read(text: str) -> tuple[str, frozenset[str]]:
    """Return a text as it can be read, and its words, also without the genitive's s.

    Reports are alike: what is short comes again in the next one, and is remembered.
    """
    return _remembered(text) if len(text) <= SHORT_TEXT else _parted(text)


def _parted(text: str) -> tuple[str, frozenset[str]]:
    clean = _clean(text)
    words = set(_words(clean))
    return clean, frozenset(words | {word[:-1] for word in words if word.endswith("s")})


_remembered = lru_cache(maxsize=20_000)(_parted)


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def _is_name(namn: str, written: str) -> bool:
    if len(namn) > SHORT and namn not in ORDINARY:
        return True
    return written.isupper() or written == namn


@cache
def _pattern(namn: str) -> re.Pattern[str]:
    """Find a name with its genitive, unless a university or, after the publisher's seat, a date follows."""
    spelt = r"[\s_-]+".join(_WORD.findall(_clean(namn)))
    date = r"(?!\s+\d{1,2}\s+[a-zåäö]+\s+20\d\d)" if namn == SEAT else ""
    return re.compile(rf"(?<![^\W_])(?P<name>{spelt})(?::?s)?(?![^\W_])(?!\s+universitet){date}", re.I)


def _around(text: str, hit: re.Match[str], width: int = 30) -> str:
    start, end = max(0, hit.start() - width), hit.end() + width
    return f"“{'…' if start else ''}{text[start:end].strip()}{'…' if end < len(text) else ''}”"
