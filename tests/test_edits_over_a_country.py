"""A correction of data under edited reports: no words lost, no stale number unseen, nobody asked without cause.

Each report has three edits of the template's text, with numbers that are linked to facts and numbers that cannot be,
and an own cell. Then a source is corrected, which moves means and places of nearly all kommuner, and the template
changes in one of the cells.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import nbformat
import pytest
from edit_notebooks import ANNA, added, change, write

from hemtjanst_lib import open_report, paths, reference, store
from hemtjanst_lib.analysis.sifferfakta import Faktum, sifferfakta
from hemtjanst_lib.edits.apply import apply
from hemtjanst_lib.edits.facts import Facts
from hemtjanst_lib.edits.figures import check, finish
from hemtjanst_lib.edits.model import Change
from hemtjanst_lib.edits.save import Target, save
from hemtjanst_lib.edits.state import states
from hemtjanst_lib.edits.tokens import tokens
from hemtjanst_lib.notebook.inline import expressions
from hemtjanst_lib.notebook.origin import cells_of

AR = 2025
CELLS = ("arets-index", "hemtjanstindex-lan", "utveckling")
CHANGED = "utveckling"  # the template changes here
SMALL = ("0114", "0188", "0305", "0643", "1480", "2584")


@pytest.fixture(scope="module")
def corrected(example_data, tmp_path_factory) -> Path:
    """Return a data root where one kommun's answers have been corrected, scored anew."""
    root = tmp_path_factory.mktemp("rattat") / "data"
    shutil.copytree(example_data, root)
    answers = store.load_year(AR, root).answers
    chosen = answers[
        (answers.status == "ok") & (answers.kommunkod == "0188") & (answers.kalla == "brukarundersokningen")
    ]
    (root / "corrections").mkdir(exist_ok=True)
    rows = [
        f'- {{kalla: brukarundersokningen, kommunkod: "0188", indikator: {row.indikator}, gor: ersatt, med: 99,\n'
        f'   vantat: {{over: -1}}, skal: Provet., lage: "rattad 2025-11-20"}}'
        for row in chosen.itertuples()
    ]
    (root / "corrections" / f"{AR}.yml").write_text("\n".join(rows) + "\n", encoding="utf-8")
    store.score_and_store(AR, root)
    return root


def said(k: Any) -> dict[str, str]:
    """What the analyst writes, with the figures of today typed by hand."""
    best = k.delindex.dropna(subset=["poang"]).sort_values("poang").iloc[-1]
    told = {faktum.vag: faktum.skriv() for faktum in sifferfakta(k).values() if "." not in faktum.vag}
    return {
        "arets_index": f"## Om årets index\n\nIndexet är {told['index']} poäng, och det ger plats {told['placering']}. "
        f"Genomsnittet i landet är {told['medel']}.",
        "hemtjanstindex_lan": "### Jämfört med andra kommuner\n\n"
        f"Skillnaden mot genomsnittet är {told['gap'].lstrip('+−')} poäng.",
        "utveckling": f"## 6 Utveckling\n\nFörra året, {k.fjol}, var index {told['index_fore']} poäng.",
        "egen": f"Delindexet {best['namn']} har {Faktum('x', best['poang'], 'poang', AR, (), 'poang').skriv()} poäng.",
    }


def edited(kod: str, namn: str, data: Path, folder: Path) -> Target:
    """Let an analyst edit one report and save."""
    target = Target(AR, reference.report_stem(kod, namn), kod, namn, "kommunrapport", folder / "kommunrapport.ipynb")
    k = open_report(AR, kod, data)
    notebook = nbformat.read(target.template, 4)
    apply(notebook, target.rapport, ())
    path = folder / f"{target.stem}.ipynb"
    nbformat.write(notebook, path)
    words = said(k)
    own = added(words.pop("egen"), f"{kod}abcd-0000")
    change(write(path, **words), lambda cells: [*cells, own])
    save(path, target, ANNA, lambda each: finish(each, Facts("k", k))[0])
    return target


