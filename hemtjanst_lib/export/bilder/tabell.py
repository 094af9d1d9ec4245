"""Native tables: a head that stands out, hairlines, numbers to the right, own rows in bold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.util import Pt

from hemtjanst_lib.export.bilder.form import Tabellruta
from hemtjanst_lib.export.bilder.matt import LINE, PT, antal_rader, bredd
from hemtjanst_lib.export.bilder.text import plain, write

SIDE, UP = 6.0, 3.0  # points of margin in a cell
SIZES = (18, 17, 16, 15, 14, 13, 12, 11)
SPARE = 0.94  # of the room: other programs' lines are a little taller
AIR = 8.0  # points that a cell's height may grow by where there is room
PLAIN = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # the style "no style, no grid"
_A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'


def fit(part: Tabellruta, room: float, height: float) -> tuple[float, list[float], list[float]] | None:
    """The largest size in which a table stands in the room, its columns' widths and rows' heights; None if none."""
    height *= SPARE
    for size in SIZES:
        widths = _widths(part, room, size)
        if size > SIZES[-1] and _narrow(part, widths, size):
            continue
        heights = _heights(part, widths, size)
        if sum(heights) <= height:
            air = min((height - sum(heights)) / len(heights), AIR)
            return size, widths, [each + air for each in heights]
    return None


def _widths(part: Tabellruta, room: float, size: float) -> list[float]:
    """Give columns of numbers what they need, and share the rest by how long the texts are."""
    if part.bredder:
        whole = sum(part.bredder)
        return [room * each / whole for each in part.bredder]
    columns = list(zip(part.rubriker, *part.rader, strict=True))
    words = [
        max(1.22 * bredd(word, size, fet=True) for text in column for word in text.split(" ") or [""]) + 2 * SIDE + 2
        for column in columns
    ]
    longest = [
        max(word, *(bredd(plain(text), size, fet=True) + 2 * SIDE + 2 for text in column))
        for word, column in zip(words, columns, strict=True)
    ]
    if sum(longest) <= room:
        more = (room - sum(longest)) / len(longest)
        return [each + more for each in longest]
    least = [max(word, min(long, 90)) for word, long in zip(words, longest, strict=True)]
    want = [max(long - small, 0) ** 0.75 for long, small in zip(longest, least, strict=True)]
    left = max(room - sum(least), 0)
    widths = [small + left * each / (sum(want) or 1) for small, each in zip(least, want, strict=True)]
    return [each * room / sum(widths) for each in widths]


def _narrow(part: Tabellruta, widths: Sequence[float], size: float) -> bool:
    """Whether a word is wider than its column."""
    columns = zip(part.rubriker, *part.rader, strict=True)
    words = [
        max(bredd(word, size, fet=True) for text in column for word in plain(text).split(" ")) for column in columns
    ]
    return any(word > wide - 2 * SIDE for word, wide in zip(words, widths, strict=True))


def _heights(part: Tabellruta, widths: Sequence[float], size: float) -> list[float]:
    rows = [part.rubriker, *part.rader]
    return [
        max(
            antal_rader(plain(text), size, wide - 2 * SIDE, fet=n == 0 or n - 1 in part.egna)
            for text, wide in zip(row, widths, strict=True)
        )
        * size
        * LINE
        + 2 * UP
        for n, row in enumerate(rows)
    ]


def insert(place: Any, part: Tabellruta) -> bool:
    """Put a table in a table's place; False when it runs over even in the smallest size."""
    room, height = place.width / PT, place.height / PT
    fitted = fit(part, room, height)
    size = fitted[0] if fitted else SIZES[-1]
    widths = fitted[1] if fitted else _widths(part, room, size)
    heights = fitted[2] if fitted else _heights(part, widths, size)
    frame = place.insert_table(len(part.rader) + 1, len(part.rubriker))
    frame._element._nvXxPr.cNvPr.set("descr", part.alt)
    table = frame.table
    table._tbl.tblPr.find("{*}tableStyleId").text = PLAIN
    table.first_row, table.horz_banding = True, False
    for column, wide in zip(table.columns, widths, strict=True):
        column.width = round(wide * PT)
    for n, (row, high) in enumerate(zip(table.rows, heights, strict=True)):
        row.height = round(high * PT)
        texts = part.rubriker if n == 0 else part.rader[n - 1]
        _row(row, texts, part, n, size)
    frame.height = round(sum(heights) * PT)
    return fitted is not None


def _row(row: Any, texts: Sequence[str], part: Tabellruta, n: int, size: float) -> None:
    own = n - 1 in part.egna
    for x, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
        cell.margin_left = cell.margin_right = Pt(SIDE)
        cell.margin_top = cell.margin_bottom = Pt(UP)
        cell.vertical_anchor = MSO_ANCHOR.MIDDLE
        paragraph = cell.text_frame.paragraphs[0]
        paragraph.alignment = PP_ALIGN.RIGHT if x in part.tal else PP_ALIGN.LEFT
        write(paragraph, text, size=size, bold=n == 0 or own)
        if not text:
            paragraph._p.append(parse_xml(f'<a:endParaRPr {_A} lang="sv-SE" sz="{round(size * 100)}"/>'))
        if n == 0:
            cell.fill.solid()
            cell.fill.fore_color.theme_color = MSO_THEME_COLOR.ACCENT_1
            for run in paragraph.runs:
                run.font.color.theme_color = MSO_THEME_COLOR.BACKGROUND_1
        elif own:
            cell.fill.solid()
            cell.fill.fore_color.theme_color = MSO_THEME_COLOR.BACKGROUND_2
        _hairline(cell)


def _hairline(cell: Any) -> None:
    properties = cell._tc.get_or_add_tcPr()
    line = f'<a:lnB {_A} w="6350"><a:solidFill><a:schemeClr val="accent2"/></a:solidFill></a:lnB>'
    properties.insert(0, parse_xml(line))
