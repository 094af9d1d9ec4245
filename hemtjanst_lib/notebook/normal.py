"""An executed notebook with all that varies between runs taken out: same inputs, same bytes."""

from __future__ import annotations

import json
import re
from itertools import groupby
from typing import Any

from nbformat import NotebookNode, from_dict
from nbformat.v4 import nbformat_minor

from hemtjanst_lib.notebook import jsontext
from hemtjanst_lib.paths import PROJECT

KEPT = ("parameters", "default_parameters", "exception", "version")
_SCRATCH = re.compile(r"/\S*/ipykernel_\d+/\d+\.py")
_TEXT_MIMES = ("application/javascript", "image/svg+xml")


def normalise(notebook: NotebookNode) -> NotebookNode:
    """Take clock times, machine paths and chance ids out of an executed notebook, in place.

    Printed pieces that follow each other are joined, stdout before stderr: with a real kernel their order and their
    number are chance.
    """
    papermill = notebook.metadata.get("papermill", {})
    notebook.metadata["papermill"] = {key: papermill[key] for key in KEPT if papermill.get(key) is not None}
    for number, cell in enumerate(notebook.cells):
        _normalise_cell(cell, number)
    if "widgets" in notebook.metadata:
        _name_widgets(notebook)
    notebook["nbformat"], notebook["nbformat_minor"] = 4, nbformat_minor
    return notebook


def _name_widgets(notebook: NotebookNode) -> None:
    """Widgets have chance ids: number them in the order they were made."""
    states = [kind["state"] for kind in notebook.metadata["widgets"].values()]
    text = json.dumps(notebook)
    for number, model in enumerate(model for state in states for model in state):
        text = text.replace(model, f"widget-{number}")
    notebook.update(from_dict(json.loads(text)))  # type: ignore[no-untyped-call]


def _normalise_cell(cell: NotebookNode, number: int) -> None:
    for key in ("papermill", "execution", "trusted"):
        cell.metadata.pop(key, None)
    tags = cell.metadata.get("tags", [])
    if not tags:
        cell.metadata.pop("tags", None)
    if "injected-parameters" in tags:
        cell["id"] = "injected-parameters"
    elif "papermill-error-cell-tag" in tags or "id" not in cell:
        cell["id"] = f"cell-{number}"
    if cell.cell_type == "code":
        cell.outputs = [_clean(output) for output in _regrouped(cell.outputs)]


def _regrouped(outputs: list[NotebookNode]) -> list[NotebookNode]:
    regrouped: list[NotebookNode] = []
    for is_stream, group in groupby(outputs, key=lambda output: output.output_type == "stream"):
        found = list(group)
        regrouped += _joined(found) if is_stream else found
    return regrouped


def _joined(streams: list[NotebookNode]) -> list[NotebookNode]:
    texts = {name: "".join(s.text for s in streams if s.name == name) for name in ("stdout", "stderr")}
    return [NotebookNode(output_type="stream", name=name, text=text) for name, text in texts.items() if text]  # type: ignore[no-untyped-call]


def _clean(output: NotebookNode) -> NotebookNode:
    if output.output_type == "stream":
        output["text"] = _without_paths(output.text)
    elif output.output_type == "error":
        output["traceback"] = [_without_paths(line) for line in output.traceback]
    return output


def _without_paths(text: str) -> str:
    return _SCRATCH.sub("<cell>", text).replace(f"{PROJECT}/", "")


def dumps(notebook: NotebookNode) -> str:
    """Write a notebook as nbformat does (sorted keys, text as lines), without validating and copying it again."""
    content = {**notebook, "cells": [_split_cell(cell) for cell in notebook.cells]}
    return jsontext.dumps(content) + "\n"


def _split_cell(cell: dict[str, Any]) -> dict[str, Any]:
    split = {**cell, "source": cell["source"].splitlines(keepends=True)}
    if "outputs" in cell:
        split["outputs"] = [_split_output(output) for output in cell["outputs"]]
    return split


def _split_output(output: dict[str, Any]) -> dict[str, Any]:
    if output["output_type"] == "stream":
        return {**output, "text": output["text"].splitlines(keepends=True)}
    if "data" not in output:
        return output
    return {**output, "data": {mime: _split_value(mime, value) for mime, value in output["data"].items()}}


def _split_value(mime: str, value: Any) -> Any:
    lines = isinstance(value, str) and (mime.startswith("text/") or mime in _TEXT_MIMES)
    return value.splitlines(keepends=True) if lines else value
