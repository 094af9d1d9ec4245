"""Which unit is which in the two surveys: never a silent wrong pair, and nothing lost."""

from __future__ import annotations

import pandas as pd
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from unit_maker import BU, EU, KOMMUNER, units

from hemtjanst_lib import store
from hemtjanst_lib.errors import SourceError
from hemtjanst_lib.reference import load_kommuner
from hemtjanst_lib.sources.enhetslista import lista
from hemtjanst_lib.sources.enhetsnamn import las_namn
from hemtjanst_lib.sources.enhetspar import PAR, para
from hemtjanst_lib.sources.enhetsregister import Register, load_register, register_path, resolve, som_yaml

NORRTALJE = "0188"


def pairs(*rows, register=None):
    """Pair units and return (namn_bu, namn_eu, hur) in order."""
    found = para(units(*rows), KOMMUNER, register)
    return [tuple(row) for row in found[["namn_bu", "namn_eu", "hur"]].to_numpy()]


def bu(namn, *rest):
    return (BU, NORRTALJE, namn, *rest)


def eu(namn, *rest):
    return (EU, NORRTALJE, namn, *rest)


# Names


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hemtjänst Bergvik", "HEMTJÄNST  BERGVIK"),
        ("Hemtjänst Bergvik", "Bergvik hemtjänst"),
        ("Hemtjänst Bergvik", "Htj Bergvik, Norrtälje"),
        ("Hemtjänst Bergvik", "Hemtjänstgruppen Bergvik, Norrtälje kommun"),
        ("Hemtjänst Bergvik", "Norrtäljes hemtjänst Bergvik"),
        ("Silverlärkan omsorg", "Silverlärkan hemtjänst & omsorg"),
        ("Silverlärkan omsorg", "Omsorg Silverlärkan AB"),
        ('Hemtjänst "Ekvik"', "Hemtjänst Ekvik"),
        ("Öst/Väst", "Väst - Öst"),
        ("Hemtjänst A\u030angby", "Hemtjänst Ångby"),  # å in two parts, as some systems write it
        ("Grupp II", "Grupp 2"),
    ],
)
def test_ways_of_writing_one_name_have_one_key(one, other):
    assert las_namn(one, "Norrtälje").nyckel == las_namn(other, "Norrtälje").nyckel


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hemtjänst Bergvik", "Hemtjänst Bergvik natt"),
        ("Hemtjänst Bergvik 1", "Hemtjänst Bergvik 2"),
        ("Grupp A", "Grupp B"),
        ("Norra Bergvik", "Södra Bergvik"),
        ("Bergvik omsorg", "Bergvik hemtjänst"),  # two companies may be called so
        ("Norrbacken", "Norrbäcken"),
        ("Solvik", "Sälvik"),
        ("Hemtjänst Norrtälje norra", "Hemtjänst Norrtälje södra"),
    ],
)
def test_what_tells_units_apart_stays_in_the_key(one, other):
    assert las_namn(one, "Norrtälje").nyckel != las_namn(other, "Norrtälje").nyckel


@pytest.mark.parametrize("namn", ["Hemtjänst", "Norrtälje", "Hemtjänst Norrtälje", "???", "AB", "12", "1/2"])
def test_a_name_of_nothing_but_common_words_still_has_a_key_when_it_has_a_word(namn):
    assert bool(las_namn(namn, "Norrtälje").nyckel) == any(mark.isalnum() for mark in namn)


@given(st.text(max_size=30), st.text(max_size=10))
def test_a_key_does_not_depend_on_case_or_outer_space(namn, kommun):
    assert las_namn(namn, kommun).nyckel == las_namn(f"  {namn.casefold()} ", kommun).nyckel


# Pairs


def test_a_clear_pair_is_certain_and_the_rest_is_kept():
    told = pairs(bu("Hemtjänst Bergvik"), bu("Hemtjänst Ekvik"), eu("Bergvik hemtjänst"), eu("Hemtjänst Långnäs"))
    assert ("Hemtjänst Bergvik", "Bergvik hemtjänst", "automatiskt") in told
    table = units(bu("Hemtjänst Bergvik"), bu("Hemtjänst Ekvik"), eu("Bergvik hemtjänst"))
    listed = lista(table, para(table, KOMMUNER))
    assert listed[["namn_bu", "namn_eu", "par"]].to_numpy().tolist() == [
        ["Hemtjänst Bergvik", "Bergvik hemtjänst", "automatiskt"],
        ["Hemtjänst Ekvik", "", ""],
    ]


def test_units_of_different_kommuner_are_never_paired():
    assert pairs((BU, "0188", "Hemtjänst Bergvik"), (EU, "1281", "Hemtjänst Bergvik")) == []


