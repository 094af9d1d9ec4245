"""Scores to the facts of one report. The waist: all that is shown comes from here."""

from hemtjanst_lib.analysis.facts import Jamforbarhet, Kommun, Kommunfakta

__all__ = ["Jamforbarhet", "Kommun", "Kommunfakta"]
