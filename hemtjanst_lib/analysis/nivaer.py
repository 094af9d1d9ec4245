"""All levels of a year side by side: total, delindex and områden in one table."""

from __future__ import annotations

import pandas as pd

from hemtjanst_lib.model import Model
from hemtjanst_lib.scoring import Scores

NIVAER = ("total", "delindex", "omrade")


def poang_alla_nivaer(scores: Scores) -> pd.DataFrame:
    """Points of every level, kommun × part; each column is named ``<level>.<id>``, so that equal ids stay apart."""
    levels = {"total": scores.total.rename("total").to_frame(), "delindex": scores.delindex, "omrade": scores.omrade}
    return pd.concat([levels[niva].add_prefix(f"{niva}.") for niva in NIVAER], axis=1)


def delar(model: Model) -> pd.DataFrame:
    """Name every part, in the order of :func:`poang_alla_nivaer`: ``niva, kod, namn, delindex``."""
    rows = [("total", "total", model.namn, "")]
    rows += [("delindex", kod, part.namn, kod) for kod, part in model.delindex.items()]
    rows += [("omrade", kod, part.namn, part.delindex) for kod, part in model.omraden.items()]
    parts = pd.DataFrame(rows, columns=["niva", "kod", "namn", "delindex"])
    return parts.set_index(parts["niva"] + "." + parts["kod"])
