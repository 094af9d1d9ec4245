"""Kolada's pages (API v3, JSON) as they were fetched."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pandas as pd

from hemtjanst_lib.errors import SourceError
from hemtjanst_lib.sources.codes import check_complete, clean_codes
from hemtjanst_lib.sources.faults import some
from hemtjanst_lib.sources.reading import Reading, empty_reading, read_values
from hemtjanst_lib.sources.task import Task

TOTAL = "T"
PARTS, ROUNDING = ("K", "M"), 0.051
NOT_KOMMUN = r"00\d\d|G\d+"  # Riket and regions are 0000-0025, groups begin with G; both stand among the kommuner


def read_pages(task: Task, paths: list[Path]) -> Reading:
    """Read all pages of the model's KPIs: the year's totals of the kommuner."""
    columns = {kpi: ind for group in task.fil.varden for kpi, ind in group.kolumner.items()}
    wanted = {kpi: ind for kpi, ind in columns.items() if ind in task.indikatorer}
    rows = [row for path in paths for row in _posts(task, path, wanted)]
    _check_chain(task, paths)
    frame = pd.DataFrame(rows, columns=["kpi", "kod", "ra", "fil", "cell"], dtype=object)
    readings = [_kpi(task, frame[frame["kpi"].eq(kpi)], kpi, ind) for kpi, ind in wanted.items()]
    found = [reading for reading in readings if not reading.empty]
    return Reading(pd.concat(found, ignore_index=True), empty_reading().enheter) if found else empty_reading()


def _page(task: Task, path: Path) -> dict[str, Any]:
    name = f"{Path(task.shown).parent.as_posix()}/{path.name}"
    try:
        page = json.loads(
            path.read_bytes().decode("utf-8-sig"),
            object_pairs_hook=_once,
            parse_constant=_no_number,
            parse_float=_float,
        )
    except OSError as fault:
        raise SourceError(f"{name}: cannot be read ({fault.strerror})", do="Check the permissions.") from fault
    except (ValueError, RecursionError) as fault:
        text = "nested too deep" if isinstance(fault, RecursionError) else fault
        raise SourceError(
            f"{name}: not JSON ({text})", do=f"Fetch it again: hemtjanst fetch kolada {task.ar}"
        ) from fault
    if not isinstance(page, dict) or not isinstance(page.get("values"), list):
        keys = some(page) if isinstance(page, dict) else type(page).__name__
        raise SourceError(f"{name}: not a page of Kolada's data; expected a list 'values', found {keys}")
    return page


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse an object with a key twice: JSON itself silently keeps the last."""
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        raise ValueError(f"the key {next(key for key in keys if keys.count(key) > 1)!r} stands twice in one object")
    return found


def _no_number(text: str) -> float:
    raise ValueError(f"{text} is no number")


def _float(text: str) -> float:
    return float(text) if math.isfinite(float(text)) else _no_number(text)


def _posts(task: Task, path: Path, wanted: dict[str, str]) -> list[tuple[Any, ...]]:
    """One row a post of the year and a wanted KPI: kpi, kod, raw value, file, JSON path."""
    shown = f"{Path(task.shown).parent.as_posix()}/{path.name}"
    rows: list[tuple[Any, ...]] = []
    odd: list[str] = []
    apart: list[str] = []
    marked: list[str] = []
    for i, post in enumerate(_page(task, path)["values"]):
        if not _is_post(post):
            odd.append(f"$.values[{i}]")
            continue
        if post["kpi"] not in wanted or str(post["period"]).removesuffix(".0") != str(task.ar):
            continue
        values = [value for value in post["values"] if not (value.get("isdeleted") or value.get("is_deleted"))]
        if _outside(values):
            apart.append(f"{post['municipality']} ($.values[{i}])")
        for j, value in enumerate(post["values"]):
            if value["gender"] == TOTAL and not (value.get("isdeleted") or value.get("is_deleted")):
                place = f"$.values[{i}].values[{j}].value"
                rows.append((post["kpi"], str(post["municipality"]), _raw(value), shown, place))
                if value.get("value") is not None and value.get("status"):
                    marked.append(f"{value['status']!r} in {place}")
    name = f"{path.name}: " if len(path.name) and path != task.path else ""
    task.faults.add_each(f"{name}posts that are not as Kolada writes them (kpi, municipality, period, values)", odd)
    task.faults.warn_each(f"{name}totals outside those of women and men", apart)
    task.faults.warn_each(f"{name}values with a status beside them", marked)
    return rows


