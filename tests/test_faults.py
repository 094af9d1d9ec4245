"""What a run meets outside its reports: full disks, dying workers, jumping clocks, and inputs that change under it."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from factory_runner import QUICK, jobs_of, render, run
from kills.hunt import tree
from notebook_maker import write_notebook
from raw_files import AR, change_text, raw, sign

from hemtjanst_lib import files, paths, store
from hemtjanst_lib.analysis import osakerhet
from hemtjanst_lib.batch import factory, manifest, years
from hemtjanst_lib.batch.line import Line
from hemtjanst_lib.batch.lock import tree_lock
from hemtjanst_lib.batch.log import RunLog
from hemtjanst_lib.batch.outcome import Outcome
from hemtjanst_lib.batch.words_file import target_of
from hemtjanst_lib.errors import HemtjanstError, StoreError

pytestmark = pytest.mark.faults

HEAD = (
    "from hemtjanst_lib.display import Huvud\n"
    "Huvud('Hemtjänstindex 2025', 'Provkommun', 2025, 'kommunrapport', kommunkod, '1 december 2025', exempeldata=True)"
)
PROSE = "# Sammanfattning\n\nKommunen har koden {eval}`kommunkod`."
CODES = ["0114", "0115", "0184"]
SITE = Path(__file__).parent / "kills" / "site"


def template(folder: Path, source: str = "pass") -> Path:
    """A report of three cells, the last of them as told."""
    return write_notebook(folder / "kommunrapport.ipynb", [("code", HEAD), ("markdown", PROSE), ("code", source)])


def done(outcome: Outcome) -> list[str]:
    return sorted(id_.partition("/")[2] for id_ in outcome.done)


def nothing_on_its_way(out: Path) -> bool:
    return not (out / "2025" / factory.STAGING).exists() and not list(out.rglob("*.part"))


# --- files


def test_what_a_killed_writer_left_goes_with_the_next_write_of_that_file(tmp_path):
    file = tmp_path / "sida.html"
    left, other = tmp_path / ".sida.html.abc123.part", tmp_path / ".annan.html.abc123.part"
    for part in (left, other):
        part.write_bytes(b"hal")
    files.write_atomic(file, "hel")
    assert sorted(path.name for path in tmp_path.iterdir()) == [other.name, file.name]


def test_what_another_writer_is_writing_is_left_alone(tmp_path):
    code = (
        "import os, sys; from pathlib import Path; from hemtjanst_lib import files\n"
        "os.fsync = lambda _: (print('skriver', flush=True), sys.stdin.readline())\n"
        "files.write_atomic(Path(sys.argv[1]), 'annans')"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, tmp_path / "a"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout.readline() == "skriver\n"
        files.write_atomic(tmp_path / "a", "vår")
        files.clear_parts(tmp_path.glob(".*.part"))
        assert len(list(tmp_path.glob(".*.part"))) == 1
        other.communicate("\n")
    assert other.returncode == 0
    assert (tmp_path / "a").read_text() == "annans"


def test_a_file_that_cannot_be_written_leaves_the_old_one_and_is_named(tmp_path, monkeypatch):
    file = tmp_path / "a"
    files.write_atomic(file, "gammal")
    monkeypatch.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(OSError, match="No space left") as caught:
        files.write_atomic(file, "ny")
    assert caught.value.filename == str(file)
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("a", "gammal")]


def test_a_log_whose_last_line_was_cut_short_goes_on_with_a_line_of_its_own(tmp_path):
    path = tmp_path / "run.jsonl"
    path.write_bytes(b'{"event": "start"}\n{"event": "do')
    log = RunLog(path)
    log.write("start")
    log.close()
    assert path.read_text(encoding="utf-8").count("\n") == 3
    assert '"event": "start"' in path.read_text(encoding="utf-8").splitlines()[-1]


# --- disks


@pytest.fixture
def small_disk(tmp_path):
    """Give a function that mounts a file system in memory of some kilobytes, or changes its size or rights."""
    folder, mounted = tmp_path / "skiva", []

    def mount(options: str) -> Path:
        words = ["-o", f"remount,{options}"] if mounted else ["-t", "tmpfs", "-o", options, "tmpfs"]
        folder.mkdir(exist_ok=True)
        told = subprocess.run(["mount", *words, folder], capture_output=True, text=True, check=False)
        if told.returncode:
            pytest.skip(f"no file system can be mounted here: {told.stderr.strip()}")
        mounted.append(options)
        return folder

    yield mount
    if mounted:
        subprocess.run(["umount", folder], check=True)


def by_itself(template_: Path, out: Path, **more) -> subprocess.CompletedProcess[str]:
    """Render from a process of its own, as the command does."""
    runner = Path(__file__).with_name("factory_runner.py")
    command = [sys.executable, runner, template_, out, *CODES]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=300, **more)


@pytest.mark.slow
def test_a_full_disk_stops_a_run_and_with_more_room_it_goes_on_to_the_same_bytes(tmp_path, small_disk):
    made = template(tmp_path)
    assert render(made, tmp_path / "hel", CODES).exit_code == 0
    needed = sum(map(len, tree(tmp_path / "hel").values()))
    out = small_disk(f"size={needed * 2 // 3 // 1024}k") / "ut"
    told = by_itself(made, out)
    assert told.returncode == 1
    assert "No space left on device" in told.stdout + told.stderr
    assert "Traceback" not in told.stderr
    assert nothing_on_its_way(out)
    small_disk(f"size={needed * 4 // 1024}k")
    assert by_itself(made, out).returncode == 0
    assert tree(out) == tree(tmp_path / "hel")


@pytest.mark.slow
def test_files_that_may_not_grow_fail_each_by_name_and_leave_nothing(tmp_path):
    made, out = template(tmp_path), tmp_path / "ut"
    limit = 30_000  # bytes; a page has more
    told = by_itself(made, out, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)))
    assert told.returncode == 1
    assert "File too large" in told.stdout
    assert nothing_on_its_way(out)
    assert not list(out.rglob("manifest.json"))
    assert by_itself(made, out).returncode == 0
    assert not list(out.rglob("*_fel.ipynb"))


def test_a_disk_that_may_only_be_read_is_told(tmp_path, small_disk):
    out = small_disk("size=100k") / "ut"
    out.mkdir()
    small_disk("ro")
    with pytest.raises(HemtjanstError, match=r"ut/2025: cannot be written \(Read-only file system\)"):
        run(jobs_of(out, CODES, template(tmp_path)), tmp_path / "data", out)


# --- processes


@pytest.mark.slow
@pytest.mark.parametrize("how", ["abort", "hang"])
def test_an_exporter_that_dies_or_hangs_on_one_report_costs_no_other(tmp_path, monkeypatch, how):
    monkeypatch.setenv("PYTHONPATH", str(SITE))
    monkeypatch.setenv("HEMTJANST_TEST_EXPORT", f"kommun/0115={how}")
    settings = replace(QUICK, jobs=1, report_timeout=4)
    codes = ["0114", "0115", "0117", "0120", "0184"]
    outcome = render(template(tmp_path), tmp_path / "ut", codes, settings)
    assert done(outcome) == ["0114", "0117", "0120", "0184"]
    (failure,) = outcome.failed
    assert (failure.kod, failure.stage, failure.kind) == ("0115", "export", "WorkerDeath")
    assert ("SIGABRT" if how == "abort" else "SIGKILL") in failure.cause
    assert nothing_on_its_way(tmp_path / "ut")


@pytest.mark.slow
def test_pages_that_eat_memory_are_told_and_cost_no_other_report(tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(SITE))
    monkeypatch.setenv("HEMTJANST_TEST_EXPORT", "kommun/0115=eat")
    outcome = render(template(tmp_path), tmp_path / "ut", ["0114", "0115", "0117"], replace(QUICK, jobs=1))
    assert done(outcome) == ["0114", "0117"]
    (failure,) = outcome.failed
    assert (failure.kod, failure.stage, failure.kind) == ("0115", "export", "MemoryError")
    assert failure.cause.endswith("its pages need more than 600 MB of memory")


@pytest.mark.slow
def test_a_notebook_that_kills_its_zygote_costs_no_other_report(tmp_path):
    source = "import os\nif kommunkod == '0115': os.kill(os.getppid(), 9)"
    outcome = render(template(tmp_path, source), tmp_path / "ut", [*CODES, "0186"])
    assert done(outcome) == ["0114", "0184", "0186"]
    assert [(failure.kod, failure.kind) for failure in outcome.failed] == [("0115", "WorkerDeath")]


def test_a_report_whose_process_died_shares_its_worker_with_no_other():
    class Member:
        def __init__(self, *given: str) -> None:
            self.given = dict.fromkeys(given, 0.0)

    line = Line(None, QUICK)
    for name in ("a", "b", "c"):
        line.add(name, name)
    line.works["b"].attempts = 2
    for given, following, takes in (
        ("", "a", True),
        ("a", "c", True),
        ("", "b", True),
        ("a", "b", False),
        ("b", "c", False),
    ):
        line.waiting.clear()
        line.waiting.append(following)
        assert line._takes(Member(*given), line.waiting, 2) is takes
    assert not line._takes(Member("a", "c"), line.waiting, 2)


def test_a_killed_process_of_scoring_is_told_and_leaves_the_years_as_they_were(tmp_path, monkeypatch):
    monkeypatch.setattr(years, "score_year", lambda *_: os.kill(os.getpid(), signal.SIGKILL))
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    with pytest.raises(StoreError, match="was ended by the system"):
        years.score_years([2024, 2025], tmp_path)


# --- clocks and locks


@pytest.mark.slow
def test_a_clock_that_jumps_years_changes_no_byte_and_no_deadline(tmp_path, monkeypatch):
    made = template(tmp_path)
    assert render(made, tmp_path / "rak", CODES).exit_code == 0
    monkeypatch.setenv("PYTHONPATH", str(SITE))
    monkeypatch.setenv("HEMTJANST_TEST_CLOCK", "1")
    told = by_itself(made, tmp_path / "skev")
    assert told.returncode == 0, told.stdout + told.stderr
    assert tree(tmp_path / "skev") == tree(tmp_path / "rak")


def test_a_second_run_on_a_tree_is_refused_before_it_touches_anything(tmp_path):
    out = tmp_path / "ut"
    jobs = jobs_of(out, CODES, template(tmp_path))
    with tree_lock(out / "2025"):
        (out / "2025" / factory.STAGING).mkdir()
        with pytest.raises(HemtjanstError, match=r"another run is writing to .*ut/2025"):
            run(jobs, tmp_path / "data", out)
        assert (out / "2025" / factory.STAGING).is_dir()


# --- raw files that change while they are scored


def meddle(monkeypatch, *changes) -> list[str]:
    """Let each reading of the year be followed by the next of some changes, and count the readings."""
    read, waiting, readings = store.read_year, list(changes), []

    def reading(*arguments):
        try:
            return read(*arguments)
        finally:
            readings.append("läst")
            if waiting:
                waiting.pop(0)()

    monkeypatch.setattr(store, "read_year", reading)
    return readings


def test_a_raw_file_replaced_while_it_is_read_is_read_again(small_data, monkeypatch):
    path = raw(small_data, "webbplatser", "*.csv")
    readings = meddle(monkeypatch, lambda: change_text(path, ";ja;", ";nej;"))
    year = store.score_and_store(AR, small_data)
    assert len(readings) == 2
    name = path.relative_to(small_data).as_posix()
    assert year.proveniens["indata"][name] == files.sha256(path)
    monkeypatch.undo()
    monkeypatch.setattr(paths, "REFERENCE", small_data.parent / "reference")
    assert store.stale(AR, small_data) == []


def test_a_raw_file_replaced_and_put_back_is_noticed_though_its_bytes_are_the_same(small_data, monkeypatch):
    path = raw(small_data, "webbplatser", "*.csv")
    readings = meddle(monkeypatch, lambda: files.write_atomic(path, path.read_bytes()))
    store.score_and_store(AR, small_data)
    assert len(readings) == 2


def test_a_delivery_that_is_half_in_place_is_read_again_when_it_is_whole(small_data, monkeypatch):
    path = raw(small_data, "webbplatser", "*.csv")
    content = path.read_bytes().replace(b";ja;", b";nej;", 1)
    path.write_bytes(content)  # the card is the old one's still: by itself a fault
    readings = meddle(monkeypatch, lambda: sign(path))
    assert store.score_and_store(AR, small_data).ar == AR
    assert len(readings) == 2


def test_files_that_never_come_to_rest_are_refused_by_name_and_the_old_year_stays(small_data, monkeypatch):
    store.score_and_store(AR, small_data)
    before = tree(small_data / "scored")
    path = raw(small_data, "webbplatser", "*.csv")
    turns = [(";ja;", ";nej;"), (";nej;", ";ja;"), (";ja;", ";nej;")]
    meddle(monkeypatch, *(lambda turn=turn: change_text(path, *turn) for turn in turns))
    with pytest.raises(StoreError, match="changed while they were read") as caught:
        store.score_and_store(AR, small_data)
    assert caught.value.faults[0] == path.relative_to(small_data).as_posix()
    assert tree(small_data / "scored") == before


@pytest.mark.parametrize("spoil", [lambda path: path.unlink(), lambda path: path.write_bytes(path.read_bytes()[:-40])])
def test_kept_uncertainty_that_is_not_whole_is_computed_anew(small_data, spoil):
    year = store.score_and_store(AR, small_data)
    kept = osakerhet.spara(AR, small_data)
    spoil(year.mapp / osakerhet.FOLDER / "index.parquet")
    osakerhet._osakerhet.cache_clear()
    pd.testing.assert_frame_equal(osakerhet.osakerhet(year).index, kept.index)


# --- what reports are made from, changed while they are made


@pytest.fixture
def scored(tmp_path) -> Path:
    """A table that the reports' key covers."""
    table = tmp_path / "data" / "scored" / "2025" / "total.parquet"
    table.parent.mkdir(parents=True)
    table.write_bytes(b"ett")
    return table


