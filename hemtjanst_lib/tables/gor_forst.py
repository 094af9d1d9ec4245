"""What to do first, and whom to learn from."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from hemtjanst_lib.analysis.djup import Takt
from hemtjanst_lib.display import Kolumn, Punktlista, Tabell
from hemtjanst_lib.language import NBSP, TANKSTRECK, andel, heltal, rakneord, skillnad, stor_forsta, tal
from hemtjanst_lib.narrative.djuptext import gora, skriv
from hemtjanst_lib.narrative.forebilder import forebilder as forebildsmening
from hemtjanst_lib.narrative.forebilder import rader as forebildsrader
from hemtjanst_lib.narrative.words import load_words

if TYPE_CHECKING:
    from hemtjanst_lib.analysis import Kommunfakta

ALLA = 100.0  # per cent
NOT = (
    "Poäng: vad åtgärden ensam skulle ge i hemtjänstindex. Platser: hur många placeringar kommunen då skulle stiga, "
    "med alla andra kommuner oförändrade. Vikt: kvalitetsområdets andel av indexet, bestämd av seniorerna."
)
SOM_OVAN = "Poäng, platser och vikt är räknade som i tabellen ovan."
PRIORITERAT = " * Ett av de sex områden som seniorerna prioriterar högst."

Rad = dict[str, Any]


def snabba_atgarder(k: Kommunfakta) -> Tabell | Punktlista:
    """Return the quick measures that give most, unanswered surveys among them; a sentence when there is none."""
    return _atgarder(k, "snabb", "snabba", "Snabba åtgärder: webbplats, rutiner och obesvarade enkäter")


def langsiktiga_atgarder(k: Kommunfakta) -> Tabell | Punktlista:
    """Return the long-term measures that give most; a sentence when there is none."""
    return _atgarder(k, "langsiktig", "langsiktiga", "Långsiktigt arbete: upplevelser, bemanning och teknik")


def _atgarder(k: Kommunfakta, takt: Takt, regel: str, titel: str) -> Tabell | Punktlista:
    listed = k.djup.listade(takt)
    if listed.empty:
        return Punktlista((skriv(f"{regel}.inget"),))
    records = listed.assign(id=list(listed.index)).to_dict("records")
    rows: list[Rad] = [{str(name): value for name, value in row.items()} for row in records]
    heads = (Kolumn("Åtgärd"), Kolumn("Nu"), Kolumn("Mål"), *(Kolumn(h, "tal") for h in ("Vikt", "Poäng", "Platser")))
    cells = tuple(
        (_namn(row), nu(row), malet(row), _vikt(row), skillnad(row["vinst"]), heltal(row["platser"])) for row in rows
    )
    above = takt == "langsiktig" and len(k.djup.listade("snabb"))
    note = (SOM_OVAN if above else NOT) + (PRIORITERAT if listed["prioriterat"].any() else "")
    return Tabell(f"{regel}-atgarder", titel, heads, cells, not_=note)


def _namn(row: Rad) -> str:
    return stor_forsta(gora(row["id"], row["namn"])) if row["sort"] == "svar" else str(row["namn"])


def _vikt(row: Rad) -> str:
    if math.isnan(row["vikt"]):
        return TANKSTRECK
    return andel(100 * row["vikt"], 0) + ("*" if row["prioriterat"] else "")


def nu(row: Rad) -> str:
    """Say how it is now, in the indikator's own unit."""
    if row["sort"] == "svar":
        if row["hel_kalla"]:
            return skriv("tabell.svar_nu_hel")
        return skriv("tabell.svar_nu", antal=rakneord(row["obesvarade"], "ett"))
    unit, value = row["matenhet"], float(row["varde"])
    if unit == "ja eller nej":
        return skriv("tabell.webb_nu")
    if levels := _levels(unit):
        return levels.get(round(value), tal(value))
    return _hold(skriv("tabell.procent_nu", varde=tal(value, 0))) if _percent(unit) else tal(value)


def malet(row: Rad) -> str:
    """Say what the goal is, in the same unit."""
    if row["sort"] == "svar":
        return skriv("tabell.svar_mal")
    unit, value = row["matenhet"], float(row["mal_varde"])
    if unit == "ja eller nej":
        return skriv("tabell.webb_mal" if row["typ"] == "webb" else "tabell.ja_nej_mal")
    if levels := _levels(unit):
        return levels.get(math.ceil(round(value, 9)), tal(value))
    if not _percent(unit):
        return skriv("tabell.personer_mal", varde=tal(value))
    if unit == "procent av enheterna" and value >= ALLA:
        return skriv("tabell.alla_enheter")
    return _hold(skriv("tabell.procent_mal", varde=tal(value, 0)))


def _levels(unit: str) -> dict[int, str]:
    form = load_words().varden.get(unit)
    return form.nivaer if form else {}


def _percent(unit: str) -> bool:
    return unit.startswith("procent")


def _hold(text: str) -> str:
    return text.replace(" %", f"{NBSP}%")


def forebilder(k: Kommunfakta) -> Tabell | Punktlista:
    """Return each development area with comparable kommuner that do clearly better; a sentence when there is none."""
    rows = forebildsrader(k)
    if not rows:
        return Punktlista((forebildsmening(k).text,))
    cells = tuple((namn, tal(poang, 0), words) for namn, poang, words in rows)
    heads = (Kolumn("Utvecklingsområde"), Kolumn(k.kommun.namn, "tal"), Kolumn("Kommuner att lära av"))
    note = (
        "Hela poäng i kvalitetsområdet, de andras inom parentes. Först står de områden "
        "som seniorerna prioriterar högst."
    )
    return Tabell("forebilder", "Jämförbara kommuner med klart bättre resultat", heads, cells, not_=note)
