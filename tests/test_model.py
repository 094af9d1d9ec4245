import copy
from pathlib import Path

import pandas as pd
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from model_maker import indikator, raw_models, small_model

from hemtjanst_lib.errors import ModelError, ParameterError
from hemtjanst_lib.model import (
    Scale,
    check_model_file,
    compare_models,
    load_model,
    load_models,
    model_path,
    model_years,
    parse_model,
)

SMALL = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def write(tmp_path: Path, raw, name="egen.yml") -> Path:
    file = tmp_path / name
    file.write_text(raw if isinstance(raw, str) else yaml.safe_dump(raw, allow_unicode=True, sort_keys=False))
    return file


def faults(raw) -> str:
    with pytest.raises(ModelError) as caught:
        parse_model(raw)
    return str(caught.value)


# --- the files of the project


@pytest.mark.parametrize("ar", model_years())
def test_a_model_file_of_the_project_is_sound(ar):
    assert check_model_file(model_path(ar)) == []


@pytest.mark.parametrize(("ar", "antal", "enheter"), [(2022, 71, 20), (2023, 70, 20), (2024, 75, 25), (2025, 74, 26)])
def test_a_year_has_its_number_of_indikatorer(ar, antal, enheter):
    model = load_model(model_path(ar))
    assert len(model.indikatorer) == antal
    assert len(model.enhetsindikatorer) == enheter
    assert [len(part.kvalitetsomraden) for part in model.delindex.values()] == [5, 3, 5, 5]


def test_the_unit_model_of_2025_declares_27_of_which_one_has_no_known_source():
    enhetsmodell = load_model(model_path(2025)).enhetsmodell
    assert enhetsmodell.antal_indikatorer == 27
    assert list(enhetsmodell.utan_kalla) == ["personalkontinuitet"]


def test_2024_left_three_indikatorer_behind_and_took_in_eight():
    models = load_models([2023, 2024])
    diff = compare_models(models[2024], models[2023])
    assert (len(diff.borttagna), len(diff.tillagda), diff.omdefinierade) == (3, 8, [])
    assert diff.omraden["kontinuitet"].tillagda == ["bu_traffar_omsorgskontakt"]
    assert len(diff.omraden["flexibilitet_bistandsbeslut"].tillagda) == 2
    assert not diff.omraden["information_ansokan"]


def test_2025_has_no_continuity_from_kolada():
    models = load_models([2024, 2025])
    assert compare_models(models[2025], models[2024]).borttagna == ["kolada_personalkontinuitet"]
    assert "kolada" not in models[2025].kallor


def test_2022_is_compared_with_no_later_year():
    grades = {ar: model.jamforbarhet[2022].grad for ar, model in load_models([2023, 2024, 2025]).items()}
    assert grades == {2023: "nej", 2024: "nej", 2025: "nej"}


def test_neighbouring_years_are_partly_comparable():
    models = load_models([2024, 2025])
    assert models[2024].jamforbarhet[2023].grad == models[2025].jamforbarhet[2024].grad == "delvis"


@pytest.mark.parametrize("ar", model_years())
def test_the_weights_say_that_they_are_assumed(ar):
    model = load_model(model_path(ar))
    assert model.viktning.status == "antagande"
    assert model.antaganden


@pytest.mark.parametrize("ar", model_years())
def test_a_display_name_fits_a_bullet(ar):
    for kod, one in load_model(model_path(ar)).indikatorer.items():
        assert one.visningsnamn[0].isupper(), kod
        assert not one.visningsnamn.endswith((".", "?")), kod
        assert len(one.visningsnamn) <= 60, kod


@pytest.mark.parametrize("ar", model_years())
def test_a_reconstructed_indikator_is_graded_c(ar):
    assert load_model(model_path(ar)).indikatorer["bu_respekt_privatliv"].belagg == "C"


def test_a_year_without_a_file_is_answered_with_the_years_there_are():
    with pytest.raises(ParameterError, match="no model for 2031; there are models for 2022, 2023, 2024, 2025"):
        model_path(2031)


# --- reading


def test_the_tree_knows_its_ids_and_parents(tmp_path):
    model = load_model(write(tmp_path, small_model()))
    assert list(model.indikatorer) == ["x", "y", "z", "w"]
    assert (model.indikatorer["z"].omrade, model.indikatorer["z"].delindex) == ("a2", "a")
    assert (model.omraden["b1"].kod, model.omraden["b1"].delindex) == ("b1", "b")
    assert model.kallor["webb"].id == "webb"


def test_weights_come_by_omrade_and_sum_up_by_delindex():
    model = parse_model(small_model())
    pd.testing.assert_series_equal(model.vikter, pd.Series({"a1": 3.0, "a2": 1.0, "b1": 4.0}, name="vikt"))
    assert model.delindexvikter.to_dict() == {"a": 4.0, "b": 4.0}


