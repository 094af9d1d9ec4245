"""The comparison tool put together as one page: style, script and data inside it, nothing fetched."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader

from hemtjanst_lib import theme
from hemtjanst_lib.analysis.facts import Kommunfakta
from hemtjanst_lib.analysis.national import Nation
from hemtjanst_lib.export.html import TEMPLATES, page_css, page_environment
from hemtjanst_lib.export.verktyg.underlag import underlag

OWN = Path(__file__).parent / "mallar"
SCRIPTS = ("sprak", "rakna", "tillstand", "bild", "delar", "vyer_lage", "vyer_kommuner", "vyer_prova", "app")


def kommunverktyg(nation: Nation, fakta: Kommunfakta) -> str:
    """Make one kommun's comparison tool as a web page; the same facts give the same text."""
    palette = theme.DEFAULT
    return (
        _environment()
        .get_template("verktyg.html.j2")
        .render(
            fakta=fakta,
            css=page_css(OWN / "verktyg.css"),
            script=script(),
            data=_as_json(underlag(nation, fakta)),
            farger=_as_json(
                {"over": palette.over, "under": palette.under, "egen": palette.egen, "medel": palette.medel}
            ),
        )
    )


@cache
def script() -> str:
    """Join the page's scripts, in the order in which they need each other, in one closed function."""
    texts = [(OWN / f"{name}.js").read_text(encoding="utf-8").strip() for name in SCRIPTS]
    return "\n".join(["(function () {", '"use strict";', *texts, "})();"])


def _as_json(content: Any) -> str:
    """Write JSON that can stand inside a script element."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.replace("<", "\\u003c")


@cache
def _environment() -> Environment:
    return page_environment().overlay(loader=FileSystemLoader([OWN, TEMPLATES]))
