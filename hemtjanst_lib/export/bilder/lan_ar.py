"""The years: how the set's mean moved, who climbed most, and the climber's own way there, a slide a year."""

from __future__ import annotations

import pandas as pd

from hemtjanst_lib import charts, tables
from hemtjanst_lib.analysis.national import Nation
from hemtjanst_lib.display import Figur, Tabell
from hemtjanst_lib.export.bilder.form import Bild, Diagram, Serie, Stycken
from hemtjanst_lib.export.bilder.kommun_lage import BROTT, ends
from hemtjanst_lib.export.bilder.lan_lage import PA_EN_BILD, omradesstaplar
from hemtjanst_lib.export.bilder.ord import POANG, SKILLNAD, bitar, delad, kalla, noter, nummer, ruta, tal
from hemtjanst_lib.language import genitiv, skillnad
from hemtjanst_lib.language import tal as skriv
from hemtjanst_lib.lansrapport import Lansrapport


def arsbilder(nation: Nation, u: Lansrapport) -> list[Bild]:
    """All slides on the years."""
    return [_medel(nation, u), *_forandring(u), *_klattrare(u), *_ett_ar_i_taget(nation, u)]


def _foljd(u: Lansrapport, series: dict[str, dict[int, float]]) -> tuple[list[str], dict[str, list[float | None]]]:
    """Put years in a row with a gap where they may not be compared."""
    years = [ar for ar in u.alla_ar if any(ar in values for values in series.values())]
    names: list[str] = []
    rows: dict[str, list[float | None]] = {name: [] for name in series}
    for ar in years:
        if ar in u.brott and names:
            names.append(BROTT)
            for values in rows.values():
                values.append(None)
        names.append(str(ar))
        for name, values in rows.items():
            values.extend(tal([series[name].get(ar, float("nan"))]))
    return names, rows


def _foljd_kommun(nation: Nation, u: Lansrapport) -> str:
    """The kommun whose way is shown: the one that rose most, else the one that lies highest."""
    if not u.klattring.empty and u.klattring["forandring"].notna().any():
        return str(u.klattring["forandring"].astype(float).idxmax())
    return str(u.tabell.index[0])


def _medel(nation: Nation, u: Lansrapport) -> Bild:
    kod = _foljd_kommun(nation, u)
    namn = str(nation.kommuner.at[kod, "namn"])
    members = list(u.tabell.index)
    totals = {ar: year.scores.total for ar, year in nation.years.items()}
    series = {
        namn: {ar: float(total.get(kod, float("nan"))) for ar, total in totals.items()},
        u.ord["Gruppen"]: {ar: float(total.reindex(members).mean()) for ar, total in totals.items()},
        "Kommungenomsnitt i landet": {ar: float(year.scores.medel.total) for ar, year in nation.years.items()},
    }
    if u.antal == 1:
        series.pop(u.ord["Gruppen"])
    names, rows = _foljd(u, series)
    colours = {namn: "egen", u.ord["Gruppen"]: "over", "Kommungenomsnitt i landet": "medel"}
    drawn = [Serie(name, values, colours[name], etiketter=name == namn) for name, values in rows.items()]  # type: ignore[arg-type]
    alt = (
        "Linjediagram över index. "
        + "; ".join(f"{name}: {_told(names, values)}" for name, values in rows.items())
        + "."
    )
    chart = Diagram("linjer", names, drawn, alt, POANG, *ends(list(rows.values())))
    said = [str(each) for each in (u.mening.utveckling, u.mening.brott) if str(each)]
    titel = _medeltitel(u, namn, series[namn])
    return Bild(
        "index-ar", titel, "Diagram och text", (chart, Stycken(said or [str(u.mening.niva)])), noter(u, *said), kalla(u)
    )


def _medeltitel(u: Lansrapport, namn: str, index: dict[int, float]) -> str:
    """How the kommun's index has changed since last year; only whose it is when that cannot be said."""
    now, before = index.get(u.ar, float("nan")), index.get(u.ar - 1, float("nan"))
    if pd.isna(now) or pd.isna(before) or u.ar in u.brott or skriv(now) == skriv(before):
        return f"{genitiv(namn)} index år för år"
    return f"{genitiv(namn)} index har gått från {skriv(before)} till {skriv(now)} poäng sedan {u.ar - 1}"


