"""The standalone summary tells of one kommun and reveals no other; and both notebooks run for unlike kommuner.

How a name is looked for: with its capital, between word boundaries, also in the genitive (an s) and before "kommun".
So "Mark" is found in "Mark kommun" but not in "markant", and "Ed" not in "Edinburgh" or "led". Capitals matter: the
Swedish words "mark", "sala" and "eda" are no names. Some names stand in words that are not about the kommun, and are
taken away first: the name of the own län ("Stockholms län", "Kalmar län"), the place that the report is dated at
("Stockholm 3 december 2025"), and the own kommun's name ("Upplands Väsby"). Codes are looked for between non-digits.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest
from example_report import GOTLAND, HOLED, STOCKHOLM, WHOLE, made_up_nation, report, report_text

from hemtjanst_lib.analysis import fakta_av, utgivning
from hemtjanst_lib.export import gates, html, pdf, svg
from hemtjanst_lib.export.blocks import read
from hemtjanst_lib.notebook.run import attempt
from hemtjanst_lib.reference import load_kommuner
from hemtjanst_lib.report import Report
from hemtjanst_lib.sammanfattning import Sammanfattning, open_sammanfattning
from hemtjanst_lib.store import load_year

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
SMALL_ENOUGH = {"html": 700_000, "pdf": 1_000_000}


@cache
def names() -> tuple[re.Pattern[str], dict[str, str]]:
    """Every kommun's name as it may stand in a text, and each one's code."""
    kommuner = load_kommuner()["namn"]
    longest_first = sorted(kommuner, key=len, reverse=True)
    pattern = rf"(?<![\w-])({'|'.join(map(re.escape, longest_first))})s?(?![\w-])"
    return re.compile(pattern), {namn: str(kod) for kod, namn in kommuner.items()}


def revealed(text: str, kod: str) -> list[str]:
    """List the names and codes of other kommuner in a text."""
    kommuner = load_kommuner()
    own = kommuner.loc[kod]
    for harmless in (own["lan"], r"Stockholm(?=\s\d{1,2}\s\w+\s20\d\d)", rf"{re.escape(own['namn'])}s?"):
        text = re.sub(harmless, " ", text)
    pattern, code_of = names()
    found = sorted({name for name in pattern.findall(text) if code_of[name] != kod})
    codes = set(re.findall(r"(?<![\w.,#/-])\d{4}(?!\w|[.,]\d)", text))
    years = {str(ar) for ar in range(2022, 2027)}
    return found + sorted((codes - years - {kod}) & set(kommuner.index))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Det gäller Mark kommun.", ["Mark"]),
        ("Resultatet är markant bättre i Edsbyn.", []),
        ("Bättre än Borås och Åres resultat.", ["Borås", "Åre"]),
        ("Kommunkod 1480.", ["1480"]),
        ("I Stockholms län, Stockholm 3 december 2025, ligger Norrtälje kommun på plats 10.", []),
    ],
)
def test_another_kommun_is_found_wherever_it_is_named(text, found):
    assert sorted(revealed(text, "0188")) == sorted(found)


def summary(kod: str, ar: int = 2025) -> Sammanfattning:
    fakta = fakta_av(made_up_nation(ar), kod, utgivning(ar))
    return Sammanfattning(**{name: getattr(fakta, name) for name in Sammanfattning.__dataclass_fields__})


@pytest.mark.parametrize(("ar", "step"), [(2023, 29), (2025, 11), pytest.param(2025, 1, marks=pytest.mark.slow)])
def test_no_summary_names_another_kommun_or_its_code(ar, step):
    for kod in list(made_up_nation(ar).rad)[::step]:
        k = summary(kod, ar)
        assert not revealed(report_text(k, "sammanfattning") + str(k.huvud), kod), kod


def test_the_summary_shows_no_list_of_kommuner_and_no_distribution():
    source = (NOTEBOOKS / "sammanfattning.ipynb").read_text(encoding="utf-8")
    assert set(re.findall(r"(?:charts|tables)\.(\w+)\(", source)) == {"klasskala", "delindex"}


def test_the_summary_says_what_the_report_says():
    # each live sentence of the summary is a sentence of the kommunrapport, word for word
    for kod in (WHOLE, HOLED, STOCKHOLM, GOTLAND):
        k, whole = summary(kod), report_text(report(kod))
        cells = json.loads((NOTEBOOKS / "sammanfattning.ipynb").read_text(encoding="utf-8"))["cells"]
        found = [e for cell in cells for e in re.findall(r"\{eval\}`(k\.mening[^`]*)`", "".join(cell["source"]))]
        assert len(found) > 8
        assert not [e for e in found if str(eval(e, {"k": k})) not in whole]


def test_the_head_says_what_it_is(example_data):
    k = open_sammanfattning(2025, "0188", example_data)
    assert (k.huvud.sort, k.huvud.undertitel, k.huvud.kod) == ("sammanfattning", "Norrtälje kommun", "0188")
    assert isinstance(k, Report)


def chosen(data: Path) -> dict[str, str]:
    """Pick unlike kommuner of the example data: complete, without a whole survey, alone in its län, first, last."""
    scores = load_year(2025, data).scores
    answered = ~(scores.status == "ej_svar").any(axis=1)
    places = scores.placering.total.sort_values(kind="stable").index
    return {
        "complete": str(answered.index[answered][3]),
        "with holes": str(scores.helt_saknade.index[scores.helt_saknade.any(axis=1)][0]),
        "Gotland": GOTLAND,
        "Stockholm": STOCKHOLM,
        "first": str(places[0]),
        "last": str(places[-1]),
    }


WHO = ["complete", "with holes", "Gotland", "Stockholm", "first", "last"]
SLOW = [("kommunrapport", who) for who in WHO[2:]]


@pytest.mark.parametrize(
    ("kind", "who"),
    [
        pytest.param(kind, who, marks=[pytest.mark.slow] if (kind, who) in SLOW else [])
        for kind in ("kommunrapport", "sammanfattning")
        for who in WHO
    ],
)
def test_the_notebook_runs_and_all_gates_open(example_data, tmp_path, kind, who):
    kod = chosen(example_data)[who]
    parameters = {"ar": 2025, "kommunkod": kod, "data": str(example_data)}
    outcome = attempt(NOTEBOOKS / f"{kind}.ipynb", parameters, engine="inprocess")
    assert outcome.fault is None
    document = read(outcome.notebook)
    drawn = svg.convert_all(document)
    page, printed = html.render(document, drawn), pdf.render(document, drawn)
    assert not gates.check(document, page)
    assert len(page.encode()) <= SMALL_ENOUGH["html"]
    assert len(printed) <= SMALL_ENOUGH["pdf"]
    if kind == "sammanfattning":
        assert not revealed(without_style(page), kod)
        assert not revealed(outputs(outcome.notebook), kod)
        assert len(re.findall(rb"/Type\s*/Page(?!s)", printed)) == 1
        assert not revealed(printed_text(printed, tmp_path), kod)


def without_style(page: str) -> str:
    return re.sub(r"<style>.*?</style>|<script>.*?</script>|<[^>]+>", " ", page, flags=re.S)


def outputs(notebook) -> str:
    """Take all that an executed notebook holds besides its code."""
    kept = [
        [cell["source"] if cell["cell_type"] == "markdown" else "", cell.get("outputs", []), cell["metadata"]]
        for cell in notebook["cells"]
    ]
    return json.dumps(kept, ensure_ascii=False)


def printed_text(printed: bytes, folder: Path) -> str:
    """Read the words of a PDF where poppler is installed; they come from the same blocks as the page's."""
    if not shutil.which("pdftotext"):
        return ""
    path = folder / "x.pdf"
    path.write_bytes(printed)
    return subprocess.run(["pdftotext", str(path), "-"], check=True, capture_output=True).stdout.decode("utf-8")
