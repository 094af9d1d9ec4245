"""What has changed since last year, what it came from, and what unanswered questions cost."""

from __future__ import annotations

import pandas as pd

from hemtjanst_lib import charts
from hemtjanst_lib.display import Figur
from hemtjanst_lib.export.bilder.form import Bild, Diagram, Serie, Stycken
from hemtjanst_lib.export.bilder.kommun_delar import gap_chart
from hemtjanst_lib.export.bilder.ord import POANG, SKILLNAD, kalla, noter, tal
from hemtjanst_lib.language import skillnad
from hemtjanst_lib.language import tal as skriv
from hemtjanst_lib.report import Report

STORST = 8  # contributions shown


def utvecklingsbilder(k: Report) -> list[Bild]:
    """All slides on change and on silence."""
    return [*_forandring(k), *_konto(k), *_saknas(k)]


def _forandring(k: Report) -> list[Bild]:
    figure = charts.forandring(k)
    if k.forandring is None or not isinstance(figure, Figur) or k.omraden["forandring"].isna().all():
        said = [str(k.mening.utveckling), str(k.mening.jamforbarhet)]
        points = [text for text in dict.fromkeys(said) if text]
        return [
            Bild(
                "forandring",
                f"Resultatet {k.ar} går inte att jämföra med året före",
                "Text",
                (Stycken(points),),
                noter(k, *points),
                kalla(k),
            )
        ]
    chart = gap_chart(k.omraden, figure, "forandring")
    chart = Diagram(
        chart.sort,
        chart.kategorier,
        [Serie("Förändring i poäng", s.varden, s.farg, s.punkter) for s in chart.serier],
        chart.alt,
        chart.tal,
        chart.lagst,
        chart.hogst,
    )
    return [
        Bild(
            "forandring",
            figure.titel,
            "Diagram",
            (chart,),
            noter(k, k.mening.utveckling_omraden, k.mening.andrat_genomsnitt, *k.punkter.andrade_omraden.punkter),
            f"Förändring i poäng sedan {k.ar_fore}. {kalla(k)}",
        )
    ]


def _konto(k: Report) -> list[Bild]:
    """What each område gave of the change of the index, the largest first."""
    table = k.sakerhet.omraden
    if table is None:
        return []
    gave = table.sum(axis=1).reindex(k.omraden.index).fillna(0.0)
    largest = gave.abs().sort_values(ascending=False, kind="stable").index[:STORST]
    shown = gave[gave.index.isin(largest)].sort_values(ascending=False, kind="stable")
    names = k.omraden["namn"].reindex(shown.index).tolist()
    rest = float(gave.sum() - shown.sum())
    if len(gave) > len(shown):
        names, shown = [*names, "Övriga områden"], pd.concat([shown, pd.Series({"": rest})])
    values = tal(shown)
    series = Serie(
        "Bidrag till förändringen", values, "over", {n: "under" for n, x in enumerate(values) if (x or 0) < 0}
    )
    told = "; ".join(f"{namn} {skillnad(x)}" for namn, x in zip(names, shown, strict=True))
    known = [0.0, *(x for x in values if x is not None)]
    room = 0.12 * max(max(known) - min(known), 1)
    chart = Diagram(
        "staplar",
        names,
        [series],
        f"Stapeldiagram över vad områdena har gett av indexets förändring, i poäng: {told}.",
        SKILLNAD,
        min(known) - room,
        max(known) + room,
    )
    titel = f"Från {k.index_fore} till {k.index} poäng: så mycket gav varje område"
    text = Stycken([str(k.mening.rorelse) or str(k.mening.konto)])
    return [
        Bild("konto", titel, "Diagram och text", (chart, text), noter(k, k.mening.konto, k.mening.rorelse), kalla(k))
    ]


def _saknas(k: Report) -> list[Bild]:
    """What silence cost; no slide when everything is answered and shown."""
    missing = k.saknas[(k.saknas["ar"] == k.ar) & (k.saknas["status"] != "ej_tillamplig")]
    if missing.empty:
        return []
    table, every = k.sakerhet.tystnad, k.sakerhet.tystnad_alla
    said = [str(k.mening.saknas)]
    if table.empty or not every:
        return [
            Bild(
                "saknas",
                f"En del uppgifter saknas {k.ar}",
                "Text",
                (Stycken(said),),
                noter(k, k.mening.saknas_kort),
                kalla(k),
            )
        ]
    steps = {name: every[f"index_{key}"] for name, key in _STEG.items() if not pd.isna(every[f"index_{key}"])}
    names, values = [f"► Index {k.ar}", *steps], tal([k.index, *steps.values()])
    series = Serie("Index", values, "egen", {n: "medel" for n in range(1, len(names))})
    told = "; ".join(f"{name} {skriv(x)}" for name, x in steps.items())
    chart = Diagram(
        "staplar", names, [series], f"Stapeldiagram: indexet är {k.index}. Andra sätt att räkna: {told}.", POANG, 0
    )
    text = Stycken([str(k.mening.saknas_kort)])
    would = skriv(every["index_medel"])
    titel = f"Obesvarade frågor: med genomsnittliga svar hade indexet varit {would} i stället för {k.index}"
    return [
        Bild("saknas", titel, "Diagram och text", (chart, text), noter(k, k.mening.saknas, k.mening.tystnad), kalla(k))
    ]


_STEG = {
    "Utan frågorna": "utelamnad",
    "Med genomsnittliga svar": "medel",
    "Med sämsta tänkbara svar": "lagst",
    "Med bästa tänkbara svar": "hogst",
}
