"""A report to be made, and the orders for the processes that make it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hemtjanst_lib.batch import own_words
from hemtjanst_lib.batch.plan import Job
from hemtjanst_lib.batch.settings import Settings
from hemtjanst_lib.batch.unit_names import hidden_names
from hemtjanst_lib.batch.wire import Message


@dataclass(frozen=True)
class Task:
    """A job that is due.

    Parameters
    ----------
    entry : mapping
        The report's entry in its manifest, so far.
    staged : Path
        Where its notebook stands until it is finished.
    standing : str
        Hash of the finished notebook that it is to replace, "" when there is none: one that somebody has changed since
        is not written over.
    """

    job: Job
    entry: Mapping[str, Any]
    staged: Path
    standing: str = ""


def notebook_order(task: Task, settings: Settings) -> Message:
    """Tell the zygote what to run."""
    return {
        "id": task.job.id,
        "template": str(task.job.template),
        "parameters": task.job.injected,
        "ahead": task.job.ahead,
        "staged": str(task.staged),
        "engine": settings.engine,
        "timeout": settings.timeout,
        "deadline": settings.deadline,
        "memory_mb": settings.memory_mb,
        "own": own_words.order_of(task.job),
    }


def export_order(task: Task, formats: tuple[str, ...], register: Mapping[str, Any], settings: Settings) -> Message:
    """Tell an exporter what to make of the notebook, and which names it may not hold."""
    return {
        "id": task.job.id,
        "staged": str(task.staged),
        "base": str(task.job.file("")),
        "standing": task.standing,
        "formats": formats,
        "names": register,
        "only": task.job.kod if task.job.kind.closed else "",
        "units": hidden_names(task.job),
        "memory_mb": settings.memory_mb,
    }
