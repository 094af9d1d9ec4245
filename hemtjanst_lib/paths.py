"""Where things stand in the project."""

from __future__ import annotations

import os
from pathlib import Path

PROJECT = Path(os.environ.get("HEMTJANST_PROJECT", Path(__file__).resolve().parents[1]))
PARAMETERS = PROJECT / "parameters"
REFERENCE = PROJECT / "data" / "reference"
NOTEBOOKS = PROJECT / "notebooks"


def resolve(path: str | Path) -> Path:
    """Return ``path`` as it is when absolute, else inside the project."""
    return Path(path) if Path(path).is_absolute() else PROJECT / path
