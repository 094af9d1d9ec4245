"""The explorer for analysts: its figures by hand, its lists and files, and its widgets worked as a person would."""

import csv
import re

import openpyxl
import pandas as pd
import pytest

from hemtjanst_lib.analysis import load_nation
from hemtjanst_lib.analysis.urvalsfil import load_urval
from hemtjanst_lib.errors import ParameterError
from hemtjanst_lib.explorer import Explorer, listor, serve, ut
from hemtjanst_lib.explorer.jamfor import (
    Matt,
    avstand,
    brott,
    ensam,
    grupp,
    kommuner,
    medel,
    over_aren,
    prioritera,
)
from hemtjanst_lib.explorer.vyer import VYER
from hemtjanst_lib.robustness import prova

KOD = "0188"


@pytest.fixture(scope="module")
def nation(example_data):
    return load_nation(2025, example_data)


@pytest.fixture
def explorer(example_data, tmp_path):
    made = Explorer(example_data, tmp_path / "ut", tmp_path / "listor")
    made.shown()
    made.text.value = "norrtalje"
    return made


def test_the_countrys_mean_is_the_published_one_and_a_groups_is_plain(nation):
    assert medel(nation.now.scores, "index", grupp(nation, KOD, "riket"))[""] == nation.now.scores.medel.total
    codes = nation.register.index[nation.register["lanskod"] == "01"]
    expected = nation.now.scores.omrade.loc[codes].mean()
    pd.testing.assert_series_equal(medel(nation.now.scores, "omrade", grupp(nation, KOD, "lan")), expected)


def test_gotland_is_alone_in_its_lan(nation):
    assert ensam(grupp(nation, "0980", "lan"), "0980")
    assert not ensam(grupp(nation, "0980", "riket"), "0980")
    assert ensam(grupp(nation, KOD, "urval", []), KOD)


def test_an_answer_that_is_missing_has_no_distance(nation):
    status = nation.now.scores.status
    kod = status.index[(status == "ej_svar").any(axis=1)][0]
    table = avstand(nation, kod, grupp(nation, kod, "riket"), "indikator")
    assert table.loc[table["status"] != "ok", "gap"].isna().all()
    assert table.loc[table["status"] == "ok", "gap"].notna().all()


def test_the_year_of_the_new_method_is_a_break_and_no_change_is_computed_over_it(nation):
    assert brott(nation, Matt("index")) == [2023]
    table = over_aren(nation, KOD, grupp(nation, KOD, "riket"), Matt("index"))
    assert table.index[table["forandring"].isna()].tolist() == [2022, 2023]


def test_a_list_of_kommuner_holds_the_group_and_the_kommun_itself(nation):
    table = kommuner(nation, KOD, grupp(nation, KOD, "urval", ["0780", "0305"]), Matt("index"))
    assert set(table.index) == {KOD, "0780", "0305"}
    assert table["plats"].tolist() == [1, 2, 3]
    assert table.loc[KOD, "mot_egen"] == 0


def test_what_an_omrade_would_give_is_its_weight_times_the_distance(nation):
    # arithmetic means and nothing left out: 20 points lower on a share of 0.1 is 2 points of index
    whole = nation.now.scores.omrade.dropna().index
    kod = whole[0]
    table = prioritera(nation, kod, grupp(nation, kod, "riket"))
    below = table[table["gap"] < 0]
    assert below["vinst"].to_numpy() == pytest.approx((-below["gap"] * below["viktandel"]).to_numpy())
    assert (table.loc[table["gap"] >= 0, "vinst"] == 0).all()


def test_a_saved_list_can_be_opened_and_made_a_report_on(nation, tmp_path):
    listor.spara("Våra grannar", ["0780", "0305"], nation.kommuner, tmp_path)
    assert listor.sparade(nation.kommuner, tmp_path) == {"Våra grannar": ("0305", "0780")}
    assert load_urval("vara_grannar", nation.kommuner, tmp_path).namn == "Våra grannar"


