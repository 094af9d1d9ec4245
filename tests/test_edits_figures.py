"""Typed numbers: none is printed that the facts do not hold, and those that can follow the facts do."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hemtjanst_lib.analysis.sifferfakta import Siffror, sifferfakta
from hemtjanst_lib.edits.facts import Facts
from hemtjanst_lib.edits.figures import check, faults, finish
from hemtjanst_lib.edits.model import Change, text_hash
from hemtjanst_lib.edits.tokens import tokens
from hemtjanst_lib.errors import ParameterError
from hemtjanst_lib.language import Heltal, Placering, Poang, Skillnad, tal


# ruff: noqa: RUF009, E501
@dataclass(frozen=True)
class Kommun:
    kod: str = "0188"
    namn: str = "Norrtälje"
    befolkning: Heltal = Heltal(65_000)


@dataclass(frozen=True)
class Prov(Siffror):
    delindex: pd.DataFrame
    ar: int = 2025
    fjol: int = 2024
    kommun: Kommun = Kommun()
    index: Poang = Poang(59.62)
    medel: Poang = Poang(68.93)
    gap: Skillnad = Skillnad(-9.31)
    placering: Placering = Placering(278)
    antal: Heltal = Heltal(290)
    index_fore: Poang = Poang(55.41)


TABLE = pd.DataFrame(
    {"namn": ["Information", "Utförande"], "poang": [53.33, 69.31], "gap": [-4.1, 2.2], "placering": [266, 59]},
    index=pd.Index(["information", "utforande"], name="delindex"),
)


def facts(**changed) -> Facts:
    return Facts("k", Prov(**{"delindex": TABLE, **changed}))


def words(text: str, mall: str = "Mallen.", **more) -> Change:
    return Change(cell="a", text=text, mall=mall, mall_sha256=text_hash(mall), vem="A", nar="n", **more)


def kinds(text: str, **changed) -> list[tuple[str, str]]:
    return [(each.typed, each.kind) for each in finish(words(text), facts(**changed))[1]]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Index är 72,7 och plats 39 av 290.", ["72,7", "39", "290"]),
        ("{eval}`k.index` och `42` och [länk 7](https://a.se/9)", ["7"]),
        ("År 2025, den 4 december 2025, 2024-11-02 och kommun 0188", []),
        ("## 3 Delindex\n\n1. Delindex 1: 12 345 invånare", ["12 345"]),
        ("Skillnaden är −2,1, inte +2,1", ["−2,1", "+2,1"]),
        ("39:e plats, 87 % och 12 procent", ["39", "87", "12"]),
        ("2025 poäng", ["2025"]),
    ],
)
def test_typed_numbers_are_found_and_dates_codes_and_expressions_are_none(text, found):
    assert [token.text for token in tokens(text)] == found


@pytest.mark.parametrize(
    ("text", "linked"),
    [
        ("Indexet är 59,6.", "Indexet är {eval}`k.index`."),
        ("Genomsnittet är 68,9 poäng.", "Genomsnittet är {eval}`k.medel` poäng."),
        ("Norrtälje ligger på plats 278 av 290.", "Norrtälje ligger på plats {eval}`k.placering` av {eval}`k.antal`."),
        ("Index var 55,4 år 2024.", "Index var {eval}`k.index_fore` år 2024."),
        ("Delindexet Utförande fick 69 poäng.", 'Delindexet Utförande fick {eval}`k.tal("delindex.utforande.poang", 0)` poäng.'),
        ("Skillnaden mot genomsnittet är −9,3.", 'Skillnaden mot genomsnittet är {eval}`k.tal("gap")`.'),
    ],
)  # fmt: skip
def test_a_number_that_can_only_mean_one_figure_is_linked_to_it(text, linked):
    assert finish(words(text), facts())[0].text == linked


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Indexet är 61,2.", "contradicted"),
        ("Delindexet Information ligger på plats 3.", "contradicted"),
        ("Kommunen har anställt 14 undersköterskor.", "unknown"),
        ("Indexet är 9,3 poäng lägre än genomsnittet.", "holds"),
    ],
)
def test_other_numbers_are_listed_with_what_was_probably_meant(text, kind):
    _, found = finish(words(text), facts())
    assert [each.kind for each in found] == [kind]
    assert found[0].stops == (kind != "holds")


def test_the_likely_right_value_comes_first():
    found = finish(words("Delindexet Information fick 61,0 poäng."), facts())[1][0]
    assert found.facts[0].vag == "delindex.information.poang"
    assert "delindex.information.poang is 53,3 (2025)" in found.told()


def test_a_number_for_the_wrong_year_does_not_hold():
    assert kinds("Index var 59,6 år 2024.") == [("59,6", "contradicted")]


def test_numbers_of_the_template_are_its_own_and_a_doubled_one_is_not():
    change = words("Skalan går från 0 till 100. Vi fick 100.", "Skalan går från 0 till 100.")
    assert [each.typed for each in finish(change, facts())[1]] == ["100"]


def test_a_number_that_somebody_answers_for_holds_back_nothing():
    change = words("Kommunen har anställt 14 undersköterskor.", egna_tal=("14",))
    assert faults([finish(change, facts())[0]], facts) == []


def test_a_number_that_held_is_stale_when_its_figure_has_another_value_or_side_of_zero():
    change = finish(words("Indexet är 9,3 poäng lägre än genomsnittet."), facts())[0]
    assert change.tal == {"9,3": ("gap < 0",)}
    assert check(change, facts()) == []
    assert [each.kind for each in check(change, facts(gap=Skillnad(-8.0)))] == ["stale"]
    assert [each.kind for each in check(change, facts(gap=Skillnad(9.31)))] == ["stale"]


def test_a_number_never_compared_holds_back_the_report():
    assert "has never been compared" in faults([words("Indexet är 59,6.")], facts)[0]


def test_the_facts_are_not_opened_for_words_without_numbers():
    assert faults([words("Inga tal alls.")], lambda: pytest.fail("opened")) == []


def test_a_figure_is_told_by_name_with_as_many_decimals_as_asked_for():
    report = facts().report
    assert [report.tal("index"), report.tal("index", 0), report.tal("kommun.befolkning")] == [
        "59,6",
        "60",
        "65\u00a0000",
    ]
    assert report.tal("delindex.information.gap") == "−4,1"
    with pytest.raises(ParameterError, match=r"no figure delindex\.x"):
        report.tal("delindex.x")


def test_missing_values_are_no_figures():
    table = TABLE.assign(poang=[float("nan"), 1.0])
    assert "delindex.information.poang" not in sifferfakta(facts(delindex=table).report)


@given(st.floats(0, 100), st.floats(0, 100))
def test_a_linked_number_prints_what_was_typed_and_then_whatever_the_figure_becomes(first, then):
    change, found = finish(words(f"Indexet är {tal(first)}."), facts(index=Poang(first), medel=Poang(200)))
    if found[0].kind == "linked":
        assert change.text == "Indexet är {eval}`k.index`."
        assert check(change, facts(index=Poang(then))) == []


@given(st.sampled_from(["index", "medel", "placering", "gap"]), st.floats(-50, 50).filter(lambda x: abs(x) > 1))
def test_no_number_that_held_stands_unflagged_when_its_figure_has_moved(name, by):
    start = facts()
    text = "Indexet är 59,6 och genomsnittet 68,9. Det är plats 278, alltså 9,3 poäng lägre än genomsnittet."
    change = finish(words(text), start)[0]
    moved = getattr(start.report, name) + (round(by) if name == "placering" else by)
    later = Facts("k", replace(start.report, **{name: type(getattr(start.report, name))(moved)}))
    left = [token.text for token in tokens(change.text or "")]
    assert set(left) == set(change.tal)  # all else follows the data
    assert bool(check(change, later)) == (name == "gap")
