"""Parts of the units' results: the matrix, the delindex, routines, strengths, and kommunal against private."""

from __future__ import annotations

import pandas as pd

from hemtjanst_lib.analysis.enheter_fakta import Enhetsfakta
from hemtjanst_lib.analysis.enheter_monster import RUTOR, andelar, rutiner, rutor, spridning
from hemtjanst_lib.language import Poang, lista, rakneord, stor_forsta, tal
from hemtjanst_lib.narrative.enheter_ord import fill, granser, har_resultat, namn, rangordnade, tell
from hemtjanst_lib.narrative.phrases import citat, rakna
from hemtjanst_lib.narrative.sentence import TYST, Sentence, tillsammans

GENOMFORANDEPLAN = "eu_aktuell_genomforandeplan"


def fordelning(e: Enhetsfakta) -> Sentence:
    """Count the units of each field of the matrix."""
    fields = rutor(e)
    if len(fields) < 2:
        return TYST
    found = [(ruta, int((fields["ruta"] == ruta).sum())) for ruta in RUTOR]
    whole, *counts = rakna(len(fields), *(n for _, n in found if n))
    told = zip((ruta for ruta, n in found if n), counts, [" genomsnittet", "", "", ""], strict=False)
    parts = [fill(f"rutor.{ruta}", antal=n, vad=vad) for ruta, n, vad in told]
    return tell("rutor.alla", alla=whole, delar=lista(parts))


def matris(e: Enhetsfakta) -> Sentence:
    """Tell what the lines of the matrix are, and how many units lie where."""
    fields = rutor(e)
    if len(fields) < 2:
        return TYST
    first = tell("matris", referens=e.referensnamn, fordelning=fordelning(e))
    near = int(fields["nara"].sum())
    sort = "ingen" if not near else "alla" if near == len(fields) else "nagra"
    return tillsammans(first, tell(f"matris_nara.{sort}", antal=rakneord(near)))


def delindex(e: Enhetsfakta, kod: str) -> Sentence:
    """Tell how far apart the units lie in a delindex."""
    if not har_resultat(e):
        return TYST
    known = e.enheter.dropna(subset=[kod])
    if len(known) < 2:
        return tell("delindex.saknas")
    best, last = known.iloc[int(known[kod].argmax())], known.iloc[int(known[kod].argmin())]
    medel = Poang(e.medel[kod])
    if tal(best[kod]) == tal(last[kod]):
        return tell("delindex.lika", medel=medel)
    ends = {"hogst": best["namn"], "poang_hogst": Poang(best[kod]), "lagst": last["namn"]}
    ends |= {"poang_lagst": Poang(last[kod]), "spann": tal(best[kod] - last[kod])}
    return tell("delindex.spann", **ends, Referens=stor_forsta(e.referensnamn), medel=medel)


def storsta_omrade(e: Enhetsfakta, kod: str) -> pd.Series | None:
    """Return the område of a delindex with the largest spread that chance cannot explain, None when there is none."""
    spread = spridning(e)
    own = spread[(spread["delindex"] == kod) & (spread["sakert_spann"] > 0)]
    return None if own.empty else own.iloc[int(own["sakert_spann"].argmax())]


def skillnader(e: Enhetsfakta, kod: str) -> Sentence:
    """Tell in which område of a delindex the units differ most, if they do by more than chance."""
    spread = spridning(e)
    if not (spread["delindex"] == kod).any():
        return TYST
    row = storsta_omrade(e, kod)
    if row is None:
        return tell("skillnader.osaker") if kod == "utforande" else TYST
    first = tell(
        "skillnader.storst",
        omrade=citat(row["namn"]),
        hogst=namn(e, row["hogst"]),
        lagst=namn(e, row["lagst"]),
        poang_hogst=Poang(row["poang_hogst"]),
        poang_lagst=Poang(row["poang_lagst"]),
    )
    return tell("skillnader.saker", storst=first) if kod == "utforande" else first


def rutinlage(e: Enhetsfakta) -> Sentence:
    """Tell how many units have every routine, and which is lacking most often."""
    if e.tackning.antal == 0:
        return TYST
    table = rutiner(e)
    if table.empty:
        return tell("rutiner.saknas")
    full = table.groupby("enhet")["har"].min() >= 1
    if bool(full.all()):
        return tell("rutiner.alla")
    regel = {0: "hela_ingen", 1: "hela_en"}.get(int(full.sum()), "hela_flera")
    hela = fill(f"rutiner.{regel}", antal=stor_forsta(rakneord(int(full.sum()))))
    name, lacking, whole = saknad_rutin(table)
    antal, alla = rakna(lacking, whole)
    return tell("rutiner.vanligast", hela=hela, rutin=name, antal=antal, alla=alla)


def saknad_rutin(table: pd.DataFrame) -> tuple[str, int, int]:
    """Return the routine that is lacking most often: its name, how many lack it whole or in part, and of how many."""
    lacks = table.assign(saknas=table["har"] < 1).groupby("indikator", sort=False)
    counted = pd.DataFrame({"andel": lacks["saknas"].mean(), "antal": lacks["saknas"].sum(), "alla": lacks.size()})
    worst = int(counted["andel"].argmax())
    row = counted.iloc[worst]
    return str(lacks["namn"].first().iloc[worst]), int(row["antal"]), int(row["alla"])


def planer(e: Enhetsfakta) -> Sentence:
    """Tell how the share with a current genomförandeplan varies."""
    shares = andelar(e)
    own = shares[shares["indikator"] == GENOMFORANDEPLAN].set_index("enhet")["varde"]
    if own.empty:
        return TYST
    high, low = tal(own.max(), 0), tal(own.min(), 0)
    if high == low:
        return tell("planer.alla" if high == "100" else "planer.lika", hogst=high)
    names = {"namn_hogst": namn(e, str(own.idxmax())), "namn_lagst": namn(e, str(own.idxmin()))}
    return tell("planer.spann", hogst=high, lagst=low, **names)


def styrkor(e: Enhetsfakta) -> Sentence:
    """Tell when an område is a strength or a development area."""
    if not har_resultat(e):
        return TYST
    return tell("styrkor.om", grans=rakneord(int(granser())), referens=e.referensnamn)


def regi(e: Enhetsfakta) -> Sentence:
    """Set kommunal beside private as groups, where both are large enough; else say why not."""
    if e.tackning.antal < 2:
        return TYST
    kinds = set(e.enheter["regi"])
    if len(kinds) == 1 and kinds & {"offentlig", "enskild"}:
        return tell(f"regi.bara_{kinds.pop()}")
    if e.grupper.empty:
        return tell("regi.for_fa", kommun=e.kommun.fullnamn)
    public, private = (e.grupper.loc[regi].astype(float).to_dict() for regi in ("offentlig", "enskild"))
    n_public, n_private = rakna(int(public["antal"]), int(private["antal"]))
    means = {"offentlig": Poang(public["total"]), "enskild": Poang(private["total"])}
    sort = _regiskillnad(e, public["total"] - private["total"])
    return tell("regi.grupper", n_offentliga=n_public, n_enskilda=n_private, **means, lage=fill(f"regi.{sort}"))


def _regiskillnad(e: Enhetsfakta, between: float) -> str:
    within = rangordnade(e).groupby("regi")["total"].std().mean()
    if abs(between) < 1:
        return "lika"
    return "inom" if abs(between) < 2 * within else "mellan"
