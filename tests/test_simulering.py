import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from model_maker import answers, scored_cases, small_model
from random_year import random_scores
from sakerhet_maker import ONE_METHOD, antal, sakerhet

from hemtjanst_lib.analysis.robusthetsregler import SAKERHET, granska, load_sakerhet
from hemtjanst_lib.errors import ParameterError
from hemtjanst_lib.model import parse_model
from hemtjanst_lib.robustness import antal_svar, replay, simulate
from hemtjanst_lib.robustness.simulering import fraktiler
from hemtjanst_lib.robustness.slump import dra_andelar, dra_seniorer, dra_vikter
from hemtjanst_lib.scoring import score

LAWS = settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
TWO = {"0114": {"x": 80, "y": 40, "z": 20, "w": 50}, "0188": {"x": 60, "y": 70, "z": 90, "w": 30}}
FIXED = {"koncentration": 1_000_000}


def small(table=TWO, status=None, **changes):
    return score(answers(table, status), parse_model({**small_model(), **changes}))


# --- what is drawn


def test_the_draws_of_a_share_have_its_mean_and_the_binomial_variance_with_the_correction():
    rng, n = np.random.default_rng(1), 40_000
    share, number, korr = np.array([0.85, 0.5, 0.95]), np.array([50.0, 104.0, 400.0]), np.array([1.0, 0.41, 0.4])
    common = rng.standard_normal((n, 3), dtype=np.float32)
    drawn = dra_andelar(share, number, korr, common, rng=rng, samband=0.0)
    assert drawn.mean(axis=0) == pytest.approx(share, abs=0.001)
    # Anscombe's variance is that of n + ½ answers and a share moved ⅜ answers towards the middle
    assert drawn.std(axis=0) == pytest.approx(np.sqrt(share * (1 - share) / number * korr), rel=0.06)


def test_the_draws_agree_with_numpys_exact_binomial_where_there_is_no_correction():
    rng, n, p = np.random.default_rng(2), 120, 0.8
    exact = rng.binomial(n, p, 40_000) / n
    common = np.zeros((40_000, 1), dtype=np.float32)
    drawn = dra_andelar(np.array([p]), np.array([120.0]), np.array([1.0]), common, rng=rng, samband=0.0)[:, 0]
    for share in (0.05, 0.25, 0.5, 0.75, 0.95):
        assert np.quantile(drawn, share) == pytest.approx(np.quantile(exact, share), abs=0.006)


def test_two_questions_of_one_kommun_have_the_stated_correlation():
    rng = np.random.default_rng(3)
    common = rng.standard_normal((40_000, 1), dtype=np.float32)
    one, other = (
        dra_andelar(np.array([0.7]), np.array([80.0]), np.array([0.4]), common, rng=rng, samband=0.25)[:, 0]
        for _ in range(2)
    )
    assert np.corrcoef(one, other)[0, 1] == pytest.approx(0.25, abs=0.02)


def test_a_share_of_all_is_never_drawn_above_all():
    rng, alone = np.random.default_rng(4), np.zeros((500, 1), dtype=np.float32)
    drawn = dra_andelar(np.array([1.0]), np.array([30.0]), np.array([1.0]), alone, rng=rng, samband=0.0)
    assert drawn.max() == 1
    assert drawn.min() < 1
    assert drawn.mean() > 0.97


def test_drawn_weights_have_the_seniors_as_mean_and_the_dirichlet_variance():
    share = np.array([0.5, 0.3, 0.2])
    drawn = dra_vikter(share, 99, 40_000, np.random.default_rng(5))
    assert drawn.sum(axis=1) == pytest.approx(1)
    assert drawn.mean(axis=0) == pytest.approx(share, abs=0.002)
    assert drawn.var(axis=0) == pytest.approx(share * (1 - share) / 100, rel=0.05)


def test_asking_the_seniors_anew_gives_weights_around_those_in_use_and_less_spread_with_more_seniors():
    model = parse_model(small_model())
    share = np.array([0.375, 0.125, 0.5])
    rng = np.random.default_rng(6)
    few = pd.DataFrame(rng.dirichlet([3, 1, 4], 20), columns=list(model.omraden))
    many = pd.concat([few] * 25, ignore_index=True)
    drawn = {n: dra_seniorer(svar, share, model, 4000, rng) for n, svar in ((20, few), (500, many))}
    assert drawn[500].mean(axis=0) == pytest.approx(share, abs=0.002)
    assert drawn[20].std(axis=0) / drawn[500].std(axis=0) == pytest.approx(5, rel=0.1)  # √25


