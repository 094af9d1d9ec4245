"""All that a cell prints, in order: Python's streams, and what subprocesses and C code write to descriptors 1 and 2."""

from __future__ import annotations

import io
import os
import sys
import tempfile
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager

NAMES = ("stdout", "stderr")
Emit = Callable[[str, str], None]


class Capture:
    """Gather output and hand it on, stream by stream, when flushed; one serves all cells of a process.

    Descriptors 1 and 2 point to temporary files while a cell runs (a pipe could fill and block); what has been
    written there is taken in before each write to a Python stream, so that order holds.

    Parameters
    ----------
    emit : callable
        Gets the stream's name and a piece of text.
    """

    def __init__(self, emit: Emit) -> None:
        self.emit = emit
        self.pending: list[tuple[str, str]] = []
        self._files = {name: self._temporary() for name in NAMES}
        self._read: dict[str, int] = {}
        self.streams = {name: Stream(self, name) for name in NAMES}

    def write(self, name: str, text: str) -> None:
        """Take one piece of text, after what was written to the descriptors before it."""
        self._drain()
        self.pending.append((name, text))

    def flush(self) -> None:
        """Hand on all that was written, pieces of the same stream joined."""
        self._drain()
        pieces, self.pending = self.pending, []
        for name, text in _joined(pieces):
            self.emit(name, text)

    def _drain(self) -> None:
        for name, start in self._read.items():
            file = self._files[name]
            end = os.fstat(file).st_size
            if end > start:
                new = os.pread(file, end - start, start)
                self._read[name] = start + len(new)
                self.pending.append((name, new.decode("utf-8", "replace")))

    @contextmanager
    def redirected(self) -> Iterator[None]:
        """Point Python's streams and both descriptors here, and put them back."""
        before = {name: getattr(sys, name) for name in NAMES}
        for stream in before.values():
            if stream is not None:
                stream.flush()
        saved = [self._take(number, name) for number, name in enumerate(NAMES, start=1)]
        for name in NAMES:
            setattr(sys, name, self.streams[name])
        try:
            yield
        finally:
            self.flush()
            for name in NAMES:
                setattr(sys, name, before[name])
            for number, copy in enumerate(saved, start=1):
                os.dup2(copy, number)
                os.close(copy)
            self._read = {}

    def _take(self, number: int, name: str) -> int:
        copy, file = os.dup(number), self._files[name]
        os.ftruncate(file, 0)  # what came after the cell before was over is nobody's
        os.dup2(file, number)
        self._read[name] = 0
        return copy

    def _temporary(self) -> int:
        """Open a file without a name, closed with the capture."""
        with tempfile.TemporaryFile("a+b", buffering=0) as file:
            descriptor = os.dup(file.fileno())
        weakref.finalize(self, os.close, descriptor)
        return descriptor


def _joined(pieces: list[tuple[str, str]]) -> list[tuple[str, str]]:
    joined: list[tuple[str, str]] = []
    for name, text in pieces:
        if joined and joined[-1][0] == name:
            joined[-1] = (name, joined[-1][1] + text)
        else:
            joined.append((name, text))
    return joined


class Stream(io.TextIOBase):
    """What ``sys.stdout`` and ``sys.stderr`` are while a cell runs."""

    encoding = "utf-8"
    errors = "strict"

    def __init__(self, capture: Capture, name: str) -> None:
        self._capture = capture
        self.name = f"<{name}>"
        self._key = name

    def write(self, text: str) -> int:
        """Take text; anything else is a TypeError, as with an ordinary stream."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self._capture.write(self._key, text)
        return len(text)

    def flush(self) -> None:
        """Hand on what was written."""
        self._capture.flush()

    def writable(self) -> bool:
        """Return True."""
        return True

    def fileno(self) -> int:
        """Return the descriptor that stands for this stream, for subprocesses."""
        return NAMES.index(self._key) + 1

    def isatty(self) -> bool:
        """Return False."""
        return False
