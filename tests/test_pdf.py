"""The PDF is PDF/UA-1, says what the page says, and is the same every time."""

import io
import re
import subprocess
from shutil import which

import pikepdf
import pytest
from export_notebook import HUVUD, TABELL, code, figur, markdown, notebook, output, whole
from hypothesis import given, settings
from hypothesis import strategies as st

from hemtjanst_lib.display import Huvud, Tabell
from hemtjanst_lib.errors import ExportError
from hemtjanst_lib.export import pdf
from hemtjanst_lib.export.document import Column, Document, Figure, Heading, Paragraph, Picture, Table, Text

PLAIN = Huvud("T", "U", 2025, "kommunrapport", "1", "3 december 2025")
pdftotext = pytest.mark.skipif(which("pdftotext") is None, reason="needs pdftotext (Debian: poppler-utils)")


def opened(content):
    return pikepdf.open(io.BytesIO(content))


def words(content, *options):
    done = subprocess.run(["pdftotext", *options, "-", "-"], input=content, capture_output=True, check=True)
    return done.stdout.decode("utf-8")


def structure(content):
    """Give every element of the structure tree."""
    made = opened(content)
    found, waiting = [], [made.Root.StructTreeRoot.K]
    while waiting:
        node = waiting.pop()
        if isinstance(node, pikepdf.Array):
            waiting.extend(node)
        elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
            found.append(node)
            waiting.append(node.get("/K", pikepdf.Array()))
    return [(str(node.S), str(node.get("/Alt", ""))) for node in found]


@pytest.fixture(scope="module")
def report():
    return pdf.render(whole())


def test_the_same_report_gives_the_same_bytes(report):
    assert pdf.render(whole()) == report


def test_it_declares_language_title_tags_and_standard(report):
    with opened(report) as made:
        assert str(made.Root.Lang) == "sv-SE"
        assert made.Root.ViewerPreferences.DisplayDocTitle
        assert made.Root.MarkInfo.Marked
        with made.open_metadata() as about:
            assert about["dc:title"] == "Hemtjänstindex 2025 – Exempelby kommun"
            assert about["pdfuaid:part"] == "1"
        assert str(made.docinfo["/CreationDate"]).startswith("D:20251203")


def test_it_has_bookmarks_for_the_headings(report):
    with opened(report) as made, made.open_outline() as outline:
        titles = [item.title for item in outline.root]
    assert titles[:2] == ["Sammanfattning", "Delindex 1: Utförande"]
    assert titles[-1] == "Siffrorna bakom figurerna"


def test_figures_have_alt_and_tables_have_headings(report):
    tags = structure(report)
    assert [alt for tag, alt in tags if tag == "/Figure"] == [figur().alt] * 3
    assert sum(tag == "/TH" for tag, _ in tags) >= 3 * 4


@pdftotext
def test_every_page_says_that_the_data_are_invented(report):
    pages = words(report).split("\f")[:-1]
    assert len(pages) == len(opened(report).pages) > 4
    assert all("EXEMPELDATA" in page for page in pages)
    assert "sida 3 av" in pages[2] and "Utgåva 1 · 3 december 2025" in pages[2]


@pdftotext
def test_real_data_are_not_called_invented():
    assert "EXEMPELDATA" not in words(pdf.render(notebook(markdown("a", "## A\n\nText"), huvud=PLAIN)))


@pdftotext
@settings(max_examples=30, deadline=None)
@given(st.text(st.characters(codec="latin-1", exclude_categories=["Cc", "Zs", "Cf"]), min_size=1, max_size=30))
def test_any_text_comes_back_as_itself(text):
    blocks = (Heading(1, (Text("Rubrik"),), "rubrik"), Paragraph((Text(f"{text}"),)))
    content = words(pdf.render(Document(PLAIN, blocks)), "-raw", "-f", "3")
    # a line may end in a hyphen that the text has not, so hyphens are left out of the comparison
    assert text.replace("-", "") in re.sub(r"[-\n]", "", content.replace("\N{NO-BREAK SPACE}", " "))


