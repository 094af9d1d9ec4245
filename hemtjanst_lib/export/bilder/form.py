"""What a deck is made of before it is written: slides with their parts, in plain values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Farg = Literal["egen", "medel", "under", "over", "ljus"]
Layout = Literal[
    "Titelbild", "Avsnitt", "Text", "Diagram", "Diagram och text", "Tabell", "Två spalter", "Fyra diagram", "Nyckeltal",
    "Fyra spalter", "Egen bild",
]  # fmt: skip


@dataclass(frozen=True)
class Serie:
    """A series of a chart: its values (None is a gap), colour, and points with another colour than the series'."""

    namn: str
    varden: Sequence[float | None]
    farg: Farg = "egen"
    punkter: dict[int, Farg] = field(default_factory=dict)
    etiketter: bool = True
    fel: Sequence[tuple[float, float]] = ()  # from the value down and up to the ends of its interval
    ritas: Literal["stapel", "linje", "punkt"] = "stapel"  # in a chart of columns: the last series may be drawn so


@dataclass(frozen=True)
class Diagram:
    """A native chart.

    Parameters
    ----------
    sort : str
        ``staplar`` (lying bars, first category on top), ``kolumner``, ``linjer``, ``punkter`` (x and y: two series).
    kategorier : sequence of str
    serier : sequence of Serie
        As long as ``kategorier``.
    alt : str
        What it says, for who does not see it.
    tal : str
        Number format of the labels, as Excel writes it.
    lagst, hogst : float or None
        Ends of the axis of values; None leaves it to the program.
    """

    sort: Literal["staplar", "kolumner", "linjer", "punkter"]
    kategorier: Sequence[str]
    serier: Sequence[Serie]
    alt: str
    tal: str = "0.0"
    lagst: float | None = None
    hogst: float | None = None
    rubrik: str = ""
    tackta: bool = False  # many narrow bars: no labels of categories
    axlar: tuple[str, str] = ("", "")
    korsas: tuple[float, float] | None = None  # where the axes of a chart of points cross


@dataclass(frozen=True)
class Tabellruta:
    """A native table: heads, rows of finished text, which columns hold numbers, which rows are the reader's own."""

    rubriker: Sequence[str]
    rader: Sequence[Sequence[str]]
    alt: str
    tal: frozenset[int] = frozenset()
    egna: frozenset[int] = frozenset()
    bredder: Sequence[float] = ()


@dataclass(frozen=True)
class Stycken:
    """Paragraphs of text in Markdown's bold and links; the heading, if any, stands first in bold."""

    stycken: Sequence[str]
    punkter: bool = True
    rubrik: str = ""


Del = Diagram | Tabellruta | Stycken


@dataclass(frozen=True)
class Bild:
    """A slide.

    Parameters
    ----------
    id : str
        Stable slug: own slides are placed after it.
    titel : str
        The finding; unique in the deck.
    layout : str
        Name of a layout of the template.
    delar : sequence
        What fills the layout's places, in its order.
    anteckning : str
        The fuller text for who speaks, and the source.
    kalla : str
        Line under the content.
    """

    id: str
    titel: str
    layout: Layout
    delar: Sequence[Del] = ()
    anteckning: str = ""
    kalla: str = ""


@dataclass(frozen=True)
class Bildspel:
    """A whole deck."""

    titel: str
    sidfot: str
    publicerad: date
    exempeldata: bool
    bilder: Sequence[Bild]
