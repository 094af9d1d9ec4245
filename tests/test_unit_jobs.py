"""Reports on units in the factory: whom they are about, where they go, on what they depend, and what they hide."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from factory_runner import run
from notebook_maker import write_notebook

from hemtjanst_lib import store
from hemtjanst_lib.batch import keys, manifest, overview, plan, unit_names, units
from hemtjanst_lib.batch.kinds import KINDS, Choice, Kind, chosen_kinds
from hemtjanst_lib.batch.plan import Job
from hemtjanst_lib.errors import ParameterError, StoreError
from hemtjanst_lib.files import sha256

LONG = "hemtjanst_i_" + "mycket_" * 12 + "lang"
UNITS = pd.DataFrame(
    [
        ("0188-asgardens_omsorg_service_vast", "0188", 'Åsgårdens "Omsorg" & Service/Väst'),
        ("0188-hemtjanst_bergvik", "0188", "Hemtjänst Bergvik"),
        ("0188-hemtjanst_bergvik-2", "0188", "Hemtjänst Bergvik"),
        ("0188-hemtjanst_bergvik_2", "0188", "Hemtjänst Bergvik 2"),
        (f"0980-{LONG}_a", "0980", "Lång A"),
        (f"0980-{LONG}_b", "0980", "Lång B"),
    ],
    columns=["enhet", "kommunkod", "namn"],
)
PARAMETERS = {
    "enheter": 'ar: int = 2025\nkommunkod: str = "0188"\ndata: str = "data/example"\nanonym: bool = False\n',
    "enhet": 'ar: int = 2025\nenhet: str = "0188-x"\nanonym: bool = True\ndata: str = "data/example"\n',
}
NAMES = {
    str(kod): {str(row.enhet): [str(row.namn)] for row in part.itertuples()} for kod, part in UNITS.groupby("kommunkod")
}
HASHES = {"0188": {"2025": "a"}, "0980": {"2025": "b"}}


@pytest.fixture(autouse=True)
def _known_units(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    if "example_data" not in request.fixturenames:
        monkeypatch.setattr(units, "load_units", lambda ar, data: UNITS)
        monkeypatch.setattr(units, "result_hashes", lambda ar, data: HASHES)
        monkeypatch.setattr(unit_names, "_names", lambda ar, data: NAMES)


def template(folder: Path, name: str) -> Path:
    told = "kommunkod" if name == "enheter" else "enhet"
    head = (
        "from hemtjanst_lib.display import Huvud\n"
        f"Huvud('Hemtjänstindex 2025', 'Prov', ar, '{name}', {told}, '1 december 2025', exempeldata=True)"
    )
    cells = [("code", head), ("markdown", "## Rubrik\n\nAllt är bra.")]
    return write_notebook(folder / f"{name}.ipynb", cells, PARAMETERS[name])


def kinds(folder: Path, *names: str) -> list[Kind]:
    return [replace(KINDS[name], template=template(folder, name), opener="", warm=()) for name in names]


def planned(tmp_path: Path, *names: str, **narrowed: Any) -> list[Job]:
    choice = Choice(**narrowed)
    chosen_kinds(names, choice)  # refuses what does not fit
    return plan.plan(2025, tmp_path / "data", tmp_path / "ut", kinds(tmp_path, *names), choice)


def path_of(job: Job, tmp_path: Path) -> str:
    return job.file(".pdf").relative_to(tmp_path / "ut" / "2025").as_posix()


def test_all_unit_material_of_a_kommun_lies_in_one_folder(tmp_path: Path) -> None:
    jobs = planned(tmp_path, "enheter", "enhet", kommuner=("0188",))
    assert [path_of(job, tmp_path) for job in jobs] == [
        "0188_norrtalje/enheter/0188_norrtalje_enheter_2025.pdf",
        "0188_norrtalje/enheter/0188_norrtalje_enhet_asgardens_omsorg_service_vast_2025.pdf",
        "0188_norrtalje/enheter/0188_norrtalje_enhet_hemtjanst_bergvik_2025.pdf",
        "0188_norrtalje/enheter/0188_norrtalje_enhet_hemtjanst_bergvik-2_2025.pdf",
        "0188_norrtalje/enheter/0188_norrtalje_enhet_hemtjanst_bergvik_2_2025.pdf",
    ]
    assert [job.manifest.name for job in jobs[:2]] == [
        "manifest.json",
        "0188_norrtalje_enhet_asgardens_omsorg_service_vast_2025.manifest.json",
    ]
    assert jobs[0].parameters["kommunkod"] == "0188" and jobs[1].parameters["enhet"] == UNITS["enhet"][0]
    assert jobs[1].injected["anonym"] is False  # whatever the notebook's own default is


def test_every_kommun_has_an_overview_and_only_units_have_a_report_each(tmp_path: Path) -> None:
    jobs = planned(tmp_path, "enheter", "enhet")
    assert len(jobs) == 290 + len(UNITS)
    assert len({job.id for job in jobs}) == len({job.file(".pdf") for job in jobs}) == len(jobs)
    with pytest.raises(ParameterError, match="no unit is left to report on in 2025"):
        planned(tmp_path, "enhet", kommuner=("0114",))


def test_file_names_are_short_and_safe_on_any_system_and_never_two_alike(tmp_path: Path) -> None:
    names = [job.name for job in planned(tmp_path, "enhet")]
    assert all(re.fullmatch(r"[a-z0-9_-]{1,110}", name) for name in names)
    assert len(set(names)) == len(names)
    assert units.file_part("Å/B") != units.file_part("Å:B") and units.file_part("Å/B").isascii()


def test_a_unit_is_chosen_by_its_id_and_a_wrong_one_is_answered_with_the_nearest(tmp_path: Path) -> None:
    (job,) = planned(tmp_path, "enhet", enheter=("0188-hemtjanst_bergvik-2",))
    assert job.id == "enhet/0188-hemtjanst_bergvik-2"
    with pytest.raises(ParameterError, match="no unit with id 0188-bergvik") as caught:
        planned(tmp_path, "enhet", enheter=("0188-bergvik",))
    assert "Did you mean 0188-hemtjanst_bergvik" in str(caught.value)


def test_nothing_of_an_anonymous_report_names_its_unit(tmp_path: Path) -> None:
    jobs = planned(tmp_path, "enheter", "enhet", kommuner=("0188",), anonym=True)
    assert [path_of(job, tmp_path) for job in jobs] == [
        "0188_norrtalje/enheter_anonym/0188_norrtalje_enheter_2025.pdf",
        *(f"0188_norrtalje/enheter_anonym/0188_norrtalje_enhet_{letter}_2025.pdf" for letter in "abcd"),
    ]
    told = json.dumps([[job.parameters, job.kod, job.namn, str(job.manifest)] for job in jobs], ensure_ascii=False)
    slugs = [enhet.split("-", 1)[1] for enhet in UNITS["enhet"]]
    assert not [word for word in [*UNITS["namn"], *slugs] if word in told.replace(str(tmp_path), "")]
    said = manifest.proveniens_of(jobs[1], {"indata": {"raw/2025/a.xlsx": "1"}, "varningar": ["Hemtjänst Bergvik …"]})
    assert said == {"indata": {"raw/2025/a.xlsx": "1"}}


def test_letters_are_the_same_whoever_is_chosen(tmp_path: Path) -> None:
    every = planned(tmp_path, "enhet", kommuner=("0188",), anonym=True)
    alone = [planned(tmp_path, "enhet", enheter=(enhet,), anonym=True)[0] for enhet in UNITS["enhet"][:4]]
    assert sorted(job.id for job in alone) == [job.id for job in every]


def test_a_report_depends_on_the_results_of_its_own_kommun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def due() -> dict[str, str]:
        common = keys.basis(2025, tmp_path / "data")
        return {job.id: keys.key(keys.job_basis(common, job)) for job in planned(tmp_path, "enheter", "enhet")}

    before = due()
    monkeypatch.setattr(units, "result_hashes", lambda ar, data: {**HASHES, "0980": {"2025": "changed"}})
    changed = {id_ for id_, key in due().items() if before[id_] != key}
    assert changed == {"enheter/0980", f"enhet/0980-{LONG}_a", f"enhet/0980-{LONG}_b"}


def test_hashes_change_only_where_a_unit_did(example_data: Path, tmp_path: Path) -> None:
    before = units.result_hashes(2025, example_data)
    assert len(before) == 290 and all(len(years) == 2 for years in before.values())
    copy = tmp_path / "data" / "scored"
    shutil.copytree(example_data / "scored" / "2025", copy / "2025")
    shutil.copytree(example_data / "scored" / "2024", copy / "2024")
    file = copy / "2025" / store.UNIT_LEVELS["enhet"]
    table = pd.read_parquet(file)
    where = table.index[table["kommunkod"] == "0188"][0]
    table.loc[where, "namn"] = "Hemtjänst Nytorp"
    table.to_parquet(file, index=False)
    after = units.result_hashes(2025, tmp_path / "data")
    assert {kod for kod in before if before[kod] != after[kod]} == {"0188"}


def test_the_units_of_the_example_year_are_listed_with_ids_that_say_their_kommun(example_data: Path) -> None:
    found = units.load_units(2025, example_data)
    assert len(found) > 1700 and found["enhet"].is_unique
    assert (found["enhet"].str[:5] == found["kommunkod"] + "-").all()
    with pytest.raises(StoreError):
        units.load_units(2019, example_data)


def test_a_year_scored_before_units_were_has_an_index_page_without_them(example_data: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    for ar in (2024, 2025):
        shutil.copytree(example_data / "scored" / str(ar), data / "scored" / str(ar))
    told = store.folder(2025, data) / store.PROVENIENS
    content = json.loads(told.read_text(encoding="utf-8"))
    gone = {*store.UNIT_LEVELS.values(), store.PAIRS}
    content["tabeller"] = [file for file in content["tabeller"] if file not in gone]
    hashes = "".join(sha256(told.with_name(file).read_bytes()) for file in content["tabeller"])
    content["digest"] = sha256(hashes.encode())
    told.write_text(json.dumps(content), encoding="utf-8")
    assert not units.has_units(2025, data)
    assert units.has_units(2024, data)
    assert overview.refresh(2025, data, tmp_path / "ut", [])
    page = (tmp_path / "ut" / "2025" / "index.html").read_text(encoding="utf-8")
    assert "0188" in page
    assert "Strandtorp" not in page


@pytest.mark.slow
def test_a_run_on_units_goes_on_where_it_was_and_an_anonymous_one_stands_beside(tmp_path: Path) -> None:
    data, out = tmp_path / "data", tmp_path / "ut"
    jobs = planned(tmp_path, "enheter", "enhet", kommuner=("0188",))
    first = run(jobs[:2], data, out)
    outcome = run(jobs, data, out)
    assert [first.exit_code, outcome.exit_code] == [0, 0], outcome.lines()
    assert outcome.skipped == [job.id for job in jobs[:2]] and len(outcome.done) == 3
    nameless = run(planned(tmp_path, "enheter", "enhet", kommuner=("0188",), anonym=True), data, out)
    assert len(nameless.done) == 5 and run(jobs, data, out).done == []
    folder = out / "2025" / "0188_norrtalje" / "enheter_anonym"
    assert sorted(path.name for path in folder.glob("*.pdf")) == [
        *(f"0188_norrtalje_enhet_{letter}_2025.pdf" for letter in "abcd"),
        "0188_norrtalje_enheter_2025.pdf",
    ]
    text = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.[ijh]*") if path.suffix != ".pdf")
    assert "bergvik" not in text.casefold() and "asgarden" not in text
