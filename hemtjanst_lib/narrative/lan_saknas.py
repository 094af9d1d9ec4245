"""What is missing in the set this year. Not answered, too few answers and not applicable are worded differently."""

from __future__ import annotations

import pandas as pd

from hemtjanst_lib.analysis.lan_fakta import Lansfakta
from hemtjanst_lib.language import lista
from hemtjanst_lib.narrative.lan_ord import ensam, fill, kommuner, tell
from hemtjanst_lib.narrative.missing import FLAGGADE
from hemtjanst_lib.narrative.phrases import kalla, unika
from hemtjanst_lib.narrative.sentence import Sentence, join
from hemtjanst_lib.narrative.words import load_words


def saknas(u: Lansfakta) -> Sentence:
    """Tell which kommuner lack whole surveys and how many lack single answers, and what that does."""
    flagged = u.saknas[u.saknas["status"].isin(FLAGGADE)]
    if flagged.empty:
        who = fill(f"saknas.vilka_{'ensam' if ensam(u) else 'flera'}")
        return tell("saknas.inget", vilka=who)
    whole = flagged[flagged["hel_kalla"].astype(bool)]
    single = flagged[~flagged["hel_kalla"].astype(bool)]
    return join([_hela(u, whole), _enstaka(u, whole, single), _foljd(flagged)])


def _hela(u: Lansfakta, whole: pd.DataFrame) -> Sentence | None:
    if whole.empty:
        return None
    if ensam(u):
        return tell("saknas.hela_ensam", kallor=lista(unika(_kallnamn(whole))))
    names = _kallnamn(whole)
    rows = list(dict.fromkeys(zip(whole["kommun"], names, whole["kod"], strict=True)))
    by_kommun = {namn: "/".join(kod for other, _, kod in rows if other == namn) for namn, _, _ in rows}
    if len(by_kommun) > load_words().listor.namn_hogst:
        return tell("saknas.hela_flera", n=len(by_kommun))
    if len({namn for _, namn, _ in rows}) == 1:
        return tell("saknas.hela_en", kommuner=lista(by_kommun), kallor=f"{rows[0][1]} ({rows[0][2]})")
    return tell("saknas.hela", kommuner=lista(f"{namn} ({kod})" for namn, kod in by_kommun.items()))


def _kallnamn(rows: pd.DataFrame) -> list[str]:
    return [kalla(kod, namn) for kod, namn in zip(rows["kalla"], rows["kallnamn"], strict=True)]


def _enstaka(u: Lansfakta, whole: pd.DataFrame, single: pd.DataFrame) -> Sentence | None:
    if single.empty:
        return None
    if ensam(u):
        return tell("saknas.enstaka_ensam")
    n = kommuner(single["kommunkod"].nunique())
    return tell("saknas.enstaka" if whole.empty else "saknas.enstaka_ocksa", n=n)


def _foljd(flagged: pd.DataFrame) -> Sentence:
    """Say what the model's rule does with what is missing."""
    rules = unika(flagged["regel"])
    return tell(f"saknas.{rules[0] if len(rules) == 1 else 'blandat'}")


def ej_tillamplig(u: Lansfakta) -> Sentence:
    """Tell that some indikatorer do not apply, and why where the reason is known for the län."""
    rows = u.saknas[u.saknas["status"] == "ej_tillamplig"]
    if rows.empty:
        return Sentence("", "")
    n = rows["kommunkod"].nunique()
    regel = "ej_tillamplig_ensam" if ensam(u) else ("ej_tillamplig_alla" if n == u.antal else "ej_tillamplig")
    return join([tell(f"saknas.{regel}", n=kommuner(n) if regel == "ej_tillamplig" else n), *_skal(rows)])


def _skal(rows: pd.DataFrame) -> list[Sentence]:
    known = load_words().ej_tillamplig
    pairs = dict.fromkeys(zip((kod[:2] for kod in rows["kommunkod"]), rows["kalla"], strict=True))
    found = [(lan, kalla) for lan, kalla in pairs if kalla in known.get(lan, {})]
    return [Sentence(known[lan][kalla], f"ej_tillamplig.{lan}") for lan, kalla in found]
