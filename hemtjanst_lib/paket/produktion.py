"""What to render for the year's orders, in order of time, and the state that an order gets from it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from pathlib import Path

from hemtjanst_lib.batch.plan import Job
from hemtjanst_lib.delivery.bestallning import Bestallning
from hemtjanst_lib.delivery.orderlage import Lage
from hemtjanst_lib.errors import ParameterError
from hemtjanst_lib.paket.delar import TYPER, ordered_jobs
from hemtjanst_lib.paket.korning import Orderbok


def production(
    ar: int, data: Path, out: Path, book: Orderbok, *, kinds: Sequence[str], codes: Sequence[str]
) -> dict[str, list[Job]]:
    """List the reports of the confirmed orders: order by order in order of time, by kommunkod.

    Parameters
    ----------
    kinds : sequence of str
        Only these of what is ordered; all when empty.
    codes : sequence of str
        Only these kommuner; all when empty.

    Raises
    ------
    ParameterError
        If a kind is none that orders have, a kommun has not ordered, or nothing is left.
    """
    if strangers := [kind for kind in kinds if kind not in TYPER]:
        raise ParameterError(f"no order has {', '.join(strangers)}; orders have {', '.join(TYPER)}")
    orders = [order for order in book.chosen(codes) if book.states[order.kommunkod].lage != Lage.MOTTAGEN]
    found = {order.kommunkod: _jobs(ar, data, out, order, kinds) for order in orders}
    if not any(found.values()):
        raise ParameterError("no confirmed order is left to render", do=f"Run: hemtjanst orders confirm {ar}")
    return found


def _jobs(ar: int, data: Path, out: Path, order: Bestallning, kinds: Sequence[str]) -> list[Job]:
    return [job for job in ordered_jobs(ar, data, out, order) if not kinds or job.kind.name in kinds]


def note_production(book: Orderbok, planned: dict[str, list[Job]], finished: Collection[str], nu: datetime) -> int:
    """Move the orders of which a report is finished on to i produktion; return how many orders have all of theirs."""
    begun = [kod for kod, jobs in planned.items() if any(job.id in finished for job in jobs)]
    book.advance(begun, Lage.I_PRODUKTION, nu)
    return sum(all(job.id in finished for job in jobs) for jobs in planned.values())
