"""What the charts of the national report have in common: the source, and what the groupings are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hemtjanst_lib.analysis.nation import Nationsfakta


def kalltext(n: Nationsfakta) -> str:
    """Name the source of a figure made from the index's own computation."""
    invented = " Exempeldata, inte verkliga resultat." if n.exempeldata else ""
    return f"Källa: Hemtjänstindex {n.ar}, egen bearbetning.{invented}"
