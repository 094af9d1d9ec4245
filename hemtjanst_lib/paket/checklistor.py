"""Checklists for the kommun's own work before the next index: what its website is asked, and what each source asks."""

from __future__ import annotations

from hemtjanst_lib.analysis.facts import Kommunfakta
from hemtjanst_lib.export.databok.ord import STATUS, TECKEN
from hemtjanst_lib.export.xlsx import Blad, Bok, Cell, Kolumn, as_xlsx

WEBB = "webbplatser"
ATT_FYLLA_I = "skriv här"


def checklistor(fakta: Kommunfakta) -> bytes:
    """Write the two checklists as a workbook, with this year's result beside each line."""
    titel = f"Hemtjänstindex {fakta.ar}: checklistor för {fakta.kommun.fullnamn}"
    omslag = (
        "Två listor att arbeta med inför nästa mätning: kommunens webbplats och de enkäter och register som ingår.",
        "Kolumnerna Ansvarig och Klart är till för kommunen att fylla i.",
    )
    return as_xlsx(Bok(titel, omslag, [_webb(fakta), _kallor(fakta)], fakta.ar, fakta.exempeldata))


def _webb(fakta: Kommunfakta) -> Blad:
    items = fakta.indikatorer[fakta.indikatorer["kalla"] == WEBB]
    areas = fakta.omraden["namn"]
    rows: list[list[Cell]] = [
        [str(areas[row["omrade"]]), row["namn"], _found(row["status"], row["poang"]), ATT_FYLLA_I, ATT_FYLLA_I]
        for row in items.to_dict("records")
    ] or [["–", "Inga frågor om webbplatsen i årets modell", "–", "–", "–"]]
    columns = [Kolumn("Område"), Kolumn("Det som söks"), Kolumn(f"Resultat {fakta.ar}"), *_todo()]
    about = (
        "Information som granskas på kommunens webbplats. Gå igenom listan med den som söker hemtjänst i tankarna.",
    )
    return Blad("Webbplatsen", "Webbplatsen", about, columns, rows)


def _found(status: str, poang: float) -> str:
    if status != "ok":
        return STATUS[status]
    return "hittades" if poang >= 100 else "hittades inte" if poang <= 0 else "hittades till en del"


def _kallor(fakta: Kommunfakta) -> Blad:
    own = fakta.indikatorer
    rows: list[list[Cell]] = []
    for kod, row in fakta.kallor[fakta.kallor["antal"] > 0].iterrows():
        mine = own[own["kalla"] == kod]
        answered = int((mine["status"] == "ok").sum())
        share = float(mine["effektiv_vikt"].sum())
        period = str(row["period"] or row["insamling"] or TECKEN["sekretess"])
        rows.append(
            [str(row["namn"]), str(row["utgivare"]), period, len(mine), answered, share, ATT_FYLLA_I, ATT_FYLLA_I]
        )
    columns = [
        Kolumn("Källa"), Kolumn("Utgivare"), Kolumn("Insamling"), Kolumn("Indikatorer", "heltal"),
        Kolumn("Besvarade", "heltal"), Kolumn("Andel av index", "andel"), *_todo(),
    ]  # fmt: skip
    about = ("Enkäter och register som indexet bygger på. En enkät som inte besvaras kan kosta många placeringar.",)
    return Blad("Datakällor", "Datakallor", about, columns, rows)


def _todo() -> list[Kolumn]:
    return [Kolumn("Ansvarig"), Kolumn("Klart")]
