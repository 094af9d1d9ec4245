"""``python -m hemtjanst_lib.batch.exporter``: executed notebooks to web pages and PDFs.

Long-lived, so that vl-convert and Typst stay warm; replaced now and then by the orchestrator.
"""

from __future__ import annotations

import gc
import json
import resource
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from hemtjanst_lib.batch.memory import allow
from hemtjanst_lib.batch.standing import refuse_changed
from hemtjanst_lib.batch.wire import Orders
from hemtjanst_lib.errors import GateError, HemtjanstError
from hemtjanst_lib.export import blocks, gates, html, pdf, svg
from hemtjanst_lib.export.disclosure import disclosures, unit_disclosures
from hemtjanst_lib.export.document import Document
from hemtjanst_lib.export.names import Register, name_faults
from hemtjanst_lib.files import sha256, write_atomic

Message = dict[str, Any]
T = TypeVar("T")


class Stages:
    """Time each stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def time(self, stage: str, work: Callable[[], T]) -> T:
        """Do the work and note how long it took."""
        start = time.perf_counter()
        try:
            return work()
        finally:
            self.seconds[stage] = time.perf_counter() - start


def export(order: Message, stages: Stages) -> dict[str, str]:
    """Make the ordered formats from the staged notebook, write them all, and return their names with their hashes.

    Raises
    ------
    HemtjanstError
        If something in the notebook cannot be shown, or a gate refuses the page; then nothing is written.
    """
    content = Path(order["staged"]).read_bytes()
    finished = {".ipynb": content, **_formats(json.loads(content), order, stages)}
    base = Path(order["base"])
    hashes = {}
    refuse_changed(base.with_name(f"{base.name}.ipynb"), order["standing"], sha256(content))
    start = time.perf_counter()
    for suffix, made in finished.items():
        path = base.with_name(base.name + suffix)
        write_atomic(path, made)
        hashes[path.name] = sha256(made)
    stages.seconds["write"] = time.perf_counter() - start
    return hashes


def _formats(notebook: Message, order: Message, stages: Stages) -> dict[str, bytes]:
    document = stages.time("read", lambda: blocks.read(notebook))
    drawings = stages.time("charts", lambda: svg.convert_all(document))
    page = stages.time("html", lambda: html.render(document, drawings))
    if faults := stages.time("gates", lambda: _faults(order, notebook, document, page)):
        raise GateError(f"{Path(order['base']).name}: the page may not be released", faults)
    made = {".html": page.encode()}
    if "pdf" in order["formats"]:
        made[".pdf"] = stages.time("pdf", lambda: pdf.render(document, drawings))
    return {suffix: content for suffix, content in made.items() if suffix[1:] in order["formats"]}


def _faults(order: Message, notebook: Message, document: Document, page: str) -> list[str]:
    """All that keeps the report from being released; one that names no other kommun is searched for their names."""
    register = Register(**order["names"])
    faults = [*gates.check(document, page), *name_faults(document, register)]
    parts = {"notebook": notebook, "page": page, "pdf": document}
    if order["only"]:
        faults += disclosures(register, order["only"], parts)
    if units := order.get("units"):
        faults += unit_disclosures(units["names"], units["own"], units["kommun"], parts)
    return faults


def answer(order: Message) -> Message:
    """Carry out one order and say what came of it."""
    stages, before = Stages(), time.process_time()
    fault, files = None, {}
    try:
        allow(order["memory_mb"])
        files = export(order, stages)
    except HemtjanstError as error:
        fault = {"kind": type(error).__name__, "cause": str(error), "cell": getattr(error, "cell", "")}
    except MemoryError:
        cause = f"{Path(order['staged']).name}: its pages need more than {order['memory_mb']:,} MB of memory"
        fault = {"kind": "MemoryError", "cause": cause, "cell": ""}
    except Exception as error:
        fault = {"kind": type(error).__name__, "cause": f"{type(error).__name__}: {error}", "cell": ""}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    cpu = time.process_time() - before
    return {"id": order["id"], "fault": fault, "files": files, "seconds": stages.seconds, "cpu": cpu, "peak_mb": peak}


def main() -> None:
    """Serve until the orders end."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)  # what a report leaves is freed without the collector; looking costs 5 per cent
    orders = Orders()
    orders.send({"ready": True})
    while (received := orders.receive()) is not None:
        for order in received:
            orders.send(answer(order))


if __name__ == "__main__":
    main()
