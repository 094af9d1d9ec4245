"""``python -m bench``: measure, print what is going on, and write ``docs/benchmarks.md``."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import Annotated, Any

import typer

from bench import country, machine, ours, today
from bench.processes import Measured, Watch, in_parallel, run
from bench.results import ALL, Results, page
from hemtjanst_lib.paths import NOTEBOOKS, PROJECT
from hemtjanst_lib.reference import load_kommuner

YEAR, YEARS = 2025, (2022, 2023, 2024, 2025)
EVERY_KIND = ("kommun", "sammanfattning", "lan", "nation", "metod", "enheter", "enhet")
ALWAYS = "0188"  # Norrtälje, the report that the field knows
PAGE = PROJECT / "docs" / "benchmarks.md"


def main(
    date: Annotated[str, typer.Option(help="Date to print on the page.")],
    kommuner: Annotated[int, typer.Option(help="Reports a round today's way, two at a time; half as many singly.")] = 4,
    ours_kommuner: Annotated[int, typer.Option(help="Reports a round our way.")] = 24,
    rounds: Annotated[int, typer.Option(help="How many times each way takes its turn.")] = 2,
    full: Annotated[bool, typer.Option(help="Also all 290, once more, and all reports of every kind.")] = False,
) -> None:
    """Measure ours against papermill, nbconvert and Chromium, in turns."""
    with tempfile.TemporaryDirectory(prefix="hemtjanst-bench-") as folder:
        bench = Bench(Path(folder), date, kommuner, ours_kommuner)
        bench.prepare()
        for number in range(rounds):
            say(f"round {number + 1} of {rounds}")
            bench.round()
        bench.stages()
        if full:
            bench.full()
        PAGE.write_text(page(bench.found), encoding="utf-8")
    say(f"written: {PAGE}")


class Bench:
    """One session: a folder of its own with example data and all that is rendered."""

    def __init__(self, folder: Path, date: str, kommuner: int, ours_kommuner: int) -> None:
        self.data, self.out, self.theirs = folder / "data", folder / "rendered", folder / "today"
        self.theirs.mkdir()
        self.two, self.many = sample(kommuner), sample(ours_kommuner)
        self.one = self.two[: max(1, kommuner // 2)]
        self.notebook = today.template(NOTEBOOKS / "kommunrapport.ipynb", folder / "today.ipynb")
        self.found = Results(
            date,
            machine.describe(),
            has_pdf=today.chromium() is not None,
            sample_one=len(self.one),
            sample_two=len(self.two),
            sample_ours=len(self.many),
        )

    def prepare(self) -> None:
        """Write example data and score it, from nothing."""
        say("example data and scores")
        self.found.example = run(ours.example(self.data), PROJECT)
        self.found.score = run(ours.score(YEARS, self.data, self.out), PROJECT)

    def round(self) -> None:
        """Let each way take its turn."""
        found = self.found
        found.others.append(machine.others())
        found.one.append(self._today(self.one, 1))
        found.ours_one.append(self._ours(self.many, 1))
        found.two.append(self._today(self.two, 2))
        found.ours_two.append(self._ours(self.many, 2))
        found.ours_few.append(run(ours.render(YEAR, self.data, self.out, jobs=2, koder=self.two), PROJECT))

    def stages(self) -> None:
        """Take the stages apart, and measure what is neither ours nor theirs."""
        say("stages")
        chains = [today.commands(self.notebook, kod, YEAR, self.data, self.theirs) for kod in self.one]
        times = [{stage: run(command, PROJECT) for stage, command in chain.items()} for chain in chains]
        self.found.today_stages = {stage: median(t[stage] for t in times) for stage in times[0]}
        log = self.out / str(YEAR) / "run.jsonl"
        log.unlink(missing_ok=True)
        self._ours(self.many, 2)
        self.found.ours_stages, self.found.started = ours.stages(log), ours.start(log)
        self.found.again = run(ours.render(YEAR, self.data, self.out, jobs=2, koder=self.many, force=False), PROJECT)
        inside = [sys.executable, "-m", "bench.inside", str(YEAR), str(self.data), *self.many[:9]]
        done = subprocess.run(inside, cwd=PROJECT, capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(done.stderr[-3000:])
        self.found.inside = json.loads(done.stdout.splitlines()[-1])
        self.found.largest_kb = largest(self.out)

    def full(self) -> None:
        """Render all 290, again with nothing changed, and then the reports of every kind."""
        say("all 290")
        self._country(ALL, "kommun")
        self.found.full_again = run(ours.render(YEAR, self.data, self.out, jobs=2, force=False), PROJECT)
        self.found.largest_kb = largest(self.out)
        say("reports of every kind")
        done = self._country("reports of every kind", *EVERY_KIND)
        self.found.kinds = country.by_kind(done, self.out / str(YEAR))

    def _country(self, name: str, *kinds: str) -> list[dict[str, Any]]:
        """Render all reports of these kinds, and return what the log says of each."""
        command = ours.render(YEAR, self.data, self.out, jobs=2, kinds=kinds)
        self.found.countries[name], done = country.render(command, self.out / str(YEAR) / "run.jsonl")
        say(f"  {name}: {self.found.countries[name]}")
        return done

    def _today(self, koder: list[str], at_a_time: int) -> Measured:
        chains = today.chains(self.notebook, koder, YEAR, self.data, self.theirs)
        with Watch() as watch:
            in_parallel(chains, PROJECT, at_a_time)
        return show(f"today, {at_a_time} at a time", watch.measured, len(koder))

    def _ours(self, koder: list[str], jobs: int) -> Measured:
        measured = watched(ours.render(YEAR, self.data, self.out, jobs=jobs, koder=koder))
        return show(f"ours, {jobs} jobs", measured, len(koder))


def sample(count: int) -> list[str]:
    """Return codes spread evenly over the register, Norrtälje first."""
    others = [kod for kod in load_kommuner().index if kod != ALWAYS]
    step = len(others) / max(1, count - 1)
    return [ALWAYS, *(others[int(i * step)] for i in range(count - 1))]


def watched(command: list[str | Path]) -> Measured:
    """Run one command with an eye on its memory."""
    with Watch() as watch:
        run(command, PROJECT)
    return watch.measured


def largest(out: Path) -> dict[str, float]:
    """Return the size in kB of the largest report of each kind."""
    kinds = {kind: list(out.glob(f"*/*/*.{kind}")) for kind in ("html", "pdf", "ipynb")}
    return {kind: max(path.stat().st_size for path in paths) / 1000 for kind, paths in kinds.items() if paths}


def show(way: str, measured: Measured, reports: int) -> Measured:
    """Print what was just measured."""
    say(f"  {way}: {measured.seconds / reports:.2f} s per report, peak {measured.peak_mb:.0f} MB")
    return measured


def say(text: str) -> None:
    """Print at once."""
    print(text, flush=True)


if __name__ == "__main__":
    typer.run(main)
