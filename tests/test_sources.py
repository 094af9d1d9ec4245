"""Reading a year: what is read right, and every way in which raw files are wrong."""

from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
import yaml
from raw_files import AR, BU, EH, EU, KA, KODER, change_text, edit, raw, row_of, set_cell, sign

from hemtjanst_lib import paths
from hemtjanst_lib.errors import SourceError
from hemtjanst_lib.model import load_model, model_path
from hemtjanst_lib.sources import check_year, read_year
from hemtjanst_lib.sources.cards import card_path

EU_KOMMUN = "Hemtjänst, kommun, län, rike"
BU_KOMMUN = "Rike, län, kommun"


def archive(name: str) -> bytes:
    """Return a zip archive of one file."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        made.writestr(name, "<x/>")
    return stream.getvalue()


def only(faults: list[str]) -> str:
    (fault,) = faults
    return fault


def kommun_row(path: Path, blad: str, kod: str, column: str = "A") -> int:
    return row_of(path, blad, column, kod)


def answered(data: Path, kalla: str) -> str:
    """Return a kommun that answered a survey whole."""
    kommun = read_year(AR, data).kommun
    own = kommun[kommun["kalla"].eq(kalla)]
    return str(own.groupby("kommunkod")["status"].agg(lambda s: s.eq("ok").all()).idxmax())


# What is read


def test_the_invented_raw_files_are_sound(small_data):
    assert check_year(AR, small_data) == []


def test_every_kommun_has_one_answer_to_every_indikator_of_the_model(small_data):
    answers = read_year(AR, small_data).kommun
    model = load_model(model_path(AR))
    assert len(answers) == len(KODER) * len(model.indikatorer)
    assert not answers.duplicated(["kommunkod", "indikator"]).any()
    assert set(answers["kommunkod"]) == set(KODER)
    assert (answers["varde"].notna() == answers["status"].eq("ok")).all()


def test_an_answer_can_be_walked_back_to_its_cell(small_data):
    answers = read_year(AR, small_data).kommun
    shown = answers[answers["status"].eq("ok") & answers["kalla"].isin([BU, EU])]
    for _, row in shown.iloc[::17].iterrows():
        blad, cell = row["cell"].rsplit("!", 1)
        sheet = openpyxl.load_workbook(small_data / row["fil"], read_only=True)[blad.strip("'")]
        assert sheet[cell].value == row["varde"]


def test_an_answer_from_kolada_is_walked_back_by_its_json_path(small_data):
    import json

    answers = read_year(AR, small_data).kommun
    row = answers[answers["kalla"].eq("kolada") & answers["status"].eq("ok")].iloc[0]
    page = json.loads((small_data / row["fil"]).read_text(encoding="utf-8"))
    i, j = (int(part.split("]")[0]) for part in row["cell"].split("[")[1:])
    assert page["values"][i]["values"][j] == {**page["values"][i]["values"][j], "gender": "T", "value": row["varde"]}
    assert page["values"][i]["municipality"] == row["kommunkod"]


def test_rows_of_lan_riket_stadsdelar_regi_sex_and_other_years_are_left_out(example_data):
    answers = read_year(2025, example_data).kommun
    stockholm = answers[answers["kommunkod"].eq("0180") & answers["indikator"].eq("bu_trygghet")]
    path = example_data / stockholm["fil"].iloc[0]
    row = int(stockholm["cell"].iloc[0].rsplit("!", 1)[1].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    sheet = openpyxl.load_workbook(path, read_only=True)[BU_KOMMUN]
    assert [cell.value for cell in sheet[row]][:5] == [2025, "Kommun", "0180", "Stockholm", "Totalt"]


def test_two_questions_do_not_apply_where_the_region_runs_health_care(small_data):
    answers = read_year(AR, small_data).kommun
    exempt = answers[answers["status"].eq("ej_tillamplig")]
    assert set(exempt["indikator"]) == {"eu_rutin_mote_sjukskoterska", "eu_rutin_kontakt_primarvard"}
    # of Stockholms län here: Upplands Väsby and Sigtuna, but not Norrtälje
    assert set(exempt["kommunkod"]) <= {"0114", "0191"}
    assert len(exempt)


def test_units_below_the_fewest_answers_are_suppressed_when_read(example_data):
    year = read_year(2025, example_data)
    unit = year.enhet[year.enhet["kalla"].eq(BU)]
    few = unit[unit["antal_svar"] < load_model(model_path(2025)).minsta_antal_svar.enhet]
    assert len(few) and set(few["status"]) == {"sekretess"} and few["varde"].isna().all()
    five = few[few["antal_svar"].eq(5)].iloc[0]  # the interval 5–6, which the publisher shows
    sheet, cell = five["cell"].rsplit("!", 1)
    book = openpyxl.load_workbook(example_data / five["fil"], read_only=True)
    assert book[sheet.strip("'")][f"E{cell.lstrip('ABCDEFGHIJKLMNOPQRSTUVWXYZ')}"].value == "5–6"


def test_each_unit_has_an_id_of_its_own_in_each_survey(example_data):
    year = read_year(2025, example_data)
    assert year.enheter["enhet_id"].is_unique
    assert set(year.enhet["enhet_id"]) == set(year.enheter["enhet_id"])
    assert set(year.enheter["regi"]) == {"offentlig", "enskild"}


def test_the_year_says_that_its_data_are_invented(small_data):
    year = read_year(AR, small_data)
    assert year.exempeldata and all(card.exempeldata for card in year.kort)
    card = yaml.safe_load(card_path(raw(small_data, KA)).read_text(encoding="utf-8"))
    card.pop("exempeldata")
    for path in (small_data / "raw").rglob("*.source.yml"):
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        content.pop("exempeldata")
        path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    assert not read_year(AR, small_data).exempeldata


def test_a_decimal_comma_as_text_is_read_with_a_warning(small_data):
    path = raw(small_data, EU)
    row = kommun_row(path, EU_KOMMUN, "1285", "B")
    set_cell(path, EU_KOMMUN, f"G{row}", "85,3")
    year = read_year(AR, small_data)
    value = year.kommun.query("kommunkod == '1285' and indikator == 'eu_rutin_anhoriga'")
    assert value["varde"].tolist() == [85.3]
    assert [text for text in year.varningar if "numbers stand as text" in text and f"G{row}" in text]


def test_no_break_spaces_in_a_code_do_no_harm(small_data):
    path = raw(small_data, EH)
    row = kommun_row(path, "Kommuner", "0834")
    set_cell(path, "Kommuner", f"A{row}", "\u00a00834\u00a0")
    assert check_year(AR, small_data) == []


def test_e_halsa_is_read_in_words_or_in_numbers(small_data):
    path, kod = raw(small_data, EH), answered(small_data, EH)
    row = kommun_row(path, "Kommuner", kod)
    for cell, expected in (("Ja, breddinfört", 2), (1, 1), ("nej", 0)):
        set_cell(path, "Kommuner", f"C{row}", cell)
        read = read_year(AR, small_data).kommun
        first = read[read["cell"].eq(f"Kommuner!C{row}")]
        assert first["varde"].tolist() == [expected]


def test_a_note_under_the_data_is_no_row_but_a_unit_that_begins_like_a_note_is(small_data):
    path = raw(small_data, EU)

    def rename(sheet):
        sheet["C6"] = "Notgårdens hemtjänst"
        sheet[f"A{sheet.max_row + 2}"] = "Not: påhittad"

    edit(path, "Hemtjänst, enheter", rename)
    assert "Notgårdens hemtjänst" in set(read_year(AR, small_data).enheter["namn"])


def test_markers_that_are_guesses_are_warned_of(small_data):
    path, kod = raw(small_data, KA), answered(small_data, KA)
    row = kommun_row(path, "Resultat", kod)
    set_cell(path, "Resultat", f"C{row}", "X")
    year = read_year(AR, small_data)
    assert year.kommun.loc[year.kommun["cell"].eq(f"Resultat!C{row}"), "status"].tolist() == ["sekretess"]
    assert [text for text in year.varningar if "'X' read as sekretess" in text]


# Files that are not what they should be


def test_a_missing_workbook_is_told_with_what_is_there(small_data):
    path = raw(small_data, BU, "*verksamheter*.xlsx")
    path.unlink()
    fault = only([f for f in check_year(AR, small_data) if "no file matches" in f])
    assert "verksamheter" in fault and "rike-lan-kommun" in fault


def test_a_missing_folder_of_a_source_is_told(small_data):
    shutil.rmtree(small_data / "raw" / str(AR) / "senior_alert")
    assert "raw/2024/senior_alert: the folder is missing" in only(check_year(AR, small_data))


def test_a_year_without_raw_files_says_what_to_do(small_data):
    shutil.rmtree(small_data / "raw" / str(AR))
    with pytest.raises(SourceError, match="hemtjanst example"):
        read_year(AR, small_data)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "an empty file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "password-protected"),
        (b"%PDF-1.7 ...", "a PDF"),
        (b"<!DOCTYPE html><html>", "an HTML or XML page"),
        (b"kommunkod;varde\n0114;1\n", "text, such as CSV"),
        (archive("word/document.xml"), "a Word document"),
        (archive("bild.png"), "a zip archive of other files"),
        (archive("xl/workbook.xml"), "perhaps damaged"),
    ],
)
def test_another_file_under_the_name_of_a_workbook_is_named(small_data, content, words):
    path = raw(small_data, KA)
    path.write_bytes(content)
    sign(path)
    fault = only(check_year(AR, small_data))
    assert words in fault and path.name in fault and "expected an open xlsx workbook" in fault


def test_a_truncated_workbook_is_told_as_cut_short(small_data):
    path = raw(small_data, KA)
    path.write_bytes(path.read_bytes()[:4000])
    sign(path)
    assert "cut short or damaged" in only(check_year(AR, small_data))


def test_a_workbook_with_a_broken_sheet_is_told_as_damaged(small_data):
    path = raw(small_data, KA)
    with zipfile.ZipFile(path) as book:
        kept = {name: book.read(name) for name in book.namelist()}
    with zipfile.ZipFile(path, "w") as book:
        for name, content in kept.items():
            book.writestr(name, content[: len(content) // 2] if name.startswith("xl/worksheets/") else content)
    sign(path)
    assert "is a damaged workbook" in only(check_year(AR, small_data))


def test_a_workbook_in_a_lists_place_is_told(small_data):
    path = raw(small_data, "webbplatser", "*.csv")
    path.write_bytes(raw(small_data, KA).read_bytes())
    sign(path)
    fault = only(check_year(AR, small_data))
    assert "is an Excel workbook" in fault and "expected CSV. Save the list as CSV UTF-8" in fault


def test_two_files_for_one_source_are_refused_by_name(small_data):
    path = raw(small_data, KA)
    again = path.with_name("kopia-kommunenkat-aldreomsorg.xlsx")
    shutil.copy(path, again)
    fault = only(check_year(AR, small_data))
    assert path.name in fault and again.name in fault and "keep one" in fault


def test_a_data_file_that_no_reading_takes_is_a_fault_but_other_papers_are_not(small_data):
    folder = raw(small_data, KA).parent
    (folder / "metodbeskrivning.pdf").write_bytes(b"%PDF")
    assert check_year(AR, small_data) == []
    (folder / "annat.xlsx").write_bytes(b"PK")
    assert "annat.xlsx: no reading" in only(check_year(AR, small_data))


def test_a_missing_card_is_told(small_data):
    card_path(raw(small_data, EH)).unlink()
    assert "the source card is missing" in only(check_year(AR, small_data))


def test_a_card_whose_hash_no_longer_agrees_is_told(small_data):
    path = raw(small_data, "senior_alert", "*.csv")
    path.write_bytes(path.read_bytes() + b"\r\n")
    assert "not the one its card describes" in only(check_year(AR, small_data))


def test_a_card_with_a_wrong_key_or_date_is_told_with_all_its_faults(small_data):
    card = card_path(raw(small_data, EH))
    content = yaml.safe_load(card.read_text(encoding="utf-8"))
    content["hamtat"] = content.pop("hamtad")
    card.write_text(yaml.safe_dump(content), encoding="utf-8")
    fault = only(check_year(AR, small_data))
    assert "hamtad: Field required" in fault and "hamtat: Extra inputs" in fault


def test_a_folder_in_a_files_place_is_told_and_not_a_crash(small_data):
    path = raw(small_data, "webbplatser", "*.csv")
    path.unlink()
    path.mkdir()
    faults = check_year(AR, small_data)
    assert faults and all(path.name in fault for fault in faults)


def test_a_file_that_may_not_be_read_is_told_by_its_name(small_data, monkeypatch):
    path = raw(small_data, "senior_alert", "*.csv")
    real = Path.read_bytes

    def refuse(self):
        if self.name == path.name:
            raise PermissionError(13, "Permission denied")
        return real(self)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    fault = only(check_year(AR, small_data))
    assert path.name in fault and "cannot be read (Permission denied)" in fault


# Sheets, columns and rows


def test_a_missing_sheet_is_told_with_those_there_are(small_data):
    path = raw(small_data, EH)
    book = openpyxl.load_workbook(path)
    book["Kommuner"].title = "Kommunerna"
    book.save(path)
    sign(path)
    fault = only(check_year(AR, small_data))
    assert "has no sheet 'Kommuner'" in fault and "did you mean 'Kommunerna'" in fault


def test_a_missing_column_is_told_with_a_preview_of_the_row(small_data):
    set_cell(raw(small_data, EH), "Kommuner", "C6", "Robot för läkemedel")
    fault = only(check_year(AR, small_data))
    assert "lacks 'Läkemedelsrobot' in row 6" in fault
    assert "Kommunkod | Kommun | Robot för läkemedel" in fault


def test_headings_in_another_row_are_found_and_told(small_data):
    edit(raw(small_data, EH), "Kommuner", lambda sheet: sheet.insert_rows(2, 3))
    assert "the headings stand in row 9, not in row 6 (rubrikrad)" in only(check_year(AR, small_data))


def test_a_column_that_stands_twice_is_told(small_data):
    set_cell(raw(small_data, EH), "Kommuner", "D6", "Läkemedelsrobot")
    assert [fault for fault in check_year(AR, small_data) if "columns twice in row 6: 'Läkemedelsrobot'" in fault]


def test_a_missing_kommun_is_told_by_code_and_name(small_data):
    path = raw(small_data, KA)
    row = kommun_row(path, "Resultat", "0834")
    edit(path, "Resultat", lambda sheet: sheet.delete_rows(row))
    assert "1 kommun has no row (set saknad_kommun: ej_svar if that means no answer): 0834 Torsås" in only(
        check_year(AR, small_data)
    )


def test_a_doubled_kommun_is_told_with_both_cells(small_data):
    path = raw(small_data, KA)

    def double(sheet):
        sheet.append([cell.value for cell in sheet[kommun_row(path, "Resultat", "0834")]])

    edit(path, "Resultat", double)
    fault = only(check_year(AR, small_data))
    assert "kommun 0834 Torsås stands more than once" in fault and fault.count("Resultat!A") == 2


def test_an_unknown_kommun_is_told_with_its_cell(small_data):
    path = raw(small_data, KA)
    edit(path, "Resultat", lambda sheet: sheet.append(["1899", "Nyby"]))
    fault = only(check_year(AR, small_data))
    assert "unknown kommunkod: '1899' in Resultat!A" in fault


def test_a_code_without_its_leading_zero_is_told_as_that(small_data):
    path = raw(small_data, KA)
    set_cell(path, "Resultat", f"A{kommun_row(path, 'Resultat', '0114')}", "114")
    faults = check_year(AR, small_data)
    assert [fault for fault in faults if "lost its leading zero (114 should be 0114" in fault and "'114'" in fault]


def test_codes_that_excel_made_numbers_are_refused_unless_the_layout_accepts_them(small_data, tmp_path, monkeypatch):
    path = raw(small_data, KA)

    def numbers(sheet):
        for row in range(5, sheet.max_row + 1):
            sheet[f"A{row}"] = int(sheet[f"A{row}"].value)

    edit(path, "Resultat", numbers)
    assert [fault for fault in check_year(AR, small_data) if "koder_som_tal: true" in fault]
    change_layout(tmp_path, monkeypatch, "kod: Kommunkod\n        namn: Kommun\n", "        koder_som_tal: true\n")
    year = read_year(AR, small_data)
    assert set(year.kommun["kommunkod"]) == set(KODER)
    assert [text for text in year.varningar if "kommunkod stands as a number" in text]


def test_a_name_of_another_kommun_beside_a_code_is_told(small_data):
    path = raw(small_data, KA)
    set_cell(path, "Resultat", f"B{kommun_row(path, 'Resultat', '0834')}", "Gotland")
    assert "another kommun's: 0834 'Gotland'" in only(check_year(AR, small_data))


def test_a_kind_of_row_that_the_layout_does_not_know_is_told_not_dropped(small_data):
    path = raw(small_data, EU)
    row = kommun_row(path, EU_KOMMUN, "0834", "B")
    set_cell(path, EU_KOMMUN, f"A{row}", "Kommundel")
    faults = check_year(AR, small_data)
    assert "rows of an unknown kind in column 'Redovisningsnivå'" in faults[0] and "'Kommundel'" in faults[0]


def test_a_sheet_of_no_kommun_among_the_units_sheets_is_told(small_data):
    path = raw(small_data, BU, "*verksamheter*.xlsx")
    book = openpyxl.load_workbook(path)
    book.create_sheet("Övrigt")
    book.save(path)
    sign(path)
    assert "'Övrigt'" in only(check_year(AR, small_data))


# Cells


@pytest.mark.parametrize(
    ("kalla", "cell", "value", "words"),
    [
        (KA, "Resultat!C", "kanske", "unknown value 'kanske'"),
        (KA, "Resultat!C", 2, "value 2 is not a whole number between 0 and 1"),
        (EH, "Kommuner!C", "n/a", "unknown value 'n/a'"),
        (EH, "Kommuner!C", 1.5, "value 1.5 is not a whole number between 0 and 2"),
        (EU, f"{EU_KOMMUN}!G", 104, "value 104 is not a percentage between 0 and 100"),
        (EU, f"{EU_KOMMUN}!G", "104,0", "value 104 is not a percentage between 0 and 100"),
        (EU, f"{EU_KOMMUN}!G", -1, "value -1 is not a percentage"),
        (EU, f"{EU_KOMMUN}!G", True, "unknown value 'TRUE' (expected a percentage"),
        (EU, f"{EU_KOMMUN}!G", "#REF!", "unknown value '#REF!'"),  # else it would read as empty: no answer
        (EU, f"{EU_KOMMUN}!G", "=1+1", "unknown value '='"),  # a formula without its value
    ],
)
def test_an_impossible_cell_is_told_with_its_place(small_data, kalla, cell, value, words):
    blad, column = cell.split("!")
    path = raw(small_data, kalla)
    row = kommun_row(path, blad, "1285", "B" if kalla == EU else "A")
    set_cell(path, blad, f"{column}{row}", value)
    fault = only(check_year(AR, small_data))
    assert words in fault and f"{column}{row} (1285)" in fault


def test_a_yes_or_no_in_a_list_that_says_kanske_is_told_with_its_line(small_data):
    change_text(raw(small_data, "webbplatser", "*.csv"), "0114;web_soka_bistand;ja", "0114;web_soka_bistand;kanske")
    fault = only(check_year(AR, small_data))
    assert "unknown value 'kanske' (expected ja, nej, 0–1 or a marker) for web_soka_bistand in rad 2, kolumn" in fault


def test_an_indikator_that_the_model_does_not_know_is_told_with_its_line(small_data):
    change_text(raw(small_data, "webbplatser", "*.csv"), "0114;web_soka_bistand;", "0114;web_sok_bistand;")
    faults = check_year(AR, small_data)
    assert [fault for fault in faults if "unknown indikator: 'web_sok_bistand' in rad 2" in fault]
    assert [
        fault for fault in faults if "1 kommun has no row" in fault and "0114" in fault and "web_soka_bistand" in fault
    ]


def test_shares_written_as_fractions_are_told_not_read_as_percentages(small_data, tmp_path, monkeypatch):
    path = raw(small_data, EU)
    before = read_year(AR, small_data).kommun.query("indikator == 'eu_rutin_anhoriga'")["varde"]

    def divide(sheet):
        for row in range(6, sheet.max_row + 1):
            if isinstance(sheet[f"G{row}"].value, int | float):
                sheet[f"G{row}"] = sheet[f"G{row}"].value / 100

    edit(path, EU_KOMMUN, divide)
    assert "eu_rutin_anhoriga: all values are at most 1" in only(check_year(AR, small_data))
    own = "          - typ: procent\n            faktor: 100\n            kolumner: {ind27: eu_rutin_anhoriga}\n"
    change_layout(
        tmp_path,
        monkeypatch,
        "kolumn: Regi, behall: [Samtliga], utelamna: [Offentlig, Enskild], delar: true}\n"
        "        antal_enheter: Antal enheter\n        varden:\n",
        own,
    )
    layout = paths.PARAMETERS / "sources" / f"{AR}.yml"
    text = layout.read_text(encoding="utf-8").replace("              ind27: eu_rutin_anhoriga\n", "", 1)
    layout.write_text(text, encoding="utf-8")
    after = read_year(AR, small_data).kommun.query("indikator == 'eu_rutin_anhoriga'")["varde"]
    pd.testing.assert_series_equal(before, after)


def test_a_list_with_another_separator_or_uneven_lines_is_told(small_data):
    path = raw(small_data, "senior_alert", "*.csv")
    change_text(path, "0188;2024;", "0188;2024;extra;")
    faults = check_year(AR, small_data)
    assert [fault for fault in faults if "lines that do not have 3 columns: rad 3" in fault]
    change_text(path, ";", ",", count=-1)
    assert "lacks the column 'kommunkod'" in only(check_year(AR, small_data))


def test_a_list_in_another_encoding_is_told_with_the_setting(small_data):
    path = raw(small_data, "senior_alert", "*.csv")
    path.write_bytes(path.read_bytes() + "0834;år;ja\r\n".encode("cp1252"))
    sign(path)
    assert "set teckenkodning" in only(check_year(AR, small_data))


def test_the_faults_of_a_workbook_that_is_read_twice_are_told_once(small_data):
    path = raw(small_data, EU)
    path.write_bytes(b"%PDF")
    sign(path)
    assert "a PDF" in only(check_year(AR, small_data))


def test_all_faults_of_several_files_are_told_at_once(small_data):
    ka, eh = raw(small_data, KA), raw(small_data, EH)
    row = kommun_row(ka, "Resultat", "1285")
    set_cell(ka, "Resultat", f"C{row}", "kanske")
    set_cell(ka, "Resultat", f"D{row}", "jo")
    set_cell(eh, "Kommuner", "C6", "Robot")
    card_path(raw(small_data, "senior_alert", "*.csv")).unlink()
    with pytest.raises(SourceError) as caught:
        read_year(AR, small_data)
    assert len(caught.value.faults) == 4
    assert "hemtjanst check 2024" in str(caught.value)


# Kolada


def test_a_page_that_is_not_there_breaks_the_chain(example_data, tmp_path):
    data = tmp_path / "data"
    shutil.copytree(example_data / "raw" / "2024", data / "raw" / "2024")
    (data / "raw" / "2024" / "kolada" / "kolada_2024_02.json").unlink()
    assert [fault for fault in check_year(2024, data) if "the chain of pages is broken" in fault]


def test_a_kpi_without_any_value_of_the_year_is_told_as_not_published(small_data):
    path = raw(small_data, "kolada", "*.json")
    change_text(path, '"period": 2024', '"period": 2023', count=-1)
    assert "no values of U21401 (kolada_personalkontinuitet) for 2024" in only(check_year(AR, small_data))


def test_a_kommun_that_kolada_leaves_out_has_not_answered(small_data):
    import json

    path = raw(small_data, "kolada", "*.json")
    page = json.loads(path.read_text(encoding="utf-8"))
    page["values"] = [post for post in page["values"] if post["municipality"] != "0834"]
    path.write_text(json.dumps(page), encoding="utf-8")
    sign(path)
    year = read_year(AR, small_data)
    status = year.kommun.query("kommunkod == '0834' and kalla == 'kolada'")["status"]
    assert status.tolist() == ["ej_svar"]
    assert [text for text in year.varningar if "0834 Torsås" in text]


def test_a_page_that_is_not_json_is_told_with_what_to_do(small_data):
    path = raw(small_data, "kolada", "*.json")
    path.write_text("<html>busy</html>", encoding="utf-8")
    sign(path)
    fault = only(check_year(AR, small_data))
    assert "not JSON" in fault and "hemtjanst fetch kolada 2024" in fault


# Corrections


def correction(data: Path, **changes: object) -> Path:
    """Write one correction of Eslöv's share of units with a routine, with changes."""
    entry = {
        "kalla": EU,
        "kommunkod": "1285",
        "indikator": "eu_rutin_anhoriga",
        "gor": "uteslut",
        "vantat": {"over": 100},
        "skal": "Andelen är 104 procent i filen; omöjlig.",
        "lage": "anmald 2024-11-12",
        **changes,
    }
    path = data / "corrections" / f"{AR}.yml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(yaml.safe_dump([entry], allow_unicode=True), encoding="utf-8")
    return path


