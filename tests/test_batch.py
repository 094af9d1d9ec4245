"""Many reports: what is due, what fails, what is left when a run is killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from factory_runner import jobs_of, render
from notebook_maker import write_notebook

from hemtjanst_lib import theme
from hemtjanst_lib.batch import factory, keys, manifest, plan
from hemtjanst_lib.batch.lock import tree_lock
from hemtjanst_lib.batch.outcome import Failure, Outcome
from hemtjanst_lib.errors import HemtjanstError

HEAD = (
    "from hemtjanst_lib.display import Huvud\n"
    "Huvud('Hemtjänstindex 2025', 'Provkommun', 2025, 'kommunrapport', kommunkod, '1 december 2025', exempeldata=True)"
)
PROSE = "# Sammanfattning\n\nKommunen har koden {eval}`kommunkod`."

# What goes wrong, by the code of the kommun whose report it happens in. 0114 and 0184 are sound.
FAULTS = {
    "0115": "1 / 0",
    "0117": "import sys; sys.exit(0)",
    "0120": "import os; os._exit(3)",
    "0123": "import ctypes; ctypes.string_at(0)",
    "0125": "while True: pass",
    "0126": "bort = bytearray(10**10)",
    "0127": "import os; os.write(1, b'hej')",
    "0128": "kvar = 'nan'",
    "0136": "import signal; signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGALRM]); import time; time.sleep(60)",
    "0138": "import os; os.kill(os.getpid(), 9)",
    "0139": "del kommunkod",
}
SOUND = ["0114", "0184"]


def report_template(folder: Path, source: str = "pass", prose: str = PROSE, name: str = "kommunrapport") -> Path:
    return write_notebook(folder / f"{name}.ipynb", [("code", HEAD), ("markdown", prose), ("code", source)])


def tree(out: Path) -> dict[str, bytes]:
    """Every file of a tree but the log and the lock, with its bytes."""
    left_out = {"run.jsonl", ".lock"}
    files = (path for path in out.rglob("*") if path.is_file() and path.name not in left_out)
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in sorted(files)}


def log(out: Path) -> list[dict]:
    return [json.loads(line) for line in (out / "2025" / "run.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def faulty(tmp_path_factory) -> tuple[Path, Outcome]:
    """One run with a sound report at either end, and every fault between."""
    folder = tmp_path_factory.mktemp("fel")
    source = f"exec({FAULTS!r}.get(kommunkod, 'pass'))"
    prose = PROSE + " {eval}`globals().get('kvar', 'Allt')` är bra."
    outcome = render(report_template(folder, source, prose), folder / "ut", [*SOUND, *FAULTS])
    return folder / "ut", outcome


@pytest.mark.faults
@pytest.mark.slow
class TestFaults:
    def test_no_failing_report_stops_the_others(self, faulty):
        _, outcome = faulty
        assert sorted(outcome.done) == [f"kommun/{kod}" for kod in SOUND]
        assert sorted(failure.kod for failure in outcome.failed) == sorted(FAULTS)
        assert outcome.exit_code == 1

    @pytest.mark.parametrize(
        ("kod", "kind", "text"),
        [
            ("0115", "ZeroDivisionError", "kommunrapport.ipynb, cell code-2: ZeroDivisionError: division by zero"),
            ("0117", "SystemExit", "cell code-2: SystemExit: 0"),
            ("0120", "WorkerDeath", "cell code-2: the notebook's process left the process with exit code 3"),
            ("0123", "SIGSEGV", "cell code-2: the notebook's process died by signal SIGSEGV"),
            ("0125", "CellTimeout", "cell code-2: CellTimeout: the cell ran longer than 2 seconds"),
            ("0126", "MemoryError", "cell code-2: MemoryError"),
            ("0127", "ExportError", "cell code-2: printed to stdout"),
            ("0128", "GateError", "nan"),
            ("0136", "Timeout", "cell code-2: the notebook's process was killed after"),
            ("0138", "SIGKILL", "which is what the system does when memory runs out"),
            ("0139", "NameError", "cell markdown-1: {eval}`kommunkod` gave NameError"),
        ],
    )
    def test_each_is_named_with_kind_cell_and_cause(self, faulty, kod, kind, text):
        _, outcome = faulty
        failure = next(each for each in outcome.failed if each.kod == kod)
        assert text in failure.cause
        assert failure.kind == kind
        assert any(failure.id in line for line in outcome.lines())

    def test_the_failed_notebook_is_kept_with_its_error_and_nothing_else_is_written(self, faulty):
        out, _ = faulty
        folder = next((out / "2025").glob("0115_*"))
        (kept,) = folder.iterdir()
        assert kept.name.endswith("_fel.ipynb")
        assert "ZeroDivisionError" in kept.read_text(encoding="utf-8")

    def test_a_dead_process_is_tried_once_more_and_a_timeout_is_not(self, faulty):
        retried = [line["id"] for line in log(faulty[0]) if line["event"] == "retry"]
        assert sorted(retried) == ["kommun/0120", "kommun/0123", "kommun/0138"]

    def test_nothing_is_left_on_its_way(self, faulty):
        out, _ = faulty
        assert not (out / "2025" / factory.STAGING).exists()
        assert not list(out.rglob("*.part"))

    def test_the_log_has_stages_memory_and_error_of_each_report(self, faulty):
        lines = {line.get("id"): line for line in log(faulty[0]) if line["event"] in {"done", "failed"}}
        assert {"execute", "html", "pdf"} <= set(lines["kommun/0114"]["seconds"])
        assert lines["kommun/0114"]["peak_mb"] > 0
        assert lines["kommun/0115"]["kind"] == "ZeroDivisionError"
        assert len({line["run"] for line in log(faulty[0])}) == 1


@pytest.mark.faults
@pytest.mark.slow
def test_a_killed_and_an_interrupted_run_go_on_to_the_same_bytes(tmp_path):
    gate = tmp_path / "till_och_med"  # notebooks of kommuner after the one named here wait, however busy the machine is
    template = report_template(tmp_path, f"import time\nwhile kommunkod > open({str(gate)!r}).read(): time.sleep(0.05)")
    codes = ["0114", "0115", "0117", "0120", "0123", "0125"]
    whole, broken = tmp_path / "hel", tmp_path / "bruten"
    gate.write_text("9999")
    assert render(template, whole, codes).exit_code == 0
    gate.write_text("0115")
    _stop_after(1, signal.SIGKILL, template, broken, codes)
    after_kill = set(manifests(broken))
    assert 0 < len(after_kill) < len(codes)
    gate.write_text("0120")
    code = _stop_after(len(after_kill) + 1, signal.SIGINT, template, broken, codes)
    assert code == 130
    assert len(after_kill) < len(manifests(broken)) < len(codes)
    gate.write_text("9999")
    last = render(template, broken, codes)
    assert set(last.skipped) >= {f"kommun/{path.parent.name[:4]}" for path in after_kill}
    assert tree(broken) == tree(whole)
    again = render(template, broken, codes)
    assert (again.done, len(again.skipped)) == ([], len(codes))


def manifests(out: Path) -> list[Path]:
    return sorted(out.glob("2025/*/manifest.json"))


def _stop_after(reports: int, number: int, template: Path, out: Path, codes: list[str]) -> int:
    runner = Path(__file__).with_name("factory_runner.py")
    process = subprocess.Popen([sys.executable, runner, template, out, *codes])
    deadline = time.monotonic() + 90
    while len(manifests(out)) < reports and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.02)
    os.kill(process.pid, number)
    return process.wait(120)


def small_tree(tmp_path: Path) -> tuple[plan.Job, dict]:
    """A report as the exporter leaves it, made without running anything."""
    template = report_template(tmp_path)
    (job,) = jobs_of(tmp_path / "ut", ["0114"], template)
    basis = keys.job_basis(keys.basis(2025, tmp_path / "data"), job)
    job.folder.mkdir(parents=True)
    hashes = {}
    for suffix in (".ipynb", ".html", ".pdf"):
        job.file(suffix).write_bytes(suffix.encode())
        hashes[job.file(suffix).name] = keys.sha256(suffix.encode())
    manifest.enter(job, manifest.compose(basis, {}), hashes)
    return job, basis


def filed(job: plan.Job) -> dict[str, str]:
    return manifest.entry_of(job)["filer"]


BOTH = ("html", "pdf")


def test_a_report_whose_inputs_and_files_are_unchanged_is_up_to_date(tmp_path):
    job, basis = small_tree(tmp_path)
    assert manifest.reasons(job, basis, BOTH) == []


def test_a_report_without_manifest_was_never_rendered(tmp_path):
    job, basis = small_tree(tmp_path)
    job.manifest.unlink()
    assert manifest.reasons(job, basis, BOTH) == ["never rendered"]
    job.manifest.write_text("{trasig", encoding="utf-8")
    assert manifest.reasons(job, basis, BOTH) == ["never rendered"]


def test_an_altered_or_missing_file_makes_a_report_due(tmp_path):
    job, basis = small_tree(tmp_path)
    job.file(".html").write_text("ändrad", encoding="utf-8")
    job.file(".pdf").unlink()
    assert manifest.reasons(job, basis, BOTH) == [
        f"altered: {job.file('.html').name}",
        f"missing: {job.file('.pdf').name}",
    ]
    assert manifest.reasons(job, basis, ()) == []


def test_a_changed_input_is_named(tmp_path):
    job, _ = small_tree(tmp_path)
    scored = tmp_path / "data" / "scored" / "2024"
    scored.mkdir(parents=True)
    (scored / "total.parquet").write_bytes(b"1")
    job.template.write_text(job.template.read_text(encoding="utf-8").replace("koden", "numret"), encoding="utf-8")
    basis = keys.job_basis(keys.basis(2025, tmp_path / "data"), job)
    assert manifest.reasons(job, basis, BOTH) == ["changed: mall, modell (2024), resultat (2024)"]


def test_what_reports_keep_beside_the_scores_makes_nothing_due(tmp_path):
    scored = tmp_path / "scored" / "2025"
    (scored / "osakerhet").mkdir(parents=True)
    (scored / "total.parquet").write_bytes(b"1")
    before = keys.key(keys.basis(2025, tmp_path))
    (scored / "osakerhet" / "index.parquet").write_bytes(b"1")
    assert keys.key(keys.basis(2025, tmp_path)) == before


def test_scores_of_earlier_years_count_and_of_later_years_do_not(tmp_path):
    data, keys_seen = tmp_path / "data", []
    for ar in (2026, 2024):
        keys_seen.append(keys.key(keys.basis(2025, data)))
        (data / "scored" / str(ar)).mkdir(parents=True)
        (data / "scored" / str(ar) / "total.parquet").write_bytes(b"1")
    keys_seen.append(keys.key(keys.basis(2025, data)))
    assert keys_seen[0] == keys_seen[1] != keys_seen[2]


def test_another_choice_of_colours_makes_every_report_anew(tmp_path, monkeypatch):
    file = tmp_path / "parameters" / theme.choice.FILE
    monkeypatch.setattr(keys, "PARAMETERS", tmp_path / "parameters")
    file.parent.mkdir(parents=True)
    file.write_text("fargtema: petrol-rod\n", encoding="utf-8")
    before = keys.basis(2025, tmp_path)
    file.write_text("fargtema: bla-orange\n", encoding="utf-8")
    assert keys.changed(keys.basis(2025, tmp_path), before) == ["text"]


def test_a_format_not_asked_for_stays_when_nothing_changed_and_goes_when_something_did(tmp_path):
    job, basis = small_tree(tmp_path)
    page = {job.file(".html").name: keys.sha256(b".html")}
    manifest.enter(job, manifest.compose(basis, {}), page)
    assert set(filed(job)) == {job.file(s).name for s in (".html", ".ipynb", ".pdf")}
    manifest.enter(job, manifest.compose({**basis, "mall": "ny"}, {}), page)
    assert set(filed(job)) == set(page)
    assert not job.file(".pdf").exists()


def test_the_manifest_holds_no_clock_and_is_the_same_twice(tmp_path):
    (tmp_path / "a").mkdir()
    job, basis = small_tree(tmp_path / "a")
    first = job.manifest.read_bytes()
    manifest.enter(job, manifest.compose(basis, {}), filed(job))
    assert job.manifest.read_bytes() == first
    assert set(json.loads(first)) == {"ar", "kod", "namn", "rapporter"}
    assert set(json.loads(first)["rapporter"]["kommunrapport"]) == {
        *("filer", "nyckel", "objekt", "proveniens", "underlag", "version")
    }


def test_two_runs_on_one_tree_are_refused(tmp_path):
    with tree_lock(tmp_path / "ut"):  # noqa: SIM117  (the refusal must not let go of the first)
        with pytest.raises(HemtjanstError, match="another run is writing"), tree_lock(tmp_path / "ut"):
            pass
    with tree_lock(tmp_path / "ut"):
        pass


def test_a_tree_that_cannot_be_written_is_refused(tmp_path, monkeypatch):
    def refuse(*_args, **_kwargs):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(HemtjanstError, match=r"cannot be written \(Permission denied\)"), tree_lock(tmp_path):
        pass


@pytest.mark.parametrize(
    ("kinds", "interrupted", "code"),
    [
        ([], False, 0),
        (["ValueError"], False, 1),
        (["GateError"], False, 3),
        (["GateError", "X"], False, 1),
        ([], True, 130),
    ],
)
def test_the_exit_code_says_how_a_run_ended(kinds, interrupted, code):
    failed = [Failure("kommun/0114", "0114", "A", "export", kind, "orsak") for kind in kinds]
    assert Outcome(failed=failed, interrupted=interrupted).exit_code == code


def test_the_summary_tells_the_first_error_of_a_kind_in_full_and_the_rest_in_short():
    cause = "sidan\n  - fel ett\n  - fel två"
    failed = [Failure(f"kommun/{kod}", kod, "N", "export", "GateError", cause) for kod in ("0115", "0114")]
    lines = Outcome(done=["kommun/0117"], failed=failed, seconds=1.0).lines()
    assert lines[0] == "1 rendered, 0 up to date, 2 failed in 1.0 s"
    assert lines[1].startswith("  kommun/0114 N (export): sidan")
    assert "fel två" in lines[1]
    assert lines[2] == "  kommun/0115 N (export): sidan - fel ett"
