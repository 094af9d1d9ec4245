"""Where the figures come from, and which are missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from hemtjanst_lib.charts.words import SKAL
from hemtjanst_lib.display import Kolumn, Punktlista, Tabell
from hemtjanst_lib.language import heltal

if TYPE_CHECKING:
    from hemtjanst_lib.analysis import Kommunfakta


def kallor(k: Kommunfakta) -> Tabell:
    """Return the sources with publisher, time of collection and how many indikatorer each gives."""
    frame = k.kallor
    names = frame["namn"] + " (" + frame["kod"] + ")"
    counts = frame["antal"].map(heltal)
    rows = tuple(zip(names, frame["utgivare"], frame["insamling"], counts, strict=True))
    heads = (Kolumn("Källa"), Kolumn("Utgivare"), Kolumn("Insamling"), Kolumn("Antal indikatorer", "tal"))
    return Tabell("kallor", f"Källor till Hemtjänstindex {k.ar}", heads, rows)


def saknas(k: Kommunfakta) -> Tabell | Punktlista:
    """Return what is missing this year and last, a whole survey on one row; a sentence when nothing is."""
    years = f"{k.ar}" if k.ar_fore is None else f"{k.ar} och {k.ar_fore}"
    if k.saknas.empty:
        return Punktlista((f"Inga uppgifter saknas för {years}.",))
    frame = k.saknas.assign(namn=k.saknas["namn"].mask(k.saknas["hel_kalla"].astype(bool), "Hela undersökningen"))
    frame = frame.drop_duplicates(["ar", "kalla", "namn", "status"])
    columns = (frame["namn"], frame["kallnamn"] + " (" + frame["kod"] + ")", frame["ar"].map(str), _reasons(frame))
    heads = (Kolumn("Uppgift"), Kolumn("Källa"), Kolumn("År"), Kolumn("Skäl"))
    return Tabell("saknas", f"Uppgifter som saknas, {years}", heads, tuple(zip(*columns, strict=True)))


def _reasons(frame: pd.DataFrame) -> pd.Series[str]:
    return frame["status"].astype(str).map(SKAL)
