"""The analyst's own words: kept, put in place, never lost and never printed in a form that she has not seen."""

from __future__ import annotations

import json
import multiprocessing
from pathlib import Path

import nbformat
import pytest
from edit_notebooks import ANNA, BO, TEXTS, added, change, rendered, shown, target, template, write
from hypothesis import given
from hypothesis import strategies as st

from hemtjanst_lib import paths
from hemtjanst_lib.edits import choose
from hemtjanst_lib.edits.apply import apply
from hemtjanst_lib.edits.files import dump, read_words
from hemtjanst_lib.edits.model import Change, OwnWords, text_hash, used_hash
from hemtjanst_lib.edits.save import save, unsaved
from hemtjanst_lib.edits.state import states
from hemtjanst_lib.edits.worddiff import marked, word_diff
from hemtjanst_lib.errors import EditError
from hemtjanst_lib.notebook.origin import cells_of

MINE = "Indexet är {eval}`k.index`, och det är bra."


@pytest.fixture(autouse=True)
def own_parameters(tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "PARAMETERS", tmp_path / "parameters")


@pytest.fixture
def folder(tmp_path) -> Path:
    template(tmp_path)
    return tmp_path


def kept(folder) -> dict[str, Change]:
    return {each.cell: each for each in target(folder).changes()}


def status(folder) -> dict[str, str]:
    cells = cells_of(nbformat.read(target(folder).template, as_version=4))
    return {state.change.cell: state.status for state in states(target(folder).changes(), cells)}


def faults(folder, notebook) -> str:
    with pytest.raises(EditError) as caught:
        save(notebook, target(folder), ANNA)
    assert not target(folder).path.exists()
    return str(caught.value)


class TestSaving:
    def test_a_changed_cell_is_kept_with_the_templates_text_and_comes_back_in_the_next_run(self, folder):
        saved = save(write(rendered(folder), lage=MINE), target(folder), ANNA)
        assert saved.told == {"lage": "changed"}
        found = kept(folder)["lage"]
        assert (found.text, found.mall, found.mall_sha256) == (MINE, TEXTS["lage"], text_hash(TEXTS["lage"]))
        assert (found.vem, found.nar, found.varfor) == ("Anna", "2025-11-21 10:00", "önskemål")
        assert shown(rendered(folder)) == {**TEXTS, "lage": MINE}

    def test_a_notebook_without_changes_leaves_no_file(self, folder):
        assert not save(rendered(folder), target(folder), ANNA).told
        assert not target(folder).path.exists()

    def test_saving_twice_changes_nothing(self, folder):
        notebook = write(rendered(folder), lage=MINE)
        save(notebook, target(folder), ANNA)
        before = target(folder).path.read_bytes()
        assert not save(notebook, target(folder), BO).told
        assert not save(rendered(folder), target(folder), BO).told
        assert target(folder).path.read_bytes() == before

    def test_added_cells_stand_after_the_cell_they_followed_and_in_their_order(self, folder):
        def how(cells):
            at = next(i for i, cell in enumerate(cells) if cell["id"] == "lage") + 1
            return [*cells[:at], added("Ett."), added("Två.", "99aa0000-1"), *cells[at:]]

        saved = save(change(rendered(folder), how), target(folder), ANNA)
        assert saved.told == {"egen-3f0c1a2b": "added after lage", "egen-99aa0000": "added after egen-3f0c1a2b"}
        again = rendered(folder)
        assert list(shown(again)) == ["inledning", "lage", "egen-3f0c1a2b", "egen-99aa0000", "slut"]
        save(write(again, egen_3f0c1a2b="Nytt ett."), target(folder), ANNA)
        assert kept(folder)["egen-3f0c1a2b"].text == "Nytt ett."

    def test_a_deleted_cell_is_left_out_and_not_forgotten(self, folder):
        notebook = change(rendered(folder), lambda cells: [c for c in cells if c["id"] not in {"inledning", "karta"}])
        assert save(notebook, target(folder), ANNA).told == {"inledning": "left out", "karta": "left out"}
        again = json.loads(rendered(folder).read_text(encoding="utf-8"))
        assert [cell["id"] for cell in again["cells"]] == ["parametrar", "rapport", "lage", "slut"]
        assert kept(folder)["inledning"].mall == TEXTS["inledning"]
        assert not save(rendered(folder), target(folder), ANNA).told

    def test_writing_the_templates_words_again_ends_the_change(self, folder):
        save(write(rendered(folder), lage=MINE), target(folder), ANNA)
        assert save(write(rendered(folder), lage=TEXTS["lage"]), target(folder), ANNA).told
        assert not target(folder).path.exists()

    def test_an_own_cell_taken_out_again_is_not_printed_and_not_forgotten(self, folder):
        notebook = change(rendered(folder), lambda cells: [*cells, added("Mitt.")])
        save(notebook, target(folder), ANNA)
        save(change(rendered(folder), lambda cells: cells[:-1]), target(folder), BO)
        assert kept(folder)["egen-3f0c1a2b"].text is None
        assert "egen-3f0c1a2b" not in shown(rendered(folder))

    def test_the_file_differs_only_where_words_differ(self, folder):
        save(write(rendered(folder), lage=MINE, slut="Slut.\n\nHej då!"), target(folder), ANNA)
        before = target(folder).path.read_text(encoding="utf-8").splitlines()
        save(write(rendered(folder), slut="Slut.\n\nHej hej!"), target(folder), ANNA)
        after = target(folder).path.read_text(encoding="utf-8").splitlines()
        assert [line.strip() for line in set(after) - set(before)] == ["Hej hej!"]
        assert len(after) == len(before)


