"""How the country's områden moved since last year, on what both years measure alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from hemtjanst_lib import theme
from hemtjanst_lib.charts.bars import bars
from hemtjanst_lib.charts.nation_ord import kalltext
from hemtjanst_lib.charts.words import OJAMFORBART, av, extremes, poang, signerad
from hemtjanst_lib.display import Figur, Kolumn, Punktlista, Tabell
from hemtjanst_lib.language import stor_forsta

if TYPE_CHECKING:
    from hemtjanst_lib.analysis.nation import Nationsfakta

AXIS = "←  lägre än året före   ·   förändring i poäng   ·   högre än året före  →"


def nation_forandring(n: Nationsfakta, palette: theme.Palette = theme.DEFAULT) -> Figur | Punktlista:
    """Show each område's change on the common indikatorer; a sentence in its place when nothing can be compared."""
    frame = _omraden(n)
    if frame.empty or frame["gap"].isna().all():
        return Punktlista((_nothing(n),))
    moved = frame["gap"].dropna()
    rest = "" if frame["gap"].notna().all() else f" ”{stor_forsta(OJAMFORBART)}”: inget i området mäts lika båda åren."
    return Figur(
        "forandring",
        _title(n, int((moved > 0).sum()), len(moved)),
        f"Stapeldiagram över kommungenomsnittets förändring i poäng från {n.fjol} till {n.ar}, per område. "
        f"{extremes(frame)}",
        f"Förändring från {n.fjol} till {n.ar} i hela poäng, räknad på de indikatorer som är desamma båda åren.{rest} "
        f"{kalltext(n)}",
        bars(frame, AXIS, palette),
        _table(n, frame),
    )


def _title(n: Nationsfakta, higher: int, whole: int) -> str:
    if higher == whole:
        return f"Alla områden har högre genomsnitt än {n.fjol}"
    if not higher:
        return f"Inget område har högre genomsnitt än {n.fjol}"
    return f"{stor_forsta(av(higher, whole))} områden har högre genomsnitt än {n.fjol}"


def _omraden(n: Nationsfakta) -> pd.DataFrame:
    if n.forandringar.empty:
        return n.forandringar
    frame = n.forandringar[n.forandringar["niva"] == "omrade"]
    frame = frame.assign(gap=frame["forandring_lika"], saknas=OJAMFORBART)
    return frame.sort_values("gap", ascending=False, kind="stable", na_position="last")


def _nothing(n: Nationsfakta) -> str:
    if n.ar_fore is None:
        return f"Ingen förändring per område visas, eftersom resultat för {n.fjol} saknas."
    return f"Ingen förändring per område visas mellan {n.fjol} och {n.ar}."


def _table(n: Nationsfakta, frame: pd.DataFrame) -> Tabell:
    columns = ["namn", "medel", "medel_fore", "forandring", "gap"]
    rows = tuple(
        (namn, poang(now), poang(old), signerad(change, why=OJAMFORBART), signerad(same, why=OJAMFORBART))
        for namn, now, old, change, same in frame[columns].itertuples(index=False)
    )
    heads = (str(n.ar), str(n.fjol), "Förändring", "På samma indikatorer")
    title = f"Kommungenomsnittets förändring per område från {n.fjol} till {n.ar}"
    return Tabell("forandring-data", title, (Kolumn("Område"), *(Kolumn(head, "tal") for head in heads)), rows)
