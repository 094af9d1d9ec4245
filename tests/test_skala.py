"""Ways that are taken for large countries give what the plain ways give."""

import json
import re
import shutil
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from random_year import random_scores
from sakerhet_maker import antal, sakerhet

from bench.scale import ground
from bench.scale.fit import growth
from hemtjanst_lib.delivery import index
from hemtjanst_lib.model import check_model_file, load_model, model_path
from hemtjanst_lib.paths import PARAMETERS
from hemtjanst_lib.robustness import certifikat, simulate
from hemtjanst_lib.robustness.grupper import kritiskt

certifikatet = sys.modules["hemtjanst_lib.robustness.certifikat"]
simuleringen = sys.modules["hemtjanst_lib.robustness.simulering"]


@pytest.mark.parametrize("celler", [290, 7 * 290, 33 * 290 + 5])
def test_draws_computed_a_few_at_a_time_are_the_same_draws(celler, monkeypatch):
    scores = random_scores(2025)
    whole = simulate(scores, antal(scores), sakerhet(dragningar=60))
    monkeypatch.setattr(simuleringen, "CELLER", celler)
    parts = simulate(scores, antal(scores), sakerhet(dragningar=60))
    np.testing.assert_allclose(parts.totaler, whole.totaler, rtol=0, atol=1e-11)
    np.testing.assert_allclose(parts.svarstotaler, whole.svarstotaler, rtol=0, atol=1e-11)
    assert (parts.platser == whole.platser).all()
    for name in ("index", "delindex", "placering_delindex", "klass", "andel"):
        np.testing.assert_allclose(getattr(parts, name), getattr(whole, name), rtol=0, atol=1e-9)


@pytest.mark.parametrize("ar", [2024, 2025])
def test_a_mean_over_patterns_of_what_is_there_gives_the_same_least_change_of_weights(ar, monkeypatch):
    scores = random_scores(ar)
    drawn = simulate(scores, antal(scores), sakerhet(dragningar=20))
    each = certifikat(drawn, scores)
    monkeypatch.setattr(certifikatet, "MANGA", 10)
    patterns = certifikat(drawn, scores)
    numbers = each.tabell.select_dtypes("number").columns
    np.testing.assert_allclose(patterns.tabell[numbers], each.tabell[numbers], rtol=0, atol=1e-7)
    assert patterns.tabell.drop(columns=numbers).equals(each.tabell.drop(columns=numbers))


def _pairs(seed, kommuner, draws, together):
    """Errors of so many kommuner, and of these so many pairs that vary together; some pairs are no longer open."""
    rng = np.random.default_rng(seed)
    errors = rng.standard_normal((kommuner, draws)) * rng.uniform(0.0, 2.0, (kommuner, 1))
    for one in range(together):
        errors[2 * one + 1] = errors[2 * one] * 0.9 + errors[2 * one + 1] * 0.1
    errors[0] = 0.0  # this one is known
    spread = np.sqrt(np.square(errors[:, None] - errors[None, :]).sum(axis=2) / (draws - 1))
    left = np.triu(rng.random((kommuner, kommuner)) < 0.7, 1) & (spread > 1e-9)
    return errors.astype(np.float32), spread, left


