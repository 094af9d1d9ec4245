"""The connection to a Dask scheduler: reach it, see that its workers are alike, hand out reports, take what comes back.

Dask is an extra; nothing but a run with ``--scheduler`` imports this module.
"""

from __future__ import annotations

import json
import logging
import os
import queue
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, cast
from uuid import uuid4

import cloudpickle
from distributed import Client, KilledWorker

from hemtjanst_lib.batch import cluster_plugin
from hemtjanst_lib.batch.cluster_plugin import Reports, differences, prober, renderer, stale_finder
from hemtjanst_lib.batch.wire import Message
from hemtjanst_lib.errors import HemtjanstError

CONNECT = 10.0  # seconds for the scheduler to answer
CENSUS = 5.0  # seconds between two counts of the workers
ANSWER = 10.0  # seconds for the scheduler to answer a count
LEAVE = 30.0  # seconds for the workers to end their stations
PREFIX = "hemtjanst-"
HELD = 4  # results fetched ahead of what is written: all that the client ever holds of them

_client = cast("Any", Client)  # Dask leaves most of its types open
cloudpickle.register_pickle_by_value(cluster_plugin)


def address_of(scheduler: str) -> str:
    """Read the scheduler's address, from a scheduler file if that is what is named.

    Raises
    ------
    HemtjanstError
        If it is neither an address nor a scheduler file.
    """
    do = "Give an address such as tcp://host:8786, or the file that dask scheduler --scheduler-file wrote."
    path = Path(scheduler.removeprefix("file://").removeprefix("file:"))
    if scheduler.startswith("file:") or path.suffix == ".json" or path.is_file():
        try:
            return str(json.loads(path.read_text(encoding="utf-8"))["address"])
        except OSError as fault:
            raise HemtjanstError(f"{path}: cannot be read ({fault.strerror})", do=do) from None
        except (ValueError, KeyError, TypeError):
            raise HemtjanstError(f"{path}: is no scheduler file: it names no address", do=do) from None
    scheme, _, rest = scheduler.rpartition("://")
    host, _, port = rest.rpartition(":")
    if not host or not port.isdigit() or (scheme or "tcp") not in {"tcp", "tls", "ws", "wss"}:
        raise HemtjanstError(f"{scheduler}: is no address of a scheduler", do=do)
    return f"{scheme or 'tcp'}://{rest}"


@contextmanager
def linked(scheduler: str, wait: float) -> Iterator[Link]:
    """Hold a connection; when it ends, whatever is not finished is called off and the workers are left clean.

    Raises
    ------
    HemtjanstError
        If no scheduler answers.
    """
    address = address_of(scheduler)
    with _quiet():
        try:
            client = _client(address, timeout=CONNECT, set_as_default=False, name="hemtjanst")
        except Exception as fault:  # a name that does not resolve, a port that talks something else, an old Dask
            said = str(fault).splitlines()[0] if str(fault) else type(fault).__name__
            raise HemtjanstError(
                f"no Dask scheduler answers at {address} within {CONNECT:g} seconds ({said})",
                do="Start one with: dask scheduler, and give the address that it prints.",
            ) from None
        link = Link(client, address, wait)
        try:
            yield link
        finally:
            link.close()


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep Dask's own log of lost connections to itself; what matters is told in our words."""
    loggers = (
        [] if os.environ.get("HEMTJANST_DEBUG") else [logging.getLogger(name) for name in ("distributed", "tornado")]
    )
    before = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for logger, level in zip(loggers, before, strict=True):
            logger.setLevel(level)


