"""Paper against experience: the index without each type of indikator and each källa, and what a change came from.

An indikator is typed by what it sees: ``upplevelse`` (what the users say), ``bemanning`` (staff and continuity),
``rutin`` (a routine on paper), ``webb`` (what the website tells) and ``teknik`` (what technology there is).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from hemtjanst_lib.model import Model
from hemtjanst_lib.robustness.konto import Konto
from hemtjanst_lib.scoring import Scores, levels, rank

Sort = Literal["typ", "kalla"]
TYPER = ("upplevelse", "bemanning", "rutin", "webb", "teknik")
VIKTER = "vikter"  # what a change of the områden's weights gave, which is of no type


def grupper(model: Model, sort: Sort) -> dict[str, list[str]]:
    """Return the indikatorer of each type or källa that the model has, in a fixed order."""
    order = TYPER if sort == "typ" else tuple(model.kallor)
    groups = {name: [kod for kod, i in model.indikatorer.items() if getattr(i, sort) == name] for name in order}
    return {name: ids for name, ids in groups.items() if ids}


@dataclass(frozen=True)
class Utan:
    """The index and the places with something left out; kommun × what.

    Parameters
    ----------
    vikt : Series
        Each group's share of the total when nothing is missing; sums to 1.
    utan, placering_utan : DataFrame
        Index (points) and place (Int64) when the group is left out and its weight spread within område, delindex and
        total, as the model does with what is left out.
    endast, placering_endast : DataFrame
        The same with nothing but the group.
    """

    vikt: pd.Series
    utan: pd.DataFrame
    placering_utan: pd.DataFrame
    endast: pd.DataFrame
    placering_endast: pd.DataFrame


def utan(scores: Scores, sort: Sort) -> Utan:
    """Score the year without, and with only, each type of indikator or each källa.

    A kommun that has nothing left gets no index.
    """
    groups = grupper(scores.model, sort)
    columns = scores.raknad.columns
    inside = {name: columns.isin(ids) for name, ids in groups.items()}
    without = pd.DataFrame({name: _total(scores, ~held) for name, held in inside.items()})
    only = pd.DataFrame({name: _total(scores, held) for name, held in inside.items()})
    return Utan(
        vikt=pd.Series({name: float(scores.effektiv_vikt[ids].sum()) for name, ids in groups.items()}),
        utan=without,
        placering_utan=without.apply(rank),
        endast=only,
        placering_endast=only.apply(rank),
    )


def _total(scores: Scores, used: np.ndarray) -> pd.Series:
    return levels(scores.raknad.where(np.broadcast_to(used, scores.raknad.shape)), scores.model).total


def andel_av_forandring(account: Konto, models: Mapping[int, Model], sort: Sort) -> pd.DataFrame:
    """Part every kommun's change of index by type of indikator or källa.

    Parameters
    ----------
    account : Konto
    models : mapping from year to Model
        Both years' models; an indikator's type and källa are this year's where it is there, else last year's.
    sort : "typ" or "kalla"

    Returns
    -------
    DataFrame
        Kommun × group, and ``vikter`` for what the områden's own weights gave; points, each row sums to the change.
    """
    both = [models[account.ar], models[account.ar_fore]]
    of = {kod: getattr(i, sort) for model in reversed(both) for kod, i in model.indikatorer.items()}
    names = dict.fromkeys(name for model in both for name in grupper(model, sort))
    by_indikator = account.indikator.sum(axis=0)
    member = {name: np.array([of[kod] == name for kod in account.indikator_ids]) for name in names}
    table = {name: by_indikator[:, held].sum(axis=1) for name, held in member.items()}
    return pd.DataFrame({**table, VIKTER: account.rest.sum(axis=(0, 2))}, account.index.index)
