"""The invented world behind the files: a latent quality of each kommun that lasts from year to year.

Every draw has its own stream, named by what it is for, so that a further indikator, or a further kommun at the end of
the register, moves no other value.
"""

from __future__ import annotations

from dataclasses import dataclass
from zlib import crc32

import numpy as np
import pandas as pd
from scipy.special import ndtr

from hemtjanst_lib.example import levels
from hemtjanst_lib.model import Indikator

FIRST_YEAR = 2022
FICTITIOUS = "9999"
ENDAST_ENSKILDA = ("0136",)  # no unit of this kommun is its own
PERSISTENCE = {"kommun": 0.93, "delindex": 0.88, "indikator": 0.82}  # correlation with the year before
LOADINGS = {"upplevelse": (0.35, 0.6)}  # on the kommun's and on the delindex's quality; the rest is its own
LOADINGS_OTHER = (0.2, 0.2)  # yes and no have less in common, or the spread of the index grows too wide
CHANGED_PER_YEAR = 0.06  # share of units that close, and that open
INHABITANTS_PER_UNIT = 7_000
COUNTRY = 290  # kommuner: what the numbers in ``levels.UTAN_SVAR`` are of


@dataclass(frozen=True)
class World:
    """Kommuner, units and the seed.

    Attributes
    ----------
    kommuner : DataFrame
        The register, one row a kommun, index ``kommunkod``.
    enheter : DataFrame
        Columns ``rad`` (row of the kommun in ``kommuner``), ``enskild``, ``fran``, ``till`` (first and last year) and
        ``storlek`` (share of the kommun's users).
    """

    seed: int
    kommuner: pd.DataFrame
    enheter: pd.DataFrame

    def rng(self, *names: object) -> np.random.Generator:
        """Return the stream of draws for one purpose."""
        return np.random.default_rng([self.seed, *(crc32(str(name).encode()) for name in names)])


def build(kommuner: pd.DataFrame, seed: int) -> World:
    """Make the world of a register."""
    rng = World(seed, kommuner, pd.DataFrame()).rng
    size = 1 + (kommuner["befolkning"].to_numpy() / INHABITANTS_PER_UNIT).round().astype(int)
    pool = size + (size * 4 * CHANGED_PER_YEAR).round().astype(int)
    rad = np.repeat(np.arange(len(kommuner)), pool)
    first = np.r_[True, rad[1:] != rad[:-1]]
    privat = np.where(kommuner["befolkning"].to_numpy()[rad] > 30_000, 0.38, 0.1)

    def changes(purpose: str) -> np.ndarray:
        return rng(purpose).random(len(rad)) < 3 * CHANGED_PER_YEAR

    comes = np.where(changes("kommer"), rng("kommer ar").integers(2023, 2026, len(rad)), 2000)
    goes = np.where(changes("gar"), rng("gar ar").integers(2022, 2025, len(rad)), 2100)
    enheter = pd.DataFrame(
        {
            "rad": rad,
            "enskild": (rng("regi").random(len(rad)) < privat) & ~first | np.isin(kommuner.index[rad], ENDAST_ENSKILDA),
            "fran": np.where(first, 2000, comes),
            "till": np.where(first, 2100, np.maximum(goes, comes)),
            "storlek": rng("storlek").lognormal(0, 0.9, len(rad)) * np.where(first, 1.5, 1),
        }
    )
    return World(seed, kommuner, enheter)


def latent(world: World, ar: int, persistence: float, *names: object, size: int | None = None) -> np.ndarray:
    """Standard normal values of each kommun (or of ``size`` things) that last from year to year."""
    count = len(world.kommuner) if size is None else size
    value = world.rng(*names, FIRST_YEAR).standard_normal(count)
    for year in range(FIRST_YEAR + 1, ar + 1):
        fresh = world.rng(*names, year).standard_normal(count)
        value = persistence * value + np.sqrt(1 - persistence**2) * fresh
    return value


def quality(world: World, ar: int, indikator: Indikator) -> np.ndarray:
    """Each kommun's standing on one indikator: its own quality, its delindex's, and the indikator's, variance 1."""
    common, part = LOADINGS.get(indikator.typ, LOADINGS_OTHER)
    rest = np.sqrt(1 - common**2 - part**2)
    standing: np.ndarray = (
        common * latent(world, ar, PERSISTENCE["kommun"], "kommun")
        + part * latent(world, ar, PERSISTENCE["delindex"], "delindex", indikator.delindex)
        + rest * latent(world, ar, PERSISTENCE["indikator"], "indikator", indikator.kod)
    )
    return standing


def shift(ar: int, indikator: Indikator) -> float:
    """How far the year has moved the indikator from 2024, in percentage points."""
    return levels.FORSKJUTNING.get(ar, {}).get(indikator.delindex, 0.0)


def share(world: World, ar: int, indikator: Indikator) -> np.ndarray:
    """Percentage that the indikator's users (or staff) would give in each kommun, before chance."""
    mean, spread = levels.ANDEL.get(indikator.kod, levels.ANDEL_OKAND)
    return np.clip(mean + shift(ar, indikator) + spread * quality(world, ar, indikator), 3, 99.5)


def quantile(standing: np.ndarray) -> np.ndarray:
    """Place 0-1 of a standard normal standing among all."""
    return np.asarray(ndtr(standing))


def says_yes(world: World, ar: int, indikator: Indikator) -> np.ndarray:
    """Whether each kommun says yes (1) or no (0)."""
    percent = np.clip(levels.JA.get(indikator.kod, levels.JA_OKAND) + shift(ar, indikator), 2, 98)
    yes: np.ndarray = quantile(quality(world, ar, indikator)) > 1 - percent / 100
    return yes.astype(int)


def level(world: World, ar: int, indikator: Indikator) -> np.ndarray:
    """Level of each kommun: no (0), on a trial (1), in broad use (2)."""
    trial, broad = levels.NIVA.get(indikator.kod, levels.NIVA_OKAND)
    broad = float(np.clip(broad + shift(ar, indikator), 1, 97 - trial))
    place = quantile(quality(world, ar, indikator))
    steps: np.ndarray = np.add(place > 1 - (trial + broad) / 100, place > 1 - broad / 100, dtype=int)
    return steps


def persons(world: World, ar: int, indikator: Indikator) -> np.ndarray:
    """Persons met in 14 days in each kommun; good quality means few."""
    mean, spread = levels.ANTAL[indikator.kod]
    return np.clip(mean - spread * quality(world, ar, indikator), 4, 30)


def unanswered(world: World, ar: int, kalla: str) -> np.ndarray:
    """Mark the kommuner that did not answer a survey at all; chance decides which."""
    countries = max(1, round(len(world.kommuner) / COUNTRY))
    count = min(levels.UTAN_SVAR.get(kalla, 0) * countries, len(world.kommuner) // 3)
    order = world.rng("utan_svar", kalla, ar).random(len(world.kommuner))
    order[world.kommuner.index == FICTITIOUS] = 1.0  # Exempelby answers everything, and takes nobody's place
    return np.asarray(order < np.sort(order)[count])
