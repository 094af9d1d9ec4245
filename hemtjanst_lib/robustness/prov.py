"""What if: other weights, or other answers of one kommun. The whole year is computed again, exactly."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import pandas as pd

from hemtjanst_lib.errors import ParameterError
from hemtjanst_lib.robustness.hopslagning import (
    granska_vikter,
    klassgranser,
    klassnummer,
    medelvarden,
    placera,
    svarande,
)
from hemtjanst_lib.robustness.metoder import Underlag, Val, underlag
from hemtjanst_lib.robustness.resultat import Prov
from hemtjanst_lib.scoring import Scores
from hemtjanst_lib.scoring.grid import STATUS, Bools, Floats, Ints
from hemtjanst_lib.scoring.levels import apply_rules

OK, TYST, EJ_TILLAMPLIG = STATUS.index("ok"), STATUS.index("ej_svar"), STATUS.index("ej_tillamplig")


def prova(
    scores: Scores,
    *,
    kommunkod: str | None = None,
    varden: Mapping[str, float | None] | None = None,
    vikter: Mapping[str, float] | None = None,
) -> Prov:
    """Compute the year with changed answers of one kommun, changed weights, or both.

    Parameters
    ----------
    kommunkod : str, optional
        Whose answers are changed.
    varden : mapping, optional
        Indikator to its new value on the natural scale; None for not answered.
    vikter : mapping, optional
        Område to its new weight, on the model's scale; those not named keep theirs.

    Raises
    ------
    ParameterError
        If a kommun, indikator or område does not exist, a value is not a finite number, or a weight is not above 0.
    """
    grund = underlag(scores)
    weights = _vikter(scores, vikter or {})
    poang, status = _svar(grund, kommunkod, varden or {})
    counted = apply_rules(poang, status, scores.model)
    omrade = grund.omraden(counted)
    totals, delindex = grund.totaler(omrade[None], weights, Val(), 0.0)
    return _prov(scores, totals, delindex[0], omrade, _svarande(scores, status))


def _vikter(scores: Scores, changed: Mapping[str, float]) -> Floats:
    own: dict[str, float] = {kod: omrade.vikt for kod, omrade in scores.model.omraden.items()}
    _kanda("område", changed, own)
    return granska_vikter(np.array([list({**own, **changed}.values())], dtype=np.float64), scores.model)


def _svar(grund: Underlag, kommunkod: str | None, changed: Mapping[str, float | None]) -> tuple[Floats, Ints]:
    """Points and status, kommun × indikator, after the change."""
    poang, status = grund.poang.copy(), grund.status.copy()
    if not changed:
        return poang, status
    model, kommuner = grund.scores.model, grund.scores.total.index
    if kommunkod not in kommuner:
        raise ParameterError(f"no kommun with code {kommunkod} in {model.ar}; codes are four digits, such as 0188")
    _kanda("indikator", changed, model.indikatorer)
    if wrong := [kod for kod, value in changed.items() if value is not None and not math.isfinite(value)]:
        raise ParameterError(
            f"the new value of {', '.join(wrong)} is not a finite number", do="Give None for no answer."
        )
    row = kommuner.get_loc(kommunkod)
    for kod, value in changed.items():
        column = list(model.indikatorer).index(kod)
        status[row, column] = TYST if value is None else OK
        poang[row, column] = np.nan if value is None else np.interp(value, *model.indikatorer[kod].poang.knots())
    return poang, status


def _kanda(what: str, given: Mapping[str, object], known: Mapping[str, object]) -> None:
    if strange := [kod for kod in given if kod not in known]:
        raise ParameterError(f"the model has no {what} {', '.join(strange)}")


def _svarande(scores: Scores, status: Ints) -> Bools | None:
    """Who counts in the mean of the index after the change; None for all."""
    if svarande(scores.helt_saknade, scores.model) is None:
        return None
    kalla = np.array([i.kalla for i in scores.model.indikatorer.values()])
    silent, applies = status == TYST, status != EJ_TILLAMPLIG
    whole = [
        silent[:, kalla == kod].any(axis=1) & (silent == applies)[:, kalla == kod].all(axis=1)
        for kod in scores.model.kallor
    ]
    answered: Bools = ~np.any(whole, axis=0)
    return answered


def _prov(scores: Scores, totals: Floats, delindex: Floats, omrade: Floats, counted: Bools | None) -> Prov:
    model, kommuner = scores.model, scores.total.index
    mean = medelvarden(totals, counted)
    limits = klassgranser(model, mean)
    names = np.array([*model.klasser.till_och_med, None], dtype=object)
    return Prov(
        total=pd.Series(totals[0], kommuner, name="total"),
        placering=pd.Series(placera(totals)[0], kommuner, name="placering").astype("Int64"),
        klass=pd.Series(names[klassnummer(totals, limits)[0]], kommuner, dtype="str", name="klass"),
        omrade=pd.DataFrame(omrade, kommuner, scores.omrade.columns),
        delindex=pd.DataFrame(delindex, kommuner, scores.delindex.columns),
        medel=float(mean[0]),
        granser=tuple(float(limit) for limit in limits[0]),
    )
