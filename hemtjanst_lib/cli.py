"""The command ``hemtjanst``: each subcommand is one call into the library.

Help and errors are in English; all that readers get is in Swedish. Exit codes: 0 done, 1 some reports failed, 2 usage
or data fault, 3 a gate refused, 130 interrupted.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hemtjanst_lib.cli_bilder import slides
from hemtjanst_lib.cli_edits import edits_app
from hemtjanst_lib.cli_paket import orders_app, package, planned_orders, refuse_with_orders, verify, website
from hemtjanst_lib.cli_review import review_app
from hemtjanst_lib.cli_trace import trace
from hemtjanst_lib.cli_units import units
from hemtjanst_lib.cli_verktyg import explore, quality, tool
from hemtjanst_lib.errors import HemtjanstError, ParameterError, SourceError, StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from hemtjanst_lib.batch.plan import Job
    from hemtjanst_lib.batch.settings import Settings

# ruff: noqa: PLC0415  (each command imports what it needs, so that help and mistakes are answered at once)

app = typer.Typer(
    name="hemtjanst",
    help="From raw survey files to written analyses of home care in Sweden's 290 kommuner.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
fetch_app = typer.Typer(help="Fetch raw data that are published over the network.", no_args_is_help=True)
app.add_typer(fetch_app, name="fetch")

Year = Annotated[int, typer.Argument(metavar="YEAR", help="Index year, such as 2025.")]
Data = Annotated[Path, typer.Option("--data", help="Data root; data/example holds the invented data.")]
Out = Annotated[Path, typer.Option("--out", help="Output root.")]
DATA, OUT = Path("data"), Path("rendered")


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"hemtjanst {version('hemtjanst')}")
        raise typer.Exit


@app.callback()
def _options(
    _: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")] = False,
) -> None:
    """Hold the options that come before a command."""


@app.command()
def example(
    data: Data = Path("data/example"),
    years: Annotated[list[int] | None, typer.Option("--year", help="Only this year; may be repeated.")] = None,
    exempelby: Annotated[
        bool, typer.Option("--exempelby", help="Add the fictitious kommun Exempelby (9999), for workshops.")
    ] = False,
    scale: Annotated[
        int, typer.Option("--scale", min=1, help="So many times the 290 kommuner, with invented ones, to try size.")
    ] = 1,
) -> None:
    """Write invented raw files in the layouts of the real ones; the same every time."""
    from hemtjanst_lib import example as made_up

    root = data.absolute()
    chosen = years or made_up.YEARS
    written = made_up.write(root, chosen, exempelby=exempelby, scale=scale)
    typer.echo(f"{len(written)} invented files written under {data}")


@fetch_app.command()
def kolada(ar: Year, data: Data = DATA) -> None:
    """Fetch a year's values from Kolada to <data>/raw/YEAR/kolada, with source cards."""
    from hemtjanst_lib.model import load_model, model_path
    from hemtjanst_lib.sources import kolada_api

    fetched = kolada_api.fetch(ar, data.absolute(), load_model(model_path(ar)))
    typer.echo(f"{len(fetched.files)} files fetched, {len(fetched.titles)} nyckeltal")
    for kpi, codes in sorted(fetched.missing.items()):
        if codes:
            typer.echo(f"  {kpi} {fetched.titles.get(kpi, '')}: no value for {len(codes)} kommuner")


@app.command()
def check(ar: Year, data: Data = DATA) -> None:
    """Check all that a year's reports are made from: model, raw files with cards and corrections, texts and choices.

    All faults of all files are listed at once.
    """
    from hemtjanst_lib import checks
    from hemtjanst_lib.desk.words import file_faults

    faults, notes = checks.check(ar, data.absolute())
    own, waiting = file_faults(ar)
    faults, notes = [*faults, *own], [*notes, *waiting]
    for fault in faults:
        typer.echo(fault)
    for note in [*notes, *_expired_tips(ar)]:
        typer.echo(f"  note: {note}")
    typer.echo(f"{ar}: {_counted(faults)}")
    raise typer.Exit(SourceError.exit_code if faults else 0)


def _counted(faults: list[str]) -> str:
    return "1 fault" if len(faults) == 1 else f"{len(faults) or 'no'} faults"


def _expired_tips(ar: int) -> list[str]:
    """Name the tips that are not shown in what is published of the year; none for a year without a day."""
    from hemtjanst_lib.analysis import utgivning
    from hemtjanst_lib.narrative.tips import utgangna

    with suppress(ParameterError):
        return utgangna(utgivning(ar).datum)
    return []


