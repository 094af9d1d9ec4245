"""A heading is left out only when what is computed under it came out empty."""

from __future__ import annotations

from hemtjanst_lib.export.document import Block, Heading, Paragraph, Text
from hemtjanst_lib.export.sections import computes, spoken


def heading(words: str, level: int = 1) -> Heading:
    return Heading(level, (Text(words),), words)


def said(words: str) -> Paragraph:
    return Paragraph((Text(words),))


def words(blocks: list[Block]) -> list[str]:
    return [block.children[0].text for block in blocks]


def test_a_heading_over_nothing_but_empty_sentences_and_charts_goes() -> None:
    cells = [((heading("a"), said("b")), True), ((heading("c"),), True), ((), True), ((heading("d"), said("e")), False)]
    assert words(spoken(cells)) == ["a", "b", "d", "e"]


def test_a_heading_over_such_headings_goes_too_and_one_with_something_left_stays() -> None:
    gone = [((heading("a"),), True), ((heading("b", 2),), True), ((heading("c", 2),), True)]
    assert words(spoken([*gone, ((heading("d"), said("e")), False)])) == ["d", "e"]
    kept = [((heading("a"),), True), ((heading("b", 2),), True), ((heading("c", 2), said("e")), True)]
    assert words(spoken(kept)) == ["a", "c", "e"]


def test_a_heading_that_was_written_over_nothing_stands() -> None:
    assert words(spoken([((heading("a"),), False), ((heading("b"),), False)])) == ["a", "b"]


def test_a_live_value_in_the_heading_alone_is_not_content() -> None:
    markdown = {"cell_type": "markdown", "source": "## Index {eval}`k.ar`"}
    assert not computes(markdown)
    assert computes({**markdown, "source": ["## Index\n", "\n", "{eval}`k.mening.index`"]})
    assert computes({"cell_type": "code", "source": "x", "outputs": [{}]})
    assert not computes({"cell_type": "code", "source": "import x", "outputs": []})
