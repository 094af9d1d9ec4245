"""Messages between the orchestrator and its workers: one JSON object a line."""

from __future__ import annotations

import ctypes
import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from typing import Any

Message = dict[str, Any]
BEGIN = "hemtjanst_lib.batch.begin"
ARENAS = "1"  # of glibc's memory: each more holds back 100 MB that Typst's threads have freed


class Worker:
    """A worker process seen from the orchestrator; it dies with the orchestrator.

    Parameters
    ----------
    module : str
        Run as with ``python -m``.
    """

    def __init__(self, module: str, *arguments: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", BEGIN, str(os.getpid()), module, *arguments],
            env={"MALLOC_ARENA_MAX": ARENAS, **os.environ},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=None if os.environ.get("HEMTJANST_DEBUG") else subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is the orchestrator's to handle
        )
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.inlet, self.outlet = self.process.stdin, self.process.stdout
        os.set_blocking(self.outlet.fileno(), False)
        self._rest = b""

    def send(self, message: Message) -> None:
        """Write one message; a dead worker shows itself by the end of its output."""
        with suppress(BrokenPipeError):
            self.inlet.write(json.dumps(message, ensure_ascii=False).encode() + b"\n")
            self.inlet.flush()

    def receive(self) -> tuple[list[Message], bool]:
        """Return the messages that have come, and whether the worker has ended."""
        try:
            piece = os.read(self.outlet.fileno(), 1 << 20)
        except BlockingIOError:
            return [], False
        *lines, self._rest = (self._rest + piece).split(b"\n")
        return [json.loads(line) for line in lines], not piece

    def kill(self) -> None:
        """End the worker and all that it started."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        for pipe in (self.inlet, self.outlet):
            with suppress(BrokenPipeError):
                pipe.close()


class Orders:
    """The orchestrator seen from a worker: orders come on stdin, answers go where stdout pointed."""

    def __init__(self) -> None:
        die_with_parent(os.getppid())
        self.inlet = 0
        self._outlet = os.dup(1)
        os.dup2(2, 1)  # whatever prints must not disturb the messages
        self._rest = b""

    def send(self, message: Message) -> None:
        """Write one message whole."""
        data = json.dumps(message, ensure_ascii=False).encode() + b"\n"
        while data:
            data = data[os.write(self._outlet, data) :]

    def receive(self) -> list[Message] | None:
        """Wait for orders; None when there will be no more."""
        piece = os.read(self.inlet, 1 << 20)
        if not piece:
            return None
        *lines, self._rest = (self._rest + piece).split(b"\n")
        return [json.loads(line) for line in lines]


def die_with_parent(parent: int) -> None:
    """Ask the system to kill this process when its parent dies (Linux; elsewhere the end of stdin does it).

    Parameters
    ----------
    parent : int
        Process id of the parent; when that is no longer the parent, it died before it could be asked, and so does this.
    """
    if sys.platform == "linux":
        pr_set_pdeathsig = 1
        ctypes.CDLL(None, use_errno=True).prctl(pr_set_pdeathsig, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)
