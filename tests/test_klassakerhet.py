import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from model_maker import answers, scored_cases, small_model
from random_year import random_scores
from sakerhet_maker import ONE_METHOD, antal, sakerhet
from scipy.optimize import linprog

from hemtjanst_lib.model import parse_model
from hemtjanst_lib.robustness import certifikat, grupper, simulate
from hemtjanst_lib.robustness.certifikat import MARGINAL, flytta
from hemtjanst_lib.robustness.grupper import skilj
from hemtjanst_lib.robustness.hopslagning import klassgranser, klassnummer, medelvarden, svarande
from hemtjanst_lib.robustness.uppspelning import rakna_om
from hemtjanst_lib.scoring import score

LAWS = settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
# a1 = 60, a2 = 20, A = 50; B = 50; the index is 50, in Medel (over 40, up to 60)
TABLE = {"0114": {"x": 80, "y": 40, "z": 20, "w": 50}, "0188": {"x": 90, "y": 90, "z": 90, "w": 90}}


def small(table=TABLE, status=None, **changes):
    return score(answers(table, status), parse_model({**small_model(), **changes}))


def certified(scores, **changes):
    return certifikat(simulate(scores, antal(scores), sakerhet(**changes)), scores)


def class_with(scores, weights):
    """Position of each kommun's class with other weight shares, zeros allowed."""
    totals, _ = rakna_om(scores, np.atleast_2d(weights))
    means = medelvarden(totals, svarande(scores.helt_saknade, scores.model))
    return klassnummer(totals, klassgranser(scores.model, means))[0]


# --- the certificate


def test_the_distances_to_the_next_limits_by_hand():
    row = certified(small()).tabell.loc["0114"]
    assert row[["klass", "narmast_under", "narmast_over"]].tolist() == ["Medel", "Lågt", "Högt"]
    assert (row["ned"], row["upp"]) == pytest.approx((10, 10))
    assert (row["ned_egen"], row["upp_egen"]) == pytest.approx((10, 10))  # the limits are fixed points


def test_when_the_limits_follow_the_mean_a_kommun_must_move_further_than_its_distance():
    classes = {"matt": "avvikelse", "till_och_med": {"Lågt": -30, "Medel": 10, "Högt": 100}}
    row = certified(small(klasser=classes)).tabell.loc["0114"]
    # the mean is (50 + 90) / 2 = 70: limits 40 and 80. One of two kommuner takes half its own rise along
    assert (row["ned"], row["upp"]) == pytest.approx((10, 30))
    assert row["upp_egen"] == pytest.approx(60)


def test_the_highest_class_has_none_above_and_the_lowest_none_below():
    table = certified(small()).tabell
    top = table.loc["0188"]
    assert pd.isna(top["narmast_over"])
    assert np.isnan(top[["upp", "vikt_upp"]].astype(float)).all()
    assert top["ned"] == pytest.approx(30)


def test_the_smallest_change_of_weights_by_hand():
    # shares a1 3/8 at 60, a2 1/8 at 20, b1 1/2 at 50. For 60 or more all weight must lie on a1: never over 60.
    # down to 40: the most is gained by giving to a2 (20) what a1 (60) has: 10 points at 40 a unit = 0.25
    found = certified(small())
    row = found.tabell.loc["0114"]
    assert np.isnan(row["vikt_upp"])
    assert row["vikt_ned"] == pytest.approx(0.25)
    assert row["vikt_minst"] == pytest.approx(0.25)
    moves = found.flyttar.loc[("0114", "ned")]
    assert moves["till"].to_dict() == pytest.approx({"a1": 0.125, "a2": 0.375})
    assert found.exakt.all()


