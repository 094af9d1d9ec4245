"""What runs inside a Dask worker: it keeps the unpacked archive and a station, and hands the station reports.

This module is sent whole, by value (``cluster_link``): the worker's own process imports nothing of this library, so
that it cannot hold on to older code than what its station finds on disk.
"""

from __future__ import annotations

import asyncio
import hashlib
import io
import itertools
import json
import os
import queue
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from collections.abc import Callable, Coroutine, Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO, Any
from uuid import uuid4

from distributed import WorkerPlugin

Message = dict[str, Any]
STATION = "hemtjanst_lib.batch.cluster_station"
CARD = "hemtjanst_lib.batch.cluster_card"
START = 120.0  # seconds that Python may take to start on a slow disk
PARTING = 10.0  # seconds that a station has for ending its processes
CLOSING: Message = {"lost": "the worker was closing"}


class RefusedError(Exception):
    """This worker may make no report: it is not what the client is, or cannot see what it should."""


class Reports(WorkerPlugin):
    """Make reports on this worker.

    Parameters
    ----------
    archive : bytes
        What reports are made from, as a zip file.
    digest : str
        Its SHA-256.
    card : dict
        What the client makes reports with; this worker must be alike.
    start : dict
        What the station is told first, but for its place; ``roots`` are places in the archive by the names that
        notebooks use.
    sign : tuple of str
        A file that this worker must see, and what stands in it; empty when nothing is shared.
    patience : float
        Seconds after which a station that has not answered is given up.
    """

    def __init__(
        self,
        archive: bytes,
        digest: str,
        *,
        card: Mapping[str, str],
        start: Message,
        sign: tuple[str, ...],
        patience: float,
    ) -> None:
        self.archive, self.digest, self.card, self.start = archive, digest, dict(card), start
        self.sign, self.patience = sign, patience
        self.station: Station | None = None
        self.closed, self.fault = False, ""

    async def setup(self, worker: Any) -> None:
        """Unpack the archive in the worker's own folder."""
        self.lock, self.numbers = threading.Lock(), itertools.count()
        self.threads = int(worker.state.nthreads)
        self.home = Path(worker.local_directory) / f"hemtjanst-{uuid4().hex[:8]}"
        try:
            await asyncio.to_thread(self._unpack)
        except Exception as fault:  # a worker that comes late tells it with its first report
            self.fault = f"cannot take what reports are made from: {fault}"
            raise

    def _unpack(self) -> None:
        if hashlib.sha256(self.archive).hexdigest() != self.digest:
            raise ValueError("the archive of data and templates did not arrive whole")
        with zipfile.ZipFile(io.BytesIO(self.archive)) as packed:
            packed.extractall(self.home)
        self.archive = b""

    async def teardown(self, worker: Any) -> None:
        """Leave neither process nor file behind."""
        self.closed = True
        await asyncio.to_thread(self._leave)

    def _leave(self) -> None:
        if station := self.station:
            station.end()
        for _ in range(10):  # what the station's processes had begun to write may still be coming
            shutil.rmtree(self.home, ignore_errors=True)
            if not self.home.exists():
                return
            time.sleep(0.1)

    def render(self, report: Message) -> Message:
        """Make one report.

        Returns
        -------
        dict
            What came of it, or why it must be tried elsewhere (``lost``, and whether it may be to ``blame``), or why
            this worker may make none (``refused``).
        """
        if self.closed:
            return CLOSING
        try:
            station = self._at_work()
        except RefusedError as fault:
            return CLOSING if self.closed else {"refused": [str(line) for line in fault.args]}
        answer = station.ask({**report, "id": str(next(self.numbers))}, self.patience)
        return CLOSING if self.closed and "lost" in answer else self._fetch(answer)

    def _at_work(self) -> Station:
        with self.lock:
            if self.fault:
                raise RefusedError(self.fault)
            if self.station is None or self.station.ended:
                self._begin()
            assert self.station is not None
            return self.station

    def _begin(self) -> None:
        if faults := sign_faults(*self.sign):
            raise RefusedError(*faults)
        station = self.station = Station(self._told(), self._environment(), self.home / "station.log")
        faults = [] if self.closed else differences(self.card, station.card())
        if faults or self.closed:
            station.end()
            raise RefusedError(*faults)

    def _told(self) -> Message:
        settings = {**self.start["settings"], "jobs": self.threads}
        return {**self.start, "settings": settings, "home": str(self.home)}

    def _environment(self) -> dict[str, str]:
        roots = {name: str(self.home / place) for name, place in self.start["roots"].items()}
        ours = {"HEMTJANST_PROJECT": str(self.home / "hus"), "HEMTJANST_ROOTS": json.dumps(roots)}
        return {**os.environ, **ours, "HEMTJANST_ORCHESTRATOR": str(os.getpid())}

    def _fetch(self, answer: Message) -> Message:
        """Put the contents of finished files, and of a notebook that stopped, into the answer."""
        if folder := answer.pop("folder", ""):
            answer["contents"] = {} if self.start["shared"] else self._contents(Path(folder), answer["files"])
        if staged := answer.pop("staged", ""):
            answer["notebook"] = Path(staged).read_bytes()
            Path(staged).unlink()
        return answer

    def _contents(self, folder: Path, files: Mapping[str, str]) -> dict[str, bytes]:
        contents = {name: (folder / name).read_bytes() for name in files}
        shutil.rmtree(folder)
        return contents


