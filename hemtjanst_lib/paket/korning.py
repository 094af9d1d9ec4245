"""A year's packages in order of ordering: what may go, goes; what may not is named with the reason."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from hemtjanst_lib import reference
from hemtjanst_lib.delivery.behorighet import Objekt, Person, Roll, Typ, far_lasa
from hemtjanst_lib.delivery.bestallning import Bestallning, load_bestallningar, order_file
from hemtjanst_lib.delivery.kalender import Kalender, load_kalender
from hemtjanst_lib.delivery.orderlage import FOLJD, Lage, Orderlage, move, read_states, shown, write_states
from hemtjanst_lib.delivery.priser import Prislista, load_priser
from hemtjanst_lib.errors import GateError, HemtjanstError, ParameterError
from hemtjanst_lib.files import write_atomic
from hemtjanst_lib.paket.bygg import Paket, build, differs_from_delivered
from hemtjanst_lib.paket.delar import Ar, jobs_for, unready
from hemtjanst_lib.paket.pool import in_order


@dataclass(frozen=True)
class Orderbok:
    """A year's orders with their states, prices and calendar."""

    path: Path
    orders: tuple[Bestallning, ...]
    states: dict[str, Orderlage]
    priser: Prislista
    kalender: Kalender

    @classmethod
    def load(cls, ar: int, data: Path, *, nu: datetime, klockan: datetime, path: Path | None = None) -> Orderbok:
        """Read all that is known of a year's orders at a moment.

        Parameters
        ----------
        nu : datetime
            The moment that the work is done as if at; orders from later are not there yet.
        klockan : datetime
            What the clock says; an order from later than both is a fault.

        Raises
        ------
        ParameterError
            If there is no file of orders, or with every fault in one of the files.
        """
        found = path or order_file(ar, data)
        if found is None:
            raise ParameterError(
                f"no orders of {ar}", do=f"Write parameters/orders/{ar}.csv; docs/leverans.md shows how."
            )
        priser, kalender = load_priser(ar), load_kalender(ar)
        every = load_bestallningar(found, reference.load_kommuner(data), priser, nu=max(nu, klockan))
        orders = tuple(order for order in every if order.bestalld <= nu)
        return cls(found, orders, read_states(found, every), priser, kalender)

    def chosen(self, codes: Sequence[str]) -> list[Bestallning]:
        """The orders of the named kommuner, or all, in order of time.

        Raises
        ------
        ParameterError
            If a kommun has not ordered, with all that have not.
        """
        ordered = {order.kommunkod for order in self.orders}
        if strangers := [kod for kod in codes if kod not in ordered]:
            raise ParameterError(f"no order from {', '.join(strangers)}", do="See: hemtjanst orders list")
        return [order for order in self.orders if not codes or order.kommunkod in codes]

    def advance(self, koder: Sequence[str], to: Lage, nu: datetime, *, signed: bool = True) -> None:
        """Move orders on to a state, through those between, and write it down; those that are there already stay.

        What is not signed never gets the state granskad.
        """
        moved = False
        for kod in koder:
            for following in FOLJD[FOLJD.index(self.states[kod].lage) + 1 : FOLJD.index(to) + 1]:
                if signed or following != Lage.GRANSKAD:
                    self.states[kod] = move(self.states[kod], following, nu)
                    moved = True
        if moved:
            write_states(self.path, self.states)


@dataclass(frozen=True)
class Utfall:
    """What came of one order: the archive, or why there is none."""

    order: Bestallning
    paket: Paket | None
    fel: HemtjanstError | None = None


@dataclass(frozen=True)
class Satt:
    """How packages are made: summaries alone (24 hours before), unsigned too, without writing; on how many cores."""

    preview: bool = False
    unsigned: bool = False
    dry_run: bool = False
    jobs: int = 1


def deliver(year: Ar, book: Orderbok, codes: Sequence[str], nu: datetime, satt: Satt) -> Generator[Utfall, None, None]:
    """Build the archives of the orders on several cores, and write them one by one in order of time.

    Parameters
    ----------
    nu : datetime
        The moment it happens at, aware; decides what may go.
    """
    orders = book.chosen(codes)
    refused = {order.kommunkod: fault for order in orders if (fault := _refusal(year, book, order, nu, satt))}
    going = [order for order in orders if order.kommunkod not in refused]
    with closing(in_order(partial(_build, year, book, satt), going, satt.jobs)) as built:
        for order in orders:
            made = refused.get(order.kommunkod) or next(built)
            yield _handed_over(book, order, made, nu, satt)


def _refusal(year: Ar, book: Orderbok, order: Bestallning, nu: datetime, satt: Satt) -> GateError | None:
    """Why an order's archive may not be made; None when it may."""
    if early := _released(book.kalender, order, nu, preview=satt.preview):
        return early
    if book.states[order.kommunkod].lage == Lage.MOTTAGEN:
        return GateError(
            f"{order.kommunkod} {order.kommun}: the order is not confirmed",
            do=f"Run: hemtjanst orders confirm {year.ar} --kommun {order.kommunkod}",
        )
    return None


def _build(year: Ar, book: Orderbok, satt: Satt, order: Bestallning) -> Paket:
    made = build(year, order, book.orders, book.kalender, preview=satt.preview, unsigned=satt.unsigned)
    if changed := differs_from_delivered(made):
        raise GateError(
            f"{made.path.name} has been made before with other content",
            changed,
            do="A correction is a new edition: raise utgava in parameters/report/utgivning.yml, render, package again.",
        )
    return made


def _released(kalender: Kalender, order: Bestallning, nu: datetime, *, preview: bool) -> GateError | None:
    """Refuse what the customer may not read yet."""
    typ, opens = (Typ.SAMMANFATTNING, kalender.forhandsvisas) if preview else (Typ.PAKET, kalender.publiceras)
    wanted = Objekt(typ, kalender.publiceras, kalender.forhandsvisas, levererad=nu, kommunkod=order.kommunkod)
    if answer := far_lasa(Person(Roll.KUND, order.kommunkod), wanted, nu):
        return None
    return GateError(
        f"{order.kommunkod} {order.kommun}: may not leave yet, {answer.skal}; it is {shown(nu)}",
        do=f"It may leave from {shown(opens)}, Swedish time.",
    )


def _handed_over(book: Orderbok, order: Bestallning, made: Paket | HemtjanstError, nu: datetime, satt: Satt) -> Utfall:
    """Write what was made where it goes, and note it in the orders."""
    if isinstance(made, HemtjanstError):
        return Utfall(order, None, made)
    if not satt.dry_run:
        reached = Lage.I_PRODUKTION if satt.preview else Lage.LEVERERAD
        try:
            if not made.path.is_file():  # what has left stays as it left
                write_atomic(made.path, made.innehall)
            book.advance([order.kommunkod], reached, nu, signed=not satt.unsigned)
        except HemtjanstError as fault:
            return Utfall(order, None, fault)
    return Utfall(order, made)


def check(year: Ar, book: Orderbok, codes: Sequence[str], nu: datetime) -> Iterator[tuple[Bestallning, list[str]]]:
    """Say for each order what its package still waits for; one that waits for nothing but T becomes granskad."""
    for order in book.chosen(codes):
        faults = unready(year, jobs_for(year, order), unsigned=False)
        if book.states[order.kommunkod].lage == Lage.MOTTAGEN:
            faults = ["the order is not confirmed", *faults]
        if not faults:
            book.advance([order.kommunkod], Lage.GRANSKAD, nu)
        yield order, faults
