"""Check a delivered package by itself: its files are those that were sent, and its figures follow from its data."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from hemtjanst_lib.export.databok import rakna_om
from hemtjanst_lib.files import sha256
from hemtjanst_lib.paket.arkiv import MANIFEST, read_manifest, unpack


@dataclass(frozen=True)
class Verifiering:
    """What was checked, and what was found wrong; one line each."""

    om: str
    filer: int
    siffror: int
    fel: tuple[str, ...]


def verify(path: Path) -> Verifiering:
    """Verify a package: an archive, or the folder that one was unpacked to.

    Raises
    ------
    SourceError
        If it is no package.
    """
    content = unpack(path)
    manifest = read_manifest(content, path.name)
    listed = {name: str(entry.get("sha256")) for name, entry in manifest["filer"].items()}
    faults = [f"{name}: is missing" for name in listed if name not in content]
    faults += [f"{name}: does not belong to the package" for name in content if name not in listed and name != MANIFEST]
    faults += [
        f"{name}: is not the file that was sent"
        for name in listed
        if name in content and sha256(content[name]) != listed[name]
    ]
    figures = 0
    for name in listed:
        if "_data_" in name and name in content:
            found = rakna_om(content[name])
            figures += found.antal
            faults += [f"{name}: {line}" for line in found.fel]
    about = (
        f"{manifest.get('kommunkod')} {manifest.get('kommun')}, {manifest.get('ar')}, utgåva {manifest.get('utgava')}"
    )
    return Verifiering(about, len(listed), figures, tuple(faults))
