"""``hemtjanst review``: two editions side by side, and signatures that fall when a report changes."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from hemtjanst_lib.errors import HemtjanstError

if TYPE_CHECKING:
    from hemtjanst_lib.batch.plan import Job

# ruff: noqa: PLC0415  (each command imports what it needs)


class _YearFirst(TyperGroup):
    """Lets ``hemtjanst review 2025`` mean ``hemtjanst review compare 2025``."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        return super().resolve_command(ctx, ["compare", *args] if args and args[0].isdigit() else args)


review_app = typer.Typer(
    cls=_YearFirst, help="Compare editions, sign reports, see what is signed: review YEAR.", no_args_is_help=True
)

Year = Annotated[int, typer.Argument(metavar="YEAR", help="Index year, such as 2025.")]
Kinds = Annotated[list[str] | None, typer.Argument(metavar="[KIND]...", help="Kinds of reports; kommun when left out.")]
Kommuner = Annotated[list[str] | None, typer.Option("--kommun", help="Kommunkod; may be repeated.")]
Lan = Annotated[list[str] | None, typer.Option("--lan", help="Länskod; may be repeated.")]
Data = Annotated[Path, typer.Option("--data", help="Data root; data/example holds the invented data.")]
Out = Annotated[Path, typer.Option("--out", help="Output root.")]
DATA, OUT = Path("data"), Path("rendered")


def _jobs(  # noqa: PLR0917
    ar: int, kinds: list[str] | None, kommuner: list[str] | None, lan: list[str] | None, data: Path, out: Path
) -> list[Job]:
    from hemtjanst_lib.batch import plan
    from hemtjanst_lib.batch.kinds import Choice, chosen_kinds

    choice = Choice(tuple(kommuner or ()), tuple(lan or ()))
    return plan.plan(ar, data.absolute(), out.absolute(), chosen_kinds(tuple(kinds or ()), choice), choice)


@review_app.command()
def compare(  # noqa: PLR0917  (one parameter an option)
    ar: Year,
    kinds: Kinds = None,
    kommuner: Kommuner = None,
    lan: Lan = None,
    against: Annotated[
        Path | None,
        typer.Option("--against", help="Output root of an earlier run, instead of what was signed."),
    ] = None,
    data: Data = DATA,
    out: Out = OUT,
) -> None:
    """Write for each rendered report a page with the old and the new edition side by side."""
    from hemtjanst_lib.desk.review import review_page, standings

    for standing in standings(_jobs(ar, kinds, kommuner, lan, data, out)):
        job = standing.job
        if not job.file(".ipynb").is_file():
            continue
        try:
            typer.echo(f"{job.id} {job.namn}: {standing.status}, {review_page(job, against)}")
        except HemtjanstError as fault:
            typer.echo(f"{job.id} {job.namn}: no page. {fault.what}")


@review_app.command()
def status(  # noqa: PLR0917  (one parameter an option)
    ar: Year, kinds: Kinds = None, kommuner: Kommuner = None, lan: Lan = None, data: Data = DATA, out: Out = OUT
) -> None:
    """Say of each rendered report whether it is signed as it stands; exit code 3 when one is not."""
    from hemtjanst_lib.desk.review import standings

    found = [each for each in standings(_jobs(ar, kinds, kommuner, lan, data, out)) if each.status != "not rendered"]
    for each in found:
        by = f", by {each.signature.vem} {each.signature.nar}" if each.signature else ""
        typer.echo(f"{each.job.id} {each.job.namn}: {each.status}{by}")
    signed = sum(each.stands for each in found)
    typer.echo(f"{signed} of {len(found)} rendered reports are signed as they stand")
    raise typer.Exit(0 if signed == len(found) else 3)


@review_app.command()
def sign(  # noqa: PLR0917  (one parameter an option)
    ar: Year,
    kinds: Kinds = None,
    kommuner: Annotated[list[str] | None, typer.Option("--kommun", help="Kommunkod; may be repeated.")] = None,
    lan: Lan = None,
    attest: Annotated[
        str, typer.Option("--attest", help="Points of the checklist, such as siffror,text; or: all.")
    ] = "",
    who: Annotated[str, typer.Option("--who", help="Your name; git's user.name when left out.")] = "",
    comment: Annotated[str, typer.Option("--comment", help="What you wish to say.")] = "",
    withdraw: Annotated[bool, typer.Option("--withdraw", help="Take the signature away instead.")] = False,
    data: Data = DATA,
    out: Out = OUT,
) -> None:
    """Sign reports as they stand; the signature falls when anything that a reader sees changes."""
    from hemtjanst_lib.desk.review import rendered
    from hemtjanst_lib.desk.who import user_name
    from hemtjanst_lib.review.signature import checklist

    points = tuple(checklist()) if attest == "all" else tuple(filter(None, attest.split(",")))
    when = datetime.now().strftime("%Y-%m-%d %H:%M")
    for job in _jobs(ar, kinds, kommuner, lan, data, out):
        if withdraw:
            typer.echo(f"{job.id} {job.namn}: {'withdrawn' if rendered(job).withdraw() else 'was not signed'}")
        else:
            signature = rendered(job).sign(who or user_name(), when, points, comment)
            typer.echo(f"{job.id} {job.namn}: signed by {signature.vem} {signature.nar}")
