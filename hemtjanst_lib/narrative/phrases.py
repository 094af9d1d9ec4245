"""Parts of sentences that several sections share."""

from __future__ import annotations

import math
from collections.abc import Iterable

from hemtjanst_lib.language import antal, heltal, lista, rakneord
from hemtjanst_lib.narrative.words import load_words, skala


def citat(namn: str) -> str:
    """Quote a name that holds commas, so that it reads as one in a sentence."""
    return f"”{namn}”"


def omrade(kod: str, namn: str) -> str:
    """Name a kvalitetsområde in running text: by its short name, or by the model's in quotes when it has none."""
    return load_words().omraden.get(kod) or citat(namn)


def kalla(kod: str, namn: str) -> str:
    """Name a källa in running text: "kommunenkäten om äldreomsorg"; one without such a name by the model's."""
    return load_words().kallor.get(kod, namn)


def uppraknat(names: Iterable[str]) -> str:
    """List names that may themselves hold "och": "trygghet och förtroende samt välfärdsteknik"."""
    each = list(names)
    return lista(each, "samt" if any(" och " in name for name in each) else "och")


def andra_kommuner(delar_plats: int) -> str:
    """Tell with how many a place is shared: "en annan kommun", "två andra kommuner"."""
    return antal(delar_plats - 1, "annan kommun", "andra kommuner")


def plats(placering: int, delar_plats: int) -> str:
    """Name a place: "plats 44" or "delad plats 44"."""
    return f"delad plats {placering}" if delar_plats > 1 else f"plats {placering}"


def gruppera(items: Iterable[tuple[str, float]], namn: str = "lage") -> list[tuple[str, list[str]]]:
    """Gather names by the word of their difference, from the highest band to the lowest; missing ones are left out."""
    scale, groups = skala(namn), dict[str, list[str]]()
    for name, difference in items:
        if not math.isnan(difference):
            groups.setdefault(scale.band(difference), []).append(name)
    return [(scale.ord[band], groups[band]) for band in scale.bands if band in groups]


def namnlista(names: list[str]) -> str:
    """Name a few after a colon, or none at all when they are too many for a sentence."""
    few = names and len(names) <= load_words().listor.namn_hogst
    return f": {lista(names)}" if few else ""


def rakna(*counts: int) -> list[str]:
    """Write counts that stand together all in words, or all in figures when any is more than twelve."""
    return [heltal(n) if max(counts) > 12 else rakneord(n) for n in counts]


def delindexen(names: Iterable[str]) -> str:
    """Name delindex as such: "delindexet Utförande", "delindexen Information och Utförande"."""
    each = list(names)
    return f"{'delindexet' if len(each) == 1 else 'delindexen'} {lista(each)}"


def unika(values: Iterable[str]) -> list[str]:
    """Keep the first of each, in order."""
    return list(dict.fromkeys(values))
