"""The decks of slides: that they are whole, can be read by all, say what the facts say, and keep own slides."""

import io
import re
from dataclasses import replace
from zipfile import ZipFile

import pandas as pd
import pytest
from PIL import Image
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from hemtjanst_lib.analysis import utgivning
from hemtjanst_lib.analysis.enheter import enhetsfakta
from hemtjanst_lib.analysis.kommun import fakta_av, load_nation
from hemtjanst_lib.analysis.lan import lansfakta_av, valj_urval
from hemtjanst_lib.errors import ExportError, ParameterError
from hemtjanst_lib.export.bilder import enhetsbilder, kommunbilder, lanbilder
from hemtjanst_lib.export.bilder.egna import read_own
from hemtjanst_lib.export.bilder.form import Bild, Bildspel, Stycken
from hemtjanst_lib.export.bilder.mall import MARK, PLATSER, mall
from hemtjanst_lib.export.bilder.matt import antal_rader, bredd
from hemtjanst_lib.export.bilder.skriv import as_pptx
from hemtjanst_lib.language import avrunda

KOD, ENSAM = "0114", "0980"  # Gotland is alone in its län
ORD = re.compile(r"\{|\}|\bnan\b|\bNone\b|Sentence|<c:|\*\*|\]\(")


@pytest.fixture(scope="module")
def nation(example_data):
    return load_nation(2025, example_data)


@pytest.fixture(scope="module")
def fakta(nation):
    return fakta_av(nation, KOD, utgivning(2025))


@pytest.fixture(scope="module")
def silent(nation):
    """The facts of a kommun that left a whole survey unanswered."""
    missing = nation.now.scores.helt_saknade.any(axis=1)
    return fakta_av(nation, str(missing.index[missing][0]), utgivning(2025))


@pytest.fixture(scope="module")
def content(nation, fakta):
    return kommunbilder(nation, fakta)


@pytest.fixture(scope="module")
def lan(nation):
    return lansfakta_av(nation, valj_urval("01", "", nation.kommuner), utgivning(2025))


@pytest.fixture(scope="module")
def units(example_data, nation):
    counts = nation.now.enhetspoang["enhet"]
    hidden = counts[counts["skal_utforande"].eq("sekretess")]["kommunkod"].iloc[0]
    return enhetsfakta(2025, str(hidden), example_data)


@pytest.fixture(scope="module", params=["kommun", "tyst", "ensam", "lan", "lan_ensam", "enheter"])
def deck(request, nation, content, silent, lan, units):  # noqa: PLR0917  (fixtures)
    gotland = lansfakta_av(nation, valj_urval("09", "", nation.kommuner), utgivning(2025))
    make = {
        "kommun": lambda: content,
        "tyst": lambda: kommunbilder(nation, silent),
        "ensam": lambda: kommunbilder(nation, fakta_av(nation, ENSAM, utgivning(2025))),
        "lan": lambda: lanbilder(nation, lan, [("Datainsamlingen börjar", "15 augusti 2026")]),
        "lan_ensam": lambda: lanbilder(nation, gotland),
        "enheter": lambda: enhetsbilder(units),
    }
    return Presentation(io.BytesIO(make[request.param]()))


def opened(content: bytes):
    return Presentation(io.BytesIO(content))


def titles(deck) -> list[str]:
    return [slide.shapes.title.text_frame.text for slide in deck.slides]


def chart(content: bytes, title: str):
    slides = [slide for slide in opened(content).slides if title in slide.shapes.title.text_frame.text]
    return next(shape.chart for slide in slides for shape in slide.shapes if shape.has_chart)


def test_every_slide_has_a_title_of_its_own_and_notes_with_a_source(deck):
    assert all(titles(deck))
    assert len(set(titles(deck))) == len(titles(deck))
    assert all("Källa: Hemtjänstindex 2025" in slide.notes_slide.notes_text_frame.text for slide in deck.slides)


def test_a_kommuns_deck_has_between_25_and_36_slides(content):
    assert 25 <= len(opened(content).slides) <= 36


def test_charts_tables_and_pictures_say_what_they_show_to_who_does_not_see_them(deck):
    shown = [shape for slide in deck.slides for shape in slide.shapes if shape.has_chart or shape.has_table]
    told = [shape._element._nvXxPr.cNvPr.get("descr") or "" for shape in shown]
    assert shown
    assert min(map(len, told)) > 25


