"""The library of the Hemtjänstindex workbench: everything that can be right or wrong.

A notebook needs charts, tables and the opener of its kind of report, loaded when they are first asked for::

    from hemtjanst_lib import charts, open_report, tables
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

__all__ = [
    "charts",
    "open_datakvalitet",
    "open_enhetsoversikt",
    "open_enhetsrapport",
    "open_lansrapport",
    "open_metodrapport",
    "open_nationell_rapport",
    "open_report",
    "open_sammanfattning",
    "tables",
]

OPENERS = {
    "open_datakvalitet": "datakvalitet",
    "open_enhetsoversikt": "enhetsoversikt",
    "open_enhetsrapport": "enhetsrapport",
    "open_report": "report",
    "open_lansrapport": "lansrapport",
    "open_metodrapport": "metodrapport",
    "open_nationell_rapport": "nationell_rapport",
    "open_sammanfattning": "sammanfattning",
}


def __getattr__(name: str) -> Any:
    if name in OPENERS:
        return getattr(import_module(f"hemtjanst_lib.{OPENERS[name]}"), name)
    if name in {"charts", "tables"}:
        return import_module(f"hemtjanst_lib.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
