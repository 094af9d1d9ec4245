"""papermill's notebook client, for a shell in this process and for a real kernel.

What becomes of a message (outputs, display ids, clear_output, widget state) is nbclient's own code in both.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ipykernel.ipkernel import IPythonKernel
from ipykernel.jsonutil import json_clean
from nbclient.exceptions import CellExecutionError
from papermill.clientwrap import PapermillNotebookClient

from hemtjanst_lib.notebook import inline
from hemtjanst_lib.notebook.alarm import time_limit
from hemtjanst_lib.notebook.shell import KernelShell, make_shell, running


class InProcessClient(PapermillNotebookClient):  # type: ignore[misc]
    """Run the cells on a shell in this process.

    Parameters
    ----------
    nb_man : NotebookExecutionManager
        papermill's keeper of the notebook.
    seconds : float or None
        Time limit of one cell.
    on_cell : callable or None
        Told the id of each cell before it runs, so that a parent process knows where a death happened.
    """

    def __init__(
        self, nb_man: Any, *, seconds: float | None = None, on_cell: Callable[[str], None] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(nb_man, **kwargs)
        self.seconds, self.on_cell = seconds, on_cell
        self._target: tuple[Any, int] | None = None
        self._error: dict[str, Any] | None = None

    def execute(self, **_: Any) -> Any:
        """Run all cells, then the expressions of the prose."""
        self.reset_execution_trackers()
        self.shell = make_shell(self._take)
        self.papermill_execute_cells()
        if finished(self.nb):
            inline.evaluate(self.nb, self._evaluate, name=notebook_name(self.nb))
        self.nb.metadata["language_info"] = dict(IPythonKernel.language_info)
        self.set_widgets_metadata()
        return self.nb

    def papermill_execute_cells(self) -> None:
        """Run the code cells as papermill does; cells of prose are not timed, which takes longer than passing them."""
        for index, cell in enumerate(self.nb.cells):
            if cell.cell_type != "code":
                continue
            try:
                self.nb_man.cell_start(cell, index)
                self.execute_cell(cell, index)
            except CellExecutionError as fault:
                self.nb_man.cell_exception(cell, cell_index=index, exception=fault)
                break
            finally:
                self.nb_man.cell_complete(cell, cell_index=index)

    def execute_cell(self, cell: Any, cell_index: int, **_: Any) -> Any:
        """Run one code cell; nbclient's rules for empty and skipped cells, and for allowed errors."""
        if not cell.source.strip() or self.skip_cells_with_tag in cell.metadata["tags"]:
            return cell
        if self.on_cell is not None:
            self.on_cell(cell.get("id", ""))
        cell.outputs, self.clear_before_next_output, self._error = [], False, None
        self._target = (cell, cell_index)
        try:
            self._run(cell)
        finally:
            self._target = None
        if self._error is not None and "raises-exception" not in cell.metadata["tags"]:
            raise CellExecutionError.from_cell_and_msg(cell, self._error)
        return cell

    def _run(self, cell: Any) -> None:
        number = self.shell.execution_count
        with running(self.shell), time_limit(self.seconds):
            result = self.shell.run_cell(  # type: ignore[no-untyped-call]
                cell.source, store_history=True, cell_id=cell.get("id")
            )
        cell["execution_count"] = number
        error = result.error_before_exec or result.error_in_exec
        if error is not None or getattr(self.shell, "_last_traceback_during_displayhook", False):
            trace = getattr(self.shell, "_last_traceback", None) or []
            self._error = {"ename": type(error).__name__, "evalue": str(error), "traceback": trace}

    def _take(self, message: dict[str, Any]) -> None:
        if self._target is not None:
            self.process_message(message, *self._target)

    def _evaluate(self, wanted: dict[str, str]) -> dict[str, Any]:
        with running(self.shell), time_limit(self.seconds):
            found = self.shell.user_expressions(wanted)  # type: ignore[no-untyped-call]
        cleaned: dict[str, Any] = json_clean(found)  # type: ignore[no-untyped-call]
        return cleaned

    shell: KernelShell


class KernelClient(PapermillNotebookClient):  # type: ignore[misc]
    """Run the cells in a real kernel as papermill does, then the expressions of the prose in the same kernel."""

    def papermill_execute_cells(self) -> None:
        """Run all cells, then the expressions; a notebook without expressions is untouched."""
        super().papermill_execute_cells()
        if finished(self.nb):
            inline.evaluate(self.nb, self._evaluate, name=notebook_name(self.nb))

    def _evaluate(self, wanted: dict[str, str]) -> dict[str, Any]:
        request = self.kc.execute("", silent=True, store_history=False, user_expressions=wanted)
        reply = self.wait_for_reply(request)
        found: dict[str, Any] = reply["content"]["user_expressions"]
        return found


def finished(notebook: Any) -> bool:
    """Whether no cell stopped the run."""
    return not any(
        output.output_type == "error"
        for cell in notebook.cells
        if cell.cell_type == "code" and "raises-exception" not in cell.metadata.get("tags", [])
        for output in cell.outputs
    )


def notebook_name(notebook: Any) -> str:
    """Return the template's file name, as papermill noted it."""
    path = notebook.metadata.get("papermill", {}).get("input_path")
    return str(path).rsplit("/", 1)[-1] if isinstance(path, str) else "notebook"