@app.command()
def score(
    years: Annotated[list[int] | None, typer.Argument(metavar="[YEAR]...", help="Default: all with raw files.")] = None,
    data: Data = DATA,
    out: Out = OUT,
) -> None:
    """Compute scores, ranks and classes of one year or several, and write the ranking lists."""
    from hemtjanst_lib.batch import overview
    from hemtjanst_lib.batch.years import score_years

    root = data.absolute()
    chosen = sorted(set(years or _raw_years(root)))
    for scored in score_years(chosen, root):
        typer.echo(f"{scored.ar}: {scored.antal} kommuner scored, mean {scored.medel:.1f}")
        for warning in scored.varningar:
            typer.echo(f"  note: {warning}")
    for ar in chosen:
        overview.write_rankinglista(ar, root, out.absolute() / str(ar))


def _raw_years(data: Path) -> list[int]:
    found = [int(folder.name) for folder in (data / "raw").glob("[0-9][0-9][0-9][0-9]") if folder.is_dir()]
    if not found:
        raise SourceError(f"{data / 'raw'}: holds no year", do="Put raw files there, or run: hemtjanst example")
    return found


@app.command()
def render(  # noqa: PLR0917  (one parameter an option)
    ar: Year,
    kinds: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[KIND]...",
            help="kommun (the default), sammanfattning, lan, nation, metod, enheter, enhet, medborgare.",
        ),
    ] = None,
    kommuner: Annotated[
        list[str] | None, typer.Option("--kommun", help="Kommunkod, such as 0188; may be repeated.")
    ] = None,
    lan: Annotated[
        list[str] | None,
        typer.Option("--lan", help="Länskod, such as 01: that län, or the kommuner in it; may be repeated."),
    ] = None,
    urval: Annotated[
        list[str] | None,
        typer.Option("--urval", help="With lan: a set from parameters/report/sets, by file name; may be repeated."),
    ] = None,
    enheter: Annotated[
        list[str] | None,
        typer.Option("--enhet", help="With enhet: a unit, by id such as 0188-hemtjanst_strandtorp; may be repeated."),
    ] = None,
    anonym: Annotated[
        bool, typer.Option("--anonymisera", help="With enheter and enhet: call the units Enhet A, B, C.")
    ] = False,
    ordered: Annotated[
        bool, typer.Option("--ordered", help="What the confirmed orders are for, in order of ordering.")
    ] = False,
    at: Annotated[str, typer.Option("--at", help="With --ordered: the moment it happens at; default: now.")] = "",
    limit: Annotated[
        int | None, typer.Option("--limit", min=1, help="Only the first N of each kind, for a quick look.")
    ] = None,
    formats: Annotated[
        str, typer.Option("--formats", help="Of html and pdf; the notebook is always kept.")
    ] = "html,pdf",
    jobs: Annotated[
        int, typer.Option("--jobs", "-j", min=1, help="Cores to use; with --scheduler the workers' threads say.")
    ] = os.cpu_count() or 1,
    timeout: Annotated[float, typer.Option("--timeout", min=1, help="Seconds for one notebook.")] = 300.0,
    engine: Annotated[
        str, typer.Option("--engine", help="inprocess, or kernel for ordinary Jupyter kernels.")
    ] = "inprocess",
    scheduler: Annotated[
        str,
        typer.Option("--scheduler", help="Let the workers of a Dask scheduler do it: tcp://host:8786, or its file."),
    ] = "",
    shared: Annotated[
        str,
        typer.Option("--shared", help="With --scheduler: --out as the workers see it, for them to write there."),
    ] = "",
    wait: Annotated[float, typer.Option("--wait", min=0, help="With --scheduler: seconds to wait for workers.")] = 60.0,
    force: Annotated[bool, typer.Option("--force", help="Render also what is up to date.")] = False,
    draft: Annotated[
        bool, typer.Option("--draft", "--utkast", help="Mark every page as a draft; own words may wait for review.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be rendered, and why.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the outcome as JSON.")] = False,
    data: Data = DATA,
    out: Out = OUT,
) -> None:
    """Render reports: executed notebook, web page and PDF each; what is up to date is left alone.

    An interrupted run goes on from where it was when the command is given again. --kommun and --lan narrow kommun,
    sammanfattning, enheter (an overview of a kommun's units) and enhet (a report on each unit), --enhet narrows enhet,
    --lan and --urval narrow lan; a kind that would be left whole beside a filter is refused. --ordered takes all that
    the confirmed orders are for, or the named kinds and kommuner of it.
    """
    from hemtjanst_lib.batch import factory, plan
    from hemtjanst_lib.batch import kinds as table
    from hemtjanst_lib.batch.settings import Settings

    if shared and not scheduler:
        raise ParameterError("--shared says where the workers of a scheduler write", do="Give --scheduler too.")
    root, target, wanted = data.absolute(), out.absolute(), _formats(formats)
    _check_choice("engine", engine, ("inprocess", "kernel"))
    filters = [tuple(values or ()) for values in (kommuner, lan, urval, enheter)]
    note: Callable[[Collection[str]], None] | None = None
    if ordered:
        refuse_with_orders(
            {"--lan": lan, "--urval": urval, "--enhet": enheter, "--anonymisera": anonym, "--draft": draft}
        )
        _check_scored(ar, root)
        planned, note = planned_orders(ar, root, target, kinds or [], kommuner or [], at)
        planned = planned[:limit]
    else:
        choice = table.Choice(filters[0], filters[1], filters[2], filters[3], anonym=anonym)
        planned = plan.plan(ar, root, target, table.chosen_kinds(tuple(kinds or ()), choice), choice, limit=limit)
        planned = [replace(job, draft=draft) for job in planned]
        _check_scored(ar, root)
    if dry_run:
        _tell_plan(factory.why(planned, root, wanted, force=force), as_json=as_json)
        return
    settings = Settings(
        jobs=jobs,
        engine=engine,
        report_timeout=timeout,
        timeout=min(timeout, 60.0),
        force=force,
        scheduler=scheduler,
        shared=shared,
        wait=wait,
    )
    _render(planned, root, target, wanted, settings, as_json=as_json, note=note)


