"""What the invented units answer in the two unit surveys, and what their kommuner get from it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from hemtjanst_lib.example import fall, levels, world
from hemtjanst_lib.example.names import respell, unit_names
from hemtjanst_lib.example.world import World
from hemtjanst_lib.model import Indikator

UNIT_SPREAD = 0.8  # spread of units within a kommun, in spreads between kommuner
LEVELS_IND = "eu_rutin_kontakt_primarvard"  # answered "for all", "for some", "no" by the unit
NO_HEALTH_CARE = ("eu_rutin_mote_sjukskoterska", LEVELS_IND)
REGION_RUNS_HEALTH_CARE = ("01", "0188")  # Stockholms län, except Norrtälje
UNIT_SILENT = 0.08


@dataclass(frozen=True)
class Survey:
    """Answers per unit, in the order of ``enheter``.

    Parameters
    ----------
    enheter : DataFrame
        ``kommunkod, kommun, namn_bu, namn_eu, foretag_bu, foretag_eu, enskild, rad, id`` and ``svarande`` (answers to
        the user survey).
    positiva, svar : dict of indikator to array
        Positive answers, and answers to the question, per unit.
    """

    enheter: pd.DataFrame
    positiva: dict[str, np.ndarray]
    svar: dict[str, np.ndarray]


def active(built: World, ar: int) -> pd.DataFrame:
    """Return the units of a year with their names and companies in both surveys."""
    pool = built.enheter
    names = np.concatenate(
        [
            unit_names(len(part), part["enskild"].to_numpy(), built.rng("namn", kod))
            for kod, (_, part) in zip(built.kommuner.index, pool.groupby("rad"), strict=True)
        ]
    )
    kommun = built.kommuner["namn"].to_numpy()[pool["rad"]]
    ways = built.rng("stavning").integers(0, 12, len(pool))
    named = pool.assign(
        id=np.arange(len(pool)),
        kommunkod=built.kommuner.index.to_numpy()[pool["rad"]],
        kommun=kommun,
        namn_bu=names,
        namn_eu=[respell(name, place, way) for name, place, way in zip(names, kommun, ways, strict=True)],
    )
    count = len(named)
    out = fall.apply(named, ar, built.rng("felstavad").random(count), built.rng("felstavning").integers(0, 997, count))
    return out[(out["fran"] <= ar) & (ar <= out["till"])].reset_index(drop=True)


def respondents(built: World, ar: int, enheter: pd.DataFrame) -> np.ndarray:
    """Answers to the user survey per unit: about six in a thousand inhabitants, more where few live."""
    befolkning = built.kommuner["befolkning"].to_numpy(dtype=float)
    rate = 0.0064 * (1 + 1.7 * np.exp(-befolkning / 5_000))
    count = befolkning * rate * built.rng("svarande", ar).normal(1, 0.06, len(befolkning))
    size = enheter["storlek"].to_numpy()
    part = size / np.bincount(enheter["rad"], weights=size, minlength=len(befolkning))[enheter["rad"]]
    return np.maximum(1, np.round(count[enheter["rad"]] * part)).astype(int)


def user_survey(built: World, ar: int, indikatorer: list[Indikator]) -> Survey:
    """Let each unit's users answer; chance is binomial, so small units and kommuner vary more."""
    enheter = active(built, ar)
    enheter["svarande"] = respondents(built, ar, enheter)
    positiva, svar = {}, {}
    for indikator in indikatorer:
        _, spread = levels.ANDEL.get(indikator.kod, levels.ANDEL_OKAND)
        own = world.latent(built, ar, 0.85, "enhet", indikator.kod, size=len(built.enheter))[enheter["id"]]
        percent = world.share(built, ar, indikator)[enheter["rad"]] + UNIT_SPREAD * spread * own
        answered = levels.BESVARAD.get(indikator.kod, levels.BESVARAD_OFTAST) / 100
        svar[indikator.kod] = built.rng("svar", indikator.kod, ar).binomial(enheter["svarande"], answered)
        rng = built.rng("positiva", indikator.kod, ar)
        positiva[indikator.kod] = rng.binomial(svar[indikator.kod], np.clip(percent, 2, 99.5) / 100)
    return Survey(enheter, positiva, svar)


def unit_survey(built: World, ar: int, indikatorer: list[Indikator]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Let each unit answer for itself.

    Returns
    -------
    DataFrame, DataFrame
        The answering units, and their values (columns indikator ids): shares 0–100, routines 0/1 (0/1/2 for contact
        with primärvård), NaN where the question does not apply.
    """
    enheter = active(built, ar)
    silent = built.rng("tyst", ar).random(len(built.enheter))[enheter["id"]] < UNIT_SILENT
    silent |= world.unanswered(built, ar, "enhetsundersokningen")[enheter["rad"]]
    values = pd.DataFrame({ind.kod: _own_values(built, ar, ind, enheter) for ind in indikatorer})
    exempt = exempted(built)[enheter["rad"]]
    values.loc[exempt, [kod for kod in NO_HEALTH_CARE if kod in values]] = np.nan
    return enheter[~silent].reset_index(drop=True), values[~silent].reset_index(drop=True)


def _own_values(built: World, ar: int, indikator: Indikator, enheter: pd.DataFrame) -> np.ndarray:
    own = world.latent(built, ar, 0.85, "enhet", indikator.kod, size=len(built.enheter))[enheter["id"]]
    standing = 0.75 * world.quality(built, ar, indikator)[enheter["rad"]] + np.sqrt(1 - 0.75**2) * own
    if indikator.kod in levels.ANDEL:
        mean, spread = levels.ANDEL[indikator.kod]
        return np.asarray(np.round(np.clip(mean + world.shift(ar, indikator) + 1.2 * spread * standing, 0, 100)))
    percent = np.clip(levels.JA.get(indikator.kod, levels.JA_OKAND) + world.shift(ar, indikator), 2, 98)
    place = world.quantile(standing)
    yes = (place > 1 - percent / 100).astype(float)
    return np.asarray(yes + (place > 1 - 0.7 * percent / 100)) if indikator.kod == LEVELS_IND else np.asarray(yes)


def exempted(built: World) -> np.ndarray:
    """Mark kommuner where the region runs health care at home, so that two questions do not apply."""
    lan, exception = REGION_RUNS_HEALTH_CARE
    kod = built.kommuner.index
    return np.asarray((kod.str[:2] == lan) & (kod != exception))
