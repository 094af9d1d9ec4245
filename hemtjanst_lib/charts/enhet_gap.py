"""How one unit's områden lie against the mean of the kommun's units."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from hemtjanst_lib import theme
from hemtjanst_lib.charts.bars import bars
from hemtjanst_lib.charts.words import SAKNAS, av, extremes, kalltext, poang, signerad
from hemtjanst_lib.display import Figur, Kolumn, Punktlista, Tabell
from hemtjanst_lib.language import genitiv, rakneord, skillnad, stor_forsta, tal
from hemtjanst_lib.narrative.enhet_lage import gap_inledning
from hemtjanst_lib.narrative.enhet_ord import delindexnamn

if TYPE_CHECKING:
    from hemtjanst_lib.analysis.enhet import Enhetsbild

AXIS = "←  under   ·   skillnad i poäng mot {referens}   ·   över  →"


def enhet_gap(k: Enhetsbild, delindex: str, palette: theme.Palette = theme.DEFAULT) -> Figur | Tabell | Punktlista:
    """Show the områden of one delindex, the best first.

    A table of points where there is nobody to compare with, and a sentence where there is no result.
    """
    rows = k.omraden[k.omraden["delindex"] == delindex]
    if delindex not in k.har:
        return Punktlista((gap_inledning(k, delindex).text,))
    if not rows["jamfors"].any():
        return _points(k, delindex, rows)
    gaps = rows["gap"].where(rows["jamfors"])
    frame = rows.assign(gap=gaps, saknas=SAKNAS, jamforbar=~_slump(rows)).sort_values(
        "gap", ascending=False, kind="stable", na_position="last"
    )
    return Figur(
        _id(delindex),
        _title(k, frame, delindex),
        f"Stapeldiagram över {genitiv(k.namn)} skillnad i poäng mot {k.fakta.referensnamn}. {extremes(frame)}",
        f"Skillnad mot {k.fakta.referensnamn}, i hela poäng. {_slumpnot(frame)}{kalltext(k.fakta)}",
        bars(frame, AXIS.format(referens=k.fakta.referensnamn), palette),
        _table(k, delindex, frame),
    )


def _slump(rows: pd.DataFrame) -> pd.Series[bool]:
    """Tell whether the interval round the unit's points holds the mean, so that chance may explain the gap."""
    return (rows["lag"] < rows["hog"]) & (rows["lag"] <= rows["medel"]) & (rows["medel"] <= rows["hog"])


def _slumpnot(frame: pd.DataFrame) -> str:
    if frame["jamforbar"].all():
        return ""
    if not frame["jamforbar"].any():
        return "Alla skillnader kan bero på slumpen (*). "
    return "Ofyllda staplar med * är skillnader som kan bero på slumpen. "


def _id(delindex: str) -> str:
    return f"gap-{delindex.replace('_', '-')}"


def _title(k: Enhetsbild, frame: pd.DataFrame, delindex: str) -> str:
    present = frame[frame["gap"].notna()]
    if not present["jamforbar"].any() and len(frame) > 1:
        return f"{stor_forsta(delindexnamn(k, delindex))}: inga säkra skillnader mot {k.fakta.referensnamn}"
    if len(frame) == 1:
        gap = float(present["gap"].iloc[0])
        side = "över" if gap > 0 else "under"
        words = "i nivå med" if skillnad(gap) == "0,0" else f"{tal(abs(gap))} poäng {side}"
        return f"{frame['namn'].iloc[0]}: {words} {k.fakta.referensnamn}"
    over, whole = int((present["gap"] > 0).sum()), len(frame)
    every = "båda" if whole == 2 else f"alla {rakneord(whole)}"
    if over == whole or bool((frame["gap"] < 0).all()):
        said = f"{'över' if over else 'under'} {k.fakta.referensnamn} i {every} områden"
    else:
        said = f"över {k.fakta.referensnamn} i {av(over, whole)} områden"
    return f"{stor_forsta(delindexnamn(k, delindex))}: enheten ligger {said}"


def _table(k: Enhetsbild, delindex: str, frame: pd.DataFrame) -> Tabell:
    cells = zip(frame["namn"], frame["poang"], frame["medel"], frame["gap"], strict=True)
    rows = tuple((namn, poang(own), poang(mean), signerad(gap)) for namn, own, mean, gap in cells)
    heads = (Kolumn(head, "tal") for head in (k.namn, stor_forsta(k.fakta.referensnamn), "Skillnad"))
    title = f"Kvalitetsområden i {delindexnamn(k, delindex)}, poäng {k.fakta.ar}"
    return Tabell(f"{_id(delindex)}-data", title, (Kolumn("Område"), *heads), rows)


def _points(k: Enhetsbild, delindex: str, frame: pd.DataFrame) -> Tabell:
    ordered = frame.sort_values("poang", ascending=False, kind="stable", na_position="last")
    rows = tuple((namn, poang(own)) for namn, own in zip(ordered["namn"], ordered["poang"], strict=True))
    title = f"Kvalitetsområden i {delindexnamn(k, delindex)}, poäng {k.fakta.ar}"
    return Tabell(_id(delindex), title, (Kolumn("Område"), Kolumn("Poäng", "tal")), rows)