@pytest.mark.parametrize(
    ("svar", "told"),
    [
        (pd.DataFrame({"a1": [1.0], "a2": [1.0]}), "lacks b1"),
        (pd.DataFrame({"a1": [1.0], "a2": [-1.0], "b1": [1.0]}), "negative"),
        (pd.DataFrame({"a1": [0.0, 1], "a2": [0.0, 1], "b1": [0.0, 1]}), "gave nothing"),
        (pd.DataFrame({"a1": [1.0], "a2": [0.0], "b1": [1.0]}), "got nothing"),
    ],
)
def test_a_survey_of_seniors_that_cannot_be_used_is_refused(svar, told):
    with pytest.raises(ParameterError, match=told):
        simulate(small(), None, sakerhet(), seniorer=svar)


# --- the simulation


def test_the_same_seed_gives_the_same_intervals_and_another_seed_others():
    scores = small()
    one, again, other = (simulate(scores, antal(scores), sakerhet(), seed=seed) for seed in (1, 1, 2))
    pd.testing.assert_frame_equal(one.index, again.index)
    assert not one.index.equals(other.index)


def test_without_a_sample_with_sure_weights_and_one_method_the_interval_is_the_published_value():
    scores = small()
    sim = simulate(scores, None, sakerhet(metod=ONE_METHOD, vikter=FIXED))
    assert sim.index["bredd"].max() < 0.1
    assert sim.index["median"].to_numpy() == pytest.approx(scores.total.to_numpy(), abs=0.05)
    assert (sim.andel["svar"] == 0).all()
    assert (sim.andel["metod"] == 0).all()
    assert (sim.andel["vikter"] == 1).all()


def test_the_spread_from_answers_alone_by_hand():
    # x and y weigh 3/16 each; shares 0.8 and 0.4 of 100 answers, no correction, no correlation:
    # sd = 100 · 3/16 · √(0.16/100 + 0.24/100) = 1.186 points
    scores = small()
    rules = sakerhet(metod=ONE_METHOD, dragningar=20_000, urvalsfel={"svarsandel": 0.0, "samband": 0.0})
    sim = simulate(scores, antal(scores), rules)
    assert sim.spridning.loc["0114", "svar"] == pytest.approx(1.186, rel=0.03)


def test_more_answers_give_a_narrower_interval():
    scores = small()
    rules = sakerhet(metod=ONE_METHOD, vikter=FIXED)
    wide, narrow = (simulate(scores, antal(scores, n), rules).index["bredd"] for n in (40, 4000))
    assert (narrow < wide / 5).all()


def test_a_kommun_where_all_who_were_asked_answered_has_no_error_from_answers():
    scores = small()
    asked = pd.Series({"0114": 100.0, "0188": 500.0})
    sim = simulate(scores, antal(scores), sakerhet(metod=ONE_METHOD), befolkning=asked)
    assert sim.spridning.loc["0114", "svar"] == pytest.approx(0, abs=1e-4)  # single precision
    assert sim.spridning.loc["0188", "svar"] > 0.5


def test_only_the_sampled_kalla_is_drawn():
    scores = small()
    none = simulate(scores, antal(scores), sakerhet(metod=ONE_METHOD, urvalsfel={"kallor": ("webb",)}))
    own = none.delindex["bredd"].xs("b", level="delindex")
    assert (own > 0).all()  # w is of webb, alone in b: weights do not move it


def test_places_in_a_delindex_move_only_by_what_is_in_it():
    # w, alone in b, is drawn: with 400 answers 50 and 30 per cent lie 0.2/√(0.25/400 + 0.21/400) = 5.9 standard
    # deviations apart, with 3 answers half a one; nothing of a is drawn
    scores = small()
    rules = sakerhet(metod=ONE_METHOD, vikter=FIXED, urvalsfel={"kallor": ("webb",)})
    sure, unsure = (simulate(scores, antal(scores, n), rules).placering_delindex for n in (400, 3))
    assert sure["varde"].unstack()[["a", "b"]].to_dict() == {
        "a": {"0114": 2, "0188": 1},
        "b": {"0114": 1, "0188": 2},
    }
    assert (sure["bredd"] == 0).all()
    assert unsure["bredd"].unstack().to_dict() == {"a": {"0114": 0, "0188": 0}, "b": {"0114": 1, "0188": 1}}


