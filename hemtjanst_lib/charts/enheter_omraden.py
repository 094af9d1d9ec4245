"""A kommun's units in one delindex, each with how its kvalitetsområden lie against the mean."""

from __future__ import annotations

import math

import pandas as pd

from hemtjanst_lib import theme
from hemtjanst_lib.analysis.enheter_fakta import Enhetsfakta
from hemtjanst_lib.charts.enheter_ord import kalltext, korta, linjetext, utan
from hemtjanst_lib.charts.lan_rutor import rutor
from hemtjanst_lib.display import Figur, Kolumn, Punktlista, Tabell
from hemtjanst_lib.language import NBSP, TANKSTRECK, antal, skillnad, stor_forsta, tal

MOST = 70  # units on one page; of more the table alone is shown
NAME_WIDTH = 21  # characters
STRECK = " Ett streck betyder att uppgiften inte får visas eller inte gäller enheten."


def enheter_delindex(
    e: Enhetsfakta, delindex_id: str, palette: theme.Palette = theme.DEFAULT
) -> Figur | Tabell | Punktlista:
    """Show one delindex of every unit that has it, highest first, with its kvalitetsområden beside.

    Nothing for fewer than two units, and the table alone for more than a page can hold.
    """
    known = e.enheter.dropna(subset=[delindex_id]).sort_values(delindex_id, ascending=False, kind="stable")
    if len(known) < 2:
        return Punktlista(())
    areas = _areas(e, delindex_id)
    parts = _parts(e, known, list(areas["omrade"]))
    table = _table(e, delindex_id, known, areas, parts)
    if len(known) > MOST:
        return table
    medel = float(e.medel[delindex_id])
    names = korta(known["namn"], NAME_WIDTH)
    rows = list(zip(names, known[delindex_id], parts.to_numpy().tolist(), strict=True))
    return Figur(
        f"enheter-{delindex_id.replace('_', '-')}",
        _title(e, delindex_id, known),
        _alt(e, delindex_id, known, areas, parts),
        _caption(e, delindex_id, areas, parts),
        rutor(rows, medel, [str(n) for n in areas["nummer"]], palette, linje=linjetext(e, medel)),
        table,
    )


def _areas(e: Enhetsfakta, delindex_id: str) -> pd.DataFrame:
    own = e.omraden[e.omraden["delindex"] == delindex_id]
    return own.drop_duplicates("omrade")[["omrade", "nummer", "namn"]]


def _parts(e: Enhetsfakta, known: pd.DataFrame, omraden: list[str]) -> pd.DataFrame:
    return e.omraden.pivot(index="enhet", columns="omrade", values="gap").reindex(known.index)[omraden]


def _delindex(e: Enhetsfakta, delindex_id: str) -> str:
    return str(e.delindex.at[delindex_id, "namn"])


def _title(e: Enhetsfakta, delindex_id: str, known: pd.DataFrame) -> str:
    best, last = known[delindex_id].iloc[0], known[delindex_id].iloc[-1]
    return f"{_delindex(e, delindex_id)} går från {tal(last)} till {tal(best)} poäng hos kommunens enheter"


def _alt(e: Enhetsfakta, delindex_id: str, known: pd.DataFrame, areas: pd.DataFrame, parts: pd.DataFrame) -> str:
    best, last = known.iloc[0], known.iloc[-1]
    ends = f"{best['namn']} med {tal(best[delindex_id])} poäng till {last['namn']} med {tal(last[delindex_id])}"
    spread = (parts.max() - parts.min()).dropna()
    widest = "" if spread.empty else dict(zip(areas["omrade"], areas["namn"], strict=True))[spread.idxmax()]
    told = f" Störst är skillnaden i området {widest}, {tal(spread.max())} poäng." if widest else ""
    return (
        f"Punktdiagram med {antal(len(known), 'enhet', 'enheter')}, från {ends}, och färgade rutor för "
        f"{antal(len(areas), 'kvalitetsområde', 'kvalitetsområden', 'ett')}. "
        f"{stor_forsta(e.referensnamn)} är {tal(e.medel[delindex_id])}.{told}"
    )


def _caption(e: Enhetsfakta, delindex_id: str, areas: pd.DataFrame, parts: pd.DataFrame) -> str:
    streck = STRECK if bool(parts.isna().to_numpy().any()) else ""
    return (
        f"{_delindex(e, delindex_id)} {e.ar} till vänster, kvalitetsområdena till höger: {_names(areas)}. Den "
        f"streckade linjen är {e.referensnamn}. Cirklar ligger på eller över det, romber under. Rutorna visar "
        f"skillnaden mot det i hela poäng, starkare färg ju större skillnad.{streck} "
        f"Enheter utan resultat i delindexet är inte med. {kalltext(e)}"
    )


def _table(e: Enhetsfakta, delindex_id: str, known: pd.DataFrame, areas: pd.DataFrame, parts: pd.DataFrame) -> Tabell:
    heads = (
        Kolumn("Enhet"),
        Kolumn(f"Poäng i {_delindex(e, delindex_id)}", "tal"),
        *(Kolumn(f"Område{NBSP}{nummer}", "tal") for nummer in areas["nummer"]),
    )
    cells = zip(known["namn"], known[delindex_id], parts.to_numpy().tolist(), strict=True)
    rows = tuple((str(namn), utan(points), *map(_gap, gaps)) for namn, points, gaps in cells)
    title = f"{_delindex(e, delindex_id)} {e.ar} och skillnad mot {e.referensnamn} per kvalitetsområde"
    return Tabell(
        f"enheter-{delindex_id.replace('_', '-')}-data", title, heads, rows, not_=stor_forsta(f"{_names(areas)}.")
    )


def _names(areas: pd.DataFrame) -> str:
    return "; ".join(f"område {nummer} {namn}" for nummer, namn in zip(areas["nummer"], areas["namn"], strict=True))


def _gap(gap: float) -> str:
    return TANKSTRECK if math.isnan(gap) else skillnad(gap)
