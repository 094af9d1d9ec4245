"""The delindex: beside the mean, over the years, their områden, strengths and weaknesses, and what is prioritised."""

from __future__ import annotations

import pandas as pd

from hemtjanst_lib import charts
from hemtjanst_lib.charts.words import av
from hemtjanst_lib.display import Figur
from hemtjanst_lib.export.bilder.form import Bild, Diagram, Serie, Stycken
from hemtjanst_lib.export.bilder.kommun_lage import ends, med_brott
from hemtjanst_lib.export.bilder.ord import POANG, hela, kalla, noter, tal
from hemtjanst_lib.language import genitiv, skillnad
from hemtjanst_lib.language import tal as skriv
from hemtjanst_lib.report import Report

WEBB = "information"  # the delindex that rests on websites: there something is missing rather than weak


def delbilder(k: Report) -> list[Bild]:
    """All slides on the parts of the index."""
    return [
        _delindex(k),
        _delindex_ar(k),
        *(bild for kod in k.delindex.index for bild in _ett(k, kod)),
        _prioriterade(k),
    ]


def _delindex(k: Report) -> Bild:
    figure, frame = charts.delindex_ar(k), k.delindex
    series = [Serie(k.kommun.namn, tal(frame["poang"])), Serie("Kommungenomsnitt", tal(frame["medel"]), "medel")]
    alt = figure.alt.partition(". ")[2]
    chart = Diagram("kolumner", frame["namn"].tolist(), series, f"Stapeldiagram. {alt}", POANG, 0, 100)
    places = [f"{row['namn']}: plats {row['placering']}" for _, row in frame.iterrows()]
    delar = (chart, Stycken(places, rubrik=f"Plats av {k.antal}"))
    return Bild(
        "delindex",
        figure.titel,
        "Diagram och text",
        delar,
        noter(k, k.mening.delindex_oversikt, k.mening.delindex_ytterligheter),
        kalla(k),
    )


def _delindex_ar(k: Report) -> Bild:
    """Four small charts on one scale, the break marked."""
    by_part = {kod: k.delindex_ar[k.delindex_ar["delindex"] == kod] for kod in k.delindex.index}
    lines = {kod: med_brott(k, frame) for kod, frame in by_part.items()}
    low, high = ends([values for _, own, mean in lines.values() for values in (own, mean)])
    charts_, high = [], high + 10  # room for labels under the headings
    for kod, (names, own, mean) in lines.items():
        namn = str(k.delindex.at[kod, "namn"])
        series = [Serie(k.kommun.namn, own), Serie("Kommungenomsnitt", mean, "medel", etiketter=False)]
        charts_.append(Diagram("linjer", names, series, _ar_alt(k, namn, by_part[kod]), POANG, low, high, rubrik=namn))
    return Bild(
        "delindex-ar", _ar_titel(k), "Fyra diagram", charts_, noter(k, k.mening.utveckling, k.mening.brott), kalla(k)
    )


def _ar_titel(k: Report) -> str:
    """Name the delindex that has changed most since last year."""
    change = k.delindex["forandring"].astype(float).dropna()
    if change.empty:
        first = min(k.alla_ar)
        return f"Delindexen sedan {first}" if first < k.ar else f"Delindexen {k.ar}: första året som mäts"
    most = str(change.abs().idxmax())
    told = skillnad(change[most])
    if told == "0,0":
        return f"Inget delindex har ändrats sedan {k.ar_fore}"
    return f"{k.delindex['namn'][most]} har ändrats mest sedan {k.ar_fore}: {told} poäng"


def _ar_alt(k: Report, namn: str, frame: pd.DataFrame) -> str:
    cells = zip(frame["ar"], frame["poang"], frame["medel"], strict=True)
    values = "; ".join(f"{ar}: {'saknas' if pd.isna(x) else skriv(x)} mot {skriv(m)}" for ar, x, m in cells)
    return f"Linjediagram över {genitiv(k.kommun.namn)} poäng i {namn} mot kommungenomsnittet. {values}."


def _ett(k: Report, kod: str) -> list[Bild]:
    namn = str(k.delindex.at[kod, "namn"])
    said = getattr(k.mening.delindex, kod)
    figure = charts.delindex_omraden(k, kod)
    frame = k.omraden[k.omraden["delindex"] == kod]
    text = Stycken([str(each) for each in (said.lage, said.trend) if str(each)])
    left, right = getattr(k.punkter.styrkor, kod), getattr(k.punkter.utvecklingsomraden, kod)
    word = "Utvecklingsområden"
    if kod == WEBB:
        right, word = getattr(k.punkter.information_saknas, kod), "Information som saknas"
    lists = (Stycken(left.punkter, rubrik="Styrkor"), Stycken(right.punkter, rubrik=word))
    return [
        Bild(
            f"omraden-{_slug(kod)}",
            figure.titel,
            "Diagram och text",
            (gap_chart(frame, figure), text),
            noter(k, said.lage, said.trend, said.tyngd),
            kalla(k),
        ),
        Bild(
            f"styrkor-{_slug(kod)}",
            f"{namn}: {_over(k, kod)} indikatorer ligger över kommungenomsnittet",
            "Två spalter",
            lists,
            noter(
                k,
                k.mening.definition,
                "Inom parentes står kommunens värde och genomsnittet, eller hur vanligt det är bland kommunerna.",
            ),
            kalla(k),
        ),
    ]


def _over(k: Report, kod: str) -> str:
    """How many of a delindex's indikatorer are above the mean."""
    own = k.indikatorer[k.indikatorer["delindex"] == kod]
    return av(int((own["gap"] > 0).sum()), len(own), "en")


def _slug(kod: str) -> str:
    return kod.replace("_", "-")


def gap_chart(frame: pd.DataFrame, figure: Figur, column: str = "gap") -> Diagram:
    """Bars from the mean in whole points if they can be, the best first: petrol above, red with its sign below."""
    rows = frame.sort_values(column, ascending=False, kind="stable", na_position="last")
    decimals, shown = hela(rows[column])
    values = tal(rows[column], decimals)
    names = [
        namn if x is not None else f"{namn} (uppgift saknas)" for namn, x in zip(rows["namn"], values, strict=True)
    ]
    known = [0.0, *(x for x in values if x is not None)]
    low, high = min(known), max(known)
    room = 0.16 * max(high - low, 10)
    below = Serie(
        "Skillnad mot kommungenomsnittet",
        values,
        "over",
        {n: "under" for n, x in enumerate(values) if x is not None and x < 0},
    )
    return Diagram("staplar", names, [below], figure.alt, shown, low - room, high + room)


def _prioriterade(k: Report) -> Bild:
    figure = charts.prioriterade(k)
    frame = k.omraden[k.omraden["prioriterat"].astype(bool)]
    text = Stycken([str(each) for each in (k.mening.prioriterade, k.mening.viktigast) if str(each)])
    return Bild(
        "prioriterade",
        figure.titel,
        "Diagram och text",
        (gap_chart(frame, figure), text),
        noter(k, k.mening.prioriterade, k.mening.viktigast),
        kalla(k),
    )
