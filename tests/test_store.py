"""Scored years on disk: whole or not there, the same bytes, and telling when they are out of date."""

from __future__ import annotations

import os
from pathlib import Path

import pandas as pd
import pytest
from raw_files import AR, KA, change_text, raw, set_cell

from hemtjanst_lib import folders, store
from hemtjanst_lib.errors import SourceError, StoreError
from hemtjanst_lib.files import sha256


def hashes(folder: Path) -> dict[str, str]:
    return {path.name: sha256(path) for path in sorted(folder.iterdir())}


def test_a_loaded_year_holds_what_was_scored(small_data):
    stored = store.score_and_store(AR, small_data)
    loaded = store.load_year(AR, small_data)
    pd.testing.assert_series_equal(loaded.scores.total, stored.scores.total)
    tables = {name: pd.read_parquet(stored.mapp / f"{name}.parquet") for name in ("omrade", "delindex", "indikator")}
    for name, table in tables.items():
        scored = getattr(loaded.scores, "poang" if name == "indikator" else name)
        pd.testing.assert_frame_equal(table.set_index("kommunkod"), scored, check_names=False, check_index_type=False)
    total = pd.read_parquet(stored.mapp / "total.parquet")
    assert total["placering"].tolist() == loaded.scores.placering.total.tolist()
    assert total["klass"].tolist() == loaded.scores.klass.tolist()


def test_the_long_table_keeps_its_types_on_disk(small_data):
    year = store.score_and_store(AR, small_data)
    for table in (year.answers, year.enhetssvar):
        kinds = {column: str(kind) for column, kind in table.dtypes.items()}
        assert kinds == {
            "ar": "int16",
            **dict.fromkeys(["kommunkod", "enhet_id", "indikator", "status", "kalla", "fil", "cell"], "str"),
            **dict.fromkeys(["varde", "antal_svar"], "float64"),
        }
    assert year.answers["enhet_id"].isna().all() and year.enhetssvar["enhet_id"].notna().all()


def test_the_same_raw_files_give_the_same_bytes(small_data):
    store.score_and_store(AR, small_data)
    first = hashes(store.folder(AR, small_data))
    store.score_and_store(AR, small_data)
    assert hashes(store.folder(AR, small_data)) == first


def test_the_digest_follows_the_answers(small_data):
    before = store.score_and_store(AR, small_data).digest
    change_text(raw(small_data, "webbplatser", "*.csv"), ";ja;", ";nej;")
    assert store.score_and_store(AR, small_data).digest != before


def test_provenance_names_every_raw_file_by_its_place_in_the_data_root(small_data):
    found = store.score_and_store(AR, small_data).proveniens
    names = [card["fil"] for card in found["kallor"]]
    raws = sorted((small_data / "raw").rglob("*"))
    on_disk = [p.relative_to(small_data).as_posix() for p in raws if p.is_file() and p.suffix != ".yml"]
    assert names == on_disk
    assert found["exempeldata"] is True
    assert all(found["indata"][name] == sha256(small_data / name) for name in names)
    assert f"parameters/model/{AR}.yml" in found["indata"]
    assert str(small_data) not in (store.folder(AR, small_data) / "proveniens.json").read_text(encoding="utf-8")


def test_a_year_that_is_not_scored_says_which_are_and_what_to_run(small_data):
    store.score_and_store(AR, small_data)
    with pytest.raises(StoreError) as caught:
        store.load_year(2023, small_data)
    assert "scored are 2024" in str(caught.value) and "hemtjanst score 2023 --data" in str(caught.value)


def test_years_lists_what_is_scored_and_nothing_half_written(small_data):
    assert store.years(small_data) == []
    store.score_and_store(AR, small_data)
    (small_data / "scored" / "2023").mkdir()
    assert store.years(small_data) == [AR]


