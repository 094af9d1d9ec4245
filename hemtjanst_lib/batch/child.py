"""The throw-away process that runs one notebook."""

from __future__ import annotations

import gc
import json
import os
import resource
import signal
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from hemtjanst_lib.batch.memory import allow
from hemtjanst_lib.batch.own_words import changes_in
from hemtjanst_lib.batch.wire import die_with_parent
from hemtjanst_lib.edits import figures
from hemtjanst_lib.edits.apply import apply
from hemtjanst_lib.edits.facts import opened
from hemtjanst_lib.edits.model import Change
from hemtjanst_lib.errors import GateError, HemtjanstError
from hemtjanst_lib.notebook.normal import dumps
from hemtjanst_lib.notebook.run import attempt

Message = dict[str, Any]
_DO = "Correct the words, or answer for a number with: hemtjanst edits keep --own-number. Then save or check again."


def run_child(order: Message, outlet: int, zygote: int) -> None:
    """Run the ordered notebook, tell the zygote (a process id) through ``outlet``, and end the process.

    Does not return, and runs no exit handlers: they are the zygote's.
    """
    try:
        _isolate(order["memory_mb"], zygote)
        tell = _Teller(outlet)
        tell(_run(order, tell))
    finally:
        os._exit(0)


class _Teller:
    def __init__(self, outlet: int) -> None:
        self.outlet = outlet

    def __call__(self, message: Message) -> None:
        os.write(self.outlet, json.dumps(message, ensure_ascii=False).encode() + b"\n")


def _isolate(memory_mb: int, zygote: int) -> None:
    """Become a process group of its own, with its own limits, and with nothing to read on stdin."""
    os.setpgid(0, 0)
    die_with_parent(zygote)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGCHLD):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    allow(memory_mb, for_good=True)
    gc.set_threshold(50_000, 20, 50)


def _run(order: Message, tell: _Teller) -> Message:
    start, own = time.perf_counter(), order["own"]
    words = changes_in(own)
    try:
        outcome = attempt(
            Path(order["template"]),
            order["parameters"],
            engine=order["engine"],
            timeout=order["timeout"],
            on_cell=lambda cell: tell({"cell": cell}),
            prepare=lambda notebook: apply(notebook, own["rapport"], words, draft=own["draft"]),
        )
        executed = time.perf_counter()
        Path(order["staged"]).write_text(dumps(outcome.notebook), encoding="utf-8")
    except (Exception, KeyboardInterrupt) as fault:
        return {"fault": describe(fault), "staged": False}
    if outcome.fault is None and not own["draft"] and (faults := _figure_faults(order, words)):
        refused = GateError("own words: typed numbers do not agree with the facts", faults, do=_DO)
        return {"fault": describe(refused), "staged": True}
    seconds = {"execute": executed - start, "save": time.perf_counter() - executed}
    fault_found = describe(outcome.fault) if outcome.fault else None
    return {"fault": fault_found, "staged": True, "seconds": seconds}


def _figure_faults(order: Message, words: Sequence[Change]) -> list[str]:
    """Compare the numbers typed in own words with the facts of the report."""
    own = order["own"]
    return figures.faults(words, lambda: opened(Path(order["template"]), own["parameters"]))


def describe(fault: BaseException) -> Message:
    """Put an error into words that can be sent."""
    name = type(fault).__name__
    cause = str(fault) if isinstance(fault, HemtjanstError) else f"{name}: {fault}"
    return {"kind": getattr(fault, "kind", name), "cause": cause, "cell": getattr(fault, "cell", "")}
