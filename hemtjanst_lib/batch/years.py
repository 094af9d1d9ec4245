"""Several years scored side by side: none needs another, and each keeps a core busy for a few seconds."""

from __future__ import annotations

import math
import multiprocessing
import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from hemtjanst_lib import store
from hemtjanst_lib.analysis import osakerhet
from hemtjanst_lib.batch.wire import die_with_parent
from hemtjanst_lib.errors import HemtjanstError, StoreError


@dataclass(frozen=True)
class Scored:
    """What is told of a year that has been scored: how many kommuner, their mean, and what to look at."""

    ar: int
    antal: int
    medel: float
    varningar: tuple[str, ...]


def score_years(years: Sequence[int], data: Path) -> list[Scored]:
    """Score years, keep their uncertainty beside them, and say what came of each, in the order given.

    Raises
    ------
    HemtjanstError
        If a year could not be scored; the others have been. Also if a process was killed; then every year is either
        as it was or scored.
    """
    workers = min(len(years), os.cpu_count() or 1)
    if workers < 2 or "fork" not in multiprocessing.get_all_start_methods():
        return [score_year(ar, data) for ar in years]
    forked = multiprocessing.get_context("fork")
    try:
        with ProcessPoolExecutor(workers, forked, die_with_parent, (os.getpid(),)) as pool:
            together = math.ceil(len(years) / workers)  # years in a row: each is held against the one before
            outcomes = list(pool.map(partial(_attempt, data=data), years, chunksize=together))
    except BrokenProcessPool as fault:
        raise StoreError(
            "a process that scored a year was ended by the system or by somebody",
            do="Run the same command again; the years that were written are whole.",
        ) from fault
    if faults := [outcome for outcome in outcomes if isinstance(outcome, HemtjanstError)]:
        raise _together(faults)
    return [outcome for outcome in outcomes if isinstance(outcome, Scored)]


def score_year(ar: int, data: Path) -> Scored:
    """Score one year and keep its uncertainty beside it."""
    year = store.score_and_store(ar, data)
    osakerhet.spara(ar, data)
    total = year.scores.total
    return Scored(ar, len(total), float(total.mean()), tuple(year.proveniens.get("varningar", [])))


def _attempt(ar: int, data: Path) -> Scored | HemtjanstError:
    try:
        return score_year(ar, data)
    except HemtjanstError as fault:
        return fault


def _together(faults: list[HemtjanstError]) -> HemtjanstError:
    """Tell every year's fault; one alone stays as it is."""
    first, *others = faults
    if not others:
        return first
    return type(first)(
        f"{len(faults)} years could not be scored", [line for fault in faults for line in str(fault).split("\n")]
    )
