import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from model_maker import STATUS, answers, scored_cases, small_model

from hemtjanst_lib.errors import ModelError
from hemtjanst_lib.model import load_model, model_path, parse_model
from hemtjanst_lib.scoring import effektiva_vikter, rank, rank_within, score

LAWS = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
ONE = {"0188": {"x": 80, "y": 40, "z": 20, "w": 50}}
ARITHMETIC = ("aritmetisk",)


def model(**changes):
    return parse_model({**small_model(), **changes})


def missing(status, *, rule=None, kalla=None):
    """Score ONE with z (webb, alone in a2) missing under a rule, beside a kommun that answered 60."""
    raw = small_model()
    if rule:
        raw["saknas"] = {status: rule}
    if kalla:
        raw["kallor"]["webb"]["saknas"] = {status: kalla}
    table = {**ONE, "0114": {"x": 10, "y": 10, "z": 60, "w": 10}}
    return score(answers(table, {"0188": {"z": status}}), parse_model(raw))


# --- by hand


def test_the_levels_of_one_kommun_by_hand():
    scores = score(answers(ONE), model())
    # a1 = (80 + 40) / 2, a2 = 20; A = (60·3 + 20·1) / 4 = 50; B = 50; total = (50·4 + 50·4) / 8
    assert scores.omrade.loc["0188"].to_dict() == {"a1": 60, "a2": 20, "b1": 50}
    assert scores.delindex.loc["0188"].to_dict() == {"a": 50, "b": 50}
    assert scores.total["0188"] == 50


def test_an_indikator_may_weigh_more_than_its_neighbours():
    raw = small_model()
    raw["delindex"]["a"]["kvalitetsomraden"]["a1"]["indikatorer"]["x"]["vikt"] = 3
    # (80·3 + 40·1) / 4
    assert score(answers(ONE), parse_model(raw)).omrade.loc["0188", "a1"] == 70


def test_geometric_means_by_hand():
    how = {"omrade": "geometrisk", "delindex": "geometrisk", "total": "aritmetisk"}
    table = {"0188": {"x": 90, "y": 40, "z": 60, "w": 0}}
    scores = score(answers(table), model(aggregering=how))
    # a1 = √(90·40) = 60; A = 60^(3/4) · 60^(1/4) = 60; b1 = B = 0; total = (60·4 + 0·4) / 8
    assert scores.delindex.loc["0188"].tolist() == pytest.approx([60, 0])
    assert scores.total["0188"] == pytest.approx(30)


@pytest.mark.parametrize(
    ("poang", "varde", "expected"),
    [
        ({"noll_vid": 25, "hundra_vid": 5}, 5, 100),  # fewer is better
        ({"noll_vid": 25, "hundra_vid": 5}, 15, 50),
        ({"noll_vid": 25, "hundra_vid": 5}, 40, 0),  # flat outside
        ({"noll_vid": 0, "hundra_vid": 1}, 1, 100),
        ({"nivaer": {0: 0, 1: 50, 2: 100}}, 1, 50),
        ({"nivaer": {0: 20, 1: 90, 2: 40}}, 2, 40),
        ({"nivaer": {0: 20, 1: 90, 2: 40}}, 1.5, 65),  # straight between levels
    ],
)
def test_a_value_on_its_natural_scale_gives_points(poang, varde, expected):
    raw = small_model()
    raw["delindex"]["b"]["kvalitetsomraden"]["b1"]["indikatorer"]["w"]["poang"] = poang
    scores = score(answers({"0188": {**ONE["0188"], "w": varde}}), parse_model(raw))
    assert scores.poang.loc["0188", "w"] == pytest.approx(expected)
    assert scores.varde.loc["0188", "w"] == varde


@pytest.mark.parametrize(
    ("rule", "delindex_a"),
    [
        ("noll", 45),  # (60·3 + 0·1) / 4
        ("utelamna", 60),  # a2 has nothing else, so a1 carries A alone
        ("medel", 60),  # the other kommun's 60: (60·3 + 60·1) / 4
    ],
)
@pytest.mark.parametrize("status", STATUS[1:])
def test_each_missing_rule_for_each_status_by_hand(status, rule, delindex_a):
    scores = missing(status, rule=rule)
    assert scores.delindex.loc["0188", "a"] == delindex_a
    assert scores.status.loc["0188", "z"] == status
    assert np.isnan(scores.poang.loc["0188", "z"])


