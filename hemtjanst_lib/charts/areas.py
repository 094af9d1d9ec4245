"""How the kommun's områden and indikatorer lie against the mean of all kommuner."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from hemtjanst_lib import theme
from hemtjanst_lib.charts.bars import bars
from hemtjanst_lib.charts.words import Genus, extremes, kalltext, lage, omrade_skal, over, poang, signerad, skal
from hemtjanst_lib.display import Figur, Kolumn, Tabell
from hemtjanst_lib.language import genitiv, stor_forsta

if TYPE_CHECKING:
    from hemtjanst_lib.analysis import Kommunfakta

AXIS = "←  under   ·   skillnad mot kommungenomsnittet i poäng   ·   över  →"


def prioriterade(k: Kommunfakta, palette: theme.Palette = theme.DEFAULT) -> Figur:
    """Show the områden that seniors weigh highest, the best first."""
    frame = _with_words(k, k.omraden[k.omraden["prioriterat"].astype(bool)])
    return _figure(k, "prioriterade", frame, "prioriterade områden", palette)


def delindex_omraden(k: Kommunfakta, delindex_id: str, palette: theme.Palette = theme.DEFAULT) -> Figur:
    """Show the kvalitetsområden of one delindex, the best first."""
    frame = _with_words(k, k.omraden[k.omraden["delindex"] == delindex_id])
    return _figure(k, f"omraden-{_slug(delindex_id)}", frame, f"områden inom {_name(k, delindex_id)}", palette)


def indikatorer(k: Kommunfakta, delindex_id: str, palette: theme.Palette = theme.DEFAULT) -> Figur:
    """Show the indikatorer of one delindex under their display names, the best first."""
    frame = k.indikatorer[k.indikatorer["delindex"] == delindex_id]
    frame = frame.assign(namn=frame["visningsnamn"], saknas=[skal([status]) for status in frame["status"]])
    return _figure(k, f"indikatorer-{_slug(delindex_id)}", frame, f"indikatorer inom {_name(k, delindex_id)}", palette)


def _with_words(k: Kommunfakta, frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(saknas=omrade_skal(k, frame))


def _slug(delindex_id: str) -> str:
    return delindex_id.replace("_", "-")


def _name(k: Kommunfakta, delindex_id: str) -> str:
    return str(k.delindex.loc[delindex_id, "namn"])


def _figure(k: Kommunfakta, name: str, frame: pd.DataFrame, what: str, palette: theme.Palette) -> Figur:
    best_first = frame.sort_values("gap", ascending=False, kind="stable", na_position="last")
    compared = f"kommungenomsnittet {k.ar}"
    return Figur(
        name,
        _title(k, best_first, what),
        f"Stapeldiagram över {genitiv(k.kommun.namn)} skillnad i poäng mot {compared}. {extremes(best_first)}",
        f"Skillnad mot {compared}, i hela poäng. Axelns skala följer värdena och kan skilja sig mellan diagrammen. "
        f"{kalltext(k)}",
        bars(best_first, AXIS, palette),
        _table(k, name, best_first, what),
    )


def _title(k: Kommunfakta, frame: pd.DataFrame, what: str) -> str:
    present = frame["gap"].dropna()
    if present.empty:
        return f"Uppgift saknas för {genitiv(k.kommun.namn)} {what}"
    if len(frame) == 1:
        return f"{frame['namn'].iloc[0]}: {lage(float(present.iloc[0]))}"
    genus: Genus = "en" if what.startswith("indikatorer") else "ett"
    return f"{k.kommun.namn} ligger {over(frame['gap'], genus)} {what}"


def _table(k: Kommunfakta, name: str, frame: pd.DataFrame, what: str) -> Tabell:
    cells = zip(frame["namn"], frame["poang"], frame["medel"], frame["gap"], frame["saknas"], strict=True)
    rows = tuple((namn, poang(own, why), poang(mean), signerad(gap, why=why)) for namn, own, mean, gap, why in cells)
    heads = (Kolumn(head, "tal") for head in (k.kommun.namn, "Kommungenomsnitt", "Skillnad"))
    first = "Indikator" if name.startswith("indikatorer") else "Område"
    return Tabell(f"{name}-data", f"{stor_forsta(what)}, poäng {k.ar}", (Kolumn(first), *heads), rows)
