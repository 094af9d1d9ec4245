"""The report on a län or a named set: facts by hand, sentences for every län, and the notebook itself."""

import json
import re
from functools import cache

import pandas as pd
import pytest
from example_report import year_of
from model_maker import answers, small_model
from random_year import random_answers

from hemtjanst_lib import charts, tables
from hemtjanst_lib.analysis import Nation, utgivning
from hemtjanst_lib.analysis.lan import lansfakta, lansfakta_av, load_lansregler, valj_urval
from hemtjanst_lib.analysis.urvalsfil import Urval, lansurval, load_urval
from hemtjanst_lib.display import Figur, Punktlista, Tabell
from hemtjanst_lib.errors import ParameterError
from hemtjanst_lib.export import blocks, gates, html
from hemtjanst_lib.lansrapport import Lansrapport
from hemtjanst_lib.model import load_model, model_path, parse_model
from hemtjanst_lib.notebook.run import run
from hemtjanst_lib.paths import NOTEBOOKS
from hemtjanst_lib.reference import load_kommuner

KOMMUNER = pd.DataFrame(
    {
        "namn": ["Ask", "Björk", "Cypress", "Druvfläder"],
        "lanskod": ["01", "01", "01", "02"],
        "lan": ["Skogens län", "Skogens län", "Skogens län", "Ängens län"],
        "grupp_kod": "A1",
        "grupp": "Gruppen",
        "befolkning": 20_000,
    },
    index=pd.Index(["0101", "0102", "0103", "0201"], name="kommunkod"),
)
LAN = sorted(set(load_kommuner()["lanskod"]))


def small_report(lan="01", fjol=True, status=None, **points) -> Lansrapport:
    """Open the report on a län of the small country, whose kommuner answer everything with the same points."""
    now = points or {"k0101": 50, "k0102": 70, "k0103": 60, "k0201": 80}
    before = {"k0101": 60, "k0102": 70, "k0103": 50, "k0201": 60}
    years = {2025: year_of(_model(2025), _answers(now, status))}
    if fjol:
        years = {2024: year_of(_model(2024), _answers(before, None)), **years}
    nation = Nation(years, KOMMUNER).prepare()
    return Lansrapport.of(lansfakta_av(nation, lansurval(lan, KOMMUNER), utgivning(2025)))


def _model(ar):
    return parse_model({**small_model(), "ar": ar})


def _answers(points, status):
    return answers({kod.removeprefix("k"): dict.fromkeys("xyzw", x) for kod, x in points.items()}, status)


@cache
def random_nation(last: int) -> Nation:
    """Random results of all kommuner with holes of every kind, from 2022 on."""
    kommuner, years = load_kommuner(), {}
    for ar in range(2022, last + 1):
        model = load_model(model_path(ar))
        years[ar] = year_of(model, random_answers(model, list(kommuner.index), seed=ar))
    return Nation(years, kommuner).prepare()


@cache
def random_set(kod: str, ar: int) -> Lansrapport:
    """Open the report on a län, or on a named set, in a random year."""
    kommuner = load_kommuner()
    urval = lansurval(kod, kommuner) if len(kod) == 2 else load_urval(kod, kommuner)
    return Lansrapport.of(lansfakta_av(random_nation(ar), urval, utgivning(ar)))


def sentences(u: Lansrapport) -> dict[str, str]:
    """Write every sentence of a report."""
    names = [name for name in dir(type(u.mening)) if not name.startswith("_") and name != "delindex"]
    told = {name: getattr(u.mening, name).text for name in names}
    for kod in u.mening.delindex:
        parts = getattr(u.mening.delindex, kod)
        told |= {f"{kod}.{part}": getattr(parts, part).text for part in ("lage", "forklaring", "tyngd")}
    return told


