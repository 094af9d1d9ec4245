"""The kvalitetsområden: the prioritised ones, the most important one, and what moved."""

from __future__ import annotations

import pandas as pd

from hemtjanst_lib.analysis import Kommunfakta
from hemtjanst_lib.language import Skillnad, lista, rakneord
from hemtjanst_lib.narrative.ordning import utvecklingsomraden
from hemtjanst_lib.narrative.phrases import citat, gruppera
from hemtjanst_lib.narrative.sentence import Sentence, join
from hemtjanst_lib.narrative.texts import fill, tell
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
    regel = "utan_resultat" if rows["gap"].isna().any() else "lage"
    resten = rakneord(int(rows["gap"].isna().sum()), "ett")
    return tell(f"prioriterade.{regel}", antal=rakneord(len(rows)), grupper=lista(parts), resten=resten)


def _antal(names: list[str]) -> str:
    return rakneord(len(names), "ett")


def viktigast(k: Kommunfakta) -> Sentence:
    """Point out the prioritised områden with the lowest results: weight times distance below the mean."""
    rows = k.omraden[k.omraden["prioriterat"] & k.omraden["gap"].notna()]
    if rows.empty:
        return tell("viktigast.saknas")
    under = k.omraden.loc[utvecklingsomraden(k, prioriterade=True)]
    if under.empty:
        lowest = (rows["vikt"] * rows["gap"]).sort_values(kind="stable").index[0]
        unknown = int(k.omraden["prioriterat"].sum()) - len(rows)
        regel = "viktigast.inget_kant_under" if unknown else "viktigast.inget_under"
        return tell(regel, omrade=citat(rows["namn"][lowest]), resten=rakneord(unknown, "ett"))
    first = {"omrade": citat(under["namn"].iloc[0]), "gap": Skillnad(under["gap"].iloc[0])}
    if len(under) == 1:
        return join([tell("viktigast.under", **first), _svar_saknas(k, [str(under.index[0])])])
    second = {"andra": citat(under["namn"].iloc[1]), "andra_gap": Skillnad(under["gap"].iloc[1])}
    return join([tell("viktigast.under_flera", **first, **second), _svar_saknas(k, list(map(str, under.index[:2])))])


def _svar_saknas(k: Kommunfakta, named: list[str]) -> Sentence | None:
    """Say so when unanswered questions, counted as 0 points, are part of the low results just named."""
    zero = k.saknas.loc[(k.saknas["ar"] == k.ar) & (k.saknas["regel"] == "noll"), "omrade"]
    shares = [int((zero == omrade).sum()) / int((k.indikatorer["omrade"] == omrade).sum()) for omrade in named]
    worst = [share for share in shares if share]
    if not worst:
        return None
    regel = "alla_svar_saknas" if min(worst) == 1 else "svar_saknas"
    return tell(f"viktigast.{regel}", vilket=_vilket(shares))


def _vilket(shares: list[float]) -> str:
    """Point back at the one or two områden just named, without repeating their long names."""
    if len(shares) == 1:
        return "området"
    if all(shares):
        return "båda områdena"
    return "det första av dem" if shares[0] else "det andra av dem"


def utveckling(k: Kommunfakta) -> Sentence:
    """Tell how to read the chart of change, and which wholly answered and comparable områden rose and fell most."""
    if k.ar_fore is None:
        return tell("utveckling_omraden.saknas", fjol=k.fjol)
    if k.jamforbarhet.grad == "nej":
        return tell("utveckling_omraden.ej_jamforbar")
    return join([tell("utveckling_omraden.diagram", fjol=k.fjol), _extremes(k)])


def _extremes(k: Kommunfakta) -> Sentence:
    unanswered = set(k.saknas.loc[k.saknas["regel"] == "noll", "omrade"])
    whole = (k.omraden["jamforbar"] == "ja") & k.omraden["forandring"].notna() & ~k.omraden.index.isin(unanswered)
    rows = k.omraden[whole].sort_values("forandring", kind="stable")
    if rows.empty:
        return tell("utveckling_omraden.inga")
    sides = [skala("forandring_omrade").side(change) for change in rows["forandring"]]
    up = {"upp": citat(rows["namn"].iloc[-1]), "upp_tal": Skillnad(rows["forandring"].iloc[-1])}
    down = {"ned": citat(rows["namn"].iloc[0]), "ned_tal": Skillnad(rows["forandring"].iloc[0])}
    regel = {(True, True): "bada", (True, False): "upp", (False, True): "ned"}.get((1 in sides, -1 in sides), "nara")
    return tell(f"utveckling_omraden.{regel}", **up, **down)


def andrade(k: Kommunfakta) -> tuple[str, ...]:
    """List the områden whose indikatorer have changed; one sentence in the list's place when there is none."""
    if k.ar_fore is None:
        return (tell("andrade_omraden.saknas").text,)
    if k.jamforbarhet.grad == "nej":
        return (ej_jamforbar(k, "andrade_omraden.ej_jamforbar").text,)
    changed = _changed(k)
    if changed.empty:
        return (tell("andrade_omraden.inga", fjol=k.fjol).text,)
    pairs = zip(changed["namn"], changed["andringar"], changed["poang_fore"].isna(), strict=True)
    return tuple(
        fill(f"andrade_omraden.{'nytt' if new else 'punkt'}", namn=namn, andringar=what) for namn, what, new in pairs
    )


def _changed(k: Kommunfakta) -> pd.DataFrame:
    return k.omraden[k.omraden["jamforbar"] != "ja"]


def andrat_genomsnitt(k: Kommunfakta) -> Sentence:
    """Say where the mean of all kommuner moved clearly together with the indikatorer."""
    if k.ar_fore is None or k.jamforbarhet.grad == "nej":
        return tell(f"andrat_genomsnitt.{'saknas' if k.ar_fore is None else 'ej_jamforbar'}")
    changed = _changed(k)
    if changed.empty:
        return tell("andrat_genomsnitt.oforandrat")
    limit = load_words().tydligt_andrat_genomsnitt
    sides = {"lagre": changed["medel_forandring"] < -limit, "hogre": changed["medel_forandring"] > limit}
    told = [
        tell(f"andrat_genomsnitt.{regel}", fjol=k.fjol, omraden=lista(citat(namn) for namn in changed["namn"][there]))
        for regel, there in sides.items()
        if there.any()
    ]
    return join(told or [tell("andrat_genomsnitt.inget")])
