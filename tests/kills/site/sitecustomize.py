"""On PYTHONPATH: what the fault suite does to every process of a run, as far as the environment asks for it.

``HEMTJANST_TEST_TEMPLATES``: a folder whose small notebooks are taken for those of the house.
``HEMTJANST_TEST_EXPORT``: ``kommun/0115=abort``, ``=hang`` or ``=eat``, what exporters do with that report.
``HEMTJANST_TEST_CLOCK``: the wall clock jumps years forward and back, each time somebody looks.
"""

import itertools
import os
import time
from dataclasses import replace
from pathlib import Path

if folder := os.environ.get("HEMTJANST_TEST_TEMPLATES"):
    from hemtjanst_lib.batch import kinds

    kinds.KINDS = {
        name: replace(kind, template=small, opener="", warm=(), ahead="")
        if (small := Path(folder) / kind.template.name).is_file()
        else kind
        for name, kind in kinds.KINDS.items()
    }

if fault := os.environ.get("HEMTJANST_TEST_EXPORT"):
    from hemtjanst_lib.batch import wire
    from hemtjanst_lib.export import blocks

    report, _, how = fault.partition("=")
    receive, read = wire.Orders.receive, blocks.read

    def eat():
        blocks.read = lambda notebook: [bytearray(2**26) for _ in range(10_000)]

    FAULTS = {"abort": os.abort, "hang": lambda: time.sleep(600), "eat": eat}

    def received(self):
        orders = receive(self)
        return None if orders is None else _one_by_one(orders)

    def _one_by_one(orders):
        for order in orders:
            if order.get("id") == report and "base" in order:
                FAULTS[how]()
            yield order
            blocks.read = read

    wire.Orders.receive = received

if os.environ.get("HEMTJANST_TEST_CLOCK"):
    real, jumps = time.time, itertools.cycle((0.0, 1e8, -1e8))
    time.time = lambda: real() + next(jumps)
    time.time_ns = lambda: int(time.time() * 1e9)
