"""The kvalitetsområden: the prioritised ones, the most important one, and what moved."""

from __future__ import annotations

import pandas as pd

from hemtjanst_lib.analysis import Kommunfakta
from hemtjanst_lib.language import Skillnad, lista, rakneord
from hemtjanst_lib.narrative.phrases import citat, gruppera
from hemtjanst_lib.narrative.sentence import Sentence, join
from hemtjanst_lib.narrative.texts import tell
from hemtjanst_lib.narrative.total import ej_jamforbar
from hemtjanst_lib.narrative.words import load_words, skala


def prioriterade(k: Kommunfakta) -> Sentence:
    """Count the prioritised områden on each side of the mean."""
    rows = k.omraden[k.omraden["prioriterat"]]
    groups = gruppera(zip(rows["namn"], rows["gap"], strict=True))
    if not groups:
        return tell("prioriterade.saknas")
    if len(groups) == 1 and len(groups[0][1]) == len(rows):
        return tell("prioriterade.alla", antal=rakneord(len(rows)), lage=groups[0][0])
    (word, names), *rest = groups
    parts = [f"{_antal(names)} {word} kommungenomsnittet", *(f"{_antal(n)} {w} det" for w, n in rest)]
    return tell("prioriterade.lage", antal=rakneord(len(rows)), grupper=lista(parts))


def _antal(names: list[str]) -> str:
    return rakneord(len(names), "ett")


def viktigast(k: Kommunfakta) -> Sentence:
    """Point out the prioritised områden with the lowest results: weight times distance below the mean."""
    rows = k.omraden[k.omraden["prioriterat"] & k.omraden["gap"].notna()]
    if rows.empty:
        return tell("viktigast.saknas")
    order = rows.assign(tyngd=rows["vikt"] * rows["gap"]).sort_values("tyngd", kind="stable")
    under = order[[skala("lage").side(gap) < 0 for gap in order["gap"]]]
    if under.empty:
        return tell("viktigast.inget_under", omrade=citat(order["namn"].iloc[0]))
    first = {"omrade": citat(under["namn"].iloc[0]), "gap": Skillnad(under["gap"].iloc[0])}
    if len(under) == 1:
        return tell("viktigast.under", **first)
    return tell(
        "viktigast.under_flera",
        **first,
        andra=citat(under["namn"].iloc[1]),
        andra_gap=Skillnad(under["gap"].iloc[1]),
    )


def utveckling(k: Kommunfakta) -> Sentence:
    """Tell which wholly comparable områden rose and fell most."""
    if k.ar_fore is None:
        return tell("utveckling_omraden.saknas", fjol=k.fjol)
    if k.jamforbarhet.grad == "nej":
        return tell("utveckling_omraden.ej_jamforbar")
    rows = k.omraden[(k.omraden["jamforbar"] == "ja") & k.omraden["forandring"].notna()].sort_values("forandring")
    if rows.empty:
        return tell("utveckling_omraden.inga")
    sides = [skala("forandring_omrade").side(change) for change in rows["forandring"]]
    up = {"upp": citat(rows["namn"].iloc[-1]), "upp_tal": Skillnad(rows["forandring"].iloc[-1])}
    down = {"ned": citat(rows["namn"].iloc[0]), "ned_tal": Skillnad(rows["forandring"].iloc[0])}
    regel = {(True, True): "bada", (True, False): "upp", (False, True): "ned"}.get((1 in sides, -1 in sides), "nara")
    return tell(f"utveckling_omraden.{regel}", **up, **down)


def andrade(k: Kommunfakta) -> Sentence:
    """Tell in which områden the indikatorer have changed, and whether their national mean moved with it."""
    if k.ar_fore is None:
        return tell("andrade_omraden.saknas")
    if k.jamforbarhet.grad == "nej":
        return ej_jamforbar(k, "andrade_omraden.ej_jamforbar")
    changed = k.omraden[k.omraden["jamforbar"] != "ja"]
    if changed.empty:
        return tell("andrade_omraden.inga", fjol=k.fjol)
    names = [f"{citat(namn)} ({what})" if what else citat(namn) for namn, what in _columns(changed)]
    return join([tell("andrade_omraden.finns", fjol=k.fjol, omraden=lista(names)), *_shifted(k, changed)])


def _columns(changed: pd.DataFrame) -> list[tuple[str, str]]:
    return list(zip(changed["namn"], changed["andringar"], strict=True))


def _shifted(k: Kommunfakta, changed: pd.DataFrame) -> list[Sentence]:
    """Say where the mean of all kommuner moved clearly together with the indikatorer."""
    limit = load_words().tydligt_andrat_genomsnitt
    lower = changed[changed["medel_forandring"] < -limit]
    higher = changed[changed["medel_forandring"] > limit]
    return [
        tell(f"andrade_omraden.{regel}", fjol=k.fjol, omraden=lista(citat(namn) for namn in rows["namn"]))
        for regel, rows in (("lagre", lower), ("hogre", higher))
        if not rows.empty
    ]
