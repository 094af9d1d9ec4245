"""The runs that are killed: small notebooks for many reports, and the house's own for a few."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field
from pathlib import Path

from notebook_maker import PARAMETERS, write_notebook

PROJECT = Path(__file__).parents[2]
CODES = ("0114", "0115", "0117", "0188", "0980", "1285")
REPORT = (
    "import time\nfrom hemtjanst_lib.display import Huvud\ntime.sleep(0.4)\n"
    "Huvud('Hemtjänstindex 2025', 'Provkommun', 2025, '{}', kommunkod, '1 december 2025', exempeldata=True)"
)
PROSE = "# Sammanfattning\n\nKommunen har koden {eval}`kommunkod`."


@dataclass(frozen=True)
class Batch:
    """A command to be killed, and what its processes need to know."""

    name: str
    words: tuple[str, ...]
    environment: dict[str, str] = field(default_factory=dict)

    def command(self, data: Path, out: Path) -> list[str]:
        """Return the command line that renders into ``out``."""
        places = ("--data", str(data), "--out", str(out), "--jobs", "2")
        return [sys.executable, "-m", "hemtjanst_lib.cli", "render", "2025", *self.words, *places]


def small(folder: Path) -> Batch:
    """Twelve reports from notebooks of three cells, index page and ranking lists."""
    for name in ("kommunrapport", "sammanfattning"):
        cells = [("code", REPORT.format(name)), ("markdown", PROSE)]
        write_notebook(folder / f"{name}.ipynb", cells, PARAMETERS)
    path = os.pathsep.join([str(Path(__file__).with_name("site")), str(PROJECT)])
    environment = {"HEMTJANST_TEST_TEMPLATES": str(folder), "PYTHONPATH": path, "HEMTJANST_PROJECT": str(PROJECT)}
    return Batch("small notebooks", ("kommun", "sammanfattning", *_chosen(CODES)), environment)


def real() -> Batch:
    """Two kommuner's kommunrapport, summary and overview of units, and a page for citizens, with all that is beside."""
    words = ("kommun", "sammanfattning", "enheter", "medborgare", *_chosen(("0114", "0188")))
    return Batch("the house's notebooks", words)


def _chosen(codes: tuple[str, ...]) -> list[str]:
    return [word for kod in codes for word in ("--kommun", kod)]
