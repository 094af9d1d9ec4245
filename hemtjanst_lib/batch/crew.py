"""The workers of a run: one zygote and several exporters, replaced when they die or have done their share."""

from __future__ import annotations

import selectors
from dataclasses import dataclass, field
from typing import Any

from hemtjanst_lib.batch.wire import Message, Worker
from hemtjanst_lib.errors import HemtjanstError

ZYGOTE = "hemtjanst_lib.batch.zygote"
EXPORTER = "hemtjanst_lib.batch.exporter"
PATIENCE = 3  # workers of a kind that may die in a row before any work is done


@dataclass
class Member:
    """A worker and what it has been given."""

    worker: Worker
    kind: str
    given: dict[str, float] = field(default_factory=dict)
    finished: int = 0
    ready: bool = False


class Crew:
    """Start, listen to, replace and end the workers.

    Parameters
    ----------
    zygote : tuple of str
        The zygote's arguments: for each kind of report to come, its name and one report's parameters, as JSON.
    exporters : int
        How many.
    """

    def __init__(self, zygote: tuple[str, ...], exporters: int) -> None:
        self._arguments = {ZYGOTE: zygote, EXPORTER: ()}
        self._selector = selectors.DefaultSelector()
        self._deaths = {ZYGOTE: 0, EXPORTER: 0}
        self.members: list[Member] = []
        try:
            for kind in (ZYGOTE, *([EXPORTER] * exporters)):
                self._start(kind)
        except BaseException:
            self.end()
            raise

    def of(self, kind: str) -> list[Member]:
        """Return the workers of a kind that are ready for orders."""
        return [member for member in self.members if member.kind == kind and member.ready]

    def _start(self, kind: str) -> None:
        member = Member(Worker(kind, *self._arguments[kind]), kind)
        self.members.append(member)
        self._selector.register(member.worker.outlet, selectors.EVENT_READ, member)

    def watch(self, outlet: int) -> None:
        """Let ``listen`` return when there is something to read here too."""
        self._selector.register(outlet, selectors.EVENT_READ)

    def listen(self, seconds: float) -> list[tuple[Member, Message]]:
        """Wait for messages; a worker that has ended gives the message ``{"ended": True}`` and is replaced."""
        heard: list[tuple[Member, Message]] = []
        for event, _ in self._selector.select(seconds):
            if (member := event.data) is None:
                continue
            messages, ended = member.worker.receive()
            heard += [(member, message) for message in messages]
            if messages:
                member.ready = True
                self._deaths[member.kind] = 0
            if ended:
                heard.append((member, {"ended": True, "code": self._replace(member)}))
        return heard

    def _replace(self, member: Member) -> int:
        code = self._remove(member)
        self._deaths[member.kind] += 1
        if self._deaths[member.kind] >= PATIENCE:
            raise HemtjanstError(
                f"the process {member.kind} ended {PATIENCE} times without doing any work (exit code {code})",
                do=f"Run it by hand to see why: python -m {member.kind} {' '.join(self._arguments[member.kind])}",
            )
        self._start(member.kind)
        return code

    def retire(self, member: Member) -> None:
        """Replace a worker that has nothing to do by a new one."""
        self._remove(member)
        self._start(member.kind)

    def _remove(self, member: Member) -> int:
        self._selector.unregister(member.worker.outlet)
        self.members.remove(member)
        member.worker.kill()
        return member.worker.process.returncode

    def end(self) -> None:
        """Kill all workers with all that they started."""
        for member in list(self.members):
            self._remove(member)
        self._selector.close()

    def __enter__(self) -> Crew:
        return self

    def __exit__(self, *_: Any) -> None:
        self.end()
