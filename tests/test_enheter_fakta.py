"""The facts of a kommun's units: what reports may say, on the invented data."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest

from hemtjanst_lib import store
from hemtjanst_lib.analysis.enheter import enhetsfakta
from hemtjanst_lib.batch.units import load_units
from hemtjanst_lib.errors import ParameterError, StoreError
from hemtjanst_lib.example.fall import BYTT_FORETAG, BYTT_REGI, ENDAST_ENSKILDA, SAMMA_NAMN, SKRIVTECKEN, UTAN_ENHETER

AR = 2025
STOCKHOLM, NORRTALJE, EN_ENHET = "0180", "0188", "0560"
PERSONAL = ["antal_svar", "utforande", "utforande_lag", "utforande_hog", "utforande_krympt", "placering_utforande"]
ANY_UTFORANDE = [*PERSONAL, "total", "total_lag", "total_hog", "krympt", "tillforlitlighet", "placering", "grupp"]


@pytest.fixture(scope="module")
def facts(example_data):
    return lambda kod, ar=AR, **keys: enhetsfakta(ar, kod, example_data, **keys)


def test_coverage_adds_up_in_every_kommun(example_data, facts):
    units = load_units(AR, example_data)["kommunkod"].value_counts()
    for kod in (STOCKHOLM, NORRTALJE, EN_ENHET, UTAN_ENHETER, *ENDAST_ENSKILDA, *SAMMA_NAMN):
        told = facts(kod).tackning
        parts = told.fullstandiga, told.endast_utforande, told.endast_stod_utveckling, told.utan_resultat
        assert sum(parts) == told.antal == units.get(kod, 0)
        reasons = told.sekretess + told.ej_brukarundersokning + told.ej_enhetsundersokning + told.obekraftat_par
        assert reasons >= told.antal - told.fullstandiga - (told.endast_utforande + told.endast_stod_utveckling)


def test_units_are_in_order_of_place_and_have_names_and_letters_of_their_own(facts):
    enheter = facts(STOCKHOLM).enheter
    assert len(enheter) > 70  # more than a matrix can show by name
    place = enheter["placering"].dropna()
    assert place.is_monotonic_increasing and enheter["placering"].head(len(place)).notna().all()
    assert enheter.index.is_unique and enheter["beteckning"].is_unique
    assert all(re.fullmatch(r"Enhet [A-Z]{1,2}", text) for text in enheter["beteckning"])
    assert all(re.fullmatch(r"\d{4}-[a-z0-9_]+(-\d+)?", enhet) for enhet in enheter.index)


def test_letters_tell_neither_name_nor_place(facts):
    enheter = facts(STOCKHOLM).enheter
    letters = enheter["beteckning"].map(lambda text: (len(text), text)).rank()
    assert abs(letters.corr(enheter["placering"].astype(float), method="spearman")) < 0.4
    assert abs(letters.corr(enheter["namn"].rank(), method="spearman")) < 0.4


def test_a_suppressed_unit_has_nothing_of_the_user_survey_anywhere(example_data, facts):
    found = 0
    for kod in ("0114", "0187", "0188", "0305", "0330", "0380"):
        told = facts(kod)
        hidden = told.enheter.index[told.enheter["skal_utforande"].eq("sekretess")]
        found += len(hidden)
        assert told.enheter.loc[hidden, ANY_UTFORANDE].isna().all().all()
        items = told.indikatorer[told.indikatorer["enhet"].isin(hidden) & told.indikatorer["delindex"].eq("utforande")]
        assert items["status"].eq("sekretess").all()
        assert items[["varde", "poang", "gap", "lag", "hog", "antal_svar"]].isna().all().all()
        areas = told.omraden[told.omraden["enhet"].isin(hidden)]
        assert not areas["delindex"].eq("utforande").any()
    assert found >= 3


def test_means_are_of_the_units_that_are_shown_and_of_nothing_else(facts):
    told = facts(NORRTALJE)
    for name in ("total", "utforande", "stod_utveckling"):
        assert told.medel[name] == pytest.approx(told.enheter[name].mean())
        gaps = told.enheter[name] - told.medel[name]
        pd.testing.assert_series_equal(told.enheter[f"{name}_gap"], gaps, check_names=False)
    shown = told.indikatorer.groupby("indikator")["poang"].mean()
    pd.testing.assert_series_equal(told.medel_indikator.sort_index(), shown.sort_index(), check_names=False)


def test_the_reference_is_named_for_what_it_is(example_data, facts):
    own, units = facts(NORRTALJE, referens="kommun"), facts(NORRTALJE)
    assert units.referensnamn == "genomsnittet för kommunens enheter"
    assert own.referensnamn == "kommunens eget resultat"
    # the kommun's own: the unit model's Utförande of the kommun's points, Σ weight · points of its four områden
    scores = store.load_year(AR, example_data).scores.poang.loc[NORRTALJE]
    items = own.indikatorer.drop_duplicates("indikator").set_index("indikator")
    utforande = items[items["delindex"].eq("utforande")]
    expected = (scores[utforande.index] * utforande["viktandel"]).sum() / utforande["viktandel"].sum()
    assert own.medel["utforande"] == pytest.approx(expected)
    assert not np.isclose(own.medel["utforande"], units.medel["utforande"])


def test_weight_shares_sum_to_one_and_indikatorer_are_those_declared(facts):
    told = facts(NORRTALJE)
    assert told.omraden.drop_duplicates("omrade")["viktandel"].sum() == pytest.approx(1)
    assert told.indikatorer.drop_duplicates("indikator")["viktandel"].sum() == pytest.approx(1)
    computed = told.modell.antal_utforande + told.modell.antal_stod_utveckling
    assert told.modell.antal == 27 == computed + len(told.modell.utan_kalla)
    assert told.delindex["viktandel"].sum() == pytest.approx(1)


def test_the_total_is_the_weighted_mean_of_the_delindex(facts):
    told = facts(NORRTALJE)
    weight = told.delindex["viktandel"]
    expected = (told.enheter[list(weight.index)] * weight).sum(axis=1, skipna=False)
    pd.testing.assert_series_equal(told.enheter["total"], expected, check_names=False)


def test_a_kommun_with_no_unit_data_has_facts_that_say_so(facts):
    told = facts(UTAN_ENHETER)
    assert told.enheter.empty and told.indikatorer.empty and told.omraden.empty and told.tveksamma.empty
    assert told.tackning.antal == 0 and told.antal_rangordnade == 0
    assert told.medel.isna().all() and told.delindex["antal"].eq(0).all() and told.grupper.empty


def test_a_kommun_with_one_unit_has_one_place_and_no_distance_to_itself(facts):
    told = facts(EN_ENHET)
    (enhet,) = told.enheter.index
    row = told.enheter.loc[enhet]
    if told.antal_rangordnade:
        assert row["placering"] == row["placering_hog"] == 1 and row["total_gap"] == 0
        assert row["krympt"] == pytest.approx(row["total"]) and row["lika_med"] == 0
    assert told.grupper.empty


def test_municipal_and_private_are_compared_only_when_both_are_enough(facts):
    assert facts(ENDAST_ENSKILDA[0]).enheter["regi"].eq("enskild").all()
    assert facts(ENDAST_ENSKILDA[0]).grupper.empty
    both = facts(STOCKHOLM).grupper
    assert both.index.tolist() == ["offentlig", "enskild"] and (both["antal"] >= 3).all()


def test_two_units_of_one_name_are_two_units(facts):
    for kod in SAMMA_NAMN:
        enheter = facts(kod).enheter
        twins = enheter[enheter["namn"].duplicated(keep=False)]
        assert len(twins) >= 2 and twins.index.is_unique
        assert any(enhet.endswith("-2") for enhet in twins.index)


def test_odd_characters_are_kept_in_names_and_folded_in_ids(facts):
    for kod, names in SKRIVTECKEN.items():
        enheter = facts(kod).enheter
        for namn in names:
            (enhet,) = enheter.index[enheter["namn"].eq(namn)]
            assert re.fullmatch(r"\d{4}-[a-z0-9_]+", enhet)


def test_a_unit_that_somebody_else_runs_now_shows_who_did_last_year(facts):
    kod, year, company = BYTT_REGI
    enheter = facts(kod, year).enheter
    (moved,) = enheter.index[enheter["foretag"].eq(company)]
    assert enheter.loc[moved, ["regi", "regi_fore", "foretag_fore"]].tolist() == ["enskild", "offentlig", ""]
    kod, year, company = BYTT_FORETAG
    told = facts(kod, year)  # the two surveys name different companies: a person must say that it is one unit
    (doubt,) = told.tveksamma.index[told.tveksamma["skal"].eq("Undersökningarna anger olika företag.")]
    assert told.enheter.loc[told.tveksamma.loc[doubt, "enhet_bu"], "foretag"] == company
    assert told.enheter.loc[told.tveksamma.loc[doubt, "enhet_bu"], "skal"] == "obekraftat_par"


def test_last_year_stands_beside_only_with_the_note_on_what_changed(facts):
    told = facts(NORRTALJE)
    assert told.ar_fore == AR - 1 and told.jamforbarhet.grad == "delvis"
    assert told.andringar.tillagda == ["eu_underskoterskor_helg"]
    assert told.jamforbarhet.text.startswith("En indikator har tillkommit")
    both = told.enheter.dropna(subset=["total", "total_fore"])
    assert len(both) and np.allclose(both["forandring"], both["total"] - both["total_fore"])


def test_years_without_a_published_unit_index_say_that_theirs_is_derived(facts):
    told = facts(NORRTALJE, 2023)
    assert not told.modell.publicerad and told.modell.antal == 20
    assert facts(NORRTALJE, 2024).modell.publicerad
    assert "härledda" in facts(NORRTALJE, 2024).jamforbarhet.text
    assert told.jamforbarhet.grad == "nej"  # 2022 was computed in another way


def test_units_that_differ_by_more_than_chance_are_told_apart(facts):
    told = facts(STOCKHOLM)
    ranked = told.enheter.dropna(subset=["total"])
    first, last = ranked.index[0], ranked.index[-1]
    assert told.kan_skiljas(first, last) and told.kan_skiljas(last, first)
    assert not told.kan_skiljas(first, first)
    assert ranked["grupp"].is_monotonic_increasing and ranked["grupp"].iloc[0] == 1
    for enhet in ranked.index[:5]:
        different = sum(told.kan_skiljas(enhet, other) for other in ranked.index if other != enhet)
        assert ranked.loc[enhet, "lika_med"] == len(ranked) - 1 - different


def test_doubtful_pairs_are_told_in_swedish_with_the_units_they_are_about(example_data, facts):
    kommuner = store.load_year(AR, example_data).enhetspar.query("hur == 'tveksamt'")["kommunkod"].unique()
    assert len(kommuner)
    told = facts(str(kommuner[0]))
    row = told.tveksamma.iloc[0]
    assert row["enhet_bu"] in told.enheter.index and row["enhet_eu"] in told.enheter.index
    assert row["skal"].endswith(".") and 0 < row["poang"] <= 100
    assert "obekraftat_par" in set(told.enheter["skal"]) | set(told.enheter["skal_stod_utveckling"])
    assert not set(told.omatchade["enhet"]) & {row["enhet_bu"], row["enhet_eu"]}


def test_a_kommun_that_does_not_exist_is_refused(facts):
    with pytest.raises(ParameterError):
        facts("188")


def test_a_year_that_was_scored_before_units_were_says_what_to_do(small_data):
    year = store.score_and_store(2024, small_data)
    older = {**year.proveniens, "tabeller": []}
    with pytest.raises(StoreError, match=r"has no scored units(.|\n)*hemtjanst score 2024"):
        store.Year(2024, year.model, year.answers, year.scores, year.enheter, older, year.mapp).enhetspoang  # noqa: B018
