"""One delindex in the set: level, ends, and which område does most to put kommuner under the country's mean."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import pandas as pd

from hemtjanst_lib.analysis.lan_fakta import Lansfakta
from hemtjanst_lib.language import Poang, andel
from hemtjanst_lib.narrative.lan_ord import ensam, fill, namn_vid, tell, vem
from hemtjanst_lib.narrative.phrases import omrade, plats, rakna
from hemtjanst_lib.narrative.sentence import TYST, Sentence
from hemtjanst_lib.narrative.words import skala

VANLIGT = 3  # so many kommuner with the same explanation are worth a word when they are not more than half


@dataclass(frozen=True)
class Lansdelindex:
    """The sentences of one delindex."""

    lage: Sentence
    forklaring: Sentence
    tyngd: Sentence


def lansdelindex(u: Lansfakta, kod: str) -> Lansdelindex:
    """Write the sentences of one delindex."""
    return Lansdelindex(lage(u, kod), forklaring(u, kod), tyngd(u, kod))


def lage(u: Lansfakta, kod: str) -> Sentence:
    """Tell the set's mean against the country's, and the ends."""
    row = u.delindex.loc[kod]
    if pd.isna(row["poang"]):
        return tell("delindex.saknas")
    own = u.per_delindex[u.per_delindex["kod"] == kod]
    values = {
        "poang": Poang(row["poang"]),
        "medel": Poang(row["medel"]),
        "lage": skala("lage").word(row["gap"]),
        "antal_riket": u.antal_riket,
    }
    variant = int(row["nummer"]) - 1
    if ensam(u):
        return tell(
            "delindex.ensam",
            variant,
            **values,
            plats=plats(int(own["placering"].iloc[0]), int(own["delar_plats"].iloc[0])),
        )
    return tell("delindex.flera", variant, **vem(u), **values, ytterst=_ytterst(own))


def _ytterst(own: pd.DataFrame) -> str:
    points = own["poang"].astype(float)
    high, low = Poang(points.max()), Poang(points.min())
    if str(high) == str(low):
        return fill("delindex.ytterst_lika")
    ends = {"hogst": namn_vid(points, own["kommun"], high), "lagst": namn_vid(points, own["kommun"], low)}
    return fill("delindex.ytterst", poang_hogst=high, poang_lagst=low, **ends)


def forklaring(u: Lansfakta, kod: str) -> Sentence:
    """Name the område that most often does most to put kommuner under the mean, or over it when none is under."""
    rows = u.forklaringar[u.forklaringar["delindex"] == kod]
    rows = rows.assign(sida=[skala("lage").side(gap) for gap in rows["gap"]])
    side, word = (-1, "under") if (rows["sida"] < 0).any() else (1, "over")
    chosen = rows[rows["sida"] == side]
    if chosen.empty:
        return TYST
    causes = Counter(zip(chosen["omrade"], chosen["omrade_namn"], strict=True))
    ((area, namn), m), n = causes.most_common(1)[0], len(chosen)
    name = omrade(area, namn)
    if ensam(u):
        return tell(f"forklaring.ensam_{word}", omrade=name)
    m_ord, n_ord = rakna(m, n)
    every = fill("forklaring.alla_tva") if n == 2 else fill("forklaring.alla", n=n_ord)
    values = {"omrade": name, "m": m_ord, "n": n_ord, "alla": every, "kommun": _kommun(u, chosen)}
    return tell(f"forklaring.{word}_{_hur_ofta(m, n)}", **values)


def _hur_ofta(m: int, n: int) -> str:
    """How far ``m`` of ``n`` kommuner have the same explanation."""
    if n == 1:
        return "en"
    if m == n:
        return "alla"
    if 2 * m > n:
        return "oftast"
    return "vanligast" if m >= VANLIGT and 3 * m > n else "spridda"


def _kommun(u: Lansfakta, chosen: pd.DataFrame) -> str:
    return str(u.tabell["namn"][chosen["kommunkod"].iloc[0]])


def tyngd(u: Lansfakta, kod: str) -> Sentence:
    """Tell how much of the whole index the delindex is."""
    return tell("delindex.tyngd", vikt=andel(100 * float(u.delindex["viktandel"][kod]), 0))