def test_a_kommun_that_was_silent_is_moved_by_the_rule_for_silence():
    scores = small(status={"0188": {"z": "ej_svar"}})
    rules = sakerhet(metod={**ONE_METHOD, "saknas": {"modell": 1, "utelamna": 1}}, vikter=FIXED)
    sim = simulate(scores, None, rules)
    assert sim.andel.loc["0188", "metod"] > 0.99
    assert sim.spridning.loc["0114", "metod"] == 0


@LAWS
@given(case=scored_cases(), seed=st.integers(0, 5))
def test_intervals_hold_the_published_value_shares_sum_to_one_and_so_do_classes(case, seed):
    model, long = case
    scores = score(long, model)
    rules = sakerhet(dragningar=30, urvalsfel={"kallor": tuple(model.kallor)})
    sim = simulate(scores, antal(scores), rules, seed=seed)
    for table in (sim.index, sim.placering, sim.delindex, sim.placering_delindex):
        known = table.dropna(subset=["varde"])
        assert (known["lag"] <= known["varde"]).all()
        assert (known["varde"] <= known["hog"]).all()
        assert (known["median"] <= known["hog"] + 1e-9).all()
    told = sim.andel.dropna()
    assert told.sum(axis=1).to_numpy() == pytest.approx(1)
    assert (told.to_numpy() >= 0).all()
    assert sim.klass.dropna().sum(axis=1).to_numpy() == pytest.approx(1)
    assert sim.index["varde"].isna().equals(scores.total.isna())


def test_kommuner_that_are_alike_in_all_have_the_same_interval_from_weights_and_method():
    table = {f"{n:04d}": TWO["0114"] for n in range(1, 5)}
    sim = simulate(small(table), None, sakerhet())
    assert sim.index.drop_duplicates().shape[0] == 1
    assert (sim.placering == [1, 1, 1, 1, 0]).all().all()


@pytest.mark.parametrize(
    "table",
    [
        {"0114": TWO["0114"]},  # one kommun
        {f"{n:04d}": {"x": 50, "y": 50, "z": 50, "w": 50} for n in range(5)},  # all equal
        {f"{n:04d}": {"x": 50, "y": 10 * n, "z": 20 * n, "w": 7 * n} for n in range(5)},  # a constant indikator
    ],
)
def test_degenerate_years_are_simulated_without_a_fuss(table):
    scores = small(table)
    sim = simulate(scores, antal(scores), sakerhet())
    assert np.isfinite(sim.index.to_numpy()).all()
    assert sim.klass.sum(axis=1).to_numpy() == pytest.approx(1)


def test_a_year_with_nothing_answered_and_everything_left_out_has_no_intervals():
    missing = {kod: dict.fromkeys("xyzw", "sekretess") for kod in TWO}
    sim = simulate(small(status=missing), None, sakerhet())
    assert sim.index.isna().all().all()
    assert sim.klass.isna().all().all()


def test_the_whole_country_keeps_its_published_result_inside_and_methods_have_its_mean():
    scores = random_scores(2025)
    sim = simulate(scores, None, sakerhet(dragningar=100))
    assert sim.totaler.shape == (100, 290)
    assert sim.totaler.mean() == pytest.approx(scores.total.mean(), abs=1.5)


def test_quantiles_leave_out_what_is_missing():
    drawn = np.array([[1.0, np.nan], [2.0, 5.0], [3.0, np.nan], [4.0, np.nan]])
    low, middle, high = fraktiler(drawn, 0.5)
    assert low.tolist() == pytest.approx([1.75, 5])  # numpy's own linear rule: 0.25 · 3 steps from the first
    assert middle.tolist() == pytest.approx([2.5, 5])
    assert high.tolist() == pytest.approx([3.25, 5])
    assert fraktiler(drawn, 0.5, hela=True)[0].tolist() == [1, 5]


# --- replay


