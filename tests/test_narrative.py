"""Words and sentences: which rule speaks when, and that every case has one."""

from __future__ import annotations

from dataclasses import replace
from string import Formatter

import numpy as np
import pytest
from example_report import GOTLAND, HOLED, WHOLE, report
from hypothesis import given
from hypothesis import strategies as st

from hemtjanst_lib.errors import ParameterError
from hemtjanst_lib.language import Heltal, Placering, Poang, Skillnad
from hemtjanst_lib.model import load_model, model_path
from hemtjanst_lib.narrative import areas, missing, skala, total
from hemtjanst_lib.narrative.delindex import lage, trend
from hemtjanst_lib.narrative.lists import Indikatorlistor, egna_svar
from hemtjanst_lib.narrative.texts import load_texts
from hemtjanst_lib.narrative.tips import load_tips, tips
from hemtjanst_lib.narrative.words import load_words

SKALOR = sorted(load_words().skalor)
DIFFERENCES = st.floats(-100, 100, allow_nan=False)


# Bands and words


@given(st.sampled_from(SKALOR), DIFFERENCES)
def test_every_difference_lies_in_exactly_one_band_and_has_its_word(name, difference):
    scale = skala(name)
    edges = (0.0, *scale.granser, 1000.0)
    size = round(abs(difference), 9)
    inside = [i for i in range(len(scale.over)) if edges[i] < size <= edges[i + 1] or (i == 0 and size == 0)]
    assert len(inside) == 1
    band = (scale.over if difference > 0 else scale.under)[inside[0]]
    assert (scale.band(difference), scale.word(difference)) == (band, scale.ord[band])


@given(st.sampled_from(SKALOR), DIFFERENCES)
def test_bands_are_alike_above_and_below(name, difference):
    scale = skala(name)
    above, below = scale.over.index(scale.band(abs(difference))), scale.under.index(scale.band(-abs(difference)))
    assert above == below
    assert scale.side(difference) == -scale.side(-difference)


@given(st.sampled_from(SKALOR), DIFFERENCES, DIFFERENCES)
def test_a_larger_difference_never_has_a_lower_band(name, one, other):
    bands = skala(name).bands  # from the highest
    low, high = sorted((one, other))
    assert bands.index(skala(name).band(high)) <= bands.index(skala(name).band(low))


@pytest.mark.parametrize(
    ("name", "difference", "word"),
    [
        ("lage", 1.0, "i nivå med"),
        ("lage", 1.01, "över"),
        ("lage", -10.0, "under"),
        ("lage", -10.01, "klart under"),
        ("indikator", 2.0, "nära"),
        ("indikator", -2.01, "under"),
        ("forandring_delindex", -0.99, "ungefär detsamma som"),
        ("forandring_delindex", 3, "högre än"),
        ("forandring_delindex", -5.01, "betydligt lägre än"),
        ("forandring_index", 0.04, "detsamma som"),
        ("forandring_index", 0.5, "marginellt högre än"),
    ],
)
def test_the_limit_belongs_to_the_inner_band(name, difference, word):
    assert skala(name).word(difference) == word


def test_a_missing_difference_has_no_band_and_no_side():
    with pytest.raises(ValueError, match="missing"):
        skala("lage").band(float("nan"))
    assert skala("lage").side(float("nan")) == 0


# The whole index


def test_a_first_place_a_shared_one_and_an_ordinary_one_are_told_apart():
    k = report(WHOLE)
    cases = {(1, 1): "forst", (1, 2): "forst_delad", (44, 1): "ensam", (44, 3): "delad"}
    for (place, sharing), regel in cases.items():
        told = total.placering(replace(k, placering=Placering(place), delar_plats=Heltal(sharing)))
        assert told.regel == f"placering.{regel}"
    assert told.text == "Kommunen delar plats 44 av 290 med två andra kommuner."


def test_a_kommun_alone_in_its_lan_gets_another_sentence():
    k = report(GOTLAND)
    assert "kallar sig Region Gotland" in total.lan(k).text
    other = replace(k, kommun=replace(k.kommun, kod="9999", fullnamn="Exempelby kommun"))
    assert total.lan(other).text == "Exempelby kommun är ensam i sitt län, och därför finns ingen placering i länet."


