"""``hemtjanst trace``: a published figure followed back to the cell it came from, every digit computed anew."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

# ruff: noqa: PLC0415  (the command imports what it needs)

DATA = Path("data")


def trace(
    ar: Annotated[int, typer.Argument(metavar="YEAR", help="Index year, such as 2025.")],
    kommunkod: Annotated[str, typer.Argument(metavar="CODE", help="Kommunkod, such as 0188.")],
    vad: Annotated[
        str, typer.Argument(metavar="FIGURE", help="Id or name of an indikator, område or delindex, or index.")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print the way as JSON.")] = False,
    data: Annotated[Path, typer.Option("--data", help="Data root; data/example holds the invented data.")] = DATA,
) -> None:
    """Print a figure's way from file and cell through scale, weight and rule to the published number.

    Every step is computed anew in exact arithmetic and compared with what was published; exit code 1 if any digit
    differs.
    """
    from hemtjanst_lib import trace as way

    spar = way.trace(ar, kommunkod, vad, data.absolute())
    if as_json:
        typer.echo(json.dumps(way.as_dict(spar), ensure_ascii=False, indent=1))
    else:
        way.show(spar)
    raise typer.Exit(0 if spar.lika else 1)
