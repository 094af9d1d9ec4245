"""What was published, recomputed: the files and their sources are listed in ``golden/README.md``."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from hemtjanst_lib.model import load_model, model_path, model_years
from hemtjanst_lib.reference import load_kommuner
from hemtjanst_lib.scoring import rank, rank_within

GOLDEN = Path(__file__).parent / "golden"
MEAN_2025 = 69.0  # not published; the eleven classes hold for any mean from 68.5 up to, not including, 69.3


def golden(name: str) -> pd.DataFrame:
    return pd.read_csv(GOLDEN / name, dtype={"kommunkod": str}, keep_default_na=False)


def norrtalje() -> dict[str, str]:
    return golden("norrtalje_2024.csv").set_index("uppgift")["varde"].to_dict()


def model(ar: int):
    return load_model(model_path(ar))


@pytest.mark.parametrize("mean", [68.5, MEAN_2025, 69.29])
def test_the_eleven_classes_of_2025_are_those_published(mean):
    table = golden("goteborgsregionen_2025.csv")
    ours = model(2025).klasskala(mean).bands(table["index"])
    assert ours.tolist() == table["klass"].tolist()


@pytest.mark.parametrize("mean", [68.49, 69.3])
def test_the_eleven_classes_of_2025_pin_the_mean_down_and_with_it_the_side_of_a_limit(mean):
    # at 68.49 the limit 71.49 puts Öckerö's 71.5 in Över medel; at 69.3 Lerum's 72.3 stands on the limit, so in Medel
    table = golden("goteborgsregionen_2025.csv")
    assert (model(2025).klasskala(mean).bands(table["index"]) != table["klass"]).sum() == 1


def test_the_limits_of_2024_would_misplace_six_of_the_eleven_of_2025():
    table = golden("goteborgsregionen_2025.csv")
    assert (model(2024).klasskala(65.5).bands(table["index"]) != table["klass"]).sum() == 6


def test_the_limits_of_2025_lie_three_and_nine_points_from_the_mean():
    assert model(2025).klasskala(MEAN_2025).upper == (60, 66, 72, 78)


def test_norrtalje_2024_is_over_medel():
    published = norrtalje()
    scale = model(2024).klasskala(float(published["medel"]))
    assert scale.band(float(published["index"])) == published["klass"]
    assert np.mean(scale.upper) == float(published["medel"])  # the limits lie evenly about the mean


def test_the_model_of_2024_has_as_many_indikatorer_and_omraden_as_published():
    published = norrtalje()
    assert len(model(2024).indikatorer) == int(published["antal_indikatorer"])
    assert len(model(2024).omraden) == int(published["antal_kvalitetsomraden"])


def test_the_six_prioritised_omraden_of_2024_are_those_published():
    names = {model(2024).omraden[kod].namn for kod in model(2024).prioriterade()}
    assert names == set(golden("norrtalje_prioriterade_2024.csv")["kvalitetsomrade"])


def test_ranks_of_the_published_indexes_follow_the_published_places():
    table = golden("index_2024.csv")
    # Härryda and Tjörn share 72.1 in print, so they tie here: places 3, 3, 5
    assert rank(table["index"]).tolist() == [1, 2, 3, 3, 5, 6, 7, 8, 9, 10, 11, 12]
    assert table["placering"].is_monotonic_increasing


def test_norrtaljes_lan_has_as_many_kommuner_to_rank_as_published():
    lan = load_kommuner()["lan"]
    places = rank_within(pd.Series(np.arange(290.0), lan.index), lan)
    assert places[lan == lan["0188"]].max() == int(norrtalje()["antal_lan"])
    assert places[lan == "Gotlands län"].tolist() == [1]


def test_the_ranges_of_places_of_2025_follow_from_classes_and_ranks():
    table = golden("placeringar_2025.csv")
    size = table["sista_plats"] - table["forsta_plats"] + 1
    assert size.tolist() == [28, 63, 114, 66, 19]
    assert size.sum() == 290
    inside = pd.Series([80.0, 75.0, 69.0, 63.0, 55.0], table["klass"]).repeat(size)  # a value within each class
    index = pd.Series(inside.to_numpy() + np.linspace(0.9, 0, 290))
    klass = model(2025).klasskala(MEAN_2025).bands(index)
    found = rank(index).groupby(klass).agg(["min", "max"]).loc[table["klass"]]
    assert found.to_numpy().tolist() == table[["forsta_plats", "sista_plats"]].to_numpy().tolist()


@pytest.mark.parametrize("ar", model_years())
def test_information_weighs_as_much_as_norrtaljes_result_needs(ar):
    # Norrtälje 2024 is 7.2 over the mean, and its areas outside Information explain at most some two points of it
    share = model(ar).delindexvikter["information"] / model(ar).delindexvikter.sum()
    assert 0.17 <= share <= 0.26


@pytest.mark.parametrize("ar", model_years())
def test_utforande_weighs_most(ar):
    assert model(ar).delindexvikter.idxmax() == "utforande"
