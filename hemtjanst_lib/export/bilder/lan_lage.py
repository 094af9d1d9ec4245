"""Where the kommuner of a set stand: classes, index, places, delindex, områden."""

from __future__ import annotations

from typing import Any

import pandas as pd

from hemtjanst_lib import charts, tables
from hemtjanst_lib.analysis.national import Nation
from hemtjanst_lib.charts.words import av
from hemtjanst_lib.display import Tabell
from hemtjanst_lib.export.bilder.form import Bild, Diagram, Serie, Stycken, Tabellruta
from hemtjanst_lib.export.bilder.ord import POANG, bitar, delad, hela, kalla, noter, nummer, ruta, tal
from hemtjanst_lib.language import TANKSTRECK, skillnad, stor_forsta
from hemtjanst_lib.language import tal as skriv
from hemtjanst_lib.lansrapport import Lansrapport

PA_EN_BILD = 26  # kommuner in one chart
HOGA = 2  # of the five classes


def lagesbilder(u: Lansrapport) -> list[Bild]:
    """All slides on where the kommuner stand this year."""
    return [
        _korthet(u),
        *_index(u),
        *_platser(u),
        _oversikt(u),
        *(bild for kod in u.delindex.index for bild in _delindex(u, kod)),
        _omraden(u),
        *_saknas(u),
    ]


def klassbild(nation: Nation, u: Lansrapport) -> Bild:
    """The classes of the year: limits of points, the places that follow, and how many."""
    frame = pd.DataFrame(nation.klasser).iloc[::-1]
    counts = u.klasser.set_index("klass")["antal"]
    rows = [
        (
            str(row["klass"]),
            _granser(row["over"], row["till_och_med"]),
            TANKSTRECK if pd.isna(row["forsta_plats"]) else f"{row['forsta_plats']}{TANKSTRECK}{row['sista_plats']}",
            str(row["antal"]),
            str(counts.get(row["klass"], 0)),
        )
        for _, row in frame.iterrows()
    ]
    heads = ("Klass", "Index", "Placering", "Kommuner i landet", f"I {u.ord['gruppen']}")
    alt = "Tabell över de fem klasserna: gränser i indexpoäng, vilka placeringar de motsvarar och antal kommuner."
    table = Tabellruta(heads, rows, alt, frozenset({3, 4}))
    told = "Klassen bestäms av indexet före avrundning. Ett index på gränsen hör till den lägre klassen."
    return Bild("klasser", _klasstitel(u, frame, counts), "Tabell", (table,), noter(u, told, u.mening.klasser), told)


def _klasstitel(u: Lansrapport, frame: pd.DataFrame, counts: pd.Series) -> str:
    """How many stand in the two highest classes; the class of a kommun that is alone."""
    if u.antal == 1:
        return f"{u.tabell['namn'].iloc[0]} hör till klassen {counts[counts > 0].index[0]}"
    high = int(sum(counts.get(klass, 0) for klass in frame["klass"].head(HOGA)))
    return f"{stor_forsta(av(high, u.antal, 'en'))} kommuner hör till de två högsta klasserna"


def _granser(over: float, till: float) -> str:
    low = "" if pd.isna(over) else f"över {skriv(over)}"
    high = "" if pd.isna(till) or till >= 100 else f"till och med {skriv(till)}"
    return f"{low} {high}".strip()


