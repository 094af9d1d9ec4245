"""The library of the Hemtjänstindex workbench: everything that can be right or wrong.

A notebook needs three names, loaded when they are first asked for::

    from hemtjanst_lib import charts, open_report, tables
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

__all__ = ["charts", "open_report", "tables"]


def __getattr__(name: str) -> Any:
    if name == "open_report":
        return import_module("hemtjanst_lib.report").open_report
    if name in {"charts", "tables"}:
        return import_module(f"hemtjanst_lib.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
