"""What charts say in words: findings for titles, values for alt texts, names on several lines."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal, Protocol

import pandas as pd

from hemtjanst_lib.language import rakneord, skillnad, tal

if TYPE_CHECKING:
    from hemtjanst_lib.analysis import Kommunfakta

Genus = Literal["en", "ett"]
SAKNAS = "uppgift saknas"
OJAMFORBART = "kan inte jämföras"
SKAL = {"ej_svar": "inget svar", "sekretess": "för få svar", "ej_tillamplig": "gäller inte kommunen"}


def poang(x: float, why: str = SAKNAS) -> str:
    """Write points with one decimal, or why they are missing."""
    return why if math.isnan(x) else tal(x)


def skal(statuses: Iterable[str]) -> str:
    """Say why there is no value, from the statuses of its indikatorer; of several kinds just that it is missing."""
    kinds = set(statuses)
    return SKAL.get(next(iter(kinds)), SAKNAS) if len(kinds) == 1 else SAKNAS


def omrade_skal(k: Kommunfakta, omraden: pd.DataFrame) -> list[str]:
    """Say for each of these områden why it would have no points; the words count only where it has none."""
    if omraden["poang"].notna().all():
        return [SAKNAS] * len(omraden)
    statuses = k.indikatorer.groupby("omrade", observed=True)["status"].agg(skal)
    return [str(statuses.get(omrade, SAKNAS)) for omrade in omraden.index]


def signerad(x: float, decimaler: int = 1, why: str = SAKNAS) -> str:
    """Write a signed difference, or why it is missing."""
    return why if math.isnan(x) else skillnad(x, decimaler)


def av(antal: int, alla: int, genus: Genus = "ett") -> str:
    """Write a share of a count in words, or in figures when the whole is more than twelve.

    >>> av(3, 4), av(0, 3), av(10, 18)
    ('tre av fyra', 'inget av tre', '10 av 18')
    """
    if alla > 12:
        return f"{antal} av {alla}"
    first = rakneord(antal, genus) if antal else {"en": "ingen", "ett": "inget"}[genus]
    return f"{first} av {rakneord(alla, genus)}"


def over(gaps: pd.Series[float], genus: Genus = "ett") -> str:
    """Say in how many rows the kommun is above the mean; a missing value is not above.

    >>> over(pd.Series([1.0, 2.0, -3.0])), over(pd.Series([-1.0, -2.0]))
    ('över kommungenomsnittet i två av tre', 'under kommungenomsnittet i båda')
    """
    count, whole = int((gaps > 0).sum()), len(gaps)
    if count == whole or bool((gaps < 0).all()):
        every = "båda" if whole == 2 else f"alla {rakneord(whole)}"
        return f"{'över' if count else 'under'} kommungenomsnittet i {every}"
    return f"över kommungenomsnittet i {av(count, whole, genus)}"


def lage(gap: float) -> str:
    """Say where a value lies: "7,2 poäng över kommungenomsnittet", or "i nivå med" it when the gap rounds to 0,0."""
    if skillnad(gap) == "0,0":
        return "i nivå med kommungenomsnittet"
    return f"{tal(abs(gap))} poäng {'över' if gap > 0 else 'under'} kommungenomsnittet"


def extremes(frame: pd.DataFrame) -> str:
    """Read out up to six signed values in drawing order; of more rows the three highest and the three lowest.

    ``frame`` has ``namn``, ``gap`` and ``saknas``, the words where ``gap`` is NaN.
    """
    rows = list(zip(frame["namn"], frame["gap"], frame["saknas"], strict=True))
    present = [f"{namn} {skillnad(gap, 0)}" for namn, gap, _ in rows if not math.isnan(gap)]
    absent = [f"{namn}: {words}" for namn, gap, words in rows if math.isnan(gap)]
    if len(rows) <= 6:
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


class Arets(Protocol):
    """Facts of one year, whoever they are about."""

    @property
    def ar(self) -> int: ...  # noqa: D102
    @property
    def exempeldata(self) -> bool: ...  # noqa: D102


def kalltext(k: Arets) -> str:
    """Name the source of a figure made from the index's own computation."""
    invented = " Exempeldata, inte verkliga resultat." if k.exempeldata else ""
    return f"Källa: Hemtjänstindex {k.ar}, egen bearbetning.{invented}"
