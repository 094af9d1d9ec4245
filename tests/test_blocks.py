"""A notebook is read whole or refused: nothing is dropped, and no value becomes markup."""

import base64

import pytest
from export_notebook import HUVUD, TABELL, code, expression, figur, markdown, notebook, output, whole
from hypothesis import given
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_output, new_raw_cell

from hemtjanst_lib.display import Punktlista, Tabell
from hemtjanst_lib.errors import ExportError
from hemtjanst_lib.export import document as d
from hemtjanst_lib.export.blocks import read, slug

PNG = base64.b64encode(
    bytes.fromhex(
        "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000"
        "050001a5f645400000000049454e44ae426082"
    )
).decode()


def body(*cells):
    return read(notebook(*cells)).blocks


def refusal(*cells, huvud=HUVUD):
    with pytest.raises(ExportError) as caught:
        read(notebook(*cells, huvud=huvud))
    return str(caught.value)


def test_a_whole_report_is_read_in_order():
    document = read(whole(2))
    assert document.title == "Hemtjänstindex 2025 – Exempelby kommun"
    assert [d.plain(h.children) for h in document.headings if h.level == 1] == [
        "Sammanfattning",
        "Delindex 1: Utförande",
        "Delindex 2: Utförande",
        "Om indexet",
    ]
    assert [f.number for f in document.figures] == [1, 2]


def test_the_head_survives_with_its_kind_of_report():
    assert read(notebook()).huvud == HUVUD


def test_a_value_stands_in_its_sentence():
    (paragraph,) = body(markdown("a", "Index är **{eval}`k.index`** poäng.", **{"k.index": "72,7"}))
    assert paragraph.children == (d.Text("Index är "), d.Strong((d.Text("72,7"),)), d.Text(" poäng."))


def test_a_quoted_string_loses_the_quotes_that_python_put_round_it():
    (paragraph,) = body(markdown("a", "{eval}`k.namn`!", **{"k.namn": r"'Lina\'s \"by\"'"}))
    assert d.plain(paragraph.children) == 'Lina\'s "by"!'


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn"]), min_size=1))
def test_a_plain_value_is_never_markup(text):
    if text[0] in "'\"":
        text = "x" + text  # else it is Python's notation of a string
    (paragraph,) = body(markdown("a", "före {eval}`k.x` efter", **{"k.x": text}))
    assert paragraph.children == (d.Text(f"före {text} efter"),)


def test_markdown_is_preferred_to_plain_text():
    cell = expression(markdown("a", "Se {eval}`k.s`."), "k.s", text_plain="Sentence(...)", text_markdown="**två** ord")
    assert body(cell)[0].children == (d.Text("Se "), d.Strong((d.Text("två"),)), d.Text(" ord."))


def test_an_expression_alone_on_its_line_may_be_a_list():
    cell = expression(markdown("a", "{eval}`k.p`"), "k.p", text_plain="x", text_markdown="- ett\n- två")
    (block,) = body(cell)
    assert [d.plain(item[0].children) for item in block.items] == ["ett", "två"]


def test_an_expression_inside_a_value_is_not_evaluated_again():
    cell = expression(markdown("a", "{eval}`k.p`"), "k.p", text_markdown="{eval}`os.remove('x')`")
    cell = expression(cell, "os.remove('x')", text_plain="borta")
    assert "has no stored value" in refusal(cell)


def test_headings_begin_at_level_one_and_have_anchors_of_their_own():
    blocks = body(markdown("a", "## Över medel\n\n### Å\n\n## Över medel"))
    assert [(b.level, b.anchor) for b in blocks] == [(1, "over-medel"), (2, "a"), (1, "over-medel-2")]


def test_a_heading_may_not_take_the_anchor_of_a_landmark():
    (heading,) = body(markdown("a", "## Innehåll"))
    assert heading.anchor == "innehall-2"


@pytest.mark.parametrize(
    ("text", "anchor"), [("Å, ä & ö!", "a-a-o"), ("…", "avsnitt"), ("3.1 Delindex – plats", "3-1-delindex-plats")]
)
def test_slug_is_ascii(text, anchor):
    assert slug(text) == anchor


def test_boxes_lists_quotes_and_tables_nest():
    source = ":::{tip} Börja *här*\n\nText\n\n- a\n  1. b\n:::\n\n> citat\n\n| A | B |\n|---|--:|\n| x | 1 |"
    box, quote, table = body(markdown("a", source))
    assert (box.kind, d.plain(box.title)) == ("tip", "Börja här")
    assert isinstance(box.blocks[1].items[0][1], d.ListBlock) and box.blocks[1].items[0][1].ordered
    assert d.plain(quote.blocks[0].children) == "citat"
    assert [c.sort for c in table.columns] == ["text", "tal"]


def test_a_box_without_a_title_gets_the_swedish_word_for_its_kind():
    (box,) = body(markdown("a", "```{warning}\nText\n```"))
    assert d.plain(box.title) == "Varning"


def test_display_objects_become_blocks():
    table, figure, points = body(code("a", TABELL, figur(), Punktlista(("Ett **två**.",))))
    assert (table.title, table.own, table.note, table.number) == (TABELL.titel, (2,), TABELL.not_, 1)
    assert (figure.anchor, figure.number, figure.data.number) == ("figur-gap", 1, None)
    assert points.items[0][0].children[1] == d.Strong((d.Text("två"),))


