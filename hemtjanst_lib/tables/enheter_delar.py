"""What a kommun's units have and lack: strengths, routines, plans, and results that are missing."""

from __future__ import annotations

from typing import Any

import pandas as pd

from hemtjanst_lib.analysis.enheter_fakta import Enhetsfakta
from hemtjanst_lib.analysis.enheter_monster import andelar, avvikelser, rutiner
from hemtjanst_lib.charts.enheter_ord import REGI, SKAL, etiketter
from hemtjanst_lib.display import Kolumn, Punktlista, Tabell
from hemtjanst_lib.language import NBSP, TANKSTRECK, andel, heltal, lista, rakneord, skillnad, stor_forsta
from hemtjanst_lib.model import load_model, model_path
from hemtjanst_lib.narrative.enheter_ord import granser, har_resultat

MOST, MOST_OF_MANY, MANY = 3, 1, 40  # strengths, and development areas, named of a unit; fewer from so many units
NAMED = 4  # units that are named as lacking a routine; of more only the number
INGA = "inga tydliga"
PLANER = "eu_aktuell_genomforandeplan"


def enheter_styrkor(e: Enhetsfakta) -> Tabell | Punktlista:
    """Return each unit's strengths and development areas, the weightiest first; nothing when none can be compared."""
    if not har_resultat(e):
        return Punktlista(())
    far = avvikelser(e, granser())
    known = e.enheter[e.enheter[["utforande", "stod_utveckling"]].notna().any(axis=1)]
    most = MOST if len(known) <= MANY else MOST_OF_MANY
    sides = [_by_unit(far[far["gap"] > 0], most), _by_unit(far[far["gap"] < 0], most)]
    names = etiketter(e)
    rows = tuple((names[unit], *(side.get(str(unit), INGA) for side in sides)) for unit in known.index)
    heads = (Kolumn("Enhet"), Kolumn("Styrkor"), Kolumn("Utvecklingsområden"))
    note = f"Skillnad i poäng mot {e.referensnamn}, {_hogst(most)} av varje slag. "
    note += "* Skillnaden ryms inom osäkerheten i de äldres svar."
    return Tabell("enheter-styrkor", f"Styrkor och utvecklingsområden per enhet {e.ar}", heads, rows, not_=note)


def _hogst(most: int) -> str:
    return "det område som väger tyngst" if most == 1 else f"högst {rakneord(most)} områden"


def _by_unit(far: pd.DataFrame, most: int) -> dict[str, str]:
    return {str(unit): _omraden(rows.head(most)) for unit, rows in far.groupby("enhet", sort=False)}


def _omraden(rows: pd.DataFrame) -> str:
    cells = zip(rows["namn"], rows["gap"], rows["saker"], strict=True)
    return "; ".join(f"{namn} ({skillnad(gap)}){'' if sure else '*'}" for namn, gap, sure in cells)


def enheter_rutiner(e: Enhetsfakta) -> Tabell | Punktlista:
    """Return each routine with how many units have it and which lack it; nothing when no unit has answered."""
    table = rutiner(e)
    if table.empty:
        return Punktlista(())
    names = e.enheter["namn"]
    rows = tuple(_rutin(n, table[table["indikator"] == kod], names) for kod, n in _rutinnummer(table).items())
    heads = (Kolumn("Rutin"), Kolumn("Har den", "tal"), Kolumn("Saknar den"))
    return Tabell("enheter-rutiner", f"Rutiner hos enheterna {e.ar}", heads, rows)


def _rutinnummer(table: pd.DataFrame) -> dict[str, int]:
    """Number the routines, those that fewest have first."""
    share = table.groupby("indikator", sort=False)["har"].mean().sort_values(kind="stable")
    return {str(kod): n for n, kod in enumerate(share.index, start=1)}


def _rutin(number: int, part: pd.DataFrame, names: pd.Series) -> tuple[str, str, str]:
    has, partly = (int((part["har"] == much).sum()) for much in (1.0, 0.5))
    told = [_vilka(part.loc[part["har"] == 0, "enhet"], names), f"delvis hos {heltal(partly)}" if partly else ""]
    lacks = stor_forsta("; ".join(text for text in told if text)) or TANKSTRECK
    return f"{number}.{NBSP}{part['namn'].iloc[0]}", f"{heltal(has)} av {heltal(len(part))}", lacks


def _vilka(units: pd.Series, names: pd.Series) -> str:
    return f"{heltal(len(units))}{NBSP}enheter" if len(units) > NAMED else lista(str(names[unit]) for unit in units)


