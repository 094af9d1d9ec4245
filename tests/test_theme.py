"""Colours that can be told apart, and a typeface that comes along."""

from __future__ import annotations

import shutil
import subprocess
import sys

import pytest

from hemtjanst_lib import paths, theme
from hemtjanst_lib.errors import ParameterError
from hemtjanst_lib.theme import fonts


def test_contrast_by_the_two_ends_of_the_scale():
    assert theme.contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert theme.contrast("#123456", "#123456") == pytest.approx(1.0)


@pytest.mark.parametrize("colours", theme.PALETTES.values(), ids=lambda p: p.namn)
def test_colours_that_carry_meaning_stand_out_from_paper(colours):
    for colour in (colours.over, colours.under, colours.egen, colours.medel):
        assert theme.contrast(colour, theme.PAPER) >= 3
    for colour in (colours.over, colours.under, theme.INK, theme.MUTED):
        assert theme.contrast(colour, theme.PAPER) >= 4.5
    assert theme.contrast(theme.MUTED, theme.SURFACE) >= 4.5


@pytest.mark.parametrize("colours", theme.PALETTES.values(), ids=lambda p: p.namn)
def test_own_kommun_stands_out_from_the_mean_also_in_grey_print(colours):
    assert theme.contrast(colours.egen, colours.medel) >= 3


def test_an_unknown_palette_is_refused_with_those_there_are():
    assert theme.palette("bla-orange").over == "#0072B2"
    with pytest.raises(ParameterError, match="petrol-rod, bla-orange"):
        theme.palette("rosa")


def test_the_typeface_and_its_licence_are_shipped():
    files = {path.name for path in theme.FONT_DIR.iterdir()}
    assert {"SourceSansPro-Regular.ttf", "SourceSansPro-Semibold.ttf"} <= files
    assert "SIL OPEN FONT LICENSE" in (theme.FONT_DIR / "OFL.txt").read_text(encoding="utf-8")


def test_the_typeface_for_pages_is_made_from_the_shipped_fonts():
    assert fonts.make_font_face_css() == theme.font_face_css()


def test_a_page_can_carry_both_weights_of_the_typeface_inside():
    css = theme.font_face_css()
    assert css.count("@font-face") == 2
    assert f"font-weight: {theme.WEIGHT_REGULAR};" in css
    assert f"font-weight: {theme.WEIGHT_STRONG};" in css
    assert "http" not in css
    assert len(css) < 60_000


def test_the_file_of_looks_names_the_palette(tmp_path):
    file = tmp_path / "utseende.yml"
    file.write_text("fargtema: bla-orange\n", encoding="utf-8")
    assert theme.load_palette(file) is theme.PALETTES["bla-orange"]


def test_every_fault_of_the_file_of_looks_is_told(tmp_path):
    file = tmp_path / "utseende.yml"
    file.write_text("farg: petrol-rod\nfargtema: rosa\n", encoding="utf-8")
    with pytest.raises(ParameterError) as told:
        theme.load_palette(file)
    assert told.value.faults == (
        "farg: no such choice; expected fargtema",
        "fargtema: found 'rosa'; expected petrol-rod or bla-orange",
    )


DRAWN = """
import sys
from pathlib import Path
from hemtjanst_lib import paths
paths.PARAMETERS = Path(sys.argv[1])
from hemtjanst_lib import charts, theme
from hemtjanst_lib.display import Huvud
from hemtjanst_lib.export.html import page_css
import inspect
assert all(
    p.default == theme.PALETTES["bla-orange"]
    for name in charts.__all__
    for p in inspect.signature(getattr(charts, name)).parameters.values()
    if p.name == "palette"
)
print(Huvud("T", "U", 2025, "kommunrapport", "1", "i dag").fargtema, theme.PALETTES["bla-orange"].over in page_css())
"""


def test_the_palette_of_the_file_is_that_of_charts_heads_and_pages(tmp_path):
    shutil.copytree(paths.PARAMETERS, tmp_path / "parameters")
    (tmp_path / "parameters" / "report" / "utseende.yml").write_text("fargtema: bla-orange\n", encoding="utf-8")
    made = subprocess.run(
        [sys.executable, "-c", DRAWN, str(tmp_path / "parameters")], capture_output=True, text=True, check=False
    )
    assert made.stdout.split() == ["bla-orange", "True"], made.stderr
