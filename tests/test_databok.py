"""The data book: what stands in it, and that it can be read by people, screen readers and programs."""

import io
from dataclasses import replace
from zipfile import ZipFile

import openpyxl
import pandas as pd
import pytest

from hemtjanst_lib.analysis import utgivning
from hemtjanst_lib.analysis.kommun import fakta_av, load_nation
from hemtjanst_lib.analysis.national import Nation
from hemtjanst_lib.errors import SourceError
from hemtjanst_lib.export.databok import databok, rakna_om
from hemtjanst_lib.export.xlsx import MARK, Blad, Bok, Kolumn, as_xlsx, rader
from hemtjanst_lib.model.schema import Aggregering, SaknasRegel
from hemtjanst_lib.scoring import score

KOD = "0114"


@pytest.fixture(scope="module")
def facts(example_data):
    nation = load_nation(2025, example_data)
    return nation, fakta_av(nation, KOD, utgivning(2025))


@pytest.fixture(scope="module")
def content(facts):
    return databok(*facts)


@pytest.fixture(scope="module")
def book(content):
    return openpyxl.load_workbook(io.BytesIO(content))


def table(book, sheet: str) -> pd.DataFrame:
    """Read a sheet's one table."""
    page = book[sheet]
    (found,) = page.tables.values()
    head, *rows = page[found.ref]
    return pd.DataFrame([[cell.value for cell in row] for row in rows], columns=[cell.value for cell in head])


def test_each_sheet_but_the_cover_has_one_table_with_unique_headings(book):
    cover, *sheets = book.sheetnames
    assert cover == "Om boken"
    names = set()
    for sheet in sheets:
        found = table(book, sheet)
        assert found.columns.is_unique
        assert not found.isna().any().any(), sheet
        names |= set(book[sheet].tables)
    assert len(names) == len(sheets)


def test_nothing_is_merged_hidden_or_a_formula(book):
    for page in book:
        assert not page.merged_cells.ranges
        assert page.sheet_state == "visible"
        assert not any(
            dimension.hidden for dimension in [*page.column_dimensions.values(), *page.row_dimensions.values()]
        )
        assert not any(cell.data_type == "f" for row in page for cell in row)


def test_invented_data_say_so_on_every_sheet(book):
    for page in book:
        assert MARK in [cell.value for cell in page["A"]]


def test_the_contents_name_every_sheet_after_it(book):
    assert list(table(book, "Innehåll")["Blad"]) == book.sheetnames[2:]


def test_figures_are_unrounded_numbers_and_agree_with_the_facts(book, facts):
    _, fakta = facts
    index = table(book, "Index").set_index("År")
    assert index.at[2025, "Hemtjänstindex"] == float(fakta.index)
    omraden = table(book, "Kvalitetsområden")
    assert list(omraden["Placering"]) == list(fakta.omraden["placering"].astype(object).fillna(".."))
    indikatorer = table(book, "Indikatorer").set_index("Indikator-id")
    assert list(indikatorer.index) == list(fakta.indikatorer.index)
    there = fakta.indikatorer["poang"].notna()
    assert indikatorer.loc[there[there].index, "Poäng"].tolist() == fakta.indikatorer["poang"][there].tolist()


def test_a_missing_answer_has_a_sign_that_says_why(book, facts):
    _, fakta = facts
    signs = {"ej_svar": "-", "sekretess": "..", "ej_tillamplig": "."}
    missing = fakta.indikatorer["status"][fakta.indikatorer["status"] != "ok"]
    shown = table(book, "Indikatorer").set_index("Indikator-id")["Poäng"]
    assert not missing.empty
    assert shown[missing.index].tolist() == missing.map(signs).tolist()


def test_the_public_list_has_no_other_kommuns_indikatorer(book):
    columns = set(table(book, "Alla kommuner").columns)
    assert not columns & set(table(book, "Modell")["Indikator"])


def test_a_reference_group_of_the_kommun_alone_is_left_out(example_data):
    nation = load_nation(2025, example_data)
    gotland = databok(nation, fakta_av(nation, "0980", utgivning(2025)))
    groups = table(openpyxl.load_workbook(io.BytesIO(gotland)), "Jämförelser")
    assert "Gotlands län" not in set(groups["Jämförelsegrupp"])
    assert groups["Antal kommuner"].min() > 1


