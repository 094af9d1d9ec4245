"""Invented names of units, and how another survey would spell them."""

from __future__ import annotations

from itertools import product

import numpy as np

FORLEDER = (
    "Ek Björk Lind Gran Tall Alm Ask Hassel Rönn Säl Häg Löv Sol Vind Strand Sjö Berg Ljung Mo Sten Kvarn Kyrk Norr "
    "Söder Öster Väster Mellan"
)
EFTERLEDER = "backen ängen gården lunda hagen dalen åsen torp näs vik"
TRAKTER = [first + last for first, last in product(FORLEDER.split(" "), EFTERLEDER.split(" "))]
BOLAG = "Morgon Silver Blå Guld Sommar Skogs Havs Måne Kvälls Vår Ängs Sten Dagg Himmels Rosen Kvist"
BOLAGSLED = "klinten sippan lärkan gläntan källan brisen stjärnan bäcken molnet kronan"
FORETAG = [first + last for first, last in product(BOLAG.split(" "), BOLAGSLED.split(" "))]


def unit_names(antal: int, enskild: np.ndarray, rng: np.random.Generator) -> list[str]:
    """Draw different names for the units of one kommun: by district when it runs them itself, else by company."""
    trakter = iter(rng.permutation(TRAKTER)[:antal])
    foretag = iter(rng.permutation(FORETAG * (1 + antal // len(FORETAG)))[:antal])
    names, seen = [], set()
    for privat in enskild:
        name = f"{next(foretag)} omsorg" if privat else f"Hemtjänst {next(trakter)}"
        while name in seen:
            name = f"{name.split(' ', maxsplit=1)[0]} {next(trakter)} omsorg"
        seen.add(name)
        names.append(name)
    return names


def misspell(name: str, way: int) -> str:
    """Write a name with one slip in its longest word: two letters swapped, one lost, one doubled, or dots left out."""
    word = max(name.split(), key=len)
    at = 1 + way % (len(word) - 2) if len(word) > 3 else 0
    slips = (
        word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :],
        word[:at] + word[at + 1 :],
        word[:at] + word[at] + word[at:],
        word.translate(str.maketrans("åäöÅÄÖ", "aaoAAO")),
    )
    slip = slips[way % len(slips)]
    return name.replace(word, slip if slip != word else slips[2])


def respell(name: str, kommun: str, way: int) -> str:
    """Spell a unit's name as another survey might; ways 0-5 leave it as it is."""
    core = name.removeprefix("Hemtjänst ").removesuffix(" omsorg")
    if name.endswith(" omsorg"):
        return {
            6: f"{core} Omsorg",
            7: f"{core} omsorg, {kommun}",
            8: f"{core} hemtjänst & omsorg",
            9: f"{core.upper()} OMSORG",
            10: f"Omsorg {core}",
            11: f"{core}  omsorg",
        }.get(way, name)
    return {
        6: f"{core} hemtjänst",
        7: f"Hemtjänst {core}, {kommun}",
        8: f"Hemtjänstgrupp {core}",
        9: name.upper(),
        10: f"Htj {core}",
        11: f"Hemtjänsten  {core}",
    }.get(way, name)
