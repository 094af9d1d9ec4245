"""The comparison tool: what it holds, and in Chromium what it does, with the same figures as the library's."""

import json
import os
import re
import subprocess
from pathlib import Path
from shutil import which

import pandas as pd
import pytest

from hemtjanst_lib.analysis import fakta_av, load_nation, utgivning
from hemtjanst_lib.export.verktyg import kommunverktyg, underlag
from hemtjanst_lib.robustness import replay

A11Y = Path(__file__).parent / "a11y"
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
needs_chromium = pytest.mark.skipif(
    which("node") is None or not Path(CHROMIUM).exists() or not (A11Y / "node_modules" / "axe-core").is_dir(),
    reason="needs node, Chromium and npm install in tests/a11y",
)
KOD = "0188"


@pytest.fixture(scope="module")
def nation(example_data):
    return load_nation(2025, example_data)


@pytest.fixture(scope="module")
def page(nation):
    return kommunverktyg(nation, fakta_av(nation, KOD, utgivning(2025)))


def embedded(page):
    return json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.S)[1])


def test_the_page_is_small_says_that_data_are_invented_and_fetches_nothing(page):
    assert len(page.encode()) < 1_500_000
    assert "EXEMPELDATA" in page
    assert "default-src 'none'" in page
    assert not re.findall(r"(?:src|href)=[\"'](?!#|data:)", page)
    assert "{{" not in page and "{%" not in page


def test_the_same_facts_give_the_same_page(nation, page):
    assert kommunverktyg(nation, fakta_av(nation, KOD, utgivning(2025))) == page


def test_the_page_names_no_unit_and_no_provider(nation, page):
    units = nation.now.enheter
    names = {str(name) for name in units["namn"] if len(str(name)) > 8}
    assert names
    assert not [name for name in sorted(names) if name in page]
    assert "bestall" not in page.lower() and "enhet_id" not in page


def test_what_is_suppressed_has_no_value_on_the_page(nation, page):
    data, scores = embedded(page), nation.now.scores
    codes = [row[0] for row in data["kommuner"]]
    rows = data["matt"]["2025"]["varde"]
    status = scores.status.reindex(codes).to_numpy()
    found = {(rows[i][j], status[i][j]) for i in range(len(codes)) for j in range(status.shape[1]) if rows[i]}
    assert ("s", "sekretess") in found
    assert not [pair for pair in found if pair[1] != "ok" and not isinstance(pair[0], str)]


def test_every_value_goes_along_unrounded(nation, page):
    data = embedded(page)
    rows = pd.DataFrame(data["matt"]["2025"]["varde"], index=[row[0] for row in data["kommuner"]])
    ours = nation.now.scores.varde
    given = rows.loc[ours.index].map(lambda x: x if isinstance(x, int | float) else float("nan")).astype(float)
    assert (given.to_numpy() == ours.to_numpy())[ours.notna().to_numpy()].all()
    assert (given.isna().to_numpy() == ours.isna().to_numpy()).all()


def test_a_name_cannot_close_the_script_that_holds_the_data(nation):
    fakta = fakta_av(nation, KOD, utgivning(2025))
    assert underlag(nation, fakta)["egen"] == list(nation.kommuner.index).index(KOD)
    block = re.search(r'id="data">(.*?)</script>', kommunverktyg(nation, fakta), re.S)[1]
    assert "<" not in block


@pytest.fixture(scope="module")
def walk(page, tmp_path_factory):
    """What a reader sees who goes through all functions in Chromium."""
    folder = tmp_path_factory.mktemp("verktyg")
    path = folder / "verktyg.html"
    path.write_text(page, encoding="utf-8")
    command = ["node", str(A11Y / "verktyg.mjs"), str(path), str(folder / "ut")]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=A11Y, timeout=600)
    return json.loads(done.stdout)


