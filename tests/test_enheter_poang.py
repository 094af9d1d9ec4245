"""Scores of units: numbers by hand, and what holds for any."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from unit_maker import answers, listed, unit, unit_model

from hemtjanst_lib.scoring.enheter import enhetsmodell, kommunens_eget, score_units
from hemtjanst_lib.scoring.enheter_krympt import krymp
from hemtjanst_lib.scoring.enheter_ovisshet import kombinera, skatta_samvariation, wilson
from hemtjanst_lib.scoring.enheter_platser import platser
from hemtjanst_lib.scoring.enheter_skydd import skydda
from hemtjanst_lib.scoring.enheter_tabeller import enhetstabeller

MODEL = unit_model(regler={"samvariation": 0.4})
A, B, C, D = "0188-a", "0188-b", "0188-c", "1281-d"
NAN = float("nan")


def scored(*units, model=MODEL):
    svar = answers([row for some in units for row in some])
    return score_units(svar, listed(svar), model)


# The unit model


def test_the_unit_model_holds_what_units_have_with_the_weights_in_proportion():
    model = enhetsmodell(MODEL)
    assert list(model.indikatorer) == ["q1", "q2", "q3", "r1"]
    assert model.vikter.to_dict() == {"o1": 3, "o2": 1, "s1": 4}
    assert model.indikatorer["r1"].poang.hundra_vid == 1  # the unit's own scale: yes or no


# By hand


def test_delindex_and_total_of_a_unit():
    result = scored(unit(A, (80, 60, 50), rutin=1))
    # o1 = (80 + 60) / 2 = 70; o2 = 50; Utförande = (3 · 70 + 50) / 4 = 65; total = (4 · 65 + 4 · 100) / 8 = 82.5
    assert result.omrade.loc[A].to_dict() == {"o1": 70, "o2": 50, "s1": 100}
    assert result.delindex.loc[A].to_dict() == {"utforande": 65, "stod_utveckling": 100}
    assert result.total[A] == 82.5


def test_a_unit_without_one_survey_gets_the_other_delindex_only_and_no_place():
    result = scored(unit(A, (80, 60, 50), rutin=None), unit(B, None, rutin=0), unit(C, (40, 40, 40)))
    assert result.delindex.loc[A, "utforande"] == 65 and math.isnan(result.delindex.loc[A, "stod_utveckling"])
    assert result.delindex.loc[B, "stod_utveckling"] == 0 and math.isnan(result.delindex.loc[B, "utforande"])
    assert result.total[[A, B]].isna().all() and result.placering.loc[[A, B], "total"].isna().all()
    assert result.placering.loc[C, "total"] == 1
    assert result.placering["utforande"].dropna().to_dict() == {A: 1, C: 2}
    assert result.skal.loc[A].tolist() == ["", "ej_med"] and result.skal.loc[B].tolist() == ["ej_med", ""]


def test_places_are_inside_the_kommun_only():
    result = scored(unit(A, (80, 80, 80)), unit(B, (60, 60, 60)), unit(D, (10, 10, 10)))
    assert result.placering["total"].to_dict() == {A: 1, B: 2, D: 1}


def test_a_question_without_an_answer_counts_by_the_models_rule_and_a_suppressed_one_is_left_out():
    rows = unit(A, (80, 60, 50))
    missing = [(A, "q2", NAN, NAN, "ej_svar") if row[1] == "q2" else row for row in rows]
    hidden = [(A, "q2", NAN, NAN, "sekretess") if row[1] == "q2" else row for row in rows]
    assert scored(missing).omrade.loc[A, "o1"] == 40  # (80 + 0) / 2
    assert scored(hidden).omrade.loc[A, "o1"] == 80


def test_a_delindex_with_less_than_half_of_its_weight_left_is_not_computed():
    rows = [
        (A, q, NAN, NAN, "sekretess") if q in {"q1", "q2"} else (A, q, v, n, s) for A, q, v, n, s in unit(A, (1, 2, 3))
    ]
    result = scored(rows)  # q3 weighs a quarter
    assert math.isnan(result.delindex.loc[A, "utforande"]) and result.skal.loc[A, "utforande"] == "sekretess"
    rows = [(A, q, NAN, NAN, "sekretess") if q == "q1" else (A, q, v, n, s) for A, q, v, n, s in unit(A, (1, 2, 3))]
    assert scored(rows).delindex.loc[A, "utforande"] == (3 * 2 + 3) / 4  # five eighths are left


def test_what_is_left_of_a_suppressed_delindex_is_not_shown_either():
    rows = [
        (A, q, NAN, NAN, "sekretess") if q in {"q1", "q2"} else (A, q, v, n, s) for A, q, v, n, s in unit(A, (1, 2, 3))
    ]
    svar = answers(rows).assign(enhet_id="bu:a")
    lista = pd.DataFrame(
        {"enhet": [A], "kommunkod": ["0188"], "enhet_bu": ["bu:a"], "enhet_eu": [""], "tveksam": [False]}
    )
    tables, _ = enhetstabeller(svar, lista, MODEL)
    personal = tables["indikator"][tables["indikator"]["indikator"].str.startswith("q")]
    assert personal["status"].eq("sekretess").all() and personal["varde"].isna().all()
    assert not tables["omrade"]["omrade"].isin(["o1", "o2"]).any()
    assert math.isnan(tables["enhet"].loc[0, "antal_svar"])


def test_the_kommuns_own_result_on_the_unit_model_leaves_out_what_is_missing():
    poang = pd.DataFrame({"q1": [80.0], "q2": [60.0], "q3": [NAN], "r1": [50.0], "w": [0.0]}, index=["0188"])
    own = kommunens_eget(poang, MODEL).loc["0188"]
    assert own["utforande"] == 70 and own["stod_utveckling"] == 50 and own["total"] == 60


# Intervals


def test_wilsons_interval_of_a_whole_population_is_the_known_one():
    # p = 0.5, n = 10, z = 1.645: centre 0.5, half = 1.645 / (1 + 0.2706) · √(0.025 + 0.006765) = 0.2307
    low, high = wilson(np.array([0.5]), np.array([10.0]), konfidens=0.9, svarsandel=1e-9)
    assert low[0] == pytest.approx(0.5 - 0.2307, abs=2e-4) and high[0] == pytest.approx(0.5 + 0.2307, abs=2e-4)


def test_when_all_have_answered_there_is_no_width():
    low, high = wilson(np.array([0.3, 1.0]), np.array([7.0, 7.0]), konfidens=0.9, svarsandel=1.0)
    assert low.tolist() == high.tolist() == [0.3, 1.0]


SHARES = st.floats(0, 1)


@given(SHARES, st.integers(1, 500), st.floats(0.05, 1))
def test_an_interval_of_a_share_holds_it_and_keeps_within_0_and_1(share, antal, svarsandel):
    low, high = wilson(np.array([share]), np.array([float(antal)]), konfidens=0.9, svarsandel=svarsandel)
    assert 0 <= low[0] <= share <= high[0] <= 1


@given(SHARES, st.integers(1, 300), st.integers(1, 300))
def test_more_answers_never_widen_an_interval(share, some, more):
    few, many = sorted((some, more))
    ends = [wilson(np.array([share]), np.array([float(n)]), konfidens=0.9, svarsandel=0.6) for n in (few, many)]
    widths = [high[0] - low[0] for low, high in ends]
    assert widths[1] <= widths[0] + 1e-12


@given(st.lists(st.tuples(st.floats(0.01, 5), st.floats(0, 40)), min_size=1, max_size=6), st.floats(0, 1))
def test_a_mean_is_never_more_doubtful_than_the_mean_of_its_parts_doubts(parts, rho):
    weight, doubt = (np.array([column]) for column in zip(*parts, strict=True))
    (together,), _ = kombinera(weight, doubt, doubt, rho)
    assert together <= (weight * doubt).sum() / weight.sum() + 1e-9


UNITS = st.lists(
    st.tuples(st.tuples(*[st.integers(0, 100)] * 3), st.sampled_from([7, 15, 30, 100]), st.sampled_from([0, 1, None])),
    min_size=1,
    max_size=6,
)


@given(UNITS)
@settings(max_examples=30)
def test_intervals_hold_the_estimate_and_places_hold_the_place(rows):
    result = scored(*(unit(f"0188-{name}", v, n, r) for name, (v, n, r) in zip("abcdef", rows, strict=False)))
    for level, table in (("omrade", result.omrade), ("delindex", result.delindex)):
        there = table.notna()
        assert ((result.lag[level] <= table + 1e-9) | ~there).all().all()
        assert ((result.hog[level] >= table - 1e-9) | ~there).all().all()
        assert ((result.lag[level] >= 0) | ~there).all().all() and ((result.hog[level] <= 100) | ~there).all().all()
    total = result.total.dropna()
    place = result.placering.loc[total.index, "total"]
    assert (result.platser.lag[total.index] <= place).all() and (place <= result.platser.hog[total.index]).all()
    assert result.platser.lag.drop(total.index).isna().all()
    ends = result.platser.hog[total.index] - result.platser.lag[total.index]
    assert (ends == result.platser.lika_med[total.index]).all()


@given(UNITS)
@settings(max_examples=30)
def test_a_shrunken_result_lies_among_those_of_the_kommun(rows):
    result = scored(*(unit(f"0188-{name}", v, n, r) for name, (v, n, r) in zip("abcdef", rows, strict=False)))
    raw, shrunk = result.delindex["utforande"].dropna(), result.krympt["utforande"].dropna()
    assert shrunk.index.equals(raw.index)
    assert ((shrunk >= raw.min() - 1e-9) & (shrunk <= raw.max() + 1e-9)).all()
    assert result.tillforlitlighet["utforande"].dropna().between(0, 1).all()
    assert result.krympt["total"].notna().equals(result.total.notna())


@given(UNITS, st.randoms(use_true_random=False))
@settings(max_examples=30)
def test_a_units_result_does_not_depend_on_the_order_of_rows(rows, rng):
    some = [unit(f"0188-{name}", v, n, r) for name, (v, n, r) in zip("abcdef", rows, strict=False)]
    svar = answers([row for one in some for row in one])
    order = list(range(len(svar)))
    rng.shuffle(order)
    one, other = (score_units(table, listed(svar), MODEL) for table in (svar, svar.iloc[order]))
    pd.testing.assert_frame_equal(one.delindex, other.delindex)
    pd.testing.assert_series_equal(one.platser.grupp, other.platser.grupp)


@given(UNITS, st.integers(0, 100))
@settings(max_examples=30)
def test_a_suppressed_value_moves_nothing(rows, secret):
    """Whatever too few users have said, every result of every unit is the same."""
    kommun = answers([("0188", q, 50.0, 90.0, "ok") for q in ("q1", "q2", "q3")])
    outcomes = []
    for value in (0, secret):
        some = [unit(f"0188-{name}", v, n, r) for name, (v, n, r) in zip("abcdef", rows, strict=False)]
        svar = skydda(
            answers([row for one in [*some, unit("0188-z", (value,) * 3, 5, 1)] for row in one]), kommun, MODEL
        )
        outcomes.append(score_units(svar, listed(svar), MODEL))
    pd.testing.assert_frame_equal(outcomes[0].delindex, outcomes[1].delindex)
    pd.testing.assert_frame_equal(outcomes[0].krympt, outcomes[1].krympt)
    assert math.isnan(outcomes[0].delindex.loc["0188-z", "utforande"])


# Groups and shrinkage by hand


def test_units_whose_intervals_are_wide_are_one_group_and_narrow_ones_are_told_apart():
    total, kommun = pd.Series([80.0, 75.0, 60.0], list("abc")), pd.Series("0188", list("abc"))
    wide = platser(total, total - 20, total + 20, kommun)
    assert wide.grupp.tolist() == [1, 1, 1] and wide.lika_med.tolist() == [2, 2, 2]
    assert wide.lag.tolist() == [1, 1, 1] and wide.hog.tolist() == [3, 3, 3]
    # 80 − 75 = 5 < √(4² + 4²) = 5.66; 75 − 60 = 15 > 5.66
    near = platser(total, total - 4, total + 4, kommun)
    assert near.grupp.tolist() == [1, 1, 2]
    assert near.lag.tolist() == [1, 1, 3] and near.hog.tolist() == [2, 2, 3]


def test_without_doubt_points_are_not_shrunken_and_without_spread_they_meet_at_the_mean():
    x, kommun = pd.Series([80.0, 60.0, 70.0]), pd.Series(["0188"] * 3)
    sure, trust = krymp(x, pd.Series([0.0] * 3), kommun, 0.9)
    assert sure.tolist() == x.tolist() and trust.tolist() == [1, 1, 1]
    # sd 30 / 3.29 = 9.1, so chance alone makes a variance of 83 where there is one of 0.01: nothing is left
    still, trust = krymp(pd.Series([70.1, 69.9, 70.0]), pd.Series([30.0] * 3), kommun, 0.9)
    assert still.tolist() == pytest.approx([70.0] * 3) and trust.tolist() == [0, 0, 0]


def test_a_unit_alone_in_its_kommun_keeps_its_points():
    x, kommun = pd.Series([80.0, 60.0, 70.0]), pd.Series(["0188", "0188", "1281"])
    shrunk, _ = krymp(x, pd.Series([10.0] * 3), kommun, 0.9)
    assert shrunk[2] == pytest.approx(70.0)


def test_the_correlation_between_questions_is_found_again_in_made_up_answers():
    rng = np.random.default_rng(5)
    kommun = pd.Series(np.repeat(np.arange(300), 6).astype(str))
    ensam = rng.uniform(1, 40, len(kommun))
    full = 10 * ensam
    noise = rng.normal(0, np.sqrt(ensam + 0.3 * (full - ensam)))
    poang = pd.Series(70 + rng.normal(0, 2, len(kommun)) + noise)
    assert skatta_samvariation(poang, ensam, full, kommun) == pytest.approx(0.3, abs=0.06)


def test_with_few_units_the_correlation_is_an_assumption():
    few = pd.Series([1.0, 2.0, 3.0, 4.0])
    assert skatta_samvariation(few, np.ones(4), np.full(4, 2.0), pd.Series(["0188"] * 4)) == 0.4
