"""Names of units made comparable: what is only a way of writing is taken away, what tells units apart is kept.

Two names with the same ``nyckel`` differ in case, space, punctuation, word order, a word for home care, a company form
or the kommun's own name, and in nothing else. A number, a single letter or a compass point always stays.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from stdnum.exceptions import ValidationError
from stdnum.se import orgnr

# The words that every other unit has too: home care, and what a group of staff is called.
SYNONYMER = {
    **dict.fromkeys(("hemtjänsten", "hemtjänstens", "hemtjänsts", "htj", "hemtj"), "hemtjänst"),
    **dict.fromkeys(("hemtjänstgrupp", "hemtjänstgruppen", "hemtjänstenhet", "hemtjänstenheten"), "hemtjänst"),
    **dict.fromkeys(("hemtjänstområde", "hemtjänstområdet"), "hemtjänst"),
    "omsorgen": "omsorg",
    "vården": "vård",
    **{"ii": "2", "iii": "3", "iv": "4"},
}
FORMORD = frozenset(
    ("hemtjänst", "enhet", "enheten", "grupp", "gruppen", "område", "området", "och", "i", "ab", "aktiebolag")
)
VADERSTRECK = frozenset(
    (
        *("norr", "norra", "nord", "nordost", "nordväst", "söder", "södra", "syd", "sydost", "sydväst"),
        *("öster", "östra", "öst", "väster", "västra", "väst"),
    )
)
_WORDS = re.compile(r"[^\W\d_]+|\d+")


@dataclass(frozen=True)
class Namn:
    """One unit's name.

    Parameters
    ----------
    skrivet : str
        All its words in their order, in lower case.
    nyckel : str
        The words that tell it apart, in alphabetical order.
    vikt_ord : frozenset of str
        Of these, those that must never differ: numbers, single letters, compass points.
    foretag : str
        The company, or its organisation number in ten digits; "" when unknown.
    """

    skrivet: str
    nyckel: str
    vikt_ord: frozenset[str]
    foretag: str


@lru_cache(maxsize=20_000)
def las_namn(namn: str, kommun: str, foretag: str = "") -> Namn:
    """Make a unit's name comparable with the others of its kommun.

    >>> las_namn("HTJ  Bergvik, Lund", "Lund").nyckel == las_namn("Bergvik hemtjänst", "Lund").nyckel
    True
    """
    words = ord_i(namn)
    kept = [word for word in _without_place(words, ord_i(kommun)) if word not in FORMORD]
    kept = kept or [word for word in words if word not in FORMORD] or words
    decisive = frozenset(word for word in kept if len(word) == 1 or word.isdigit() or word in VADERSTRECK)
    return Namn(" ".join(words), " ".join(sorted(kept)), decisive, las_foretag(foretag))


def ord_i(text: str) -> list[str]:
    """Split a text into words and numbers, in lower case and with one word for what is written in many ways."""
    words = _WORDS.findall(unicodedata.normalize("NFKC", text.replace("&", " och ")).casefold())
    return [SYNONYMER.get(word, word) for word in words]


def las_foretag(text: str) -> str:
    """Make a company comparable: an organisation number in ten digits, or the name without its form."""
    try:
        return str(orgnr.validate(text))
    except ValidationError:
        return " ".join(word for word in ord_i(text) if word not in FORMORD)


def utan_prickar(text: str) -> str:
    """Fold å, ä, ö and other accents away, for names written on a foreign keyboard."""
    return "".join(mark for mark in unicodedata.normalize("NFKD", text) if not unicodedata.combining(mark))


def _without_place(words: list[str], place: list[str]) -> list[str]:
    """Take away the kommun's name, also in the genitive and with the word kommun or stad after it."""
    size, out, at = len(place), [], 0
    while at < len(words):
        part = words[at : at + size]
        if size and part[:-1] == place[:-1] and part[-1:] and part[-1] in {place[-1], place[-1] + "s"}:
            at += size
            at += at < len(words) and words[at] in {"kommun", "kommuns", "stad", "stads"}
        else:
            out.append(words[at])
            at += 1
    return out
