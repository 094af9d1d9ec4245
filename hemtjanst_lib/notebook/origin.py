"""What an executed notebook was made from, kept in its metadata: the template's cells, and what was shown instead.

Whoever changes a word in an executed notebook changes it against these texts, also when the template or somebody
else's words have changed since. No name and no clock is in it: same inputs, same bytes.
"""

from __future__ import annotations

import ast
import hashlib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hemtjanst_lib.notebook.inline import expressions

METADATA_KEY = "hemtjanst"
INJECTED = "injected-parameters"
REVIEW = "granska-"  # ids of cells that only a draft has


@dataclass(frozen=True)
class Cell:
    """A cell by its id, its type (``markdown``, ``code``, ``raw``) and its text, of which code has only the hash.

    ``required`` is true for code that a report cannot be made without, because it sets or opens something. A parameters
    cell holds the code of some kommun, which a report that names no other may not even keep in its metadata.
    """

    id: str
    kind: str
    text: str
    required: bool = False

    @classmethod
    def of(cls, name: str, kind: str, source: str) -> Cell:
        """Read a cell."""
        text = plain_text(source)
        if kind == "markdown":
            return cls(name, kind, text)
        required = kind == "code" and any(not isinstance(node, ast.Expr) for node in _parsed(text).body)
        return cls(name, kind, hashlib.sha256(text.encode()).hexdigest(), required)


@dataclass(frozen=True)
class Origin:
    """What a notebook was made from.

    Parameters
    ----------
    rapport : str
        The template's name without suffix, such as ``kommunrapport``.
    cells : tuple of Cell
        The template's cells in order.
    given : mapping
        From cell id to the words shown in place of the template's, None for a cell left out; own cells too.
    draft : bool
        Whether it is a draft.
    """

    rapport: str
    cells: tuple[Cell, ...]
    given: Mapping[str, str | None]
    draft: bool = False

    @property
    def texts(self) -> dict[str, str]:
        """The template's texts by cell id."""
        return {cell.id: cell.text for cell in self.cells}


def _parsed(source: str) -> ast.Module:
    try:
        return ast.parse(source)
    except SyntaxError:
        return ast.Module([], [])


def plain_text(text: str) -> str:
    """Return a cell's text in one form: lines ended as in Unix, letters composed, no space at its end."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).rstrip()


def cells_of(notebook: Mapping[str, Any]) -> tuple[Cell, ...]:
    """Read the cells; one without id has the id ""."""
    return tuple(Cell.of(id_of(cell), cell["cell_type"], "".join(cell["source"])) for cell in notebook["cells"])


def id_of(cell: Mapping[str, Any]) -> str:
    """Return a cell's id; papermill gives the cell with the parameters a new one each time."""
    return INJECTED if INJECTED in _tags(cell) else str(cell.get("id", ""))


def _tags(cell: Mapping[str, Any]) -> Sequence[str]:
    found: Sequence[str] = cell.get("metadata", {}).get("tags", [])
    return found


def stamp(notebook: Any) -> None:
    """Note in a notebook that is about to run what it was made from, if it is a report and that is not noted yet."""
    if METADATA_KEY in notebook.metadata or not _is_report(notebook):
        return
    path = str(notebook.metadata.get("papermill", {}).get("input_path") or "")
    write(notebook, Origin(path.rsplit("/", 1)[-1].removesuffix(".ipynb"), cells_of(notebook), {}))


def _is_report(notebook: Any) -> bool:
    tagged = any("parameters" in _tags(cell) for cell in notebook.cells)
    return tagged and any(cell.cell_type == "markdown" and expressions(cell.source) for cell in notebook.cells)


def write(notebook: Any, origin: Origin) -> None:
    """Store an origin in a notebook's metadata."""
    cells = [
        {"id": cell.id, "typ": cell.kind, "text": cell.text} | ({"kravs": True} if cell.required else {})
        for cell in origin.cells
    ]
    stored: dict[str, Any] = {"rapport": origin.rapport, "mall": cells}
    if origin.given:
        stored["givet"] = dict(origin.given)
    if origin.draft:
        stored["utkast"] = True
    notebook.metadata[METADATA_KEY] = stored


def read(notebook: Mapping[str, Any]) -> Origin | None:
    """Read what a notebook was made from; None when it does not say."""
    stored = notebook.get("metadata", {}).get(METADATA_KEY)
    if not isinstance(stored, Mapping) or not stored.get("mall"):
        return None
    cells = tuple(Cell(cell["id"], cell["typ"], cell["text"], cell.get("kravs", False)) for cell in stored["mall"])
    return Origin(stored["rapport"], cells, stored.get("givet", {}), bool(stored.get("utkast")))
