"""``python -m hemtjanst_lib.batch.cluster_card``: what must be alike for the same inputs to give the same bytes."""

from __future__ import annotations

import json
import platform
from importlib.metadata import PackageNotFoundError, version

from hemtjanst_lib.batch import keys

CODE = "code"
_OURS = ("hemtjanst", "distributed")


def card() -> dict[str, str]:
    """Name what must be alike on all machines: Python, processor, packages, and the hash of this library's files."""
    major, minor, _ = platform.python_version_tuple()
    machine = {"Python": f"{major}.{minor}", "processor": platform.machine()}
    return {**machine, **{name: _version(name) for name in _OURS}, **keys.package_versions(), CODE: keys.code_version()}


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "-"


def main() -> None:
    """Print the card as JSON."""
    print(json.dumps(card()))


if __name__ == "__main__":
    main()