def spoil(data: Path, value: object) -> None:
    path = raw(data, EU)
    set_cell(path, EU_KOMMUN, f"G{kommun_row(path, EU_KOMMUN, '1285', 'B')}", value)


def eslov(data: Path) -> pd.Series:
    year = read_year(AR, data)
    return year.kommun.query("kommunkod == '1285' and indikator == 'eu_rutin_anhoriga'").iloc[0]


def test_an_excluded_value_is_missing_and_its_fault_is_told_no_more(small_data):
    spoil(small_data, 104)
    correction(small_data)
    assert eslov(small_data)["status"] == "ej_svar" and pd.isna(eslov(small_data)["varde"])
    assert "Andelen är 104 procent" in read_year(AR, small_data).rattelser[0]
    correction(small_data, status="sekretess")
    assert eslov(small_data)["status"] == "sekretess"


def test_a_replaced_value_is_the_one_given(small_data):
    spoil(small_data, "kanske")
    correction(small_data, gor="ersatt", med=64, vantat={"lika": "kanske"})
    assert eslov(small_data)["varde"] == 64 and eslov(small_data)["status"] == "ok"


def test_a_noted_value_stays_as_it_is(small_data):
    spoil(small_data, 12)
    correction(small_data, gor="anteckna", vantat={"under": 15})
    assert eslov(small_data)["varde"] == 12