def _told(names: list[str], values: list[float | None]) -> str:
    return ", ".join(
        f"{name} {x:.1f}".replace(".", ",") for name, x in zip(names, values, strict=True) if x is not None
    )


def _forandring(u: Lansrapport) -> list[Bild]:
    """The change of each kommun, the largest first."""
    if u.klattring.empty or u.klattring["forandring"].isna().all():
        return []
    figure = charts.lan_forandring(u)
    if not isinstance(figure, Figur):
        return []
    frame = u.klattring.assign(forandring=u.klattring["forandring"].astype(float)).sort_values(
        "forandring", ascending=False, kind="stable"
    )
    low, high = min(frame["forandring"].min(), 0), max(frame["forandring"].max(), 0)
    room = 0.1 * max(high - low, 5)
    parts = bitar(len(frame), PA_EN_BILD)
    made = []
    for n, rows in enumerate(parts, 1):
        piece = frame.iloc[rows]
        values = tal(piece["forandring"])
        series = Serie(
            "Förändring av index", values, "over", {i: "under" for i, x in enumerate(values) if (x or 0) < 0}
        )
        chart = Diagram("staplar", piece["namn"].tolist(), [series], figure.alt, SKILLNAD, low - room, high + room)
        more = nummer(n, len(parts))
        made.append(
            Bild(
                "forandring" if n == 1 else f"forandring-{n}",
                figure.titel + more,
                "Diagram",
                (chart,),
                noter(u, u.mening.forandringar, u.mening.svar),
                kalla(u),
            )
        )
    return made


def _klattrare(u: Lansrapport) -> list[Bild]:
    table = tables.lan_klattrare(u)
    if not isinstance(table, Tabell) or not table.rader:
        return []
    titel = _klattrartitel(u)
    told = "Samma indikatorer: räknat på det som mäts likadant båda åren."
    return delad(
        Bild(
            "klattrare",
            titel,
            "Tabell",
            (),
            noter(u, u.mening.klattrare, u.mening.svar, table.not_),
            f"{told} {kalla(u)}",
        ),
        ruta(table),
    )


def _klattrartitel(u: Lansrapport) -> str:
    change = dict(zip(u.klattring["namn"].astype("str"), u.klattring["forandring"].astype("float64"), strict=True))
    known = {namn: x for namn, x in change.items() if not pd.isna(x)}
    if not known:
        return "Placeringar i år och förra året"
    namn, most = max(known.items(), key=lambda item: item[1])
    if most <= 0:
        return f"Ingen av kommunerna har högre index än {u.ar_fore}"
    if len(known) == 1:
        return f"{genitiv(namn)} index har ökat med {skillnad(most).removeprefix('+')} poäng sedan {u.ar_fore}"
    return f"Störst ökning har {namn}, {skillnad(most)} poäng"


def _ett_ar_i_taget(nation: Nation, u: Lansrapport) -> list[Bild]:
    """One kommun's områden against the mean of each year, all years on one scale."""
    kod = _foljd_kommun(nation, u)
    namn = str(nation.kommuner.at[kod, "namn"])
    frames: dict[int, pd.DataFrame] = {}
    for ar, year in nation.years.items():
        if pd.isna(year.scores.total.get(kod)):
            continue
        own, mean, parts = year.scores.omrade.loc[kod], year.scores.medel.omrade, year.model.omraden
        frames[ar] = pd.DataFrame(
            {"namn": [part.namn for part in parts.values()], "gap": [own[i] - mean[i] for i in parts]}
        )
    every = pd.concat([frame["gap"] for frame in frames.values()])
    low, high = min(float(every.min()), 0.0), max(float(every.max()), 0.0)
    made = []
    for ar, frame in frames.items():
        place = nation.years[ar].scores.placering.total[kod]
        chart = omradesstaplar(frame, f"{genitiv(namn)} {ar}", low, high)
        broken = " Indexet beräknas på ett nytt sätt från och med det här året." if ar in u.brott else ""
        told = f"Samma skala alla år.{broken}"
        made.append(
            Bild(f"ar-{ar}", f"{namn} {ar}: plats {place}", "Diagram", (chart,), noter(u, told), f"{told} {kalla(u)}")
        )
    return made
