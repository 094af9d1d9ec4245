"""Running commands with a clock and an eye on the memory of the whole tree of processes."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread
from typing import Self

import psutil

INTERVAL = 0.2  # seconds between samples of memory


@dataclass(frozen=True)
class Measured:
    """Wall-clock seconds, and the largest sampled memory of the tree of processes in MB."""

    seconds: float
    peak_mb: float


class Watch:
    """A clock and a sampler of all that this process has started.

    Memory is PSS, which counts a page shared by n processes as one n-th for each.
    """

    def __init__(self) -> None:
        self._done = Event()
        self._peak = 0.0
        self._thread = Thread(target=self._sample, daemon=True)

    def __enter__(self) -> Self:
        self._start = time.perf_counter()
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._seconds = time.perf_counter() - self._start
        self._done.set()
        self._thread.join()

    @property
    def measured(self) -> Measured:
        """What was seen; ask after the ``with`` block."""
        return Measured(self._seconds, self._peak)

    def _sample(self) -> None:
        me = psutil.Process()
        while not self._done.wait(INTERVAL):
            self._peak = max(self._peak, sum(map(_pss_mb, me.children(recursive=True))))


def _pss_mb(process: psutil.Process) -> float:
    try:
        return float(process.memory_full_info().pss) / 2**20
    except psutil.Error:
        return 0.0


def run(command: Sequence[str | Path], cwd: Path, **environment: str) -> float:
    """Run a command to its end and return its seconds.

    Raises
    ------
    SystemExit
        If it failed, with the end of what it said.
    """
    start = time.perf_counter()
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        said = (done.stderr or done.stdout).strip()[-2000:]
        raise SystemExit(f"{' '.join(map(str, command))}\nended with code {done.returncode}:\n{said}")
    return time.perf_counter() - start


def in_parallel(jobs: Sequence[Sequence[Sequence[str | Path]]], cwd: Path, at_a_time: int) -> None:
    """Run chains of commands, so many chains at a time."""

    def chain(commands: Sequence[Sequence[str | Path]]) -> None:
        for command in commands:
            run(command, cwd)

    with ThreadPoolExecutor(at_a_time) as pool:
        list(pool.map(chain, jobs))
