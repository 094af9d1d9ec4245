"""Finding a kommun by a few letters or its code, and remembering the ones last used."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from hemtjanst_lib.files import write_atomic
from hemtjanst_lib.language import sorteringsnyckel

REMEMBERED = 8


def fold(text: str) -> str:
    """Fold letters so that a search need not have them right: å and ä as a, ö as o, case and accents away.

    >>> fold("Håbo"), fold("HABO"), fold("Ängelholm")
    ('habo', 'habo', 'angelholm')
    """
    plain = unicodedata.normalize("NFKD", text.casefold().replace("ø", "o").replace("æ", "a"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).strip()


def find(text: str, register: pd.DataFrame, recent: Sequence[str] = ()) -> list[tuple[str, str]]:
    """Find kommuner by the beginning of a code, of the name or of a word in it, then anywhere in the name.

    Parameters
    ----------
    text : str
        What was typed; nothing finds all.
    register : DataFrame
        As ``reference.load_kommuner`` gives it.
    recent : sequence of str
        Codes last used, the latest first; among equals they come first.

    Returns
    -------
    list of (str, str)
        Code and name. Letters typed with å, ä or ö as they are spelt come before those that only look alike.
    """
    wanted = fold(text)
    order = {kod: place for place, kod in enumerate(recent)}
    found = []
    for kod, namn in zip(register.index.astype(str), register["namn"], strict=True):
        rank = _rank(wanted, text.casefold().strip(), kod, namn)
        if rank is not None:
            found.append((rank, order.get(kod, REMEMBERED), sorteringsnyckel(namn), kod, namn))
    return [(kod, namn) for *_, kod, namn in sorted(found)]


def _rank(wanted: str, typed: str, kod: str, namn: str) -> int | None:
    """Rank a kommun, the best lowest; None when it does not fit."""
    folded = fold(namn)
    fits = [
        not wanted,
        kod == wanted,
        namn.casefold() == typed,
        namn.casefold().startswith(typed),
        folded == wanted,
        folded.startswith(wanted) or (wanted.isdigit() and kod.startswith(wanted)),
        any(word.startswith(wanted) for word in folded.split()),
        wanted in folded,
    ]
    return next((rank for rank, fit in enumerate(fits) if fit), None)


def recall(path: Path) -> list[str]:
    """Read the codes last used, the latest first; none when they cannot be read."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    return [str(kod) for kod in found][:REMEMBERED] if isinstance(found, list) else []


def remember(path: Path, kod: str) -> list[str]:
    """Put a code first among those last used, and return them."""
    made = [kod, *(each for each in recall(path) if each != kod)][:REMEMBERED]
    write_atomic(path, json.dumps(made) + "\n")
    return made
