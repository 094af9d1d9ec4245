"""How a quantity grows with the number of kommuner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Growth:
    """Growth fitted to a few sizes.

    Parameters
    ----------
    exponent, residual : float
        Slope of the straight line through the logarithms, and how far a point lies from it at most, as a share.
    last : float
        The same slope between the two largest sizes alone, where fixed costs weigh least.
    each, off : float
        Slope of the straight line through the quantities themselves, for 1 000 kommuner, and how far a point lies
        from it at most, as a share of the largest.
    """

    exponent: float
    residual: float
    last: float
    each: float
    off: float


def growth(sizes: Sequence[float], values: Sequence[float]) -> Growth | None:
    """Fit both lines; None for fewer than two sizes or where nothing was measured.

    >>> found = growth([1, 10, 100], [2, 20, 200])
    >>> round(found.exponent, 6), round(found.last, 6), round(found.each), round(found.off, 6)
    (1.0, 1.0, 2000, 0.0)
    """
    n, y = np.asarray(sizes, dtype=np.float64), np.asarray(values, dtype=np.float64)
    if len(n) < 2 or (y <= 0).any():
        return None
    slope, level = np.polyfit(np.log(n), np.log(y), 1)
    away = np.abs(np.expm1(np.log(y) - (slope * np.log(n) + level)))
    each, start = np.polyfit(n, y, 1)
    last = np.log(y[-1] / y[-2]) / np.log(n[-1] / n[-2])
    off = np.abs(y - (each * n + start)).max() / y.max()
    return Growth(float(slope), float(away.max()), float(last), float(1000 * each), float(off))