def test_every_run_of_text_says_that_it_is_swedish(deck):
    for slide in deck.slides:
        runs = [*slide._element.iter("{*}r"), *slide.notes_slide._element.iter("{*}r")]
        texts = [run for run in runs if run.tag.endswith("main}r")]
        assert texts
        assert {run.find("{*}rPr").get("lang") for run in texts} == {"sv-SE"}, slide.shapes.title.text_frame.text


def test_no_place_is_left_empty_and_no_text_shows_its_markup(deck):
    for slide in deck.slides:
        texts = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
        assert all(text.strip() for text in texts), slide.shapes.title.text_frame.text
        assert not [text for text in texts if ORD.search(text)]
        assert not [shape.name for shape in slide.placeholders if shape.placeholder_format.type is None]


def test_the_title_is_read_first_and_the_number_last(deck):
    for slide in deck.slides:
        order = list(slide.shapes)
        assert order[0].shape_id == slide.shapes.title.shape_id
        assert order[-1].name == "Bildnummer"
        assert len({shape.shape_id for shape in order}) == len(order)


def test_invented_data_are_marked_on_every_slide(deck):
    assert all(MARK in [s.text_frame.text for s in slide.shapes if s.has_text_frame] for slide in deck.slides)


def test_real_data_are_not_marked(nation, fakta):
    deck = opened(kommunbilder(nation, replace(fakta, exempeldata=False)))
    assert not [slide for slide in deck.slides for s in slide.shapes if s.has_text_frame and MARK in s.text_frame.text]
    assert all(slide.notes_slide.notes_text_frame.text.find("Exempeldata") < 0 for slide in deck.slides)


def test_colours_come_from_the_theme_so_that_another_master_can_be_used(content):
    with ZipFile(io.BytesIO(content)) as archive:
        parts = [name for name in archive.namelist() if re.match(r"ppt/(slides|charts)/[^/]+\.xml$", name)]
        assert parts
        assert not [name for name in parts if b"srgbClr" in archive.read(name)]


def test_layouts_are_called_by_what_they_are_for():
    assert [layout.name for layout in Presentation(io.BytesIO(mall())).slide_layouts] == list(PLATSER)


def test_the_same_facts_give_the_same_bytes(nation, fakta, content, units):
    assert kommunbilder(nation, fakta) == content
    assert enhetsbilder(units) == enhetsbilder(units)


def test_a_deck_is_small_and_dated_by_its_publication(content):
    assert len(content) < 2**20
    about = opened(content).core_properties
    assert about.created.date() == utgivning(2025).datum
    assert about.language == "sv-SE"


def test_the_chart_of_prioritised_areas_holds_the_facts_and_keeps_its_colour_below_zero(content, fakta):
    found = chart(content, "prioriterade områden")
    wanted = fakta.omraden[fakta.omraden["prioriterat"].astype(bool)].sort_values("gap", ascending=False, kind="stable")
    (series,) = found.plots[0].series
    assert list(found.plots[0].categories) == wanted["namn"].tolist()
    assert list(series.values) == [float(avrunda(gap, 0)) for gap in wanted["gap"]]
    assert series.invert_if_negative is False
    below = [n for n, gap in enumerate(series.values) if gap < 0]
    points = {int(p.find("{*}idx").get("val")): p for p in series._element.findall("{*}dPt")}
    assert sorted(points) == below
    assert all(p.find("{*}invertIfNegative").get("val") == "0" for p in points.values())
    assert all(p.find(".//{*}schemeClr").get("val") == "accent3" for p in points.values())


def test_the_data_behind_a_chart_can_be_edited(content, fakta):
    found = chart(content, "delindex")
    book = pd.read_excel(io.BytesIO(found.part.chart_workbook.xlsx_part.blob), index_col=0, engine="openpyxl")
    assert book[fakta.kommun.namn].tolist() == [float(avrunda(x, 1)) for x in fakta.delindex["poang"]]


def test_no_line_is_drawn_over_a_break_in_method(content, fakta):
    found = chart(content, "Indexet")
    names = list(found.plots[0].categories)
    at = names.index(str(fakta.brott[0])) - 1
    assert names[at] == "nytt sätt att räkna"
    assert [series.values[at] for series in found.plots[0].series] == [None, None]


def test_what_silence_cost_is_shown_only_where_something_is_missing(nation, content, silent):
    assert not [title for title in titles(opened(content)) if "Obesvarade" in title]
    assert [title for title in titles(opened(kommunbilder(nation, silent))) if "Obesvarade" in title]


