"""The country's classes, and who stands highest, lowest and climbed most."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hemtjanst_lib.analysis.rader import rader
from hemtjanst_lib.charts.words import signerad
from hemtjanst_lib.display import Kolumn, Punktlista, Tabell
from hemtjanst_lib.language import TANKSTRECK, andel, heltal, rakneord, tal
from hemtjanst_lib.narrative.ordningsgrupper import platser
from hemtjanst_lib.tables.class_words import limits, places

if TYPE_CHECKING:
    from hemtjanst_lib.analysis.nation import Nationsfakta


def nation_klasser(n: Nationsfakta) -> Tabell:
    """Return the classes from the highest, with limits, places and how many kommuner each has."""
    frame = n.klasser.iloc[::-1]
    cells = zip(
        *(frame[c] for c in ("klass", "over", "till_och_med", "forsta_plats", "sista_plats", "antal")), strict=True
    )
    rows = tuple(
        (klass, limits(over, upper), places(first, last), heltal(count), andel(100 * count / n.antal, 0))
        for klass, over, upper, first, last, count in cells
    )
    columns = (Kolumn("Klass"), Kolumn("Index"), Kolumn("Placering"), Kolumn("Kommuner", "tal"), Kolumn("Andel", "tal"))
    note = "Klassen bestäms av indexet före avrundning. Ett index på gränsen hör till den lägre klassen."
    return Tabell("klasser", f"Hemtjänstindex {n.ar} i {rakneord(len(rows))} klasser", columns, rows, not_=note)


def nation_hogst(n: Nationsfakta) -> Tabell:
    """Return the kommuner with the highest index, ties at the last place included."""
    return _ende(n, "hogst", "Kommuner med högst index")


def nation_lagst(n: Nationsfakta) -> Tabell:
    """Return the kommuner with the lowest index, ties included; those that lack a whole källa are marked."""
    return _ende(n, "lagst", "Kommuner med lägst index")


def _ende(n: Nationsfakta, ande: str, title: str) -> Tabell:
    frame = n.ytterst[n.ytterst["ande"] == ande]
    missing = n.utan_svar["saknas"]
    rows: tuple[tuple[str, ...], ...] = tuple(
        (
            f"{row['namn']}{'*' if row['kommunkod'] in missing.index else ''}",
            _plats(n, row["kommunkod"], row["placering"]),
            row["lan"],
            tal(row["index"]),
            row["klass"],
            ", ".join(missing.get(row["kommunkod"], ())) or TANKSTRECK,
        )
        for row in frame.to_dict("records")
    )
    starred = any(row[0].endswith("*") for row in rows)
    if not starred:
        rows = tuple(row[:-1] for row in rows)
    heads = [
        Kolumn("Kommun"),
        Kolumn("Plats (intervall)", "tal"),
        Kolumn("Län"),
        Kolumn("Index", "tal"),
        Kolumn("Klass"),
    ]
    note = "Intervallet är där placeringen hamnar i nio fall av tio, se avsnittet Hur säker är ordningen?"
    if starred:
        note += " * Alla uppgifter från minst en källa saknas, se avsnittet om data som saknas."
    columns = (*heads, Kolumn("Saknas")) if starred else tuple(heads)
    return Tabell(f"{ande}-index", f"{title} {n.ar}", columns, rows, not_=note)


def _plats(n: Nationsfakta, kod: str, placering: int) -> str:
    """Write a place with where it lies in nine computations of ten."""
    row = dict(rader(n.sakerhet.osakerhet.placering.loc[[kod]]))[kod]
    return f"{placering} ({platser(row['lag'], row['hog'])})"


def nation_klattrare(n: Nationsfakta) -> Tabell | Punktlista:
    """Return the kommuner that climbed most places; a sentence in its place when no climb can be told."""
    frame = n.klattrare
    if frame.empty:
        return Punktlista((_inga(n),))
    rows = tuple(
        (
            f"{row['namn']}{'*' if row['nya_svar'] else ''}",
            row["lan"],
            f"{row['placering_fore']} → {row['placering']}",
            f"+{row['platser']}",
            signerad(row["forandring"]),
            signerad(row["forandring_lika"], why=TANKSTRECK),
        )
        for row in frame.to_dict("records")
    )
    heads = (
        *(Kolumn("Kommun"), Kolumn("Län"), Kolumn(f"Plats {n.fjol} → {n.ar}", "tal"), Kolumn("Platser", "tal")),
        *(Kolumn("Index", "tal"), Kolumn("På samma indikatorer", "tal")),
    )
    starred = any(row["nya_svar"] for row in frame.to_dict("records"))
    note = "Index och samma indikatorer: förändring i poäng."
    if starred:
        note += f" * En del av klättringen beror på uppgifter från en källa som saknades helt {n.fjol}."
    return Tabell("klattrare", f"Kommuner som har klättrat mest sedan {n.fjol}", heads, rows, not_=note)


def _inga(n: Nationsfakta) -> str:
    if n.ar_fore is None:
        return f"Ingen lista över klättrare visas, eftersom resultat för {n.fjol} saknas."
    if n.jamforbarhet.grad == "nej":
        return f"Ingen lista över klättrare visas mellan {n.fjol} och {n.ar}."
    return f"Ingen kommun har klättrat sedan {n.fjol}."