@LAWS
@given(case=scored_cases())
def test_replaying_the_models_own_weights_gives_the_published_results(case):
    model, long = case
    scores = score(long, model)
    again = replay(scores, [list(model.vikter)])
    assert again.total.iloc[0].to_numpy() == pytest.approx(scores.total.to_numpy(), nan_ok=True, abs=1e-9)
    assert again.delindex[0] == pytest.approx(scores.delindex.to_numpy(), nan_ok=True, abs=1e-9)
    assert again.placering.iloc[0].equals(scores.placering.total.rename(0))


@LAWS
@given(case=scored_cases(), weights=st.lists(st.floats(0.1, 50), min_size=9, max_size=9))
def test_replaying_other_weights_is_what_a_model_with_those_weights_gives(case, weights):
    model, long = case
    scores = score(long, model)
    given_ = dict(zip(model.omraden, weights, strict=False))
    parts = {
        kod: part.model_copy(
            update={
                "kvalitetsomraden": {
                    name: area.model_copy(update={"vikt": given_[name]}) for name, area in part.kvalitetsomraden.items()
                }
            }
        )
        for kod, part in model.delindex.items()
    }
    changed = model.model_copy(update={"delindex": parts})
    for name in ("omraden", "indikatorer"):  # computed once a model, and copied along
        changed.__dict__.pop(name, None)
    other = score(long, changed)
    again = replay(scores, pd.DataFrame([given_], index=["a"]))
    assert again.total.loc["a"].to_numpy() == pytest.approx(other.total.to_numpy(), nan_ok=True, abs=1e-9)


@pytest.mark.parametrize("weight", [0.0, -1.0, np.nan, np.inf])
def test_weights_that_are_not_above_zero_are_refused(weight):
    with pytest.raises(ParameterError, match="weight of a2"):
        replay(small(), [[3, weight, 4]])


def test_too_few_weights_are_refused():
    with pytest.raises(ParameterError, match="2 weights for 3"):
        replay(small(), [[3, 4]])
    with pytest.raises(ParameterError, match="lack b1"):
        replay(small(), pd.DataFrame({"a1": [1], "a2": [1]}))


# --- the project's own settings


def test_the_settings_refuse_what_cannot_be():
    with pytest.raises(ValueError, match="at least one choice"):
        sakerhet(metod={"skala": {"naturlig": 0}})
    with pytest.raises(ValueError, match="greater than 0"):
        sakerhet(vikter={"koncentration": 0})


def test_a_misspelt_key_or_an_unknown_kalla_in_the_settings_is_told_with_its_place(tmp_path):
    text = SAKERHET.read_text(encoding="utf-8")
    wrong, strange = tmp_path / "a.yml", tmp_path / "b.yml"
    wrong.write_text(text.replace("dragningar:", "dragningr:"), encoding="utf-8")
    strange.write_text(text.replace("[brukarundersokningen]", "[brukarenkaten]"), encoding="utf-8")
    with pytest.raises(ParameterError, match=r"(?s)dragningar: Field required.*dragningr: Extra") as fault:
        load_sakerhet(wrong)
    assert str(wrong) in str(fault.value)
    with pytest.raises(ParameterError, match=r"urvalsfel\.kallor\.brukarenkaten: the model of 2025 does not have it"):
        granska(2025, strange)


def test_the_projects_settings_fit_every_years_model_and_name_their_assumptions():
    for ar in (2022, 2023, 2024, 2025):
        assert granska(ar).antaganden


def test_the_assumptions_in_words_have_the_numbers_of_the_computation():
    told = " ".join(load_sakerhet().antaganden)
    assert "60 procent" in told
    assert "0,25" in told
    assert "{" not in told
    changed = {**load_sakerhet().model_dump(), "antaganden": ("Antas {svarsandel} procent.",)}
    assert sakerhet().model_validate(changed).antaganden == ("Antas 60 procent.",)
    with pytest.raises(ValueError, match="svarsandl"):
        sakerhet(antaganden=("Antas {svarsandl} procent.",))


def test_the_number_of_answers_is_read_from_the_long_table():
    long = answers(TWO).assign(antal_svar=[120.0, np.nan, 1, 2, 3, 4, 5, 6])
    table = antal_svar(long, small())
    assert table.loc["0114", "x"] == 120
    assert np.isnan(table.loc["0114", "y"])
    assert antal_svar(answers(TWO), small()).isna().all().all()