def test_a_year_without_comparison_has_no_change(nation, fakta):
    alone = replace(fakta, forandring=None, ar_fore=None, index_fore=None)
    assert "går inte att jämföra" in " ".join(titles(opened(kommunbilder(nation, alone))))


def texts_of(content: bytes) -> str:
    """All that a deck holds: slides, notes, charts and the sheets behind them."""
    found = []
    with ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            body = archive.read(name)
            if name.endswith(".xlsx"):
                with ZipFile(io.BytesIO(body)) as book:
                    found += [book.read(part).decode() for part in book.namelist() if part.endswith(".xml")]
            elif name.endswith(".xml"):
                found.append(body.decode())
    return "\n".join(found)


def test_a_suppressed_unit_has_no_points_in_its_deck(units):
    hidden = units.enheter[units.enheter["skal_utforande"].eq("sekretess")]
    assert len(hidden)
    assert hidden["utforande"].isna().all()
    for slide in opened(enhetsbilder(units)).slides:
        for shape in slide.shapes:
            if shape.has_chart and "Utförande" in slide.shapes.title.text_frame.text:
                assert not set(hidden["namn"]) & set(shape.chart.plots[0].categories)


def test_an_anonymous_deck_names_no_unit(units):
    told = texts_of(enhetsbilder(units, anonym=True))
    assert not [namn for namn in units.enheter["namn"] if namn in told]
    assert "Enhet A" in told


def test_a_kommun_without_units_gets_a_deck_that_says_so(nation, example_data):
    has = set(nation.now.enhetspoang["enhet"]["kommunkod"])
    none = next((kod for kod in nation.register.index if kod not in has), None)
    assert none is not None
    deck = opened(enhetsbilder(enhetsfakta(2025, none, example_data)))
    assert not [shape for slide in deck.slides for shape in slide.shapes if shape.has_chart]


# Own slides


@pytest.fixture
def own(tmp_path):
    """A folder with a picture and a deck of one slide with a chart."""
    Image.new("RGB", (400, 200), "white").save(tmp_path / "karta.png")
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(13.333), Inches(7.5)
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.shapes.title.text = "Vår egen bild"
    data = CategoryChartData()
    data.categories, _ = ["a", "b"], data.add_series("Egna", [1, 2])
    slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, Inches(1), Inches(2), Inches(5), Inches(3), data)
    slide.shapes.add_textbox(Inches(7), Inches(2), Inches(4), Inches(1)).text_frame.text = "Så arbetar vi"
    deck.save(tmp_path / "eget.pptx")
    write_list(
        tmp_path,
        "- {fil: eget.pptx, efter: prioriterade}\n- {fil: karta.png, efter: titel, titel: Vår karta, alt: En karta}\n",
    )
    return tmp_path


def write_list(folder, rows: str) -> None:
    (folder / "bilder.yml").write_text(f"bilder:\n{rows}", encoding="utf-8")


def test_own_slides_come_after_those_they_name_every_time(nation, fakta, own):
    first = kommunbilder(nation, fakta, own)
    found = titles(opened(first))
    assert found[1] == "Vår karta"
    assert "prioriterade" in found[found.index("Vår egen bild") - 1]
    assert kommunbilder(nation, fakta, own) == first


def test_own_slides_keep_their_charts_texts_and_alt_texts(nation, fakta, own):
    slides = {s.shapes.title.text_frame.text: s for s in opened(kommunbilder(nation, fakta, own)).slides}
    copied = slides["Vår egen bild"]
    (found,) = [shape.chart for shape in copied.shapes if shape.has_chart]
    assert list(found.plots[0].series[0].values) == [1, 2]
    assert found.part.chart_workbook.xlsx_part is not None
    assert "Så arbetar vi" in [shape.text_frame.text for shape in copied.shapes if shape.has_text_frame]
    (picture,) = [shape for shape in slides["Vår karta"].shapes if shape.shape_type == 13]
    assert picture._element._nvXxPr.cNvPr.get("descr") == "En karta"


