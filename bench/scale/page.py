"""What a session found, as the page ``docs/scale.md``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bench.scale.fit import Growth, growth

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
    """Write the whole page in Markdown; what was not measured is left out."""
    values = {name: entry["value"] for name, entry in found.items() if isinstance(entry, dict) and "value" in entry}
    sizes = sorted({int(name.split(".")[0]) for name in values if name.split(".")[0].isdigit()})
    whole = [size for size in sizes if f"{size}.each" in values]
    kommuner = [COUNTRY * size for size in whole]
    samples = [values[name] for name in values if name.startswith("sample.")]
    loads = [entry["load"] for entry in found.values() if isinstance(entry, dict) and "load" in entry]
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), undefined=StrictUndefined, keep_trailing_newline=True
    )
    return environment.get_template("page.md.j2").render(
        datum=found["datum"],
        maskin=found["maskin"],
        load=(min(loads), max(loads)),
        kommuner=kommuner,
        reports=[values[f"{size}.reports"] for size in whole],
        cpu=_rows(STAGES, kommuner, [[values[f"{s}.{stage}"]["cpu"] for s in whole] for stage in STAGES]),
        memory=_rows(STAGES, kommuner, [[values[f"{s}.{stage}"]["peak_mb"] for s in whole] for stage in STAGES]),
        files=_rows(
            {**SIZES, "tool": "comparison tool, MB"},
            kommuner,
            [*([values[f"{s}.sizes"][n] for s in whole] for n in SIZES), [values[f"{s}.tool_mb"] for s in whole]],
        ),
        browser=_rows(BROWSER, kommuner, [[values[f"{s}.browser"][name] for s in whole] for name in BROWSER])
        if all(values[f"{s}.browser"] for s in whole)
        else [],
        each=_rows(EACH, kommuner, [[values[f"{s}.each"][kind]["cpu"] for s in whole] for kind in EACH]),
        gates=_rows(EACH, kommuner, [[1000 * values[f"{s}.each"][kind]["gates"] for s in whole] for kind in EACH]),
        samples=samples,
        of_samples=growth([s["reports"] for s in samples], [s["cpu"] for s in samples]) if samples else None,
        long=values.get("long"),
    )


def _rows(
    names: dict[str, str], kommuner: list[int], columns: list[list[float]]
) -> list[tuple[str, list[float], Growth | None]]:
    return [(name, values, growth(kommuner, values)) for name, values in zip(names.values(), columns, strict=True)]
