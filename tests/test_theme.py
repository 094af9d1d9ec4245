"""Colours that can be told apart, and a typeface that comes along."""

from __future__ import annotations

import pytest

from hemtjanst_lib import theme
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
