"""The invented country: the same every time, marked as invented, and like a real one where it matters."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
import yaml
from raw_files import AR, EU, KODER, raw

from hemtjanst_lib import example, paths, store
from hemtjanst_lib.errors import ParameterError, SourceError
from hemtjanst_lib.example import land
from hemtjanst_lib.example.fall import UTAN_ENHETER
from hemtjanst_lib.example.names import respell
from hemtjanst_lib.files import sha256
from hemtjanst_lib.reference import load_kommuner, load_liknande, slug
from hemtjanst_lib.sources import check_year, read_year


def hashes(data: Path) -> dict[str, str]:
    return {path.relative_to(data).as_posix(): sha256(path) for path in sorted(data.rglob("*")) if path.is_file()}


@pytest.fixture
def small_register(small_country, monkeypatch):
    monkeypatch.setattr(paths, "REFERENCE", small_country / "reference")
    return small_country


def test_the_same_seed_gives_the_same_bytes_and_another_other_values(small_register, tmp_path):
    example.write(tmp_path, [AR])
    assert hashes(tmp_path) == hashes(small_register / "data")
    example.write(tmp_path, [AR], seed=1)
    assert hashes(tmp_path) != hashes(small_register / "data")


def test_every_file_says_that_it_is_invented(small_data):
    cards = sorted((small_data / "raw").rglob("*.source.yml"))
    assert len(cards) == 8  # nine readings; the unit survey has two in one workbook
    for card in cards:
        content = yaml.safe_load(card.read_text(encoding="utf-8"))
        assert content["exempeldata"] is True and "EXEMPELDATA" in content["namn"]
    for path in sorted((small_data / "raw").rglob("*.xlsx")):
        book = openpyxl.load_workbook(path, read_only=True)
        for sheet in book:
            said = [cell for row in sheet.iter_rows(max_row=3, values_only=True) for cell in row if cell]
            assert any("EXEMPELDATA" in str(cell) for cell in said) or sheet.title == "Indikatorer"


def test_real_raw_files_are_never_touched(tmp_path):
    real = tmp_path / "raw" / str(AR) / EU / "resultat.xlsx"
    real.parent.mkdir(parents=True)
    real.write_bytes(b"real")
    with pytest.raises(SourceError, match="no card marks as exempeldata"):
        example.write(tmp_path, [AR])
    assert real.read_bytes() == b"real"


def test_what_an_earlier_run_invented_is_replaced(small_data):
    old = raw(small_data, EU)
    old.rename(old.with_name("gammal-resultat.xlsx"))
    (old.parent / (old.name + ".source.yml")).rename(old.parent / "gammal-resultat.xlsx.source.yml")
    example.write(small_data, [AR])
    assert [path.name for path in sorted(old.parent.glob("*.xlsx"))] == [old.name]


def test_a_run_that_was_stopped_is_no_hindrance_to_the_next(small_data, small_country, monkeypatch):
    def stop(*_, **__):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("hemtjanst_lib.example.writing.write_card", stop)
        with pytest.raises(KeyboardInterrupt):
            example.write(small_data, [AR], seed=1)
    assert hashes(small_data / "raw" / str(AR)) == hashes(small_country / "data" / "raw" / str(AR))
    example.write(small_data, [AR])
    assert hashes(small_data) == hashes(small_country / "data")


def test_a_data_root_that_cannot_be_written_is_told(small_register, tmp_path):
    (tmp_path / "raw").write_text("a file stands here", encoding="utf-8")
    with pytest.raises(SourceError, match="cannot be written"):
        example.write(tmp_path, [AR])


def test_exempelby_comes_in_on_request_and_moves_nobody(small_register, tmp_path):
    example.write(tmp_path, [AR], exempelby=True)
    with_it, without = read_year(AR, tmp_path).kommun, read_year(AR, small_register / "data").kommun
    assert set(with_it["kommunkod"]) == {*KODER, "9999"}
    columns = ["kommunkod", "indikator", "varde", "status", "antal_svar"]
    others = with_it.loc[with_it["kommunkod"].ne("9999"), columns].reset_index(drop=True)
    pd.testing.assert_frame_equal(others, without[columns])
    assert with_it.loc[with_it["kommunkod"].eq("9999"), "status"].eq("ok").mean() > 0.9
    example.write(tmp_path, [AR])
    assert not (tmp_path / "reference" / "kommuner_tillagg.csv").exists()


def test_the_national_mean_and_spread_are_as_published(example_data):
    # published: mean 65.5 in 2024; limits 6 apart say a spread of about 6; 2025 about 69, Information 73.4
    y2024, y2025 = (store.load_year(ar, example_data).scores for ar in (2024, 2025))
    assert y2024.total.mean() == pytest.approx(65.5, abs=0.5)
    assert y2025.total.mean() == pytest.approx(69.0, abs=0.5)
    assert y2025.delindex["information"].mean() == pytest.approx(73.4, abs=0.5)
    assert 5 < y2024.total.std() < 7 and 5 < y2025.total.std() < 7
    assert y2025.total.between(20, 95).all() and set(y2025.klass) == set(y2025.model.klasser.till_och_med)


def test_a_kommuns_quality_lasts_from_year_to_year(example_data):
    total = pd.DataFrame({ar: store.load_year(ar, example_data).scores.total for ar in store.years(example_data)})
    order = total.corr(method="spearman")
    assert 0.6 < order.at[2024, 2025] < 0.9
    assert order.at[2022, 2025] < order.at[2024, 2025]


def test_values_do_not_depend_on_where_or_how_large_a_kommun_is(example_data):
    from hemtjanst_lib.reference import load_kommuner

    total = store.load_year(2025, example_data).scores.total
    befolkning = load_kommuner()["befolkning"]
    assert abs(total.corr(befolkning, method="spearman")) < 0.2


def test_there_are_about_1800_units(example_data):
    enheter = store.load_year(2025, example_data).enheter
    counts = enheter.groupby("kalla").size()
    assert counts.between(1_600, 2_000).all()
    bu = enheter[enheter["kalla"].eq("brukarundersokningen")]
    silent = store.load_year(2025, example_data).scores.helt_saknade["brukarundersokningen"]
    assert set(bu["kommunkod"]) == set(silent.index[~silent]) - {UTAN_ENHETER}


def test_each_survey_lacks_a_few_kommuner_whole(example_data):
    missing = store.load_year(2025, example_data).scores.helt_saknade.sum()
    for kalla in ("brukarundersokningen", "enhetsundersokningen", "kommunenkat_aldreomsorg", "kommunenkat_ehalsa"):
        assert 1 <= missing[kalla] <= 8


def test_cells_are_suppressed_in_small_kommuner(example_data):
    from hemtjanst_lib.reference import load_kommuner

    answers = store.load_year(2025, example_data).answers
    suppressed = answers.loc[answers["status"].eq("sekretess"), "kommunkod"].unique()
    befolkning = load_kommuner()["befolkning"]
    assert len(suppressed) >= 5
    assert befolkning[suppressed].max() < befolkning.median()


def test_the_key_to_the_units_names_agrees_with_both_surveys(example_data):
    truth = pd.read_csv(example_data / "example_truth" / "enheter.csv", sep=";", dtype=str)
    truth = truth[truth["ar"].eq("2025")]
    enheter = store.load_year(2025, example_data).enheter
    for kalla in ("brukarundersokningen", "enhetsundersokningen"):
        named = enheter[enheter["kalla"].eq(kalla)]
        known = set(zip(truth["kommunkod"], truth[kalla].str.split().str.join(" "), strict=True))
        assert set(zip(named["kommunkod"], named["namn"], strict=True)) <= known
    assert 0.3 < truth["brukarundersokningen"].eq(truth["enhetsundersokningen"]).mean() < 0.7


def test_a_respelt_name_still_holds_the_core_of_the_name():
    for way in range(12):
        assert "lundabacken" in respell("Hemtjänst Lundabacken", "Eslöv", way).casefold()
        assert "silversippan" in respell("Silversippan omsorg", "Eslöv", way).casefold()


def test_a_subset_of_years_is_written_alone(small_register, tmp_path):
    example.write(tmp_path, [2022])
    assert [path.name for path in (tmp_path / "raw").iterdir()] == ["2022"]
    shutil.rmtree(tmp_path)


def test_a_larger_country_has_so_many_times_the_kommuner_and_none_of_them_is_real():
    real = load_kommuner()
    new = land.further(real, 10, example.SEED)
    every = pd.concat([real, new])
    assert len(every) == 2900 and every.index.is_unique and every.index.str.fullmatch("[0-9]{4}").all()
    assert not set(new["namn"].map(slug)) & set(real["namn"].map(slug)) and new["namn"].map(slug).is_unique
    assert not set(new["lanskod"]) & {*real["lanskod"], example.EXEMPELBY["lanskod"]}
    assert new["lan"].str.contains("Exempellän").all() and new.groupby("lanskod")["lan"].nunique().eq(1).all()
    assert new.groupby("grupp_kod").size().equals(9 * real.groupby("grupp_kod").size())
    assert 0.9 < new["befolkning"].sum() / (9 * real["befolkning"].sum()) < 1.1


def test_similar_kommuner_of_an_invented_country_are_its_own_and_follow_their_models():
    real, liknande = load_kommuner(), load_liknande()
    new = land.further(real, 3, example.SEED)
    similar = land.further_liknande(real, liknande, new)
    assert set(similar["kommunkod"]) == set(new.index) and similar.groupby("kommunkod").size().eq(7).all()
    model = dict(zip(new.index, [*real.index, *real.index], strict=True))  # one of two new ones a real one
    pairs = set(zip(liknande["kommunkod"], liknande["liknande_kommunkod"], strict=True))
    told = zip(similar["kommunkod"].map(model), similar["liknande_kommunkod"].map(model), strict=True)
    assert set(told) == pairs and len(similar) == 2 * len(liknande)


@pytest.mark.parametrize("scale", [0, 11])
def test_a_country_for_which_there_are_no_codes_or_names_is_refused(scale, tmp_path):
    with pytest.raises(ParameterError, match="there can be 1 to 10"):
        example.write(tmp_path, [AR], scale=scale)
    assert not list(tmp_path.iterdir())


def test_a_country_twice_as_large_is_sound_and_can_be_scored(small_register, tmp_path):
    example.write(tmp_path, [AR], scale=2)
    assert check_year(AR, tmp_path) == []
    once = len(load_kommuner())
    total = store.score_and_store(AR, tmp_path).scores.total
    assert len(total) == 2 * once and total.notna().all()
    assert set(load_liknande(tmp_path)["liknande_kommunkod"]) & set(total.index[once:])
    example.write(tmp_path, [AR])
    assert hashes(tmp_path / "raw") == hashes(small_register / "data" / "raw")
    assert len(load_kommuner(tmp_path)) == once and len(load_liknande(tmp_path)) == len(load_liknande())
