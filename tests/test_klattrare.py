"""Climbers, like for like, and what separates high from low."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from model_maker import answers, indikator, scored_cases, small_model
from random_year import random_scores

from hemtjanst_lib.analysis.klattrare import arets_hemtjanstkommun, klattrare, klattring
from hemtjanst_lib.analysis.lika import gemensamma, lika_for_lika
from hemtjanst_lib.analysis.regler import Skillnadsregler
from hemtjanst_lib.analysis.skillnader import grupper, skillnader_indikatorer, skillnader_omraden
from hemtjanst_lib.model import load_models, parse_model
from hemtjanst_lib.reference import load_kommuner
from hemtjanst_lib.scoring import score

MODEL = parse_model(small_model())
KOMMUNER = pd.DataFrame({"namn": list("ABCDE"), "lan": "Länet"}, index=[f"000{n}" for n in range(1, 6)])


def model_with(ar=2025, **changes):
    """The small model with new indikatorer in an område (a dict) or without one (None)."""
    raw = {**small_model(), "ar": ar}
    for delindex in raw["delindex"].values():
        for omrade in delindex["kvalitetsomraden"].values():
            for kod in list(omrade["indikatorer"]):
                if kod in changes and changes[kod] is None:
                    del omrade["indikatorer"][kod]
                elif kod in changes:
                    omrade["indikatorer"][kod] = changes[kod]
    raw["antal_indikatorer"] = sum(
        len(omrade["indikatorer"]) for d in raw["delindex"].values() for omrade in d["kvalitetsomraden"].values()
    )
    return parse_model(raw)


def flat(model, **points):
    """Score kommuner that answer everything with the same points."""
    table = {kod: dict.fromkeys(model.indikatorer, value) for kod, value in points.items()}
    return score(answers({kod.removeprefix("k"): row for kod, row in table.items()}), model)


def test_arets_hemtjanstkommun_is_on_place_1() -> None:
    scores = flat(MODEL, k0001=50, k0002=70, k0003=60)
    best = arets_hemtjanstkommun(scores, KOMMUNER)
    assert best[["namn", "index", "klass"]].values.tolist() == [["B", 70, "Högt"]]


def test_kommuner_that_share_place_1_share_the_honour() -> None:
    assert arets_hemtjanstkommun(flat(MODEL, k0001=70, k0002=70, k0003=60), KOMMUNER)["namn"].tolist() == ["A", "B"]


def test_a_climb_by_hand() -> None:
    now = flat(model_with(2025), k0001=80, k0002=70, k0003=60)
    before = flat(MODEL, k0001=50, k0002=70, k0003=62)
    table = klattring(now, before, KOMMUNER, "ja")
    # A: place 3 to 1, 80 − 50 = 30; B: 1 to 2, 0; C: 2 to 3, −2
    assert table["platser"].tolist() == [2, -1, -1]
    assert table["forandring"].tolist() == pytest.approx([30, 0, -2])
    assert table["forandring_lika"].tolist() == pytest.approx([30, 0, -2])
    assert table[["klass_fore", "klass"]].loc["0001"].tolist() == ["Medel", "Högt"]
    climbers = klattrare(table)
    assert climbers[["namn", "ordning"]].values.tolist() == [["A", 1]], "who did not climb is not listed"


def test_a_tie_at_the_last_place_takes_all_tied_along() -> None:
    now = flat(model_with(2025), k0001=50, k0002=60, k0003=72, k0004=90)
    before = flat(MODEL, k0001=40, k0002=50, k0003=60, k0004=70)
    # In points: D +20, C +12, A and B +10
    table = klattring(now, before, KOMMUNER, "ja")
    assert klattrare(table, "forandring", 3)["namn"].tolist() == ["D", "C", "B", "A"]
    assert klattrare(table, "forandring", 3)["ordning"].tolist() == [1, 2, 3, 3]
    assert klattrare(table, "forandring", 2)["namn"].tolist() == ["D", "C"]


def test_nothing_is_compared_where_the_years_may_not_be() -> None:
    now, before = flat(model_with(2025), k0001=80, k0002=70), flat(MODEL, k0001=50, k0002=60)
    table = klattring(now, before, KOMMUNER, "nej")
    assert table[["platser", "forandring", "forandring_lika"]].isna().all().all()
    assert table[["placering", "placering_fore"]].notna().all().all()
    assert klattrare(table).empty
    assert klattrare(table, "forandring").empty


def test_a_kommun_without_results_last_year_is_not_compared() -> None:
    table = klattring(flat(model_with(2025), k0001=80, k0002=70), flat(MODEL, k0001=50), KOMMUNER, "ja")
    assert list(table.index) == ["0001"]


def test_a_climb_that_rests_on_answering_says_so() -> None:
    points = {"0001": dict.fromkeys("xyzw", 60), "0002": dict.fromkeys("xyzw", 50)}
    before = score(answers(points, {"0001": {"z": "ej_svar", "w": "ej_svar"}}), MODEL)
    now = score(answers(points, {"0002": {"x": "ej_svar", "y": "ej_svar"}}), model_with(2025))
    table = klattring(now, before, KOMMUNER, "delvis")
    assert table["nya_svar"].to_dict() == {"0001": ("WEB",), "0002": ()}
    assert table["tappade_svar"].to_dict() == {"0001": (), "0002": ("EN",)}


def test_a_new_indikator_counts_in_the_change_but_not_like_for_like() -> None:
    now_model = model_with(2025, w=indikator(visningsnamn="Ny", namn="Ny fråga", kalla="webb", matenhet="nivå"))
    row = {"x": 60, "y": 60, "z": 60}
    now = score(answers({"0001": {**row, "w": 100}}), now_model)
    before = score(answers({"0001": {**row, "w": 0}}), MODEL)
    like = lika_for_lika(now, before)
    # w, half the weight, has another unit: 30 + 50 against 30, but 60 against 60 on what is common
    assert like.indikatorer == ("x", "y", "z")
    assert like.viktandel == pytest.approx(0.5)
    assert now.total["0001"] - before.total["0001"] == pytest.approx(50)
    assert like.forandring["0001"] == pytest.approx(0)
    assert like.forandring_omrade.loc["0001", ["a1", "a2"]].tolist() == pytest.approx([0, 0])
    assert np.isnan(like.forandring_omrade.at["0001", "b1"])


def test_like_for_like_weighs_both_years_with_this_years_weights() -> None:
    raw = {**small_model(), "ar": 2025}
    raw["delindex"]["a"]["kvalitetsomraden"]["a1"]["vikt"] = 13
    raw["delindex"]["a"]["kvalitetsomraden"]["a2"]["vikt"] = 3
    heavy = parse_model(raw)  # a1 13/20, a2 3/20, b1 4/20
    row = {"x": 80, "y": 80, "z": 0, "w": 0}
    now, before = score(answers({"0001": row}), heavy), score(answers({"0001": row}), MODEL)
    like = lika_for_lika(now, before)
    assert now.total["0001"] - before.total["0001"] == pytest.approx(80 * 13 / 20 - 80 * 3 / 8)
    assert like.total["0001"] == like.total_fore["0001"] == pytest.approx(52)
    assert like.viktandel == pytest.approx(1)


def test_an_indikator_comparable_only_since_later_is_not_common() -> None:
    new = model_with(2025, x=indikator(visningsnamn="X", jamforbar_sedan=2025))
    assert gemensamma(new, MODEL) == ["y", "z", "w"]
    new = model_with(2025, x=indikator(visningsnamn="X", jamforbar_sedan=2024))
    assert gemensamma(new, MODEL) == ["x", "y", "z", "w"]


def test_an_indikator_that_left_is_not_common() -> None:
    assert gemensamma(model_with(2025, x=None), MODEL) == ["y", "z", "w"]


def test_the_real_years_have_common_ground_each() -> None:
    models = load_models([2023, 2024, 2025])
    assert len(gemensamma(models[2024], models[2023])) < len(models[2024].indikatorer)
    for ar in (2024, 2025):
        assert len(gemensamma(models[ar], models[ar - 1])) > 40


@given(scored_cases())
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_year_compared_with_itself_has_not_changed_like_for_like(case) -> None:
    model, long = case
    scores = score(long, model)
    like = lika_for_lika(scores, scores)
    assert set(like.indikatorer) == set(model.indikatorer)
    pd.testing.assert_series_equal(like.total, scores.total)
    assert (like.forandring.dropna() == 0).all()


SKILLNAD = Skillnadsregler(minsta_antal=2, andel=20)


def test_high_and_low_are_the_outermost_classes_where_they_are_large_enough() -> None:
    # Classes of the small model: up to 40 Lågt, above 60 Högt
    chosen = grupper(flat(MODEL, k0001=10, k0002=40, k0003=50, k0004=61, k0005=90), SKILLNAD)
    assert (list(chosen.hoga), list(chosen.laga), chosen.efter_klass) == (["0004", "0005"], ["0001", "0002"], True)


def test_high_and_low_are_the_ends_of_the_ranking_where_a_class_is_too_small() -> None:
    # Only one is Lågt; 20 % of five is one at each end, and the tie at the top brings two
    chosen = grupper(flat(MODEL, k0001=10, k0002=50, k0003=50, k0004=90, k0005=90), SKILLNAD)
    assert (list(chosen.hoga), list(chosen.laga), chosen.efter_klass) == (["0004", "0005"], ["0001"], False)


def test_distance_between_high_and_low_by_hand() -> None:
    table = {
        "0001": {"x": 20, "y": 20, "z": 50, "w": 0},
        "0002": {"x": 20, "y": 40, "z": 50, "w": 0},
        "0004": {"x": 80, "y": 60, "z": 50, "w": 100},
        "0005": {"x": 80, "y": 80, "z": 50, "w": 100},
    }
    scores = score(answers(table), MODEL)
    omraden = skillnader_omraden(scores, grupper(scores, SKILLNAD))
    # a1: 20, 30 against 70, 80: means 25 and 75; all four have mean 50, sd √((900+400+400+900)/3) = 29.44
    assert omraden.loc["a1", ["hoga", "laga", "skillnad"]].tolist() == [75, 25, 50]
    assert omraden.at["a1", "standardiserad"] == pytest.approx(50 / 29.4392, rel=1e-4)
    # b1: 0, 0 against 100, 100: sd √(10 000/3) = 57.735
    assert omraden.at["b1", "standardiserad"] == pytest.approx(100 / 57.735, rel=1e-4)
    assert np.isnan(omraden.at["a2", "standardiserad"]), "all alike"
    assert list(omraden.index) == ["b1", "a1", "a2"]
    assert omraden["bidrag"].to_dict() == pytest.approx({"b1": 50, "a1": 18.75, "a2": 0})


def test_contributions_add_up_to_the_distance_in_index() -> None:
    model = load_models([2025])[2025]
    rng = np.random.default_rng(3)
    ids, codes = list(model.indikatorer), [f"{n:04d}" for n in range(1, 61)]
    ends = {k: i.poang.knots()[0] for k, i in model.indikatorer.items()}
    table = {kod: {k: rng.choice(ends[k]) for k in ids} for kod in codes}
    scores = score(answers(table), model)
    chosen = grupper(scores, SKILLNAD)
    distance = scores.total[chosen.hoga].mean() - scores.total[chosen.laga].mean()
    assert skillnader_omraden(scores, chosen)["bidrag"].sum() == pytest.approx(distance)
    assert skillnader_indikatorer(scores, chosen)["bidrag"].sum() == pytest.approx(distance)


def test_indikatorer_are_compared_among_those_who_answered() -> None:
    table = {kod: dict.fromkeys("xyzw", p) for kod, p in (("0001", 10), ("0002", 30), ("0004", 80), ("0005", 90))}
    scores = score(answers(table, {"0001": {"x": "ej_svar"}}), MODEL)
    found = skillnader_indikatorer(scores, grupper(scores, SKILLNAD))
    assert found.loc["x", ["hoga", "laga"]].tolist() == [85, 30]
    assert found.loc["y", ["hoga", "laga"]].tolist() == [85, 20]


def test_a_whole_country_of_two_years_is_compared_in_register_order() -> None:
    kommuner = load_kommuner()
    table = klattring(random_scores(2024), random_scores(2023, 2), kommuner, "delvis")
    assert list(table.index) == list(kommuner.index)
    assert table["platser"].sum() == pytest.approx(0, abs=5)  # each place gained is one lost, but for ties
    assert klattrare(table)["ordning"].max() <= 10
