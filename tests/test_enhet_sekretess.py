"""No suppressed answer of a unit reaches anything that is made, and none can be reckoned from it.

Two raw files that differ in nothing but what few users said must give the same bytes all the way: what is the same
whatever the hidden answers were holds nothing of them, neither plainly nor in a mean, a place or an interval. Then the
made files are searched for the hidden values themselves, which are such that they cannot stand there by chance.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest
from raw_files import AR, BU, raw, sign

from hemtjanst_lib import store
from hemtjanst_lib.analysis.enheter import enhetsfakta
from hemtjanst_lib.export import blocks, html, medborgarsida, pdf, svg
from hemtjanst_lib.medborgarsida.sida import sida
from hemtjanst_lib.notebook.normal import dumps
from hemtjanst_lib.notebook.run import run
from hemtjanst_lib.paths import NOTEBOOKS
from hemtjanst_lib.reference import load_kommuner

FEW = ("Färre än 5", "5–6")  # as the source writes fewer than the seven that are needed
HEADER = 12
GROUP, ANSWERS = "Redovisningsgrupp", "Antal svar, intervall"
UNIT_LEVEL = ("varde", "poang", "lag", "hog")


def hide(path: Path, start: float) -> list[float]:
    """Put telling values where a unit has few answers, and return them; their number of answers changes too."""
    book, told = openpyxl.load_workbook(path), []
    for sheet in book.worksheets[1:]:
        heads = [cell.value for cell in sheet[HEADER]]
        group, answers = heads.index(GROUP), heads.index(ANSWERS)
        for row in sheet.iter_rows(min_row=HEADER + 1):
            if row[answers].value in FEW and row[group].value == "Totalt":
                row[answers].value = FEW[int(start) % 2]
                for cell in row[answers + 1 : len(heads)]:
                    told.append(round(start + 0.0137 * len(told) % 20, 4))
                    cell.value = told[-1]
    book.save(path)
    sign(path)
    return told


def unit_book(data: Path) -> Path:
    return raw(data, BU, "*verksamheter*.xlsx")


@pytest.fixture
def two_countries(small_data, tmp_path) -> tuple[Path, dict[str, dict[str, bytes]], list[float]]:
    """Score two countries that differ in what few users said; return the last's data root, all files, the values."""
    files, told = {}, []
    for name, start in (("one", 31.0041), ("other", 62.0041)):
        told = hide(unit_book(small_data), start)
        store.score_and_store(AR, small_data)
        files[name] = {path.name: path.read_bytes() for path in store.folder(AR, small_data).iterdir()}
    return small_data, files, told


def without_hashes(proveniens: bytes) -> str:
    return re.sub(r"[0-9a-f]{64}", "hash", proveniens.decode("utf-8"))


def test_what_is_stored_does_not_depend_on_what_few_users_said(two_countries):
    _, files, told = two_countries
    assert len(told) > 50
    assert files["one"].keys() == files["other"].keys()
    for name, content in files["one"].items():
        if name == "proveniens.json":  # holds the raw files' hashes
            assert without_hashes(content) == without_hashes(files["other"][name])
        else:
            assert content == files["other"][name], name


def test_no_stored_table_holds_what_few_users_said(two_countries):
    data, _, told = two_countries
    for path in sorted(store.folder(AR, data).glob("*.parquet")):
        numbers = pd.read_parquet(path).select_dtypes("number").to_numpy(dtype=float)
        assert not np.isin(numbers.round(4), told).any(), path.name


@pytest.mark.slow
def test_no_made_page_holds_what_few_users_said(two_countries):
    data, _, told = two_countries
    made = artefacts("0114", data)
    assert len(made) > 20
    telling = sorted({f"{value:.4f}" for value in told} | {f"{value:.4f}".replace(".", ",") for value in told})
    for name, content in made.items():
        found = [text for text in telling if text in content]
        assert not found, (name, found)


def artefacts(kod: str, data: Path) -> dict[str, str]:
    """Make all unit material of a kommun: notebooks, pages, words of PDFs, the page for citizens."""
    fakta = enhetsfakta(AR, kod, data)
    jobs = [("enhet", {"enhet": str(enhet), "anonym": False}) for enhet in fakta.enheter.index]
    jobs += [("enheter", {"kommunkod": kod})]
    page = sida(fakta)
    made = {f"{kod} medborgare": medborgarsida.render(page)}
    for name, parameters in jobs:
        notebook = run(NOTEBOOKS / f"{name}.ipynb", {"ar": AR, "data": str(data), **parameters})
        document = blocks.read(notebook)
        drawn = svg.convert_all(document)
        key = f"{kod} {name} {parameters.get('enhet', '')}"
        made |= {f"{key} ipynb": dumps(notebook), f"{key} html": html.render(document, drawn)}
        made |= {f"{key} pdf": repr(document) + str(len(pdf.render(document, drawn)))}
    return made


@pytest.fixture(scope="module")
def all_facts(example_data) -> dict[str, object]:
    return {str(kod): enhetsfakta(2025, str(kod), example_data) for kod in load_kommuner().index[::3]}