def test_a_misspelt_name_is_doubtful_however_near_it_is():
    assert pairs(bu("Hemtjänst Strandtorp"), eu("Hemtjänst Strandtrop")) == [
        ("Hemtjänst Strandtorp", "Hemtjänst Strandtrop", "tveksamt")
    ]
    assert pairs(bu("Hemtjänst Hälsängen"), eu("Hemtjanst Halsangen"))[0][2] == "tveksamt"


def test_names_that_differ_by_a_number_are_doubtful_with_few_points():
    found = para(units(bu("Bergvik 1"), eu("Bergvik 2")), KOMMUNER)
    assert found[["hur", "skal"]].to_numpy().tolist() == [["tveksamt", "ordet_skiljer"]]
    assert found["poang"].iloc[0] < 70


def test_two_units_of_one_name_are_left_to_a_person():
    told = pairs(bu("Hemtjänst Bergvik"), bu("Hemtjänst Bergvik"), eu("Hemtjänst Bergvik"), eu("Hemtjänst Bergvik"))
    assert len(told) == 4 and {hur for *_, hur in told} == {"tveksamt"}
    assert {hur for *_, hur in pairs(bu("Bergvik"), bu("Bergvik"), eu("Bergvik"))} == {"tveksamt"}


def test_two_units_of_one_name_are_told_apart_by_company():
    table = units(
        bu("Månen omsorg", "enskild", "Månen Omsorg AB"),
        bu("Månen omsorg", "enskild", "Månen i Norr AB"),
        eu("Månen omsorg", "enskild", "Månen i Norr Aktiebolag"),
        eu("MÅNEN omsorg", "enskild", "MÅNEN OMSORG AB"),
    )
    found = para(table, KOMMUNER)
    assert found["hur"].tolist() == ["automatiskt", "automatiskt"]
    companies = table.set_index("enhet_id")["foretag"].str.casefold().str.replace("aktiebolag", "ab")
    assert (companies[found["enhet_bu"]].to_numpy() == companies[found["enhet_eu"]].to_numpy()).all()


def test_two_units_of_one_name_are_told_apart_by_regi():
    told = pairs(bu("Bergvik"), bu("Bergvik", "enskild"), eu("Bergvik", "enskild"), eu("Bergvik"))
    assert [hur for *_, hur in told] == ["automatiskt", "automatiskt"]


def test_a_unit_that_moved_company_is_doubtful_until_a_person_says_so():
    moved = bu("Ekvik omsorg", "enskild", "Nya AB"), eu("Ekvik omsorg", "enskild", "Gamla AB")
    found = para(units(*moved), KOMMUNER)
    assert found[["hur", "skal"]].to_numpy().tolist() == [["tveksamt", "annat_foretag"]]
    found = para(units(bu("Ekvik"), eu("Ekvik", "enskild")), KOMMUNER)
    assert found[["hur", "skal"]].to_numpy().tolist() == [["tveksamt", "annan_regi"]]


def test_organisation_numbers_are_compared_as_numbers():
    same = bu("Ekvik omsorg", "enskild", "556703-7485"), eu("Ekvik omsorg", "enskild", "5567037485")
    assert pairs(*same)[0][2] == "automatiskt"


def test_unknown_regi_does_not_stop_a_certain_pair_but_a_rival_does():
    assert pairs(bu("Bergvik", ""), eu("Bergvik"))[0][2] == "automatiskt"
    assert {hur for *_, hur in pairs(bu("Bergvik", ""), eu("Bergvik"), eu("Bergvik", "enskild"))} == {"tveksamt"}


def test_a_far_likeness_is_not_told_beside_a_near_one():
    told = pairs(bu("Hemtjänst Hasselhagen"), bu("Hemtjänst Sälängen"), eu("Hemtjänst Hasseelhagen"))
    assert told == [("Hemtjänst Hasselhagen", "Hemtjänst Hasseelhagen", "tveksamt")]


def test_the_last_two_units_of_a_kommun_are_shown_together_even_with_unlike_names():
    found = para(units(bu("Hemtjänsten"), eu("Vård i hemmet")), KOMMUNER)
    assert found[["hur", "skal"]].to_numpy().tolist() == [["tveksamt", "ensamma_kvar"]]


def test_odd_characters_are_no_hindrance():
    names = ['Åsgårdens "Omsorg" & Service/Väst', "O'Learys hemtjänst", "S:t Göran – natt", "Hemtjänst Å", "Ö-vik"]
    told = pairs(*(bu(name) for name in names), *(eu(name) for name in reversed(names)))
    assert {(one, other) for one, other, hur in told if hur == "automatiskt"} == {(name, name) for name in names}


