"""The orchestrator: hand out notebooks and exports, watch them, collect what came of them."""

from __future__ import annotations

import json
import shutil
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hemtjanst_lib.batch import keys, manifest, names, own_words, pages
from hemtjanst_lib.batch.crew import EXPORTER, ZYGOTE, Crew, Member
from hemtjanst_lib.batch.lock import tree_lock
from hemtjanst_lib.batch.log import RunLog
from hemtjanst_lib.batch.outcome import Failure, Outcome
from hemtjanst_lib.batch.plan import Job, by_kind
from hemtjanst_lib.batch.progress import Progress
from hemtjanst_lib.batch.settings import Settings
from hemtjanst_lib.batch.unit_names import hidden_names
from hemtjanst_lib.batch.wire import Message
from hemtjanst_lib.errors import HemtjanstError

ATTEMPTS = 2  # a report whose process died is tried once more
QUEUE = 2  # orders an exporter may hold, so that it never waits for the next
POLL = 0.5
STAGING = ".pagar"


@dataclass
class Task:
    """A job under way."""

    job: Job
    entry: Mapping[str, Any]
    staged: Path
    attempts: int = 1
    seconds: dict[str, float] = field(default_factory=dict)
    cpu: float = 0.0
    peak_mb: float = 0.0


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
        If the tree cannot be written, another run holds it, or workers cannot be started.
    """
    first = jobs[0]
    start = time.monotonic()
    with tree_lock(out / str(first.ar)):
        common = keys.basis(first.ar, data)
        due, skipped = _divide(jobs, common, formats, force=settings.force)
        wanted, refused = _refuse(due)
        outcome = Outcome(skipped=skipped, failed=refused)
        log_file = out / str(first.ar) / "run.jsonl"
        pages.make([job for job in wanted if job.kind.page], common, data, lambda: RunLog(log_file), outcome)
        wanted = [job for job in wanted if not job.kind.page]
        if wanted:
            with _staging(out / str(first.ar)) as staging:
                proveniens = manifest.read_proveniens(first.ar, data)
                tasks = [_task(job, common, proveniens, staging) for job in wanted]
                register = names.collect(first.ar, data)
                log = RunLog(log_file)
                shown = progress(len(tasks))
                run_of = _Run(
                    tasks, register, outcome=outcome, formats=formats, settings=settings, log=log, progress=shown
                )
                run_of.carry_out()
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


def _task(job: Job, common: Mapping[str, Any], proveniens: Mapping[str, Any], staging: Path) -> Task:
    basis = keys.job_basis(common, job)
    return Task(job, manifest.compose(basis, manifest.proveniens_of(job, proveniens)), staging / f"{job.name}.ipynb")


@contextmanager
def _staging(folder: Path) -> Iterator[Path]:
    """Make a folder for notebooks on their way, and clear away what a killed run left."""
    staging = folder / STAGING
    shutil.rmtree(staging, ignore_errors=True)
    for stale in (*folder.glob("*/.*.part"), *folder.glob("*/*/.*.part")):
        stale.unlink(missing_ok=True)
    staging.mkdir(parents=True)
    try:
        yield staging
    finally:
        shutil.rmtree(staging, ignore_errors=True)


class _Stop:
    """Whether the run has been asked to end.

    The first SIGINT or SIGTERM is only noted, and heeded between two messages: an exception raised wherever the
    program happens to be could be swallowed there, and the run would go on. The second is not so patient.
    """

    def __init__(self) -> None:
        self.asked = False

    def __call__(self, *_: object) -> None:
        if self.asked:
            raise KeyboardInterrupt
        self.asked = True


@contextmanager
def _stop_signals() -> Iterator[_Stop]:
    """Let Ctrl-C and SIGTERM end the block's work in good order."""
    stop = _Stop()
    if threading.current_thread() is not threading.main_thread():
        yield stop
        return
    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class _Run:
    """One run's state: what waits, what is under way, what is done."""

    def __init__(
        self,
        tasks: list[Task],
        register: Mapping[str, Any],
        *,
        outcome: Outcome,
        formats: tuple[str, ...],
        settings: Settings,
        log: RunLog,
        progress: Progress,
    ) -> None:
        self.tasks = {task.job.id: task for task in tasks}
        self.register = register
        self.waiting = deque(self.tasks)
        self.staged: deque[str] = deque()
        self.outcome, self.formats, self.settings, self.log, self.progress = outcome, formats, settings, log, progress

    def carry_out(self) -> None:
        """Work until nothing is left; after Ctrl-C leave whole files and no processes."""
        firsts = [jobs[0] for jobs in by_kind([task.job for task in self.tasks.values()]).values()]
        arguments = tuple(json.dumps([job.kind.name, job.parameters]) for job in firsts)
        self.log.write("start", reports=len(self.tasks), jobs=self.settings.jobs, engine=self.settings.engine)
        exporters = min(self.settings.jobs, len(self.tasks))
        try:
            with self.progress, _stop_signals() as stop, Crew(arguments, exporters) as crew:
                self._work(crew, stop)
                self.outcome.interrupted = stop.asked
        except KeyboardInterrupt:
            self.outcome.interrupted = True
        finally:
            self.log.write("end", **self.outcome.as_dict() | {"rendered": len(self.outcome.done)})
            self.log.close()

    def _work(self, crew: Crew, stop: _Stop) -> None:
        while not stop.asked and (self.waiting or self.staged or any(member.given for member in crew.members)):
            self._hand_out(crew)
            for member, message in crew.listen(POLL):
                self._hear(member, message)
            self._look_after(crew)

    def _hand_out(self, crew: Crew) -> None:
        for member in crew.of(EXPORTER):
            while self.staged and len(member.given) < QUEUE and member.finished < self.settings.recycle:
                self._give(member, self._export_order(self.staged.popleft()), self.settings.report_timeout)
        exporters = [member for member in crew.members if member.kind == EXPORTER]
        backlog = len(self.staged) + sum(len(member.given) for member in exporters)
        for member in crew.of(ZYGOTE):
            while self.waiting and len(member.given) < self.settings.jobs and backlog < 2 * QUEUE * len(exporters):
                backlog += 1
                self._give(member, self._notebook_order(self.waiting.popleft()), self._deadline + self.settings.grace)

    @property
    def _deadline(self) -> float:
        return self.settings.report_timeout + self.settings.grace

    def _give(self, member: Member, order: Message, seconds: float) -> None:
        member.given[order["id"]] = time.monotonic() + seconds
        member.worker.send(order)

    def _notebook_order(self, id_: str) -> Message:
        task, settings = self.tasks[id_], self.settings
        return {
            "id": id_,
            "template": str(task.job.template),
            "parameters": task.job.injected,
            "ahead": task.job.ahead,
            "staged": str(task.staged),
            "engine": settings.engine,
            "timeout": settings.timeout,
            "deadline": self._deadline,
            "memory_mb": settings.memory_mb,
            "own": own_words.order_of(task.job),
        }

    def _export_order(self, id_: str) -> Message:
        task = self.tasks[id_]
        return {
            "id": id_,
            "staged": str(task.staged),
            "base": str(task.job.file("")),
            "formats": self.formats,
            "names": self.register,
            "only": task.job.kod if task.job.kind.closed else "",
            "units": hidden_names(task.job),
        }

    def _hear(self, member: Member, message: Message) -> None:
        if message.get("ready"):
            self.log.write("ready", worker=member.kind, seconds=message.get("seconds"))
        elif message.get("ended"):
            self._worker_ended(member, message["code"])
        else:
            self._answered(member, message)

    def _answered(self, member: Member, answer: Message) -> None:
        member.given.pop(answer["id"], None)
        member.finished += 1
        task = self.tasks[answer["id"]]
        task.seconds.update(answer.get("seconds", {}))
        task.cpu += answer.get("cpu", 0.0)
        task.peak_mb = max(task.peak_mb, answer.get("peak_mb", 0.0))
        fault = answer.get("fault")
        if fault is not None:
            self._failed(task, member.kind, fault, died=bool(answer.get("died")))
        elif member.kind == ZYGOTE:
            self.staged.append(task.job.id)
        else:
            self._finished(task, answer["files"])

    def _finished(self, task: Task, files: Mapping[str, str]) -> None:
        manifest.enter(task.job, task.entry, files)
        task.staged.unlink(missing_ok=True)
        task.job.failed_notebook.unlink(missing_ok=True)
        self.outcome.done.append(task.job.id)
        self._settled(task, "done")

    def _failed(self, task: Task, kind: str, fault: Message, *, died: bool) -> None:
        if died and task.attempts < ATTEMPTS and fault["kind"] != "Timeout":
            task.attempts += 1
            self.log.write("retry", id=task.job.id, cause=fault["cause"])
            (self.waiting if kind == ZYGOTE else self.staged).append(task.job.id)
            return
        stage = "execute" if kind == ZYGOTE else "export"
        notebook = self._keep(task)
        job = task.job
        said = (stage, fault["kind"], fault["cause"], fault.get("cell", ""))
        failure = Failure(job.id, job.kod, job.namn, *said, notebook)
        self.outcome.failed.append(failure)
        self._settled(task, "failed", **failure.as_dict())

    def _keep(self, task: Task) -> Path | None:
        if not task.staged.is_file():
            return None
        task.job.folder.mkdir(parents=True, exist_ok=True)
        return task.staged.replace(task.job.failed_notebook)

    def _settled(self, task: Task, event: str, **facts: Any) -> None:
        self.outcome.peak_mb = max(self.outcome.peak_mb, task.peak_mb)
        seconds = {stage: round(value, 4) for stage, value in task.seconds.items()}
        facts.setdefault("id", task.job.id)
        measured = {"seconds": seconds, "cpu": round(task.cpu, 3), "peak_mb": round(task.peak_mb, 1)}
        self.log.write(event, **measured, **facts)
        self.progress.step(failed=event == "failed")

    def _worker_ended(self, member: Member, code: int) -> None:
        how = f"was ended by signal {signal.Signals(-code).name}" if code < 0 else f"ended with exit code {code}"
        role = "preparing process" if member.kind == ZYGOTE else "export process"
        for id_ in member.given:
            fault = {"kind": "WorkerDeath", "cause": f"{self.tasks[id_].job.template.name}: the {role} {how}"}
            self._failed(self.tasks[id_], member.kind, fault, died=True)
        member.given.clear()

    def _look_after(self, crew: Crew) -> None:
        now = time.monotonic()
        for member in crew.members:
            if any(now > deadline for deadline in member.given.values()):
                member.worker.process.kill()  # its end is heard next, and its orders are tried again or fail
        for member in crew.of(EXPORTER):
            if member.finished >= self.settings.recycle and not member.given and (self.waiting or self.staged):
                crew.retire(member)
