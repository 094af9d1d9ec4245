"""The subcommand ``slides``: decks of a kommun's result, a län or named set, and a kommun's units."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hemtjanst_lib.errors import ParameterError

if TYPE_CHECKING:
    from hemtjanst_lib.analysis.national import Nation
    from hemtjanst_lib.batch.subjects import Subject

# ruff: noqa: PLC0415  (the command imports what it needs, so that help and mistakes are answered at once)

Made = tuple["Subject", str, bytes]  # whom it is on, what the file's name says, the deck


def slides(  # noqa: PLR0917  (one parameter an option)
    ar: Annotated[int, typer.Argument(metavar="YEAR", help="Index year, such as 2025.")],
    kommuner: Annotated[list[str] | None, typer.Option("--kommun", help="Kommunkod: a deck on its result.")] = None,
    lan: Annotated[list[str] | None, typer.Option("--lan", help="Länskod, such as 01: a deck on its kommuner.")] = None,
    urval: Annotated[list[str] | None, typer.Option("--urval", help="Named set of kommuner: a deck on them.")] = None,
    enheter: Annotated[list[str] | None, typer.Option("--enheter", help="Kommunkod: a deck on its units.")] = None,
    anonym: Annotated[bool, typer.Option("--anonym", help="Call the units Enhet A, B, C.")] = False,
    data: Annotated[Path, typer.Option("--data", help="Data root; data/example holds the invented data.")] = Path(
        "data"
    ),
    out: Annotated[Path, typer.Option("--out", help="Output root.")] = Path("rendered"),
) -> None:
    """Make decks of slides in PowerPoint's format; each option may be repeated and combined.

    Own slides stand in parameters/bilder/YEAR/ in a folder with the same name as the deck's, and are put in again
    every time.
    """
    from hemtjanst_lib.files import write_atomic

    if not any((kommuner, lan, urval, enheter)):
        raise ParameterError("no deck is asked for", do="Name whom with --kommun, --lan, --urval or --enheter.")
    if anonym and not enheter:
        raise ParameterError("--anonym is about units only", do="Name a kommun with --enheter.")
    made = _made(ar, kommuner or [], lan or [], urval or [], enheter or [], data.absolute(), anonym=anonym)
    for subject, what, content in made:
        path = out.absolute() / str(ar) / subject.folder / f"{subject.stem}_{what}_{ar}.pptx"
        write_atomic(path, content)
        typer.echo(f"{path}  {len(content) / 2**20:.1f} MB")


def _made(  # noqa: PLR0917
    ar: int, kommuner: list[str], lan: list[str], urval: list[str], enheter: list[str], data: Path, *, anonym: bool
) -> Iterator[Made]:
    from hemtjanst_lib.analysis.kommun import load_nation
    from hemtjanst_lib.batch.kinds import Choice
    from hemtjanst_lib.batch.subjects import subjects
    from hemtjanst_lib.reference import load_kommuner

    register, nation = load_kommuner(data), load_nation(ar, data)
    if kommuner:
        yield from _kommuner(nation, subjects("kommun", register, Choice(kommuner=tuple(kommuner))))
    if lan or urval:
        found = subjects("lan", register, Choice(lan=tuple(lan), urval=tuple(urval)))
        yield from _lan(nation, found, ar)
    if enheter:
        yield from _enheter(subjects("kommun", register, Choice(kommuner=tuple(enheter))), ar, data, anonym=anonym)


def _kommuner(nation: Nation, found: list[Subject]) -> Iterator[Made]:
    from hemtjanst_lib.analysis.kommun import fakta_av
    from hemtjanst_lib.analysis.publishing import utgivning
    from hemtjanst_lib.export.bilder import kommunbilder

    for subject in found:
        yield subject, "bilder", kommunbilder(nation, fakta_av(nation, subject.kod, utgivning(nation.now.ar)))


def _lan(nation: Nation, found: list[Subject], ar: int) -> Iterator[Made]:
    from hemtjanst_lib.analysis.lan import lansfakta_av, valj_urval
    from hemtjanst_lib.analysis.publishing import utgivning
    from hemtjanst_lib.export.bilder import lanbilder, own_folder

    for subject in found:
        chosen = valj_urval(subject.parameters["lan"], subject.parameters["urval"], nation.kommuner)
        fakta = lansfakta_av(nation, chosen, utgivning(ar))
        yield subject, "bilder", lanbilder(nation, fakta, _days(ar), own_folder(ar, subject.stem))


def _days(ar: int) -> list[tuple[str, str]]:
    """The days of next year's index, when it has a calendar, in words."""
    from hemtjanst_lib.delivery.kalender import RELEASES, STOCKHOLM, load_kalender
    from hemtjanst_lib.language import datum

    if not (RELEASES / f"{ar + 1}.yml").is_file():
        return []
    calendar = load_kalender(ar + 1)
    days = [(each.namn, each.datum) for each in calendar.handelser]
    days.append(("Årets resultat publiceras", calendar.publicering.nar.astimezone(STOCKHOLM).date()))
    return [(namn, datum(day)) for namn, day in days]


def _enheter(found: list[Subject], ar: int, data: Path, *, anonym: bool) -> Iterator[Made]:
    from hemtjanst_lib.analysis.enheter import enhetsfakta
    from hemtjanst_lib.export.bilder import enhetsbilder, own_folder

    what = "enhetsbilder_anonym" if anonym else "enhetsbilder"
    for subject in found:
        folder = own_folder(ar, f"{subject.stem}_enheter")
        yield subject, what, enhetsbilder(enhetsfakta(ar, subject.kod, data), anonym=anonym, egna=folder)