def test_unless_the_model_says_otherwise_silence_counts_as_zero_and_the_rest_is_left_out():
    raknad = {status: missing(status).raknad.loc["0188", "z"] for status in STATUS[1:]}
    assert raknad["ej_svar"] == 0
    assert np.isnan(raknad["sekretess"])
    assert np.isnan(raknad["ej_tillamplig"])


def test_a_kallas_own_rule_wins():
    assert missing("ej_svar", rule="noll", kalla="medel").raknad.loc["0188", "z"] == 60


def test_a_value_left_out_gives_its_weight_to_its_neighbours_in_the_omrade():
    scores = score(answers(ONE, {"0188": {"x": "sekretess"}}), model())
    assert scores.omrade.loc["0188", "a1"] == 40


def test_an_omrade_without_values_gives_its_weight_to_its_delindex_and_not_to_the_whole():
    scores = score(answers(ONE, {"0188": {"x": "sekretess", "y": "ej_tillamplig"}}), model())
    # A = a2 = 20 with its whole weight 4; total = (20·4 + 50·4) / 8, not (20·1 + 50·4) / 5
    assert np.isnan(scores.omrade.loc["0188", "a1"])
    assert scores.delindex.loc["0188", "a"] == 20
    assert scores.total["0188"] == 35


def test_a_delindex_without_values_leaves_the_total_to_the_others():
    scores = score(answers(ONE, {"0188": {"w": "sekretess"}}), model())
    assert np.isnan(scores.delindex.loc["0188", "b"])
    assert scores.total["0188"] == 50


def test_a_kommun_without_any_value_has_no_total_no_place_and_no_class():
    nothing = dict.fromkeys("xyzw", "sekretess")
    scores = score(answers({**ONE, "0114": ONE["0188"]}, {"0114": nothing}), model())
    assert np.isnan(scores.total["0114"])
    assert pd.isna(scores.placering.total["0114"])
    assert pd.isna(scores.klass["0114"])
    assert scores.medel.total == scores.total["0188"]


# --- means, flags, weights


def test_an_indikators_mean_is_over_those_who_answered_and_an_omrades_over_all():
    table = {"0114": {**ONE["0188"], "z": 60}, "0188": ONE["0188"]}
    scores = score(answers(table, {"0188": {"z": "ej_svar"}}), model())
    assert scores.medel.indikator["z"] == scores.medel.varde["z"] == 60
    assert scores.medel.omrade["a2"] == 30  # (60 + 0) / 2


def test_the_model_may_choose_who_counts_in_the_means():
    table = {"0114": {**ONE["0188"], "z": 60}, "0188": ONE["0188"]}
    silent = {"0188": {"z": "ej_svar", "w": "ej_svar"}}
    scores = score(answers(table, silent), model(genomsnitt={"indikator": "alla", "index": "svarande"}))
    assert scores.medel.indikator["z"] == 30
    assert scores.medel.omrade["a2"] == 60  # 0188 lacks the whole of webb


def test_a_kalla_is_missing_whole_when_nothing_that_applies_was_answered():
    table = {kommun: ONE["0188"] for kommun in ("0001", "0002", "0003", "0004")}
    status = {
        "0001": {"z": "ej_svar", "w": "ej_svar"},
        "0002": {"z": "ej_svar", "w": "ej_tillamplig"},
        "0003": {"z": "ej_svar", "w": "sekretess"},
        "0004": {"z": "ej_tillamplig", "w": "ej_tillamplig"},
    }
    absent = score(answers(table, status), model()).helt_saknade
    assert absent["webb"].tolist() == [True, True, False, False]
    assert not absent["enkat"].any()


def test_effective_weights_by_hand():
    weights = score(answers(ONE), model()).effektiv_vikt
    # x and y: half of a1, which is 3/4 of A, which is 4/8; z: 1/4 of 4/8; w: 4/8
    assert weights.to_dict() == pytest.approx({"x": 0.1875, "y": 0.1875, "z": 0.125, "w": 0.5})


def test_the_class_is_taken_on_the_unrounded_total():
    # 60.04 would be printed 60.0, the upper limit of Medel, but lies above it
    table = {"0188": dict.fromkeys("xyzw", 60.04), "0114": dict.fromkeys("xyzw", 60.0)}
    assert score(answers(table), model()).klass.to_dict() == {"0114": "Medel", "0188": "Högt"}


