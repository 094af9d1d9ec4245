"""What charts say in words: findings for titles, values for alt texts, names on several lines."""

from __future__ import annotations

import math
import textwrap
from typing import TYPE_CHECKING, Literal

import pandas as pd

from hemtjanst_lib.language import rakneord, skillnad, tal

if TYPE_CHECKING:
    from hemtjanst_lib.analysis import Kommunfakta

Genus = Literal["en", "ett"]
SAKNAS = "uppgift saknas"
OJAMFORBART = "kan inte jämföras"


def poang(x: float) -> str:
    """Write points with one decimal, or that they are missing."""
    return SAKNAS if math.isnan(x) else tal(x)


def signerad(x: float, decimaler: int = 1) -> str:
    """Write a signed difference, or that it is missing."""
    return SAKNAS if math.isnan(x) else skillnad(x, decimaler)


def av(antal: int, alla: int, genus: Genus = "ett") -> str:
    """Write a share of a count in words, or in figures when the whole is more than twelve.

    >>> av(3, 4), av(0, 3), av(10, 18)
    ('tre av fyra', 'inget av tre', '10 av 18')
    """
    if alla > 12:
        return f"{antal} av {alla}"
    first = rakneord(antal, genus) if antal else {"en": "ingen", "ett": "inget"}[genus]
    return f"{first} av {rakneord(alla, genus)}"


def lage(gap: float, jamfort_med: str = "genomsnittet") -> str:
    """Say where a value lies, such as "7,2 poäng över genomsnittet"; what rounds to 0,0 is "i nivå med"."""
    if skillnad(gap) == "0,0":
        return f"i nivå med {jamfort_med}"
    return f"{tal(abs(gap))} poäng {'över' if gap > 0 else 'under'} {jamfort_med}"


def extremes(names: pd.Series[str], gaps: pd.Series[float], missing: str = SAKNAS) -> str:
    """Read out up to six signed values in drawing order; of more rows the three highest and the three lowest."""
    present = [f"{namn} {skillnad(gap, 0)}" for namn, gap in zip(names, gaps, strict=True) if not math.isnan(gap)]
    absent = [f"{namn}: {missing}" for namn, gap in zip(names, gaps, strict=True) if math.isnan(gap)]
    if len(present) + len(absent) <= 6:
        return f"{'; '.join(present + absent)}."
    told = present if len(present) <= 6 else [*present[:3], "…", *present[-3:]]
    rest = f" Utan värde: {len(absent)}." if absent else ""
    return f"Högst och lägst: {'; '.join(told)}.{rest}"


def rader(namn: str, bredd: int) -> str:
    """Break a long name into as few lines of ``bredd`` characters as it needs, of about equal length."""
    count = len(textwrap.wrap(namn, bredd))
    widths = range(max(len(namn) // count, 1), bredd + 1)
    tries = (textwrap.wrap(namn, width, break_long_words=False) for width in widths)
    return "\n".join(next((lines for lines in tries if len(lines) <= count), textwrap.wrap(namn, bredd)))


def kalltext(k: Kommunfakta) -> str:
    """Name the source of a figure made from the index's own computation."""
    invented = " Exempeldata, inte verkliga resultat." if k.exempeldata else ""
    return f"Källa: Hemtjänstindex {k.ar}, egen bearbetning.{invented}"