def test_the_mean_of_all_kommuner_is_their_mean(book):
    # two routes: the group's row, and the mean of the public list
    groups = table(book, "Jämförelser")
    own = groups[(groups["Jämförelsegrupp"] == "Alla kommuner") & (groups["Nivå"] == "Index")]
    every = table(book, "Alla kommuner")["Hemtjänstindex"]
    assert own["Genomsnittliga poäng"].item() == pytest.approx(every.mean(), abs=1e-9)


def test_the_same_facts_give_the_same_bytes_without_a_clock(facts, content):
    assert databok(*facts) == content
    assert {entry.date_time[:3] for entry in ZipFile(io.BytesIO(content)).infolist()} == {(1980, 1, 1)}


def test_a_cell_without_value_or_code_is_refused():
    with pytest.raises(ValueError, match="cells without value or code in b"):
        rader(pd.DataFrame({"a": [1.0], "b": [None]}))


def test_text_that_looks_like_a_formula_or_a_link_stays_text():
    sheet = Blad("Ett", "Ett", ("Prov.",), [Kolumn("a")], [["=1+1"], ["https://example.se"]])
    page = openpyxl.load_workbook(io.BytesIO(as_xlsx(Bok("Prov", (), [sheet], 2025, False))))["Ett"]
    assert [cell.data_type for cell in page["A"]][-2:] == ["s", "s"]
    assert page["A4"].hyperlink is None


@pytest.mark.parametrize("kod", ["0114", "0180", "0980", "1490"])
def test_a_book_computed_anew_from_itself_agrees_in_every_digit(example_data, kod):
    nation = load_nation(2025, example_data)
    found = rakna_om(databok(nation, fakta_av(nation, kod, utgivning(2025))))
    assert found.fel == ()
    assert found.antal > 2 * 290 + 70  # places and classes of all kommuner, and most of 74 indikatorer


@pytest.mark.parametrize("rule", ["noll", "utelamna", "medel"])
@pytest.mark.parametrize("way", ["aritmetisk", "geometrisk"])
def test_a_book_of_another_model_is_computed_by_what_its_own_sheets_say(example_data, rule, way):
    nation = load_nation(2025, example_data)
    model = nation.now.model.model_copy(
        update={
            "aggregering": Aggregering(omrade="aritmetisk", delindex=way, total=way),
            "saknas": SaknasRegel(ej_svar=rule),
        }
    )
    year = replace(nation.now, model=model, scores=score(nation.now.answers, model))
    other = Nation({2025: year}, nation.kommuner)
    silent = str((nation.now.scores.status == "ej_svar").sum(axis=1).idxmax())
    assert rakna_om(databok(other, fakta_av(other, silent, utgivning(2025)))).fel == ()
    changed = year.scores.total[silent] != nation.now.scores.total[silent]
    assert changed == ((rule, way) != ("noll", "aritmetisk"))


@pytest.mark.parametrize(
    ("sheet", "column"),
    [
        ("Indikatorer", "Poäng"),
        ("Indikatorer", "Värde"),
        ("Indikatorer", "Skillnad i poäng"),
        ("Kvalitetsområden", "Poäng"),
        ("Delindex", "Poäng"),
        ("Index", "Hemtjänstindex"),
        ("Alla kommuner", "Placering"),
        ("Jämförelser", "Genomsnittliga poäng"),
    ],
)
def test_a_figure_that_was_changed_is_found(content, sheet, column):
    book = openpyxl.load_workbook(io.BytesIO(content))
    page = book[sheet]
    (found,) = page.tables.values()
    rows = page[found.ref]
    x = [cell.value for cell in rows[0]].index(column)
    cell = next(row[x] for row in rows[-1:0:-1] if isinstance(row[x].value, float | int) and 5 < row[x].value < 95)
    if sheet == "Jämförelser":
        cell = rows[1][x]  # the index of all kommuner
    cell.value += 0.001
    changed = io.BytesIO()
    book.save(changed)
    assert rakna_om(changed.getvalue()).fel


def test_what_is_no_data_book_is_refused(content):
    with pytest.raises(SourceError, match="not an Excel workbook"):
        rakna_om(content[:500])
    sheet = Blad("Ett", "Ett", ("Prov.",), [Kolumn("a"), Kolumn("b")], [["1", "2"]])
    with pytest.raises(SourceError, match="has no sheet Indikatorer"):
        rakna_om(as_xlsx(Bok("Prov", (), [sheet], 2025, False)))
