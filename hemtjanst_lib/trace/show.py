"""The way of a figure as a tree for the terminal, and as plain data."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.tree import Tree

from hemtjanst_lib.trace.steg import Kontroll, Spar, Steg

WIDE = 400  # characters


def as_dict(spar: Spar) -> dict[str, Any]:
    """Return the whole way as plain JSON types."""
    return {
        "ar": spar.ar,
        "kommunkod": spar.kommunkod,
        "namn": spar.namn,
        "exempeldata": spar.exempeldata,
        "lika": spar.lika,
        "kontroller": len(spar.steg.alla),
        "steg": _step(spar.steg),
    }


def _step(steg: Steg) -> dict[str, Any]:
    return {
        "niva": steg.niva,
        "id": steg.id,
        "namn": steg.namn,
        "uppgifter": dict(steg.uppgifter),
        "kontroller": [asdict(one) for one in steg.kontroller],
        "delar": [_step(part) for part in steg.delar],
    }


def show(spar: Spar, console: Console | None = None) -> None:
    """Print the way as a tree, and below it whether every digit came out again."""
    out = console or _console()
    mark = " [bold](EXEMPELDATA, invented data)[/bold]" if spar.exempeldata else ""
    tree = Tree(f"[bold]{escape(spar.namn)}[/bold] {spar.kommunkod}, {spar.ar}{mark}")
    _grow(tree, spar.steg)
    out.print(tree)
    wrong = spar.avvikelser
    if wrong:
        out.print(f"{len(wrong)} of {len(spar.steg.alla)} comparisons differ:")
        for one in wrong:
            out.print(f"  {escape(one.vad)}: published {escape(one.publicerat)}, computed {escape(one.omraknat)}")
    else:
        out.print(f"All {len(spar.steg.alla)} comparisons agree, to nine decimals.")


def _console() -> Console:
    """The terminal's own width, and wide enough for any line when the output goes elsewhere."""
    return Console(highlight=False) if Console().is_terminal else Console(highlight=False, width=WIDE)


def _grow(tree: Tree, steg: Steg) -> None:
    node = tree.add(f"[bold]{steg.niva}[/bold] {escape(steg.id)}: {escape(steg.namn)}")
    for label, text in steg.uppgifter.items():
        node.add(f"[dim]{label}[/dim] {escape(text)}")
    for one in steg.kontroller:
        node.add(_line(one))
    for part in steg.delar:
        _grow(node, part)


def _line(one: Kontroll) -> str:
    vad, published, again = escape(one.vad), escape(one.publicerat), escape(one.omraknat)
    if one.lika:
        return f"[green]=[/green] {vad}: {published}"
    return f"[bold red]≠[/bold red] {vad}: published {published}, computed {again}"
