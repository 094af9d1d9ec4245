"""Two clones, made by other hands, in other places and on other days, give the same bytes from the same inputs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hemtjanst_lib import paths

CLOCK = Path(__file__).parent / "clock" / "shift.c"  # a clock to be preloaded; needs a C compiler
COMPILER = shutil.which("cc")
NO_PRODUCTS = {"run.jsonl", ".lock", "2025.lage.yml"}  # what happened when: logs, locks, and the moves of orders
ORDERED = "0643"

# The command as it is installed, but for the path in which the clone's own code comes first.
COMMAND = "import sys; sys.argv[0] = 'hemtjanst'; from hemtjanst_lib.cli import main; main()"
ONE = {
    "TZ": "UTC", "LANG": "C", "LC_ALL": "C", "PYTHONHASHSEED": "1", "PYTHONUTF8": "0", "OMP_NUM_THREADS": "1",
    "USER": "anna", "COLUMNS": "80",
}  # fmt: skip
OTHER = {
    "TZ": "Pacific/Kiritimati", "LANG": "sv_SE.UTF-8", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "4711", "PYTHONUTF8": "1",
    "OMP_NUM_THREADS": "2", "USER": "åke", "COLUMNS": "200", "SOURCE_DATE_EPOCH": "1234567890",
}  # fmt: skip


class Clone:
    """A copy of the project, and the surroundings that its commands are run in."""

    def __init__(self, folder: Path, environment: dict[str, str], *, umask: int, jobs: int) -> None:
        self.folder, self.umask, self.jobs = folder, umask, str(jobs)
        for name in ("hemtjanst_lib", "parameters", "notebooks", "data/reference"):
            shutil.copytree(paths.PROJECT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        home = folder.parent / f"hem_{jobs}"
        home.mkdir()
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith(("LC_", "HEMTJANST", "PYTEST"))
        }
        own = {"HOME": str(home), "HEMTJANST_PROJECT": str(folder), "PYTHONPATH": str(folder)}
        self.environment = kept | environment | own

    def __call__(self, *words: str) -> None:
        """Run a command in the clone's folder, with data and output in their usual places in it."""
        done = subprocess.run(
            [sys.executable, "-c", COMMAND, *words], cwd=self.folder, env=self.environment, umask=self.umask,
            capture_output=True, text=True, encoding="utf-8", timeout=900, check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"{' '.join(words)}: exit code {done.returncode}\n{done.stdout}{done.stderr}"

    def products(self) -> dict[str, bytes]:
        """All that stands in the clone and is neither a cache nor a log."""
        files = (path for path in self.folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
        made = (path for path in files if path.name not in NO_PRODUCTS)
        return {path.relative_to(self.folder).as_posix(): path.read_bytes() for path in made}


def _at(day: str, clock: Path | None) -> dict[str, str]:
    """Let the clock show another day to every process, and go on from there."""
    if clock is None:
        return {}
    shift = round((datetime.fromisoformat(day) - datetime.now(UTC)).total_seconds())
    return {"LD_PRELOAD": str(clock), "HEMTJANST_TEST_SHIFT": str(shift)}


@pytest.fixture(scope="session")
def clock(tmp_path_factory) -> Path | None:
    """Compile the clock, where that can be done."""
    if COMPILER is None:
        return None
    made = tmp_path_factory.mktemp("clock") / "shift.so"
    subprocess.run([COMPILER, "-shared", "-fPIC", "-o", made, CLOCK, "-ldl"], check=True)
    return made


@pytest.fixture
def clones(tmp_path, clock) -> list[Clone]:
    """Two clones, both after publication, fifteen months and half the world apart."""
    first, second = _at("2025-12-31T23:30:00+00:00", clock), _at("2027-03-28T00:59:00+00:00", clock)
    return [
        Clone(tmp_path / "en", ONE | first, umask=0o022, jobs=1),
        Clone(tmp_path / "en annan, på ö", OTHER | second, umask=0o077, jobs=2),
    ]


def both(clones: Sequence[Clone], commands: Sequence[str]) -> None:
    """Run the same commands in each clone, the clones side by side."""
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda clone: [clone(*line.replace("JOBS", clone.jobs).split()) for line in commands], clones))


def compare(clones: Sequence[Clone], *wanted: str) -> None:
    """Hold every product of the one against the other's; all wanted sorts of files must be among them."""
    one, other = (clone.products() for clone in clones)
    assert sorted(one) == sorted(other)
    assert [name for name in one if one[name] != other[name]] == []
    assert {Path(name).suffix for name in one} >= set(wanted)


@pytest.mark.slow
def test_a_year_scored_and_rendered_by_two_is_the_same(clones):
    both(
        clones,
        [
            "example --year 2025",
            "score 2025 --data data/example",
            "render 2025 sammanfattning enhet medborgare --kommun 0188 --data data/example --jobs JOBS",
        ],
    )
    compare(clones, ".parquet", ".json", ".xlsx", ".csv", ".ipynb", ".html", ".pdf")


@pytest.mark.exhaustive
@pytest.mark.faults
def test_all_that_a_season_makes_is_the_same_by_two(clones):
    where = "--data data/example"
    both(
        clones,
        [
            "example --exempelby",
            f"score {where}",
            f"orders confirm 2025 --kommun {ORDERED} {where}",
            f"render 2025 kommun sammanfattning enheter enhet medborgare --kommun 0188 --jobs JOBS {where}",
            f"render 2025 enheter enhet --kommun 0188 --anonymisera --jobs JOBS {where}",
            f"render 2025 lan --lan 09 --jobs JOBS {where}",
            f"render 2025 nation metod --jobs JOBS {where}",
            f"render 2025 --ordered --kommun {ORDERED} --jobs JOBS {where}",
            f"slides 2025 --kommun 0188 --lan 01 --enheter 0188 {where}",
            f"tool 2025 --kommun 0188 {where}",
            f"quality 2025 {where}",
            f"website 2025 {where}",
            f"package 2025 --kommun {ORDERED} --unsigned {where}",
        ],
    )
    compare(clones, ".parquet", ".json", ".xlsx", ".csv", ".ipynb", ".html", ".pdf", ".pptx", ".zip", ".txt", ".yml")


@pytest.mark.skipif(COMPILER is None, reason="there is no C compiler")
def test_the_clones_do_live_on_different_days(clones):
    days = [
        subprocess.run(
            [sys.executable, "-c", "import datetime; print(datetime.date.today())"],
            env=clone.environment, capture_output=True, text=True, check=True,
        ).stdout.strip()
        for clone in clones
    ]  # fmt: skip
    assert days == ["2025-12-31", "2027-03-28"]
