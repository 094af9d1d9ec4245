"""Small numbers: what is suppressed is nowhere, and cannot be had by subtraction."""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from unit_maker import answers, unit, unit_model

from hemtjanst_lib import store
from hemtjanst_lib.scoring.enheter_skydd import skydda

MODEL = unit_model()
NAN = float("nan")


def kommun(*hidden: str) -> pd.DataFrame:
    """Write the kommun's own answers: all are known but those of the questions named."""
    rows = [("0188", q, 50.0, 90.0, "sekretess" if q in hidden else "ok") for q in ("q1", "q2", "q3")]
    return answers(rows)


def shown(svar: pd.DataFrame, question: str) -> set[str]:
    return set(svar.loc[svar["indikator"].eq(question) & svar["status"].eq("ok"), "enhet_id"])


def three(*antal: float) -> pd.DataFrame:
    """Units a, b and c with so many answers each."""
    rows = [unit(f"0188-{name}", (80, 70, 60), n) for name, n in zip("abc", antal, strict=True)]
    return answers([row for some in rows for row in some])


def test_with_enough_answers_everywhere_nothing_is_taken_away():
    svar = three(7, 15, 30)
    pd.testing.assert_frame_equal(skydda(svar, kommun(), MODEL), svar)


def test_a_lonely_small_unit_takes_the_smallest_of_the_others_with_it():
    svar = skydda(three(5, 15, 30), kommun(), MODEL)
    assert shown(svar, "q1") == {"0188-c"}
    hidden = svar[svar["status"].eq("sekretess")]
    assert hidden["varde"].isna().all() and hidden["antal_svar"].isna().all()
    assert shown(svar, "r1") == {"0188-a", "0188-b", "0188-c"}  # what the units say of themselves is no secret


def test_two_small_units_with_enough_answers_together_hide_each_other():
    assert shown(skydda(three(5, 5, 30), kommun(), MODEL), "q1") == {"0188-c"}  # 5 + 5 = 10 answers, at least 7


def test_two_small_units_with_too_few_answers_together_need_a_third():
    assert shown(skydda(three(0, 5, 30), kommun(), MODEL), "q1") == set()  # 0 + 5 answers, fewer than 7


def test_nothing_more_is_hidden_where_readers_do_not_know_the_kommuns_own_value():
    svar = skydda(three(5, 15, 30), kommun("q2"), MODEL)
    assert shown(svar, "q2") == {"0188-b", "0188-c"} and shown(svar, "q1") == {"0188-c"}


def test_a_single_suppressed_question_hides_that_question_alone_of_the_smallest_other():
    svar = three(15, 15, 30)
    svar.loc[svar["enhet_id"].eq("0188-c") & svar["indikator"].eq("q3"), ["status", "varde"]] = ["sekretess", NAN]
    after = skydda(svar, kommun(), MODEL)
    assert shown(after, "q3") == {"0188-b"}  # of a and b, which have as many answers, the first
    assert shown(after, "q1") == {"0188-a", "0188-b", "0188-c"}


def test_a_value_with_an_unknown_number_of_answers_is_not_shown():
    assert shown(skydda(three(NAN, 15, 30), kommun(), MODEL), "q1") == {"0188-c"}


def test_a_correction_cannot_bring_back_what_too_few_have_answered():
    svar = three(5, 15, 30).assign(status="ok")
    assert "0188-a" not in shown(skydda(svar, kommun(), MODEL), "q1")


def test_the_only_unit_of_a_kommun_is_shown_or_hidden_by_its_own_number():
    for antal, there in ((20, {"0188-a"}), (6, set())):
        svar = answers(unit("0188-a", (80, 70, 60), antal))
        assert shown(skydda(svar, kommun(), MODEL), "q1") == there


COUNTS = st.lists(st.sampled_from([0.0, 5.0, 7.0, 15.0, 30.0, NAN]), min_size=1, max_size=6)


@given(COUNTS, st.lists(st.booleans(), min_size=6, max_size=6), st.sets(st.sampled_from(["q1", "q2", "q3"])))
@settings(max_examples=30)
def test_what_is_hidden_is_always_two_units_or_more_with_enough_answers_or_nothing_is_left(counts, marked, secret):
    rows = [row for name, n in zip("abcdef", counts, strict=False) for row in unit(f"0188-{name}", (80, 70, 60), n)]
    svar = answers(rows)
    dotted = svar["indikator"].eq("q2") & svar["enhet_id"].str[-1].map(dict(zip("abcdef", marked, strict=True)))
    svar.loc[dotted, "status"] = "sekretess"
    after = skydda(svar, kommun(*secret), MODEL)
    ok = after["status"].eq("ok") & after["indikator"].str.startswith("q")
    assert (svar.loc[ok, "antal_svar"] >= 7).all()
    assert after.loc[after["status"].eq("sekretess"), ["varde", "antal_svar"]].isna().all().all()
    for question in {"q1", "q2", "q3"} - secret:
        own = after["indikator"].eq(question)
        hidden = own & after["status"].eq("sekretess")
        by_source = hidden & svar["status"].eq("sekretess") & (svar["antal_svar"] >= 7)  # how many answered is unknown
        enough = np.nansum(svar.loc[hidden & ~by_source, "antal_svar"]) >= 7 and hidden.sum() >= 2
        assert not hidden.any() or enough or not (own & ~hidden).any()


def test_no_stored_table_of_the_invented_data_holds_a_suppressed_value(example_data):
    year = store.load_year(2025, example_data)
    least = year.model.minsta_antal_svar.enhet
    svar, told = year.enhetssvar, year.enhetspoang["indikator"]
    for table in (svar, told):
        hidden = table[table["status"].eq("sekretess")]
        assert len(hidden) > 1_000
        assert hidden[["varde", "antal_svar"]].isna().all().all()
    personal = svar["kalla"].eq("brukarundersokningen") & svar["status"].eq("ok")
    assert (svar.loc[personal, "antal_svar"] >= least).all()
    assert told.loc[told["status"].eq("sekretess"), ["lag", "hog", "poang"]].isna().all().all()


def test_subtraction_from_the_kommuns_mean_meets_two_units_at_least_in_the_invented_data(example_data):
    year = store.load_year(2025, example_data)
    svar = year.enhetssvar[year.enhetssvar["kalla"].eq("brukarundersokningen")]
    hidden = svar["status"].eq("sekretess").groupby([svar["kommunkod"], svar["indikator"]]).agg(["sum", "size"])
    own = year.answers.set_index(["kommunkod", "indikator"])["status"].reindex(hidden.index)
    known = hidden[own.eq("ok")]
    assert (known["sum"].ne(1) | known["size"].eq(1)).all()
