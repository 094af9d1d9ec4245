"""The log of runs: one JSON line for each thing that happened, appended to ``run.jsonl``."""

from __future__ import annotations

import json
import os
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any


class RunLog:
    """Append lines with the run's id and the time since it began.

    Parameters
    ----------
    path : Path
        Created with its folder.
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        now = datetime.now(UTC)
        self.run = f"{now:%Y%m%dT%H%M%SZ}-{os.getpid()}"
        self._start = time.monotonic()
        broken = _ends_within_a_line(path)
        self._stream = path.open("a", encoding="utf-8")
        if broken:
            self._stream.write("\n")

    def write(self, event: str, **facts: Any) -> None:
        """Write one line, whole, and hand it to the system at once."""
        line = {"run": self.run, "after": round(time.monotonic() - self._start, 3), "event": event, **facts}
        try:
            self._stream.write(json.dumps(line, ensure_ascii=False, default=str) + "\n")
            self._stream.flush()
        except OSError as fault:
            raise OSError(fault.errno, fault.strerror, self._stream.name) from fault

    def close(self) -> None:
        """Close the file; what could not be written has been told."""
        with suppress(OSError):
            self._stream.close()


def _ends_within_a_line(path: Path) -> bool:
    """Whether the last line was cut short, as by a full disk."""
    with suppress(OSError), path.open("rb") as stream:
        stream.seek(-1, os.SEEK_END)
        return stream.read(1) != b"\n"
    return False
