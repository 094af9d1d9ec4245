"""A kommun's own slides: which there are, and what is wrong with them.

They stand in ``parameters/bilder/<year>/<kod>_<slug>/`` as pptx, png or jpg, with a file ``bilder.yml`` that says after
which slide each is to come, and are put in again every time that the deck is made.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from hemtjanst_lib import paths
from hemtjanst_lib.errors import ParameterError
from hemtjanst_lib.files import read_yaml
from hemtjanst_lib.reference import report_stem

FOLDER, LIST = "bilder", "bilder.yml"
PICTURES, DECKS = (".png", ".jpg", ".jpeg"), (".pptx",)
KEYS = {"fil", "efter", "titel", "alt"}
ENHETER, FLERA = "_enheter", ("lan_", "urval_")  # how the folders of decks on units, a län or a set are called


@dataclass(frozen=True)
class Egen:
    """An own file: a deck whose slides are all put in, or a picture with its title and alt text."""

    fil: Path
    efter: str
    titel: str = ""
    alt: str = ""

    @property
    def picture(self) -> bool:
        """Whether it is a picture."""
        return self.fil.suffix.lower() in PICTURES


def own_folder(ar: int, stem: str) -> Path:
    """Where the own slides of a deck stand."""
    return paths.PARAMETERS / FOLDER / str(ar) / stem


def check_own(ar: int, kommuner: pd.DataFrame) -> None:
    """Read the lists of a year's own slides, and see that each folder is called as a deck is.

    Raises
    ------
    ParameterError
        With every fault: a folder that nothing would be taken from is one.
    """
    year = paths.PARAMETERS / FOLDER / str(ar)
    stems = {report_stem(str(kod), namn) for kod, namn in kommuner["namn"].items()}
    faults = []
    for folder in sorted(year.iterdir() if year.is_dir() else ()):
        if folder.name.startswith("."):
            continue
        if folder.name.removesuffix(ENHETER) not in stems and not folder.name.startswith(FLERA):
            faults.append(f"{folder.name}: no deck is called that; they are called such as 0188_norrtalje")
            continue
        try:
            read_own(folder)
        except ParameterError as fault:
            what = fault.what.removeprefix(f"{folder}/").removesuffix(" has faults:")
            faults += [f"{folder.name}/{what}: {line}" for line in fault.faults] or [f"{folder.name}/{what}"]
    if faults:
        raise ParameterError(f"{year} has {len(faults)} faults:", faults, do="Correct the folders or their lists.")


def read_own(folder: Path) -> list[Egen]:
    """Read which own slides there are; none when there is no folder.

    Raises
    ------
    ParameterError
        With every fault of the list and its files.
    """
    if not folder.is_dir():
        return []
    files = {path.name for path in folder.iterdir() if not path.name.startswith(".")} - {LIST}
    raw = read_yaml(folder / LIST, ParameterError) if (folder / LIST).exists() else None
    rows = raw.get("bilder") if isinstance(raw, dict) else None
    if not isinstance(rows, list):
        raise ParameterError(
            f"{folder / LIST}: expected a list under the key bilder", do="Name each file there, with fil and efter."
        )
    faults = [fault for n, row in enumerate(rows, 1) for fault in _faults(n, row, files)]
    named = {str(row.get("fil")) for row in rows if isinstance(row, dict)}
    faults += [f"{name}: stands in the folder but not in the list" for name in sorted(files - named)]
    if faults:
        raise ParameterError(f"{folder / LIST} has faults:", faults, do="Correct the list or the files.")
    return [Egen(folder / row["fil"], row["efter"], row.get("titel", ""), row.get("alt", "")) for row in rows]


def _faults(n: int, row: Any, files: set[str]) -> Iterator[str]:
    if not isinstance(row, dict):
        yield f"no. {n}: found {type(row).__name__}; expected fil and efter"
        return
    yield from (f"no. {n}: no such key: {key}; there are {', '.join(sorted(KEYS))}" for key in row if key not in KEYS)
    yield from (
        f"no. {n}: {key} is {row[key]!r}; expected a text" for key in KEYS & set(row) if not isinstance(row[key], str)
    )
    yield from (f"no. {n}: {key} is missing" for key in ("fil", "efter") if not row.get(key))
    fil = str(row.get("fil", ""))
    ending = Path(fil).suffix.lower()
    if fil and ending not in PICTURES + DECKS:
        yield f"no. {n}: {fil} is no {', '.join(PICTURES + DECKS)}"
    elif fil and fil not in files:
        yield f"no. {n}: there is no file {fil} in the folder"
    if ending in PICTURES:
        yield from (f"no. {n}: a picture needs {key}" for key in ("titel", "alt") if not row.get(key))
    if ending in DECKS:
        yield from (f"no. {n}: a deck has its own {key}" for key in ("titel", "alt") if row.get(key))