def test_the_prioritised_omraden_come_by_weight_and_then_in_the_files_order():
    raw = small_model()
    raw["delindex"]["a"]["kvalitetsomraden"]["a2"]["vikt"] = 4
    assert parse_model(raw).prioriterade(2) == ["a2", "b1"]


def test_a_model_cannot_be_changed_after_loading():
    with pytest.raises(ValueError, match="frozen"):
        parse_model(small_model()).ar = 2025


def test_a_changed_file_is_read_anew(tmp_path):
    raw = small_model()
    assert load_model(write(tmp_path, raw)).namn == "Liten modell"
    raw["namn"] = "Annan modell"
    assert load_model(write(tmp_path, raw)).namn == "Annan modell"


def test_a_kallas_own_missing_rule_comes_before_the_models():
    raw = small_model()
    raw["kallor"]["webb"]["saknas"] = {"ej_svar": "medel"}
    model = parse_model(raw)
    assert [model.regel(kalla, "ej_svar") for kalla in ("enkat", "webb")] == ["noll", "medel"]
    assert model.regel("webb", "sekretess") == "utelamna"


# --- faults


def at(raw, *path):
    """Walk down to the mapping that holds the last step."""
    for step in path[:-1]:
        raw = raw[step]
    return raw


X = ("delindex", "a", "kvalitetsomraden", "a1", "indikatorer", "x")
A1 = X[:4]


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        (("ar",), "2024", "ar: is '2024', must be a whole number"),
        (("namn",), 5, "namn: is 5, must be text"),
        (("viktning",), None, "viktning: is empty, must be a mapping"),
        ((*A1, "vikt"), 0, "delindex.a.kvalitetsomraden.a1.vikt: is 0, must be above 0"),
        ((*A1, "vikt"), -2.5, "a1.vikt: is -2.5, must be above 0"),
        ((*A1, "vikt"), 2e6, "a1.vikt: is 2000000.0, must be at most 1e+06"),
        ((*A1, "vikt"), "3", "a1.vikt: is '3', must be a number"),
        ((*A1, "vikt"), True, "a1.vikt: is true, must be a number"),
        ((*A1, "nummer"), 1.1, "a1.nummer: is 1.1, must be text (write it in quotes)"),
        ((*A1, "nummer"), "1.2", "a2.nummer: is '1.2', as in delindex.a.kvalitetsomraden.a1; each must be its own"),
        ((*A1, "indikatorer"), {}, "a1.indikatorer: is an empty mapping, must be at least 1 of them"),
        ((*X, "kalla"), "enkatt", "x.kalla: is 'enkatt', must be one of the file's kallor (enkat, webb)"),
        ((*X, "typ"), "web", "x.typ: is 'web', must be 'upplevelse', 'bemanning', 'rutin', 'webb' or 'teknik'"),
        ((*X, "belagg"), "D", "x.belagg: is 'D', must be 'A', 'B' or 'C'"),
        ((*X, "visingsnamn"), "X", "x.visingsnamn: is not a key here; did you mean visningsnamn?"),
        ((*X, "§kod"), "y", "x.§kod: is not a key here"),
        ((*X, "kod"), "y", "x.kod: is not a key here"),
        ((*X, "poang"), {"noll_vid": 5, "hundra_vid": 5}, "x.poang: noll_vid and hundra_vid are both 5"),
        ((*X, "poang"), {"noll_vid": 5}, "x.poang: needs noll_vid and hundra_vid, or nivaer"),
        ((*X, "poang"), {"nivaer": {0: 0}}, "x.poang: nivaer needs at least two levels"),
        ((*X, "poang"), {"nivaer": {0: 0, 1: 101}}, "x.poang.nivaer.1: is 101, must be at most 100"),
        ((*X, "poang"), {"nivaer": {0: 0, 1: 9}, "noll_vid": 1}, "x.poang: has both nivaer and noll_vid"),
        ((*X, "poang_enhet"), {"noll_vid": 0, "hundra_vid": 1}, "x.poang_enhet: stands there, but per_enhet is not"),
        ((*X, "per_enhet"), True, "enhetsmodell: is missing, but 1 indikatorer have per_enhet: true"),
        (("antal_indikatorer",), 75, "antal_indikatorer: is 75, but the file lists 4 indikatorer"),
        (("enhetsmodell",), {"antal_indikatorer": 2}, "enhetsmodell.antal_indikatorer: is 2, but 0 indikatorer have"),
        (("saknas",), {"ej_svar": "nol"}, "saknas.ej_svar: is 'nol', must be 'noll', 'utelamna' or 'medel'"),
        (("aggregering",), {"total": "median"}, "aggregering.total: is 'median', must be 'aritmetisk' or 'geometrisk'"),
        (("klasser", "till_och_med"), {"L": 60, "M": 50, "H": 100}, "klasser: the limits 60, 50, 100 must rise"),
        (("klasser", "till_och_med"), {"L": 60, "H": 90}, "klasser: the last class ends at 90, must end at 100"),
        (("klasser", "till_och_med"), {5: 60, "H": 100}, "klasser.till_och_med.5: the key 5 must be text"),
        (("jamforbarhet",), {2024: {"grad": "ja", "text": ""}}, "jamforbarhet.2024: must be a year before 2024"),
        (("kallor", "webb", "kod"), "EN", "kallor.webb.kod: is 'EN', as in kallor.enkat; each must be its own"),
        (("kallor", "webb", "kod"), "web", "kallor.webb.kod: is 'web', must be of the form"),
        (("delindex", "Å"), {}, "delindex.Å: the id 'Å' must be lower-case a–z"),
        (("delindex",), [], "delindex: is an empty list, must be a mapping"),
        (("mall",), 1, "mall: is not a key here"),
    ],
)
def test_a_fault_is_told_with_its_place_what_stands_there_and_what_must(path, value, told):
    raw = small_model()
    at(raw, *path)[path[-1]] = value
    assert told in faults(raw)


