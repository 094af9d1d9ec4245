"""Own words at the desk: save them from a notebook, list them with what waits, show them, choose."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from hemtjanst_lib.batch.words_file import target_of
from hemtjanst_lib.desk.reports import choice_of_code, job_of_notebook, kind_of, one_job
from hemtjanst_lib.edits import choose, figures, save
from hemtjanst_lib.edits.facts import opened
from hemtjanst_lib.edits.figures import Finding
from hemtjanst_lib.edits.files import change_words, edit_files, read_words
from hemtjanst_lib.edits.merge import Author
from hemtjanst_lib.edits.model import Change, OwnWords
from hemtjanst_lib.edits.reading import read_notebook
from hemtjanst_lib.edits.save import Target
from hemtjanst_lib.edits.state import MEANING, State, states
from hemtjanst_lib.edits.worddiff import marked
from hemtjanst_lib.errors import EditError
from hemtjanst_lib.notebook.origin import Cell, cells_of
from hemtjanst_lib.review.signature import checklist


def save_words(notebook: Path, author: Author, own_numbers: tuple[str, ...] = ()) -> list[str]:
    """Save what was changed in a notebook, and say what was done, a line each.

    Raises
    ------
    EditError
        If something in it cannot be kept; then nothing is saved.
    """
    told, findings, name = save_with_findings(notebook, author, own_numbers)
    lines = [f"{cell}: {what}" for cell, what in told.items()]
    done = f"{len(told)} saved in {name}" if told else "nothing new to save"
    return [*lines, *(f"  {each.told()}" for each in findings), done]


def save_with_findings(
    notebook: Path, author: Author, own_numbers: tuple[str, ...] = ()
) -> tuple[Mapping[str, str], list[Finding], str]:
    """Save as ``save_words`` does; returns what was done by cell, what is known of each number, and the file's name."""
    job = job_of_notebook(notebook)
    target = target_of(job)
    findings: list[Finding] = []
    facts = cache(lambda: opened(job.template, job.parameters))

    def finish(change: Change) -> Change:
        answered = change.model_copy(update={"egna_tal": tuple(sorted({*change.egna_tal, *own_numbers}))})
        done, found = figures.finish(answered if own_numbers else change, facts())
        findings.extend(found)
        return done

    saved = save.save(notebook, target, author, finish)
    return saved.told, findings, target.path.name


def check_words(ar: int, kod: str, rapport: str, data: Path) -> list[Finding]:
    """Compare the numbers in a report's own words with the facts anew, and link or note them; returns all findings."""
    target = target_named(ar, kod, rapport)
    job = one_job(kind_of(rapport), choice_of_code(kind_of(rapport), target.kod), ar, data)
    facts, findings = opened(job.template, job.parameters), list[Finding]()

    def how(words: OwnWords) -> OwnWords:
        done = []
        for change in target.of(words):
            made, found = figures.finish(change, facts)
            done.append(made)
            findings.extend(found)
        return words.having(rapport, tuple(done))

    change_words(target.path, target.blank, how)
    return findings


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


def file_faults(ar: int) -> tuple[list[str], list[str]]:
    """List the faults of a year's files of own words and of the checklist, and the words that wait for review."""
    faults, waiting = [], []
    for each in listed(ar):
        if isinstance(each, EditError):
            faults += [f"{each.what}: {line}" for line in each.faults or ("",)]
            continue
        told = (state for found in each.states.values() for state in found if state.waits)
        waiting += [f"{each.path.name}: {state.told()}" for state in told]
    try:
        checklist()
    except EditError as fault:
        faults.append(fault.what)
    return faults, waiting


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
