"""Years scored side by side."""

import pickle

import pytest

from hemtjanst_lib.batch.years import score_years
from hemtjanst_lib.errors import HemtjanstError, NotebookError, SourceError


def test_a_fault_handed_over_by_another_process_is_the_same_fault():
    fault = NotebookError("a cell stopped", ["one", "two"], do="Mend it.")
    fault.cell = "styrkor"
    again = pickle.loads(pickle.dumps(fault))
    assert (type(again), str(again), again.cell) == (NotebookError, str(fault), "styrkor")


def test_the_faults_of_all_years_are_told_at_once(tmp_path):
    with pytest.raises(HemtjanstError) as told:
        score_years([2024, 2025], tmp_path)
    assert "2 years could not be scored" in str(told.value)
    assert "raw/2024" in str(told.value)
    assert "raw/2025" in str(told.value)


def test_one_years_fault_is_told_as_it_is(tmp_path):
    with pytest.raises(SourceError, match="raw/2025"):
        score_years([2025], tmp_path)
