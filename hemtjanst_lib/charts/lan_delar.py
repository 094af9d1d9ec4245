"""The kommuner of a set in order, in total and per delindex, each against the country's mean."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pandas as pd

from hemtjanst_lib import theme
from hemtjanst_lib.charts.lan_rutor import rutor
from hemtjanst_lib.charts.words import av, kalltext, lage, poang, signerad
from hemtjanst_lib.display import Figur, Kolumn, Tabell
from hemtjanst_lib.language import TANKSTRECK, lista, tal
from hemtjanst_lib.narrative.words import skala

if TYPE_CHECKING:
    from hemtjanst_lib.lansrapport import Lansrapport

STRECK = " Ett streck betyder att uppgifterna saknas eller inte gäller kommunen."
FORKLARING = (
    "Den streckade linjen är genomsnittet för alla kommuner i landet. Cirklar ligger på eller över det, romber under. "
    "Rutorna visar skillnaden mot landet i hela poäng, starkare färg ju större skillnad."
)


def lan_index(u: Lansrapport, palette: theme.Palette = theme.DEFAULT) -> Figur:
    """Show the index of every kommun, highest first, with its delindex beside it."""
    points = pd.DataFrame({"namn": u.tabell["namn"], "poang": u.tabell["index"]})
    parts, heads = _wide(u.per_delindex, list(u.delindex.index)), [str(namn) for namn in u.delindex["namn"]]
    return Figur(
        "lan-index",
        _index_title(u),
        _alt(u, points, float(u.riket), "index"),
        f"Index {u.ar} till vänster, delindexen till höger. {_forklaring(parts)} {kalltext(u)}",
        rutor(_rows(points, parts), float(u.riket), heads, palette),
        _table("lan-index-data", f"Index och delindex {u.ar}", points, u.riket, parts.set_axis(heads, axis=1)),
    )


def lan_delindex(u: Lansrapport, delindex_id: str, palette: theme.Palette = theme.DEFAULT) -> Figur:
    """Show one delindex of every kommun, highest first, with its kvalitetsområden beside it."""
    row = u.delindex.loc[delindex_id].to_dict()
    medel = float(row["medel"])
    own = u.per_delindex[u.per_delindex["kod"] == delindex_id].set_index("kommunkod")
    points = pd.DataFrame({"namn": own["kommun"], "poang": own["poang"].astype(float)})
    areas = u.omraden[u.omraden["delindex"] == delindex_id]
    parts = _wide(u.per_omrade[u.per_omrade["delindex"] == delindex_id], list(areas.index))
    name = f"lan-{delindex_id.replace('_', '-')}"
    heads = [f"Område {nummer}" for nummer in areas["nummer"]]
    return Figur(
        name,
        _delindex_title(u, str(row["namn"]), float(row["gap"])),
        _alt(u, points, medel, str(row["namn"])),
        f"{row['namn']} {u.ar} till vänster, kvalitetsområdena till höger med samma nummer som i tabellen över "
        f"delindexets områden. {_forklaring(parts)} {kalltext(u)}",
        rutor(_rows(points, parts), medel, [str(nummer) for nummer in areas["nummer"]], palette),
        _table(f"{name}-data", f"{row['namn']} {u.ar}", points, medel, parts.set_axis(heads, axis=1)),
    )


def _forklaring(parts: pd.DataFrame) -> str:
    return FORKLARING + (STRECK if parts.isna().any(axis=None) else "")


def _wide(long: pd.DataFrame, order: list[str]) -> pd.DataFrame:
    """Turn the long comparison to kommun × part, differences from the country's mean."""
    return long.pivot(index="kommunkod", columns="kod", values="gap").reindex(columns=order).astype(float)


def _rows(points: pd.DataFrame, parts: pd.DataFrame) -> list[tuple[str, float, list[float]]]:
    values = parts.reindex(points.index).to_numpy(float).tolist()
    return list(zip(points["namn"].tolist(), points["poang"].astype(float).tolist(), values, strict=True))


def _index_title(u: Lansrapport) -> str:
    if u.antal == 1:
        return f"{u.tabell['namn'].iloc[0]} ligger {lage(u.gap)}"
    over = sum(skala("lage").side(gap) > 0 for gap in u.tabell["gap"])
    best = u.tabell["namn"][u.tabell["index"] == u.tabell["index"].max()]
    return f"Högst i {u.ord['gruppen']} är {lista(best)}, och {av(over, u.antal, 'en')} kommuner ligger över landet"


def _delindex_title(u: Lansrapport, namn: str, gap: float) -> str:
    if math.isnan(gap):
        return f"{namn}: uppgift saknas"
    who = u.ord["gruppen"] if u.antal == 1 else f"{u.ord['gruppens']} genomsnitt"
    return f"{namn}: {who} ligger {lage(gap)}"


def _alt(u: Lansrapport, points: pd.DataFrame, medel: float, what: str) -> str:
    """Read out all kommuner when they are few, else the three highest and the three lowest."""
    cells = [f"{namn} {poang(x)}" for namn, x in zip(points["namn"], points["poang"], strict=True)]
    told = cells if len(cells) <= 6 else [*cells[:3], "…", *cells[-3:]]
    mean = f"Genomsnittet i landet är {tal(medel)}."
    return f"Punktdiagram över {what} {u.ar} i ordning från högst till lägst: {'; '.join(told)}. {mean}"


def _table(name: str, title: str, points: pd.DataFrame, medel: float, parts: pd.DataFrame) -> Tabell:
    """Set points and differences out; ``parts`` has its columns' headings."""
    rows = tuple(
        (namn, poang(x), signerad(x - medel), *(signerad(gap, 0, TANKSTRECK) for gap in gaps))
        for namn, x, gaps in _rows(points, parts)
    )
    heads = ("Poäng", "Mot landet", *map(str, parts.columns))
    columns = (Kolumn("Kommun"), *(Kolumn(head, "tal") for head in heads))
    absent = STRECK if parts.isna().any(axis=None) else ""
    note = f"Genomsnittet i landet är {tal(medel)}. Delarnas kolumner visar skillnaden mot landet i hela poäng.{absent}"
    return Tabell(name, title, columns, rows, not_=note)