def entered(out: Path) -> list[str]:
    return sorted(path.parent.name[:4] for path in out.glob("2025/*/manifest.json"))


@pytest.mark.slow
def test_results_replaced_during_a_run_stop_it_and_what_saw_them_is_not_entered(tmp_path, scored):
    source = (
        f"if kommunkod == '0115' and open({str(scored)!r}).read() == 'ett': open({str(scored)!r}, 'w').write('två')"
    )
    made, out = template(tmp_path, source), tmp_path / "ut"
    one = replace(QUICK, jobs=1)
    with pytest.raises(HemtjanstError, match="changed while they were made") as caught:
        render(made, out, CODES, one)
    assert caught.value.faults == ("scored/2025/total.parquet",)
    assert "0115" not in entered(out) and "0184" not in entered(out)
    assert nothing_on_its_way(out)
    scored.write_bytes(b"tre")  # neither what it was nor what 0115 saw
    outcome = render(made, out, CODES, one)
    assert done(outcome) == CODES  # 0114 too: it was made from "ett"
    assert done(render(made, out, CODES, one)) == []


@pytest.mark.slow
def test_results_replaced_and_put_back_during_a_run_are_noticed_too(tmp_path, scored):
    source = f"if kommunkod == '0115':\n    for text in ('två', 'ett'): open({str(scored)!r}, 'w').write(text)"
    with pytest.raises(HemtjanstError, match="changed while they were made"):
        render(template(tmp_path, source), tmp_path / "ut", CODES, replace(QUICK, jobs=1))
    assert "0115" not in entered(tmp_path / "ut")


