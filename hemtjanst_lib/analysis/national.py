"""All that every kommun's report of one year has in common, computed once: means, places, classes, what changed.

A report then only picks its kommun's rows, which takes milliseconds; the factory forks after this is loaded.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from hemtjanst_lib.analysis.common import (
    Arrays,
    areas,
    classes,
    indicators,
    order_of_all,
    parts,
    parts_by_year,
    sources,
)
from hemtjanst_lib.analysis.compare import brott, jamforbarhet
from hemtjanst_lib.analysis.djup import Djupunderlag
from hemtjanst_lib.analysis.facts import Jamforbarhet
from hemtjanst_lib.analysis.missing import missing_answers
from hemtjanst_lib.analysis.own import Egna, aligned, own_areas, own_indicators, own_parts, sharing
from hemtjanst_lib.analysis.sakerhet import Sakerhetsunderlag
from hemtjanst_lib.model import ModelDiff, compare_models
from hemtjanst_lib.scoring import rank_within
from hemtjanst_lib.store import Year


@dataclass(frozen=True)
class Nation:
    """The results of one year with the years before it.

    Parameters
    ----------
    years : mapping from year to Year
        This year and all earlier ones that have results, rising.
    kommuner : DataFrame
        The register, index ``kommunkod``.
    """

    years: Mapping[int, Year]
    kommuner: pd.DataFrame

    @cached_property
    def now(self) -> Year:
        """The year of the report: the last."""
        return self.years[max(self.years)]

    @cached_property
    def before(self) -> Year | None:
        """The year before, if it has results."""
        return self.years.get(self.now.ar - 1)

    @cached_property
    def exempeldata(self) -> bool:
        """Whether any year shown rests on invented data."""
        return any(year.exempeldata for year in self.years.values())

    @cached_property
    def jamforbarhet(self) -> Jamforbarhet:
        """How far this year may be compared with the last."""
        return jamforbarhet(self.now.model, self.before.model if self.before else None)

    @cached_property
    def diff(self) -> ModelDiff | None:
        """What changed in the measure model since last year."""
        return compare_models(self.now.model, self.before.model) if self.before else None

    @cached_property
    def brott(self) -> tuple[int, ...]:
        """Years that may not be compared with the year before."""
        return brott({ar: year.model for ar, year in self.years.items()})

    @cached_property
    def register(self) -> pd.DataFrame:
        """The register's rows of the kommuner that have results."""
        return self.kommuner.loc[self.now.scores.total.index]

    @cached_property
    def placering(self) -> dict[str, pd.Series]:
        """Places of the total in the country, the län and the SKR group."""
        total = self.now.scores.total
        return {
            "riket": self.now.scores.placering.total,
            "lan": rank_within(total, self.register["lanskod"]),
            "grupp": rank_within(total, self.register["grupp_kod"]),
        }

    @cached_property
    def delar_plats(self) -> dict[str, pd.Series]:
        """How many kommuner stand on each kommun's place, itself included."""
        lan, grupp = self.register["lanskod"], self.register["grupp_kod"]
        return {
            "riket": sharing(self.placering["riket"]),
            "lan": sharing(self.placering["lan"], lan),
            "grupp": sharing(self.placering["grupp"], grupp),
        }

    @cached_property
    def alla(self) -> Arrays:
        """All kommuner by place."""
        return order_of_all(self.register, self.now.scores)

    @cached_property
    def klasser(self) -> Arrays:
        """The classes from the lowest."""
        return classes(self.now.scores)

    @cached_property
    def kallor(self) -> pd.DataFrame:
        """The year's källor."""
        return sources(self.now)

    @cached_property
    def omraden(self) -> Arrays:
        """What is alike for all kommuner in the områden's table."""
        return areas(self.now, self.before, self.diff, self.jamforbarhet.grad)

    @cached_property
    def delindex(self) -> Arrays:
        """What is alike for all kommuner in the delindex's table."""
        return parts(self.now, self.before, self.diff, self.jamforbarhet.grad)

    @cached_property
    def indikatorer(self) -> Arrays:
        """What is alike for all kommuner in the indikatorer's table."""
        return indicators(self.now.scores)

    @cached_property
    def delindex_ar(self) -> Arrays:
        """What is alike for all kommuner in the table of all years."""
        return parts_by_year(self.years)

    @cached_property
    def rad(self) -> dict[str, int]:
        """Row of each kommun in the arrays of ``egna_...``."""
        return {str(kod): i for i, kod in enumerate(self.register.index)}

    @cached_property
    def egna_delindex(self) -> Egna:
        """Each kommun's points, places and change in the delindex."""
        before = self.before.scores if self.before else None
        return own_parts(self.now.scores, before, self.register["lanskod"], self.delindex)

    @cached_property
    def egna_omraden(self) -> Egna:
        """Each kommun's points, places and change in the områden."""
        return own_areas(self.now.scores, self.before.scores if self.before else None, self.omraden)

    @cached_property
    def egna_indikatorer(self) -> Egna:
        """Each kommun's value, points, status and origin of every indikator."""
        return own_indicators(self.now, self.indikatorer)

    @cached_property
    def egna_ar(self) -> npt.NDArray[np.float64]:
        """Each kommun's delindex of all years, in the order of ``delindex_ar``."""
        years = self.years.values()
        tables = [aligned(year.scores.delindex, self.register.index, list(year.model.delindex)) for year in years]
        return np.concatenate(tables, axis=1)

    @cached_property
    def saknas(self) -> dict[str, pd.DataFrame]:
        """What is missing this year and last, by kommun."""
        shown = [year for year in (self.now, self.before) if year is not None]
        table = pd.concat([missing_answers(year.scores, year.model) for year in shown], ignore_index=True)
        return {str(kod): rows.drop(columns="kommunkod") for kod, rows in table.groupby("kommunkod", sort=False)}

    @cached_property
    def inget_saknas(self) -> pd.DataFrame:
        """The same table without rows."""
        return missing_answers(self.now.scores, self.now.model).drop(columns="kommunkod").iloc[:0]

    @cached_property
    def djup(self) -> Djupunderlag:
        """What each change would give, and who is best: for the deeper chapters."""
        return Djupunderlag.of(self.now.scores, self.register, self.now.mapp.parent.parent).prepare()

    @cached_property
    def sakerhet(self) -> Sakerhetsunderlag:
        """How sure the results are, and what they changed by; computed now only when the simulation is kept."""
        return Sakerhetsunderlag(self.now, self.before, self.jamforbarhet.grad).prepare()

    def prepare(self) -> Nation:
        """Compute everything now, so that forked workers share it."""
        for name, attribute in vars(type(self)).items():
            if isinstance(attribute, cached_property):
                getattr(self, name)
        return self
