"""What slides have in common: rounding as shown, tables taken over from the reports, sources, parts of long tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import pandas as pd

import hemtjanst_lib.export.bilder.tabell as tabell  # noqa: PLR0402  (the package itself would be a circle)
from hemtjanst_lib.charts.words import Arets, kalltext
from hemtjanst_lib.display import Tabell
from hemtjanst_lib.export.bilder.form import Bild, Tabellruta
from hemtjanst_lib.export.bilder.mall import HOG, INNEHALL
from hemtjanst_lib.language import NBSP, avrunda, lista

POANG, SKILLNAD, HELA, HELA_SKILLNAD = "0.0", "+0.0;\N{MINUS SIGN}0.0;0.0", "0", "+0;\N{MINUS SIGN}0;0"
PROCENT = '0" %"'
MINST = 12  # type size of a table that is parted rather than made smaller


def tal(values: Iterable[float], decimaler: int = 1) -> list[float | None]:
    """Round as the labels show, so that a chart and its data sheet say the same; a missing value is a gap."""
    return [None if pd.isna(x) else float(avrunda(float(x), decimaler)) for x in values]


def hela(values: Iterable[float]) -> tuple[int, str]:
    """Decimals and format of differences: whole points, unless one that is not 0 would then be read as 0.

    >>> hela([12.7, 0.0, -3.2])[0], hela([12.7, -0.3])[0]
    (0, 1)
    """
    small = any(0 < abs(float(x)) < 0.5 for x in values if not pd.isna(x))
    return (1, SKILLNAD) if small else (0, HELA_SKILLNAD)


def kalla(k: Arets) -> str:
    """The line of sources under a slide."""
    return kalltext(k).removesuffix(" Exempeldata, inte verkliga resultat.")


def noter(k: Arets, *texts: object) -> str:
    """Notes: the fuller text, then the source."""
    return "\n\n".join([*(str(text) for text in texts if str(text)), kalltext(k)])


def ruta(
    t: Tabell, *, hogst: int | None = None, kolumner: Sequence[int] | None = None, bredder: Sequence[float] = ()
) -> Tabellruta:
    """Take a report's table over, or its first rows and some of its columns."""
    which = list(range(len(t.kolumner)) if kolumner is None else kolumner)
    rows = t.rader[:hogst]
    heads = [t.kolumner[i].rubrik for i in which]
    alt = f"Tabell: {t.titel}. {len(rows)} rader. Kolumner: {', '.join(heads)}."
    numbers = frozenset(n for n, i in enumerate(which) if t.kolumner[i].sort == "tal")
    cells = [[row[i] for i in which] for row in rows]
    own = frozenset(i for i in t.egna if i < len(rows))
    return Tabellruta(heads, cells, alt, numbers, own, bredder)


def delad(bild: Bild, part: Tabellruta) -> list[Bild]:
    """Part a table over as many slides as it takes to be read; each has the head, and its number in the title."""
    parts = _parts(part, 1)
    if len(parts) == 1:
        return [replace(bild, delar=(parts[0],))]
    return [
        replace(
            bild,
            id=bild.id if n == 1 else f"{bild.id}-{n}",
            titel=bild.titel + nummer(n, len(parts)),
            delar=(replace(each, alt=f"{each.alt} Del {n} av {len(parts)}."),),
        )
        for n, each in enumerate(parts, 1)
    ]


def _parts(part: Tabellruta, antal: int) -> list[Tabellruta]:
    step = -(-len(part.rader) // antal)
    made = [
        replace(
            part,
            rader=part.rader[at : at + step],
            egna=frozenset(i - at for i in part.egna if at <= i < at + step),
        )
        for at in range(0, len(part.rader), step or 1)
    ] or [part]
    fits = [tabell.fit(each, INNEHALL * 72, HOG * 72) for each in made]
    if step <= 1 or all(found is not None and found[0] >= MINST for found in fits):
        return made
    return _parts(part, antal + 1)


def brott(years: Sequence[int]) -> str:
    """Say on a slide without a chart that years cannot be compared; nothing when all can."""
    if not years:
        return ""
    listed = lista([str(ar) for ar in years])
    return f"Indexet beräknas på ett nytt sätt från och med {listed}. Resultat före och efter går inte att jämföra."


def nummer(n: int, av: int) -> str:
    """Which part of a title's several slides it is; nothing when there is only one.

    >>> nummer(1, 1), nummer(2, 3).replace(NBSP, " ")
    ('', ' (2 av 3)')
    """
    return "" if av == 1 else f" ({n}{NBSP}av{NBSP}{av})"


def bitar(n: int, hogst: int) -> list[list[int]]:
    """Part n rows in as few even parts as stand on a slide."""
    parts = max(-(-n // hogst), 1)
    step = -(-n // parts)
    return [list(range(at, min(at + step, n))) for at in range(0, n, step)]
