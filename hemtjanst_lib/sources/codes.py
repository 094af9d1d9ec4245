"""Kommunkoder in raw files: text of four digits, and what to say when they are not."""

from __future__ import annotations

import pandas as pd

from hemtjanst_lib.sources.faults import Faults, some
from hemtjanst_lib.sources.workbook import plain


def _read(cell: object, as_numbers: bool) -> str:
    text = plain(cell)
    return text.zfill(4) if as_numbers and isinstance(cell, float | int) else text


def clean_codes(
    raw: pd.Series, places: pd.Series, kommuner: pd.DataFrame, faults: Faults, *, as_numbers: bool = False
) -> pd.Series:
    """Turn a column of codes into kommunkoder, NA where it is none, and tell of those.

    Parameters
    ----------
    raw, places : Series
        Cells as in the file, and where each stands.
    kommuner : DataFrame
        The register, index ``kommunkod``.
    as_numbers : bool
        Accept codes that Excel has made numbers, with a warning.
    """
    read = {cell: _read(cell, as_numbers) for cell in raw.unique()}
    codes = raw.map(read).astype("str")
    known = codes.isin(kommuner.index)
    short = ~known & codes.str.zfill(4).isin(kommuner.index)
    for mask, words in (
        (short & codes.ne(""), "kommunkod has lost its leading zero"),
        (~known & ~short & codes.ne(""), "unknown kommunkod"),
        (codes.eq(""), "row without kommunkod"),
    ):
        hint = " (114 should be 0114; if Excel made all codes numbers, set koder_som_tal: true)"
        named = [f"{code!r} in {place}" for code, place in zip(codes[mask], places[mask], strict=True)]
        faults.add_each(words + (hint if words.endswith("zero") else ""), named)
    if as_numbers:
        faults.warn_each("kommunkod stands as a number", places[raw.map(lambda c: isinstance(c, float | int))])
    return codes.where(known)


def check_complete(keys: pd.DataFrame, kommuner: pd.DataFrame, faults: Faults, *, absent: str) -> None:
    """Tell which kommuner stand twice and which not at all.

    Parameters
    ----------
    keys : DataFrame
        Columns ``kommunkod`` and ``plats``, one row a row of the file.
    absent : {"fel", "ej_svar"}
        Whether an absent kommun is a fault, or has not answered.
    """
    doubled = keys[keys.duplicated("kommunkod", keep=False)]
    names = {str(kod): str(namn) for kod, namn in kommuner["namn"].items()}
    for kod in doubled["kommunkod"].unique().tolist():
        places = doubled.loc[doubled["kommunkod"].eq(kod), "plats"]
        faults.add(f"kommun {kod} {names[kod]} stands more than once: {some(places)}")
    there = set(keys["kommunkod"])
    named = [f"{kod} {name}" for kod, name in names.items() if kod not in there]
    counted = "1 kommun has" if len(named) == 1 else f"{len(named)} kommuner have"
    if absent == "fel":
        faults.add_each(f"{counted} no row (set saknad_kommun: ej_svar if that means no answer)", named)
    else:
        faults.warn_each(f"{counted} no row and {'is' if len(named) == 1 else 'are'} read as ej_svar", named)


def check_names(codes: pd.Series, names: pd.Series, kommuner: pd.DataFrame, faults: Faults) -> None:
    """Warn where the name beside a code is another kommun's: columns may have slipped."""
    theirs = names.map(plain)
    own = codes.map(kommuner["namn"])
    other = theirs.isin(kommuner["namn"]) & theirs.ne(own)
    pairs = [f"{kod} {name!r}" for kod, name in zip(codes[other], theirs[other], strict=True)]
    faults.add_each("the name beside the code is another kommun's", pairs)
