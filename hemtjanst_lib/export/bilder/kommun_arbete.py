"""What to do first, whom to learn from, and who has the highest results."""

from __future__ import annotations

from hemtjanst_lib import charts, tables
from hemtjanst_lib.analysis.djup import Takt
from hemtjanst_lib.display import Figur, Tabell
from hemtjanst_lib.export.bilder.form import Bild, Diagram, Serie, Stycken
from hemtjanst_lib.export.bilder.ord import SKILLNAD, delad, kalla, noter, ruta, tal
from hemtjanst_lib.language import antal, stor_forsta
from hemtjanst_lib.language import tal as tal_
from hemtjanst_lib.report import Report


def arbetsbilder(k: Report) -> list[Bild]:
    """All slides on what can be done."""
    return [*_forst(k), *_snabba(k), *_langsiktiga(k), *_forebilder(k), _hogst(k)]


def _forst(k: Report) -> list[Bild]:
    figure = charts.atgarder(k)
    if not isinstance(figure, Figur):
        return []
    rows = figure.data.rader
    shown = k.djup.listade("snabb").index.union(k.djup.listade("langsiktig").index)
    gains = k.djup.atgarder.loc[k.djup.atgarder.index.isin(shown), "vinst"]
    values = tal(gains.head(len(rows)))
    names = [f"{row[0]} ({row[1]})" for row in rows]
    series = Serie("Poäng i index", values, "egen", {n: "over" for n, row in enumerate(rows) if row[1] != rows[0][1]})
    chart = Diagram("staplar", names, [series], figure.alt, SKILLNAD, 0, 1.18 * max(x or 0 for x in values))
    text = Stycken([str(each) for each in (k.mening.gor_forst, k.mening.atgarder_mal) if str(each)])
    told = "Varje stapel förutsätter att bara den åtgärden genomförs."
    return [
        Bild(
            "atgarder",
            figure.titel,
            "Diagram och text",
            (chart, text),
            noter(k, told, *text.stycken),
            f"{told} {kalla(k)}",
        )
    ]


def _takt(k: Report, takt: Takt, table: object, slug: str, titel: str, *said: object) -> list[Bild]:
    if not isinstance(table, Tabell) or not table.rader:
        return []
    bild = Bild(
        slug,
        titel,
        "Tabell",
        (),
        noter(k, *said, table.not_),
        "Poäng: vad åtgärden ensam skulle ge i indexet. * Ett område som seniorerna prioriterar högst.",
    )
    return delad(bild, ruta(table))


def _snabba(k: Report) -> list[Bild]:
    listed = k.djup.listade("snabb")
    if not len(listed):
        return []
    both = k.djup.tillsammans(list(listed.index))
    count = antal(len(listed), "snabb åtgärd", "snabba åtgärder")
    together = "tillsammans " if len(listed) > 1 else ""
    titel = f"{stor_forsta(count)} skulle {together}ge {tal_(both.vinst)} poäng och plats {both.placering}"
    return _takt(k, "snabb", tables.snabba_atgarder(k), "snabba", titel, k.mening.snabba_atgarder)


def _langsiktiga(k: Report) -> list[Bild]:
    listed = k.djup.listade("langsiktig")
    if not len(listed):
        return []
    most = int(listed["vinst"].to_numpy().argmax())
    namn = k.indikatorer["visningsnamn"][listed.index[most]]
    titel = f"På sikt skulle ”{namn}” ge mest, {tal_(listed['vinst'].iloc[most])} poäng"
    return _takt(k, "langsiktig", tables.langsiktiga_atgarder(k), "langsiktiga", titel, k.mening.langsiktiga_atgarder)


def _forebilder(k: Report) -> list[Bild]:
    table = tables.forebilder(k)
    if not isinstance(table, Tabell) or not table.rader:
        points = [str(k.mening.forebilder)] if str(k.mening.forebilder) else []
        return (
            [Bild("forebilder", "Kommuner att lära av", "Text", (Stycken(points),), noter(k, *points))]
            if points
            else []
        )
    titel = f"Kommuner att lära av i {antal(len(table.rader), 'område', 'områden', 'ett')}"
    bild = Bild(
        "forebilder",
        titel,
        "Tabell",
        (),
        noter(k, k.mening.forebilder, table.not_),
        f"Hela poäng, de andras inom parentes. {kalla(k)}",
    )
    return delad(bild, ruta(table))


def _hogst(k: Report) -> Bild:
    table = tables.benchmark_total(k)
    part = ruta(table)
    return Bild(
        "hogst",
        f"De högsta resultaten {k.ar}, efter kommunens storlek",
        "Tabell",
        (part,),
        noter(k, k.mening.benchmark, table.not_),
        table.not_,
    )
