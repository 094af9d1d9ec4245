"""What all tests share: the invented country, scored once for the whole run."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import raw_files
from hypothesis import settings

from hemtjanst_lib import example, paths, store

YEARS = (2022, 2023, 2024, 2025)

# No test depends on how busy the machine is, and the same code gives the same examples; `make test-all` looks for new.
settings.register_profile("hemtjanst", deadline=None, derandomize=True)
settings.register_profile("sok", deadline=None, derandomize=False)
settings.load_profile("hemtjanst")


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold a lock between the processes of one run."""
    with path.open("w") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield


@pytest.fixture(scope="session")
def example_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data root with the invented raw files of all years, scored. Shared: read it, never change it."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    data, done = shared / "example_data", shared / "example_data.done"
    with locked(shared / "example_data.lock"):
        if not done.exists():
            example.write(data, YEARS)
            for ar in YEARS:
                store.score_and_store(ar, data)
            done.touch()
    return data


@pytest.fixture(scope="session")
def small_country(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a register of seven kommuner and the raw files of one year, to be copied."""
    root = tmp_path_factory.mktemp("small")
    for name in ("kommuner.csv", "liknande_kommuner.csv"):
        head, *rows = (paths.REFERENCE / name).read_text(encoding="utf-8").splitlines()
        kept = [row for row in rows if row.startswith(raw_files.KODER)]
        (root / "reference").mkdir(exist_ok=True)
        (root / "reference" / name).write_text("\n".join([head, *kept]) + "\n", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(paths, "REFERENCE", root / "reference")
        example.write(root / "data", [raw_files.AR])
    return root


@pytest.fixture
def small_data(small_country: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a data root of one's own with the small country's raw files; the register is the small one."""
    monkeypatch.setattr(paths, "REFERENCE", small_country / "reference")
    shutil.copytree(small_country / "data", tmp_path / "data")
    return tmp_path / "data"