class TestFaultsOfNotebooks:
    def test_outputs_cleared_do_not_matter(self, folder):
        notebook = write(rendered(folder), lage=MINE)

        def clear(cells):
            for cell in cells:
                cell["metadata"].pop("user_expressions", None)
                if cell["cell_type"] == "code":
                    cell.update(outputs=[], execution_count=None)

        assert save(change(notebook, clear), target(folder), ANNA).told == {"lage": "changed"}

    def test_windows_line_ends_are_no_change(self, folder):
        def how(cells):
            for cell in cells:
                cell["source"] = cell["source"].replace("\n", "\r\n")

        assert not save(change(rendered(folder), how), target(folder), ANNA).told

    def test_split_cells_keep_every_word_in_its_order(self, folder):
        def how(cells):
            first = next(i for i, cell in enumerate(cells) if cell["id"] == "inledning")
            cells[first]["source"] = "## Inledning"
            return [*cells[: first + 1], added("Så här ser det ut."), *cells[first + 1 :]]

        save(change(rendered(folder), how), target(folder), ANNA)
        texts = list(shown(rendered(folder)).values())
        assert texts[:2] == ["## Inledning", "Så här ser det ut."]

    def test_merged_cells_keep_every_word_and_the_one_swallowed_is_left_out(self, folder):
        def how(cells):
            by_id = {cell["id"]: cell for cell in cells}
            by_id["inledning"]["source"] += "\n\n" + by_id["lage"]["source"]
            return [cell for cell in cells if cell["id"] != "lage"]

        told = save(change(rendered(folder), how), target(folder), ANNA).told
        assert told == {"inledning": "changed", "lage": "left out"}
        assert shown(rendered(folder)) == {
            "inledning": TEXTS["inledning"] + "\n\n" + TEXTS["lage"],
            "slut": TEXTS["slut"],
        }

    def test_changed_code_is_refused_and_explained(self, folder):
        notebook = write(rendered(folder), karta="charts.karta(k).skala(2)")
        said = faults(folder, notebook)
        assert "cell karta: its code is changed; code belongs to the template of all reports" in said

    def test_all_that_cannot_be_kept_is_told_at_once(self, folder):
        def how(cells):
            by_id = {cell["id"]: cell for cell in cells}
            by_id["lage"].pop("id")
            by_id["slut"]["id"] = "inledning"
            return [*(cell for cell in cells if cell.get("id") != "rapport"), added("1 + 1", kind="code")]

        said = faults(folder, change(rendered(folder), how))
        assert "has no id" in said
        assert "2 cells have the id inledning" in said
        assert "new code cell; only text can be added" in said
        assert "cell rapport is gone, and the report cannot be made without it" in said

    def test_moved_cells_are_refused(self, folder):
        said = faults(folder, change(rendered(folder), lambda cells: [*cells[:2], cells[3], cells[2], *cells[4:]]))
        assert "cell inledning has been moved in front of lage" in said or "cell inledning has been moved" in said

    def test_a_cell_that_became_code_is_refused(self, folder):
        def how(cells):
            for cell in cells:
                if cell["id"] == "lage":
                    cell.update(cell_type="code", outputs=[], execution_count=None)

        assert "cell lage was a markdown cell and is now a code cell" in faults(folder, change(rendered(folder), how))

    def test_a_notebook_that_does_not_say_what_it_was_made_from_is_refused(self, folder):
        notebook = nbformat.read(target(folder).template, as_version=4)
        nbformat.write(notebook, folder / "naken.ipynb")
        assert "does not say what it was made from" in faults(folder, folder / "naken.ipynb")

    def test_a_torn_notebook_is_refused(self, folder):
        path = rendered(folder)
        path.write_text(path.read_text(encoding="utf-8")[:300], encoding="utf-8")
        assert "is no sound notebook" in faults(folder, path)


