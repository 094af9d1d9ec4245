"""The way of a published figure, from file and cell to the printed number, computed anew at every step.

In short::

    spar = trace(2025, "0188", "trygghet", "data")
    spar.lika, show(spar)
    rakna_om(svar, model).total      # the same arithmetic alone: pure, for anyone who has the answers and the model
"""

from hemtjanst_lib.trace.rakna import Svar, Utrakning, rakna_om
from hemtjanst_lib.trace.show import as_dict, show
from hemtjanst_lib.trace.steg import Kontroll, Spar, Steg
from hemtjanst_lib.trace.way import trace

__all__ = ["Kontroll", "Spar", "Steg", "Svar", "Utrakning", "as_dict", "rakna_om", "show", "trace"]
