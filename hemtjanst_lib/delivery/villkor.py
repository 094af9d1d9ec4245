"""The sentence on where the figures come from that everything published must carry."""

from __future__ import annotations

from collections.abc import Iterable

from hemtjanst_lib.language import lista

EGEN = "Hemtjänstindex"  # how the model names whoever looks through the kommuners websites


def bearbetning(utgivare: Iterable[str]) -> str:
    """Say that the index is made of others' data, and of the own review when it is among them."""
    named = list(dict.fromkeys(utgivare))
    own = " samt från den egna granskningen av kommunernas webbplatser" if EGEN in named else ""
    return f"Hemtjänstindex är egen bearbetning av data från {lista([each for each in named if each != EGEN])}{own}."
