"""Small notebooks for tests, written from plain text."""

from __future__ import annotations

from pathlib import Path

import nbformat

PARAMETERS = (
    'ar: int = 2025  # index year\nkommunkod: str = "0188"  # four digits, as text\ndata: str = "data/example"\n'
)


def write_notebook(path: Path, cells: list[tuple[str, str]], parameters: str = PARAMETERS) -> Path:
    """Write a notebook of a parameters cell and ``(kind, source)`` cells; ids are ``<kind>-<number>``."""
    made = [nbformat.v4.new_code_cell(parameters, id="parameters", metadata={"tags": ["parameters"]})]
    for number, (kind, source) in enumerate(cells):
        new = nbformat.v4.new_markdown_cell if kind == "markdown" else nbformat.v4.new_code_cell
        made.append(new(source, id=f"{kind}-{number}"))
    spec = {"name": "python3", "language": "python", "display_name": "Python 3"}
    notebook = nbformat.v4.new_notebook(cells=made, metadata={"kernelspec": spec, "language_info": {"name": "python"}})
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)
    return path
