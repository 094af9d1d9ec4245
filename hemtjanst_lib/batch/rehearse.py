"""A report's figures, tables and words made once before the first fork, so that what they keep is there for all.

The template is read for which of the library's functions it calls, never run: what it does by itself stays in a child.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from hemtjanst_lib.notebook.inline import expressions

REPORT = "k"  # what the notebooks call the report that they open
Call = Callable[[], Any]


def rehearse(template: Path, report: Any, library: Mapping[str, Any]) -> None:
    """Make all that a template asks the library for; faults are left for the notebooks to meet.

    Parameters
    ----------
    template : Path
        Only calls such as ``charts.delindex(k, "bistand")`` and words such as ``k.mening.total`` are followed.
    report : object
        What the template opens.
    library : mapping
        Modules by the name that templates know them by.
    """
    for call in _calls(template, report, library):
        with suppress(Exception):
            str(call())


def _calls(template: Path, report: Any, library: Mapping[str, Any]) -> Iterator[Call]:
    for cell in json.loads(template.read_text(encoding="utf-8"))["cells"]:
        source = "".join(cell["source"])
        for text in [source] if cell["cell_type"] == "code" else expressions(source):
            if (call := _call(_parsed(text), report, library)) is not None:
                yield call


def _parsed(text: str) -> ast.expr | None:
    with suppress(SyntaxError):
        return ast.parse(text.strip(), mode="eval").body
    return None


def _call(node: ast.expr | None, report: Any, library: Mapping[str, Any]) -> Call | None:
    if isinstance(node, ast.Attribute):
        return lambda: _value(node, report)
    match node:
        case ast.Call(ast.Attribute(ast.Name(module), function), [ast.Name(first), *rest], []):
            constants = [each.value for each in rest if isinstance(each, ast.Constant)]
            if module in library and first == REPORT and len(constants) == len(rest):
                return lambda: getattr(library[module], function)(report, *constants)
    return None


def _value(node: ast.expr, report: Any) -> Any:
    """Follow a chain of attributes of the report."""
    match node:
        case ast.Name(name) if name == REPORT:
            return report
        case ast.Attribute(inner, name):
            return getattr(_value(inner, report), name)
    raise AttributeError(ast.unparse(node))
