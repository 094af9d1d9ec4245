"""What a report is made of: the objects that a notebook's code cells show.

Each shows itself in JupyterLab, and carries its lossless form in the output's metadata under ``hemtjanst``,
from which the exporters build HTML and PDF.
"""

from __future__ import annotations

import html
import textwrap
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from hemtjanst_lib import theme

CHART_MIMETYPE = "application/vnd.vegalite.v5+json"
METADATA_KEY = "hemtjanst"
TITLE_WIDTH = 80  # characters on a line of a chart's title in JupyterLab

RAPPORTSLAG = {  # others are spelt as they are
    "lansrapport": "Länsrapport",
    "nationell_rapport": "Nationell rapport",
    "enhetsoversikt": "Enhetsöversikt",
}

MimeBundle = tuple[dict[str, Any], dict[str, Any]]


@dataclass(frozen=True)
class Kolumn:
    """A column's heading and whether it holds words (left) or numbers (right)."""

    rubrik: str
    sort: Literal["text", "tal"] = "text"


@dataclass(frozen=True)
class Tabell:
    """A table of finished text, as the reader sees it.

    Parameters
    ----------
    id : str
        Stable slug, the anchor ``tabell-<id>``.
    titel : str
        Caption that says what the table shows.
    kolumner, rader
        Headings, and rows of as many cells; the first cell of a row is its heading.
    egna : tuple of int
        Rows to mark as the reader's own (marked by type and words, not by colour alone).
    not_ : str
        A note under the table: legend, source.
    """

    id: str
    titel: str
    kolumner: tuple[Kolumn, ...]
    rader: tuple[tuple[str, ...], ...]
    egna: tuple[int, ...] = ()
    not_: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Return the lossless form, plain JSON types only."""
        return {
            "sort": "tabell",
            "id": self.id,
            "titel": self.titel,
            "kolumner": [asdict(k) for k in self.kolumner],
            "rader": [list(rad) for rad in self.rader],
            "egna": list(self.egna),
            "not": self.not_,
        }

    def as_html(self) -> str:
        """Return a plain table with caption, column scopes and row headings."""
        sides = [f' style="text-align: {"right" if k.sort == "tal" else "left"}"' for k in self.kolumner]
        heads = zip(self.kolumner, sides, strict=True)
        head = "".join(f'<th scope="col"{side}>{html.escape(k.rubrik)}</th>' for k, side in heads)
        rows = []
        for i, (first, *rest) in enumerate(self.rader):
            mark = ' class="egen"' if i in self.egna else ""
            cells = "".join(f"<td{side}>{html.escape(text)}</td>" for text, side in zip(rest, sides[1:], strict=False))
            rows.append(f'<tr{mark}><th scope="row"{sides[0]}>{html.escape(first)}</th>{cells}</tr>')
        body = "".join(rows)
        caption = f"<caption>{html.escape(self.titel)}</caption>"
        return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> MimeBundle:
        return {"text/html": self.as_html(), "text/plain": self.titel}, {METADATA_KEY: self.as_dict()}


@dataclass(frozen=True)
class Figur:
    """A chart with all that a reader needs who does not see it.

    Parameters
    ----------
    id : str
        Stable slug, the anchor ``figur-<id>``.
    titel : str
        The finding, as a short statement.
    alt : str
        What the chart says, with its values, for a screen reader.
    bildtext : str
        What is drawn and from which source.
    spec : dict
        The Vega-Lite specification, without title: a page sets the title as text, and JupyterLab is given it with
        the chart.
    data : Tabell
        The drawn values.
    """

    id: str
    titel: str
    alt: str
    bildtext: str
    spec: dict[str, Any]
    data: Tabell

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> MimeBundle:
        form = {
            "sort": "figur",
            "id": self.id,
            "titel": self.titel,
            "alt": self.alt,
            "bildtext": self.bildtext,
            "tabell": self.data.as_dict(),
        }
        shown = {**self.spec, "title": {"text": textwrap.wrap(self.titel, TITLE_WIDTH), "anchor": "start"}}
        return {CHART_MIMETYPE: shown, "text/plain": f"{self.titel}. {self.alt}"}, {METADATA_KEY: form}


@dataclass(frozen=True)
class Punktlista:
    """A bulleted list of finished sentences in Markdown."""

    punkter: tuple[str, ...]

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> MimeBundle:
        text = "\n".join(f"- {punkt}" for punkt in self.punkter)
        return {"text/markdown": text, "text/plain": text}, {METADATA_KEY: {"sort": "punktlista"}}


@dataclass(frozen=True)
class Huvud:
    """The head of a report: what the cover and the running header say. Exactly one in a notebook.

    Parameters
    ----------
    titel, undertitel : str
        Such as "Hemtjänstindex 2025" and "Norrtälje kommun".
    ar, sort, kod : int, str, str
        Year, kind of report (``kommunrapport``) and the subject's code.
    datum : str
        Date of publication in words.
    utgava : int
        Edition, 1 until something is corrected.
    exempeldata : bool
        True when any source card says that the data are invented; then every page says so.
    uppgifter : dict
        Further label and text pairs for the cover, such as län and kommungrupp.
    fargtema : str
        The palette that the charts are drawn in, so that a page made from the notebook later has the same.
    """

    titel: str
    undertitel: str
    ar: int
    sort: str
    kod: str
    datum: str
    utgava: int = 1
    exempeldata: bool = False
    uppgifter: dict[str, str] = field(default_factory=dict)
    fargtema: str = field(default_factory=lambda: theme.DEFAULT.namn)

    @property
    def slag(self) -> str:
        """What kind of report it is, for readers; a named set is no län."""
        if self.sort == "lansrapport" and not self.kod.isdigit():
            return "Jämförelse av kommuner"
        return RAPPORTSLAG.get(self.sort, self.sort.capitalize())

    def as_dict(self) -> dict[str, Any]:
        """Return the lossless form, plain JSON types only."""
        pairs = [list(pair) for pair in self.uppgifter.items()]  # a saved notebook would sort the keys of a dict
        return {**asdict(self), "sort": "huvud", "rapport": self.sort, "uppgifter": pairs}

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> MimeBundle:
        mark = "<p><strong>EXEMPELDATA – inte verkliga resultat</strong></p>" if self.exempeldata else ""
        text = f"{html.escape(self.titel)} – {html.escape(self.undertitel)}"
        return (
            {"text/html": f"{mark}<p><strong>{text}</strong><br>{html.escape(self.datum)}</p>", "text/plain": text},
            {METADATA_KEY: self.as_dict()},
        )
