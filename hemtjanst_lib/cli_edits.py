"""``hemtjanst edits``: the analyst's own words, saved from notebooks she has changed, listed, shown and dropped."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hemtjanst_lib.errors import EditError

if TYPE_CHECKING:
    pass

# ruff: noqa: PLC0415  (each command imports what it needs)

edits_app = typer.Typer(help="Your own words in single reports: kept apart, used in every run.", no_args_is_help=True)

Year = Annotated[int, typer.Argument(metavar="YEAR", help="Index year, such as 2025.")]
Code = Annotated[str, typer.Argument(metavar="CODE", help="The subject: 0188, 01, riket, or the file's name.")]
Report = Annotated[str, typer.Option("--report", help="Name of the template, such as sammanfattning.")]
Cells = Annotated[list[str] | None, typer.Option("--cell", help="Id of a cell; may be repeated.")]
Data = Annotated[Path, typer.Option("--data", help="Data root; data/example holds the invented data.")]
DATA = Path("data")


@edits_app.command()
def save(
    notebooks: Annotated[list[Path], typer.Argument(metavar="NOTEBOOK...", help="Executed and changed.")],
    who: Annotated[str, typer.Option("--who", help="Your name; git's user.name when left out.")] = "",
    why: Annotated[str, typer.Option("--why", help="Why the words are changed.")] = "",
    own_numbers: Annotated[
        list[str] | None,
        typer.Option("--own-number", help="A typed number that you answer for; may be repeated."),
    ] = None,
) -> None:
    """Keep what you have changed in executed notebooks: text changed, added, left out."""
    from hemtjanst_lib.desk.who import user_name
    from hemtjanst_lib.desk.words import save_words
    from hemtjanst_lib.edits.merge import Author

    author = Author(who or user_name(), datetime.now().strftime("%Y-%m-%d %H:%M"), why)
    for notebook in notebooks:
        for line in save_words(notebook.absolute(), author, tuple(own_numbers or ())):
            typer.echo(line)


@edits_app.command()
def check(ar: Year, code: Code, report: Report = "kommunrapport", data: Data = DATA) -> None:
    """Compare the numbers typed in own words with the facts; exit code 3 when some do not hold."""
    from hemtjanst_lib.desk.words import check_words

    found = check_words(ar, code, report, data.absolute())
    for each in found:
        typer.echo(each.told())
    stops = sum(each.stops for each in found)
    typer.echo(f"{len(found)} numbers, {stops} to correct or answer for")
    raise typer.Exit(3 if stops else 0)


@edits_app.command()
def status(
    ar: Year,
    code: Annotated[str, typer.Argument(metavar="[CODE]", help="Only this subject.")] = "",
) -> None:
    """List all own words of a year, what waits for review first said; exit code 3 when something waits."""
    from hemtjanst_lib.desk.words import listed

    waits = 0
    for each in listed(ar, code):
        if isinstance(each, EditError):
            typer.echo(str(each))
            waits += 1
            continue
        for rapport, found in each.states.items():
            typer.echo(f"{each.words.kod} {each.words.namn}, {rapport}: {len(found)} cells")
            waits += sum(state.waits for state in found)
            for state in found:
                typer.echo(f"  {'!' if state.waits else ' '} {state.told()}")
    typer.echo(f"{waits} to review" if waits else "nothing to review")
    raise typer.Exit(3 if waits else 0)


@edits_app.command()
def show(ar: Year, code: Code, report: Report = "kommunrapport", cells: Cells = None) -> None:
    """Show own words with the template's text then and now, and the differences word by word."""
    from hemtjanst_lib.desk.words import shown, target_named, template
    from hemtjanst_lib.edits.state import states

    target = target_named(ar, code, report)
    for state in states(target.changes(), template(report)):
        if not cells or state.change.cell in cells:
            typer.echo("\n".join(shown(state)) + "\n")


@edits_app.command()
def drop(
    ar: Year,
    code: Code,
    report: Report = "kommunrapport",
    cells: Cells = None,
    every: Annotated[bool, typer.Option("--all", help="All of the report's.")] = False,
) -> None:
    """Take own words away for good, so that the template's text stands again."""
    from hemtjanst_lib.desk.words import drop as drop_words
    from hemtjanst_lib.desk.words import target_named

    if not cells and not every:
        raise EditError("no cell named", do="Name cells with --cell, or say --all.")
    for cell in drop_words(target_named(ar, code, report), [] if every else list(cells or [])):
        typer.echo(f"{cell}: dropped")


@edits_app.command()
def keep(  # noqa: PLR0917  (one parameter an option)
    ar: Year,
    code: Code,
    cells: Annotated[list[str], typer.Option("--cell", help="Id of a cell; may be repeated.")],
    report: Report = "kommunrapport",
    by: Annotated[str, typer.Option("--by", help="Whose words, when two have written for the cell.")] = "",
    own_numbers: Annotated[
        list[str] | None, typer.Option("--own-number", help="A typed number that you answer for; may be repeated.")
    ] = None,
) -> None:
    """Say that own words shall stand as they are: beside a changed template, or before another's words."""
    from hemtjanst_lib.desk.words import answer_for, target_named, template
    from hemtjanst_lib.desk.words import keep as keep_words

    target = target_named(ar, code, report)
    for cell in keep_words(target, cells, template(report), author=by):
        typer.echo(f"{cell}: kept")
    if own_numbers:
        answer_for(target, cells, own_numbers)
