"""How a notebook stops: always with its name, the cell and the cause."""

from __future__ import annotations

from hemtjanst_lib.errors import NotebookError


class CellError(NotebookError):
    """A cell stopped the notebook.

    Parameters
    ----------
    notebook : str
        File name of the template.
    cell : str
        The cell's id; empty when no cell is to blame.
    cause : str
        Class and message of what was raised, on one line.
    kind : str
        The class alone, when ``cause`` does not begin with it.
    """

    def __init__(self, notebook: str, cell: str, cause: str, *, kind: str = "", do: str = "") -> None:
        self.kind = kind or cause.partition(":")[0]
        self.notebook = notebook
        self.cell = cell
        self.cause = cause
        where = f"{notebook}, cell {cell}" if cell else notebook
        super().__init__(f"{where}: {cause}", do=do)


class CellTimeout(BaseException):
    """Time is up. Not an ``Exception``, so that a cell's own ``except Exception`` cannot swallow it."""
