"""The workbench's own commands, and what its log says of each stage."""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from statistics import median

HEMTJANST = Path(sys.executable).with_name("hemtjanst")


def render(
    ar: int,
    data: Path,
    out: Path,
    *,
    jobs: int,
    koder: Sequence[str] = (),
    force: bool = True,
    kinds: Sequence[str] = ("kommun",),
) -> list[str | Path]:
    """Return the command that renders reports on these kommuner, or on all when none is named."""
    named = [word for kod in koder for word in ("--kommun", kod)]
    flags = ["--jobs", str(jobs), *(["--force"] if force else [])]
    return [HEMTJANST, "render", str(ar), *kinds, "--data", data, "--out", out, *flags, *named]


def example(data: Path) -> list[str | Path]:
    """Return the command that writes the invented raw files."""
    return [HEMTJANST, "example", "--data", data]


def score(years: Sequence[int], data: Path, out: Path) -> list[str | Path]:
    """Return the command from raw files to scores."""
    return [HEMTJANST, "score", *map(str, years), "--data", data, "--out", out]


def stages(log: Path) -> dict[str, float]:
    """Return the median seconds of each stage over all reports in a run's log."""
    seconds: dict[str, list[float]] = defaultdict(list)
    for entry in map(json.loads, log.read_text(encoding="utf-8").splitlines()):
        for stage, value in entry["seconds"].items() if entry["event"] == "done" else ():
            seconds[stage].append(value)
    return {stage: median(values) for stage, values in seconds.items()}


def start(log: Path) -> tuple[float, float]:
    """Return the seconds until all first processes of a run were ready, and those per report after that."""
    entries = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    done = [entry["after"] for entry in entries if entry["event"] == "done"]
    ready = max(entry["after"] for entry in entries if entry["event"] == "ready" and entry["after"] < done[0])
    return ready, (max(done) - ready) / len(done)