def shown(u: Lansrapport) -> list:
    """Make every chart and table of a report, save the maps."""
    delindex = list(u.delindex.index)
    return [
        charts.lan_index(u),
        charts.lan_omraden(u),
        charts.lan_ar(u),
        charts.lan_forandring(u),
        *(charts.lan_delindex(u, kod) for kod in delindex),
        *(tables.lan_omraden(u, kod) for kod in delindex),
        *(make(u) for make in (tables.lan_placeringar, tables.lan_klasser, tables.lan_klattrare)),
        *(make(u) for make in (tables.lan_skillnader, tables.lan_saknas, tables.kallor)),
    ]


def texts(thing) -> list[str]:
    """Read all words of a chart, a table or a list."""
    if isinstance(thing, Punktlista):
        return list(thing.punkter)
    if isinstance(thing, Figur):
        return [thing.titel, thing.alt, thing.bildtext, *texts(thing.data)]
    cells = [cell for row in thing.rader for cell in row]
    return [thing.titel, thing.not_, *(kolumn.rubrik for kolumn in thing.kolumner), *cells]


# Facts by hand


def test_means_and_places_of_a_set_by_hand() -> None:
    u = small_report()
    # the set: (50 + 70 + 60) / 3 = 60; the country: (50 + 70 + 60 + 80) / 4 = 65
    assert (u.medel, u.riket, u.gap) == pytest.approx((60, 65, -5))
    assert u.tabell["namn"].tolist() == ["Björk", "Cypress", "Ask"]
    assert u.tabell["placering_2025"].tolist() == [2, 3, 4]
    assert u.tabell["gap"].tolist() == pytest.approx([5, -5, -15])
    assert u.klasser[["klass", "antal", "riket"]].values.tolist() == [["Lågt", 0, 0], ["Medel", 2, 2], ["Högt", 1, 2]]


def test_the_change_since_last_year_by_hand() -> None:
    u = small_report()
    # the set: (60 + 70 + 50) / 3 = 60 both years; the country: 60 to 65
    assert (u.medel_fore, u.riket_fore) == pytest.approx((60, 60))
    assert (u.forandring, u.riket_forandring) == pytest.approx((0, 5))
    assert u.klattring["forandring"].to_dict() == pytest.approx({"0101": -10, "0102": 0, "0103": 10})
    assert u.mening.rorelse.text == "Indexet har ökat i en kommun, minskat i en och är oförändrat i en."
    assert u.mening.klattrare.text == (
        "Störst är ökningen i Cypress (+10,0 poäng, från plats 4 till 3) "
        "och minskningen i Ask (−10,0 poäng, från plats 2 till 4)."
    )


def test_each_delindex_and_omrade_has_the_sets_mean_and_ends() -> None:
    u = small_report()
    assert u.delindex.loc["a", ["poang", "medel", "gap", "hogst", "lagst"]].tolist() == [60, 65, -5, 70, 50]
    assert u.omraden.loc["b1", ["over", "under"]].tolist() == [1, 2]


def test_words_of_a_small_set_by_hand() -> None:
    told = sentences(small_report())
    assert told["niva"] == (
        "Kommunerna i länet har i genomsnitt 60,0 poäng i Hemtjänstindex 2025. "
        "Det är under kommungenomsnittet i landet, som är 65,0."
    )
    assert told["ytterligheter"] == (
        "Högst ligger Björk med 70,0 poäng (plats 2 i landet) och lägst Ask med 50,0 poäng (plats 4). "
        "Mellan dem skiljer det 20,0 poäng."
    )
    assert told["klasser"] == "Till klassen Högt hör en kommun och till Medel två."
    assert told["over_under"] == "Av kommunerna ligger en över kommungenomsnittet i landet och två under det."


def test_a_whole_missing_survey_is_starred_named_and_explained() -> None:
    u = small_report(status={"0103": {"z": "ej_svar", "w": "ej_svar"}})
    table = tables.lan_placeringar(u)
    row = next(row for row in table.rader if row[0] == "Cypress")
    assert row[-1] == "WEB"
    # a: (3 · 60 + 1 · 0) / 4 = 45 and b: 0, each half of the weight: 22.5, which is Lågt
    assert row[3:5] == ("22,5", "Lågt*")
    assert "WEB är Webben" in table.not_
    assert u.mening.saknas.text.startswith("För Cypress finns inga uppgifter alls från Webben (WEB).")
    assert tables.lan_saknas(u).rader == (("Cypress", "Webben (WEB)", "Alla", "Inget svar"),)


