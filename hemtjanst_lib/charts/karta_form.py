"""The map's design, made once, and where its parts stand: areas, outlines, names, numbers and the key of classes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import altair as alt

from hemtjanst_lib import theme
from hemtjanst_lib.charts.form import Row, Spec, fill, form, place
from hemtjanst_lib.charts.karta_yta import Yta, nara, textplats

MARGIN = 8  # px around the picture
HOJD_RIKET = 450  # px, the length of the country
VANSTER_RIKET = 124  # px left of the country, for a name
STORST_BREDD = 430  # px, the most that the map of some kommuner takes
LAGST, HOGST, PER_KOMMUN = 280, 420, 10  # px: how high that map may be, more with more kommuner
NYCKEL_X = 505  # px, where the key of classes begins
RUTA, RAD = 15, 31  # px: side of a key's square, and from one class to the next
TECKEN, TEXTHOJD = 6.1, 13  # px: mean width of a letter in a name, and height of a line
NAMN_STORLEK = 11
NUMMERRAD, NUMMERSPALT, RADER_I_SPALT = 14, 92, 18
UTAN = "Inget resultat"

Klasser = Mapping[str, str]  # kommunkod to class; "" where there is no result


def riksspec(
    yta: Yta,
    klass: Klasser,
    skala: Sequence[str],
    palette: theme.Palette,
    *,
    granser: str = "",
    egen: tuple[str, str] | None = None,
) -> Spec:
    """Draw the country by class, with the key beside it and the own kommun (code and name) pointed out."""
    size = HOJD_RIKET / yta.hojd
    corner = (VANSTER_RIKET, MARGIN)
    colours = _farger(klass, skala, palette)
    pointer = _visare(yta, *egen, size, corner) if egen and egen[0] in yta.stigar else ([], [])
    return fill(
        design(),
        {
            "ytor": _ytor(yta, klass, colours),
            "granser": [{"d": granser}] if granser else [],
            "egna": [{"d": yta.stigar[egen[0]]}] if egen and egen[0] in yta.stigar else [],
            "visare": pointer[0],
            "namn": pointer[1],
            **_nyckel(klass, colours, 200),
        },
        _parametrar(size, corner),
        height=HOJD_RIKET + 2 * MARGIN,
    )


def naraspec(
    yta: Yta,
    namn: Mapping[str, str],
    klass: Klasser,
    skala: Sequence[str],
    palette: theme.Palette,
    *,
    egen: str | None = None,
) -> Spec:
    """Draw some kommuner by class, with names where they have room and otherwise numbers that a list explains."""
    size = _storlek(yta)
    corner = (MARGIN + (STORST_BREDD - yta.bredd * size) / 2, float(MARGIN))
    colours = _farger(klass, skala, palette)
    words, numbered = _namn(yta, namn, size, corner, egen)
    legend = _nyckel(klass, colours, MARGIN)
    below = MARGIN + RAD * len(legend["nyckel"]) + 16
    listed = _nummerlista(numbered, below, egen)
    bottom = max([yta.hojd * size + MARGIN, below, *(row["y"] + NUMMERRAD for row in listed)])
    return fill(
        design(),
        {
            "ytor": _ytor(yta, klass, colours),
            "granser": [],
            "egna": [{"d": stig} for kod, stig in yta.stigar.items() if kod == egen],
            "visare": [],
            "namn": words,
            "nyckel": legend["nyckel"],
            "nyckeltext": [*legend["nyckeltext"], *listed],
        },
        _parametrar(size, corner),
        height=round(bottom + MARGIN),
    )


def forbered(koder: Sequence[str]) -> None:
    """Find the room for every name of some kommuner's map; it is remembered, and only the names differ."""
    yta = nara(tuple(sorted(koder)))
    for kod in yta.stigar:
        _plats(yta, kod, _storlek(yta))


def _storlek(yta: Yta) -> float:
    """Return how many pixels the measure of the map becomes."""
    height = min(LAGST + PER_KOMMUN * len(yta.stigar), HOGST)
    return float(min(STORST_BREDD / yta.bredd, height / yta.hojd))


def _plats(yta: Yta, kod: str, size: float) -> tuple[float, float, float]:
    return textplats(tuple(yta.stigar), kod, round(TEXTHOJD / size, 3))


def _parametrar(size: float, corner: tuple[float, float]) -> dict[str, float]:
    return {"skala": round(size, 5), "vanster": place(corner[0]), "topp": place(corner[1])}