def test_the_place_in_the_lan_may_be_first_or_shared():
    k = report(WHOLE)
    first = replace(k, placering_lan=Placering(1), delar_plats_lan=Heltal(1))
    shared = replace(k, placering_lan=Placering(4), delar_plats_lan=Heltal(2))
    assert total.lan(first).text == "Uppsala kommun har det högsta resultatet bland de åtta kommunerna i Uppsala län."
    assert "delar Uppsala kommun plats 4 med en annan kommun" in total.lan(shared).text


def test_the_distance_to_the_next_class_is_told_but_not_from_the_highest():
    k = report(WHOLE)
    names = list(k.klasser["klass"])
    limit = float(k.klasser["till_och_med"].iloc[0])
    assert total.klassgrans(replace(k, klass=names[-1])).regel == "klassgrans.hogst"
    assert total.klassgrans(replace(k, klass=names[0], index=Poang(limit - 0.01))).regel == "klassgrans.precis"
    assert "2,5 poäng" in total.klassgrans(replace(k, klass=names[0], index=Poang(limit - 2.5))).text


@pytest.mark.parametrize(
    ("change", "text"),
    [
        (0.01, "detsamma som 2024 (0,0 poäng)"),
        (-0.7, "marginellt lägre än 2024 (−0,7 poäng)"),
        (4.2, "högre än 2024 (+4,2 poäng)"),
        (-8, "betydligt lägre än 2024 (−8,0 poäng)"),
    ],
)
def test_the_word_of_change_follows_the_points(change, text):
    told = total.utveckling_index(replace(report(WHOLE), forandring=Skillnad(change)))
    assert told.text == f"Kommunens index är {text}."


def test_the_word_of_change_does_not_follow_the_place():
    # place 138 became 191, and yet the index is about the same
    k = replace(report(WHOLE), forandring=Skillnad(-0.4), placering=Placering(191), placering_fore=Placering(138))
    assert "marginellt lägre" in total.utveckling_index(k).text


def test_years_that_may_not_be_compared_give_the_reason_and_no_difference():
    k = report(WHOLE, 2023)
    for told in (total.utveckling(k), total.utveckling_kort(k)):
        assert told.text == "Indexet beräknas på ett nytt sätt från och med 2023 och jämförs därför inte med 2022."
    assert total.placering_fore(k).regel == "placering_fore.ej_jamforbar"
    assert {trend(k, kod).regel for kod in k.delindex.index} == {"trend.ej_jamforbar"}
    assert areas.utveckling(k).regel == "utveckling_omraden.ej_jamforbar"


def test_the_first_year_says_that_there_is_nothing_to_compare_with():
    k = report(WHOLE, 2022)
    told = [total.utveckling(k), total.placering_fore(k), missing.saknas_fore(k), areas.utveckling(k)]
    assert all(sentence.regel.endswith(("saknas", "inga_resultat")) for sentence in told)
    assert all("2021" in sentence.text for sentence in told)


# Delindex and områden


def test_a_delindex_without_a_result_says_so():
    k = report(WHOLE)
    table = k.delindex.copy()
    table.loc["utforande", ["poang", "gap", "forandring"]] = np.nan
    empty = replace(k, delindex=table)
    assert lage(empty, "utforande").regel == "delindex.saknas"
    assert trend(empty, "utforande").regel == "trend.saknas"
    assert total.delindex_oversikt(empty).text.endswith(
        "Delindexet Utförande kan inte beräknas, eftersom uppgifterna saknas eller inte får visas."
    )


def with_gaps(k, **gaps):
    table = k.delindex.copy()
    for kod, gap in gaps.items():
        table.loc[kod, "gap"] = gap
    return replace(k, delindex=table)