def test_kommuner_that_lost_different_sources_are_told_apart() -> None:
    lost = {"0102": {"x": "ej_svar", "y": "ej_svar"}, "0103": {"z": "ej_svar", "w": "ej_svar"}}
    told = small_report(status=lost).mening.svar.text
    assert told.startswith("För ") and "Cypress (Webben)" in told and "Björk (" in told
    assert "Björk och Cypress" not in told and "Cypress och Björk" not in told
    alone = small_report(status={"0103": {"z": "ej_svar", "w": "ej_svar"}}).mening.svar.text
    assert alone == (
        "För Cypress saknas i år alla uppgifter från Webben, som fanns med 2024. Det påverkar förändringen."
    )


def test_a_set_above_or_below_the_country_everywhere_is_not_called_worst_or_best() -> None:
    # without y in Björk, delindex a falls and b does not; Druvfläder, far below, keeps the set over the country in both
    lost = {"0102": {"y": "ej_svar"}}
    over = small_report(status=lost, k0101=80, k0102=80, k0103=80, k0201=0).mening.delindex_oversikt
    under = small_report(status=lost, k0101=0, k0102=20, k0103=0, k0201=100).mening.delindex_oversikt
    assert over.regel == "delindex_oversikt.over" and "störst i" in over.text and "minst i" in over.text
    assert under.regel == "delindex_oversikt.under" and under.text.startswith("Länet ligger längst efter landet i")


def test_without_a_last_year_nothing_is_compared() -> None:
    u = small_report(fjol=False)
    assert u.forandring is None
    assert u.mening.utveckling.text == "För 2024 finns inga resultat att jämföra med."
    assert u.mening.forandringar.text == ""
    assert charts.lan_forandring(u) == Punktlista(())


def test_one_kommun_is_told_in_the_singular() -> None:
    u = small_report(lan="02")
    assert u.mening.niva.text.startswith("Druvfläders kommun har 80,0 poäng")
    assert u.mening.niva.text.endswith("plats 1 av 4.")
    assert u.mening.klasser.text == "Kommunen hör till klassen **Högt**."
    assert u.mening.klattrare.text == "Kommunen har gått från plats 2 till plats 1 i landet."


def test_alike_results_have_no_highest_and_lowest() -> None:
    u = small_report(k0101=60, k0102=60, k0103=60, k0201=60)
    assert u.mening.ytterligheter.text == "Alla kommuner har samma resultat, 60,0 poäng."
    assert u.mening.over_under.text == "Alla tre ligger i nivå med kommungenomsnittet i landet."
    assert u.mening.klasser.text == "Alla tre kommuner hör till klassen **Medel**."


# Which set


@pytest.mark.parametrize(("lan", "urval"), [("", ""), ("01", "goteborgsregionen_elva")])
def test_exactly_one_of_lan_and_urval_is_asked_for(lan: str, urval: str) -> None:
    with pytest.raises(ParameterError, match="exactly one"):
        valj_urval(lan, urval, load_kommuner())


def test_an_unknown_lan_is_refused() -> None:
    with pytest.raises(ParameterError, match="no län with code 99"):
        valj_urval("99", "", load_kommuner())


def test_a_set_without_results_is_refused() -> None:
    urval = Urval("tom", "Ingen", "egen", ("9999",))
    with pytest.raises(ParameterError, match="no kommun of Ingen"):
        lansfakta_av(random_nation(2025), urval, utgivning(2025))


def test_a_set_is_parted_only_when_it_is_large_enough() -> None:
    least = load_lansregler().delning.minsta_antal
    for kod in LAN:
        u = random_set(kod, 2025)
        assert u.for_fa == (u.antal < least)
        assert (u.egen is None) or not u.for_fa
        if u.egen:
            assert not set(u.egen.hoga) & set(u.egen.laga)
            assert u.egen.avstand > 0


