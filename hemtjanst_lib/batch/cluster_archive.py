"""What travels to a worker of a cluster, once: templates, parameters, register and scored years, in one archive.

Orders, own words, reviews and raw files stay: no report is made from them on a worker.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from hemtjanst_lib import paths
from hemtjanst_lib.batch import keys
from hemtjanst_lib.batch.versions import files_under
from hemtjanst_lib.files import sha256

HOUSE, ROOT, TEMPLATES = "hus", "rot", "mallar"  # the project, a data root outside it, templates outside it
STAY = ("orders", "edits", "review", "bilder")  # of parameters/
_NO_CLOCK = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Archive:
    """An archive with its hash, and where in it things stand that are named by their path here.

    Parameters
    ----------
    content : bytes
        A zip file.
    templates : mapping
        From a template's path to its place in the archive.
    data : str
        Place of the data root.
    """

    content: bytes
    templates: Mapping[Path, str]
    data: str

    @property
    def digest(self) -> str:
        """SHA-256 of the content."""
        return sha256(self.content)


def pack(ar: int, data: Path, templates: Iterable[Path]) -> Archive:
    """Pack all that reports of a year are made from.

    Parameters
    ----------
    ar : int
        Index year; the scored years before it travel too.
    data : Path
        Data root, in the project or outside it.
    templates : iterable of Path
        Of the reports to be made.
    """
    data = data.resolve()
    inside = data.is_relative_to(paths.PROJECT)
    root = f"{HOUSE}/{data.relative_to(paths.PROJECT).as_posix()}".removesuffix("/.") if inside else ROOT
    files = {**_house(), **_under(data / "reference", f"{root}/reference")}
    for year in keys.scored_years(ar, data):
        files |= _under(data / "scored" / str(year), f"{root}/scored/{year}")
    places = {template: _place(template) for template in templates}
    files |= {place: template for template, place in places.items()}
    return Archive(_zip(files), places, root)


def _house() -> dict[str, Path]:
    found = {**_under(paths.PARAMETERS, f"{HOUSE}/parameters"), **_under(paths.REFERENCE, f"{HOUSE}/data/reference")}
    stay = tuple(f"{HOUSE}/parameters/{name}/" for name in STAY)
    return {place: path for place, path in found.items() if not place.startswith(stay)}


def _under(folder: Path, place: str) -> dict[str, Path]:
    return {f"{place}/{path.relative_to(folder).as_posix()}": path for path in files_under(folder)}


def _place(template: Path) -> str:
    full = template.resolve()
    if full.is_relative_to(paths.PROJECT):
        return f"{HOUSE}/{full.relative_to(paths.PROJECT).as_posix()}"
    return f"{TEMPLATES}/{sha256(str(full).encode())[:12]}/{full.name}"


def _zip(files: Mapping[str, Path]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for place, path in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(place, _NO_CLOCK), path.read_bytes(), zipfile.ZIP_DEFLATED)
    return stream.getvalue()
