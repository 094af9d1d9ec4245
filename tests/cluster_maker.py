"""A real Dask scheduler with real workers, each a process of its own, on this machine alone."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil

LONG = 300  # seconds that a process may take to come or go on a very busy machine
PARTING = 30


@dataclass
class Cluster:
    """Where a scheduler's file stands, and its workers' processes by name."""

    folder: Path
    workers: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def file(self) -> str:
        return str(self.folder / "scheduler.json")

    def place(self, name: str) -> Path:
        """Where a worker keeps its files."""
        return self.folder / name

    def hire(self, *names: str, nanny: bool = False) -> None:
        """Start workers of one thread each."""
        for name in names:
            words = ["--scheduler-file", self.file, "--name", name, "--nthreads", "1", "--no-dashboard"]
            words += ["--host", "127.0.0.1", "--local-directory", str(self.place(name))]
            words += [] if nanny else ["--no-nanny"]
            self.workers[name] = start("distributed.cli.dask_worker", *words, log=self.folder / f"{name}.log")

    def kill(self, name: str) -> None:
        """Let a worker be lost without a word."""
        self.workers[name].send_signal(signal.SIGKILL)
        self.workers[name].wait(LONG)

    def traces(self, name: str) -> list[str]:
        """Name what a worker keeps of runs: folders, and processes that know of them."""
        return [str(path) for path in self.place(name).rglob("hemtjanst-*")] + processes(self.place(name))


def processes(folder: Path) -> list[str]:
    """List the processes that make reports from what stands in a folder."""
    found = []
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            if process.environ().get("HEMTJANST_PROJECT", "").startswith(str(folder)):
                found.append(" ".join(process.cmdline()))
    return found


def start(module: str, *words: str, log: Path) -> subprocess.Popen[bytes]:
    """Start ``python -m module``, from the folder and with the environment of the tests."""
    environment = {**os.environ, "DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": f"{LONG}s"}
    with log.open("wb") as stream:
        return subprocess.Popen([sys.executable, "-m", module, *words], stdout=stream, stderr=stream, env=environment)


@contextmanager
def scheduler(folder: Path) -> Iterator[Cluster]:
    """Hold a scheduler on a free port; it and the workers that it has been given are gone afterwards."""
    cluster = Cluster(folder)
    words = ["--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", cluster.file]
    own = start("distributed.cli.dask_scheduler", *words, log=folder / "scheduler.log")
    try:
        until(lambda: Path(cluster.file).is_file() and Path(cluster.file).stat().st_size > 0)
        yield cluster
    finally:
        for process in (*cluster.workers.values(), own):  # one after the other: Dask's workers may hang otherwise
            end(process)


def end(process: subprocess.Popen[bytes]) -> None:
    """End a process in good order, and otherwise."""
    process.terminate()
    try:
        process.wait(PARTING)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def until(true: Callable[[], object]) -> None:
    """Wait for something to become true."""
    deadline = time.monotonic() + LONG
    while not true():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)
