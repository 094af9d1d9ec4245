"""Run the factory on test notebooks from a process of its own: ``python factory_runner.py TEMPLATE OUT CODE...``.

The environment variable ``SCHEDULER`` names a Dask scheduler to run them on.
"""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path

from hemtjanst_lib.batch import factory, keys, plan
from hemtjanst_lib.batch.kinds import KINDS, Choice, Kind
from hemtjanst_lib.batch.outcome import Outcome
from hemtjanst_lib.batch.plan import Job
from hemtjanst_lib.batch.progress import Silent
from hemtjanst_lib.batch.settings import Settings
from hemtjanst_lib.errors import HemtjanstError

# A source or parameter saved while the tests run would make all reports due.
keys.code_version, keys.code_files = lambda: "prov", list
keys.PARAMETERS = keys.REFERENCE = Path(__file__).with_name("no-such-folder")
QUICK = Settings(jobs=2, timeout=2, report_timeout=5, grace=2, memory_mb=600)


def kinds(*templates: Path) -> list[Kind]:
    """Let test notebooks stand in for those of the house: a file ``sammanfattning.ipynb`` for kind sammanfattning."""
    by_name = {kind.template.name: kind for kind in KINDS.values()}
    chosen = {template: by_name[template.name] for template in templates}
    return [replace(kind, template=template, opener="", warm=()) for template, kind in chosen.items()]


def jobs_of(out: Path, codes: list[str], *templates: Path) -> list[Job]:
    """List the reports on the named kommuner of 2025; the data root stands beside the first template and is empty."""
    return plan.plan(2025, templates[0].parent / "data", out, kinds(*templates), Choice(tuple(codes)))


def render(template: Path, out: Path, codes: list[str], settings: Settings = QUICK, *more: Path) -> Outcome:
    """Render the named kommuner from one template or several."""
    return run(jobs_of(out, codes, template, *more), template.parent / "data", out, settings)


def run(jobs: list[Job], data: Path, out: Path, settings: Settings = QUICK) -> Outcome:
    """Render jobs."""
    return factory.run(jobs, data=data, out=out, formats=("html", "pdf"), settings=settings, progress=Silent)


if __name__ == "__main__":
    PATIENT = Settings(jobs=2, timeout=120, report_timeout=120, scheduler=os.environ.get("SCHEDULER", ""))
    try:
        outcome = render(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:], PATIENT)
    except HemtjanstError as error:
        sys.exit(f"{error}")  # exit code 1, and the text on stderr
    print("\n".join(outcome.lines()))
    sys.exit(outcome.exit_code)
