"""The small text files of a package, for people who open it: what is in it, sources and terms."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from hemtjanst_lib.analysis.facts import Kommunfakta
from hemtjanst_lib.delivery.kalender import STOCKHOLM
from hemtjanst_lib.delivery.villkor import bearbetning
from hemtjanst_lib.export.xlsx import MARK
from hemtjanst_lib.language import datum

VAD = (
    ("_sammanfattning_", ".pdf", "Sammanfattning på en sida"),
    ("_kommunrapport_", ".pdf", "Skriftlig analys, för läsning och utskrift"),
    ("_kommunrapport_", ".html", "Samma analys som webbsida, öppnas i en webbläsare utan nät"),
    ("_verktyg_", ".html", "Jämförelseverktyget, öppnas i en webbläsare utan nät"),
    ("_bilder_", ".pptx", "Bildbank med diagram som går att ändra"),
    ("_data_", ".xlsx", "Alla siffror bakom analysen"),
    ("_checklistor_", ".xlsx", "Checklistor för webbplatsen och för datakällorna"),
    ("_enhetsbilder_", ".pptx", "Bilder om enheterna, med diagram som går att ändra"),
    ("_enheter_", ".pdf", "Index per enhet och utförare, översikt"),
    ("enheter/", ".pdf", "En rapport per enhet"),
)
MOTE = "I paketet ingår också ett videomöte med genomgång av resultatet. Boka tid på info@hemtjanstindex.se."


def las_mig(fakta: Kommunfakta, names: Iterable[str], publiceras: datetime) -> str:
    """Write what the package holds, in the words of someone who has never seen one."""
    given = sorted(names)
    rows = []
    for part, ending, words in VAD:
        found = [name for name in given if part in name and name.endswith(ending) and ("/" in name) == ("/" in part)]
        rows += [f"{words}:", *(f"    {name}" for name in found), ""] if found else []
    head = [f"Hemtjänstindex {fakta.ar} – rapportpaket för {fakta.kommun.fullnamn}", *_mark(fakta), ""]
    return "\n".join([*head, *_edition(fakta, publiceras), "", *rows, MOTE, "", *_help()]) + "\n"


def forhandsbesked(fakta: Kommunfakta, publiceras: datetime) -> str:
    """Write what a kommun must know of a summary that it gets before publication."""
    told = publiceras.astimezone(STOCKHOLM)
    lines = [
        f"Hemtjänstindex {fakta.ar} – sammanfattning i förväg för {fakta.kommun.fullnamn}",
        *_mark(fakta),
        "",
        f"Resultatet offentliggörs den {datum(told.date())} klockan {told:%H.%M}. Fram till dess är sammanfattningen",
        "till för dem i kommunen som behöver förbereda en kommentar. Den får inte spridas vidare eller publiceras.",
        "",
        *_help(),
    ]
    return "\n".join(lines) + "\n"


def kallor(fakta: Kommunfakta) -> str:
    """Write the sources and the terms for using the figures."""
    lines = [
        f"Källor och villkor – Hemtjänstindex {fakta.ar}",
        *_mark(fakta),
        "",
        bearbetning(fakta.kallor["utgivare"]),
        "Utgivarna svarar för sina egna uppgifter men inte för poäng, index, placeringar och slutsatser.",
        "",
        *(f"- {row.namn} ({row.utgivare}): {row.antal} {_ord(row.antal)}" for row in fakta.kallor.itertuples()),
        "",
        "Ange ”Hemtjänstindex, SPF Seniorerna” och året när siffror ur materialet återges. Övriga villkor: avtalet.",
        "Skriv inte ”Källa: Kolada” eller en annan utgivares namn vid poäng, index eller placeringar.",
        "Resultat per enhet visas bara när tillräckligt många har svarat. Räkna inte fram uppgifter som inte visas.",
    ]
    return "\n".join(lines) + "\n"


def _ord(antal: object) -> str:
    return "indikator" if antal == 1 else "indikatorer"


def _mark(fakta: Kommunfakta) -> list[str]:
    return [MARK] if fakta.exempeldata else []


def _edition(fakta: Kommunfakta, publiceras: datetime) -> list[str]:
    told = publiceras.astimezone(STOCKHOLM)
    return [f"Utgåva {fakta.utgava}. Offentligt från den {datum(told.date())} klockan {told:%H.%M}."]


def _help() -> list[str]:
    return ["Frågor: info@hemtjanstindex.se"]