@pytest.mark.slow
@needs_chromium
class TestInChromium:
    def test_axe_finds_nothing_nothing_overflows_and_nothing_is_fetched(self, walk):
        assert walk["axe"] == []
        assert walk["overflow"] == []
        assert walk["fetched"] == []
        assert walk["faults"] == []

    def test_index_places_classes_and_delindex_are_the_published(self, nation, walk):
        scores = nation.now.scores
        assert walk["hidden_fault"] is True
        for kod, (total, plats, klass, delindex) in walk["totals"].items():
            assert total == pytest.approx(scores.total[kod], abs=1e-9)
            assert plats == scores.placering.total[kod]
            assert klass == scores.klass[kod]
            given = [float("nan") if x is None else x for x in delindex]
            assert given == pytest.approx(scores.delindex.loc[kod].tolist(), abs=1e-9, nan_ok=True)

    def test_other_weights_give_what_the_library_computes(self, nation, walk):
        weights = [1 + (k * 7) % 5 for k in range(len(nation.now.model.omraden))]
        ours = replay(nation.now.scores, [weights])
        assert walk["weighted"]["total"] == pytest.approx(ours.total.iloc[0].tolist(), abs=1e-9)
        assert walk["weighted"]["plats"] == ours.placering.iloc[0].tolist()
        assert walk["weighted"]["klass"] == ours.klass.iloc[0].tolist()

    def test_numbers_are_written_in_swedish(self, walk):
        written = [["62,5", "+62,5"], ["0,0", "0,0"], ["1\xa0234,5", "+1\xa0234,5"], ["−2,1", "−2,1"]]
        assert walk["words"][:4] == written

    def test_the_reference_is_the_chosen_group_and_stands_in_the_address(self, nation, walk):
        members = nation.kommuner[nation.kommuner["lanskod"] == KOD[:2]]
        assert walk["lan"]["hash"] == "#vy=styrkor&jmf=lan"
        assert walk["lan"]["antal"] == f"{len(members)} kommuner"
        assert "Jämförs med Stockholms län" in walk["lan"]["besked"]
        assert "jmf=grupp" in walk["grupp"]["hash"]

    def test_a_figure_is_explained_by_keyboard_with_source_scale_and_weight(self, walk):
        for word in ("Mäter", "Källa", "Skala", "Vikt i indexet", "Rikssnitt"):
            assert word in walk["forklaring"]
        assert walk["forklaring_stangd"]
        assert walk["fokus_efter"] == "namn"

    def test_all_levels_unfold_and_keep_the_focus(self, nation, walk):
        assert walk["fall"]["fokus"] == "fall-delindex-information"
        assert walk["fall"]["rader"] == len(nation.now.model.delindex["information"].kvalitetsomraden)
        assert walk["fall"]["alla"] == len(nation.now.model.indikatorer)

    def test_the_table_comes_as_csv_with_decimal_commas_and_says_that_data_are_invented(self, walk):
        lines = walk["detalj_csv"].lstrip("\ufeff").splitlines()
        assert lines[0].startswith("Nivå;Namn;Norrtälje;Rikssnittet;Skillnad")
        assert re.search(r";\d+,\d+;", lines[1])
        assert all("EXEMPELDATA" in line for line in lines[1:])

    def test_a_break_between_years_is_marked_and_no_change_is_told_over_it(self, walk):
        assert [row[0] for row in walk["ar"]] == ["2022", "2023 (brott)", "2024", "2025"]
        assert walk["ar"][1][4] == "."
        assert walk["ar_omrade"]["hash"] == "#vy=ar&matt=omrade.trygghet"

    def test_pictures_come_as_svg_and_png_with_their_title(self, walk):
        assert walk["svg"].startswith("<svg") and "<title>" in walk["svg"]
        assert walk["png"][0] == "PNG" and walk["png"][1] > 10_000

    def test_kommuner_are_found_without_accents_and_by_code_and_lists_are_kept(self, walk):
        assert "Växjö" in walk["sok"]
        assert walk["urval"]["hash"].endswith("urval=0780,0305")
        assert {row[1] for row in walk["urval"]["rader"]} == {"Norrtälje", "Växjö", "Håbo"}
        assert "urval" not in walk["tomt"].replace("jmf=urval", "")
        assert walk["oppnad"].endswith("urval=0780,0305")
        assert walk["kvar"] == ["Våra grannar (2)"]
        assert walk["raderad"]

    def test_a_browser_that_keeps_nothing_is_told_of(self, walk):
        text, lists = walk["utan_lager"]
        assert "tillåter inte att listor sparas" in text
        assert lists == 1

    def test_priorities_are_in_order_of_what_the_index_would_gain(self, walk):
        gains = [float(row[-1].replace(",", ".")) for row in walk["prio"]]
        assert gains == sorted(gains, reverse=True)
        assert len(gains) == 18

    def test_a_slider_moved_by_keys_changes_the_index_and_a_link_leads_back(self, walk):
        assert walk["utfall"]["hash"] == "#vy=vikter&vikter=trygghet:13"
        assert walk["utfall"]["fokus"] == "vikt-trygghet"
        assert walk["utfall"]["besked"].startswith("Index ")
        assert walk["utfall_efter"] != walk["utfall_fore"]
        assert walk["utfall_lank"] == walk["utfall_efter"]
        assert walk["utfall_ater"] == walk["utfall_fore"]
        assert walk["lank"].endswith(walk["utfall"]["hash"])

    def test_an_address_that_is_not_ours_does_no_harm(self, walk):
        heading, state = walk["okand"]
        assert heading == "Styrkor och svagheter"
        assert json.loads(state)["urval"] == [] and json.loads(state)["vikter"] == {}

    def test_a_view_from_the_menu_takes_the_focus_and_names_the_page(self, walk):
        assert walk["meny"][0] == "vyrubrik"
        assert walk["meny"][1].startswith("Prioritera")

    def test_print_leaves_out_controls_and_keeps_the_mark(self, walk):
        menu, choice, buttons, figure, mark = walk["print"]
        assert {menu, choice, buttons} == {"none"}
        assert "none" not in {figure, mark}