def test_a_year_is_loaded_once_until_it_is_scored_again(small_data):
    store.score_and_store(AR, small_data)
    first = store.load_year(AR, small_data)
    assert store.load_year(AR, small_data) is first
    change_text(raw(small_data, "webbplatser", "*.csv"), ";ja;", ";nej;")
    assert store.score_and_store(AR, small_data).scores.total.sum() != first.scores.total.sum()


def test_nothing_is_stale_after_scoring_and_each_change_is_named(small_data):
    store.score_and_store(AR, small_data)
    assert store.stale(AR, small_data) == []
    path = raw(small_data, "senior_alert", "*.csv")
    change_text(path, ";ja", ";nej")
    raw(small_data, KA).unlink()
    (small_data / "corrections").mkdir()
    (small_data / "corrections" / f"{AR}.yml").write_text("[]\n", encoding="utf-8")
    told = store.stale(AR, small_data)
    assert f"{path.relative_to(small_data).as_posix()}: changed" in told
    assert [line for line in told if line.endswith("aldreomsorg.xlsx: gone")]
    assert f"corrections/{AR}.yml: new" in told


def test_faulty_raw_files_leave_the_old_year_untouched(small_data):
    store.score_and_store(AR, small_data)
    before = hashes(store.folder(AR, small_data))
    set_cell(raw(small_data, KA), "Resultat", "C4", "Annan rubrik")
    with pytest.raises(SourceError):
        store.score_and_store(AR, small_data)
    assert hashes(store.folder(AR, small_data)) == before


@pytest.mark.faults
@pytest.mark.parametrize("failing", [1, 2])
def test_a_run_stopped_while_it_puts_a_year_in_place_leaves_the_old_one(small_data, monkeypatch, failing):
    store.score_and_store(AR, small_data)
    before = hashes(store.folder(AR, small_data))
    real, calls = os.rename, []

    def rename(old, new):
        calls.append(old)
        if len(calls) == failing:
            raise OSError(28, "No space left on device")
        real(old, new)

    monkeypatch.setattr(folders, "_exchange", lambda *_: False)
    monkeypatch.setattr(os, "rename", rename)
    with pytest.raises(StoreError, match="No space left on device"):
        store.score_and_store(AR, small_data)
    assert hashes(store.folder(AR, small_data)) == before
    assert [path.name for path in (small_data / "scored").iterdir()] == [str(AR)]


def test_a_year_set_aside_by_a_run_that_was_killed_is_found_again(small_data):
    store.score_and_store(AR, small_data)
    before = hashes(store.folder(AR, small_data))
    folder = store.folder(AR, small_data)
    for read in (lambda: store.load_year(AR, small_data).ar, lambda: store.years(small_data)[0]):
        folder.rename(folder.with_name(f".{AR}.old"))
        assert read() == AR
        assert hashes(folder) == before


def test_a_folder_that_cannot_be_made_is_told(small_data):
    (small_data / "scored").write_text("a file stands here", encoding="utf-8")
    with pytest.raises(StoreError, match="cannot be written"):
        store.score_and_store(AR, small_data)


@pytest.mark.faults
@pytest.mark.parametrize("name", [*store.TABLES, store.MODEL])
@pytest.mark.parametrize("spoil", [Path.unlink, lambda path: path.write_bytes(path.read_bytes()[:-40])])
def test_a_year_whose_files_are_not_whole_is_told_with_what_to_do(small_data, name, spoil):
    store.score_and_store(AR, small_data)
    spoil(store.folder(AR, small_data) / name)
    store._load.cache_clear()
    with pytest.raises(StoreError, match=rf"not whole[\s\S]*gone|written together[\s\S]*score {AR} --data"):
        store.load_year(AR, small_data)
    assert [line for line in store.stale(AR, small_data) if line.startswith(f"scored/{AR}: ")]


def test_a_year_written_by_another_version_is_to_be_scored_again(small_data):
    store.score_and_store(AR, small_data)
    path = store.folder(AR, small_data) / "proveniens.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"version": 1', '"version": 0'), encoding="utf-8")
    with pytest.raises(StoreError, match="another version"):
        store.load_year(AR, small_data)
