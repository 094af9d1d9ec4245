"""What every reader is given."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from hemtjanst_lib.sources.faults import Faults
from hemtjanst_lib.sources.layout import Fil, Layout


@dataclass(frozen=True)
class Task:
    """One reading of one file.

    Parameters
    ----------
    path, shown : Path, str
        The file, and its path relative to the data root as it is told and stored.
    indikatorer : frozenset of str
        Those of the model; other mapped columns are not looked for.
    minsta : int
        Answers below this are not shown at this level.
    granska : bool
        Whether to look for what is odd; not when a year is only read to be held against the next.
    """

    ar: int
    kalla: str
    fil: Fil
    layout: Layout
    path: Path
    shown: str
    kommuner: pd.DataFrame
    indikatorer: frozenset[str]
    minsta: int
    faults: Faults
    granska: bool = True
