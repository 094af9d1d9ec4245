"""Executed notebooks for tests of own words, without running any: what a template becomes, and what people do to it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import nbformat

from hemtjanst_lib.edits.apply import apply
from hemtjanst_lib.edits.merge import Author
from hemtjanst_lib.edits.save import Target

ANNA, BO = Author("Anna", "2025-11-21 10:00", "önskemål"), Author("Bo", "2025-11-21 11:00")
TEXTS = {"inledning": "## Inledning\n\nSå här ser det ut.", "lage": "Indexet är {eval}`k.index`.", "slut": "Tack!"}


def template(folder: Path, texts: dict[str, str] | None = None) -> Path:
    """Write a template: parameters, opening, text cells by id, and a chart before the last one."""
    code, text = nbformat.v4.new_code_cell, nbformat.v4.new_markdown_cell
    made = [text(source, id=name) for name, source in (TEXTS if texts is None else texts).items()]
    cells = [
        code('ar: int = 2025\nkommunkod: str = "0188"', id="parametrar", metadata={"tags": ["parameters"]}),
        code("from hemtjanst_lib import open_report\n\nk = open_report(ar, kommunkod)", id="rapport"),
        *made[:-1],
        code("charts.karta(k)", id="karta"),
        *made[-1:],
    ]
    path = folder / "kommunrapport.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    return path


def target(folder: Path, kod: str = "0188", stem: str = "0188_norrtalje") -> Target:
    return Target(2025, stem, kod, "Norrtälje", "kommunrapport", folder / "kommunrapport.ipynb")


def rendered(folder: Path, name: str = "rapport.ipynb", *, draft: bool = False) -> Path:
    """Make the notebook that the factory would, with the own words of today, but for the running."""
    aim = target(folder)
    notebook = nbformat.read(aim.template, as_version=4)
    apply(notebook, aim.rapport, aim.changes(), draft=draft)
    nbformat.write(notebook, folder / name)
    return folder / name


def change(path: Path, how: Callable[[list[dict]], list[dict] | None]) -> Path:
    """Change a notebook's cells as somebody does in JupyterLab, where a cell's text is one string."""
    content = json.loads(path.read_text(encoding="utf-8"))
    for cell in content["cells"]:
        cell["source"] = "".join(cell["source"])
    content["cells"] = how(content["cells"]) or content["cells"]
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
    return path


def write(path: Path, **texts: str) -> Path:
    """Write other words in cells."""

    def how(cells):
        for cell in cells:
            cell["source"] = texts.get(cell["id"].replace("-", "_"), cell["source"])

    return change(path, how)


def added(text: str, name: str = "3f0c1a2b-77aa-4c1e-9f00-000000000001", kind: str = "markdown") -> dict:
    """Make a cell as JupyterLab does."""
    extra = {"outputs": [], "execution_count": None} if kind == "code" else {}
    return {"cell_type": kind, "id": name, "metadata": {}, "source": text, **extra}


def shown(path: Path) -> dict[str, str]:
    """Return the text cells of a notebook by id."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return {cell["id"]: "".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"}
