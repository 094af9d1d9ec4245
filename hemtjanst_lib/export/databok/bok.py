"""The data book put together."""

from __future__ import annotations

from collections.abc import Sequence

from hemtjanst_lib.analysis.facts import Kommunfakta
from hemtjanst_lib.analysis.national import Nation
from hemtjanst_lib.export.databok.jamforelse import alla_blad, referenser_blad
from hemtjanst_lib.export.databok.modell import kallor_blad, klasser_blad, modell_blad, teckenblad
from hemtjanst_lib.export.databok.resultat import (
    delindex_blad,
    index_blad,
    indikatorer_blad,
    omraden_blad,
    saknas_blad,
)
from hemtjanst_lib.export.xlsx import Blad, Bok, as_xlsx


def databok(nation: Nation, fakta: Kommunfakta, fler: Sequence[Blad] = ()) -> bytes:
    """Write one kommun's data book.

    It holds the kommun's own figures in full, means of groups, and what is public about others; no other kommun's
    indikatorer.

    Parameters
    ----------
    nation : Nation
        The year and those before it.
    fakta : Kommunfakta
        The kommun's.
    fler : sequence of Blad
        Further sheets, such as those of the units when they are ordered; put before the model.
    """
    kod = fakta.kommun.kod
    blad = [
        teckenblad(),
        index_blad(nation, kod),
        delindex_blad(nation, kod),
        omraden_blad(fakta),
        indikatorer_blad(fakta),
        saknas_blad(fakta),
        referenser_blad(nation, fakta),
        alla_blad(nation),
        *fler,
        klasser_blad(fakta),
        modell_blad(nation.now.model),
        kallor_blad(nation),
    ]
    titel = f"Hemtjänstindex {fakta.ar}: data för {fakta.kommun.fullnamn}"
    return as_xlsx(Bok(titel, _omslag(fakta), blad, fakta.ar, fakta.exempeldata))


def _omslag(fakta: Kommunfakta) -> tuple[str, ...]:
    return (
        f"Publicerat den {fakta.datum}. Utgåva {fakta.utgava}.",
        "Boken har alla siffror bakom kommunens skriftliga analys, från svaret i källan till indexet.",
        "Varje blad har en tabell med en rad per uppgift. Talen är oavrundade och visas med en decimal.",
        "Med bladen Indikatorer och Modell kan den som vill räkna om varje poäng.",
    )
