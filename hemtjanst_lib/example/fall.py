"""Units that real files have and that go wrong easily: twins, odd characters, spelling, new companies, none at all.

Only names, companies and who runs a unit are touched, never an answer, so that no result of a kommun moves.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from hemtjanst_lib.example.names import misspell
from hemtjanst_lib.example.world import ENDAST_ENSKILDA

__all__ = ["BYTT_FORETAG", "BYTT_REGI", "ENDAST_ENSKILDA", "SAMMA_NAMN", "SKRIVTECKEN", "UTAN_ENHETER", "apply"]

UTAN_ENHETER = "2418"  # neither survey lists a unit of this kommun
SAMMA_NAMN = ("0380", "1281")  # two municipal units of one name; two private ones, of different companies
SKRIVTECKEN = {
    "1480": ('Hemtjänst Öst/Väst "Ängen"', "S:t Göran – norra", "Hemtjänst Å"),
    "1280": ("O'Learys hemtjänst & service", "Grupp II, Ö-vik"),
}
ANDRA_TECKEN = {  # how the unit survey writes them
    'Hemtjänst Öst/Väst "Ängen"': "Hemtjänst Öst-Väst ”Ängen”",
    "S:t Göran – norra": "S:t Göran, norra",
    "Grupp II, Ö-vik": "Grupp 2 Ö-vik",
}
BYTT_FORETAG = ("0484", 2025, "Hallonkvist Omsorg AB")  # a new company, of which the unit survey does not know yet
BYTT_REGI = ("0581", 2025, "Lavendelgläntan Omsorg AB")  # from municipal to private, as both surveys say
FELSTAVAD = 0.02


def apply(units: pd.DataFrame, ar: int, wrong: np.ndarray, ways: np.ndarray) -> pd.DataFrame:
    """Give the units their companies, and the cases above.

    Parameters
    ----------
    units : DataFrame
        All units there ever are: ``kommunkod, namn_bu, namn_eu, enskild, fran, till``.
    wrong, ways : array
        Random numbers 0–1, of which the low ones are misspelt in the unit survey, and how.
    """
    out = units.copy()
    out["namn_eu"] = [
        misspell(name, way) if low else name
        for name, way, low in zip(out["namn_eu"], ways, wrong < FELSTAVAD, strict=True)
    ]
    core = out["namn_bu"].str.removesuffix(" omsorg")
    out["foretag_bu"] = np.where(out["enskild"], core + " Omsorg AB", "")
    out["foretag_eu"] = np.where(out["enskild"], core.str.upper() + " OMSORG AKTIEBOLAG", "")
    for kod, private in zip(SAMMA_NAMN, (False, True), strict=True):
        twins = _lasting(out, kod, private)[:2]
        out.loc[twins, ["namn_bu", "namn_eu"]] = out.loc[twins[:1], "namn_bu"].tolist() * 2 if len(twins) else ""
    for kod, names in SKRIVTECKEN.items():
        chosen = _lasting(out, kod, False)[: len(names)]
        out.loc[chosen, "namn_bu"] = names[: len(chosen)]
        out.loc[chosen, "namn_eu"] = [ANDRA_TECKEN.get(name, name) for name in names[: len(chosen)]]
    return _moved(out, ar)


def _moved(out: pd.DataFrame, ar: int) -> pd.DataFrame:
    """Let a company take over a unit: in one case the unit survey has not heard of it in the first year."""
    kod, year, company = BYTT_FORETAG
    unit = _lasting(out, kod, True)[:1]
    if ar >= year:
        out.loc[unit, "foretag_bu"] = company
        if ar > year:
            out.loc[unit, "foretag_eu"] = company
    kod, year, company = BYTT_REGI
    unit = _lasting(out, kod, False)[:1]
    if ar >= year:
        out.loc[unit, ["foretag_bu", "foretag_eu"]] = company
        out.loc[unit, "enskild"] = True
    return out


def _lasting(units: pd.DataFrame, kod: str, private: bool) -> list[int]:
    """Rows of a kommun's units that are there every year."""
    chosen = units["kommunkod"].eq(kod) & units["enskild"].eq(private) & units["fran"].le(2000) & units["till"].ge(2100)
    return [int(row) for row in units.index[chosen]]