def test_a_correction_whose_fault_is_gone_stops_the_run(small_data):
    spoil(small_data, 84)
    correction(small_data)
    fault = only(check_year(AR, small_data))
    assert "the fault is gone" in fault and "found 84" in fault and "remove the entry" in fault


def test_a_correction_that_matches_nothing_stops_the_run(small_data):
    correction(small_data, kommunkod="9901")
    assert "matches 0 answers" in only(check_year(AR, small_data))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"gor": "ersatt"}, "med (the value to use)"),
        ({"vantat": {}}, "exactly one of over, under, lika"),
        ({"gor": "radera"}, "gor"),
        ({"skal": ""}, "skal"),
    ],
)
def test_a_malformed_correction_is_told(small_data, changes, words):
    correction(small_data, **changes)
    assert words in only(check_year(AR, small_data))


# Layout files


def change_layout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: str, put: str) -> Path:
    """Give the run a layout of its own, with lines put in after the first place where a text stands."""
    own = tmp_path / "parameters"
    if not own.exists():
        shutil.copytree(paths.PARAMETERS, own)
        monkeypatch.setattr(paths, "PARAMETERS", own)
    path = own / "sources" / f"{AR}.yml"
    text = path.read_text(encoding="utf-8")
    assert after in text
    path.write_text(text.replace(after, after + put, 1), encoding="utf-8")
    return path


