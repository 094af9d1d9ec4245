"""The lists of the best, in words: ties folded, the own kommun pointed out."""

from __future__ import annotations

from hemtjanst_lib.analysis import Kommunfakta
from hemtjanst_lib.language import rakneord, stor_forsta
from hemtjanst_lib.narrative.djuptext import mening, skriv
from hemtjanst_lib.narrative.phrases import omrade, uppraknat
from hemtjanst_lib.narrative.sentence import Sentence

Platser = tuple[tuple[int, tuple[tuple[str, str], ...]], ...]  # place, and the kommuner (code, name) on it

RYMS = 6  # names in a cell; when a shared place would make it more, it is counted instead


def lage(k: Kommunfakta) -> Sentence:
    """Tell in which lists the kommun stands; if in none, where it is closest."""
    name = stor_forsta(k.kommun.fullnamn)
    own = [_namn(lista_.niva, lista_.kod, lista_.namn) for lista_ in k.djup.topplistor if lista_.har(k.kommun.kod)]
    if own:
        return mening("benchmark.med", Kommun=name, listor=_listor(own))
    places = k.djup.egna_platser
    places = places[places["plats"].notna()]
    if places.empty:
        return mening("benchmark.inte_med_alls", Kommun=name)
    best = places.sort_values("plats", kind="stable").iloc[0]
    where = _namn(str(best["niva"]), str(best["kod"]), str(best["namn"]))
    return mening("benchmark.inte_med", Kommun=name, omrade=where, plats=int(best["plats"]), antal=int(best["antal"]))


def _namn(niva: str, kod: str, namn: str) -> str:
    if niva == "total":
        return skriv("benchmark.hela")
    return skriv("benchmark.delindex", namn=namn) if niva == "delindex" else omrade(kod, namn)


def _listor(names: list[str]) -> str:
    if len(names) == 1:
        return skriv("benchmark.lista_ett", omrade=names[0])
    return skriv("benchmark.listor_flera", antal=rakneord(len(names)), omraden=uppraknat(names))


def cell(places: Platser, egen: str) -> str:
    """Write one list (a part and a size class) in a table's cell: names by place, a large shared place counted."""
    told: list[str] = []
    for plats, there in places:
        if len(told) + len(there) > RYMS:
            told.append(_delad(there, plats, egen))
            break
        told += [skriv("benchmark.egen", kommun=namn) if kod == egen else namn for kod, namn in there]
    return ", ".join(told) or skriv("benchmark.ingen")


def _delad(there: tuple[tuple[str, str], ...], plats: int, egen: str) -> str:
    n, names = rakneord(len(there)), dict(there)
    if egen in names:
        return skriv("benchmark.daribland", antal=n, kommun=names[egen], plats=plats)
    return skriv("benchmark.manga", antal=n, plats=plats)