@pytest.mark.slow
def test_a_template_edited_during_a_run_stops_it(tmp_path):
    path = tmp_path / "kommunrapport.ipynb"
    source = f"if kommunkod == '0115': open({str(path)!r}, 'a').write(' ')"
    with pytest.raises(HemtjanstError, match="changed while they were made") as caught:
        render(template(tmp_path, source), tmp_path / "ut", CODES, replace(QUICK, jobs=1))
    assert caught.value.faults[0].endswith("kommunrapport.ipynb")
    assert "0115" not in entered(tmp_path / "ut")


@pytest.mark.slow
def test_own_words_saved_during_a_run_fail_their_own_report_alone(tmp_path, monkeypatch):
    shutil.copytree(paths.PARAMETERS, tmp_path / "parameters", ignore=shutil.ignore_patterns("edits"))
    monkeypatch.setattr(paths, "PARAMETERS", tmp_path / "parameters")
    out = tmp_path / "ut"
    (job,) = jobs_of(out, ["0115"], template(tmp_path))
    words = target_of(job).path
    words.parent.mkdir(parents=True, exist_ok=True)
    text = 'ar: 2025\nkod: "0115"\nnamn: Vallentuna\nrapporter: {}\n'
    source = f"if kommunkod == '0115': open({str(words)!r}, 'w').write({text!r})"
    outcome = render(template(tmp_path, source), out, CODES)
    assert done(outcome) == ["0114", "0184"]
    (failure,) = outcome.failed
    assert (failure.kod, failure.kind) == ("0115", "Changed")
    assert f"{words.name}: changed while the report was made" in failure.cause


@pytest.mark.slow
def test_words_written_in_a_notebook_while_its_report_is_made_anew_are_not_written_over(tmp_path):
    out, made = tmp_path / "ut", template(tmp_path)
    assert render(made, out, CODES).exit_code == 0
    (job,) = jobs_of(out, ["0115"], made)
    notebook = job.file(".ipynb")
    source = f"if kommunkod == '0115': open({str(notebook)!r}, 'a').write(' ')"
    outcome = render(template(tmp_path, source), out, CODES)
    assert done(outcome) == ["0114", "0184"]
    assert "was changed while its report was made" in outcome.failed[0].cause
    assert notebook.read_text(encoding="utf-8").endswith("} ") or notebook.read_text(encoding="utf-8").endswith("\n ")
    assert notebook.name in manifest.entry_of(job)["filer"]
