"""``python -m kills --data DATA``: two hundred kills, two runs at a time, a table at the end."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from kills.batches import Batch, real, small
from kills.hunt import Hunt, hunt, table, undisturbed

SEED = 20251203


def main() -> int:
    """Hunt, tell, and return 1 when something was lost."""
    asked = argparse.ArgumentParser(prog="kills", description=__doc__)
    asked.add_argument("--data", type=Path, required=True, help="data root with scored example data")
    asked.add_argument("--kills", type=int, default=200, help="how many, of which a fifth in the house's own notebooks")
    asked.add_argument("--seed", type=int, default=SEED)
    given = asked.parse_args()
    start = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="kills-") as folder:
        hunts = two_hundred(given.data.absolute(), Path(folder), kills=given.kills, seed=given.seed)
    print(report(hunts, time.monotonic() - start))
    return 1 if any(each.faults for each in hunts) else 0


def two_hundred(data: Path, folder: Path, *, kills: int, seed: int) -> list[Hunt]:
    """Hunt on three trees, two at a time: a fifth of the kills in the house's notebooks, the rest in small ones."""
    own, small_ones = kills // 5, kills - kills // 5
    few = small(folder / "mallar")
    parts = [(real(), own, seed), (few, small_ones // 2, seed + 1), (few, small_ones - small_ones // 2, seed + 2)]
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(lambda part: _one(*part, data, folder / f"{part[2]}"), parts))


def _one(batch: Batch, kills: int, seed: int, data: Path, folder: Path) -> Hunt:
    whole, seconds = undisturbed(batch, data, folder / "hel")
    return hunt(batch, data, folder / "ut", kills=kills, seed=seed, whole=whole, seconds=seconds)


def report(hunts: list[Hunt], seconds: float) -> str:
    """Tell of the hunts: the table, and how often a whole tree was compared."""
    lines = [table(hunts), ""]
    for found in hunts:
        told = f"{found.batch.name}: {len(found.kills)} kills in {found.runs} runs"
        lines.append(f"{told}, {found.compared} whole trees compared, {len(found.faults)} faults")
        lines += [f"  {fault}" for fault in found.faults]
    return "\n".join([*lines, f"{seconds:.0f} s"])


if __name__ == "__main__":
    sys.exit(main())
