"""``hemtjanst tool``: the comparison tool of a kommun, one web page that opens from disk."""

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
