"""A changed notebook to the file of own words."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hemtjanst_lib.edits.files import change_words, edit_path, read_words
from hemtjanst_lib.edits.merge import Author, Merged, merge
from hemtjanst_lib.edits.model import Change, OwnWords, text_hash
from hemtjanst_lib.edits.reading import Touched, origin_of, read_notebook, touched
from hemtjanst_lib.errors import EditError
from hemtjanst_lib.files import sha256, write_atomic
from hemtjanst_lib.notebook import origin

Finish = Callable[[Change], Change]


@dataclass(frozen=True)
class Target:
    """Which report own words are for.

    Parameters
    ----------
    ar : int
        Index year.
    stem : str
        Name of the file of own words, such as ``0188_norrtalje``.
    kod, namn : str
        The subject's code and name.
    rapport : str
        Name of the template without suffix.
    template : Path
        The template.
    """

    ar: int
    stem: str
    kod: str
    namn: str
    rapport: str
    template: Path

    @property
    def path(self) -> Path:
        """The file of own words."""
        return edit_path(self.ar, self.stem)

    @property
    def blank(self) -> OwnWords:
        """What stands for no file."""
        return OwnWords(ar=self.ar, kod=self.kod, namn=self.namn)

    def changes(self) -> tuple[Change, ...]:
        """Read what is written for the report.

        Raises
        ------
        EditError
            If the file is not sound, or is another subject's.
        """
        return self.of(read_words(self.path) or self.blank)

    def of(self, words: OwnWords) -> tuple[Change, ...]:
        """Take the report's changes out of a file; refuse a file that was copied from another subject or year."""
        if (words.ar, words.kod) != (self.ar, self.kod):
            raise EditError(
                f"{self.path}: is about {words.kod} {words.ar}, but its name says {self.kod} {self.ar}",
                do="Give the file its own name again.",
            )
        return words.of(self.rapport)


@dataclass(frozen=True)
class Saved:
    """What came of saving: by cell what was done, and the words as they now stand in the file."""

    told: Mapping[str, str] = field(default_factory=dict)
    changes: Sequence[Change] = ()
    fresh: Sequence[str] = ()


def save(notebook: Path, target: Target, author: Author, finish: Finish | None = None) -> Saved:
    """Keep what was changed in a notebook as own words.

    Parameters
    ----------
    notebook : Path
        An executed notebook that was changed and saved.
    target : Target
        The report that it is.
    author : Author
        Who, when and why.
    finish : callable, optional
        Given each new change, returns it with its numbers checked and linked.

    Raises
    ------
    EditError
        If the notebook holds what cannot be kept, or the file is not sound; then nothing is written.
    """
    content = read_notebook(notebook)
    made_from = origin_of(content, notebook.name)
    if made_from.rapport != target.rapport:
        raise EditError(f"{notebook.name} is a {made_from.rapport}, not a {target.rapport}")
    found = _not_saved_before(touched(content, notebook.name), notebook, content)
    order = [cell.id for cell in made_from.cells]
    outcome: list[Merged] = []

    def how(words: OwnWords) -> OwnWords:
        merged = merge(found, target.of(words), author, order)
        done = tuple(_finished(change, merged, finish) for change in merged.changes)
        outcome.append(Merged(done, merged.fresh, merged.told))
        return words.having(target.rapport, done)

    if found:
        change_words(target.path, target.blank, how)
        _note(notebook, content)
    merged = outcome[-1] if outcome else Merged(target.changes())
    return Saved(merged.told, merged.changes, merged.fresh)


def _finished(change: Change, merged: Merged, finish: Finish | None) -> Change:
    if finish is None or change.cell not in merged.fresh or change.text is None:
        return change
    done = finish(change)
    return done if done.text == change.text else done.model_copy(update={"skrivet": text_hash(change.text)})


def unsaved(notebook: Path, target: Target) -> list[str]:
    """Name the cells of a notebook whose changes are not kept anywhere else.

    A notebook that cannot be read or does not say what it was made from holds nothing that can be told apart.

    Raises
    ------
    EditError
        If the file of own words is not sound, or the notebook holds changes that cannot be saved.
    """
    try:
        content = read_notebook(notebook)
        origin_of(content, notebook.name)
    except EditError:
        return []
    found = _not_saved_before(touched(content, notebook.name), notebook, content)
    merged = merge(found, target.changes(), Author("?", "?"), [])
    return list(merged.told)


# What has been saved from a notebook is noted beside it, so that words dropped since do not come back from it.


def _notes(notebook: Path) -> Path:
    return notebook.with_name(f".{notebook.name}.sparat")


def _fingerprint(content: Mapping[str, Any]) -> str:
    return sha256(json.dumps(content["metadata"][origin.METADATA_KEY], sort_keys=True).encode())


def _note(notebook: Path, content: dict[str, Any]) -> None:
    hashes = {each.cell: text_hash(each.text or "") for each in touched(content, notebook.name)}
    noted = {"av": _fingerprint(content), "celler": hashes}
    write_atomic(_notes(notebook), json.dumps(noted, sort_keys=True, indent=1) + "\n")


def _not_saved_before(found: Sequence[Touched], notebook: Path, content: Mapping[str, Any]) -> list[Touched]:
    try:
        noted = json.loads(_notes(notebook).read_text(encoding="utf-8"))
        known = dict(noted["celler"]) if noted["av"] == _fingerprint(content) else {}
    except (OSError, ValueError, KeyError, TypeError):
        known = {}
    return [each for each in found if known.get(each.cell) != text_hash(each.text or "")]