def test_delindex_are_gathered_by_where_they_lie():
    k = with_gaps(report(WHOLE), information=12, bistand=-3, utforande=0.5, stod_utveckling=-2)
    assert total.delindex_oversikt(k).text == (
        "Kommunen ligger klart över kommungenomsnittet i delindexet Information och "
        "i nivå med det i Utförande men under det i Biståndshandläggning och Stöd/Utveckling."
    )
    alike = with_gaps(report(WHOLE), information=3, bistand=4, utforande=5, stod_utveckling=2)
    assert total.delindex_oversikt(alike).text == "I samtliga delindex ligger kommunen över kommungenomsnittet."


def with_priorities(k, gaps):
    table = k.omraden.copy()
    table.loc[table["prioriterat"], "gap"] = gaps
    return replace(k, omraden=table)


def test_the_most_important_omrade_is_the_lowest_of_the_prioritised():
    k = with_priorities(report(WHOLE), [3, 2, -4, 1, -9, 0])
    assert areas.viktigast(k).regel == "viktigast.under_flera"
    assert "(−9,0 poäng mot genomsnittet) och därefter" in areas.viktigast(k).text
    assert areas.viktigast(with_priorities(k, [3, 2, -4, 1, 0, 0])).regel == "viktigast.under"
    assert areas.viktigast(with_priorities(k, [3, 2, -1, 1, 0, 0])).regel == "viktigast.inget_under"
    assert areas.viktigast(with_priorities(k, [np.nan] * 6)).regel == "viktigast.saknas"


def test_areas_that_all_lie_on_one_side_are_told_as_all():
    told = areas.prioriterade(with_priorities(report(WHOLE), [-12, -2, -5, -3, -1.5, -20])).text
    assert told == "Samtliga sex områden ligger under kommungenomsnittet (varav två klart)."


def test_the_prioritised_areas_are_counted_by_side():
    k = with_priorities(report(WHOLE), [12, 2, 5, 0.3, -1.5, -2])
    assert areas.prioriterade(k).text == (
        "Av de sex områdena ligger tre över kommungenomsnittet (varav ett klart), ett i nivå med det och två under det."
    )


def test_unanswered_questions_are_named_as_part_of_a_low_result():
    assert areas.viktigast(report(HOLED)).regel == "viktigast.under_flera + viktigast.svar_saknas"


def without_answers(k, where):
    """Make every indikator that fits ``where`` unanswered, counted as 0 points."""
    own = k.indikatorer[where(k.indikatorer)]
    rows = own.assign(
        ar=k.ar,
        indikator=own.index,
        regel="noll",
        status="ej_svar",
        namn=own["visningsnamn"],
        kallnamn=own["kalla"],
        kod="",
        vikt=own["effektiv_vikt"],
        hel_kalla=False,
    )
    return replace(k, saknas=rows[k.saknas.columns])


def test_an_omrade_without_any_answers_is_not_called_the_most_important():
    k = with_priorities(report(WHOLE), [-90, -80, -4, 1, -2, 0])
    silent = list(k.omraden.index[k.omraden["prioriterat"]][:2])
    told = areas.viktigast(without_answers(k, lambda table: table["omrade"].isin(silent)))
    assert told.regel == "viktigast.obedomda_svar + viktigast.ovriga_under_flera"
    assert told.text.startswith("Två av de sex områden som seniorerna prioriterar högst går inte att bedöma")
    assert "(−4,0 poäng mot genomsnittet) och därefter" in told.text


def test_the_one_omrade_that_can_be_judged_is_named():
    k = with_priorities(report(WHOLE), [np.nan] * 5 + [-3.0])
    assert areas.viktigast(k).regel == "viktigast.obedomda_visas + viktigast.det_andra"
    assert "ligger under genomsnittet (−3,0 poäng)" in areas.viktigast(k).text
    k = with_priorities(report(WHOLE), [np.nan] * 5 + [3.0])
    assert "ligger över genomsnittet (+3,0 poäng)" in areas.viktigast(k).text


