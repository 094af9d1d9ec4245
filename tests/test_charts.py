"""Charts say what the facts say, in the drawing, the title, the alt text and the data."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from itertools import chain, pairwise
from pathlib import Path

import altair as alt
import pandas as pd
import pytest
import vl_convert as vlc
from report_stand_in import report

from hemtjanst_lib import charts, theme
from hemtjanst_lib.charts import bars, distribution, dots, lines
from hemtjanst_lib.charts.form import fill
from hemtjanst_lib.charts.words import av, lage, over, rader
from hemtjanst_lib.display import Figur, Punktlista
from hemtjanst_lib.reference import load_kommuner
from hemtjanst_lib.report import open_report

ALL = {
    "placering": charts.placering,
    "lan": charts.lan,
    "delindex_ar": charts.delindex_ar,
    "prioriterade": charts.prioriterade,
    "omraden": lambda k: charts.delindex_omraden(k, "utforande"),
    "ett_omrade": lambda k: charts.delindex_omraden(k, "stod_utveckling"),
    "indikatorer": lambda k: charts.indikatorer(k, "utforande"),
    "forandring": charts.forandring,
}


@pytest.fixture(scope="module")
def k():
    return report()


def rows(figure: Figur, name: str = "rader") -> list[dict]:
    return figure.spec["datasets"][name]


def parameters(figure: Figur) -> dict:
    return {p["name"]: p["value"] for p in figure.spec["params"]}


@pytest.mark.parametrize("draw", ALL.values(), ids=ALL)
def test_every_specification_follows_the_schema_and_every_palette_draws(k, draw):
    for spec in (draw(k).spec, ALL["placering"](k, theme.palette("bla-orange")).spec):
        alt.Chart.from_dict({key: value for key, value in spec.items() if key != "$schema"}).to_dict()


@pytest.mark.parametrize("draw", ALL.values(), ids=ALL)
def test_every_figure_has_title_alt_text_caption_and_data_in_swedish(k, draw):
    figure = draw(k)
    said = [figure.titel, figure.alt, figure.bildtext, *(cell for row in figure.data.rader for cell in row)]
    assert not figure.titel.endswith(".")
    assert len(figure.alt) >= 20
    assert any(c.isdigit() for c in figure.alt)
    assert "Källa: Hemtjänstindex 2025, egen bearbetning." in figure.bildtext
    assert "Exempeldata" in figure.bildtext
    assert figure.data.rader
    assert all(len(row) == len(figure.data.kolumner) for row in figure.data.rader)
    assert not any(bad in text for text in said for bad in ("nan", "None", "<NA>", " -"))
    assert "NaN" not in json.dumps(figure.spec)


def test_real_data_are_not_called_example_data(k):
    assert "Exempeldata" not in charts.placering(k.but(exempeldata=False)).bildtext


def test_histogram_counts_kommuner_per_whole_point(k):
    figure = charts.placering(k)
    # 49.8 60.0 65.0 72.7 80.0: one kommun each in the bins that begin at 49, 60, 65, 72 and 80
    assert [(row["x"], row["antal"], row.get("egen", 0)) for row in rows(figure, "staplar")] == [
        (49, 1, 0),
        (60, 1, 0),
        (65, 1, 0),
        (72, 1, 1),
        (80, 1, 0),
    ]
    assert figure.titel == "Norrtälje har plats 2 av 5, 7,2 poäng över kommungenomsnittet"
    assert figure.data.rader[3] == ("72 till under 73", "1", "Norrtälje")
    assert [row["text"] for row in rows(figure, "marken")] == ["Norrtälje 72,7", "Kommungenomsnitt 65,5"]


def test_class_fields_meet_at_the_limits(k):
    fields = rows(charts.placering(k), "klasser")
    assert [row["x"] for row in fields[1:]] == [56.5, 62.5, 68.5, 74.5]
    assert all(left["x2"] == right["x"] for left, right in pairwise(fields))


@pytest.mark.parametrize("place", [0, 4])
def test_the_first_and_the_last_kommun_have_their_label_inside_the_picture(k, place):
    index = k.alla["index"].iloc[place]
    own = rows(charts.placering(k.but(index=index, gap=index - 65.5)), "marken")[0]
    assert own["sida"] == ("right" if place == 0 else "left")


def test_lan_marks_the_own_kommun_by_shape_and_bold_name(k):
    figure = charts.lan(k)
    assert [row.get("egen", 0) for row in rows(figure, "kommuner")] == [1, 0]
    assert parameters(figure)["egen"] == rows(figure, "kommuner")[0]["namn"]
    assert figure.titel == "Norrtälje har plats 1 av de 2 kommunerna i Stockholms län"
    assert figure.data.rader[0] == ("Norrtälje", "72,7", "+7,2", "2")


def test_a_kommun_alone_in_its_lan_is_compared_with_the_country(k):
    alone = k.but(antal_lan=1, lan_kommuner=k.alla[k.alla["egen"]])
    figure = charts.lan(alone)
    assert figure.titel == "Norrtälje, ensam kommun i sitt län, ligger 7,2 poäng över kommungenomsnittet"
    assert rows(figure, "medel")[0]["text"] == "Kommungenomsnitt 65,5"
    limits = parameters(figure)
    assert limits["lagst"] < 65.5
    assert limits["hogst"] > 72.7


def test_the_largest_lan_still_fits_on_a_page(k):
    many = pd.concat([k.alla[k.alla["egen"]], *[k.alla.iloc[[0]].assign(namn=f"Kommun {n}") for n in range(48)]])
    figure = charts.lan(k.but(antal_lan=49, lan_kommuner=many))
    # 640 px are 16 cm: 24 cm of text height on A4, less heading and caption, are at most 820 px
    assert figure.spec["height"] < 820


def test_delindex_lines_break_where_the_method_changed_and_where_a_year_is_missing(k):
    figure = charts.delindex_ar(k)
    points = [row for row in rows(figure, "punkter") if row["typ"] == "egen" and row["del"] == "2 Biståndshandläggning"]
    pieces = {row["ar"]: row["led"] for row in points}
    assert set(pieces) == {2022, 2023, 2025}  # 2024 is missing
    assert len(set(pieces.values())) == 3
    assert {row["ar"] for row in rows(figure, "punkter") if row["typ"] == "brott"} == {2022.5}
    assert "Mellan 2022 och 2023 ändrades metoden" in figure.bildtext
    assert figure.titel == "Norrtälje ligger över kommungenomsnittet i tre av fyra delindex"
    assert ("2 Biståndshandläggning", "2024", "uppgift saknas", "65,0") in figure.data.rader


def test_names_of_lines_that_end_together_are_moved_apart(k):
    near = k.delindex.assign(poang=k.delindex["medel"] + 0.1)
    labels = [row["y"] for row in rows(charts.delindex_ar(k.but(delindex=near)), "punkter") if row["typ"] == "namn"]
    own, mean = labels[0], labels[1]
    # from 45 to 90 and 14 % of 45 beyond, 96.3, over 130 px: 15 px are 51.3 * 15 / 130 = 5.92 points
    assert own - mean == pytest.approx(5.92, abs=0.02)


def test_a_delindex_without_points_says_so_in_the_chart(k):
    holes = k.delindex.assign(poang=k.delindex["poang"].mask(k.delindex.index == "bistand"))
    figure = charts.delindex_ar(k.but(delindex=holes, brott=()))
    assert "uppgift saknas" in [row.get("text") for row in rows(figure, "punkter")]
    assert "Biståndshandläggning uppgift saknas mot 60,0" in figure.alt
    assert "ändrades" not in figure.bildtext


def test_prioriterade_are_drawn_from_best_to_worst_with_signed_whole_points(k):
    figure = charts.prioriterade(k)
    assert [row["etikett"] for row in rows(figure)] == ["+12", "+5", "+2", "+1", "0", "−13"]
    assert figure.titel == "Norrtälje ligger över kommungenomsnittet i fyra av sex prioriterade områden"
    assert figure.data.rader[-1][1:] == ("46,6", "60,0", "−13,4")


def test_an_omrade_without_points_has_words_for_a_bar(k):
    figure = charts.delindex_omraden(k, "stod_utveckling")
    assert rows(figure) == [
        {
            "namn": "Rutiner för kommunal sjukvård\noch kontakter med primärvård",
            "gap": 0,
            "etikett": "gäller inte kommunen",
        }
        | {"saknas": 1}
    ]
    assert figure.titel == "Uppgift saknas för Norrtäljes områden inom Stöd/Utveckling"


def test_the_kinds_of_missing_are_worded_apart(k):
    assert rows(charts.indikatorer(k, "utforande"))[-1]["etikett"] == "för få svar"
    mixed = k.indikatorer.assign(status=["ok", "ok", "ok", "sekretess", "ej_svar"])
    assert rows(charts.delindex_omraden(k.but(indikatorer=mixed), "stod_utveckling"))[0]["etikett"] == "uppgift saknas"


def test_a_single_omrade_is_told_by_its_name(k):
    one = charts.delindex_omraden(k.but(omraden=k.omraden.iloc[[2]]), "utforande")
    assert one.titel == "Lyhördhet, hänsynstagande, utförande, nöjdhet: 12,3 poäng över kommungenomsnittet"


def test_indikatorer_of_one_name_keep_a_bar_each(k):
    twins = k.indikatorer.assign(visningsnamn="Trygghet")
    names = [row["namn"] for row in rows(charts.indikatorer(k.but(indikatorer=twins), "utforande"))]
    assert len(set(names)) == 3
    assert {name.strip() for name in names} == {"Trygghet"}


def test_change_is_hollow_and_starred_where_the_indikatorer_changed(k):
    figure = charts.forandring(k)
    marks = {row["namn"].split(",")[0]: row for row in rows(figure)}
    assert marks["Förenklad biståndsbedömning"]["etikett"] == "+2*"
    assert marks["Förenklad biståndsbedömning"]["delvis"] == 1
    assert marks["Lyhördhet"] == {"namn": marks["Lyhördhet"]["namn"], "gap": 3.5, "etikett": "+4"}
    assert marks["Passa tider"]["etikett"] == "kan inte jämföras"
    # of 2, −1, 3.5, 0 and 1 three are higher
    assert figure.titel == "Tre av fem områden har högre poäng än 2024"
    assert "Stjärna" in figure.bildtext


def test_nothing_to_compare_gives_a_sentence_instead_of_an_empty_chart(k):
    holes = k.but(omraden=k.omraden.assign(forandring=float("nan")))
    assert charts.forandring(holes) == Punktlista(
        ("Resultaten för 2025 och 2024 går inte att jämföra. Därför visas ingen förändring per område.",)
    )
    assert charts.forandring(holes.but(ar_fore=None)) == Punktlista(())  # the chapter's text says so


def test_the_longest_bar_leaves_room_for_its_label_on_both_sides(k):
    limits = parameters(charts.prioriterade(k))
    assert limits["till"] == -limits["fran"]
    assert limits["till"] >= 13.4 * 1.3


def test_filling_a_design_leaves_the_design_alone_and_refuses_unknown_parameters():
    design = {"params": [{"name": "a", "value": 1}], "mark": "bar"}
    assert fill(design, {"rader": [{"x": 1}]}, {"a": 2})["params"] == [{"name": "a", "value": 2}]
    assert design["params"] == [{"name": "a", "value": 1}]
    with pytest.raises(KeyError, match="no parameter b"):
        fill(design, {}, {"b": 1})


def test_long_names_are_broken_into_even_lines():
    assert rader("Kort namn", 44) == "Kort namn"
    name = "Förenklad biståndsbedömning, flexibilitet inom ramen för biståndsbeslutet"
    lines = rader(name, 44).split("\n")
    assert len(lines) == 2
    assert " ".join(lines) == name
    assert max(map(len, lines)) <= 44


def test_findings_in_words():
    assert av(1, 1) == "ett av ett"
    assert av(0, 4, "en") == "ingen av fyra"
    assert av(13, 18) == "13 av 18"
    assert over(pd.Series([1.0, 2.0, 3.0])) == "över kommungenomsnittet i alla tre"
    assert over(pd.Series([-1.0, -2.0, float("nan")])) == "över kommungenomsnittet i inget av tre"
    assert lage(-0.04) == "i nivå med kommungenomsnittet"
    assert lage(-2.06) == "2,1 poäng under kommungenomsnittet"


def digest() -> str:
    specs = [draw(report()).spec for draw in ALL.values()]
    return hashlib.sha256(json.dumps(specs).encode()).hexdigest()


def test_another_process_with_another_hash_seed_makes_the_same_specifications():
    command = [sys.executable, "-c", "import test_charts; print(test_charts.digest())"]
    other = subprocess.run(
        command, cwd=Path(__file__).parent, env={"PYTHONHASHSEED": "7"}, capture_output=True, check=True
    )
    assert other.stdout.decode().strip() == digest()


def test_after_preload_no_chart_builds_a_design(k):
    charts.preload()
    before = [module.design.cache_info().misses for module in (bars, distribution, dots, lines)]
    for draw in ALL.values():
        draw(k)
    assert [module.design.cache_info().misses for module in (bars, distribution, dots, lines)] == before


@pytest.mark.parametrize("draw", ALL.values(), ids=ALL)
def test_jupyterlab_and_the_exporters_draw_alike(k, draw):
    spec = draw(k).spec
    assert spec["$schema"].endswith("v5.json")
    old, new = (vlc.vegalite_to_svg(spec, vl_version=version) for version in ("5.8", "6.4"))
    assert old == new


def test_every_report_of_the_example_data_passes_the_gates_on_figures(example_data):
    for kod in load_kommuner().index:
        opened = open_report(2025, kod, example_data)
        figures = [ALL[name](opened) for name in ("placering", "lan", "delindex_ar", "prioriterade", "forandring")]
        for figure in figures:
            text = " ".join([figure.titel, figure.alt, figure.bildtext, *chain(*figure.data.rader)])
            assert opened.kommun.namn in text
            assert len(figure.alt) >= 20
            assert re.search(r"\d", figure.alt)
            assert not re.search(r"\bnan\b|None|<NA>|\d\.\d|[ (]-\d", text)
            assert "NaN" not in json.dumps(figure.spec["datasets"])


def test_gotland_and_stockholm_are_drawn_from_example_data(example_data):
    gotland, stockholm = (open_report(2025, kod, example_data) for kod in ("0980", "0180"))
    assert charts.lan(gotland).titel.startswith("Gotland, ensam kommun i sitt län, ligger")
    marks = [row["etikett"] for row in rows(charts.delindex_omraden(stockholm, "stod_utveckling"))]
    assert "gäller inte kommunen" in marks


def test_the_first_two_years_have_no_change_to_draw_and_their_chapter_says_so_once(example_data):
    for ar, told in ((2022, "finns inget resultat att jämföra med"), (2023, "jämförs därför inte med 2022")):
        k = open_report(ar, "0188", example_data)
        assert charts.forandring(k) == Punktlista(())
        chapter = " ".join(map(str, (k.mening.utveckling, k.mening.rorelse, k.mening.utveckling_omraden)))
        assert chapter.count(told) == 1
        assert "går inte att jämföra" not in chapter
    alone = charts.delindex_ar(open_report(2022, "0188", example_data))
    assert {row["ar"] for row in rows(alone, "punkter")} == {2022}


def test_facts_are_left_as_they_were(k):
    before = pd.util.hash_pandas_object(k.omraden).sum()
    for draw in ALL.values():
        draw(k)
    assert pd.util.hash_pandas_object(k.omraden).sum() == before
