"""Run the factory on a test notebook from a process of its own: ``python factory_runner.py TEMPLATE OUT CODE...``."""

from __future__ import annotations

import sys
from pathlib import Path

from hemtjanst_lib.batch import factory, keys, plan
from hemtjanst_lib.batch.outcome import Outcome
from hemtjanst_lib.batch.progress import Silent
from hemtjanst_lib.batch.settings import Settings

# A source or parameter saved while the tests run would make all reports due.
keys.code_version = lambda: "prov"
keys.PARAMETERS = keys.REFERENCE = Path(__file__).with_name("no-such-folder")
QUICK = Settings(jobs=2, timeout=2, report_timeout=5, grace=2, memory_mb=600)


def render(template: Path, out: Path, codes: list[str], settings: Settings = QUICK) -> Outcome:
    """Render the named kommuner of 2025 from a template; the data root stands beside it and is empty."""
    data = template.parent / "data"
    jobs = plan.plan(2025, data, out, kommuner=codes, template=template)
    return factory.run(jobs, data=data, out=out, formats=("html", "pdf"), settings=settings, progress=Silent)


if __name__ == "__main__":
    sys.exit(render(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:]).exit_code)
