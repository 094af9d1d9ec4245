"""A kommun's units as tables: the delindex, the order, the fields of the matrix, and the two groups."""

from __future__ import annotations

from typing import Any

import pandas as pd

from hemtjanst_lib.analysis.enheter_fakta import Enhetsfakta
from hemtjanst_lib.analysis.enheter_monster import RUTOR, Ruta, rutor
from hemtjanst_lib.charts.enheter_matris import RUTNAMN
from hemtjanst_lib.charts.enheter_ord import NAMES, REGI, etiketter, nummer, utan
from hemtjanst_lib.display import Kolumn, Punktlista, Tabell
from hemtjanst_lib.language import TANKSTRECK, heltal, stor_forsta, tal

INNEBORD: dict[Ruta, str] = {
    "bada_over": "De äldre är nöjda och arbetssättet är på plats. Slå vakt om det och sprid det.",
    "utforande_over": "De äldre är nöjda, men rutiner, planer eller utbildning kan stärkas.",
    "stod_over": "Arbetssättet är på plats, men det märks ännu inte i de äldres svar.",
    "bada_under": "Både de äldres svar och arbetssättet ligger under. Här behövs stödet mest.",
}


def enheter_delindex(e: Enhetsfakta) -> Tabell | Punktlista:
    """Return how many units have each delindex, and how their points spread; nothing when there are none."""
    frame = e.delindex[e.delindex["antal"] > 0]
    if frame.empty or e.tackning.antal < 2:
        return Punktlista(())
    columns = [
        frame["nummer"].astype("str") + " " + frame["namn"].astype("str"),
        frame["antal"].map(heltal),
        *(frame[name].map(utan) for name in ("lagst", "medel", "hogst")),
    ]
    heads = ("Enheter med resultat", "Lägst", _mean_head(e), "Högst")
    note = f"Av {heltal(e.tackning.antal)} enheter. Delindex 1 och 2 mäts inte per enhet."
    rows = tuple(zip(*columns, strict=True))
    return Tabell("enheter-delindex", f"Enheternas delindex {e.ar}", _heads("Delindex", heads), rows, not_=note)


def _mean_head(e: Enhetsfakta) -> str:
    return "Genomsnitt för kommunens enheter" if e.referens == "enheter" else stor_forsta(e.referensnamn)


def enheter_rangordning(e: Enhetsfakta) -> Tabell | Punktlista:
    """Return every unit with both delindex, total, interval and group; those without a total last."""
    if e.tackning.antal == 0:
        return Punktlista(())
    frame = e.enheter
    columns = [
        etiketter(e),
        frame["antal_svar"].map(_minst),
        frame["utforande"].map(utan),
        frame["stod_utveckling"].map(utan),
        pd.Series([_total(*row) for row in zip(*(frame[f"total{end}"] for end in ("", "_lag", "_hog")), strict=True)]),
        frame["grupp"].map(_int),
    ]
    heads = ("Svar, minst", "Utförande", "Stöd/Utveckling", "Enhetsindex med intervall", "Grupp")
    note = "Svar är antalet som har besvarat brukarundersökningen; källan anger dem i intervall. Ett streck betyder "
    note += "att uppgiften saknas eller inte får visas, se avsnittet om uppgifter som saknas."
    kolumner = (Kolumn("Enhet"), *(Kolumn(head, "tal") for head in heads))
    rows = tuple(zip(*columns, strict=True))
    return Tabell("enheter-rangordning", f"Enheternas resultat {e.ar}", kolumner, rows, not_=note)


def _minst(x: float) -> str:
    return TANKSTRECK if pd.isna(x) else heltal(x)


def _total(points: float, low: float, high: float) -> str:
    return utan(points) if pd.isna(low) else f"{utan(points)} ({tal(low)}{TANKSTRECK}{tal(high)})"


def _int(x: Any) -> str:
    return TANKSTRECK if pd.isna(x) else str(x)


def enheter_rutor(e: Enhetsfakta) -> Tabell | Punktlista:
    """Return the four fields of the matrix with their units and what a field may mean; nothing for fewer than two."""
    fields = rutor(e)
    if len(fields) < 2:
        return Punktlista(())
    rows = tuple(
        (RUTNAMN[ruta], INNEBORD[ruta], _units(e, fields[fields["ruta"] == ruta]))
        for ruta in RUTOR
        if bool((fields["ruta"] == ruta).any())
    )
    near = "* Osäkerheten i de äldres svar når över linjen, så enheten kan lika gärna höra till rutan intill. "
    numbers = "Numren är desamma som i tabellen över enheternas resultat." if len(e.enheter) > NAMES else ""
    note = (near if bool(fields["nara"].any()) else "") + numbers
    heads = (Kolumn("Ruta"), Kolumn("Vad det kan betyda"), Kolumn("Enheter"))
    return Tabell("enheter-rutor", f"Enheterna i fyra rutor {e.ar}", heads, rows, not_=note.strip())


def _units(e: Enhetsfakta, own: pd.DataFrame) -> str:
    many = len(e.enheter) > NAMES
    names = nummer(e)[own.index].astype("str") if many else own["namn"].astype("str")
    stars = own["nara"].map({True: "*", False: ""})
    return (", " if many else "; ").join(names + stars)


def enheter_regi(e: Enhetsfakta) -> Tabell | Punktlista:
    """Return the means of kommunal and private units; nothing where a group is too small to be shown."""
    frame = e.grupper
    if frame.empty:
        return Punktlista(())
    columns = [
        pd.Series(frame.index, index=frame.index).map(REGI),
        frame["antal"].map(heltal),
        *(frame[name].map(utan) for name in ("total", "utforande", "stod_utveckling")),
    ]
    heads = ("Enheter", "Enhetsindex", "Utförande", "Stöd/Utveckling")
    title = f"Kommunal och enskild regi {e.ar}, genomsnitt för enheter med enhetsindex"
    return Tabell("enheter-regi", title, _heads("Regi", heads), tuple(zip(*columns, strict=True)))


def _heads(first: str, rest: tuple[str, ...]) -> tuple[Kolumn, ...]:
    return (Kolumn(first), *(Kolumn(head, "tal") for head in rest))