@settings(max_examples=60, deadline=None)
@given(
    weights=st.lists(st.floats(0.05, 1), min_size=2, max_size=7),
    slope=st.lists(st.floats(-50, 50).map(lambda x: round(x, 3)), min_size=7, max_size=7),
    short=st.floats(0.01, 30),
)
def test_the_greedy_solution_is_that_of_the_linear_programme(weights, slope, short):
    w = np.array(weights) / np.sum(weights)
    g = np.array(slope[: len(w)])
    need, n = float(g @ w) + short, len(w)
    # minimise Σ(t⁺ + t⁻) with w + t⁺ − t⁻ ≥ 0, Σ(t⁺ − t⁻) = 0, g·(w + t⁺ − t⁻) ≥ need
    reference = linprog(
        np.ones(2 * n),
        A_ub=np.vstack([np.hstack([-g, g]), np.hstack([-np.eye(n), np.eye(n)])]),
        b_ub=np.concatenate([[-short], w]),
        A_eq=np.hstack([np.ones(n), -np.ones(n)])[None],
        b_eq=[0],
    )
    found = flytta(w, g, need)
    if abs(g.max() - need) < 1e-6:
        return  # on the edge of what can be reached, rounding decides
    assert (found is None) == (not reference.success)
    if found is not None:
        assert np.abs(found - w).sum() == pytest.approx(reference.fun, abs=1e-7)
        assert found.sum() == pytest.approx(1)
        assert float(g @ found) >= need - 1e-9
        assert (found >= -1e-12).all()


@LAWS
@given(case=scored_cases())
def test_the_weights_found_do_change_the_class_and_by_one_step(case):
    model, long = case
    scores = score(long, model)
    found = certifikat(simulate(scores, None, sakerhet(dragningar=10)), scores)
    share = (model.vikter / model.vikter.sum()).to_numpy()
    before = class_with(scores, share)
    for (kommun, way), part in found.flyttar.groupby(level=[0, 1]):
        weights = pd.Series(share, list(model.omraden))
        moved = part.droplevel([0, 1])["till"]
        weights[moved.index] = moved
        row = scores.total.index.get_loc(kommun)
        after = class_with(scores, weights.to_numpy())[row]
        assert after > before[row] if way == "upp" else after < before[row]


def test_in_a_whole_country_with_missing_areas_the_weights_found_change_the_class():
    scores = random_scores(2025)
    found = certifikat(simulate(scores, None, sakerhet(dragningar=20)), scores)
    share = (scores.model.vikter / scores.model.vikter.sum()).to_numpy()
    before = class_with(scores, share)
    wrong = 0
    for (kommun, way), part in list(found.flyttar.groupby(level=[0, 1]))[::4]:
        weights = pd.Series(share, list(scores.model.omraden))
        moved = part.droplevel([0, 1])["till"]
        weights[moved.index] = moved
        row = scores.total.index.get_loc(kommun)
        step = class_with(scores, weights.to_numpy())[row] - before[row]
        wrong += step != (1 if way == "upp" else -1)
    assert wrong == 0
    assert found.tabell["vikt_minst"].notna().mean() > 0.95


def test_the_class_is_sure_far_from_the_limits_and_a_toss_on_one():
    far = small({"0114": {"x": 50, "y": 50, "z": 50, "w": 50}, "0188": TABLE["0188"]})
    edge = small({"0114": {"x": 60, "y": 60, "z": 60, "w": 60}, "0188": TABLE["0188"]})
    rules = {"metod": ONE_METHOD, "vikter": {"koncentration": 1_000_000}, "dragningar": 4000}
    sure = certified(far, **rules).tabell.loc["0114"]
    toss = certified(edge, **rules).tabell.loc["0114"]
    assert sure["sannolikhet"] > 0.999
    assert sure["saker"]
    assert toss["sannolikhet"] == pytest.approx(0.5, abs=0.05)
    assert not toss["saker"]
    assert {toss["troligast"], toss["andra"]} == {"Medel", "Högt"}


def test_a_kommun_without_a_result_has_no_certificate():
    status = {"0114": dict.fromkeys("xyzw", "sekretess")}
    row = certified(small(status=status)).tabell.loc["0114"]
    assert row[["klass", "troligast", "narmast_over"]].isna().all()
    assert np.isnan(row[["sannolikhet", "upp", "vikt_minst"]].astype(float)).all()
    assert not row["saker"]