def _korthet(u: Lansrapport) -> Bild:
    figures = (
        (str(u.medel), f"genomsnitt i {u.ord['gruppen']}"),
        (str(u.riket), "kommungenomsnitt i landet"),
        (skriv(u.tabell["index"].max()), f"högst: {u.tabell['namn'].iloc[0]}"),
        (skriv(u.tabell["index"].min()), f"lägst: {u.tabell['namn'].iloc[-1]}"),
    )
    who = f"{u.ord['Gruppens']} kommuner ligger i genomsnitt"
    if u.antal == 1:
        who = f"{u.tabell['namn'].iloc[0]} ligger"
        figures = (
            (str(u.medel), "poäng av 100"),
            (str(u.riket), "kommungenomsnitt i landet"),
            (skillnad(u.gap), "poäng mot genomsnittet"),
            (str(u.tabell[f"placering_{u.ar}"].iloc[0]), "plats i landet"),
        )
    said = [str(each) for each in (u.mening.fordelning, u.mening.delindex_oversikt, u.mening.utveckling) if str(each)]
    delar = [*(Stycken(each, punkter=False) for each in figures), Stycken(said)]
    side = "i nivå med" if skillnad(u.gap) == "0,0" else f"{skriv(abs(u.gap))} poäng {'över' if u.gap > 0 else 'under'}"
    titel = f"{who} {side} landet"
    return Bild("korthet", titel, "Nyckeltal", delar, noter(u, u.mening.niva, u.mening.resultat, *said), kalla(u))


def med_linje(names: list[str], values: pd.Series, medel: float, alt: str) -> Diagram:
    """Columns in order with the country's mean as a line that says its value; one kommun and the mean as two bars."""
    points = tal(values)
    if len(points) == 1:
        pair = Serie("Poäng", [*points, *tal([medel])], "egen", {1: "medel"})
        return Diagram("staplar", [*names, "Kommungenomsnitt i landet"], [pair], alt, POANG, 0, 100)
    series = [
        Serie("Kommunerna", points),
        Serie(f"Kommungenomsnitt {skriv(medel)}", tal([medel]) * len(points), "medel", etiketter=False, ritas="linje"),
    ]
    return Diagram("kolumner", names, series, alt, POANG, 0, 100)


def _delade(  # noqa: PLR0917
    u: Lansrapport, slug: str, titel: str, frame: pd.DataFrame, column: str, medel: float, alt: str, notes: str
) -> list[Bild]:
    parts = bitar(len(frame), PA_EN_BILD)
    made = []
    for n, rows in enumerate(parts, 1):
        piece = frame.iloc[rows]
        chart = med_linje(piece["kommun"].tolist(), piece[column], medel, alt)
        more = nummer(n, len(parts))
        made.append(Bild(slug if n == 1 else f"{slug}-{n}", titel + more, "Diagram", (chart,), notes, kalla(u)))
    return made


def _index(u: Lansrapport) -> list[Bild]:
    figure = charts.lan_index(u)
    frame = u.tabell.rename(columns={"namn": "kommun"})
    alt = figure.alt.replace("Punktdiagram", "Stapeldiagram")
    return _delade(
        u, "index", figure.titel, frame, "index", u.riket, alt, noter(u, u.mening.resultat, u.mening.over_under)
    )


def _platser(u: Lansrapport) -> list[Bild]:
    """The table of places, over as many slides as it takes; the legend on each."""
    table = tables.lan_placeringar(u)
    best = str(u.tabell["namn"].iloc[0])
    titel = f"Placering och resultat: {best} ligger högst i {u.ord['gruppen']}"
    short = "1 är bäst. * Alla uppgifter från en källa saknas, vilket har sänkt resultatet."
    codes = table.not_.partition("resultatet: ")[2].partition(". ")[0]
    told = f"{short[:-1]}: {codes}." if codes and "*" in table.not_ else "Placering bland landets kommuner, 1 är bäst."
    return delad(Bild("placeringar", titel, "Tabell", (), noter(u, u.mening.resultat, table.not_), told), ruta(table))


