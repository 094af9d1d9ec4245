"""What a session found, as the page ``docs/scale.md``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bench.scale.fit import Growth, growth

Row = tuple[str, list[float | None], Growth | None]

COUNTRY = 290
STAGES = {
    "example": "example: raw files of five years",
    "score": "score: five years, with the account of uncertainty and ranking lists",
    "units": "units: which units are one",
    "plan": "render --dry-run, nothing rendered yet",
    "index": "render, nothing due: every manifest read, index page and ranking list written",
    "again": "render once more, nothing due and nothing to write",
    "tool": "tool: one kommun's comparison tool",
}
SIZES = {
    "raw": "raw files, five years, MB",
    "scored": "scores, five years, MB",
    "index": "index page, MB",
    "rankinglista": "ranking list as a page, MB",
}
BROWSER = {
    "webblasare_mb": "Chromium's memory, MB (PSS)",
    "webblasare_cpu": "Chromium's processor time from start to end, s",
    "en_bokstav_ms": "search for one letter, ms",
    "namn_ms": "search for a name, ms",
    "sortera_ms": "sort by name, ms",
    "fler_ms": "show more, ms",
}
EACH = {"kommun": "kommunrapport", "sammanfattning": "sammanfattning", "enheter": "overview of units"}


def page(found: dict[str, Any]) -> str:
    """Write the whole page in Markdown; what was not measured is a dash, or left out."""
    values = {name: entry["value"] for name, entry in found.items() if isinstance(entry, dict) and "value" in entry}
    sizes = sorted({int(name.split(".")[0]) for name in values if name.split(".")[0].isdigit()})
    kommuner = [COUNTRY * size for size in sizes]
    samples = [values[name] for name in values if name.startswith("sample.")]
    others = [entry["others"] for entry in found.values() if isinstance(entry, dict) and "others" in entry]

    def rows(names: dict[str, str], *path: str) -> list[Row]:
        """Take each name's value of every size: ``*`` in the path stands for the name."""
        return [_row(text, kommuner, [_at(values, size, name, path) for size in sizes]) for name, text in names.items()]

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), undefined=StrictUndefined, keep_trailing_newline=True
    )
    return environment.get_template("page.md.j2").render(
        datum=found["datum"],
        maskin=found["maskin"],
        others=(min(others), max(others)),
        kommuner=kommuner,
        reports=[values.get(f"{size}.reports", "–") for size in sizes],
        cpu=rows(STAGES, "*", "cpu"),
        memory=rows(STAGES, "*", "peak_mb"),
        files=[*rows(SIZES, "sizes", "*"), *rows({"tool_mb": "comparison tool, MB"}, "*")],
        browser=rows(BROWSER, "browser", "*"),
        each=rows(EACH, "each", "*", "cpu"),
        gates=rows(EACH, "each", "*", "gates"),
        samples=samples,
        of_samples=growth([s["reports"] for s in samples], [s["cpu"] for s in samples]) if samples else None,
        long=values.get("long"),
    )


def _at(values: dict[str, Any], size: int, name: str, path: Sequence[str]) -> float | None:
    """Follow a path into what was found of a size; None where nothing was."""
    first, *rest = [name if part == "*" else part for part in path]
    found = values.get(f"{size}.{first}")
    for part in rest:
        found = found.get(part) if isinstance(found, dict) else None
    return None if found is None else float(found)


def _row(text: str, kommuner: list[int], values: list[float | None]) -> Row:
    known = [(n, value) for n, value in zip(kommuner, values, strict=True) if value is not None]
    return text, values, growth([n for n, _ in known], [value for _, value in known])
