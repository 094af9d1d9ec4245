"""Scores to the facts of one report. The waist: all that is shown comes from here."""

from hemtjanst_lib.analysis.facts import Jamforbarhet, Kommun, Kommunfakta
from hemtjanst_lib.analysis.kommun import fakta_av, kommunfakta, load_nation
from hemtjanst_lib.analysis.national import Nation
from hemtjanst_lib.analysis.publishing import Utgivning, utgivning

__all__ = [
    "Jamforbarhet",
    "Kommun",
    "Kommunfakta",
    "Nation",
    "Utgivning",
    "fakta_av",
    "kommunfakta",
    "load_nation",
    "utgivning",
]
