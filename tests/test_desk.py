"""The desk: finding a kommun, seeing how far its report has come, and what the buttons start."""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hemtjanst_lib import paths
from hemtjanst_lib.batch.kinds import KINDS, Choice
from hemtjanst_lib.batch.manifest import enter
from hemtjanst_lib.batch.outcome import Failure, Outcome
from hemtjanst_lib.batch.plan import job_of
from hemtjanst_lib.batch.progress import Lines
from hemtjanst_lib.batch.subjects import RIKET, of_kommun, of_lan
from hemtjanst_lib.desk.reports import choice_from_kommun, choice_of_code, kind_of
from hemtjanst_lib.desk.review import rendered
from hemtjanst_lib.desk.running import Run, render_command
from hemtjanst_lib.desk.search import find, recall, remember
from hemtjanst_lib.desk.standing import steps
from hemtjanst_lib.desk.start import links, status_table
from hemtjanst_lib.desk.told import told_line
from hemtjanst_lib.desk.words import file_faults
from hemtjanst_lib.edits.model import text_hash
from hemtjanst_lib.errors import EditError
from hemtjanst_lib.files import sha256

NAMES = {"0188": "Norrtälje", "0305": "Håbo", "0643": "Habo", "1292": "Ängelholm", "1480": "Göteborg"}
NAMES["0114"] = "Upplands Väsby"
REGISTER = pd.DataFrame({"namn": NAMES}).rename_axis("kommunkod").sort_index()


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("norrt", "0188"),
        ("NORRTALJE", "0188"),
        ("0188", "0188"),
        ("håbo", "0305"),
        ("habo", "0643"),
        ("angel", "1292"),
        ("vasby", "0114"),
        ("borg", "1480"),
        ("06", "0643"),
    ],
)
def test_a_kommun_is_found_by_name_or_code_with_or_without_rings_and_dots(typed, first):
    assert find(typed, REGISTER)[0][0] == first


def test_letters_as_typed_go_before_those_that_only_look_alike():
    register = pd.DataFrame({"namn": ["Ånge", "Ängelholm"]}, index=["2260", "1292"])
    assert [kod for kod, _ in find("änge", register)] == ["1292", "2260"]


def test_all_stand_in_swedish_order():
    register = pd.DataFrame({"namn": ["Östersund", "Ale", "Åre", "Älmhult", "Östhammar", "Övertorneå", "Zorn"]})
    assert [namn for _, namn in find("", register)] == [
        "Ale", "Zorn", "Åre", "Älmhult", "Östersund", "Östhammar", "Övertorneå"
    ]  # fmt: skip


def test_habo_and_habo_with_a_ring_are_both_offered():
    assert {kod for kod, _ in find("habo", REGISTER)} == {"0305", "0643"}


def test_nothing_typed_gives_all_with_the_last_used_first():
    found = [kod for kod, _ in find("", REGISTER, ["1480", "0188"])]
    assert found[:2] == ["1480", "0188"] and len(found) == len(NAMES)


@given(st.text())
def test_any_search_gives_kommuner_that_there_are(text):
    assert {kod for kod, _ in find(text, REGISTER)} <= set(NAMES)


def test_the_last_used_are_remembered_and_a_broken_memory_is_no_fault(tmp_path):
    path = tmp_path / "senast.json"
    assert recall(path) == []
    remember(path, "0188")
    assert remember(path, "1480") == remember(path, "1480") == ["1480", "0188"]
    path.write_text("{", encoding="utf-8")
    assert recall(path) == []


@pytest.fixture
def job(tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "PARAMETERS", tmp_path / "parameters")
    subject = of_kommun("0188", "Norrtälje", "Stockholms län")
    return job_of(KINDS["kommun"], subject, 2025, tmp_path / "data", tmp_path / "ut")


def standing(job) -> dict[str, tuple[str, bool | None]]:
    return {step.name: (step.text, step.done) for step in steps(job)}


def test_a_report_that_is_not_begun_says_so_at_every_step(job):
    assert standing(job) == {
        "Beställd": ("ingen orderlista för året", None),
        "Gjord": ("inte gjord", False),
        "Egna ord": ("inga", None),
        "Att ta ställning till": ("inget", True),
        "Granskad": ("inte underskriven", False),
    }
    assert "Kommunrapport 2025: 0188 Norrtälje" in status_table(job, steps(job))
    assert links(job) == "Rapporten är inte gjord än."


@pytest.mark.parametrize(("text", "done"), [("kommunkod: '0188'", True), ("kommunkod: '1480'; faktura 01880", False)])
def test_an_order_is_found_by_its_code_alone(job, text, done):
    orders = paths.PARAMETERS / "orders"
    orders.mkdir(parents=True)
    (orders / "2025.yml").write_text(text, encoding="utf-8")
    assert standing(job)["Beställd"][1] is done


def test_the_orders_of_the_data_go_before_those_of_the_project_and_states_are_no_orders(job):
    own, given = paths.PARAMETERS / "orders", paths.resolve(job.parameters["data"]) / "orders"
    own.mkdir(parents=True)
    (own / "2025.lage.yml").write_text("'0188': {}", encoding="utf-8")
    assert standing(job)["Beställd"][1] is None
    given.mkdir(parents=True)
    (given / "2025.csv").write_text("kommunkod;kommun\n0188;Norrtälje\n", encoding="utf-8")
    (own / "2025.csv").write_text("kommunkod;kommun\n", encoding="utf-8")
    assert standing(job)["Beställd"] == ("ja", True)


