"""Work shared out over all cores: none of it needs the rest, and it is handed back in the order it was asked for."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import Any, TypeVar

from hemtjanst_lib.batch.wire import die_with_parent
from hemtjanst_lib.errors import HemtjanstError

AHEAD = 2  # results that may wait a worker: enough to keep it busy, and few archives in memory

Asked = TypeVar("Asked")
Made = TypeVar("Made")
_GIVEN: list[Any] = []  # in a worker: what to call, and what it may be asked for


def in_order(
    make: Callable[[Asked], Made], asked: Sequence[Asked], jobs: int
) -> Generator[Made | HemtjanstError, None, None]:
    """Make something of each, several at a time, and give what came of each in the order asked.

    The first is made here, so that what it loads for all is there when the workers are forked. Left before its end,
    by Ctrl-C or by an error, it ends the workers at once.

    Parameters
    ----------
    make : callable
        Reads files at most. It and ``asked`` are inherited by the workers; what it returns is pickled.
    jobs : int
        Cores to use.

    Raises
    ------
    HemtjanstError
        If a worker was ended from outside. A fault of this kind that ``make`` raises is given in its place instead.
    """
    yield from (_attempt(make, each) for each in asked[:1])
    rest, workers = asked[1:], min(jobs, len(asked) - 1)
    if workers < 2 or "fork" not in multiprocessing.get_all_start_methods():
        yield from (_attempt(make, each) for each in rest)
        return
    waiting: deque[Future[Made | HemtjanstError]] = deque()
    with _pool(workers, make, rest) as pool:
        for number in range(len(rest)):
            if len(waiting) >= AHEAD * workers:
                yield _heard(waiting.popleft())
            waiting.append(pool.submit(_given, number))
        while waiting:
            yield _heard(waiting.popleft())


@contextmanager
def _pool(workers: int, make: Callable[[Asked], Made], rest: Sequence[Asked]) -> Iterator[ProcessPoolExecutor]:
    others = set(multiprocessing.active_children())
    context = multiprocessing.get_context("fork")
    pool = ProcessPoolExecutor(workers, context, initializer=_begin, initargs=(os.getpid(), make, rest))
    try:
        yield pool
    except BaseException:
        for worker in set(multiprocessing.active_children()) - others:
            worker.kill()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def _begin(parent: int, *given: Any) -> None:
    """Become a worker: Ctrl-C is the parent's to heed, and without it there is nothing to do."""
    die_with_parent(parent)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _GIVEN[:] = given


def _given(number: int) -> Any:
    make, asked = _GIVEN
    return _attempt(make, asked[number])


def _attempt(make: Callable[[Asked], Made], asked: Asked) -> Made | HemtjanstError:
    try:
        return make(asked)
    except HemtjanstError as fault:
        return fault


def _heard(told: Future[Made | HemtjanstError]) -> Made | HemtjanstError:
    try:
        return told.result()
    except BrokenProcessPool as fault:
        raise HemtjanstError(
            "a process at work was ended from outside, perhaps for want of memory",
            do="Run again: what is done is left alone. With --jobs 1 one process does it all.",
        ) from fault
