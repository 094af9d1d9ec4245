"""Own words at the desk: save them from a notebook, list them with what waits, show them, choose."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from hemtjanst_lib.batch.words_file import target_of
from hemtjanst_lib.desk.reports import job_of_notebook, kind_of
from hemtjanst_lib.edits import choose, save
from hemtjanst_lib.edits.files import edit_files, read_words
from hemtjanst_lib.edits.merge import Author
from hemtjanst_lib.edits.model import OwnWords
from hemtjanst_lib.edits.reading import read_notebook
from hemtjanst_lib.edits.save import Target
from hemtjanst_lib.edits.state import MEANING, State, states
from hemtjanst_lib.edits.worddiff import marked
from hemtjanst_lib.errors import EditError
from hemtjanst_lib.notebook.origin import Cell, cells_of


def save_words(notebook: Path, author: Author, own_numbers: tuple[str, ...] = ()) -> list[str]:
    """Save what was changed in a notebook, and say what was done, a line each.

    Raises
    ------
    EditError
        If something in it cannot be kept; then nothing is saved.
    """
    job = job_of_notebook(notebook)
    target = target_of(job)
    saved = save.save(notebook, target, author)
    lines = [f"{cell}: {what}" for cell, what in saved.told.items()]
    return [*lines, f"{len(saved.told)} saved in {target.path.name}" if lines else "nothing new to save"]


@dataclass(frozen=True)
class Listed:
    """A file of own words with what can be said of each change today, by report."""

    path: Path
    words: OwnWords
    states: Mapping[str, list[State]]


def listed(ar: int, kod: str = "") -> Iterator[Listed | EditError]:
    """Give all own words of a year; a file that is not sound as its fault.

    Parameters
    ----------
    ar : int
        Index year.
    kod : str
        Only the subject with this code or file name; all when left out.
    """
    for path in edit_files(ar):
        if kod and kod != path.stem and not path.stem.startswith(f"{kod}_") and path.stem != f"lan_{kod}":
            named = False
        else:
            named = True
        try:
            words = read_words(path)
        except EditError as fault:
            if named:
                yield fault
            continue
        if words is not None and (named or words.kod == kod):
            yield Listed(path, words, {name: states(words.of(name), template(name)) for name in words.rapporter})


def template(rapport: str) -> tuple[Cell, ...]:
    """Read a template's cells as they are today."""
    return cells_of(read_notebook(kind_of(rapport).template))


def target_named(ar: int, kod: str, rapport: str) -> Target:
    """Find the own words of one report by the subject's code.

    Raises
    ------
    EditError
        If there are none, or several subjects have them.
    """
    found = []
    for each in listed(ar, kod):
        if isinstance(each, EditError):
            raise each
        found.append(each)
    exact = [each for each in found if kod in {each.words.kod, each.path.stem}] or found
    if len(exact) != 1:
        there = ", ".join(path.stem for path in edit_files(ar)) or "none"
        raise EditError(f"{len(exact)} files of own words for {kod} {ar}", do=f"There are: {there}.")
    words = exact[0].words
    return Target(ar, exact[0].path.stem, words.kod, words.namn, rapport, kind_of(rapport).template)


def shown(state: State) -> Iterator[str]:
    """Show one change: the texts that stand against each other, and their differences word by word."""
    change = state.change
    yield " · ".join(filter(None, [change.cell, MEANING[state.status], f"{change.vem} {change.nar}", change.varfor]))
    if change.mall is not None:
        yield f"  template then:\n{_indented(change.mall)}"
        if state.status == "granska" and state.now is not None:
            yield f"  template now:\n{_indented(state.now)}"
            yield f"  changed in the template:\n{_indented(marked(change.mall, state.now))}"
    else:
        yield f"  own cell after {change.efter}"
    for version in change.versions:
        told = "left out" if version.text is None else f"\n{_indented(version.text)}"
        yield f"  {version.vem} {version.nar}: {told}"
    if change.mall is not None and change.text is not None:
        yield f"  changed against the template then:\n{_indented(marked(change.mall, change.text))}"


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.splitlines())


drop, keep, answer_for = choose.drop, choose.keep, choose.answer_for
