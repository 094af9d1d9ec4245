"""Kommuner in groups that can be told apart, with those whose class is uncertain."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from hemtjanst_lib.analysis.rader import rader
from hemtjanst_lib.display import Kolumn, Tabell
from hemtjanst_lib.language import TANKSTRECK, heltal, intervall, tal
from hemtjanst_lib.narrative.ordningsgrupper import platser

if TYPE_CHECKING:
    from hemtjanst_lib.analysis.nation import Nationsfakta
    from hemtjanst_lib.lansrapport import Lansrapport


def lan_ordning(u: Lansrapport) -> Tabell:
    """Return the set's kommuner by group, each with the interval of its place, and whose class is uncertain."""
    table, names = u.sakerhet.osakerhet, u.tabell["namn"]
    groups = table.lika.loc[list(u.tabell.index), ["grupp", "grupp_lag", "grupp_hog"]].dropna()
    rows = []
    for _, part in groups.groupby("grupp", sort=True):
        first = part.iloc[0]
        told = [f"{names[kod]} ({_interval(table.placering, str(kod))})" for kod in part.index]
        unsure = [names[kod] for kod in part.index if not table.certifikat.at[kod, "saker"]]
        rows.append((platser(first["grupp_lag"], first["grupp_hog"]), ", ".join(told), ", ".join(unsure) or TANKSTRECK))
    heads = (Kolumn("Delar plats i landet"), Kolumn("Kommuner (placeringens intervall)"), Kolumn("Osäker klass"))
    note = f"Intervallet är där placeringen hamnar i {heltal(100 * u.sakerhet.regler.niva)} fall av 100."
    return Tabell("lan-ordning", f"Kommuner som går att skilja åt {u.ar}", heads, tuple(rows), not_=note)


def _interval(places: pd.DataFrame, kod: str) -> str:
    row = dict(rader(places.loc[[kod]]))[kod]
    return platser(row["lag"], row["hog"])


def nation_ordning(n: Nationsfakta) -> Tabell:
    """Return the country's groups: places, how many kommuner, their index, and how many have an uncertain class."""
    table = n.sakerhet.osakerhet
    index = n.alla.set_index("kommunkod")["index"]
    rows = []
    for grupp, row in rader(table.grupper):
        members = table.lika.index[table.lika["grupp"] == grupp]
        unsure = int((~table.certifikat.loc[members, "saker"].astype(bool)).sum())
        points = index.reindex(members)
        span = tal(points.max()) if len(members) == 1 else intervall(points.min(), points.max(), 1)
        rows.append((platser(row["lag"], row["hog"]), heltal(row["antal"]), span, heltal(unsure)))
    heads = (
        *(Kolumn("Delar plats"), Kolumn("Antal kommuner", "tal"), Kolumn("Index", "tal")),
        Kolumn("varav med osäker klass", "tal"),
    )
    note = "Kommuner i grannande grupper kan också vara lika, men inom en grupp går ingen att skilja från någon annan."
    return Tabell("nation-ordning", f"Grupper av kommuner som går att skilja åt {n.ar}", heads, tuple(rows), not_=note)
