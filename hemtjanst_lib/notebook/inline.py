"""Live values in prose: ``{eval}`expression` `` in Markdown cells.

The syntax and the stored form are those of the JupyterLab extension jupyterlab-myst: an executed notebook opens
in JupyterLab with its values in place, and what the extension stores, the exporters read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache, lru_cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.myst_role import myst_role_plugin

from hemtjanst_lib.notebook.faults import CellError

METADATA_KEY = "user_expressions"
ROLE = "eval"

Result = dict[str, Any]
Evaluator = Callable[[dict[str, str]], Mapping[str, Result]]


@cache
def parser() -> MarkdownIt:
    """Return the Markdown parser that knows roles: CommonMark with tables."""
    return MarkdownIt("commonmark").enable("table").use(myst_role_plugin)


def is_expression(token: Token) -> bool:
    """Whether a token of ``parser()`` is an inline expression."""
    return token.type == "myst_role" and token.meta.get("name") == ROLE


def expressions(markdown: str) -> list[str]:
    """Return the expressions of one Markdown cell, in order; code spans and fences hold none."""
    return list(_expressions(markdown)) if f"{{{ROLE}}}" in markdown else []


@lru_cache(maxsize=1024)
def _expressions(markdown: str) -> tuple[str, ...]:
    inlines = (token.children or [] for token in parser().parse(markdown) if token.type == "inline")
    return tuple(token.content.strip() for token in _flat(inlines) if is_expression(token))


def _flat(groups: Iterator[list[Token]]) -> Iterator[Token]:
    for group in groups:
        for token in group:
            yield token
            yield from _flat(iter([token.children or []]))


def evaluate(notebook: Any, evaluator: Evaluator, *, name: str) -> None:
    """Evaluate all expressions of a notebook and store the values in the cells' metadata.

    Parameters
    ----------
    notebook : NotebookNode
        Changed in place. A Markdown cell without expressions is left as it is.
    evaluator : callable
        From ``{key: expression}`` to ``{key: result}`` in the kernel's ``user_expressions`` form.
    name : str
        The notebook's file name, for the error.

    Raises
    ------
    CellError
        At the first cell where an expression fails; the failed result is stored, so that the notebook shows it.
    """
    for cell in notebook.cells:
        if cell.cell_type != "markdown" or not (wanted := expressions(cell.source)):
            continue
        results = evaluator({str(i): expression for i, expression in enumerate(wanted)})
        stored: list[dict[str, Any]] = [
            {"expression": text, "result": dict(results[str(i)])} for i, text in enumerate(wanted)
        ]
        cell.metadata[METADATA_KEY] = stored
        if failed := [entry for entry in stored if entry["result"]["status"] != "ok"]:
            raise _failure(name, cell.get("id", ""), failed)


def _failure(name: str, cell_id: str, failed: list[dict[str, Any]]) -> CellError:
    causes = [f"{{eval}}`{e['expression']}` gave {e['result']['ename']}: {e['result']['evalue']}" for e in failed]
    kind = failed[0]["result"]["ename"]
    return CellError(name, cell_id, "; ".join(causes), kind=kind, do="Correct the expression in the Markdown cell.")
