"""What the zygote does once, so that no notebook has to: import, load the year's facts, make the chart designs.

Only the library's own functions are called, never a template: what a template does stays in its child.
"""

from __future__ import annotations

import gc
import importlib
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

LIBRARY = ("hemtjanst_lib.report", "hemtjanst_lib.charts", "hemtjanst_lib.tables")
_TRIAL = """{"cells": [
 {"cell_type": "code", "execution_count": null, "id": "parameters", "metadata": {"tags": ["parameters"]},
  "outputs": [], "source": "ar: int = 2025"},
 {"cell_type": "markdown", "id": "prose", "metadata": {}, "source": "{eval}`ar`"},
 {"cell_type": "code", "execution_count": null, "id": "show", "metadata": {}, "outputs": [],
  "source": "from IPython.display import HTML\\nHTML('ok')"}],
 "metadata": {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}},
 "nbformat": 4, "nbformat_minor": 5}"""


def warm_up(ar: int, data: str, kod: str) -> None:
    """Import and load all that every notebook of the year uses; faults are left for the notebooks to meet."""
    report, charts, _ = (_imported(name) for name in LIBRARY)
    _trial_run()
    with suppress(Exception):
        charts.preload()
    with suppress(Exception):
        report.open_report(ar, kod, data)
    gc.collect()
    gc.freeze()


def _imported(name: str) -> Any:
    with suppress(ImportError):
        return importlib.import_module(name)
    return None


def _trial_run() -> None:
    from hemtjanst_lib.notebook.run import run  # noqa: PLC0415  (slow, and papermill must come first)

    with TemporaryDirectory() as folder:
        template = Path(folder) / "trial.ipynb"
        template.write_text(_TRIAL, encoding="utf-8")
        run(template, {"ar": 2025})