def _render(
    planned: list[Job],
    data: Path,
    out: Path,
    formats: tuple[str, ...],
    settings: Settings,
    *,
    as_json: bool,
    note: Callable[[Collection[str]], None] | None = None,
) -> None:
    from hemtjanst_lib.batch import factory, overview, progress

    shown = progress.Silent if as_json else progress.for_terminal
    outcome = factory.run(planned, data=data, out=out, formats=formats, settings=settings, progress=shown)
    if note:
        note({*outcome.done, *outcome.skipped})
    if not outcome.interrupted:
        overview.refresh(planned[0].ar, data, out, outcome.failed)
    typer.echo(json.dumps(outcome.as_dict(), ensure_ascii=False, indent=1) if as_json else "\n".join(outcome.lines()))
    raise typer.Exit(outcome.exit_code)


def _tell_plan(planned: list[tuple[Job, list[str]]], *, as_json: bool) -> None:
    due = [(job, reasons) for job, reasons in planned if reasons]
    if as_json:
        typer.echo(json.dumps({job.id: reasons for job, reasons in due}, ensure_ascii=False, indent=1))
        return
    for job, reasons in due:
        typer.echo(f"{job.id} {job.namn}: {'; '.join(reasons)}")
    typer.echo(f"{len(due)} would be rendered, {len(planned) - len(due)} are up to date")


def _formats(text: str) -> tuple[str, ...]:
    chosen = tuple(dict.fromkeys(word.strip() for word in text.split(",") if word.strip()))
    for word in chosen:
        _check_choice("format", word, ("html", "pdf"))
    return chosen


def _check_choice(what: str, given: str, known: tuple[str, ...]) -> None:
    if given not in known:
        raise ParameterError(f"no {what} called {given}; there is {' and '.join(known)}")


def _check_scored(ar: int, data: Path) -> None:
    """Refuse a year that has no scores, or whose scores are older than what they were made from."""
    from hemtjanst_lib import store

    scored = store.years(data)
    if ar not in scored:
        there = ", ".join(map(str, scored)) or "none"
        raise StoreError(
            f"{ar} has no scores in {data}; scored are: {there}", do=f"Run: hemtjanst score {ar} --data {data}"
        )
    used = [year for year in scored if year <= ar]
    faults = {year: [f"{year}: {fault}" for fault in store.stale(year, data)] for year in used}
    if old := [year for year in used if faults[year]]:
        raise StoreError(
            "the scores do not agree with what they were made from",
            [fault for year in old for fault in faults[year]],
            do=f"Run: hemtjanst score {' '.join(map(str, old))} --data {data}",
        )


# Registered last, so that help begins with the four commands of every day.
app.command()(trace)
app.command()(units)
app.add_typer(edits_app, name="edits")
app.add_typer(review_app, name="review")
app.add_typer(orders_app, name="orders")
app.command()(package)
app.command()(verify)
app.command()(slides)
app.command()(website)
app.command()(tool)
app.command()(explore)
app.command()(quality)


def main() -> None:
    """Run the command; a user's mistake is answered with a message and an exit code, not a traceback."""
    try:
        app()
    except HemtjanstError as error:
        typer.echo(f"{type(error).__name__}: {error}", err=True)
        sys.exit(error.exit_code)
    except OSError as error:
        typer.echo(f"{type(error).__name__}: {error.filename or 'a file'}: {error.strerror}", err=True)
        sys.exit(HemtjanstError.exit_code)


if __name__ == "__main__":
    main()
