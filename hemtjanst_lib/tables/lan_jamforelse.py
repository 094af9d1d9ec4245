"""A set of kommuner as tables: kvalitetsområden, changes since last year, and what separates high from low."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from hemtjanst_lib.charts.words import poang, signerad
from hemtjanst_lib.display import Kolumn, Punktlista, Tabell
from hemtjanst_lib.language import TANKSTRECK, tal

if TYPE_CHECKING:
    from hemtjanst_lib.lansrapport import Lansrapport

LIKA = "Samma indikatorer: förändringen räknad på de indikatorer som är desamma båda åren, med årets vikter. "


def lan_omraden(u: Lansrapport, delindex_id: str) -> Tabell:
    """Return a delindex's kvalitetsområden: the set's mean against the country's, and its ends."""
    frame = u.omraden[u.omraden["delindex"] == delindex_id]
    columns = [_names(frame), frame["poang"].map(poang), frame["medel"].map(poang), frame["gap"].map(signerad)]
    heads = [u.ord["Gruppen"] if u.antal == 1 else "Genomsnitt", "Landet", "Skillnad"]
    if u.antal > 1:
        columns += [frame["hogst"].map(poang), frame["lagst"].map(poang)]
        heads += ["Högst", "Lägst"]
    name = f"lan-omraden-{delindex_id.replace('_', '-')}"
    title = f"Kvalitetsområden i {u.delindex['namn'][delindex_id]} {u.ar}"
    note = f"Genomsnitt, högst och lägst gäller {u.ord['gruppens']} kommuner." if u.antal > 1 else ""
    return Tabell(name, title, _heads("Område", heads), tuple(zip(*columns, strict=True)), not_=note)


def _names(frame: pd.DataFrame) -> pd.Series[str]:
    return frame["nummer"].astype(str) + " " + frame["namn"].astype(str)


def lan_klattrare(u: Lansrapport) -> Tabell | Punktlista:
    """Return each kommun's change since last year, as published and like for like; nothing when not comparable."""
    if u.forandring is None:
        return Punktlista(())
    frame = u.klattring[u.klattring["forandring"].notna()].sort_values("forandring", ascending=False, kind="stable")
    like = u.jamforbarhet.grad == "delvis" and bool(frame["forandring_lika"].notna().any())
    columns = [
        frame["namn"],
        frame["index_fore"].map(poang),
        frame["index"].map(poang),
        frame["forandring"].map(signerad),
        *([frame["forandring_lika"].map(_or_dash)] if like else []),
        frame["placering_fore"].map(str),
        frame["placering"].map(str),
        pd.Series([_svar(new, lost) for new, lost in zip(frame["nya_svar"], frame["tappade_svar"], strict=True)]),
    ]
    heads = [f"Index {u.fjol}", f"Index {u.ar}", "Förändring", *(["Samma indikatorer"] if like else [])]
    heads += [f"Plats {u.fjol}", f"Plats {u.ar}"]
    note = LIKA if like else ""
    codes = sorted({kod for column in ("nya_svar", "tappade_svar") for row in frame[column] for kod in row})
    return Tabell(
        "lan-klattrare",
        f"Förändring från {u.fjol} till {u.ar}{', störst ökning först' if len(frame) > 1 else ''}",
        (*_heads("Kommun", heads), Kolumn("Svar")),
        tuple(zip(*columns, strict=True)),
        not_=(note + _svar_not(u, codes)).strip(),
    )


def _svar(new: tuple[str, ...], lost: tuple[str, ...]) -> str:
    """Write which källor came back and which went: part of the change is due to that."""
    parts = [*(f"+ {kod}" for kod in new), *(f"saknar {kod}" for kod in lost)]
    return ", ".join(parts) or TANKSTRECK


def _svar_not(u: Lansrapport, codes: list[str]) -> str:
    if not codes:
        return ""
    names = dict(zip(u.kallor["kod"], u.kallor["namn"], strict=True))
    told = ", ".join(f"{kod} är {names.get(kod, kod)}" for kod in codes)
    return (
        f"Svar: + betyder att en källa som saknades helt {u.fjol} finns i år, saknar att den har fallit bort. "
        f"Det förklarar en del av förändringen. {told}."
    )


def lan_skillnader(u: Lansrapport) -> Tabell:
    """Return how far high results lie from low in each område, and how much of the distance in index that is."""
    national = u.nationell.skillnader.sort_values("bidrag", ascending=False, kind="stable")
    columns = [national["namn"], national["hoga"].map(poang), national["laga"].map(poang), national["bidrag"].map(tal)]
    heads = ["Landet, höga", "Landet, låga", "Landet, bidrag"]
    if u.egen is not None:
        own = u.egen.skillnader.reindex(national.index)
        columns += [own["hoga"].map(_tal), own["laga"].map(_tal), own["bidrag"].map(_tal)]
        heads += [f"{u.ord['Gruppen']}, höga", f"{u.ord['Gruppen']}, låga", f"{u.ord['Gruppen']}, bidrag"]
    note = (
        "Höga och låga: genomsnittet i området för kommunerna med högst och lägst index. Bidrag: så många poäng av "
        "avståndet mellan dem i Hemtjänstindex som kommer från området, alltså skillnaden gånger områdets vikt."
    )
    return Tabell(
        "lan-skillnader",
        "Vad som skiljer höga resultat från låga, per kvalitetsområde",
        _heads("Område", heads),
        tuple(zip(*columns, strict=True)),
        not_=note,
    )


def _tal(x: float) -> str:
    return TANKSTRECK if pd.isna(x) else tal(x)


def _or_dash(x: float) -> str:
    return signerad(x, why=TANKSTRECK) if pd.notna(x) else TANKSTRECK


def _heads(first: str, rest: list[str]) -> tuple[Kolumn, ...]:
    return (Kolumn(first), *(Kolumn(head, "tal") for head in rest))
