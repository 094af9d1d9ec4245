"""The set's mean in every kvalitetsområde against the country's, and how its kommuner moved since last year."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from hemtjanst_lib import theme
from hemtjanst_lib.charts.bars import bars
from hemtjanst_lib.charts.words import SAKNAS, av, kalltext, over, poang, signerad
from hemtjanst_lib.display import Figur, Kolumn, Punktlista, Tabell
from hemtjanst_lib.language import skillnad, stor_forsta

if TYPE_CHECKING:
    from hemtjanst_lib.lansrapport import Lansrapport

AXIS = "←  under landet   ·   skillnad i poäng   ·   över landet  →"
AXIS_CHANGE = "←  lägre än året före   ·   förändring i poäng   ·   högre än året före  →"
MANY = 28  # so many bars fit on a page
ENDS = 12  # of more kommuner, so many are drawn at each end


def lan_omraden(u: Lansrapport, palette: theme.Palette = theme.DEFAULT) -> Figur:
    """Show the difference between the set's mean and the country's in every område, the highest first."""
    frame = u.omraden.sort_values("gap", ascending=False, kind="stable", na_position="last").assign(saknas=SAKNAS)
    who = u.ord["Gruppen"] if u.antal == 1 else f"{u.ord['Gruppens']} genomsnitt"
    return Figur(
        "lan-omraden",
        f"{who} ligger {over(frame['gap'])} kvalitetsområden",
        f"Stapeldiagram över skillnaden mot landet i poäng {u.ar}, per kvalitetsområde. {_alt(frame)}",
        f"Skillnad i poäng mellan {who.lower()} och genomsnittet för alla kommuner i landet {u.ar}. {kalltext(u)}",
        bars(frame, AXIS, palette, decimaler=1),
        _omraden_table(u, frame),
    )


def _alt(frame: pd.DataFrame) -> str:
    known = frame[frame["gap"].notna()]
    cells = [f"{namn} {skillnad(gap)}" for namn, gap in zip(known["namn"], known["gap"], strict=True)]
    told = cells if len(cells) <= 6 else [*cells[:3], "…", *cells[-3:]]
    return f"Från högst till lägst: {'; '.join(told)}."


def _omraden_table(u: Lansrapport, frame: pd.DataFrame) -> Tabell:
    names = frame["nummer"].astype(str) + " " + frame["namn"]
    values = zip(names, frame["poang"], frame["medel"], frame["gap"], strict=True)
    rows = tuple((namn, poang(own), poang(mean), signerad(gap)) for namn, own, mean, gap in values)
    heads = (Kolumn(head, "tal") for head in (u.ord["Gruppen"], "Landet", "Skillnad"))
    return Tabell("lan-omraden-data", f"Poäng per kvalitetsområde {u.ar}", (Kolumn("Område"), *heads), rows)


def lan_forandring(u: Lansrapport, palette: theme.Palette = theme.DEFAULT) -> Figur | Punktlista:
    """Show each kommun's change of index since last year; nothing where there is none to compare or only one kommun."""
    if u.forandring is None or u.antal == 1:
        return Punktlista(())
    known = u.klattring[u.klattring["forandring"].notna()].sort_values("forandring", ascending=False, kind="stable")
    frame = known.assign(gap=known["forandring"], saknas=SAKNAS)
    drawn = frame if len(frame) <= MANY else pd.concat([frame.head(ENDS), frame.tail(ENDS)])
    return Figur(
        "lan-forandring",
        f"{stor_forsta(av(int((frame['gap'] > 0).sum()), len(frame), 'en'))} kommuner har högre index än {u.fjol}",
        f"Stapeldiagram över förändringen av index från {u.fjol} till {u.ar}, per kommun. {_alt(frame)}",
        f"{_drawn(len(frame))}Förändring av index från {u.fjol} till {u.ar}, i poäng. {_partly(u)}{kalltext(u)}",
        bars(drawn, AXIS_CHANGE, palette, decimaler=1),
        _change_table(u, frame),
    )


def _drawn(n: int) -> str:
    if n <= MANY:
        return ""
    return f"Diagrammet visar de {ENDS} kommuner som har ökat mest och de {ENDS} som har ökat minst eller minskat. "


def _partly(u: Lansrapport) -> str:
    return "Åren är bara delvis jämförbara. " if u.jamforbarhet.grad == "delvis" else ""


def _change_table(u: Lansrapport, frame: pd.DataFrame) -> Tabell:
    values = zip(frame["namn"], frame["index_fore"], frame["index"], frame["gap"], strict=True)
    rows = tuple((namn, poang(before), poang(now), signerad(gap)) for namn, before, now, gap in values)
    heads = (Kolumn(head, "tal") for head in (str(u.fjol), str(u.ar), "Förändring"))
    return Tabell("lan-forandring-data", f"Index {u.fjol} och {u.ar}", (Kolumn("Kommun"), *heads), rows)
