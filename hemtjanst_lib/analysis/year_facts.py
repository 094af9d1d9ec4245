"""What every report says of its year, whatever its subject: dates, edition, comparability, sources, sizes."""

from __future__ import annotations

from datetime import date
from typing import TypedDict

import pandas as pd

from hemtjanst_lib.analysis.facts import Jamforbarhet
from hemtjanst_lib.analysis.national import Nation
from hemtjanst_lib.analysis.publishing import Utgivning
from hemtjanst_lib.analysis.sakerhet import Sakerhetsunderlag
from hemtjanst_lib.language import Heltal, datum
from hemtjanst_lib.model import ModelDiff


class YearFacts(TypedDict):
    """The fields that the facts of a set of kommuner and of the country have in common."""

    ar: int
    fjol: int
    ar_fore: int | None
    alla_ar: tuple[int, ...]
    publicerad: date
    datum: str
    utgava: int
    exempeldata: bool
    brott: tuple[int, ...]
    jamforbarhet: Jamforbarhet
    diff: ModelDiff | None
    kallor: pd.DataFrame
    vikter_antagna: bool
    antal_indikatorer: Heltal
    antal_omraden: Heltal
    antal_delindex: Heltal
    sakerhet: Sakerhetsunderlag


def year_facts(nation: Nation, utgiven: Utgivning) -> YearFacts:
    """Pick them from the year's tables and its publication."""
    now = nation.now
    return YearFacts(
        ar=now.ar,
        fjol=now.ar - 1,
        ar_fore=nation.before.ar if nation.before else None,
        alla_ar=tuple(nation.years),
        publicerad=utgiven.datum,
        datum=datum(utgiven.datum),
        utgava=utgiven.utgava,
        exempeldata=nation.exempeldata,
        brott=nation.brott,
        jamforbarhet=nation.jamforbarhet,
        diff=nation.diff,
        kallor=nation.kallor,
        vikter_antagna=now.model.viktning.status == "antagande",
        antal_indikatorer=Heltal(len(now.model.indikatorer)),
        antal_omraden=Heltal(len(now.model.omraden)),
        antal_delindex=Heltal(len(now.model.delindex)),
        sakerhet=nation.sakerhet,
    )
