"""Swedish for readers: numbers, dates, lists, names and order. The only place where anything is rounded.

Numbers follow Myndigheternas skrivregler: decimal comma, no-break space between thousands and before per cent,
the sign U+2212 for minus, halves rounded away from zero. Babel's ``sv_SE`` writes an ASCII hyphen and rounds halves
to even, which is why the rules are our own.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Any, Literal

MINUS = "\N{MINUS SIGN}"
NBSP = "\N{NO-BREAK SPACE}"
TANKSTRECK = "\N{EN DASH}"

_MANADER = (
    *("januari", "februari", "mars", "april", "maj", "juni"),
    *("juli", "augusti", "september", "oktober", "november", "december"),
)
_RAKNEORD = ("noll", "en", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv")
_ALFABET = "abcdefghijklmnopqrstuvwxyzåäö"
_SOM = str.maketrans({"æ": "ä", "ø": "ö", "ü": "y", "ß": "s", "đ": "d", "ð": "d", "þ": "t", "ł": "l"})
# Kommuner whose own name breaks the rule of ``kommunnamn``.
_EGNA_KOMMUNNAMN = {"Falun": "Falu kommun", "Kalmar": "Kalmar kommun", "Orust": "Orust kommun"}


# Numbers


def avrunda(x: float, decimaler: int) -> Decimal:
    """Round halves away from zero on the shortest decimal that stands for ``x``: 62.45 gives 62.5, not 62.4.

    Raises
    ------
    ValueError
        If ``x`` is missing or infinite; a missing value is worded, never written as a number.
    """
    if not math.isfinite(x):
        raise ValueError(f"{x!r} is no number to write; say in words that it is missing")
    exact = Decimal(repr(float(x))) if not isinstance(x, int) else Decimal(x)
    rounded = exact.quantize(Decimal(1).scaleb(-decimaler), rounding=ROUND_HALF_UP)
    return abs(rounded) if rounded == 0 else rounded


def tal(x: float, decimaler: int = 1) -> str:
    """Write a number: 72,7 or 12 345,0 or −2,1. A rounded zero has no sign."""
    return f"{avrunda(x, decimaler):,f}".replace(",", NBSP).replace(".", ",").replace("-", MINUS)


def skillnad(x: float, decimaler: int = 1) -> str:
    """Write a difference, always with its sign: +10,5 or −2,1, and 0,0 without one."""
    text = tal(x, decimaler)
    return f"+{text}" if avrunda(x, decimaler) > 0 else text


def heltal(n: float) -> str:
    """Write a whole number with spaced thousands: 12 345."""
    return tal(n, 0)


def andel(x: float, decimaler: int = 1) -> str:
    """Write a share given on 0–100: 12,4 %."""
    return f"{tal(x, decimaler)}{NBSP}%"


def intervall(fran: float, till: float, decimaler: int = 0) -> str:
    """Write an interval with an en dash: 30 000–70 000."""
    return f"{tal(fran, decimaler)}{TANKSTRECK}{tal(till, decimaler)}"


def jamna_ut(delar: Sequence[float], decimaler: int = 1) -> list[Decimal]:
    """Round parts so that what is printed sums to their rounded sum (the largest remainders are rounded up).

    >>> [str(del_) for del_ in jamna_ut([0.14, 0.14, 0.14])]
    ['0.2', '0.1', '0.1']
    """
    step = Decimal(1).scaleb(-decimaler)
    exact = [Decimal(repr(float(x))) for x in delar]
    down = [(x / step).to_integral_value(ROUND_FLOOR) * step for x in exact]
    whole = avrunda(float(sum(exact, Decimal(0))), decimaler)
    order = sorted(range(len(exact)), key=lambda i: down[i] - exact[i])
    more = int((whole - sum(down, Decimal(0))) / step)
    up = set(order[:more])
    return [down[i] + (step if i in up else 0) for i in range(len(exact))]  # + 0 takes the sign from a zero


class _Visas:
    """A value that shows itself as Swedish text in a string, in an f-string and in Jupyter."""

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.text(str(self))


class Text(_Visas, str):
    """Words that show themselves in Jupyter as they are: plain text would stand as ``'4\\xa0december 2024'``."""


class _Flyttal(_Visas, float):
    def __new__(cls, x: float) -> _Flyttal:
        if not math.isfinite(x):
            raise ValueError(f"{x!r} is no {cls.__name__}; use None for what is missing")
        return super().__new__(cls, x)

    def __format__(self, spec: str) -> str:
        return str(self) if spec == "" else format(float(self), spec)


class Poang(_Flyttal):
    """Points on 0–100; shown with one decimal: 72,7."""

    def __str__(self) -> str:
        return tal(self)


class Skillnad(_Flyttal):
    """A difference in points; shown signed with one decimal: +10,5."""

    def __str__(self) -> str:
        return skillnad(self)


class Andel(_Flyttal):
    """A share on 0–100; shown as 12,4 %."""

    def __str__(self) -> str:
        return andel(self)


class Heltal(_Visas, int):
    """A count; shown with spaced thousands: 12 345."""

    def __str__(self) -> str:
        return heltal(int(self))

    def __format__(self, spec: str) -> str:
        return str(self) if spec == "" else format(int(self), spec)


class Placering(Heltal):
    """A place in an order, 1 is best."""


# Counts and lists


def rakneord(n: int, genus: Literal["en", "ett"] = "en") -> str:
    """Write a count as a word up to twelve, then in figures: tre, tolv, 13."""
    if n == 1:
        return genus
    return _RAKNEORD[n] if 0 <= n < len(_RAKNEORD) else heltal(n)


def antal(n: int, singular: str, plural: str, genus: Literal["en", "ett"] = "en") -> str:
    """Count things: "en indikator", "tre indikatorer", "inga indikatorer"."""
    if n == 0:
        return f"inga {plural}"
    ord_ = singular if n == 1 else plural
    return f"{rakneord(n, genus)} {ord_}" if n < len(_RAKNEORD) else f"{heltal(n)}{NBSP}{ord_}"


def lista(items: Iterable[str], bindeord: str = "och") -> str:
    """Join words as in speech: "a", "a och b", "a, b och c"; an empty list gives an empty text."""
    *first, last = list(items) or [""]
    return f"{', '.join(first)} {bindeord} {last}" if first else last


def datum(dag: date) -> Text:
    """Write a date in full: 4 december 2024."""
    return Text(f"{dag.day}{NBSP}{_MANADER[dag.month - 1]} {dag.year}")


# Names and order


def stor_forsta(text: str) -> str:
    """Give a sentence its capital letter and leave the rest alone (``str.capitalize`` would lower it)."""
    return text[:1].upper() + text[1:]


def liten_forsta(text: str) -> str:
    """Lower the first letter for use inside a sentence, save in abbreviations such as "BPSD"."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def genitiv(namn: str) -> str:
    """Add the genitive s; names in s, x and z take none: Norrtäljes, Borås, Kalix."""
    return namn if namn[-1:].lower() in {"s", "x", "z"} else f"{namn}s"


