"""The deck on one kommun's result: the slides in order."""

from __future__ import annotations

from pathlib import Path

import hemtjanst_lib.export.bilder.gemensamt as gemensamt  # noqa: PLR0402  (the package itself would be a circle)
from hemtjanst_lib.analysis.facts import Kommunfakta
from hemtjanst_lib.analysis.national import Nation
from hemtjanst_lib.export.bilder.egna import own_folder, read_own
from hemtjanst_lib.export.bilder.form import Bild, Bildspel, Stycken
from hemtjanst_lib.export.bilder.kommun_arbete import arbetsbilder
from hemtjanst_lib.export.bilder.kommun_delar import delbilder
from hemtjanst_lib.export.bilder.kommun_lage import lagesbilder
from hemtjanst_lib.export.bilder.kommun_sakerhet import sakerhetsbilder
from hemtjanst_lib.export.bilder.kommun_utveckling import utvecklingsbilder
from hemtjanst_lib.export.bilder.ord import noter
from hemtjanst_lib.export.bilder.skriv import as_pptx
from hemtjanst_lib.reference import report_stem
from hemtjanst_lib.report import Report


def kommunbilder(nation: Nation, fakta: Kommunfakta, egna: Path | None = None) -> bytes:
    """Write the deck on one kommun, with its own slides.

    Parameters
    ----------
    nation : Nation
        The year and those before it.
    fakta : Kommunfakta
    egna : Path, optional
        Folder of own slides; without it, the one that parameters hold for the kommun and year.

    Raises
    ------
    ExportError, ParameterError
        If a text does not fit its slide, or own slides have faults.
    """
    stem = report_stem(fakta.kommun.kod, fakta.kommun.namn)
    return as_pptx(kommunspel(nation, fakta), read_own(egna or own_folder(fakta.ar, stem)))


def kommunspel(nation: Nation, fakta: Kommunfakta) -> Bildspel:
    """Put the deck's slides together."""
    k = Report.of(fakta)
    slides = [
        gemensamt.titelbild(k, f"Hemtjänstindex {k.ar}", k.kommun.fullnamn, "Bilder till kommunens resultat"),
        _innehall(k),
        *lagesbilder(nation, k),
        *delbilder(k),
        *utvecklingsbilder(k),
        *arbetsbilder(k),
        *sakerhetsbilder(k),
        gemensamt.kallor(k),
        gemensamt.kontakt(
            k,
            "Samla dem som kan hemtjänsten inifrån, gärna även seniorer och anhöriga, och jämför bilden här "
            "med er egen.",
            "Välj några områden: något som går snabbt och något som märks i vardagen för den som har hemtjänst.",
            "Slå vakt om det som redan är bra. Det är lika viktigt som att förbättra det som är svagt.",
        ),
    ]
    titel = f"Hemtjänstindex {k.ar}: bilder för {k.kommun.fullnamn}"
    return Bildspel(titel, f"Hemtjänstindex {k.ar} · {k.kommun.fullnamn}", k.publicerad, k.exempeldata, slides)


def _innehall(k: Report) -> Bild:
    points = (
        "Resultatet i korthet",
        "Vad indexet är och hur det är uppbyggt",
        "Klass, placering och utveckling över åren",
        "De fyra delindexen med styrkor och utvecklingsområden",
        "Det som seniorerna prioriterar högst",
        "Vad som kan göras först, och vem man kan lära av",
        "Hur säkert resultatet är, och var uppgifterna kommer ifrån",
    )
    return Bild("innehall", "Det här visar bilderna", "Text", (Stycken(points),), noter(k, "Bildernas ordning."))
