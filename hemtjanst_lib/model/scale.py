"""Named bands of a number: result classes here, words of change in the narrative."""

from __future__ import annotations

import math
from bisect import bisect_left
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd

DECIMALS = 9  # values that agree to so many decimals are the same value: floating-point noise decides nothing


@dataclass(frozen=True)
class Scale:
    """Named bands in rising order; a value on a limit belongs to the lower band, and the last band has no limit.

    Parameters
    ----------
    upper : tuple of float
        The upper limit of each band but the last.
    names : tuple of str
        One more than the limits.

    Examples
    --------
    >>> Scale((56.5, 62.5), ("Lågt", "Under medel", "Medel")).band(62.5)
    'Under medel'
    """

    upper: tuple[float, ...]
    names: tuple[str, ...]

    def __post_init__(self) -> None:
        if len(self.names) != len(self.upper) + 1:
            raise ValueError(
                f"{len(self.names)} names for {len(self.upper)} limits; one more than the limits is needed"
            )
        if any(a >= b for a, b in pairwise(self.upper)):
            raise ValueError(f"the limits {self.upper} do not rise")

    def band(self, value: float) -> str:
        """Name the band of ``value``; a missing value has none and raises ValueError."""
        if math.isnan(value):
            raise ValueError("a missing value has no band; handle it before asking")
        return self.names[bisect_left([round(limit, DECIMALS) for limit in self.upper], round(value, DECIMALS))]

    def bands(self, values: pd.Series) -> pd.Series:
        """Name the band of each value; missing where the value is missing."""
        limits = np.round(np.asarray(self.upper, dtype=float), DECIMALS)
        place = np.searchsorted(limits, values.round(DECIMALS).to_numpy(dtype=float), side="left")
        named = pd.Series(np.array(self.names, dtype=object)[place], index=values.index, dtype="str", name=values.name)
        return named.where(values.notna())
