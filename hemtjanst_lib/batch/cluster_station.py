"""``python -m hemtjanst_lib.batch.cluster_station``: makes reports on a worker of a cluster.

As a run on one machine does: with a zygote and exporters of its own in one ``line``, fed through stdin. The first
message says how to go about it; each after that is a report. It ends with the worker, when the orders end, or when
none have come for a while.
"""

from __future__ import annotations

import select
import sys
import time
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from hemtjanst_lib.batch.cluster_card import card
from hemtjanst_lib.batch.crew import Crew
from hemtjanst_lib.batch.line import Line, Work
from hemtjanst_lib.batch.settings import Settings
from hemtjanst_lib.batch.wire import Message, Orders
from hemtjanst_lib.errors import HemtjanstError

IDLE = 120.0  # seconds without a report after which the processes end; the next report starts them again


class Station:
    """Whose reports they are on a worker: finished ones are told, and nothing is entered anywhere.

    Parameters
    ----------
    orders : Orders
        Where answers go.
    start : dict
        ``home`` (folder of the unpacked archive and of what is on its way), ``shared`` (output root that all see, or
        ""), ``settings``, ``firsts`` (what the zygote warms up for) and ``names`` (register of names).
    """

    def __init__(self, orders: Orders, start: Message) -> None:
        self.orders, self.names = orders, start["names"]
        self.home, self.shared = Path(start["home"]), start["shared"]
        self.settings = Settings(**start["settings"])
        self.line = Line(self, self.settings)
        self.reports: dict[str, Message] = {}
        self.retries: dict[str, list[str]] = {}

    def serve(self, firsts: tuple[str, ...], reports: Iterable[Message] = ()) -> None:
        """Work until the orders end or stay away, beginning with the given reports."""
        latest = time.monotonic()
        for report in reports:
            self._take(report)
        with Crew(firsts, self.settings.jobs) as crew:
            crew.watch(self.orders.inlet)
            while self.line.busy or time.monotonic() - latest < IDLE:
                self.line.step(crew)
                if not select.select([self.orders.inlet], [], [], 0)[0]:
                    continue
                if (received := self.orders.receive()) is None:
                    return
                latest = time.monotonic()
                for report in received:
                    self._take(report)

    def _take(self, report: Message) -> None:
        self.reports[report["id"]] = report
        self.line.add(report["id"], Path(report["notebook"]["template"]).name)

    def _staged(self, id_: str) -> Path:
        return self.home / "pagar" / f"{id_}.ipynb"

    def _base(self, report: Message) -> Path:
        root = Path(self.shared) if self.shared else self.home / "ut" / report["id"]
        return root / str(report["export"]["base"])

    def notebook_order(self, id_: str) -> Message:
        """Put together what the zygote is told: the order with its places on this machine."""
        order = self.reports[id_]["notebook"]
        template = self.home / str(order["template"])
        return {**order, "id": id_, "template": str(template), "staged": str(self._staged(id_))}

    def export_order(self, id_: str) -> Message:
        """Put together what an exporter is told."""
        report = self.reports[id_]
        places = {"staged": str(self._staged(id_)), "base": str(self._base(report))}
        return {**report["export"], "id": id_, "names": self.names, **places}

    def ready(self, kind: str, seconds: float | None) -> None:
        """Say nothing of workers that have started."""

    def retried(self, work: Work, cause: str) -> None:
        """Remember it for the answer."""
        self.retries.setdefault(work.id, []).append(cause)

    def finished(self, work: Work, files: Mapping[str, str]) -> None:
        """Tell of a report whose files stand."""
        folder = self._base(self.reports[work.id]).parent
        self._staged(work.id).unlink(missing_ok=True)
        self._answer(work, files=dict(files), folder=str(folder))

    def failed(self, work: Work, stage: str, fault: Message) -> None:
        """Tell of a report that cannot be made, and where its notebook stands as far as it got."""
        staged = self._staged(work.id)
        self._answer(work, fault=fault, stage=stage, staged=str(staged) if staged.is_file() else "")

    def _answer(self, work: Work, **facts: Any) -> None:
        del self.reports[work.id]
        measured = {name: value for name, value in asdict(work).items() if name not in {"id", "name"}}
        self.orders.send({"id": work.id, "work": measured, "retries": self.retries.pop(work.id, []), **facts})


def main() -> None:
    """Say what this machine makes reports with, be told how, and serve."""
    orders = Orders()
    orders.send({"card": card()})
    received: list[Message] | None = []
    while not received:
        if (received := orders.receive()) is None:
            return
    first, *reports = received
    (Path(first["home"]) / "pagar").mkdir(parents=True, exist_ok=True)
    try:
        Station(orders, first).serve(tuple(first["firsts"]), reports)
    except HemtjanstError as fault:
        sys.exit(" ".join(str(fault).split()))


if __name__ == "__main__":
    main()