NAMES = st.sampled_from(["Bergvik", "Bergvik 1", "Bergvik 2", "Hemtjänst Bergvik", "Norra Ekvik", "Ekvik", "Ekvik AB"])
UNITS = st.lists(
    st.tuples(st.sampled_from([BU, EU]), st.sampled_from(["0188", "1281"]), NAMES, st.sampled_from(["offentlig", ""])),
    max_size=10,
)


@given(UNITS, st.randoms(use_true_random=False))
@settings(max_examples=30)
def test_pairs_are_one_to_one_inside_a_kommun_and_do_not_depend_on_order(rows, rng):
    table = units(*rows)
    found = para(table, KOMMUNER)
    certain = found[found["hur"].eq("automatiskt")]
    assert certain["enhet_bu"].is_unique and certain["enhet_eu"].is_unique
    doubtful = found[found["hur"].eq("tveksamt")]
    assert not set(doubtful["enhet_bu"]) & set(certain["enhet_bu"])
    assert not set(doubtful["enhet_eu"]) & set(certain["enhet_eu"])
    for side in ("bu", "eu"):
        assert (found[f"enhet_{side}"].str.split(":").str[1] == found["kommunkod"]).all()
    order = list(range(len(table)))
    rng.shuffle(order)
    again = para(table.iloc[order], KOMMUNER)
    assert set(map(tuple, again[["enhet_bu", "enhet_eu", "hur"]].to_numpy())) == set(
        map(tuple, found[["enhet_bu", "enhet_eu", "hur"]].to_numpy())
    )


@given(UNITS)
@settings(max_examples=30)
def test_every_unit_stands_once_in_the_list_under_an_id_of_its_own(rows):
    table = units(*rows)
    listed = lista(table, para(table, KOMMUNER))
    assert listed["enhet"].is_unique
    assert listed["enhet"].str.fullmatch(r"\d{4}-[a-z0-9_]+(-\d+)?").all()
    for kalla, column in ((BU, "enhet_bu"), (EU, "enhet_eu")):
        there = listed.loc[listed[column].ne(""), column]
        assert sorted(there) == sorted(table.loc[table["kalla"].eq(kalla), "enhet_id"])


def test_without_units_there_are_no_pairs():
    assert para(units(), KOMMUNER).columns.tolist() == PAR


# The register


def written(tmp_path, text):
    path = tmp_path / "2025.yml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_confirmed_pair_goes_before_the_names_and_a_refused_one_is_never_shown(tmp_path):
    table = units(bu("Bergvik"), bu("Ekvik"), eu("Bergvik"), eu("Ekviken"))
    path = written(
        tmp_path,
        """
        ar: 2025
        par: [{kommunkod: 0188, brukarundersokningen: Bergvik, enhetsundersokningen: Ekviken}]
        ej_par: [{kommunkod: 0188, brukarundersokningen: Ekvik, enhetsundersokningen: Bergvik}]
        """,
    )
    found = para(table, KOMMUNER, resolve(load_register(path), table, path))
    assert found[["namn_bu", "namn_eu", "hur"]].to_numpy().tolist() == [["Bergvik", "Ekviken", "bekraftat"]]


def test_one_of_several_units_of_a_name_is_called_by_its_number(tmp_path):
    table = units(bu("Bergvik"), bu("Bergvik"), eu("Bergvik"))
    path = written(
        tmp_path,
        "ar: 2025\npar:\n- {kommunkod: 0188, brukarundersokningen: 'Bergvik #2', enhetsundersokningen: Bergvik}\n",
    )
    register = resolve(load_register(path), table, path)
    assert register.par == {f"{BU}:0188:Bergvik:2": f"{EU}:0188:Bergvik:1"}