def enheter_planer(e: Enhetsfakta) -> Tabell | Punktlista:
    """Return each answering unit's shares, how many routines it has, and the numbers of those it lacks."""
    shares, has = andelar(e), rutiner(e)
    units = [unit for unit in e.enheter.index if unit in set(shares["enhet"]) | set(has["enhet"])]
    if not units:
        return Punktlista(())
    wide = shares.pivot(index="enhet", columns="indikator", values="varde").reindex(units)
    kinds = shares.drop_duplicates("indikator").set_index("indikator")["namn"]
    kinds = kinds.loc[sorted(kinds.index, key=lambda kod: kod != PLANER)]
    names, by_unit, numbers = etiketter(e), dict(iter(has.groupby("enhet"))), _rutinnummer(has)
    rows = tuple(
        (
            names[unit],
            *(_andel(wide.at[unit, kod]) for kod in kinds.index),
            *_rutiner(by_unit.get(unit, has.iloc[:0]), numbers),
        )
        for unit in units
    )
    shown = (stor_forsta(str(namn).removeprefix("Andel ")) for namn in kinds)
    heads = (Kolumn("Enhet"), *(Kolumn(namn, "tal") for namn in shown), Kolumn("Rutiner", "tal"), Kolumn("Saknar nr"))
    title = f"Genomförandeplaner, undersköterskor och rutiner per enhet {e.ar}"
    note = (
        "Rutiner: hur många enheten har av dem som gäller den. Saknar nr: numren i tabellen över rutiner; en rutin som "
    )
    return Tabell("enheter-planer", title, heads, rows, not_=f"{note}bara finns för några räknas som saknad.")


def _andel(x: Any) -> str:
    return TANKSTRECK if pd.isna(x) else andel(x, 0)


def _rutiner(own: pd.DataFrame, numbers: dict[str, int]) -> tuple[str, str]:
    if own.empty:
        return TANKSTRECK, TANKSTRECK
    lacks = sorted(numbers[str(kod)] for kod in own.loc[own["har"] < 1, "indikator"])
    return f"{len(own) - len(lacks)} av {len(own)}", ", ".join(map(str, lacks)) or TANKSTRECK


def enheter_saknas(e: Enhetsfakta) -> Tabell | Punktlista:
    """Return the units that lack a delindex, with the reason; nothing when none does."""
    frame = e.enheter[e.enheter["skal"].ne("")]
    if frame.empty:
        return Punktlista(())
    columns = [
        etiketter(e)[frame.index],
        frame["regi"].map(REGI),
        frame["skal_utforande"].map(SKAL),
        frame["skal_stod_utveckling"].map(SKAL),
    ]
    heads = (Kolumn("Enhet"), Kolumn("Regi"), Kolumn("Utförande"), Kolumn("Stöd/Utveckling"))
    title = f"Enheter som saknar resultat i något delindex {e.ar}"
    return Tabell("enheter-saknas", title, heads, tuple(zip(*columns, strict=True)))


def enheter_tveksamma(e: Enhetsfakta) -> Tabell | Punktlista:
    """Return the pairs of names that may mean one unit; nothing when there are none."""
    frame = e.tveksamma
    if frame.empty:
        return Punktlista(())
    rows = tuple(zip(frame["namn_bu"], frame["namn_eu"], frame["skal"], strict=True))
    names = (Kolumn("Namn i brukarundersökningen"), Kolumn("Namn i enhetsundersökningen"))
    heads = (*names, Kolumn("Varför det är osäkert"))
    return Tabell("enheter-tveksamma", f"Namn som kan höra ihop {e.ar}", heads, rows)


def enheter_kallor(e: Enhetsfakta) -> Tabell:
    """Return the two surveys with publisher, time of collection, units of the kommun, and indikatorer."""
    model = load_model(model_path(e.ar))
    counts = {
        "brukarundersokningen": (e.tackning.brukarundersokning, e.modell.antal_utforande),
        "enhetsundersokningen": (e.tackning.enhetsundersokning, e.modell.antal_stod_utveckling),
    }
    rows = tuple(
        (f"{kalla.namn}, {kalla.utgivare}", kalla.insamling, heltal(counts[kod][0]), heltal(counts[kod][1]))
        for kod, kalla in model.kallor.items()
        if kod in counts
    )
    heads = (Kolumn("Källa"), Kolumn("Insamling"), Kolumn("Enheter", "tal"), Kolumn("Indikatorer", "tal"))
    return Tabell("enheter-kallor", f"Källor till enhetsindexet {e.ar}", heads, rows)