def test_limits_given_as_offsets_follow_the_mean_of_the_year():
    klasser = {"matt": "avvikelse", "till_och_med": {"Lågt": -10, "Medel": 10, "Högt": 100}}
    table = {kod: dict.fromkeys("xyzw", v) for kod, v in (("0001", 10), ("0002", 20), ("0003", 30), ("0004", 40))}
    # the mean is 25: limits 15 and 35
    assert score(answers(table), model(klasser=klasser)).klass.tolist() == ["Lågt", "Medel", "Medel", "Högt"]


# --- ranks


def test_equal_points_share_a_place_and_the_next_place_is_left_empty():
    assert rank(pd.Series([70.0, 80.0, 70.0, 60.0])).tolist() == [2, 1, 2, 4]


def test_points_that_differ_after_the_ninth_decimal_tie():
    assert rank(pd.Series([70.0, 70.0 + 4e-10, 70.0 + 4e-9])).tolist() == [2, 2, 1]


def test_a_missing_score_has_no_place():
    assert rank(pd.Series([70.0, np.nan, 80.0])).tolist() == [2, pd.NA, 1]


def test_places_within_groups_begin_anew_in_each():
    points = pd.Series([70.0, 80.0, 60.0, 90.0], list("abcd"))
    lan = pd.Series(["01", "01", "09", None], list("abcd"))
    assert rank_within(points, lan).tolist() == [2, 1, 1, pd.NA]


def test_omraden_and_delindex_are_ranked_column_by_column():
    table = {"0114": {**ONE["0188"], "z": 90}, "0188": ONE["0188"]}
    placering = score(answers(table), model()).placering
    assert placering.omrade["a2"].to_dict() == {"0114": 1, "0188": 2}
    assert placering.omrade["b1"].tolist() == [1, 1]
    assert placering.delindex["a"].to_dict() == {"0114": 1, "0188": 2}


# --- what is refused


def refused(long, **given):
    with pytest.raises(ModelError) as caught:
        score(long, model(), **given)
    return str(caught.value)


def test_every_kommun_must_have_one_row_per_indikator():
    long = answers({**ONE, "0114": ONE["0188"]})
    told = refused(pd.concat([long.drop(0), long.iloc[[5]]]))
    assert "x: no row for 0188" in told
    assert "y: more than one row for 0114" in told


def test_unknown_indikatorer_kommuner_and_statuses_are_told_together():
    long = answers({**ONE, "0114": ONE["0188"]})
    extra = answers({"0188": {"q": 1}, "0115": {"x": 1}}, {"0115": {"x": "kanske"}})
    told = refused(pd.concat([long, extra]), kommuner=["0114", "0188"])
    assert "kommun: 0115 unknown (1 rows)" in told
    assert "indikator: q unknown (1 rows)" in told
    assert "status: kanske unknown (1 rows)" in told


def test_a_kommun_that_should_be_there_is_missed():
    assert "x: no row for 0114" in refused(answers(ONE), kommuner=["0114", "0188"])


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_an_ok_status_needs_a_finite_value(value):
    told = refused(answers({"0188": {**ONE["0188"], "w": value}}))
    assert "w: status is ok but the value is missing or infinite for 0188" in told


def test_a_value_beside_another_status_is_not_used():
    scores = score(answers({"0188": {**ONE["0188"], "w": np.inf}}, {"0188": {"w": "sekretess"}}), model())
    assert np.isnan(scores.varde.loc["0188", "w"])


def test_rows_of_units_and_of_other_years_are_refused():
    told = refused(answers(ONE).assign(ar=2023, enhet_id="E1"))
    assert "ar: has rows of 2023, the model is of 2024" in told
    assert "enhet_id: 4 rows belong to units" in told


def test_no_rows_are_refused():
    assert "there are no rows" in refused(answers({}))


def test_missing_columns_are_named():
    assert "lack the columns varde, status" in refused(answers(ONE)[["kommunkod", "indikator"]])


def test_codes_that_are_numbers_are_refused():
    assert "kommunkod must be text" in refused(answers(ONE).assign(kommunkod=188))


def test_a_long_list_of_faults_is_cut_and_counted():
    many = {f"{n:04d}": ONE["0188"] for n in range(20)}
    assert "x: no row for 0000, 0001, 0002, 0003, 0004, 0005, 0006, 0007 and 12 more" in refused(
        answers(many).query("indikator != 'x'")
    )


