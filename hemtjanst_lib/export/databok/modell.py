"""The data book's sheets on how it is computed: model, classes, sources, signs."""

from __future__ import annotations

import pandas as pd

from hemtjanst_lib.analysis.facts import Kommunfakta
from hemtjanst_lib.analysis.national import Nation
from hemtjanst_lib.export.databok.ord import AGGREGAT, BETYDELSE, SAKNAS_REGEL
from hemtjanst_lib.export.databok.resultat import NONE, coded
from hemtjanst_lib.export.xlsx import Blad, Kolumn, rader
from hemtjanst_lib.model import SAKNAS_STATUS, Indikator, Model


def modell_blad(model: Model) -> Blad:
    """The whole measure model: one row an indikator, with scale, weights and what a missing answer counts as."""
    rows = [
        [
            *_place(model, indikator),
            indikator.vikt,
            *_scale(indikator),
            *(SAKNAS_REGEL[model.regel(indikator.kalla, status)] for status in SAKNAS_STATUS),
        ]
        for indikator in model.indikatorer.values()
    ]
    columns = [
        Kolumn("Indikator-id", "kod"), Kolumn("Indikator"), Kolumn("Område-id", "kod"), Kolumn("Kvalitetsområde"),
        Kolumn("Områdets vikt", "tal"), Kolumn("Delindex-id", "kod"), Kolumn("Delindex"),
        Kolumn("Indikatorns vikt i området", "tal"), Kolumn("0 poäng vid", "tal"), Kolumn("100 poäng vid", "tal"),
        Kolumn("Poäng per svar", "kod"), Kolumn("Inget svar"), Kolumn("För få svar"), Kolumn("Gäller inte kommunen"),
    ]  # fmt: skip
    how = model.aggregering
    about = (
        f"Hela mätmodellen {model.ar}: med den och bladet Indikatorer kan varje poäng räknas om.",
        f"Område: {AGGREGAT[how.omrade]} av indikatorernas poäng. Delindex: {AGGREGAT[how.delindex]} av områdena. "
        f"Index: {AGGREGAT[how.total]} av delindexen, som väger så mycket som sina områden tillsammans.",
        f"Vikterna: {model.viktning.kalla}",
    )
    return Blad("Modell", "Modell", about, columns, rows)


def _place(model: Model, indikator: Indikator) -> list[str | float]:
    omrade, delindex = model.omraden[indikator.omrade], model.delindex[indikator.delindex]
    return [indikator.kod, indikator.visningsnamn, omrade.kod, omrade.namn, omrade.vikt, delindex.kod, delindex.namn]


def _scale(indikator: Indikator) -> list[str | float]:
    poang = indikator.poang
    if poang.noll_vid is not None and poang.hundra_vid is not None:
        return [poang.noll_vid, poang.hundra_vid, NONE]
    return [NONE, NONE, "; ".join(f"{value:g} = {points:g}" for value, points in sorted((poang.nivaer or {}).items()))]


def klasser_blad(fakta: Kommunfakta) -> Blad:
    """The classes: limits, places, how many kommuner, and which is the kommun's."""
    t = fakta.klasser
    table = pd.DataFrame(
        {
            "klass": t["klass"], "over": coded(t["over"]), "till": coded(t["till_och_med"]),
            "forsta": coded(t["forsta_plats"]), "sista": coded(t["sista_plats"]), "antal": t["antal"],
            "egen": ["ja" if flag else "nej" for flag in t["egen"]],
        }
    )  # fmt: skip
    columns = [
        Kolumn("Resultatklass"), Kolumn("Över", "poang"), Kolumn("Till och med", "poang"),
        Kolumn("Första plats", "heltal"), Kolumn("Sista plats", "heltal"), Kolumn("Antal kommuner", "heltal"),
        Kolumn("Kommunens klass"),
    ]  # fmt: skip
    about = ("Resultatklassernas gränser. En gräns hör till den lägre klassen; klassen tas på det oavrundade indexet.",)
    return Blad("Klasser", "Klasser", about, columns, rader(table))


def kallor_blad(nation: Nation) -> Blad:
    """The raw files of the year: who publishes them, when they were fetched, and their fingerprints."""
    given = nation.now.proveniens
    hashes = given.get("indata", {})
    rows = [
        [str(card.get(key) or NONE) for key in ("fil", "utgivare", "namn", "insamling", "hamtad")]
        + [str(hashes.get(str(card.get("fil")), NONE))]
        for card in given.get("kallor", [])
    ] or [[NONE] * 6]
    columns = [
        Kolumn("Fil"), Kolumn("Utgivare"), Kolumn("Innehåll"), Kolumn("Insamling"), Kolumn("Hämtad", "kod"),
        Kolumn("Kontrollsumma (SHA-256)", "kod"),
    ]  # fmt: skip
    about = (
        "Filerna som siffrorna kommer ur.",
        "Index, delindex och poäng är egen bearbetning av data från utgivarna; utgivarna svarar inte för dem.",
    )
    return Blad("Källfiler", "Kallfiler", about, columns, rows)


def teckenblad() -> Blad:
    """What the signs mean."""
    columns = [Kolumn("Tecken", "kod"), Kolumn("Betydelse")]
    return Blad("Förklaringar", "Forklaringar", ("Tecken och ord i boken.",), columns, [list(row) for row in BETYDELSE])