def test_a_delindex_without_any_answers_says_that_its_points_tell_nothing():
    k = report(WHOLE)
    silent = without_answers(k, lambda table: table["delindex"] == "utforande")
    assert lage(silent, "utforande").regel == "delindex.alla_saknas"
    assert trend(silent, "utforande").regel.startswith("trend.alla_saknas")
    assert tips(silent, "utforande").regel == "tips.utforande.svaren_uteblev"
    hidden = with_gaps(k, utforande=np.nan)
    assert tips(hidden, "utforande").regel == "tips.utforande.for_fa_svar"


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        (
            [6, -2, 3, 0],
            "Bland delindexen är {a} betydligt högre än 2024, {c} högre och {b} lägre, medan {d} är ungefär detsamma.",
        ),
        ([6, -2, 7, -3], "Bland delindexen är {a} och {c} betydligt högre än 2024, medan {b} och {d} är lägre."),
        (
            [6, -2, 7, -8],
            "Bland delindexen är {a} och {c} betydligt högre än 2024, medan {b} är lägre och {d} betydligt lägre.",
        ),
        ([6, 2, 7, 8], "Bland delindexen är {a}, {c} och {d} betydligt högre än 2024 och {b} högre."),
        ([-6, -2, -7, -8], "Bland delindexen är {b} lägre än 2024 och {a}, {c} och {d} betydligt lägre."),
        ([6, 0, 0, 0], "Bland delindexen är {a} betydligt högre än 2024, medan de övriga är ungefär desamma."),
        ([2, 3, 4, 5], "Alla delindex är högre än 2024."),
        ([0, 0, 0, 0], "Alla delindex är ungefär desamma som 2024."),
    ],
)
def test_the_changes_of_the_delindex_are_gathered_in_one_sentence(changes, text):
    k = report(WHOLE)
    table = k.delindex.assign(forandring=changes)
    names = dict(zip("abcd", table["namn"], strict=True))
    assert total.utveckling_delindex(replace(k, delindex=table)).text == text.format(**names)


def test_a_shared_place_is_called_shared_wherever_it_is_told():
    k = report(WHOLE)
    table = k.delindex.assign(placering=[3, 7, 8, 9], delar_plats=[2, 1, 1, 4])
    assert "(delad plats 3) och sämst" in total.delindex_ytterligheter(replace(k, delindex=table)).text
    assert "(delad plats 9)." in total.delindex_ytterligheter(replace(k, delindex=table)).text


# What is missing


def test_two_kinds_of_missing_last_year_share_the_year():
    k = report(HOLED)
    told = missing.saknas_fore(k).text
    assert told.count("2024") == 1


def test_each_kind_of_missing_has_its_own_words():
    told = missing.saknas(report(HOLED)).text
    assert "Från kommunenkäten om äldreomsorg finns inga uppgifter alls." in told
    assert "Från kommunenkäten om e-hälsa saknas två uppgifter: läkemedelsrobot och inkontinenssensor." in told
    assert "eftersom för få har svarat: trygghet i att bo hemma" in told
    assert "räknas som noll poäng och står för 11,0\N{NO-BREAK SPACE}% av indexets vikt" in told


def test_what_does_not_apply_is_not_called_missing():
    k = report("0180")
    assert missing.saknas_kort(k).text == "Inga svar saknas bland de uppgifter som gäller Stockholms kommun."
    assert "har regionen, inte kommunen, ansvaret" in missing.saknas(k).text


def test_missing_answers_are_named_when_they_may_explain_a_change():
    k = report(HOLED)
    assert trend(k, "bistand").regel == "trend.jamforbar + svar_i_jamforelsen.bada"
    assert trend(k, "information").regel == "trend.jamforbar"  # nothing is missing there
    now = replace(k, saknas=k.saknas[k.saknas["ar"] == k.ar])
    before = replace(k, saknas=k.saknas[k.saknas["ar"] == k.fjol])
    assert missing.svar_i_jamforelsen(now).regel == "svar_i_jamforelsen.i_ar"
    assert missing.svar_i_jamforelsen(before).text.startswith("År 2024 drogs resultatet ned")
    assert missing.svar_i_jamforelsen(report(WHOLE)) is None


def test_an_omrade_with_missing_answers_is_not_named_as_the_one_that_moved_most():
    k = report(HOLED)
    table = k.omraden.copy()
    table.loc["systematik_bistandsprocess", "forandring"] = 99.0  # its answers are missing
    assert "+99,0" not in areas.utveckling(replace(k, omraden=table)).text
    table.loc["lyhordhet", "forandring"] = 98.0
    assert "+98,0" in areas.utveckling(replace(k, omraden=table)).text


