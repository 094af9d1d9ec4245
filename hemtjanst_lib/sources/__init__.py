"""The raw files of a year to one long table of answers, each traceable to its file and cell.

The layout of the files stands in ``parameters/sources/<year>.yml`` and is described in ``docs/sources.md``.
"""

from hemtjanst_lib.sources.cards import SourceCard, read_card, write_card
from hemtjanst_lib.sources.enhetsregister import register_path
from hemtjanst_lib.sources.kalla import raw_folder
from hemtjanst_lib.sources.layout import Layout, layout_path, load_layout
from hemtjanst_lib.sources.year import (
    COLUMNS,
    YearAnswers,
    check_year,
    corrections_path,
    examine_year,
    read_year,
)

__all__ = [
    "COLUMNS",
    "Layout",
    "SourceCard",
    "YearAnswers",
    "check_year",
    "corrections_path",
    "examine_year",
    "layout_path",
    "load_layout",
    "raw_folder",
    "read_card",
    "read_year",
    "register_path",
    "write_card",
]