def test_a_broken_file_of_own_words_is_told_at_the_desk(job):
    path = paths.PARAMETERS / "edits" / "2025" / "0188_norrtalje.yml"
    path.parent.mkdir(parents=True)
    path.write_text("ar: [", encoding="utf-8")
    assert "går inte att läsa" in standing(job)["Egna ord"][0]


@pytest.mark.parametrize(
    ("kind", "subject", "words"),
    [
        ("kommun", of_kommun("0188", "Norrtälje", ""), ["--kommun", "0188"]),
        ("lan", of_lan("01", "Stockholms län"), ["--lan", "01"]),
        ("nation", RIKET, []),
    ],
)
def test_the_command_of_a_run_names_the_report_and_nothing_else(tmp_path, kind, subject, words):
    job = job_of(KINDS[kind], subject, 2025, tmp_path / "data", tmp_path / "ut")
    command = render_command(job, tmp_path / "ut", draft=True)
    data = ["--data", str(tmp_path / "data"), "--out", str(tmp_path / "ut"), "--draft"]
    assert command[3:] == ["render", "2025", kind, *words, *data]


def test_a_run_tells_its_lines_and_how_it_ended():
    told, ended = [], []
    run = Run([sys.executable, "-c", "print('ett'); print('två'); raise SystemExit(3)"], told.append, ended.append)
    assert run.wait(20) == 3
    assert (told, ended) == (["ett", "två"], [3])


def test_the_desk_says_in_swedish_what_a_run_prints(capsys):
    with Lines(1) as shown:
        shown.step(failed=False)
    with Lines(1) as shown:
        shown.step(failed=True)
    failure = Failure("kommun/0188", "0188", "Norrtälje", "execute", "NotebookError", "cell x: y", "x", Path("a.ipynb"))
    outcome = Outcome(done=["kommun/0114"], failed=[failure], seconds=12.34, interrupted=True)
    assert [told_line(line) for line in (*capsys.readouterr().err.splitlines(), *outcome.lines())] == [
        "1 av 1 färdig efter 0 sekunder",
        "1 av 1 färdig efter 0 sekunder, 1 misslyckad",
        "Gjorda: 1. Redan aktuella: 0. Misslyckade: 1. Tid: 12,3 sekunder.",
        "Avbrutet. Gör rapporten igen, så fortsätter den härifrån.",
        "  Norrtälje, fel i körningen: cell x: y",
        "    se a.ipynb",
    ]
    assert told_line("OSError: disk") == "OSError: disk"


def test_a_kommun_leads_to_its_lan_and_to_the_country():
    register = REGISTER.assign(lanskod="01")
    assert choice_from_kommun(KINDS["enheter"], "0188", register) == Choice(("0188",))
    assert choice_from_kommun(KINDS["lan"], "0188", register) == Choice(lan=("01",))
    assert choice_from_kommun(KINDS["nation"], "0188", register) == Choice()


def test_a_report_on_the_country_is_ordered_by_no_kommun_and_named_once(tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "PARAMETERS", tmp_path / "parameters")
    job = job_of(KINDS["nation"], RIKET, 2025, tmp_path / "data", tmp_path / "ut")
    assert standing(job)["Beställd"] == ("beställs inte av en kommun", None)
    assert ">Nationell rapport 2025<" in status_table(job, steps(job))


def test_reports_are_known_by_the_name_of_their_template():
    assert kind_of("kommunrapport").name == "kommun"
    assert choice_of_code(KINDS["lan"], "urval_tva").urval == ("tva",)
    assert choice_of_code(KINDS["nation"], "riket").given == []
    with pytest.raises(EditError, match="no report is called x"):
        kind_of("x")


def test_the_years_check_names_files_that_are_not_sound_and_words_that_wait(tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "PARAMETERS", tmp_path)
    (tmp_path / "review").mkdir()
    (tmp_path / "review" / "checklista.yml").write_text("text: Läst.\n", encoding="utf-8")
    folder = tmp_path / "edits" / "2025"
    folder.mkdir(parents=True)
    (folder / "0184_solna.yml").write_text("ar: [", encoding="utf-8")
    gone = f"- {{cell: borta, mall: x, mall_sha256: {text_hash('x')}, vem: A, nar: nu}}"
    (folder / "0188_norrtalje.yml").write_text(
        f'ar: 2025\nkod: "0188"\nnamn: Norrtälje\nrapporter:\n  kommunrapport:\n    {gone}\n', encoding="utf-8"
    )
    faults, waiting = file_faults(2025)
    assert len(faults) == 1 and "0184_solna.yml" in faults[0]
    assert waiting == ["0188_norrtalje.yml: cell borta (A, nu): the template no longer has the cell"]


def test_a_notebook_changed_since_the_report_was_made_is_not_reviewed(job):
    with pytest.raises(EditError, match="is not rendered"):
        rendered(job)
    notebook = job.file(".ipynb")
    notebook.parent.mkdir(parents=True)
    notebook.write_text("{}", encoding="utf-8")
    enter(job, {"nyckel": "x"}, {notebook.name: sha256(notebook)})
    assert rendered(job).notebook == notebook
    notebook.write_text("{ }", encoding="utf-8")
    with pytest.raises(EditError, match="has been changed since the report was made"):
        rendered(job)


def test_the_start_notebook_stands_where_jupyterlab_opens():
    config = (paths.PROJECT / ".jupyter" / "jupyter_lab_config.json").read_text(encoding="utf-8")
    assert '"/lab/tree/notebooks/start.ipynb"' in config and Path(paths.NOTEBOOKS / "start.ipynb").is_file()
