"""Running a command with a clock, a count of processor time, and an eye on its memory and its tree's."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil

INTERVAL = 0.5  # seconds between samples of memory


@dataclass
class Run:
    """What a command took.

    Parameters
    ----------
    seconds, cpu : float
        By the clock; and of processor time, all processes together.
    peak_mb : float
        Largest memory of the tree (PSS, which counts a page shared by n processes as one n-th for each).
    parent : list of (seconds, MB)
        Memory that the command's own process has for itself (USS), over time.
    said : str
        What it printed.
    """

    seconds: float = 0.0
    cpu: float = 0.0
    peak_mb: float = 0.0
    parent: list[tuple[float, float]] = field(default_factory=list)
    said: str = ""


def run(command: Sequence[str | Path], cwd: Path, env: Mapping[str, str] | None = None) -> Run:
    """Run a command to its end and watch it.

    Raises
    ------
    SystemExit
        If it failed, with the end of what it said.
    """
    found, before, start = Run(), os.times(), time.perf_counter()
    with subprocess.Popen(
        [str(part) for part in command],
        cwd=cwd,
        env={**os.environ, **(env or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        watched = psutil.Process(process.pid)
        while True:
            try:
                found.said += process.communicate(timeout=INTERVAL)[0] or ""
                break
            except subprocess.TimeoutExpired:
                _sample(watched, found, time.perf_counter() - start)
    found.seconds = time.perf_counter() - start
    after = os.times()
    found.cpu = after.children_user + after.children_system - before.children_user - before.children_system
    if process.returncode:
        raise SystemExit(f"{' '.join(map(str, command))}\nended with code {process.returncode}:\n{found.said[-3000:]}")
    return found


def _sample(process: psutil.Process, found: Run, at: float) -> None:
    try:
        tree = [process, *process.children(recursive=True)]
        found.parent.append((round(at, 1), process.memory_full_info().uss / 2**20))
    except psutil.Error:
        return
    found.peak_mb = max(found.peak_mb, sum(map(_pss_mb, tree)))


def _pss_mb(process: psutil.Process) -> float:
    try:
        return float(process.memory_full_info().pss) / 2**20
    except psutil.Error:
        return 0.0
