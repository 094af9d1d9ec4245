"""The ranking list and the index page: numbers as people and programs need them, alike every time."""

import csv
import dataclasses
import io
import re
from functools import cache
from types import SimpleNamespace
from zipfile import ZipFile

import numpy as np
import openpyxl
import pandas as pd
import pytest
from random_year import random_scores

from hemtjanst_lib import delivery
from hemtjanst_lib.delivery.index import fold
from hemtjanst_lib.delivery.ranking import lacks_a_source, missing_codes
from hemtjanst_lib.delivery.ranking_files import columns
from hemtjanst_lib.export.gates import page_faults
from hemtjanst_lib.reference import load_kommuner


def year(ar, exempeldata=True):
    scores = random_scores(ar, ar)
    return SimpleNamespace(ar=ar, model=scores.model, scores=scores, exempeldata=exempeldata)


@cache
def lista(ar=2025, exempeldata=True):
    before = [year(a, exempeldata) for a in (2022, 2023, 2024) if a < ar]
    return delivery.build(year(ar, exempeldata), before, load_kommuner())


def csv_rows(made):
    return list(csv.reader(io.StringIO(made.decode("utf-8-sig")), delimiter=";"))


def test_the_list_is_in_order_of_place_with_two_years_before():
    made = lista()
    assert made.fore == (2024, 2023)
    assert made.rader["placering"].is_monotonic_increasing and len(made.rader) == 290
    assert made.rader.index.tolist() != sorted(made.rader.index)


def test_kommuner_on_the_same_place_stand_in_swedish_order():
    scores = random_scores(2025, 2025)
    same = SimpleNamespace(
        **{name: getattr(scores, name) for name in ("model", "status", "klass", "helt_saknade")},
        total=pd.Series(50.0, scores.total.index),
        placering=SimpleNamespace(total=pd.Series(1, scores.total.index, dtype="Int64")),
    )
    now = SimpleNamespace(ar=2025, model=scores.model, scores=same, exempeldata=False)
    names = delivery.build(now, [], load_kommuner()).rader["namn"].tolist()
    assert names[0] == "Ale" and names[-1] == "Övertorneå" and names.index("Åmål") < names.index("Älmhult")


def test_change_is_the_unrounded_difference():
    made, now, before = lista(), year(2025).scores.total, year(2024).scores.total
    assert made.rader.loc["0188", "forandring"] == pytest.approx(now["0188"] - before["0188"])


def test_years_that_may_not_be_compared_are_not_subtracted():
    made = lista(2023)
    assert made.rader["forandring"].isna().all()
    assert made.jamforelse == "Resultaten från 2022 och 2023 går inte att jämföra: metoden ändrades."
    assert {row[columns(made).index("Förändring sedan 2022")] for row in csv_rows(delivery.as_csv(made))[1:]} == {"."}


def test_a_kommun_without_an_earlier_result_has_a_point_and_not_a_zero():
    before = year(2024)
    trimmed = SimpleNamespace(
        total=before.scores.total.drop("0188"),
        placering=SimpleNamespace(total=before.scores.placering.total.drop("0188")),
    )
    earlier = SimpleNamespace(ar=2024, model=before.model, scores=trimmed, exempeldata=False)
    made = delivery.build(year(2025, False), [earlier], load_kommuner())
    row = next(row for row in csv_rows(delivery.as_csv(made)) if "0188" in row)
    assert row[1] == "." and row[columns(made).index("Förändring sedan 2024")] == "."


def test_missing_sources_are_named_whole_or_in_part():
    scores = random_scores(2025, 2025)
    status, whole = scores.status.copy(), scores.helt_saknade.copy()
    status.loc["0188"], whole.loc["0188"] = "ok", False
    eh = [kod for kod, indikator in scores.model.indikatorer.items() if indikator.kalla == "kommunenkat_ehalsa"]
    bu = [kod for kod, indikator in scores.model.indikatorer.items() if indikator.kalla == "brukarundersokningen"]
    status.loc["0188", eh], whole.loc["0188", "kommunenkat_ehalsa"] = "ej_svar", True
    status.loc["0188", bu[0]], status.loc["0188", bu[1]] = "ej_svar", "sekretess"
    given = SimpleNamespace(model=scores.model, status=status, helt_saknade=whole, total=scores.total)
    assert missing_codes(given)["0188"] == "BU delvis, EH"


def test_secrecy_is_no_silence():
    scores = random_scores(2025, 2025)
    status = pd.DataFrame("sekretess", scores.status.index, scores.status.columns)
    given = SimpleNamespace(
        model=scores.model, status=status, helt_saknade=scores.helt_saknade & False, total=scores.total
    )
    assert (missing_codes(given) == "").all()


