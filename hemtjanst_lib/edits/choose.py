"""What a person decides about own words: drop them, keep them as they are, choose between two, answer for a number."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hemtjanst_lib.edits.files import change_words
from hemtjanst_lib.edits.model import Change, OwnWords, Version, text_hash
from hemtjanst_lib.edits.save import Target
from hemtjanst_lib.errors import EditError
from hemtjanst_lib.notebook.origin import Cell


def drop(target: Target, cells: Sequence[str]) -> list[str]:
    """Take own words away for good; with no cells named, all of the report's. Returns the cells.

    Raises
    ------
    EditError
        If there is nothing of that name.
    """
    dropped: list[str] = []

    def how(words: OwnWords) -> OwnWords:
        changes = target.of(words)
        gone = _named(changes, cells) if cells else list(changes)
        if not gone:
            raise EditError(f"{target.kod} {target.rapport}: there are no own words to drop")
        dropped.extend(change.cell for change in gone)
        return words.having(target.rapport, tuple(change for change in changes if change not in gone))

    change_words(target.path, target.blank, how)
    return dropped


def keep(target: Target, cells: Sequence[str], template: Sequence[Cell], *, author: str = "") -> list[str]:
    """Say that own words shall stand as they are, also beside the template as it is today.

    Parameters
    ----------
    target : Target
        The report.
    cells : sequence of str
        Which of them.
    template : sequence of Cell
        The template of today.
    author : str
        Whose words, when two have written for the cell; the words in force when left out.

    Raises
    ------
    EditError
        If there is nothing of that name, the template no longer has the cell, or the author has written nothing there.
    """
    texts = {cell.id: cell.text for cell in template}

    def how(words: OwnWords) -> OwnWords:
        changes = target.of(words)
        chosen = {change.cell: _kept(change, texts, author) for change in _named(changes, cells)}
        return words.having(target.rapport, tuple(chosen.get(change.cell, change) for change in changes))

    change_words(target.path, target.blank, how)
    return list(cells)


def answer_for(target: Target, cells: Sequence[str], numbers: Iterable[str]) -> None:
    """Note that an analyst answers for typed numbers that no fact of the report holds."""
    wanted = tuple(numbers)

    def how(words: OwnWords) -> OwnWords:
        changes = target.of(words)
        named = {change.cell for change in _named(changes, cells)}
        return words.having(target.rapport, tuple(_answered(c, wanted) if c.cell in named else c for c in changes))

    change_words(target.path, target.blank, how)


def _answered(change: Change, numbers: Sequence[str]) -> Change:
    return change.model_copy(update={"egna_tal": tuple(sorted({*change.egna_tal, *numbers}))})


def _named(changes: Sequence[Change], cells: Sequence[str]) -> list[Change]:
    by_cell = {change.cell: change for change in changes}
    if unknown := [name for name in cells if name not in by_cell]:
        there = ", ".join(by_cell) or "none"
        raise EditError(f"no own words for cell {', '.join(unknown)}", do=f"There are: {there}.")
    return [by_cell[name] for name in cells]


def _kept(change: Change, texts: dict[str, str], author: str) -> Change:
    chosen = _by(change, author)
    made = change.with_version(chosen).model_copy(update={"andra": ()})
    if change.own:
        if change.efter not in texts and not str(change.efter).startswith("egen-"):
            raise EditError(
                f"cell {change.cell}: the cell {change.efter} that it follows is gone",
                do=f"Change efter in the file of own words to one that there is: {', '.join(texts)}.",
            )
        return made
    if change.cell not in texts:
        raise EditError(
            f"cell {change.cell}: the template no longer has it, so the words have no place",
            do="Write them in another cell, or drop them.",
        )
    now = texts[change.cell]
    return made.model_copy(update={"mall": now, "mall_sha256": text_hash(now)})


def _by(change: Change, author: str) -> Version:
    found = [version for version in change.versions if not author or version.vem == author]
    if not found:
        raise EditError(
            f"cell {change.cell}: {author} has written nothing there",
            do=f"Choose among {', '.join(version.vem for version in change.versions)}.",
        )
    return found[0]
