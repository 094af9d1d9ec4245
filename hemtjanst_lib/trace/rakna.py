"""The index of one kommun in exact arithmetic: a second computation, sharing no code with :mod:`hemtjanst_lib.scoring`.

Fractions instead of floats, one kommun instead of all, plain loops instead of arrays: slow, and easy to read against
the formulas of ``docs/method.md``. Pure: it takes answers and a model, so that a finished delivery can be computed
anew from its own data.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import exp, isnan, log
from typing import Literal, NamedTuple

from hemtjanst_lib.model import Model
from hemtjanst_lib.model.schema import Poang

Status = Literal["ok", "ej_svar", "sekretess", "ej_tillamplig"]
Tal = Fraction


class Svar(NamedTuple):
    """One answer: the value on its natural scale (None unless the status is ok) and the status."""

    varde: float | None
    status: str


@dataclass(frozen=True)
class Utrakning:
    """Every step of one kommun's index, exact; None for what is left out.

    Parameters
    ----------
    poang : mapping from indikator to points 0–100
        By the scale alone; None unless the status is ok.
    regel : mapping from indikator to str
        The missing rule that was used: ``noll``, ``utelamna``, ``medel``, or "" for an answer.
    raknad : mapping from indikator to points
        What entered the område.
    andel : mapping from id to share 0–1
        Of each indikator in its område, område in its delindex, and delindex in the index, after what is left out has
        had its weight spread.
    omrade, delindex, total
        Points 0–100.
    """

    poang: Mapping[str, Tal | None]
    regel: Mapping[str, str]
    raknad: Mapping[str, Tal | None]
    andel: Mapping[str, Tal]
    omrade: Mapping[str, Tal | None]
    delindex: Mapping[str, Tal | None]
    total: Tal | None


def rakna_om(svar: Mapping[str, Svar], model: Model, medel: Mapping[str, float] | None = None) -> Utrakning:
    """Compute one kommun's index from its answers.

    Parameters
    ----------
    svar : mapping from indikator to Svar
        One for every indikator of the model.
    model : Model
    medel : mapping from indikator to points, optional
        The mean points of those who answered; needed only where a rule counts a missing answer as the mean.

    Raises
    ------
    KeyError
        If an indikator has no answer, or a mean is needed and not given.
    """
    poang = {kod: _poang(svar[kod], i.poang) for kod, i in model.indikatorer.items()}
    regel = {
        kod: "" if svar[kod].status == "ok" else model.regel(i.kalla, svar[kod].status)
        for kod, i in model.indikatorer.items()
    }
    raknad = {kod: _raknad(poang[kod], regel[kod], kod, medel) for kod in poang}
    andel: dict[str, Tal] = {}
    omrade = {
        kod: _samman({i: raknad[i] for i in o.indikatorer}, _vikter(o.indikatorer), model.aggregering.omrade, andel)
        for kod, o in model.omraden.items()
    }
    delindex = {
        kod: _samman(
            {o: omrade[o] for o in d.kvalitetsomraden}, _vikter(d.kvalitetsomraden), model.aggregering.delindex, andel
        )
        for kod, d in model.delindex.items()
    }
    sums = {kod: sum(_vikter(d.kvalitetsomraden).values(), Tal(0)) for kod, d in model.delindex.items()}
    total = _samman(delindex, sums, model.aggregering.total, andel)
    return Utrakning(poang, regel, raknad, andel, omrade, delindex, total)


def andel_av_index(rakning: Utrakning, model: Model, kod: str) -> Tal:
    """Return the share of the index, 0–1, that an indikator, område or delindex has in a computation."""
    share = rakning.andel[kod]
    if kod in model.indikatorer:
        return share * andel_av_index(rakning, model, model.indikatorer[kod].omrade)
    return share * rakning.andel[model.omraden[kod].delindex] if kod in model.omraden else share


def exakt(x: float) -> Tal:
    """Return the number that is written as ``x``: 65.4 is 327/5, not the float next to it."""
    return Tal(repr(float(x)))


def _vikter(parts: Mapping[str, object]) -> dict[str, Tal]:
    return {kod: exakt(part.vikt) for kod, part in parts.items()}  # type: ignore[attr-defined]


def _poang(svar: Svar, skala: Poang) -> Tal | None:
    """Points by the scale: straight between its knots, flat outside."""
    if svar.status != "ok" or svar.varde is None:
        return None
    knots = sorted((exakt(v), exakt(p)) for v, p in zip(*skala.knots(), strict=True))
    value = exakt(svar.varde)
    if value <= knots[0][0]:
        return knots[0][1]
    for (low, start), (high, end) in pairwise(knots):
        if value <= high:
            return start + (end - start) * (value - low) / (high - low)
    return knots[-1][1]


def _raknad(poang: Tal | None, regel: str, kod: str, medel: Mapping[str, float] | None) -> Tal | None:
    if not regel:
        return poang
    if regel == "noll":
        return Tal(0)
    if regel == "utelamna":
        return None
    if medel is None:
        raise KeyError(f"{kod} counts as the mean of those who answered, which is not given")
    return None if isnan(medel[kod]) else exakt(medel[kod])  # NaN: nobody answered


def _samman(delar: Mapping[str, Tal | None], vikter: Mapping[str, Tal], how: str, andel: dict[str, Tal]) -> Tal | None:
    """Weighted mean of what is there; notes each part's share of the weight."""
    there = {kod: value for kod, value in delar.items() if value is not None}
    whole = sum((vikter[kod] for kod in there), Tal(0))
    andel |= {kod: vikter[kod] / whole if kod in there else Tal(0) for kod in delar}
    if not there:
        return None
    if how == "aritmetisk":
        return sum((andel[kod] * value for kod, value in there.items()), Tal(0))
    if any(value == 0 for value in there.values()):
        return Tal(0)
    return exakt(exp(sum(float(andel[kod]) * log(value) for kod, value in there.items())))
