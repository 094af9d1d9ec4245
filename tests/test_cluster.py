"""A run on a Dask cluster: the same tree as on one machine, whatever becomes of the workers."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path

import cluster_maker
import pytest
from cluster_maker import LONG, Cluster, until
from distributed import Client
from factory_runner import QUICK, jobs_of, render, run
from test_batch import FAULTS, PROSE, SOUND, log, manifests, report_template, tree
from typer.testing import CliRunner

from hemtjanst_lib import paths
from hemtjanst_lib.batch import cluster, cluster_archive, cluster_card, cluster_link, factory, plan
from hemtjanst_lib.batch.cluster_link import Link, address_of
from hemtjanst_lib.batch.cluster_plugin import differences, said_at_end, sign_faults
from hemtjanst_lib.batch.kinds import Choice, chosen_kinds
from hemtjanst_lib.batch.outcome import Outcome
from hemtjanst_lib.batch.settings import Settings
from hemtjanst_lib.cli import app
from hemtjanst_lib.errors import HemtjanstError

CODES = ["0114", "0115", "0117", "0120", "0123", "0125"]
PATIENT = Settings(jobs=2, timeout=LONG, report_timeout=LONG, wait=LONG)


@pytest.fixture(scope="module")
def two(tmp_path_factory) -> Iterator[Cluster]:
    """A scheduler with two workers that no test kills."""
    with cluster_maker.scheduler(tmp_path_factory.mktemp("kluster")) as made:
        made.hire("a", "b")
        with Client(scheduler_file=made.file) as client:
            client.wait_for_workers(2, LONG)
        yield made


def on(where: Cluster, settings: Settings = PATIENT, **more) -> Settings:
    return replace(settings, scheduler=where.file, **more)


def settled(out: Path, *events: str) -> list[dict]:
    return [line for line in log(out) if line["event"] in (events or ("done", "failed"))]


@pytest.mark.exhaustive
class TestSameBytes:
    def test_workers_write_to_storage_that_all_share_when_told_where(self, two, tmp_path):
        template = report_template(tmp_path)
        seen_by_workers = tmp_path / "som_arbetarna_ser_den"
        seen_by_workers.symlink_to(tmp_path / "dar")
        assert render(template, tmp_path / "har", CODES[:2], PATIENT).exit_code == 0
        assert render(template, tmp_path / "dar", CODES[:2], on(two, shared=str(seen_by_workers))).exit_code == 0
        assert tree(tmp_path / "dar") == tree(tmp_path / "har")

    def test_what_fails_fails_as_it_does_here(self, two, tmp_path):
        codes = [*SOUND, "0115", "0128"]  # a cell that stops, and words that a gate refuses
        source, prose = f"exec({FAULTS!r}.get(kommunkod, 'pass'))", PROSE + " {eval}`globals().get('kvar', 'x')`"
        template = report_template(tmp_path, source, prose)
        here, there = tmp_path / "har", tmp_path / "dar"
        assert told(render(template, there, codes, on(two))) == told(render(template, here, codes, PATIENT))
        assert tree(there) == tree(here)

    @pytest.mark.parametrize("engine", ["inprocess", "kernel"])
    def test_both_engines_give_the_same_tree(self, two, tmp_path, engine):
        template = report_template(tmp_path)
        here, there = tmp_path / "har", tmp_path / "dar"
        assert render(template, here, CODES[:2], replace(PATIENT, engine=engine)).exit_code == 0
        assert render(template, there, CODES[:2], on(two, engine=engine)).exit_code == 0
        assert tree(there) == tree(here)


@pytest.mark.slow
def test_storage_that_workers_do_not_share_is_refused_for_each_of_them(two, tmp_path):
    with pytest.raises(HemtjanstError, match="No such file") as refused:
        render(report_template(tmp_path), tmp_path / "ut", CODES[:1], on(two, shared=str(tmp_path / "annan")))
    assert len(refused.value.faults) == 2
    assert manifests(tmp_path / "ut") == []


def told(outcome: Outcome) -> list[tuple[str, ...]]:
    return sorted((each.id, each.stage, each.kind, each.cause, each.cell) for each in outcome.failed)


@pytest.mark.exhaustive
def test_every_way_of_failing_is_told_and_tried_as_often_as_here(two, tmp_path):
    source, prose = f"exec({FAULTS!r}.get(kommunkod, 'pass'))", PROSE + " {eval}`globals().get('kvar', 'Allt')` är bra."
    template, codes = report_template(tmp_path, source, prose), [*SOUND, *FAULTS]
    here, there = tmp_path / "har", tmp_path / "dar"
    quick = replace(QUICK, wait=LONG)
    assert told(render(template, there, codes, on(two, quick))) == told(render(template, here, codes))
    assert finished(there) == finished(here)
    retried = [sorted(line["id"] for line in settled(out, "retry")) for out in (there, here)]
    assert retried[0] == retried[1]


def finished(out: Path) -> dict[str, bytes]:
    """The tree without notebooks that stopped: where a cell was when its time was up is chance."""
    return {name: content for name, content in tree(out).items() if not name.endswith("_fel.ipynb")}


@dataclass(frozen=True)
class Gated:
    """A template whose notebooks tell that they have begun and wait until they are let through, and its tree."""

    folder: Path
    template: Path
    made_here: dict[str, bytes]

    def let_through(self, to: str) -> None:
        """Let the kommuner go on up to a code; none has begun."""
        for mark in self.folder.glob("*.borjad"):
            mark.unlink()
        self.open(to)

    def open(self, to: str = "9999") -> None:
        new = self.folder / "ny"
        new.write_text(to)
        new.replace(self.folder / "till_och_med")

    @property
    def begun(self) -> int:
        return len(list(self.folder.glob("*.borjad")))


@pytest.fixture(scope="module")
def gated_folder(tmp_path_factory) -> Gated:
    folder = tmp_path_factory.mktemp("grind")
    source = (
        "import pathlib, time\n"
        f"pathlib.Path({str(folder)!r}, f'{{kommunkod}}.borjad').touch()\n"
        f"while kommunkod > open({str(folder / 'till_och_med')!r}).read(): time.sleep(0.05)"
    )
    template = report_template(folder, source)
    (folder / "till_och_med").write_text("9999")
    assert render(template, folder / "har", CODES, PATIENT).exit_code == 0
    return Gated(folder, template, tree(folder / "har"))


@pytest.fixture
def gated(gated_folder: Gated) -> Iterator[Gated]:
    """The same with all held back; whatever becomes of the test, nothing is left waiting."""
    gated_folder.let_through("0000")
    yield gated_folder
    gated_folder.open()


@contextmanager
def client_process(gated: Gated, out: Path, where: Cluster) -> Iterator[subprocess.Popen[bytes]]:
    """A run in a process of its own."""
    runner = [sys.executable, Path(__file__).with_name("factory_runner.py"), gated.template, out, *CODES]
    process = subprocess.Popen(runner, env={**os.environ, "SCHEDULER": where.file})
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@pytest.mark.slow
def test_a_worker_is_killed_in_the_middle_and_the_tree_is_the_one_made_here(gated, tmp_path, monkeypatch):
    under_way, submit = [], Link.submit
    monkeypatch.setattr(Link, "submit", lambda self, *it: (submit(self, *it), under_way.append(len(self.futures))))
    out = tmp_path / "ut"

    def kill() -> None:
        until(lambda: gated.begun == 2)  # one on each worker
        cluster.kill("a")
        gated.open()

    with cluster_maker.scheduler(tmp_path) as cluster:
        cluster.hire("a", "b")
        until(lambda: workers(cluster) == 2)
        killer = threading.Thread(target=kill)
        killer.start()
        outcome = render(gated.template, out, CODES, on(cluster))
        killer.join()
        assert sorted(outcome.done) == [f"kommun/{kod}" for kod in CODES]
        assert {line["worker"] for line in settled(out)} == {"b"}
        assert all(line["seconds"]["pdf"] > 0 and line["cpu"] > 0 for line in settled(out))
        assert max(under_way) == 4  # as many as there are threads, and as many in hand
        until(lambda: cluster_maker.processes(cluster.place("a")) == [])
        assert cluster.traces("b") == []
    assert tree(out) == gated.made_here
    assert render(gated.template, out, CODES, PATIENT).done == []  # nothing is due here


def workers(where: Cluster) -> int:
    """How many workers the scheduler knows."""
    with cluster_link.linked(where.file, LONG) as link:
        return len(link.count())


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, pytest.param(signal.SIGTERM, marks=pytest.mark.exhaustive)])
def test_an_interrupted_run_leaves_clean_workers_and_goes_on_from_there(two, gated, tmp_path, number):
    out = tmp_path / "ut"
    gated.open(CODES[1])
    with client_process(gated, out, two) as process:
        until(lambda: len(manifests(out)) == 2 and gated.begun == 4)
        process.send_signal(number)
        assert process.wait(LONG) == 130
    assert len(manifests(out)) == 2
    assert not (out / "2025" / factory.STAGING).exists()
    assert [two.traces(name) for name in ("a", "b")] == [[], []]
    gated.open()
    last = render(gated.template, out, CODES, on(two))
    assert (len(last.done), len(last.skipped)) == (4, 2)
    assert tree(out) == gated.made_here


@pytest.mark.exhaustive
def test_what_a_killed_client_left_is_taken_away_by_the_next(two, gated, tmp_path):
    out = tmp_path / "ut"
    with client_process(gated, out, two) as process:
        until(lambda: gated.begun == 2)
        process.kill()
        process.wait()
    gated.open()
    assert sorted(render(gated.template, out, CODES, on(two)).done) == [f"kommun/{kod}" for kod in CODES]
    assert tree(out) == gated.made_here
    assert [two.traces(name) for name in ("a", "b")] == [[], []]


@pytest.mark.exhaustive
def test_a_report_that_takes_its_worker_with_it_is_given_up_and_the_others_are_made(tmp_path):
    up = "import os, signal\nwho = os.getppid()\n"  # the zygote
    for _ in range(2):  # the station, the worker
        up += "who = int(open(f'/proc/{who}/stat').read().rsplit(')', 1)[1].split()[1])\n"
    template = report_template(tmp_path, f"{up}if kommunkod == '0115': os.kill(who, signal.SIGKILL)")
    with cluster_maker.scheduler(tmp_path) as cluster:
        cluster.hire("a", "b", nanny=True)
        out = tmp_path / "ut"
        first = render(template, out, ["0115"], on(cluster))
        assert [(each.kind, each.stage) for each in first.failed] == [("WorkerLost", "cluster")]
        assert "lost 4 times" in first.failed[0].cause
        assert render(template, out, ["0114", "0117"], on(cluster)).exit_code == 0


@pytest.mark.slow
def test_a_worker_that_is_not_as_the_client_is_may_make_no_report(two, tmp_path, monkeypatch):
    there = cluster_card.card()
    monkeypatch.setattr(cluster, "card", lambda: {**there, "pandas": "0.1", "code": "abc"})
    with pytest.raises(HemtjanstError, match="might not give the same bytes") as refused:
        render(report_template(tmp_path), tmp_path / "ut", CODES[:1], on(two))
    assert len(refused.value.faults) == 4  # two workers
    assert f"pandas: 0.1 here, {there['pandas']} there" in str(refused.value)
    assert f"code: abc here, {there['code'][:12]} there" in str(refused.value)


@pytest.mark.exhaustive
def test_a_worker_that_comes_late_is_checked_too(two, tmp_path, monkeypatch):
    monkeypatch.setattr(Link, "check", lambda *_: None)  # as if it had come after that
    monkeypatch.setattr(cluster, "card", lambda: {**cluster_card.card(), "typst": "9.9"})
    with pytest.raises(HemtjanstError, match=r"typst: 9\.9 here"):
        render(report_template(tmp_path), tmp_path / "ut", CODES[:1], on(two))


@pytest.mark.slow
def test_a_scheduler_without_workers_is_waited_for_and_named(tmp_path):
    notes = []
    with cluster_maker.scheduler(tmp_path) as empty, cluster_link.linked(empty.file, 0.5) as link:
        with pytest.raises(HemtjanstError, match=r"has no workers; waited 0\.5 seconds for one"):
            link.wait(lambda: True, notes.append)
        assert "has no workers yet; waiting up to 0.5 s" in notes[0]
        link.wait(lambda: False, notes.append)  # Ctrl-C


def test_an_address_where_no_scheduler_answers_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(cluster_link, "CONNECT", 0.5)
    settings = replace(PATIENT, scheduler="tcp://127.0.0.1:9")
    with pytest.raises(HemtjanstError, match=r"no Dask scheduler answers at tcp://127\.0\.0\.1:9 within 0\.5 seconds"):
        render(report_template(tmp_path), tmp_path / "ut", CODES[:1], settings)


@pytest.mark.parametrize("given", ["tcp://host:8786", "host:8786", "tls://10.0.0.1:8786"])
def test_an_address_may_leave_out_its_scheme(given):
    assert address_of(given) == (given if "://" in given else f"tcp://{given}")


@pytest.mark.parametrize("given", ["host", "http://host:8787", "tcp://host", "tcp://:8786", "8786"])
def test_what_is_no_address_is_refused(given):
    with pytest.raises(HemtjanstError, match="is no address of a scheduler"):
        address_of(given)


def test_a_scheduler_file_may_stand_for_the_address(tmp_path):
    file = tmp_path / "scheduler.json"
    with pytest.raises(HemtjanstError, match=r"scheduler\.json: cannot be read \(No such file"):
        address_of(str(file))
    file.write_text('{"id": "Scheduler-1", "address": "tcp://10.0.0.1:8786"}', encoding="utf-8")
    assert address_of(str(file)) == address_of(f"file:{file}") == address_of(f"file://{file}") == "tcp://10.0.0.1:8786"
    file.write_text("{}", encoding="utf-8")
    with pytest.raises(HemtjanstError, match="names no address"):
        address_of(str(file))


def test_without_dask_the_error_says_what_to_install(tmp_path, monkeypatch):
    for name in [name for name in sys.modules if name.startswith("hemtjanst_lib.batch.cluster")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(HemtjanstError, match=r"--scheduler needs Dask(.|\n)*hemtjanst\[cluster\]"):
        render(report_template(tmp_path), tmp_path / "ut", CODES[:1], replace(PATIENT, scheduler="tcp://host:8786"))


def test_a_run_on_this_machine_does_not_import_dask():
    imports = "import sys, hemtjanst_lib.cli, hemtjanst_lib.batch.factory, hemtjanst_lib.batch.cluster_station"
    code = f"{imports}; sys.exit('distributed' in sys.modules or 'dask' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


class TestArchive:
    def pack(self, folder: Path, monkeypatch) -> cluster_archive.Archive:
        house, data = folder / "projekt", folder / "data"
        for name in ("parameters/model/2025.yml", "parameters/orders/2025.yml", "parameters/edits/2025/0114.yml"):
            self.write(house / name)
        for name in ("scored/2024/total.parquet", "scored/2026/total.parquet", "scored/2025/osakerhet/index.parquet"):
            self.write(data / name)
        self.write(data / "raw/2025/hemligt.xlsx")
        self.write(house / "notebooks/kommunrapport.ipynb")
        monkeypatch.setattr(paths, "PROJECT", house)
        monkeypatch.setattr(paths, "PARAMETERS", house / "parameters")
        monkeypatch.setattr(paths, "REFERENCE", house / "data" / "reference")
        return cluster_archive.pack(2025, data, [house / "notebooks/kommunrapport.ipynb", data / "mall.ipynb"])

    @staticmethod
    def write(path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(path.name, encoding="utf-8")

    def test_it_holds_what_reports_are_made_from_and_nothing_else(self, tmp_path, monkeypatch):
        self.write(tmp_path / "data" / "mall.ipynb")
        made = self.pack(tmp_path, monkeypatch)
        with zipfile.ZipFile(BytesIO(made.content)) as archive:
            names = archive.namelist()
        assert sorted(names) == [
            "hus/notebooks/kommunrapport.ipynb",
            "hus/parameters/model/2025.yml",
            made.templates[tmp_path / "data" / "mall.ipynb"],
            "rot/scored/2024/total.parquet",
            "rot/scored/2025/osakerhet/index.parquet",
        ]

    def test_the_same_files_make_the_same_archive(self, tmp_path, monkeypatch):
        self.write(tmp_path / "data" / "mall.ipynb")
        first = self.pack(tmp_path, monkeypatch)
        os.utime(tmp_path / "data" / "mall.ipynb", (0, 0))
        assert self.pack(tmp_path, monkeypatch).digest == first.digest


@pytest.mark.exhaustive
@pytest.mark.parametrize("anonym", [False, True])
def test_every_kind_of_report_comes_out_as_it_does_here(two, tmp_path, example_data, anonym):
    names = ("enheter", "enhet") if anonym else ("lan", "kommun", "sammanfattning", "enheter", "enhet", "medborgare")
    choice = Choice(lan=("09",), anonym=anonym)
    wanted = [kind for kind in chosen_kinds(("kommun", *names), Choice()) if kind.name in names]
    for out, settings in ((tmp_path / "har", PATIENT), (tmp_path / "dar", on(two))):
        jobs = plan.plan(2025, example_data, out, wanted, choice, limit=2)
        assert {job.kind.name for job in jobs} == set(names)
        assert run(jobs, example_data, out, settings).exit_code == 0
    assert tree(tmp_path / "dar") == tree(tmp_path / "har")
    jobs = plan.plan(2025, example_data, tmp_path / "dar", wanted, choice, limit=2)
    assert run(jobs, example_data, tmp_path / "dar", PATIENT).done == []  # nothing is due here


def test_a_place_to_share_without_a_scheduler_is_a_mistake():
    outcome = CliRunner().invoke(app, ["render", "2025", "--shared", "/annan/rot"])
    assert isinstance(outcome.exception, HemtjanstError)
    assert "Give --scheduler too." in str(outcome.exception)


def test_differences_name_what_only_one_side_has():
    assert differences({"pandas": "3", "code": "a" * 64}, {"code": "b" * 64, "typst": "1"}) == [
        "pandas: 3 here, - there",
        "code: aaaaaaaaaaaa here, bbbbbbbbbbbb there",
        "typst: - here, 1 there",
    ]
    assert differences({"pandas": "3"}, {"pandas": "3"}) == []


def test_a_folder_is_shared_when_the_clients_sign_stands_in_it(tmp_path):
    sign = tmp_path / "kluster"
    sign.write_text("abc", encoding="utf-8")
    assert sign_faults() == sign_faults(str(sign), "abc") == []
    assert sign_faults(str(sign), "xyz") == [f"{sign}: is another folder than the client's"]


def test_how_a_station_ended_is_told_with_its_last_words(tmp_path):
    said = tmp_path / "station.log"
    said.write_text("först\nsist\n", encoding="utf-8")
    assert said_at_end(1, said) == "ended with exit code 1 (sist)"
    said.write_text("", encoding="utf-8")
    assert said_at_end(-9, said) == "was ended by signal SIGKILL"


def test_the_card_of_a_process_of_its_own_is_this_ones():
    printed = subprocess.run(
        [sys.executable, "-m", "hemtjanst_lib.batch.cluster_card"], capture_output=True, check=True
    )
    assert json.loads(printed.stdout) == cluster_card.card()


def test_parameters_name_the_data_root_as_the_client_does_and_workers_find_their_own(tmp_path, monkeypatch):
    (job,) = jobs_of(tmp_path / "ut", ["0114"], report_template(tmp_path))
    monkeypatch.setattr(paths, "ROOTS", {job.parameters["data"]: str(tmp_path / "uppackat")})
    assert paths.resolve(job.parameters["data"]) == tmp_path / "uppackat"
    assert paths.resolve("/annan/rot") == Path("/annan/rot")
