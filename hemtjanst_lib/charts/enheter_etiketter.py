"""Where labels go beside points, so that none covers a point or another label."""

from __future__ import annotations

from collections.abc import Sequence

Box = tuple[float, float, float, float]  # left, top, right, bottom, in px
LETTER, LINE = 6.4, 13.0  # px: width of a letter and height of a line at the size of notes
RADIUS = 5.0  # px around a point
# Centres of a label by its half width and half height, tried in this order.
_SIDES = ((1, 0), (-1, 0), (0, -1), (0, 1), (0.8, -1), (-0.8, -1), (0.8, 1), (-0.8, 1))


def placera(
    points: Sequence[tuple[float, float]], labels: Sequence[str], size: tuple[float, float], taken: Sequence[Box] = ()
) -> list[tuple[float, float] | None]:
    """Find the centre of each label, in px from the top left; None where there is no room.

    Parameters
    ----------
    points : sequence of (x, y)
        In px; earlier ones get their label first.
    labels : sequence of str
    size : (width, height)
        Of the drawing.
    taken : sequence of box
        Where no label may stand.
    """
    dots = [(x - RADIUS, y - RADIUS, x + RADIUS, y + RADIUS) for x, y in points]
    boxes = list(taken)
    centres: list[tuple[float, float] | None] = []
    for (x, y), label in zip(points, labels, strict=True):
        wide, high = LETTER * len(label) / 2 + 1, LINE / 2
        tries = [(x + dx * (wide + RADIUS + 2), y + dy * (high + RADIUS + 1)) for dx, dy in _SIDES]
        free = next((c for c in tries if _free(_box(c, wide, high), size, [*boxes, *dots])), None)
        centres.append(free)
        if free:
            boxes.append(_box(free, wide, high))
    return centres


def _box(centre: tuple[float, float], wide: float, high: float) -> Box:
    return centre[0] - wide, centre[1] - high, centre[0] + wide, centre[1] + high


def _free(box: Box, size: tuple[float, float], others: Sequence[Box]) -> bool:
    inside = box[0] >= 0 and box[1] >= 0 and box[2] <= size[0] and box[3] <= size[1]
    return inside and not any(
        box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3] for other in others
    )
