"""The index page: every report of a year with its status, to search and filter in any browser, from disk."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from hemtjanst_lib.delivery.pages import OWN, environment
from hemtjanst_lib.delivery.ranking import Rankinglista
from hemtjanst_lib.export.html import page_css
from hemtjanst_lib.files import write_atomic
from hemtjanst_lib.language import sortera, tal

Status = Literal["klar", "fel", "saknas"]
STATUS_WORDS = {"klar": "Klar", "fel": "Fel", "saknas": "Inte gjord"}
_ORDER = {"fel": 0, "klar": 1, "saknas": 2}
_FORMATS = {"html": "Webbsida", "pdf": "PDF", "ipynb": "Notebook"}


@dataclass(frozen=True)
class IndexRow:
    """One report on the index page.

    Parameters
    ----------
    kod, namn, lan : str
        The subject's code, its name and its län.
    status : {"klar", "fel", "saknas"}
        Rendered (now or before, and up to date), failed, or not rendered.
    lankar : mapping
        Format → address relative to the page, such as ``{"html": "0188_norrtalje/0188_….html"}``.
    placering, index, klass, saknas
        Place, index in points (unrounded), class and codes of missing sources; None and "" where there is none.
    fel : str
        Why it failed, in a line.
    """

    kod: str
    namn: str
    lan: str
    status: Status
    lankar: Mapping[str, str]
    placering: int | None = None
    index: float | None = None
    klass: str = ""
    saknas: str = ""
    fel: str = ""

    @property
    def sok(self) -> str:
        """What a search is held against: code, name and län, with å ä ö folded."""
        return fold(f"{self.kod} {self.namn} {self.lan}")

    @property
    def index_text(self) -> str:
        """The index as printed, "" when there is none."""
        return "" if self.index is None else tal(self.index)

    @property
    def status_text(self) -> str:
        """The status in words."""
        return STATUS_WORDS[self.status]

    @property
    def filer(self) -> list[tuple[str, str]]:
        """The files' names and addresses, in a fixed order."""
        return [(name, self.lankar[key]) for key, name in _FORMATS.items() if key in self.lankar]


def fold(text: str) -> str:
    """Fold case and accents, so that "vaxjo" finds Växjö; the page's script does the same."""
    decomposed = unicodedata.normalize("NFD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def index_rows(
    rankinglista: Rankinglista,
    lankar: Mapping[str, Mapping[str, str]],
    fel: Mapping[str, str] | None = None,
) -> list[IndexRow]:
    """Join the ranking list with what a run has made.

    Parameters
    ----------
    rankinglista : Rankinglista
        All kommuner of the year.
    lankar : mapping
        kommunkod → format → relative address, for the reports that exist and are up to date.
    fel : mapping, optional
        kommunkod → the cause, for those that failed.
    """
    failed = fel or {}

    def status(kod: str) -> Status:
        return "fel" if kod in failed else "klar" if kod in lankar else "saknas"

    def row(kod: str, rad: Mapping[Any, Any]) -> IndexRow:
        return IndexRow(
            kod=kod,
            namn=rad["namn"],
            lan=rad["lan"],
            status=status(kod),
            lankar=lankar.get(kod, {}),
            placering=None if pd.isna(rad["placering"]) else int(rad["placering"]),
            index=None if pd.isna(rad["index"]) else float(rad["index"]),
            klass=rad["klass"],
            saknas=rad["saknas"],
            fel=failed.get(kod, ""),
        )

    return [row(str(kod), rad) for kod, rad in rankinglista.rader.to_dict("index").items()]


def index_html(rows: Iterable[IndexRow], *, ar: int, exempeldata: bool, lankar: Sequence[tuple[str, str]] = ()) -> str:
    """Make the page: failed reports first, then by place and name.

    Parameters
    ----------
    rows : iterable of IndexRow
        One a report.
    ar : int
        Index year.
    exempeldata : bool
        True when the figures are invented; the page then says so.
    lankar : sequence of (name, address)
        Further files to lead to, such as the ranking list.
    """
    ordered = sorted(rows, key=lambda row: (_ORDER[row.status], row.placering or 10**6, row.kod))
    return (
        environment()
        .get_template("index.html.j2")
        .render(
            rows=ordered,
            ar=ar,
            exempeldata=exempeldata,
            lankar=list(lankar),
            lan=sortera({row.lan for row in ordered}),
            klasser=list(dict.fromkeys(row.klass for row in ordered if row.klass)),
            counts={key: sum(row.status == key for row in ordered) for key in STATUS_WORDS},
            words=STATUS_WORDS,
            css=page_css(OWN / "lista.css", OWN / "index.css"),
            script=environment().get_template("index.js").render(),
        )
    )


def write_index(
    out: Path, rows: Iterable[IndexRow], *, ar: int, exempeldata: bool, lankar: Sequence[tuple[str, str]] = ()
) -> Path:
    """Write ``index.html`` into ``out`` whole, and return its path."""
    path = out / "index.html"
    write_atomic(path, index_html(rows, ar=ar, exempeldata=exempeldata, lankar=lankar))
    return path
