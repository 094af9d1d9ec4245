"""The page is whole in itself, accessible in its structure, and the same by every way to it."""

import html as stdlib_html
import re
import subprocess
import sys

import nbformat
import pytest
from export_notebook import HUVUD, TABELL, code, figur, markdown, notebook, output, whole
from hypothesis import given
from hypothesis import strategies as st

from hemtjanst_lib.display import Huvud, Tabell
from hemtjanst_lib.export import gates, html
from hemtjanst_lib.export.blocks import read


@pytest.fixture(scope="module")
def page():
    return html.render(whole())


def test_the_same_notebook_gives_the_same_bytes(page):
    assert html.render(whole()) == page


def test_nothing_is_fetched(page):
    outside = [a for a in re.findall(r'(?:src|href)="([^"]*)"', page) if not a.startswith(("#", "mailto:", "data:"))]
    assert outside == [] and "@import" not in page


def test_language_title_and_landmarks(page):
    assert '<html lang="sv">' in page
    assert "<title>Hemtjänstindex 2025 – Exempelby kommun (exempeldata)</title>" in page
    assert all(page.count(f"<{tag}") == 1 for tag in ("header", "nav", "main", "footer", "h1"))
    assert '<a class="hoppa" href="#huvudinnehall">' in page


def test_headings_and_contents_agree(page):
    listed = re.findall(r'<li><a href="#([^"]+)">', page)
    assert listed == re.findall(r'<h[23] id="([^"]+)">', page)


def test_a_figure_has_title_alt_caption_and_its_numbers(page):
    figure = re.search(r'<figure id="figur-gap-1".*?</figure>', page, re.S)[0]
    assert f'<div role="img" aria-label="{figur().alt}"><svg aria-hidden="true"' in figure
    assert "<figcaption>Kommunens poäng minus" in figure
    assert "<summary>Siffrorna i figur 1</summary>" in figure and figure.count("<tr>") == 7


def test_a_table_has_caption_scopes_and_a_marked_row():
    made = html.render(notebook(markdown("a", "## A"), code("b", TABELL)))
    assert '<span class="nummer">Tabell 1.</span> Placering per delindex 2025 och 2024</span></caption>' in made
    assert '<th scope="col" class="tal">Placering 2025</th>' in made
    assert '<tr class="egen"><th scope="row">Utförande<span class="dold"> (markerad rad)</span></th>' in made


def test_the_code_is_hidden(page):
    assert "charts.x(k)" not in page


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn"]), min_size=1))
def test_any_text_comes_back_as_itself(text):
    table = Tabell("t", text, TABELL.kolumner[:1], ((text,),))
    made = html.render(notebook(code("b", table), huvud=Huvud("T", "U", 2025, "kommunrapport", "1", "i dag")))
    cell = re.search(r'<th scope="row">(.*?)</th>', made, re.S)[1]
    assert stdlib_html.unescape(cell) == text


@pytest.mark.parametrize("invented", [True, False])
def test_invented_data_are_marked_and_real_data_are_not(invented):
    huvud = Huvud("T", "U", 2025, "kommunrapport", "1", "i dag", exempeldata=invented)
    made = html.render(notebook(markdown("a", "## A"), huvud=huvud))
    assert ("EXEMPELDATA" in made.replace(html.page_css(html.TEMPLATES / "rapport.css"), "")) is invented
    assert gates.page_faults(made, exempeldata=invented) == []


def test_a_picture_is_carried_inside_the_page():
    made = html.render(notebook(code("b", output({"image/svg+xml": "<svg/>"}, {"alt": "En rak linje på 3"}))))
    assert '<img src="data:image/svg+xml;base64,PHN2Zy8+" alt="En rak linje på 3">' in made


def test_the_page_of_a_report_is_light():
    assert len(html.render(whole(12)).encode()) < 700_000


def test_nbconvert_gives_the_same_page(tmp_path):
    source = tmp_path / "rapport.ipynb"
    nbformat.write(whole(1), source)
    command = [sys.executable, "-m", "nbconvert", "--to", "hemtjanst", str(source), "--log-level", "ERROR"]
    subprocess.run(command, check=True, cwd=tmp_path)
    assert (tmp_path / "rapport.html").read_text(encoding="utf-8") == html.render(whole(1))


def test_the_head_lists_the_facts_of_the_subject():
    assert html.facts(HUVUD)[0] == ("Län", "Exempellän")
    assert html.facts(HUVUD)[-2:] == [("Publicerad", "3 december 2025"), ("Utgåva", "1")]


def test_the_document_may_be_read_before():
    document = read(whole(1))
    assert html.render(document) == html.render(whole(1))
