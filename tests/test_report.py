"""A whole report in words, and the notebook that shows it."""

from __future__ import annotations

import json
import os
import re
from itertools import pairwise
from pathlib import Path

import pytest
from example_report import GOTLAND, HOLED, STOCKHOLM, WHOLE, report, report_text, sentences

from hemtjanst_lib.analysis import fakta_av, load_nation, utgivning
from hemtjanst_lib.errors import HemtjanstError
from hemtjanst_lib.narrative.texts import load_texts
from hemtjanst_lib.report import Report, open_report

GOLDEN = Path(__file__).parent / "golden"
NOTEBOOK = Path(__file__).parents[1] / "notebooks" / "kommunrapport.ipynb"
# What may never be printed: nothing's names, an expression, a gap that was not filled, a number in English.
FORBIDDEN = re.compile(
    r"\bnan\b|\bNaN\b|\bNone\b|<NA>|\{|\}|\beval\b|(?<![\w.])-\d|\d\.\d|  |\s[.,;:](?:\s|$)|\.\.|^\s*$|”{2}"
)
LINKS = re.compile(r"\]\([^)]*\)")


def faults(texts: dict[str, str]) -> list[str]:
    return [f"{name}: {text}" for name, text in texts.items() if FORBIDDEN.search(LINKS.sub("]", text))]


@pytest.mark.parametrize("kod", [WHOLE, HOLED], ids=["whole", "with_holes"])
def test_a_whole_report_reads_as_agreed(kod):
    # The agreed words stand in golden/; run with HEMTJANST_GOLDEN=1 to write them anew, and read the difference.
    text = report_text(report(kod))
    path = GOLDEN / f"rapport_{kod}_2025.txt"
    if os.environ.get("HEMTJANST_GOLDEN"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("text", ["nan", "−1.5", "-3", "{eval}", "None", "två  mellanslag", "ord .", ""])
def test_a_fault_of_print_is_seen(text):
    assert faults({"x": text})


@pytest.mark.parametrize("kod", [WHOLE, HOLED, STOCKHOLM, GOTLAND])
@pytest.mark.parametrize(("ar", "first"), [(2022, 2022), (2023, 2022), (2024, 2022), (2025, 2025)])
def test_no_sentence_has_a_fault_of_print(kod, ar, first):
    assert not faults(sentences(report(kod, ar, first)))


@pytest.mark.exhaustive
@pytest.mark.parametrize("ar", [2022, 2023, 2024])
def test_no_sentence_of_any_kommun_in_an_earlier_year_has_a_fault_of_print(example_data, ar):
    test_no_sentence_of_any_kommun_has_a_fault_of_print(example_data, ar)


@pytest.mark.slow
@pytest.mark.parametrize("ar", [2025])
def test_no_sentence_of_any_kommun_has_a_fault_of_print(example_data, ar):
    nation, published, rules = load_nation(ar, example_data), utgivning(ar), set(load_texts().variants)
    for kod in nation.rad:
        k = Report.of(fakta_av(nation, kod, published))
        assert not faults(sentences(k)), kod
        told = {rule for rule in k.mening.saknas.regel.split(" + ") if not rule.startswith("ej_tillamplig.")}
        assert told <= rules


def test_the_same_fact_has_the_same_word_in_summary_and_sections():
    # the trend word of each delindex that moved stands in the summary and in the delindex's own section
    for kod in (WHOLE, HOLED, STOCKHOLM, GOTLAND):
        k = report(kod)
        for delindex, row in k.delindex.iterrows():
            word = getattr(k.mening.delindex, delindex).trend.text
            summary = k.mening.utveckling_kort.text
            if "betydligt högre" in word and abs(row["forandring"]) > 5:
                assert re.search(rf"{row['namn']}[^.]*betydligt högre", summary)
        assert k.mening.utveckling_kort.text.split(". ")[0] == k.mening.utveckling.text.split(". ")[0]


def test_sentences_know_their_rule():
    k = report(GOTLAND)
    assert k.mening.klass.regel == "klass"
    assert k.mening.lan.regel == "lan.ensam_kallar_sig"
    assert "Region Gotland" in k.mening.lan.text
    assert report(STOCKHOLM).mening.saknas.regel == (
        "saknas.inget_som_galler + saknas.ej_tillamplig + ej_tillamplig.01 + saknas.regel_ej_tillamplig"
    )


def test_only_sentences_with_emphasis_or_links_are_markdown():
    k = report(WHOLE)
    assert k.mening.klass._repr_markdown_() == k.mening.klass.text
    assert k.mening.index._repr_markdown_() is None


def test_names_complete_with_tab():
    k = report(WHOLE)
    assert {"klass", "lan", "delindex", "tips"} <= set(dir(k.mening))
    assert {"information", "utforande"} <= set(dir(k.mening.delindex))
    assert {"styrkor", "kallor"} <= set(dir(k.punkter))
    with pytest.raises(AttributeError, match="utforande"):
        _ = k.punkter.styrkor.utforandet


def test_the_head_names_kommun_year_and_day():
    head = report(GOTLAND, 2024).huvud
    assert (head.titel, head.undertitel, head.kod) == ("Hemtjänstindex 2024", "Gotlands kommun", "0980")
    assert head.datum == "4\N{NO-BREAK SPACE}december 2024"
    assert head.exempeldata


def cells() -> list[dict]:
    return json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]


def source(cell: dict) -> str:
    return "".join(cell["source"])


def test_every_live_value_of_the_notebook_has_a_text():
    k = report(HOLED, 2023)  # a year that may not be compared with the last
    found = [
        e for cell in cells() if cell["cell_type"] == "markdown" for e in re.findall(r"\{eval\}`([^`]*)`", source(cell))
    ]
    assert len(found) > 50
    assert not [e for e in found if not re.fullmatch(r"k(\.[a-z_]+)+", e)]
    texts = {e: str(eval(e, {"k": k})) for e in found}
    assert not faults(texts)


@pytest.mark.parametrize(("kod", "ar"), [(WHOLE, 2025), (HOLED, 2023), (GOTLAND, 2022)])
def test_every_code_cell_of_the_notebook_shows_something(kod, ar):
    from hemtjanst_lib import charts, tables

    first = 2022
    names = {"k": report(kod, ar, first), "charts": charts, "tables": tables}
    for cell in [cell for cell in cells() if cell["cell_type"] == "code"][2:]:
        shown = eval(source(cell), names)
        assert shown._repr_mimebundle_()[1]["hemtjanst"], cell["id"]


def test_headings_step_down_one_level_at_a_time_and_leave_the_first_to_the_title():
    levels = [
        len(mark)
        for cell in cells()
        if cell["cell_type"] == "markdown"
        for mark in re.findall(r"^(#+) ", source(cell), re.M)
    ]
    assert levels[0] == min(levels) == 2
    assert all(now <= before + 1 for before, now in pairwise(levels))


def test_a_year_or_kommun_that_does_not_exist_is_told_so(example_data):
    with pytest.raises(HemtjanstError, match="0188"):
        open_report(2025, "188", example_data)
    with pytest.raises(HemtjanstError, match="whole number"):
        open_report("2025", "0188", example_data)
    with pytest.raises(HemtjanstError, match="2019"):
        open_report(2019, "0188", example_data)


def test_a_report_opens_from_a_data_root(example_data):
    k = open_report(2025, "0188", example_data)
    assert (k.kommun.fullnamn, k.ar, k.antal) == ("Norrtälje kommun", 2025, 290)
    assert f"{k.index}" in k.mening.index.text