def test_every_entry_that_fits_no_unit_is_told_at_once(tmp_path):
    table = units(bu("Bergvik"), bu("Ekvik"), eu("Bergvik"), eu("Ekvik"))
    path = written(
        tmp_path,
        """
        ar: 2025
        par:
        - {kommunkod: 0188, brukarundersokningen: Bergvikk, enhetsundersokningen: Bergvik}
        - {kommunkod: 1281, brukarundersokningen: Bergvik, enhetsundersokningen: Bergvik}
        - {kommunkod: 0188, brukarundersokningen: Ekvik, enhetsundersokningen: Bergvik}
        - {kommunkod: 0188, brukarundersokningen: Ekvik, enhetsundersokningen: Ekvik}
        ej_par:
        - {kommunkod: 0188, brukarundersokningen: Ekvik, enhetsundersokningen: Ekvik}
        """,
    )
    with pytest.raises(SourceError) as caught:
        resolve(load_register(path), table, path)
    told = "\n".join(caught.value.faults)
    assert "par, entry 1, brukarundersokningen: 'Bergvikk' fits no unit of kommun 0188; did you mean 'Bergvik'?" in told
    assert "par, entry 2, brukarundersokningen: 'Bergvik' fits no unit of kommun 1281; 1281 has no unit" in told
    assert f"{BU}:0188:Ekvik:1 is in 2 pairs" in told
    assert "par and ej_par" in told and "stands in both" in told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("ar: 2025\npar: [{kommunkod: 188, brukarundersokningen: a, enhetsundersokningen: b}]", "kommunkod"),
        ("ar: 2025\npar: [{kommunkod: 0188, brukarundersokningen: a}]", "enhetsundersokningen"),
        ("ar: 2025\npairs: []", "pairs"),
        ("ar: 2024", "ar is 2024, but the file is named 2025.yml"),
        ("ar: 2025\nar: 2025", "stands twice"),
    ],
)
def test_a_register_of_the_wrong_shape_is_refused(tmp_path, text, told):
    with pytest.raises(SourceError) as caught:
        load_register(written(tmp_path, text))
    assert told in str(caught.value)


def test_an_absent_register_is_empty(tmp_path):
    assert load_register(tmp_path / "2025.yml").par == []


def test_the_lines_to_paste_confirm_what_they_show(tmp_path):
    odd = bu('Berg"vik: 1'), eu("Bergvik 1 NO"), bu("Långnäs"), eu("Langnas")
    table = units(*odd, bu("Ekvik"), bu("Ekvik"), eu("Ekvik"))
    doubtful = para(table, KOMMUNER)
    text = som_yaml(2025, doubtful, table)
    path = written(tmp_path, text)
    register = resolve(load_register(path), table, path)
    found = para(table, KOMMUNER, register)
    confirmed = found[found["hur"].eq("bekraftat")]
    assert len(confirmed) == len(yaml.safe_load(text)["par"]) == 2
    assert set(confirmed["enhet_bu"]) == set(register.par)
    assert "Ekvik" not in text  # which of the two it is cannot be read from the name


def test_invented_and_real_data_have_registers_of_their_own():
    assert register_path(2025, exempeldata=True) != register_path(2025, exempeldata=False)


def test_a_pair_in_an_empty_register_object_changes_nothing():
    rows = bu("Bergvik"), eu("Bergvik")
    assert pairs(*rows) == pairs(*rows, register=Register())


# The invented data, whose truth is known


def true_pairs(data, ar):
    truth = pd.read_csv(data / "example_truth" / "enheter.csv", sep=";", dtype=str)
    own = truth[truth["ar"].eq(str(ar))]
    return {
        (kod, *(" ".join(namn.split()) for namn in names))
        for kod, *names in own[["kommunkod", BU, EU]].itertuples(index=False)
    }


@pytest.mark.parametrize("ar", [2022, 2023, 2024, 2025])
def test_certain_pairs_of_the_invented_data_are_all_true_and_nearly_all_there(example_data, ar):
    year = store.load_year(ar, example_data)
    truth, named = true_pairs(example_data, ar), year.enheter
    there = {
        kalla: set(map(tuple, named.loc[named["kalla"].eq(kalla), ["kommunkod", "namn"]].to_numpy()))
        for kalla in (BU, EU)
    }
    possible = {pair for pair in truth if pair[:2] in there[BU] and (pair[0], pair[2]) in there[EU]}
    found = para(named, load_kommuner(example_data))
    certain = set(map(tuple, found.loc[found["hur"].eq("automatiskt"), ["kommunkod", "namn_bu", "namn_eu"]].to_numpy()))
    assert len(possible) > 1_500
    assert certain <= truth
    assert len(certain & possible) >= 0.95 * len(possible)
    seen = set(map(tuple, found[["kommunkod", "namn_bu", "namn_eu"]].to_numpy()))
    assert len(seen & possible) >= 0.995 * len(possible)  # what is not certain is listed for a person


def test_a_unit_taken_out_of_one_survey_makes_no_wrong_pair(example_data):
    year = store.load_year(2025, example_data)
    truth, named = true_pairs(example_data, 2025), year.enheter
    for start in range(4):  # every fourth unit of the unit survey is gone
        other = named[named["kalla"].eq(BU) | (named.index % 4 != start)]
        found = para(other, load_kommuner(example_data))
        certain = found.loc[found["hur"].eq("automatiskt"), ["kommunkod", "namn_bu", "namn_eu"]]
        assert set(map(tuple, certain.to_numpy())) <= truth
