"""The lists of kommuner with the highest results."""

import pandas as pd
import pytest
from model_maker import answers, indikator, small_model
from random_year import random_scores

from hemtjanst_lib.analysis.benchmark import benchmark, egna_platser, storleksklasser
from hemtjanst_lib.analysis.regler import Benchmarkregler
from hemtjanst_lib.language import sortera
from hemtjanst_lib.model import parse_model
from hemtjanst_lib.reference import STORLEKSKLASSER, load_kommuner
from hemtjanst_lib.scoring import score

LITEN, MELLAN, STOR = STORLEKSKLASSER
TVA = Benchmarkregler(total=2, delindex={"a": 2}, omrade=1)
MODEL = parse_model(small_model())


def register(*befolkning: int, namn: str = "ABCDEFGHIJ") -> pd.DataFrame:
    codes = [f"{n:04d}" for n in range(1, len(befolkning) + 1)]
    return pd.DataFrame({"namn": list(namn[: len(codes)]), "befolkning": befolkning}, index=codes)


def scores_of(*w: float):
    """Kommuner whose every answer is the same, so that every level has that many points."""
    return score(answers({f"{n:04d}": dict.fromkeys("xyzw", v) for n, v in enumerate(w, 1)}), MODEL)


def test_30_000_and_70_000_belong_to_the_smaller_class() -> None:
    classes = storleksklasser(register(30_000, 30_001, 70_000, 70_001))
    assert list(classes) == [LITEN, MELLAN, MELLAN, STOR]
    assert list(classes.cat.categories) == [LITEN, MELLAN, STOR]


def test_places_are_within_the_size_class() -> None:
    # Small ones: 50, 70, 60; one large: 90. Two places in the total.
    table = benchmark(scores_of(50, 70, 60, 90), register(100, 100, 100, 80_000), TVA)
    total = table[table["kod"] == "total"]
    assert total[["storleksklass", "plats", "kommun", "poang"]].values.tolist() == [
        [LITEN, 1, "B", 70],
        [LITEN, 2, "C", 60],
        [STOR, 1, "D", 90],
    ]


def test_a_tie_at_the_last_place_takes_all_tied_along() -> None:
    # 80 is first; 60, 60 and 60 share place 2; 50 is fifth
    table = benchmark(scores_of(60, 80, 60, 50, 60), register(*[100] * 5), TVA)
    total = table[table["niva"] == "total"]
    assert total["plats"].tolist() == [1, 2, 2, 2]
    assert total["delar_plats"].tolist() == [1, 3, 3, 3]
    assert total["kommun"].tolist() == ["B", "A", "C", "E"]


def test_a_tie_before_the_last_place_leaves_no_room_after_it() -> None:
    # 80 and 80 share place 1, so place 2 is empty and 60, on place 3, is not there
    table = benchmark(scores_of(80, 60, 80), register(100, 100, 100), TVA)
    assert table[table["niva"] == "total"]["kommun"].tolist() == ["A", "C"]


def test_tied_kommuner_stand_in_swedish_order() -> None:
    table = benchmark(scores_of(60, 60, 60), register(100, 100, 100, namn="ÖÄÅ"), TVA)
    assert table[table["niva"] == "total"]["kommun"].tolist() == ["Å", "Ä", "Ö"]


def test_a_delindex_listed_whole_has_no_lists_of_its_omraden() -> None:
    table = benchmark(scores_of(50, 60), register(100, 100), TVA)
    assert table[["niva", "kod"]].drop_duplicates().values.tolist() == [
        ["total", "total"],
        ["delindex", "a"],
        ["omrade", "b1"],
    ]
    assert table.groupby("kod", sort=False).size().to_dict() == {"total": 2, "a": 2, "b1": 1}


def test_the_own_kommun_is_marked_wherever_it_is() -> None:
    table = benchmark(scores_of(50, 60), register(100, 100), TVA, egen="0001")
    assert table.loc[table["egen"], ["kod", "kommunkod"]].values.tolist() == [["total", "0001"], ["a", "0001"]]


def test_the_own_place_is_known_also_outside_the_list() -> None:
    kommuner = register(100, 100, 100, 80_000)
    own = egna_platser(scores_of(50, 70, 60, 90), kommuner, TVA, "0001").set_index("kod")
    assert own.loc["total", ["storleksklass", "plats", "antal", "poang"]].tolist() == [LITEN, 3, 3, 50]
    assert list(own.index) == ["total", "a", "b1"]


def test_a_kommun_without_points_in_an_omrade_is_not_listed_there() -> None:
    table = {"0001": {"x": 1, "y": 1, "z": 1, "w": 1}, "0002": {"x": 2, "y": 2, "z": 2, "w": 0}}
    missing = {"0002": {"w": "sekretess"}}
    scores = score(answers(table, missing), MODEL)
    listed = benchmark(scores, register(100, 100), TVA)
    assert listed[listed["kod"] == "b1"]["kommunkod"].tolist() == ["0001"]
    own = egna_platser(scores, register(100, 100), TVA, "0002").set_index("kod").loc["b1"]
    assert pd.isna(own["plats"])
    assert pd.isna(own["poang"])
    assert own["antal"] == 1


def test_a_delindex_and_an_omrade_with_the_same_id_are_kept_apart() -> None:
    raw = small_model()
    raw["delindex"]["b"]["kvalitetsomraden"] = {
        "a": {"nummer": "2.1", "namn": "Område a", "vikt": 1, "indikatorer": {"w": indikator(visningsnamn="W")}}
    }
    codes = {"0001": {"x": 10, "y": 10, "z": 10, "w": 90}}
    table = benchmark(score(answers(codes), parse_model(raw)), register(100), TVA)
    assert table[["niva", "kod", "poang"]].values.tolist() == [
        ["total", "total", pytest.approx(10 * 4 / 5 + 90 / 5)],
        ["delindex", "a", pytest.approx(10)],
        ["omrade", "a", pytest.approx(90)],
    ]


def test_lists_of_a_whole_country_are_right_against_a_slow_count() -> None:
    scores, kommuner = random_scores(2025), load_kommuner()
    regler = Benchmarkregler(total=5, delindex={"information": 5}, omrade=3)
    table = benchmark(scores, kommuner, regler, egen="0188")
    assert table["kod"].nunique() == 1 + 1 + 13
    classes = storleksklasser(kommuner)
    for (kod, klass), rows in table.groupby(["kod", "storleksklass"], observed=True):
        points = scores.total if kod == "total" else scores.delindex.get(kod, scores.omrade.get(kod))
        members = points[classes == klass].round(9).dropna()
        limit = 3 if rows["niva"].iloc[0] == "omrade" else 5
        expected = {code for code, p in members.items() if (members > p).sum() < limit}
        assert set(rows["kommunkod"]) == expected
        assert len(rows) >= limit
        for _, tied in rows.groupby("plats"):
            assert tied["kommun"].tolist() == sortera(tied["kommun"])