def test_an_indikator_in_two_omraden_is_refused():
    raw = small_model()
    raw["delindex"]["b"]["kvalitetsomraden"]["b1"]["indikatorer"]["x"] = indikator(visningsnamn="Annan")
    assert "indikator x: listed in 2 kvalitetsomraden, must be in one" in faults(raw)


def test_an_omrade_in_two_delindex_is_refused():
    raw = small_model()
    raw["delindex"]["b"]["kvalitetsomraden"]["a1"] = copy.deepcopy(raw["delindex"]["a"]["kvalitetsomraden"]["a1"])
    assert "kvalitetsomrade a1: listed in 2 delindex, must be in one" in faults(raw)


def test_an_unsourced_unit_indikator_must_name_a_real_omrade_and_not_be_measured_as_well():
    raw = small_model()
    entry = {"namn": "X", "omrade": "a9", "anmarkning": "okänd"}
    raw["enhetsmodell"] = {"antal_indikatorer": 1, "utan_kalla": {"x": entry}}
    told = faults(raw)
    assert "enhetsmodell.utan_kalla.x: is also one of the model's indikatorer" in told
    assert "enhetsmodell.utan_kalla.x.omrade: is 'a9', which is none of the file's kvalitetsomraden" in told


def test_all_faults_of_a_file_are_told_at_once_each_with_the_files_name(tmp_path):
    raw = small_model()
    raw["delindex"]["a"]["kvalitetsomraden"]["a1"]["vikt"] = 0
    raw["antal_indikatorer"] = 5
    raw["klasser"]["mat"] = "indexpoang"
    file = write(tmp_path, raw)
    told = check_model_file(file)
    assert len(told) == 3
    assert all(line.startswith(f"{file}: ") for line in told)
    with pytest.raises(ModelError) as caught:
        load_model(file)
    assert "has 3 faults:" in str(caught.value)
    assert "hemtjanst check egen" in str(caught.value)


def test_a_file_named_after_another_year_is_a_fault(tmp_path):
    assert (
        "ar: is 2024, but the file is named 2025.yml" in check_model_file(write(tmp_path, small_model(), "2025.yml"))[0]
    )


def test_a_key_that_stands_twice_is_refused_and_not_silently_the_last(tmp_path):
    text = yaml.safe_dump(small_model(), sort_keys=False).replace("antal_indikatorer: 4", "ar: 2023")
    assert "the key 'ar' stands twice" in check_model_file(write(tmp_path, text))[0]


@pytest.mark.parametrize(
    "text", ["", "- a\n- b", "ar: [", "a: 1\na: 2", "? [a]\n: b", "[" * 3000, "a: &x [*x]", "\x00"]
)
def test_a_file_that_is_no_model_at_all_is_told_in_words(tmp_path, text):
    file = write(tmp_path, text)
    assert check_model_file(file)
    with pytest.raises(ModelError):
        load_model(file)


def test_a_file_that_is_missing_or_no_text_is_told_in_words(tmp_path):
    (tmp_path / "bytes.yml").write_bytes(b"\xff\xfe\x00")
    for name in ("absent.yml", "bytes.yml", "."):
        assert len(check_model_file(tmp_path / name)) == 1
        with pytest.raises(ModelError):
            load_model(tmp_path / name)


