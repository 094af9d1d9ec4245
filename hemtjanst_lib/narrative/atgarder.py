"""What to do first, in words; and how it agrees with what the summary calls most important.

The summary names the prioritised område with the largest weight × distance below the mean (``ordning``). The lists of
measures answer another question, what one single change would give, so the sentence that opens them says how the two
meet.
"""

from __future__ import annotations

from typing import cast

import pandas as pd

from hemtjanst_lib.analysis import Kommunfakta
from hemtjanst_lib.analysis.djup import Takt
from hemtjanst_lib.language import Poang, lista, rakneord, tal
from hemtjanst_lib.model import DECIMALS
from hemtjanst_lib.narrative.djuptext import gora, mening
from hemtjanst_lib.narrative.ordning import obesvarade, utvecklingsomraden
from hemtjanst_lib.narrative.phrases import citat, kalla, omrade
from hemtjanst_lib.narrative.sentence import Sentence, join

FJARDEDEL = 75  # the percentile that the words "bästa fjärdedelen" stand for
RAKNAS_UPP = 3  # measures of equal gain that are named; more are counted


def mal(k: Kommunfakta) -> Sentence:
    """Tell how the goals are chosen, by the very percentile that the rules have."""
    percentil = k.djup.underlag.regler.atgarder.percentil
    if percentil == FJARDEDEL:
        return mening("mal.fjardedel")
    return mening("mal.andel", andel=f"{tal(100 - percentil, 0)} procent")


def gor_forst(k: Kommunfakta) -> Sentence:
    """Name what gives most, and how it agrees with the most important område."""
    rows = k.djup.atgarder
    if rows.empty:
        return mening("gor_forst.klart")
    best = _best(rows)
    if best["sort"].iloc[0] == "svar":
        return join([_mest("gor_forst.mest", rows), _viktigast(k, rows, set())])
    return join([_mest("gor_forst.mest", rows), _viktigast(k, rows, set(best["omrade"]), len(best))])


def _best(rows: pd.DataFrame) -> pd.DataFrame:
    """Take all measures that give the most; what differs only by floating-point noise is equal."""
    gains = rows["vinst"].round(DECIMALS)
    return cast("pd.DataFrame", rows[gains == gains.iloc[0]])


def _mest(regel: str, rows: pd.DataFrame) -> Sentence:
    """Name the measure that gives most, or the two or three that give the same."""
    best = _best(rows)
    vinst, names = Poang(best["vinst"].iloc[0]), [citat(namn) for namn in best["namn"]]
    if best["sort"].iloc[0] == "svar":
        return mening(f"{regel}_svar", gora=gora(str(best.index[0]), str(best["namn"].iloc[0])), vinst=vinst)
    if len(best) == 1:
        return mening(regel, atgard=names[0], vinst=vinst)
    if len(best) <= RAKNAS_UPP:
        return mening(f"{regel}_lika", atgarder=lista(names), vinst=vinst)
    return mening(f"{regel}_manga", antal=rakneord(len(best)), atgard=names[0], vinst=vinst)


def _viktigast(k: Kommunfakta, rows: pd.DataFrame, omraden: set[str], n: int = 1) -> Sentence | None:
    """Tell whether what gives most lies in the most important område, and if not, what would give most there."""
    important = utvecklingsomraden(k, prioriterade=True)
    if not important:
        prioritised = k.omraden[k.omraden["prioriterat"]]
        unknown = prioritised["gap"].isna().any() or bool(obesvarade(k) & set(prioritised.index))
        return mening(f"gor_forst.inget_under{'_kant' if unknown else ''}")
    name = omrade(important[0], str(k.omraden["namn"][important[0]]))
    if omraden == {important[0]}:
        return mening(f"gor_forst.i_viktigast{'_lika' if n > 1 else ''}", omrade=name)
    if not omraden and _svar_saknas(k, important[0], str(rows.index[0])):
        return mening("gor_forst.i_viktigast_svar", omrade=name)
    own = rows[rows["omrade"] == important[0]]
    regel = f"gor_forst.annat{'' if omraden else '_svar'}{'' if len(own) else '_klart'}"
    if own.empty:
        return mening(regel, omrade=name)
    return mening(regel, omrade=name, atgard=citat(own["namn"].iloc[0]), vinst=Poang(own["vinst"].iloc[0]))


def _svar_saknas(k: Kommunfakta, area: str, source: str) -> bool:
    """Tell whether a källa lacks answers this year in an område."""
    found = (k.saknas["ar"] == k.ar) & (k.saknas["omrade"] == area) & (k.saknas["kalla"] == source)
    return bool((found & (k.saknas["regel"] == "noll")).any())


def snabbast(k: Kommunfakta) -> Sentence:
    """Name the quick measure that gives most, for the summary."""
    quick = k.djup.alla("snabb")
    return mening("snabbast.inget") if quick.empty else _mest("snabbast.atgard", quick)


def snabba(k: Kommunfakta) -> Sentence:
    """Tell what the listed quick measures would give together, and whether there are more."""
    listed = k.djup.listade("snabb")
    if listed.empty:
        return mening("snabba.inget")
    together = k.djup.tillsammans(list(listed.index))
    same = together.placering == k.placering
    regel = "en" if len(listed) == 1 else ("flera_samma" if same else "flera")
    told = mening(
        f"snabba.{regel}",
        antal=rakneord(len(listed)),
        vinst=Poang(together.vinst),
        fore=k.placering,
        placering=together.placering,
    )
    return join([told, _resten(k, "snabb", "snabba")])


def saknas_effekt(k: Kommunfakta) -> Sentence | None:
    """Tell what the unanswered questions cost, if they do."""
    rows = k.djup.svar
    if rows.empty:
        return None
    together = k.djup.tillsammans(list(rows.index))
    regel = "samma" if together.placering == k.placering else "platser"
    return mening(f"saknas_effekt.{regel}", vinst=Poang(together.vinst), placering=together.placering)


def langsiktiga(k: Kommunfakta) -> Sentence:
    """Tell whether there is more long-term work than listed."""
    listed = k.djup.listade("langsiktig")
    if listed.empty:
        return mening("langsiktiga.inget")
    return _resten(k, "langsiktig", "langsiktiga") or mening("langsiktiga.alla")


def _resten(k: Kommunfakta, takt: Takt, regel: str) -> Sentence | None:
    n = len(k.djup.alla(takt)) - len(k.djup.listade(takt))
    if not n:
        return None
    return mening(f"{regel}.en_till") if n == 1 else mening(f"{regel}.fler", resten=rakneord(n))


def svar(k: Kommunfakta) -> Sentence:
    """Tell of unanswered surveys; an empty sentence has no place in a report, so without any the goals are told."""
    rows = k.djup.svar
    if rows.empty:
        return mal(k)
    whole, parts = rows[rows["hel_kalla"].astype(bool)], rows[~rows["hel_kalla"].astype(bool)]
    told: list[Sentence | None] = [mal(k)]
    if len(whole):
        told.append(mening("svar.hel", kallor=_kallor(whole)))
    elif len(parts):
        told.append(mening("svar.delar", kallor=_kallor(parts)))
    return join(told)


def _kallor(rows: pd.DataFrame) -> str:
    return lista(kalla(str(kod), str(namn)) for kod, namn in zip(rows.index, rows["namn"], strict=True))
