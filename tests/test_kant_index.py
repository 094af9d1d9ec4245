"""A published index, computed from a model file of ours: the Human Development Index, geometric and arithmetic."""

from pathlib import Path

import numpy as np
import pytest
from model_maker import answers
from sakerhet_maker import sakerhet

from hemtjanst_lib.files import read_yaml
from hemtjanst_lib.model import parse_model
from hemtjanst_lib.robustness import prova, replay
from hemtjanst_lib.robustness.kanslighet import kanslighet
from hemtjanst_lib.scoring import score

FIXTURES = Path(__file__).parent / "fixtures"

# UNDP, HDR21-22_Composite_indices_complete_time_series.csv: le, eys, mys, gnipc of 2021; HDI and rank as published
SINCE_2010 = {
    "STP1": ((67.5912, 13.36538506, 6.215599435, 4021.350815), 0.618, 138),  # São Tomé and Príncipe
    "AFG1": ((61.9824, 10.26384398, 2.98506999, 1824.190915), 0.478, 180),  # Afghanistan
    "SSD1": ((54.9752, 5.54251, 5.726140022, 767.787), 0.385, 191),  # South Sudan
    "AFG0": ((55.2978, 5.529050112, 1.407805934, 984.9974338), 0.335, None),  # Afghanistan 2000
}
# UNDP, Human Development Report 2009, table H: life expectancy, adult literacy (99.0 in UNDP's note where countries do
# not report it), gross enrolment, GDP per capita; HDI, and the three indexes as published
UNTIL_2009 = {
    "NOR1": ((80.5, 99.0, 98.6, 53433), 0.971, (0.925, 0.989, 1.000)),
    "SWE1": ((80.8, 99.0, 94.3, 36712), 0.963, (0.930, 0.974, 0.986)),
    "FRA1": ((81.0, 99.0, 95.4, 33674), 0.961, (0.933, 0.978, 0.971)),
    "JPN1": ((82.7, 99.0, 86.6, 33632), 0.960, (0.961, 0.949, 0.971)),
    "ESP1": ((80.7, 97.9, 96.5, 31560), 0.955, (0.929, 0.975, 0.960)),
    "ITA1": ((81.1, 98.9, 91.8, 30353), 0.951, (0.935, 0.965, 0.954)),
    "GRC1": ((79.1, 97.1, 101.6, 28517), 0.942, (0.902, 0.981, 0.944)),  # enrolment counts as 100 at most
}


def computed(name, countries):
    model = parse_model(read_yaml(FIXTURES / name))
    table = {
        kod: dict(zip(model.indikatorer, (*values[:-1], np.log(values[-1])), strict=True))
        for kod, (values, *_) in countries.items()
    }
    return score(answers(table), model)


@pytest.mark.parametrize("land", SINCE_2010)
def test_the_geometric_hdi_is_that_which_undp_published(land):
    total = computed("hdi_geometrisk.yml", SINCE_2010).total
    assert round(total[land] / 100, 3) == SINCE_2010[land][1]


def test_the_order_and_the_groups_of_the_geometric_hdi_are_undps():
    scores = computed("hdi_geometrisk.yml", SINCE_2010)
    ranked = [kod for kod, (*_, place) in SINCE_2010.items() if place]
    assert scores.total[ranked].is_monotonic_decreasing
    assert scores.klass[["STP1", "AFG1"]].tolist() == ["Medium", "Low"]


@pytest.mark.parametrize("land", UNTIL_2009)
def test_the_arithmetic_hdi_and_its_three_indexes_are_those_which_undp_published(land):
    scores = computed("hdi_aritmetisk.yml", UNTIL_2009)
    _, hdi, parts = UNTIL_2009[land]
    # the table prints life expectancy with one decimal: half of 0.1 of 60 years moves that index 0.0008, the HDI 0.0003
    assert (scores.delindex.loc[land] / 100).tolist() == pytest.approx(parts, abs=0.0014)
    assert scores.total[land] / 100 == pytest.approx(hdi, abs=0.0009)


def test_replay_what_if_and_the_change_of_mean_agree_with_undps_formulas():
    scores = computed("hdi_geometrisk.yml", SINCE_2010)
    assert replay(scores, [[1, 1, 1]]).total.iloc[0].to_numpy() == pytest.approx(scores.total.to_numpy())
    # one more year of life in South Sudan, by UNDP's formula with numpy alone
    le, eys, mys, gni = SINCE_2010["SSD1"][0]
    parts = [(le + 1 - 20) / 65, (eys / 18 + mys / 15) / 2, np.log(gni / 100) / np.log(75000 / 100)]
    found = prova(scores, kommunkod="SSD1", varden={"le": le + 1}).total["SSD1"]
    assert found == pytest.approx(100 * np.prod(parts) ** (1 / 3))
    rules = sakerhet()
    assert "aritmetisk" in kanslighet(scores, rules).tabell.index
    assert "aritmetisk" not in kanslighet(computed("hdi_aritmetisk.yml", UNTIL_2009), rules).tabell.index