def test_a_list_that_was_written_by_hand_is_not_replaced(nation, tmp_path):
    (tmp_path / "egna.yml").write_text("namn: Egna\nkalla: Beslut\nkommuner: {'0780': Växjö}\n", encoding="utf-8")
    with pytest.raises(ParameterError, match="by hand"):
        listor.spara("Egna", ["0305"], nation.kommuner, tmp_path)
    with pytest.raises(ParameterError, match="name"):
        listor.spara("  ", ["0305"], nation.kommuner, tmp_path)


def test_every_view_can_be_shown_against_every_group(explorer):
    assert explorer.kommun.value == KOD
    explorer.valda = ["0780"]
    for slag in ("riket", "lan", "grupp", "storlek", "liknande", "urval"):
        explorer.slag.value = slag
        for vy in VYER:
            explorer.vy.value = vy
            assert "<table>" in explorer.ruta.value, (slag, vy)
            assert "EXEMPELDATA" in explorer.ruta.value
            assert not re.search(r"\bnan\b|\bNone\b|<NA>", explorer.ruta.value)


def test_a_slider_gives_what_the_library_computes(explorer, nation):
    explorer.vy.value = "Andra vikter"
    explorer.reglage["trygghet"].value = 15
    expected = prova(nation.now.scores, vikter={"trygghet": 15.0})
    assert f"plats {expected.placering[KOD]} " in explorer.ruta.value
    explorer._reset()
    assert explorer.val.vikter == {}


def test_every_level_is_explained_with_its_source_and_cell(explorer):
    explorer.niva.value = "indikator"
    assert "Källa: " in explorer.om.value and "raw/2025/" in explorer.om.value
    explorer.niva.value = "omrade"
    assert "vägs samman av" in explorer.om.value


def test_a_kommun_is_found_without_accents(explorer):
    explorer.text.value = "vaxjo"
    assert [kod for _, kod in explorer.kommun.options] == ["0780"]
    explorer.text.value = "finnsinte"
    assert not explorer.kommun.options


def test_a_view_is_saved_as_pictures_and_tables_that_say_that_data_are_invented(explorer):
    explorer.vy.value = "Prioritera"
    paths = {path.suffix: path for path in explorer.save()}
    assert set(paths) == {".csv", ".xlsx", ".svg", ".png"}
    rows = list(csv.reader(paths[".csv"].read_text(encoding="utf-8-sig").splitlines(), delimiter=";"))
    assert rows[0][0] == "Kvalitetsområde" and rows[0][-1] == "Anmärkning"
    assert {row[-1] for row in rows[1:]} == {"EXEMPELDATA – inte verkliga resultat"}
    assert "," in rows[1][2] and "." not in rows[1][2]
    assert "EXEMPELDATA" in paths[".svg"].read_text(encoding="utf-8")
    assert paths[".png"].read_bytes()[:4] == b"\x89PNG"
    sheets = openpyxl.load_workbook(paths[".xlsx"])
    assert "Tabell" in sheets.sheetnames


def test_a_lists_name_cannot_put_markup_in_the_page(explorer):
    explorer.valda = ["0780"]
    explorer.listnamn.value = "<script>x</script>"
    explorer.save_list()
    assert "<script>" not in explorer.sag.value


def test_the_page_is_served_on_this_machine_alone():
    command = serve.command(8877, browser=False)
    assert "--Voila.ip=127.0.0.1" in command and "--no-browser" in command and "--port=8877" in command
    assert "--no-browser" not in serve.command(8877, browser=True)


def test_nothing_scored_is_said_before_a_server_starts(tmp_path):
    with pytest.raises(ParameterError, match="no scored year"):
        serve.serve(tmp_path, 8877, browser=False)


def test_a_missing_number_is_a_sign_in_every_format():
    vy = ut.Vy("T", "i", {"Namn": "text", "Poäng": "poang"}, pd.DataFrame({"n": ["a"], "p": [float("nan")]}))
    assert ">.<" in ut.somhtml(vy, False)
    assert ut.somcsv(vy, False).splitlines()[1] == "a;."