# Lists


def listed(k, omrade, gaps, weights=None):
    """Give the indikatorer of one område gaps, all others of the kommun 0."""
    table = k.indikatorer.copy()
    table["gap"] = 0.0
    own = table["omrade"] == omrade
    table.loc[own, "gap"] = gaps
    if weights:
        table.loc[own, "effektiv_vikt"] = weights
    return Indikatorlistor(replace(k, indikatorer=table))


def test_an_indikator_near_the_mean_is_neither_strength_nor_development_area():
    lists = listed(report(WHOLE), "trygghet", [2.0, -2.0, 2.1, -2.1])
    assert [len(lists.styrkor("utforande")), len(lists.utvecklingsomraden("utforande"))] == [1, 1]
    assert lists.styrkor("utforande")[0].startswith("Gott bemötande från personalen (")
    assert lists.utvecklingsomraden("utforande")[0].startswith("Personalens kunskap och kompetens (")


def test_what_means_most_for_the_index_stands_first():
    # weight times points: 0,01·10 = 0,10; 0,03·4 = 0,12; 0,02·3 = 0,06
    lists = listed(report(WHOLE), "trygghet", [10, 4, 3, 0], [0.01, 0.03, 0.02, 0.01])
    assert [text[:9] for text in lists.styrkor("utforande")] == ["Förtroend", "Trygghet ", "Gott bemö"]


def test_an_omrade_wholly_on_one_side_is_named_as_one():
    k = report(WHOLE)
    above = listed(k, "trygghet", [3, 4, 5, 6]).styrkor("utforande")
    assert above == ("Trygghet, förtroende, bemötande, kompetens – alla fyra indikatorerna ligger över genomsnittet",)
    below = listed(k, "trygghet", [-3, -4, -5, -6]).utvecklingsomraden("utforande")
    assert below[0].endswith(" – alla fyra indikatorerna ligger under genomsnittet")
    assert len(listed(k, "trygghet", [3, 4, 5, np.nan]).styrkor("utforande")) == 3


def test_a_list_has_at_most_six_points():
    k = report(WHOLE)
    table = k.indikatorer.assign(gap=[7.0 if i % 2 else -7.0 for i in range(len(k.indikatorer))])
    lists = Indikatorlistor(replace(k, indikatorer=table))
    assert max(len(lists.styrkor(kod)) for kod in k.delindex.index) == 6


def test_an_empty_list_says_why():
    lists = listed(report(WHOLE), "trygghet", [0, 0, 0, 0])
    assert lists.styrkor("utforande") == ("Ingen indikator ligger tydligt över kommungenomsnittet.",)
    assert lists.utvecklingsomraden("utforande") == (
        "Kommunens indikatorer ligger nära eller över kommungenomsnittet.",
    )
    assert lists.information_saknas("information") == ("All information som vi letar efter finns på webbplatsen.",)


def test_every_unit_of_the_models_has_a_form_of_its_own():
    units = {unit for ar in (2022, 2023, 2024, 2025) for unit in report(WHOLE, ar).indikatorer["matenhet"]}
    assert units == set(load_words().varden)


@pytest.mark.parametrize(
    ("unit", "text"),
    [
        ("procent av de svarande", "93\N{NO-BREAK SPACE}%, genomsnittet är 88\N{NO-BREAK SPACE}%"),
        ("ja eller nej", "finns hos 88\N{NO-BREAK SPACE}% av kommunerna"),
        ("en okänd enhet", "+5,0 poäng"),
    ],
)
def test_values_are_written_in_their_own_unit(unit, text):
    k = report(WHOLE)
    table = k.indikatorer.assign(gap=0.0)
    table.loc["bu_bemotande", ["gap", "varde", "medel_varde", "medel", "matenhet"]] = [5.0, 93.2, 88.1, 88.1, unit]
    lists = Indikatorlistor(replace(k, indikatorer=table))
    assert lists.styrkor("utforande") == (f"Gott bemötande från personalen ({text})",)


