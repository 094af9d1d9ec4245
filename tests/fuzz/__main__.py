"""Spoil every file in every way and write the table: ``python -m tests.fuzz [--year 2024] [--out FILE]``."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from . import MUTATIONS, judge, table, targets
from .land import country
from .outcome import Outcome


def run(ar: int, data: Path, *, every: int = 1, only: str = "", shout: bool = False) -> dict[tuple[str, str], Outcome]:
    """Judge every (or every n-th) pair of mutation and kind of file; key (mutation, kind)."""
    found: dict[tuple[str, str], Outcome] = {}
    number = 0
    for target in targets(ar, data):
        with tempfile.TemporaryDirectory() as scratch:
            for mutation in MUTATIONS:
                if only and only not in target.kind.name:
                    continue
                number += 1
                if number % every or (content := mutation.spoil(target)) is None:
                    continue
                found[mutation.name, target.kind.name] = out = judge(target, content, Path(scratch))
                if shout and not out.ok:
                    print(target.kind.name, mutation.name, out, sep=" · ", flush=True)
    return found


def main() -> int:
    """Write the table; 1 when somebody was misled without excuse."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("--year", type=int, default=table.AR)
    parser.add_argument("--kind", default="", help="only kinds of files whose name holds this; nothing is written")
    parser.add_argument("--out", type=Path, default=table.PATH)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        years = (given.year - 1, given.year, given.year + 1)
        with country(Path(folder), tuple(ar for ar in years if 2022 <= ar <= 2025)) as data:
            found = run(given.year, data, only=given.kind, shout=True)
            flips = {} if given.kind else table.flips(given.year, data)
    if not given.kind:
        given.out.write_text(table.page(given.year, found, flips), encoding="utf-8")
    return int(bool(table.misled(found)))


if __name__ == "__main__":
    sys.exit(main())
