"""The subcommands ``tool`` (a web page to compare with), ``explore`` (the same for analysts) and ``quality``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

# ruff: noqa: PLC0415  (each command imports what it needs, so that help and mistakes are answered at once)


def tool(
    ar: Annotated[int, typer.Argument(metavar="YEAR", help="Index year, such as 2025.")],
    kommuner: Annotated[list[str], typer.Option("--kommun", help="Kommunkod, such as 0188; may be repeated.")],
    data: Annotated[Path, typer.Option("--data", help="Data root; data/example holds the invented data.")] = Path(
        "data"
    ),
    out: Annotated[Path, typer.Option("--out", help="Output root.")] = Path("rendered"),
) -> None:
    """Make the comparison tool of a kommun: one web page with all six comparisons, which needs no network.

    Written to OUT/YEAR/<code>_<name>/<code>_<name>_verktyg_YEAR.html.
    """
    from hemtjanst_lib.analysis import fakta_av, load_nation, utgivning
    from hemtjanst_lib.export.verktyg import kommunverktyg
    from hemtjanst_lib.files import write_atomic
    from hemtjanst_lib.reference import check_kommunkod, load_kommuner, report_stem

    root = data.absolute()
    register = load_kommuner(root)
    codes = [check_kommunkod(kod, register) for kod in dict.fromkeys(kommuner)]
    nation = load_nation(ar, root)
    for kod in codes:
        fakta = fakta_av(nation, kod, utgivning(ar))
        stem = report_stem(kod, fakta.kommun.namn)
        path = out / str(ar) / stem / f"{stem}_verktyg_{ar}.html"
        write_atomic(path, kommunverktyg(nation, fakta))
        typer.echo(f"{path} ({path.stat().st_size / 2**20:.1f} MB)")


def quality(
    ar: Annotated[int, typer.Argument(metavar="YEAR", help="Index year, such as 2025; it need not be scored.")],
    data: Annotated[Path, typer.Option("--data", help="Data root; data/example holds the invented data.")] = Path(
        "data"
    ),
    out: Annotated[Path, typer.Option("--out", help="Output root.")] = Path("rendered"),
) -> None:
    """Show what came in, what is missing and what looks wrong in a year's raw files, before anything is scored.

    Written as notebook and web page to OUT/YEAR/datakvalitet_YEAR.
    """
    import nbformat

    from hemtjanst_lib.batch.plan import as_parameter
    from hemtjanst_lib.export import html
    from hemtjanst_lib.files import write_atomic
    from hemtjanst_lib.notebook.run import run
    from hemtjanst_lib.paths import NOTEBOOKS

    book = run(NOTEBOOKS / "datakvalitet.ipynb", {"ar": ar, "data": as_parameter(data)})
    stem = out / str(ar) / f"datakvalitet_{ar}"
    write_atomic(stem.with_suffix(".html"), html.render(book))
    write_atomic(stem.with_suffix(".ipynb"), nbformat.writes(book) + "\n")  # type: ignore[no-untyped-call]
    typer.echo(f"{stem.with_suffix('.html')}")


def explore(
    port: Annotated[int, typer.Option("--port", min=1024, max=65535, help="Port on this machine.")] = 8866,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open a browser.")] = True,
    data: Annotated[Path, typer.Option("--data", help="Data root; data/example holds the invented data.")] = Path(
        "data"
    ),
) -> None:
    """Open the explorer for analysts in a browser: served by Voilà on this machine alone, until Ctrl+C."""
    from hemtjanst_lib.explorer.serve import serve

    typer.echo(f"http://127.0.0.1:{port}/ (Ctrl+C stops it)")
    raise typer.Exit(serve(data.absolute(), port, browser=browser))
