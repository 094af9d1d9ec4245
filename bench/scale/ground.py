"""A project of its own for the measurement: the real parameters, and those of one more year, which is nobody's.

The extra year is derived from the last one by its number alone. It stands only in a temporary folder: it is no year of
the index, and is never committed or shown.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from hemtjanst_lib.paths import NOTEBOOKS, PARAMETERS, PROJECT, REFERENCE

LAST, EXTRA = 2025, 2026
YEARS = (2022, 2023, 2024, LAST, EXTRA)
NOTE = f"# Invented for a measurement of speed: {EXTRA} is here {LAST} once more, and no year of the index.\n"


def lay(target: Path) -> Path:
    """Copy what commands read of the project, add the extra year's parameters, and return the folder."""
    if target.is_dir():
        return target
    for source in (PARAMETERS, REFERENCE, NOTEBOOKS):
        shutil.copytree(source, target / source.relative_to(PROJECT))
    parameters = target / "parameters"
    for folder in ("model", "sources", "units", "releases"):
        _extra(parameters / folder)
    model = parameters / "model" / f"{EXTRA}.yml"
    text = model.read_text(encoding="utf-8")
    alike = f"jamforbarhet:\n  {LAST}:\n    grad: ja\n    text: Måtten är desamma som {LAST}.\n"
    model.write_text(text.replace("jamforbarhet:\n", alike, 1), encoding="utf-8")
    published = parameters / "report" / "utgivning.yml"
    with published.open("a", encoding="utf-8") as stream:
        stream.write(f'{EXTRA}:\n  datum: "{EXTRA}-12-02"\n  utgava: 1\n  belagg: antagande\n  kalla: Påhittad dag.\n')
    return target


def _extra(folder: Path) -> None:
    """Write the extra year's file of a folder: the last year's, where its own number stands instead."""
    text = (folder / f"{LAST}.yml").read_text(encoding="utf-8")
    own = re.compile(rf'^(ar: |namn: Hemtjänstindex |publicering: {{nar: "|.*behall: \["){LAST}', re.M)
    text = own.sub(rf"\g<1>{EXTRA}", text).replace(f'utelamna: ["{LAST - 1}"]', f'utelamna: ["{LAST}"]')
    (folder / f"{EXTRA}.yml").write_text(NOTE + text, encoding="utf-8")
