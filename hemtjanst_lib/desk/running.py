"""A long run beside the notebook: the command in a process of its own, its progress line by line."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from hemtjanst_lib.batch.plan import Job
from hemtjanst_lib.paths import PROJECT, resolve


def render_command(job: Job, out: Path, *, draft: bool = False) -> list[str]:
    """Write the command that makes a report."""
    scope, kod = job.kind.scope, job.kod
    filters = {"kommun": "--kommun", "enheter": "--kommun", "lan": "--lan", "enhet": "--enhet"}
    chosen = [filters[scope], kod] if scope in filters else []
    words = [str(job.ar), job.kind.name, *chosen, "--data", str(resolve(job.parameters["data"])), "--out", str(out)]
    return [sys.executable, "-m", "hemtjanst_lib.cli", "render", *words, *(["--draft"] if draft else [])]


class Run:
    """A command under way; what it prints is told line by line, and at last how it ended."""

    def __init__(self, command: Sequence[str], on_line: Callable[[str], None], on_end: Callable[[int], None]) -> None:
        self._tell, self._end = on_line, on_end
        self.process = subprocess.Popen(
            command, cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8"
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._tell(line.rstrip())
        self._end(self.process.wait())

    def stop(self) -> None:
        """Ask it to end as Ctrl-C does: whole files are left."""
        self.process.terminate()

    def wait(self, seconds: float | None = None) -> int:
        """Wait for the end, and return the exit code."""
        self._reader.join(seconds)
        return self.process.wait(seconds)
