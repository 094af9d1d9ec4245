"""The kommuner with the highest results, by size."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from hemtjanst_lib.display import Kolumn, Tabell
from hemtjanst_lib.language import rakneord, stor_forsta
from hemtjanst_lib.narrative.benchmark import cell
from hemtjanst_lib.reference import STORLEKSKLASSER

if TYPE_CHECKING:
    from hemtjanst_lib.analysis import Kommunfakta

NOT = "En kommun med precis 30 000 eller 70 000 invånare räknas till den mindre klassen."


def benchmark_total(k: Kommunfakta) -> Tabell:
    """Return the best of each size class in the whole index and in the delindex that are listed whole."""
    rows = k.djup.benchmark
    whole = rows[rows["niva"] != "omrade"]
    n = rakneord(k.djup.underlag.regler.benchmark.total)
    return _tabell(k, "benchmark-total", f"De {n} högsta resultaten per storleksklass", whole, "Resultat")


def benchmark(k: Kommunfakta, delindex_id: str) -> Tabell:
    """Return the best of each size class in the områden of one delindex."""
    rows = k.djup.benchmark
    own = rows[(rows["niva"] == "omrade") & (rows["delindex"] == delindex_id)]
    n = rakneord(k.djup.underlag.regler.benchmark.omrade)
    title = f"{k.delindex['namn'][delindex_id]}: de {n} högsta resultaten per storleksklass"
    return _tabell(k, f"benchmark-{delindex_id.replace('_', '-')}", title, own, "Kvalitetsområde")


def _tabell(k: Kommunfakta, id_: str, titel: str, rows: pd.DataFrame, first: str) -> Tabell:
    cells, own = [], []
    for n, (_, part) in enumerate(rows.groupby("kod", sort=False)):
        lists = [part[part["storleksklass"] == klass] for klass in STORLEKSKLASSER]
        cells.append((_namn(part.iloc[0]), *(cell(one) for one in lists)))
        own += [n] if part["egen"].any() else []
    heads = (Kolumn(first), *(Kolumn(stor_forsta(klass)) for klass in STORLEKSKLASSER))
    return Tabell(id_, titel, heads, tuple(cells), tuple(own), NOT)


def _namn(row: pd.Series) -> str:
    names = {"total": "Hela indexet", "delindex": f"Delindex {row['namn']}"}
    return names.get(str(row["niva"]), str(row["namn"]))
