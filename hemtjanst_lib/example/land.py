"""A larger invented country: further kommuner, made after the pattern of the real ones but in no way them.

Each further country is the register once more: for every real kommun one that is invented, of the same group and about
the same size, in a län of its own. Codes begin where no länskod is taken; names are of no place that the register has.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from hemtjanst_lib.errors import ParameterError

FIRST_LAN, BEYOND = 26, 99  # the last real länskod is 25; 99 is that of the fictitious Exempelby
LAN_PER_COUNTRY = 7
FORLEDER = (
    "Ala Bare Brunne Dala Delle Dove Drage Elle Ene Erla Fale Fimmer Finne Flare Forsa Frille Gale Garde Gimme Glimme "
    "Grane Grimme Gunne Hale Harke Hede Hille Holme Humle Igge Ille Jarle Jonne Julle Kalle Karne Kimme Klinge Knarre "
    "Kulle Lare Lille Limme Lomme Lunne Male Marke Mimme Morle Mulle Narve Nimme Nolle Ode Olle Orme Palle Pille "
    "Prove Pulle Rame Rille Rimme Rosse Rulle Sale Simme Skalle Skimme Snare Sole Stimme Sulle Tande Tille Timme Torle "
    "Trille Tulle Ulle Ume Vade Valle Vimme Vrange Yngle Äske"
)
EFTERLEDER = (
    "arp berga boda borg bro by bäck fors hamn hult hyttan inge kulla köping lund lösa målen näs red rud ryd sele "
    "skoga sta säter torp tuna vik åker äng"
)
NAMN = [first + last for last in EFTERLEDER.split(" ") for first in FORLEDER.split(" ")]


def further(kommuner: pd.DataFrame, scale: int, seed: int) -> pd.DataFrame:
    """Invent kommuner until there are ``scale`` times as many as in the register.

    Parameters
    ----------
    kommuner : DataFrame
        The register, index ``kommunkod``.
    scale : int
        How many countries in all; 1 adds nothing.
    seed : int
        Decides populations alone.

    Returns
    -------
    DataFrame
        The new rows, by code: the register's order, once for each further country.

    Raises
    ------
    ParameterError
        If ``scale`` is below 1, or so large that länskoder or names run out.
    """
    largest = 1 + min((BEYOND - FIRST_LAN) // LAN_PER_COUNTRY, len(NAMN) // max(len(kommuner), 1))
    if not 1 <= scale <= largest:
        raise ParameterError(f"no example of {scale} countries; there can be 1 to {largest}")
    return pd.concat([kommuner.iloc[:0], *(_country(kommuner, number, seed) for number in range(1, scale))])


def _country(kommuner: pd.DataFrame, number: int, seed: int) -> pd.DataFrame:
    count = len(kommuner)
    lan = FIRST_LAN + (number - 1) * LAN_PER_COUNTRY + np.arange(count) * LAN_PER_COUNTRY // count
    within = 1 + np.arange(count) - np.searchsorted(lan, lan)
    codes = [f"{county:02d}{rank:02d}" for county, rank in zip(lan.tolist(), within.tolist(), strict=True)]
    size = kommuner["befolkning"].to_numpy() * np.random.default_rng([seed, 4, number]).lognormal(0, 0.1, count)
    rows = {
        "namn": NAMN[(number - 1) * count : number * count],
        "lanskod": [code[:2] for code in codes],
        "lan": [f"Exempellän {county - FIRST_LAN + 1}" for county in lan.tolist()],
        "grupp_kod": kommuner["grupp_kod"].to_numpy(),
        "grupp": kommuner["grupp"].to_numpy(),
        "befolkning": size.round().astype(np.int64),
    }
    return pd.DataFrame(rows, index=pd.Index(codes, name=kommuner.index.name))


def further_liknande(kommuner: pd.DataFrame, liknande: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """Let the kommuner of each further country resemble each other as their models do.

    Parameters
    ----------
    kommuner, liknande : DataFrame
        The register, and its similar kommuner.
    new : DataFrame
        As :func:`further` gave it.
    """
    codes = new.index.to_numpy().reshape(-1, len(kommuner))
    known = liknande[liknande.isin(set(kommuner.index)).all(axis=1)]
    places = {name: kommuner.index.get_indexer(pd.Index(known[name])) for name in known.columns}
    return pd.DataFrame({name: codes[:, place].reshape(-1) for name, place in places.items()})
