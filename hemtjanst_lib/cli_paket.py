"""The subcommands on orders and packages: ``orders``, ``package``, ``verify``."""

from __future__ import annotations

import json
import os
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hemtjanst_lib.errors import GateError, ParameterError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from hemtjanst_lib.batch.plan import Job
    from hemtjanst_lib.paket.korning import Orderbok, Utfall

# ruff: noqa: PLC0415  (each command imports what it needs, so that help and mistakes are answered at once)

orders_app = typer.Typer(help="A year's orders: list, confirm, invoice.", no_args_is_help=True)

Year = Annotated[int, typer.Argument(metavar="YEAR", help="Index year, such as 2025.")]
Data = Annotated[Path, typer.Option("--data", help="Data root; data/example holds the invented data.")]
Out = Annotated[Path, typer.Option("--out", help="Output root.")]
Kommuner = Annotated[list[str] | None, typer.Option("--kommun", help="Kommunkod, such as 0188; may be repeated.")]
File = Annotated[Path | None, typer.Option("--orders", help="File of orders; default: that of the data root or of parameters/orders.")]  # fmt: skip  # noqa: E501
At = Annotated[
    str,
    typer.Option("--at", help="The moment it happens at, such as '2025-12-03 06:00' in Swedish time; default: now."),
]


def moment(text: str) -> datetime:
    """Read a moment that the command was given, or take the clock's.

    Raises
    ------
    ParameterError
        If it is no moment.
    """
    from hemtjanst_lib.delivery.kalender import swedish_moment

    try:
        return swedish_moment(text) if text else datetime.now(UTC)
    except ValueError as fault:
        raise ParameterError(f"--at {text}: {fault}") from fault


def _book(ar: int, data: Path, path: Path | None, nu: datetime) -> Orderbok:
    from hemtjanst_lib.paket.korning import Orderbok

    return Orderbok.load(ar, data.absolute(), nu=nu, klockan=datetime.now(UTC), path=path)


@orders_app.command("list")
def list_orders(
    ar: Year,
    path: File = None,
    at: At = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
    data: Data = Path("data"),
) -> None:
    """List the year's orders in order of time, with state and expected delivery; all faults of the file at once."""
    from hemtjanst_lib.delivery.orderlage import forvantas, shown

    book = _book(ar, data, path, moment(at))
    rows = [
        {
            "kommunkod": order.kommunkod,
            "kommun": order.kommun,
            "bestalld": shown(order.bestalld),
            "lage": str(book.states[order.kommunkod].lage),
            "vantas": shown(forvantas(order, book.kalender, book.priser)),
            "tillagg": [str(each) for each in order.tillagg],
        }
        for order in book.orders
    ]
    typer.echo(json.dumps(rows, ensure_ascii=False, indent=1) if as_json else _as_lines(rows))


def _as_lines(rows: list[dict[str, Any]]) -> str:
    lines = [
        f"{row['kommunkod']} {row['kommun']:<18} ordered {row['bestalld']}  {row['lage']:<13} "
        f"expected {row['vantas']}  {', '.join(row['tillagg'])}".rstrip()
        for row in rows
    ]
    return "\n".join([*lines, f"{len(rows)} orders"])


@orders_app.command()
def confirm(ar: Year, kommuner: Kommuner = None, path: File = None, at: At = "", data: Data = Path("data")) -> None:
    """Mark orders as confirmed to the customer; those of all kommuner, or of the named ones."""
    from hemtjanst_lib.delivery.orderlage import Lage

    nu = moment(at)
    book = _book(ar, data, path, nu)
    waiting = [order for order in book.chosen(kommuner or []) if book.states[order.kommunkod].lage == Lage.MOTTAGEN]
    book.advance([order.kommunkod for order in waiting], Lage.BEKRAFTAD, nu)
    typer.echo(f"{len(waiting)} orders confirmed")


@orders_app.command()
def check(  # noqa: PLR0917  (one parameter an option)
    ar: Year,
    kommuner: Kommuner = None,
    path: File = None,
    at: At = "",
    data: Data = Path("data"),
    out: Out = Path("rendered"),
) -> None:
    """Say what each order's package still waits for: reports to render, to sign; exit code 3 when something does.

    An order whose reports are all up to date and signed gets the state granskad.
    """
    from hemtjanst_lib.paket import korning
    from hemtjanst_lib.paket.delar import Ar

    nu = moment(at)
    waiting, book = 0, _book(ar, data, path, nu)
    for order, faults in korning.check(Ar.load(ar, data.absolute(), out.absolute()), book, kommuner or [], nu):
        waiting += bool(faults)
        typer.echo(f"{order.kommunkod} {order.kommun}: {'waits' if faults else 'ready'}")
        for line in faults:
            typer.echo(f"  {line}")
    typer.echo(f"{len(book.chosen(kommuner or [])) - waiting} ready, {waiting} wait")
    raise typer.Exit(GateError.exit_code if waiting else 0)


