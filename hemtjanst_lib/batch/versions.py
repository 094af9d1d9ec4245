"""What makes the reports: the hash of this library's files, and the versions of the packages it stands on."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from hemtjanst_lib.files import sha256
from hemtjanst_lib.paths import PROJECT

PACKAGES = (
    "pandas",
    "numpy",
    "scipy",
    "pyarrow",
    "altair",
    "vl-convert-python",
    "typst",
    "jinja2",
    "markdown-it-py",
    "mdit-py-plugins",
    "papermill",
    "nbclient",
    "nbformat",
    "nbconvert",
    "ipython",
    "ipykernel",
    "pydantic",
    "PyYAML",
)
PACKAGE_FOLDER = Path(__file__).parents[1]


@cache
def code_version() -> str:
    """Hash all sources of this package, with what lies beside them."""
    return tree_hash(code_files(), PACKAGE_FOLDER)


def code_files() -> list[Path]:
    """List all sources of this package, with what lies beside them."""
    return files_under(PACKAGE_FOLDER)


@cache
def package_versions() -> dict[str, str]:
    """Versions of the packages that can change what a report looks like."""
    return {name: installed(name) for name in PACKAGES}


def installed(name: str) -> str:
    """Version of an installed package, "-" when it is not."""
    try:
        return version(name)
    except PackageNotFoundError:
        return "-"


def files_under(*folders: Path) -> list[Path]:
    """All files in the folders, without caches and hidden files."""
    found = (path for folder in folders if folder.is_dir() for path in folder.rglob("*"))
    return [path for path in found if path.is_file() and not _hidden(path)]


def _hidden(path: Path) -> bool:
    return "__pycache__" in path.parts or path.name.startswith(".")


def tree_hash(files: Iterable[Path], *roots: Path) -> str:
    """Hash names and contents of files, in the order of their names; a missing file is part of the answer."""
    total = hashlib.sha256()
    for name, path in sorted((_name(path, roots or (PROJECT,)), path) for path in files):
        total.update(f"{name}\0{sha256(path) if path.is_file() else '-'}\n".encode())
    return total.hexdigest()


def _name(path: Path, roots: Sequence[Path]) -> str:
    for root in roots:
        if path.is_relative_to(root):
            return path.relative_to(root).as_posix()
    return path.name