# --- who can be told apart


def test_two_kommuner_far_apart_are_told_apart_and_two_alike_are_not():
    table = {"0001": (90, 90), "0002": (90, 89), "0003": (20, 20)}
    scores = small({kod: {"x": x, "y": y, "z": 50, "w": 50} for kod, (x, y) in table.items()})
    found = grupper(simulate(scores, antal(scores, 400), sakerhet(dragningar=1000)), scores)
    assert found.olika.loc["0001", "0003"]
    assert not found.olika.loc["0001", "0002"]
    assert found.tabell["grupp"].tolist() == [1, 1, 2]
    assert found.tabell.loc["0001", ["lag", "hog"]].tolist() == [1, 2]
    assert found.tabell.loc["0003", ["lag", "hog", "antal_lika"]].tolist() == [3, 3, 0]
    assert found.grupper.loc[1].tolist() == [1, 2, 2]


def test_equal_kommuner_tie_also_when_nothing_varies():
    scores = small({f"{n:04d}": TABLE["0114"] for n in range(4)})
    found = grupper(simulate(scores, None, sakerhet()), scores)
    assert not found.olika.any().any()
    assert found.tabell["grupp"].eq(1).all()
    assert found.tabell[["lag", "hog"]].drop_duplicates().to_numpy().tolist() == [[1, 4]]


def test_without_any_error_every_difference_tells_apart():
    scores = small({f"{n:04d}": {"x": 10 * n, "y": 10, "z": 10, "w": 10} for n in range(4)})
    found = grupper(simulate(scores, None, sakerhet()), scores)
    assert found.tabell["lag"].tolist() == found.tabell["hog"].tolist() == [4, 3, 2, 1]


def test_the_critical_value_of_a_single_pair_is_the_normal_quantile():
    rng = np.random.default_rng(1)
    drawn = rng.normal(50, 1, (40_000, 2))
    _, critical = skilj(np.array([50.0, 50.0]), drawn, 0.05)
    assert critical == pytest.approx(1.96, abs=0.04)


def test_the_error_over_all_pairs_is_held_when_all_kommuner_are_alike():
    # 800 countries of 12 kommuner that are all alike in truth: about 5 percent may tell anyone apart
    rng, times = np.random.default_rng(2), 800
    wrong = sum(
        skilj(observed := rng.normal(50, 1, 12), rng.normal(observed, 1, (400, 12)), 0.05)[0].any()
        for _ in range(times)
    )
    assert wrong / times < 0.05 + 3 * np.sqrt(0.05 * 0.95 / times)


def test_step_by_step_tells_more_apart_than_a_single_step():
    # three kommuner far from all others make the pairs left fewer, and the next critical value lower
    rng = np.random.default_rng(3)
    total = np.array([0.0, 100, 200, 300, 300.0])
    _, last = skilj(total, rng.normal(total, 1, (2000, 5)), 0.05)
    _, first = skilj(np.full(5, 300.0), rng.normal(300, 1, (2000, 5)), 0.05)
    assert last < first


@LAWS
@given(case=scored_cases())
def test_the_set_of_places_holds_the_published_place_and_groups_follow_the_order(case):
    model, long = case
    scores = score(long, model)
    rules = sakerhet(dragningar=40, urvalsfel={"kallor": tuple(model.kallor)})
    sim = simulate(scores, antal(scores), rules)
    for kallor in ("svar", "alla"):
        found = grupper(sim, scores, kallor=kallor)
        known = found.tabell.dropna(subset=["placering"])
        assert (known["lag"] <= known["placering"]).all()
        assert (known["placering"] <= known["hog"]).all()
        ordered = known.sort_values("placering")
        assert ordered["grupp"].is_monotonic_increasing
        assert found.grupper["antal"].sum() == len(known)
        assert (found.olika.to_numpy() == found.olika.to_numpy().T).all()


def test_the_margin_is_far_below_what_is_printed():
    assert MARGINAL < 1e-6
