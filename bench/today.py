"""What a user has without the workbench: papermill's command, nbconvert's stock page, Chromium's PDF."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

import nbformat

BIN = Path(sys.executable).parent
# Stock nbconvert cannot draw Vega-Lite; so charts become SVG in the kernel, as by altair's own renderer "svg".
DRAW = """\
import vl_convert
from hemtjanst_lib.display import Figur
Figur._repr_mimebundle_ = lambda self, **_: {"image/svg+xml": vl_convert.vegalite_to_svg(self.spec), "text/plain": ""}
"""


def chromium() -> str | None:
    """Return Debian's Chromium, if it is installed."""
    return shutil.which("chromium")


def template(source: Path, target: Path) -> Path:
    """Write the project's notebook with one more cell, right after the parameters, that draws charts in the kernel."""
    book = nbformat.read(source, as_version=4)
    place = next(i for i, cell in enumerate(book.cells) if "parameters" in cell.metadata.get("tags", []))
    book.cells.insert(place + 1, nbformat.v4.new_code_cell(DRAW, id="bench-draw"))
    nbformat.write(book, target)
    return target


def commands(notebook: Path, kod: str, ar: int, data: Path, out: Path) -> dict[str, list[str | Path]]:
    """Return the commands for one report, by stage, in order."""
    base = out / kod
    stages: dict[str, list[str | Path]] = {
        "execute": [
            *(BIN / "papermill", notebook, f"{base}.ipynb", "--engine", "nbclient", "--no-progress-bar"),
            *("-p", "ar", str(ar), "-r", "kommunkod", kod, "-r", "data", str(data)),
        ],
        "html": [BIN / "jupyter", "nbconvert", "--to", "html", f"{base}.ipynb"],
    }
    if browser := chromium():
        flags = ("--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer")
        profile = f"--user-data-dir={base}.profile"
        stages["pdf"] = [browser, *flags, profile, f"--print-to-pdf={base}.pdf", f"file://{base}.html"]
    return stages


def chains(notebook: Path, koder: Sequence[str], ar: int, data: Path, out: Path) -> list[list[list[str | Path]]]:
    """Return one chain of commands a report."""
    return [list(commands(notebook, kod, ar, data, out).values()) for kod in koder]
