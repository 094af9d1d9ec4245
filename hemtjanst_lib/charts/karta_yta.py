"""The ground of a map: each kommun's borders as one SVG path, and where in it a name has room.

A path of whole grid squares is a third as long as the same borders as GeoJSON, and all kommuner of one class are drawn
as one shape, so that a map of the country costs hundredths of a second and stays small in notebook, page and PDF.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from hemtjanst_lib import geo

RUTA_RIKET = 2.0  # km; 0.4 px on a map as high as a page
RUTA_NARA = 0.1

Ring = npt.NDArray[np.float64]
Ytor = Mapping[str, tuple[Ring, ...]]  # kommunkod to its rings in grid squares from the south-west


@dataclass(frozen=True)
class Yta:
    """The borders of some kommuner, measured from their north-west corner.

    Parameters
    ----------
    stigar : mapping from kommunkod to str
        SVG path in grid squares, y downwards.
    ringar : mapping from kommunkod to tuple of arrays
        The same corners, shape (n, 2), closed.
    bredd, hojd : float
        Extent in grid squares.
    """

    stigar: Mapping[str, str]
    ringar: Ytor
    bredd: float
    hojd: float


@lru_cache(maxsize=32)
def riket() -> Yta:
    """Return the whole country, coarse."""
    return _yta(_ringar(None, RUTA_RIKET))


@lru_cache(maxsize=32)
def lanen() -> str:
    """Return the borders of all län as one path on the ground of :func:`riket`."""
    whole = np.concatenate([ring for rings in _ringar(None, RUTA_RIKET).values() for ring in rings])
    corner = (whole[:, 0].min(), whole[:, 1].max())
    parts = (
        part for feature in geo.lankarta(ruta=RUTA_RIKET)["features"] for part in feature["geometry"]["coordinates"]
    )
    return "".join(_stig(_nedat(_array(ring), corner)) for part in parts for ring in part)


@lru_cache(maxsize=64)
def nara(koder: tuple[str, ...]) -> Yta:
    """Return some kommuner, fine; those without borders, such as a fictitious one, are left out."""
    return _yta(_ringar(koder, RUTA_NARA))


def _ringar(koder: Collection[str] | None, ruta: float) -> Ytor:
    features = geo.kommunkarta(ruta=ruta)["features"]
    chosen = [feature for feature in features if koder is None or feature["id"] in koder]
    return {f["id"]: tuple(_array(ring) for part in f["geometry"]["coordinates"] for ring in part) for f in chosen}


def _array(ring: object) -> Ring:
    return np.asarray(ring, dtype=float)


def _yta(ringar: Ytor) -> Yta:
    if not ringar:
        return Yta({}, {}, 0.0, 0.0)
    points = np.concatenate([ring for rings in ringar.values() for ring in rings])
    corner, extent = (points[:, 0].min(), points[:, 1].max()), np.ptp(points, axis=0)
    placed = {kod: tuple(_nedat(ring, corner) for ring in rings) for kod, rings in ringar.items()}
    stigar = {kod: "".join(_stig(ring) for ring in rings) for kod, rings in placed.items()}
    return Yta(stigar, placed, float(extent[0]), float(extent[1]))


def _nedat(ring: Ring, corner: tuple[float, float]) -> Ring:
    """Measure from the north-west corner, y downwards as pictures have it."""
    return np.column_stack([ring[:, 0] - corner[0], corner[1] - ring[:, 1]])


def _stig(ring: Ring) -> str:
    """Write a closed ring as a path of steps in whole grid squares."""
    whole = np.rint(ring[:-1]).astype(int)
    steps = " ".join(f"{x},{y}" for x, y in np.diff(whole, axis=0).tolist())
    return f"M{whole[0, 0]},{whole[0, 1]}l{steps}z"


@lru_cache(maxsize=512)
def _bast_plats(koder: tuple[str, ...], kod: str, hojd: float) -> tuple[float, float, float]:
    return plats_for_text(nara(koder).ringar[kod], hojd)


def textplats(koder: tuple[str, ...], kod: str, hojd: float) -> tuple[float, float, float]:
    """Return :func:`plats_for_text` of one kommun of :func:`nara`, remembered."""
    return _bast_plats(koder, kod, hojd)


def plats_for_text(ringar: tuple[Ring, ...], hojd: float, forsok: int = 16) -> tuple[float, float, float]:
    """Find the widest free strip of height ``hojd`` inside an area.

    Returns
    -------
    tuple of float
        The strip's middle (x, y) and its width; the width is 0 where no strip is that high, and then the middle is
        that of the widest line through the area.
    """
    start = np.concatenate([ring[:-1] for ring in ringar])
    end = np.concatenate([ring[1:] for ring in ringar])
    low, high = start[:, 1].min(), start[:, 1].max()
    levels = low + (high - low) * (np.arange(forsok) + 0.5) / forsok
    strips = [(_bredast(start, end, y, hojd), y) for y in levels]
    (x, width), y = max(strips, key=lambda strip: strip[0][1])
    if width > 0:
        return float(x), float(y), float(width)
    (x, _), y = max(((_bredast(start, end, y, 0.0), y) for y in levels), key=lambda strip: strip[0][1])
    return float(x), float(y), 0.0


def _bredast(start: Ring, end: Ring, y: float, hojd: float) -> tuple[float, float]:
    """Find the widest stretch of the line at ``y`` that lies inside and meets no border within half of ``hojd``.

    Borders block the strip; a gap between two blocked stretches lies inside when an odd number of borders are crossed
    on the way to it.
    """
    crossing = (start[:, 1] > y) != (end[:, 1] > y)
    a, b = start[crossing], end[crossing]
    cuts = np.sort(a[:, 0] + (y - a[:, 1]) * (b[:, 0] - a[:, 0]) / (b[:, 1] - a[:, 1]))
    left, right = _hinder(start, end, y, hojd) if hojd else (cuts, cuts)
    gap_from, gap_to = np.maximum.accumulate(right)[:-1], left[1:]
    middle, width = (gap_from + gap_to) / 2, gap_to - gap_from
    inside = (width > 0) & (np.searchsorted(cuts, middle) % 2 == 1)
    if not inside.any():
        return 0.0, 0.0
    widest = int(np.argmax(np.where(inside, width, 0.0)))
    return float(middle[widest]), float(width[widest])


def _hinder(start: Ring, end: Ring, y: float, hojd: float) -> tuple[Ring, Ring]:
    """Return the stretches of x that borders take up within the strip, from the left."""
    top, bottom = y - hojd / 2, y + hojd / 2
    low, high = np.minimum(start[:, 1], end[:, 1]), np.maximum(start[:, 1], end[:, 1])
    hit = (high > top) & (low < bottom)
    a, b = start[hit], end[hit]
    level = b[:, 1] == a[:, 1]
    rise = np.where(level, 1.0, b[:, 1] - a[:, 1])
    share = np.clip(np.stack([(top - a[:, 1]) / rise, (bottom - a[:, 1]) / rise]), 0.0, 1.0)
    share = np.where(level, np.array([[0.0], [1.0]]), share)
    x = a[:, 0] + share * (b[:, 0] - a[:, 0])
    order = np.argsort(x.min(axis=0), kind="stable")
    return x.min(axis=0)[order], x.max(axis=0)[order]