def printed(change_: Change, k: Any) -> str:
    """Write out a text as the engine does."""
    text = change_.text or ""
    for expression in expressions(text):
        text = text.replace(f"{{eval}}`{expression}`", str(eval(expression, {"k": k})), 1)
    return text


def truth(k: Any) -> dict[str, str]:
    """What the same words must say with the facts of today; the own cell by its delindex."""
    return said(k)


def simulate(codes: tuple[str, ...], before: Path, after: Path, folder: Path) -> dict[str, int]:
    """Edit all reports, correct the data, change the template, and count what came of it."""
    shutil.copy(paths.NOTEBOOKS / "kommunrapport.ipynb", folder / "kommunrapport.ipynb")
    names = reference.load_kommuner(before)["namn"]
    targets = {kod: edited(kod, names[kod], before, folder) for kod in codes}
    typed = {kod: said(open_report(AR, kod, before)) for kod in codes}
    template = nbformat.read(folder / "kommunrapport.ipynb", 4)
    next(cell for cell in template.cells if cell.id == CHANGED).source += " Nytt i mallen."
    nbformat.write(template, folder / "kommunrapport.ipynb")
    cells = cells_of(template)
    counts = dict.fromkeys(("edits", "lost", "moved", "followed", "flagged", "unflagged", "asked", "asked_idly"), 0)
    for kod, target in targets.items():
        k = open_report(AR, kod, after)
        for state in states(target.changes(), cells):
            counts["edits"] += 1
            counts["asked"] += state.waits
            counts["asked_idly"] += state.waits and state.change.cell != CHANGED
            _count_numbers(state.change, typed[kod], k, counts)
        counts["lost"] += 4 - len(target.changes())
    return counts


def _count_numbers(change_: Change, typed: dict[str, str], k: Any, counts: dict[str, int]) -> None:
    """Compare what would be printed with what was typed and with what is true now."""
    name = "egen" if change_.own else change_.cell.replace("-", "_")
    was, shows = [t.text for t in tokens(typed[name])], [t.text for t in tokens(printed(change_, k))]
    if change_.own:  # the same delindex as then, also when another is the best today
        namn = next(n for n in k.delindex["namn"] if n in typed["egen"])
        value = k.delindex.set_index("namn").at[namn, "poang"]
        true = [Faktum("x", value, "poang", AR, (), "poang").skriv()]
    else:
        true = [t.text for t in tokens(truth(k)[name])]
    flagged = {each.typed for each in check(change_, Facts("k", k))}
    for old, shown, right in zip(was, shows, true, strict=True):
        counts["moved"] += old != right
        counts["followed"] += old != right and shown == right
        counts["flagged"] += shown != right and shown in flagged
        counts["unflagged"] += shown != right and shown not in flagged


def hold(counts: dict[str, int], reports: int) -> None:
    assert counts["edits"] == 4 * reports and counts["lost"] == 0
    assert counts["moved"] > reports  # the correction did move figures
    assert counts["unflagged"] == 0
    assert counts["followed"] > 0 and counts["flagged"] > 0
    assert (counts["asked"], counts["asked_idly"]) == (reports, 0)


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    monkeypatch.setattr("hemtjanst_lib.edits.files.paths.PARAMETERS", paths.PARAMETERS)
    shutil.copytree(paths.PARAMETERS, tmp_path / "parameters", ignore=shutil.ignore_patterns("edits"))
    monkeypatch.setattr(paths, "PARAMETERS", tmp_path / "parameters")
    return tmp_path


@pytest.mark.slow
def test_a_correction_loses_no_words_and_leaves_no_stale_number_unseen(example_data, corrected, folder):
    hold(simulate(SMALL, example_data, corrected, folder), len(SMALL))


@pytest.mark.exhaustive
def test_the_same_over_all_kommuner(example_data, corrected, folder):
    codes = tuple(reference.load_kommuner(example_data).index)
    counts = simulate(codes, example_data, corrected, folder)
    hold(counts, len(codes))
