"""How far a run has come: a bar on a terminal, plain lines elsewhere, nothing when a machine reads."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Any, Protocol, Self


class Progress(Protocol):
    """What a run tells its progress to."""

    def __enter__(self) -> Self:
        """Begin."""
        ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End."""
        ...

    def step(self, *, failed: bool) -> None:
        """One more report is settled."""
        ...

    def note(self, text: str) -> None:
        """Something that a person who waits should know."""
        ...


class Silent:
    """Show nothing."""

    def __init__(self, total: int) -> None:
        self.total, self.settled, self.failed = total, 0, 0

    def __enter__(self) -> Self:
        self.start = time.monotonic()
        return self

    def __exit__(self, *_: object) -> None:
        """End."""

    def step(self, *, failed: bool) -> None:
        """Count."""
        self.settled += 1
        self.failed += failed

    def note(self, text: str) -> None:
        """Say nothing."""


class Lines(Silent):
    """Print a line now and then: at least ten in a run, and one for each failure."""

    def step(self, *, failed: bool) -> None:
        """Count, and print when it is time."""
        super().step(failed=failed)
        every = max(1, self.total // 10)
        if failed or self.settled % every == 0 or self.settled == self.total:
            seconds = time.monotonic() - self.start
            text = f"{self.settled}/{self.total} settled, {self.failed} failed, {seconds:.0f} s"
            print(text, file=sys.stderr, flush=True)

    def note(self, text: str) -> None:
        """Print it."""
        print(text, file=sys.stderr, flush=True)


class Bar(Silent):
    """A bar with count, rate, time left and failures."""

    def __enter__(self) -> Self:
        import rich.progress as rich  # noqa: PLC0415  (only a terminal pays for it)
        from rich.console import Console  # noqa: PLC0415

        self.bar: Any = rich.Progress(
            rich.TextColumn("{task.description}"),
            rich.BarColumn(),
            rich.MofNCompleteColumn(),
            rich.TextColumn("{task.fields[rate]}"),
            rich.TimeElapsedColumn(),
            rich.TextColumn("left"),
            rich.TimeRemainingColumn(),
            rich.TextColumn("{task.fields[failures]}"),
            console=Console(stderr=True),
        )
        super().__enter__()
        self.bar.start()
        self.task = self.bar.add_task("Rendering", total=self.total, rate="", failures="")
        return self

    def __exit__(self, *_: object) -> None:
        """Stop the bar."""
        self.bar.stop()

    def note(self, text: str) -> None:
        """Print it above the bar."""
        self.bar.console.print(text)

    def step(self, *, failed: bool) -> None:
        """Move on by one."""
        super().step(failed=failed)
        rate = self.settled / max(time.monotonic() - self.start, 1e-9)
        failures = f"[red]{self.failed} failed[/red]" if self.failed else ""
        self.bar.update(self.task, completed=self.settled, rate=f"{rate:.1f}/s", failures=failures)


def for_terminal(total: int) -> Progress:
    """Choose a bar on a terminal and lines elsewhere."""
    return Bar(total) if sys.stderr.isatty() else Lines(total)
