"""Which palette the reports are drawn in: ``parameters/report/utseende.yml``."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from hemtjanst_lib import paths
from hemtjanst_lib.errors import ParameterError
from hemtjanst_lib.files import read_yaml
from hemtjanst_lib.theme.colours import PALETTES, Palette

FILE = Path("report") / "utseende.yml"
KEYS = {"fargtema"}


def chosen() -> Palette:
    """Return the palette that the project's file names, read once a process.

    Raises
    ------
    ParameterError
        If the file is faulty.
    """
    return _chosen(paths.PARAMETERS / FILE)


@cache
def _chosen(path: Path) -> Palette:
    return load_palette(path)


def load_palette(path: Path) -> Palette:
    """Read and check the file; every fault of it is named."""
    raw = read_yaml(path, ParameterError)
    if faults := _faults(raw):
        count = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
        raise ParameterError(f"{path} has {count}:", faults, do="Correct the file.")
    return PALETTES[raw["fargtema"]]


def _faults(raw: Any) -> list[str]:
    names = " or ".join(PALETTES)
    if not isinstance(raw, dict):
        return [f"holds {type(raw).__name__}; expected fargtema: {names}"]
    extra = [f"{key}: no such choice; expected {', '.join(sorted(KEYS))}" for key in raw if key not in KEYS]
    if "fargtema" not in raw:
        return [*extra, f"fargtema: is missing; expected {names}"]
    name = raw["fargtema"]
    known = isinstance(name, str) and name in PALETTES
    return extra if known else [*extra, f"fargtema: found {name!r}; expected {names}"]
