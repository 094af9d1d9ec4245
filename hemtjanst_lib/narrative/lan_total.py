"""The set as a whole: its level, its ends, classes and places, and which delindex stand out."""

from __future__ import annotations

from hemtjanst_lib.analysis.lan_fakta import Lansfakta
from hemtjanst_lib.language import MINUS, Heltal, Poang, Skillnad, kommunnamn, lista, rakneord, sortera, stor_forsta
from hemtjanst_lib.narrative.lan_ord import ensam, fill, namn_vid, plats, tell, vem
from hemtjanst_lib.narrative.phrases import rakna
from hemtjanst_lib.narrative.sentence import TYST, Sentence, join
from hemtjanst_lib.narrative.words import load_words, skala


def om(u: Lansfakta) -> Sentence:
    """Tell which kommuner the report compares, and whom it leaves out."""
    names = sortera(u.tabell["namn"])
    if ensam(u):
        only = {"kommun": _en(u), "kallar_sig": _kallar_sig(u)}
        told = tell(f"om.ensam_{u.urval.sort}", Namn=stor_forsta(u.urval.namn), **only)
    else:
        listed = {"antal": rakneord(u.antal), "namn": u.urval.namn, "kommuner": lista(names), "kalla": u.urval.kalla}
        told = tell(f"om.{u.urval.sort}", **listed)
    absent = lista(sortera(u.utan_resultat))
    return join([told, tell("om.utan_resultat", ar=u.ar, kommuner=absent) if absent else None])


def _en(u: Lansfakta) -> str:
    return kommunnamn(str(u.tabell["namn"].iloc[0]))


def _kallar_sig(u: Lansfakta) -> str:
    own = load_words().kallar_sig.get(str(u.tabell.index[0]))
    return fill("om.kallar_sig", namn=own) if own else ""


def genomsnitt(u: Lansfakta) -> Sentence:
    """Tell how the set's mean is computed; one kommun has none."""
    return TYST if ensam(u) else tell("genomsnitt", **vem(u))


def niva(u: Lansfakta) -> Sentence:
    """Tell the mean of the set against that of the country."""
    values = {"medel": u.medel, "ar": u.ar, "lage": skala("lage").word(u.gap), "riket": u.riket}
    if not ensam(u):
        return tell("niva.flera", **vem(u), **values)
    place = Heltal(u.tabell[f"placering_{u.ar}"].iloc[0])
    return tell("niva.ensam", Kommun=stor_forsta(_en(u)), placering=place, antal_riket=u.antal_riket, **values)


def ytterligheter(u: Lansfakta) -> Sentence:
    """Tell the highest and the lowest, and how far apart they are."""
    if ensam(u):
        return TYST
    best, last = u.tabell.iloc[0], u.tabell.iloc[-1]
    points, names, places = u.tabell["index"], u.tabell["namn"], f"placering_{u.ar}"
    high, low = Poang(best["index"]), Poang(last["index"])
    if str(high) == str(low):
        return tell("ytterligheter.lika", poang_hogst=high)
    return tell(
        "ytterligheter.skilda",
        hogst=namn_vid(points, names, best["index"]),
        poang_hogst=high,
        plats_hogst=plats(best[places]),
        lagst=namn_vid(points, names, last["index"]),
        poang_lagst=low,
        plats_lagst=plats(last[places]),
        spann=Poang(high - low),
    )


def klasser(u: Lansfakta) -> Sentence:
    """Count the kommuner of each class, from the highest."""
    found = [(klass, n) for klass, n in zip(u.klasser["klass"], u.klasser["antal"], strict=True) if n][::-1]
    (klass, n), *rest = found
    if ensam(u):
        return tell("klasser.ensam", klass=klass)
    if not rest:
        return tell("klasser.alla", antal=rakneord(n), klass=klass)
    counts = rakna(n, *(m for _, m in rest))
    parts = lista(fill("klasser.resten", antal=m, klass=name) for (name, _), m in zip(rest, counts[1:], strict=True))
    antal = f"{counts[0]} {'kommun' if n == 1 else 'kommuner'}"
    return tell("klasser.flera" if len(rest) > 1 else "klasser.tva", klass=klass, antal=antal, resten=parts)


def over_under(u: Lansfakta) -> Sentence:
    """Count the kommuner on each side of the country's mean, in the same words as everywhere."""
    if ensam(u):
        return TYST
    sides = {1: "over", 0: "nara", -1: "under"}
    words = skala("lage").ord
    counts = [(words[sides[side]], int(n)) for side, n in _sidor(u).items() if n]
    if len(counts) == 1:
        return tell("over_under.alla", antal=rakneord(u.antal), lage=counts[0][0])
    rules = ["over_under.grupp_forsta", *(["over_under.grupp"] * (len(counts) - 1))]
    told = zip(rules, rakna(*(n for _, n in counts)), counts, strict=True)
    parts = [fill(regel, antal=n, lage=word) for regel, n, (word, _) in told]
    return tell("over_under.olika", grupper=lista(parts))


def _sidor(u: Lansfakta) -> dict[int, int]:
    sides = [skala("lage").side(gap) for gap in u.tabell["gap"]]
    return {side: sides.count(side) for side in (1, 0, -1)}


def delindex_oversikt(u: Lansfakta) -> Sentence:
    """Tell in which delindex the set stands best and worst against the country."""
    rows = u.delindex[u.delindex["gap"].notna()].sort_values("gap", ascending=False, kind="stable")
    if rows.empty:
        return tell("delindex_oversikt.saknas")
    best, last = rows.iloc[0], rows.iloc[-1]
    return tell(
        f"delindex_oversikt.{_oversikt(Skillnad(best['gap']), Skillnad(last['gap']))}",
        **vem(u),
        hogst=best["namn"],
        gap_hogst=Skillnad(best["gap"]),
        lagst=last["namn"],
        gap_lagst=Skillnad(last["gap"]),
    )


def _oversikt(best: Skillnad, last: Skillnad) -> str:
    """Choose the rule by how the ends read: the same, all above the country, all below it, or on both sides."""
    if str(best) == str(last):
        return "lika"
    if str(last).startswith("+"):
        return "over"
    return "under" if str(best).startswith(MINUS) else "skilda"
