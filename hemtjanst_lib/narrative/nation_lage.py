"""The country as a whole: level, classes, the best, delindex and områden."""

from __future__ import annotations

import pandas as pd

from hemtjanst_lib.analysis.nation import Nationsfakta
from hemtjanst_lib.language import Poang, lista, rakneord, sortera
from hemtjanst_lib.narrative.nation_ord import fill, kommuner, load_nationsord, namn, tell, ytterst
from hemtjanst_lib.narrative.phrases import omrade
from hemtjanst_lib.narrative.sentence import TYST, Sentence, join


def om(n: Nationsfakta) -> Sentence:
    """Tell what the report is about, and who has no result."""
    rest = tell("om.utan_resultat", kommuner=lista(sortera(n.utan_resultat))) if n.utan_resultat else None
    return join([tell("om.alla", antal=n.antal, ar=n.ar), rest])


def genomsnitt(n: Nationsfakta) -> Sentence:
    """Tell the mean and the whole span."""
    index = n.alla["index"]
    return tell("lage.genomsnitt", antal=n.antal, medel=n.medel, ar=n.ar, spann=Poang(index.max() - index.min()))


def mitten(n: Nationsfakta) -> Sentence:
    """Tell where the middle half lies, and the middle kommun."""
    low, high = n.alla["index"].quantile([0.25, 0.75])
    return tell("lage.mitten", p25=Poang(low), p75=Poang(high), median=n.median)


def klasser(n: Nationsfakta) -> Sentence:
    """Tell how many kommuner stand in the highest and the lowest class, and which class is the most common."""
    frame = n.klasser
    counts = frame["antal"]
    common = list(frame.loc[counts == counts.max(), "klass"])
    most = (
        fill("klasser.vanligast", klass=common[0], antal=kommuner(int(counts.max())))
        if len(common) == 1
        else fill("klasser.vanligast_flera", klasser=lista(common), antal=kommuner(int(counts.max())))
    )
    return tell(
        "klasser.fordelning",
        hogst_antal=kommuner(int(counts.iloc[-1])),
        hogst=frame["klass"].iloc[-1],
        lagst_antal=kommuner(int(counts.iloc[0])),
        lagst=frame["klass"].iloc[0],
        vanligast=most,
    )


def arets(n: Nationsfakta) -> Sentence:
    """Name the kommun, or kommuner, of the year."""
    index = Poang(n.arets["index"].iloc[0])
    names = lista(sortera(n.arets["namn"]))
    if len(n.arets) > 1:
        return tell("arets.flera", namn=names, index=index)
    return tell("arets.en", namn=names, lan=n.arets["lan"].iloc[0], index=index)


def topp(n: Nationsfakta) -> Sentence:
    """Tell how the highest are spread over the country."""
    rows = n.ytterst[n.ytterst["ande"] == "hogst"]
    lan = rows["lan"].unique()
    told = {"antal": rakneord(len(rows)), "spann": Poang(rows["index"].max() - rows["index"].min())}
    if len(lan) == 1:
        return tell("topp.ett_lan", lan=lan[0], **told)
    return tell("topp.flera_lan", lan=rakneord(len(lan), "ett"), **told)


def botten(n: Nationsfakta) -> Sentence:
    """Tell how many of the lowest lack whole källor."""
    rows = n.ytterst[n.ytterst["ande"] == "lagst"]
    costly = n.utan_svar.index[n.utan_svar["kostnad"] > 0]
    lacking = int(rows["kommunkod"].isin(costly).sum())
    if lacking:
        return tell("botten.saknas", antal=rakneord(len(rows)), saknar=rakneord(lacking))
    return tell("botten.hela", antal=rakneord(len(rows)))


def karta(n: Nationsfakta) -> Sentence:
    """Tell whether the map shows a pattern, by how much the län explain."""
    rows = n.forklaring
    share = rows.loc[(rows["niva"] == "total") & (rows["indelning"] == "lan"), "omega2"].iloc[0]
    if pd.isna(share):
        return TYST
    return tell("karta.monster" if load_nationsord().forklaring.steg(share) > 1 else "karta.blandat")


def _delar(n: Nationsfakta, niva: str) -> pd.DataFrame:
    return n.spridning[n.spridning["niva"] == niva]


def delindex_niva(n: Nationsfakta) -> Sentence:
    """Tell which delindex has the highest and which the lowest mean."""
    high, low = ytterst(_delar(n, "delindex"), "medel")
    told = {"hogst": namn(high), "hogst_poang": Poang(high["medel"])}
    if str(Poang(high["medel"])) == str(Poang(low["medel"])):
        return tell("delindex.niva_lika", **told)
    return tell("delindex.niva", **told, lagst=namn(low), lagst_poang=Poang(low["medel"]))


def delindex_spridning(n: Nationsfakta, *, kort: bool = False) -> Sentence:
    """Tell in which delindex the kommuner vary most and least."""
    most, least = ytterst(_delar(n, "delindex"), "spann")
    told = {"mest": namn(most), "minst": namn(least)}
    if kort:
        return tell("delindex.spridning_kort", **told)
    return tell("delindex.spridning", **told, mest_spann=Poang(most["spann"]), minst_spann=Poang(least["spann"]))


def omraden(n: Nationsfakta) -> Sentence:
    """Tell the same of the kvalitetsområden."""
    rows = _delar(n, "omrade")
    high, low = ytterst(rows, "medel")
    most, least = ytterst(rows, "spann")
    same = {(True, True): "_bada", (True, False): "_mest", (False, True): "_minst", (False, False): ""}
    regel = same[most["namn"] == low["namn"], least["namn"] == high["namn"]]
    return join(
        [
            tell(
                "omraden.niva",
                hogst=namn(high),
                hogst_poang=Poang(high["medel"]),
                lagst=namn(low),
                lagst_poang=Poang(low["medel"]),
            ),
            tell(f"omraden.spridning{regel}", mest=namn(most), minst=namn(least)),
        ]
    )


def underlag(n: Nationsfakta) -> Sentence:
    """Tell where the country has most to gain."""
    first = n.underlag.iloc[0]
    return tell("underlag.mest", omrade=omrade(str(first.name), str(first["namn"])), vinst=Poang(first["vinst"]))
