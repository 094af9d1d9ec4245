from pathlib import Path

import pytest
from model_maker import small_model

from hemtjanst_lib.errors import SourceError
from hemtjanst_lib.model import parse_model
from hemtjanst_lib.sources import write_card
from hemtjanst_lib.sources.seniorvikter import read_seniorvikter

MODEL = parse_model(small_model())
GOOD = "svarande;b1;a1;a2\n1;50;30,5;19.5\n2;0;60;40\n"


def delivered(data: Path, text: str, name: str = "vikter.csv", *, card: bool = True) -> Path:
    path = data / "raw" / "2024" / "seniorvikter" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    if card:
        write_card(path, utgivare="Ingen", namn="Vikter", hamtad="2024-05-01")
    return path


def test_a_year_without_the_survey_has_none(tmp_path):
    assert read_seniorvikter(2024, tmp_path, MODEL) is None


def test_the_survey_is_read_with_decimal_comma_or_point_in_the_models_order(tmp_path):
    delivered(tmp_path, GOOD)
    found = read_seniorvikter(2024, tmp_path, MODEL)
    assert list(found.columns) == ["a1", "a2", "b1"]
    assert found.loc["1"].tolist() == [30.5, 19.5, 50]
    assert found.index.tolist() == ["1", "2"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("svarande;a1;a2\n1;1;1\n2;1;1\n", "lacks the column 'b1'"),
        ("svarande;a1;a2;b1;c1\n1;1;1;1;1\n2;1;1;1;1\n", "no område 'c1'"),
        ("svarande;a1;a2;b1\n1;1;;1\n2;1;1;1\n", r"a2: '' \(svarande 1\)"),
        ("svarande;a1;a2;b1\n1;1;-1;1\n2;1;1;1\n", "'-1'"),
        ("svarande;a1;a2;b1\n1;1;1;1\n1;1;1;1\n", "stand twice: 1"),
        ("svarande;a1;a2;b1\n1;0;0;0\n2;1;1;1\n", "gave nothing to any område: 1"),
        ("svarande;a1;a2;b1\n1;1;0;1\n2;1;0;1\n", "got nothing from anyone: a2"),
        ("svarande;a1;a2;b1\n1;1;1;1\n", "at least 2"),
        ("svarande;a1;a2;b1\n1;1;1\n", "line 2"),
        ("", "lacks the column"),
    ],
)
def test_a_faulty_survey_is_refused_with_its_faults(tmp_path, text, told):
    delivered(tmp_path, text)
    with pytest.raises(SourceError, match=told):
        read_seniorvikter(2024, tmp_path, MODEL)


def test_two_files_or_a_missing_card_are_refused(tmp_path):
    delivered(tmp_path, GOOD, card=False)
    with pytest.raises(SourceError, match="card is missing"):
        read_seniorvikter(2024, tmp_path, MODEL)
    delivered(tmp_path, GOOD, "till.csv")
    with pytest.raises(SourceError, match="keep one"):
        read_seniorvikter(2024, tmp_path, MODEL)
