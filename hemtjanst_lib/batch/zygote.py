"""``python -m hemtjanst_lib.batch.zygote``: holds the library and the year's facts, forks a child for each notebook.

One thread only, and no chart is ever converted here: both would hang or break the children.
"""

from __future__ import annotations

import json
import os
import selectors
import signal
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from hemtjanst_lib.batch.child import run_child
from hemtjanst_lib.batch.warm import look_ahead, warm_up
from hemtjanst_lib.batch.wire import Orders

Message = dict[str, Any]


@dataclass
class Running:
    """A child at work."""

    order: Message
    pid: int
    outlet: int
    deadline: float
    text: bytes = b""
    killed: bool = False


class Zygote:
    """Take orders, fork, watch, answer."""

    def __init__(self, orders: Orders) -> None:
        self.orders = orders
        self.selector = selectors.DefaultSelector()
        self.selector.register(orders.inlet, selectors.EVENT_READ)
        self.children: dict[int, Running] = {}
        self.pid = os.getpid()

    def serve(self) -> None:
        """Work until the orders end; then leave no child behind."""
        try:
            while self._step():
                pass
        finally:
            for child in list(self.children.values()):
                self._kill(child)

    def _step(self) -> bool:
        for event, _ in self.selector.select(self._patience()):
            if event.fd == self.orders.inlet:
                if (orders := self.orders.receive()) is None:
                    return False
                for order in orders:
                    self._fork(order)
            else:
                self._listen(self.children[event.fd])
        for child in list(self.children.values()):
            if time.monotonic() > child.deadline and not child.killed:
                child.killed = True
                self._kill(child)
        return True

    def _patience(self) -> float | None:
        if not self.children:
            return None
        nearest = min(child.deadline for child in self.children.values())
        return max(0.05, nearest - time.monotonic())

    def _fork(self, order: Message) -> None:
        look_ahead(order.get("ahead"))
        reading, writing = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.close(reading)
            run_child(order, writing, self.pid)
        os.close(writing)
        self.children[reading] = Running(order, pid, reading, time.monotonic() + order["deadline"])
        self.selector.register(reading, selectors.EVENT_READ)

    def _listen(self, child: Running) -> None:
        if piece := os.read(child.outlet, 1 << 16):
            child.text += piece
            return
        self._reap(child)

    def _kill(self, child: Running) -> None:
        """Kill a child that has not been waited for, and all of its group."""
        for kill in (os.killpg, os.kill):
            with suppress(ProcessLookupError):
                kill(child.pid, signal.SIGKILL)

    def _reap(self, child: Running) -> None:
        self.selector.unregister(child.outlet)
        os.close(child.outlet)
        del self.children[child.outlet]
        code = _exit_code(child.pid)
        self._kill(child)  # what the notebook started and left behind
        _, _, usage = os.wait4(child.pid, 0)
        answer = {"id": child.order["id"], "peak_mb": usage.ru_maxrss / 1024, "cpu": usage.ru_utime + usage.ru_stime}
        self.orders.send({**answer, **self._verdict(child, code)})

    def _verdict(self, child: Running, code: int) -> Message:
        said: list[Message] = [json.loads(line) for line in child.text.splitlines() if line.endswith(b"}")]
        if said and "staged" in said[-1]:
            return said[-1]
        cell = next((message["cell"] for message in reversed(said) if "cell" in message), "")
        return {"staged": False, "died": True, "fault": death(child, code, cell)}


def _exit_code(pid: int) -> int:
    """Wait a moment for a child to end, without taking it out of the process table."""
    for _ in range(200):
        if ended := os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT | os.WNOHANG):
            return ended.si_status if ended.si_code == os.CLD_EXITED else -ended.si_status
        time.sleep(0.005)
    return -signal.SIGKILL


def death(child: Running, code: int, cell: str) -> Message:
    """Say how a child died that could not say so itself."""
    if child.killed:
        kind, how = "Timeout", f"was killed after {child.order['deadline']:g} seconds"
    elif code < 0:
        name = signal.Signals(-code).name
        hint = ", which is what the system does when memory runs out" if name == "SIGKILL" else ""
        kind, how = name, f"died by signal {name}{hint}"
    else:
        kind, how = "WorkerDeath", f"left the process with exit code {code}"
    name = os.path.basename(child.order["template"])
    where = f"{name}, cell {cell}" if cell else name
    return {"kind": kind, "cause": f"{where}: the notebook's process {how}", "cell": cell}


def main() -> None:
    """Warm up, say so, and serve."""
    firsts = [json.loads(argument) for argument in sys.argv[1:]]
    orders = Orders()
    start = time.perf_counter()
    warm_up(firsts)
    orders.send({"ready": True, "seconds": time.perf_counter() - start})
    Zygote(orders).serve()


if __name__ == "__main__":
    main()
