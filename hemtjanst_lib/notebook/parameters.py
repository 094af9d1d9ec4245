"""Parameters are checked before papermill sees them: papermill warns about a misspelt one and runs on."""

from __future__ import annotations

import ast
import difflib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hemtjanst_lib.errors import ParameterError

TAG = "parameters"
_TYPES: dict[str, tuple[type, ...]] = {"str": (str,), "int": (int,), "float": (float, int), "bool": (bool,)}


@dataclass(frozen=True)
class Parameter:
    """A name in the parameters cell, the types it may have, and its default."""

    name: str
    types: tuple[str, ...]
    default: Any

    def accepts(self, value: Any) -> bool:
        """Whether a value has one of the types; a bool is no int, and 188 is no text."""
        if not self.types or type(value).__name__ in self.types:
            return True
        return any(type(value) in _TYPES.get(name, ()) for name in self.types)


def read_parameters(notebook: Path) -> dict[str, Parameter]:
    """Read the cell tagged ``parameters``: each assignment, with its annotation or the type of its default.

    Raises
    ------
    ParameterError
        If the notebook cannot be read or has no such cell.
    """
    return declared(notebook.name, _cells(notebook))


def declared(name: str, cells: Sequence[Mapping[str, Any]]) -> dict[str, Parameter]:
    """Read the parameters of a notebook that is open; ``name`` is what the error calls it."""
    cell = next((c for c in cells if TAG in c.get("metadata", {}).get("tags", [])), None)
    if cell is None:
        raise ParameterError(f"{name} has no cell tagged {TAG}", do="Tag the cell that sets the defaults.")
    statements = ast.parse("".join(cell["source"])).body
    found = [parameter for statement in statements if (parameter := _parameter(statement))]
    return {parameter.name: parameter for parameter in found}


def _cells(notebook: Path) -> list[dict[str, Any]]:
    try:
        cells: list[dict[str, Any]] = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    except (OSError, ValueError, KeyError) as fault:
        raise ParameterError(f"{notebook}: not a notebook that can be read ({fault})", do="Check the file.") from fault
    return cells


def _parameter(statement: ast.stmt) -> Parameter | None:
    if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name) and statement.value is not None:
        default = _literal(statement.value)
        return Parameter(statement.target.id, tuple(_names(statement.annotation)), default)
    if isinstance(statement, ast.Assign) and isinstance(target := statement.targets[0], ast.Name):
        default = _literal(statement.value)
        return Parameter(target.id, () if default is None else (type(default).__name__,), default)
    return None


def _literal(value: ast.expr) -> Any:
    try:
        return ast.literal_eval(value)
    except ValueError:
        return None


def _names(annotation: ast.expr) -> list[str]:
    """Names in an annotation such as ``int | None``; None is called NoneType."""
    if isinstance(annotation, ast.BinOp):
        return _names(annotation.left) + _names(annotation.right)
    if isinstance(annotation, ast.Constant):
        return ["NoneType"] if annotation.value is None else [str(annotation.value)]
    return [annotation.id] if isinstance(annotation, ast.Name) else [ast.unparse(annotation).split("[")[0]]


def check_parameters(notebook: Path, given: Mapping[str, Any]) -> None:
    """Refuse parameters that the notebook lacks, and values of another type than it declares.

    Raises
    ------
    ParameterError
        With all faults, and the name that was probably meant.
    """
    check_given(notebook.name, _cells(notebook), given)


def check_given(name: str, cells: Sequence[Mapping[str, Any]], given: Mapping[str, Any]) -> None:
    """Refuse what ``check_parameters`` refuses, for the cells of a notebook that is open."""
    known = declared(name, cells)
    faults = [fault for each, value in given.items() if (fault := _fault(each, value, known))]
    if faults:
        raise ParameterError(
            f"{name}: the parameters do not fit the notebook", faults, do=f"It has {', '.join(known)}."
        )


def _fault(name: str, value: Any, known: Mapping[str, Parameter]) -> str | None:
    if name not in known:
        close = difflib.get_close_matches(name, known, n=1)
        return f"no parameter {name}" + (f"; did you mean {close[0]}?" if close else "")
    parameter = known[name]
    if parameter.accepts(value):
        return None
    hint = (
        "; codes are text, such as '0188' (papermill: -r, not -p)"
        if "str" in parameter.types and isinstance(value, int)
        else ""
    )
    return f"{name} is {value!r} ({type(value).__name__}), must be {' or '.join(parameter.types)}{hint}"
