"""A kommun's units as a whole: which they are, how they stand in order, and which can be told apart."""

from __future__ import annotations

import math

from hemtjanst_lib.analysis.enheter_fakta import Enhetsfakta
from hemtjanst_lib.language import Poang, andel, antal, avrunda, lista, rakneord, stor_forsta, tal
from hemtjanst_lib.narrative.enheter_ord import fill, har_resultat, rangordnade, tell
from hemtjanst_lib.narrative.phrases import rakna
from hemtjanst_lib.narrative.sentence import TYST, Sentence, tillsammans


def om(e: Enhetsfakta) -> Sentence:
    """Tell how many units there are, who runs them, and how many have a total."""
    kommun = stor_forsta(e.kommun.fullnamn)
    if e.tackning.antal == 0:
        return tell("om.tom", kommun=e.kommun.fullnamn, ar=e.ar)
    if e.tackning.antal == 1:
        return tell("om.en", kommun=kommun, namn=e.enheter["namn"].iloc[0])
    told = {"antal": rakneord(e.tackning.antal), "regi": _regi(e), "underlag": _underlag(e)}
    return tell("om.flera", kommun=kommun, **told)


def _regi(e: Enhetsfakta) -> str:
    counts = e.enheter["regi"].value_counts()
    public, private = int(counts.get("offentlig", 0)), int(counts.get("enskild", 0))
    if public + private < len(e.enheter):
        return ""
    if public and private:
        offentliga, enskilda = rakna(public, private)
        return fill("om.regi_bada", offentliga=offentliga, enskilda=enskilda)
    return fill("om.regi_offentlig" if public else "om.regi_enskild")


def _underlag(e: Enhetsfakta) -> str:
    whole = int(e.tackning.fullstandiga)
    if whole == e.tackning.antal:
        return fill("underlag.alla")
    sort = {0: "ingen", 1: "en"}.get(whole, "nagra")
    return fill(f"underlag.{sort}", antal=rakneord(whole))


def spann(e: Enhetsfakta) -> Sentence:
    """Tell the highest and the lowest total, and the mean they are set against."""
    ranked = rangordnade(e)
    if ranked.empty or e.tackning.antal == 1:
        return TYST
    best, last = ranked.iloc[0], ranked.iloc[-1]
    if len(ranked) == 1:
        return tell("spann.ensam", namn=best["namn"], poang=Poang(best["total"]))
    if tal(best["total"]) == tal(last["total"]):
        return tell("spann.lika", medel=Poang(e.medel["total"]))
    ends = {"hogst": best["namn"], "poang_hogst": Poang(best["total"])}
    ends |= {"lagst": last["namn"], "poang_lagst": Poang(last["total"])}
    return tell("spann.skilda", **ends, Referens=stor_forsta(e.referensnamn), medel=Poang(e.medel["total"]))


def skiljas(e: Enhetsfakta) -> Sentence:
    """Tell how many units cannot be told from the highest."""
    ranked = rangordnade(e)
    if len(ranked) < 2:
        return TYST
    alike = int((ranked["grupp"] == 1).sum())
    if alike == len(ranked):
        return tell("skiljas.alla")
    if alike == 1:
        return tell("skiljas.tydlig", namn=ranked["namn"].iloc[0])
    if alike == 2:
        return tell("skiljas.en", andra=ranked.loc[ranked["grupp"] == 1, "namn"].iloc[1])
    first, whole = rakna(alike - 1, len(ranked) - 1)
    return tell("skiljas.nagra", antal=stor_forsta(first), alla=whole)


def oversikt(e: Enhetsfakta) -> Sentence:
    """Introduce the table of the delindex, where there is one."""
    return tell("oversikt") if e.tackning.antal > 1 and bool((e.delindex["antal"] > 0).any()) else TYST


def grupper(e: Enhetsfakta) -> Sentence:
    """Tell how the units are grouped by what can be told apart."""
    ranked = rangordnade(e)
    if len(ranked) < 2:
        return TYST
    count = int(ranked["grupp"].nunique())
    return tell("grupper.en") if count == 1 else tell("grupper.flera", n=rakneord(count))


def rangordning(e: Enhetsfakta) -> Sentence:
    """Tell where units without a total stand, when there are any beside others."""
    ranked = rangordnade(e)
    return tell("rangordning.utan") if 2 <= len(ranked) < len(e.enheter) else TYST


def uppbyggnad(e: Enhetsfakta) -> Sentence:
    """Tell what the unit index is made of, counted from the model."""
    if e.delindex.empty:
        return TYST
    share = {kod: andel(100 * float(part), 0) for kod, part in e.delindex["viktandel"].items()}
    counts = {
        "utforande": antal(int(e.modell.antal_utforande), "indikator", "indikatorer"),
        "stod": antal(int(e.modell.antal_stod_utveckling), "indikator", "indikatorer"),
        "vikt_utforande": share["utforande"],
        "vikt_stod": share["stod_utveckling"],
    }
    whole = int(e.modell.antal_utforande) + int(e.modell.antal_stod_utveckling)
    first = tell("uppbyggnad.bygger", ar=e.ar, antal=tal(whole, 0), fordelning=fill("uppbyggnad.fordelning", **counts))
    left, word = e.modell.utan_kalla, "Uppgiften" if len(e.modell.utan_kalla) == 1 else "Uppgifterna"
    more = tell("uppbyggnad.utan_kalla", namn=lista(each.lower() for each in left), Uppgiften=word) if left else TYST
    return tillsammans(first, more, TYST if e.modell.publicerad else tell("uppbyggnad.ej_publicerad", ar=e.ar))


def referens(e: Enhetsfakta) -> Sentence:
    """Tell what the units are set against, when there are any."""
    return tell(f"referens.{e.referens}") if e.tackning.antal else TYST


def osakerhet(e: Enhetsfakta) -> Sentence:
    """Tell how much of the differences may be chance."""
    known = e.enheter.dropna(subset=["utforande", "utforande_lag", "utforande_hog"])
    if known.empty or not har_resultat(e):
        return TYST
    half = float(((known["utforande_hog"] - known["utforande_lag"]) / 2).median())
    share = float(known["tillforlitlighet"].median())
    more = TYST if math.isnan(share) else tell("osakerhet.tillforlitlighet", andel=_bit(share))
    return tillsammans(tell("osakerhet.bredd", bredd=_hela(half)), more)


def _hela(points: float) -> str:
    return rakneord(max(int(avrunda(points, 0)), 1))


def _bit(share: float) -> str:
    return f"ungefär {andel(10 * int(avrunda(10 * share, 0)), 0)}"
