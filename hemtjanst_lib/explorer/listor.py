"""Saved sets of kommuner: the same small files as reports on several kommuner are made from."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from hemtjanst_lib.analysis.urvalsfil import SETS, load_urval, urvalsnamn
from hemtjanst_lib.errors import ParameterError
from hemtjanst_lib.files import write_atomic
from hemtjanst_lib.reference import slug

KALLA = "Sparad i analysverktyget."


def sparade(register: pd.DataFrame, folder: Path = SETS) -> dict[str, tuple[str, ...]]:
    """Names and codes of the sets whose files are sound; a faulty one is left to ``hemtjanst check``."""
    found = {}
    for name in urvalsnamn(folder):
        try:
            one = load_urval(name, register, folder)
        except ParameterError:
            continue
        found[one.namn] = one.kommunkoder
    return found


def spara(namn: str, koder: Sequence[str], register: pd.DataFrame, folder: Path = SETS) -> Path:
    """Save a set under its name; one saved here before is replaced, one written by hand is not.

    Raises
    ------
    ParameterError
        If the name is empty, the set is empty, or a file that was not saved here has the name.
    """
    name = slug(namn)
    if not name or not koder:
        raise ParameterError("a set needs a name and at least one kommun")
    path = folder / f"{name}.yml"
    if path.is_file() and KALLA not in path.read_text(encoding="utf-8"):
        raise ParameterError(f"{path.name} was written by hand and is not replaced", do="Choose another name.")
    rows = [f'  "{kod}": {_quoted(str(register.at[kod, "namn"]))}' for kod in sorted(koder)]
    write_atomic(path, "\n".join([f"namn: {_quoted(namn.strip())}", f"kalla: {KALLA}", "kommuner:", *rows, ""]))
    return path


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
