"""Whether a report may be given to anyone: made from what stands today, no draft, its words settled, and signed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from hemtjanst_lib.batch import keys, manifest, own_words
from hemtjanst_lib.batch.plan import FORMATS, Job
from hemtjanst_lib.batch.words_file import target_of
from hemtjanst_lib.errors import HemtjanstError
from hemtjanst_lib.review.signature import IN_WORDS, Reviewed


def reviewed_of(job: Job, folder: Path | None = None) -> Reviewed:
    """Return a report as its reviewer sees it, also from another tree of finished reports."""
    notebook = job.file(".ipynb")
    return Reviewed(job.ar, f"{target_of(job).stem}_{job.rapport}", folder / notebook.name if folder else notebook)


def release_faults(
    job: Job, data: Path, formats: Sequence[str] = FORMATS, common: Mapping[str, Any] | None = None
) -> list[str]:
    """List all that keeps a finished report from being released; empty when it may be.

    Parameters
    ----------
    job : Job
        The report.
    data : Path
        Data root.
    formats : sequence of str
        Those that must be there.
    common : mapping, optional
        What ``keys.basis`` gives for the year, when many reports are asked about.
    """
    if job.draft:
        return [f"{job.id} is a draft"]
    basis = keys.job_basis(common if common is not None else keys.basis(job.ar, data), job)
    if stale := manifest.reasons(job, basis, tuple(formats)):
        return [f"{job.id} is not up to date: {'; '.join(stale)}"]
    try:
        own_words.check(job)
        status = reviewed_of(job).status()
    except HemtjanstError as fault:
        return [f"{job.id}: {fault.what}", *fault.faults]
    return [] if status == "granskad" else [f"{job.id}: {IN_WORDS[status]}"]
