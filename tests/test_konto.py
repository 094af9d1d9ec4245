"""The account of change, the bridge between methods, and paper against experience."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from model_maker import answers, indikator, scored_cases, small_model
from random_year import random_scores

from hemtjanst_lib.model import parse_model
from hemtjanst_lib.robustness.bro import bro, serie
from hemtjanst_lib.robustness.konto import KOMPONENTER, OMRADESVIKT, klasskonto, konto, platskonto
from hemtjanst_lib.robustness.typer import VIKTER, andel_av_forandring, grupper, utan
from hemtjanst_lib.scoring import score

LAWS = settings(
    max_examples=40,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
ONE = {"0188": {"x": 80, "y": 40, "z": 20, "w": 50}}


def year(ar, table=ONE, status=None, **changes):
    """Score a small year; ``changes`` are put into the model file by path, such as ``a__a1__vikt``."""
    raw = {**small_model(), "ar": ar}
    for path, value in changes.items():
        *parts, last = path.split("__")
        node = raw
        if parts:
            node = raw["delindex"][parts[0]]["kvalitetsomraden"][parts[1]]
        for part in parts[2:]:
            node = node["indikatorer"] if part == "i" else node[part]
        if value is None:
            del node[last]
        else:
            node[last] = value
    raw["antal_indikatorer"] = sum(
        len(omrade["indikatorer"]) for d in raw["delindex"].values() for omrade in d["kvalitetsomraden"].values()
    )
    return score(answers(table, status), parse_model(raw))


def parts(now, before, kod="0188"):
    return konto(now, before).delar.loc[kod].round(9).to_dict()


def only(**given):
    return {**dict.fromkeys(KOMPONENTER, 0.0), **given}


# --- by hand


def test_better_answers_are_the_kommuns_own_result() -> None:
    now = year(2025, {"0188": {**ONE["0188"], "w": 70}})
    # w is all of b1, which weighs 4 of 8: 20 · 0,5
    assert parts(now, year(2024)) == only(resultat=10.0)


def test_an_answer_that_comes_is_all_missing_answers() -> None:
    before = year(2024, status={"0188": {"w": "ej_svar"}})
    # w counted as 0 and is 50 now: 50 · 0,5
    assert parts(year(2025), before) == only(saknas=25.0)


def test_a_new_indikator_gives_what_it_lifts_its_omrade() -> None:
    new = {"a__a2__i__v": indikator(visningsnamn="V")}
    now = year(2025, {"0188": {**ONE["0188"], "v": 60}}, **new)
    # a2 was 20 and is (20 + 60) / 2 = 40; it weighs 1 of 8
    assert parts(now, year(2024)) == only(indikatorer=2.5)


def test_other_weights_give_what_they_move_the_mean() -> None:
    # a1 = 60, a2 = 20, b1 = 50: (60·3 + 20·1 + 50·4) / 8 = 50; with a2 at 5 it is (180 + 100 + 200) / 12 = 40
    assert parts(year(2025, a__a2__vikt=5), year(2024)) == only(vikter=-10.0)


def test_models_that_weigh_on_another_scale_have_the_same_weights() -> None:
    now = year(2025, a__a1__vikt=30, a__a2__vikt=10, b__b1__vikt=40)
    assert parts(now, year(2024)) == only()


def test_a_stricter_scale_is_method() -> None:
    # 50 on 0–200 is 25 points: −25 · 0,5
    now = year(2025, b__b1__i__w__poang={"noll_vid": 0, "hundra_vid": 200})
    assert parts(now, year(2024)) == only(skala=-12.5)


def test_two_changes_at_once_share_what_they_do_together() -> None:
    now = year(2025, {"0188": {**ONE["0188"], "w": 70}}, b__b1__i__w__poang={"noll_vid": 0, "hundra_vid": 200})
    # 50 → 35 points. Result: +20 by the old scale, +10 by the new, mean 15. Scale: −25 or −35, mean −30. All · 0,5
    assert parts(now, year(2024)) == only(resultat=7.5, skala=-15.0)


def test_a_change_is_told_by_omrade_and_indikator() -> None:
    now = year(2025, {"0188": {"x": 90, "y": 40, "z": 20, "w": 50}}, a__a2__vikt=5)
    account = konto(now, year(2024))
    omraden, rows = account.omraden("0188"), account.indikatorer("0188")
    assert omraden.sum().sum() == pytest.approx(account.index.at["0188", "forandring"])
    # x +10 lifts a1 by 5; a1 weighs 3/8 before and 3/12 after: mean 5/16
    assert rows.at[("a1", "x"), "resultat"] == pytest.approx(5 * 5 / 16)
    assert rows.loc["a2"].index.tolist() == ["z", OMRADESVIKT]
    # a2 = 20 lies 30 under last year's index 50; its share goes from 1/8 to 5/12
    assert rows.at[("a2", OMRADESVIKT), "vikter"] == pytest.approx(-30 * (5 / 12 - 1 / 8))


def test_a_place_is_lost_while_the_index_rises() -> None:
    before = year(2024, {k: dict.fromkeys("xyzw", v) for k, v in {"0001": 50, "0002": 48, "0003": 46}.items()})
    now = year(2025, {k: dict.fromkeys("xyzw", v) for k, v in {"0001": 52, "0002": 60, "0003": 70}.items()})
    row = platskonto(now, before).loc["0001"]
    # alone it would have kept place 1; two went past it
    assert row[["fore", "nu", "forandring", "egen", "andras", "passerade", "passerades_av"]].tolist() == [
        1, 3, -2, 0, -2, 0, 2,
    ]  # fmt: skip
    assert row["medel"] == pytest.approx((2 + 12 + 24) / 3)


def test_moved_limits_can_change_a_class_by_themselves() -> None:
    limits = {"matt": "indexpoang", "till_och_med": {"Lågt": 45, "Medel": 60, "Högt": 100}}
    row = klasskonto(year(2025, klasser={**limits, "till_och_med": {"Lågt": 55, "Medel": 60, "Högt": 100}}), year(2024))
    assert row.loc["0188"].tolist() == ["Medel", "Lågt", "Medel"]


def test_the_bridge_by_hand() -> None:
    before = year(2024, a__a2__i__v=indikator(visningsnamn="V"), table={"0188": {**ONE["0188"], "v": 80}})
    now = year(2025, {"0188": {**ONE["0188"], "w": 60}}, b__b1__i__w__poang={"noll_vid": 0, "hundra_vid": 200})
    table = bro(now, before).tabell.loc["0188"]
    # published before: a2 = 50, (180 + 50 + 200) / 8 = 53,75; now: w 30, (180 + 20 + 120) / 8 = 40
    assert table["publicerad_forandring"] == pytest.approx(40 - 53.75)
    # last year by this year's method: v out, w 25: (180 + 20 + 100) / 8 = 37,5
    assert table["fore_med_arets"] == pytest.approx(37.5)
    assert table["trend"] == pytest.approx(2.5)
    assert table["brott"] == pytest.approx(-13.75 - 2.5)
    # this year by last year's method: w 60, v out: (180 + 20 + 240) / 8 = 55
    assert table["nu_med_fjolarets"] == pytest.approx(55)


def test_a_series_of_many_years_stands_on_what_all_have() -> None:
    first = year(2023, {"0188": {**ONE["0188"], "z": 100}}, a__a2__i__z__kalla="enkat")
    # z changed källa after 2023: out in every year, a2 with it; a = 60, b = 50
    assert serie({2023: first, 2024: year(2024)}).loc["0188"].tolist() == pytest.approx([55, 55])


def test_the_index_without_a_type_by_hand() -> None:
    scores = year(2024, a__a2__i__z__typ="webb")
    result = utan(scores, "typ")
    # without webb: a = 60, (60·4 + 50·4) / 8; only webb: a2 alone
    assert result.utan.loc["0188"].to_dict() == {"upplevelse": 20, "webb": 55}
    assert result.endast.loc["0188"].to_dict() == {"upplevelse": 55, "webb": 20}
    assert result.vikt.to_dict() == pytest.approx({"upplevelse": 7 / 8, "webb": 1 / 8})


def test_a_climb_is_shared_by_the_types_that_gave_it() -> None:
    now, before = year(2025, {"0188": {**ONE["0188"], "z": 60, "w": 70}}, a__a2__i__z__typ="webb"), year(2024)
    table = andel_av_forandring(konto(now, before), {2025: now.model, 2024: before.model}, "typ")
    # z: 40 · 1/8, w: 20 · 4/8
    assert table.loc["0188"].to_dict() == pytest.approx({"upplevelse": 10, "webb": 5, VIKTER: 0})


# --- laws


@st.composite
def pairs(draw):
    """Two years of models that share some ids, and of kommuner that overlap."""
    model_now, table_now = draw(scored_cases())
    model_before, table_before = draw(scored_cases())
    before = model_before.model_copy(update={"ar": 2023})
    return score(table_now, model_now), score(table_before, before)


@given(pairs())
@LAWS
def test_components_omraden_and_indikatorer_sum_exactly_to_the_change(both) -> None:
    account = konto(*both)
    change = account.index["forandring"].to_numpy()
    assert account.delar.sum(axis=1).to_numpy() == pytest.approx(change, abs=1e-9)
    for kod in account.index.index:
        omraden, rows = account.omraden(kod), account.indikatorer(kod)
        assert omraden.sum().to_numpy() == pytest.approx(account.delar.loc[kod].to_numpy(), abs=1e-9)
        by_omrade = rows.groupby(level="omrade").sum().reindex(omraden.index, fill_value=0.0)
        assert by_omrade.to_numpy() == pytest.approx(omraden.to_numpy(), abs=1e-8)


@given(pairs())
@LAWS
def test_a_change_of_place_is_the_kommuns_own_and_the_others(both) -> None:
    now, before = both
    table = platskonto(now, before)
    assert (table["egen"] + table["andras"]).tolist() == table["forandring"].tolist()
    same = now.total.index.equals(before.total.index) and now.total.notna().all() and before.total.notna().all()
    if same and now.placering.total.is_unique and before.placering.total.is_unique:
        assert (table["passerade"] - table["passerades_av"]).tolist() == table["forandring"].tolist()


@given(scored_cases())
@LAWS
def test_a_year_against_itself_changes_nothing(case) -> None:
    model, table = case
    scores = score(table, model)
    assert np.abs(konto(scores, scores).delar.to_numpy()).max(initial=0) < 1e-9
    moved = platskonto(scores, scores)[["forandring", "egen", "andras", "passerade", "passerades_av"]]
    assert not moved.to_numpy(dtype=float).any()
    table = bro(scores, scores).tabell
    assert np.abs(table[["trend", "brott", "brott_fore", "brott_nu"]].to_numpy(dtype=float)).max(initial=0) < 1e-9


@given(pairs())
@LAWS
def test_shares_by_type_and_source_sum_to_the_change(both) -> None:
    now, before = both
    account = konto(now, before)
    for sort in ("typ", "kalla"):
        table = andel_av_forandring(account, {account.ar: now.model, account.ar_fore: before.model}, sort)
        assert table.sum(axis=1).to_numpy() == pytest.approx(account.index["forandring"].to_numpy(), abs=1e-8)


@given(scored_cases())
@LAWS
def test_types_and_sources_part_the_whole_weight(case) -> None:
    model, table = case
    scores = score(table, model)
    for sort in ("typ", "kalla"):
        assert utan(scores, sort).vikt.sum() == pytest.approx(1)
        assert sorted(kod for ids in grupper(model, sort).values() for kod in ids) == sorted(model.indikatorer)


# --- the whole country


def test_two_real_years_are_accounted_for_to_the_last_decimal() -> None:
    now, before = random_scores(2024, 1), random_scores(2023, 2)
    account = konto(now, before)
    assert len(account.index) == 290
    assert np.abs(account.delar.sum(axis=1) - account.index["forandring"]).max() < 1e-10
    assert (account.delar[["vikter", "skala"]] == 0).all(axis=None), "the weights and scales are the same both years"
    assert account.delar["indikatorer"].abs().min() > 0


def test_one_kommun_alone_can_be_accounted_for() -> None:
    assert platskonto(year(2025), year(2024)).loc["0188", ["egen", "andras"]].tolist() == [0, 0]


def test_a_kommun_without_last_years_result_has_no_account() -> None:
    now = year(2025, {**ONE, "0114": {"x": 1, "y": 1, "z": 1, "w": 1}})
    assert list(konto(now, year(2024)).index.index) == ["0188"]
    assert list(bro(now, year(2024)).tabell.index) == ["0188"]


def test_a_year_where_nothing_can_be_told_leaves_an_empty_account() -> None:
    unknown = year(2024, status={"0188": dict.fromkeys("xyzw", "sekretess")})
    assert konto(year(2025), unknown).delar.empty
    assert isinstance(platskonto(year(2025), unknown), pd.DataFrame)
