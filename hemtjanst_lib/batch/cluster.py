"""A run on a Dask cluster: the same plan, the same processes on each worker, and the manifests written here alone."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any
from uuid import uuid4

from hemtjanst_lib.batch import cluster_archive
from hemtjanst_lib.batch.cluster_card import card
from hemtjanst_lib.batch.cluster_link import Link, linked, refusal
from hemtjanst_lib.batch.cluster_plugin import Reports
from hemtjanst_lib.batch.ledger import Ledger
from hemtjanst_lib.batch.line import ATTEMPTS, POLL, QUEUE, Work
from hemtjanst_lib.batch.standing import refuse_changed
from hemtjanst_lib.batch.stop import Stop
from hemtjanst_lib.batch.task import Task
from hemtjanst_lib.batch.wire import Message
from hemtjanst_lib.errors import HemtjanstError
from hemtjanst_lib.files import sha256, write_atomic

LOSSES = 4  # of its place that a report may meet, as Dask has it; those that it may be to blame for weigh double
SIGN = "kluster"  # in the staging folder: by it workers know the shared output root


class ClusterRun(Ledger):
    """A run whose reports are made by the workers of a scheduler.

    Parameters
    ----------
    data, out : Path
        Data root and output root.
    """

    def __init__(self, *given: Any, data: Path, out: Path, **more: Any) -> None:
        super().__init__(*given, **more)
        first = next(iter(self.tasks.values())).job
        self.ar, self.out = first.ar, out
        self.data, self.named = data, str(first.parameters["data"])
        self.lost: Counter[str] = Counter()

    def work(self, stop: Stop) -> None:
        """Keep the workers busy until all reports are settled, a few ahead of what they can take."""
        settings, waiting = self.settings, deque(self.tasks)
        sign = self._sign()
        with linked(settings.scheduler, settings.wait) as link:
            link.wait(lambda: not stop.asked, self.progress.note)
            if stop.asked:
                return
            link.check(card(), sign)
            archive = cluster_archive.pack(self.ar, self.data, {task.job.template for task in self.tasks.values()})
            link.prepare(self._plugin(archive, sign))
            self.log.write("workers", workers=link.workers, archive_mb=round(len(archive.content) / 2**20, 1))
            while (waiting or link.futures) and not stop.asked:
                while waiting and len(link.futures) < link.window:
                    id_ = waiting.popleft()
                    link.submit(id_, self._report(self.tasks[id_], archive))
                if heard := link.heard(POLL):
                    waiting.extend(self._hear(*heard))
                self._census(link)

    def _sign(self) -> tuple[str, ...]:
        """Leave a sign in the staging folder, and say where workers are to see it."""
        if not self.settings.shared:
            return ()
        place, text = next(iter(self.tasks.values())).staged.with_name(SIGN), uuid4().hex
        place.write_text(text, encoding="utf-8")
        return str(Path(self.settings.shared) / place.relative_to(self.out)), text

    def _plugin(self, archive: cluster_archive.Archive, sign: tuple[str, ...]) -> Reports:
        settings = self.settings
        start = {
            "settings": {**asdict(settings), "scheduler": ""},
            "shared": settings.shared,
            "firsts": self.firsts(),
            "names": self.register,
            "roots": {self.named: archive.data},
        }
        notebook, page = settings.deadline + settings.grace, QUEUE * settings.report_timeout
        patience = ATTEMPTS * (notebook + page) + 60
        return Reports(archive.content, archive.digest, card=card(), start=start, sign=sign, patience=patience)

    def _report(self, task: Task, archive: cluster_archive.Archive) -> Message:
        """Put together the orders for one report, with places that the worker fills in."""
        notebook, export = self.notebook_order(task.job.id), self.export_order(task.job.id)
        base = Path(export["base"]).relative_to(self.out).as_posix() if self.settings.shared else task.job.name
        del export["names"], export["staged"], notebook["staged"]
        notebook["template"] = archive.templates[task.job.template]
        return {"notebook": notebook, "export": {**export, "base": base}}

    def _census(self, link: Link) -> None:
        before = set(link.workers)
        if link.look_after() and before != (now := set(link.workers)):
            self.log.write("workers", came=sorted(now - before), left=sorted(before - now))

    def _hear(self, id_: str, answer: Message) -> list[str]:
        """Settle a report, or return it to be tried again."""
        where = {"worker": answer["worker"]} if "worker" in answer else {}
        work = Work(id_, self.tasks[id_].job.template.name, **answer.get("work", {}))
        if faults := answer.get("refused"):
            raise refusal([f"worker {answer['address']}: {fault}" for fault in faults])
        for cause in answer.get("retries", ()):
            self.log.write("retry", id=id_, cause=cause, **where)
        if "lost" in answer:
            return self._again(work, answer, where)
        if fault := answer.get("fault"):
            if notebook := answer.get("notebook"):
                self.tasks[id_].staged.write_bytes(notebook)
            self.failed(work, answer.get("stage", "cluster"), fault, **where)
        else:
            self._arrived(work, answer["files"], answer.get("contents", {}), where)
        return []

    def _again(self, work: Work, answer: Message, where: Mapping[str, str]) -> list[str]:
        """Let a report that lost its place be tried again, unless it has been often enough."""
        self.lost[work.id] += LOSSES // ATTEMPTS if answer.get("blame") else 1
        if self.lost[work.id] < LOSSES:
            self.log.write("retry", id=work.id, cause=answer["lost"], **where)
            return [work.id]
        fault = {"kind": "WorkerDeath", "cause": f"{work.name}: {answer['lost']}"}
        self.failed(work, "cluster", fault, **where)
        return []

    def _arrived(
        self, work: Work, files: Mapping[str, str], contents: Mapping[str, bytes], where: Mapping[str, str]
    ) -> None:
        """Write what came, or see that what was written can be read here; only then is the report entered."""
        task = self.tasks[work.id]
        folder, notebook = task.job.folder, task.job.file(".ipynb")
        try:
            refuse_changed(notebook, task.standing, files.get(notebook.name, ""))
        except HemtjanstError as fault:
            self.failed(work, "export", {"kind": type(fault).__name__, "cause": str(fault)}, **where)
            return
        for name, hash_ in files.items():
            if not self.settings.shared:
                write_atomic(folder / name, contents[name])
            if lost := _fault(folder / name, hash_, contents.get(name)):
                self.failed(work, "cluster", {"kind": "FileLost", "cause": lost}, **where)
                return
        self.finished(work, files, **where)


def _fault(path: Path, hash_: str, content: bytes | None) -> str:
    """Say whether a file is not what its worker said that it made."""
    try:
        found = sha256(path if content is None else content)
    except OSError as fault:
        return f"{path}: was written by the worker, but cannot be read here ({fault.strerror})"
    return "" if found == hash_ else f"{path}: is not what the worker made"
