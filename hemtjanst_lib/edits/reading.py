"""An executed notebook that somebody has changed: what she changed, and what cannot be kept."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hemtjanst_lib.edits.apply import shown_cells
from hemtjanst_lib.edits.model import OWN
from hemtjanst_lib.errors import EditError
from hemtjanst_lib.notebook import origin
from hemtjanst_lib.notebook.origin import INJECTED, Cell, Origin


@dataclass(frozen=True)
class Touched:
    """A cell that was changed in the notebook.

    Parameters
    ----------
    cell : str
        The template cell's id, or one that begins with ``egen-``.
    text : str or None
        What stands there now; None when it was taken out.
    given : str or None
        What stood there when the notebook was made; None for nothing.
    mall : str or None
        The template's text then; None for an own cell.
    efter : str or None
        For an own cell, what it follows.
    """

    cell: str
    text: str | None
    given: str | None
    mall: str | None
    efter: str | None = None


def read_notebook(path: Path) -> dict[str, Any]:
    """Read a notebook file.

    Raises
    ------
    EditError
        If it is no notebook.
    """
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        origin.cells_of(found)
    except OSError as fault:
        raise EditError(f"{path}: cannot be read ({fault.strerror})") from None
    except (ValueError, KeyError, TypeError):
        raise EditError(f"{path}: is no sound notebook", do="Render it again, and save it in JupyterLab.") from None
    return dict(found)


def origin_of(notebook: dict[str, Any], name: str) -> Origin:
    """Say what a notebook was made from.

    Raises
    ------
    EditError
        If it does not say, so that nobody can tell what was changed in it.
    """
    if (found := origin.read(notebook)) is None:
        raise EditError(
            f"{name}: does not say what it was made from, so what you changed in it cannot be told from the rest",
            do="Put it aside, render the report again, and make your changes in the new notebook.",
        )
    return found


def touched(notebook: dict[str, Any], name: str) -> list[Touched]:
    """List what was changed in a notebook since it was made; whether it holds outputs does not matter.

    Raises
    ------
    EditError
        With all that cannot be kept: ids missing or doubled, code changed, cells moved.
    """
    made_from = origin_of(notebook, name)
    cells = shown_cells(origin.cells_of(notebook))
    if faults := [*_id_faults(cells), *_code_faults(cells, made_from), *_order_faults(cells, made_from)]:
        raise EditError(
            f"{name}: nothing has been saved, because some of it cannot be kept",
            faults,
            do="Put it right in JupyterLab (Edit, Undo helps), save the notebook, and save the texts again.",
        )
    return [*_template_cells(cells, made_from), *_own_cells(cells, made_from)]


def _id_faults(cells: Sequence[Cell]) -> list[str]:
    counted = Counter(cell.id for cell in cells)
    faults = [f"cell {n}, {_start(cell)}, has no id" for n, cell in enumerate(cells, start=1) if not cell.id]
    return faults + [f"{times} cells have the id {name}" for name, times in counted.items() if name and times > 1]


def _code_faults(cells: Sequence[Cell], made_from: Origin) -> list[str]:
    then = {cell.id: cell for cell in made_from.cells}
    faults, here = [], {cell.id for cell in cells}
    for cell in cells:
        before = then.get(cell.id)
        if before is None and cell.kind != "markdown":
            faults.append(
                f"cell {cell.id}, {_start(cell)}, is a new {cell.kind} cell; only text can be added to a report"
            )
        elif before is not None and before.kind != cell.kind:
            faults.append(f"cell {cell.id} was a {before.kind} cell and is now a {cell.kind} cell")
        elif before is not None and cell.kind != "markdown" and cell.text != before.text:
            faults.append(f"cell {cell.id}: its code is changed; code belongs to the template of all reports")
    gone = [cell for cell in made_from.cells if cell.required and cell.id not in here]
    return faults + [f"cell {cell.id} is gone, and the report cannot be made without it" for cell in gone]


def _order_faults(cells: Sequence[Cell], made_from: Origin) -> list[str]:
    place = {cell.id: number for number, cell in enumerate(made_from.cells)}
    order = [cell.id for cell in cells if cell.id in place]
    return [
        f"cell {after} has been moved in front of {before}; the order belongs to the template"
        for after, before in zip(order[1:], order, strict=False)
        if place[after] < place[before]
    ]


def _start(cell: Cell) -> str:
    line = cell.text.strip().partition("\n")[0] if cell.kind == "markdown" else "…"
    return f"“{line[:40]}{'…' if len(line) > 40 else ''}”"


def _template_cells(cells: Sequence[Cell], made_from: Origin) -> list[Touched]:
    here = {cell.id: cell.text for cell in cells}
    found = []
    for cell in made_from.cells:
        given = made_from.given.get(cell.id, cell.text)
        text = here.get(cell.id) or None  # an emptied cell is left out
        if cell.id != INJECTED and text != given and (text or given):
            found.append(Touched(cell.id, text, given, cell.text))
    return found


def _own_cells(cells: Sequence[Cell], made_from: Origin) -> list[Touched]:
    known = {cell.id for cell in made_from.cells}
    found, before = [], made_from.cells[0].id
    for cell in cells:
        if cell.id in known:
            before = cell.id if cell.id != INJECTED else before
        elif cell.text:
            name = own_id(cell.id)
            found.append(Touched(name, cell.text, made_from.given.get(name), None, before))
            before = name
    here = {each.cell for each in found}
    gone = [name for name, text in made_from.given.items() if name.startswith(OWN) and name not in here and text]
    return found + [Touched(name, None, made_from.given[name], None) for name in gone]


def own_id(name: str) -> str:
    """Name an own cell after the id that JupyterLab gave it.

    >>> own_id("3f0c1a2b-77aa-4c1e-9f00-aa"), own_id("egen-3f0c1a2b")
    ('egen-3f0c1a2b', 'egen-3f0c1a2b')
    """
    return name if name.startswith(OWN) else f"{OWN}{name.partition('-')[0][:12].lower()}"
