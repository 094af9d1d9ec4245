"""Where things stand in the project."""

from __future__ import annotations

import json
import os
from pathlib import Path

PROJECT = Path(os.environ.get("HEMTJANST_PROJECT", Path(__file__).resolve().parents[1]))
PARAMETERS = PROJECT / "parameters"
REFERENCE = PROJECT / "data" / "reference"
NOTEBOOKS = PROJECT / "notebooks"


# Where data roots that notebooks name in full stand on this machine, when that is elsewhere: on a worker of a cluster.
ROOTS: dict[str, str] = json.loads(os.environ.get("HEMTJANST_ROOTS", "{}"))


def resolve(path: str | Path) -> Path:
    """Return ``path`` as it is when absolute, else inside the project."""
    if moved := ROOTS.get(str(path)):
        return Path(moved)
    return Path(path) if Path(path).is_absolute() else PROJECT / path
