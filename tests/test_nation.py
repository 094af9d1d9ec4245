"""The national report: facts by hand, sentences for every case, and the notebook itself."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd
import pytest
from example_report import year_of
from hypothesis import given
from hypothesis import strategies as st
from model_maker import answers, small_model
from random_year import random_scores

from hemtjanst_lib import charts, tables
from hemtjanst_lib.analysis import Nation, utgivning
from hemtjanst_lib.analysis.nation import nationsfakta_av, underlag
from hemtjanst_lib.display import Punktlista, Tabell
from hemtjanst_lib.errors import ParameterError
from hemtjanst_lib.export import blocks, gates, html, svg
from hemtjanst_lib.export.document import Paragraph, plain
from hemtjanst_lib.model import parse_model
from hemtjanst_lib.narrative.nation_ord import Trappa, kommuner, korrelation, load_nationsord
from hemtjanst_lib.nationell_rapport import NationellRapport, open_nationell_rapport
from hemtjanst_lib.notebook.run import run
from hemtjanst_lib.paths import NOTEBOOKS

AR = (2022, 2023, 2024, 2025)
KOMMUNER = pd.DataFrame(
    {
        "namn": ["Ask", "Björk", "Cypress", "Druvfläder"],
        "lanskod": ["01", "01", "02", "02"],
        "lan": ["Skogens län", "Skogens län", "Ängens län", "Ängens län"],
        "grupp_kod": "A1",
        "grupp": "Gruppen",
        "befolkning": [10_000, 20_000, 40_000, 80_000],
    },
    index=pd.Index(["0101", "0102", "0201", "0202"], name="kommunkod"),
)
FIGURER = {
    name: getattr(charts, f"nation_{name}")
    for name in ("fordelning", "karta", "delindex", "omraden", "samband", "befolkning", "hogt_lagt", "forandring")
} | {
    f"grupper_{name}": lambda n, name=name: charts.nation_grupper(n, name) for name in ("lan", "grupp", "storleksklass")
}
TABELLER = {
    name: getattr(tables, name) for name in dir(tables) if name.startswith("nation_") and name in tables.__all__
}


def small_report(now=(50, 60, 70, 80), before=(60, 60, 50, 40), *, status=None, grad=None) -> NationellRapport:
    """Open the report on four kommuner that answer everything with the same points; ``before`` is last year."""
    declared = {} if grad is None else {"jamforbarhet": {2024: {"grad": grad, "text": "Åren jämförs inte."}}}
    years = {2025: year_of(parse_model({**small_model(), "ar": 2025, **declared}), _answers(now, status))}
    if before is not None:
        years = {2024: year_of(parse_model({**small_model(), "ar": 2024}), _answers(before, None)), **years}
    return NationellRapport.of(nationsfakta_av(Nation(years, KOMMUNER).prepare(), utgivning(2025)))


def _answers(points, status):
    return answers(
        {kod: dict.fromkeys("xyzw", float(x)) for kod, x in zip(KOMMUNER.index, points, strict=True)}, status
    )


@cache
def invented(ar: int, data: str) -> NationellRapport:
    return open_nationell_rapport(ar, data)


def test_the_country_by_hand():
    n = small_report()
    # mean of 50 60 70 80 is 65, the middle lies between 60 and 70
    assert (n.medel, n.median, n.antal) == (65, 65, 4)
    assert list(n.alla["namn"]) == ["Druvfläder", "Cypress", "Björk", "Ask"]
    assert list(n.alla["befolkning"]) == [80_000, 40_000, 20_000, 10_000]
    # limits 40, 60: Lågt nobody, Medel 50 and 60 (60 is on the limit and belongs to the lower), Högt 70 and 80
    assert dict(zip(n.klasser["klass"], n.klasser["antal"], strict=True)) == {"Lågt": 0, "Medel": 2, "Högt": 2}
    assert n.mening.arets.text == "**Årets hemtjänstkommun är Druvfläder** i Ängens län, med 80,0 poäng."
    assert n.mening.klasser.text == (
        "Till den högsta klassen, Högt, hör två kommuner och till den lägsta, Lågt, ingen kommun. "
        "Vanligast är klasserna Medel och Högt, med två kommuner var."
    )


def test_what_the_country_would_gain_by_hand():
    n = small_report()
    # below the mean of 65 are 50 (15 short) and 60 (5 short): 20 over four kommuner is 5 points in each område;
    # weights 3, 1 and 4 of 8
    gains = dict(zip(n.underlag.index, n.underlag["vinst"], strict=True))
    assert gains == pytest.approx({"b1": 2.5, "a1": 1.875, "a2": 0.625})
    assert list(n.underlag.index) == ["b1", "a1", "a2"]
    assert set(n.underlag["under"]) == {2}


def test_climbers_and_changes_by_hand():
    n = small_report()
    # last year 60 60 50 40, places 1 1 3 4; now places 4 3 2 1: Druvfläder from 4 to 1, Cypress from 3 to 2
    assert list(n.klattrare["namn"]) == ["Druvfläder", "Cypress"]
    assert list(n.klattrare["platser"]) == [3, 1]
    assert n.mening.klattrare.text == (
        "**Årets klättrare är Druvfläder**, som har gått från plats 4 till plats 1. Även räknat i poäng "
        "på samma indikatorer har indexet ökat mest i Druvfläder (+40,0 poäng), bland kommuner som har uppgifter "
        "från alla källor båda åren."
    )
    # 52.5 to 65
    assert n.mening.utveckling.text.startswith(
        "Kommungenomsnittet är betydligt högre än 2024. Det har gått från 52,5 till 65,0 (+12,5 poäng)."
    )
    assert charts.nation_forandring(n).titel == "Alla områden har högre genomsnitt än 2024"


def test_missing_sources_are_counted_and_cost_what_answering_would_give():
    n = small_report(status={"0101": {"z": "ej_svar", "w": "ej_svar"}})
    # Ask lacks the whole of Webben: z and w count 0, so a1 50, a2 0, b1 0: index 3/8 of 50 = 18.75.
    # the others' mean in z and w is 70: 1/8 and 4/8 of 70 = 43.75
    assert list(n.utan_svar["namn"]) == ["Ask"]
    assert n.utan_svar["kostnad"].tolist() == pytest.approx([43.75])
    assert n.mening.saknas_kort.text == (
        "För en kommun saknas alla uppgifter från minst en källa. Det sänker dess index med 43,8 poäng."
    )
    table = tables.nation_lagst(n)
    assert [column.rubrik for column in table.kolumner[:2]] == ["Kommun", "Plats (intervall)"]
    # other methods do not count what is unanswered as 0: Ask then comes near Björk, who is third, and never Cypress
    assert table.rader[0][:2] == ("Ask*", "4 (3–4)")


def test_nothing_missing_is_said():
    n = small_report()
    assert n.mening.saknas_kort.text == "Ingen kommun saknar alla uppgifter från någon källa."
    assert isinstance(tables.nation_utan_svar(n), Punktlista)


@pytest.mark.parametrize("case", [{"before": None}, {"grad": "nej"}])
def test_without_a_comparable_last_year_no_difference_is_shown(case):
    n = small_report(**case)
    assert isinstance(charts.nation_forandring(n), Punktlista)
    assert isinstance(tables.nation_klattrare(n), Punktlista)
    assert n.mening.rorelse.text == ""
    assert n.mening.utveckling_omraden.text == ""
    told = f"{n.mening.utveckling} {n.mening.utveckling_kort} {n.mening.klattrare}"
    assert not re.search(r"[+−]\d", told)


def test_a_shared_first_place_names_all():
    n = small_report(now=(80, 60, 70, 80))
    assert n.mening.arets.text == (
        "**Årets hemtjänstkommuner är Ask och Druvfläder**, som delar första platsen med 80,0 poäng."
    )


def test_kommuner_that_are_all_alike_have_no_words_of_connection():
    n = small_report(now=(60, 60, 60, 60))
    assert n.mening.forklaring.text == ""
    assert n.mening.befolkning.text == ""
    assert n.mening.samband.text == "Något samband mellan delindexen går inte att beräkna."


def test_the_editors_place_is_empty_until_she_writes():
    n = small_report()
    assert n.mening.redaktionens_text.text == ""
    assert n.mening.forslag_saknas.text == "Redaktionens förslag för 2025 är inte skrivna än."


@pytest.mark.parametrize("ar", AR)
@pytest.mark.parametrize("seed", range(1, 4))
def test_no_ground_for_proposals_is_below_zero_and_weights_add_up(ar, seed):
    scores = random_scores(ar, seed)
    table = underlag(scores)
    assert (table["vinst"] >= 0).all()
    assert table["vinst"].is_monotonic_decreasing
    assert table["viktandel"].sum() == pytest.approx(1)
    # nobody can lift the mean of an område by more than its weight times the distance to 100
    assert (table["vinst"] <= table["viktandel"] * 100).all()


@given(st.floats(-1, 1))
def test_a_correlation_has_a_sign_unless_it_rounds_to_zero(r):
    text = korrelation(r)
    assert re.fullmatch(r"0,00|[+−]\d,\d\d", text)


def test_words_of_strength_follow_their_limits():
    words = load_nationsord()
    assert [words.samband.word(x) for x in (0.0, 0.1, 0.11, 0.31, 0.9)] == [
        *("inget", "inget"),
        *("ett svagt", "ett tydligt", "ett starkt"),
    ]
    with pytest.raises(ValueError, match="no word"):
        words.samband.steg(np.nan)
    with pytest.raises(ValueError, match="granser"):
        Trappa(granser=(0.3, 0.1), ord=("a", "b", "c"))


def test_counts_of_kommuner_are_words_up_to_twelve():
    assert [kommuner(n) for n in (0, 1, 12, 13)] == ["ingen kommun", "en kommun", "tolv kommuner", "13 kommuner"]


def test_a_faulty_file_of_words_is_told(tmp_path):
    file = tmp_path / "nationsord.yml"
    file.write_text("samband: {granser: [0.1], ord: [inget]}\n", encoding="utf-8")
    with pytest.raises(ParameterError) as fault:
        load_nationsord(file)
    assert "samband" in str(fault.value)
    assert "fa_kommuner" in str(fault.value)


@pytest.mark.parametrize("ar", AR)
@pytest.mark.parametrize("name", FIGURER)
def test_every_figure_has_title_alt_text_caption_and_data(example_data, ar, name):
    figure = FIGURER[name](invented(ar, str(example_data)))
    if isinstance(figure, Punktlista):
        assert (name, ar in (2022, 2023)) == ("forandring", True)
        return
    said = [figure.titel, figure.alt, figure.bildtext, *(cell for row in figure.data.rader for cell in row)]
    assert not any(bad in text for text in said for bad in ("nan", "None", "<NA>", " -"))
    assert re.search(r"\d", figure.alt)
    assert "Exempeldata" in figure.bildtext
    assert "NaN" not in json.dumps(figure.spec)
    assert all(len(row) == len(figure.data.kolumner) for row in figure.data.rader)


@pytest.mark.parametrize("ar", AR)
@pytest.mark.parametrize("name", TABELLER)
def test_every_table_is_whole(example_data, ar, name):
    table = TABELLER[name](invented(ar, str(example_data)))
    if isinstance(table, Tabell):
        assert table.rader
        assert all(len(row) == len(table.kolumner) for row in table.rader)
        assert not re.search(r"\bnan\b|None|<NA>|(^|\s)-\d", "\n".join(cell for row in table.rader for cell in row))


@pytest.mark.parametrize("ar", AR)
def test_every_sentence_is_finished_and_knows_its_rule(example_data, ar):
    n = invented(ar, str(example_data))
    names = [name for name in dir(type(n.mening)) if not name.startswith("_")]
    told = {name: getattr(n.mening, name) for name in names if name != "grupper"}
    told |= {f"grupper.{name}": getattr(n.mening.grupper, name) for name in n.mening.grupper}
    for name, sentence in told.items():
        if not sentence.text:
            assert name in {"redaktionens_text", "rorelse", "utveckling_omraden"}, name
            continue
        assert sentence.regel, name
        assert sentence.text.endswith(".") or name == "delindex_namn", (name, sentence.text)
        assert not re.search(r"\{|\}|\bnan\b|None|  |\.\.", sentence.text), (name, sentence.text)


@pytest.mark.parametrize("ar", [2023, 2025])
def test_the_notebook_gives_a_report_that_passes_every_gate(example_data, ar):
    notebook = run(NOTEBOOKS / "nationell_rapport.ipynb", {"ar": ar, "data": str(example_data)})
    document = blocks.read(notebook)
    page = html.render(document, svg.convert_all(document))
    assert gates.check(document, page) == []
    assert (document.huvud.sort, document.huvud.kod) == ("nationell_rapport", "riket")
    assert len(page.encode()) < 700_000
    assert "Plats för redaktionens förslag" not in page  # an untouched box is not printed
    assert "Redaktionens förslag för" in page


def test_what_the_editor_writes_is_printed(example_data):
    notebook = run(NOTEBOOKS / "nationell_rapport.ipynb", {"ar": 2025, "data": str(example_data)})
    cell = next(cell for cell in notebook.cells if cell["id"] == "forslag-1")
    cell["source"], cell["metadata"] = "### Fler ska få välja tid\n\nRedaktionens egen text.", {}
    document = blocks.read(notebook)
    assert "Fler ska få välja tid" in {plain(heading.children) for heading in document.headings}
    assert "Redaktionens egen text." in {plain(b.children) for b in document.blocks if isinstance(b, Paragraph)}


def test_real_data_are_not_called_invented():
    assert "Exempeldata" not in charts.nation_fordelning(replace(small_report(), exempeldata=False)).bildtext
