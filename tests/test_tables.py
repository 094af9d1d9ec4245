"""Tables say what the facts say, as finished Swedish text."""

from __future__ import annotations

import pandas as pd
import pytest
from report_stand_in import report

from hemtjanst_lib import tables
from hemtjanst_lib.display import Punktlista

OTHERS = ("lan_", "nation_", "benchmark", "forebilder", "langsiktiga_", "snabba_")  # with tests of their own
OTHERS = (*OTHERS, "metod_", "konto", "typer", "tystnad")  # in test_sakerhet, on reports with a simulated year
OTHERS = (*OTHERS, "enhet_", "enheter_")  # in test_enhetsrapport and test_enhetsoversikt, on facts of units
ALL = {name: getattr(tables, name) for name in tables.__all__ if not name.startswith(OTHERS)}


@pytest.fixture(scope="module")
def k():
    return report()


@pytest.mark.parametrize("make", ALL.values(), ids=ALL)
def test_every_table_is_whole_and_holds_finished_text(k, make):
    table = make(k)
    cells = [cell for row in table.rader for cell in row]
    assert table.rader
    assert all(len(row) == len(table.kolumner) for row in table.rader)
    assert all(row[0] for row in table.rader)
    assert not any(bad in cell for cell in cells for bad in ("nan", "None", "<NA>", " -"))


def test_classes_have_limits_places_and_a_named_cross(k):
    table = tables.klasser(k)
    assert table.rader == (
        ("Högt", "över 74,5", "1", "1", ""),
        ("Över medel", "över 68,5 till och med 74,5", "2", "1", "X Norrtälje"),
        ("Medel", "över 62,5 till och med 68,5", "3", "1", ""),
        ("Under medel", "över 56,5 till och med 62,5", "4", "1", ""),
        ("Lågt", "till och med 56,5", "5", "1", ""),
    )
    assert table.egna == (1,)


def test_an_empty_class_has_no_places_and_a_large_one_has_a_range(k):
    frame = k.klasser.copy()
    frame.loc[0, ["forsta_plats", "sista_plats"]] = None
    frame.loc[4, "sista_plats"] = 28
    places = [row[2] for row in tables.klasser(k.but(klasser=frame)).rader]
    assert places[0] == "1–28"
    assert places[-1] == "ingen kommun"


def test_delindex_shows_places_of_both_years(k):
    table = tables.delindex(k)
    assert [column.rubrik for column in table.kolumner][-2:] == ["Plats 2025", "Plats 2024"]
    assert table.rader[1] == ("2 Biståndshandläggning", "50,0", "60,0", "−10,0", "191 (181–201)", "138")


def test_delindex_without_last_year_has_no_column_for_it(k):
    assert len(tables.delindex(k.but(ar_fore=None)).kolumner) == 5


def test_delindex_says_when_the_years_cannot_be_compared(k):
    assert "går inte att jämföra" in tables.delindex(k.but(brott=(2025,))).not_
    assert "går inte att jämföra" not in tables.delindex(k).not_


def test_prioriterade_have_signed_whole_differences_from_best_to_worst(k):
    assert [row[3] for row in tables.prioriterade(k).rader] == ["+12", "+5", "+2", "+1", "0", "−13"]


def test_omraden_have_weights_in_per_cent_and_changes_with_stars(k):
    table = tables.omraden(k)
    # 9 of 60 is 15 %, 6 of 60 is 10 %
    assert table.rader[0][1:] == ("15,0\N{NO-BREAK SPACE}%", "46,6", "60,0", "−13,4", "280", "+2,0*")
    assert table.rader[6][1:] == (
        "10,0\N{NO-BREAK SPACE}%",
        "gäller inte kommunen",
        "60,0",
        "–",
        "–",
        "kan inte jämföras",
    )
    assert table.not_.startswith("*")


def test_a_whole_missing_survey_stands_on_one_row(k):
    assert tables.saknas(k).rader == (
        ("Hela undersökningen", "Kommunenkät e-hälsa (EH)", "2025", "inget svar"),
        ("Trygghet", "Brukarundersökningen (BU)", "2025", "för få svar"),
        ("Personalkontinuitet", "Kolada (KO)", "2024", "gäller inte kommunen"),
    )


def test_many_questions_of_one_source_that_are_missing_alike_stand_on_one_row(k):
    one = k.saknas[k.saknas["status"] == "sekretess"]
    nine = pd.concat([one.assign(namn=f"Fråga {i}") for i in range(9)])
    rows = [("9 uppgifter", "Brukarundersökningen (BU)", "2025", "för få svar")]
    assert list(tables.saknas(k.but(saknas=nine)).rader) == rows
    assert len(tables.saknas(k.but(saknas=nine.iloc[:8])).rader) == 8


def test_when_nothing_is_missing_the_text_beside_says_so_and_there_is_no_list(k):
    none = k.but(saknas=k.saknas.iloc[:0])
    assert tables.saknas(none) == Punktlista(())
    assert tables.saknas(none.but(ar_fore=None)) == Punktlista(())


def test_sources_have_publisher_collection_and_count(k):
    assert tables.kallor(k).rader[0] == ("Brukarundersökningen (BU)", "Socialstyrelsen", "januari–mars", "18")
