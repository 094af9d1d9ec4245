"""Colours that can be told apart on screen, in grey print and with a colour vision deficiency."""

from __future__ import annotations

from dataclasses import dataclass

from hemtjanst_lib.errors import ParameterError

PAPER = "#FFFFFF"
INK = "#1F2933"  # body text, 14.8:1 on paper
MUTED = "#52606D"  # captions and axis text, 6.5:1 on paper
GRID = "#DDE2E6"  # hairlines that carry no meaning
SURFACE = "#F3F5F6"  # table stripes, bands behind a chart


@dataclass(frozen=True)
class Palette:
    """The colours that carry meaning; each also has a sign, side, shape or label that says the same.

    Parameters
    ----------
    namn : str
        Key in ``PALETTES``.
    over, under : str
        Better and worse than what is compared with; readable as text on paper (at least 4.5:1).
    egen : str
        The reader's own kommun, dark also in grey print.
    medel : str
        The mean and the other kommuner: at least 3:1 against both paper and ``egen``.
    """

    namn: str
    over: str
    under: str
    egen: str
    medel: str


PALETTES = {
    "petrol-rod": Palette("petrol-rod", over="#00707A", under="#C8102E", egen="#00474E", medel="#87919A"),
    "bla-orange": Palette("bla-orange", over="#0072B2", under="#B84F00", egen="#00406B", medel="#87919A"),
}
DEFAULT = PALETTES["petrol-rod"]


def palette(namn: str = "petrol-rod") -> Palette:
    """Return the palette called ``namn``; an unknown name raises ParameterError."""
    if namn not in PALETTES:
        raise ParameterError(f"no palette called {namn!r}; there are {', '.join(PALETTES)}")
    return PALETTES[namn]


def contrast(one: str, other: str) -> float:
    """Return the contrast between two ``#RRGGBB`` colours, 1 (none) to 21, as WCAG 2 defines it."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
