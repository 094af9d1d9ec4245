"""One delindex: where it stands, how it moved, how much it weighs."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from hemtjanst_lib.analysis import Kommunfakta
from hemtjanst_lib.language import Poang, Skillnad, andel
from hemtjanst_lib.narrative.missing import inga_svar, svar_i_jamforelsen, svar_saknas
from hemtjanst_lib.narrative.phrases import plats
from hemtjanst_lib.narrative.sentence import Sentence, join
from hemtjanst_lib.narrative.texts import tell
from hemtjanst_lib.narrative.words import skala


@dataclass(frozen=True)
class Delindexmeningar:
    """The sentences of one delindex."""

    lage: Sentence
    trend: Sentence
    tyngd: Sentence


def delindexmeningar(k: Kommunfakta, kod: str) -> Delindexmeningar:
    """Write the sentences of one delindex."""
    return Delindexmeningar(lage(k, kod), trend(k, kod), tyngd(k, kod))


def lage(k: Kommunfakta, kod: str) -> Sentence:
    """Tell points, side of the mean and place; and how many answers are missing."""
    row = k.delindex.loc[kod]
    if pd.isna(row["poang"]):
        return tell("delindex.saknas")
    place = plats(int(row["placering"]), int(row["delar_plats"]))
    if inga_svar(k, kod):
        questions = int((k.indikatorer["delindex"] == kod).sum())
        return tell("delindex.alla_saknas", antal_uppgifter=questions, plats=place, antal=k.antal)
    told = tell(
        "delindex.lage",
        int(row["nummer"]) - 1,
        poang=Poang(row["poang"]),
        medel=Poang(row["medel"]),
        lage=skala("lage").word(row["gap"]),
        plats=place,
        antal=k.antal,
    )
    return join([told, svar_saknas(k, kod)])


def trend(k: Kommunfakta, kod: str) -> Sentence:
    """Tell how the delindex moved since last year: by index points and comparability, never by place."""
    row = k.delindex.loc[kod]
    if pd.isna(row["poang_fore"]) or pd.isna(row["poang"]):
        return tell("trend.saknas", fjol=k.fjol)
    if pd.isna(row["forandring"]):
        return tell("trend.ej_jamforbar", fjol=k.fjol)
    word = skala("forandring_delindex").word(row["forandring"])
    told = {"trend": word, "fjol": k.fjol, "forandring": Skillnad(row["forandring"])}
    if inga_svar(k, kod):
        return tell("trend.alla_saknas", **told)
    regel = "jamforbar" if row["jamforbar"] == "ja" else "delvis"
    if str(told["forandring"]) == "0,0":
        regel = "lika" if regel == "jamforbar" else "lika_delvis"
    return join([tell(f"trend.{regel}", int(row["nummer"]) - 1, **told), svar_i_jamforelsen(k, kod)])


def tyngd(k: Kommunfakta, kod: str) -> Sentence:
    """Tell how much of the whole index the delindex is."""
    return tell("delindex.tyngd", vikt=andel(100 * float(k.delindex["viktandel"][kod]), 0))
