"""Advice that fits the kommun's result: ``parameters/text/tips.yml``."""

from __future__ import annotations

import math
from datetime import date
from functools import cache
from pathlib import Path

from pydantic import model_validator

from hemtjanst_lib.analysis import Kommunfakta
from hemtjanst_lib.forms import Del, faulty, read_form
from hemtjanst_lib.narrative.missing import inga_svar
from hemtjanst_lib.narrative.ordning import obesvarade
from hemtjanst_lib.narrative.sentence import Sentence
from hemtjanst_lib.narrative.words import TEXT, skala

SVAR_SAKNAS, VISAS_INTE = "svar_saknas", "visas_inte"


class Villkor(Del):
    """When a tip applies: the band of one delindex or område, and the years it is good for.

    Beside the bands there are ``svar_saknas``, when every answer is missing, and ``visas_inte``, when there is no
    result.
    """

    delindex: str | None = None
    omrade: str | None = None
    lage: tuple[str, ...] = ()
    fran_ar: int | None = None
    till_ar: int | None = None

    @model_validator(mode="after")
    def _sound(self) -> Villkor:
        if bool(self.lage) != ((self.delindex is None) != (self.omrade is None)):
            raise ValueError("lage needs exactly one of delindex and omrade, and they need lage")
        known = (*skala("lage").ord, SVAR_SAKNAS, VISAS_INTE)
        if strange := set(self.lage) - set(known):
            raise ValueError(f"no band {', '.join(sorted(strange))} in ord.yml; there are {', '.join(known)}")
        return self

    def holds(self, k: Kommunfakta) -> bool:
        """Tell whether the tip applies to the kommun."""
        after = self.fran_ar is None or k.ar >= self.fran_ar
        until = self.till_ar is None or k.ar <= self.till_ar
        return after and until and (not self.lage or self._band(k) in self.lage)

    def _band(self, k: Kommunfakta) -> str:
        table, kod = (k.delindex, self.delindex) if self.delindex else (k.omraden, self.omrade)
        gap = float(table["gap"].get(kod, math.nan))
        if math.isnan(gap):
            return VISAS_INTE
        silent = inga_svar(k, str(kod)) if self.delindex else kod in obesvarade(k)
        return SVAR_SAKNAS if silent else skala("lage").band(gap)


class Tip(Del):
    """One tip; after ``giltig_till`` it is not shown in what is published."""

    id: str
    text: str
    villkor: Villkor = Villkor()
    giltig_till: date | None = None

    def holds(self, k: Kommunfakta) -> bool:
        """Tell whether the tip fits the kommun, and is still good on the day of publication."""
        return not self.expired(k.publicerad) and self.villkor.holds(k)

    def expired(self, dag: date) -> bool:
        """Tell whether the tip is no longer good on a day."""
        return self.giltig_till is not None and dag > self.giltig_till


def tips(k: Kommunfakta, place: str) -> Sentence:
    """Choose the first tip of a place that applies."""
    chosen = next(tip for tip in load_tips()[place] if tip.holds(k))
    return Sentence(" ".join(chosen.text.split()), f"tips.{place}.{chosen.id}")


@cache
def load_tips(path: Path = TEXT / "tips.yml") -> dict[str, tuple[Tip, ...]]:
    """Load the library of tips.

    Raises
    ------
    ParameterError
        If the file is faulty, or a place has no last tip without conditions.
    """
    places = read_form(path, dict[str, tuple[Tip, ...]])
    open_ended = [place for place, each in places.items() if not each or not _always(each[-1])]
    if open_ended:
        faults = [f"{place}: the last tip has conditions, so some kommun would get none" for place in open_ended]
        raise faulty(path, faults, do="End each place with a tip without villkor and giltig_till.")
    return places


def _always(tip: Tip) -> bool:
    return tip.villkor == Villkor() and tip.giltig_till is None


def utgangna(dag: date) -> list[str]:
    """Name the tips that are no longer shown on a day of publication, so that someone renews or removes them."""
    return [
        f"parameters/text/tips.yml: {place}.{tip.id} was good until {tip.giltig_till}"
        for place, each in load_tips().items()
        for tip in each
        if tip.expired(dag)
    ]
