"""Facts to tables of finished text. Each takes the open report and returns a ``Tabell``."""

from __future__ import annotations

from hemtjanst_lib.tables.levels import delindex, klasser, omraden, prioriterade
from hemtjanst_lib.tables.origin import kallor, saknas

__all__ = ["delindex", "kallor", "klasser", "omraden", "prioriterade", "saknas"]
