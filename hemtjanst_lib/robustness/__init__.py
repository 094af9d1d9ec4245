"""How sure the results are, and what they rest on. Pure: sees scores and models, knows nothing of files.

In short::

    sim = simulate(scores, antal, sakerhet)               # intervals from answers, weights and method together
    certifikat(sim, scores), grupper(sim, scores)         # how sure a class is; who can be told apart
    tystnad(scores)                                       # the price of silence
    kanslighet(scores, …), struktur(…), sobol(…)          # what moves the index, and how it hangs together
    replay(scores, vikter), prova(scores, …), vagen(…)    # other weights; what-if; what would it take

Formulas: ``docs/method.md``, section 11. Assumptions: ``parameters/report/sakerhet.yml``.
"""

from hemtjanst_lib.robustness.certifikat import certifikat
from hemtjanst_lib.robustness.grupper import grupper
from hemtjanst_lib.robustness.installningar import Sakerhet
from hemtjanst_lib.robustness.kanslighet import kanslighet
from hemtjanst_lib.robustness.metoder import antal_svar
from hemtjanst_lib.robustness.prov import prova
from hemtjanst_lib.robustness.resultat import (
    KALLOR,
    Certifikat,
    Grupper,
    Kanslighet,
    Prov,
    Simulering,
    Sobol,
    Struktur,
    Tystnad,
    Uppspelning,
    Vag,
    Vagar,
)
from hemtjanst_lib.robustness.simulering import simulate
from hemtjanst_lib.robustness.sobol import sobol
from hemtjanst_lib.robustness.struktur import struktur
from hemtjanst_lib.robustness.tystnad import tystnad
from hemtjanst_lib.robustness.uppspelning import replay
from hemtjanst_lib.robustness.vagen import vagen

__all__ = [
    "KALLOR",
    "Certifikat",
    "Grupper",
    "Kanslighet",
    "Prov",
    "Sakerhet",
    "Simulering",
    "Sobol",
    "Struktur",
    "Tystnad",
    "Uppspelning",
    "Vag",
    "Vagar",
    "antal_svar",
    "certifikat",
    "grupper",
    "kanslighet",
    "prova",
    "replay",
    "simulate",
    "sobol",
    "struktur",
    "tystnad",
    "vagen",
]