def test_a_suppressed_unit_has_no_number_of_the_user_survey(all_facts):
    hidden = 0
    for fakta in all_facts.values():
        units = fakta.enheter[fakta.enheter["skal_utforande"] == "sekretess"]
        hidden += len(units)
        own = [
            c for c in units.columns if re.match(r"utforande|total|krympt|placering(?!_stod)|antal_svar|grupp|lika", c)
        ]
        own = [column for column in own if not column.endswith("_fore")]
        assert units[own].isna().all(axis=None), fakta.kommun.namn
        rows = fakta.indikatorer[fakta.indikatorer["enhet"].isin(units.index) & (fakta.indikatorer["kalla"] == BU)]
        assert (
            rows[[*UNIT_LEVEL, "gap", "antal_svar"] if "antal_svar" in rows else [*UNIT_LEVEL, "gap"]]
            .isna()
            .all(axis=None)
        )
        areas = fakta.omraden[fakta.omraden["enhet"].isin(units.index) & (fakta.omraden["delindex"] == "utforande")]
        assert areas[["poang", "lag", "hog", "gap"]].isna().all(axis=None)
    assert hidden > 20


def test_every_shown_mean_is_that_of_the_shown_units_so_subtraction_gives_nothing(all_facts):
    for fakta in all_facts.values():
        if fakta.enheter.empty:
            continue
        shown = fakta.enheter[["total", "utforande", "stod_utveckling"]].mean()
        assert np.allclose(shown, fakta.medel[shown.index], equal_nan=True)
        for table, key in ((fakta.indikatorer, "indikator"), (fakta.omraden, "omrade")):
            means = table.groupby(key, sort=False, observed=True)["poang"].mean()
            told = table.drop_duplicates(key).set_index(key)["medel"]
            assert np.allclose(means, told[means.index], equal_nan=True), (fakta.kommun.namn, key)


def test_a_question_hidden_once_is_hidden_in_two_units_or_the_kommuns_value_is_not_told(all_facts, example_data):
    # with one unit hidden, the kommun's own value minus the units shown would tell it
    answers = store.load_year(2025, example_data).answers
    told = answers[(answers["status"] == "ok") & (answers["kalla"] == BU)]
    known = set(zip(told["kommunkod"].astype(str), told["indikator"].astype(str), strict=True))
    alone = []
    for kod, fakta in all_facts.items():
        rows = fakta.indikatorer[fakta.indikatorer["kalla"] == BU]
        asked = rows[rows["status"].isin(["ok", "sekretess"])]
        for indikator, part in asked.groupby("indikator", observed=True):
            hidden = int((part["status"] == "sekretess").sum())
            if hidden == 1 and len(part) > 1 and (kod, str(indikator)) in known:
                alone.append((kod, indikator))
    assert alone == []


@pytest.mark.slow
def test_the_factorys_files_tell_nothing_of_a_suppressed_unit(example_data, tmp_path):
    """Utförande has no number in the unit's own tables, and the overview's rows hold nothing of what few users said."""
    chosen = [kod for kod in ("0114",) if suppressed(kod, example_data)]
    words = [word for kod in chosen for word in ("--kommun", kod)]
    command = [sys.executable, "-m", "hemtjanst_lib.cli", "render", "2025", "enheter", "enhet", *words]
    command += ["--data", str(example_data), "--out", str(tmp_path), "--jobs", "2"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=550, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    truth = raw_answers(example_data)
    for kod in chosen:
        for enhet, namn in suppressed(kod, example_data).items():
            (notebook,) = tmp_path.glob(f"2025/{kod}_*/enheter/*_enhet_{enhet.split('-', 1)[1]}_2025.ipynb")
            own = forms(json.loads(notebook.read_text(encoding="utf-8")))
            words = json.dumps(own, ensure_ascii=False)
            assert "gap-utforande" not in words
            assert "räkna ut vad enskilda personer har svarat" in notebook.read_text(encoding="utf-8")
            for row in (row for form in own for row in tables_of(form)):
                assert not (row[0] == "Utförande" and re.search(r"\d", " ".join(row[1:]))), row
            for path in tmp_path.glob(f"2025/{kod}_*/enheter/*_enheter_2025.ipynb"):
                for form in forms(json.loads(path.read_text(encoding="utf-8"))):
                    for row in tables_of(form):
                        if row[0].startswith(namn):
                            assert not hidden_in(row, truth.get(namn, set())), (row, namn)


def suppressed(kod: str, data: Path) -> dict[str, str]:
    units = enhetsfakta(2025, kod, data).enheter
    return dict(units.loc[units["skal_utforande"] == "sekretess", "namn"])


def raw_answers(data: Path) -> dict[str, set[float]]:
    """What few users of each unit said, from the raw file itself."""
    (path,) = (data / "raw" / "2025" / BU).glob("*verksamheter*.xlsx")
    found: dict[str, set[float]] = {}
    for sheet in openpyxl.load_workbook(path, read_only=True).worksheets[1:]:
        rows = list(sheet.iter_rows(min_row=HEADER, values_only=True))
        group, answers = rows[0].index(GROUP), rows[0].index(ANSWERS)
        for row in (row for row in rows[1:] if len(row) > answers):
            if row[answers] in FEW and row[group] == "Totalt":
                numbers = {float(value) for value in row[answers + 1 :] if isinstance(value, int | float)}
                found.setdefault(str(row[0]), set()).update(numbers)
    return found


def forms(notebook: dict) -> list[dict]:
    outputs = (output for cell in notebook["cells"] for output in cell.get("outputs", []))
    return [output["metadata"]["hemtjanst"] for output in outputs if "hemtjanst" in output.get("metadata", {})]


def tables_of(form: dict) -> list[list[str]]:
    return form.get("rader", []) + form.get("tabell", {}).get("rader", [])


def hidden_in(row: list[str], hidden: set[float]) -> list[str]:
    """Cells that hold nothing but a hidden value, as percent."""
    return [cell for cell in row[1:] if re.fullmatch(r"\d{1,3}\s%", cell) and float(cell[:-1]) in hidden]
