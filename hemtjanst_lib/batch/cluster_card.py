"""``python -m hemtjanst_lib.batch.cluster_card``: what must be alike for the same inputs to give the same bytes."""

from __future__ import annotations

import json
import platform

from hemtjanst_lib.batch.versions import code_version, installed, package_versions

CODE = "code"
_OURS = ("hemtjanst", "distributed")


def card() -> dict[str, str]:
    """Name what must be alike on all machines: Python, processor, packages, and the hash of this library's files."""
    major, minor, _ = platform.python_version_tuple()
    machine = {"Python": f"{major}.{minor}", "processor": platform.machine()}
    return {**machine, **{name: installed(name) for name in _OURS}, **package_versions(), CODE: code_version()}


def main() -> None:
    """Print the card as JSON."""
    print(json.dumps(card()))


if __name__ == "__main__":
    main()
