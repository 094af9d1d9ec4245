"""Charts are drawn lean, in Swedish, and alike whatever was drawn before."""

import re
import subprocess
import sys

import pytest
from export_notebook import chart_spec, code, figur, notebook

from hemtjanst_lib.display import Figur
from hemtjanst_lib.errors import ExportError
from hemtjanst_lib.export import svg
from hemtjanst_lib.export.blocks import read

VALUES = [{"namn": "Trygghet & tid", "gap": 12.25}, {"namn": "Bemötande", "gap": -3.75}]


@pytest.fixture(scope="module")
def drawing():
    return svg.convert(chart_spec(VALUES))


def test_numbers_are_swedish(drawing):
    assert "+12,3" in drawing and "−3,8" in drawing
    assert "Trygghet &amp; tid" in drawing


def test_nothing_is_said_to_screen_readers_in_english(drawing):
    assert "aria-" not in drawing and "role=" not in drawing and "axis titled" not in drawing


def test_coordinates_have_one_decimal_at_most(drawing):
    geometry = re.findall(r' (?:d|transform|x2|y2)="([^"]*)"', drawing)
    assert geometry and not [g for g in geometry if "scale(" not in g and re.search(r"\.\d{2,}", g)]


def test_words_are_not_rounded():
    assert "1,2345" in svg.convert(chart_spec([{"namn": "1,2345 och 0.987654", "gap": 1}]))
    assert "0.987654" in svg.lean('<svg width="1"><text x="1.23456">0.987654</text></svg>')


def test_the_typeface_is_named_once(drawing):
    assert drawing.count("font-family") == 1 and 'font-family="Source Sans Pro' in drawing


def test_ids_are_the_same_however_many_charts_were_drawn_before():
    first = svg.convert(chart_spec(VALUES))
    for n in range(3):
        svg.convert(chart_spec([{"namn": str(n), "gap": n}]))
    svg._converted.cache_clear()
    assert svg.convert(chart_spec(VALUES)) == first
    assert 'id="k1"' in first and "url(#k1)" in first


def test_two_drawings_in_one_page_share_no_id(drawing):
    one, two = svg.with_ids(drawing, "figur-a"), svg.with_ids(drawing, "figur-b")
    assert 'id="figur-a-k1"' in one and "url(#figur-a-k1)" in one
    ids = [set(re.findall(r'\bid="([^"]+)"', d)) for d in (one, two)]
    assert ids[0] and not ids[0] & ids[1]


def test_nothing_is_fetched_for_a_chart():
    spec = chart_spec(VALUES) | {"data": {"url": "http://127.0.0.1:9/x.json"}}
    with pytest.raises(ExportError, match="cannot be drawn: it fetches http"):
        svg.convert(spec)


def test_a_chart_that_cannot_be_drawn_names_its_cell():
    broken = Figur("x", "T", "A", "B", {"mark": "ingen", "data": {"values": []}}, figur().data)
    with pytest.raises(ExportError, match="cell trasig: a chart cannot be drawn"):
        svg.convert_all(read(notebook(code("trasig", broken))))


def test_importing_the_exporters_starts_no_converter():
    # a process that forks may import them; vl-convert used before a fork hangs the child
    probe = "import sys, hemtjanst_lib.export.html, hemtjanst_lib.delivery; sys.exit('vl_convert' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", probe], check=False).returncode == 0


def test_coordinates_round_to_a_tenth_and_lose_needless_signs():
    assert svg.lean('<svg><path d="M-0.04,1.96l.55,2"/></svg>') == '<svg><path d="M0,2l0.6,2"/></svg>'
