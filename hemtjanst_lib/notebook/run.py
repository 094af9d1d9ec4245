"""One notebook: a template and parameters to an executed, normalised notebook."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast

from nbformat import NotebookNode
from papermill.engines import papermill_engines
from papermill.exceptions import PapermillExecutionError
from papermill.execute import prepare_notebook_metadata, raise_for_execution_errors, remove_error_markers
from papermill.iorw import load_notebook_node
from papermill.parameterize import parameterize_notebook

from hemtjanst_lib.errors import NotebookError
from hemtjanst_lib.notebook.faults import CellError
from hemtjanst_lib.notebook.normal import normalise
from hemtjanst_lib.notebook.parameters import check_parameters

Engine = Literal["inprocess", "kernel"]
ENGINES: dict[str, str] = {"inprocess": "hemtjanst", "kernel": "hemtjanst-kernel"}


@dataclass
class Run:
    """What came of a run: the notebook as far as it got, and why it stopped, None when it did not."""

    notebook: NotebookNode
    fault: NotebookError | None


def run(
    template: Path, parameters: Mapping[str, Any], *, engine: Engine = "inprocess", timeout: float | None = None
) -> NotebookNode:
    """Execute a template with papermill and return the normalised notebook.

    Parameters
    ----------
    template : Path
        Notebook with a cell tagged ``parameters``.
    parameters : mapping
        Checked against that cell first.
    engine : {"inprocess", "kernel"}
        A shell in this process (fork first, if isolation is wanted), or an ordinary kernel.
    timeout : float or None
        Seconds for one cell.

    Raises
    ------
    ParameterError
        If a parameter is unknown or of the wrong type.
    CellError
        If a cell or an expression failed, or a cell left the notebook by ``sys.exit``.
    """
    outcome = attempt(template, parameters, engine=engine, timeout=timeout)
    if outcome.fault is not None:
        raise outcome.fault
    return outcome.notebook


def attempt(
    template: Path,
    parameters: Mapping[str, Any],
    *,
    engine: Engine = "inprocess",
    timeout: float | None = None,
    on_cell: Callable[[str], None] | None = None,
    prepare: Callable[[NotebookNode], None] | None = None,
) -> Run:
    """Do as ``run`` does, but hand back a notebook that stopped, with the failing cell and its error in it.

    ``on_cell`` is told each code cell's id before it runs (in-process engine only); ``prepare`` may change the notebook
    when the parameters are in it.
    """
    check_parameters(template, parameters)
    options: dict[str, Any] = {"on_cell": on_cell} if engine == "inprocess" else {}
    name = ENGINES[engine]
    with _quiet():
        notebook = _prepared(template, dict(parameters), name)
        if prepare is not None:
            prepare(notebook)
        fault = _executed(notebook, template.name, name, execution_timeout=timeout, **options)
    return Run(normalise(notebook), fault or _left_early(notebook, template.name))


def _prepared(template: Path, parameters: dict[str, Any], engine: str) -> NotebookNode:
    """Take the steps of ``papermill.execute_notebook`` before the engine, keeping hold of the notebook."""
    notebook = load_notebook_node(str(template))
    if parameters:
        notebook = parameterize_notebook(notebook, parameters, engine_name=engine)
    notebook = prepare_notebook_metadata(notebook, str(template), None)
    notebook = remove_error_markers(notebook)
    return cast(NotebookNode, notebook)


def _executed(notebook: NotebookNode, name: str, engine: str, **options: Any) -> NotebookError | None:
    kernel = papermill_engines.nb_kernel_name(engine_name=engine, nb=notebook, name=None)
    cells = list(notebook.cells)
    try:
        papermill_engines.execute_notebook_with_engine(
            engine, notebook, kernel_name=kernel, progress_bar=False, autosave_cell_every=0, **options
        )
        raise_for_execution_errors(notebook, None)
    except PapermillExecutionError as error:
        return CellError(name, cells[error.cell_index].get("id", ""), _cause(error.ename, error.evalue))
    except NotebookError as error:
        return error
    except Exception as error:
        return CellError(name, "", _cause(type(error).__name__, str(error)))
    return None


def _left_early(notebook: NotebookNode, name: str) -> NotebookError | None:
    """``sys.exit(0)`` ends a notebook quietly in papermill; a report that lacks its later cells is no report."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if output.output_type == "error" and output.ename == "SystemExit":
                return CellError(name, cell.get("id", ""), _cause("SystemExit", output.evalue))
    return None


def _cause(error: str, message: str) -> str:
    lines = message.strip().splitlines()
    return f"{error}: {lines[0]}" if lines else error


@contextmanager
def _quiet() -> Iterator[None]:
    """papermill logs each run; a batch has its own log."""
    log = logging.getLogger("papermill")
    level = log.level
    log.setLevel(logging.ERROR)
    try:
        yield
    finally:
        log.setLevel(level)
