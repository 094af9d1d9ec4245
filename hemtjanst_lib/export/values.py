"""The stored values of a Markdown cell's inline expressions."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Value:
    """What an expression gave: Markdown, or literal text."""

    text: str
    markdown: bool


class ValueFaultError(Exception):
    """An expression has no value that can be printed; the message says why."""


def stored_values(metadata: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Return the results in a cell's ``user_expressions`` by expression."""
    stored = metadata.get("user_expressions", [])
    return {str(entry.get("expression", "")).strip(): entry.get("result") or {} for entry in stored}


def value_of(expression: str, results: Mapping[str, Mapping[str, Any]]) -> Value:
    """Find the value to print for one expression.

    Raises
    ------
    ValueFaultError
        If it was never evaluated, failed, or gave something that cannot stand in a sentence.
    """
    result = results.get(expression.strip())
    if result is None:
        raise ValueFaultError("has no stored value; run the notebook before it is exported")
    if result.get("status") != "ok":
        raise ValueFaultError(f"failed with {result.get('ename', 'an error')}: {result.get('evalue', 'unknown cause')}")
    return _printable(result.get("data") or {})


def _printable(data: Mapping[str, Any]) -> Value:
    if "text/markdown" in data:
        return Value(_joined(data["text/markdown"]), markdown=True)
    if others := sorted(set(data) - {"text/plain"}):
        raise ValueFaultError(f"gave {', '.join(others)}, which cannot stand in a sentence; show it in a code cell")
    if "text/plain" not in data:
        raise ValueFaultError("gave nothing that can be printed")
    return Value(_unquoted(_joined(data["text/plain"])), markdown=False)


def _joined(text: Any) -> str:
    return "".join(text) if isinstance(text, list) else str(text)


def _unquoted(text: str) -> str:
    """Undo Python's quotes round a plain string, as the JupyterLab extension does."""
    if len(text) < 2 or text[0] not in "'\"" or text[-1] != text[0]:
        return text
    try:
        value = ast.literal_eval(text)
    except (ValueError, SyntaxError):
        return text
    return value if isinstance(value, str) else text
