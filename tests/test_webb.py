"""What the website publishes: not a second before its moment, whole, with flags and terms."""

import csv
import io
import json
import re
from datetime import timedelta

import pytest

from hemtjanst_lib import reference, store
from hemtjanst_lib.delivery import webb
from hemtjanst_lib.delivery.kalender import load_kalender
from hemtjanst_lib.errors import GateError, ParameterError
from hemtjanst_lib.paket.webb import publish

T = load_kalender(2025).publiceras
SECOND = timedelta(seconds=1)


@pytest.fixture(scope="module")
def published(example_data, tmp_path_factory):
    return publish(2025, example_data, tmp_path_factory.mktemp("webb"), T)


@pytest.fixture(scope="module")
def data(published):
    return json.loads(next(path for path in published if path.suffix == ".json").read_text(encoding="utf-8"))


def test_nothing_is_published_a_second_before_its_moment(example_data, tmp_path):
    with pytest.raises(GateError, match=r"may not be published yet, before publication; it is 2025-12-03 05:59"):
        publish(2025, example_data, tmp_path, T - SECOND)
    assert not list(tmp_path.rglob("*"))


def test_a_year_without_a_calendar_is_refused(example_data, tmp_path):
    with pytest.raises(ParameterError, match="no release calendar for 2031"):
        publish(2031, example_data, tmp_path, T)


def test_every_year_has_every_kommun_with_points_as_published(data, example_data):
    years = {ar: store.load_year(ar, example_data).scores.total.dropna() for ar in (2022, 2023, 2024, 2025)}
    assert len(data["rader"]) == sum(map(len, years.values()))
    for row in data["rader"]:
        assert row["index"] == pytest.approx(years[row["ar"]][row["kommunkod"]], abs=0.05 + 1e-9)


def test_years_that_may_not_be_compared_say_so(data):
    # The method changed between 2022 and 2023; 2022 is the first there is.
    told = {row["ar"]: row["jamforbar"] for row in data["rader"]}
    assert told[2023] == "nej"
    assert told[2024] != "nej"


def test_the_csv_holds_the_same_as_the_json(published, data):
    text = next(path for path in published if path.suffix == ".csv").read_bytes().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert len(rows) == len(data["rader"])
    for row, same in zip(rows, data["rader"], strict=True):
        assert row["anmarkning"] == "EXEMPELDATA"
        assert (row["kommunkod"], row["klass"], row["data_saknas"]) == (
            same["kommunkod"], same["klass"], same["data_saknas"],
        )  # fmt: skip
        assert float(row["index"].replace(",", ".")) == same["index"]


def test_the_table_has_headings_for_rows_and_columns_and_needs_nothing_from_elsewhere(published, data):
    page = next(path for path in published if path.suffix == ".html").read_text(encoding="utf-8")
    now = [row for row in data["rader"] if row["ar"] == 2025]
    assert page.count('<th scope="row">') == len(now)
    assert page.count("<caption") == page.count('<html lang="sv">') == 1
    assert "EXEMPELDATA" in page
    assert not re.search(r"(?:src|href)=|@import|url\(|<script", page)


def test_an_own_index_is_never_said_to_come_from_a_source(published):
    for path in published:
        text = path.read_text(encoding="utf-8-sig")
        assert "egen bearbetning av data från" in text or path.suffix == ".csv"
        assert text.count("Källa: Kolada") == text.count("Skriv inte en utgivares namn, till exempel ”Källa: Kolada”")


def test_the_same_scores_give_the_same_bytes(published, example_data, tmp_path):
    again = publish(2025, example_data, tmp_path, T + timedelta(days=90))
    assert [path.read_bytes() for path in again] == [path.read_bytes() for path in published]


def test_a_year_alone_can_be_compared_with_none(example_data):
    alone = webb.webbdata([store.load_year(2025, example_data)], reference.load_kommuner(example_data))
    assert set(alone.rader["jamforbar"]) == {"nej"}
