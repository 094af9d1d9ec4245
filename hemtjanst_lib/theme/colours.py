"""Colours that can be told apart on screen, in grey print and with a colour vision deficiency."""

from __future__ import annotations

from dataclasses import dataclass

from hemtjanst_lib.errors import ParameterError

PAPER = "#FFFFFF"
INK = "#1F2933"  # body text, 14.8:1 on paper
MUTED = "#52606D"  # captions and axis text, 6.5:1 on paper
GRID = "#DDE2E6"  # hairlines that carry no meaning
SURFACE = "#F3F5F6"  # table stripes, bands behind a chart
BORDER = "#A3ADB5"  # borders on a map, seen on light areas and dark
LIGHTEST = 92.0  # lightness of the lightest area on a map


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


def palette(namn: str = "petrol-rod") -> Palette:
    """Return the palette called ``namn``; an unknown name raises ParameterError."""
    if namn not in PALETTES:
        raise ParameterError(f"no palette called {namn!r}; there are {', '.join(PALETTES)}")
    return PALETTES[namn]


def tint(palette: Palette, share: float = 0.09) -> str:
    """Return the palette's main colour thinned with paper, ``share`` of it left: for areas and text on the dark."""
    return _mixed((PAPER, palette.over), share)


def roles(palette: Palette) -> dict[str, str]:
    """Return what pages and PDF use each colour for, by the names that their style sheets have."""
    return {
        "ink": INK,
        "muted": MUTED,
        "grid": GRID,
        "surface": SURFACE,
        "petrol": palette.over,
        "deep": palette.egen,
        "tint": tint(palette),
        "blek": tint(palette, 0.17),
        "ljus": tint(palette, 0.33),
    }


def steps(palette: Palette, antal: int) -> tuple[str, ...]:
    """Return ``antal`` colours of one hue from light to dark, equally far apart in lightness, so also in grey print.

    The darkest is the palette's ``egen``; the lightest still shows on paper. A single one is the darkest.
    """
    path = (PAPER, palette.over, palette.egen)
    dark = _lightness(palette.egen)
    wanted = [LIGHTEST - (LIGHTEST - dark) * n / max(antal - 1, 1) for n in range(antal)]
    return tuple(_along(path, lightness) for lightness in wanted[:-1]) + (palette.egen,)[:antal]


def _along(path: tuple[str, ...], lightness: float) -> str:
    """Find the colour of a lightness on a path that only darkens."""
    low, high = 0.0, len(path) - 1.0
    for _ in range(20):
        middle = (low + high) / 2
        low, high = (middle, high) if _lightness(_mixed(path, middle)) > lightness else (low, middle)
    return _mixed(path, low)


def _mixed(path: tuple[str, ...], place: float) -> str:
    """Mix the two colours around a place on a path: 0 is the first, 1 the second."""
    n = min(int(place), len(path) - 2)
    pairs = zip(_channels(path[n]), _channels(path[n + 1]), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * (place - n)):02X}" for a, b in pairs)


def _channels(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[i : i + 2], 16) for i in (1, 3, 5))


def _lightness(colour: str) -> float:
    """Lightness as the eye sees it, 0–100 (CIE L*)."""
    y = _luminance(colour)
    return float(116 * y ** (1 / 3) - 16) if y > 0.008856 else 903.3 * y


def contrast(one: str, other: str) -> float:
    """Return the contrast between two ``#RRGGBB`` colours, 1 (none) to 21, as WCAG 2 defines it."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    channels = [channel / 255 for channel in _channels(colour)]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
