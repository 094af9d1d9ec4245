"""What each change would give a kommun, in points of index and in places, if it alone were made.

Every effect is computed by putting the changed answers through the model's own aggregation, so it is exact for any
model, also where means are geometric or something is missing. All other kommuner are held unchanged.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from hemtjanst_lib.analysis.regler import Atgardsregler
from hemtjanst_lib.model import DECIMALS, Model
from hemtjanst_lib.scoring import Scores, levels

Malsort = Literal["foreslagen", "full", "percentil", "svar"]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Words = npt.NDArray[np.object_]

FORESLAGEN: Malsort = "foreslagen"
PORTION = 4_000  # rows scored at a time: few enough to stay in the processor's cache


@dataclass(frozen=True)
class Utfall:
    """What reaching one kind of goal would give.

    A part is ``indikator.<id>``, ``omrade.<id>`` (all its indikatorer reach their goals) or ``kalla.<id>`` (likewise).

    Parameters
    ----------
    mal : DataFrame
        The goal in points, kommun × indikator; NaN where there is nothing to reach.
    vinst : DataFrame
        Points of index gained, kommun × part; NaN where the part has nothing to reach. Below 0 only where the model
        leaves out unanswered questions and an answer would lower the mean.
    placering : DataFrame
        The place that would follow with all others unchanged, kommun × part, Int64.
    """

    mal: pd.DataFrame
    vinst: pd.DataFrame
    placering: pd.DataFrame


@dataclass(frozen=True)
class Effekter:
    """All effects of one year.

    Parameters
    ----------
    scores, regler
        What they were computed from.
    utfall : mapping from kind of goal to Utfall
        ``full``: the highest points of the scale. ``percentil``: as good as the best quarter, or what the rules say.
        ``svar``: an unanswered question is answered as well as the mean of those who answered. ``foreslagen``: the
        goal that the rules propose for the indikator's type, and ``svar`` where there is no answer.
    malsort : DataFrame of str
        The proposed goal's kind, kommun × indikator.
    """

    scores: Scores
    regler: Atgardsregler
    utfall: Mapping[Malsort, Utfall]
    malsort: pd.DataFrame

    @cached_property
    def rad(self) -> dict[str, int]:
        """Row of each kommun in the arrays."""
        return {str(kod): n for n, kod in enumerate(self.scores.raknad.index)}

    @cached_property
    def obesvarade(self) -> Bools:
        """Which questions are unanswered, kommun × indikator in the model's order."""
        return np.asarray(self.scores.status[list(self.scores.model.indikatorer)] == "ej_svar")

    @cached_property
    def ord(self) -> dict[str, Words]:
        """Status and kind of goal, kommun × indikator."""
        ids = list(self.scores.model.indikatorer)
        words = {"status": self.scores.status[ids], "malsort": self.malsort[ids]}
        return {name: table.to_numpy(dtype=object) for name, table in words.items()}

    @cached_property
    def platser(self) -> dict[Malsort, Floats]:
        """The places that would follow, kommun × part; NaN where there is nothing to reach."""
        return {sort: u.placering.to_numpy(dtype=float, na_value=np.nan) for sort, u in self.utfall.items()}

    @cached_property
    def delar(self) -> dict[str, pd.DataFrame]:
        """What is alike for all kommuner in the tables of measures: ``indikator``, ``omrade`` and ``kalla``."""
        model = self.scores.model
        return {"indikator": _indikatorer(model), "omrade": _omraden(model), "kalla": _kallor(model)}


def _indikatorer(model: Model) -> pd.DataFrame:
    rows = [
        (i.namn, i.visningsnamn, i.omrade, model.omraden[i.omrade].namn, i.delindex, i.kalla, i.typ)
        for i in model.indikatorer.values()
    ]
    columns = ["namn", "visningsnamn", "omrade", "omrade_namn", "delindex", "kalla", "typ"]
    table = pd.DataFrame(rows, index=pd.Index(list(model.indikatorer)), columns=columns)
    return _viktade(table, list(table["omrade"]), model)


def _omraden(model: Model) -> pd.DataFrame:
    rows = [(omrade.namn, omrade.delindex, model.delindex[omrade.delindex].namn) for omrade in model.omraden.values()]
    table = pd.DataFrame(rows, index=pd.Index(list(model.omraden)), columns=["namn", "delindex", "delindex_namn"])
    return _viktade(table, list(table.index), model)


def _kallor(model: Model) -> pd.DataFrame:
    rows = {"namn": [part.namn for part in model.kallor.values()], "kod": [part.kod for part in model.kallor.values()]}
    return pd.DataFrame(rows, index=pd.Index(list(model.kallor), name="kalla"))


def _viktade(table: pd.DataFrame, omraden: list[str], model: Model) -> pd.DataFrame:
    """Add the seniors' priority: the område's weight, and whether it is among the six highest."""
    prioriterat = pd.Index(omraden).isin(model.prioriterade())
    return table.assign(vikt=model.vikter.reindex(omraden).to_numpy(), prioriterat=prioriterat)


