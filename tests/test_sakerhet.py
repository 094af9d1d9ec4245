"""How sure results are, in facts, words, charts and tables; the methodology report."""

import dataclasses
import re
import shutil
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hemtjanst_lib import charts, open_metodrapport, open_report, tables
from hemtjanst_lib.analysis import osakerhet as kept
from hemtjanst_lib.analysis.kommun import load_nation
from hemtjanst_lib.analysis.sakerhet import Klassakerhet, Kommunsakerhet, Platsforandring
from hemtjanst_lib.batch.overview import write_rankinglista
from hemtjanst_lib.delivery.ranking_files import columns, rows
from hemtjanst_lib.display import Figur, Tabell
from hemtjanst_lib.language import Heltal, Placering, Skillnad, avrunda, jamna_ut
from hemtjanst_lib.narrative import sakerhet as ord_om
from hemtjanst_lib.narrative.metod import ORD
from hemtjanst_lib.robustness.konto import konto as account
from hemtjanst_lib.store import load_year

HOLES = "0380"


@pytest.fixture(scope="module")
def data(example_data: Path) -> Path:
    """Return the scored years; the uncertainty is computed in memory, and once for all tests."""
    return example_data


@pytest.fixture(scope="module")
def k(data: Path):
    return open_report(2025, "0188", data)


@pytest.fixture(scope="module")
def m(data: Path):
    return open_metodrapport(2025, data)


def with_facts(k, **facts):
    """A report whose uncertainty has other facts."""
    sakerhet = dataclasses.replace(k.sakerhet)
    sakerhet.__dict__.update(k.sakerhet.__dict__ | facts)
    return dataclasses.replace(k, sakerhet=sakerhet)


# --- rounding that sums


@given(st.lists(st.floats(-50, 50), max_size=30), st.integers(0, 2))
def test_rounded_parts_sum_to_the_rounded_sum_and_stay_near(parts, decimals) -> None:
    rounded = jamna_ut(parts, decimals)
    whole = sum((Decimal(repr(x)) for x in parts), Decimal(0))
    assert sum(rounded, Decimal(0)) == avrunda(float(whole), decimals)
    assert all(abs(float(a) - b) <= 10.0**-decimals + 1e-9 for a, b in zip(rounded, parts, strict=True))


# --- kept beside the scores


def test_what_is_kept_is_what_is_computed(data: Path, tmp_path: Path) -> None:
    shutil.copytree(data / "scored" / "2025", tmp_path / "scored" / "2025")
    year = load_year(2025, tmp_path)
    assert not kept.sparad(year)
    computed = kept.osakerhet(year)
    kept.spara(2025, tmp_path)
    assert kept.sparad(year)
    for name in kept.TABLES:
        pd.testing.assert_frame_equal(getattr(kept.osakerhet(year), name), getattr(computed, name), check_dtype=False)


