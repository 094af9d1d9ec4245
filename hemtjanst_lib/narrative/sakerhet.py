"""How sure a kommun's result is, what it changed by, what silence cost, and what the result rests on."""

from __future__ import annotations

import pandas as pd

from hemtjanst_lib.analysis import Kommunfakta
from hemtjanst_lib.language import Poang, andel, antal, jamna_ut, lista, rakneord, skillnad, tal
from hemtjanst_lib.model import Model
from hemtjanst_lib.narrative.sakerhetstext import mening, skriv
from hemtjanst_lib.narrative.sentence import Sentence, join

NIO_AV_TIO = 0.9
LANGT = 40  # places between what the old say and what the routines say, to call one picture brighter


def intervall(k: Kommunfakta) -> Sentence:
    """Tell between which points and places the result lies."""
    s, niva = k.sakerhet, k.sakerhet.underlag.regler.niva
    regel = "nio_av_tio" if niva == NIO_AV_TIO else "andel"
    if s.placering.lag == s.placering.hog:
        regel = "samma_plats"
    ends = {"lag": s.index.lag, "hog": s.index.hog, "forst": s.placering.lag, "sist": s.placering.hog}
    return mening(f"intervall.{regel}", andel=andel(100 * niva, 0), **ends)


def grupp(k: Kommunfakta) -> Sentence | None:
    """Tell which places the kommun in practice shares; nothing when it is not known how many answered."""
    s = k.sakerhet
    if not s.underlag.slump:
        return None
    regel = "delar" if s.antal_i_grupp > 1 else ("ensam_nara" if s.antal_lika else "ensam")
    return mening(
        f"grupp.{regel}",
        forst=s.grupp.lag,
        sist=s.grupp.hog,
        antal=rakneord(s.antal_i_grupp),
        lika=antal(s.antal_lika, "annan kommun", "andra kommuner"),
    )


def klass(k: Kommunfakta) -> Sentence:
    """Tell how sure the class is."""
    c = k.sakerhet.klass
    own, other = (round(100 * share) for share in (c.sannolikhet, c.sannolikhet_andra))
    regel = "osaker" if _osaker(k) else ("saker_alla" if own >= 100 else "saker")
    return mening(f"klass.{regel}", klass=c.klass, andel=own, andra=c.andra or "", andel_andra=other)


def klass_kort(k: Kommunfakta) -> Sentence:
    """Tell in short whether the class is sure."""
    return mening("klass_kort.osaker", andra=k.sakerhet.klass.andra) if _osaker(k) else mening("klass_kort.saker")


def _osaker(k: Kommunfakta) -> bool:
    c = k.sakerhet.klass
    return not c.saker and c.andra is not None


# The change


def konto(k: Kommunfakta) -> Sentence:
    """Tell what the index changed by."""
    s = k.sakerhet
    if s.delar is None or s.forandring is None or k.index_fore is None:
        return mening("konto.inget_fjol" if k.ar_fore is None else "konto.ej_jamforbar", ar=k.ar, fjol=k.fjol)
    first = "ingen" if str(s.forandring) == "0,0" else "forandring"
    told = mening(f"konto.{first}", fore=k.index_fore, nu=k.index, forandring=s.forandring, fjol=k.fjol)
    return join([told, _delar(k), lika(k)])


def _delar(k: Kommunfakta) -> Sentence | None:
    parts = k.sakerhet.delar
    if parts is None:
        return None
    shown = zip(parts.index, jamna_ut(parts.tolist()), strict=True)
    words = [(name, skriv(f"konto.del.{name}", poang=skillnad(float(points)))) for name, points in shown if points]
    if [name for name, _ in words] == ["resultat"]:
        return mening("konto.allt_resultat")
    return mening("konto.delar", delar=lista(word for _, word in words)) if words else None


def lika(k: Kommunfakta) -> Sentence | None:
    """Tell the change on what both years measure, where there is a change to tell."""
    s = k.sakerhet
    if s.lika is None or s.underlag.bro is None:
        return None
    bridge = s.underlag.bro
    whole = min(bridge.viktandel, bridge.viktandel_fore) > 1 - 1e-9
    return mening("konto.lika_alla" if whole else "konto.lika", lika=s.lika)


