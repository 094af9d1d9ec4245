"""``python -m bench.scale.long YEAR DATA OUT``: a long run, printed as JSON: does the parent's memory stay flat?"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np

from bench.measure import Run, run
from hemtjanst_lib.paths import PROJECT

KINDS = ("enhet", "enheter")


def long_run(ar: int, data: Path, out: Path, words: list[str], env: dict[str, str]) -> dict[str, float]:
    """Render reports on units as web pages, and tell how the memory of the run's own process went."""
    log = out / str(ar) / "run.jsonl"
    log.unlink(missing_ok=True)
    command = [sys.executable, "-m", "hemtjanst_lib.cli", "render", str(ar), *KINDS]
    command += ["--data", str(data), "--out", str(out), "--formats", "html", "--force"]
    done = run(["nice", "-n", "10", *command, *words], PROJECT, env)
    lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    after = [line["after"] for line in lines if line["event"] == "done"]
    return {**growth(done, after), "log_bytes": log.stat().st_size / max(len(after), 1), "cpu": done.cpu}


def growth(done: Run, after: list[float]) -> dict[str, float]:
    """Fit the parent's memory to the number of finished reports, from the first tenth on: MB for each thousand."""
    seconds, memory = np.array(done.parent).T
    finished = np.searchsorted(np.array(after), seconds)
    steady = (finished > len(after) / 10) & (finished < len(after))
    slope, level = np.polyfit(finished[steady], memory[steady], 1)
    return {
        "reports": len(after),
        "seconds": done.seconds,
        "peak_mb": done.peak_mb,
        "parent_first_mb": float(memory[steady][0]),
        "parent_last_mb": float(memory[steady][-1]),
        "parent_mb_per_1000": float(1000 * slope),
        "level": float(level),
    }


if __name__ == "__main__":
    print(json.dumps(long_run(int(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), sys.argv[4:], {})))
