"""``python -m bench.scale``: measure countries of several sizes and write ``docs/scale.md``.

What has been measured is kept in the working folder, so that an interrupted session goes on where it was.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import Annotated, Any

import typer

from bench import machine
from bench.measure import Run, run
from bench.scale import browser, ground, long
from bench.scale.page import page
from hemtjanst_lib.paths import PROJECT

COUNTRY = 290
KOMMUNER = ("0188", "0980", "1490", "2480", "0380", "1281")  # rendered at every size
KINDS = ("kommun", "sammanfattning", "enheter", "enhet")
PAGE = PROJECT / "docs" / "scale.md"
AR = ground.EXTRA


def main(
    date: Annotated[str, typer.Option(help="Date to print on the page.")],
    sizes: Annotated[str, typer.Option(help="How many countries of 290 kommuner, the smallest first.")] = "1,3,10",
    samples: Annotated[str, typer.Option(help="How many reports to render of the largest country.")] = "50,100,200,400",
    reports: Annotated[int, typer.Option("--long", help="Reports of the long run, at least 2 000; 0 for none.")] = 2000,
    work: Annotated[
        Path | None, typer.Option(help="Working folder to keep; what it holds is not measured again.")
    ] = None,
) -> None:
    """Measure, print what is going on, and write the page."""
    with tempfile.TemporaryDirectory(prefix="hemtjanst-scale-") as temporary:
        bench = Bench(work.absolute() if work else Path(temporary))
        for size in map(int, sizes.split(",")):
            bench.country(size)
        largest = max(map(int, sizes.split(",")))
        for count in map(int, filter(None, samples.split(","))):
            bench.sample(largest, count)
        if reports:
            bench.long_run(largest, reports)
        about = {"datum": date, "maskin": machine.describe()}
        PAGE.write_text(page({**bench.found, **about}), encoding="utf-8")
    say(f"written: {PAGE}")


class Bench:
    """One session: a folder with a project of its own, countries of several sizes, and what was found."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.kept = folder, folder / "found.json"
        self.project = ground.lay(folder / "project")
        self.found: dict[str, Any] = json.loads(self.kept.read_bytes()) if self.kept.is_file() else {}

    def country(self, size: int) -> None:
        """Measure a country from raw files to index page."""
        data, out = self._roots(size)
        years = [str(ar) for ar in ground.YEARS]
        asked = [word for ar in years for word in ("--year", ar)]
        self._command(size, "example", ["example", "--scale", str(size), *asked, "--data", data])
        self._command(size, "score", ["score", *years, "--data", data, "--out", out])
        self._command(size, "units", ["units", str(AR), "--data", data])
        everything: list[str | Path] = ["render", str(AR), *KINDS, "--data", data, "--out", out]
        self._command(size, "plan", [*everything, "--dry-run", "--json"])
        self._once(f"{size}.reports", lambda: self._pretend(size))
        self._command(size, "index", everything)
        self._command(size, "again", everything)
        self._once(f"{size}.sizes", lambda: self._sizes(size))
        self._once(f"{size}.browser", lambda: browser.look(out / str(AR) / "index.html"))
        self._command(size, "tool", ["tool", str(AR), "--kommun", KOMMUNER[0], "--data", data, "--out", out / "tool"])
        self._once(f"{size}.tool_mb", lambda: _megabytes(out / "tool"))
        self._once(f"{size}.each", lambda: self._each(size))

    def sample(self, size: int, count: int) -> None:
        """Render so many unit reports of a country as web pages."""
        self._once(
            f"sample.{count}", lambda: self._render(size, ["enhet", "--limit", str(count), "--formats", "html"])[0]
        )

    def long_run(self, size: int, reports: int) -> None:
        """Render very many, and look at the parent's memory."""
        data, out = self._roots(size)
        words = ["--limit", str(reports)]
        self._once("long", lambda: long.long_run(AR, data, out.with_name("long"), words, self._env))

    @property
    def _env(self) -> dict[str, str]:
        return {"HEMTJANST_PROJECT": str(self.project)}

    def _roots(self, size: int) -> tuple[Path, Path]:
        return self.folder / f"data{size}", self.folder / f"rendered{size}"

    def _command(self, size: int, stage: str, words: Sequence[str | Path]) -> None:
        self._once(f"{size}.{stage}", lambda: _told(self._hemtjanst(words)))

    def _hemtjanst(self, words: Sequence[str | Path]) -> Run:
        return run([sys.executable, "-m", "hemtjanst_lib.cli", *map(str, words)], PROJECT, self._env)

    def _once(self, name: str, work: Callable[[], Any]) -> None:
        """Measure what has not been measured, and keep it."""
        if name in self.found:
            return
        self.found[name] = {"others": machine.others(), "value": work()}
        self.kept.write_text(json.dumps(self.found, indent=1) + "\n", encoding="utf-8")
        say(f"{name}: {json.dumps(self.found[name])[:200]}")

    def _pretend(self, size: int) -> int:
        data, out = self._roots(size)
        command = [sys.executable, "-m", "bench.scale.pretend", str(AR), str(data), str(out)]
        return int(run(command, PROJECT, self._env).said.split()[-1])

    def _sizes(self, size: int) -> dict[str, float]:
        data, out = self._roots(size)
        files = {"index": "index.html", "rankinglista": "rankinglista.html"}
        return {name: (out / str(AR) / file).stat().st_size / 1e6 for name, file in files.items()} | {
            "raw": _megabytes(data / "raw"),
            "scored": _megabytes(data / "scored"),
        }

    def _each(self, size: int) -> dict[str, dict[str, float]]:
        """Render the same few kommuner at every size: processor seconds and stages of one report of each kind."""
        found = {}
        for kind in ("kommun", "sammanfattning", "enheter"):
            named = [word for kod in KOMMUNER for word in ("--kommun", kod)]
            told, log = self._render(size, [kind, *named])
            found[kind] = {"cpu": told["cpu_each"], "peak_mb": told["peak_mb"], **log}
        return found

    def _render(self, size: int, words: list[str]) -> tuple[dict[str, float], dict[str, float]]:
        data, out = self._roots(size)
        target = out.with_name("sample")
        shutil.rmtree(target, ignore_errors=True)
        done = self._hemtjanst(["render", str(AR), *words, "--data", data, "--out", target, "--force"])
        log = target / str(AR) / "run.jsonl"
        lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
        made = [line for line in lines if line["event"] == "done"]
        ready = max(line["after"] for line in lines if line["event"] == "ready" and line["after"] < made[0]["after"])
        stages = {name: median(line["seconds"][name] for line in made) for name in made[0]["seconds"]}
        told = {
            "reports": len(made),
            "seconds": made[-1]["after"] - ready,
            "ready": ready,
            "cpu": done.cpu,
            "cpu_each": median(line["cpu"] for line in made),
            "peak_mb": done.peak_mb,
            "parent_mb": max(mb for _, mb in done.parent),
            "log_bytes": log.stat().st_size / len(made),
        }
        return told, stages


def _told(done: Run) -> dict[str, float]:
    return {"seconds": done.seconds, "cpu": done.cpu, "peak_mb": done.peak_mb}


def _megabytes(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def say(text: str) -> None:
    """Print at once."""
    print(text, flush=True)


if __name__ == "__main__":
    os.environ.setdefault("PYTHONUNBUFFERED", "1")
    typer.run(main)
