"""What the zygote makes before the first fork: the library's functions that a template names, never its own code."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from hemtjanst_lib.batch.rehearse import rehearse


def template(folder: Path, *cells: tuple[str, str]) -> Path:
    path = folder / "mall.ipynb"
    path.write_text(json.dumps({"cells": [{"cell_type": sort, "source": text} for sort, text in cells]}))
    return path


def made(folder: Path, *cells: tuple[str, str]) -> list[Any]:
    """Return what was called for a template: the arguments of ``charts.a``, and "ord" when ``k.ord`` was read."""
    calls: list[Any] = []

    class Report:
        @property
        def ord(self) -> str:
            calls.append("ord")
            return "text"

    charts = SimpleNamespace(a=lambda k, *rest: calls.append(rest), b=lambda k: 1 / 0)
    rehearse(template(folder, *cells), Report(), {"charts": charts})
    return calls


def test_charts_are_made_with_the_arguments_that_the_template_gives(tmp_path: Path) -> None:
    assert made(tmp_path, ("code", 'charts.a(k, "bistand")'), ("code", "charts.a(k)")) == [("bistand",), ()]


def test_words_of_the_report_are_read_where_prose_and_code_name_them(tmp_path: Path) -> None:
    assert made(tmp_path, ("markdown", "Nu {eval}`k.ord`."), ("code", "k.ord")) == ["ord", "ord"]


def test_the_templates_own_code_is_never_run(tmp_path: Path) -> None:
    own = ["open('x', 'w')", "import os\nos.abort()", "charts.a(open('x', 'w'))", "charts.a(k, 1 + 1)", "other.a(k)"]
    assert made(tmp_path, *(("code", text) for text in own)) == []


def test_a_fault_is_left_for_the_notebook_to_meet(tmp_path: Path) -> None:
    assert made(tmp_path, ("code", "charts.b(k)"), ("code", "charts.missing(k)"), ("code", "charts.a(k)")) == [()]
