"""The exact account of a change: what an index moved by, and what a place moved by, from one year to the next.

The parts sum to the whole by construction. Five components (see :mod:`hemtjanst_lib.robustness.blandning`) are each
taken from last year to this one, in every order; a component's part is the mean of what it gave in all 120 orders
(Shapley's value), so that none gains from being counted first. A component that is the same both years gives exactly
0. Formulas: ``docs/method.md``, the account of change.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from math import factorial

import numpy as np
import pandas as pd

from hemtjanst_lib.model import DECIMALS
from hemtjanst_lib.robustness.bidrag import bidrag
from hemtjanst_lib.robustness.blandning import KOMPONENTER, Komponent, TvaAr
from hemtjanst_lib.scoring import Scores
from hemtjanst_lib.scoring.grid import Floats, Ints

OMRADESVIKT = "områdets vikt"


@dataclass(frozen=True)
class Konto:
    """The account of every kommun that has a result both years; all numbers are points of index, unrounded.

    Parameters
    ----------
    ar, ar_fore : int
        The years.
    index : DataFrame
        Kommun × ``fore, nu, forandring``.
    delar : DataFrame
        Kommun × component; each row sums to ``forandring``.
    omrade_ids, indikator_ids : tuple of str
        The områden and indikatorer of either year, this year's first.
    omrade, indikator : arrays (component × kommuner × områden or indikatorer)
        Components by område; within each område, by indikator. What an område moved because its own weight changed
        against the others belongs to none of its indikatorer, and stands in ``rest`` (component × kommuner × områden).
    """

    ar: int
    ar_fore: int
    index: pd.DataFrame
    delar: pd.DataFrame
    omrade_ids: tuple[str, ...]
    indikator_ids: tuple[str, ...]
    omrade_av: tuple[str, ...]
    omrade: Floats
    indikator: Floats
    rest: Floats

    @cached_property
    def _rad(self) -> dict[str, int]:
        return {str(kod): n for n, kod in enumerate(self.index.index)}

    def omraden(self, kommunkod: str) -> pd.DataFrame:
        """Return område × component of one kommun; the columns sum to its ``delar``."""
        values = self.omrade[:, self._rad[kommunkod]].T
        return pd.DataFrame(values, list(self.omrade_ids), list(KOMPONENTER))

    def indikatorer(self, kommunkod: str) -> pd.DataFrame:
        """Return (område, indikator) × component of one kommun; each område's rows sum to its row of ``omraden``.

        The row ``(område, "områdets vikt")`` is what the område's own weight gave; it is left out where it is nothing.
        """
        row = self._rad[kommunkod]
        pairs = [*zip(self.omrade_av, self.indikator_ids, strict=True), *((o, OMRADESVIKT) for o in self.omrade_ids)]
        values = np.concatenate([self.indikator[:, row], self.rest[:, row]], axis=1).T
        index = pd.MultiIndex.from_tuples(pairs, names=["omrade", "indikator"])
        table = pd.DataFrame(values, index, list(KOMPONENTER))
        return table[(index.get_level_values(1) != OMRADESVIKT) | (table.abs() > 10.0**-DECIMALS).any(axis=1)]


def konto(now: Scores, before: Scores) -> Konto:
    """Account for the change of every kommun's index.

    Where a mixed year has no result for a kommun (all that it answered is left out in the mix), the mix counts as last
    year's, so that the account still sums.
    """
    two = TvaAr(now, before)
    kommuner, active = two.kommuner, two.olika
    mixes = list(_mixar(active))
    start = before.total[kommuner].to_numpy(dtype=float)
    ids = tuple(dict.fromkeys([*now.model.omraden, *before.model.omraden]))
    pairs = _indikatorer(two)
    reference = _omradesreferens(two, ids, start)
    shapley = _vikter(mixes, active)
    shape = (len(KOMPONENTER), len(kommuner))
    omrade, inner, rest = (np.zeros((*shape, n)) for n in (len(ids), len(pairs), len(ids)))
    for mix, weight in zip(mixes, shapley.T, strict=True):
        raknad, model = two.blanda(mix)
        here = [ids.index(kod) for kod in model.omraden]
        parts = bidrag(raknad, model, start, reference[:, here])
        cells = [pairs.index((i.omrade, kod)) for kod, i in model.indikatorer.items()]
        for whole, columns, values in (
            (omrade, here, parts.omrade),
            (inner, cells, parts.indikator),
            (rest, here, parts.rest),
        ):
            whole[:, :, columns] += weight[:, None, None] * values
    return _konto(two, ids, pairs, omrade=omrade, inner=inner, rest=rest)


def _konto(
    two: TvaAr, ids: tuple[str, ...], pairs: list[tuple[str, str]], *, omrade: Floats, inner: Floats, rest: Floats
) -> Konto:
    kommuner = two.kommuner
    fore, nu = (scores.total[kommuner].astype(float) for scores in (two.fore, two.nu))
    return Konto(
        ar=two.nu.model.ar,
        ar_fore=two.fore.model.ar,
        index=pd.DataFrame({"fore": fore, "nu": nu, "forandring": nu - fore}),
        delar=pd.DataFrame(omrade.sum(axis=2).T, kommuner, list(KOMPONENTER)),
        omrade_ids=ids,
        indikator_ids=tuple(kod for _, kod in pairs),
        omrade_av=tuple(kod for kod, _ in pairs),
        omrade=omrade,
        indikator=inner,
        rest=rest,
    )


def _mixar(active: Sequence[Komponent]) -> Iterator[tuple[Komponent, ...]]:
    """Every set of the components that differ, taken from this year, from none to all."""
    for size in range(len(active) + 1):
        yield from combinations(active, size)


def _vikter(mixes: list[tuple[Komponent, ...]], active: Sequence[Komponent]) -> Floats:
    """Weight of each mix in each component's part, component × mix: Shapley's value written out."""
    return np.array([[_vikt(komponent, mix, active) for mix in mixes] for komponent in KOMPONENTER])


def _vikt(komponent: Komponent, mix: tuple[Komponent, ...], active: Sequence[Komponent]) -> float:
    n, size = len(active), len(mix)
    if komponent not in active:
        return 0.0
    if komponent in mix:
        return factorial(size - 1) * factorial(n - size) / factorial(n)
    return -factorial(size) * factorial(n - size - 1) / factorial(n)


def _indikatorer(two: TvaAr) -> list[tuple[str, str]]:
    """Område and id of every indikator of either year; one that moved stands in both områden."""
    both = (two.nu.model, two.fore.model)
    return list(dict.fromkeys((i.omrade, kod) for model in both for kod, i in model.indikatorer.items()))


def _omradesreferens(two: TvaAr, ids: tuple[str, ...], start: Floats) -> Floats:
    """What an område's indikatorer are measured from: its points last year, else this year's, else the index."""
    tables = [s.omrade.reindex(index=two.kommuner, columns=list(ids)).to_numpy(dtype=float) for s in (two.fore, two.nu)]
    known = np.where(np.isnan(tables[0]), tables[1], tables[0])
    return np.where(np.isnan(known), start[:, None], known)


# Places


def platskonto(now: Scores, before: Scores) -> pd.DataFrame:
    """Account for the change of every kommun's place: its own movement, and the others'.

    Returns
    -------
    DataFrame
        Kommuner with a result both years: ``fore, nu`` (places), ``forandring`` (places gained, minus is lost),
        ``egen`` (places gained if all others had stood still), ``andras`` (the rest: what the others' movement gave),
        ``passerade`` (kommuner that it went past) and ``passerades_av`` (that went past it), all Int64; ``medel``
        (points that the mean of these kommuner moved). ``egen + andras`` is ``forandring``.
    """
    kommuner = TvaAr(now, before).kommuner
    old, new = (scores.total.round(DECIMALS) for scores in (before, now))
    fore, nu = before.placering.total[kommuner].astype(int), now.placering.total[kommuner].astype(int)
    alone = 1 + _over(old.dropna().to_numpy(), new[kommuner].to_numpy()) - (old > new.reindex(old.index))[kommuner]
    a, b = old[kommuner].to_numpy(), new[kommuner].to_numpy()
    behind, ahead = a[None, :] < a[:, None], b[None, :] > b[:, None]
    was_ahead, is_behind = a[None, :] > a[:, None], b[None, :] < b[:, None]
    table = pd.DataFrame(
        {
            "fore": fore,
            "nu": nu,
            "forandring": fore - nu,
            "egen": fore - alone,
            "andras": alone - nu,
            "passerade": (was_ahead & is_behind).sum(axis=1),
            "passerades_av": (behind & ahead).sum(axis=1),
        }
    ).astype("Int64")
    return table.assign(medel=float((new[kommuner] - old[kommuner]).mean()))


def _over(values: Floats, points: Floats) -> Ints:
    """How many of ``values`` are more than each of ``points``."""
    over: Ints = len(values) - np.searchsorted(np.sort(values), points, side="right")
    return over


def klasskonto(now: Scores, before: Scores) -> pd.DataFrame:
    """Set each kommun's class beside last year's, and the one that last year's limits would have given.

    ``fore, nu, med_fjolarets_granser`` (str): a class that differs from the last is the doing of moved limits.
    """
    kommuner = TvaAr(now, before).kommuner
    old_limits = before.model.klasskala(before.medel.total)
    return pd.DataFrame(
        {
            "fore": before.klass[kommuner],
            "nu": now.klass[kommuner],
            "med_fjolarets_granser": old_limits.bands(now.total[kommuner]),
        }
    )
