"""Maps: no kommun is lost, borders keep together, and the files stay small."""

import json
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hemtjanst_lib import geo
from hemtjanst_lib.errors import ParameterError
from hemtjanst_lib.language import Poang
from hemtjanst_lib.reference import load_kommuner

KOMMUNER = load_kommuner()


def size(karta: geo.GeoJson) -> int:
    return len(json.dumps(karta, separators=(",", ":"), ensure_ascii=False).encode())


def rings(karta: geo.GeoJson) -> list[np.ndarray]:
    return [np.asarray(ring) for f in karta["features"] for part in f["geometry"]["coordinates"] for ring in part]


def names(karta: geo.GeoJson) -> dict[str, str]:
    return {feature["id"]: feature["properties"]["namn"] for feature in karta["features"]}


def test_the_country_has_the_290_kommuner_of_the_register_in_code_order() -> None:
    karta = geo.kommunkarta()
    assert names(karta) == KOMMUNER["namn"].to_dict()
    assert list(names(karta)) == sorted(KOMMUNER.index)
    assert [f["properties"]["kommunkod"] for f in karta["features"]] == list(KOMMUNER.index)


@pytest.mark.parametrize("ruta", [0.1, 0.5, 2, 20, 100])
def test_no_kommun_is_lost_however_coarse_the_grid(ruta: float) -> None:
    karta = geo.kommunkarta(ruta=ruta)
    assert len(karta["features"]) == 290
    for feature in karta["features"]:
        areas = [abs(geo.yta(np.asarray(part[0]))) for part in feature["geometry"]["coordinates"]]
        assert areas, feature["id"]
        assert min(areas) > 0, feature["id"]


def test_sundbyberg_is_seen_on_the_map_of_the_country() -> None:
    (smallest,) = [f for f in geo.kommunkarta()["features"] if f["id"] == "0183"]
    (ring,) = (np.asarray(part[0]) for part in smallest["geometry"]["coordinates"])
    # About 9 square kilometres, 36 squares of 0.5 km; the borders are generalised
    assert 25 <= abs(geo.yta(ring)) <= 45


def test_every_ring_is_closed_without_repeated_points_and_runs_as_the_source_does() -> None:
    for ring in rings(geo.kommunkarta()):
        assert (ring[0] == ring[-1]).all()
        assert (np.diff(ring, axis=0) != 0).any(axis=1).all()
        assert geo.yta(ring) < 0, "clockwise, which also fills right on a sphere"


def test_coordinates_are_whole_numbers_that_are_not_negative() -> None:
    points = np.concatenate(rings(geo.kommunkarta()))
    assert points.dtype.kind == "i"
    assert points.min() >= 0


def test_a_lan_is_only_its_own_kommuner() -> None:
    assert set(names(geo.kommunkarta("01"))) == set(KOMMUNER.index[KOMMUNER["lanskod"] == "01"])
    assert set(names(geo.kommunkarta("09"))) == {"0980"}


def test_there_are_21_lan_with_the_codes_of_the_register() -> None:
    lan = geo.lankarta()
    assert set(names(lan)) == set(KOMMUNER["lanskod"])
    assert lan["features"][0]["properties"] == {"lanskod": "01", "namn": names(lan)["01"]}


def test_a_border_shared_by_two_kommuner_is_the_same_points_in_both() -> None:
    points = {
        feature["id"]: {tuple(p) for part in feature["geometry"]["coordinates"] for p in part[0]}
        for feature in geo.kommunkarta()["features"]
    }
    assert len(points["0183"] & points["0184"]) >= 3  # Sundbyberg and Solna are neighbours
    assert not points["0183"] & points["2584"]  # Kiruna is not


def test_the_files_are_small() -> None:
    assert size(geo.kommunkarta()) < 150_000
    assert all(size(geo.kommunkarta(lan)) < 30_000 for lan in sorted(set(KOMMUNER["lanskod"])))


def test_the_country_is_higher_than_it_is_wide() -> None:
    width, height = geo.matt(geo.kommunkarta())
    # About 640 by 1 530 km, in squares of 0.5 km
    assert width == pytest.approx(1280, rel=0.02)
    assert height == pytest.approx(3060, rel=0.02)


def test_projection_by_hand() -> None:
    # On 15° E: x = 0 and y = R·φ; 60° is 6371·π/3 = 6671.7 km
    assert geo.projicera(np.array([[15.0, 60.0]]))[0] == pytest.approx([0, 6671.7], abs=0.1)
    # On 60° N a degree of longitude is about 111.19·cos 60° = 55.6 km, and the parallel bends north
    east, north = geo.projicera(np.array([[16.0, 60.0]]))[0]
    assert east == pytest.approx(55.6, abs=0.1)
    assert 0 < north - 6671.7 < 1


@given(st.floats(-11, 10), st.floats(54, 70))
def test_east_and_west_of_the_middle_are_mirror_images(degrees: float, lat: float) -> None:
    (x1, y1), (x2, y2) = geo.projicera(np.array([[15 + degrees, lat], [15 - degrees, lat]]))
    assert x1 == pytest.approx(-x2, abs=1e-6)
    assert y1 == pytest.approx(y2, abs=1e-6)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=20))
def test_dropping_repeats_keeps_the_order_and_the_ends(points: list[tuple[int, int]]) -> None:
    ring = np.array(points)
    kept = geo.utan_upprepning(ring)
    assert (kept[0] == ring[0]).all()
    assert (kept[-1] == ring[-1]).all()
    assert all((a != b).any() for a, b in pairwise(kept))


def test_area_by_hand() -> None:
    square = np.array([[0, 0], [2, 0], [2, 3], [0, 3], [0, 0]])  # 2·3, anticlockwise
    assert geo.yta(square) == 6
    assert geo.yta(square[::-1]) == -6


def test_properties_come_from_a_table_and_only_its_kommuner_are_drawn() -> None:
    table = pd.DataFrame(
        {"klass": ["Högt", None], "index": [Poang(81.25), float("nan")], "plats": [np.int64(3), None]},
        index=["0188", "0980"],
    )
    karta = geo.kommunkarta(egenskaper=table)
    given = {f["id"]: f["properties"] for f in karta["features"]}
    assert given["0188"] == {"kommunkod": "0188", "namn": "Norrtälje", "klass": "Högt", "index": 81.25, "plats": 3}
    assert given["0980"]["klass"] is given["0980"]["index"] is given["0980"]["plats"] is None
    assert "NaN" not in json.dumps(karta)
    assert set(given) == {"0188", "0980"}


def test_a_fictitious_kommun_has_no_place_on_the_map() -> None:
    table = pd.DataFrame({"index": [1.0, 2.0]}, index=["0188", "9999"])
    assert set(names(geo.kommunkarta(egenskaper=table))) == {"0188"}


def test_properties_do_not_stay_in_the_shared_map() -> None:
    geo.kommunkarta(egenskaper=pd.DataFrame({"index": [1.0]}, index=["0188"]))
    assert all(set(f["properties"]) == {"kommunkod", "namn"} for f in geo.kommunkarta()["features"])


def test_an_unknown_lan_is_refused() -> None:
    with pytest.raises(ParameterError, match=r"no län with code 1; codes are two digits"):
        geo.kommunkarta("1")