@given(st.integers(0, 10_000), st.integers(3, 70), st.integers(2, 40), st.integers(0, 3), st.sampled_from([0.05, 0.5]))
def test_a_search_among_the_outermost_finds_the_very_value_that_a_look_at_every_pair_finds(
    seed, kommuner, draws, together, fel
):
    errors, spread, left = _pairs(seed, kommuner, draws, min(together, (kommuner - 1) // 2))
    assert kritiskt(errors, spread, left, fel, manga=0) == kritiskt(errors, spread, left, fel)


def _rows():
    """A kommun's reports of three kinds, one of them failed, one not made, and names that are not plain letters."""
    files = {key: f"0188_norrtalje/0188_norrtalje_kommunrapport_2025.{key}" for key in ("html", "pdf", "ipynb")}
    result = {"placering": 7, "index": 71.25, "klass": "Medel", "saknas": "EH"}
    package = {**files, "zip": "paket/0188_norrtalje_rapportpaket_2025_u1.zip"}
    return [
        index.index_row("Kommunrapport", "0188", "Norrtälje", "Stockholms län", lankar=package, resultat=result),
        index.index_row("Kommunrapport", "2480", "Umeå", "Västerbottens län", lankar={}, fel="Fel < & </script>"),
        index.index_row(
            "Enhetsrapport", "0188 Norrtälje", "O'Learys & Sjö", "", lankar={"html": "a/b.html"}, ordning=4
        ),
        index.index_row("Enhetsrapport", "0188 Norrtälje", "Ängen", "", lankar={}, ordning=4),
    ]


def _page(monkeypatch, in_table):
    monkeypatch.setattr(index, "ALL_IN_TABLE", in_table)
    monkeypatch.setattr(index, "FIRST", 1)
    return index.index_html(_rows(), ar=2025, exempeldata=True)


def test_of_very_many_reports_the_first_are_rows_and_all_others_data(monkeypatch):
    whole, page = _page(monkeypatch, 4), _page(monkeypatch, 3)
    assert whole.count("<tr class=") == 4 and 'id="rader"' not in whole
    assert page.count("<tr class=") == 1 and "Antal rapporter: 4." in page and "<noscript>" in page
    told = json.loads(re.search(r'id="rader">(.*?)</script>', page, re.S)[1])
    names = [row[1] for row in told["rader"]]
    assert names == ["Norrtälje", "O'Learys & Sjö", "Ängen"]  # Umeå failed, and stands first, in the table
    assert told["rader"][0][10:] == [
        [["html"], ["pdf"], ["ipynb"], ["zip", "paket/0188_norrtalje_rapportpaket_2025_u1.zip"]],
        "0188_norrtalje/0188_norrtalje_kommunrapport_2025",
    ]


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("chromium") is None, reason="needs Chromium")
def test_the_browser_makes_of_data_the_rows_that_the_table_would_have_had(monkeypatch, tmp_path):
    def shown(page):
        (tmp_path / "index.html").write_text(page, encoding="utf-8")
        flags = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path}/profile", "--dump-dom"]
        command = ["chromium", *flags, f"file://{tmp_path}/index.html"]
        dom = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout
        rows = re.search(r"<tbody>(.*?)</tbody>", dom, re.S)[1]
        return re.sub(r' data-\w+="[^"]*"', "", rows).replace(" </td>", "</td>").replace("\n", "")

    table = shown(_page(monkeypatch, 4))
    assert table.count("<tr") == 4
    assert shown(_page(monkeypatch, 3)) == table


def test_the_extra_year_of_the_measurement_is_sound_says_that_it_is_invented_and_stands_nowhere_else(tmp_path):
    project = ground.lay(tmp_path / "project")
    parameters = project / "parameters"
    assert check_model_file(parameters / "model" / f"{ground.EXTRA}.yml") == []
    model = load_model(parameters / "model" / f"{ground.EXTRA}.yml")
    last = load_model(model_path(ground.LAST))
    assert model.ar == ground.EXTRA and list(model.indikatorer) == list(last.indikatorer)
    for folder in ("model", "sources", "units", "releases"):
        text = (parameters / folder / f"{ground.EXTRA}.yml").read_text(encoding="utf-8")
        assert text.startswith("# Invented") and f"\nar: {ground.EXTRA}\n" in text
        assert not (PARAMETERS / folder / f"{ground.EXTRA}.yml").exists()
    sources = (parameters / "sources" / f"{ground.EXTRA}.yml").read_text(encoding="utf-8")
    assert set(re.findall(r'behall: \["(2\d+)"\]', sources)) == {str(ground.EXTRA)}


def test_growth_by_hand():
    # 4 = 2^2 and 16 = 4^2: exponent 2 with nothing left over
    found = growth([1, 2, 4], [1, 4, 16])
    assert found.exponent == pytest.approx(2) and found.last == pytest.approx(2)
    assert found.residual == pytest.approx(0, abs=1e-12)
    # 1 + N: at 1, 3 and 10 it is 2, 4 and 11; the straight line fits, and costs 1 000 for 1 000
    found = growth([1, 3, 10], [2, 4, 11])
    assert found.each == pytest.approx(1000) and found.off == pytest.approx(0, abs=1e-12) and found.exponent < 1
    assert growth([1], [1]) is None and growth([1, 2], [0, 1]) is None
