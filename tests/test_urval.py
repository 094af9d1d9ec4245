"""Sets of kommuner: the files, and the facts of a report on several."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from model_maker import answers, small_model
from random_year import random_scores

from hemtjanst_lib.analysis.urval import forklaringar, helt_saknade_koder, jamforelse, placeringstabell, tidsserier
from hemtjanst_lib.analysis.urvalsfil import SETS, lansurval, load_urval, urvalsnamn
from hemtjanst_lib.errors import ParameterError
from hemtjanst_lib.model import parse_model
from hemtjanst_lib.reference import load_kommuner
from hemtjanst_lib.scoring import score

REGISTER = load_kommuner()
KOMMUNER = pd.DataFrame({"namn": list("ABCD")}, index=[f"000{n}" for n in range(1, 5)])


def model(ar: int, **jamforbarhet: str):
    declared = {int(year.removeprefix("mot_")): {"grad": grad, "text": "-"} for year, grad in jamforbarhet.items()}
    return parse_model({**small_model(), "ar": ar, "jamforbarhet": declared})


def flat(model, status=None, **points):
    table = {kod.removeprefix("k"): dict.fromkeys("xyzw", p) for kod, p in points.items()}
    return score(answers(table, status), model)


# Set files


def test_the_eleven_kommuner_around_goteborg_are_a_set() -> None:
    urval = load_urval("goteborgsregionen_elva", REGISTER)
    assert len(urval.kommunkoder) == 11
    assert set(REGISTER.loc[list(urval.kommunkoder), "lanskod"]) == {"14"}
    assert {"Tjörn", "Lilla Edet", "Härryda"} <= set(REGISTER.loc[list(urval.kommunkoder), "namn"])


@pytest.mark.parametrize("namn", urvalsnamn())
def test_every_set_file_of_the_project_is_sound(namn: str) -> None:
    assert load_urval(namn, REGISTER).id == namn


def write(folder: Path, text: str) -> Path:
    (folder / "mitt.yml").write_text(text, encoding="utf-8")
    return folder


def test_codes_rise_whatever_order_they_are_written_in(tmp_path: Path) -> None:
    text = 'namn: Två\nkalla: påhittad\nkommuner: {"2584": Kiruna, "0188": Norrtälje}\n'
    assert load_urval("mitt", REGISTER, write(tmp_path, text)).kommunkoder == ("0188", "2584")


def test_all_faults_of_a_set_are_told_at_once(tmp_path: Path) -> None:
    text = 'kalla: påhittad\nnanm: Fel\nkommuner: {"0188": Nortälje, "188": Norrtälje, 1480: Göteborg, "9998": X}\n'
    with pytest.raises(ParameterError) as fault:
        load_urval("mitt", REGISTER, write(tmp_path, text))
    told = "\n".join(fault.value.faults)
    assert "namn: Field required" in told
    assert "nanm: Extra inputs are not permitted" in told
    assert "kommuner.0188: is called Norrtälje in the register, not Nortälje" in told
    assert "kommuner.188: no kommun with code 188" in told
    assert "Did you mean 0188 (Norrtälje)?" in told
    assert "kommuner.1480: a code must be four digits in quotes" in told
    assert "kommuner.9998: no kommun with code 9998" in told


def test_a_code_without_quotes_that_begins_with_zero_is_still_text(tmp_path: Path) -> None:
    text = "namn: En\nkalla: påhittad\nkommuner: {0114: Upplands Väsby}\n"
    assert load_urval("mitt", REGISTER, write(tmp_path, text)).kommunkoder == ("0114",)


@pytest.mark.parametrize(
    "text", ["", "- a\n", "namn: A\nkalla: B\nkommuner: {}\n", "namn: A\nkalla: B\nkommuner: [a]\n"]
)
def test_a_set_of_another_shape_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(ParameterError, match=r"mitt\.yml has 1 fault:"):
        load_urval("mitt", REGISTER, write(tmp_path, text))


def test_a_kommun_written_twice_is_refused(tmp_path: Path) -> None:
    text = 'namn: A\nkalla: B\nkommuner: {"0188": Norrtälje, "0188": Norrtälje}\n'
    with pytest.raises(ParameterError) as fault:
        load_urval("mitt", REGISTER, write(tmp_path, text))
    assert "stands twice" in str(fault.value)


def test_a_set_that_is_not_there_is_refused_with_those_that_are() -> None:
    with pytest.raises(ParameterError, match=r"no set called finns_inte; there are .*goteborgsregionen_elva"):
        load_urval("finns_inte", REGISTER)
    assert (SETS / "goteborgsregionen_elva.yml").is_file()


def test_a_lan_is_a_set_and_gotland_is_a_set_of_one() -> None:
    stockholm, gotland = lansurval("01", REGISTER), lansurval("09", REGISTER)
    assert (stockholm.id, stockholm.namn, len(stockholm.kommunkoder)) == ("lan_01", "Stockholms län", 26)
    assert gotland.kommunkoder == ("0980",)
    with pytest.raises(ParameterError, match="no län with code 1;"):
        lansurval("1", REGISTER)


# The table of places


def years():
    return {
        2022: flat(model(2022), k0001=20, k0002=30, k0003=40),
        2023: flat(model(2023, mot_2022="nej"), k0001=50, k0002=40, k0003=30),
        2024: flat(model(2024, mot_2023="delvis"), k0001=55, k0002=75, k0003=35, k0004=90),
    }


def test_the_table_of_places_by_hand() -> None:
    table = placeringstabell(years(), KOMMUNER, ["0003", "0001", "0002"])
    # 2024: D 90, B 75, A 55, C 35; 2023: A 50, B 40, C 30; 2022: C 40, B 30, A 20
    assert table["namn"].tolist() == ["B", "A", "C"]
    assert [name for name in table if name.startswith("placering")] == [
        *("placering_2024", "placering_2023", "placering_2022")
    ]
    assert table.loc["0002", ["placering_2024", "placering_2023", "placering_2022"]].tolist() == [2, 2, 2]
    assert table["forandring"].tolist() == [35, 5, 5]
    assert table["klass"].tolist() == ["Högt", "Medel", "Lågt"]


def test_a_year_without_results_has_no_place_and_no_change() -> None:
    row = placeringstabell(years(), KOMMUNER, ["0004"]).loc["0004"]
    assert row["placering_2024"] == 1
    assert pd.isna(row["placering_2023"])
    assert np.isnan(row["forandring"])


def test_no_change_is_computed_over_a_break() -> None:
    until_2023 = {ar: scores for ar, scores in years().items() if ar <= 2023}
    table = placeringstabell(until_2023, KOMMUNER, ["0001", "0002"])
    assert table["forandring"].isna().all()
    assert table["placering_2022"].tolist() == [3, 2]


def test_only_three_years_are_shown() -> None:
    four = {**years(), 2025: flat(model(2025), k0001=60)}
    assert not any(name.endswith("2022") for name in placeringstabell(four, KOMMUNER, ["0001"]))


def test_a_whole_kalla_that_is_missing_is_named_by_its_code_and_single_answers_are_counted() -> None:
    status = {"0001": {"z": "ej_svar", "w": "ej_svar", "x": "ej_svar"}, "0002": {"z": "ej_svar"}}
    table = placeringstabell({2024: flat(model(2024), status, k0001=50, k0002=50, k0003=50)}, KOMMUNER, KOMMUNER.index)
    assert table["saknas"].to_dict() == {"0001": ("WEB",), "0002": (), "0003": ()}
    assert table["enstaka_saknas"].to_dict() == {"0001": 1, "0002": 1, "0003": 0}


# Against the country


def test_each_kommun_is_set_against_the_mean_of_all() -> None:
    scores = flat(model(2024), k0001=20, k0002=50, k0003=80, k0004=90)
    table = jamforelse(scores, KOMMUNER, ["0001", "0002"], "delindex")
    first = table[table["kod"] == "a"]
    # mean of all four: 60; of the set: 35
    assert first[["kommun", "poang", "medel", "gap", "placering", "urvalsmedel"]].values.tolist() == [
        ["B", 50, 60, -10, 3, 35],
        ["A", 20, 60, -40, 4, 35],
    ]
    assert table["kod"].tolist() == ["a", "a", "b", "b"]
    areas = jamforelse(scores, KOMMUNER, ["0001"], "omrade")
    assert areas[["kod", "namn", "delindex"]].values.tolist() == [
        *(["a1", "A ett", "a"], ["a2", "A två", "a"], ["b1", "B ett", "b"])
    ]


def test_the_omrade_that_explains_most_is_found_by_hand() -> None:
    table = {
        "0001": {"x": 20, "y": 20, "z": 100, "w": 50},
        "0002": {"x": 60, "y": 60, "z": 20, "w": 50},
        "0003": {"x": 40, "y": 40, "z": 60, "w": 50},
    }
    found = forklaringar(score(answers(table), model(2024)), ["0001", "0002", "0003"])
    # a = (3·a1 + a2)/4; means a1 40, a2 60, a 45. A: a1 −20·0.75 = −15, a2 +40·0.25 = +10, gap −5
    # B: a1 +15, a2 −10, gap +5. C has no distance, and b has none.
    assert found["kommunkod"].tolist() == ["0001", "0002"]
    assert found["omrade"].tolist() == ["a1", "a1"]
    assert found["gap"].tolist() == pytest.approx([-5, 5])
    assert found["bidrag"].tolist() == pytest.approx([-15, 15])
    assert found["andel"].tolist() == pytest.approx([3, 3])


def test_parts_of_a_delindex_add_up_to_its_distance() -> None:
    scores = random_scores(2025)
    koder = scores.omrade.index[scores.omrade.notna().all(axis=1)]
    found = forklaringar(scores, koder)
    assert (np.sign(found["bidrag"]) == np.sign(found["gap"])).all()
    per = found.groupby("delindex")["omrade"].unique()
    for delindex, omraden in per.items():
        assert set(omraden) <= set(scores.model.delindex[delindex].kvalitetsomraden)
    assert len(found) == 4 * len(koder)


# Over the years


def test_a_series_has_every_year_and_marks_the_break() -> None:
    table = tidsserier(years(), KOMMUNER, ["0001", "0004"])
    total = table[table["kod"] == "total"].set_index(["kommunkod", "ar"])
    assert total.loc["0001", "poang"].tolist() == [20, 50, 55]
    assert total.loc["0001", "efter_brott"].tolist() == [False, True, False]
    assert total.loc["0004", "poang"].isna().tolist() == [True, True, False]
    assert total.loc[("0001", 2024), "placering"] == 3
    assert total.loc[("0001", 2024), "medel"] == pytest.approx((55 + 75 + 35 + 90) / 4)
    assert table["kod"].unique().tolist() == ["total", "a", "b"]


def test_the_real_set_has_its_facts_in_four_years() -> None:
    urval = load_urval("goteborgsregionen_elva", REGISTER)
    four = {ar: random_scores(ar, ar) for ar in (2022, 2023, 2024, 2025)}
    table = placeringstabell(four, REGISTER, urval.kommunkoder)
    assert len(table) == 11
    assert table["placering_2025"].is_monotonic_increasing
    assert table.notna().all().all()
    series = tidsserier(four, REGISTER, urval.kommunkoder)
    assert len(series) == 11 * 4 * 5
    assert set(series.loc[series["efter_brott"], "ar"]) == {2023}
    assert table["saknas"].equals(helt_saknade_koder(four[2025])[table.index])
