"""Whom to learn from."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st
from model_maker import answers, small_model
from random_year import random_scores

from hemtjanst_lib.analysis.forebilder import NARHET, forebilder, narhet
from hemtjanst_lib.analysis.regler import Forebildsregler, load_regler
from hemtjanst_lib.model import parse_model
from hemtjanst_lib.reference import load_kommuner, load_liknande
from hemtjanst_lib.scoring import score

MODEL = parse_model(small_model())
REGLER = Forebildsregler(minst_over_egen=10, minst_over_medel=0, hogst=3)
KOMMUNER = pd.DataFrame(
    {
        "namn": list("ABCDEF"),
        "grupp_kod": ["A1", "A1", "A1", "B3", "B3", "C6"],
        "befolkning": [100, 100, 80_000, 100, 100, 80_000],
    },
    index=[f"000{n}" for n in range(1, 7)],
)
LIKNANDE = pd.DataFrame({"kommunkod": ["0001", "0006"], "liknande_kommunkod": ["0004", "0001"]})


def scored(*points: float):
    return score(answers({f"000{n}": dict.fromkeys("xyzw", p) for n, p in enumerate(points, 1)}), MODEL)


def find(scores, omraden=("a1",), regler=REGLER) -> pd.DataFrame:
    return forebilder(scores, KOMMUNER, LIKNANDE, "0001", omraden, regler=regler)


def test_kommuner_are_comparable_by_list_then_group_then_size() -> None:
    close = narhet(KOMMUNER, LIKNANDE, "0001")
    assert close.dropna().to_dict() == {"0002": "grupp", "0003": "grupp", "0004": "liknande", "0005": "storlek"}
    assert list(close.cat.categories) == list(NARHET)
    assert close.isna().sum() == 2, "itself, and one of another group and size"


def test_the_closest_come_first_and_then_the_highest_points() -> None:
    # 0004 similar, 0002 and 0003 the same group, 0005 the same size; 0006 is not comparable
    found = find(scored(0, 50, 60, 45, 70, 0))  # mean 37.5
    assert found["namn"].tolist() == ["D", "C", "B"]
    assert found["narhet"].tolist() == ["liknande", "grupp", "grupp"]
    assert found[["poang", "egen_poang", "skillnad", "placering"]].iloc[0].tolist() == [45, 0, 45, 4]


def test_clearly_better_is_so_many_points_better_the_limit_included() -> None:
    found = find(
        scored(50, 60, 59.9, 60, 0, 0), regler=Forebildsregler(minst_over_egen=10, minst_over_medel=0, hogst=5)
    )
    assert found["namn"].tolist() == ["D", "B"]


def test_one_that_does_better_but_not_well_is_no_example() -> None:
    # Mean of 10, 30, 50, 30, 90, 90 is 50: 30 is 20 better, but below the mean
    regler = Forebildsregler(minst_over_egen=10, minst_over_medel=3, hogst=5)
    assert find(scored(10, 30, 50, 30, 90, 90), regler=regler)["namn"].tolist() == ["E"]


def test_each_omrade_has_its_own_list_in_the_order_asked_for() -> None:
    table = {f"000{n}": {"x": p, "y": p, "z": 100 - p, "w": 50} for n, p in enumerate([50, 70, 30, 70, 30, 50], 1)}
    found = find(score(answers(table), MODEL), ("b1", "a2", "a1"))
    assert found[["omrade", "namn"]].values.tolist() == [["a2", "C"], ["a2", "E"], ["a1", "D"], ["a1", "B"]]
    assert found["omrade_namn"].tolist() == ["A två", "A två", "A ett", "A ett"]


def test_nothing_to_learn_gives_an_empty_table_with_the_same_columns() -> None:
    best, none = find(scored(90, 10, 10, 10, 10, 10)), find(scored(10, 50, 50, 50, 50, 50), ())
    assert best.empty
    assert none.empty
    assert list(best.columns) == list(none.columns) == list(find(scored(10, 50, 50, 50, 50, 50)).columns)


def test_an_omrade_where_the_own_points_are_missing_has_no_rows() -> None:
    table = {f"000{n}": dict.fromkeys("xyzw", p) for n, p in enumerate([10, 50, 50, 50, 50, 50], 1)}
    assert find(score(answers(table, {"0001": {"w": "sekretess"}}), MODEL), ("b1",)).empty


REGISTER, LIKA = load_kommuner(), load_liknande()


@given(st.sampled_from(list(REGISTER.index)))
def test_rules_hold_for_any_kommun_of_the_country(kommun: str) -> None:
    scores, regler = random_scores(2025), load_regler().forebilder
    omraden = list(scores.model.omraden)
    found = forebilder(scores, REGISTER, LIKA, kommun, omraden, regler=regler)
    assert kommun not in set(found["kommunkod"])
    assert (found.groupby("omrade").size() <= 5).all()
    assert (found["skillnad"] >= 10 - 1e-9).all()
    assert (found["poang"] >= scores.medel.omrade.reindex(found["omrade"]).to_numpy() + 3 - 1e-9).all()
    codes = found["narhet"].cat.codes.groupby(found["omrade"])
    assert codes.apply(lambda part: part.is_monotonic_increasing).all()
    same = REGISTER["grupp_kod"] == REGISTER.at[kommun, "grupp_kod"]
    assert same[found.loc[found["narhet"] == "grupp", "kommunkod"]].all()
