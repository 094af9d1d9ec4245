"""Where the kommun stands: in short, what the index is, class, place, län, groups, and the years."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

import hemtjanst_lib.export.bilder.gemensamt as gemensamt  # noqa: PLR0402  (the package itself would be a circle)
from hemtjanst_lib import charts, tables
from hemtjanst_lib.analysis.national import Nation
from hemtjanst_lib.charts.words import lage, over
from hemtjanst_lib.export.bilder.form import Bild, Diagram, Farg, Serie, Stycken
from hemtjanst_lib.export.bilder.ord import POANG, bitar, kalla, noter, nummer, ruta, tal
from hemtjanst_lib.language import TANKSTRECK, genitiv, heltal, skillnad
from hemtjanst_lib.language import tal as skriv
from hemtjanst_lib.reference import load_liknande, storleksklass
from hemtjanst_lib.report import Report

BROTT = "nytt sätt att räkna"
PA_EN_BILD = 26  # kommuner of a län in one chart


def lagesbilder(nation: Nation, k: Report) -> list[Bild]:
    """All slides on where the kommun stands."""
    return [
        _korthet(k),
        gemensamt.om_indexet(k),
        gemensamt.modell(k),
        gemensamt.vikter(k),
        _klasser(k),
        _placering(k),
        *_lan(k),
        _grupper(nation, k),
        _index_ar(nation, k),
    ]


def _korthet(k: Report) -> Bild:
    within = (
        (str(k.placering_lan), f"plats av {k.antal_lan} i länet")
        if k.antal_lan > 1
        else (str(k.placering_grupp), f"plats av {k.antal_grupp} i kommungruppen")
    )
    figures = [
        (str(k.index), "poäng av 100"),
        (str(k.gap), "poäng mot genomsnittet"),
        (str(k.placering), f"plats av {k.antal} i landet"),
        within,
    ]
    said = [str(s) for s in (k.mening.delindex_oversikt, k.mening.utveckling_kort, k.mening.viktigast) if str(s)]
    delar = [*(Stycken(each, punkter=False) for each in figures), Stycken(said)]
    titel = f"{k.kommun.namn} har plats {k.placering} av {k.antal} och hör till klassen {k.klass}"
    full = (k.mening.klass, k.mening.index, k.mening.placering, k.mening.saknas_kort, *said)
    return Bild("korthet", titel, "Nyckeltal", delar, noter(k, *full), kalla(k))


def _klasser(k: Report) -> Bild:
    table, own = tables.klasser(k), k.klasser[k.klasser["egen"]].iloc[0]
    titel = f"Klassen {k.klass} har plats {own['forsta_plats']}{TANKSTRECK}{own['sista_plats']} i år"
    notes = noter(k, k.mening.klass, k.mening.klassgrans, table.not_)
    return Bild("klasser", titel, "Tabell", (ruta(table),), notes, table.not_)


def _placering(k: Report) -> Bild:
    """All kommuner in order, the own marked, and the places that cannot be ruled out."""
    figure, frame, place = charts.placering(k), k.alla, k.sakerhet.placering
    values, own = tal(frame["index"]), frame["egen"].to_numpy(dtype=bool)
    within = ((frame["placering"] >= place.lag) & (frame["placering"] <= place.hog)).to_numpy(dtype=bool)
    name = f"Möjliga placeringar, {place.lag}{TANKSTRECK}{place.hog}"
    series = [
        Serie("Övriga kommuner", _only(values, ~within), "medel", etiketter=False),
        Serie(name, _only(values, within), "ljus", etiketter=False),
        Serie(f"{k.kommun.namn} {k.index}", _only(values, own), "egen", etiketter=False, ritas="punkt"),
        Serie(f"Kommungenomsnitt {k.medel}", tal([k.medel]) * len(values), "medel", etiketter=False, ritas="linje"),
    ]
    chart = Diagram("kolumner", frame["namn"].tolist(), series, figure.alt, POANG, 0, 100, tackta=True)
    said = (
        str(k.mening.index),
        f"I nio beräkningar av tio hamnar placeringen mellan {place.lag} och {place.hog}, när slumpen i svaren, "
        "vikterna och sättet att räkna får variera.",
    )
    delar = (chart, Stycken(said))
    notes = noter(k, k.mening.placering, k.mening.sakerhet)
    return Bild("placering", figure.titel, "Diagram och text", delar, notes, kalla(k))


def _only(values: list[float | None], which: npt.NDArray[np.bool_]) -> list[float | None]:
    return [x if there else None for x, there in zip(values, which, strict=True)]


def _lan(k: Report) -> list[Bild]:
    """The kommuner of the län in order; one that is alone in its län is set against the mean."""
    figure = charts.lan(k)
    parts = bitar(len(k.lan_kommuner), PA_EN_BILD)
    slides = []
    for n, rows in enumerate(parts, 1):
        frame = k.lan_kommuner.iloc[rows]
        names = [f"► {namn}" if mine else namn for namn, mine in zip(frame["namn"], frame["egen"], strict=True)]
        values, colours = tal(frame["index"]), _others(frame["egen"])
        if n == len(parts):
            names, values = [*names, "Kommungenomsnitt"], [*values, *tal([k.medel])]
            colours[len(names) - 1] = "ljus"
        series = Serie("Index", values, "egen", colours)
        chart = Diagram("staplar", names, [series], figure.alt, POANG, 0)
        more = nummer(n, len(parts))
        slides.append(
            Bild(
                "lan" if n == 1 else f"lan-{n}",
                figure.titel + more,
                "Diagram",
                (chart,),
                noter(k, k.mening.lan, k.mening.grupp),
                f"► {k.kommun.namn}. {kalla(k)}",
            )
        )
    return slides


def _others(own: pd.Series) -> dict[int, Farg]:
    return {n: "medel" for n, mine in enumerate(own) if not mine}


def _grupper(nation: Nation, k: Report) -> Bild:
    """The kommun beside the means of those it is usually compared with."""
    total = nation.now.scores.total
    means = [(name, float(total[codes].mean())) for name, codes in _references(nation, k).items() if len(codes) > 1]
    gaps = pd.Series([k.index - mean for _, mean in means])
    names = [f"► {k.kommun.namn}", *(name for name, _ in means)]
    series = Serie(
        "Index", tal([k.index, *(mean for _, mean in means)]), "egen", {n: "medel" for n in range(1, len(names))}
    )
    values = "; ".join(f"{name} {skriv(mean)}" for name, mean in means)
    whose = f"{genitiv(k.kommun.namn)} index, {k.index}"
    alt = f"Stapeldiagram över {whose}, och genomsnittet i grupper av kommuner: {values}."
    titel = f"{k.kommun.namn} ligger {over(gaps, 'en').replace('kommungenomsnittet', 'genomsnittet')} jämförelsegrupper"
    told = "Ovägda genomsnitt. Kommunen själv ingår, utom bland de liknande."
    chart = Diagram("staplar", names, [series], alt, POANG, 0)
    return Bild("grupper", titel, "Diagram", (chart,), noter(k, told, k.mening.grupp), f"{told} {kalla(k)}")


def _references(nation: Nation, k: Report) -> dict[str, pd.Index]:
    register, kommun, similar = nation.register, k.kommun, load_liknande(nation.now.mapp.parent.parent)
    own = similar.loc[similar["kommunkod"] == kommun.kod, "liknande_kommunkod"]
    size = register["befolkning"].map(lambda n: storleksklass(int(n)))
    groups = {
        "Alla kommuner": register.index,
        kommun.lan: register.index[register["lanskod"] == kommun.lanskod],
        f"Kommungruppen {kommun.grupp}": register.index[register["grupp_kod"] == kommun.grupp_kod],
        f"Kommuner med {kommun.storleksklass}": register.index[size == kommun.storleksklass],
        "Liknande kommuner (äldreomsorg)": register.index.intersection(pd.Index(own)),
    }
    return {f"{name} ({heltal(len(codes))})": codes for name, codes in groups.items()}


def _index_ar(nation: Nation, k: Report) -> Bild:
    rows = [(ar, year.scores.total.get(k.kommun.kod), year.scores.medel.total) for ar, year in nation.years.items()]
    frame = pd.DataFrame(rows, columns=["ar", "poang", "medel"])
    names, own, mean = med_brott(k, frame)
    said = [str(text) for text in (k.mening.utveckling_kort, k.mening.brott) if str(text)]
    chart = Diagram(
        "linjer",
        names,
        [Serie(k.kommun.namn, own), Serie("Kommungenomsnitt", mean, "medel")],
        _ar_alt(k, frame),
        POANG,
        *ends([own, mean]),
    )
    delar = (chart, Stycken(said or [str(k.mening.index)]))
    return Bild(
        "index-ar",
        _ar_titel(k),
        "Diagram och text",
        delar,
        noter(k, k.mening.placering_fore, k.mening.rorelse, *said),
        kalla(k),
    )


def _ar_titel(k: Report) -> str:
    if k.forandring is None or k.index_fore is None:
        return f"Index {k.ar} är {k.index} poäng, {lage(k.gap)}"
    if skillnad(k.forandring) == "0,0":
        return f"Indexet är oförändrat sedan {k.ar_fore}, {k.index} poäng"
    word = "stigit" if k.forandring > 0 else "sjunkit"
    return f"Indexet har {word} från {k.index_fore} till {k.index} poäng sedan {k.ar_fore}"


def _ar_alt(k: Report, frame: pd.DataFrame) -> str:
    cells = zip(frame["ar"], frame["poang"], frame["medel"], strict=True)
    values = "; ".join(f"{ar}: {'saknas' if pd.isna(x) else skriv(x)} mot {skriv(m)}" for ar, x, m in cells)
    broken = f" Linjen är bruten före {', '.join(map(str, k.brott))}." if k.brott else ""
    return f"Linjediagram över {genitiv(k.kommun.namn)} index mot kommungenomsnittet. {values}.{broken}"


def med_brott(k: Report, frame: pd.DataFrame) -> tuple[list[str], list[float | None], list[float | None]]:
    """Part the years where they may not be compared: an empty place with words, over which no line is drawn."""
    names: list[str] = []
    own: list[float | None] = []
    mean: list[float | None] = []
    cells = zip(frame["ar"], tal(frame["poang"]), tal(frame["medel"]), strict=True)
    for ar, x, m in cells:
        if ar in k.brott and names:
            names.append(BROTT)
            own.append(None)
            mean.append(None)
        names.append(str(ar))
        own.append(x)
        mean.append(m)
    return names, own, mean


def ends(series: list[list[float | None]]) -> tuple[float, float]:
    """Ends of an axis of points: tens outside the values, within 0 and 100."""
    values = [x for each in series for x in each if x is not None]
    return max(0.0, (min(values) - 6) // 10 * 10), min(100.0, -(-(max(values) + 6) // 10) * 10)
