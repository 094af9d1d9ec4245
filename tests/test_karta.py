"""Maps: every kommun stands in its class's shape, names stay inside, and the files stay small."""

from __future__ import annotations

import json
from itertools import pairwise

import altair as alt
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hemtjanst_lib import theme
from hemtjanst_lib.charts import karta_form, karta_yta
from hemtjanst_lib.charts.karta import UTAN_LAN, riket, urval
from hemtjanst_lib.export.svg import convert
from hemtjanst_lib.reference import load_kommuner

KLASSER = ["Lågt", "Under medel", "Medel", "Över medel", "Högt"]
KOMMUNER = load_kommuner()


def alla(koder: list[str] | None = None) -> pd.DataFrame:
    """Invent a class for each kommun, in turn: the first of the register is Lågt, the second Under medel and so on."""
    rows = KOMMUNER if koder is None else KOMMUNER.loc[koder]
    n = np.arange(len(rows))
    return pd.DataFrame(
        {
            "kommunkod": rows.index,
            "namn": rows["namn"].to_numpy(),
            "lanskod": rows["lanskod"].to_numpy(),
            "klass": [KLASSER[i % 5] for i in n],
            "index": 50.0 + n,
            "placering": n + 1,
        }
    )


def lan(kod: str) -> list[str]:
    return list(KOMMUNER.index[KOMMUNER["lanskod"] == kod])


def square(x: float, y: float, side: float) -> np.ndarray:
    return np.array([[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]], dtype=float)


def test_the_country_has_one_shape_a_class_that_together_hold_every_kommun():
    figure = riket(alla(), KLASSER, 2025, "Källa.")
    shapes = figure.spec["datasets"]["ytor"]
    assert len(shapes) == 5
    assert sum(len(row["d"]) for row in shapes) == sum(len(stig) for stig in karta_yta.riket().stigar.values())
    # 290 kommuner dealt out in turn to five classes are 58 each
    texts = [row["text"] for row in figure.spec["datasets"]["nyckeltext"]]
    assert texts[:4] == ["Högt", "58 kommuner", "Över medel", "58 kommuner"]
    assert (
        figure.titel == "Vanligast bland kommunerna i landet är klasserna Lågt, Under medel, Medel, Över medel och Högt"
    )


def test_a_map_of_the_country_is_small_and_follows_the_schema():
    figure = riket(alla(), KLASSER, 2025, "Källa.", egen="0188", granser=True)
    alt.Chart.from_dict({key: value for key, value in figure.spec.items() if key != "$schema"}).to_dict()
    assert len(convert(figure.spec)) < 160_000
    assert len(json.dumps(figure.spec)) < 80_000


def test_the_table_counts_per_lan_and_in_the_whole_country():
    table = riket(alla(lan("09") + lan("25")), KLASSER, 2025, "Källa.").data
    # Gotland is Lågt, then Norrbotten's 14 begin with Under medel: 3 3 3 3 and 2 of the first class left: Lågt gets 2
    assert table.rader == (
        ("Gotlands län", "0", "0", "0", "0", "1"),
        ("Norrbottens län", "3", "3", "3", "3", "2"),
        ("Hela landet", "3", "3", "3", "3", "3"),
    )


def test_the_own_kommun_has_an_outline_and_its_name_on_the_nearer_side():
    east, west = (riket(alla(), KLASSER, 2025, "Källa.", egen=kod).spec["datasets"] for kod in ("0188", "1486"))
    assert [row["text"] for row in east["namn"]] == ["Norrtälje"]
    assert east["namn"][0]["sida"] == "left"  # written from the line's end to the right
    assert west["namn"][0]["sida"] == "right"
    assert east["egna"] == [{"d": karta_yta.riket().stigar["0188"]}]


def test_a_kommun_without_borders_is_not_on_the_map_but_its_class_is_told():
    rows = pd.concat([alla(), alla(["0188"]).assign(kommunkod="9999", namn="Exempelby", lanskod="99")])
    figure = riket(rows, KLASSER, 2025, "Källa.", egen="9999")
    assert figure.spec["datasets"]["egna"] == []
    assert "Exempelby har klassen Lågt" in figure.alt
    assert figure.data.rader[-2][0] == UTAN_LAN


