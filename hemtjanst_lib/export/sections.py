"""Sections: a heading whose cells had nothing to say this time is not shown, so that a report on little is short."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from hemtjanst_lib.export.document import Block, Blocks, Heading


def computes(cell: Mapping[str, Any]) -> bool:
    """Tell whether a cell's content is computed: live values in its text, or something that code shows."""
    lines = "".join(cell["source"]).splitlines()
    if cell["cell_type"] == "markdown":
        return any("{eval}" in line for line in lines if not line.startswith("#"))
    return bool(cell.get("outputs"))


def spoken(cells: Iterable[tuple[Blocks, bool]]) -> list[Block]:
    """Put the cells' blocks in a row without the headings under which all that is computed came out empty.

    Parameters
    ----------
    cells : iterable of (blocks, computed)
        A cell's blocks, and whether they are computed (see ``computes``). A heading with nothing computed under it
        stands, as it was written; one over such headings alone goes with them.
    """
    kept: list[Block] = []
    silent = False  # whether something computed came out empty between here and the block kept last
    for blocks, computed in reversed(list(cells)):
        silent = silent or (computed and all(isinstance(block, Heading) for block in blocks))
        for block in reversed(blocks):
            if isinstance(block, Heading) and silent and _ends(kept, block.level):
                continue
            kept.append(block)
            silent = False
    return kept[::-1]


def _ends(kept: list[Block], level: int) -> bool:
    """Tell whether nothing stands under a heading of this level."""
    follows = kept[-1] if kept else None
    return follows is None or (isinstance(follows, Heading) and follows.level <= level)