def effekter(scores: Scores, regler: Atgardsregler, sorter: Sequence[Malsort] = (FORESLAGEN, "svar")) -> Effekter:
    """Compute the effects for all kommuner and parts at once.

    An indikator whose answer is kept secret or does not apply has no goal: the kommun cannot change it.

    Parameters
    ----------
    scores : Scores
        One year's results.
    regler : Atgardsregler
        Goals by type of indikator.
    sorter : sequence of str
        Which kinds of goals to compute.
    """
    mal = _mal(scores, regler)
    kinds = _malsort(scores, regler)
    goals = {**mal, FORESLAGEN: np.select([kinds == name for name in mal], list(mal.values()), np.nan)}
    delar = _delar(scores.model)
    return Effekter(
        scores=scores,
        regler=regler,
        utfall={sort: _utfall(scores, goals[sort], delar) for sort in sorter},
        malsort=pd.DataFrame(kinds, scores.raknad.index, scores.raknad.columns, dtype="str"),
    )


def tillsammans(
    effekter: Effekter, kommunkod: str, indikatorer: Collection[str], sort: Malsort = FORESLAGEN
) -> tuple[float, int]:
    """Return the points of index gained, and the place, if a kommun reached its goals in all of ``indikatorer``.

    Effects do not simply add up in places, and with geometric means not in points either.
    """
    scores, mal = effekter.scores, effekter.utfall[sort].mal.loc[[kommunkod]]
    own = scores.raknad.loc[[kommunkod]]
    change = mal.notna() & own.columns.isin(list(indikatorer))
    after = float(levels(own.mask(change, mal), scores.model).total.iloc[0])
    others = scores.total.drop(kommunkod).round(DECIMALS)
    return after - float(scores.total[kommunkod]), 1 + int((others > round(after, DECIMALS)).sum())


def _mal(scores: Scores, regler: Atgardsregler) -> dict[Malsort, Floats]:
    """Return each kind's goals, kommun × indikator; NaN where it is reached, cannot be reached, or is not meant."""
    poang = scores.poang.to_numpy(dtype=float)
    unanswered = (scores.status == "ej_svar").to_numpy()
    quantile = scores.poang.quantile(regler.percentil / 100).to_numpy(dtype=float)
    medel = scores.poang.mean().to_numpy(dtype=float)
    highest = np.array([indikator.poang.knots()[1].max() for indikator in scores.model.indikatorer.values()])
    return {
        "full": np.where(unanswered | (poang < highest), highest, np.nan),
        "percentil": np.where(unanswered | (poang < quantile), quantile, np.nan),
        "svar": np.where(unanswered, medel, np.nan),
    }


def _malsort(scores: Scores, regler: Atgardsregler) -> Words:
    """Return the kind of goal proposed for each answer."""
    kinds = [regler.undantag.get(kod, regler.mal.get(i.typ)) for kod, i in scores.model.indikatorer.items()]
    unanswered = (scores.status == "ej_svar").to_numpy()
    return np.where(unanswered, "svar", np.array(kinds, dtype=object))


def _delar(model: Model) -> pd.DataFrame:
    """Which indikatorer each part holds: part × indikator, bool."""
    ids = list(model.indikatorer)
    parts = {f"indikator.{kod}": [kod] for kod in ids}
    parts |= {f"omrade.{kod}": list(omrade.indikatorer) for kod, omrade in model.omraden.items()}
    parts |= {f"kalla.{kod}": [i.kod for i in model.indikatorer.values() if i.kalla == kod] for kod in model.kallor}
    return pd.DataFrame([pd.Index(ids).isin(held) for held in parts.values()], index=list(parts), columns=ids)


def _utfall(scores: Scores, mal: Floats, delar: pd.DataFrame) -> Utfall:
    total = scores.total.to_numpy(dtype=float)
    after = _totaler(scores, mal, delar.to_numpy(dtype=bool))
    index, parts = scores.raknad.index, delar.index
    return Utfall(
        mal=pd.DataFrame(mal, index, scores.raknad.columns),
        vinst=pd.DataFrame(after - total[:, None], index, parts),
        placering=pd.DataFrame(_platser(total, after), index, parts).astype("Int64"),
    )


def _totaler(scores: Scores, mal: Floats, delar: Bools) -> Floats:
    """Score every kommun anew for every part that has something to reach; shape (kommuner, parts), else NaN."""
    raknad, change = scores.raknad.to_numpy(dtype=float), ~np.isnan(mal)
    kommun, part = np.nonzero(change.astype(np.int32) @ delar.T.astype(np.int32))
    after = np.full((len(raknad), len(delar)), np.nan)
    for start in range(0, len(kommun), PORTION):
        rows, parts = kommun[start : start + PORTION], part[start : start + PORTION]
        changed = np.where(delar[parts] & change[rows], mal[rows], raknad[rows])
        after[rows, parts] = levels(pd.DataFrame(changed, columns=scores.raknad.columns), scores.model).total
    return after


def _platser(total: Floats, after: Floats) -> Floats:
    """Place of each new total among the others' unchanged ones: one more than those above it."""
    old, new = np.round(total, DECIMALS), np.round(after, DECIMALS)
    order = np.sort(old[~np.isnan(old)])
    above = len(order) - np.searchsorted(order, new, side="right") - (old[:, None] > new)
    places: Floats = np.where(np.isnan(new), np.nan, 1.0 + above)
    return places
