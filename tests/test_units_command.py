"""The command ``units``, the register as ``check`` and ``score`` see it, and unit files that are not sound."""

from __future__ import annotations

import shutil

import pytest
from raw_files import AR, BU, EU, edit, raw
from typer.testing import CliRunner

from hemtjanst_lib import paths, store
from hemtjanst_lib.cli import app
from hemtjanst_lib.errors import SourceError
from hemtjanst_lib.sources import check_year, read_year, register_path

UNITS = "Hemtjänst, enheter"
FIRST = 6  # the first row of data


@pytest.fixture
def own_parameters(small_data, tmp_path, monkeypatch):
    """Return a data root of one's own, with parameters of one's own."""
    shutil.copytree(paths.PARAMETERS, tmp_path / "parameters")
    monkeypatch.setattr(paths, "PARAMETERS", tmp_path / "parameters")
    return small_data


def ran(*words):
    return CliRunner().invoke(app, [str(word) for word in words])


def misspell(data):
    """Spell one paired unit of Norrtälje so that it is no certain pair any more; return its two names."""
    year = read_year(AR, data)
    pair = year.par[year.par["kommunkod"].eq("0188") & year.par["hur"].eq("automatiskt")].iloc[0]
    old, new = pair["namn_eu"], pair["namn_eu"] + "erna"

    def change(sheet):
        for row in range(FIRST, sheet.max_row + 1):
            if sheet[f"A{row}"].value == "0188" and " ".join(str(sheet[f"C{row}"].value).split()) == old:
                sheet[f"C{row}"] = new

    edit(raw(data, EU), UNITS, change)
    return pair["namn_bu"], new


def test_a_doubtful_pair_is_shown_with_the_lines_that_confirm_it(own_parameters):
    namn_bu, namn_eu = misspell(own_parameters)
    told = ran("units", AR, "--kommun", "0188", "--data", own_parameters)
    assert told.exit_code == 0, told.output
    assert f"{namn_bu} (" in told.output and f"| {namn_eu} (" in told.output and "the names differ" in told.output
    lines = told.output[told.output.index(f"ar: {AR}") :].split("\n\n")[0]
    register = register_path(AR, exempeldata=True)
    register.parent.mkdir(parents=True, exist_ok=True)
    register.write_text(lines, encoding="utf-8")
    again = ran("units", AR, "--kommun", "0188", "--data", own_parameters)
    assert "1 confirmed" in again.output and "Doubtful" not in again.output
    assert check_year(AR, own_parameters) == []
    scored = store.score_and_store(AR, own_parameters)
    pair = scored.enhetspar[scored.enhetspar["hur"].eq("bekraftat")]
    assert pair[["namn_bu", "namn_eu"]].to_numpy().tolist() == [[namn_bu, namn_eu]]
    register.unlink()
    assert any("units/exempel" in text for text in store.stale(AR, own_parameters))


def test_an_entry_that_fits_no_unit_is_told_by_check_and_stops_score(own_parameters):
    register = register_path(AR, exempeldata=True)
    register.parent.mkdir(parents=True, exist_ok=True)
    entry = f"{{kommunkod: 0188, {BU}: Finns inte, {EU}: Inte heller}}"
    register.write_text(f"ar: {AR}\npar: [{entry}]\n", encoding="utf-8")
    (told,) = check_year(AR, own_parameters)
    assert "'Finns inte' fits no unit of kommun 0188" in told and "'Inte heller' fits no unit" in told
    with pytest.raises(SourceError, match="Finns inte"):
        store.score_and_store(AR, own_parameters)


def test_a_register_of_the_wrong_shape_is_told_together_with_other_faults(own_parameters):
    register = register_path(AR, exempeldata=True)
    register.parent.mkdir(parents=True, exist_ok=True)
    register.write_text(f"ar: {AR}\npar: [{{kommunkod: 188}}]\n", encoding="utf-8")
    edit(raw(own_parameters, EU), UNITS, lambda sheet: sheet.__setitem__(f"C{FIRST}", None))
    told = check_year(AR, own_parameters)
    assert any("units/exempel" in text and "kommunkod" in text for text in told)
    assert any("unit without a name" in text for text in told)


def test_the_register_of_real_data_is_not_read_for_invented_data(own_parameters):
    register = register_path(AR, exempeldata=False)
    register.parent.mkdir(parents=True, exist_ok=True)
    register.write_text(f"ar: {AR}\npar: [{{kommunkod: 0188, {BU}: X, {EU}: Y}}]\n", encoding="utf-8")
    assert check_year(AR, own_parameters) == []


def test_a_kommun_that_does_not_exist_is_refused(small_data):
    told = ran("units", AR, "--kommun", "188", "--data", small_data)
    assert told.exit_code != 0 and "0188" in str(told.exception)


@pytest.mark.parametrize(
    ("cell", "value", "told"),
    [
        (f"C{FIRST}", None, "unit without a name"),
        (f"D{FIRST}", "Halvstatlig", "unknown word in column 'Regi'"),
        (f"A{FIRST}", "9876", "unknown kommunkod"),
        (f"A{FIRST}", "188", "lost its leading zero"),
        ("E5", "Bolag", "lacks 'Företagets namn'"),
        ("D5", "Driftsform", "lacks 'Regi'"),
    ],
)
def test_a_bad_unit_file_of_the_unit_survey_is_told(small_data, cell, value, told):
    edit(raw(small_data, EU), UNITS, lambda sheet: sheet.__setitem__(cell, value))
    assert any(told in text for text in check_year(AR, small_data))


@pytest.mark.parametrize(
    ("cell", "value", "told"),
    [
        ("A13", None, "unit without a name"),
        ("B13", "Ideell", "unknown word in column 'Regi'"),
        ("D13", "Utländska", "rows of an unknown kind"),
        ("E13", "många", "number of answers is not understood"),
        ("F13", 140, "is not a percentage between 0 and 100"),
        ("C12", "Bolag", "lacks 'Utförare'"),
    ],
)
def test_a_bad_unit_file_of_the_user_survey_is_told(small_data, cell, value, told):
    path = raw(small_data, BU, "*verksamheter*.xlsx")
    edit(path, "0188 Norrtälje", lambda sheet: sheet.__setitem__(cell, value))
    assert any(told in text for text in check_year(AR, small_data))


def test_two_units_of_one_name_in_a_file_are_two_units_and_warned_of(small_data):
    def twice(sheet):
        sheet["C6"] = sheet["C7"].value
        sheet["A6"] = sheet["A7"].value

    edit(raw(small_data, EU), UNITS, twice)
    year = read_year(AR, small_data)
    assert year.enheter["enhet_id"].is_unique and year.enhetslista["enhet"].is_unique
    assert any("same name" in text for text in year.varningar)
