"""What sources of earlier years said, kept in memory: a command for several years reads each of them once."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from pathlib import Path

import pandas as pd

State = tuple[Hashable, ...]

MOST = 40  # sources whose values are kept
_KEPT: dict[State, pd.DataFrame | None] = {}


def stamps(files: Iterable[Path]) -> State:
    """Tell one state of files from another without reading them; raises OSError when one is not there."""
    stats = [(path.name, path.stat()) for path in files]
    return tuple((name, stat.st_ino, stat.st_mtime_ns, stat.st_size) for name, stat in stats)


def remember(state: State, values: pd.DataFrame | None) -> None:
    """Keep a source's values, None when they cannot be read; the oldest ones go."""
    _KEPT[state] = values
    while len(_KEPT) > MOST:
        del _KEPT[next(iter(_KEPT))]


def recall(state: State, read: Callable[[], pd.DataFrame | None]) -> pd.DataFrame | None:
    """Return a source's values, reading them when they are not kept."""
    if state not in _KEPT:
        remember(state, read())
    return _KEPT[state]
