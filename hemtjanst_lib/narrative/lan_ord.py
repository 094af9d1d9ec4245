"""How a set of kommuner is spoken of, and the wording of its report: ``parameters/text/lan.yml``."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from hemtjanst_lib.analysis.lan_fakta import Lansfakta
from hemtjanst_lib.language import lista, rakneord, stor_forsta
from hemtjanst_lib.narrative.texts import Wording
from hemtjanst_lib.narrative.words import load_words

ORD = Wording("lan.yml")
fill, tell = ORD.fill, ORD.tell


def ensam(u: Lansfakta) -> bool:
    """Whether the set is one kommun, which has no others to be compared with."""
    return u.antal == 1


def vem(u: Lansfakta) -> dict[str, str]:
    """Return the words for the set: ``gruppen, gruppens`` and the same with a capital letter."""
    sort = "ensam" if ensam(u) else u.urval.sort
    words = {name: fill(f"grupp.{sort}.{name}") for name in ("gruppen", "gruppens")}
    return words | {stor_forsta(name): stor_forsta(word) for name, word in words.items()}


def kommuner(n: int) -> str:
    """Count kommuner: "en kommun", "tre kommuner", "13 kommuner"."""
    return f"{rakneord(n)} {'kommun' if n == 1 else 'kommuner'}"


def namn_vid(points: pd.Series, namn: pd.Series, value: float) -> str:
    """Name the kommuner that have these points; at most as many as a sentence takes, then their number."""
    names = list(namn[points == value])
    return kommuner(len(names)) if len(names) > load_words().listor.namn_hogst else lista(names)


def plats(place: object) -> str:
    """Name a place, such as "plats 12"."""
    return f"plats {place}"


def uppraknade(names: Iterable[str]) -> str:
    """Name a few, or nothing when they are too many for a sentence."""
    each = list(names)
    return lista(each) if len(each) <= load_words().listor.namn_hogst else ""
