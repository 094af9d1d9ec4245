"""What goes with the results and what does not, what is missing, and the ground for the editor's proposals."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from hemtjanst_lib.display import Kolumn, Punktlista, Tabell
from hemtjanst_lib.language import TANKSTRECK, andel, heltal, rakneord, skillnad, stor_forsta, tal
from hemtjanst_lib.narrative.nation_ord import INDELNING

if TYPE_CHECKING:
    from hemtjanst_lib.analysis.nation import Nationsfakta

MAX_INDIKATORER = 10
TYPER = {
    "upplevelse": "upplevelse",
    "bemanning": "bemanning",
    "rutin": "rutin",
    "webb": "webbplats",
    "teknik": "teknik",
}


def nation_forklaring(n: Nationsfakta) -> Tabell:
    """Return how much of the variation each grouping goes with, for the index and each delindex."""
    frame = n.forklaring
    parts = frame.drop_duplicates("kod")[["kod", "namn", "niva"]]
    shares = {(row["kod"], row["indelning"]): row["eta2"] for row in frame.to_dict("records")}
    rows = tuple(
        (
            "Hela indexet" if row["niva"] == "total" else row["namn"],
            *(_share(shares[row["kod"], name]) for name in INDELNING),
        )
        for row in parts.to_dict("records")
    )
    whole = frame[frame["niva"] == "total"].set_index("indelning")["slump"]
    chance = ("Vad slumpen ger", *(_share(whole[name]) for name in INDELNING))
    columns = (Kolumn("Del av indexet"), *(Kolumn(stor_forsta(kind), "tal") for kind in INDELNING.values()))
    note = (
        "Andel av variationen mellan kommunerna som ligger mellan grupperna. Sista raden är vad lika stora grupper "
        "skulle ha gett i genomsnitt om kommunerna hade lottats in i dem."
    )
    return Tabell(
        "forklaring", f"Hur mycket indelningarna hänger ihop med resultaten {n.ar}", columns, (*rows, chance), not_=note
    )


def _share(x: float) -> str:
    return TANKSTRECK if math.isnan(x) else andel(100 * x, 0)


def nation_indikatorer(n: Nationsfakta) -> Tabell:
    """Return the indikatorer that separate high results from low the most."""
    frame = n.skillnader_indikatorer.dropna(subset=["standardiserad"]).head(MAX_INDIKATORER)
    cells = zip(*(frame[c] for c in ("visningsnamn", "typ", "hoga", "laga", "skillnad")), strict=True)
    rows = tuple((name, TYPER[kind], tal(high), tal(low), skillnad(gap)) for name, kind, high, low, gap in cells)
    heads = (Kolumn("Höga resultat", "tal"), Kolumn("Låga resultat", "tal"), Kolumn("Skillnad", "tal"))
    title = f"De {rakneord(len(rows))} indikatorer som skiljer höga resultat mest från låga"
    note = "Genomsnitt i poäng. Upplevelse bygger på seniorernas egna svar."
    return Tabell("indikatorer-hogt-lagt", title, (Kolumn("Indikator"), Kolumn("Typ"), *heads), rows, not_=note)


def nation_bortfall(n: Nationsfakta) -> Tabell:
    """Return what is missing by källa."""
    rows = tuple(
        (
            f"{row['namn']} ({row['kod']})",
            *(heltal(row[name]) for name in ("hela", "delar", "sekretess", "ej_tillamplig")),
            TANKSTRECK if math.isnan(row["andel_ej_svar"]) else andel(100 * row["andel_ej_svar"]),
        )
        for row in n.bortfall[n.bortfall["indikatorer"] > 0].to_dict("records")
    )
    heads = ("Hela saknas", "Delar saknas", "För få svar", "Gäller inte", "Andel utan svar")
    columns = (Kolumn("Källa"), *(Kolumn(head, "tal") for head in heads))
    note = (
        "Hela och delar saknas: antal kommuner som inte har lämnat in. För få svar och gäller inte: antal uppgifter, "
        "alltså kommuner gånger indikatorer. Andelen är av de uppgifter som gäller kommunerna."
    )
    return Tabell("bortfall", f"Data som saknas per källa {n.ar}", columns, rows, not_=note)


def nation_utan_svar(n: Nationsfakta) -> Tabell | Punktlista:
    """Return the kommuner that lack a whole källa, by place; a sentence when there is none."""
    if n.utan_svar.empty:
        return Punktlista(("Ingen kommun saknar alla uppgifter från någon källa.",))
    rows = tuple(
        (row["namn"], str(row["placering"]), tal(row["index"]), ", ".join(row["saknas"]), tal(row["kostnad"]))
        for row in n.utan_svar.to_dict("records")
    )
    columns = (
        *(Kolumn("Kommun"), Kolumn("Plats", "tal"), Kolumn("Index", "tal"), Kolumn("Saknas")),
        Kolumn("Sänker index med", "tal"),
    )
    codes = sorted({kod for row in n.utan_svar["saknas"] for kod in row})
    names = dict(zip(n.bortfall["kod"], n.bortfall["namn"], strict=True))
    note = (
        f"{'; '.join(f'{kod}: {names[kod]}' for kod in codes)}. Sista kolumnen: så många poäng högre hade indexet "
        "varit med uppgifter som är som genomsnittet bland övriga kommuner."
    )
    return Tabell("utan-svar", f"Kommuner som saknar alla uppgifter från en källa {n.ar}", columns, rows, not_=note)


def nation_underlag(n: Nationsfakta) -> Tabell:
    """Return the områden where the country has most to gain if those below the mean reached it."""
    rows = tuple(
        (row["namn"], row["delindex_namn"], andel(100 * row["viktandel"]), tal(row["medel"]), skillnad(row["vinst"], 2))
        for row in n.underlag.head(6).to_dict("records")
    )
    heads = (Kolumn("Vikt", "tal"), Kolumn("Genomsnitt", "tal"), Kolumn("Ger indexet", "tal"))
    note = (
        "Ger indexet: så många poäng skulle kommungenomsnittet stiga om alla kommuner under områdets genomsnitt nådde "
        "upp till det och allt annat var oförändrat."
    )
    columns = (Kolumn("Område"), Kolumn("Delindex"), *heads)
    return Tabell("underlag", "Områden där landet har mest att vinna", columns, rows, not_=note)
