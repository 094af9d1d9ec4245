"""Invented orders of packages: kommuner of all sizes, with and without add-ons, early and late."""

from __future__ import annotations

import csv
import io
from datetime import datetime, timedelta

import numpy as np
import pandas as pd
from stdnum import ean, luhn

ANTAL = 60
ALLTID = ("0643", "0305", "0980", "0180", "1480", "1280", "2403", "0188")  # namesakes, the only one of its län, sizes
TILLAGG = ("ledningsgrupp", "namnd", "workshop", "extra_analys")
KOLUMNER = (
    *("kommunkod", "kommun", "kontaktperson", "telefon", "epost", "atkomst", "tillagg", "fakturaadress"),
    *("referens", "organisationsnummer", "gln", "bestalld"),
)


def orders(ar: int, kommuner: pd.DataFrame, seed: int, scale: int = 1) -> str:
    """Return a year's invented orders as CSV, ``scale`` times 60, in no special order: that is for who reads them.

    Persons are roles, addresses are at example.se, and numbers only look like numbers: their check digits are right.
    """
    rng = np.random.default_rng([seed, ar, 3])
    others = rng.permutation([kod for kod in kommuner.index if kod not in ALLTID])
    chosen = [kod for kod in ALLTID if kod in kommuner.index] + list(others)
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(KOLUMNER)
    for kod in sorted(chosen[: ANTAL * scale]):
        writer.writerow(_order(ar, str(kod), kommuner.loc[kod], rng))
    return text.getvalue()


def _order(ar: int, kod: str, kommun: pd.Series, rng: np.random.Generator) -> tuple[str, ...]:
    persons = 6 if kommun["befolkning"] >= 200_000 else 4 if kommun["befolkning"] > 30_000 else 2
    people = [f"utredare{n}@kommun{kod}.example.se" for n in range(1, int(rng.integers(1, persons + 1)) + 1)]
    extra = [name for name in TILLAGG if rng.random() < 0.12]
    units = ["enhetsindex"] if rng.random() < 0.5 else []
    number, gln = f"999{kod}{rng.integers(10, 100)}", f"7350000{kod}0"
    moment = datetime(ar, 9, 1, 8) + timedelta(minutes=int(rng.integers(0, 100 * 24 * 60)))
    return (
        kod, str(kommun["namn"]), "Socialchefen", f"010-{rng.integers(100, 1000)} {rng.integers(10, 100)} 00",
        f"socialchef@kommun{kod}.example.se", ", ".join(people), ", ".join([*units, *extra]),
        f"Exempelgatan {rng.integers(1, 90)}, 100 00 {kommun['namn']}", f"EXEMPEL {kod}",
        f"{number[:6]}-{number[6:]}{luhn.calc_check_digit(number)}", gln + ean.calc_check_digit(gln),
        f"{moment:%Y-%m-%d %H:%M}",
    )  # fmt: skip
