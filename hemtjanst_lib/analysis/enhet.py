"""The facts of one unit's report, cut out of those of all units in its kommun."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from hemtjanst_lib.analysis.enhet_atgarder import atgarder
from hemtjanst_lib.analysis.enheter_anonym import utan_namn
from hemtjanst_lib.analysis.enheter_fakta import Enhetsfakta
from hemtjanst_lib.errors import ParameterError

DELINDEX = ("utforande", "stod_utveckling")
LANGST_LISTA = 8  # units named in an error


@dataclass(frozen=True)
class Enhetsbild:
    """One unit, seen against the units of its kommun.

    Parameters
    ----------
    fakta : Enhetsfakta
        All units of the kommun; when ``anonym`` without their names.
    id : str
        The unit's id in ``fakta.enheter``.
    anonym : bool
        True when nothing in the report may tell which unit it is.
    """

    fakta: Enhetsfakta
    id: str
    anonym: bool = False

    @cached_property
    def _egna(self) -> dict[str, Any]:
        return {str(name): value for name, value in self.fakta.enheter.loc[self.id].items()}

    def varde(self, kolumn: str) -> float:
        """Return a number of the unit's row; NaN when there is none."""
        value = self._egna[kolumn]
        return np.nan if pd.isna(value) else float(value)

    def ord(self, kolumn: str) -> str:
        """Return a text of the unit's row."""
        return str(self._egna[kolumn])

    @property
    def namn(self) -> str:
        """What the unit is called in the report."""
        return self.ord("namn")

    @property
    def foretag(self) -> str:
        """The company; "" when unknown, not to be told, or the same as the name."""
        foretag = self.ord("foretag")
        return "" if foretag == self.namn else foretag

    @property
    def regi(self) -> str:
        """Offentlig or enskild; "" when unknown or not to be told."""
        return "" if self.anonym else self.ord("regi")

    @cached_property
    def omraden(self) -> pd.DataFrame:
        """The unit's områden: index ``omrade``, else as in ``Enhetsfakta.omraden``, with ``jamfors``."""
        return self._own(self.fakta.omraden, "omrade")

    @cached_property
    def indikatorer(self) -> pd.DataFrame:
        """The unit's indikatorer: index ``indikator``, with ``jamfors``, and ``antal_med`` and ``antal_full``.

        They count the kommun's units with a value, and those of them with 100 points.
        """
        own = self._own(self.fakta.indikatorer, "indikator")
        return own.assign(antal_med=self.fakta.med_poang["indikator"], antal_full=self.fakta.med_full_poang)

    @cached_property
    def rader(self) -> list[dict[str, Any]]:
        """The unit's indikatorer one by one, each with its columns and ``indikator``: for sentences and table rows."""
        records = self.indikatorer.reset_index().to_dict("records")
        return [{str(name): value for name, value in record.items()} for record in records]

    def _own(self, table: pd.DataFrame, key: str) -> pd.DataFrame:
        own = table[table["enhet"] == self.id].set_index(key)
        values = [column for column in ("varde", "lag", "hog", "poang", "gap") if column in own]
        own.loc[~own["delindex"].isin(self.har), values] = np.nan  # no result of the delindex, so of no part of it
        enough = self.fakta.med_poang[key].reindex(own.index).ge(2) | (self.fakta.referens == "kommun")
        return own.assign(jamfors=enough & own["poang"].notna() & own["medel"].notna())

    def jamfors(self, kolumn: str) -> bool:
        """Tell whether ``total`` or a delindex can be set against others': two units or more have it, this among them.

        Against the kommun's own result one unit is enough.
        """
        there = int(self.fakta.enheter[kolumn].notna().sum())
        known = pd.notna(self.fakta.medel[kolumn]) and not np.isnan(self.varde(kolumn))
        return bool(known and (there > 1 or self.fakta.referens == "kommun"))

    @cached_property
    def atgarder(self) -> pd.DataFrame:
        """What would raise the unit's result, see :func:`hemtjanst_lib.analysis.enhet_atgarder.atgarder`."""
        return atgarder(self.omraden, self.indikatorer, self.delindexvikter)

    @property
    def delindexvikter(self) -> pd.Series:
        """Weights of the delindex that the unit has a result of."""
        return self.fakta.delindex.loc[list(self.har), "viktandel"].astype(float)

    @property
    def har_total(self) -> bool:
        """Tell whether the unit has a total."""
        return not np.isnan(self.varde("total"))

    @property
    def har(self) -> tuple[str, ...]:
        """The delindex that the unit has a result of."""
        return tuple(kod for kod in DELINDEX if not np.isnan(self.varde(kod)))


def enhetsbild(fakta: Enhetsfakta, enhet: str, *, anonym: bool = False) -> Enhetsbild:
    """Cut out one unit.

    Parameters
    ----------
    fakta : Enhetsfakta
        All units of the kommun.
    enhet : str
        The unit's id, such as ``0188-hemtjanst_strandtorp``; when ``anonym``, one made of its designation, such as
        ``0188-enhet_c``, so that not even the report's parameters tell which unit it is.
    anonym : bool
        Call the unit by its designation.

    Raises
    ------
    ParameterError
        If the kommun has no such unit.
    """
    told = utan_namn(fakta) if anonym else fakta
    if enhet not in told.enheter.index:
        shown = ", ".join(sorted(told.enheter.index)[:LANGST_LISTA]) or "no unit at all"
        raise ParameterError(
            f"{fakta.kommun.fullnamn} has no unit {enhet} in {fakta.ar}; it has, among others, {shown}",
            do="When anonymous, write the designation: 0188-enhet_c." if anonym else "Give the unit's id.",
        )
    return Enhetsbild(told, enhet, anonym)
