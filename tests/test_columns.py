"""A PDF table's columns are chosen beforehand, with room for what they say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ImageFont

from hemtjanst_lib.export.columns import AIR, BOLD, LINE, SIZE, lay_out, points
from hemtjanst_lib.export.document import Column, Strong, Table, Text
from hemtjanst_lib.theme import FONT_DIR


def table(heads, rows, sorts=None):
    columns = tuple(
        Column((Text(head),), sort) for head, sort in zip(heads, sorts or ["text"] * len(heads), strict=True)
    )
    return Table("t", "Titel", columns, tuple(tuple((Text(cell),) for cell in row) for row in rows))


def test_a_column_of_numbers_gets_just_what_it_needs_and_words_the_rest():
    made = lay_out(table(["Område", "Poäng"], [("Bemötande", "72,7")], ["text", "tal"]), whole_line=True)
    assert made.shares[1] == 0 and made.widths[1] < 60
    assert sum(made.widths) == LINE


def test_a_short_row_takes_one_line_and_a_long_one_may_take_more():
    made = lay_out(table(["Område", "Poäng"], [("Kort", "1"), ("ord " * 60, "2")], ["text", "tal"]), whole_line=True)
    assert made.low == [True, False]


def test_only_a_column_with_too_long_a_word_is_hyphenated():
    rows = [("a", "Biståndshandläggningsprocessen" * 3)] * 2
    made = lay_out(table(["Kort", "Lång"], rows), whole_line=True)
    assert made.hyphenate == [False, True]


def test_widths_are_left_open_where_a_table_may_be_nested_or_has_no_room():
    few = table(["A"], [("b",)])
    assert lay_out(few, whole_line=False).widths is None and lay_out(few, whole_line=False).hyphenate == [True]
    many = table(["A", "B", "C"], [("a", "9" * 60, "9" * 60)], ["text", "tal", "tal"])
    assert lay_out(many, whole_line=True).widths is None


def test_words_with_a_style_are_never_promised_one_line():
    strong = Table("t", "Titel", (Column((Text("A"),)),), (((Strong((Text("b"),)),),),))
    assert lay_out(strong, whole_line=True).low == [False]


def test_no_heading_of_a_wide_table_is_crushed():
    heads = ["Källa", "Utgivare", "Insamling", "Hämtad", "Svar", "Antal\N{NO-BREAK SPACE}indikatorer"]
    rows = [("Brukarundersökningen (BU)", "Socialstyrelsen", "Enkät till alla personer " * 3, "4 november", "70", "20")]
    made = lay_out(table(heads, rows), whole_line=True)
    assert all(width - AIR >= points(head) for width, head in zip(made.widths, heads, strict=True))


@given(st.lists(st.tuples(*[st.text("abcåäö 0123456789", max_size=40)] * 3), min_size=1, max_size=6))
def test_the_columns_fill_the_line_and_no_more(rows):
    made = lay_out(table(["A", "B", "C"], rows), whole_line=True)
    assert made.widths is None or sum(made.widths) < LINE + 0.05


@pytest.mark.parametrize("face", ["Regular", "Semibold"])
def test_words_are_never_wider_than_said(face):
    font = ImageFont.truetype(str(FONT_DIR / f"SourceSansPro-{face}.ttf"), 1000)
    words = "Kvalitetsområde Mörbylånga MMWW 12 345,6 −12,4 % Åäö (BU) till/från; WEB – åtgärd “nej” ÅÄÖ 2025 ja"
    for text in (words, *words.split()):
        assert font.getlength(text) * SIZE / 1000 <= points(text) * (BOLD if face == "Semibold" else 1)


def test_a_name_of_two_words_stays_whole_in_a_table_of_many_columns():
    heads = ["Kommun", "Placering 2025", "Placering 2024", "Placering 2023", "Index 2025", "Resultat", "Förändring"]
    sorts = ["text", "tal", "tal", "tal", "tal", "text", "tal"]
    rows = [("Upplands Väsby", "165", "97", "141", "67,7", "Under\N{NO-BREAK SPACE}medel*", "−0,6")]
    made = lay_out(table([*heads, "Data saknas"], [(*rows[0], "två svar")], [*sorts, "text"]), whole_line=True)
    font = ImageFont.truetype(str(FONT_DIR / "SourceSansPro-Regular.ttf"), 10 * SIZE)
    assert font.getlength("Upplands Väsby") / 10 <= made.widths[0] - AIR