class TestTwoAnalysts:
    def test_different_cells_are_put_together(self, folder):
        first, second = rendered(folder, "a.ipynb"), rendered(folder, "b.ipynb")
        save(write(first, lage=MINE), target(folder), ANNA)
        save(write(second, slut="Hej då!"), target(folder), BO)
        assert shown(rendered(folder)) == {**TEXTS, "lage": MINE, "slut": "Hej då!"}

    def test_both_texts_on_one_cell_are_kept_until_somebody_chooses(self, folder):
        first, second = rendered(folder, "a.ipynb"), rendered(folder, "b.ipynb")
        save(write(first, lage=MINE), target(folder), ANNA)
        told = save(write(second, lage="Bos ord."), target(folder), BO).told
        assert told == {"lage": "also changed by Anna: both are kept, choose one"}
        assert status(folder) == {"lage": "krock"}
        with pytest.raises(EditError, match="two have written"):
            rendered(folder)
        draft = shown(rendered(folder, draft=True))
        assert draft["lage"] == MINE and "Bos ord." in draft["granska-lage"]
        choose.keep(target(folder), ["lage"], cells_of(nbformat.read(target(folder).template, 4)), author="Bo")
        assert shown(rendered(folder))["lage"] == "Bos ord."

    def test_leaving_out_what_another_has_changed_keeps_both(self, folder):
        first, second = rendered(folder, "a.ipynb"), rendered(folder, "b.ipynb")
        save(write(first, lage=MINE), target(folder), ANNA)
        save(change(second, lambda cells: [c for c in cells if c["id"] != "lage"]), target(folder), BO)
        assert [version.text for version in kept(folder)["lage"].versions] == [MINE, None]

    def test_ones_own_later_words_take_the_place_of_ones_earlier(self, folder):
        notebook = rendered(folder)
        save(write(notebook, lage=MINE), target(folder), ANNA)
        save(write(notebook, lage="Senare."), target(folder), ANNA)
        assert [version.text for version in kept(folder)["lage"].versions] == ["Senare."]

    def test_saves_at_the_same_moment_lose_nothing(self, folder):
        cells = {f"cell{n}": f"Text {n}." for n in range(6)}
        template(folder, cells)
        notebooks = [write(rendered(folder, f"{name}.ipynb"), **{name: f"Mitt {name}."}) for name in cells]
        context = multiprocessing.get_context("fork")
        workers = [context.Process(target=save, args=(path, target(folder), ANNA)) for path in notebooks]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        assert shown(rendered(folder)) == {name: f"Mitt {name}." for name in cells}


class TestTheTemplateChanges:
    def test_words_on_a_changed_text_wait_for_review_and_the_others_do_not(self, folder):
        save(write(rendered(folder), lage=MINE, slut="Hej då!"), target(folder), ANNA)
        template(folder, {**TEXTS, "lage": "Indexet blev {eval}`k.index`."})
        assert status(folder) == {"lage": "granska", "slut": "galler"}
        with pytest.raises(EditError, match="the template's text has changed"):
            rendered(folder)

    def test_a_draft_shows_the_three_texts_and_rewriting_in_it_settles_the_matter(self, folder):
        save(write(rendered(folder), lage=MINE), target(folder), ANNA)
        template(folder, {**TEXTS, "lage": "## Nytt\n\nIndexet blev {eval}`k.index`."})
        draft = rendered(folder, draft=True)
        box = shown(draft)["granska-lage"]
        assert "> **Nytt**" in box and "Indexet blev" in box
        assert unsaved(draft, target(folder)) == []
        save(write(draft, lage="Nu stämmer det."), target(folder), ANNA)
        assert status(folder) == {"lage": "galler"}
        assert "granska-lage" not in shown(rendered(folder))

    def test_keeping_says_that_the_words_stand_beside_the_new_text(self, folder):
        save(write(rendered(folder), lage=MINE), target(folder), ANNA)
        template(folder, {**TEXTS, "lage": "Annat."})
        choose.keep(target(folder), ["lage"], cells_of(nbformat.read(target(folder).template, 4)))
        assert (status(folder), kept(folder)["lage"].mall) == ({"lage": "galler"}, "Annat.")

    def test_a_cell_that_is_gone_leaves_the_words_without_a_place_and_listed(self, folder):
        notebook = change(write(rendered(folder), lage=MINE), lambda cells: [*cells, added("Sist.")])
        save(notebook, target(folder), ANNA)
        template(folder, {"inledning": TEXTS["inledning"], "final": "Tack!"})
        assert status(folder) == {"lage": "herrelos", "egen-3f0c1a2b": "herrelos"}
        draft = shown(rendered(folder, draft=True))
        assert MINE in draft["granska-lage"] and "Sist." in draft["granska-egen-3f0c1a2b"]
        with pytest.raises(EditError, match="no longer has"):
            choose.keep(target(folder), ["lage"], cells_of(nbformat.read(target(folder).template, 4)))
        choose.drop(target(folder), [])
        assert not target(folder).path.exists()

    def test_a_template_changed_after_the_notebook_was_made_is_noticed(self, folder):
        notebook = write(rendered(folder), lage=MINE)
        template(folder, {**TEXTS, "lage": "Annat."})
        save(notebook, target(folder), ANNA)
        assert (kept(folder)["lage"].mall, status(folder)) == (TEXTS["lage"], {"lage": "granska"})


