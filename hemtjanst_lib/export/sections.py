"""Sections: a heading stands for what is under it, and one with nothing under it is not shown."""

from __future__ import annotations

from collections.abc import Iterable

from hemtjanst_lib.export.document import Block, Heading


def filled(blocks: Iterable[Block]) -> list[Block]:
    """Leave out the headings under which no cell had anything to show, so that a report on little is short.

    A heading with only such headings under it goes too.
    """
    kept: list[Block] = []
    for block in reversed(list(blocks)):
        follows = kept[-1] if kept else None
        ends = follows is None or (isinstance(follows, Heading) and follows.level <= getattr(block, "level", 0))
        if not (isinstance(block, Heading) and ends):
            kept.append(block)
    return kept[::-1]
