"""Raw files spoiled in every way: refused, warned of, or read exactly as before; nobody is misled."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fuzz import MUTATIONS, table, targets
from fuzz.__main__ import run
from fuzz.land import country
from fuzz.outcome import KRASCH, TYST, truth

from hemtjanst_lib.errors import SourceError
from hemtjanst_lib.files import read_yaml

EVERY = 47  # pairs of mutation and kind of file in the sample: each that many


@pytest.fixture(scope="module")
def land(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with country(tmp_path_factory.mktemp("land"), (table.AR - 1, table.AR, table.AR + 1)) as data:
        yield data


def stands_in_the_table(name: str, kind: str, slag: str) -> bool:
    lines = table.PATH.read_text(encoding="utf-8").splitlines()
    start, word = f"| {table._safe(name)} | ", f" | {table.WORDS[slag]} | "
    return any(line.startswith(start) and word in line and kind in line.removeprefix(start) for line in lines)


def test_there_are_more_than_sixty_ways_of_spoiling_each_kind_of_file(land):
    ways = {form: sum(1 for m in MUTATIONS if form in _forms(land, m)) for form in ("csv", "json")}
    assert min(ways.values()) >= 60


def _forms(land: Path, mutation: object) -> set[str]:
    small = [target for target in targets(table.AR, land) if target.kind.name in {"Kolada", "Senior alert"}]
    return {target.form for target in small if mutation.spoil(target) is not None}  # type: ignore[attr-defined]


def test_the_undisturbed_files_are_read_without_a_fault(land):
    assert [fault for target in targets(table.AR, land) for fault in truth(target).fel] == []


@pytest.mark.slow
def test_a_sample_of_spoiled_files_misleads_nobody_and_ends_as_the_table_says(land):
    found = run(table.AR, land, every=EVERY)
    assert table.misled(found) == []
    untold = [key for key, out in found.items() if not stands_in_the_table(*key, out.slag)]
    assert untold == [], "run: python -m tests.fuzz"


def test_every_excuse_is_for_a_mutation_that_ends_silently(land):
    text = table.PATH.read_text(encoding="utf-8")
    assert [why for m in MUTATIONS for _, why in m.beyond if table._safe(why) not in text] == []


@pytest.mark.parametrize("text", ["[1, 2]: x", "a: " + "[" * 5000 + "]" * 5000, "a: " + "1" * 6000, "a: &x [*x]", "\0"])
def test_yaml_that_nobody_writes_by_hand_is_told_and_no_traceback(tmp_path, text):
    path = tmp_path / "2024.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match="not sound YAML"):
        read_yaml(path, SourceError)


@pytest.mark.slow
def test_flipped_bits_of_small_files_never_crash(land):
    ends = table.flips(table.AR, land, 10, only="enkät") | table.flips(table.AR, land, 10, only="alert")
    assert sum(kinds[KRASCH] for kinds in ends.values()) == 0


@pytest.mark.exhaustive
def test_no_spoiled_file_misleads_and_the_page_is_up_to_date(land):
    found, flips = run(table.AR, land), table.flips(table.AR, land)
    assert table.misled(found) == []
    assert table.page(table.AR, found, flips) == table.PATH.read_text(encoding="utf-8"), "run: python -m tests.fuzz"
    assert all(ends[KRASCH] == 0 for ends in flips.values())
    assert all(ends[TYST] == 0 for kind, ends in flips.items() if kind not in {"Kolada", "Senior alert", "webbplatser"})


@pytest.mark.exhaustive
@pytest.mark.parametrize("ar", [2023, 2025])
def test_files_of_other_years_mislead_nobody_either(ar, tmp_path):
    with country(tmp_path, tuple(year for year in (ar - 1, ar, ar + 1) if year <= 2025)) as data:
        assert table.misled(run(ar, data, every=3)) == []


@pytest.mark.exhaustive
def test_of_the_first_year_which_has_none_before_it_only_whole_columns_can_mislead(tmp_path):
    with country(tmp_path, (2022, 2023)) as data:
        found = run(2022, data, every=3)
    misled = table.misled(found)
    assert not [line for line in misled if KRASCH in line]
    only_last_year_tells = re.compile("moved one row down|as a fraction of 1|ten times too small|turned round")
    assert [line for line in misled if not only_last_year_tells.search(line)] == []
    assert len(misled) < len(found) / 50
