"""Kolada's pages (API v3, JSON) as they were fetched."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd

from hemtjanst_lib.errors import SourceError
from hemtjanst_lib.sources.codes import check_complete, clean_codes
from hemtjanst_lib.sources.reading import Reading, Task, empty_reading, read_values

TOTAL = "T"
NOT_KOMMUN = ("00", "G")  # Riket and regions are 0000-0025, groups begin with G; both stand among the kommuner


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
        page = json.loads(path.read_bytes().decode("utf-8"))
    except OSError as fault:
        raise SourceError(f"{name}: cannot be read ({fault.strerror})", do="Check the permissions.") from fault
    except (UnicodeDecodeError, json.JSONDecodeError) as fault:
        raise SourceError(
            f"{name}: not JSON ({fault})", do=f"Fetch it again: hemtjanst fetch kolada {task.ar}"
        ) from fault
    if not isinstance(page, dict) or not isinstance(page.get("values"), list):
        keys = ", ".join(page) if isinstance(page, dict) else type(page).__name__
        raise SourceError(f"{name}: not a page of Kolada's data; expected a list 'values', found {keys}")
    return page


def _posts(task: Task, path: Path, wanted: dict[str, str]) -> list[tuple[Any, ...]]:
    """One row a post of the year and a wanted KPI: kpi, kod, raw value, file, JSON path."""
    shown = f"{Path(task.shown).parent.as_posix()}/{path.name}"
    rows: list[tuple[Any, ...]] = []
    for i, post in enumerate(_page(task, path)["values"]):
        if not isinstance(post, dict) or post.get("kpi") not in wanted or str(post.get("period")) != str(task.ar):
            continue
        for j, value in enumerate(post.get("values", [])):
            if value.get("gender") == TOTAL and not (value.get("isdeleted") or value.get("is_deleted")):
                place = f"$.values[{i}].values[{j}].value"
                rows.append((post["kpi"], str(post.get("municipality", "")), _raw(value), shown, place))
    return rows


def _raw(value: dict[str, Any]) -> Any:
    """Return the value, else the status mark, else the mark of bortfall."""
    return value["value"] if value.get("value") is not None else (value.get("status") or "-")


def _check_chain(task: Task, paths: list[Path]) -> None:
    """Say when a page that another points on to is not there."""
    pages = [_page(task, path) for path in paths]
    onward = [page.get("next_url") or page.get("next_page") for page in pages]
    back = [page.get("previous_url") or page.get("previous_page") for page in pages]
    starts, steps = sum(not url for url in back), sum(bool(url) for url in onward)
    if len(pages) != starts + steps:
        task.faults.add(
            f"the chain of pages is broken: {starts} first pages and {steps} that go on, but {len(pages)} files;"
            f" fetch again: hemtjanst fetch kolada {task.ar}"
        )


def _kpi(task: Task, posts: pd.DataFrame, kpi: str, indikator: str) -> pd.DataFrame:
    if posts.empty:
        task.faults.add(f"no values of {kpi} ({indikator}) for {task.ar}; it may not be published yet")
        return posts
    posts = posts[~posts["kod"].str.startswith(NOT_KOMMUN)].reset_index(drop=True)
    places = posts["fil"] + " " + posts["cell"]
    posts["kommunkod"] = clean_codes(posts["kod"], places, task.kommuner, task.faults)
    posts = posts.assign(plats=places).dropna(subset="kommunkod")
    check_complete(posts[["kommunkod", "plats"]], task.kommuner, task.faults, absent=task.fil.saknad_kommun)
    posts = posts.drop_duplicates("kommunkod")
    cells = posts.assign(enhet_id=None, indikator=indikator, antal_ra="")
    return read_values(task, cells.drop(columns="fil")).assign(fil=posts["fil"])
