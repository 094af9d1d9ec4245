"""The index page: every report of a year with its status, to search and filter in any browser, from disk."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from hemtjanst_lib.delivery.pages import OWN, environment
from hemtjanst_lib.export.html import page_css
from hemtjanst_lib.files import write_atomic
from hemtjanst_lib.language import sortera, tal

Status = Literal["klar", "fel", "saknas"]
STATUS_WORDS = {"klar": "Klar", "fel": "Fel", "saknas": "Inte gjord"}
_ORDER = {"fel": 0, "klar": 1, "saknas": 2}
ALL_IN_TABLE, FIRST = 5000, 400  # reports: with more than that, the first are rows of the table and the rest data
_FORMATS = {"html": "Webbsida", "pdf": "PDF", "ipynb": "Notebook", "zip": "Paket"}


@dataclass(frozen=True)
class IndexRow:
    """One report on the index page.

    Parameters
    ----------
    rapport : str
        The kind of report in words, such as ``Kommunrapport``.
    kod, namn, lan : str
        The subject's code ("" when it needs none), its name and its län ("" when it lies in none).
    status : {"klar", "fel", "saknas"}
        Rendered (now or before, and up to date), failed, or not rendered.
    lankar : mapping
        Format → address relative to the page, such as ``{"html": "0188_norrtalje/0188_….html"}``.
    placering, index, klass, saknas
        Place, index in points (unrounded), class and codes of missing sources; None and "" where there is none. Of
        ``saknas`` "" says that a kommun lacks nothing, None that the question does not apply.
    fel : str
        Why it failed, in a line.
    ordning : int
        Place of the kind of report among the others.
    """

    rapport: str
    kod: str
    namn: str
    lan: str
    status: Status
    lankar: Mapping[str, str]
    placering: int | None = None
    index: float | None = None
    klass: str = ""
    saknas: str | None = None
    fel: str = ""
    ordning: int = 0

    @property
    def sok(self) -> str:
        """What a search is held against: code, name, län and kind of report, with å ä ö folded."""
        return fold(f"{self.kod} {self.namn} {self.lan} {self.rapport}")

    @property
    def index_text(self) -> str:
        """The index as printed, "" when there is none."""
        return "" if self.index is None else tal(self.index)

    @property
    def saknas_text(self) -> str:
        """The codes of missing sources as printed."""
        return "." if self.saknas is None else self.saknas or "nej"

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


def index_row(
    rapport: str,
    kod: str,
    namn: str,
    lan: str,
    *,
    lankar: Mapping[str, str],
    fel: str = "",
    resultat: Mapping[Any, Any] | None = None,
    ordning: int = 0,
) -> IndexRow:
    """Join what a run made of a report with the subject's row of the ranking list.

    Parameters
    ----------
    rapport, kod, namn, lan, ordning
        As in ``IndexRow``.
    lankar : mapping
        Format → relative address; empty when the report does not exist or is not up to date.
    fel : str
        The cause, when it failed.
    resultat : mapping, optional
        The row of ``Rankinglista.rader``; empty when the report is not on one kommun.
    """
    status: Status = "fel" if fel else "klar" if lankar else "saknas"
    row = resultat or {}
    return IndexRow(
        rapport,
        kod,
        namn,
        lan,
        status,
        lankar,
        placering=None if pd.isna(row.get("placering")) else int(row["placering"]),
        index=None if pd.isna(row.get("index")) else float(row["index"]),
        klass=row.get("klass", ""),
        saknas=row.get("saknas"),
        fel=fel,
        ordning=ordning,
    )


def index_html(rows: Iterable[IndexRow], *, ar: int, exempeldata: bool, lankar: Sequence[tuple[str, str]] = ()) -> str:
    """Make the page: failed reports first, then by kind of report, place and code.

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
    ordered = sorted(rows, key=lambda row: (_ORDER[row.status], row.ordning, row.placering or 10**6, row.kod, row.namn))
    standing = ordered if len(ordered) <= ALL_IN_TABLE else ordered[:FIRST]
    return (
        environment()
        .get_template("index.html.j2")
        .render(
            rows=standing,
            resten=_as_data(ordered[len(standing) :]),
            antal=len(ordered),
            ar=ar,
            exempeldata=exempeldata,
            lankar=list(lankar),
            lan=sortera({row.lan for row in ordered if row.lan}),
            rapporter=_in_order((row.ordning, row.rapport) for row in ordered),
            klasser=list(dict.fromkeys(row.klass for row in ordered if row.klass)),
            counts={key: sum(row.status == key for row in ordered) for key in STATUS_WORDS},
            words=STATUS_WORDS,
            css=page_css(OWN / "lista.css", OWN / "index.css"),
            script=environment().get_template("index.js").render(),
        )
    )


def _as_data(rows: Sequence[IndexRow]) -> str:
    """Write rows as data for the page's script: a tenth of the bytes of a table's rows; "" when there are none."""
    if not rows:
        return ""
    words = {name: list(dict.fromkeys(getattr(row, name) for row in rows)) for name in ("lan", "klass", "rapport")}
    status = list(STATUS_WORDS)
    places = {name: {word: number for number, word in enumerate(found)} for name, found in words.items()}
    told = [
        [
            *(row.placering, row.namn, row.kod, places["lan"][row.lan], row.index_text, places["klass"][row.klass]),
            *(row.saknas_text, places["rapport"][row.rapport], status.index(row.status), row.fel, *_files(row.lankar)),
        ]
        for row in rows
    ]
    content = {"format": _FORMATS, "status": list(STATUS_WORDS.items()), **words, "rader": told}
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _files(lankar: Mapping[str, str]) -> tuple[list[list[str]], str]:
    """Give each file's format, with its address where that is not the common beginning and the format."""
    base = next((href.removesuffix(f".{key}") for key, href in lankar.items()), "")
    known = [(key, lankar[key]) for key in _FORMATS if key in lankar]
    return [[key] if href == f"{base}.{key}" else [key, href] for key, href in known], base


def _in_order(kinds: Iterable[tuple[int, str]]) -> list[str]:
    return [rapport for _, rapport in sorted(set(kinds))]


def write_index(
    out: Path, rows: Iterable[IndexRow], *, ar: int, exempeldata: bool, lankar: Sequence[tuple[str, str]] = ()
) -> Path:
    """Write ``index.html`` into ``out`` whole, and return its path."""
    path = out / "index.html"
    write_atomic(path, index_html(rows, ar=ar, exempeldata=exempeldata, lankar=lankar))
    return path
