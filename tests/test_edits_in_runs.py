"""Own words in a real run: only the report they belong to is made again, and none is made that must not be."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace

import nbformat
import pytest
from edit_notebooks import ANNA, write
from factory_runner import jobs_of, run
from notebook_maker import write_notebook

from hemtjanst_lib import paths
from hemtjanst_lib.batch.release import release_faults, reviewed_of
from hemtjanst_lib.batch.words_file import target_of
from hemtjanst_lib.edits.save import save
from hemtjanst_lib.review.signature import checklist

HEAD = (
    "from hemtjanst_lib.display import Huvud\n"
    "Huvud('Hemtjänstindex 2025', 'Provkommun', 2025, 'kommunrapport', kommunkod, '1 december 2025', exempeldata=True)"
)
PROSE = "# Sammanfattning\n\nKommunen har koden {eval}`kommunkod`."


@pytest.fixture
def made(tmp_path, monkeypatch):
    """Render two kommuner, and return what renders them again."""
    shutil.copytree(paths.PARAMETERS, tmp_path / "parameters", ignore=shutil.ignore_patterns("edits"))
    monkeypatch.setattr(paths, "PARAMETERS", tmp_path / "parameters")
    template = write_notebook(tmp_path / "kommunrapport.ipynb", [("code", HEAD), ("markdown", PROSE)])

    def render(*, draft=False):
        jobs = [replace(job, draft=draft) for job in jobs_of(tmp_path / "ut", ["0114", "0184"], template)]
        return {job.kod: job for job in jobs}, run(jobs, tmp_path / "data", tmp_path / "ut")

    jobs, outcome = render()
    assert sorted(outcome.done) == ["kommun/0114", "kommun/0184"]
    return render, jobs["0114"], template


def page(job) -> str:
    return job.file(".html").read_text(encoding="utf-8")


@pytest.mark.slow
def test_only_the_report_whose_words_changed_is_made_again_and_says_them_with_live_values(made):
    render, job, _ = made
    save(write(job.file(".ipynb"), markdown_1="# Sammanfattning\n\nVi i {eval}`kommunkod`."), target_of(job), ANNA)
    _, outcome = render()
    assert (outcome.done, outcome.skipped) == (["kommun/0114"], ["kommun/0184"]), outcome.lines()
    assert "Vi i 0114." in page(job)
    assert "egna_ord" in json.loads(job.manifest.read_text(encoding="utf-8"))["rapporter"]["kommunrapport"]["underlag"]
    assert render()[1].done == []


@pytest.mark.slow
def test_words_not_saved_stop_the_report_and_stay(made):
    render, job, _ = made
    notebook = write(job.file(".ipynb"), markdown_1="# Sammanfattning\n\nOsparat.")
    before = notebook.read_bytes()
    _, outcome = render()
    assert outcome.exit_code == 3
    assert "holds words that are not saved" in outcome.failed[0].cause
    assert notebook.read_bytes() == before
    save(notebook, target_of(job), ANNA)
    assert render()[1].exit_code == 0
    assert "Osparat." in page(job)


@pytest.mark.slow
def test_words_that_wait_for_review_are_released_only_as_a_draft_that_says_so(made):
    render, job, template = made
    save(write(job.file(".ipynb"), markdown_1="# Sammanfattning\n\nMitt."), target_of(job), ANNA)
    notebook = nbformat.read(template, 4)
    notebook.cells[-1].source = PROSE + " Nytt."
    nbformat.write(notebook, template)
    _, outcome = render()
    assert (outcome.done, outcome.exit_code) == (["kommun/0184"], 3)
    assert "the template's text has changed" in outcome.failed[0].cause
    assert render(draft=True)[1].exit_code == 0
    assert "<strong>UTKAST</strong>" in page(job) and "Att granska: mallens text har ändrats" in page(job)


@pytest.mark.slow
def test_a_broken_file_stops_its_own_report_alone(made):
    render, job, _ = made
    path = target_of(job).path
    path.parent.mkdir(parents=True)
    path.write_text("ar: [2025\n", encoding="utf-8")
    _, outcome = render()
    assert (outcome.skipped, outcome.exit_code) == (["kommun/0184"], 1)
    assert "not sound YAML" in outcome.failed[0].cause


@pytest.mark.slow
def test_a_report_is_released_when_it_is_up_to_date_no_draft_and_signed(made, tmp_path):
    render, job, _ = made
    data = tmp_path / "data"
    assert release_faults(job, data) == ["kommun/0114: never signed"]
    reviewed_of(job).sign("Anna", "2025-11-21 10:00", tuple(checklist()))
    assert release_faults(job, data) == []
    save(write(job.file(".ipynb"), markdown_1="# Sammanfattning\n\nMitt."), target_of(job), ANNA)
    assert "is not up to date" in release_faults(job, data)[0]
    jobs, outcome = render(draft=True)
    assert outcome.exit_code == 0, outcome.lines()
    assert "is not up to date" in release_faults(job, data)[0]
    assert release_faults(jobs["0114"], data) == ["kommun/0114 is a draft"]
    again = render()[1]
    assert again.exit_code == 0, again.lines()
    assert release_faults(job, data) == ["kommun/0114: changed since it was signed"]
