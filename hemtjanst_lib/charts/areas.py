"""How the kommun's områden and indikatorer lie against the mean of all kommuner."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from hemtjanst_lib import theme
from hemtjanst_lib.charts.bars import bars
from hemtjanst_lib.charts.words import Genus, av, extremes, kalltext, poang, signerad
from hemtjanst_lib.display import Figur, Kolumn, Tabell
from hemtjanst_lib.language import genitiv

if TYPE_CHECKING:
    from hemtjanst_lib.analysis import Kommunfakta

AXIS = "←  under genomsnittet   ·   skillnad i poäng   ·   över genomsnittet  →"


def prioriterade(k: Kommunfakta, palette: theme.Palette = theme.DEFAULT) -> Figur:
    """Show the områden that seniors weigh highest, the best first."""
    frame = _best_first(k.omraden[k.omraden["prioriterat"].astype(bool)])
    return _figure(k, "prioriterade", frame, f"{_over(frame)} prioriterade områden", palette)


def delindex_omraden(k: Kommunfakta, delindex_id: str, palette: theme.Palette = theme.DEFAULT) -> Figur:
    """Show the kvalitetsområden of one delindex, the best first."""
    frame = _best_first(k.omraden[k.omraden["delindex"] == delindex_id])
    what = f"{_over(frame)} områden inom {_name(k, delindex_id)}"
    return _figure(k, f"omraden-{delindex_id.replace('_', '-')}", frame, what, palette)


def indikatorer(k: Kommunfakta, delindex_id: str, palette: theme.Palette = theme.DEFAULT) -> Figur:
    """Show the indikatorer of one delindex under their display names, the best first."""
    frame = k.indikatorer[k.indikatorer["delindex"] == delindex_id]
    frame = _best_first(frame.assign(namn=frame["visningsnamn"]))
    what = f"{_over(frame, 'en')} indikatorer inom {_name(k, delindex_id)}"
    return _figure(k, f"indikatorer-{delindex_id.replace('_', '-')}", frame, what, palette)


def _name(k: Kommunfakta, delindex_id: str) -> str:
    return str(k.delindex.loc[delindex_id, "namn"])


def _best_first(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.sort_values("gap", ascending=False, kind="stable", na_position="last")


def _over(frame: pd.DataFrame, genus: Genus = "ett") -> str:
    return av(int((frame["gap"] > 0).sum()), len(frame), genus)


def _figure(k: Kommunfakta, name: str, frame: pd.DataFrame, what: str, palette: theme.Palette) -> Figur:
    values = extremes(frame["namn"], frame["gap"])
    return Figur(
        name,
        f"{k.kommun.namn} ligger över genomsnittet i {what}",
        f"Stapeldiagram över {genitiv(k.kommun.namn)} skillnad mot genomsnittet för alla kommuner, i poäng. {values}",
        f"Skillnad mot genomsnittet för alla kommuner {k.ar}, i hela poäng. {kalltext(k)}",
        bars(frame, AXIS, palette),
        _table(k, name, frame),
    )


def _table(k: Kommunfakta, name: str, frame: pd.DataFrame) -> Tabell:
    cells = zip(frame["namn"], frame["poang"], frame["medel"], frame["gap"], strict=True)
    rows = tuple((namn, poang(own), poang(mean), signerad(gap)) for namn, own, mean, gap in cells)
    heads = (Kolumn(head, "tal") for head in (k.kommun.namn, "Genomsnitt", "Skillnad"))
    first = "Indikator" if name.startswith("indikatorer") else "Område"
    return Tabell(f"{name}-data", f"Poäng och skillnad mot genomsnittet {k.ar}", (Kolumn(first), *heads), rows)
