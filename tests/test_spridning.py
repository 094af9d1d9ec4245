"""How the results vary over the country, what changed, and what is missing."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from model_maker import answers, small_model
from random_year import random_scores

from hemtjanst_lib.analysis.bortfall import bortfall, kommuner_med_bortfall
from hemtjanst_lib.analysis.effekter import effekter
from hemtjanst_lib.analysis.forandringar import forandringar, rorelse
from hemtjanst_lib.analysis.regler import load_regler
from hemtjanst_lib.analysis.spridning import (
    forklarad_andel,
    forklaringsgrad,
    indelningar,
    per_grupp,
    samband_med_befolkning,
    samband_mellan_delindex,
    spridning,
    ytterst,
)
from hemtjanst_lib.model import parse_model
from hemtjanst_lib.reference import STORLEKSKLASSER, load_kommuner
from hemtjanst_lib.scoring import score

MODEL = parse_model(small_model())
REGISTER = load_kommuner()
KOMMUNER = pd.DataFrame(
    {
        "namn": list("ABCDE"),
        "lan": ["Norr", "Norr", "Syd", "Syd", "Syd"],
        "grupp": "G",
        "befolkning": [10, 100, 1_000, 10_000, 100_000],
    },
    index=[f"000{n}" for n in range(1, 6)],
)


def flat(*points: float, model=MODEL, status=None):
    return score(answers({f"000{n}": dict.fromkeys("xyzw", p) for n, p in enumerate(points, 1)}, status), model)


def test_the_spread_of_each_part_by_hand() -> None:
    table = spridning(flat(10, 20, 30, 40, 100)).set_index("kod")
    row = table.loc["total"]
    # mean 40, median 30, deviations −30 −20 −10 0 60: squares 5 000 / 4, sd 35.36
    assert row[["antal", "medel", "median", "minst", "hogst"]].tolist() == [5, 40, 30, 10, 100]
    assert row["sd"] == pytest.approx(np.sqrt(5000 / 4))
    # quantiles between neighbours: p10 = 10 + 0.4·10, p25 = 20, p75 = 40, p90 = 40 + 0.6·60
    assert row[["p10", "p25", "p75", "p90", "spann"]].tolist() == pytest.approx([14, 20, 40, 76, 62])
    assert list(table.index) == ["total", "a", "b", "a1", "a2", "b1"]
    assert table["niva"].tolist() == ["total", "delindex", "delindex", "omrade", "omrade", "omrade"]


def test_both_ends_are_listed_with_ties_and_the_lowest_from_the_bottom() -> None:
    table = ytterst(flat(10, 20, 50, 80, 80), KOMMUNER, 2)
    assert table[["ande", "namn", "placering"]].values.tolist() == [
        ["hogst", "D", 1],
        ["hogst", "E", 1],
        ["lagst", "A", 5],
        ["lagst", "B", 4],
    ]
    assert ytterst(flat(10, 10, 10, 80, 90), KOMMUNER, 1)["ande"].tolist() == ["hogst", "lagst", "lagst", "lagst"]


def test_groups_by_hand_and_a_group_of_one_has_no_spread() -> None:
    scores = flat(10, 30, 50, 60, 70)
    table = per_grupp(scores.total, KOMMUNER["lan"])
    # Norr: 10, 30; Syd: 50, 60, 70
    assert table.loc["Norr"].tolist() == pytest.approx([2, 20, 20, np.sqrt(200), 10, 30])
    assert list(table.index) == ["Syd", "Norr"]
    assert np.isnan(per_grupp(scores.total, KOMMUNER["namn"])["sd"]).all()


def test_size_classes_keep_their_order() -> None:
    assert list(indelningar(REGISTER)["storleksklass"].cat.categories) == list(STORLEKSKLASSER)


def test_the_share_between_groups_by_hand() -> None:
    scores = flat(10, 30, 50, 60, 70)
    share = forklarad_andel(scores.total, KOMMUNER["lan"])
    # mean 44; total 34²+14²+6²+16²+26² = 2 320; between 2·24² + 3·16² = 1 920; within 400 of 3 degrees
    assert share["eta2"] == pytest.approx(1920 / 2320)
    assert share["slump"] == pytest.approx(1 / 4)
    assert share["omega2"] == pytest.approx((1920 - 400 / 3) / (2320 + 400 / 3))
    assert (share["antal"], share["grupper"]) == (5, 2)


def test_groups_explain_nothing_where_all_are_alike_and_all_where_each_is_its_own() -> None:
    assert np.isnan(forklarad_andel(flat(50, 50, 50, 50, 50).total, KOMMUNER["lan"])["eta2"])
    own = forklarad_andel(flat(10, 30, 50, 60, 70).total, KOMMUNER["namn"])
    assert own["eta2"] == own["slump"] == 1
    assert np.isnan(own["omega2"])


@given(st.lists(st.tuples(st.floats(0, 100), st.sampled_from("abc")), min_size=3, max_size=30))
def test_the_share_between_groups_is_a_share(pairs: list[tuple[float, str]]) -> None:
    points, groups = (pd.Series(list(part)) for part in zip(*pairs, strict=True))
    share = forklarad_andel(points, groups)
    assert np.isnan(share["eta2"]) or -1e-9 <= share["eta2"] <= 1 + 1e-9
    assert 0 <= share["slump"] <= 1
    assert np.isnan(share["omega2"]) or share["omega2"] <= share["eta2"] + 1e-9


def test_random_results_are_explained_by_no_more_than_chance() -> None:
    table = forklaringsgrad(random_scores(2025), REGISTER)
    assert table.groupby("indelning")["grupper"].first().to_dict() == {"lan": 21, "grupp": 9, "storleksklass": 3}
    assert len(table) == 3 * (1 + 4)
    assert (table["omega2"].abs() < 0.08).all()
    lan = table[table["indelning"] == "lan"]
    assert lan["slump"].tolist() == pytest.approx([20 / 289] * 5)


def test_results_that_rise_with_population_go_together_with_it() -> None:
    rising = samband_med_befolkning(flat(10, 20, 30, 40, 50), KOMMUNER).set_index("kod")
    # population is 10¹ … 10⁵ and points 10 … 50: a straight line in the logarithm
    assert rising.loc["total", ["rang", "linjart"]].tolist() == pytest.approx([1, 1])
    bent = samband_med_befolkning(flat(50, 40, 30, 20, 1), KOMMUNER).set_index("kod")
    assert bent.at["total", "rang"] == pytest.approx(-1)
    assert -1 < bent.at["total", "linjart"] < -0.9
    assert np.isnan(samband_med_befolkning(flat(50, 50, 50, 50, 50), KOMMUNER)["rang"]).all()


def test_population_is_ranked_among_those_with_points() -> None:
    scores = flat(90, 10, 20, 30, 40, status={"0001": dict.fromkeys("xyzw", "sekretess")})
    row = samband_med_befolkning(scores, KOMMUNER).set_index("kod").loc["b1"]
    assert row[["antal", "rang", "linjart"]].tolist() == pytest.approx([4, 1, 1])


def test_delindex_that_rise_together_correlate_fully() -> None:
    table = {f"000{n}": {"x": n, "y": n, "z": n, "w": 100 - n**2} for n in range(1, 5)}
    matrix = samband_mellan_delindex(score(answers(table), MODEL))
    assert matrix.to_numpy().tolist() == pytest.approx(np.array([[1, -1], [-1, 1]]))
    assert np.isnan(samband_mellan_delindex(flat(50, 50)).to_numpy()).all()


def later(**changes):
    return parse_model({**small_model(), "ar": 2025, **changes})


def test_changes_by_hand() -> None:
    table = forandringar(flat(50, 70, model=later()), flat(40, 50), "ja").set_index(["niva", "kod"])
    assert table.loc[("total", "total"), ["medel", "medel_fore", "forandring", "forandring_lika"]].tolist() == (
        pytest.approx([60, 45, 15, 15])
    )
    assert table["forandring_lika"].tolist() == pytest.approx([15] * 6)


def test_a_change_of_indikatorer_shows_only_in_the_published_means() -> None:
    raw = small_model()
    omraden = raw["delindex"]["a"]["kvalitetsomraden"]
    omraden["a1"]["indikatorer"]["y"]["matenhet"] = "nivå"  # y is another question now
    model = parse_model({**raw, "ar": 2025})
    now = score(answers({"0001": {"x": 50, "y": 0, "z": 50, "w": 50}}), model)
    table = forandringar(now, flat(50), "delvis").set_index("kod")
    # a1 was (50 + 50)/2 and is (50 + 0)/2, but x has not moved
    assert table.loc["a1", ["forandring", "forandring_lika"]].tolist() == pytest.approx([-25, 0])
    assert table.loc["total", ["forandring", "forandring_lika"]].tolist() == pytest.approx([-25 * 3 / 8, 0])


def test_nothing_is_compared_where_the_years_may_not_be() -> None:
    now, before = flat(50, 70, model=later()), flat(40, 50)
    table = forandringar(now, before, "nej")
    assert table[["forandring", "forandring_lika"]].isna().all().all()
    assert table["medel_fore"].notna().all()
    assert rorelse(now, before, "nej") is None


def test_movement_by_hand() -> None:
    now, before = flat(50, 41, 30, 20, 10, model=later()), flat(40, 40, 31.5, 20, 5)
    # +10, +1, −1.5, 0, +5; places 1 2 3 4 5 against 1 1 3 4 5
    moved = rorelse(now, before, "ja")
    assert moved is not None
    assert [moved[name] for name in ("antal", "hogre", "liknande", "lagre")] == [5, 2, 2, 1]
    assert moved["median_platser"] == 0
    assert moved["rangsamband"] == pytest.approx(0.9747, abs=1e-4)  # ranks 5 4 3 2 1 and 4.5 4.5 3 2 1


STATUS = {
    "0001": {"z": "ej_svar", "w": "ej_svar"},
    "0002": {"z": "ej_svar", "x": "sekretess"},
    "0003": {"x": "ej_tillamplig", "y": "ej_tillamplig"},
}


def test_missing_answers_are_counted_by_kalla() -> None:
    table = bortfall(flat(50, 50, 50, 50, 50, status=STATUS))
    # webb: z and w of five kommuner, ten cells; one kommun lacks both, one lacks z
    assert table.loc["webb", ["kod", "indikatorer", "hela", "delar"]].tolist() == ["WEB", 2, 1, 1]
    assert table.loc["webb", ["ej_svar", "sekretess", "ej_tillamplig", "celler"]].tolist() == [3, 0, 0, 10]
    assert table.at["webb", "andel_ej_svar"] == pytest.approx(0.3)
    # enkat: one cell is kept secret and two do not apply; nobody left it unanswered
    assert table.loc["enkat", ["hela", "delar", "ej_svar", "sekretess", "ej_tillamplig"]].tolist() == [0, 0, 0, 1, 2]
    assert table.at["enkat", "andel_ej_svar"] == 0


def test_kommuner_that_lack_a_whole_kalla_are_listed_with_its_cost() -> None:
    scores = flat(50, 50, 50, 50, 50, status=STATUS)
    table = kommuner_med_bortfall(scores, KOMMUNER, effekter(scores, load_regler().atgarder, ("svar",)))
    # z and w weigh 1/8 + 4/8, and those who answered have 50: 0.625·50 = 31.25
    assert table[["namn", "saknas"]].values.tolist() == [["A", ("WEB",)]]
    assert table.at["0001", "kostnad"] == pytest.approx(31.25)
    assert "kostnad" not in kommuner_med_bortfall(scores, KOMMUNER)


def test_the_cells_of_a_whole_country_add_up() -> None:
    scores = random_scores(2025)
    table = bortfall(scores)
    assert table["indikatorer"].sum() == len(scores.model.indikatorer)
    assert table["celler"].sum() == scores.status.size
    missing = table[["ej_svar", "sekretess", "ej_tillamplig"]].to_numpy().sum()
    assert missing == (scores.status != "ok").to_numpy().sum()
    assert table["hela"].sum() == scores.helt_saknade.to_numpy().sum()
    listed = kommuner_med_bortfall(scores, REGISTER)
    assert len(listed) == scores.helt_saknade.any(axis=1).sum()
