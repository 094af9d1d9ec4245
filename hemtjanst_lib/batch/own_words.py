"""The analyst's own words in a run: which a report uses, and whether they let it be made."""

from __future__ import annotations

from typing import Any

from hemtjanst_lib.batch import manifest
from hemtjanst_lib.batch.plan import Job
from hemtjanst_lib.batch.words_file import target_of
from hemtjanst_lib.edits.apply import refuse_waiting
from hemtjanst_lib.edits.model import Change
from hemtjanst_lib.edits.reading import read_notebook
from hemtjanst_lib.edits.save import unsaved
from hemtjanst_lib.edits.state import State, states
from hemtjanst_lib.errors import EditError, GateError
from hemtjanst_lib.files import sha256
from hemtjanst_lib.notebook.origin import cells_of


def judged(job: Job) -> list[State]:
    """Judge a report's own words against its template.

    Raises
    ------
    EditError
        If the file is not sound.
    """
    target = target_of(job)
    if not (changes := target.changes()):
        return []
    return states(changes, cells_of(read_notebook(job.template)))


def check(job: Job) -> None:
    """Refuse to make a report over words that are not saved, or, unless it is a draft, with words that wait for review.

    Raises
    ------
    GateError
        With the cells.
    EditError
        If the file of own words is not sound.
    """
    _refuse_unsaved(job)
    found = judged(job)
    if job.draft:
        return
    try:
        refuse_waiting(job.rapport, found)
    except EditError as fault:
        raise GateError(fault.what, fault.faults, do=fault.do) from None


def _refuse_unsaved(job: Job) -> None:
    notebook = job.file(".ipynb")
    if not notebook.is_file() or manifest.entry_of(job).get("filer", {}).get(notebook.name) == sha256(notebook):
        return
    do = "Save them with: hemtjanst edits save, or delete or rename the notebook if they are to be lost."
    try:
        cells = unsaved(notebook, target_of(job))
    except EditError as fault:
        raise GateError(f"{notebook.name} has been changed: {fault.what}", fault.faults, do=do) from None
    if cells:
        raise GateError(f"{notebook.name} holds words that are not saved", [f"cell {name}" for name in cells], do=do)


def order_of(job: Job) -> dict[str, Any]:
    """Put what a report says in own words into an order for the process that runs its notebook."""
    changes = target_of(job).changes()
    return {
        "rapport": job.rapport,
        "changes": [change.model_dump(mode="json") for change in changes],
        "draft": job.draft,
        "parameters": job.parameters,
    }


def changes_in(order: dict[str, Any]) -> tuple[Change, ...]:
    """Read the changes in an order."""
    return tuple(Change.model_validate(each) for each in order["changes"])
