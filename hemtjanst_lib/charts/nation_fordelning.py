"""The distribution of all kommuner's index: a histogram with the classes' limits and the mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from hemtjanst_lib import theme
from hemtjanst_lib.charts.distribution import design
from hemtjanst_lib.charts.form import Row, fill, place
from hemtjanst_lib.charts.nation_ord import kalltext
from hemtjanst_lib.display import Figur, Kolumn, Tabell
from hemtjanst_lib.language import heltal, tal

if TYPE_CHECKING:
    from hemtjanst_lib.analysis.nation import Nationsfakta


def nation_fordelning(n: Nationsfakta, palette: theme.Palette = theme.DEFAULT) -> Figur:
    """Show the index of all kommuner in bars of one point."""
    bins = _bins(n.alla["index"])
    low, high = float(bins["fran"].min()) - 1, float(bins["fran"].max()) + 2
    drawn = bins[bins["antal"] > 0]
    bars = [{"x": int(x), "x2": int(x) + 1, "antal": int(count)} for x, count in drawn.itertuples(index=False)]
    mean: Row = {"x": place(n.medel), "text": f"Kommungenomsnitt {tal(n.medel)}", "sida": "left"}
    spec = fill(
        design(palette),
        {"staplar": bars, "klasser": _classes(n.klasser, low, high), "marken": [mean]},
        {"lagst": low, "hogst": high, "flest": int(bins["antal"].max())},
    )
    return Figur("fordelning", _title(n), _alt(n), _caption(n), spec, _table(n, bins))


def _bins(index: pd.Series) -> pd.DataFrame:
    """Count kommuner per whole point: ``fran`` is in the bin, the next whole point is not; empty bins are kept."""
    start = np.floor(index.to_numpy(float)).astype(int)
    fran = np.arange(start.min(), start.max() + 1)
    return pd.DataFrame({"fran": fran, "antal": np.bincount(start - start.min())})


def _classes(klasser: pd.DataFrame, low: float, high: float) -> list[Row]:
    over = klasser["over"].fillna(low).clip(low, high)
    upper = klasser["till_och_med"].fillna(high).clip(low, high)
    rows = zip(klasser["klass"], over, upper, strict=True)
    return [
        {"x": place(x), "x2": place(x2), "mitt": place((x + x2) / 2), "klass": klass.replace(" ", "\n"), "n": i}
        for i, (klass, x, x2) in enumerate(rows)
        if x2 > x
    ]


def _title(n: Nationsfakta) -> str:
    """Say between which points the middle half of the kommuner lie."""
    low, high = n.alla["index"].quantile([0.25, 0.75])
    return f"Hälften av kommunerna ligger mellan {tal(low)} och {tal(high)} poäng"


def _alt(n: Nationsfakta) -> str:
    index = n.alla["index"]
    cells = zip(n.klasser["klass"], n.klasser["antal"], strict=True)
    counts = "; ".join(f"{klass}: {heltal(antal)}" for klass, antal in cells)
    return (
        f"Stapeldiagram över {n.antal} kommuners index, från {tal(index.min())} till {tal(index.max())} poäng. "
        f"Kommungenomsnittet är {tal(n.medel)}. Kommuner per klass: {counts}."
    )


def _caption(n: Nationsfakta) -> str:
    return (
        "Antal kommuner per indexpoäng. Fälten i bakgrunden är de fem klasserna, och den streckade linjen är "
        f"kommungenomsnittet. {kalltext(n)}"
    )


def _table(n: Nationsfakta, bins: pd.DataFrame) -> Tabell:
    drawn = bins[bins["antal"] > 0]
    rows = tuple((f"{x} till under {x + 1}", str(count)) for x, count in drawn.itertuples(index=False))
    columns = (Kolumn("Indexpoäng"), Kolumn("Antal kommuner", "tal"))
    return Tabell("fordelning-data", f"Antal kommuner per indexpoäng {n.ar}", columns, rows)
