"""What came of a run."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Failure:
    """One report that was not finished.

    Parameters
    ----------
    id, kod, namn : str
        Which report, such as ``kommun/0188``, and whose.
    stage : str
        ``edits``, ``execute`` or ``export``.
    kind : str
        Class of the error, or how the worker died.
    cause : str
        With notebook and cell, readable on one line or more.
    cell : str
        The cell's id, empty when none is to blame.
    notebook : Path or None
        The notebook as far as it got.
    """

    id: str
    kod: str
    namn: str
    stage: str
    kind: str
    cause: str
    cell: str = ""
    notebook: Path | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return plain JSON types."""
        path = str(self.notebook) if self.notebook else None
        return {**vars(self), "notebook": path}


@dataclass
class Outcome:
    """All reports of a run, by what became of them; ids such as ``kommun/0188`` in the order they finished."""

    done: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    failed: list[Failure] = field(default_factory=list)
    seconds: float = 0.0
    peak_mb: float = 0.0
    interrupted: bool = False

    @property
    def exit_code(self) -> int:
        """0 done, 1 some failed, 3 when gates alone refused, 130 interrupted."""
        if self.interrupted:
            return 130
        if not self.failed:
            return 0
        return 3 if all(failure.kind == "GateError" for failure in self.failed) else 1

    def as_dict(self) -> dict[str, Any]:
        """Return plain JSON types."""
        return {
            "rendered": self.done,
            "up_to_date": self.skipped,
            "failed": [failure.as_dict() for failure in self.failed],
            "seconds": round(self.seconds, 3),
            "peak_mb": round(self.peak_mb, 1),
            "interrupted": self.interrupted,
        }

    def lines(self) -> list[str]:
        """Summarise for a person: counts, every failed report, and the first full error of each kind."""
        first = f"{len(self.done)} rendered, {len(self.skipped)} up to date, {len(self.failed)} failed"
        lines = [f"{first} in {self.seconds:.1f} s"]
        if self.interrupted:
            lines.append("Interrupted; run the same command again to go on from here.")
        if self.failed:
            lines += self._failures()
        return lines

    def _failures(self) -> list[str]:
        lines, shown = [], Counter[str]()
        for failure in sorted(self.failed, key=lambda each: each.id):
            shown[failure.kind] += 1
            told = failure.cause.splitlines()
            text = failure.cause if shown[failure.kind] == 1 else " ".join(line.strip() for line in told[:2])
            lines.append(f"  {failure.id} {failure.namn} ({failure.stage}): {text}")
            if failure.notebook is not None:
                lines.append(f"    see {failure.notebook}")
        return lines
