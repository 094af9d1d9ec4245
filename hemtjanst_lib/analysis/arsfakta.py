"""What every report says of its year, whatever its subject, picked from the year's tables."""

from __future__ import annotations

from hemtjanst_lib.analysis.facts import Arsfakta
from hemtjanst_lib.analysis.national import Nation
from hemtjanst_lib.analysis.publishing import Utgivning
from hemtjanst_lib.language import Heltal, datum


def arsfakta(nation: Nation, utgiven: Utgivning) -> Arsfakta:
    """Pick them from the year's tables and its publication; ``ar_fore`` tells whether the country has last year."""
    now = nation.now
    return Arsfakta(
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
    )