class Station:
    """A station's process seen from its worker, kept by a thread of its own.

    The thread lives as long as the process, which the system kills when its parent thread ends.
    """

    def __init__(self, told: Message, environment: Mapping[str, str], log: Path) -> None:
        self.told, self.environment, self.log = told, dict(environment), log
        self.lock = threading.Lock()
        self.first: queue.SimpleQueue[Message] = queue.SimpleQueue()
        self.boxes: dict[str, queue.SimpleQueue[Message]] = {}
        self.ended = False
        self.process: subprocess.Popen[bytes] | None = None
        self.keeper = threading.Thread(target=self._keep, name="hemtjanst-station", daemon=True)
        self.keeper.start()

    def card(self) -> Message:
        """Wait for what the station makes reports with, the first it says.

        Raises
        ------
        RefusedError
            If it says nothing.
        """
        try:
            first = self.first.get(timeout=START)
        except queue.Empty:
            self.end()
            first = {"lost": f"the station said nothing for {START:g} seconds"}
        if "card" not in first:
            raise RefusedError(first["lost"])
        card: Message = first["card"]
        return card

    def ask(self, order: Message, patience: float) -> Message:
        """Have a report made, and wait for it."""
        box: queue.SimpleQueue[Message] = queue.SimpleQueue()
        with self.lock:
            if self.ended or self.process is None:
                return {"lost": "the station had ended"}  # for want of work, or by another report
            self.boxes[order["id"]] = box
            self._send(order)
        try:
            return box.get(timeout=patience)
        except queue.Empty:
            self.end()
            return {"lost": f"the station had not answered after {patience:g} seconds", "blame": True}

    def _send(self, message: Message) -> None:
        assert self.process is not None and self.process.stdin is not None
        with suppress(OSError):  # an ended station shows itself by the end of its output
            self.process.stdin.write(json.dumps(message, ensure_ascii=False).encode() + b"\n")
            self.process.stdin.flush()

    def _keep(self) -> None:
        """Start the process, hand its answers to those who wait, and tell them when it ends."""
        try:
            with self.lock, self.log.open("wb") as log:
                process = self.process = self._started(log)
                self._send(self.told)
            assert process.stdout is not None
            for line in process.stdout:
                message = json.loads(line)
                box = self.first if "card" in message else self.boxes.pop(message["id"], None)
                if box is not None:
                    box.put(message)
            how = said_at_end(process.wait(), self.log)
        except Exception as fault:
            how = f"could not be kept: {fault}"
        with self.lock:
            self.ended = True
        for box in (self.first, *self.boxes.values()):
            box.put({"lost": f"the station {how}", "blame": True})

    def _started(self, log: IO[bytes]) -> subprocess.Popen[bytes]:
        pipe = subprocess.PIPE
        command = [sys.executable, "-m", STATION]
        return subprocess.Popen(
            command, env=self.environment, stdin=pipe, stdout=pipe, stderr=log, start_new_session=True
        )

    def end(self) -> None:
        """Let the station end its processes, and kill it if it does not."""
        process = self.process
        if process is None:
            return
        with suppress(OSError):
            if process.stdin:
                process.stdin.close()
        try:
            process.wait(PARTING)
        except subprocess.TimeoutExpired:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        self.keeper.join(PARTING)


def said_at_end(code: int, log: Path) -> str:
    """Say how a station ended, with the last line that it printed."""
    how = f"was ended by signal {signal.Signals(-code).name}" if code < 0 else f"ended with exit code {code}"
    lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    return f"{how} ({lines[-1]})" if lines else how


def differences(wanted: Mapping[str, str], found: Mapping[str, str]) -> list[str]:
    """Say in what a worker differs from the client; hashes by their first characters."""
    pairs = {name: (wanted.get(name, "-"), found.get(name, "-")) for name in (*wanted, *found)}
    return [f"{name}: {here[:12]} here, {there[:12]} there" for name, (here, there) in pairs.items() if here != there]


def sign_faults(path: str = "", text: str = "") -> list[str]:
    """Say whether this machine does not see the shared output root as the client does, or may not write there."""
    if not path:
        return []
    try:
        if Path(path).read_text(encoding="utf-8") != text:
            return [f"{path}: is another folder than the client's"]
        with tempfile.NamedTemporaryFile(dir=Path(path).parent, prefix=".prov."):
            return []
    except OSError as fault:
        return [f"{path}: {fault.strerror}"]


def renderer(plugin: str) -> Callable[[Message], Message]:
    """Return the function that a worker calls for each report; made here so that it travels by value."""

    def render(report: Message) -> Message:
        from distributed import get_worker  # noqa: PLC0415

        worker = get_worker()
        keeper: Any = worker.plugins.get(plugin)
        answer = keeper.render(report) if keeper else {"lost": "the worker had not been told what to do"}
        return {**answer, "worker": str(worker.name), "address": worker.address}

    return render


def prober(sign: tuple[str, ...]) -> Callable[[], Coroutine[Any, Any, Message]]:
    """Return the function that asks a worker what it makes reports with; made here so that it travels by value."""
    module, faults_of = CARD, sign_faults

    async def probe() -> Message:
        pipe = asyncio.subprocess.PIPE
        process = await asyncio.create_subprocess_exec(sys.executable, "-m", module, stdout=pipe, stderr=pipe)
        printed, complaint = await process.communicate()
        faults = faults_of(*sign)
        if process.returncode:
            lines = complaint.decode(errors="replace").strip().splitlines() or [f"exit code {process.returncode}"]
            return {"faults": [f"{sys.executable}: {lines[-1]}", *faults]}
        return {"card": json.loads(printed), "faults": faults}

    return probe


def stale_finder(prefix: str) -> Callable[..., list[str]]:
    """Return the function that lists plugins on a scheduler whose client is gone; made here to travel by value."""

    def stale(dask_scheduler: Any = None) -> list[str]:
        names = [name for name in dask_scheduler.worker_plugins if name.startswith(prefix)]
        return [name for name in names if name.removeprefix(prefix) not in dask_scheduler.clients]

    return stale
