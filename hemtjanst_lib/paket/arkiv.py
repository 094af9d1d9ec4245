"""Archives that are the same bytes for the same content, and reading them without trusting them."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

from hemtjanst_lib.delivery.behorighet import Typ
from hemtjanst_lib.delivery.kalender import STOCKHOLM
from hemtjanst_lib.errors import SourceError
from hemtjanst_lib.files import sha256

MANIFEST = "manifest.json"
STORST = 250 * 2**20  # bytes of an archive unpacked; the largest kommun with all its units has a tenth of it


@dataclass(frozen=True)
class Fil:
    """A file of a package: its name in the archive, what it is, and whom it is about beside the kommun."""

    namn: str
    innehall: bytes
    typ: Typ
    enhet: str = ""


def pack(filer: list[Fil], about: Mapping[str, Any], moment: datetime) -> bytes:
    """Put files and a manifest of them in an archive.

    Parameters
    ----------
    filer : list of Fil
        In any order; names must differ.
    about : mapping
        What the manifest says beside the files.
    moment : datetime
        The date of every entry: publication, not the clock.
    """
    listed = {fil.namn: _entry(fil) for fil in sorted(filer, key=lambda fil: fil.namn)}
    if len(listed) < len(filer):
        raise ValueError("two files of a package have the same name")
    manifest = json.dumps({**about, "filer": listed}, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    contents = {MANIFEST: manifest.encode(), **{fil.namn: fil.innehall for fil in filer}}
    stream = io.BytesIO()
    told = moment.astimezone(STOCKHOLM)
    when = (told.year, told.month, told.day, told.hour, told.minute, 0)
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name in sorted(contents):
            info = zipfile.ZipInfo(name, when)
            info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
            archive.writestr(info, contents[name])
    return stream.getvalue()


def _entry(fil: Fil) -> dict[str, str]:
    entry = {"sha256": sha256(fil.innehall), "typ": str(fil.typ)}
    return {**entry, "enhet": fil.enhet} if fil.enhet else entry


def unpack(path: Path) -> dict[str, bytes]:
    """Read an archive, or a folder that one was unpacked to: name to content.

    Raises
    ------
    SourceError
        If it is neither, is damaged, holds names that lead out of it, or unpacks to far more than a package.
    """
    if path.is_dir():
        return {
            found.relative_to(path).as_posix(): found.read_bytes()
            for found in sorted(path.rglob("*"))
            if found.is_file()
        }
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(info.file_size for info in archive.infolist()) > STORST:
                raise SourceError(f"{path}: unpacks to more than {STORST >> 20} MB, which no package does")
            if odd := [name for name in archive.namelist() if _leads_out(name)]:
                raise SourceError(f"{path}: holds names that lead out of it", odd, do="Do not unpack it.")
            return {info.filename: archive.read(info) for info in archive.infolist() if not info.is_dir()}
    except (OSError, zipfile.BadZipFile, ValueError) as fault:
        raise SourceError(
            f"{path}: not a whole package ({fault})", do="Name a zip, or the folder it became."
        ) from fault


def _leads_out(name: str) -> bool:
    pure = PurePosixPath(name)
    return pure.is_absolute() or ".." in pure.parts or "\\" in name or ":" in name


def read_manifest(content: Mapping[str, bytes], where: str) -> dict[str, Any]:
    """Return what an archive says of itself.

    Raises
    ------
    SourceError
        If it has no sound manifest.
    """
    try:
        found = json.loads(content[MANIFEST])
        if isinstance(found, dict) and isinstance(found["filer"], dict):
            return found
    except (KeyError, ValueError):
        pass
    raise SourceError(f"{where}: has no sound {MANIFEST}, so it is not a package of ours")
