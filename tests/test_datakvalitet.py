"""What the data quality report finds in made-up answers, and the whole report on the invented data."""

import numpy as np
import pandas as pd
import pytest

from hemtjanst_lib.analysis import avvikelser
from hemtjanst_lib.analysis.avvikelser import avvikare, hopp, misstankta, svarslage, tystnat
from hemtjanst_lib.datakvalitet import open_datakvalitet
from hemtjanst_lib.model import load_model, model_path

KODER = [f"{kod:04d}" for kod in range(101, 161)]


def answers(columns, kalla="brukarundersokningen", ar=2025):
    """A long table of sixty kommuner; ``columns`` maps indikator to sixty values, NaN for no answer."""
    parts = [
        pd.DataFrame(
            {
                "kommunkod": KODER, "indikator": namn, "varde": values,
                "status": ["ej_svar" if np.isnan(x) else "ok" for x in values], "kalla": kalla,
                "fil": f"raw/{ar}/fil.xlsx", "cell": [f"Blad!B{n}" for n in range(60)],
            }
        )
        for namn, values in columns.items()
    ]  # fmt: skip
    return pd.concat(parts, ignore_index=True)


def spread(seed, middle=80.0):
    return np.round(np.random.default_rng(seed).normal(middle, 4, 60), 1)


def test_a_value_far_from_all_others_is_listed_with_its_cell():
    values = spread(1)
    values[7] = 12.0
    found = avvikare(answers({"bu_trygghet": values}))
    assert found.loc[0, ["kommunkod", "varde", "cell"]].tolist() == ["0108", 12.0, "Blad!B7"]
    assert found.loc[0, "avstand"] < -4.5


def test_yes_and_no_are_never_outliers():
    values = np.ones(60)
    values[3] = 0.0
    assert avvikare(answers({"web_soka_bistand": values})).empty


def test_a_jump_is_measured_against_how_much_others_moved():
    before = spread(2)
    now = np.round(before + 10 + np.random.default_rng(3).normal(0, 1, 60), 1)  # all rise by ten: no jump
    now[5] = before[5] - 20
    found = hopp(answers({"bu_trygghet": now}), answers({"bu_trygghet": before}), ["bu_trygghet"])
    assert found["kommunkod"].tolist() == ["0106"]
    assert found.loc[0, "jamfort"] == before[5]


def test_an_indikator_that_changed_form_is_not_compared():
    before, now = spread(2), spread(3)
    now[5] = 1
    assert hopp(answers({"bu_trygghet": now}), answers({"bu_trygghet": before}), []).empty


def test_a_share_among_percentages_is_suspicious():
    values = spread(4)
    values[9] = 0.8
    found = misstankta(answers({"bu_trygghet": values}), None)
    assert found["cell"].tolist() == ["Blad!B9"]
    assert "andel" in found.loc[0, "skal"]


def test_two_kommuner_with_the_same_row_are_suspicious_and_both_named():
    columns = {f"bu_{n}": spread(10 + n) for n in range(5)}
    for values in columns.values():
        values[20] = values[40]
    found = misstankta(answers(columns), None)
    assert sorted(found["kommunkod"]) == ["0121", "0141"]
    assert "0121 och 0141" in found.loc[0, "skal"]


def test_last_years_row_delivered_again_is_suspicious():
    now, before = ({f"bu_{n}": spread(seed + n) for n in range(5)} for seed in (30, 60))
    for namn in now:
        now[namn][2] = before[namn][2]
    found = misstankta(answers(now), answers(before, ar=2024))
    assert found["kommunkod"].tolist() == ["0103"]
    assert "fjolårets" in found.loc[0, "skal"]


def test_who_fell_silent_and_who_began_to_answer_is_told():
    now, before = spread(1), spread(2)
    now[0], before[1] = np.nan, np.nan
    found = tystnat(answers({"bu_trygghet": now}), answers({"bu_trygghet": before}))
    assert set(zip(found["kommunkod"], found["hur"], strict=True)) == {("0101", "tystnat"), ("0102", "ny")}


def test_answers_are_counted_by_kalla():
    values = spread(1)
    values[:4] = np.nan
    table = svarslage(answers({"bu_trygghet": values, "bu_bemotande": spread(2)}), load_model(model_path(2025)))
    assert table.loc["brukarundersokningen", ["kommuner", "tysta", "ok", "ej_svar"]].tolist() == [60, 0, 116, 4]


@pytest.mark.slow
def test_the_whole_report_stands_on_raw_files_alone(small_data):
    assert not (small_data / "scored").exists()
    d = open_datakvalitet(2024, small_data)
    assert d.exempeldata and d.huvud.exempeldata
    for table in (d.filer, d.kallor, d.luckor, d.tystnat, d.avvikare, d.hopp, d.misstankta):
        assert table.rader
        assert {len(row) for row in table.rader} == {len(table.kolumner)}
    assert d.anmarkningar.punkter
    assert avvikelser.KOLUMNER[-1] == "cell"
