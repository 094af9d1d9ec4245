"""The main job on the invented data: the command, its files, and plain papermill beside it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from hemtjanst_lib import paths
from hemtjanst_lib.notebook.normal import dumps, normalise

pytestmark = pytest.mark.slow

KOMMUNER = {"0188": "0188_norrtalje", "0980": "0980_gotland", "0180": "0180_stockholm"}


def hemtjanst(*words: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "hemtjanst_lib.cli", *words]
    return subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)


@pytest.fixture(scope="module")
def rendered(example_data, tmp_path_factory) -> Path:
    """Three kommunrapporter of 2025: an ordinary one, one alone in its län, one with exemptions."""
    out = tmp_path_factory.mktemp("rendered")
    chosen = [word for kod in KOMMUNER for word in ("--kommun", kod)]
    done = hemtjanst("render", "2025", "kommun", *chosen, "--data", example_data, "--out", out, "--jobs", "2", "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    assert sorted(json.loads(done.stdout)["rendered"]) == sorted(f"kommun/{kod}" for kod in KOMMUNER)
    return out / "2025"


@pytest.mark.parametrize("stem", KOMMUNER.values())
def test_each_report_has_notebook_page_pdf_and_manifest_that_names_them(rendered, stem):
    names = {f"{stem}_kommunrapport_2025.{ending}" for ending in ("ipynb", "html", "pdf")}
    found = {path.name for path in (rendered / stem).iterdir() if "sammanfattning" not in path.name}
    assert found == {*names, "manifest.json"}
    manifest = json.loads((rendered / stem / "manifest.json").read_text(encoding="utf-8"))
    entry = manifest["rapporter"]["kommunrapport"]
    assert set(entry["filer"]) == names
    assert set(entry["underlag"]["resultat"]) == {"2022", "2023", "2024", "2025"}
    assert entry["proveniens"]["indata"]


def test_every_other_kind_passes_its_gates_and_stands_on_the_index_page(rendered, example_data):
    for words in (["sammanfattning", "lan", "--lan", "09"], ["nation"]):
        done = hemtjanst("render", "2025", *words, "--data", example_data, "--out", rendered.parent, "--jobs", "2")
        assert done.returncode == 0, done.stdout + done.stderr
    page = (rendered / "index.html").read_text(encoding="utf-8")
    for name in (
        "0980_gotland/0980_gotland_sammanfattning_2025",
        "0980_gotland/0980_gotland_kommunrapport_2025",
        "lan_09_gotland/lan_09_gotland_lansrapport_2025",
        "riket/riket_nationell_rapport_2025",
    ):
        assert all(f'href="{name}.{ending}"' in page for ending in ("ipynb", "html", "pdf"))


def test_the_year_has_its_lists_and_an_index_page_that_leads_to_what_was_made(rendered):
    assert {f"rankinglista.{ending}" for ending in ("csv", "xlsx", "html")} <= {
        path.name for path in rendered.iterdir()
    }
    page = (rendered / "index.html").read_text(encoding="utf-8")
    assert all(f"{stem}/{stem}_kommunrapport_2025.html" in page for stem in KOMMUNER.values())
    assert "0114_upplands_vasby/" not in page
    assert "EXEMPELDATA" in page


def test_plain_papermill_with_an_ordinary_kernel_gives_the_same_notebook(rendered, example_data, tmp_path):
    ours = rendered / "0188_norrtalje" / "0188_norrtalje_kommunrapport_2025.ipynb"
    out, template = tmp_path / "out.ipynb", paths.NOTEBOOKS / "kommunrapport.ipynb"
    command = [sys.executable, "-m", "papermill", template, out, "-r", "kommunkod", "0188", "-r", "data", example_data]
    subprocess.run(command, capture_output=True, timeout=300, check=True)
    theirs = dumps(normalise(nbformat.read(out, as_version=4)))
    assert theirs == ours.read_text(encoding="utf-8")
