"""The Jinja environment of the pages beside the reports: the reports' own, with our templates before it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader

from hemtjanst_lib.export.html import TEMPLATES, page_environment

OWN = Path(__file__).parent / "templates"


@cache
def environment() -> Environment:
    """Make the environment: everything escaped, an unknown name is an error."""
    return page_environment().overlay(loader=FileSystemLoader([OWN, TEMPLATES]))