@pytest.mark.parametrize(
    ("missing", "starred"),
    [("", False), ("nej", False), ("EH delvis", False), ("EH", True), ("EH delvis, KÄ", True)],
)
def test_only_a_source_that_lacks_every_answer_earns_the_asterisk(missing, starred):
    assert lacks_a_source(missing) is starred


def test_csv_opens_in_swedish_excel():
    made = delivery.as_csv(lista())
    assert made.startswith(b"\xef\xbb\xbf") and b"\r\n" in made
    head, first, *_ = csv_rows(made)
    assert head == [*columns(lista()), "Anmärkning"] and first[-1] == "EXEMPELDATA"
    assert re.fullmatch(r"\d{4}", first[head.index("Kommunkod")])
    assert re.fullmatch(r"\d+,\d", first[head.index("Hemtjänstindex 2025")])


def test_csv_rounds_halves_up_and_has_no_negative_zero():
    made = lista()
    rader = made.rader.head(3).assign(index=[62.45, 0.05, 100.0], forandring=[-0.04, -2.05, np.nan])
    rows = csv_rows(delivery.as_csv(delivery.Rankinglista(2025, made.fore, rader, {}, "", False)))[1:]
    at, moved = columns(made).index("Hemtjänstindex 2025"), columns(made).index("Förändring sedan 2024")
    assert [(row[at], row[moved]) for row in rows] == [("62,5", "0,0"), ("0,1", "-2,1"), ("100,0", ".")]


def test_every_code_in_the_list_is_explained():
    made = lista()
    explained = {sign for sign, _ in made.forklaringar}
    used = {part for text in made.rader["saknas"] for part in text.replace(" delvis", "").split(", ") if part}
    assert used <= explained and {"*", ".", "nej", "delvis"} <= explained


def test_xlsx_has_real_tables_numbers_and_codes_as_text():
    book = openpyxl.load_workbook(io.BytesIO(delivery.as_xlsx(lista())))
    assert book.sheetnames == ["Om listan", "Rankinglista", "Förklaringar"]
    sheet = book["Rankinglista"]
    assert list(sheet.tables) == ["Rankinglista2025"] and not sheet.merged_cells.ranges
    assert sheet.tables["Rankinglista2025"].ref == "A3:J293"
    row = dict(zip(columns(lista()), next(sheet.iter_rows(min_row=4, values_only=True)), strict=True))
    assert row["Placering 2025"] == 1 and isinstance(row["Kommunkod"], str)
    assert row["Hemtjänstindex 2025"] == round(lista().rader["index"].iloc[0], 1)
    assert not [cell for line in sheet.iter_rows(min_row=3, values_only=True) for cell in line if cell in (None, "")]


def test_every_sheet_says_that_the_data_are_invented():
    book = openpyxl.load_workbook(io.BytesIO(delivery.as_xlsx(lista())))
    assert all("EXEMPELDATA" in sheet["A2"].value for sheet in book)
    plain = openpyxl.load_workbook(io.BytesIO(delivery.as_xlsx(lista(exempeldata=False))))
    assert not any("EXEMPELDATA" in str(cell.value) for sheet in plain for line in sheet for cell in line)


def test_the_same_list_gives_the_same_bytes():
    assert delivery.as_xlsx(lista()) == delivery.as_xlsx(lista())
    dates = {info.date_time for info in ZipFile(io.BytesIO(delivery.as_xlsx(lista()))).infolist()}
    assert dates == {(1980, 1, 1, 0, 0, 0)}
    assert delivery.as_csv(lista()) == delivery.as_csv(lista()) and delivery.as_html(lista()) == delivery.as_html(
        lista()
    )


def test_the_page_marks_missing_data_with_a_star_and_writes_swedish_numbers():
    page = delivery.as_html(lista())
    assert page_faults(page, exempeldata=True) == []
    rows = re.findall(r"<tr>(.*?)</tr>", page.split("<tbody>")[1])
    assert len(rows) == 290
    starred = [re.search(r"\*</td>", row) is not None for row in rows]
    whole = [re.search(r"\b[A-ZÄ]{2,3}(,|$)", text) is not None for text in lista().rader["saknas"]]
    assert starred == whole and any(whole)
    assert not re.search(r">[+-]?\d+\.\d+<", page) and re.search(r">\+\d+,\d<", page) and "−" in page