class Link:
    """A connection to a scheduler, with the reports that are under way."""

    def __init__(self, client: Any, address: str, wait: float) -> None:
        self.client, self.address, self.patience = client, address, wait
        self.plugin = f"{PREFIX}{client.id}"
        self.futures: dict[str, Any] = {}
        self.done: queue.SimpleQueue[tuple[str, Any] | None] = queue.SimpleQueue()
        self.results: queue.Queue[tuple[str, Message]] = queue.Queue(HELD)
        self.closed = False
        self.workers: dict[str, int] = {}
        self.counted = self.seen = time.monotonic()
        self.fetcher = threading.Thread(target=self._fetch, name="hemtjanst-fetch", daemon=True)
        self.fetcher.start()

    def wait(self, go_on: Callable[[], bool], note: Callable[[str], None]) -> None:
        """Wait until there is a worker.

        Raises
        ------
        HemtjanstError
            If there is none in time.
        """
        told = False
        while go_on() and not self.count():
            if not told:
                note(f"{self.address} has no workers yet; waiting up to {self.patience:g} s for one")
                told = True
            self._give_up("has no workers")
            time.sleep(0.2)

    def _give_up(self, what: str) -> None:
        if time.monotonic() - self.seen > self.patience:
            raise HemtjanstError(
                f"the scheduler {self.address} {what}; waited {self.patience:g} seconds for one",
                do=f"Start workers with: dask worker {self.address}, and give the command again; --wait waits longer.",
            )

    def count(self) -> dict[str, int]:
        """Ask how many threads each worker has."""
        self.counted = time.monotonic()
        if self.client.status == "closed":
            self._lost()
        with suppress(TimeoutError, OSError):
            self.workers = dict(self.client.sync(self.client.scheduler.ncores, callback_timeout=ANSWER))
            if self.workers:
                self.seen = time.monotonic()
        return self.workers

    def _lost(self) -> None:
        raise HemtjanstError(
            f"the connection to the scheduler {self.address} was lost",
            do="Give the same command again when it is back: finished reports are kept.",
        )

    def look_after(self) -> bool:
        """Count the workers now and then; tell whether it was done.

        Raises
        ------
        HemtjanstError
            If all are gone and none comes.
        """
        if time.monotonic() - self.counted < CENSUS:
            return False
        if not self.count():
            self._give_up("has lost all its workers")
        return True

    @property
    def window(self) -> int:
        """How many reports may be under way: enough that no worker waits for its next."""
        return 2 * max(1, sum(self.workers.values()))

    def check(self, card: Mapping[str, str], sign: tuple[str, ...]) -> None:
        """See that every worker would give the same bytes as this machine.

        Raises
        ------
        HemtjanstError
            With the differences of all workers.
        """
        faults = []
        for address, found in self.client.run(prober(sign), on_error="return").items():
            answer: Message = found if isinstance(found, dict) else {"faults": [f"{type(found).__name__}: {found}"]}
            told = [*answer.get("faults", ()), *(differences(card, answer["card"]) if "card" in answer else ())]
            faults += [f"worker {address}: {line}" for line in told]
        if faults:
            raise refusal(faults)

    def prepare(self, plugin: Reports) -> None:
        """Send each worker, and each that comes later, what reports are made from; take away what dead clients left."""
        with suppress(Exception):  # only tidying
            for name in self.client.run_on_scheduler(stale_finder(PREFIX)):
                self.client.unregister_worker_plugin(name)
        try:
            self.client.register_plugin(plugin, name=self.plugin)
        except Exception as fault:  # a full disk, or a worker that goes away meanwhile
            raise HemtjanstError(
                f"a worker could not take what reports are made from ({fault})",
                do="Look at the worker's log and its --local-directory, and give the command again.",
            ) from fault
        self.render = renderer(self.plugin)

    def submit(self, id_: str, report: Message) -> None:
        """Put a report last in the scheduler's queue; one that loses its worker is begun again on another."""
        key = ("hemtjanst-render", f"{id_}-{uuid4().hex[:8]}")  # Dask learns how long the first part takes
        future = self.client.submit(self.render, report, key=key, pure=False, retries=0)
        self.futures[id_] = future
        future.add_done_callback(lambda done: self.done.put((id_, done)))

    def _fetch(self) -> None:
        """Fetch results as they come, few ahead of what has been taken: the rest stay with the workers."""
        while (item := self.done.get()) is not None and not self.closed:
            id_, future = item
            answer = _result(future)
            while not self.closed:
                with suppress(queue.Full):
                    self.results.put((id_, answer), timeout=1)
                    break

    def heard(self, seconds: float) -> tuple[str, Message] | None:
        """Wait for a result, which the workers may forget then.

        Raises
        ------
        HemtjanstError
            If the connection is lost.
        """
        try:
            id_, answer = self.results.get(timeout=seconds)
        except queue.Empty:
            return None
        if answer.get("gone"):
            self._lost()
        self.futures.pop(id_).release()
        return id_, answer

    def close(self) -> None:
        """Call off what is under way, end the stations, and let go."""
        self.closed = True
        self.done.put(None)
        leaving = threading.Thread(target=self._leave, name="hemtjanst-leave", daemon=True)
        leaving.start()
        leaving.join(LEAVE)  # a scheduler that does not answer must not keep the client

    def _leave(self) -> None:
        with suppress(Exception):
            self.client.cancel(list(self.futures.values()), force=True)
        with suppress(Exception):
            self.client.unregister_worker_plugin(self.plugin)
        self.futures.clear()
        with suppress(Exception):
            self.client.close(timeout=ANSWER)


def _result(future: Any) -> Message:
    try:
        answer: Message = future.result()
    except KilledWorker as fault:
        times = fault.allowed_failures + 1
        cause = f"the worker was lost {times} times while it was under way, last {fault.last_worker.address}"
        return {"fault": {"kind": "WorkerLost", "cause": cause}}
    except BaseException as fault:  # also CancelledError, which is no Exception
        if future.cancelled() or future.client.status != "running":
            return {"gone": True}
        return {"fault": {"kind": type(fault).__name__, "cause": f"{type(fault).__name__}: {fault}"}}
    return answer


def refusal(faults: list[str]) -> HemtjanstError:
    """Put together the error for workers that may not make reports."""
    return HemtjanstError(
        "the workers are not as this machine is, so the same inputs might not give the same bytes",
        faults,
        do="Install the same version with the same requirements.lock on all machines (docs/kluster.md), start the "
        "workers anew, and give the command again.",
    )
