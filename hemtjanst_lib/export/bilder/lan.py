"""The deck on a län, or on a named set of kommuner: for teaching, and for talks with those who decide."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import hemtjanst_lib.export.bilder.gemensamt as gemensamt  # noqa: PLR0402  (the package itself would be a circle)
from hemtjanst_lib.analysis.lan_fakta import Lansfakta
from hemtjanst_lib.analysis.national import Nation
from hemtjanst_lib.export.bilder.egna import read_own
from hemtjanst_lib.export.bilder.form import Bild, Bildspel, Stycken
from hemtjanst_lib.export.bilder.lan_ar import arsbilder
from hemtjanst_lib.export.bilder.lan_lage import klassbild, lagesbilder
from hemtjanst_lib.export.bilder.lan_skillnader import skillnadsbilder
from hemtjanst_lib.export.bilder.ord import brott, kalla, noter
from hemtjanst_lib.export.bilder.skriv import as_pptx
from hemtjanst_lib.lansrapport import Lansrapport

Datum = Sequence[tuple[str, str]]  # what happens, and when, in words


def lanbilder(nation: Nation, fakta: Lansfakta, datum: Datum = (), egna: Path | None = None) -> bytes:
    """Write the deck on several kommuner.

    Parameters
    ----------
    nation : Nation
        The year and those before it.
    fakta : Lansfakta
    datum : sequence of (str, str)
        Days of the year to come that kommuner should know of.
    egna : Path, optional
        Folder of own slides.

    Raises
    ------
    ExportError, ParameterError
        If a text does not fit its slide, or own slides have faults.
    """
    return as_pptx(lanspel(nation, fakta, datum), read_own(egna) if egna else [])


def lanspel(nation: Nation, fakta: Lansfakta, datum: Datum = ()) -> Bildspel:
    """Put the deck's slides together."""
    u = Lansrapport.of(fakta)
    slides = [
        gemensamt.titelbild(u, f"Hemtjänstindex {u.ar}", u.huvud.undertitel, "Hur tolka och använda resultaten?"),
        _innehall(u),
        gemensamt.om_indexet(u),
        gemensamt.kallor(u),
        gemensamt.modell(u),
        gemensamt.vikter(u),
        _tank_pa(u),
        klassbild(nation, u),
        *skillnadsbilder(u),
        *lagesbilder(u),
        *arsbilder(nation, u),
        *_paket(u),
        *_datum(u, datum),
        gemensamt.kontakt(
            u,
            "Berätta för kommunen vad som är bra, och fråga vad den tänker göra åt det som är svagt.",
            "Checklistan för webbplatsen visar vad som granskas. Den är ofta det som går snabbast att rätta till.",
        ),
    ]
    titel = f"Hemtjänstindex {u.ar}: bilder för {u.urval.namn}"
    return Bildspel(titel, f"Hemtjänstindex {u.ar} · {u.huvud.undertitel}", u.publicerad, u.exempeldata, slides)


def _innehall(u: Lansrapport) -> Bild:
    points = (
        "Vad indexet är, och varifrån uppgifterna kommer",
        "Mätmodellen och de fem klasserna",
        "Vad som skiljer höga resultat från låga",
        f"Resultat för {u.ord['gruppens'] + ' kommuner' if u.antal > 1 else 'kommunen'}: index, placering och delindex",
        "Utveckling över åren, och vilka som har klättrat",
        "Uppgifter som saknas",
        "Så kan resultaten användas",
    )
    return Bild("innehall", "Det här handlar bilderna om", "Text", (Stycken(points),), noter(u, u.mening.om))


def _tank_pa(u: Lansrapport) -> Bild:
    """What one must know before one reads the results."""
    said = (
        "En kommun som inte besvarar Socialstyrelsens enkäter tappar många placeringar. Ett svar som saknas räknas som "
        "noll poäng.",
        brott(u.brott),
        u.mening.forbehall,
        u.mening.viktning,
        u.mening.ej_tillamplig,
    )
    points = [text for text in (str(each) for each in said) if text]
    return Bild(
        "tank-pa",
        "Att tänka på när man läser resultaten",
        "Text",
        (Stycken(points),),
        noter(u, *points, u.jamforbarhet.text),
        kalla(u),
    )


def _paket(u: Lansrapport) -> list[Bild]:
    """What a kommun can order, and what the index per unit is."""
    package = (
        "Skriftlig analys av kommunens resultat, med styrkor, utvecklingsområden och jämförbara kommuner att lära av",
        "Digitalt verktyg där alla uppgifter går att jämföra med riket, länet, kommungruppen och tidigare år",
        "Bilder till presentationer, och en databok med alla siffror",
        "Möte med genomgång av resultatet",
    )
    units = (
        "Samma frågor, enhet för enhet: delindexen Utförande och Stöd/Utveckling.",
        "Enheterna jämförs med varandra, inte med landet. Alla enheter och utförare kan få se sina egna styrkor och "
        "utvecklingsområden.",
        "Inga resultat visas för enheter med så få svar att någon skulle kunna kännas igen.",
    )
    return [
        Bild("rapportpaket", "Kommunen kan beställa ett rapportpaket", "Text", (Stycken(package),), noter(u, *package)),
        Bild(
            "enhetsindex",
            "Index per enhet visar skillnader mellan utförare",
            "Text",
            (Stycken(units),),
            noter(u, *units),
        ),
    ]


def _datum(u: Lansrapport, datum: Datum) -> list[Bild]:
    if not datum:
        return []
    points = [f"**{when}**: {what}" for what, when in datum]
    return [Bild("datum", "Viktiga datum", "Text", (Stycken(points),), noter(u, *points))]
