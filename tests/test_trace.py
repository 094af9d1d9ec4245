"""A figure followed back: the second computation agrees with the first, and says so when it does not."""

import json
import math
import shutil
from fractions import Fraction
from pathlib import Path

import pandas as pd
import pytest
import typer
from hypothesis import HealthCheck, given, settings
from model_maker import scored_cases, small_model
from typer.testing import CliRunner

from hemtjanst_lib.cli_trace import trace as command
from hemtjanst_lib.errors import ParameterError
from hemtjanst_lib.model import parse_model
from hemtjanst_lib.scoring import score
from hemtjanst_lib.store import load_year
from hemtjanst_lib.trace import Svar, as_dict, rakna_om, trace
from hemtjanst_lib.trace.rakna import andel_av_index

MODEL = parse_model(small_model())
OK = {"x": Svar(80, "ok"), "y": Svar(40, "ok"), "z": Svar(20, "ok"), "w": Svar(50, "ok")}


def test_the_second_computation_by_hand() -> None:
    again = rakna_om(OK, MODEL)
    # a1 = (80 + 40) / 2, a2 = 20; A = (60·3 + 20·1) / 4 = 50; B = 50; total = (50·4 + 50·4) / 8
    assert again.omrade == {"a1": 60, "a2": 20, "b1": 50}
    assert (again.delindex["a"], again.total) == (50, 50)
    assert andel_av_index(again, MODEL, "x") == Fraction(1, 2) * Fraction(3, 4) * Fraction(1, 2)


def test_it_is_exact_where_floats_are_not() -> None:
    thirds = {**OK, "x": Svar(0.1, "ok"), "y": Svar(0.2, "ok")}
    assert rakna_om(thirds, MODEL).omrade["a1"] == Fraction(15, 100)


def test_what_is_left_out_spreads_its_weight() -> None:
    again = rakna_om({**OK, "z": Svar(None, "sekretess")}, MODEL)
    assert (again.omrade["a2"], again.delindex["a"], again.regel["z"]) == (None, 60, "utelamna")
    assert again.andel["a1"] == 1


def test_a_mean_that_is_needed_must_be_given() -> None:
    raw = {**small_model(), "saknas": {"ej_svar": "medel"}}
    missing = {**OK, "z": Svar(None, "ej_svar")}
    with pytest.raises(KeyError, match="z counts as the mean"):
        rakna_om(missing, parse_model(raw))
    assert rakna_om(missing, parse_model(raw), {"z": 35.0}).omrade["a2"] == 35


@given(scored_cases())
@settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_it_agrees_with_the_scoring_for_any_model(case) -> None:
    model, table = case
    scores = score(table, model)
    for kod, rows in table.groupby("kommunkod"):
        cells = zip(rows["indikator"], rows["varde"], rows["status"], strict=True)
        svar = {i: Svar(v if s == "ok" else None, s) for i, v, s in cells}
        again = rakna_om(svar, model, scores.poang.mean().to_dict())
        for level, found in (("omrade", again.omrade), ("delindex", again.delindex), ("total", {"total": again.total})):
            published = scores.total[kod] if level == "total" else getattr(scores, level).loc[kod]
            there = {"total": published} if level == "total" else published.to_dict()
            for name, value in found.items():
                assert (value is None) == math.isnan(there[name])
                assert value is None or float(value) == pytest.approx(there[name], abs=1e-9)


# --- on the invented data


@pytest.mark.parametrize("vad", ["index", "information", "kontinuitet", "bu_trygghet", "kolada_personalkontinuitet"])
def test_every_digit_of_a_published_figure_comes_out_again(example_data: Path, vad: str) -> None:
    spar = trace(2024, "0188", vad, example_data)
    assert spar.lika, spar.avvikelser
    assert spar.exempeldata


def test_a_kommun_full_of_holes_comes_out_again_too(example_data: Path) -> None:
    scores = load_year(2025, example_data).scores
    kod = str((scores.status != "ok").sum(axis=1).idxmax())
    spar = trace(2025, kod, "index", example_data)
    assert spar.lika, spar.avvikelser
    assert any("counts as" in text for one in flat(spar.steg) for text in one.uppgifter.values())


