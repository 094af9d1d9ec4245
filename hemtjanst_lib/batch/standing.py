"""The finished notebook that a new one takes the place of: when somebody has changed it, it is not written over."""

from __future__ import annotations

from pathlib import Path

from hemtjanst_lib.errors import GateError
from hemtjanst_lib.files import sha256


def hash_of(notebook: Path) -> str:
    """Hash a finished notebook, "" when there is none."""
    return sha256(notebook) if notebook.is_file() else ""


def refuse_changed(notebook: Path, standing: str, made: str) -> None:
    """Refuse to write over a notebook that has changed since the run began.

    Parameters
    ----------
    standing, made : str
        Hashes of the notebook when the run began, and of the new one, which a first attempt may have written.

    Raises
    ------
    GateError
        If it is neither.
    """
    if hash_of(notebook) not in {"", standing, made}:
        raise GateError(
            f"{notebook.name} was changed while its report was made",
            do="Save the words with: hemtjanst edits save, or delete the notebook if they are to be lost; run again.",
        )
