"""Where a unit stands: its total, its place and how sure that is, its delindex and områden."""

from __future__ import annotations

import pandas as pd

from hemtjanst_lib.analysis.enhet import DELINDEX, Enhetsbild
from hemtjanst_lib.language import Poang, Skillnad, heltal, rakneord
from hemtjanst_lib.model import load_model, model_path
from hemtjanst_lib.narrative.enhet_ord import delindexnamn, skal, skriv, tell
from hemtjanst_lib.narrative.phrases import citat
from hemtjanst_lib.narrative.sentence import Sentence, join
from hemtjanst_lib.narrative.words import skala


def total(e: Enhetsbild) -> Sentence:
    """Tell the total against the mean, or why there is none."""
    if not e.har:
        return tell("total.inget")
    if not e.har_total:
        return tell("total.bara", delindex=delindexnamn(e, e.har[0]))
    values: dict[str, object] = {"total": Poang(e.varde("total"))}
    if not e.jamfors("total"):
        return tell("total.utan_jamforelse", **values)
    values |= {"medel": Poang(e.fakta.medel["total"]), "referens": e.fakta.referensnamn}
    return tell("total.lage", **values, lage=skala("lage").word(e.varde("total_gap")))


def intervall(e: Enhetsbild) -> Sentence | None:
    """Tell how uncertain the total is, and whether chance may explain its distance to the mean."""
    low, high = e.varde("total_lag"), e.varde("total_hog")
    if not e.har_total or pd.isna(low) or pd.isna(high):
        return None
    values = {"lag": Poang(low), "hog": Poang(high), "referens": e.fakta.referensnamn}
    if not e.jamfors("total"):
        return tell("intervall.utan_jamforelse", **values)
    inside = low <= float(e.fakta.medel["total"]) <= high
    return tell(f"intervall.{'inom' if inside else 'utanfor'}", **values)


def placering(e: Enhetsbild) -> Sentence:
    """Tell the place among the kommun's units, and how far chance may move it."""
    antal = int(e.fakta.antal_rangordnade)
    if len(e.fakta.enheter) == 1:
        return tell("placering.enda")
    if not e.har_total:
        return tell("placering.saknas")
    if antal == 1:
        return tell("placering.ensam")
    delar = int(e.varde("delar_plats"))
    andra = f"{rakneord(delar - 1)} {'annan' if delar == 2 else 'andra'}"
    values = {"placering": heltal(e.varde("placering")), "antal": rakneord(antal), "andra": andra}
    return join([tell(f"placering.{'delad' if delar > 1 else 'plats'}", **values), _spann(e)])


def _spann(e: Enhetsbild) -> Sentence | None:
    low, high = e.varde("placering_lag"), e.varde("placering_hog")
    if pd.isna(low) or pd.isna(high):
        return None
    if low == high:
        return tell("placering.fast")
    return tell("placering.spann", hogst=heltal(low), lagst=heltal(high))


def lika(e: Enhetsbild) -> Sentence | None:
    """Tell from how many other units this one cannot be told apart."""
    andra = int(e.fakta.antal_rangordnade) - 1
    if not e.har_total or andra < 1:
        return None
    same = int(e.varde("lika_med"))
    if not same:
        return tell(f"lika.inga{'_tva' if andra == 1 else ''}")
    return tell("lika.alla" if same == andra else "lika.flera", antal=rakneord(same), andra=rakneord(andra))


def delindex(e: Enhetsbild, kod: str, variant: int = 0) -> Sentence:
    """Tell one delindex against the mean, or why it has no result."""
    namn, why = delindexnamn(e, kod), skal(e, kod)
    if kod not in e.har:
        return tell(f"delindex.{why or 'ej_tillamplig'}", delindex=namn)
    values = {"delindex": namn, "poang": Poang(e.varde(kod))}
    if not e.jamfors(kod):
        return tell("delindex.utan_jamforelse", variant, **values)
    values |= {"medel": Poang(e.fakta.medel[kod]), "referens": e.fakta.referensnamn}
    return tell("delindex.lage", variant, **values, lage=skala("lage").word(e.varde(f"{kod}_gap")))


def delindexplats(e: Enhetsbild, kod: str) -> Sentence | None:
    """Tell the place in one delindex."""
    antal, place = int(e.fakta.enheter[kod].notna().sum()), e.varde(f"placering_{kod}")
    if kod not in e.har or antal < 2 or pd.isna(place):
        return None
    return tell("delindex.plats", placering=heltal(place), antal=heltal(antal))


def oversikt(e: Enhetsbild) -> Sentence:
    """Tell both delindex."""
    first, second = DELINDEX
    return join([delindex(e, first), delindex(e, second, int(e.jamfors(first) or not e.jamfors(second)))])


def svar(e: Enhetsbild) -> Sentence:
    """Tell how many answered the user survey."""
    why = e.ord("skal_utforande")
    if not why and not pd.isna(e.varde("antal_svar")):
        return tell("svar.minst", antal=heltal(e.varde("antal_svar")))
    regel = why if why in {"sekretess", "obekraftat_par"} else "inga"
    return tell(f"svar.{regel}")