def flat(steg):
    return [steg, *(one for part in steg.delar for one in flat(part))]


def test_an_indikator_is_followed_to_its_file_and_cell(example_data: Path) -> None:
    facts = trace(2025, "0188", "bu_trygghet", example_data).steg.uppgifter
    row = load_year(2025, example_data).answers.query("kommunkod == '0188' and indikator == 'bu_trygghet'").iloc[0]
    assert (facts["file"], facts["cell"]) == (row["fil"], row["cell"])
    assert float(facts["in the cell"]) == row["varde"]


def test_a_swedish_name_finds_its_figure(example_data: Path) -> None:
    assert trace(2025, "0188", "Utförande", example_data).steg.id == "utforande"


@pytest.mark.parametrize(("vad", "near"), [("trygget", "trygghet"), ("Informaton", "information"), ("xyz", "index")])
def test_an_unknown_figure_is_answered_with_those_near_it(example_data: Path, vad: str, near: str) -> None:
    with pytest.raises(ParameterError, match=near):
        trace(2025, "0188", vad, example_data)


def test_an_unknown_kommun_is_refused(example_data: Path) -> None:
    with pytest.raises(ParameterError, match="0188"):
        trace(2025, "188", "index", example_data)


@pytest.fixture
def own_data(example_data: Path, tmp_path: Path) -> Path:
    """Return a copy of one year that a test may spoil."""
    for part in ("raw", "scored"):
        shutil.copytree(example_data / part / "2025", tmp_path / part / "2025")
    return tmp_path


def test_a_published_figure_that_was_changed_is_found_out(own_data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = own_data / "scored" / "2025" / "delindex.parquet"
    table = pd.read_parquet(path)
    year = load_year(2025, own_data)
    table.loc[table["kommunkod"] == "0188", "utforande"] += 0.000001
    table.to_parquet(path, index=False)
    monkeypatch.setattr("hemtjanst_lib.trace.way.load_year", lambda _ar, _data: year)
    spar = trace(2025, "0188", "index", own_data)
    assert [one.vad for one in spar.avvikelser] == ["delindex utforande"]


def test_a_raw_file_that_was_changed_is_found_out(own_data: Path) -> None:
    path = own_data / load_year(2025, own_data).answers.query("indikator == 'web_soka_bistand'").iloc[0]["fil"]
    lines = path.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    changed = [
        line.replace(";1", ";0") if line.startswith("0188") and "web_soka_bistand" in line else line for line in lines
    ]
    path.write_text("".join(changed), encoding="utf-8-sig")
    wrong = trace(2025, "0188", "web_soka_bistand", own_data).avvikelser
    assert wrong[0].vad == "file of web_soka_bistand (sha256)"


# --- the command


def run(*words: str):
    app = typer.Typer()
    app.command()(command)
    return CliRunner().invoke(app, list(words))


def test_the_command_prints_a_tree_and_that_all_agrees(example_data: Path) -> None:
    result = run("2025", "0188", "trygghet", "--data", str(example_data))
    assert result.exit_code == 0
    assert "EXEMPELDATA" in result.output
    assert "'Rike, län, kommun'!" in result.output
    assert "comparisons agree, to nine decimals" in result.output


def test_the_command_prints_json(example_data: Path) -> None:
    result = run("2025", "0188", "trygghet", "--json", "--data", str(example_data))
    told = json.loads(result.output)
    assert told["lika"] is True
    assert told["steg"]["id"] == "trygghet"
    assert told == as_dict(trace(2025, "0188", "trygghet", example_data))


def test_the_command_ends_with_1_when_a_digit_differs(own_data: Path) -> None:
    (own_data / load_year(2025, own_data).answers.query("indikator == 'bu_trygghet'").iloc[0]["fil"]).unlink()
    result = run("2025", "0188", "bu_trygghet", "--data", str(own_data))
    assert result.exit_code == 1
    assert "differ" in result.output
