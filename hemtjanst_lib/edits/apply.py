"""Own words put into a template that is about to run."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell

from hemtjanst_lib.edits.model import Change
from hemtjanst_lib.edits.state import State, states
from hemtjanst_lib.errors import EditError
from hemtjanst_lib.notebook import origin
from hemtjanst_lib.notebook.origin import REVIEW, Cell, Origin

_TITLES = {
    "granska": "Att granska: mallens text har ändrats",
    "krock": "Att granska: två har skrivit här",
    "herrelos": "Att granska: texten har ingen plats i mallen",
}


def apply(notebook: Any, rapport: str, changes: Sequence[Change], *, draft: bool = False) -> None:
    """Put the words in force into a notebook, in place, and note in it what it was made from.

    Parameters
    ----------
    notebook : NotebookNode
        The template with its parameters, not yet run.
    rapport : str
        The template's name without suffix.
    changes : sequence of Change
        All that is written for this report.
    draft : bool
        Whether words that wait for review are shown too, each with a box that says so.

    Raises
    ------
    EditError
        If words wait for review and it is no draft.
    """
    template = origin.cells_of(notebook)
    judged = states(changes, template)
    if not draft:
        refuse_waiting(rapport, judged)
    given = {state.change.cell: state.change.text for state in judged if state.status != "herrelos"}
    notebook.cells = list(_cells(notebook, judged))
    if draft:
        notebook.cells += [_box(state) for state in judged if state.status == "herrelos"]
    origin.write(notebook, Origin(rapport, template, given, draft))


def refuse_waiting(rapport: str, judged: Sequence[State]) -> None:
    """Refuse words that wait for review.

    Raises
    ------
    EditError
        With each of them.
    """
    if faults := [state.told() for state in judged if state.waits]:
        raise EditError(
            f"{rapport}: own words wait for review",
            faults,
            do="See them with: hemtjanst edits show; keep, drop or rewrite each. --draft renders a marked draft.",
        )


def _cells(notebook: Any, judged: Sequence[State]) -> Iterator[NotebookNode]:
    """Give the cells in reading order: the template's as changed, each followed by the own cells that follow it."""
    changed = {each.change.cell: each for each in judged if not each.change.own}
    following: dict[str, list[State]] = {}
    for each in judged:
        if each.change.own and each.status != "herrelos":
            following.setdefault(str(each.change.efter), []).append(each)
    for cell in notebook.cells:
        name = origin.id_of(cell)
        if (state := changed.get(name)) is None:
            yield cell
        else:
            yield from _changed(cell, state)
        yield from _own(name, following)


def _changed(cell: NotebookNode, state: State) -> Iterator[NotebookNode]:
    if state.change.text is not None:
        cell.source = state.change.text
        yield cell
    if state.waits:
        yield _box(state)


def _own(after: str, following: dict[str, list[State]]) -> Iterator[NotebookNode]:
    for state in following.get(after, []):
        if state.change.text is not None:
            yield _markdown(state.change.cell, state.change.text)
        if state.waits:
            yield _box(state)
        yield from _own(state.change.cell, following)


def _markdown(name: str, text: str) -> NotebookNode:
    made: NotebookNode = new_markdown_cell(text, id=name)  # type: ignore[no-untyped-call]
    return made


def _box(state: State) -> NotebookNode:
    """Say in a draft what must be looked at, with the texts that stand against each other."""
    texts = [("Mallens text nu", state.now)] if state.status == "granska" else []
    texts += [(f"{each.vem} har skrivit", each.text) for each in state.change.andra]
    if state.status == "herrelos":
        texts = [(f"{state.change.vem} har skrivit", state.change.text)]
    quoted = [f"**{name}:**\n\n{_quote(text)}" for name, text in texts]
    lines = "\n\n".join(quoted)
    return _markdown(f"{REVIEW}{state.change.cell}", f":::{{warning}} {_TITLES[state.status]}\n{lines}\n:::")


def _quote(text: str | None) -> str:
    """Quote a text without its headings and boxes, which may not stand inside a box."""
    if text is None:
        return "*Utelämnat.*"
    kept = [re.sub(r"^#+ (.*)", r"**\1**", line) for line in text.splitlines() if not line.startswith(":::")]
    return "\n".join(f"> {line}" for line in kept)


def shown_cells(cells: Sequence[Cell]) -> list[Cell]:
    """Leave out the boxes that only a draft has."""
    return [cell for cell in cells if not cell.id.startswith(REVIEW)]
