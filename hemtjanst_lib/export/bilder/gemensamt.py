"""Slides that every deck has: what the index is, how it is built, where the figures come from, whom to ask."""

from __future__ import annotations

from typing import Any

from hemtjanst_lib import tables
from hemtjanst_lib.export.bilder.form import Bild, Diagram, Serie, Stycken
from hemtjanst_lib.export.bilder.ord import PROCENT, kalla, noter, ruta, tal
from hemtjanst_lib.language import NBSP, antal, heltal, stor_forsta

WEBB = "[hemtjanstindex.se](https://hemtjanstindex.se/)"
BREV = "[info@hemtjanstindex.se](mailto:info@hemtjanstindex.se)"


def titelbild(k: Any, rubrik: str, vem: str, vad: str) -> Bild:
    """The first slide."""
    text = Stycken((f"**{vem}**", vad, str(k.datum)), punkter=False)
    how = (
        "Bilderna kan användas var för sig. Diagrammen är vanliga PowerPointdiagram: högerklicka och välj Redigera "
        "data för att se siffrorna. Färgerna kommer ur temat, så bilderna följer en egen mall när de klistras in där. "
        "Under varje bild finns anteckningar med mer text."
    )
    return Bild("titel", rubrik, "Titelbild", (text,), noter(k, how))


def om_indexet(k: Any) -> Bild:
    """What the index is."""
    points = (
        f"{stor_forsta(antal(k.antal_indikatorer, 'indikator', 'indikatorer'))} vägs samman till ett tal mellan 0 och "
        "100, där 100 är bäst.",
        "Vikterna bygger på vad seniorer har svarat i en stor enkät och på workshoppar i olika delar av landet.",
        "Alla kommuner mäts på samma sätt, med uppgifter som redan samlas in eller är offentliga.",
        "SPF Seniorerna tog initiativet. Indexet är oberoende, har getts ut varje år sedan 2022 och togs fram med stöd "
        "av Allmänna arvsfonden tillsammans med RISE och fler än tusen seniorer.",
    )
    titel = "Hemtjänstindex mäter hemtjänsten med seniorernas ögon"
    return Bild("om", titel, "Text", (Stycken(points),), noter(k, *points, k.mening.arets_index), kalla(k))


def modell(k: Any) -> Bild:
    """The measure model: the delindex in columns, each with its områden."""
    columns = []
    for kod, row in k.delindex.iterrows():
        names = k.omraden.loc[k.omraden["delindex"] == kod, "namn"].tolist()
        columns.append(Stycken(names, rubrik=f"{row['namn']}, {round(100 * row['viktandel'])}{NBSP}%"))
    titel = (
        f"Mätmodellen {k.ar}: {antal(k.antal_delindex, 'delindex', 'delindex', 'ett')}, {heltal(k.antal_omraden)} "
        f"kvalitetsområden och {heltal(k.antal_indikatorer)} indikatorer"
    )
    told = "Procenttalet är delindexets andel av hela indexet."
    return Bild("modell", titel, "Fyra spalter", columns, noter(k, k.mening.delindex_namn, told), f"{told} {kalla(k)}")


def vikter(k: Any) -> Bild:
    """What each område weighs."""
    frame = k.omraden.sort_values("vikt", ascending=False, kind="stable")
    shares = tal(100 * frame["vikt"] / frame["vikt"].sum(), 0)
    top = int((frame["vikt"] == frame["vikt"].iloc[0]).sum())
    titel = (
        f"{stor_forsta(antal(top, 'område', 'områden', 'ett'))} väger tyngst: {round(shares[0] or 0)}{NBSP}% "
        f"av indexet {'vardera' if top > 1 else ''}".rstrip()
    )
    colours = {n: "medel" for n, first in enumerate(frame["prioriterat"]) if not first}
    series = Serie("Andel av indexet", shares, "egen", colours)  # type: ignore[arg-type]
    values = "; ".join(f"{namn} {round(x or 0)}{NBSP}%" for namn, x in zip(frame["namn"], shares, strict=True))
    chart = Diagram(
        "staplar", frame["namn"].tolist(), [series], f"Stapeldiagram över områdenas vikter: {values}.", PROCENT
    )
    told = "Mörka staplar: de områden som seniorerna prioriterar högst."
    return Bild("vikter", titel, "Diagram", (chart,), noter(k, told, k.mening.viktning), f"{told} {kalla(k)}")


def kallor(k: Any) -> Bild:
    """Where the figures come from."""
    part = ruta(tables.kallor(k))
    said = "Index, delindex och poäng är egen bearbetning av uppgifterna. Utgivarna svarar inte för dem."
    return Bild(
        "kallor", f"Så här samlades uppgifterna till {k.ar} års index in", "Tabell", (part,), noter(k, said), said
    )


def kontakt(k: Any, *points: str) -> Bild:
    """What to do next, and whom to ask."""
    every = (
        *points,
        f"Frågor, eller en genomgång med en av våra analytiker: {BREV}.",
        f"Rankinglista, delindex, datakällor, checklistor och filmer med goda exempel: {WEBB}.",
    )
    return Bild("kontakt", "Så kan ni gå vidare", "Text", (Stycken(every),), noter(k, *every))
