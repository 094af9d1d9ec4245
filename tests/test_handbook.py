"""The commands and options that the handbook and the README name are there, and their links lead somewhere."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import typer

from hemtjanst_lib.cli import app

ROOT = Path(__file__).parents[1]
PAGES = ["README.md", "docs/handbok.md", "docs/leverans.md", "docs/kluster.md"]
CODE = re.compile(r"`(?:\.venv/bin/)?(hemtjanst [^`\n]+)`|^(?:\.venv/bin/)?(hemtjanst [^\n#]+)", re.MULTILINE)


def commands(text: str) -> list[str]:
    """Find every ``hemtjanst …`` in code, inline or in a block."""
    return sorted({(inline or line).strip() for inline, line in CODE.findall(text)})


def faults(written: str) -> list[str]:
    """Say what in a written command the program does not have."""
    command: Any = typer.main.get_command(app)
    words = shlex.split(re.sub(r"[…\[\]]", " ", written))[1:]
    while words and hasattr(command, "commands"):
        if words[0] not in command.commands:
            # `review YEAR` means compare, so a year may stand where a subcommand does
            if words[0].isdigit() and "compare" in command.commands:
                command = command.commands["compare"]
                break
            return [] if words[0] == "--help" else [f"{written}: no command {words[0]}"]
        command = command.commands[words.pop(0)]
    known = {"--help"} | {name for each in command.params for name in (*each.opts, *each.secondary_opts)}
    return [f"{written}: no option {word}" for word in words if word.startswith("-") and word not in known]


@pytest.mark.parametrize("page", PAGES)
def test_every_command_and_option_is_there(page):
    found = commands((ROOT / page).read_text(encoding="utf-8"))
    assert len(found) > 5
    assert [fault for each in found for fault in faults(each)] == []


@pytest.mark.parametrize("written", ["hemtjanst rendera 2025", "hemtjanst render 2025 --kommuner 0188"])
def test_a_command_or_option_that_is_not_there_is_found(written):
    assert len(faults(written)) == 1


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_to_files_and_headings(page):
    text = (ROOT / page).read_text(encoding="utf-8")
    headings = {re.sub(r"[^\w\- ]", "", line).strip().lower().replace(" ", "-") for line in re.findall(r"^#+ (.*)", text, re.MULTILINE)}  # fmt: skip  # noqa: E501
    lost = []
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        file, _, heading = target.partition("#")
        if "://" in target:
            continue
        if (file and not ((ROOT / page).parent / file).exists()) or (heading and not file and heading not in headings):
            lost.append(target)
    assert lost == []
