"""Swedish numbers, dates, lists, names and order."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from IPython.core.formatters import DisplayFormatter

from hemtjanst_lib import language as sv

ALLA_TAL = st.floats(-1e6, 1e6, allow_nan=False)


@pytest.mark.parametrize(
    ("value", "text"),
    [(82.6, "82,6"), (63, "63,0"), (62.45, "62,5"), (0.05, "0,1"), (-0.04, "0,0"), (-2.1, "−2,1"), (100, "100,0")],
)
def test_a_number_has_a_decimal_comma_and_rounds_halves_up(value, text):
    assert sv.tal(value) == text


# The mixed formats of the table of eleven kommuner: "+10.5", "-2,1", "63" and "-1" all come out alike.
@pytest.mark.parametrize(
    ("value", "text"),
    [(10.5, "+10,5"), (6.8, "+6,8"), (-2.1, "−2,1"), (-1, "−1,0"), (7.5, "+7,5"), (0.04, "0,0"), (-0.04, "0,0")],
)
def test_a_difference_always_carries_its_sign(value, text):
    assert sv.skillnad(value) == text


def test_a_difference_may_be_written_whole():
    assert [sv.skillnad(x, 0) for x in (12.4, -13.2, -0.4, 0.5, -0.5)] == ["+12", "−13", "0", "+1", "−1"]


def test_thousands_are_parted_by_a_space_that_does_not_break():
    assert sv.heltal(12345) == "12\N{NO-BREAK SPACE}345"
    assert sv.tal(1234567.89, 1) == "1\N{NO-BREAK SPACE}234\N{NO-BREAK SPACE}567,9"


def test_a_share_has_a_space_before_per_cent():
    assert sv.andel(12.35) == "12,4\N{NO-BREAK SPACE}%"
    assert sv.andel(80, 0) == "80\N{NO-BREAK SPACE}%"


def test_an_interval_has_an_en_dash_without_spaces():
    assert sv.intervall(30000, 70000) == "30\N{NO-BREAK SPACE}000–70\N{NO-BREAK SPACE}000"
    assert sv.intervall(56.5, 62.5, 1) == "56,5–62,5"


@pytest.mark.parametrize("missing", [float("nan"), float("inf"), float("-inf")])
def test_a_missing_value_is_never_written_as_a_number(missing):
    for write in (sv.tal, sv.skillnad, sv.heltal, sv.andel, sv.Poang, sv.Skillnad):
        with pytest.raises(ValueError, match="missing"):
            write(missing)


@given(ALLA_TAL, st.integers(0, 3))
def test_what_is_written_reads_back_within_half_a_unit(value, decimaler):
    text = sv.skillnad(value, decimaler)
    back = Decimal(text.replace("\N{NO-BREAK SPACE}", "").replace("−", "-").replace(",", "."))
    assert abs(back - Decimal(repr(value))) <= Decimal(5).scaleb(-decimaler - 1)


@given(ALLA_TAL)
def test_no_written_number_holds_a_decimal_point_or_an_ascii_minus(value):
    assert not set(sv.tal(value) + sv.skillnad(value) + sv.andel(value)) & set(".-")


@given(ALLA_TAL)
def test_a_rounded_zero_has_no_sign_and_all_else_has_one(value):
    text = sv.skillnad(value)
    assert (text == "0,0") != (text[0] in "+−")


def test_number_types_show_swedish_text_and_stay_numbers():
    index = sv.Poang(72.66)
    assert (str(index), f"{index}", f"{index:.2f}") == ("72,7", "72,7", "72.66")
    assert index - sv.Poang(65.5) == pytest.approx(7.16)
    assert f"{sv.Skillnad(-0.01)} {sv.Skillnad(2)} {sv.Heltal(12345)} {sv.Placering(39)} {sv.Andel(12.4)}" == (
        "0,0 +2,0 12\N{NO-BREAK SPACE}345 39 12,4\N{NO-BREAK SPACE}%"
    )
    assert sv.Heltal(3) + 1 == 4


def test_number_types_show_swedish_text_in_jupyter():
    from IPython.lib.pretty import pretty

    assert [pretty(x) for x in (sv.Poang(72.66), sv.Skillnad(-1), sv.Heltal(1000))] == [
        "72,7",
        "−1,0",
        "1\N{NO-BREAK SPACE}000",
    ]


def test_counts_are_words_up_to_twelve():
    assert [sv.rakneord(n) for n in (0, 1, 2, 12, 13)] == ["noll", "en", "två", "tolv", "13"]
    assert sv.rakneord(1, "ett") == "ett"


def test_things_are_counted_in_singular_plural_and_none():
    counted = [sv.antal(n, "indikator", "indikatorer") for n in (0, 1, 3, 75)]
    assert counted == ["inga indikatorer", "en indikator", "tre indikatorer", "75\N{NO-BREAK SPACE}indikatorer"]
    assert sv.antal(1, "område", "områden", "ett") == "ett område"


@pytest.mark.parametrize(
    ("items", "text"), [([], ""), (["a"], "a"), (["a", "b"], "a och b"), (["a", "b", "c"], "a, b och c")]
)
def test_lists_are_joined_as_in_speech(items, text):
    assert sv.lista(items) == text


def test_a_list_may_be_joined_by_another_word():
    assert sv.lista(["ja", "nej"], "eller") == "ja eller nej"


def test_a_date_is_written_in_full():
    assert sv.datum(date(2024, 12, 4)) == "4\N{NO-BREAK SPACE}december 2024"


@pytest.mark.parametrize(
    ("namn", "text"),
    [("Norrtälje", "Norrtäljes"), ("Borås", "Borås"), ("Kalix", "Kalix"), ("Lund", "Lunds"), ("Schweiz", "Schweiz")],
)
def test_the_genitive_adds_s_save_after_s_x_and_z(namn, text):
    assert sv.genitiv(namn) == text


@pytest.mark.parametrize(
    ("namn", "text"),
    [
        ("Norrtälje", "Norrtälje kommun"),
        ("Lund", "Lunds kommun"),
        ("Borås", "Borås kommun"),
        ("Gotland", "Gotlands kommun"),
        ("Överkalix", "Överkalix kommun"),
        ("Växjö", "Växjö kommun"),
        ("Falun", "Falu kommun"),
        ("Kalmar", "Kalmar kommun"),
        ("Dals-Ed", "Dals-Eds kommun"),
        ("Lilla Edet", "Lilla Edets kommun"),
    ],
)
def test_a_kommun_is_named_as_it_is_spoken_of(namn, text):
    assert sv.kommunnamn(namn) == text


def test_swedish_letters_come_last_and_in_order():
    assert sv.sortera(["Öckerö", "Ängelholm", "Åre", "Zorn", "Ale"]) == ["Ale", "Zorn", "Åre", "Ängelholm", "Öckerö"]


def test_foreign_accents_sort_as_their_letter():
    assert sv.sortera(["Idf", "Idé", "Ide"]) == ["Ide", "Idé", "Idf"]
    assert sv.sortera(["Mz", "Mü", "My"]) == ["My", "Mü", "Mz"]
    assert sv.sortera(["Wa", "Va", "Xa"]) == ["Va", "Wa", "Xa"]


def test_a_shorter_name_and_a_space_come_first():
    assert sv.sortera(["Upplandsås", "Upplands-Bro", "Upplands Väsby", "Upplands"]) == [
        "Upplands",
        "Upplands Väsby",
        "Upplands-Bro",
        "Upplandsås",
    ]


def test_composed_and_decomposed_letters_sort_alike():
    assert sv.sortera(["O\N{COMBINING DIAERESIS}b", "Öa", "A\N{COMBINING RING ABOVE}b"])[0].startswith("A")
    assert sv.sorteringsnyckel("Åre")[0] == sv.sorteringsnyckel("A\N{COMBINING RING ABOVE}re")[0]


@given(st.lists(st.text(alphabet="abyzåäöéÅÄÖ -", max_size=6)))
def test_sorting_keeps_every_name_and_agrees_with_the_positions(names):
    assert sorted(sv.sortera(names)) == sorted(names)
    assert [names[i] for i in sv.sorteringsordning(names)] == sv.sortera(names)


def test_first_letters_change_and_the_rest_stays():
    assert sv.stor_forsta("ändring i LSS") == "Ändring i LSS"
    assert sv.liten_forsta("Personalen kommer i tid") == "personalen kommer i tid"
    assert sv.liten_forsta("BPSD-registret används") == "BPSD-registret används"
    assert sv.stor_forsta("") == sv.liten_forsta("") == ""


def test_a_date_shows_itself_in_jupyter_without_quotes_and_escapes() -> None:
    shown = DisplayFormatter().format(sv.datum(date(2024, 12, 4)))[0]
    assert shown == {"text/plain": f"4{sv.NBSP}december 2024"}
