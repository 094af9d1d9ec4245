"""Whom to learn from, in words."""

from __future__ import annotations

import pandas as pd

from hemtjanst_lib.analysis import Kommunfakta
from hemtjanst_lib.language import lista, rakneord, tal
from hemtjanst_lib.narrative.djuptext import mening, skriv
from hemtjanst_lib.narrative.ordning import utvecklingsomraden
from hemtjanst_lib.narrative.phrases import omrade
from hemtjanst_lib.narrative.sentence import Sentence, join

NARHET = ("liknande", "grupp", "storlek")


def omraden(k: Kommunfakta) -> list[str]:
    """Choose the development areas to learn in: the most important ones, as many as the rules say."""
    return utvecklingsomraden(k)[: k.djup.underlag.regler.forebilder.omraden]


def forebilder(k: Kommunfakta) -> Sentence:
    """Tell in how many development areas there is someone to learn from, and what comparable means."""
    chosen = omraden(k)
    if not chosen:
        return mening("forebilder.inga_omraden")
    found = k.djup.forebilder(chosen)["omrade"].unique()
    if len(found) == 0:
        told = mening("forebilder.inga")
    elif len(found) == 1:
        told = mening("forebilder.ett", omrade=omrade(found[0], str(k.omraden["namn"][found[0]])))
    else:
        regel = "alla" if len(found) == len(chosen) else "finns"
        told = mening(f"forebilder.{regel}", antal=rakneord(len(found)))
    return join([told, definition(k)])


def definition(k: Kommunfakta) -> Sentence:
    """Define comparable and clearly better by the very limits that are used."""
    rules = k.djup.underlag.regler.forebilder
    limits = {"over_egen": _tal(rules.minst_over_egen), "over_medel": _tal(rules.minst_over_medel)}
    return mening("forebilder.definition", **limits)


def rader(k: Kommunfakta) -> list[tuple[str, float, str]]:
    """Return each development area's name, the own points, and whom to learn from in words."""
    chosen = omraden(k)
    there = _kommuner(k.djup.forebilder(chosen))
    rows = []
    for kod in chosen:
        groups = [
            skriv(f"narhet.{narhet}", kommuner=lista(there[kod, narhet])) for narhet in NARHET if (kod, narhet) in there
        ]
        words = "; ".join(groups) or skriv("narhet.ingen")
        rows.append((str(k.omraden["namn"][kod]), float(k.omraden["poang"][kod]), words[:1].upper() + words[1:]))
    return rows


def _kommuner(table: pd.DataFrame) -> dict[tuple[str, str], list[str]]:
    """Return the kommuner with their points, by område and closeness."""
    found: dict[tuple[str, str], list[str]] = {}
    cells = zip(table["omrade"], table["narhet"], table["namn"], table["poang"], strict=True)
    for area, narhet, namn, poang in cells:
        found.setdefault((area, narhet), []).append(f"{namn} ({tal(poang, 0)})")
    return found


def _tal(limit: float) -> str:
    return rakneord(int(limit)) if limit == int(limit) else tal(limit)
