"""The kvalitetsområden: the prioritised ones, the most important one, and what moved."""

from __future__ import annotations

import pandas as pd

from hemtjanst_lib.analysis import Kommunfakta
from hemtjanst_lib.language import Skillnad, lista, rakneord, stor_forsta
from hemtjanst_lib.narrative.ordning import obesvarade, utvecklingsomraden
from hemtjanst_lib.narrative.phrases import omrade, uppraknat
from hemtjanst_lib.narrative.sentence import Sentence, join
from hemtjanst_lib.narrative.texts import fill, tell
from hemtjanst_lib.narrative.words import load_words, skala


def prioriterade(k: Kommunfakta) -> Sentence:
    """Count the prioritised områden on each side of the mean."""
    rows = k.omraden[k.omraden["prioriterat"]]
    if rows["gap"].isna().all():
        return tell("prioriterade.saknas")
    sides = _sidor(rows["gap"])
    word, n, clear = sides[0]
    if n == len(rows):
        return tell("prioriterade.alla", antal=rakneord(n), lage=word, varav=_varav(clear))
    parts = [
        f"{rakneord(n, 'ett')} {word} {'det' if later else 'kommungenomsnittet'}{_varav(clear)}"
        for later, (word, n, clear) in enumerate(sides)
    ]
    regel = "utan_resultat" if rows["gap"].isna().any() else "lage"
    resten = rakneord(int(rows["gap"].isna().sum()), "ett")
    return tell(f"prioriterade.{regel}", antal=rakneord(len(rows)), grupper=lista(parts), resten=resten)


def _sidor(gaps: pd.Series) -> list[tuple[str, int, int]]:
    """Count above, near and under the mean: the word, how many, and how many of them clearly; none when all or no."""
    scale, found = skala("lage"), []
    bands = [scale.band(gap) for gap in gaps if not pd.isna(gap)]
    for near, far in ((scale.over[1], scale.over[2]), (scale.over[0], ""), (scale.under[1], scale.under[2])):
        n, clear = bands.count(near) + bands.count(far), bands.count(far)
        if n:
            found.append((scale.ord[far if n == clear else near], n, 0 if n == clear else clear))
    return found


def _varav(clear: int) -> str:
    return f" {fill('prioriterade.varav', n=rakneord(clear, 'ett'))}" if clear else ""


def viktigast(k: Kommunfakta) -> Sentence:
    """Point out the prioritised områden with the lowest results: weight times distance below the mean."""
    rows = k.omraden[k.omraden["prioriterat"]]
    known = rows[rows["gap"].notna() & ~rows.index.isin(obesvarade(k))]
    if known.empty:
        return tell("viktigast.saknas")
    under = k.omraden.loc[utvecklingsomraden(k, prioriterade=True)]
    return join([_obedomda(k, rows, len(rows) - len(known)), _mest(k, known, under, len(known) < len(rows))])


def _obedomda(k: Kommunfakta, rows: pd.DataFrame, n: int) -> Sentence | None:
    """Say how many of the prioritised områden tell nothing, because their answers are missing or may not be shown."""
    if not n:
        return None
    regel = "obedomda_visas" if rows["gap"].isna().any() else "obedomda_svar"
    return tell(f"viktigast.{regel}", Obedomda=stor_forsta(rakneord(n, "ett")), antal=rakneord(len(rows)))


def _mest(k: Kommunfakta, known: pd.DataFrame, under: pd.DataFrame, some_unknown: bool) -> Sentence:
    """Name the one or two most important of those that can be judged."""
    start = under if len(under) else known.loc[[(known["vikt"] * known["gap"]).sort_values(kind="stable").index[0]]]
    named = [str(kod) for kod in under.index[:2]]
    gap = float(start["gap"].iloc[0])
    values = {"omrade": _namn(start, 0), "gap": Skillnad(gap), "lage": skala("lage").word(gap)}
    if len(under) > 1:
        values |= {"andra": _namn(under, 1), "andra_gap": Skillnad(under["gap"].iloc[1])}
    regel = {0: "inget_under", 1: "under"}.get(len(under), "under_flera")
    if some_unknown:
        regel = "det_andra" if len(known) == 1 else f"ovriga_{regel}"
    return join([tell(f"viktigast.{regel}", **values), _svar_saknas(k, named) if named else None])


def _namn(rows: pd.DataFrame, n: int) -> str:
    return omrade(str(rows.index[n]), str(rows["namn"].iloc[n]))


def _svar_saknas(k: Kommunfakta, named: list[str]) -> Sentence | None:
    """Say so when unanswered questions, counted as 0 points, are part of the low results just named."""
    zero = k.saknas.loc[(k.saknas["ar"] == k.ar) & (k.saknas["regel"] == "noll"), "omrade"]
    shares = [int((zero == omrade).sum()) / int((k.indikatorer["omrade"] == omrade).sum()) for omrade in named]
    return tell("viktigast.svar_saknas", vilket=_vilket(shares)) if any(shares) else None


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
    up = {"upp": _namn(rows, -1), "upp_tal": Skillnad(rows["forandring"].iloc[-1])}
    down = {"ned": _namn(rows, 0), "ned_tal": Skillnad(rows["forandring"].iloc[0])}
    regel = {(True, True): "bada", (True, False): "upp", (False, True): "ned"}.get((1 in sides, -1 in sides), "nara")
    return tell(f"utveckling_omraden.{regel}", **up, **down)


def andrade(k: Kommunfakta) -> tuple[str, ...]:
    """List the områden whose indikatorer have changed; one sentence in the list's place when there is none."""
    if k.ar_fore is None:
        return (tell("andrade_omraden.saknas").text,)
    if k.jamforbarhet.grad == "nej":
        return (tell("andrade_omraden.ej_jamforbar", fjol=k.fjol).text,)
    changed = _changed(k)
    if changed.empty:
        return (tell("andrade_omraden.inga", fjol=k.fjol).text,)
    pairs = zip(changed["namn"], changed["andringar"], changed["poang_fore"].isna(), strict=True)
    return tuple(
        fill(f"andrade_omraden.{'nytt' if new else 'punkt'}", namn=namn, andringar=what) for namn, what, new in pairs
    )


def _uppraknade(rows: pd.DataFrame) -> str:
    return uppraknat(_namn(rows, n) for n in range(len(rows)))


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
        tell(f"andrat_genomsnitt.{regel}", fjol=k.fjol, omraden=_uppraknade(changed[there]))
        for regel, there in sides.items()
        if there.any()
    ]
    return join(told or [tell("andrat_genomsnitt.inget")])