# --- laws, for any model


@LAWS
@given(scored_cases(means=ARITHMETIC))
def test_both_routes_to_the_total_agree_when_all_means_are_arithmetic(case):
    any_model, long = case
    scores = score(long, any_model)
    direct = (effektiva_vikter(scores.raknad, any_model) * scores.raknad).sum(axis=1, min_count=1)
    np.testing.assert_allclose(scores.total, direct, rtol=1e-9, atol=1e-9)


@LAWS
@given(scored_cases(means=ARITHMETIC, statuses=("ok",)))
def test_the_total_is_the_weighted_mean_of_all_omraden_when_nothing_is_left_out(case):
    any_model, long = case
    scores = score(long, any_model)
    direct = (scores.omrade * any_model.vikter).sum(axis=1) / any_model.vikter.sum()
    np.testing.assert_allclose(scores.total, direct, rtol=1e-9, atol=1e-9)


@LAWS
@given(scored_cases())
def test_every_level_stays_between_its_parts(case):
    any_model, long = case
    scores = score(long, any_model)
    for omrade in any_model.omraden.values():
        parts = scores.raknad[list(omrade.indikatorer)]
        between(parts, scores.omrade[omrade.kod])
    for part in any_model.delindex.values():
        between(scores.omrade[list(part.kvalitetsomraden)], scores.delindex[part.kod])
    between(scores.delindex, scores.total)


def between(parts, whole):
    assert (whole.isna() == parts.isna().all(axis=1)).all()
    known = whole.notna()
    assert (whole[known] >= parts.min(axis=1)[known] - 1e-9).all()
    assert (whole[known] <= parts.max(axis=1)[known] + 1e-9).all()


@LAWS
@given(scored_cases())
def test_points_lie_between_0_and_100(case):
    any_model, long = case
    scores = score(long, any_model)
    for table in (scores.poang, scores.omrade, scores.delindex, scores.total):
        known = table.to_numpy()[~np.isnan(table.to_numpy())]
        assert ((known >= -1e-9) & (known <= 100 + 1e-9)).all()


@LAWS
@given(scored_cases(), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(case, random):
    any_model, long = case
    order = list(range(len(long)))
    random.shuffle(order)
    one, other = score(long, any_model), score(long.iloc[order], any_model)
    pd.testing.assert_series_equal(one.total, other.total, check_exact=True)
    pd.testing.assert_frame_equal(one.status, other.status)


@LAWS
@given(scored_cases())
def test_effective_weights_sum_to_one(case):
    any_model, long = case
    scores = score(long, any_model)
    assert scores.effektiv_vikt.sum() == pytest.approx(1)
    rows = effektiva_vikter(scores.raknad, any_model).sum(axis=1)
    np.testing.assert_allclose(rows, scores.raknad.notna().any(axis=1).astype(float))


@LAWS
@given(scored_cases())
def test_more_points_never_mean_a_worse_place_or_a_lower_class(case):
    any_model, long = case
    scores = score(long, any_model)
    names = list(any_model.klasser.till_och_med)
    known = scores.total.dropna().sort_values(ascending=False)
    assert scores.placering.total[known.index].is_monotonic_increasing
    order = scores.klass[known.index].map(names.index)
    assert order.is_monotonic_decreasing


@LAWS
@given(scored_cases(), st.data())
def test_better_answers_to_an_indikator_never_lower_a_total(case, data):
    any_model, long = case
    i = data.draw(st.sampled_from(list(any_model.indikatorer)))
    knots, points = any_model.indikatorer[i].poang.knots()
    better = long.copy()
    better.loc[(long["indikator"] == i) & (long["status"] == "ok"), "varde"] = knots[points.argmax()]
    before, after = score(long, any_model).total, score(better, any_model).total
    known = before.notna()
    assert (after[known] >= before[known] - 1e-9).all()


@pytest.mark.parametrize("ar", [2022, 2023, 2024, 2025])
def test_the_projects_own_models_score_290_kommuner(ar):
    own = load_model(model_path(ar))
    best = {kod: one.poang.knots()[0][one.poang.knots()[1].argmax()] for kod, one in own.indikatorer.items()}
    scores = score(answers({f"{n:04d}": best for n in range(290)}), own)
    assert scores.total.round(9).eq(100).all()
    assert scores.placering.total.eq(1).all()