@orders_app.command()
def invoice(ar: Year, path: File = None, data: Data = Path("data")) -> None:
    """Print the invoice basis of what has been delivered, as CSV."""
    from hemtjanst_lib import reference
    from hemtjanst_lib.delivery.faktura import fakturaunderlag

    book = _book(ar, data, path, datetime.now(UTC))
    register = reference.load_kommuner(data.absolute())
    typer.echo(fakturaunderlag(ar, book.orders, book.states, register, book.priser), nl=False)


def refuse_with_orders(given: Mapping[str, object]) -> None:
    """Refuse options that what is ordered leaves no room for."""
    if names := [name for name, value in given.items() if value]:
        raise ParameterError(
            f"--ordered cannot stand with {', '.join(names)}", do="Narrow it with --kommun, or name kinds of reports."
        )


def planned_orders(  # noqa: PLR0917
    ar: int, data: Path, out: Path, kinds: list[str], kommuner: list[str], at: str
) -> tuple[list[Job], Callable[[Collection[str]], None]]:
    """Return the reports of the confirmed orders in order of time, and what notes in the orders which are finished."""
    from hemtjanst_lib.paket import produktion

    nu = moment(at)
    book = _book(ar, data, None, nu)
    found = produktion.production(ar, data, out, book, kinds=kinds, codes=kommuner)

    def note(finished: Collection[str]) -> None:
        whole = produktion.note_production(book, found, finished, nu)
        typer.echo(f"{whole} of {len(found)} orders have all their reports", err=True)

    return [job for jobs in found.values() for job in jobs], note


def package(  # noqa: PLR0917  (one parameter an option)
    ar: Year,
    kommuner: Kommuner = None,
    preview: Annotated[bool, typer.Option("--preview", help="Only the summaries, from 24 hours before.")] = False,
    path: File = None,
    at: At = "",
    unsigned: Annotated[
        bool, typer.Option("--unsigned", help="Also what nobody has signed; the package's manifest says so.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Build and check, write nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the outcome as JSON.")] = False,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=1, help="Cores to use.")] = os.cpu_count() or 1,
    data: Data = Path("data"),
    out: Out = Path("rendered"),
) -> None:
    """Make the customers' packages, in order of ordering; what may not leave yet is refused with the moment it may.

    A package that is made is delivered: its order gets the state levererad. Made again with the same content it is
    left alone; with other content it is refused until the edition is raised.
    """
    from hemtjanst_lib.batch import overview
    from hemtjanst_lib.paket.delar import Ar
    from hemtjanst_lib.paket.korning import Satt, deliver

    nu, satt = moment(at), Satt(preview=preview, unsigned=unsigned, dry_run=dry_run, jobs=jobs)
    book = _book(ar, data, path, nu)
    year = Ar.load(ar, data.absolute(), out.absolute())
    if unsigned:
        typer.echo("note: packages are made without a reviewer's signature; each manifest says so", err=True)
    found = []
    with closing(deliver(year, book, kommuner or [], nu, satt)) as delivered:
        for one in delivered:
            found.append(one)
            if not as_json:
                typer.echo(_told(one))
    if not dry_run and not preview:
        overview.refresh(ar, year.data, year.out, overview.known_failures(ar, year.out))
    if as_json:
        typer.echo(json.dumps([_as_dict(one) for one in found], ensure_ascii=False, indent=1))
    refused = [one for one in found if one.fel]
    typer.echo(f"{len(found) - len(refused)} packages, {len(refused)} refused", err=as_json)
    raise typer.Exit(GateError.exit_code if refused else 0)


def _told(one: Utfall) -> str:
    if one.paket is None:
        return f"refused  {one.fel}"
    return f"made     {one.paket.path.name}, {len(one.paket.filer)} files, {len(one.paket.innehall) / 2**20:.1f} MB"


def _as_dict(one: Utfall) -> dict[str, Any]:
    made = {"fil": one.paket.path.name, "filer": sorted(one.paket.filer)} if one.paket else {"fel": str(one.fel)}
    return {"kommunkod": one.order.kommunkod, **made}


def website(ar: Year, at: At = "", data: Data = Path("data"), out: Out = Path("rendered")) -> None:
    """Write what the website publishes, ranking and delindex of all years, as CSV, JSON and a table to embed.

    Refused before the year's moment of publication.
    """
    from hemtjanst_lib.paket.webb import publish

    for path in publish(ar, data.absolute(), out.absolute(), moment(at)):
        typer.echo(path.name)


def verify(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Packages: zip files, or unpacked folders.")],
) -> None:
    """Compute a delivered package anew from its own data book, and say whether every file and digit agrees."""
    from hemtjanst_lib.paket.verifiera import verify as check

    wrong = False
    for path in paths:
        found = check(path)
        wrong = wrong or bool(found.fel)
        typer.echo(f"{path.name}: {found.om}; {found.filer} files, {found.siffror} figures computed anew")
        for line in found.fel or ("all agree",):
            typer.echo(f"  {line}")
    raise typer.Exit(GateError.exit_code if wrong else 0)