class TestFiles:
    @pytest.mark.parametrize(
        ("old", "new", "said"),
        [
            ("text: Mitt.", "text: Mitt.\n      text: Ditt.", "stands twice"),
            ("vem: Anna", "vem: Anna\n      okänd: ja", "cell slut · okänd"),
            ("vem: Anna", "vem: ''", "cell slut · vem"),
            ("mall: Tack!", "mall: Tack nu!", "mall has been changed by hand"),
            ("ar: 2025", "ar: [2025", "not sound YAML"),
        ],
    )
    def test_a_broken_file_is_refused_with_the_place_and_left_as_it_is(self, folder, old, new, said):
        save(write(rendered(folder), slut="Mitt."), target(folder), ANNA)
        notebook = write(rendered(folder), lage=MINE)
        path = target(folder).path
        path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
        before = path.read_bytes()
        with pytest.raises(EditError, match=said.replace("(", r"\(")):
            save(notebook, target(folder), ANNA)
        assert path.read_bytes() == before

    def test_a_file_saved_by_windows_is_the_same(self, folder):
        save(write(rendered(folder), slut="Mitt.\n\nRad två."), target(folder), ANNA)
        path, before = target(folder).path, kept(folder)
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
        assert kept(folder) == before
        assert used_hash(target(folder).changes()) == used_hash(tuple(before.values()))

    def test_a_file_copied_from_another_kommun_is_refused(self, folder):
        save(write(rendered(folder), slut="Mitt."), target(folder), ANNA)
        other = target(folder, "0305", "0305_habo")
        other.path.write_bytes(target(folder).path.read_bytes())
        with pytest.raises(EditError, match="is about 0188"):
            other.changes()

    @given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t")), max_size=4))
    def test_any_words_come_back_from_the_file_as_they_were(self, tmp_path_factory, texts):
        changes = tuple(
            Change(cell=f"c{n}", text=text, mall=text[::-1], mall_sha256=text_hash(text[::-1]), vem="Å", nar="nu")
            for n, text in enumerate(texts)
        )
        words = OwnWords(ar=2025, kod="0188", namn="Norrtälje").having("kommunrapport", changes)
        path = tmp_path_factory.mktemp("yaml") / "a.yml"
        path.write_text(dump(words), encoding="utf-8")
        assert read_words(path) == words

    def test_who_when_and_why_do_not_change_the_report(self):
        one = Change(cell="a", text="x", mall="y", mall_sha256=text_hash("y"), vem="A", nar="1", varfor="z")
        assert used_hash((one,)) == used_hash((one.model_copy(update={"vem": "B", "nar": "2"}),))
        assert used_hash((one,)) != used_hash((one.model_copy(update={"text": "X"}),))


class TestUnsaved:
    def test_words_not_saved_are_named_and_saved_ones_are_not(self, folder):
        notebook = write(rendered(folder), lage=MINE)
        assert unsaved(notebook, target(folder)) == ["lage"]
        save(notebook, target(folder), ANNA)
        assert unsaved(notebook, target(folder)) == []

    def test_words_dropped_do_not_come_back_from_the_notebook_they_were_saved_from(self, folder):
        notebook = write(rendered(folder), lage=MINE)
        save(notebook, target(folder), ANNA)
        choose.drop(target(folder), ["lage"])
        assert unsaved(notebook, target(folder)) == []
        assert not save(notebook, target(folder), ANNA).told


def test_a_difference_is_told_word_by_word_with_numbers_whole():
    assert word_diff("Indexet är 72,7 i år", "Indexet blev 71,9 i år") == [
        ("lika", "Indexet "),
        ("bort", "är"),
        ("nytt", "blev"),
        ("lika", " "),
        ("bort", "72,7"),
        ("nytt", "71,9"),
        ("lika", " i år"),
    ]
    assert marked("a b", "a c") == "a [-b-]{+c+}"


@given(st.text(), st.text())
def test_a_difference_holds_both_texts_whole_but_for_what_is_no_word(old, new):
    pieces = word_diff(old, new)
    assert "".join(text for kind, text in pieces if kind != "nytt") == old
    assert "".join(text for kind, text in pieces if kind != "bort") == new


def test_a_template_without_own_words_is_left_as_it_is(folder):
    notebook = nbformat.read(target(folder).template, as_version=4)
    before = [dict(cell) for cell in notebook.cells]
    apply(notebook, "kommunrapport", ())
    assert [dict(cell) for cell in notebook.cells] == before
