"""The way of reports through one machine: the zygote runs their notebooks, exporters make the pages, both are watched.

What a report is, and what becomes of it, is its owner's to know: a run on this machine, or a station of a cluster.
"""

from __future__ import annotations

import signal
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from hemtjanst_lib.batch.crew import EXPORTER, ZYGOTE, Crew, Member
from hemtjanst_lib.batch.settings import Settings
from hemtjanst_lib.batch.wire import Message

ATTEMPTS = 2  # a report whose process died is tried once more, alone
QUEUE = 2  # orders an exporter may hold, so that it never waits for the next
POLL = 0.5


@dataclass
class Work:
    """A report under way, and what it has cost so far.

    Parameters
    ----------
    id : str
        Which report, such as ``kommun/0188``.
    name : str
        The template's file name, for messages.
    """

    id: str
    name: str
    attempts: int = 1
    seconds: dict[str, float] = field(default_factory=dict)
    cpu: float = 0.0
    peak_mb: float = 0.0


class Owner(Protocol):
    """Whose reports they are."""

    def notebook_order(self, id_: str) -> Message:
        """Put together what the zygote is told."""
        ...

    def export_order(self, id_: str) -> Message:
        """Put together what an exporter is told."""
        ...

    def ready(self, kind: str, seconds: float | None) -> None:
        """Note that a worker has started."""
        ...

    def retried(self, work: Work, cause: str) -> None:
        """Note that a report's process died and that it is tried again."""
        ...

    def finished(self, work: Work, files: Mapping[str, str]) -> None:
        """Take a report whose files stand, with their hashes."""
        ...

    def failed(self, work: Work, stage: str, fault: Message) -> None:
        """Take a report that cannot be made, at stage ``execute`` or ``export``."""
        ...


class Line:
    """Hand out, listen, watch, and try again."""

    def __init__(self, owner: Owner, settings: Settings) -> None:
        self.owner, self.settings = owner, settings
        self.works: dict[str, Work] = {}
        self.waiting: deque[str] = deque()
        self.staged: deque[str] = deque()

    def add(self, id_: str, name: str) -> None:
        """Put a report last in the queue."""
        self.works[id_] = Work(id_, name)
        self.waiting.append(id_)

    @property
    def busy(self) -> bool:
        """Whether any report is neither finished nor failed."""
        return bool(self.works)

    def step(self, crew: Crew) -> None:
        """Give the crew what it can take, and hear what it has done in the next moment."""
        self._hand_out(crew)
        for member, message in crew.listen(POLL):
            self._hear(member, message)
        self._look_after(crew)

    def _hand_out(self, crew: Crew) -> None:
        for member in crew.of(EXPORTER):
            while self._takes(member, self.staged, QUEUE) and member.finished < self.settings.recycle:
                self._give(member, self.owner.export_order(self.staged.popleft()), self.settings.report_timeout)
        exporters = [member for member in crew.members if member.kind == EXPORTER]
        backlog = len(self.staged) + sum(len(member.given) for member in exporters)
        seconds = self.settings.deadline + self.settings.grace
        for member in crew.of(ZYGOTE):
            while self._takes(member, self.waiting, self.settings.jobs) and backlog < 2 * QUEUE * len(exporters):
                backlog += 1
                self._give(member, self.owner.notebook_order(self.waiting.popleft()), seconds)

    def _takes(self, member: Member, queue: deque[str], most: int) -> bool:
        """Whether a worker can take the queue's next report: one whose process died shares its worker with no other."""
        if not queue or len(member.given) >= most:
            return False
        suspect = any(self.works[id_].attempts > 1 for id_ in (queue[0], *member.given))
        return not (suspect and member.given)

    def _give(self, member: Member, order: Message, seconds: float) -> None:
        member.given[order["id"]] = time.monotonic() + seconds
        member.worker.send(order)

    def _hear(self, member: Member, message: Message) -> None:
        if message.get("ready"):
            self.owner.ready(member.kind, message.get("seconds"))
        elif message.get("ended"):
            self._worker_ended(member, message["code"])
        else:
            self._answered(member, message)

    def _answered(self, member: Member, answer: Message) -> None:
        member.given.pop(answer["id"], None)
        member.finished += 1
        work = self.works[answer["id"]]
        work.seconds.update(answer.get("seconds", {}))
        work.cpu += answer.get("cpu", 0.0)
        work.peak_mb = max(work.peak_mb, answer.get("peak_mb", 0.0))
        fault = answer.get("fault")
        if fault is not None:
            self._failed(work, member.kind, fault, died=bool(answer.get("died")))
        elif member.kind == ZYGOTE:
            self.staged.append(work.id)
        else:
            self.owner.finished(self.works.pop(work.id), answer["files"])

    def _failed(self, work: Work, kind: str, fault: Message, *, died: bool) -> None:
        if died and work.attempts < ATTEMPTS and fault["kind"] != "Timeout":
            work.attempts += 1
            self.owner.retried(work, fault["cause"])
            (self.waiting if kind == ZYGOTE else self.staged).append(work.id)
        else:
            self.owner.failed(self.works.pop(work.id), "execute" if kind == ZYGOTE else "export", fault)

    def _worker_ended(self, member: Member, code: int) -> None:
        how = f"was ended by signal {signal.Signals(-code).name}" if code < 0 else f"ended with exit code {code}"
        role = "preparing process" if member.kind == ZYGOTE else "export process"
        ids, member.given = list(member.given), {}
        at_work, queued = (ids, []) if member.kind == ZYGOTE else (ids[:1], ids[1:])  # an exporter takes one at a time
        self.staged.extendleft(reversed(queued))
        for id_ in at_work:
            fault = {"kind": "WorkerDeath", "cause": f"{self.works[id_].name}: the {role} {how}"}
            self._failed(self.works[id_], member.kind, fault, died=True)

    def _look_after(self, crew: Crew) -> None:
        now = time.monotonic()
        for member in crew.members:
            if any(now > deadline for deadline in member.given.values()):
                member.worker.process.kill()  # its end is heard next, and its orders are tried again or fail
        for member in crew.of(EXPORTER):
            if member.finished >= self.settings.recycle and not member.given and (self.waiting or self.staged):
                crew.retire(member)
