"""Where the figures come from, and which are missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from hemtjanst_lib.charts.words import SKAL
from hemtjanst_lib.display import Kolumn, Punktlista, Tabell
from hemtjanst_lib.language import TANKSTRECK, antal, heltal

if TYPE_CHECKING:
    from hemtjanst_lib.analysis import Kommunfakta

LISTED = 8  # questions of one källa that are missing alike and still get a row each


def kallor(k: Kommunfakta) -> Tabell:
    """Return the sources with publisher, time of collection and how many indikatorer each gives.

    With source cards also the day the data were fetched, and how many answered; a källa of which nothing is used this
    year is left out.
    """
    frame = k.kallor[k.kallor["antal"] > 0]
    names = frame["namn"] + " (" + frame["kod"] + ")"
    counts = frame["antal"].map(heltal)
    columns = [names, frame["utgivare"], frame["insamling"], counts]
    heads = [Kolumn("Källa"), Kolumn("Utgivare"), Kolumn("Insamling"), Kolumn("Antal indikatorer", "tal")]
    if "hamtad" in frame and frame["hamtad"].any():
        columns = [
            names + ", " + frame["utgivare"],
            frame["insamling"],
            frame["hamtad"].replace("", TANKSTRECK),
            _answers(frame),
        ]
        columns.append(counts)
        heads = [Kolumn("Källa"), Kolumn("Insamling"), Kolumn("Hämtad"), Kolumn("Svar")]
        heads.append(Kolumn("Indikatorer", "tal"))
    rows = tuple(zip(*columns, strict=True))
    return Tabell("kallor", f"Källor till Hemtjänstindex {k.ar}", tuple(heads), rows)


def _answers(frame: pd.DataFrame) -> pd.Series[str]:
    """Write how many answered: persons where the källa counts them, else kommuner with any answer."""
    cells = zip(frame["svar"], frame["kommuner"], strict=True)
    texts = [antal(n, "svar", "svar", "ett") if n else antal(m, "kommun", "kommuner") for n, m in cells]
    return pd.Series(texts, index=frame.index, dtype="str")


def saknas(k: Kommunfakta) -> Tabell | Punktlista:
    """Return what is missing this year and last; a whole survey, or many of its questions alike, on one row.

    Empty when nothing is.
    """
    years = f"{k.ar}" if k.ar_fore is None else f"{k.ar} och {k.ar_fore}"
    if k.saknas.empty:
        return Punktlista(())
    many = k.saknas.groupby(["ar", "kalla", "status"])["namn"].transform("size")
    names = k.saknas["namn"].mask(many > LISTED, many.map(heltal) + " uppgifter")
    frame = k.saknas.assign(namn=names.mask(k.saknas["hel_kalla"].astype(bool), "Hela undersökningen"))
    frame = frame.drop_duplicates(["ar", "kalla", "namn", "status"])
    columns = (frame["namn"], frame["kallnamn"] + " (" + frame["kod"] + ")", frame["ar"].map(str), _reasons(frame))
    heads = (Kolumn("Uppgift"), Kolumn("Källa"), Kolumn("År"), Kolumn("Skäl"))
    return Tabell("saknas", f"Uppgifter som saknas, {years}", heads, tuple(zip(*columns, strict=True)))


def _reasons(frame: pd.DataFrame) -> pd.Series[str]:
    return frame["status"].astype(str).map(SKAL)