def test_what_is_kept_of_other_scores_is_not_used(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(data / "scored" / "2025", tmp_path / "scored" / "2025")
    kept.spara(2025, tmp_path)
    year = load_year(2025, tmp_path)
    other = kept.load_sakerhet().model_copy(update={"fro": 1})
    monkeypatch.setattr(kept, "load_sakerhet", lambda: other)
    assert not kept.sparad(year)


# --- facts and words of one kommun


def test_the_intervals_hold_what_is_published(data: Path) -> None:
    table = kept.osakerhet(load_year(2025, data))
    for part in (table.index, table.placering):
        assert ((part["lag"] <= part["varde"]) & (part["varde"] <= part["hog"])).all()
    assert table.klass.sum(axis=1).to_numpy() == pytest.approx(1)


def test_three_sentences_say_how_sure_a_result_is(k) -> None:
    s, told = k.sakerhet, str(k.mening.sakerhet)
    assert f"mellan {s.index.lag} och {s.index.hog} poäng" in told
    assert f"plats {s.grupp.lag}–{s.grupp.hog}" in told
    assert told.count(". ") == 2


@pytest.mark.parametrize(
    ("fact", "told"),
    [
        (Klassakerhet("Medel", 0.62, False, "Högt", 0.38, None, None), "Klassen Medel är osäker: i 62 beräkningar av"),
        (Klassakerhet("Medel", 0.92, True, "Högt", 0.08, None, None), "Klassen Medel är säker: den blir densamma i 92"),
        (Klassakerhet("Medel", 0.999, True, None, 0.0, None, None), "i så gott som alla beräkningar"),
    ],
)
def test_a_class_is_printed_as_uncertain_when_it_is(k, fact, told) -> None:
    changed = with_facts(k, klass=fact)
    assert told in str(ord_om.klass(changed))
    assert (str(ord_om.klass_kort(changed)) == "Klassen är säker.") == fact.saker


def plats(fore, nu, egen, medel=3.0):
    return Platsforandring(
        Placering(fore), Placering(nu), fore - nu, egen, fore - nu - egen, Heltal(1), Heltal(2), Skillnad(medel)
    )


@pytest.mark.parametrize(
    ("points", "place", "told"),
    [
        (2.4, plats(40, 49, 12), "Indexet steg med 2,4 poäng, men placeringen sjönk med nio platser."),
        (2.4, plats(40, 49, 12), "Hade alla andra stått stilla skulle kommunen ha klättrat tolv platser"),
        (2.4, plats(40, 41, 0), "sjönk med en plats eftersom andra kommuner steg mer"),
        (-1.0, plats(49, 40, -3), "Indexet sjönk med 1,0 poäng, men placeringen steg med nio platser"),
        (3.0, plats(49, 40, 12), "egen förändring svarar för +12 platser och de andra kommunernas för −3 platser"),
        (3.0, plats(49, 40, 9), "Det beror helt på kommunens egen förändring."),
        (0.0, plats(49, 40, 0), "Det beror helt på hur andra kommuner har förändrats."),
        (0.0, plats(49, 49, 0), "Placeringen är densamma som 2024."),
    ],
)
def test_a_change_of_place_is_told_as_own_and_others(k, points, place, told) -> None:
    class Fixed(Kommunsakerhet):
        forandring = Skillnad(points)

    sakerhet = Fixed(k.sakerhet.underlag, "0188")
    sakerhet.__dict__["plats"] = place
    assert told in str(ord_om.plats(dataclasses.replace(k, sakerhet=sakerhet)))


def test_the_printed_parts_of_a_change_sum_to_the_printed_change(data: Path) -> None:
    for kod in ("0188", HOLES, "0114"):
        k = open_report(2025, kod, data)
        cells = [row[3] for row in tables.konto(k).rader]
        points = [Decimal(cell.replace("−", "-").replace(",", ".")) for cell in cells]
        assert sum(points[:-1]) == points[-1] == avrunda(float(k.forandring), 1)
        drawn = [Decimal(row[1].replace("−", "-").replace(",", ".")) for row in charts.konto(k).data.rader]
        assert sum(drawn[1:-1]) == avrunda(float(k.forandring), 1)


def test_what_is_no_omrade_is_named_inside_the_sentence_when_it_changed_the_index_most(data: Path) -> None:
    delar = account(load_year(2025, data).scores, load_year(2024, data).scores).delar
    title = charts.konto(open_report(2025, str(delar["saknas"].idxmin()), data)).titel
    assert title.endswith(": mest sänkte att andra svar saknas än 2024")


def test_nothing_is_told_of_a_change_that_may_not_be_compared(data: Path) -> None:
    k = open_report(2023, "0188", data)
    assert "går inte att jämföra" in str(k.mening.konto)
    assert str(k.mening.rorelse) == "Placeringarna jämförs inte heller."  # the chapter has said why already
    assert not tables.konto(k).punkter
    assert not charts.konto(k).punkter
    assert len(tables.typer(k).kolumner) == 5


def test_the_first_year_has_no_change(data: Path) -> None:
    k = open_report(2022, "0188", data)
    assert "finns inget resultat att jämföra med" in str(k.mening.konto)


def test_silence_has_its_price_in_the_appendix(data: Path) -> None:
    silent = kept.osakerhet(load_year(2025, data)).tystnad_alla["antal"].idxmax()
    k = open_report(2025, str(silent), data)
    row = k.sakerhet.tystnad_alla
    assert f"med bästa tänkbara {avrunda(row['index_hogst'], 1)}".replace(".", ",") in str(k.mening.tystnad)
    assert isinstance(tables.tystnad(k), Tabell)


def test_a_kommun_that_answered_all_paid_nothing(data: Path) -> None:
    table, scores = kept.osakerhet(load_year(2025, data)).tystnad_alla, load_year(2025, data).scores
    k = open_report(2025, str(next(kod for kod in scores.total.index if kod not in table.index)), data)
    assert "besvarat alla frågor" in str(k.mening.tystnad)
    assert not tables.tystnad(k).punkter


def test_the_chart_of_classes_tells_the_shares_in_words_too(k) -> None:
    figure = charts.sakerhet(k)
    assert isinstance(figure, Figur)
    assert str(round(100 * k.sakerhet.klass.sannolikhet)) in figure.alt
    assert [row[0].removesuffix(" (årets klass)") for row in figure.data.rader] == list(k.klasser["klass"])


def test_experience_and_routines_stand_side_by_side(k) -> None:
    rader = tables.typer(k).rader
    assert [row[0] for row in rader][:3] == ["Vad de äldre själva svarar", "Bemanning och kontinuitet", "Rutiner"]
    places = k.sakerhet.typer["placering_endast"]
    assert f"plats {places['upplevelse']}" in str(k.mening.typer)


@pytest.mark.parametrize("name", ["konto", "typer", "tystnad"])
def test_every_table_of_the_appendix_is_whole_and_holds_finished_text(data: Path, name) -> None:
    silent = kept.osakerhet(load_year(2025, data)).tystnad_alla["antal"].idxmax()
    table = getattr(tables, name)(open_report(2025, str(silent), data))
    assert table.id and table.titel and table.rader
    assert all(len(row) == len(table.kolumner) and all(row) for row in table.rader)
    assert not any(re.search(r"nan|None|\d\.\d|-\d", cell) for row in table.rader for cell in row)


# --- the ranking list


def test_the_ranking_list_tells_intervals_shared_places_and_sure_classes(data: Path, tmp_path: Path) -> None:
    lista = write_rankinglista(2025, data, tmp_path)
    names = columns(lista)
    assert names[-3:] == ["Intervall för placeringen", "Delar plats", "Klassen är"]
    row = dict(zip(names, next(r for r in rows(lista) if "0188" in r), strict=True))
    s = load_nation(2025, data).sakerhet.osakerhet
    assert (
        row["Intervall för placeringen"] == f"{s.placering.at['0188', 'lag']:.0f}–{s.placering.at['0188', 'hog']:.0f}"
    )
    assert row["Klassen är"] == ("säker" if s.certifikat.at["0188", "saker"] else "osäker")
    assert "går inte att skilja åt" in (tmp_path / "rankinglista.html").read_text(encoding="utf-8")


# --- the methodology report


def test_every_critic_has_a_place_a_criticism_and_an_answer(m) -> None:
    table = tables.metod_kritik(m)
    assert len(table.rader) >= 8
    assert all(all(cell.strip() for cell in row) for row in table.rader)
    assert any("Riksrevisionen" in row[1] for row in table.rader)


def test_every_reading_has_its_words(m) -> None:
    texts, s = ORD.texter, m.struktur
    for kind, keys in (
        ("lasning", m.kanslighet.tabell["lasning"]),
        ("faktor_lasning", m.sobol.tabell["lasning"]),
        ("vikt_lasning", s.vikt["lasning"]),
        ("alfa_lasning", s.alfa["lasning"]),
    ):
        assert all(f"{kind}.{key}" in texts.variants for key in keys.unique())


def test_the_methodology_report_says_what_it_rests_on(m) -> None:
    assert m.punkter.modell.punkter == tuple(m.model.antaganden)
    assert len(m.punkter.sakerhet.punkter) >= 5
    assert str(m.mening.vikter).startswith("Seniorernas vikter är inte publicerade")
    assert str(Heltal(len(m.sakerhet.osakerhet.grupper))) in str(m.mening.grupper)


@pytest.mark.parametrize("name", [n for n in tables.__all__ if n.startswith("metod_")])
def test_every_table_of_the_methodology_report_is_whole(m, name) -> None:
    table = getattr(tables, name)(m)
    assert isinstance(table, Tabell)
    assert all(len(row) == len(table.kolumner) for row in table.rader)
    assert not any("nan" in cell for row in table.rader for cell in row)


def test_the_first_year_has_a_methodology_report_too(data: Path) -> None:
    m = open_metodrapport(2022, data)
    assert "inget tidigare år" in str(m.mening.bro)
    assert not str(m.mening.komponenter)
    assert tables.metod_broar(m).punkter
    assert charts.metod_intervall(m).data.rader
