"""How the kommun's områden moved since last year, with those that are not fully comparable marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from hemtjanst_lib import theme
from hemtjanst_lib.charts.bars import bars
from hemtjanst_lib.charts.words import OJAMFORBART, av, extremes, kalltext, poang, signerad
from hemtjanst_lib.display import Figur, Kolumn, Punktlista, Tabell
from hemtjanst_lib.language import avrunda, genitiv, stor_forsta

if TYPE_CHECKING:
    from hemtjanst_lib.analysis import Kommunfakta

AXIS = "←  lägre än året före   ·   förändring i poäng   ·   högre än året före  →"
JAMFORBART = {"ja": "ja", "delvis": "delvis, indikatorerna har ändrats", "nej": "nej"}


def forandring(k: Kommunfakta, palette: theme.Palette = theme.DEFAULT) -> Figur | Punktlista:
    """Show each område's change since last year; a sentence in its place when no område can be compared.

    Nothing when the years cannot be compared at all, which the chapter says.
    """
    frame = k.omraden.sort_values("forandring", ascending=False, kind="stable", na_position="last")
    compared = frame["forandring"].notna()
    if not compared.any():
        return Punktlista(_nothing(k))
    partly = frame["jamforbar"] == "delvis"
    drawn = frame.assign(gap=frame["forandring"], jamforbar=~partly, saknas=OJAMFORBART)
    return Figur(
        "forandring",
        _title(k, frame.loc[compared, "forandring"]),
        f"Stapeldiagram över {genitiv(k.kommun.namn)} förändring i poäng från {k.fjol} till {k.ar}, per område. "
        f"{extremes(drawn)}",
        _caption(k, bool((partly & compared).any()), bool(compared.all())),
        bars(drawn, AXIS, palette),
        _table(k, frame),
    )


def _nothing(k: Kommunfakta) -> tuple[str, ...]:
    if k.ar_fore is None or k.ar in k.brott:
        return ()
    return (f"Resultaten för {k.ar} och {k.fjol} går inte att jämföra. Därför visas ingen förändring per område.",)


def _title(k: Kommunfakta, changes: pd.Series[float]) -> str:
    shown = [avrunda(float(change), 1) for change in changes]  # as the table has them: 0.04 is read as no change
    higher = av(sum(change > 0 for change in shown), len(shown))
    return f"{stor_forsta(higher)} områden har högre poäng än {k.fjol}"


def _caption(k: Kommunfakta, partly: bool, complete: bool) -> str:
    star = (
        " Stjärna och ofylld stapel: områdets indikatorer har ändrats, så åren är inte fullt jämförbara."
        if partly
        else ""
    )
    rest = "" if complete else f" ”{stor_forsta(OJAMFORBART)}”: året före saknas eller mäter något annat."
    return f"Förändring från {k.fjol} till {k.ar}, i hela poäng.{star}{rest} {kalltext(k)}"


def _table(k: Kommunfakta, frame: pd.DataFrame) -> Tabell:
    columns = ["namn", "poang", "poang_fore", "forandring", "jamforbar"]
    rows = tuple(
        (namn, poang(now), poang(before), OJAMFORBART if pd.isna(change) else signerad(change), JAMFORBART[grad])
        for namn, now, before, change, grad in frame[columns].itertuples(index=False)
    )
    heads = (Kolumn(head, "tal") for head in (str(k.ar), str(k.fjol), "Förändring"))
    title = f"Förändring per område från {k.fjol} till {k.ar}"
    return Tabell("forandring-data", title, (Kolumn("Område"), *heads, Kolumn("Jämförbart")), rows)
