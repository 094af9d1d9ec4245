"""A report as one self-contained web page."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from hemtjanst_lib import theme
from hemtjanst_lib.display import Huvud
from hemtjanst_lib.export import svg
from hemtjanst_lib.export.blocks import read
from hemtjanst_lib.export.document import TOC_DEPTH, Document, Heading, Picture, plain

TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class Chapter:
    """A chapter of the table of contents and its parts."""

    heading: Heading
    parts: tuple[Heading, ...]


def contents(document: Document) -> tuple[Chapter, ...]:
    """Build the table of contents from the headings of the two highest levels."""
    chapters: list[Chapter] = []
    for heading in document.headings:
        if heading.level == 1 or not chapters:
            chapters.append(Chapter(heading, ()))
        elif heading.level <= TOC_DEPTH:
            last = chapters[-1]
            chapters[-1] = Chapter(last.heading, (*last.parts, heading))
    return tuple(chapters)


def render(report: Document | Mapping[str, Any], svgs: Mapping[str, str] | None = None) -> str:
    """Make the whole page: style, pictures and script inside it, nothing fetched.

    Parameters
    ----------
    report : Document or NotebookNode
        What `blocks.read` gave, or an executed notebook to read first.
    svgs : mapping, optional
        The drawn charts by figure anchor, as `svg.convert_all` gives them; drawn here when left out.

    Raises
    ------
    ExportError
        If the notebook or a chart cannot be shown.
    """
    document = report if isinstance(report, Document) else read(report)
    drawn = svg.convert_all(document) if svgs is None else svgs
    return (
        page_environment()
        .get_template("rapport.html.j2")
        .render(
            document=document,
            huvud=document.huvud,
            facts=facts(document.huvud),
            toc=contents(document),
            svgs={anchor: _placed(anchor, drawing) for anchor, drawing in drawn.items()},
            css=page_css(TEMPLATES / "rapport.css", fargtema=document.huvud.fargtema),
            script=(TEMPLATES / "rapport.js").read_text(encoding="utf-8").strip(),
        )
    )


def facts(huvud: Huvud) -> list[tuple[str, str]]:
    """List what the head of the report says of its subject, with date and edition last."""
    return [*huvud.uppgifter.items(), ("Publicerad", huvud.datum), ("Utgåva", str(huvud.utgava))]


@cache
def page_css(*sheets: Path, fargtema: str = "") -> str:
    """Join the theme's typeface and colours with the common sheet and those given, as one style sheet.

    ``fargtema`` names the palette; left out it is the project's.
    """
    palette = theme.palette(fargtema) if fargtema else theme.DEFAULT
    values = {"paper": theme.PAPER, **theme.roles(palette), "focus": "#B84F00", "face": theme.FONT_STACK}
    root = ":root { " + " ".join(f"--{name}: {value};" for name, value in values.items()) + " }"
    texts = [sheet.read_text(encoding="utf-8").strip() for sheet in (TEMPLATES / "grund.css", *sheets)]
    return "\n".join([theme.font_face_css(), root, *texts])


@cache
def page_environment(*folders: Path) -> Environment:
    """Make the Jinja environment of our pages: everything escaped, an unknown name is an error."""
    env = Environment(
        loader=FileSystemLoader([*folders, TEMPLATES]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters["kind"] = lambda thing: type(thing).__name__
    env.filters["plain"] = plain
    env.filters["data_uri"] = _data_uri
    return env


def _placed(anchor: str, drawing: str) -> str:
    hidden = drawing.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1)
    return svg.with_ids(hidden, anchor)


def _data_uri(picture: Picture) -> str:
    return f"data:{picture.mimetype};base64,{base64.b64encode(picture.content).decode()}"


def __getattr__(name: str) -> Any:
    """Load the nbconvert exporter only when nbconvert asks for it: its import costs more than a report."""
    if name == "HemtjanstExporter":
        return import_module("hemtjanst_lib.export.exporter").HemtjanstExporter
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