def kommunnamn(namn: str) -> str:
    """Name the kommun as it is spoken of: Norrtälje kommun, Lunds kommun, Borås kommun, Gotlands kommun.

    A place name in a vowel stands as it is, one in a consonant takes the genitive s; Falu, Kalmar and Orust
    kommun are their own.
    """
    if namn in _EGNA_KOMMUNNAMN:
        return _EGNA_KOMMUNNAMN[namn]
    return f"{namn if namn[-1:].lower() in set('aeiouyåäöé') else genitiv(namn)} kommun"


def sorteringsnyckel(namn: str) -> tuple[tuple[int, ...], str]:
    """Order as a Swedish register does: … z å ä ö, é as e, ü as y, capitals as small letters, space before letters."""
    return tuple(_bokstavsvarde(tecken) for tecken in _grundform(namn)), namn


def sortera(names: Iterable[str]) -> list[str]:
    """Sort names in Swedish order; å, ä and ö come last."""
    return sorted(names, key=sorteringsnyckel)


def sorteringsordning(names: Sequence[str]) -> list[int]:
    """Positions of ``names`` in Swedish order, for the rows of a table."""
    return sorted(range(len(names)), key=lambda i: sorteringsnyckel(names[i]))


def _grundform(namn: str) -> str:
    """Fold case and foreign accents; å, ä and ö stay letters of their own."""
    letters = unicodedata.normalize("NFC", namn).casefold().translate(_SOM)
    return "".join(c if c in _ALFABET else unicodedata.normalize("NFD", c)[0] for c in letters)


def _bokstavsvarde(tecken: str) -> int:
    place = _ALFABET.find(tecken)
    return 0x110000 + place if place >= 0 else ord(tecken)