junk = st.recursive(
    st.none() | st.booleans() | st.integers(-10, 10) | st.floats(-10, 10) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5) | st.integers(0, 3), inner, max_size=2)
    ),
    max_leaves=5,
)


def places(raw, path=()):
    """Every path in a tree of mappings."""
    for key, value in raw.items():
        yield (*path, key)
        if isinstance(value, dict):
            yield from places(value, (*path, key))


@SMALL
@given(st.data(), junk)
def test_whatever_stands_in_the_file_check_answers_in_words(tmp_path, data, value):
    raw = small_model()
    path = data.draw(st.sampled_from(list(places(raw))))
    at(raw, *path)[path[-1]] = value
    file = write(tmp_path, raw)
    told = check_model_file(file)
    assert all(line.startswith(f"{file}") for line in told)
    if told:
        with pytest.raises(ModelError):
            load_model(file)
    else:
        assert load_model(file).ar


@SMALL
@given(raw_models())
def test_any_sound_model_loads_from_yaml_as_from_memory(tmp_path, raw):
    plain = parse_model(raw)
    file = write(tmp_path, raw)
    # YAML's floats may be written as 1e-05, which the reader leaves as text: such a file is refused, never misread
    if check_model_file(file) == []:
        assert load_model(file) == plain


# --- classes


def test_a_value_on_a_limit_belongs_to_the_lower_class():
    scale = Scale((56.5, 62.5, 68.5, 74.5), ("Lågt", "Under medel", "Medel", "Över medel", "Högt"))
    assert [scale.band(v) for v in (56.5, 56.500001, 74.5, 74.51)] == ["Lågt", "Under medel", "Över medel", "Högt"]


def test_floating_point_noise_does_not_move_a_value_off_its_limit():
    # 0.1 + 0.2 = 0.30000000000000004
    assert Scale((0.3,), ("under", "över")).band(0.1 + 0.2) == "under"


def test_many_values_are_banded_as_one_by_one():
    scale = Scale((-1.0, 1.0), ("ned", "lika", "upp"))
    values = pd.Series([-5.0, -1.0, 0.0, 1.0, 1.1, float("nan")], list("abcdef"))
    assert scale.bands(values).to_dict()["e"] == "upp"
    assert scale.bands(values).iloc[:5].tolist() == [scale.band(v) for v in values.iloc[:5]]
    assert pd.isna(scale.bands(values)["f"])


def test_a_missing_value_has_no_band():
    with pytest.raises(ValueError, match="no band"):
        Scale((0.0,), ("under", "över")).band(float("nan"))


@pytest.mark.parametrize(("upper", "names"), [((1.0,), ("a",)), ((2.0, 1.0), ("a", "b", "c"))])
def test_a_scale_that_makes_no_sense_is_refused(upper, names):
    with pytest.raises(ValueError, match=r"needed|rise"):
        Scale(upper, names)


def test_limits_given_as_offsets_move_with_the_mean():
    raw = small_model()
    raw["klasser"] = {"matt": "avvikelse", "till_och_med": {"Lågt": -3, "Medel": 3, "Högt": 100}}
    assert parse_model(raw).klasskala(65.5).upper == (62.5, 68.5)
    assert parse_model(small_model()).klasskala(65.5).upper == (40, 60)


# --- comparing


def test_a_changed_scale_redefines_an_indikator_and_a_new_name_does_not():
    old, new = small_model(), small_model()
    at(new, *X, "namn")["namn"] = "Annan lydelse"
    assert not compare_models(parse_model(new), parse_model(old))
    at(new, *X, "poang")["poang"] = {"noll_vid": 10, "hundra_vid": 100}
    diff = compare_models(parse_model(new), parse_model(old))
    assert diff.omdefinierade == ["x"]
    assert diff.omraden["a1"].omdefinierade == ["x"]
    assert not diff.omraden["b1"]


def test_an_indikator_that_moved_left_one_omrade_and_came_to_another():
    old, new = small_model(), small_model()
    moved = new["delindex"]["a"]["kvalitetsomraden"]["a1"]["indikatorer"].pop("x")
    new["delindex"]["b"]["kvalitetsomraden"]["b1"]["indikatorer"]["x"] = moved
    diff = compare_models(parse_model(new), parse_model(old))
    assert (diff.tillagda, diff.borttagna, diff.omdefinierade) == ([], [], ["x"])
    assert diff.omraden["a1"].borttagna == diff.omraden["b1"].tillagda == ["x"]


def test_an_omrade_that_is_gone_is_listed_with_what_it_had():
    old, new = small_model(), small_model()
    del new["delindex"]["a"]["kvalitetsomraden"]["a2"]
    new["antal_indikatorer"] = 3
    assert compare_models(parse_model(new), parse_model(old)).omraden["a2"].borttagna == ["z"]