def test_no_folder_means_no_own_slides(tmp_path):
    assert read_own(tmp_path / "inget") == []


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ("- {fil: borta.png, efter: titel, titel: a, alt: b}\n", "there is no file borta.png"),
        ("- {fil: karta.png, efter: titel}\n", "a picture needs alt"),
        ("- {fil: karta.png}\n", "efter is missing"),
        ("- {fil: karta.gif, efter: titel}\n", "is no .png"),
        ("- {fil: karta.png, efter: titel, titel: a, alt: b, var: c}\n", "no such key: var"),
        ("- karta.png\n", "found str"),
    ],
)
def test_a_wrong_list_is_refused_with_what_is_wrong(own, rows, fault):
    write_list(own, rows)
    with pytest.raises(ParameterError, match=re.escape(fault)):
        read_own(own)


def test_a_file_that_nobody_names_is_a_fault(own):
    write_list(own, "- {fil: eget.pptx, efter: titel}\n")
    with pytest.raises(ParameterError, match=re.escape("karta.png: stands in the folder but not in the list")):
        read_own(own)


def test_a_place_that_does_not_exist_a_broken_file_and_a_taken_title_are_all_told(nation, fakta, own):
    (own / "trasig.pptx").write_bytes(b"not a deck")
    write_list(
        own,
        "- {fil: eget.pptx, efter: nowhere}\n- {fil: trasig.pptx, efter: titel}\n"
        "- {fil: karta.png, efter: titel, titel: Läs siffrorna med omdöme, alt: b}\n",
    )
    with pytest.raises(ParameterError) as told:
        kommunbilder(nation, fakta, own)
    assert "no slide 'nowhere'" in str(told.value)
    assert "trasig.pptx: cannot be read" in str(told.value)
    assert "is taken" in str(told.value)


def test_slides_of_other_measures_are_refused(nation, fakta, own):
    deck = Presentation()
    deck.slides.add_slide(deck.slide_layouts[5]).shapes.title.text = "Smal"
    deck.save(own / "eget.pptx")
    with pytest.raises(ParameterError, match="expected widescreen"):
        kommunbilder(nation, fakta, own)


# The writer


def spel(fakta, *bilder: Bild) -> Bildspel:
    return Bildspel("t", "s", fakta.publicerad, False, bilder)


def test_two_slides_with_one_title_are_refused(fakta):
    with pytest.raises(ExportError, match="stands twice"):
        as_pptx(spel(fakta, Bild("a", "Samma", "Text"), Bild("b", "Samma", "Text")))


def test_a_text_that_does_not_fit_is_refused(fakta):
    with pytest.raises(ExportError, match="the text is too long"):
        as_pptx(spel(fakta, Bild("a", "Rubrik", "Text", (Stycken(["ord " * 2000]),))))


def test_bold_and_links_become_runs(fakta):
    part = Stycken(["Se **här** och [webben](https://hemtjanstindex.se/)."])
    slide = opened(as_pptx(spel(fakta, Bild("a", "Rubrik", "Text", (part,), "n")))).slides[0]
    runs = slide.placeholders[10].text_frame.paragraphs[0].runs
    assert [run.text for run in runs] == ["Se ", "här", " och ", "webben", "."]
    assert [bool(run.font.bold) for run in runs] == [False, True, False, False, False]
    assert runs[3].hyperlink.address == "https://hemtjanstindex.se/"


def test_lines_are_counted_by_words_that_fit():
    room = bredd("hemtjänst i", 12) + 1
    assert antal_rader("hemtjänst", 12, room) == 1
    assert antal_rader("hemtjänst i hela", 12, room) == 2
    assert antal_rader("x" * 400, 12, room) > 10


def test_a_kommun_that_is_alone_in_its_lan_is_spoken_of_by_its_name(nation):
    deck = Presentation(
        io.BytesIO(lanbilder(nation, lansfakta_av(nation, valj_urval("09", "", nation.kommuner), utgivning(2025))))
    )
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    assert not [title for title in titles if "ommunens kommuner" in title]
    assert sum(title.startswith("Gotland ligger") for title in titles) >= 1
    assert sum(title.startswith("Gotland hör till klassen") for title in titles) == 1


def test_a_chart_never_writes_zero_for_a_difference_that_its_title_counts(nation, fakta):
    deck = Presentation(io.BytesIO(kommunbilder(nation, fakta)))
    seen = 0
    for slide in deck.slides:
        for shape in slide.shapes:
            if not shape.has_chart or not (title := slide.shapes.title.text_frame.text).endswith("högre poäng än 2024"):
                continue
            values = [x for x in shape.chart.plots[0].series[0].values if x is not None]
            assert title.startswith(f"{sum(x > 0 for x in values)} av {len(values)} områden")
            seen += 1
    assert seen == 1
