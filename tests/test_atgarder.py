"""What each change would give: by hand, and against scoring everything anew."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from model_maker import answers, indikator, scored_cases, small_model
from random_year import random_answers, random_scores

from hemtjanst_lib.analysis.atgarder import atgarder, omradesatgarder, svarsatgarder
from hemtjanst_lib.analysis.effekter import effekter, tillsammans
from hemtjanst_lib.analysis.regler import load_regler
from hemtjanst_lib.model import load_model, model_path, parse_model
from hemtjanst_lib.reference import load_kommuner
from hemtjanst_lib.scoring import score

REGLER = load_regler().atgarder
ALLA = ("foreslagen", "full", "percentil", "svar")
FULL_MAL = REGLER.model_copy(update={"mal": dict.fromkeys(REGLER.mal, "full")})

# Weights of the small model: a1 (x, y) 3/8, a2 (z) 1/8, b1 (w) 4/8.
SMALL = {
    "0001": {"x": 50, "y": 80, "z": 20, "w": 60},  # 0.375·65 + 0.125·20 + 0.5·60 = 56.875
    "0002": {"x": 70, "y": 70, "z": 70, "w": 60},  # 0.375·70 + 0.125·70 + 0.5·60 = 65
    "0003": {"x": 60, "y": 60, "z": 60, "w": 60},  # 60
}


def small(table=SMALL, status=None, raw=None):
    return score(answers(table, status), parse_model(raw or small_model()))


def test_gains_of_full_points_by_hand() -> None:
    table = atgarder(effekter(small(), FULL_MAL), "0001")
    # w: 0.5·40 = 20; z: 0.125·80 = 10; x: 0.375·50/2 = 9.375; y: 0.375·20/2 = 3.75
    assert table["vinst"].to_dict() == pytest.approx({"w": 20, "z": 10, "x": 9.375, "y": 3.75})
    assert list(table.index) == ["w", "z", "x", "y"]


def test_places_by_hand_with_all_others_unchanged() -> None:
    table = atgarder(effekter(small(), FULL_MAL), "0001")
    # 56.875 + 20, 10 and 9.375 pass 65; + 3.75 = 60.625 passes 60 only
    assert table["placering"].tolist() == [3, 3, 3, 3]
    assert table["placering_efter"].to_dict() == {"w": 1, "z": 1, "x": 1, "y": 2}
    assert table["platser"].to_dict() == {"w": 2, "z": 2, "x": 2, "y": 1}


def test_a_total_that_reaches_another_shares_its_place() -> None:
    # z from 20 to 45 gives 0.125·25 = 3.125: 56.875 + 3.125 = 60, the total of 0003 that is place 2
    raw = small_model()
    raw["delindex"]["a"]["kvalitetsomraden"]["a2"]["indikatorer"]["z"]["poang"] = {"nivaer": {20: 20, 70: 45}}
    table = {**SMALL, "0002": {**SMALL["0002"], "z": 70}, "0003": {**SMALL["0003"], "z": 70, "x": 60, "y": 70}}
    # 0002: 26.25 + 0.125·45 + 30 = 61.875; 0003: 0.375·65 + 5.625 + 30 = 60
    found = atgarder(effekter(small(table, raw=raw), FULL_MAL), "0001").loc["z"]
    assert found["vinst"] == pytest.approx(3.125)
    assert found["placering_efter"] == 2


def test_the_highest_level_is_the_goal_where_the_scale_ends_below_100() -> None:
    raw = small_model()
    raw["delindex"]["b"]["kvalitetsomraden"]["b1"]["indikatorer"]["w"]["poang"] = {"nivaer": {0: 0, 60: 60, 70: 80}}
    found = atgarder(effekter(small(raw=raw), FULL_MAL), "0001").loc["w"]
    assert found["mal"] == 80
    assert found["vinst"] == pytest.approx(10)  # 0.5·(80 − 60)


def test_the_best_quarter_is_the_goal_of_what_is_asked_in_surveys() -> None:
    # x: 50, 60, 70; the 75th percentile is 65: (65 − 50)/2·0.375 = 2.8125
    found = atgarder(effekter(small(), REGLER), "0001").loc["x"]
    assert (found["malsort"], found["mal"]) == ("percentil", 65)
    assert found["vinst"] == pytest.approx(2.8125)
    assert "x" not in atgarder(effekter(small(), REGLER), "0002").index, "already there"


def test_an_unanswered_question_is_thought_answered_as_by_those_who_answered() -> None:
    # w counts as 0; the two others answered 60: 0.5·60 = 30
    scores = small(status={"0001": {"w": "ej_svar"}})
    found = atgarder(effekter(scores, REGLER), "0001").loc["w"]
    assert (found["malsort"], found["mal"], found["takt"]) == ("svar", 60, "snabb")
    assert found["vinst"] == pytest.approx(30)
    assert np.isnan(found["poang"])


@pytest.mark.parametrize("status", ["sekretess", "ej_tillamplig"])
def test_what_the_kommun_cannot_change_is_no_measure(status: str) -> None:
    scores = small(status={"0001": {"w": status}})
    utfall = effekter(scores, REGLER, ALLA).utfall
    assert all(np.isnan(utfall[sort].vinst.at["0001", "indikator.w"]) for sort in ALLA)
    assert "w" not in atgarder(effekter(scores, FULL_MAL), "0001").index


def test_an_answer_may_lower_the_index_where_the_model_leaves_the_unanswered_out() -> None:
    raw = small_model()
    raw["saknas"] = {"ej_svar": "utelamna"}
    table = {"0001": {"x": 90, "y": 0, "z": 90, "w": 90}, "0002": dict.fromkeys("xyzw", 10)}
    scores = small(table, {"0001": {"y": "ej_svar"}}, raw)
    # a1 was 90 from x alone; y answered as 0002, 10, makes it 50: 0.375·(50 − 90) = −15
    assert effekter(scores, REGLER).utfall["foreslagen"].vinst.at["0001", "indikator.y"] == pytest.approx(-15)
    assert "y" not in atgarder(effekter(scores, REGLER), "0001").index


def test_an_omrade_gains_all_its_indikatorer_together() -> None:
    table = omradesatgarder(effekter(small(), FULL_MAL), "0001")
    # a1: 0.375·(100 − 65) = 13.125
    assert table["vinst"].to_dict() == pytest.approx({"b1": 20, "a1": 13.125, "a2": 10})
    assert table.loc["a1", ["namn", "delindex_namn", "vikt", "poang"]].tolist() == ["A ett", "A", 3, 65]


def test_equal_gains_are_ordered_by_the_seniors_weight() -> None:
    # x in a1: 0.375·40/2 = 7.5; z in a2: 0.125·60 = 7.5; a1 weighs more
    table = {**SMALL, "0001": {"x": 60, "y": 100, "z": 40, "w": 100}}
    found = atgarder(effekter(small(table), FULL_MAL), "0001")
    assert found["vinst"].tolist() == pytest.approx([7.5, 7.5])
    assert list(found.index) == ["x", "z"]


def test_a_whole_kalla_gains_all_its_answers_together() -> None:
    scores = small(status={"0001": {"z": "ej_svar", "w": "ej_svar"}, "0002": {"z": "ej_svar"}})
    all_kinds = effekter(scores, REGLER, ALLA)
    one, other = svarsatgarder(all_kinds, "0001"), svarsatgarder(all_kinds, "0002")
    # z: 60 of 0003; w: 60: 0.125·60 + 0.5·60 = 37.5
    assert one.loc["webb", ["kod", "obesvarade", "hel_kalla"]].tolist() == ["WEB", 2, True]
    assert one.at["webb", "vinst"] == pytest.approx(37.5)
    assert (other.at["webb", "obesvarade"], other.at["webb", "hel_kalla"]) == (1, False)
    assert svarsatgarder(all_kinds, "0003").empty


def test_routines_and_the_website_are_quick_and_the_rest_takes_time() -> None:
    raw = small_model()
    kinds = {"x": "webb", "y": "upplevelse", "z": "rutin", "w": "teknik"}
    for part in raw["delindex"].values():
        for omrade in part["kvalitetsomraden"].values():
            for kod in omrade["indikatorer"]:
                omrade["indikatorer"][kod] = indikator(visningsnamn=kod, typ=kinds[kod])
    takt = atgarder(effekter(small(raw=raw), FULL_MAL), "0001")["takt"].to_dict()
    assert takt == {"x": "snabb", "y": "langsiktig", "z": "snabb", "w": "langsiktig"}


def test_several_measures_together() -> None:
    gain, place = tillsammans(effekter(small(), FULL_MAL), "0001", ["x", "y"])
    assert (gain, place) == (pytest.approx(13.125), 1)
    assert tillsammans(effekter(small(), FULL_MAL), "0001", []) == (pytest.approx(0), 3)


def value_for(indikator, poang):
    """Find a value on the natural scale that gives ``poang``, or None where the scale never does."""
    values, points = indikator.poang.knots()
    for (v0, v1), (p0, p1) in zip(np.c_[values[:-1], values[1:]], np.c_[points[:-1], points[1:]], strict=True):
        if min(p0, p1) - 1e-12 <= poang <= max(p0, p1) + 1e-12:
            return v0 if p0 == p1 else v0 + (v1 - v0) * (poang - p0) / (p1 - p0)
    return None


def reached(long: pd.DataFrame, changes) -> pd.DataFrame:
    """Answers in which some cells have new values; ``changes`` maps (kommunkod, indikator) to the value."""
    index = pd.MultiIndex.from_frame(long[["kommunkod", "indikator"]])
    new = pd.Series(changes).reindex(index)
    hit = new.notna().to_numpy()
    return long.assign(
        varde=np.where(hit, new, long["varde"]), status=long["status"].mask(pd.Series(hit, long.index), "ok")
    )


@given(scored_cases(), st.data())
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_effect_is_what_scoring_everything_anew_gives(case, data) -> None:
    model, long = case
    scores = score(long, model)
    sort = data.draw(st.sampled_from(ALLA))
    all_effects = effekter(scores, REGLER, (sort,))
    utfall = all_effects.utfall[sort]
    row, column = np.nonzero(utfall.vinst.notna().to_numpy())
    assume(len(row))
    pick = data.draw(st.integers(0, len(row) - 1))
    kommun, del_ = utfall.vinst.index[row[pick]], utfall.vinst.columns[column[pick]]
    niva, kod = del_.split(".", 1)
    held = [
        k for k, i in model.indikatorer.items() if kod == {"indikator": k, "omrade": i.omrade, "kalla": i.kalla}[niva]
    ]
    goals = {k: utfall.mal.at[kommun, k] for k in held if not np.isnan(utfall.mal.at[kommun, k])}
    changes = {(kommun, k): value_for(model.indikatorer[k], goal) for k, goal in goals.items()}
    assume(None not in changes.values())
    anew = score(reached(long, changes), model)
    gain = anew.total[kommun] - scores.total[kommun]
    assert utfall.vinst.at[kommun, del_] == pytest.approx(gain, abs=1e-6)
    together = tillsammans(all_effects, kommun, held, sort)
    assert together[0] == pytest.approx(gain, abs=1e-6)
    assert together[1] == utfall.placering.at[kommun, del_]
    others = scores.total.drop(kommun)
    assert together[1] == 1 + (others.round(9) > round(scores.total[kommun] + utfall.vinst.at[kommun, del_], 9)).sum()


def test_effects_in_a_whole_country_are_what_scoring_everything_anew_gives() -> None:
    model = load_model(model_path(2024))
    kommuner = list(load_kommuner().index)
    long, scores = random_answers(model, kommuner), random_scores(2024)
    utfall = effekter(scores, REGLER).utfall["foreslagen"]
    rng, parts = np.random.default_rng(7), [f"indikator.{kod}" for kod in model.indikatorer]
    gains = utfall.vinst[parts]
    # One random indikator of each kommun at once: totals do not depend on the other kommuner
    picked = {kod: str(rng.choice(row.dropna().index)) for kod, row in gains.iterrows()}
    goal = {kod: (part.removeprefix("indikator."),) for kod, part in picked.items()}
    changes = {(kod, i): value_for(model.indikatorer[i], utfall.mal.at[kod, i]) for kod, (i,) in goal.items()}
    anew = score(reached(long, changes), model)
    expected = anew.total - scores.total
    found = pd.Series({kod: gains.at[kod, part] for kod, part in picked.items()})
    assert len(found) == 290
    np.testing.assert_allclose(found, expected.reindex(found.index), atol=1e-9)


@pytest.mark.parametrize("kommun", ["0188", "2584", "0980"])
def test_the_place_is_the_one_that_a_new_ranking_gives(kommun: str) -> None:
    model = load_model(model_path(2024))
    long = random_answers(model, list(load_kommuner().index))
    table = atgarder(effekter(random_scores(2024), REGLER), kommun)
    for kod, row in table.head(2).iterrows():
        change = {(kommun, kod): value_for(model.indikatorer[kod], row["mal"])}
        assert score(reached(long, change), model).placering.total[kommun] == row["placering_efter"]


def test_more_points_never_give_a_worse_place() -> None:
    scores = random_scores(2024)
    utfall = effekter(scores, REGLER).utfall["foreslagen"]
    places = scores.placering.total.to_numpy(dtype=float)[:, None]
    after = utfall.placering.to_numpy(dtype=float, na_value=np.nan)
    gained = utfall.vinst.to_numpy() >= 0
    assert gained.any()
    assert (after <= places)[gained].all()
