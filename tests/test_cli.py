"""The command answers mistakes with a message and an exit code, and says what it would do."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from hemtjanst_lib import cli, store
from hemtjanst_lib.batch import factory
from hemtjanst_lib.batch.outcome import Outcome
from hemtjanst_lib.errors import HemtjanstError


def ask(*words: str, capsys: pytest.CaptureFixture, monkeypatch: pytest.MonkeyPatch) -> tuple[int, str, str]:
    """Give the command, and return exit code, stdout and stderr."""
    monkeypatch.setattr(sys, "argv", ["hemtjanst", *words])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    out, err = capsys.readouterr()
    return int(ended.value.code or 0), out, err


@pytest.fixture
def hemtjanst(capsys, monkeypatch):
    return lambda *words: ask(*words, capsys=capsys, monkeypatch=monkeypatch)


@pytest.fixture
def scored(monkeypatch):
    """Pretend that 2024 and 2025 are scored and fresh."""
    monkeypatch.setattr(store, "years", lambda _data: [2024, 2025])
    monkeypatch.setattr(store, "stale", lambda _ar, _data: [])


def test_a_kommun_that_does_not_exist_gives_a_message_and_exit_code_2(hemtjanst):
    code, out, err = hemtjanst("render", "2025", "--kommun", "188")
    assert (code, out) == (2, "")
    assert err.startswith("ParameterError: no kommun with code 188")
    assert "such as 0188" in err
    assert "Traceback" not in err


def test_a_year_without_scores_says_which_there_are_and_what_to_do(hemtjanst, scored, tmp_path):
    code, _, err = hemtjanst("render", "2026", "--data", str(tmp_path))
    assert code == 2
    assert "2026 has no scores" in err
    assert "2024, 2025" in err
    assert f"Run: hemtjanst score 2026 --data {tmp_path}" in err


def test_stale_scores_are_never_used_silently(hemtjanst, scored, monkeypatch, tmp_path):
    monkeypatch.setattr(store, "stale", lambda ar, _data: ["raw/svar.xlsx: changed"] if ar == 2024 else [])
    code, _, err = hemtjanst("render", "2025", "--data", str(tmp_path))
    assert code == 2
    assert "2024: raw/svar.xlsx: changed" in err
    assert f"Run: hemtjanst score 2024 --data {tmp_path}" in err


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["enhetsrapport"], "no kind of report called enhetsrapport; there is nation, metod, lan, kommun"),
        (["nation", "--kommun", "0188"], "--kommun does not narrow nation, which is one report"),
        (["--formats", "docx"], "no format called docx; there is html and pdf"),
        (["--engine", "dask"], "no engine called dask; there is inprocess and kernel"),
        (["--lan", "2"], "no län with code 2"),
    ],
)
def test_choices_that_do_not_exist_are_refused_with_those_that_do(hemtjanst, scored, words, message):
    code, _, err = hemtjanst("render", "2025", *words)
    assert code == 2
    assert message in err


@pytest.mark.parametrize("words", [["render"], ["render", "tjugofem"], ["render", "2025", "--limit", "0"], ["rendera"]])
def test_wrong_usage_gives_exit_code_2(hemtjanst, words):
    assert hemtjanst(*words)[0] == 2


def test_a_dry_run_says_what_is_due_and_why_and_renders_nothing(hemtjanst, scored, tmp_path, monkeypatch):
    monkeypatch.setattr(factory, "run", None)
    words = ["render", "2025", "--limit", "2", "--dry-run", "--out", str(tmp_path), "--data", str(tmp_path)]
    code, out, _ = hemtjanst(*words)
    assert code == 0
    assert out.splitlines()[0] == "kommun/0114 Upplands Väsby: never rendered"
    assert out.splitlines()[-1] == "2 would be rendered, 0 are up to date"
    assert json.loads(hemtjanst(*words, "--json")[1]) == {
        "kommun/0114": ["never rendered"],
        "kommun/0115": ["never rendered"],
    }
    assert list(tmp_path.iterdir()) == []


def test_an_interrupted_run_ends_with_130_and_says_how_to_go_on(hemtjanst, scored, tmp_path, monkeypatch):
    monkeypatch.setattr(factory, "run", lambda *_a, **_k: Outcome(done=["kommun/0114"], interrupted=True))
    code, out, _ = hemtjanst("render", "2025", "--limit", "2", "--data", str(tmp_path), "--out", str(tmp_path))
    assert code == 130
    assert "run the same command again" in out


def test_the_outcome_can_be_read_by_a_machine(hemtjanst, scored, tmp_path, monkeypatch):
    monkeypatch.setattr(factory, "run", lambda *_a, **_k: Outcome(done=["kommun/0114"], interrupted=True))
    out = hemtjanst("render", "2025", "--limit", "1", "--json", "--data", str(tmp_path), "--out", str(tmp_path))[1]
    assert json.loads(out)["rendered"] == ["kommun/0114"]


def test_no_permission_is_said_without_a_traceback(hemtjanst, scored, tmp_path, monkeypatch):
    def refuse(*_args, **_kwargs):
        raise HemtjanstError(f"{tmp_path}: cannot be written (Permission denied)")

    monkeypatch.setattr(factory, "run", refuse)
    code, _, err = hemtjanst("render", "2025", "--limit", "1", "--data", str(tmp_path), "--out", str(tmp_path))
    assert code == 2
    assert "cannot be written (Permission denied)" in err


def test_scoring_without_raw_files_says_where_they_belong(hemtjanst, tmp_path):
    code, _, err = hemtjanst("score", "--data", str(tmp_path))
    assert code == 2
    assert "holds no year" in err


def test_the_version_is_told_and_help_names_every_command():
    told = CliRunner().invoke(cli.app, ["--version"]).output
    assert told.startswith("hemtjanst 20")
    help_text = CliRunner().invoke(cli.app, ["--help"]).output
    assert all(command in help_text for command in ("example", "fetch", "check", "score", "render"))


def test_help_imports_neither_pandas_nor_papermill():
    code = (
        "import sys, hemtjanst_lib.cli\n"
        "print(sorted({'pandas', 'papermill', 'altair', 'vl_convert'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"
