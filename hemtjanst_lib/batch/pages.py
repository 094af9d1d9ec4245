"""Reports that are made as a finished page, without a notebook: they take milliseconds and need no workers."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any, cast

from hemtjanst_lib.batch import keys, manifest
from hemtjanst_lib.batch.log import RunLog
from hemtjanst_lib.batch.outcome import Failure, Outcome
from hemtjanst_lib.batch.plan import Job
from hemtjanst_lib.batch.watch import Watch
from hemtjanst_lib.errors import HemtjanstError
from hemtjanst_lib.files import sha256, write_atomic


def make(
    jobs: Sequence[Job],
    common: Mapping[str, Any],
    data: Path,
    *,
    log: Callable[[], RunLog],
    outcome: Outcome,
    watch: Watch,
) -> None:
    """Make the pages, enter them in their manifests, and note what came of each.

    Raises
    ------
    HemtjanstError
        If something that they are made from changes meanwhile.
    """
    if not jobs:
        return
    proveniens, own = manifest.read_proveniens(jobs[0].ar, data), log()
    try:
        for job in jobs:
            _make(job, partial(manifest.compose, keys.job_basis(common, job), proveniens), own, outcome, watch)
    finally:
        own.close()


def _make(job: Job, entry: Callable[[], manifest.Entry], log: RunLog, outcome: Outcome, watch: Watch) -> None:
    start, path = time.perf_counter(), job.file(".html")
    try:
        content = _maker(job)(**job.parameters).encode()
    except HemtjanstError as fault:
        failure = Failure(job.id, job.kod, job.namn, "page", type(fault).__name__, str(fault))
        outcome.failed.append(failure)
        log.write("failed", **{**failure.as_dict(), "id": job.id})
        return
    watch.hold()
    write_atomic(path, content)
    manifest.enter(job, entry(), {path.name: sha256(content)})
    outcome.done.append(job.id)
    log.write("done", id=job.id, seconds={"page": round(time.perf_counter() - start, 4)})


def _maker(job: Job) -> Callable[..., str]:
    module, _, name = job.kind.page.partition(":")
    return cast("Callable[..., str]", getattr(import_module(module), name))
