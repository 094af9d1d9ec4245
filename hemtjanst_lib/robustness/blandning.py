"""Years put together from the parts of two: this year's answers by last year's weights, and so on.

What sets two years' results apart is parted into five components, each of which can be taken from either year:

``resultat``
    the values of the indikatorer that both years have and the kommun answered both years,
``saknas``
    which answers are missing, and what a missing answer counts as,
``indikatorer``
    which indikatorer there are and how they are put together into områden and delindex,
``vikter``
    the weights of områden and indikatorer,
``skala``
    from values to points, and how points are put together.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
import pandas as pd

from hemtjanst_lib.model import Model
from hemtjanst_lib.model.schema import Delindex, Indikator, Kvalitetsomrade
from hemtjanst_lib.scoring import Scores
from hemtjanst_lib.scoring.grid import Bools, Floats
from hemtjanst_lib.scoring.levels import points

Komponent = Literal["resultat", "saknas", "indikatorer", "vikter", "skala"]
KOMPONENTER: tuple[Komponent, ...] = ("resultat", "saknas", "indikatorer", "vikter", "skala")
SAME = ("kalla", "matenhet")


def samma_matt(now: Model, before: Model) -> list[str]:
    """Ids of the indikatorer that measure the same thing in both models, in this year's order.

    The same id, källa and unit of measure, and not declared comparable only since a later year than ``before``. Its
    scale, weight and område may differ: those are matters of method, not of what is measured.
    """
    return [
        kod
        for kod, indikator in now.indikatorer.items()
        if kod in before.indikatorer
        and all(getattr(indikator, field) == getattr(before.indikatorer[kod], field) for field in SAME)
        and (indikator.jamforbar_sedan is None or indikator.jamforbar_sedan <= before.ar)
    ]


@dataclass(frozen=True)
class TvaAr:
    """Two scored years, ready to be mixed."""

    nu: Scores
    fore: Scores

    @cached_property
    def kommuner(self) -> pd.Index:
        """Those that have a result both years."""
        return self.nu.total.dropna().index.intersection(self.fore.total.dropna().index)

    @cached_property
    def samma(self) -> list[str]:
        """The indikatorer that measure the same in both."""
        return samma_matt(self.nu.model, self.fore.model)

    @cached_property
    def olika(self) -> tuple[Komponent, ...]:
        """The components that are not the same both years; answers always count as such."""
        now, before = self.nu.model, self.fore.model
        same = {
            "resultat": False,
            "saknas": False,
            "indikatorer": _trad(now) == _trad(before) and len(self.samma) == len(now.indikatorer),
            "vikter": _vikter(now, self.samma) == _vikter(before, self.samma),
            "skala": now.aggregering == before.aggregering
            and all(now.indikatorer[kod].poang == before.indikatorer[kod].poang for kod in self.samma),
        }
        return tuple(komponent for komponent in KOMPONENTER if not same[komponent])

    def blanda(self, nu: Collection[Komponent]) -> tuple[pd.DataFrame, Model]:
        """Return points counted (kommuner × indikatorer) and the model, with the components ``nu`` from this year.

        All other components are last year's. With all five, or none, it is the year itself.
        """
        model = blandad_modell(
            self._ar("indikatorer", nu).model, self._ar("vikter", nu).model, self._ar("skala", nu).model, self.samma
        )
        raknad = self._ar("indikatorer", nu).raknad.loc[self.kommuner].copy()
        raknad[self.samma] = self._gemensamma(nu)
        return raknad, model

    def _ar(self, komponent: Komponent, nu: Collection[Komponent]) -> Scores:
        return self.nu if komponent in nu else self.fore

    def _gemensamma(self, nu: Collection[Komponent]) -> Floats:
        """Points counted for the indikatorer that both years have.

        An answer that was missing one of the years has only one value, so its coming or going is all of it
        ``saknas``.
        """
        scale, values, answers = ("skala" in nu), ("resultat" in nu), ("saknas" in nu)
        there, both = self._svarat[answers], self._svarat[True] & self._svarat[False]
        one: Floats = np.where(there, self._poang[scale, answers], self._raknad[answers])
        return np.where(both, self._poang[scale, values], one)

    @cached_property
    def _raknad(self) -> Mapping[bool, Floats]:
        return {now: self._tabell(scores.raknad) for now, scores in self._bada.items()}

    @cached_property
    def _svarat(self) -> Mapping[bool, Bools]:
        return {now: ~np.isnan(self._tabell(scores.poang)) for now, scores in self._bada.items()}

    @cached_property
    def _poang(self) -> Mapping[tuple[bool, bool], Floats]:
        """Points by the scale of one year (first) of the values of one year (second); True is this year."""
        return {
            (scale, values): self._skalade(self._bada[values], self._bada[scale].model)
            for scale in (True, False)
            for values in (True, False)
        }

    def _skalade(self, scores: Scores, model: Model) -> Floats:
        ids = pd.Index(list(model.indikatorer))
        scaled = points(scores.varde.reindex(columns=ids).to_numpy(dtype=float), model)
        rows, columns = scores.varde.index.get_indexer(self.kommuner), ids.get_indexer(pd.Index(self.samma))
        return scaled[np.ix_(rows, columns)]

    def _tabell(self, table: pd.DataFrame) -> Floats:
        return table.loc[self.kommuner, self.samma].to_numpy(dtype=float)

    @cached_property
    def _bada(self) -> Mapping[bool, Scores]:
        return {True: self.nu, False: self.fore}


def _trad(model: Model) -> list[tuple[str, str, str]]:
    return [(i.delindex, i.omrade, kod) for kod, i in model.indikatorer.items()]


def _vikter(model: Model, samma: Collection[str]) -> tuple[dict[str, float], dict[str, float]]:
    """Return weights of områden, and of the indikatorer that both years have."""
    return {k: o.vikt for k, o in model.omraden.items()}, {k: model.indikatorer[k].vikt for k in samma}


def blandad_modell(tree: Model, vikter: Model, skala: Model, samma: Collection[str]) -> Model:
    """Return the model ``tree`` with the weights of another and the means of a third.

    An område or indikator that the other model lacks keeps its own weight. The others share, in the other model's
    proportions, the weight that they have together in ``tree``, so that models may weigh on any scale.
    """
    if vikter is tree and skala is tree:
        return tree
    shared = {kod: o.vikt for kod, o in vikter.omraden.items() if kod in tree.omraden}
    factor = _faktor({kod: o.vikt for kod, o in tree.omraden.items()}, shared)
    weights = {kod: vikt * factor for kod, vikt in shared.items()}
    delindex = {kod: _delindex(part, weights, vikter, set(samma)) for kod, part in tree.delindex.items()}
    mixed = tree.model_copy(update={"delindex": delindex, "aggregering": skala.aggregering})
    for name in ("omraden", "indikatorer", "enhetsindikatorer"):  # a copy keeps what was cached
        mixed.__dict__.pop(name, None)
    return mixed


def _delindex(part: Delindex, weights: Mapping[str, float], vikter: Model, samma: set[str]) -> Delindex:
    omraden = {kod: _omrade(o, weights.get(kod, o.vikt), vikter, samma) for kod, o in part.kvalitetsomraden.items()}
    return part.model_copy(update={"kvalitetsomraden": omraden})


def _omrade(omrade: Kvalitetsomrade, vikt: float, vikter: Model, samma: set[str]) -> Kvalitetsomrade:
    own = {kod: i.vikt for kod, i in omrade.indikatorer.items()}
    shared = {kod: vikter.indikatorer[kod].vikt for kod in own if kod in samma and kod in vikter.indikatorer}
    factor = _faktor(own, shared)
    changed: dict[str, Indikator] = {
        kod: i.model_copy(update={"vikt": shared[kod] * factor}) if kod in shared else i
        for kod, i in omrade.indikatorer.items()
    }
    return omrade.model_copy(update={"vikt": vikt, "indikatorer": changed})


def _faktor(own: Mapping[str, float], other: Mapping[str, float]) -> float:
    """What to multiply the other model's weights with, to sum to what the same parts weigh together here."""
    return sum(own[kod] for kod in other) / sum(other.values()) if other else 1.0
