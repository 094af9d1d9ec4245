"""The figures of the report that own words belong to."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import hemtjanst_lib
from hemtjanst_lib.analysis.sifferfakta import Faktum, sifferfakta
from hemtjanst_lib.edits.reading import read_notebook
from hemtjanst_lib.errors import EditError


@dataclass(frozen=True)
class Facts:
    """A report that has been opened: the name it has in its notebook, and its figures."""

    name: str
    report: Any

    @cached_property
    def figures(self) -> Mapping[str, Faktum]:
        """All figures by name."""
        return sifferfakta(self.report)

    @property
    def subject(self) -> tuple[str, ...]:
        """Words for whom the report is about."""
        kommun = getattr(self.report, "kommun", None)
        named = [getattr(kommun, "namn", ""), getattr(getattr(self.report, "urval", None), "namn", "")]
        return tuple(filter(None, named))


def opened(template: Path, parameters: Mapping[str, Any]) -> Facts:
    """Open a report as its notebook does.

    Raises
    ------
    EditError
        If the template does not open one.
    HemtjanstError
        If the report cannot be opened.
    """
    for cell in read_notebook(template)["cells"]:
        if cell["cell_type"] != "code":
            continue
        for node in ast.parse("".join(cell["source"])).body:
            if (name := _opening(node)) is not None:
                return Facts(name, _called(node.value, parameters))  # type: ignore[attr-defined]
    raise EditError(f"{template.name} opens no report")


def _opening(node: ast.stmt) -> str | None:
    call = node.value if isinstance(node, ast.Assign) else None
    if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id.startswith("open_"):
        return ast.unparse(node.targets[0])  # type: ignore[attr-defined]
    return None


def _called(call: ast.Call, parameters: Mapping[str, Any]) -> Any:
    """Call the opener with the parameters it is given in the notebook; nothing else is run."""
    opener = getattr(hemtjanst_lib, ast.unparse(call.func))
    values = [parameters[ast.unparse(argument)] for argument in call.args]
    named = {str(each.arg): parameters[ast.unparse(each.value)] for each in call.keywords}
    return opener(*values, **named)
