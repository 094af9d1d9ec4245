"""The ranking list as an Excel workbook that people and screen readers can find their way in."""

from __future__ import annotations

from hemtjanst_lib.delivery.ranking import Rankinglista
from hemtjanst_lib.delivery.ranking_files import columns, rows
from hemtjanst_lib.export import xlsx
from hemtjanst_lib.export.xlsx import Blad, Bok, Kolumn, Sort

OMSLAG = "Om listan"


def as_xlsx(lista: Rankinglista) -> bytes:
    """Write the workbook: a cover that explains, the list as one real table, and the marks as another.

    Its sheets are written as those of every workbook here, see :mod:`hemtjanst_lib.export.xlsx`.
    """
    blad = (_list_sheet(lista), _marks_sheet(lista))
    return xlsx.as_xlsx(Bok(lista.titel, _cover(lista), blad, lista.ar, lista.exempeldata, OMSLAG, kort=True))


def _cover(lista: Rankinglista) -> tuple[str, ...]:
    return (
        "Listan visar hemtjänstens kvalitet i Sveriges kommuner ur seniorernas perspektiv. Plats 1 är högst.",
        "Index går från 0 till 100 och visas med en decimal. Placering och resultat bygger på det oavrundade indexet.",
        *([lista.jamforelse] if lista.jamforelse else []),
        "Bladet Rankinglista har en rad per kommun. Bladet Förklaringar har alla tecken och koder.",
    )


def _list_sheet(lista: Rankinglista) -> Blad:
    kolumner = [Kolumn(name, _sort(name)) for name in columns(lista)]
    found = rows(lista)
    om = (_size(len(found), len(kolumner)),)
    return Blad("Rankinglista", f"Rankinglista{lista.ar}", om, kolumner, found)


def _marks_sheet(lista: Rankinglista) -> Blad:
    kolumner = [Kolumn("Tecken", "kod"), Kolumn("Betydelse")]
    om = (_size(len(lista.forklaringar), len(kolumner)),)
    return Blad("Förklaringar", "Forklaringar", om, kolumner, lista.forklaringar)


def _size(rader: int, kolumner: int) -> str:
    return f"Bladet har en tabell med {rader} rader och {kolumner} kolumner."


def _sort(column: str) -> Sort:
    """Return what a column of the list holds."""
    if column.startswith("Placering"):
        return "heltal"
    if column.startswith("Hemtjänstindex"):
        return "poang"
    return "skillnad" if column.startswith("Förändring") else "kod"