def _is_post(post: Any) -> bool:
    """Say whether a post has the form that the API documents."""
    return (
        isinstance(post, dict)
        and isinstance(post.get("kpi"), str)
        and isinstance(post.get("municipality"), str | int)
        and isinstance(post.get("period"), str | int | float)
        and isinstance(post.get("values"), list)
        and all(isinstance(value, dict) and isinstance(value.get("gender"), str) for value in post["values"])
        and all(isinstance(value.get("value"), str | int | float | None) for value in post["values"])
        and all(isinstance(value.get("status"), str | None) for value in post["values"])
    )


def _outside(values: list[dict[str, Any]]) -> bool:
    """Say whether the total is below both parts or above both; a mean cannot be."""
    found: dict[str, float] = {
        value["gender"]: value["value"] for value in values if isinstance(value.get("value"), int | float)
    }
    if not {TOTAL, *PARTS} <= set(found):
        return False
    parts = [found[gender] for gender in PARTS]
    return not min(parts) - ROUNDING <= found[TOTAL] <= max(parts) + ROUNDING


def _raw(value: dict[str, Any]) -> Any:
    """Return the value, else the status mark, else the mark of bortfall."""
    return value["value"] if value.get("value") is not None else (value.get("status") or "-")


def _check_chain(task: Task, paths: list[Path]) -> None:
    """Say when a page that another points on to is not there, or posts are not those that a page counts."""
    pages = [_page(task, path) for path in paths]
    onward = [page.get("next_url") or page.get("next_page") for page in pages]
    back = [page.get("previous_url") or page.get("previous_page") for page in pages]
    starts, steps = sum(not url for url in back), sum(bool(url) for url in onward)
    if len(pages) != starts + steps:
        task.faults.add(
            f"the chain of pages is broken: {starts} first pages and {steps} that go on, but {len(pages)} files;"
            f" fetch again: hemtjanst fetch kolada {task.ar}"
        )
    posts = sum(len(page["values"]) for page in pages)
    counts = [page.get("count") for page in pages]
    if starts == 1 and any(
        told not in {None, posts, len(page["values"])} for told, page in zip(counts, pages, strict=True)
    ):
        told = some(dict.fromkeys(map(str, counts)))
        task.faults.warn(f"the pages hold {posts} posts, and say that there are {told}; some may not have been fetched")


def _kpi(task: Task, posts: pd.DataFrame, kpi: str, indikator: str) -> pd.DataFrame:
    if posts.empty:
        task.faults.add(f"no values of {kpi} ({indikator}) for {task.ar}; it may not be published yet")
        return posts
    posts = posts[~posts["kod"].str.fullmatch(NOT_KOMMUN)].reset_index(drop=True)
    places = posts["fil"] + " " + posts["cell"]
    posts["kommunkod"] = clean_codes(posts["kod"], places, task.kommuner, task.faults)
    posts = posts.assign(plats=places).dropna(subset="kommunkod")
    check_complete(posts[["kommunkod", "plats"]], task.kommuner, task.faults, absent=task.fil.saknad_kommun)
    posts = posts.drop_duplicates("kommunkod")
    cells = posts.assign(enhet_id=None, indikator=indikator, antal_ra="")
    return read_values(task, cells.drop(columns="fil")).assign(fil=posts["fil"])
