"""Reading and writing files so that a killed run leaves whole old files or whole new ones."""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

import yaml

from hemtjanst_lib.errors import HemtjanstError

PART = ".part"


def write_atomic(path: Path, content: bytes | str) -> None:
    """Write ``content`` beside ``path``, flush it to disk, and rename it into place.

    What a killed writer of the same file left is cleared away.
    """
    data = content.encode("utf-8") if isinstance(content, str) else content
    path.parent.mkdir(parents=True, exist_ok=True)
    clear_parts(_parts_of(path))
    handle, name = _open_part(path)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
            os.chmod(name, 0o644)
            os.replace(name, path)
    except BaseException as fault:
        Path(name).unlink(missing_ok=True)
        if isinstance(fault, OSError) and fault.filename != str(path):
            raise OSError(fault.errno, fault.strerror, str(path)) from fault
        raise


def _open_part(path: Path) -> tuple[int, str]:
    """Make a new part and lock it, which tells that its writer lives; the system lets go when the writer ends."""
    while True:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=PART)
        with suppress(OSError):  # a file system without locks
            fcntl.flock(handle, fcntl.LOCK_EX)
        if os.fstat(handle).st_nlink:
            return handle, name
        os.close(handle)  # cleared away before it was locked


def _parts_of(path: Path) -> list[Path]:
    with os.scandir(path.parent) as found:
        names = [each.name for each in found if each.name.startswith(f".{path.name}.") and each.name.endswith(PART)]
    return [path.with_name(name) for name in names]


def clear_parts(parts: Iterable[Path]) -> None:
    """Take away files that killed writers left half-written; those whose writer lives are left alone."""
    for part in parts:
        with suppress(OSError):
            handle = os.open(part, os.O_RDONLY)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                part.unlink(missing_ok=True)
            finally:
                os.close(handle)


Marks = dict[Path, tuple[int, ...] | None]


def marks(paths: Iterable[Path]) -> Marks:
    """Note what tells that a file has been written or replaced since, without reading it; None when it is not there.

    A file that was replaced and put back differs too, and so does one that only got other rights.
    """
    return {path: _mark(path) for path in paths}


def different(before: Marks, now: Marks) -> list[Path]:
    """Name the files that have changed, come or gone between two notes."""
    return [path for path in {**before, **now} if before.get(path) != now.get(path)]


def _mark(path: Path) -> tuple[int, ...] | None:
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_ino, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns


def sha256(content: bytes | Path) -> str:
    """Hash bytes, or a whole file, as a hexadecimal string."""
    if isinstance(content, bytes):
        return hashlib.sha256(content).hexdigest()
    with content.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


class _StringSafeLoader(yaml.CSafeLoader):
    """YAML where ``0114``, ``1_000``, ``NO`` and dates stay text; only plain decimal numbers and true/false convert.

    Doubled keys are refused: YAML itself silently keeps the last.
    """


_StringSafeLoader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("tag:yaml.org,2002:bool", r"^(?:true|false)$", "tf"),
    ("tag:yaml.org,2002:int", r"^(?:0|-?[1-9][0-9]*)$", "-0123456789"),
    ("tag:yaml.org,2002:float", r"^-?(?:0|[1-9][0-9]*)\.[0-9]+$", "-0123456789"),
    ("tag:yaml.org,2002:null", r"^(?:~|null|)$", ["~", "n", ""]),
):
    _StringSafeLoader.add_implicit_resolver(_tag, re.compile(_pattern), list(_first))


def _mapping(loader: yaml.CSafeLoader, node: yaml.MappingNode) -> dict[Any, Any]:
    seen: set[Any] = set()
    for key_node, _ in node.value:
        key = loader.construct_object(key_node, deep=True)
        if key in seen:
            line = key_node.start_mark.line + 1
            raise yaml.constructor.ConstructorError(None, None, f"the key {key!r} stands twice (line {line})")
        seen.add(key)
    return yaml.SafeLoader.construct_mapping(loader, node, deep=True)


_StringSafeLoader.add_constructor("tag:yaml.org,2002:map", _mapping)


def read_yaml(path: Path, error: type[HemtjanstError] = HemtjanstError) -> Any:
    """Read one YAML file with codes kept as text.

    Raises
    ------
    HemtjanstError (or ``error``)
        If the file is missing, unreadable, not UTF-8, not YAML, or has a doubled key.
    """
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_StringSafeLoader)
    except OSError as fault:
        raise error(f"{path}: cannot be read ({fault.strerror})", do="Check the name and the permissions.") from fault
    except (yaml.YAMLError, ValueError, TypeError, RecursionError) as fault:
        text = " ".join(str(fault).split())
        raise error(f"{path}: not sound YAML in UTF-8", [text], do="Correct the file.") from fault
