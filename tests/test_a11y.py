"""axe-core finds nothing on our pages, wide or at 320 px: WCAG 2.2 A and AA, and its best practices."""

import json
import os
import re
import subprocess
from pathlib import Path
from shutil import which

import pytest
from export_notebook import whole
from test_delivery import lista, page

from hemtjanst_lib import delivery
from hemtjanst_lib.export import blocks, html, medborgarsida, svg
from hemtjanst_lib.medborgarsida.sida import open_medborgarsida
from hemtjanst_lib.notebook.run import run
from hemtjanst_lib.paths import NOTEBOOKS

A11Y = Path(__file__).parent / "a11y"
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
MISSING = [
    what
    for what, there in (
        ("node", which("node") is not None),
        (f"Chromium at {CHROMIUM} (Debian: chromium)", Path(CHROMIUM).exists()),
        ("axe-core and puppeteer-core (npm install in tests/a11y)", (A11Y / "node_modules" / "axe-core").is_dir()),
    )
    if not there
]
pytestmark = [pytest.mark.slow, pytest.mark.skipif(bool(MISSING), reason=f"needs {', '.join(MISSING)}")]


def rendered(template, data, **parameters):
    """The web page of a whole report on the invented data."""
    document = blocks.read(run(NOTEBOOKS / template, {"ar": 2025, "data": str(data), **parameters}))
    return html.render(document, svg.convert_all(document))


def test_axe_finds_nothing_and_no_page_overflows_or_fetches(tmp_path, example_data):
    citizens = medborgarsida.render(open_medborgarsida(2025, "0188", example_data))
    pages = {
        "rapport": html.render(whole(2)),
        "index": page(),
        "rankinglista": delivery.as_html(lista()),
        "nationell": rendered("nationell_rapport.ipynb", example_data),
        "lan": rendered("lansrapport.ipynb", example_data, lan="23"),
        "enhet": rendered("enhet.ipynb", example_data, enhet="0188-enhet_a"),
        "medborgare": citizens,
        "medborgare-utan-skript": re.sub(r"<script>.*?</script>", "", citizens, flags=re.S),
    }
    for name, text in pages.items():
        (tmp_path / f"{name}.html").write_text(text, encoding="utf-8")
    command = ["node", str(A11Y / "axe.mjs"), *(str(tmp_path / f"{name}.html") for name in pages)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=A11Y, timeout=240)
    found = json.loads(done.stdout)
    assert len(found) == 2 * len(pages)
    assert [
        (Path(p["path"]).stem, p["width"], p["violations"]) for p in found if p["violations"]
    ] == []  # fmt: skip
    assert [(Path(p["path"]).stem, p["width"]) for p in found if p["overflow"] or p["fetched"]] == []
