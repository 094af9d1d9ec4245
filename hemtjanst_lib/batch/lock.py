"""One run at a time on one output tree."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hemtjanst_lib.errors import HemtjanstError


@contextmanager
def tree_lock(folder: Path) -> Iterator[None]:
    """Hold the folder for this process; the system lets go when the process ends, however it ends.

    Raises
    ------
    HemtjanstError
        If another run holds it, or it may not be written.
    """
    file = folder / ".lock"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(file, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as fault:
        raise HemtjanstError(
            f"{folder}: cannot be written ({fault.strerror})",
            do="Choose another folder with --out, or mend its rights.",
        ) from fault
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as fault:
        os.close(handle)
        raise HemtjanstError(
            f"another run is writing to {folder}", do="Wait for it to end, or choose another folder with --out."
        ) from fault
    try:
        yield
    finally:
        os.close(handle)
