"""Which own words can stand, and which a person must look at, because the template has changed under them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from hemtjanst_lib.edits.model import Change, text_hash
from hemtjanst_lib.notebook.origin import Cell

Status = Literal["galler", "granska", "krock", "herrelos"]
MEANING: Mapping[Status, str] = {
    "galler": "in force",
    "granska": "the template's text has changed since this was written",
    "krock": "two have written for this cell; choose one",
    "herrelos": "the template no longer has the cell",
}


@dataclass(frozen=True)
class State:
    """A change and whether it can stand.

    Parameters
    ----------
    change : Change
        What was written.
    status : {"galler", "granska", "krock", "herrelos"}
        In force, to review, in conflict, or without a place.
    now : str or None
        The template's text today; None for an own cell, and when the cell is gone.
    """

    change: Change
    status: Status
    now: str | None

    @property
    def waits(self) -> bool:
        """Whether a person must look at it before the report is released."""
        return self.status != "galler"

    def told(self) -> str:
        """Say on one line what it is about."""
        return f"cell {self.change.cell} ({self.change.vem}, {self.change.nar}): {MEANING[self.status]}"


def states(changes: Sequence[Change], template: Sequence[Cell]) -> list[State]:
    """Judge each change against the template as it is today.

    An own cell that nobody prints any more needs no place.
    """
    texts = {cell.id: cell.text for cell in template}
    placed = set(texts)
    made: list[State] = []
    for change in _anchors_first(changes, placed):
        status = _status(change, texts, placed)
        if change.own and status != "herrelos":
            placed.add(change.cell)
        made.append(State(change, status, None if change.own else texts.get(change.cell)))
    order = {change.cell: number for number, change in enumerate(changes)}
    return sorted(made, key=lambda state: order[state.change.cell])


def _anchors_first(changes: Sequence[Change], placed: set[str]) -> list[Change]:
    """Put own cells after those that they follow; what follows nothing that there is comes last."""
    found = [change for change in changes if not change.own]
    left, known = [change for change in changes if change.own], set(placed)
    while ready := [change for change in left if change.efter in known]:
        found += ready
        known |= {change.cell for change in ready}
        left = [change for change in left if change.cell not in known]
    return found + left


def _status(change: Change, texts: Mapping[str, str], placed: set[str]) -> Status:
    if change.own:
        if change.text is None and not change.andra:
            return "galler"
        if change.efter not in placed:
            return "herrelos"
    elif change.cell not in texts:
        return "herrelos"
    if change.andra:
        return "krock"
    if not change.own and change.mall_sha256 != text_hash(texts[change.cell]):
        return "granska"
    return "galler"