def rorelse(k: Kommunfakta) -> Sentence:
    """Tell how the place moved and why, and the change like for like; that places are not compared, where so."""
    told = [sentence for sentence in (plats(k), lika(k)) if sentence is not None]
    return join(told) if told else mening("plats.inget_fjol" if k.ar_fore is None else "plats.ej_jamforbar")


def plats(k: Kommunfakta) -> Sentence | None:
    """Tell what the place changed by: the kommun's own movement, and the others'."""
    s, p = k.sakerhet, k.sakerhet.plats
    if p is None or s.forandring is None:
        return None
    told = {
        "poang": Poang(abs(s.forandring)),
        "platser": _platser(abs(p.forandring)),
        "egen": _platser(abs(p.egen)),
        "medel": Poang(abs(p.medel)),
        "fjol": k.fjol,
    }
    moved = str(s.forandring) != "0,0"
    if moved and s.forandring > 0 > p.forandring:
        whole = p.egen > 0 and p.medel > 0
        return mening("plats.upp_men_ned" if whole else "plats.upp_men_ned_enkel", **told)
    if moved and s.forandring < 0 < p.forandring:
        return mening("plats.ned_men_upp", **told)
    return _samma_hall(k, told)


def _samma_hall(k: Kommunfakta, told: dict[str, object]) -> Sentence | None:
    p = k.sakerhet.plats
    if p is None:
        return None
    still = "samma" if p.egen else "samma_stilla"
    regel = still if p.forandring == 0 else ("upp" if p.forandring > 0 else "ned")
    return mening(f"plats.{regel}", fore=p.fore, nu=p.nu, Delar=_egen_och_andras(p.egen, p.andras), **told)


def _egen_och_andras(egen: int, andras: int) -> str:
    if egen and andras:
        own, others = (_platser_signerat(n) for n in (egen, andras))
        return skriv("plats.delar", egen=own, andras=others)
    return skriv("plats.bara_egen" if egen else "plats.bara_andras")


def _platser(n: int) -> str:
    return antal(n, "plats", "platser")


def _platser_signerat(n: int) -> str:
    return f"{skillnad(n, 0)} {'plats' if abs(n) == 1 else 'platser'}"


# Silence, and what the result rests on


def tystnad(k: Kommunfakta) -> Sentence:
    """Tell what unanswered questions cost."""
    s = k.sakerhet
    if s.tystnad.empty:
        return mening("tystnad.ingen")
    row = s.tystnad_alla
    cost = mening(
        "tystnad.kostnad",
        utelamnad=Poang(row["index_utelamnad"]),
        plats_utelamnad=tal(row["placering_utelamnad"], 0),
        medel=Poang(row["index_medel"]),
        plats_medel=tal(row["placering_medel"], 0),
    )
    span = mening("tystnad.spann", lagst=Poang(row["index_lagst"]), hogst=Poang(row["index_hogst"]))
    return join([mening("tystnad.noll") if _allt_noll(k, s.underlag.nu.model) else None, cost, span])


def _allt_noll(k: Kommunfakta, model: Model) -> bool:
    return all(model.regel(str(kalla), "ej_svar") == "noll" for kalla in k.sakerhet.tystnad.index)


def typer(k: Kommunfakta) -> Sentence | None:
    """Set what the old say against what is on paper."""
    table = k.sakerhet.typer
    places = {name: table["placering_endast"].get(name) for name in ("upplevelse", "rutin")}
    there = {name: int(place) for name, place in places.items() if pd.notna(place)}
    told = [mening(f"typer.{name}", plats=place) for name, place in there.items()]
    if len(there) < len(places):
        return join(told) if told else None
    apart = there["upplevelse"] - there["rutin"]
    regel = "lika" if abs(apart) < LANGT else ("ljusare" if apart > 0 else "morkare")
    return join([*told, mening(f"typer.{regel}")])
