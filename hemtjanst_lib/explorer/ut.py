"""A view to files: picture as SVG and PNG, table as CSV and xlsx."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from html import escape
from pathlib import Path

import pandas as pd

from hemtjanst_lib.charts.form import Spec
from hemtjanst_lib.export import svg
from hemtjanst_lib.export.xlsx import MARK, Blad, Bok, Kolumn, Sort, as_xlsx
from hemtjanst_lib.files import write_atomic
from hemtjanst_lib.language import heltal, skillnad, tal
from hemtjanst_lib.reference import slug

SHOWN = {"heltal": heltal, "poang": tal, "skillnad": skillnad, "tal": lambda x: tal(x, 2), "andel": lambda x: f"{tal(100 * x)} %"}  # fmt: skip  # noqa: E501
NOTHING = "."


@dataclass(frozen=True)
class Vy:
    """What one view shows: title, lead, table with the sort of each column, and its chart, if it has one."""

    titel: str
    ingress: str
    kolumner: dict[str, Sort]
    rader: pd.DataFrame
    bild: Spec | None = None
    egen: int | None = None


def somhtml(vy: Vy, exempeldata: bool) -> str:
    """Write a view as HTML: heading, lead, picture and table; fit for a screen reader."""
    mark = f"<p><strong>{MARK}</strong></p>" if exempeldata else ""
    picture = f'<div role="img" aria-label="{escape(vy.titel)}. Siffrorna står i tabellen.">{_inline(vy.bild)}</div>' if vy.bild else ""  # fmt: skip  # noqa: E501
    head = "".join(f'<th scope="col" style="text-align:{_side(sort)}">{escape(name)}</th>' for name, sort in vy.kolumner.items())  # fmt: skip  # noqa: E501
    body = "".join(_row(row, vy, number) for number, row in enumerate(_texts(vy)))
    table = f"<table><caption>{escape(vy.titel)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    return f"<section>{mark}<h2>{escape(vy.titel)}</h2><p>{escape(vy.ingress)}</p>{picture}{table}</section>"


def _inline(spec: Spec) -> str:
    return svg.convert(spec).replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1)


def _side(sort: Sort) -> str:
    return "left" if sort in {"text", "kod"} else "right"


def _row(texts: list[str], vy: Vy, number: int) -> str:
    sorts = list(vy.kolumner.values())
    style = ' style="font-weight:600;background:#e8f1f2"' if number == vy.egen else ""
    first, *rest = (f'style="text-align:{_side(sort)}">{escape(text)}' for text, sort in zip(texts, sorts, strict=True))
    return f'<tr{style}><th scope="row" {first}</th>' + "".join(f"<td {cell}</td>" for cell in rest) + "</tr>"


def _texts(vy: Vy) -> list[list[str]]:
    return [
        [_text(value, sort) for value, sort in zip(row, vy.kolumner.values(), strict=True)]
        for row in vy.rader.astype(object).to_numpy().tolist()
    ]


def _text(value: object, sort: Sort) -> str:
    if pd.isna(value):  # type: ignore[call-overload]
        return NOTHING
    return SHOWN[sort](value) if sort in SHOWN and not isinstance(value, str) else str(value)  # type: ignore[operator]


def somcsv(vy: Vy, exempeldata: bool) -> str:
    """Write a table for Swedish Excel: semicolons and decimal commas, figures unrounded, byte order mark."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    writer.writerow([*vy.kolumner, *(["Anmärkning"] if exempeldata else [])])
    for row in vy.rader.astype(object).to_numpy().tolist():
        cells = [NOTHING if pd.isna(x) else str(x).replace(".", ",") if isinstance(x, float) else x for x in row]
        writer.writerow([*cells, *([MARK] if exempeldata else [])])
    return "\ufeff" + stream.getvalue()


def somxlsx(vy: Vy, ar: int, exempeldata: bool) -> bytes:
    """Write a table as a workbook with a cover."""
    rows = [[NOTHING if pd.isna(x) else x for x in row] for row in vy.rader.astype(object).to_numpy().tolist()]
    columns = [Kolumn(name, sort) for name, sort in vy.kolumner.items()]
    sheet = Blad("Tabell", "Tabell", (vy.ingress,), columns, rows)
    return as_xlsx(Bok(vy.titel, (f"Hemtjänstindex {ar}.",), [sheet], ar, exempeldata))


def spara(vy: Vy, folder: Path, fore: str, ar: int, exempeldata: bool) -> list[Path]:
    """Write all four files of a view and return their paths; a picture is left out where the view has none."""
    stem = f"{fore}_{ar}_{slug(vy.titel)[:60]}" + ("_exempeldata" if exempeldata else "")
    content: dict[str, bytes] = {
        "csv": somcsv(vy, exempeldata).encode("utf-8"),
        "xlsx": somxlsx(vy, ar, exempeldata),
    }
    if vy.bild:
        spec = {**vy.bild, "title": {"text": vy.titel, "anchor": "start", "subtitle": MARK if exempeldata else ""}}
        content["svg"] = svg.convert(spec).encode("utf-8")
        content["png"] = svg.png(spec)
    paths = []
    for ending, data in content.items():
        path = folder / f"{stem}.{ending}"
        write_atomic(path, data)
        paths.append(path)
    return paths