def test_an_object_shown_twice_has_two_anchors():
    blocks = body(code("a", TABELL, TABELL, figur(), figur()))
    assert [b.anchor for b in blocks] == ["tabell-placering", "tabell-placering-2", "figur-gap", "figur-gap-2"]
    assert blocks[3].data.anchor == "figur-gap-2-data"


def test_plain_and_markdown_outputs_are_text():
    plain_text, rich = body(code("a", output({"text/plain": "**72,7**"}), output({"text/markdown": "**72,7**"})))
    assert plain_text.children == (d.Text("**72,7**"),)
    assert rich.children == (d.Strong((d.Text("72,7"),)),)


def test_a_picture_with_alt_text_is_a_figure():
    metadata = {"image/png": {"alt": "En prick på plats 1", "titel": "Prick", "bildtext": "Källa: provet."}}
    (figure,) = body(code("a", output({"image/png": PNG, "text/plain": "x"}, metadata)))
    assert (figure.title, figure.alt, figure.caption) == ("Prick", "En prick på plats 1", "Källa: provet.")
    assert figure.picture.content.startswith(b"\x89PNG")


def test_code_and_empty_cells_show_nothing():
    assert body(new_code_cell("1 + 1", id="a"), markdown("b", ""), new_raw_cell("", id="c")) == ()


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        (markdown("a", "{eval}`k.index`"), "expression k.index has no stored value"),
        (markdown("a", "Text <b>fet</b>"), "raw HTML cannot be shown: <b>"),
        (markdown("a", "<div>hej</div>"), "raw HTML cannot be shown: <div>hej</div>"),
        (markdown("a", "![karta](https://exempel.se/k.png)"), "picture https://exempel.se/k.png"),
        (markdown("a", "[hit](javascript:alert(1))"), "link to javascript:alert(1)"),
        (markdown("a", "[hit](../annan.ipynb)"), "link to ../annan.ipynb"),
        (markdown("a", ":::{danger}\nx\n:::"), "directive {danger} is unknown"),
        (markdown("a", "{ref}`x`"), "role {ref} is unknown"),
        (markdown("a", ":::{tip}\n:class: dropdown\nx\n:::"), "has an option"),
        (markdown("a", "bryt\x0bher"), "control character U+000B"),
        (new_raw_cell("<b>x</b>", id="a"), "is a raw cell"),
        (code("a", output({"text/html": "<table></table>", "text/plain": "x"})), "shows text/html"),
        (code("a", output({"application/vnd.vegalite.v5+json": {}})), "shows application/vnd.vegalite.v5+json"),
        (code("a", output({"application/x-okand": "?"})), "shows application/x-okand"),
        (code("a", output({"application/vnd.jupyter.widget-view+json": {}, "text/plain": "x"})), "shows a widget"),
        (code("a", output({"image/png": PNG})), "image/png without alt text"),
        (code("a", output({"image/png": "%%%"}, {"alt": "Ett fel 1"})), "image/png that cannot be read"),
        (code("a", output({"text/plain": "x"}, {"hemtjanst": {"sort": "karta"}})), "shows a karta"),
        (code("a", output({"text/plain": "x"}, figur()._repr_mimebundle_()[1])), "has no application/vnd.vegalite"),
        (code("a", new_output("stream", name="stdout", text="hej\n")), "printed to stdout"),
        (code("a", new_output("stream", name="stderr", text="Warning\n")), "printed to stderr"),
        (code("a", new_output("error", ename="KeyError", evalue="'poang'", traceback=[])), "stopped with KeyError"),
        (code("a", Tabell("t", "T", TABELL.kolumner, (("bara en",),))), "has 1 cells, its head has 4"),
    ],
)
def test_what_cannot_be_shown_stops_the_report_and_is_named(cell, found):
    message = refusal(cell)
    assert "cell a: " in message and found in message


def test_a_sentence_that_says_nothing_leaves_no_empty_paragraph_point_or_box():
    source = "{eval}`tom`\n\n- {eval}`tom`\n- ett\n\n:::{tip}\n{eval}`tom`\n:::\n\n{eval}`tom` {eval}`tom`"
    (points,) = body(expression(markdown("a", source, tom="''"), "tom", text_plain="''"))
    assert len(points.items) == 1


def test_a_failed_expression_tells_its_cause():
    cell = markdown("a", "{eval}`k.x`")
    result = {"status": "error", "ename": "AttributeError", "evalue": "no x", "traceback": []}
    cell.metadata["user_expressions"] = [{"expression": "k.x", "result": result}]
    assert "cell a: the expression k.x failed with AttributeError: no x" in refusal(cell)


def test_a_value_that_is_a_table_may_not_stand_in_a_sentence():
    cell = expression(markdown("a", "{eval}`k.t`"), "k.t", text_html="<table></table>", text_plain="t")
    assert "gave text/html, which cannot stand in a sentence" in refusal(cell)


def test_all_faults_are_told_at_once():
    message = refusal(markdown("ett", "<b>x</b>"), markdown("tva", "{eval}`k.y`"), code("tre", output({"x/y": "1"})))
    assert all(f"cell {name}: " in message for name in ("ett", "tva", "tre"))


@pytest.mark.parametrize("heads", [0, 2])
def test_a_report_has_one_head(heads):
    message = refusal(*[code(f"h{n}", HUVUD) for n in range(heads)], huvud=None)
    assert f"this notebook shows {heads}" in message