def omraden(e: Enhetsbild) -> Sentence:
    """Name the områden farthest over and under the mean, beyond the band near it."""
    rows = e.omraden[e.omraden["jamfors"]]
    if rows.empty:
        return _omraden_ensam(e)
    gaps, scale, referens = rows["gap"].astype(float), skala("lage"), e.fakta.referensnamn
    top, bottom = str(gaps.idxmax()), str(gaps.idxmin())
    high, low = scale.side(gaps[top]) > 0, scale.side(gaps[bottom]) < 0
    if not high and not low:
        return tell("omraden.lika", referens=referens)
    over = {"omrade": citat(str(rows["namn"][top])), "gap": Skillnad(gaps[top]), "referens": referens}
    under = {"omrade": citat(str(rows["namn"][bottom])), "gap": Skillnad(gaps[bottom]), "referens": referens}
    if not high:
        return join([tell("omraden.under_ensam", **under), tell("omraden.inget_over")])
    return join([tell("omraden.over", **over), tell("omraden.under", **under) if low else tell("omraden.inget_under")])


def _omraden_ensam(e: Enhetsbild) -> Sentence:
    points = e.omraden["poang"].dropna().astype(float)
    if len(points) < 2:
        return tell("omraden.saknas")
    top, bottom = str(points.idxmax()), str(points.idxmin())
    names = {"hogst": citat(str(e.omraden["namn"][top])), "lagst": citat(str(e.omraden["namn"][bottom]))}
    return tell("omraden.ensam", **names, poang_hogst=Poang(points[top]), poang_lagst=Poang(points[bottom]))


def gap_inledning(e: Enhetsbild, kod: str) -> Sentence:
    """Tell what the bars of one delindex show, or why there are none."""
    if kod not in e.har:
        return Sentence(delindex(e, kod).text, "gap.saknas")
    if not e.jamfors(kod):
        return tell("gap.ensam")
    return tell("gap.diagram", referens=e.fakta.referensnamn)


def sakerhet(e: Enhetsbild) -> Sentence:
    """Tell how the intervals and the drawn estimate are to be read for this unit."""
    if "utforande" not in e.har:
        return tell("sakerhet.inga_svar")
    share = tell("sakerhet.intervall", andel=heltal(100 * e.fakta.konfidens))
    reliable = e.varde("tillforlitlighet")
    trust = None
    if e.jamfors("utforande") and not pd.isna(reliable):
        trust = tell("sakerhet.tillforlitlighet", andel=heltal(100 * reliable))
    own = tell("sakerhet.eget_svar") if "stod_utveckling" in e.har else None
    return join([share, own, trust, _krympt(e)])


def _krympt(e: Enhetsbild) -> Sentence | None:
    drawn, total = e.varde("krympt"), e.varde("total")
    if pd.isna(drawn) or pd.isna(total) or not e.jamfors("total"):
        return None
    krympt, own = Poang(drawn), Poang(total)
    if str(krympt) == str(own):
        return tell("sakerhet.krympt_lika")
    return tell("sakerhet.krympt", krympt=krympt, total=own)


def jamforelse(e: Enhetsbild) -> Sentence:
    """Tell whom the unit is compared with."""
    alone = len(e.fakta.enheter) == 1
    return tell(f"om.jamforelse{'_ensam' if alone else ''}", kommun=e.fakta.kommun.fullnamn)


def om(e: Enhetsbild) -> Sentence:
    """Tell what the unit index is made of, and what it is set against."""
    modell = e.fakta.modell
    values = {"utforande": modell.antal_utforande, "stod": modell.antal_stod_utveckling, "antal": modell.antal}
    weights = load_model(model_path(e.fakta.ar)).viktning.status
    told: list[Sentence | None] = [tell("om.index", ar=e.fakta.ar, **values)]
    if not modell.publicerad:
        told.append(tell("om.ej_publicerad", ar=e.fakta.ar))
    told.append(utan_kalla(e))
    regel = "om.referens" if e.fakta.referens == "enheter" else "om.referens_kommun"
    if len(e.fakta.enheter) > 1 or e.fakta.referens == "kommun":
        told.append(tell(regel, referens=e.fakta.referensnamn))
    return join([*told, tell(f"om.vikter_{weights}"), tell("om.anonym") if e.anonym else None])


def utan_kalla(e: Enhetsbild) -> Sentence | None:
    """Name what belongs in the unit index but has no source per unit."""
    names = e.fakta.modell.utan_kalla
    return tell("saknas.utan_kalla", namn=", ".join(citat(namn) for namn in names)) if names else None


def regi(e: Enhetsbild) -> str:
    """Say who runs the unit; "" when that is not known or not to be told."""
    return skriv(f"regi.{e.regi}") if e.regi else ""
