"""The facts of one kommun, by hand on a model of four indikatorer."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from example_report import year_of
from hypothesis import given
from hypothesis import strategies as st
from model_maker import answers, small_model

from hemtjanst_lib.analysis import Nation, fakta_av, utgivning
from hemtjanst_lib.analysis.compare import andringar, delindex_grad, omrade_grad
from hemtjanst_lib.analysis.publishing import Utgivning
from hemtjanst_lib.errors import ParameterError
from hemtjanst_lib.model import compare_models, parse_model

DAY = Utgivning(datum="2024-12-04", utgava=1, belagg="fakta", kalla="påhittad")
# Three kommuner; 0980 is alone in its län. Weights: a1 3 (x, y), a2 1 (z), b1 4 (w).
KOMMUNER = pd.DataFrame(
    {
        "namn": ["Norrtälje", "Lund", "Gotland"],
        "lanskod": ["01", "01", "09"],
        "lan": ["Stockholms län", "Stockholms län", "Gotlands län"],
        "grupp_kod": ["B4", "B4", "B4"],
        "grupp": ["Mindre stad", "Mindre stad", "Mindre stad"],
        "befolkning": [64000, 130000, 61000],
    },
    index=pd.Index(["0188", "0189", "0980"], name="kommunkod"),
)
NOW = {
    "0188": {"x": 80, "y": 60, "z": 100, "w": 70},
    "0189": {"x": 80, "y": 60, "z": 100, "w": 70},
    "0980": {"x": 20, "y": 40, "z": 0, "w": 50},
}
BEFORE = {kod: {**values, "w": values["w"] - 8} for kod, values in NOW.items()}


def model(ar=2024, **changes):
    return parse_model({**small_model(), "ar": ar, **changes})


def nation(now=NOW, before=BEFORE, status=None, grad=None, old=None) -> Nation:
    declared = {"jamforbarhet": {2023: {"grad": grad, "text": "Därför."}}} if grad else {}
    years = {2024: year_of(model(**declared), answers(now, status))}
    if before is not None:
        years = {2023: year_of(old or model(2023), answers(before))} | years
    return Nation(years, KOMMUNER)


def facts(kod="0188", **given_):
    return fakta_av(nation(**given_), kod, DAY)


def test_index_mean_and_gap_by_hand():
    # 0188: a1 = (80+60)/2 = 70, a2 = 100, b1 = 70; (3·70 + 1·100 + 4·70) / 8 = 73,75
    # 0980: a1 = 30, a2 = 0, b1 = 50; (90 + 0 + 200) / 8 = 36,25; mean (73,75·2 + 36,25) / 3 = 61,25
    k = facts()
    assert (k.index, k.medel, k.gap) == pytest.approx((73.75, 61.25, 12.5))
    # delindex a: (3·70 + 100) / 4 = 77,5, of 0980 (90 + 0) / 4 = 22,5; mean (77,5·2 + 22,5) / 3 = 59,1667
    assert k.delindex.loc["a", ["poang", "medel", "gap"]].tolist() == pytest.approx([77.5, 177.5 / 3, 55 / 3])
    assert k.delindex["viktandel"].tolist() == [0.5, 0.5]


def test_places_are_shared_and_counted_within_country_lan_and_group():
    k = facts()
    assert (k.placering, k.delar_plats, k.antal) == (1, 2, 3)
    assert (k.placering_lan, k.delar_plats_lan, k.antal_lan) == (1, 2, 2)
    assert (k.placering_grupp, k.antal_grupp) == (1, 3)
    alone = facts("0980")
    assert (alone.placering, alone.delar_plats, alone.placering_lan, alone.antal_lan) == (3, 1, 1, 1)


def test_change_is_this_year_minus_last_by_hand():
    # only w moved: 8 points higher, with half of the weight: 4 points of index
    k = facts()
    assert (k.forandring, k.medel_forandring) == pytest.approx((4, 4))
    assert k.delindex["forandring"].tolist() == pytest.approx([0, 8])
    assert k.omraden["forandring"].tolist() == pytest.approx([0, 0, 8])
    assert list(k.omraden["jamforbar"]) == ["ja", "ja", "ja"]


def test_without_a_year_before_nothing_is_compared():
    k = facts(before=None)
    assert (k.ar_fore, k.index_fore, k.placering_fore, k.forandring, k.diff) == (None,) * 5
    assert k.jamforbarhet.grad == "nej"
    assert k.delindex["forandring"].isna().all()
    assert k.alla_ar == (2024,)


def test_years_that_may_not_be_compared_keep_their_values_but_give_no_difference():
    k = facts(grad="nej")
    assert k.placering_fore == 1
    assert k.index_fore == pytest.approx(69.75)
    assert (k.forandring, k.medel_forandring) == (None, None)
    assert k.brott == (2024,)
    for table in (k.delindex, k.omraden):
        assert table["forandring"].isna().all()
        assert table["poang_fore"].notna().all()
        assert set(table["jamforbar"]) == {"nej"}


def old_model_without_y():
    raw = small_model() | {"ar": 2023, "antal_indikatorer": 3}
    del raw["delindex"]["a"]["kvalitetsomraden"]["a1"]["indikatorer"]["y"]
    return parse_model(raw)


def test_an_omrade_whose_indikatorer_changed_is_partly_comparable():
    without_y = {kod: {name: v for name, v in values.items() if name != "y"} for kod, values in BEFORE.items()}
    k = facts(before=without_y, old=old_model_without_y())
    assert k.jamforbarhet.grad == "delvis"
    assert list(k.omraden["jamforbar"]) == ["delvis", "ja", "ja"]
    assert list(k.omraden["andringar"]) == ["en ny", "", ""]
    assert list(k.delindex["jamforbar"]) == ["delvis", "ja"]
    assert (k.antal_indikatorer_fore, k.antal_indikatorer) == (3, 4)


def test_missing_answers_keep_their_kind_weight_and_rule():
    status = {"0188": {"x": "ej_svar", "y": "sekretess", "z": "ej_tillamplig"}}
    k = facts(status=status)
    found = k.saknas.set_index("indikator")
    assert found["status"].to_dict() == {"x": "ej_svar", "y": "sekretess", "z": "ej_tillamplig"}
    assert found["regel"].tolist() == ["noll", "utelamna", "utelamna"]
    assert found.at["x", "vikt"] == pytest.approx(3 / 8 / 2)  # half of a1, which is 3 of 8
    assert not found["hel_kalla"].any()
    assert k.indikatorer.loc[["x", "y", "z"], "gap"].isna().all()


def test_a_survey_without_any_answer_is_missing_whole():
    status = {"0188": {"x": "ej_svar", "y": "ej_svar"}}  # all of Enkäten
    k = facts(status=status)
    assert k.saknas["hel_kalla"].all()
    assert set(k.saknas["kallnamn"]) == {"Enkäten"}


def test_a_complete_kommun_has_an_empty_table_of_the_missing():
    k = facts()
    assert k.saknas.empty
    assert {"ar", "kallnamn", "namn", "status", "hel_kalla"} <= set(k.saknas.columns)


def test_values_carry_file_and_cell():
    k = facts()
    assert set(k.indikatorer["cell"]) == {"Blad1!B2"}
    assert k.indikatorer.loc["x", ["varde", "medel_varde"]].tolist() == pytest.approx([80, 60])


def test_classes_tell_limits_places_and_the_own_one():
    k = facts("0980")  # classes: to 40, to 60, to 100; 36,25 is Lågt
    assert k.klass == "Lågt"
    assert k.klasser["egen"].tolist() == [True, False, False]
    assert k.klasser["antal"].tolist() == [1, 0, 2]
    assert k.klasser["forsta_plats"].isna().tolist() == [False, True, False]
    assert math.isnan(k.klasser["over"].iloc[0])


def test_all_kommuner_stand_in_order_with_the_own_marked():
    k = facts()
    assert k.alla["kommunkod"].tolist() == ["0188", "0189", "0980"]
    assert k.alla["egen"].tolist() == [True, False, False]
    assert k.lan_kommuner["kommunkod"].tolist() == ["0188", "0189"]


def test_a_kommun_without_results_is_refused():
    with pytest.raises(ParameterError, match="1499 has no results in 2024"):
        facts("1499")


def test_the_change_of_an_omrade_is_counted_in_words():
    change = compare_models(model(), old_model_without_y())
    assert andringar(change) == "en ny"
    assert andringar(None) == ""


def test_a_new_omrade_cannot_be_compared():
    diff = compare_models(model(), old_model_without_y())
    assert omrade_grad("a1", model(), old_model_without_y(), diff, "delvis") == "delvis"
    assert omrade_grad("a1", model(), None, None, "nej") == "nej"


@given(st.lists(st.sampled_from(["ja", "delvis", "nej"]), min_size=1), st.booleans())
def test_a_delindex_is_never_more_comparable_than_its_areas(grades, same):
    grad = delindex_grad(grades, "delvis", same_areas=same)
    assert (grad == "ja") == (same and set(grades) == {"ja"})
    assert (grad == "nej") == (set(grades) == {"nej"})


def test_the_days_of_publication_are_known_or_marked_as_assumed():
    assert (str(utgivning(2024).datum), utgivning(2024).belagg) == ("2024-12-04", "fakta")
    assert {utgivning(ar).belagg for ar in (2022, 2025)} == {"antagande"}
    with pytest.raises(ParameterError, match="no publication of 1999"):
        utgivning(1999)


def test_a_faulty_calendar_is_refused_with_every_fault(tmp_path):
    path = tmp_path / "utgivning.yml"
    path.write_text('2024: {datum: "2024-13-04", utgava: 0, belagg: fakta, kalla: x}\n', encoding="utf-8")
    with pytest.raises(ParameterError) as fault:
        utgivning(2024, path)
    assert [line.split(":")[0] for line in fault.value.faults] == ["2024.datum", "2024.utgava"]
