"""What `hemtjanst check` looks at, and that it tells all faults of all files at once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from raw_files import AR, EH, KA, raw, set_cell

from hemtjanst_lib import checks, paths
from hemtjanst_lib.sources.cards import card_path


@pytest.fixture
def parameters(tmp_path, monkeypatch) -> Path:
    """Return a copy of all parameters, to spoil."""
    shutil.copytree(paths.PARAMETERS, tmp_path / "parameters")
    monkeypatch.setattr(paths, "PARAMETERS", tmp_path / "parameters")
    return tmp_path / "parameters"


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_projects_own_parameters_and_the_example_are_sound(example_data):
    faults, notes = checks.check(AR, example_data)
    assert faults == []
    assert any("read as ej_svar" in note for note in notes)


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("report/utgivning.yml", f"{AR}:", "2034:", f"no publication of {AR}"),
        ("report/analys.yml", "minst_over_egen: 10", "minst_over_egen: tio", "forebilder.minst_over_egen"),
        ("report/analys.yml", "eu_aktuell_genomforandeplan:", "eu_plan:", "eu_plan: no model has it"),
        ("report/utseende.yml", "petrol-rod", "rosa", "fargtema: found 'rosa'; expected petrol-rod or bla-orange"),
        ("report/utseende.yml", "fargtema:", "farg:", "farg: no such choice"),
        ("report/lansrapport.yml", "andel: 33", "andel: 77", "delning.andel"),
        ("report/sets/goteborgsregionen_elva.yml", "namn:", "nman:", "nman: Extra inputs"),
        ("text/ord.yml", "granser: [1, 10]", "granser: [10, 1]", "granser must rise"),
        ("text/tips.yml", "  - id: checklista", "  - di: checklista", "di: Extra inputs"),
        ("text/meningar.yml", "{index}", "{index", "lage: 'Kommunens index är {index poäng"),
        ("text/lan.yml", "{antal} kommunerna", "{0} kommunerna", "{0} is not the name of a value"),
        ("text/lankar.yml", "leder_till:", "till:", "leder_till: Field required"),
        ("report/medborgarsida.yml", "kommuner: []", 'kommuner: ["0001"]', "kommuner: no kommun has the code 0001"),
        ("report/medborgarsida.yml", "kommuner: []", 'kommuner: ["0188", "0188"]', "kommuner: 0188 stands 2 times"),
        ("text/medborgare.yml", "Att personalen kommer i tid", "Ett bra delindex", "not plain Swedish"),
        ("text/fordjupning.yml", "mal:", "mal: [", "not sound YAML in UTF-8"),
    ],
)
def test_a_fault_in_a_text_or_a_choice_is_told_with_its_file(parameters, name, old, new, told):
    change(parameters / name, old, new)
    faults = checks.parameter_faults(AR, parameters.parent)
    assert [fault for fault in faults if name in fault and told in fault], faults


def test_every_file_of_texts_and_choices_is_looked_at(parameters):
    files = sorted([*parameters.glob("text/*.yml"), *parameters.glob("report/**/*.yml")])
    for path in files:
        path.write_text("a: [\n", encoding="utf-8")
    told = " ".join(checks.parameter_faults(AR, parameters.parent))
    assert [path.name for path in files if str(path) not in told] == []


def test_links_and_questions_of_the_texts_are_looked_at(parameters):
    change(
        parameters / "text" / "meningar.yml", "  hogst: Det är", "  hogst: Läs mer [här](http://exempel.se/). Det är"
    )
    change(parameters / "text" / "medborgare.yml", "  bu_kommer_avtalad_tid:", "  bu_bemott:")
    told = " ".join(checks.parameter_faults(AR, parameters.parent))
    assert "meningar.yml: [här](http://exempel.se/): the words do not say where the link leads" in told
    assert "meningar.yml: [här](http://exempel.se/): not in parameters/text/lankar.yml" in told
    assert "medborgare.yml: fragor.bu_bemott: no model measures bu_bemott per unit" in told


def test_lists_of_own_slides_are_looked_at_and_folders_that_no_deck_is_called_by(parameters):
    def own(name: str, listed: str) -> None:
        folder = parameters / "bilder" / str(AR) / name
        folder.mkdir(parents=True)
        (folder / "bilder.yml").write_text(listed, encoding="utf-8")

    own("0188_norrtalje", "bilder:\n  - {fil: karta.png, efter: lan, titel: Karta}\n")
    own("0188_norrtalje_enheter", "bilder: [\n")
    own("0188_norrtelje", "bilder: []\n")
    own("lan_01_stockholm", "bilder: []\n")
    assert [fault.partition(f"bilder/{AR}: ")[2] for fault in checks.parameter_faults(AR, parameters.parent)][:2] == [
        "0188_norrtalje/bilder.yml: no. 1: there is no file karta.png in the folder",
        "0188_norrtalje/bilder.yml: no. 1: a picture needs alt",
    ]
    told = "\n".join(checks.parameter_faults(AR, parameters.parent))
    assert "0188_norrtalje_enheter/bilder.yml: not sound YAML" in told
    assert "0188_norrtelje: no deck is called that" in told
    assert "lan_01" not in told


def test_faults_of_model_texts_cards_and_raw_files_are_told_together(parameters, small_data):
    change(parameters / "text" / "meningar.yml", "{index}", "{index")
    change(parameters / "report" / "lansrapport.yml", "andel: 33", "andel: 77")
    card_path(raw(small_data, EH)).unlink()
    row = 5
    set_cell(raw(small_data, KA), "Resultat", f"C{row}", "kanske")
    faults, _ = checks.check(AR, small_data)
    words = ["meningar.yml", "lansrapport.yml", "the source card is missing", "unknown value 'kanske'"]
    assert [sum(word in fault for fault in faults) for word in words] == [1, 1, 1, 1]


@pytest.mark.parametrize(("old", "new"), [("vikt: 4", "vikt: 0"), ("antal_indikatorer: 75", "antal_indikatorer: [")])
def test_the_models_faults_are_told_once(parameters, small_data, old, new):
    change(parameters / "model" / f"{AR}.yml", old, new)
    faults, _ = checks.check(AR, small_data)
    (told,) = [fault for fault in faults if f"model/{AR}.yml" in fault]
    assert "must be above 0" in told or "YAML" in told


def test_cards_and_corrections_are_checked_even_when_the_model_is_not_sound(parameters, small_data):
    change(parameters / "model" / f"{AR}.yml", "vikt: ", "vikt: -")
    change(parameters / "sources" / f"{AR}.yml", "rubrikrad:", "rubrik:")
    card_path(raw(small_data, EH)).unlink()
    (small_data / "corrections").mkdir()
    (small_data / "corrections" / f"{AR}.yml").write_text("- kalla: x\n", encoding="utf-8")
    faults, notes = checks.check(AR, small_data)
    words = ["vikt", "rubrik", "the source card is missing", f"corrections/{AR}.yml: not sound"]
    assert [any(word in fault for fault in faults) for word in words] == [True] * 4
    assert len(faults) == len(set(faults))
    assert any("the raw files have not been read" in note for note in notes)
