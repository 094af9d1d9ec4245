"""A folder is replaced whole, whatever stops the run, and whoever else is at it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from hemtjanst_lib import folders

pytestmark = pytest.mark.faults

# Replaces a folder and dies by SIGKILL: inside the filling, or at the n-th rename of a system without exchange.
KILLED = """
import os, signal, sys
from pathlib import Path
from hemtjanst_lib import folders
target, where = Path(sys.argv[1]), sys.argv[2]
real, calls = os.rename, []
def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)
def rename(old, new):
    calls.append(old)
    if len(calls) == int(where):
        die()
    real(old, new)
if where == "fill":
    folders.replace_folder(target, lambda new: ((new / "a").write_text("ny"), die()))
folders._exchange = lambda *_: False
os.rename = rename
folders.replace_folder(target, lambda new: (new / "a").write_text("ny"))
"""


@pytest.fixture
def target(tmp_path: Path) -> Path:
    folder = tmp_path / "2025"
    folders.replace_folder(folder, lambda new: (new / "a").write_text("gammal"))
    return folder


def content(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in folder.iterdir()}


@pytest.mark.parametrize("exchange", [True, False])
def test_a_folder_is_replaced_with_all_that_it_held(target, monkeypatch, exchange):
    (target / "b").write_text("bara i den gamla")
    if not exchange:
        monkeypatch.setattr(folders, "_exchange", lambda *_: False)
    folders.replace_folder(target, lambda new: (new / "a").write_text("ny"))
    assert content(target) == {"a": "ny"}
    assert list(target.parent.iterdir()) == [target]


def test_what_stops_the_filling_leaves_the_old_folder(target):
    with pytest.raises(ZeroDivisionError):
        folders.replace_folder(target, lambda new: (new / "a").write_text(str(1 // 0)))
    assert content(target) == {"a": "gammal"}
    assert list(target.parent.iterdir()) == [target]


@pytest.mark.parametrize("where", ["fill", "1", "2"])
def test_a_run_that_was_killed_leaves_a_whole_folder_to_the_next_reader_and_writer(target, where):
    done = subprocess.run([sys.executable, "-c", KILLED, target, where], check=False, timeout=60)
    assert done.returncode == -signal.SIGKILL
    assert target.exists() == (where != "2")  # between the two renames it is set aside
    folders.recover_folders(target.parent)
    assert content(target) == {"a": "gammal"}
    folders.replace_folder(target, lambda new: (new / "a").write_text("nyast"))
    assert content(target) == {"a": "nyast"}
    assert list(target.parent.iterdir()) == [target]


def test_a_folder_set_aside_by_a_run_still_at_work_is_not_touched(target):
    old = target.with_name(".2025.old")

    def fill(new: Path) -> None:
        os.rename(target, old)
        folders.recover_folders(target.parent)
        assert old.exists() and not target.exists()
        (new / "a").write_text("ny")

    folders.replace_folder(target, fill)
    assert content(target) == {"a": "ny"}


def test_two_runs_at_once_take_turns(target):
    code = (
        "import sys, time; from pathlib import Path; from hemtjanst_lib import folders\n"
        "def fill(new):\n"
        "    for name in 'abc':\n"
        "        (new / name).write_text(sys.argv[2]); time.sleep(0.02)\n"
        "for _ in range(5): folders.replace_folder(Path(sys.argv[1]), fill)\n"
    )
    runs = [subprocess.Popen([sys.executable, "-c", code, target, word]) for word in ("en", "två")]
    assert [run.wait(60) for run in runs] == [0, 0]
    assert content(target) in [dict.fromkeys("abc", word) for word in ("en", "två")]
    assert list(target.parent.iterdir()) == [target]
