"""How sure the result is, what it rests on, and what to read with care."""

from __future__ import annotations

from hemtjanst_lib import charts, tables
from hemtjanst_lib.export.bilder.form import Bild, Diagram, Serie, Stycken
from hemtjanst_lib.export.bilder.ord import HELA, brott, kalla, noter, ruta, tal
from hemtjanst_lib.report import Report


def sakerhetsbilder(k: Report) -> list[Bild]:
    """All slides on how far the result can be trusted."""
    return [_sakerhet(k), _typer(k), _forsiktigt(k)]


def _sakerhet(k: Report) -> Bild:
    figure, shares = charts.sakerhet(k), k.sakerhet.klasser
    names = [f"► {klass}" if klass == k.klass else str(klass) for klass in shares.index]
    series = Serie(
        "Beräkningar av 100",
        tal(100 * shares, 0),
        "egen",
        {n: "medel" for n, klass in enumerate(shares.index) if klass != k.klass},
    )
    chart = Diagram("kolumner", names, [series], figure.alt, HELA, 0, 110)
    text = Stycken([str(k.mening.sakerhet)])
    told = f"Så många av 100 beräkningar ger varje klass. ► {k.kommun.namn}, årets klass."
    return Bild(
        "sakerhet",
        figure.titel,
        "Diagram och text",
        (chart, text),
        noter(k, told, k.mening.sakerhet),
        f"{told} {kalla(k)}",
    )


def _typer(k: Report) -> Bild:
    table, first = tables.typer(k), int(k.sakerhet.typer["vikt"].to_numpy().argmax())
    kind, share = table.rader[first][:2]
    return Bild(
        "typer",
        f"{kind} står för {share} av indexet",
        "Tabell",
        (ruta(table),),
        noter(k, k.mening.typer, table.not_),
        table.not_,
    )


def _forsiktigt(k: Report) -> Bild:
    said = (k.mening.jamforbarhet, brott(k.brott), k.mening.andrat_genomsnitt, k.mening.egna_svar, k.mening.viktning)
    points = [text for text in dict.fromkeys(str(each) for each in said) if text]
    points.append("En placering kan ändras mycket även när poängen nästan står still. Se i första hand till poängen.")
    points.append(
        "Klass och placering bestäms av oavrundade tal, så en skillnad kan bli en tiondel större "
        "eller mindre än de avrundade talen ger."
    )
    return Bild("forsiktigt", "Läs siffrorna med omdöme", "Text", (Stycken(points),), noter(k, *points), kalla(k))
