"""A kommun's data book: all figures behind its analysis, in tables with one row an observation."""

from hemtjanst_lib.export.databok.bok import databok
from hemtjanst_lib.export.databok.enheter import enhetsblad
from hemtjanst_lib.export.databok.omrakning import Kontroll, rakna_om
from hemtjanst_lib.export.databok.ord import TECKEN
from hemtjanst_lib.export.databok.sakerhet import sakerhetsblad

__all__ = ["TECKEN", "Kontroll", "databok", "enhetsblad", "rakna_om", "sakerhetsblad"]
