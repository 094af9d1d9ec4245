"""What a run keeps of its reports, wherever they are made: manifests, failures, log and progress."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from hemtjanst_lib.batch import manifest
from hemtjanst_lib.batch.line import Work
from hemtjanst_lib.batch.log import RunLog
from hemtjanst_lib.batch.outcome import Failure, Outcome
from hemtjanst_lib.batch.plan import by_kind
from hemtjanst_lib.batch.progress import Progress
from hemtjanst_lib.batch.settings import Settings
from hemtjanst_lib.batch.stop import Stop, stop_signals
from hemtjanst_lib.batch.task import Task, export_order, notebook_order
from hemtjanst_lib.batch.watch import Watch
from hemtjanst_lib.batch.wire import Message


class Ledger(ABC):
    """One run: its tasks, how to go about them, and what has come of them; ``work`` says where they are made."""

    def __init__(
        self,
        tasks: Sequence[Task],
        register: Mapping[str, Any],
        *,
        outcome: Outcome,
        formats: tuple[str, ...],
        settings: Settings,
        log: RunLog,
        progress: Progress,
        watch: Watch,
    ) -> None:
        self.tasks = {task.job.id: task for task in tasks}
        self.register = register
        self.outcome, self.formats, self.settings, self.log, self.progress = outcome, formats, settings, log, progress
        self.watch = watch

    @abstractmethod
    def work(self, stop: Stop) -> None:
        """Work until nothing is left or ``stop`` is asked for; leave no process behind."""

    def carry_out(self) -> None:
        """Work until nothing is left; after Ctrl-C leave whole files and no processes."""
        self.log.write("start", reports=len(self.tasks), jobs=self.settings.jobs, engine=self.settings.engine)
        try:
            with self.progress, stop_signals() as stop:
                self.work(stop)
                self.outcome.interrupted = stop.asked
        except KeyboardInterrupt:
            self.outcome.interrupted = True
        finally:
            self.log.write("end", **self.outcome.as_dict() | {"rendered": len(self.outcome.done)})
            self.log.close()

    def firsts(self) -> tuple[str, ...]:
        """Tell the zygote what to warm up for: each kind, the parameters of one report, and how many, as JSON."""
        groups = by_kind([task.job for task in self.tasks.values()])
        return tuple(json.dumps([name, jobs[0].parameters, len(jobs)]) for name, jobs in groups.items())

    def notebook_order(self, id_: str) -> Message:
        """Put together what the zygote is told."""
        return notebook_order(self.tasks[id_], self.settings)

    def export_order(self, id_: str) -> Message:
        """Put together what an exporter is told."""
        return export_order(self.tasks[id_], self.formats, self.register, self.settings)

    def ready(self, kind: str, seconds: float | None) -> None:
        """Note that a worker has started."""
        self.log.write("ready", worker=kind, seconds=seconds)

    def retried(self, work: Work, cause: str) -> None:
        """Note that a report's process died and that it is tried again."""
        self.log.write("retry", id=work.id, cause=cause)

    def finished(self, work: Work, files: Mapping[str, str], **facts: Any) -> None:
        """Enter a report in its manifest: from here on it is finished.

        Raises
        ------
        HemtjanstError
            If something that the run's reports are made from has changed since it began; nothing is entered then.
        """
        self.watch.hold()
        task = self.tasks[work.id]
        if changed := self.watch.changed_words(task.job):
            cause = f"{', '.join(changed)}: changed while the report was made; run the same command again"
            self.failed(work, "edits", {"kind": "Changed", "cause": cause}, **facts)
            return
        task.job.failed_notebook.unlink(missing_ok=True)
        manifest.enter(task.job, task.entry, files)
        task.staged.unlink(missing_ok=True)
        self.outcome.done.append(work.id)
        self._settled(work, "done", id=work.id, **facts)

    def failed(self, work: Work, stage: str, fault: Message, **facts: Any) -> None:
        """Keep the notebook as far as it got, and what stopped it."""
        task = self.tasks[work.id]
        job, notebook = task.job, _keep(task)
        said = (stage, fault["kind"], fault["cause"], fault.get("cell", ""))
        failure = Failure(job.id, job.kod, job.namn, *said, notebook)
        self.outcome.failed.append(failure)
        self._settled(work, "failed", **failure.as_dict(), **facts)

    def _settled(self, work: Work, event: str, **facts: Any) -> None:
        self.outcome.peak_mb = max(self.outcome.peak_mb, work.peak_mb)
        seconds = {stage: round(value, 4) for stage, value in work.seconds.items()}
        measured = {"seconds": seconds, "cpu": round(work.cpu, 3), "peak_mb": round(work.peak_mb, 1)}
        self.log.write(event, **measured, **facts)
        self.progress.step(failed=event == "failed")


def _keep(task: Task) -> Path | None:
    if not task.staged.is_file():
        return None
    task.job.folder.mkdir(parents=True, exist_ok=True)
    return task.staged.replace(task.job.failed_notebook)
