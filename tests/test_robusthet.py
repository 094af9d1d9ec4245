"""The price of silence, sensitivity and structure, what-if and what it would take."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from model_maker import answers, scored_cases, small_model
from random_year import random_scores
from sakerhet_maker import ONE_METHOD, antal, sakerhet

from hemtjanst_lib.errors import ParameterError
from hemtjanst_lib.model import parse_model
from hemtjanst_lib.robustness import (
    certifikat,
    grupper,
    kanslighet,
    prova,
    replay,
    simulate,
    sobol,
    struktur,
    tystnad,
    vagen,
)
from hemtjanst_lib.robustness.metoder import Val, skalor, underlag
from hemtjanst_lib.robustness.sobol import total_andelar
from hemtjanst_lib.robustness.struktur import alfa
from hemtjanst_lib.scoring import rank, score

LAWS = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
# shares of the index: x and y 3/16 each, z 1/8, w 1/2
TABLE = {
    "0114": {"x": 80, "y": 40, "z": 20, "w": 50},  # 50
    "0180": {"x": 60, "y": 60, "z": 60, "w": 60},  # 60
    "0188": {"x": 90, "y": 90, "z": 90, "w": 30},  # 60
}


def small(table=TABLE, status=None, **changes):
    return score(answers(table, status), parse_model({**small_model(), **changes}))


# --- the price of silence


def test_the_price_of_one_unanswered_question_by_hand():
    # y unanswered counts 0: a1 = 40, A = (40·3 + 20)/4 = 35, index 42.5; left out a1 = 80: A = 65, index 57.5;
    # as the mean of the others, (60 + 90)/2 = 75: a1 = 77.5, A = 63.125, index 56.5625; best: a1 = 90, index 61.25
    row = tystnad(small(status={"0114": {"y": "ej_svar"}})).fraga.loc[("0114", "y")]
    told = row[["index", "index_utelamnad", "index_medel", "index_lagst", "index_hogst"]].astype(float)
    assert told.tolist() == pytest.approx([42.5, 57.5, 56.5625, 42.5, 61.25])
    assert row[["poang_utelamnad", "poang_lagst"]].astype(float).tolist() == pytest.approx([15, 0])
    assert row[["placering", "placering_utelamnad", "placering_hogst"]].tolist() == [3, 3, 1]
    assert row["platser_hogst"] == 2
    assert row[["klass", "klass_hogst", "klasser_hogst"]].tolist() == ["Medel", "Högt", 1]


def test_a_whole_kalla_is_priced_together_and_a_kommun_that_answered_everything_has_no_price():
    found = tystnad(small(status={"0188": {"z": "ej_svar", "w": "ej_svar"}}))
    assert list(found.enkat.index) == [("0188", "webb")]
    row = found.enkat.loc[("0188", "webb")]
    assert row["antal"] == 2
    assert row["hel_kalla"]
    # z and w count 0: the index is 90·3/8 = 33.75; with the mean, z = 40 and w = 55: + 5 + 27.5
    assert row["poang_medel"] == pytest.approx(32.5)
    assert list(found.alla.index) == ["0188"]
    assert found.alla.loc["0188", "index_medel"] == pytest.approx(66.25)


def test_the_classes_of_a_counted_answer_follow_the_mean_that_it_moves():
    classes = {"matt": "avvikelse", "till_och_med": {"Lågt": 0, "Högt": 100}}
    one = small({"0114": TABLE["0114"]}, {"0114": {"y": "ej_svar"}}, klasser=classes)
    assert tystnad(one).fraga["klass_hogst"].tolist() == ["Lågt"]  # alone, it is its own mean


@LAWS
@given(case=scored_cases())
def test_the_worst_and_best_answers_stand_on_either_side_of_the_published_index_when_silence_is_zero(case):
    model, long = case
    scores = score(long, model)
    found = tystnad(scores)
    for table in (found.enkat, found.fraga, found.alla):
        known = table.dropna(subset=["index_lagst"])
        assert (known["index_lagst"] <= known["index_hogst"] + 1e-9).all()
        gain = known["poang_medel"].dropna()
        assert gain.to_numpy() == pytest.approx((known["index_medel"] - known["index"]).loc[gain.index], abs=1e-8)
    assert len(found.fraga) == (scores.status == "ej_svar").to_numpy().sum()
    assert found.enkat["antal"].sum() == len(found.fraga)


# --- sensitivity


def test_leaving_out_by_hand():
    total = kanslighet(small(), sakerhet()).total.loc["0114"]
    assert total["utan.indikator.x"] == pytest.approx(42.5)  # a1 = y = 40: A = 35
    assert total["utan.indikator.z"] == pytest.approx((60 * 3 + 50 * 4) / 7)  # a2 is empty and drops out
    assert total["utan.omrade.a2"] == pytest.approx((60 * 3 + 50 * 4) / 7)
    assert total["utan.delindex.a"] == 50
    assert total["utan.kalla.webb"] == 60
    assert total["lika.omraden"] == pytest.approx((60 + 20 + 50) / 3)
    assert total["lika.delindex"] == 50
    assert total["saknas.noll"] == total["saknas.utelamna"] == 50


def test_leaving_out_everything_is_not_a_scenario():
    assert "utan.kalla.enkat" in kanslighet(small(), sakerhet()).tabell.index
    raw = small_model()
    raw["kallor"] = {"enkat": raw["kallor"]["enkat"]}
    for area in (raw["delindex"]["a"]["kvalitetsomraden"]["a2"], raw["delindex"]["b"]["kvalitetsomraden"]["b1"]):
        for indikator in area["indikatorer"].values():
            indikator["kalla"] = "enkat"
    scores = score(answers(TABLE), parse_model(raw))
    assert "utan.kalla.enkat" not in kanslighet(scores, sakerhet()).tabell.index


def test_how_much_a_scenario_moves_is_counted_in_places_and_classes():
    table = kanslighet(small(), sakerhet()).tabell
    row = table.loc["utan.delindex.a"]  # by w alone: 50, 60, 30, where 50, 60 (place 1), 60 (place 1) was
    assert row["storst_platser"] == 2
    assert row["median_platser"] == 1
    assert row["behaller_klass"] == pytest.approx(2 / 3)  # 0188 falls from Medel (60 is the limit) to Lågt
    assert row[["sort", "del"]].tolist() == ["utan_delindex", "a"]


def test_other_scales_keep_the_mean_and_spread_of_the_index():
    scores = random_scores(2025)
    total = kanslighet(scores, sakerhet()).total
    for name in ("geometrisk", "skala.minmax", "skala.z", "skala.percentil"):
        assert total[name].mean() == pytest.approx(scores.total.mean())
        assert total[name].std() == pytest.approx(scores.total.std())


def test_scales_by_hand():
    points = np.array([[20.0], [40.0], [40.0], [80.0], [np.nan]])
    known = points[:4, 0]
    assert skalor(points, "minmax").rakna(0, known).tolist() == pytest.approx([0, 100 / 3, 100 / 3, 100])
    # mean 45, standard deviation √475: z = (80 − 45)/21.79 = 1.606, 50 + 50/3 · 1.606
    assert skalor(points, "z").rakna(0, known)[3] == pytest.approx(76.76, abs=0.01)
    assert skalor(points, "percentil").rakna(0, known).tolist() == pytest.approx([12.5, 50, 50, 87.5])
    alike = np.full((3, 1), 70.0)
    assert all(skalor(alike, s).rakna(0, alike[:, 0]).tolist() == [50] * 3 for s in ("minmax", "z", "percentil"))


@LAWS
@given(case=scored_cases(statuses=("ok",)), added=st.floats(1, 20))
def test_adding_a_constant_to_all_kommuner_changes_no_rank(case, added):
    model, long = case
    grund = underlag(score(long, model))
    if any(grund.delar.geometrisk):
        return
    before, _ = grund.totaler(grund.omraden(grund.poang)[None], grund.delar.andelar[None], Val(), 0.0)
    after, _ = grund.totaler(grund.omraden(grund.poang + added)[None], grund.delar.andelar[None], Val(), 0.0)
    assert after == pytest.approx(before + added)
    assert rank(pd.Series(before[0]).round(6)).equals(rank(pd.Series(after[0] - added).round(6)))


@LAWS
@given(case=scored_cases())
def test_any_year_has_its_sensitivity_and_structure(case):
    model, long = case
    scores = score(long, model)
    found = kanslighet(scores, sakerhet())
    assert found.tabell["behaller_klass"].dropna().between(0, 1).all()
    assert found.tabell["rangsamband"].dropna().between(-1 - 1e-9, 1 + 1e-9).all()
    shape = struktur(scores, sakerhet())
    for level in ("delindex.", "omrade."):
        own = shape.vikt[shape.vikt.index.str.startswith(level)]
        assert own["nominell"].sum() == pytest.approx(1)
        assert own["effektiv"].isna().all() or own["effektiv"].sum() == pytest.approx(1)


# --- structure


def test_cronbachs_alpha_by_hand():
    # variances 1 and 4 (n − 1), of the sum 9: 2 · (1 − 5/9); the same column twice gives 1
    table = pd.DataFrame({"a": [1.0, 2, 3], "b": [2.0, 4, 6]})
    assert alfa(table) == pytest.approx(8 / 9)
    assert alfa(pd.DataFrame({"a": [1.0, 2, 3], "b": [1.0, 2, 3]})) == pytest.approx(1)
    assert np.isnan(alfa(table[["a"]]))
    assert np.isnan(alfa(table * 0))


def test_the_effective_weight_is_the_share_of_the_variance_that_a_part_carries():
    # delindex A varies, B does not: all variance is A's although it weighs half
    table = {f"{n:04d}": {"x": 10 * n, "y": 10 * n, "z": 10 * n, "w": 50} for n in range(1, 6)}
    weight = struktur(small(table), sakerhet()).vikt
    assert weight["effektiv"].to_dict() == pytest.approx(
        {"delindex.a": 1, "delindex.b": 0, "omrade.a1": 0.75, "omrade.a2": 0.25, "omrade.b1": 0}
    )
    assert weight["nominell"].tolist() == pytest.approx([0.5, 0.5, 0.375, 0.125, 0.5])
    assert weight["lasning"].tolist() == ["mer", "mindre", "mer", "mer", "mindre"]


def test_principal_components_of_areas_that_go_together_are_one():
    table = {f"{n:04d}": {"x": 10 * n, "y": 10 * n, "z": 5 * n, "w": 90 - 8 * n} for n in range(1, 6)}
    shape = struktur(small(table), sakerhet())
    assert shape.pca["andel"].iloc[0] == pytest.approx(1)
    assert shape.laddningar[1].abs().tolist() == pytest.approx([1, 1, 1])
    assert shape.samband_omraden.loc["a1", "b1"] == pytest.approx(-1)
    assert shape.lasningar == {"samband_delindex": "motsatta", "samband_omraden": "motsatta", "pca": "en"}
    assert shape.rest.loc["w", "samband_rest"] != shape.rest.loc["w", "samband_rest"]  # alone in its område


def test_a_constant_indikator_correlates_with_nothing():
    shape = struktur(small({kod: {**row, "x": 50} for kod, row in TABLE.items()}), sakerhet())
    assert shape.rest.loc["x", "lasning"] == "konstant"
    assert np.isnan(shape.rest.loc["x", "samband_total"])


# --- Sobol


def test_what_alone_varies_has_the_whole_variance():
    scores = random_scores(2025)
    rules = sakerhet(dragningar=64, metod={**ONE_METHOD, "skala": {"naturlig": 1, "percentil": 1}},
                     vikter={"koncentration": 1_000_000})  # fmt: skip
    found = sobol(scores, None, rules, n=64)
    assert found.korningar == 64 * 7
    assert found.tabell.loc["skala", "total"] == pytest.approx(1, abs=0.05)
    assert found.tabell.loc["skala", "lasning"] == "storst"
    assert found.tabell.loc["svar", "total"] == 0
    assert (found.kommuner["skala"].dropna() > 0.9).mean() > 0.9


def test_the_total_index_of_each_kommun_is_salibs():
    from SALib.analyze import sobol as analysera
    from SALib.sample import sobol as sampling

    names = ["svar", "vikter", "skala", "aggregering", "saknas"]
    problem = {"num_vars": 5, "names": names, "bounds": [[0, 1]] * 5}
    sample = sampling.sample(problem, 256, calc_second_order=False, seed=1)
    output = sample[:, 0] + 2 * sample[:, 1] * sample[:, 2]
    reference = analysera.analyze(problem, output, calc_second_order=False, seed=1)["ST"]
    own = total_andelar(output[:, None], pd.Index(["0188"])).loc["0188"]
    assert own.to_numpy() == pytest.approx(reference, abs=0.01)


def test_where_nothing_varies_there_is_nothing_to_share_out():
    alike = small({f"{n:04d}": TABLE["0114"] for n in range(3)})
    found = sobol(alike, antal(alike), sakerhet(metod=ONE_METHOD, urvalsfel={"svarsandel": 0.999999}), n=8)
    assert found.tabell["total"].isna().all() or (found.tabell["total"] >= 0).all()


# --- what if


def test_a_changed_answer_and_a_changed_weight_by_hand():
    found = prova(small(), kommunkod="0114", varden={"w": 70}, vikter={"a2": 5})
    # 0114: (60·3 + 20·5 + 70·4)/12
    assert found.total["0114"] == pytest.approx(560 / 12)
    assert found.total["0188"] == pytest.approx((90 * 8 + 30 * 4) / 12)
    assert found.medel == pytest.approx(found.total.mean())
    assert found.placering.to_dict() == {"0114": 3, "0180": 2, "0188": 1}


def test_an_answer_taken_away_counts_as_silence():
    assert prova(small(), kommunkod="0114", varden={"w": None}).total["0114"] == pytest.approx(25)


@LAWS
@given(case=scored_cases(), data=st.data())
def test_what_if_is_what_scoring_the_changed_answers_gives(case, data):
    model, long = case
    scores = score(long, model)
    kommun = data.draw(st.sampled_from(list(scores.total.index)))
    kod = data.draw(st.sampled_from(list(model.indikatorer)))
    value = data.draw(st.one_of(st.none(), st.floats(-100, 100)))
    here = (long["kommunkod"] == kommun) & (long["indikator"] == kod)
    changed = long.assign(
        varde=long["varde"].mask(here, np.nan if value is None else value),
        status=long["status"].mask(here, "ej_svar" if value is None else "ok"),
    )
    whole, found = score(changed, model), prova(scores, kommunkod=kommun, varden={kod: value})
    assert found.total.to_numpy() == pytest.approx(whole.total.to_numpy(), nan_ok=True, abs=1e-9)
    assert found.placering.equals(whole.placering.total.rename("placering"))
    assert found.medel == pytest.approx(whole.medel.total, nan_ok=True)
    assert found.klass.fillna("").tolist() == whole.klass.fillna("").tolist()


@LAWS
@given(case=scored_cases(), data=st.data())
def test_a_better_answer_never_lowers_the_index(case, data):
    model, long = case
    scores = score(long, model)
    kommun = data.draw(st.sampled_from(list(scores.total.index)))
    kod = data.draw(st.sampled_from(list(model.indikatorer)))
    knots, points = model.indikatorer[kod].poang.knots()
    best = float(knots[int(np.argmax(points))])
    if scores.status.loc[kommun, kod] == "ok":
        assert prova(scores, kommunkod=kommun, varden={kod: best}).total[kommun] >= scores.total[kommun] - 1e-9


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"kommunkod": "9998", "varden": {"x": 1}}, "no kommun with code 9998"),
        ({"kommunkod": "0114", "varden": {"q": 1}}, "no indikator q"),
        ({"kommunkod": "0114", "varden": {"x": float("nan")}}, "not a finite number"),
        ({"vikter": {"c9": 1}}, "no område c9"),
        ({"vikter": {"a1": 0}}, "weight of a1 is 0"),
    ],
)
def test_what_cannot_be_tried_is_refused(changes, told):
    with pytest.raises(ParameterError, match=told):
        prova(small(), **changes)


# --- what would it take

GOALS = pd.Series({"x": 100.0, "y": 100.0, "z": 100.0, "w": 70.0})
PACE = pd.Series({"x": "snabb", "y": "langsiktig", "z": "snabb", "w": "langsiktig"})


def way(scores, **goal):
    return vagen(scores, "0114", GOALS, PACE, sakerhet().vagen, **goal)


def test_the_smallest_set_of_improvements_by_hand():
    # gains: x 20·3/16 = 3.75, y 60·3/16 = 11.25, z 80/8 = 10, w 20/2 = 10. Needed for the class above: over 60.
    found = way(small())
    assert found.mal == "Högt"
    assert found.krav == pytest.approx(60)
    assert list(found.vagar["snabba"].steg.index) == ["z", "x"]
    assert found.vagar["snabba"].index == pytest.approx(63.75)
    assert found.vagar["snabba"].placering == 1
    assert found.vagar["snabba"].klass == "Högt"
    assert found.vagar["snabba"].exakt
    assert list(found.vagar["langsiktiga"].steg.index) == ["y"]
    assert list(found.vagar["alla"].steg.index) == ["z", "x"]  # two quick at 1 each are less than one long-term at 3


def test_a_goal_that_cannot_be_reached_says_how_far_all_goes():
    found = vagen(small(), "0114", GOALS[["x"]], PACE, sakerhet().vagen)
    assert not found.vagar["alla"].nas
    assert found.vagar["alla"].index == pytest.approx(53.75)
    assert found.vagar["langsiktiga"].steg.empty


def test_a_given_place_is_reached_by_tying_with_the_kommun_there():
    found = way(small(), placering=1)
    assert found.krav == 60
    assert list(found.vagar["snabba"].steg.index) == ["z"]  # 60 ties for the first place
    assert found.vagar["snabba"].placering == 1


def test_limits_that_follow_the_mean_ask_for_more():
    classes = {"matt": "avvikelse", "till_och_med": {"Lågt": -5, "Medel": 5, "Högt": 100}}
    scores = small(klasser=classes)  # the mean is 170/3, the limit above 0114 is 155/3
    assert way(scores).krav == pytest.approx((155 / 3 - 50 / 3) / (2 / 3))  # x − (120 + x)/3 > −5
    reached = way(scores).vagar["snabba"]
    assert reached.klass == "Medel"


def test_with_geometric_means_the_way_is_searched_and_holds():
    how = {"omrade": "geometrisk", "delindex": "geometrisk", "total": "geometrisk"}
    found = way(small(aggregering=how)).vagar["alla"]
    assert found.nas
    assert not found.exakt
    assert found.index > 60


@pytest.mark.parametrize(
    ("goal", "told"),
    [({"klass": "Lågt"}, "not a class above"), ({"placering": 3}, "not better"), ({"klass": "Toppen"}, "not a class")],
)
def test_a_goal_that_is_no_goal_is_refused(goal, told):
    with pytest.raises(ParameterError, match=told):
        way(small(), **goal)


@LAWS
@given(case=scored_cases(), data=st.data())
def test_every_way_found_reaches_its_goal_with_the_improvements_allowed(case, data):
    model, long = case
    scores = score(long, model)
    kommun = data.draw(st.sampled_from(list(scores.total.index)))
    place = scores.placering.total[kommun]
    if pd.isna(place) or place == 1:
        return
    goals = pd.Series({kod: float(i.poang.knots()[1].max()) for kod, i in model.indikatorer.items()})
    goals = goals.where(scores.status.loc[kommun].isin(["ok", "ej_svar"]))
    pace = pd.Series({kod: data.draw(st.sampled_from(["snabb", "langsiktig"])) for kod in model.indikatorer})
    found = vagen(scores, kommun, goals, pace, sakerhet().vagen, placering=int(place) - 1)
    for sort, one in found.vagar.items():
        assert set(one.steg["takt"]) <= {"snabb", "langsiktig"} if sort == "alla" else len(set(one.steg["takt"])) <= 1
        if one.nas:
            assert one.placering < place


# --- degenerate years

ALIKE = {f"{n:04d}": dict.fromkeys("xyzw", 50) for n in range(4)}
FROM_THE_MEAN = {"matt": "avvikelse", "till_och_med": {"Lågt": -5, "Medel": 5, "Högt": 100}}
GEOMETRIC = dict.fromkeys(("omrade", "delindex", "total"), "geometrisk")


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(
    ("table", "status"),
    [
        ({"0114": TABLE["0114"]}, None),
        (ALIKE, None),
        ({kod: dict.fromkeys("xyzw", 0) for kod in ALIKE}, None),
        (ALIKE, {kod: dict.fromkeys("xyzw", "sekretess") for kod in ALIKE}),
        (ALIKE, {kod: dict.fromkeys("xyzw", "ej_svar") for kod in ALIKE}),
        ({**ALIKE, **TABLE}, {"0114": dict.fromkeys("xyzw", "sekretess")}),
        ({kod: {**row, "y": 7} for kod, row in TABLE.items()}, None),
    ],
    ids=["one kommun", "all equal", "all zero", "all hidden", "none answered", "one without a result", "a constant"],
)
@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"klasser": FROM_THE_MEAN},
        {"aggregering": GEOMETRIC, "klasser": FROM_THE_MEAN},
        {"genomsnitt": {"index": "svarande"}, "klasser": FROM_THE_MEAN},
    ],
    ids=["plain", "limits from the mean", "geometric", "mean of those who answered"],
)
def test_a_degenerate_year_gives_results_or_nothing_but_never_a_warning(table, status, changes):
    scores, rules = small(table, status, **changes), sakerhet(dragningar=20)
    sim = simulate(scores, antal(scores), rules)
    known = scores.total.notna()
    assert sim.index["lag"].notna().equals(known.rename("lag"))
    assert certifikat(sim, scores).tabell["sannolikhet"].notna().equals(known.rename("sannolikhet"))
    assert grupper(sim, scores, kallor="alla").tabell["lag"].notna().equals(known.rename("lag"))
    assert len(tystnad(scores).fraga) == (scores.status == "ej_svar").to_numpy().sum()
    assert len(kanslighet(scores, rules).total) == len(scores.total)
    assert struktur(scores, rules).vikt["nominell"].notna().all()
    assert sobol(scores, antal(scores), rules, n=4).korningar == 28
    assert prova(scores).total.equals(replay(scores, [list(scores.model.vikter)]).total.iloc[0].rename("total"))
