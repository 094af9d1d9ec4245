"""What a unit can do first, in words."""

from __future__ import annotations

import pandas as pd

from hemtjanst_lib.analysis.enhet import Enhetsbild
from hemtjanst_lib.language import Poang, andel, liten_forsta, rakneord, tal
from hemtjanst_lib.narrative.enhet_listor import FULL, RUTIN
from hemtjanst_lib.narrative.enhet_ord import delindexnamn, skriv, tell
from hemtjanst_lib.narrative.phrases import citat
from hemtjanst_lib.narrative.sentence import Sentence, join

PLAN = "eu_aktuell_genomforandeplan"


def vad(e: Enhetsbild) -> str:
    """Name what the gains are counted in: the total, or the only delindex that there is."""
    return skriv("gor_forst.samlat") if e.har_total else skriv("gor_forst.delindex", delindex=delindexnamn(e, e.har[0]))


def gor_forst(e: Enhetsbild) -> Sentence:
    """Name what would give most, and what would make the result more certain."""
    if not e.har:
        return join([tell("gor_forst.inget"), _mer_svar(e)])
    if e.atgarder.empty:
        return join([_klart(e), _mer_svar(e)])
    first = e.atgarder.iloc[0]
    most = tell("gor_forst.mest", gora=_gora(e, first), vinst=Poang(first["vinst"]), vad=vad(e))
    return join([most, _langsikt(e) if first["takt"] == "snabb" else None, _mer_svar(e)])


def _langsikt(e: Enhetsbild) -> Sentence | None:
    rows = e.atgarder[e.atgarder["takt"] == "langsiktig"]
    if rows.empty:
        return None
    return tell("gor_forst.langsikt", gora=_gora(e, rows.iloc[0]), vinst=Poang(rows.iloc[0]["vinst"]))


def _gora(e: Enhetsbild, row: pd.Series) -> str:
    """Say what is to be done about one indikator."""
    if row["takt"] == "snabb":
        regel = "gor_forst.rutin_for_alla" if row["poang"] > 0 else "gor_forst.rutin"
        return skriv(regel, namn=liten_forsta(str(row["visningsnamn"])))
    regel = "gor_forst.andel_medel" if row["jamfors"] else "gor_forst.andel_full"
    return skriv(regel, namn=citat(str(row["visningsnamn"])), referens=e.fakta.referensnamn)


def _klart(e: Enhetsbild) -> Sentence:
    left = (e.omraden["viktandel"] * (FULL - e.omraden["poang"])).dropna()
    if left.empty or left.max() <= 0:
        return tell("gor_forst.klart_ensam")
    omrade = citat(str(e.omraden["namn"][str(left.idxmax())]))
    return tell("gor_forst.klart", omrade=omrade, referens=e.fakta.referensnamn)


def _mer_svar(e: Enhetsbild) -> Sentence | None:
    if e.ord("skal_stod_utveckling") == "ej_enhetsundersokning":
        return tell("gor_forst.enkat")
    return tell("gor_forst.svar") if e.ord("skal_utforande") == "sekretess" else None


def rutiner(e: Enhetsbild) -> Sentence:
    """Tell how many of the routines are there, and how many have a plan."""
    rows = e.indikatorer[e.indikatorer["matenhet"].eq(RUTIN)]
    known = rows[rows["poang"].notna()]
    if known.empty:
        return tell("rutiner.inga")
    there, partly = int((known["poang"] == FULL).sum()), int(known["poang"].between(0, FULL, "neither").sum())
    regel = "alla" if there == len(known) else "nagra"
    told = [tell(f"rutiner.{regel}", antal=rakneord(len(known)), finns=rakneord(there) if there else "ingen")]
    if partly:
        told.append(tell("rutiner.delvis"))
    return join([*told, _plan(e)])


def _plan(e: Enhetsbild) -> Sentence | None:
    shares = e.indikatorer["varde"].reindex([PLAN]).dropna()
    return None if shares.empty else tell("rutiner.plan", andel=tal(float(shares.iloc[0]), 0))


def mal(row: dict[str, object]) -> tuple[str, str]:
    """Say how it is now and what the goal is, in the indikator's own unit."""
    if row["takt"] == "snabb":
        partly = 0 < float(str(row["poang"])) < FULL
        return skriv("tabell.for_nagra" if partly else "tabell.saknas"), skriv("tabell.finns")
    now, goal = float(str(row["varde"])), float(str(row["mal_varde"]))
    aim = skriv("tabell.alla") if goal >= FULL else skriv("tabell.minst", varde=tal(goal, 0))
    return andel(now, 0), aim.replace(" %", "\N{NO-BREAK SPACE}%")