def test_the_number_who_answered_is_told_but_never_of_hidden_answers():
    k = report(WHOLE)
    table = k.indikatorer.copy()
    survey = table["kalla"] == "brukarundersokningen"
    table.loc[survey, "antal_svar"] = 412.0
    table.loc[survey, "status"] = "ok"
    assert egna_svar(replace(k, indikatorer=table)).text == (
        "I Uppsala kommun har 412 personer svarat på brukarundersökningen."
    )
    table.loc[survey, "antal_svar"] = np.nan
    assert egna_svar(replace(k, indikatorer=table)).regel == "egna_svar.okant"
    table.loc[survey, "antal_svar"] = 12.0
    table.loc[survey, "status"] = "sekretess"
    assert egna_svar(replace(k, indikatorer=table)).regel == "egna_svar.sekretess"
    assert "12" not in egna_svar(replace(k, indikatorer=table)).text
    table.loc[survey, "status"] = "ej_svar"
    assert egna_svar(replace(k, indikatorer=table)).regel == "egna_svar.inga"


# The files of words


def test_every_omrade_of_every_model_has_a_short_name_that_fits_in_a_sentence():
    short = load_words().omraden
    known = {kod for ar in range(2022, 2026) for kod in load_model(model_path(ar)).omraden}
    assert set(short) == known
    assert all(name[0].islower() and "," not in name for name in short.values())
    assert len(set(short.values())) == len(short)


def test_every_unit_rule_and_tip_of_the_files_is_sound():
    texts = load_texts()
    assert all(texts.variants.values())
    assert set(load_tips()) >= {"information", "bistand", "utforande", "stod_utveckling", "genomgang"}


def test_a_sentence_that_asks_for_an_unknown_value_names_the_ones_there_are():
    texts = load_texts()
    names = [name for _, name, _, _ in Formatter().parse(texts.variants["klass"][0]) if name]
    assert set(names) == {"Kommun", "klass", "ar"}
    with pytest.raises(ParameterError, match=r"klass asks for \{ar\}; the rule gives Kommun, klass"):
        texts.tell("klass", Kommun="X", klass="Y")
    with pytest.raises(ParameterError, match="no rule klas"):
        texts.tell("klas")


def test_a_faulty_file_of_sentences_is_refused_with_every_fault(tmp_path):
    path = tmp_path / "meningar.yml"
    path.write_text("a: 'en {klammer'\nb: {c: 3}\nd: '{x.y}'\ne: bra\n", encoding="utf-8")
    with pytest.raises(ParameterError) as fault:
        load_texts(path)
    assert [line.split(":")[0] for line in fault.value.faults] == ["a", "b.c", "d"]


def test_a_faulty_file_of_words_is_refused(tmp_path):
    from hemtjanst_lib.narrative.words import TEXT

    path = tmp_path / "ord.yml"
    wrong = (TEXT / "ord.yml").read_text(encoding="utf-8").replace("granser: [1, 10]", "granser: [10, 1]")
    path.write_text(wrong, encoding="utf-8")
    with pytest.raises(ParameterError) as fault:
        load_words(path)
    assert fault.value.faults == ("skalor.lage: Value error, granser must rise from above 0",)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("a: [{id: x, text: y, villkor: {delindex: d, lage: [under]}}]", "a: the last tip has conditions"),
        ("a: [{id: x, text: y, villkor: {lage: [under]}}]", "a.0.villkor: Value error, lage needs exactly one"),
        ("a: [{id: x, text: y, villkor: {delindex: d, lage: [lågt]}}]", "a.0.villkor: Value error, no band lågt"),
    ],
)
def test_a_faulty_library_of_tips_is_refused(tmp_path, text, fault):
    path = tmp_path / "tips.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ParameterError) as raised:
        load_tips(path)
    assert raised.value.faults[0].startswith(fault)


def test_a_tip_fits_the_result():
    k = report(WHOLE)
    assert tips(with_gaps(k, information=-3), "information").regel == "tips.information.checklista"
    assert tips(with_gaps(k, information=12), "information").regel == "tips.information.dela_med_er"