def _farger(klass: Klasser, skala: Sequence[str], palette: theme.Palette) -> dict[str, str]:
    """Return the colour of each class from the lowest, and white for no result when that occurs."""
    colours = dict(zip(skala, theme.steps(palette, len(skala)), strict=True))
    return {**colours, "": theme.PAPER} if "" in klass.values() else colours


def _ytor(yta: Yta, klass: Klasser, colours: Mapping[str, str]) -> list[Row]:
    """Gather the kommuner of each class to one shape; those outside the map have none."""
    shapes = {name: "".join(stig for kod, stig in yta.stigar.items() if klass.get(kod) == name) for name in colours}
    return [{"d": shapes[name], "fyll": colour} for name, colour in colours.items() if shapes[name]]


def _nyckel(klass: Klasser, colours: Mapping[str, str], top: float) -> dict[str, list[Row]]:
    """Stand the classes under each other, the highest first, each with the number of its kommuner."""
    counts = list(klass.values())
    squares, texts = list[Row](), list[Row]()
    for n, name in enumerate(_uppifran(colours)):
        y, count = top + n * RAD, counts.count(name)
        squares.append({"x": NYCKEL_X, "x2": NYCKEL_X + RUTA, "y": y, "y2": y + RUTA, "fyll": colours[name]})
        row = {"x": NYCKEL_X + RUTA + 8, "sida": "left"}
        texts.append({**row, "y": y + 6, "text": name or UTAN, "fet": 1})
        texts.append({**row, "y": y + 19, "text": f"{count} {'kommun' if count == 1 else 'kommuner'}"})
    return {"nyckel": squares, "nyckeltext": texts}


def _uppifran(colours: Mapping[str, str]) -> list[str]:
    """Return the classes from the highest, no result last."""
    return [*reversed([name for name in colours if name]), *(name for name in colours if not name)]


def _visare(yta: Yta, kod: str, namn: str, size: float, corner: tuple[float, float]) -> tuple[list[Row], list[Row]]:
    """Return the line from a kommun to its name beside the country, on the side that lies nearer."""
    x, y = _mitt(yta, kod, size, corner)
    left, right = corner[0], corner[0] + yta.bredd * size
    west = x - left < right - x
    end = left - 6 if west else right + 6
    text = {"x": place(end - 4 if west else end + 4), "y": place(y), "text": namn, "fet": 1}
    return [{"x": place(x), "x2": place(end), "y": place(y)}], [{**text, "sida": "right" if west else "left"}]


def _mitt(yta: Yta, kod: str, size: float, corner: tuple[float, float]) -> tuple[float, float]:
    ring = max(yta.ringar[kod], key=len)
    x, y = (ring.max(axis=0) + ring.min(axis=0)) / 2
    return corner[0] + float(x) * size, corner[1] + float(y) * size


def _namn(
    yta: Yta, namn: Mapping[str, str], size: float, corner: tuple[float, float], egen: str | None
) -> tuple[list[Row], list[tuple[int, str, str]]]:
    """Write each name where it has room, the roomiest first; number the others from the north.

    Returns the rows of text on the map, and number, code and name of those that are numbered.
    """
    koder = tuple(yta.stigar)
    found = {kod: _plats(yta, kod, size) for kod in koder}
    spots = {kod: (corner[0] + x * size, corner[1] + y * size, width * size) for kod, (x, y, width) in found.items()}
    taken: list[tuple[float, float, float]] = []
    written = [kod for kod in sorted(koder, key=lambda kod: -spots[kod][2]) if _far_plats(spots[kod], namn[kod], taken)]
    rest = sorted(set(koder) - set(written), key=lambda kod: (round(spots[kod][1]), spots[kod][0], kod))
    numbered = [(n, kod, namn[kod]) for n, kod in enumerate(rest, start=1)]
    texts = {kod: namn[kod] for kod in written} | {kod: str(n) for n, kod, _ in numbered}
    rows = [
        {"x": place(spots[kod][0]), "y": place(spots[kod][1]), "text": text, "sida": "center"}
        | ({"fet": 1} if kod == egen else {})
        for kod, text in texts.items()
    ]
    return rows, numbered


def _far_plats(spot: tuple[float, float, float], namn: str, taken: list[tuple[float, float, float]]) -> bool:
    """Take the place for a name if it is nearly as wide as the name and no other name is in the way."""
    x, y, width = spot
    need = len(namn) * TECKEN
    free = all(abs(x - x2) > (need + need2) / 2 + 4 or abs(y - y2) > TEXTHOJD for x2, y2, need2 in taken)
    if width * 1.3 < need or not free or x - need / 2 < 0:
        return False
    taken.append((x, y, need))
    return True


