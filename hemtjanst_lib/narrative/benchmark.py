"""The lists of the best, in words: ties folded, the own kommun pointed out."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any, cast

import pandas as pd

from hemtjanst_lib.analysis import Kommunfakta
from hemtjanst_lib.language import lista, rakneord, stor_forsta
from hemtjanst_lib.narrative.djuptext import mening, skriv
from hemtjanst_lib.narrative.phrases import citat
from hemtjanst_lib.narrative.sentence import Sentence

RYMS = 6  # names in a cell; when a shared place would make it more, it is counted instead


def lage(k: Kommunfakta) -> Sentence:
    """Tell in which lists the kommun stands; if in none, where it is closest."""
    own = k.djup.benchmark[k.djup.benchmark["egen"]]
    name = stor_forsta(k.kommun.fullnamn)
    if len(own):
        return mening("benchmark.med", Kommun=name, listor=_listor([_namn(row) for row in own.to_dict("records")]))
    places = k.djup.egna_platser
    places = places[places["plats"].notna()]
    if places.empty:
        return mening("benchmark.inte_med_alls", Kommun=name)
    best = places.sort_values("plats", kind="stable").iloc[0].to_dict()
    return mening(
        "benchmark.inte_med", Kommun=name, omrade=_namn(best), plats=int(best["plats"]), antal=int(best["antal"])
    )


def _namn(row: Mapping[Hashable, Any]) -> str:
    if row["niva"] == "total":
        return "hela indexet"
    return citat(str(row["namn"]))


def _listor(names: list[str]) -> str:
    if len(names) == 1:
        return skriv("benchmark.lista_ett", omrade=names[0])
    return skriv("benchmark.listor_flera", antal=rakneord(len(names)), omraden=lista(names))


def cell(rows: pd.DataFrame) -> str:
    """Write one list (a part and a size class) in a table's cell: names by place, a large shared place counted."""
    told: list[str] = []
    named = 0
    for plats, there in rows.groupby("plats", sort=True):
        shared = len(there)
        if named + shared > RYMS:
            told.append(_delad(there, cast("int", plats)))
            break
        named += shared
        told += _names(there)
    return ", ".join(told) or skriv("benchmark.ingen")


def _names(there: pd.DataFrame) -> list[str]:
    pairs = zip(there["kommun"], there["egen"], strict=True)
    return [skriv("benchmark.egen", kommun=namn) if egen else namn for namn, egen in pairs]


def _delad(there: pd.DataFrame, plats: int) -> str:
    own = list(there.loc[there["egen"], "kommun"])
    n = rakneord(len(there))
    if own:
        return skriv("benchmark.daribland", antal=n, kommun=own[0], plats=plats)
    return skriv("benchmark.manga", antal=n, plats=plats)
