"""What to do first, whom to learn from, who is best; tips and links."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from example_report import GOTLAND, HOLED, STOCKHOLM, WHOLE, made_up_nation, report

from hemtjanst_lib import charts, tables
from hemtjanst_lib.analysis import fakta_av, load_nation, utgivning
from hemtjanst_lib.analysis.benchmark import egna_platser
from hemtjanst_lib.display import Figur, Tabell
from hemtjanst_lib.errors import ParameterError
from hemtjanst_lib.files import read_yaml
from hemtjanst_lib.narrative import benchmark
from hemtjanst_lib.narrative.lankar import lankfel, load_lankar
from hemtjanst_lib.narrative.ordning import utvecklingsomraden
from hemtjanst_lib.narrative.phrases import omrade
from hemtjanst_lib.narrative.tips import Tip, load_tips, tips, utgangna
from hemtjanst_lib.report import Report

ROOT = Path(__file__).parents[1]
FORBIDDEN = re.compile(r"\bnan\b|\bNaN\b|\bNone\b|<NA>|[{}]|(?<![\w.])-\d|\d\.\d|  |^\s*$")
KODER = (WHOLE, HOLED, STOCKHOLM, GOTLAND)
# Opened in JupyterLab with the project's files around them, never printed.
DESK = ("start.ipynb", "granskning.ipynb")


# What to do first


@pytest.mark.parametrize("kod", KODER)
def test_measures_stand_in_the_order_of_what_they_give(kod):
    k = report(kod)
    gains = k.djup.atgarder["vinst"].round(9)
    assert gains.is_monotonic_decreasing
    assert gains.min() >= k.djup.underlag.regler.atgarder.minsta_vinst
    for takt in ("snabb", "langsiktig"):
        assert len(k.djup.listade(takt)) <= k.djup.underlag.regler.atgarder.hogst
        assert set(k.djup.listade(takt)["takt"]) <= {takt}


def test_one_measure_together_with_none_gives_what_it_gives_alone():
    k = report(HOLED)
    for kod, row in k.djup.atgarder.iterrows():
        alone = k.djup.tillsammans([kod])
        assert alone.vinst == pytest.approx(row["vinst"])
        assert alone.placering == row["placering_efter"] == k.placering - row["platser"]


def test_an_unanswered_survey_is_one_quick_measure_and_its_questions_are_not_listed_beside_it():
    rows = report(HOLED).djup.atgarder
    assert rows.loc["kommunenkat_aldreomsorg", ["sort", "takt"]].tolist() == ["svar", "snabb"]
    assert rows.loc["kommunenkat_aldreomsorg", "hel_kalla"]
    assert rows.loc["kommunenkat_ehalsa", "obesvarade"] == 2
    assert not any(str(kod).startswith("ke_") for kod in rows.index)
    assert not report(WHOLE).djup.svar.size


SAID = (
    "{}, alltså det område som är viktigast att arbeta med",
    "I det område som är viktigast att arbeta med, {}, skulle",
    "Det område som är viktigast att arbeta med är {}.",
    "Av det som redan går att bedöma är {} viktigast att arbeta med.",
)


def test_what_is_most_important_is_the_same_omrade_in_the_summary_and_where_measures_are_listed():
    nation, published = made_up_nation(), utgivning(2025)
    for kod in list(nation.rad)[::7]:
        k = Report.of(fakta_av(nation, kod, published))
        important = utvecklingsomraden(k, prioriterade=True)
        if not important:
            assert k.mening.viktigast.regel == "viktigast.inget_under"
            assert "gor_forst.inget_under" in k.mening.gor_forst.regel or k.djup.atgarder.empty
            continue
        name = omrade(important[0], k.omraden["namn"][important[0]])
        assert f"är {name} (" in k.mening.viktigast.text
        told = k.mening.gor_forst.text
        assert any(words.format(name) in told for words in SAID), told
        assert utvecklingsomraden(k)[0] == important[0]


def test_importance_is_weight_times_distance_among_the_prioritised():
    k = report(HOLED)
    under = k.omraden.loc[utvecklingsomraden(k, prioriterade=True)]
    assert under["prioriterat"].all()
    assert (under["gap"] < -1).all()
    assert (under["vikt"] * under["gap"]).is_monotonic_increasing


def test_the_summary_tells_what_unanswered_questions_cost():
    k = report(HOLED)
    cost = k.djup.tillsammans(list(k.djup.svar.index))
    assert k.mening.saknas_kort.text.endswith(
        f"skulle indexet ha varit {abs(cost.vinst):.1f}".replace(".", ",")
        + f" poäng högre, vilket hade gett plats {cost.placering}."
    )
    assert "Med genomsnittliga svar" not in report(WHOLE).mening.saknas_kort.text


def test_a_goal_is_told_in_the_unit_of_the_question():
    rows = dict((rad[0], rad[1:3]) for rad in tables.langsiktiga_atgarder(report(HOLED)).rader)
    assert rows["Möjlighet att påverka tiderna"] == ("42\N{NO-BREAK SPACE}%", "minst 87\N{NO-BREAK SPACE}%")
    quick = dict((rad[0], rad[1:3]) for rad in tables.snabba_atgarder(report(HOLED)).rader)
    assert quick["Besvara kommunenkäten om äldreomsorg"] == ("inga svar", "alla svar")
    assert quick["Besvara kommunenkäten om e-hälsa"] == ("två svar saknas", "alla svar")


# Whom to learn from, and who is best


@pytest.mark.parametrize("kod", KODER)
def test_those_to_learn_from_are_comparable_clearly_better_and_few(kod):
    k = report(kod)
    rules = k.djup.underlag.regler.forebilder
    chosen = utvecklingsomraden(k)[: rules.omraden]
    found = k.djup.forebilder(chosen)
    assert set(found["omrade"]) <= set(chosen)
    assert kod not in set(found["kommunkod"])
    assert (found["skillnad"] >= rules.minst_over_egen - 1e-9).all()
    assert found.groupby("omrade").size().le(rules.hogst).all()


def test_the_places_of_all_are_those_of_each():
    underlag = made_up_nation().djup
    for kod in KODER:
        one = egna_platser(underlag.scores, underlag.kommuner, underlag.regler.benchmark, kod)
        pd.testing.assert_frame_equal(underlag.egna_platser[kod], one, check_dtype=False)


def test_a_place_that_many_share_is_counted_and_not_spelt_out():
    many = tuple((f"{n:04}", f"Ort {n}") for n in range(11))
    assert (
        benchmark.cell(((1, (("9001", "Alfa"),)), (2, many)), "9001")
        == "Alfa (egen kommun), elva kommuner delar plats 2"
    )
    assert benchmark.cell(((1, many),), "0003") == "elva kommuner, däribland Ort 3, delar plats 1"
    assert benchmark.cell(((1, many[:2]), (3, many[2:3])), "9001") == "Ort 0, Ort 1, Ort 2"
    assert benchmark.cell((), "9001") == "ingen kommun"


def test_the_own_kommun_is_marked_in_the_lists_that_it_is_in():
    k = report(HOLED)
    listed = [part for part in k.djup.topplistor if part.har(HOLED)]
    parts = [tables.benchmark_total(k), *(tables.benchmark(k, kod) for kod in k.delindex.index if kod != "information")]
    assert sum(len(table.egna) for table in parts) == len(listed) > 0
    for table in parts:
        for n, row in enumerate(table.rader):
            assert (n in table.egna) == any("Norrtälje" in cell for cell in row[1:])


def test_the_figure_of_the_model_has_every_omrade_with_its_weight():
    k = report(WHOLE)
    figure = charts.matmodell(k)
    assert (
        figure.titel.replace("\N{NO-BREAK SPACE}", " ")
        == "Mätmodellen 2025: fyra delindex, 18 kvalitetsområden och 74 indikatorer"
    )
    assert len(figure.data.rader) == len(k.omraden)
    assert "Utförande 40\N{NO-BREAK SPACE}% med fem områden" in figure.alt


# All kommuner, all years


@pytest.mark.slow
@pytest.mark.parametrize("ar", [*(pytest.param(ar, marks=pytest.mark.exhaustive) for ar in (2022, 2023, 2024)), 2025])
def test_no_table_or_figure_of_the_deeper_chapters_has_a_fault_of_print_for_any_kommun(example_data, ar):
    nation, published = load_nation(ar, example_data), utgivning(ar)
    for kod in nation.rad:
        k = Report.of(fakta_av(nation, kod, published))
        shown = [
            tables.snabba_atgarder(k),
            tables.langsiktiga_atgarder(k),
            tables.forebilder(k),
            tables.benchmark_total(k),
            *(tables.benchmark(k, part) for part in k.delindex.index if part != "information"),
            charts.atgarder(k),
            charts.klasskala(k),
        ]
        texts = [text for thing in shown for text in words(thing)]
        assert not [text for text in texts if FORBIDDEN.search(text)], kod


def words(thing) -> list[str]:
    if isinstance(thing, Figur):
        return [thing.titel, thing.alt, thing.bildtext, *words(thing.data)]
    if isinstance(thing, Tabell):
        return [thing.titel, *(cell for row in thing.rader for cell in row)]
    return list(thing.punkter)


# Tips and links


def test_a_tip_is_shown_until_its_last_day():
    k = report(WHOLE)
    tip = Tip(id="x", text="y", giltig_till=date(2025, 12, 3))
    assert tip.holds(replace(k, publicerad=date(2025, 12, 3)))
    assert not tip.holds(replace(k, publicerad=date(2025, 12, 4)))


def test_the_webinar_of_2023_is_told_of_in_2024_and_no_more():
    def low(ar):
        k = report(WHOLE, ar)
        return replace(k, delindex=k.delindex.assign(gap=-5.0))

    assert tips(low(2024), "information").regel == "tips.information.webbinarium"
    assert tips(low(2025), "information").regel == "tips.information.checklista"
    assert utgangna(date(2025, 12, 3)) == [
        "parameters/text/tips.yml: information.webbinarium was good until 2024-12-31"
    ]


def printed_markdown() -> list[str]:
    """All texts with links that reports can print: notebooks, tips and the wording of sentences."""
    books = sorted((ROOT / "notebooks").glob("*.ipynb"))
    cells = [text for path in books if path.name not in DESK for text in cells_of(path)]
    told = [tip.text for each in load_tips().values() for tip in each]
    files = sorted((ROOT / "parameters" / "text").glob("*.yml"))
    wording = [text for path in files for text in leaves(read_yaml(path, ParameterError))]
    return cells + told + wording


def cells_of(path: Path) -> list[str]:
    return ["".join(cell["source"]) for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]]


def leaves(tree) -> list[str]:
    if isinstance(tree, dict):
        return [text for part in tree.values() for text in leaves(part)]
    if isinstance(tree, list):
        return [text for part in tree for text in leaves(part)]
    return [tree] if isinstance(tree, str) else []


def test_every_link_is_known_well_formed_and_says_where_it_leads():
    assert not list(lankfel(printed_markdown(), load_lankar()))


def test_a_link_at_the_desk_leads_to_a_file_that_is_there_or_is_held_to_the_same():
    def as_anchor(found: re.Match[str]) -> str:
        return f"](#{found[1]})" if (ROOT / "notebooks" / found[1]).is_file() else found[0]

    for name in DESK:
        told = [re.sub(r"\]\(([^)]+)\)", as_anchor, text) for text in cells_of(ROOT / "notebooks" / name)]
        assert not list(lankfel(told, load_lankar()))


def test_every_known_link_is_used():
    told = " ".join(printed_markdown())
    assert not [link for link in load_lankar() if f"]({link})" not in told]


def test_a_bare_strange_or_unknown_link_is_found():
    assert len(list(lankfel(["Läs mer [här](https://hemtjanstindex.se/)."], load_lankar()))) == 1
    assert len(list(lankfel(["[webbplatsen](http://hemtjanstindex.se/)"], load_lankar()))) == 2
    assert len(list(lankfel(["[brev](mailto:info)"], ["mailto:info"]))) == 1
    assert not list(lankfel(["[hemtjanstindex.se](https://hemtjanstindex.se/)"], load_lankar()))
