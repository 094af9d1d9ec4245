"""What all tests share: the invented country, scored once for the whole run."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from hemtjanst_lib import example, store

YEARS = (2022, 2023, 2024, 2025)


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
