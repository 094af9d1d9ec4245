"""Start a run, kill somebody in it at a drawn moment, look at what is left, and go on from there."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from hemtjanst_lib.batch.crew import PATIENCE
from kills.batches import Batch

PARENT, ZYGOTE, EXPORTER, CHILD = "parent", "zygote", "exporter", "child"
VICTIMS = (PARENT, ZYGOTE, EXPORTER, CHILD)
STAGES = ("planning", "starting workers", "making reports", "lists and index page")
A_RUN = 3  # kills in one run at most; the parent's death makes an end of it
MARK = "HEMTJANST_TEST_HUNT"
LEFT_OUT = {"run.jsonl", ".lock"}


@dataclass(frozen=True)
class Kill:
    """Who was killed, how far the run had come, and how many seconds had passed."""

    victim: str
    stage: str
    after: float


@dataclass
class Hunt:
    """What came of many kills: ``faults`` is empty when nothing was lost."""

    batch: Batch
    kills: list[Kill] = field(default_factory=list)
    runs: int = 0
    compared: int = 0
    faults: list[str] = field(default_factory=list)


def tree(out: Path) -> dict[str, bytes]:
    """Every file of a tree but the log and the lock, hidden ones too, with its bytes."""
    files = (path for path in out.rglob("*") if path.is_file() and path.name not in LEFT_OUT)
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in sorted(files)}


def undisturbed(batch: Batch, data: Path, out: Path) -> tuple[dict[str, bytes], float]:
    """Let a run be, and return its tree and how many seconds it took."""
    start = time.monotonic()
    subprocess.run(batch.command(data, out), env=_environment(batch, out), capture_output=True, check=True)
    return tree(out), time.monotonic() - start


def hunt(
    batch: Batch, data: Path, out: Path, *, kills: int, seed: int, whole: Mapping[str, bytes], seconds: float
) -> Hunt:
    """Kill so many times in runs on one tree, each going on where the last was stopped.

    A run that comes to its end must have made the tree of the undisturbed run; then the next begins with nothing.

    Parameters
    ----------
    whole : mapping
        The tree of an undisturbed run.
    seconds : float
        How long that took; moments are drawn over it, and over what later whole runs take.
    """
    drawn, found = random.Random(seed), Hunt(batch)
    code = None
    while len(found.kills) < kills or code != 0:
        most, fresh, start = min(A_RUN, kills - len(found.kills)), not out.exists(), time.monotonic()
        code, more = _run(batch.command(data, out), _environment(batch, out), most, seconds, drawn)
        found.kills += more
        found.runs += 1
        told = f"{batch.name}: {len(found.kills)} of {kills} kills, run {found.runs} ended with {code}"
        print(told, file=sys.stderr, flush=True)
        found.faults += _orphans(out)
        if code == 0:
            found.compared += 1
            found.faults += _differences(tree(out), whole)
            seconds = time.monotonic() - start if fresh else seconds
            shutil.rmtree(out)
        elif not _expected(code, more):
            found.faults.append(f"a run ended with exit code {code} after {[kill.victim for kill in more]}")
        else:
            found.faults += _torn(out, whole)
        if found.faults:
            break
    return found


def _expected(code: int, kills: Sequence[Kill]) -> bool:
    """Whether a run may end so: killed; with a report whose processes died twice; when no worker of a sort lived."""
    victims = [kill.victim for kill in kills]
    gave_up = any(victims.count(sort) == PATIENCE for sort in (ZYGOTE, EXPORTER))
    return (
        (code == -signal.SIGKILL and PARENT in victims) or (code == 1 and len(victims) > 1) or (code == 2 and gave_up)
    )


def _environment(batch: Batch, out: Path) -> dict[str, str]:
    return {**os.environ, **batch.environment, MARK: str(out)}


def _run(
    command: Sequence[str], environment: Mapping[str, str], most: int, seconds: float, drawn: random.Random
) -> tuple[int, list[Kill]]:
    """Carry out one run with kills in it, each at a moment drawn over what is left; return exit code and kills."""
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    start, kills = time.monotonic(), list[Kill]()
    while len(kills) < most:
        after = time.monotonic() - start
        try:
            return process.wait(drawn.uniform(0, max(0.5, seconds - after))), kills
        except subprocess.TimeoutExpired:
            kills += _strike(process.pid, Path(environment[MARK]), drawn, time.monotonic() - start)
    return process.wait(600), kills


def _strike(pid: int, out: Path, drawn: random.Random, after: float) -> list[Kill]:
    """Kill one of those that are alive, of a drawn sort; nobody when all have just ended."""
    if not (alive := _processes(pid)):
        return []
    victim = drawn.choice([sort for sort in VICTIMS if sort in alive])
    stage = _stage(pid, out, alive)
    try:
        os.kill(drawn.choice(alive[victim]), signal.SIGKILL)
    except ProcessLookupError:
        return []
    return [Kill(victim, stage, after)]


def _processes(pid: int) -> dict[str, list[int]]:
    """Sort a run's processes: the command, its workers, and the zygote's children."""
    found: dict[str, list[int]] = {}
    try:
        parent = psutil.Process(pid)
        if parent.status() == psutil.STATUS_ZOMBIE:
            return {}
        found[PARENT] = [pid]
        for worker in parent.children():
            words = " ".join(worker.cmdline())
            sort = ZYGOTE if "batch.zygote" in words else EXPORTER
            found.setdefault(sort, []).append(worker.pid)
            if sort == ZYGOTE and (young := [child.pid for child in worker.children()]):
                found[CHILD] = young
    except psutil.NoSuchProcess:
        pass
    return found


def _stage(pid: int, out: Path, alive: Mapping[str, list[int]]) -> str:
    """Say how far a run has come, by its own lines in the log."""
    own = [line for line in _log(out) if line["run"].endswith(f"-{pid}")]
    events = {line["event"] for line in own}
    if "end" in events:
        return STAGES[3]
    if any("zygote" in line.get("worker", "") for line in own):
        return STAGES[2]
    return STAGES[1] if "start" in events or ZYGOTE in alive else STAGES[0]


def _log(out: Path) -> Iterator[dict]:
    for path in out.glob("*/run.jsonl"):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.endswith("}"):
                yield json.loads(line)


def _orphans(out: Path) -> list[str]:
    """Name the processes of a run that are there after it, given a moment to end."""
    for _ in range(200):
        left = [process for process in psutil.process_iter(["cmdline"]) if _of(process, out)]
        if not left:
            return []
        time.sleep(0.05)
    return [f"process {process.pid} outlived its run: {process.info['cmdline']}" for process in left]


def _of(process: psutil.Process, out: Path) -> bool:
    try:
        return process.status() != psutil.STATUS_ZOMBIE and process.environ().get(MARK) == str(out)
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return False


def _differences(found: Mapping[str, bytes], whole: Mapping[str, bytes]) -> list[str]:
    names = sorted(name for name in {*found, *whole} if found.get(name) != whole.get(name))
    told = {True: "differs", False: "is missing"}
    return [f"{name} {told[name in found] if name in whole else 'is left over'}" for name in names]


def _torn(out: Path, whole: Mapping[str, bytes]) -> list[str]:
    """Name finished reports that are not as they should be, in a tree whose run was killed."""
    faults = []
    for path in out.glob("*/**/*manifest.json"):
        for entry in json.loads(path.read_bytes()).get("rapporter", {}).values():
            for name in entry["filer"]:
                file = path.with_name(name)
                if not file.is_file() or file.read_bytes() != whole[file.relative_to(out).as_posix()]:
                    faults.append(f"{name} is entered, and is not as it should be")
    return faults


def table(hunts: Sequence[Hunt]) -> str:
    """Count kills by who was killed and how far the run had come, as a table in Markdown."""
    counts = Counter((kill.stage, kill.victim) for found in hunts for kill in found.kills)
    rows = [["", *VICTIMS, "all"]]
    for stage in STAGES:
        row = [counts[stage, victim] for victim in VICTIMS]
        rows.append([stage, *map(str, row), str(sum(row))])
    sums = [sum(counts[stage, victim] for stage in STAGES) for victim in VICTIMS]
    rows.append(["all", *map(str, sums), str(sum(sums))])
    rows.insert(1, ["---"] + ["--:"] * (len(VICTIMS) + 1))
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)
