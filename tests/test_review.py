"""Review: what differs between editions is seen, and a signature is worth nothing when the report has changed."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from export_notebook import code, figur, markdown, notebook
from hypothesis import given
from hypothesis import strategies as st

from hemtjanst_lib import paths
from hemtjanst_lib.errors import EditError
from hemtjanst_lib.export import blocks
from hemtjanst_lib.review import page
from hemtjanst_lib.review.compare import compare, sections
from hemtjanst_lib.review.content import Line, content_hash, dump, lines, load
from hemtjanst_lib.review.signature import Reviewed, checklist

REPORT = notebook(markdown("a", "## Rubrik\n\nIndexet är 72,7 i år, och det är bra nog."), code("b", figur()))


@pytest.fixture(autouse=True)
def own_parameters(tmp_path, monkeypatch):
    shutil.copytree(paths.PARAMETERS, tmp_path / "parameters")
    monkeypatch.setattr(paths, "PARAMETERS", tmp_path / "parameters")


@pytest.fixture
def path(tmp_path) -> Path:
    made = tmp_path / "rapport.ipynb"
    made.write_text(json.dumps(REPORT, ensure_ascii=False), encoding="utf-8")
    return made


def reviewed(path) -> Reviewed:
    return Reviewed(2025, "0188_norrtalje_kommunrapport", path)


def signed(path):
    return reviewed(path).sign("Anna", "2025-11-21 10:00", tuple(checklist()))


def alter(path, old, new) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def first_words(path) -> str:
    return next(line.text for line in lines(reviewed(path).document) if not line.level and len(line.text) > 30)


def test_a_signature_stands_while_nothing_that_a_reader_sees_has_changed(path):
    assert reviewed(path).status() == "ogranskad"
    signed(path)
    assert reviewed(path).status() == "granskad"
    content = json.loads(path.read_text(encoding="utf-8"))
    content["metadata"]["nytt"] = "syns inte"
    path.write_text(json.dumps(content), encoding="utf-8")
    assert reviewed(path).status() == "granskad"


@pytest.mark.parametrize(("old", "new"), [("bra nog", "bra nok"), ("72,7", "72,8"), ('"dx": 16', '"dx": 17')])
def test_a_signature_falls_with_one_letter_one_figure_or_a_chart_and_can_be_given_again(path, old, new):
    signed(path)
    alter(path, old, new)
    assert reviewed(path).status() == "fallen"
    signed(path)
    assert reviewed(path).status() == "granskad"


def test_a_signed_text_changed_by_hand_is_no_longer_signed(path):
    signed(path)
    alter(reviewed(path).text_path, "§ huvud", "§ annat")
    assert reviewed(path).status() == "fallen"


def test_windows_line_ends_in_the_signed_text_change_nothing(path):
    signed(path)
    text = reviewed(path).text_path
    text.write_bytes(text.read_bytes().replace(b"\n", b"\r\n"))
    assert reviewed(path).status() == "granskad"


def test_all_on_the_checklist_is_attested_or_nothing_is_signed(path):
    with pytest.raises(EditError, match="not attested: sprak"):
        reviewed(path).sign("Anna", "nu", tuple(name for name in checklist() if name != "sprak"))
    with pytest.raises(EditError, match="nobody's name"):
        reviewed(path).sign("  ", "nu", tuple(checklist()))
    assert reviewed(path).signature() is None


def test_a_draft_cannot_be_signed(path):
    content = json.loads(path.read_text(encoding="utf-8"))
    content["metadata"]["hemtjanst"] = {
        "rapport": "kommunrapport",
        "utkast": True,
        "mall": [{"id": "a", "typ": "markdown", "text": "x"}],
    }
    path.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(EditError, match="is a draft"):
        signed(path)


def test_a_withdrawn_signature_leaves_the_text_to_compare_with(path):
    signed(path)
    assert reviewed(path).withdraw() and not reviewed(path).withdraw()
    assert reviewed(path).status() == "ogranskad"
    assert reviewed(path).signed_lines()


def test_a_broken_signature_is_told_with_its_place(path):
    signed(path)
    alter(reviewed(path).path, "vem: Anna", "vem: ''")
    with pytest.raises(EditError, match="vem: String should have at least 1"):
        reviewed(path).status()


def test_a_changed_number_is_marked_on_both_sides_and_counted(path):
    signed(path)
    alter(path, "Indexet är 72,7", "Indexet är 71,9")
    shown = page.render(reviewed(path))
    assert '<del class="siffra"><span class="dold">borttaget: </span>72,7' in shown
    assert '<ins class="siffra"><span class="dold">nytt: </span>71,9' in shown
    assert "skiljer sig 1 rad:" in shown
    assert "ändrad sedan den skrevs under" in shown


def test_the_first_edition_is_shown_whole(path):
    shown = page.render(reviewed(path))
    assert "Det finns ingen tidigare utgåva" in shown and first_words(path)[:20] in shown


def test_lines_are_paired_within_their_cell_and_moved_ones_are_seen():
    old = [Line("a", "Rubrik", 1), Line("a", "Ett."), Line("b", "Två."), Line("c", "Tre.")]
    new = [Line("a", "Rubrik", 1), Line("a", "Ett!"), Line("c", "Tre."), Line("d", "Två.")]
    rows = compare(old, new)
    assert [(row.cell, row.kind) for row in rows] == [
        ("a", "lika"),
        ("a", "andrad"),
        ("b", "borta"),
        ("c", "lika"),
        ("d", "ny"),
    ]
    assert [part.title for part in sections(rows)] == ["Rubrik"]


LINES = st.lists(
    st.builds(
        Line,
        st.sampled_from(["a", "b-1", "huvud"]),
        st.text("abc åäö0123,.|•", min_size=1).map(str.strip).filter(lambda text: text and text[0] not in "§#"),
        st.integers(0, 3),
    ),
    max_size=8,
)


@given(LINES)
def test_signed_text_is_read_as_it_was_written(content):
    assert load(dump(content)) == content


@given(LINES, LINES)
def test_no_line_of_either_edition_is_lost_in_a_comparison(old, new):
    rows = compare(old, new)
    assert sorted("".join(text for _, text in row.old) for row in rows if row.old) == sorted(line.text for line in old)
    assert sorted("".join(text for _, text in row.new) for row in rows if row.new) == sorted(line.text for line in new)
    if old == new:
        assert all(row.kind == "lika" for row in rows)


def test_the_hash_is_of_what_is_read_and_not_of_how_it_is_stored():
    one, other = blocks.read(REPORT), blocks.read(json.loads(json.dumps(REPORT)))
    assert content_hash(one) == content_hash(other)
