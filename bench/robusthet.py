"""``python -m bench.robusthet YEAR DATA``: how long the account of uncertainty takes, on one core, as rows of Markdown.

Seconds of processor time in one thread, the shortest of several rounds: the machine may be shared, and what others do
only adds.
"""

from __future__ import annotations

import os

for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(name, "1")

import sys  # noqa: E402
import time  # noqa: E402
from collections.abc import Callable  # noqa: E402
from pathlib import Path  # noqa: E402

from hemtjanst_lib import store  # noqa: E402
from hemtjanst_lib.analysis.effekter import effekter  # noqa: E402
from hemtjanst_lib.analysis.regler import load_regler  # noqa: E402
from hemtjanst_lib.analysis.robusthetsregler import load_sakerhet  # noqa: E402
from hemtjanst_lib.robustness import (  # noqa: E402
    antal_svar,
    certifikat,
    grupper,
    kanslighet,
    prova,
    replay,
    simulate,
    sobol,
    struktur,
    tystnad,
    vagen,
)
from hemtjanst_lib.robustness.slump import dra_vikter  # noqa: E402

import numpy as np  # noqa: E402  isort: skip

EGEN = "0188"
ROUNDS = 7


def shortest(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Return the shortest of several times, seconds."""
    times = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def measure(ar: int, data: Path) -> dict[str, float]:
    """Seconds of each computation, by what it is."""
    year, rules = store.load_year(ar, data), load_sakerhet()
    scores, counts = year.scores, antal_svar(year.answers, year.scores)
    sim, effects = simulate(scores, counts, rules), effekter(scores, load_regler().atgarder)
    shares = (scores.model.vikter / scores.model.vikter.sum()).to_numpy()
    sets = dra_vikter(shares, rules.vikter.koncentration, 1000, np.random.default_rng(1))
    kod, mal = next(iter(scores.model.indikatorer)), effects.utfall["foreslagen"].mal.loc[EGEN]
    takt = effects.malsort.loc[EGEN].replace({"full": "snabb", "svar": "snabb", "percentil": "langsiktig"})
    return {
        f"{rules.dragningar} simulations, 290 kommuner, all sources and each alone": shortest(
            lambda: simulate(scores, counts, rules)
        ),
        "1 000 weight sets replayed exactly": shortest(lambda: replay(scores, sets)),
        "class certificates, 290 kommuner, both limits": shortest(lambda: certifikat(sim, scores), 3),
        "ties: 41 905 pairs told apart, step by step": shortest(lambda: grupper(sim, scores), 3),
        "price of silence, every unanswered question and survey": shortest(lambda: tystnad(scores)),
        "sensitivity, every part left out and every method": shortest(lambda: kanslighet(scores, rules), 3),
        "structure (correlations, alpha, weights, components)": shortest(lambda: struktur(scores, rules), 3),
        "Sobol's indices, 3 584 runs": shortest(lambda: sobol(scores, counts, rules), 2),
        "what-if: one answer and one weight changed": shortest(
            lambda: prova(scores, kommunkod=EGEN, varden={kod: 1.0}, vikter={"trygghet": 12.0}), 15
        ),
        "what it would take: three ways to the class above": shortest(
            lambda: vagen(scores, EGEN, mal, takt, rules.vagen), 3
        ),
    }


def main() -> None:
    """Print the rows."""
    for what, seconds in measure(int(sys.argv[1]), Path(sys.argv[2])).items():
        print(f"| {what} | {shown(seconds)} |")


def shown(seconds: float) -> str:
    """Write seconds, or milliseconds when they are few."""
    return (
        f"{seconds:.2f} s"
        if seconds >= 1
        else f"{1000 * seconds:.0f} ms"
        if seconds >= 0.01
        else f"{1000 * seconds:.1f} ms"
    )


if __name__ == "__main__":
    main()
