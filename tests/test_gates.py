"""Each gate stops what it is there to stop, says where, and lets a sound report through."""

import dataclasses

import pytest
from export_notebook import HUVUD, TABELL, code, figur, markdown, notebook, whole

from hemtjanst_lib.display import Tabell
from hemtjanst_lib.export import gates, html
from hemtjanst_lib.export.blocks import read
from hemtjanst_lib.export.wording import Passage, text_faults


def faults(*cells, huvud=HUVUD, change=lambda page: page):
    document = read(notebook(markdown("rubrik", "## Rubrik"), *cells, huvud=huvud))
    return gates.check(document, change(html.render(document)))


def said(text, codes=False):
    return list(text_faults(Passage("cell a", text, codes)))


def test_a_whole_report_passes():
    document = read(whole())
    assert gates.check(document, html.render(document)) == []


@pytest.mark.parametrize(
    "alt",
    ["", "  ", "Figur 3", "No description has been provided for this image", "Staplar 12", "Staplar som visar områden"],
)
def test_alt_text_must_say_something_with_a_value(alt):
    (fault,) = faults(code("a", dataclasses.replace(figur(), alt=alt)))
    assert fault.startswith("cell a, figure 1: ") and "alt text" in fault


def test_a_figure_has_title_and_data():
    empty = dataclasses.replace(figur(), titel=" ", data=Tabell("d", "D", TABELL.kolumner, ()))
    assert faults(code("a", empty)) == [
        "cell a, figure 1: has no title",
        "cell a, figure 1: has no table with its data",
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Index är nan poäng", "a missing value"),
        ("Index är None.", "a missing value"),
        ("Se {eval}", "never replaced"),
        ("Klassen är **Medel", "Markdown"),
        ("<<<<<<< min", "merge conflict"),
        ("<hemtjanst_lib.Sentence object at 0x7f>", "a Python object"),
        ("Fel! Bokmärket är inte definierat.", "broken bookmark"),
        ("HemtjÃ¤nst", "encoding"),
        ("Index är 72.7 poäng", "a decimal point"),
        ("upp +10.5 poäng", "a decimal point"),
        ("ned -2,1 poäng", "an ASCII hyphen"),
        ("(-3)", "an ASCII hyphen"),
        ("åren 2022-2024", "a hyphen between two years"),
    ],
)
def test_words_and_numbers_that_are_not_printed(text, found):
    (fault,) = said(text)
    assert fault.startswith("cell a: ") and found in fault


@pytest.mark.parametrize(
    "text",
    [
        "Index är 72,7 poäng, +10,5 jämfört med 2024 (−2,1).",
        "Plats 39 av 290, 30 000–70 000 invånare, åren 2022–2024.",
        "3.1 Delindex – placering",
        "1.1",
        "Se avsnitt 3.1 och kvalitetsområde 2.3.",
        "Hämtad 2024-11-04 kl. 13.30 från https://exempel.se/a-1.5?x=-2.",
        "Skriv till a.b-1@exempel.se eller läs på hemtjanstindex.se/2.5.",
        "Finansiering och information finns i WCAG 2.2, version 2025.1.",
        "e-post, 24-timmars, COVID-19, 80-årsdag, undersköterskor 1:a och 2:a",
        "Enkäten kom 2024. 3 av 10 svarade.",
        "nanna, Nonell, infart",
    ],
)
def test_good_swedish_passes(text):
    assert said(text) == []


def test_codes_may_hold_points_and_hyphens():
    assert said("2.4.1", codes=True) == [] and said("nan", codes=True)


def test_every_part_of_the_report_is_read():
    table = dataclasses.replace(TABELL, rader=(("Information", "5", "169", "-164"),), not_="Index 1.5")
    found = faults(code("a", table, dataclasses.replace(figur(), bildtext="Medel 65.5")), markdown("b", "- nan"))
    assert [fault.split(":")[0] for fault in found] == [
        "cell a, table 1",
        "cell a, table 1, row 1",
        "cell a, figure 1",
        "cell b",
    ]


def test_words_in_a_drawing_are_read():
    found = faults(code("a", figur()), change=lambda page: page.replace(">Tid</text>", ">NaN</text>"))
    assert found == ["drawing 1: a missing value, “NaN”"]


@pytest.mark.parametrize("words", ["här", "Läs mer", "läs mer här"])
def test_a_link_says_where_it_leads(words):
    (fault,) = faults(markdown("a", f"Text [{words}](https://exempel.se)."))
    assert f"cell a: the link text '{words}' does not say where https://exempel.se leads" == fault


def test_a_link_inside_the_report_leads_somewhere():
    assert faults(markdown("a", "Se [nästa avsnitt](#borta).")) == ["page: a link leads to #borta, which is nowhere"]
    assert faults(markdown("a", "Se [samma avsnitt](#rubrik).")) == []


def test_headings_do_not_skip_a_level():
    assert faults(markdown("a", "#### Djupt")) == ["cell a: the heading 'Djupt' skips a level, from 1 to 3"]


def test_a_heading_stands_on_its_own():
    (fault,) = faults(markdown("a", "> ## Citat"))[:1]
    assert fault == "cell a: the heading 'Citat' stands inside a list, quote or box"


def test_headings_and_contents_agree():
    found = faults(change=lambda page: page.replace('<a href="#rubrik">Rubrik</a>', '<a href="#rubrik">Annan</a>'))
    assert found == [
        "page: the heading 'Rubrik' (#rubrik) is not in the table of contents",
        "page: the table of contents has 'Annan' (#rubrik), which is no heading",
    ]


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (lambda page: page.replace("<main ", '<p id="innehall-x"></p><p id="innehall-x"></p><main '), "stands 2 times"),
        (lambda page: page.replace("<main ", '<script src="https://cdn.exempel.se/v.js"></script><main '), "fetched"),
        (lambda page: page.replace('lang="sv"', 'lang="en"'), "not said to be Swedish"),
        (lambda page: page.replace("<strong>EXEMPELDATA</strong>", "<strong>Obs</strong>"), "does not say EXEMPELDATA"),
    ],
)
def test_faults_of_the_page_itself(change, found):
    (fault,) = faults(change=change)
    assert fault.startswith("page: ") and found in fault


def test_real_data_are_not_called_invented():
    page = html.render(whole())
    assert gates.page_faults(page, exempeldata=False) == ["page: says EXEMPELDATA, but no source is invented"]