def test_files_are_written_whole(tmp_path):
    paths = delivery.write_rankinglista(lista(), tmp_path / "2025")
    assert [path.name for path in paths] == ["rankinglista.csv", "rankinglista.xlsx", "rankinglista.html"]
    assert sorted(path.name for path in (tmp_path / "2025").iterdir()) == sorted(path.name for path in paths)


# -- the index page


def rows():
    return [
        delivery.index_row(
            "Kommunrapport",
            kod,
            rad["namn"],
            rad["lan"],
            lankar={} if kod == "0180" else {"html": f"{kod}/a.html", "pdf": f"{kod}/a.pdf"},
            fel="cell x: <fel> & annat" if kod == "1480" else "",
            resultat=rad,
        )
        for kod, rad in lista().rader.to_dict("index").items()
    ]


def every_kind():
    """The 602 rows of a whole year: the country, 21 län, and two reports on each kommun."""
    link = {"html": "a.html", "pdf": "a.pdf", "ipynb": "a.ipynb"}
    lan = [(row.lanskod, row.lan) for row in load_kommuner().drop_duplicates("lanskod").itertuples()]
    return [
        delivery.index_row("Nationell rapport", "riket", "Riket", "", lankar=link),
        *(delivery.index_row("Länsrapport", kod, namn, namn, lankar=link, ordning=1) for kod, namn in lan),
        *(dataclasses.replace(row, ordning=2) for row in rows()),
        *(dataclasses.replace(row, ordning=3, rapport="Sammanfattning") for row in rows()),
    ]


def page():
    return delivery.index_html(rows(), ar=2025, exempeldata=True, lankar=[("rankinglistan", "rankinglista.html")])


def test_failed_reports_come_first_and_those_not_made_last():
    status = re.findall(r'<tr class="(\w+)"', page())
    assert status == ["fel", *["klar"] * 288, "saknas"]
    assert "Antal rapporter: 290. Klara: 288. Med fel: 1. Inte gjorda: 1." in page()


def test_the_cause_of_a_failure_is_text():
    assert '<span class="orsak">cell x: &lt;fel&gt; &amp; annat</span>' in page()


def test_links_say_whose_file_they_lead_to():
    assert '<a href="0188/a.pdf" aria-label="PDF, kommunrapport, Norrtälje 0188">PDF</a>' in page()


def test_the_index_page_passes_the_gates_and_fetches_nothing():
    assert page_faults(page(), exempeldata=True) == []
    assert "http" not in re.sub(r"https?://www\.w3\.org/\S+", "", page())


@pytest.mark.parametrize(
    ("query", "kod"), [("vaxjo", "0780"), ("VÄXJÖ", "0780"), ("0780", "0780"), ("kronoberg", "0780")]
)
def test_search_finds_by_name_without_accents_by_code_and_by_lan(query, kod):
    assert kod in {row.kod for row in rows() if fold(query) in row.sok}


def test_all_kinds_of_reports_stand_in_one_light_list_that_can_be_filtered_by_kind():
    made = delivery.index_html(every_kind(), ar=2025, exempeldata=True)
    kinds = re.findall(r'data-rapport="([^"]+)"', made)
    assert (len(kinds), len(made) < 600_000) == (602, True)
    assert list(dict.fromkeys(kinds[2:])) == ["Nationell rapport", "Länsrapport", "Kommunrapport", "Sammanfattning"]
    assert re.findall(r"<option>(\w+rapport|\w+ rapport|Sammanfattning)</option>", made) == list(
        dict.fromkeys(kinds[2:])
    )
    assert page_faults(made, exempeldata=True) == []


def test_a_report_on_several_kommuner_has_no_place_class_or_missing_sources_of_its_own():
    (row,) = [row for row in every_kind() if row.kod == "09"]
    assert (row.placering, row.index_text, row.klass, row.saknas_text) == (None, "", "", ".")
    assert "gotland" in row.sok and "lansrapport" in row.sok


def test_a_list_of_one_kind_has_no_filter_for_kinds():
    assert 'id="rapport"' not in page()


def test_two_thousand_rows_are_still_a_light_page():
    many = [
        delivery.IndexRow("Enhetsrapport", f"E{n:04}", f"Enhet {n}", "Dalarnas län", "klar", {"html": "a.html"})
        for n in range(2100)
    ]
    made = delivery.index_html(many, ar=2025, exempeldata=False)
    assert made.count("<tr ") == 2100 and len(made) < 1_500_000


def test_the_index_page_is_the_same_every_time(tmp_path):
    path = delivery.write_index(tmp_path, rows(), ar=2025, exempeldata=True)
    first = path.read_bytes()
    assert delivery.write_index(tmp_path, rows()[::-1], ar=2025, exempeldata=True).read_bytes() == first
