"""What goes with the results, what does not, and what separates high from low."""

from __future__ import annotations

import math
from itertools import combinations

from hemtjanst_lib.analysis.nation import Nationsfakta
from hemtjanst_lib.language import Poang, lista, rakneord
from hemtjanst_lib.narrative.nation_ord import INDELNING, fill, kommuner, korrelation, load_nationsord, tell, ytterst
from hemtjanst_lib.narrative.phrases import citat, omrade, uppraknat
from hemtjanst_lib.narrative.sentence import TYST, Sentence, join

STEG = ("inget", "svagt", "tydligt", "starkt")
MAX_OMRADEN, MAX_INDIKATORER = 3, 10


def samband(n: Nationsfakta) -> Sentence:
    """Tell which delindex go together most and least, and what that means."""
    names = list(n.delindex["namn"].reindex(n.samband.index))
    values = n.samband.to_numpy(dtype=float)
    pairs = {
        f"{names[a]} och {names[b]}": float(values[a, b])
        for a, b in combinations(range(len(names)), 2)
        if not math.isnan(values[a, b])
    }
    if not pairs:
        return tell("samband.saknas")
    order = sorted(pairs, key=lambda pair: -abs(pairs[pair]))
    first, last = order[0], order[-1]
    told = {"starkast": first, "starkast_tal": korrelation(pairs[first])}
    step = load_nationsord().samband.steg(abs(pairs[first]))
    meaning = tell(f"samband.{STEG[step]}")
    if len(order) == 1:
        return join([tell("samband.ett_par", **told), meaning])
    return join([tell("samband.par", **told, svagast=last, svagast_tal=korrelation(pairs[last])), meaning])


def grupper(n: Nationsfakta, indelning: str) -> Sentence:
    """Tell which groups of kommuner have the highest and the lowest mean, and which are too small to say much."""
    frame = n.per_grupp[indelning]
    high, low = ytterst(frame, "medel")
    told = tell(
        f"grupper.{indelning}",
        hogst=str(high.name),
        hogst_poang=Poang(high["medel"]),
        lagst=str(low.name),
        lagst_poang=Poang(low["medel"]),
    )
    counts = frame.loc[frame["antal"] < load_nationsord().fa_kommuner, "antal"]
    few = [f"{_namnd(indelning, str(name))} ({kommuner(int(count))})" for name, count in counts.items()]
    return join([told, tell("grupper.fa", grupper=lista(few)) if few else None])


def _namnd(indelning: str, name: str) -> str:
    """Name a group in running text; an SKR group is quoted."""
    return citat(name) if indelning == "grupp" else name


def forklaring(n: Nationsfakta) -> Sentence:
    """Tell how much of the variation goes with län, kommungrupp and size, beyond chance."""
    shares = _andelar(n)
    if not shares:
        return TYST
    words = load_nationsord().forklaring
    groups: dict[int, list[str]] = {}
    for name, share in shares.items():
        groups.setdefault(words.steg(share), []).append(INDELNING[name])
    (first, kinds), *rest = sorted(groups.items(), reverse=True)
    told = {"andel": words.ord[first], "indelning": _uppraknad(first, kinds)}
    parts = [fill("forklaring.del", andel=words.ord[step], indelning=_uppraknad(step, more)) for step, more in rest]
    return join([tell("forklaring.alla", **told, resten="".join(parts)), tell("forklaring.orsak")])


def _uppraknad(step: int, kinds: list[str]) -> str:
    """List the groupings; where they go with almost nothing, "or" reads better than "and"."""
    return lista(kinds) if step else lista(kinds, "eller")


def forklaring_kort(n: Nationsfakta) -> Sentence:
    """Tell the same in one sentence."""
    shares = _andelar(n)
    if not shares:
        return TYST
    some = [INDELNING[name] for name, share in shares.items() if load_nationsord().forklaring.steg(share) > 1]
    return tell("forklaring.kort_en_del", indelning=lista(some)) if some else tell("forklaring.kort_lite")


def _andelar(n: Nationsfakta) -> dict[str, float]:
    """Each grouping's share of the index's variation beyond chance, where there is any variation."""
    rows = n.forklaring[n.forklaring["niva"] == "total"].dropna(subset=["omega2"])
    return {str(name): max(float(share), 0.0) for name, share in zip(rows["indelning"], rows["omega2"], strict=True)}


def befolkning(n: Nationsfakta) -> Sentence:
    """Tell how the index goes with the number of inhabitants."""
    r = float(n.befolkning.loc[n.befolkning["niva"] == "total", "rang"].iloc[0])
    if math.isnan(r):
        return TYST
    words = load_nationsord().samband
    regel = "ingen_skillnad" if words.steg(abs(r)) == 0 else ("hogre" if r > 0 else "lagre")
    return join([tell("befolkning.samband", ord=words.word(abs(r)), tal=korrelation(r)), tell(f"befolkning.{regel}")])


def hoga_laga(n: Nationsfakta) -> Sentence:
    """Tell who is called high and low, and in which områden they differ most."""
    groups, names = n.hoga_laga, list(n.klasser["klass"])
    counts = {"hoga": rakneord(len(groups.hoga)), "laga": rakneord(len(groups.laga))}
    who = (
        tell("hogt_lagt.klass", **counts, hogst=names[-1], lagst=names[0])
        if groups.efter_klass
        else tell("hogt_lagt.andel", **counts)
    )
    rows = n.skillnader.dropna(subset=["standardiserad"])
    if rows.empty:
        return who
    areas = uppraknat(omrade(str(kod), namn) for kod, namn in rows["namn"].head(MAX_OMRADEN).items())
    return join([who, tell("hogt_lagt.omraden", omraden=areas)])


def bidrag(n: Nationsfakta) -> Sentence:
    """Tell from which områden the distance in index comes."""
    index = n.alla.set_index("kommunkod")["index"]
    distance = index[n.hoga_laga.hoga].mean() - index[n.hoga_laga.laga].mean()
    rows = n.skillnader.dropna(subset=["bidrag"]).sort_values("bidrag", ascending=False, kind="stable")
    if len(rows) < 2:
        return TYST
    first, second = rows.iloc[0], rows.iloc[1]
    return tell(
        "hogt_lagt.bidrag",
        avstand=Poang(distance),
        forsta=omrade(str(first.name), str(first["namn"])),
        forsta_poang=Poang(first["bidrag"]),
        andra=omrade(str(second.name), str(second["namn"])),
        andra_poang=Poang(second["bidrag"]),
    )


def indikatorer(n: Nationsfakta) -> Sentence:
    """Tell how many of the indikatorer that separate most are the seniors' own answers."""
    rows = n.skillnader_indikatorer.dropna(subset=["standardiserad"]).head(MAX_INDIKATORER)
    count, whole = int((rows["typ"] == "upplevelse").sum()), len(rows)
    if not whole:
        return TYST
    regel = "_inga" if not count else ("_alla" if count == whole else "")
    return tell(f"hogt_lagt.indikatorer{regel}", antal=rakneord(whole), upplevelse=rakneord(count))