TYPST = ["#let x = 1", "$x^2$", "*a* _b_ `c`", "\\", "<rubrik>", "@rubrik", '"', "// x", "= y", "[#panic()]"]


@pytest.mark.parametrize("text", TYPST)
def test_typst_markup_in_text_is_text(text):
    table = Tabell("t", text, TABELL.kolumner[:1], ((text,),), not_=text)
    huvud = Huvud(text, text, 2025, "kommunrapport", "1", "3 december 2025", uppgifter={text: text})
    assert pdf.render(notebook(markdown("a", "## A\n\n{eval}`x`", x=text), code("b", table), huvud=huvud))


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ([markdown("a", "## A\n\n#### C")], "level"),
        ([markdown("a", "## A\n\n[dit](#ingenstans)")], "ingenstans"),
        ([markdown("a", "## A\n\nEn katt: \N{CAT FACE}")], "could not be displayed"),
    ],
)
def test_what_pdf_ua_does_not_allow_is_refused(cells, found):
    with pytest.raises(ExportError, match="cannot be set") as caught:
        pdf.render(notebook(*cells))
    assert found in str(caught.value)


def test_a_picture_and_a_long_table_are_set():
    rows = tuple((f"Rad {n}", str(n)) for n in range(120))
    long = Tabell("lang", "Lång", TABELL.kolumner[:2], rows)
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'
    cells = [markdown("a", "## A"), code("b", long, output({"image/svg+xml": drawing}, {"alt": "En ruta på 9"}))]
    with opened(pdf.render(notebook(*cells, huvud=HUVUD))) as made:
        assert len(made.pages) >= 5


def test_a_date_without_a_day_still_gives_fixed_bytes():
    huvud = Huvud("T", "U", 2025, "kommunrapport", "1", "december 2025")
    one, two = (pdf.render(notebook(markdown("a", "## A"), huvud=huvud)) for _ in range(2))
    assert one == two


def paragraphs(word, count):
    return [Paragraph((Text(f"{word}{n} " + "ord " * 60),)) for n in range(count)]


def picture(height):
    drawing = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="680" height="{height}"><rect width="9" height="9"/></svg>'
    )
    shown = Picture("image/svg+xml", drawing.encode())
    return Figure("figur-x", "Bildens rubrik", "En bild som visar något.", "Bildtext.", shown, number=1)


@pdftotext
def test_a_tall_figure_that_has_no_room_lets_the_text_go_on_and_says_where_it_stands():
    blocks = (Heading(1, (Text("Rubrik"),), "rubrik"), *paragraphs("fore", 5), picture(600), *paragraphs("efter", 9))
    third, fourth = words(pdf.render(Document(PLAIN, tuple(blocks)))).split("\f")[2:4]
    assert "efter0" in third and "Se figur 1 på sidan 4." in third and "Bildens rubrik" not in third
    assert "Bildens rubrik" in fourth and "Se figur" not in fourth


@pdftotext
def test_a_tall_figure_on_the_same_page_needs_no_pointer():
    blocks = (Heading(1, (Text("Rubrik"),), "rubrik"), *paragraphs("fore", 1), picture(600), *paragraphs("efter", 1))
    third = words(pdf.render(Document(PLAIN, tuple(blocks)))).split("\f")[2]
    assert "Bildens rubrik" in third and "Se figur" not in third


@pdftotext
def test_a_long_table_goes_on_over_the_page_under_its_headings():
    rows = tuple((Text(f"rad{n}"),) for n in range(20))
    columns = (Column((Text("Område"),)), Column((Text("Poäng"),), "tal"))
    table = Table("tabell-x", "Tabellens titel", columns, tuple((row, (Text("1"),)) for row in rows), number=1)
    blocks = (Heading(1, (Text("Rubrik"),), "rubrik"), *paragraphs("fore", 7), table)
    third, fourth = words(pdf.render(Document(PLAIN, tuple(blocks)))).split("\f")[2:4]
    assert "rad0" in third and "rad19" in fourth
    assert all("Område" in page for page in (third, fourth))
