"""The deck on a kommun's units: only what may be shown, with names or without."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

import hemtjanst_lib.export.bilder.gemensamt as gemensamt  # noqa: PLR0402  (the package itself would be a circle)
from hemtjanst_lib import charts, tables
from hemtjanst_lib.analysis.enheter_fakta import Enhetsfakta
from hemtjanst_lib.display import Figur, Tabell
from hemtjanst_lib.enhetsoversikt import Enhetsoversikt
from hemtjanst_lib.export.bilder.egna import ENHETER, own_folder, read_own
from hemtjanst_lib.export.bilder.form import Bild, Bildspel, Diagram, Serie, Stycken
from hemtjanst_lib.export.bilder.ord import POANG, bitar, delad, kalla, noter, nummer, ruta, tal
from hemtjanst_lib.export.bilder.skriv import as_pptx
from hemtjanst_lib.language import NBSP, antal, stor_forsta
from hemtjanst_lib.language import tal as skriv
from hemtjanst_lib.reference import report_stem

PA_EN_BILD = 20  # units in one chart
NUMRERADE = 14  # units whose names stand beside the matrix


def enhetsbilder(fakta: Enhetsfakta, *, anonym: bool = False, egna: Path | None = None) -> bytes:
    """Write the deck on a kommun's units.

    Parameters
    ----------
    fakta : Enhetsfakta
        With what is suppressed taken away already.
    anonym : bool
        Call the units Enhet A, B, C.
    egna : Path, optional
        Folder of own slides; without it, the one that parameters hold for the kommun's units and year.

    Raises
    ------
    ExportError, ParameterError
        If a text does not fit its slide, or own slides have faults.
    """
    stem = f"{report_stem(fakta.kommun.kod, fakta.kommun.namn)}{ENHETER}"
    return as_pptx(enhetsspel(fakta, anonym=anonym), read_own(egna or own_folder(fakta.ar, stem)))


def enhetsspel(fakta: Enhetsfakta, *, anonym: bool = False) -> Bildspel:
    """Put the deck's slides together."""
    e = Enhetsoversikt.of(fakta, anonym=anonym)
    slides = [
        gemensamt.titelbild(
            e, f"Hemtjänstindex {e.ar} per enhet", e.kommun.fullnamn, "Bilder till enheternas resultat"
        ),
        _text("om", "Enhetsindexet jämför kommunens enheter med varandra", e, e.mening.uppbyggnad, e.mening.referens),
        _text(
            "enheter",
            stor_forsta(antal(len(e.enheter), "enhet", "enheter")) + f" i {e.kommun.fullnamn}",
            e,
            e.mening.om,
            e.mening.spann,
            e.mening.fordelning,
            e.mening.rutiner,
        ),
        *_tabell(e, "delindex", _spridning(e), tables.enheter_delindex, e.mening.oversikt),
        *_rangordning(e),
        *_tabell(e, "resultat", _spann(e), tables.enheter_rangordning, e.mening.grupper),
        *_matris(e),
        *_tabell(e, "rutor", "Olika lägen behöver olika stöd", tables.enheter_rutor, e.mening.matris),
        *(bild for kod in e.delindex.index for bild in _delindex(e, kod)),
        *_tabell(e, "rutiner", _rutintitel(e), tables.enheter_rutiner, e.mening.rutiner),
        *_tabell(
            e, "planer", "Genomförandeplaner, undersköterskor och rutiner", tables.enheter_planer, e.mening.planer
        ),
        *_tabell(e, "styrkor", "Varje enhets styrkor och utvecklingsområden", tables.enheter_styrkor, e.mening.styrkor),
        *_tabell(e, "regi", "Kommunal och enskild regi", tables.enheter_regi, e.mening.regi),
        *_tabell(e, "saknas", "Uppgifter som saknas eller inte får visas", tables.enheter_saknas, e.mening.saknas),
        _text(
            "forsiktigt",
            "Läs skillnaderna med omdöme",
            e,
            e.mening.skiljas,
            e.mening.osakerhet,
            f"Inget resultat från brukarundersökningen visas för en enhet med färre än {e.min_svar} svar.",
            e.mening.saknas,
        ),
        *_tabell(e, "kallor", f"Källor till enhetsindexet {e.ar}", tables.enheter_kallor),
        gemensamt.kontakt(
            e,
            "Gå igenom resultatet med varje enhet. Börja med det som är bra.",
            "Låt enheter som ligger högt berätta hur de arbetar.",
        ),
    ]
    titel = f"Hemtjänstindex {e.ar} per enhet: bilder för {e.kommun.fullnamn}"
    sidfot = f"Hemtjänstindex {e.ar} per enhet · {e.kommun.fullnamn}"
    return Bildspel(
        titel, sidfot, e.publicerad, e.exempeldata, [bild for bild in slides if bild.layout != "Text" or bild.delar]
    )


def _spridning(e: Enhetsoversikt) -> str:
    """Name the delindex in which the units lie furthest apart."""
    known = e.enheter[list(e.delindex.index)].astype(float)
    wide = (known.max() - known.min()).dropna()
    if wide.empty or known.notna().sum().min() < 2:
        return "Delindexen hos kommunens enheter"
    kod = str(wide.idxmax())
    low, high = skriv(known[kod].min()), skriv(known[kod].max())
    return f"{e.delindex['namn'][kod]} skiljer enheterna mest: {low} till {high} poäng"


