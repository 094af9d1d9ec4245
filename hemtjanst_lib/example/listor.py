"""The small sources: Kolada's pages, Senior alert, and the review of websites."""

from __future__ import annotations

import json
from typing import Any

import numpy as np

from hemtjanst_lib.example import world
from hemtjanst_lib.example.world import World
from hemtjanst_lib.example.writing import MARK, csv_text
from hemtjanst_lib.model import Indikator
from hemtjanst_lib.reference import slug

BASE = "https://api.kolada.se/v3/data/kpi"
PER_PAGE = 200
REGIONS = ("0000", "0001", "0003", "0004")  # Riket and regions stand among the kommuner and are not read


def kolada_pages(built: World, ar: int, indikatorer: list[Indikator]) -> list[bytes]:
    """Pages of posts as API v3 answers: T, K and M, null where nothing is reported, chained by ``next_url``."""
    posts = [post for ind in indikatorer for post in _posts(built, ar, ind)]
    chunks = [posts[i : i + PER_PAGE] for i in range(0, len(posts), PER_PAGE)]
    url = f"{BASE}/{','.join(ind.kolada or '' for ind in indikatorer)}/year/{ar}?per_page={PER_PAGE}"
    return [_page(chunk, number, len(chunks), url, len(posts)) for number, chunk in enumerate(chunks, 1)]


def _posts(built: World, ar: int, indikator: Indikator) -> list[dict[str, Any]]:
    values = np.round(world.persons(built, ar, indikator), 1)
    missing = world.unanswered(built, ar, "kolada")
    shown = [None if gone else float(value) for value, gone in zip(values, missing, strict=True)]
    mean = round(float(values[~missing].mean()), 1)
    rows = [*((kod, mean) for kod in REGIONS), *zip(built.kommuner.index, shown, strict=True)]
    return [_post(indikator.kolada or "", ar, str(kod), value) for kod, value in rows]


def _post(kpi: str, ar: int, kod: str, value: float | None) -> dict[str, Any]:
    parts = (("K", 0.2), ("M", -0.3), ("T", 0.0))
    values = [
        {
            "gender": gender,
            "count": 1,
            "status": "",
            "value": None if value is None else round(value + step, 1),
            "isdeleted": False,
        }
        for gender, step in parts
    ]
    return {"kpi": kpi, "municipality": kod, "period": ar, "values": values}


def _page(posts: list[dict[str, Any]], number: int, pages: int, url: str, count: int) -> bytes:
    page = {
        "values": posts,
        "next_url": f"{url}&page={number + 1}" if number < pages else None,
        "previous_url": f"{url}&page={number - 1}" if number > 1 else None,
        "count": count,
    }
    return (json.dumps(page, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def senior_alert(built: World, ar: int, indikatorer: list[Indikator]) -> bytes:
    """One row a kommun: does it use the register?"""
    (indikator,) = indikatorer
    yes = world.says_yes(built, ar, indikator)
    rows = [(str(kod), str(ar), "ja" if value else "nej") for kod, value in zip(built.kommuner.index, yes, strict=True)]
    return csv_text([("kommunkod", "ar", "varde"), *rows])


def websites(built: World, ar: int, indikatorer: list[Indikator]) -> bytes:
    """One row a kommun and item: what the reviewer found, where and when."""
    rows: list[tuple[str, ...]] = []
    found = {ind.kod: world.says_yes(built, ar, ind) for ind in indikatorer}
    days = built.rng("granskning", ar).integers(15, 31, len(built.kommuner))
    for i, (kod, namn) in enumerate(built.kommuner["namn"].items()):
        url = f"https://www.{slug(namn).replace('_', '-')}.example/hemtjanst"
        day = f"{ar}-08-{days[i]:02d}"
        for ind, yes in found.items():
            word = "ja" if yes[i] else "nej"
            rows.append((str(kod), ind, word, url, day, f"granskare {1 + i % 3}", MARK))
    return csv_text([("kommunkod", "indikator", "varde", "url", "datum", "granskare", "kommentar"), *rows])