def test_a_kommun_without_class_is_white_and_counted_in_the_key():
    rows = alla(lan("25"))
    figure = urval(rows.assign(klass=rows["klass"].where(rows.index != 0)), KLASSER, "Norrbottens län", 2025, "K.")
    key = [row["text"] for row in figure.spec["datasets"]["nyckeltext"]]
    assert key[key.index("Inget resultat") + 1] == "1 kommun"
    assert theme.PAPER in {row["fyll"] for row in figure.spec["datasets"]["ytor"]}
    assert "utan klass: 1" in figure.alt


@pytest.mark.parametrize("lanskod", sorted(KOMMUNER["lanskod"].unique()))
def test_every_kommun_of_a_lan_is_named_on_the_map_or_in_the_list(lanskod):
    koder = lan(lanskod)
    spec = urval(alla(koder), KLASSER, "länet", 2025, "Källa.", egen=koder[0]).spec
    on_map = [row["text"] for row in spec["datasets"]["namn"]]
    listed = [row["text"] for row in spec["datasets"]["nyckeltext"][10:]]
    names = [text for text in on_map if not text.isdigit()]
    numbers = dict(text.split(" ", 1) for text in listed)
    assert sorted([*names, *numbers.values()]) == sorted(KOMMUNER.loc[koder, "namn"])
    assert sorted(numbers) == sorted(text for text in on_map if text.isdigit())
    assert all(0 <= row["x"] <= theme.WIDTH and 0 <= row["y"] <= spec["height"] for row in spec["datasets"]["namn"])
    assert max(row["y"] for row in spec["datasets"]["nyckeltext"]) < spec["height"] < 700


def test_titles_say_how_many_share_the_class():
    koder = lan("25")  # 14 kommuner: Lågt 3, Under medel 3, Medel 3, Över medel 3, Högt 2
    drawn = urval(alla(koder), KLASSER, "Norrbottens län", 2025, "Källa.", egen=koder[4])
    assert drawn.titel == f"{KOMMUNER['namn'][koder[4]]} har klassen Högt, liksom en annan kommun i Norrbottens län"
    alone = urval(alla(["0980"]), KLASSER, "Gotlands län", 2025, "Källa.")
    assert alone.titel == "Gotland har klassen Lågt"
    assert alone.alt.startswith("Karta över en kommun i Gotlands län")


def test_the_widest_free_strip_of_a_square_is_its_whole_width():
    x, y, width = karta_yta.plats_for_text((square(10, 20, 8),), 2.0)
    assert (x, width) == (14.0, 8.0)
    assert 21.0 <= y <= 27.0


def test_a_lake_parts_the_strip():
    # a hole from 14 to 18 in a square from 10 to 20, as high as the square but for 0.5 at each end
    hole = np.array([[14, 10.5], [14, 19.5], [18, 19.5], [18, 10.5], [14, 10.5]], dtype=float)
    x, _, width = karta_yta.plats_for_text((square(10, 10, 10), hole), 2.0)
    assert (x, width) == (12.0, 4.0)


def test_an_area_lower_than_the_text_has_no_strip_but_a_middle():
    x, y, width = karta_yta.plats_for_text((square(0, 0, 1),), 2.0)
    assert (x, width) == (0.5, 0.0)
    assert 0 < y < 1


@given(st.floats(1, 50), st.floats(0.1, 20))
def test_a_strip_is_never_wider_than_the_area(side, hojd):
    x, y, width = karta_yta.plats_for_text((square(0, 0, side),), hojd)
    assert 0 <= width <= side + 1e-9
    assert 0 <= x <= side
    assert 0 <= y <= side


@pytest.mark.parametrize("palette", theme.PALETTES.values(), ids=theme.PALETTES)
@pytest.mark.parametrize("antal", range(1, 8))
def test_the_steps_of_colour_darken_evenly(palette, antal):
    colours = theme.steps(palette, antal)
    contrasts = [theme.contrast(colour, theme.PAPER) for colour in colours]
    assert len(colours) == antal
    assert contrasts == sorted(contrasts)
    assert colours[-1] == palette.egen
    if antal == 5:
        assert min(b / a for a, b in pairwise(contrasts)) > 1.4  # each clearly darker


def test_the_design_is_made_once():
    assert karta_form.design() is karta_form.design()


def test_a_fictitious_lan_is_counted_under_its_name():
    own = alla(["0188"]).assign(kommunkod="9999", namn="Exempelby", lanskod="99", lan="Exempellän")
    rows = pd.concat([alla().assign(lan=KOMMUNER["lan"].to_numpy()), own])
    assert riket(rows, KLASSER, 2025, "Källa.", egen="9999").data.rader[-2][0] == "Exempellän"
