"""``python -m bench.inside``: measured inside one warm process, printed as JSON.

The floor is what no way of rendering can go under: the notebook's cells as plain Python, and its charts converted.
"""

from __future__ import annotations

import ast
import json
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

START = time.perf_counter()

import nbformat  # noqa: E402

from bench import robusthet  # noqa: E402
from hemtjanst_lib import model, scoring, store  # noqa: E402
from hemtjanst_lib.display import CHART_MIMETYPE  # noqa: E402
from hemtjanst_lib.export import blocks, html, pdf, svg  # noqa: E402
from hemtjanst_lib.notebook.run import run  # noqa: E402
from hemtjanst_lib.paths import NOTEBOOKS  # noqa: E402

TEMPLATE = NOTEBOOKS / "kommunrapport.ipynb"


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Return seconds and result."""
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def cells(parameters: dict[str, Any]) -> Iterator[Any]:
    """Run the code cells as plain Python and yield what each ends with."""
    space: dict[str, Any] = {}
    for cell in nbformat.read(TEMPLATE, as_version=4).cells:
        if cell.cell_type != "code":
            continue
        tree = ast.parse(cell.source)
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, cell.id, "exec"), space)
        if "parameters" in cell.metadata.get("tags", []):
            space.update(parameters)
        if isinstance(last, ast.Expr):
            yield eval(compile(ast.Expression(last.value), cell.id, "eval"), space)


def floor(parameters: dict[str, Any]) -> None:
    """Run the cells and convert their charts, and nothing else."""
    for shown in cells(parameters):
        bundle = shown._repr_mimebundle_()[0] if hasattr(shown, "_repr_mimebundle_") else {}
        if CHART_MIMETYPE in bundle:
            svg.convert(bundle[CHART_MIMETYPE])


def report(parameters: dict[str, Any]) -> dict[str, float]:
    """Render one report stage by stage, all warm."""
    seconds: dict[str, float] = {}
    seconds["execute"], notebook = timed(lambda: run(TEMPLATE, parameters))
    seconds["read"], document = timed(lambda: blocks.read(notebook))
    seconds["charts"], drawn = timed(lambda: svg.convert_all(document))
    seconds["html"], _ = timed(lambda: html.render(document, drawn))
    seconds["pdf"], _ = timed(lambda: pdf.render(document, drawn))
    return seconds


def scoring_chain(ar: int, data: Path) -> float:
    """Median milliseconds from the long table to all levels, ranks and classes."""
    answers, measure = store.load_year(ar, data).answers, model.load_model(model.model_path(ar))
    scoring.score(answers, measure)
    return 1000 * median(timed(lambda: scoring.score(answers, measure))[0] for _ in range(15))


def medians(rows: list[dict[str, float]]) -> dict[str, float]:
    """Return the median of each key."""
    return {key: median(row[key] for row in rows) for key in rows[0]}


def main() -> None:
    """Measure the year, data root and kommuner that are named: the first one warms up, and is not counted."""
    imported = time.perf_counter() - START
    ar, data, *koder = sys.argv[1:]
    given = [{"ar": int(ar), "kommunkod": kod, "data": data} for kod in koder]
    floor(given[0])
    floors = [timed(partial(floor, p))[0] for p in given[1:]]
    svg._converted.cache_clear()
    report(given[0])
    reports = [report(p) for p in given[1:]]
    print(
        json.dumps(
            {
                "start": imported,
                "floor": median(floors),
                "stages": medians(reports),
                "scoring_ms": scoring_chain(int(ar), Path(data)),
                "robusthet": {what: robusthet.shown(s) for what, s in robusthet.measure(int(ar), Path(data)).items()},
            }
        )
    )


if __name__ == "__main__":
    main()
