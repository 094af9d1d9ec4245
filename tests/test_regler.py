"""The thresholds of the written analysis."""

from pathlib import Path

import pytest

from hemtjanst_lib.analysis.regler import ANALYS, load_regler, regelfel
from hemtjanst_lib.errors import ParameterError
from hemtjanst_lib.model import load_models, model_years


def test_the_file_of_the_project_is_sound_and_names_only_what_a_model_has() -> None:
    assert regelfel(load_regler(), load_models(model_years()).values()) == []


def test_all_faults_of_a_file_are_told_at_once(tmp_path: Path) -> None:
    text = ANALYS.read_text(encoding="utf-8").replace("total: 5", "total: 0").replace("percentil: 75", "procent: 75")
    file = tmp_path / "analys.yml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ParameterError) as fault:
        load_regler(file)
    assert len(fault.value.faults) == 3  # too low, one key missing, one key too many
    assert {line.split(":")[0] for line in fault.value.faults} == {
        "benchmark.total",
        "atgarder.percentil",
        "atgarder.procent",
    }


def test_what_no_model_has_and_what_has_no_goal_is_named() -> None:
    regler = load_regler()
    atgarder = regler.atgarder.model_copy(update={"mal": {"webb": "full"}, "undantag": {"okand": "full"}})
    benchmark = regler.benchmark.model_copy(update={"delindex": {"infromation": 5}})
    faults = regelfel(
        regler.model_copy(update={"atgarder": atgarder, "benchmark": benchmark}), load_models([2025]).values()
    )
    assert "benchmark.delindex.infromation: no model has it" in faults
    assert "atgarder.undantag.okand: no model has it" in faults
    assert "atgarder.mal.upplevelse: is missing" in faults
