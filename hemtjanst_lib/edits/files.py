"""The files of own words: ``parameters/edits/<year>/<subject>.yml``, one for each subject and year."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from hemtjanst_lib import paths
from hemtjanst_lib.edits.model import Change, OwnWords, Version
from hemtjanst_lib.errors import EditError
from hemtjanst_lib.files import read_yaml, write_atomic

_HEAD = (
    "# Egna ord i rapporterna om {namn} {ar}. Skrivs med: hemtjanst edits save. Får ändras för hand, men inte mall.\n"
)
_ORDER = ("cell", "efter", "text", "mall", "mall_sha256", "vem", "nar", "varfor", "skrivet", "tal", "egna_tal", "andra")


def edit_path(ar: int, stem: str) -> Path:
    """Path of a subject's file, such as ``parameters/edits/2025/0188_norrtalje.yml``."""
    return paths.PARAMETERS / "edits" / str(ar) / f"{stem}.yml"


def edit_files(ar: int) -> list[Path]:
    """All files of a year, in order."""
    return sorted((paths.PARAMETERS / "edits" / str(ar)).glob("*.yml"))


def read_words(path: Path) -> OwnWords | None:
    """Read a file of own words; None when there is none.

    Raises
    ------
    EditError
        With all faults, if the file is not sound.
    """
    if not path.is_file():
        return None
    found = read_yaml(path, EditError)
    try:
        return OwnWords.model_validate(found)
    except ValidationError as fault:
        raise EditError(f"{path} is not sound", _told(fault, found), do="Correct the file.") from None


def _told(fault: ValidationError, found: Any) -> list[str]:
    return [f"{_place(error['loc'], found)}: {error['msg'].removeprefix('Value error, ')}" for error in fault.errors()]


def _place(loc: tuple[int | str, ...], found: Any) -> str:
    """Name a place by the ids of cells, which a person can search for, instead of by numbers."""
    names, at = [], found
    for step in loc:
        try:
            at = at[step]
        except (LookupError, TypeError):
            at = None
        cell = at.get("cell") if isinstance(at, dict) else None
        names.append(f"cell {cell}" if cell else str(step))
    return " · ".join(names) or "the file"


def change_words(path: Path, blank: OwnWords, how: Callable[[OwnWords], OwnWords]) -> OwnWords:
    """Read, change and write a file while nobody else does; a file without changes left goes away.

    Parameters
    ----------
    path : Path
        The file; it need not be there.
    blank : OwnWords
        What stands for no file.
    how : callable
        From what the file says now to what it shall say.

    Raises
    ------
    EditError
        If the file is not sound; it is left as it is.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with _alone(path.parent):
        now = read_words(path) or blank
        made = how(now)
        if made == now:
            return now
        if made.rapporter:
            write_atomic(path, dump(made))
        else:
            path.unlink(missing_ok=True)
        return made


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


class _Dumper(yaml.SafeDumper):
    """Texts of several lines as blocks, line for line, so that a difference shows the line that changed."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        return super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _represent_text)


def dump(words: OwnWords) -> str:
    """Write own words as YAML, always in the same way."""
    content = {
        "ar": words.ar,
        "kod": words.kod,
        "namn": words.namn,
        "rapporter": {name: [_ordered(change) for change in changes] for name, changes in words.rapporter.items()},
    }
    text = yaml.dump(content, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10**6)
    return _HEAD.format(namn=words.namn, ar=words.ar) + text


def _ordered(version: Version) -> Mapping[str, Any]:
    """Leave out what is not said; ``text: null`` is said, for it means left out."""
    found = version.model_dump(mode="json")
    said = {name for name, value in found.items() if value or name == "text" or (name == "mall" and value is not None)}
    named = {name: found[name] for name in _ORDER if name in said}
    if isinstance(version, Change) and version.andra:
        named["andra"] = [_ordered(each) for each in version.andra]
    return named