def _nummerlista(numbered: Sequence[tuple[int, str, str]], top: float, egen: str | None) -> list[Row]:
    """List the numbers with their names, in columns that grow leftwards when there are many."""
    columns = -(-len(numbered) // RADER_I_SPALT)
    rows = -(-len(numbered) // max(columns, 1))  # as many in each column
    left = NYCKEL_X if columns < 2 else 640 - MARGIN - columns * NUMMERSPALT
    return [
        {
            "x": left + (i // rows) * NUMMERSPALT,
            "y": top + (i % rows) * NUMMERRAD,
            "text": f"{n} {name}",
            "sida": "left",
        }
        | ({"fet": 1} if kod == egen else {})
        for i, (n, kod, name) in enumerate(numbered)
    ]


@cache
def design() -> Spec:
    """Return the design, made once; colours come with the rows."""
    start = {"skala": 1.0, "vanster": 0.0, "topp": 0.0}
    params = [alt.param(name=name, value=value) for name, value in start.items()]
    return form(
        alt.layer(
            _form("ytor", stroke=theme.BORDER, strokeWidth=0.5).encode(fill=alt.Fill("fyll:N", scale=None)),
            _form("granser", filled=False, stroke=theme.MUTED, strokeWidth=0.8),
            _form("egna", filled=False, stroke=theme.PAPER, strokeWidth=4.5, strokeJoin="round"),
            _form("egna", filled=False, stroke=theme.INK, strokeWidth=2.2, strokeJoin="round"),
            *_pekare(),
            *_texter(),
            *_nyckelmarken(),
        )
        .add_params(*params)
        .properties(width=theme.WIDTH, autosize=alt.AutoSizeParams(type="none"), padding=0)
    )


def _form(rows: str, **mark: Any) -> alt.Chart:
    """Draw each row's path ``d``, in grid squares from the map's north-west corner."""
    placed = {"x": alt.ExprRef("vanster"), "y": alt.ExprRef("topp"), "size": alt.ExprRef("4 * skala * skala")}
    settings: dict[str, Any] = {"filled": True, "opacity": 1, **placed, **mark}
    drawn: alt.Chart = alt.Chart(alt.NamedData(rows)).encode(shape=alt.Shape("d:N", scale=None)).mark_point(**settings)
    return drawn


def _x(name: str = "x") -> alt.X:
    return alt.X(f"{name}:Q", scale=None, axis=None)


def _y(name: str = "y") -> alt.Y:
    return alt.Y(f"{name}:Q", scale=None, axis=None)


def _pekare() -> tuple[alt.Chart, ...]:
    lines = alt.Chart(alt.NamedData("visare")).encode(x=_x(), x2="x2", y=_y())
    return (
        lines.mark_rule(color=theme.PAPER, strokeWidth=3),
        lines.mark_rule(color=theme.INK, strokeWidth=1),
    )


def _texter() -> tuple[alt.Chart, ...]:
    """Return the names on the map, with a rim of paper so that they are read on any colour."""
    rows = alt.Chart(alt.NamedData("namn")).encode(x=_x(), y=_y(), text="text:N")
    settings: dict[str, Any] = {
        "align": alt.ExprRef("datum.sida"),
        "baseline": "middle",
        "fontSize": NAMN_STORLEK,
        **_fet(),
    }
    return (
        rows.mark_text(**settings, stroke=theme.PAPER, strokeWidth=3, strokeJoin="round", color=theme.PAPER),
        rows.mark_text(**settings),
    )


def _nyckelmarken() -> tuple[alt.Chart, ...]:
    squares = alt.Chart(alt.NamedData("nyckel")).mark_rect(stroke=theme.BORDER, strokeWidth=1)
    texts = alt.Chart(alt.NamedData("nyckeltext")).encode(x=_x(), y=_y(), text="text:N")
    return (
        squares.encode(x=_x(), x2="x2", y=_y(), y2="y2", fill=alt.Fill("fyll:N", scale=None)),
        texts.mark_text(align="left", baseline="middle", fontSize=theme.NOTE_SIZE, **_fet()),
    )


def _fet() -> dict[str, Any]:
    return {"fontWeight": alt.ExprRef(f"datum.fet ? {theme.WEIGHT_STRONG} : {theme.WEIGHT_REGULAR}")}
