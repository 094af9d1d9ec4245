"""The orchestrator: what is due, what is refused, and the run that makes the rest."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from hemtjanst_lib.batch import keys, manifest, names, own_words, pages
from hemtjanst_lib.batch.crew import Crew
from hemtjanst_lib.batch.ledger import Ledger
from hemtjanst_lib.batch.line import Line
from hemtjanst_lib.batch.lock import tree_lock
from hemtjanst_lib.batch.log import RunLog
from hemtjanst_lib.batch.outcome import Failure, Outcome
from hemtjanst_lib.batch.plan import Job
from hemtjanst_lib.batch.progress import Progress
from hemtjanst_lib.batch.settings import Settings
from hemtjanst_lib.batch.standing import hash_of
from hemtjanst_lib.batch.stop import Stop
from hemtjanst_lib.batch.task import Task
from hemtjanst_lib.batch.watch import Watch
from hemtjanst_lib.errors import HemtjanstError
from hemtjanst_lib.files import PART, clear_parts

STAGING = ".pagar"


def run(
    jobs: Sequence[Job],
    *,
    data: Path,
    out: Path,
    formats: tuple[str, ...],
    settings: Settings,
    progress: Callable[[int], Progress],
) -> Outcome:
    """Render the jobs that are not up to date into ``out``.

    Parameters
    ----------
    jobs : sequence of Job
        Of one year; of any kinds.
    data, out : Path
        Data root and output root.
    formats : tuple of str
        Of ``html`` and ``pdf``; the executed notebook is always kept.
    settings : Settings
        How to go about it.
    progress : callable
        From the number of reports to what shows the progress.

    Returns
    -------
    Outcome
        Also after Ctrl-C; what was finished by then is kept and skipped the next time.

    Raises
    ------
    HemtjanstError
        If the tree cannot be written, another run holds it, workers cannot be started, or something that the reports
        are made from changes while they are made; what was finished by then is kept.
    """
    first = jobs[0]
    start = time.monotonic()
    run_of = _run_of(settings, data, out)
    with tree_lock(out / str(first.ar)), _told_disk_faults(out), _tidy(out / str(first.ar)) as staging:
        watch = Watch(jobs, data)
        common = keys.basis(first.ar, data)
        due, skipped = _divide(jobs, common, formats, force=settings.force)
        standing = {job.id: hash_of(job.file(".ipynb")) for job in due}
        wanted, refused = _refuse(due)
        outcome = Outcome(skipped=skipped, failed=refused)
        log_file = out / str(first.ar) / "run.jsonl"
        finished_pages = [job for job in wanted if job.kind.page]
        pages.make(finished_pages, common, data, log=lambda: RunLog(log_file), outcome=outcome, watch=watch)
        wanted = [job for job in wanted if not job.kind.page]
        if wanted:
            staging.mkdir()
            proveniens = manifest.read_proveniens(first.ar, data)
            tasks = [_task(job, common, proveniens, staging, standing[job.id]) for job in wanted]
            register = names.collect(first.ar, data)
            log = RunLog(log_file)
            shown = progress(len(tasks))
            run_of(
                tasks,
                register,
                outcome=outcome,
                formats=formats,
                settings=settings,
                log=log,
                progress=shown,
                watch=watch,
            ).carry_out()
    outcome.seconds = time.monotonic() - start
    return outcome


def why(
    jobs: Sequence[Job], data: Path, formats: tuple[str, ...], *, force: bool = False
) -> list[tuple[Job, list[str]]]:
    """Say for each job why it would be rendered; an empty list of reasons means that it is up to date."""
    common = keys.basis(jobs[0].ar, data)
    found = [(job, manifest.reasons(job, keys.job_basis(common, job), formats)) for job in jobs]
    return [(job, reasons or ["forced"]) if force else (job, reasons) for job, reasons in found]


def _divide(
    jobs: Sequence[Job], common: Mapping[str, Any], formats: tuple[str, ...], *, force: bool
) -> tuple[list[Job], list[str]]:
    wanted, skipped = [], []
    for job in jobs:
        if force or manifest.reasons(job, keys.job_basis(common, job), formats):
            wanted.append(job)
        else:
            skipped.append(job.id)
    return wanted, skipped


def _refuse(due: Sequence[Job]) -> tuple[list[Job], list[Failure]]:
    """Set aside the reports whose own words a person must look at first."""
    wanted, refused = [], []
    for job in due:
        try:
            own_words.check(job)
            wanted.append(job)
        except HemtjanstError as fault:
            refused.append(Failure(job.id, job.kod, job.namn, "edits", type(fault).__name__, str(fault)))
    return wanted, refused


def _task(job: Job, common: Mapping[str, Any], proveniens: Mapping[str, Any], staging: Path, standing: str) -> Task:
    entry = manifest.compose(keys.job_basis(common, job), manifest.proveniens_of(job, proveniens))
    return Task(job, entry, staging / f"{job.name}.ipynb", standing)


@contextmanager
def _told_disk_faults(out: Path) -> Iterator[None]:
    """Put what the disk refuses into words, with what to do."""
    try:
        yield
    except OSError as fault:
        raise HemtjanstError(
            f"{fault.filename or out}: {fault.strerror}",
            do="Make room or mend the rights, then run the same command again: what is finished stays.",
        ) from fault


@contextmanager
def _tidy(folder: Path) -> Iterator[Path]:
    """Name a folder for notebooks on their way, and clear away what a killed run or worker left, before and after."""
    staging = folder / STAGING
    _clear(folder, staging)
    try:
        yield staging
    finally:
        _clear(folder, staging)


def _clear(folder: Path, staging: Path) -> None:
    shutil.rmtree(staging, ignore_errors=True)
    clear_parts(part for depth in ("", "*/", "*/*/") for part in folder.glob(f"{depth}.*{PART}"))


def _run_of(settings: Settings, data: Path, out: Path) -> Callable[..., Ledger]:
    """Choose where the reports are made; Dask is imported only when it is to make them.

    Raises
    ------
    HemtjanstError
        If a scheduler is named and Dask is not installed.
    """
    if not settings.scheduler:
        return LocalRun
    try:
        from hemtjanst_lib.batch.cluster import ClusterRun  # noqa: PLC0415  (an extra)
    except ModuleNotFoundError as fault:
        raise HemtjanstError(
            f"--scheduler needs Dask, which is not installed (no module {fault.name})",
            do="Install the extra: pip install 'hemtjanst[cluster]', or all of requirements.lock, which holds it.",
        ) from None
    return partial(ClusterRun, data=data, out=out)


class LocalRun(Ledger):
    """A run on this machine."""

    def work(self, stop: Stop) -> None:
        """Take all reports through one line."""
        line = Line(self, self.settings)
        for task in self.tasks.values():
            line.add(task.job.id, task.job.template.name)
        with Crew(self.firsts(), min(self.settings.jobs, len(self.tasks))) as crew:
            while line.busy and not stop.asked:
                line.step(crew)