# Laws over every län and year


@pytest.mark.parametrize("ar", [2023, 2024, 2025])
def test_every_sentence_of_every_lan_reads_as_swedish(ar: int) -> None:
    for kod in [*LAN, "goteborgsregionen_elva"]:
        for name, text in sentences(random_set(kod, ar)).items():
            where = f"{kod} {ar} {name}"
            assert not list(gates.text_faults(gates.Passage(where, text.replace("**", "")))), text
            assert not re.search(r"  | [.,]|\(\)|\.\.|\ben kommuner|\b1 kommun\b|[{}]", text), f"{where}: {text}"
            assert not text or text[0].isupper() or name == "delindex_namn", f"{where}: {text}"
            assert not text or text[-1] in ".”" or name == "delindex_namn", f"{where}: {text}"


@pytest.mark.parametrize("ar", [2023, 2025])
def test_every_chart_and_table_of_every_lan_passes_the_gates(ar: int) -> None:
    for kod in [*LAN, "goteborgsregionen_elva"]:
        for thing in shown(random_set(kod, ar)):
            for text in texts(thing):
                numbered = re.match(r"(Område )?\d\.\d", text)
                assert numbered or not list(gates.text_faults(gates.Passage(kod, text))), text
            table = thing.data if isinstance(thing, Figur) else thing
            if isinstance(table, Tabell):
                assert table.rader
                assert all(len(row) == len(table.kolumner) and row[0] for row in table.rader), table.id
            if isinstance(thing, Figur):
                assert re.search(r"\d", thing.alt), thing.id
                assert len(json.dumps(thing.spec)) < 250_000


@pytest.mark.parametrize("ar", [2024, 2025])
def test_the_sets_of_all_lan_make_up_the_country(ar: int) -> None:
    every = [random_set(kod, ar) for kod in LAN]
    assert sum(u.antal for u in every) == every[0].antal_riket == 290
    assert sum(u.medel * u.antal for u in every) / 290 == pytest.approx(every[0].riket)
    assert sum(u.klasser["antal"].sum() for u in every) == 290
    first = every[0].klasser["riket"].tolist()
    assert [sum(u.klasser["antal"][n] for u in every) for n in range(len(first))] == first


def test_the_parts_of_a_lan_weigh_up_to_its_distance_from_the_country() -> None:
    u = random_set("14", 2025)
    share = u.delindex["viktandel"]
    assert (u.delindex["gap"] * share).sum() == pytest.approx(float(u.gap), abs=0.3)  # but for what is left out


def test_nothing_is_computed_over_the_break() -> None:
    for kod in LAN:
        u = random_set(kod, 2023)
        assert u.forandring is None and u.lika is None
        assert u.tabell["forandring"].isna().all()
        assert "Förändring" not in [kolumn.rubrik for kolumn in tables.lan_placeringar(u).kolumner]
        assert u.mening.forandringar.text == ""


def test_time_series_break_where_the_method_changed() -> None:
    rows = charts.lan_ar(random_set("12", 2025)).spec["datasets"]["punkter"]
    pieces = {row["ar"]: row["led"] for row in rows if row["typ"] == "egen" and row["ord"] == 0}
    assert pieces[2022] != pieces[2023] == pieces[2024] == pieces[2025]


# The notebook


@pytest.mark.parametrize(
    ("lan", "urval", "ar"),
    [("14", "", 2025), ("09", "", 2024), ("", "goteborgsregionen_elva", 2023)],
)
def test_the_notebook_runs_and_its_page_may_be_released(example_data, lan: str, urval: str, ar: int) -> None:
    given = {"ar": ar, "lan": lan, "urval": urval, "data": str(example_data)}
    document = blocks.read(run(NOTEBOOKS / "lansrapport.ipynb", given))
    page = html.render(document)
    assert not gates.check(document, page)
    assert len(page) < 720_000
    u = lansfakta(ar, lan, urval, example_data)
    assert all(name in page for name in u.tabell["namn"])