def test_a_file_that_differs_is_met_by_editing_the_layout_alone(small_data, tmp_path, monkeypatch):
    before = read_year(AR, small_data).kommun
    path = raw(small_data, EH)
    edit(path, "Kommuner", lambda sheet: sheet.insert_rows(2, 3))
    set_cell(path, "Kommuner", "C9", "Robot")
    layout = change_layout(tmp_path, monkeypatch, "markorer:", "")
    text = (
        layout.read_text(encoding="utf-8").replace("rubrikrad: 6", "rubrikrad: 9").replace("Läkemedelsrobot:", "Robot:")
    )
    layout.write_text(text, encoding="utf-8")
    after = read_year(AR, small_data).kommun
    pd.testing.assert_frame_equal(before.drop(columns="cell"), after.drop(columns="cell"))


def test_a_layout_with_faults_is_told_with_all_of_them(small_data, tmp_path, monkeypatch):
    path = change_layout(tmp_path, monkeypatch, "rubrikrad: 12", "x\n        radrubrik: 3")
    fault = only(check_year(AR, small_data))
    assert path.name in fault and "rubrikrad" in fault and "radrubrik" in fault


def test_an_indikator_read_from_two_columns_is_a_fault_of_the_layout(small_data, tmp_path, monkeypatch):
    change_layout(tmp_path, monkeypatch, "F4: bu_utfor_arbetsuppgifter\n", "              F99: bu_trygghet\n")
    assert "bu_trygghet is read twice" in only(check_year(AR, small_data))


def test_an_indikator_of_the_model_without_a_column_is_told(small_data, tmp_path, monkeypatch):
    layout = change_layout(tmp_path, monkeypatch, "markorer:", "")
    text = layout.read_text(encoding="utf-8").replace("              GPS-larm: eh_gps_larm\n", "")
    layout.write_text(text, encoding="utf-8")
    assert "kallor.kommunenkat_ehalsa has no column for eh_gps_larm" in only(check_year(AR, small_data))
