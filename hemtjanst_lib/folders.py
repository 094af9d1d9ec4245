"""Putting a whole folder in place of another, so that a killed run leaves the old folder or the new one."""

from __future__ import annotations

import ctypes
import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_HERE = -100  # AT_FDCWD: paths are seen from the working directory
_EXCHANGE = 2  # RENAME_EXCHANGE


def replace_folder(target: Path, fill: Callable[[Path], None]) -> None:
    """Fill a new folder and let it change places with ``target``; two that do so at once take turns.

    Parameters
    ----------
    target : Path
        A folder, or where there will be one.
    fill : callable
        Given the new folder, empty; what it raises leaves ``target`` as it was.

    Raises
    ------
    OSError
        If the folder cannot be written.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with turn(target.parent, wait=True):
        _put_back(target)
        new, old = _beside(target, "part"), _beside(target, "old")
        for left in (new, old):
            shutil.rmtree(left, ignore_errors=True)
        try:
            new.mkdir()
            fill(new)
            _change_places(new, target, old)
        finally:
            shutil.rmtree(new, ignore_errors=True)
            shutil.rmtree(old, ignore_errors=True)


def recover_folders(parent: Path) -> None:
    """Put back the folders that a killed run had set aside; nothing while another process is at work there."""
    set_aside = list(parent.glob(".*.old"))
    if not set_aside:
        return
    with suppress(OSError), turn(parent, wait=False):
        for old in set_aside:
            _put_back(parent / old.name[1 : -len(".old")])


def _beside(target: Path, word: str) -> Path:
    return target.with_name(f".{target.name}.{word}")


def _put_back(target: Path) -> None:
    old = _beside(target, "old")
    if old.exists() and not target.exists():
        os.rename(old, target)


@contextmanager
def turn(folder: Path, *, wait: bool) -> Iterator[None]:
    """Lock a folder; the system lets go when the process ends, however it ends.

    Raises
    ------
    OSError
        If another process has it and this one is not to wait.
    """
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(handle)


def _change_places(new: Path, target: Path, old: Path) -> None:
    """Put ``new`` at ``target``: in one step where the system can, else in two that ``recover_folders`` mends."""
    if not target.exists():
        os.rename(new, target)
    elif not _exchange(new, target):
        os.rename(target, old)
        try:
            os.rename(new, target)
        except OSError:
            os.rename(old, target)
            raise


def _exchange(one: Path, other: Path) -> bool:
    """Let two folders change places in one step (Linux's renameat2); False where that is not to be had."""
    try:
        renameat2 = ctypes.CDLL(None).renameat2
    except (AttributeError, OSError, TypeError):
        return False
    return bool(renameat2(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0)
