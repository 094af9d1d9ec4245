"""What the zygote does once, so that no notebook has to: import, load the year's facts, make the chart designs.

Only the library's own functions are called, never a template: what a template does stays in its child.
"""

from __future__ import annotations

import gc
import importlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hemtjanst_lib.batch.kinds import KINDS, Kind
from hemtjanst_lib.batch.rehearse import rehearse

LIBRARY = ("analysis", "charts", "tables")
ENOUGH = 4  # reports of a kind that make it worth while to rehearse one
_TRIAL = """{"cells": [
 {"cell_type": "code", "execution_count": null, "id": "parameters", "metadata": {"tags": ["parameters"]},
  "outputs": [], "source": "ar: int = 2025"},
 {"cell_type": "markdown", "id": "prose", "metadata": {}, "source": "{eval}`ar`"},
 {"cell_type": "code", "execution_count": null, "id": "show", "metadata": {}, "outputs": [],
  "source": "from IPython.display import HTML\\nHTML('ok')"}],
 "metadata": {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}},
 "nbformat": 4, "nbformat_minor": 5}"""


def warm_up(firsts: Iterable[tuple[str, Mapping[str, Any], int]]) -> None:
    """Import and load all that the year's notebooks of the given kinds use; faults are left for the notebooks to meet.

    Parameters
    ----------
    firsts : iterable of (str, mapping, int)
        Names of the kinds that are to be rendered, each with the parameters of one of its reports and their number.
    """
    library = {}
    for name in LIBRARY:
        with suppress(ImportError):
            library[name] = importlib.import_module(f"hemtjanst_lib.{name}")
    _trial_run()
    for kind, parameters, count in firsts:
        opened = _warm_kind(KINDS[kind], parameters)
        if opened is not None and count >= ENOUGH:
            rehearse(KINDS[kind].template, opened, library)
    gc.collect()
    gc.freeze()


def _warm_kind(kind: Kind, parameters: Mapping[str, Any]) -> Any:
    """Call what a kind names, and return a report as it opens it; None when there is none."""
    for address in kind.warm:
        with suppress(Exception):
            _function(address)()
    if kind.opener:
        with suppress(Exception):
            return _function(kind.opener)(**parameters)
    return None


def look_ahead(call: Sequence[Any] | None) -> None:
    """Compute what the next report shares with those beside it, so that its child finds it done; see ``Kind.ahead``."""
    if call is not None:
        address, arguments = call
        with suppress(Exception):
            _function(address)(**arguments)


def _function(address: str) -> Callable[..., Any]:
    module, name = address.split(":")
    found: Callable[..., Any] = getattr(importlib.import_module(module), name)
    return found


def _trial_run() -> None:
    from hemtjanst_lib.notebook.run import run  # noqa: PLC0415  (slow, and papermill must come first)

    with TemporaryDirectory() as folder:
        template = Path(folder) / "trial.ipynb"
        template.write_text(_TRIAL, encoding="utf-8")
        run(template, {"ar": 2025})
