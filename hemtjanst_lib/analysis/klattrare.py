"""Årets hemtjänstkommun, and the kommuner that climbed most, with what a climb may rest on."""

from __future__ import annotations

from typing import Literal

import pandas as pd

from hemtjanst_lib.analysis.lika import lika_for_lika
from hemtjanst_lib.model import DECIMALS
from hemtjanst_lib.model.schema import Grad
from hemtjanst_lib.scoring import Scores, rank

Matt = Literal["platser", "forandring", "forandring_lika"]


def arets_hemtjanstkommun(scores: Scores, kommuner: pd.DataFrame) -> pd.DataFrame:
    """Return the kommun on place 1, or all that share it: index ``kommunkod``; ``namn, lan, index, klass``."""
    best = scores.total[scores.placering.total == 1]
    return kommuner.loc[best.index, ["namn", "lan"]].assign(index=best, klass=scores.klass[best.index])


def klattring(now: Scores, before: Scores, kommuner: pd.DataFrame, grad: Grad) -> pd.DataFrame:
    """Set each kommun's result beside last year's.

    Parameters
    ----------
    now, before : Scores
        This year and the year before.
    kommuner : DataFrame
        The register, index ``kommunkod``.
    grad : "ja", "delvis" or "nej"
        How far the model file lets the years be compared. With "nej" the places of both years stand there, but no
        difference is computed.

    Returns
    -------
    DataFrame
        Kommuner with results both years, index ``kommunkod``; ``namn, lan, placering, placering_fore, platser``
        (places gained, Int64), ``index, index_fore, forandring`` (points), ``forandring_lika`` (points, on the
        indikatorer that both years have in the same form), ``klass, klass_fore, nya_svar`` (codes of källor that were
        missing whole last year and are answered now: part of the climb is that they answered), ``tappade_svar``
        (the reverse). Missing values where the years may not be compared.
    """
    both = now.total.dropna().index.intersection(before.total.dropna().index)
    whole = lika_for_lika(now, before).forandring.reindex(both)
    table = kommuner.loc[both, ["namn", "lan"]].assign(
        placering=now.placering.total[both],
        placering_fore=before.placering.total[both],
        platser=before.placering.total[both] - now.placering.total[both],
        index=now.total[both],
        index_fore=before.total[both],
        forandring=now.total[both] - before.total[both],
        forandring_lika=whole,
        klass=now.klass[both],
        klass_fore=before.klass[both],
        nya_svar=_svarar_nu(now, before, both),
        tappade_svar=_svarar_nu(before, now, both),
    )
    differences = ["platser", "forandring", "forandring_lika"]
    return table if grad != "nej" else table.assign(**{name: pd.Series(pd.NA, both, "Float64") for name in differences})


def klattrare(table: pd.DataFrame, matt: Matt = "platser", hogst: int = 10) -> pd.DataFrame:
    """List the kommuner that climbed most, ties at the last place included; empty where nothing may be compared.

    Parameters
    ----------
    table : DataFrame
        From :func:`klattring`.
    matt : "platser", "forandring" or "forandring_lika"
        What the climb is measured in.
    hogst : int
        How many places the list has. A kommun that did not climb is not listed.

    Returns
    -------
    DataFrame
        The same columns and ``ordning`` (competition places); equal ones by place this year, then code.
    """
    climb = table[matt].astype("Float64").round(DECIMALS)
    order = rank(climb.astype("float64"))
    listed = table.assign(ordning=order)[(order <= hogst).fillna(False) & (climb > 0).fillna(False)]
    return listed.rename_axis("kommunkod").sort_values(["ordning", "placering", "kommunkod"])


def _svarar_nu(now: Scores, before: Scores, kommuner: pd.Index) -> pd.Series:
    """Codes of the källor that were missing whole before and are not now, as a tuple per kommun."""
    shared = [kod for kod in now.model.kallor if kod in before.model.kallor]
    codes = [now.model.kallor[kod].kod for kod in shared]
    gained = before.helt_saknade.loc[kommuner, shared] & ~now.helt_saknade.loc[kommuner, shared]
    rows = [tuple(kod for kod, hit in zip(codes, row, strict=True) if hit) for row in gained.to_numpy(dtype=bool)]
    return pd.Series(rows, kommuner, dtype=object)