def _spann(e: Enhetsoversikt) -> str:
    known = e.enheter["total"].astype(float).dropna()
    if len(known) < 2:
        return "Enheternas resultat i siffror"
    return f"Enhetsindexet går från {skriv(known.min())} till {skriv(known.max())} poäng"


def _rutintitel(e: Enhetsoversikt) -> str:
    """The routine that fewest units have."""
    table = tables.enheter_rutiner(e)
    if not isinstance(table, Tabell) or not table.rader:
        return "Rutiner hos enheterna"
    namn, har, _ = table.rader[0]
    return f"{str(namn).partition(NBSP)[2]} finns hos {har} enheter"


def _text(slug: str, titel: str, e: Enhetsoversikt, *said: object) -> Bild:
    points = [text for text in dict.fromkeys(str(each) for each in said) if text]
    return Bild(slug, titel, "Text", (Stycken(points),) if points else (), noter(e, *points), kalla(e))


def _tabell(e: Enhetsoversikt, slug: str, titel: str, make: object, *said: object) -> list[Bild]:
    """A report's table, over as many slides as it takes; none when there is nothing to show."""
    table = make(e)  # type: ignore[operator]
    if not isinstance(table, Tabell) or not table.rader:
        return []
    return delad(Bild(slug, titel, "Tabell", (), noter(e, *said, table.not_), kalla(e)), ruta(table))


def _rangordning(e: Enhetsoversikt) -> list[Bild]:
    """The units in order, each with its interval."""
    figure = charts.enheter_rangordning(e)
    frame = e.enheter[e.enheter["total"].notna()]
    if not isinstance(figure, Figur) or frame.empty:
        return []
    return _staplar(
        e,
        "rangordning",
        figure,
        frame,
        "total",
        float(e.medel["total"]),
        noter(e, e.mening.ordning, e.mening.grupper),
        intervall=True,
    )


def _delindex(e: Enhetsoversikt, kod: str) -> list[Bild]:
    figure = charts.enheter_delindex(e, kod)
    frame = e.enheter[e.enheter[kod].notna()].sort_values(kod, ascending=False, kind="stable")
    if not isinstance(figure, Figur) or frame.empty:
        return []
    slug = f"delindex-{kod.replace('_', '-')}"
    said = noter(e, getattr(e.mening.delindex, kod), getattr(e.mening.skillnader, kod))
    return _staplar(e, slug, figure, frame, kod, float(e.medel[kod]), said, intervall=f"{kod}_lag" in frame)


def _staplar(  # noqa: PLR0917
    e: Enhetsoversikt,
    slug: str,
    figure: Figur,
    frame: pd.DataFrame,
    column: str,
    medel: float,
    notes: str,
    *,
    intervall: bool,
) -> list[Bild]:
    parts = bitar(len(frame), PA_EN_BILD)
    made = []
    for n, rows in enumerate(parts, 1):
        piece = frame.iloc[rows]
        names, values = [*piece["namn"], stor_forsta(e.referensnamn)], [*tal(piece[column]), *tal([medel])]
        ends: list[tuple[float, float]] = []
        if intervall:
            low = (piece[column] - piece[f"{column}_lag"]).fillna(0.0).clip(lower=0)
            high = (piece[f"{column}_hog"] - piece[column]).fillna(0.0).clip(lower=0)
            ends = [*zip(low.tolist(), high.tolist(), strict=True), (0.0, 0.0)]
        series = Serie("Poäng", values, "over", {len(names) - 1: "medel"}, fel=ends)
        alt = figure.alt.replace("Punktdiagram", "Stapeldiagram")
        chart = Diagram("staplar", names, [series], alt, POANG, 0, 100)
        more = nummer(n, len(parts))
        told = "Strecket över stapelns ände är intervallet. " if intervall else ""
        made.append(
            Bild(slug if n == 1 else f"{slug}-{n}", figure.titel + more, "Diagram", (chart,), notes, told + kalla(e))
        )
    return made


def _matris(e: Enhetsoversikt) -> list[Bild]:
    """The two delindex against each other; the axes cross at the means."""
    figure = charts.enheter_matris(e)
    frame = e.enheter[e.enheter["utforande"].notna() & e.enheter["stod_utveckling"].notna()]
    if not isinstance(figure, Figur) or len(frame) < 2:
        return []
    few = len(frame) <= NUMRERADE
    numbers = [str(n) for n in range(1, len(frame) + 1)]
    series = [
        Serie("Utförande", tal(frame["utforande"])),
        Serie("Stöd/Utveckling", tal(frame["stod_utveckling"]), "over"),
    ]
    at = (float(e.medel["utforande"]), float(e.medel["stod_utveckling"]))
    chart = Diagram(
        "punkter",
        numbers if few else [""] * len(frame),
        series,
        figure.alt,
        axlar=("Utförande, poäng", "Stöd/Utveckling, poäng"),
        korsas=at,
    )
    told = "Linjerna korsas i genomsnittet för kommunens enheter."
    said = noter(e, e.mening.matris, told)
    if not few:
        return [Bild("matris", figure.titel, "Diagram", (chart,), said, f"{told} {kalla(e)}")]
    listed = [f"{number}. {namn}" for number, namn in zip(numbers, frame["namn"], strict=True)]
    return [
        Bild(
            "matris",
            figure.titel,
            "Diagram och text",
            (chart, Stycken(listed, punkter=False)),
            said,
            f"{told} {kalla(e)}",
        )
    ]
