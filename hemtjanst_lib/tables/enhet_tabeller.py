"""One unit's routines, measures and sources as tables."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from hemtjanst_lib.charts.words import SAKNAS, SKAL
from hemtjanst_lib.display import Kolumn, Punktlista, Tabell
from hemtjanst_lib.language import NBSP, andel, heltal, skillnad
from hemtjanst_lib.model import load_model, model_path
from hemtjanst_lib.narrative.enhet_atgarder import PLAN, mal, vad
from hemtjanst_lib.narrative.enhet_listor import FULL, RUTIN
from hemtjanst_lib.narrative.enhet_ord import BU, EU, skal, skriv

if TYPE_CHECKING:
    from hemtjanst_lib.analysis.enhet import Enhetsbild

HOGST = 5  # measures in each table


def enhet_rutiner(k: Enhetsbild) -> Tabell | Punktlista:
    """Return every routine and the plans, with how common they are; a sentence without the unit survey."""
    rows = [row for row in k.rader if row["matenhet"] == RUTIN or row["indikator"] == PLAN]
    if all(math.isnan(row["poang"]) for row in rows):
        return Punktlista((skriv("rutiner.inga"),))
    cells = []
    for row in rows:
        share = row["indikator"] == PLAN
        own = _share(row["varde"]) if share else _there(float(row["poang"]), str(row["status"]))
        cells.append((str(row["visningsnamn"]), own, _share(row["medel_varde"]) if share else _count(row)))
    heads = (Kolumn("Rutin eller plan"), Kolumn("Enheten"), Kolumn("Kommunens enheter"))
    title = f"Rutiner och genomförandeplaner {k.fakta.ar}"
    if not any(row["jamfors"] for row in rows):
        return Tabell("enhet-rutiner", title, heads[:2], tuple(row[:2] for row in cells))
    note = "Kommunens enheter: hur många av dem som har svarat som har rutinen, och genomsnittet för planerna."
    return Tabell("enhet-rutiner", title, heads, tuple(cells), not_=note)


def _there(points: float, status: str) -> str:
    if math.isnan(points):
        return skriv("rutiner.galler_inte") if status == "ej_tillamplig" else SKAL.get(status, SAKNAS)
    return skriv("rutiner.finns" if points == FULL else "rutiner.for_nagra" if points > 0 else "rutiner.saknas")


def _share(x: float) -> str:
    return SAKNAS if math.isnan(x) else andel(x, 0)


def _count(row: Mapping[str, Any]) -> str:
    full, whole = int(row["antal_full"]), int(row["antal_med"])
    return f"{heltal(full)} av {heltal(whole)}" if whole else SAKNAS


def enhet_snabba(k: Enhetsbild) -> Tabell | Punktlista:
    """Return the routines to put in place, those that give most first; a sentence when there is none."""
    if "stod_utveckling" not in k.har:
        return Punktlista((skriv("snabba.inga_svar"),))
    return _atgarder(k, "snabb", "Rutiner att ta fram", skriv("snabba.inget"))


def enhet_langsiktiga(k: Enhetsbild) -> Tabell | Punktlista:
    """Return what takes time to better, what gives most first; a sentence when there is none."""
    if not k.har:
        return Punktlista((skriv("langsiktiga.inga_svar"),))
    empty = skriv("langsiktiga.inget", referens=k.fakta.referensnamn)
    return _atgarder(k, "langsiktig", "Långsiktigt arbete", empty)


def _atgarder(k: Enhetsbild, takt: str, titel: str, inget: str) -> Tabell | Punktlista:
    listed = k.atgarder[k.atgarder["takt"] == takt].head(HOGST)
    if listed.empty:
        return Punktlista((inget,))
    records = listed.to_dict("records")
    cells = [
        (
            str(row["visningsnamn"]),
            *mal({str(key): value for key, value in row.items()}),
            andel(100 * float(row["vikt"]), 0),
            skillnad(float(row["vinst"])),
        )
        for row in records
    ]
    heads = (Kolumn("Åtgärd"), Kolumn("Nu"), Kolumn("Mål"), Kolumn("Vikt", "tal"), Kolumn("Poäng", "tal"))
    note = skriv("tabell.not", vad=vad(k))
    if takt == "langsiktig" and (k.atgarder["takt"] == "snabb").any():
        note = skriv("tabell.not_som_ovan")
    return Tabell(f"enhet-{takt}", titel, heads, tuple(cells), not_=note)


def enhet_kallor(k: Enhetsbild) -> Tabell:
    """Return the two surveys with publisher, time of collection and what the unit has answered."""
    model = load_model(model_path(k.fakta.ar))
    counts = k.indikatorer.groupby("kalla", observed=True).size()
    rows = []
    for kod, delindex in ((BU, "utforande"), (EU, "stod_utveckling")):
        kalla = model.kallor[kod]
        names = f"{kalla.namn}, {kalla.utgivare}"
        rows.append((names, kalla.insamling, _svar(k, delindex), heltal(int(counts.get(kod, 0)))))
    heads = (Kolumn("Källa"), Kolumn("Insamling"), Kolumn("Enhetens svar"), Kolumn("Indikatorer", "tal"))
    return Tabell("enhet-kallor", f"Källor till enhetsindexet {k.fakta.ar}", heads, tuple(rows))


def _svar(k: Enhetsbild, delindex: str) -> str:
    why = skal(k, delindex)
    if why == "sekretess":
        return "visas inte"
    if why:
        return "inga svar"
    if delindex == "utforande":
        count = k.varde("antal_svar")
        return "svar finns" if math.isnan(count) else f"minst {heltal(count)}{NBSP}svar"
    return "besvarad"
