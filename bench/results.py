"""What a bench run found, and the page that says it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bench.country import Country, OfKind
from bench.processes import Measured
from hemtjanst_lib.paths import PROJECT

ALL = "kommunrapporter"
SCALE = PROJECT / "docs" / "scale.md"


@dataclass(frozen=True)
class Way:
    """One way of making reports: all its rounds."""

    name: str
    reports: int
    rounds: list[Measured]

    @property
    def seconds(self) -> list[float]:
        """Seconds per report, one for each round."""
        return [measured.seconds / self.reports for measured in self.rounds]

    @property
    def middle(self) -> float:
        """Median seconds per report."""
        return median(self.seconds)

    @property
    def low(self) -> float:
        """Seconds per report in the fastest round."""
        return min(self.seconds)

    @property
    def high(self) -> float:
        """Seconds per report in the slowest round."""
        return max(self.seconds)

    @property
    def peak(self) -> float:
        """Largest memory of any round, MB."""
        return max(measured.peak_mb for measured in self.rounds)


@dataclass
class Results:
    """Everything that the page needs; seconds unless the name says otherwise.

    Parameters
    ----------
    one, two : list of Measured
        Today's way one and two at a time, one entry a round, for ``sample_one`` and ``sample_two`` reports.
    ours_one, ours_two : list of Measured
        Ours with one and two jobs, for ``sample_ours`` reports.
    ours_few : list of float
        Ours with two jobs, for the ``sample_two`` reports of today's way.
    started : tuple of float
        Of a run of ours with two jobs: seconds until all was ready, and per report after that.
    inside : dict
        What ``bench.inside`` printed.
    """

    date: str
    machine: dict[str, str]
    has_pdf: bool
    sample_one: int
    sample_two: int
    sample_ours: int
    others: list[float] = field(default_factory=list)
    one: list[Measured] = field(default_factory=list)
    two: list[Measured] = field(default_factory=list)
    ours_one: list[Measured] = field(default_factory=list)
    ours_two: list[Measured] = field(default_factory=list)
    ours_few: list[float] = field(default_factory=list)
    today_stages: dict[str, float] = field(default_factory=dict)
    ours_stages: dict[str, float] = field(default_factory=dict)
    started: tuple[float, float] = (0.0, 0.0)
    inside: dict[str, Any] = field(default_factory=dict)
    example: float = 0.0
    score: float = 0.0
    again: float = 0.0
    countries: dict[str, Country] = field(default_factory=dict)
    kinds: dict[str, OfKind] = field(default_factory=dict)
    full_again: float = 0.0
    largest_kb: dict[str, float] = field(default_factory=dict)

    @property
    def full(self) -> Country | None:
        """All kommunrapporter in one run; None when they were not asked for."""
        return self.countries.get(ALL)

    @property
    def ways(self) -> list[Way]:
        """All four ways, today's first."""
        return [
            Way("today, one at a time", self.sample_one, self.one),
            Way("today, two at a time", self.sample_two, self.two),
            Way("ours, `--jobs 1`", self.sample_ours, self.ours_one),
            Way("ours, `--jobs 2`", self.sample_ours, self.ours_two),
        ]

    @property
    def today_two(self) -> float:
        """Seconds per report, today's way two at a time."""
        return self.ways[1].middle

    @property
    def best(self) -> float:
        """Seconds per report, ours with two jobs."""
        return self.ways[3].middle

    @property
    def few(self) -> float:
        """Seconds per report, ours on today's small sample."""
        return median(self.ours_few) / self.sample_two

    @property
    def floor(self) -> float:
        """Seconds per report that no way of rendering can go under, on one core."""
        return float(self.inside["floor"])

    @property
    def whole_floor(self) -> float:
        """Seconds of the floor and of setting the PDF, on one core."""
        return self.floor + float(self.inside["stages"]["pdf"])

    @property
    def stages(self) -> dict[str, list[str]]:
        """Stage to its cells: today's, ours in a run, ours warm; and their sums."""
        columns = [
            {**c, "together": sum(c.values())} for c in (self.today_stages, self.ours_stages, self.inside["stages"])
        ]
        names = [*(dict.fromkeys(name for column in columns for name in column if name != "together")), "together"]
        return {name: [f"{c[name]:.3f}" if name in c else "–" for c in columns] for name in names}


def page(found: Results) -> str:
    """Write the whole page in Markdown."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), undefined=StrictUndefined, keep_trailing_newline=True
    )
    return environment.get_template("page.md.j2").render(found=found, grown=_grown(SCALE.read_text(encoding="utf-8")))


def _grown(scale: str) -> str:
    """Take the two main tables, and how to read them, out of the page on growth."""
    explained = scale.partition("How to read")[2].partition("\n##")[0]
    found = (part.split("\n\n") for part in scale.split("\n## ")[1:3])
    tables = [f"### {title}\n\n{table}" for title, table, *_ in found]
    return "\n\n".join([f"How to read{explained}".strip(), *tables])
