"""A whole country's reports in one run: time, memory, and what one report of each kind takes."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import Any

import pikepdf

from bench.measure import run
from hemtjanst_lib.batch.kinds import KINDS
from hemtjanst_lib.display import CHART_MIMETYPE
from hemtjanst_lib.paths import PROJECT


@dataclass(frozen=True)
class Country:
    """One run.

    Parameters
    ----------
    seconds, cpu : float
        By the clock, start included; and processor seconds of all processes.
    peak_mb : float
        Largest memory of all processes together (PSS).
    parent : tuple of float
        MB that the run's own process had for itself when a tenth of the reports were done, and when the last was; the
        lists that follow have memory of their own.
    """

    reports: int
    seconds: float
    cpu: float
    peak_mb: float
    parent: tuple[float, float]


@dataclass(frozen=True)
class OfKind:
    """The reports of one kind; means of one report: processor seconds, charts, and pages of the PDF."""

    reports: int
    cpu: float
    charts: float
    pages: float


def render(command: Sequence[str | Path], log: Path) -> tuple[Country, list[dict[str, Any]]]:
    """Run a command that renders; also return what its log says of each finished report."""
    log.unlink(missing_ok=True)
    measured = run(command, PROJECT)
    lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    done = [line for line in lines if line["event"] == "done"]
    first, last = done[len(done) // 10]["after"], done[-1]["after"]
    steady = [mb for at, mb in measured.parent if first <= at <= last]
    return Country(len(done), measured.seconds, measured.cpu, measured.peak_mb, (steady[0], steady[-1])), done


def by_kind(done: Iterable[dict[str, Any]], out: Path) -> dict[str, OfKind]:
    """Tell what one report of each kind takes, and count its charts and pages in the finished files."""
    cpu: dict[str, list[float]] = defaultdict(list)
    for line in done:
        cpu[line["id"].partition("/")[0]].append(line["cpu"])
    charts: dict[str, list[int]] = defaultdict(list)
    pages: dict[str, list[int]] = defaultdict(list)
    named = {kind.template.stem: name for name, kind in KINDS.items()}
    for manifest in out.glob("*/**/*manifest.json"):
        for rapport, entry in json.loads(manifest.read_bytes())["rapporter"].items():
            kind = named[rapport]
            for name in entry["filer"]:
                path = manifest.parent / name
                if path.suffix == ".ipynb":
                    charts[kind].append(_charts(path))
                elif path.suffix == ".pdf":
                    pages[kind].append(_pages(path))
    return {
        kind: OfKind(len(times), mean(times), mean(charts[kind] or [0]), mean(pages[kind] or [0]))
        for kind, times in cpu.items()
    }


def _charts(path: Path) -> int:
    cells = json.loads(path.read_bytes())["cells"]
    outputs = [output for cell in cells for output in cell.get("outputs", [])]
    return sum(CHART_MIMETYPE in output.get("data", {}) for output in outputs)


def _pages(path: Path) -> int:
    with pikepdf.open(path) as pdf:
        return len(pdf.pages)
