from pathlib import Path

import pandas as pd
import pytest
import yaml

from hemtjanst_lib import paths
from hemtjanst_lib.errors import ParameterError, SourceError
from hemtjanst_lib.files import sha256
from hemtjanst_lib.reference import (
    check_kommunkod,
    load_kommuner,
    load_liknande,
    report_stem,
    slug,
    storleksklass,
)

EXEMPELBY = "9999,Exempelby,99,Exempellän,X1,Exempelkommun,25000"
HEAD = "kommunkod,namn,lanskod,lan,grupp_kod,grupp,befolkning"


@pytest.fixture
def addition(tmp_path: Path):
    def write(*rows: str) -> Path:
        (tmp_path / "reference").mkdir(exist_ok=True)
        (tmp_path / "reference" / "kommuner_tillagg.csv").write_text("\n".join([HEAD, *rows]) + "\n", encoding="utf-8")
        return tmp_path

    return write


def test_there_are_290_kommuner_in_21_lan():
    kommuner = load_kommuner()
    assert len(kommuner) == 290
    assert kommuner["lan"].nunique() == 21
    assert kommuner.index.is_monotonic_increasing


@pytest.mark.parametrize(
    ("lan", "antal"),
    [("Stockholms län", 26), ("Gotlands län", 1), ("Skåne län", 33), ("Västra Götalands län", 49)],
)
def test_a_lan_has_as_many_kommuner_as_in_life(lan, antal):
    assert (load_kommuner()["lan"] == lan).sum() == antal


def test_the_skr_groups_of_2023_have_the_sizes_that_skr_published():
    sizes = load_kommuner().groupby("grupp_kod").size()
    published = {"A1": 3, "A2": 43, "B3": 23, "B4": 63, "B5": 24, "C6": 27, "C7": 51, "C8": 35, "C9": 21}
    assert sizes.to_dict() == published


def test_codes_keep_their_leading_zero():
    assert load_kommuner().loc["0188", ["namn", "lanskod"]].tolist() == ["Norrtälje", "01"]


def test_each_kommun_has_seven_similar_ones_that_exist():
    liknande = load_liknande()
    kommuner = load_kommuner()
    assert (liknande.groupby("kommunkod").size() == 7).all()
    assert set(liknande["kommunkod"]) == set(kommuner.index)
    assert set(liknande["liknande_kommunkod"]) <= set(kommuner.index)
    assert (liknande["kommunkod"] != liknande["liknande_kommunkod"]).all()


@pytest.mark.parametrize("name", ["kommuner.csv", "liknande_kommuner.csv"])
def test_a_reference_file_is_the_one_its_card_describes(name):
    file = paths.REFERENCE / name
    card = yaml.safe_load((paths.REFERENCE / f"{name}.source.yml").read_text(encoding="utf-8"))
    assert card["sha256"] == sha256(file)


def test_a_limit_of_the_benchmark_belongs_to_the_smaller_class():
    classes = [storleksklass(n) for n in (30_000, 30_001, 70_000, 70_001)]
    assert [text.replace("\u00a0", " ") for text in classes] == [
        "upp till 30 000 invånare",
        "30 000–70 000 invånare",
        "30 000–70 000 invånare",
        "över 70 000 invånare",
    ]


@pytest.mark.parametrize(
    ("namn", "folded"),
    [("Norrtälje", "norrtalje"), ("Upplands Väsby", "upplands_vasby"), ("Östra Göinge", "ostra_goinge")],
)
def test_a_slug_is_lower_case_ascii(namn, folded):
    assert slug(namn) == folded


def test_the_code_keeps_file_names_apart():
    kommuner = load_kommuner()
    stems = {report_stem(kod, namn) for kod, namn in kommuner["namn"].items()}
    assert len(stems) == 290
    assert {"0305_habo", "0643_habo"} <= stems  # Håbo and Habo


def test_a_known_code_is_returned():
    assert check_kommunkod("0188", load_kommuner()) == "0188"


@pytest.mark.parametrize(
    ("kod", "suggestion"),
    [("188", "0188 (Norrtälje)"), (188, "0188 (Norrtälje)"), ("norrtälje", "0188 (Norrtälje)"), ("018", "0188")],
)
def test_an_unknown_code_is_answered_with_the_one_that_was_meant(kod, suggestion):
    with pytest.raises(ParameterError) as caught:
        check_kommunkod(kod, load_kommuner())
    assert f"no kommun with code {kod}" in str(caught.value)
    assert suggestion in str(caught.value)


def test_a_code_like_no_other_is_refused_without_a_guess():
    with pytest.raises(ParameterError, match="four digits") as caught:
        check_kommunkod("Atlantis", load_kommuner())
    assert "Did you mean" not in str(caught.value)


def test_a_fictitious_kommun_comes_in_with_a_data_root_and_only_there(addition):
    kommuner = load_kommuner(addition(EXEMPELBY))
    assert kommuner.loc["9999", "namn"] == "Exempelby"
    assert len(kommuner) == 291
    assert len(load_kommuner()) == 290


def test_a_caller_cannot_spoil_the_register_for_the_next():
    kommuner = load_kommuner()
    kommuner.loc["0188", "namn"] = "x"
    assert load_kommuner().loc["0188", "namn"] == "Norrtälje"


def test_all_faults_of_an_addition_are_told_at_once(addition):
    doubled, short = "0188,Norrtälje,01,Stockholms län,B3,x,60000", "999,By,99,Län,X,x,10"
    negative, nameless = "9998,By,99,Län,X,x,-1", "9997,,99,Län,X,x,5"
    with pytest.raises(SourceError) as caught:
        load_kommuner(addition(doubled, short, negative, nameless))
    text = str(caught.value)
    assert "0188 Norrtälje: the code stands twice" in text
    assert "999 By: the code must be four digits" in text
    assert "9998 By: befolkning must be a whole number above 0" in text
    assert "9997 : namn is empty" in text


def test_a_short_row_is_a_fault_and_not_a_crash(addition):
    with pytest.raises(SourceError, match="befolkning"):
        load_kommuner(addition("9999,Exempelby,99"))


def test_an_addition_with_other_columns_is_refused(addition, tmp_path):
    root = addition()
    (root / "reference" / "kommuner_tillagg.csv").write_text("kod,namn\n9999,Exempelby\n", encoding="utf-8")
    with pytest.raises(SourceError, match="expected kommunkod, namn"):
        load_kommuner(root)


def test_the_population_is_a_number():
    assert pd.api.types.is_integer_dtype(load_kommuner()["befolkning"])