def _oversikt(u: Lansrapport) -> Bild:
    frame = u.delindex
    series = [
        Serie(u.ord["Gruppen"], tal(frame["poang"])),
        Serie("Kommungenomsnitt i landet", tal(frame["medel"]), "medel"),
    ]
    told = "; ".join(f"{row['namn']} {skriv(row['poang'])} mot {skriv(row['medel'])}" for _, row in frame.iterrows())
    chart = Diagram("kolumner", frame["namn"].tolist(), series, f"Stapeldiagram över delindex. {told}.", POANG, 0, 100)
    best = str(frame.sort_values("gap")["namn"].iloc[-1])
    titel = f"Jämfört med landet står sig {u.ord['gruppen']} bäst i {best}"
    text = Stycken([str(u.mening.delindex_oversikt), f"Lägst och högst: {_spann(frame)}"])
    return Bild(
        "delindex",
        titel,
        "Diagram och text",
        (chart, text),
        noter(u, u.mening.delindex_oversikt, u.mening.genomsnitt),
        kalla(u),
    )


def _spann(frame: pd.DataFrame) -> str:
    return "; ".join(
        f"{row['namn']} {skriv(row['lagst'])}{TANKSTRECK}{skriv(row['hogst'])}" for _, row in frame.iterrows()
    )


def _delindex(u: Lansrapport, kod: str) -> list[Bild]:
    """Each kommun in a delindex against the country's mean, with what explains it in the notes."""
    figure, said = charts.lan_delindex(u, kod), getattr(u.mening.delindex, kod)
    frame = u.per_delindex[u.per_delindex["kod"] == kod]
    alt = figure.alt.replace("Punktdiagram", "Stapeldiagram")
    notes = noter(u, said.lage, said.forklaring, said.tyngd)
    slug = f"delindex-{kod.replace('_', '-')}"
    return _delade(u, slug, figure.titel, frame, "poang", float(frame["medel"].iloc[0]), alt, notes)


def omradesstaplar(frame: pd.DataFrame, vem: str, lagst: float | None = None, hogst: float | None = None) -> Diagram:
    """Bars of ``gap`` per område, in the frame's order."""
    decimals, shown = hela(frame["gap"])
    values: list[Any] = tal(frame["gap"], decimals)
    known = [0.0, *(x for x in values if x is not None)]
    low, high = min(known) if lagst is None else lagst, max(known) if hogst is None else hogst
    room = 0.1 * max(high - low, 10)
    colours: dict[int, Any] = {n: "under" for n, x in enumerate(values) if x is not None and x < 0}
    series = Serie("Skillnad mot kommungenomsnittet", values, "over", colours)
    told = "; ".join(
        f"{namn} {skillnad(x, decimals) if x is not None else 'saknas'}"
        for namn, x in zip(frame["namn"], values, strict=True)
    )
    alt = f"Stapeldiagram över {vem} skillnad mot kommungenomsnittet per område, i poäng: {told}."
    return Diagram("staplar", frame["namn"].tolist(), [series], alt, shown, low - room, high + room)


def _omraden(u: Lansrapport) -> Bild:
    frame = u.omraden.sort_values("gap", ascending=False, kind="stable")
    over = int((frame["gap"] > 0).sum())
    titel = f"{u.ord['Gruppen']} ligger över landet i {over} av {len(frame)} kvalitetsområden"
    chart = omradesstaplar(frame, u.ord["gruppens"])
    told = "Stapelns värde är genomsnittet för kommunerna minus kommungenomsnittet i landet."
    return Bild(
        "omraden",
        titel,
        "Diagram",
        (chart,),
        noter(u, told, u.mening.omraden, u.mening.prioriterade),
        f"{told} {kalla(u)}",
    )


def _saknas(u: Lansrapport) -> list[Bild]:
    table = tables.lan_saknas(u)
    if not isinstance(table, Tabell) or not table.rader:
        return []
    count = u.saknas.loc[u.saknas["status"] != "ej_tillamplig", "kommunkod"].nunique()
    titel = f"Uppgifter saknas för {count} av {u.antal} kommuner" if u.antal > 1 else "En del uppgifter saknas"
    return delad(Bild("saknas", titel, "Tabell", (), noter(u, u.mening.saknas, u.mening.svar), kalla(u)), ruta(table))
