"""The analysis on the invented country: four years of files with holes, breaks and changes in them."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from hemtjanst_lib import geo
from hemtjanst_lib.analysis.atgarder import atgarder, omradesatgarder, svarsatgarder
from hemtjanst_lib.analysis.benchmark import benchmark, egna_platser
from hemtjanst_lib.analysis.bortfall import bortfall, kommuner_med_bortfall
from hemtjanst_lib.analysis.compare import jamforbarhet
from hemtjanst_lib.analysis.effekter import effekter
from hemtjanst_lib.analysis.forandringar import forandringar, rorelse
from hemtjanst_lib.analysis.forebilder import forebilder
from hemtjanst_lib.analysis.klattrare import arets_hemtjanstkommun, klattrare, klattring
from hemtjanst_lib.analysis.regler import load_regler
from hemtjanst_lib.analysis.skillnader import grupper, skillnader_indikatorer, skillnader_omraden
from hemtjanst_lib.analysis.spridning import forklaringsgrad, samband_med_befolkning, spridning, ytterst
from hemtjanst_lib.analysis.urval import jamforelse, placeringstabell, tidsserier
from hemtjanst_lib.analysis.urvalsfil import lansurval, load_urval
from hemtjanst_lib.reference import load_kommuner, load_liknande
from hemtjanst_lib.scoring import Scores
from hemtjanst_lib.store import load_year, years

REGLER = load_regler()
REGISTER = load_kommuner()
AR = (2022, 2023, 2024, 2025)


@pytest.fixture(scope="module")
def scored(example_data: Path) -> Mapping[int, Scores]:
    return {ar: load_year(ar, example_data).scores for ar in years(example_data)}


@pytest.mark.parametrize("ar", AR)
def test_every_benchmark_list_is_full_and_names_its_kommuner(scored: Mapping[int, Scores], ar: int) -> None:
    table = benchmark(scored[ar], REGISTER, REGLER.benchmark, egen="0188")
    assert (table.groupby(["kod", "storleksklass"], observed=True).size() >= 3).all()
    assert table.drop(columns=["nummer", "delindex", "delindex_namn"]).notna().all().all()
    own = egna_platser(scored[ar], REGISTER, REGLER.benchmark, "0188").set_index(["niva", "kod"])
    marked = table[table["egen"]].set_index(["niva", "kod"])
    assert marked["plats"].eq(own.loc[marked.index, "plats"]).all()


@pytest.mark.parametrize("ar", AR)
def test_every_kommun_has_measures_that_are_ordered_and_complete(scored: Mapping[int, Scores], ar: int) -> None:
    scores = scored[ar]
    all_effects = effekter(scores, REGLER.atgarder)
    for kod in scores.total.index[::10]:
        for table in (atgarder(all_effects, kod), omradesatgarder(all_effects, kod)):
            assert not table.empty, kod
            assert table["vinst"].round(9).is_monotonic_decreasing
            assert (table["vinst"] >= REGLER.atgarder.minsta_vinst).all()
            assert table.drop(columns="poang").notna().all().all()
            assert (table["placering_efter"] >= 1).all()
            assert (table["platser"] >= 0).all()


def test_answering_a_whole_missing_survey_is_worth_points_and_quick(scored: Mapping[int, Scores]) -> None:
    scores = scored[2025]
    all_effects = effekter(scores, REGLER.atgarder)
    silent = kommuner_med_bortfall(scores, REGISTER, all_effects)
    assert not silent.empty
    assert (silent["kostnad"] > 0).all()
    for kod in silent.index:
        by_kalla = svarsatgarder(all_effects, kod)
        whole = by_kalla[by_kalla["hel_kalla"]]
        assert set(whole["kod"]) == set(silent.at[kod, "saknas"])
        assert silent.at[kod, "kostnad"] == pytest.approx(whole["vinst"].sum())
        table = atgarder(all_effects, kod)
        assert (table.loc[table["status"] == "ej_svar", "takt"] == "snabb").all()


def test_there_is_someone_to_learn_from_and_nobody_else_is_named(scored: Mapping[int, Scores]) -> None:
    scores = scored[2025]
    weak = scores.omrade.loc["2480"] - scores.medel.omrade
    found = forebilder(scores, REGISTER, load_liknande(), "2480", list(weak[weak < -5].index), regler=REGLER.forebilder)
    assert not found.empty
    assert set(found["omrade"]) <= set(weak[weak < -5].index)
    assert (found["namn"] == REGISTER["namn"].reindex(found["kommunkod"]).to_numpy()).all()


def test_climbers_are_named_every_year_but_over_the_break(scored: Mapping[int, Scores]) -> None:
    for ar in (2023, 2024, 2025):
        now, before = scored[ar], scored[ar - 1]
        grad = jamforbarhet(now.model, before.model).grad
        table = klattrare(klattring(now, before, REGISTER, grad))
        moved, changes = rorelse(now, before, grad), forandringar(now, before, grad)
        assert table.empty == (ar == 2023) == (moved is None) == bool(changes["forandring"].isna().all())
        assert len(arets_hemtjanstkommun(now, REGISTER)) >= 1


@pytest.mark.parametrize("ar", AR)
def test_what_separates_high_from_low_has_the_sign_of_quality(scored: Mapping[int, Scores], ar: int) -> None:
    chosen = grupper(scored[ar], REGLER.skillnader)
    assert not set(chosen.hoga) & set(chosen.laga)
    omraden = skillnader_omraden(scored[ar], chosen)
    assert (omraden["skillnad"] > 0).mean() > 0.8
    assert len(skillnader_indikatorer(scored[ar], chosen)) == len(scored[ar].model.indikatorer)


@pytest.mark.parametrize("ar", AR)
def test_the_country_can_be_described(scored: Mapping[int, Scores], ar: int) -> None:
    scores = scored[ar]
    table = spridning(scores)
    assert table.notna().all().all()
    assert (table["p10"] <= table["median"]).all()
    assert (table["median"] <= table["p90"]).all()
    assert set(ytterst(scores, REGISTER)["ande"]) == {"hogst", "lagst"}
    assert forklaringsgrad(scores, REGISTER)["eta2"].between(0, 1).all()
    assert samband_med_befolkning(scores, REGISTER)["rang"].between(-1, 1).all()
    assert bortfall(scores)["celler"].sum() == scores.status.size


def test_the_set_of_eleven_and_a_lan_of_one_have_their_tables(scored: Mapping[int, Scores]) -> None:
    for urval in (load_urval("goteborgsregionen_elva", REGISTER), lansurval("09", REGISTER)):
        n = len(urval.kommunkoder)
        table = placeringstabell(scored, REGISTER, urval.kommunkoder)
        assert len(table) == n
        assert table.notna().all().all()
        assert len(jamforelse(scored[2025], REGISTER, urval.kommunkoder, "delindex")) == 4 * n
        series = tidsserier(scored, REGISTER, urval.kommunkoder)
        assert len(series) == n * 4 * 5
        assert set(series.loc[series["efter_brott"], "ar"]) == {2023}


def test_every_kommun_has_its_class_on_the_map(scored: Mapping[int, Scores]) -> None:
    karta = geo.kommunkarta(egenskaper=scored[2025].klass.to_frame())
    assert [f["properties"]["klass"] for f in karta["features"]] == scored[2025].klass.tolist()
