"""The ranking list as rows of data, and from them as CSV and web page."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from hemtjanst_lib.delivery.pages import OWN, environment
from hemtjanst_lib.delivery.ranking import FINNS_INTE, INGET, Rankinglista, lacks_a_source
from hemtjanst_lib.export.html import page_css
from hemtjanst_lib.language import avrunda, skillnad, tal

Cell = str | int | float
SAKERHETSKOLUMNER = ["Intervall för placeringen", "Delar plats", "Klassen är"]


def columns(lista: Rankinglista) -> list[str]:
    """Name the columns of every format, in order."""
    return [
        f"Placering {lista.ar}",
        *(f"Placering {ar}" for ar in lista.fore),
        "Kommunkod",
        "Kommun",
        "Län",
        f"Hemtjänstindex {lista.ar}",
        "Resultat",
        f"Förändring sedan {lista.ar - 1}",
        "Data saknas",
        *(SAKERHETSKOLUMNER if lista.med_intervall else []),
    ]


def rows(lista: Rankinglista) -> list[list[Cell]]:
    """Give the rows as data: places as int, points as float with one decimal, the rest and all marks as text."""
    return [_row(lista, str(kod), rad) for kod, rad in lista.rader.to_dict("index").items()]


def _row(lista: Rankinglista, kod: str, rad: Mapping[Any, Any]) -> list[Cell]:
    places = [rad["placering"], *(rad[f"placering_{ar}"] for ar in lista.fore)]
    return [
        *(FINNS_INTE if pd.isna(place) else int(place) for place in places),
        kod,
        rad["namn"],
        rad["lan"],
        _points(rad["index"]),
        rad["klass"],
        _points(rad["forandring"]),
        rad["saknas"] or INGET,
        *((rad[name] or FINNS_INTE for name in ("intervall", "grupp", "saker")) if lista.med_intervall else ()),
    ]


def _points(value: float) -> Cell:
    return FINNS_INTE if pd.isna(value) else float(avrunda(value, 1)) + 0.0  # + 0.0 turns -0.0 into 0.0


def as_csv(lista: Rankinglista) -> bytes:
    """Write the list for Swedish Excel and for programs.

    UTF-8 with a byte order mark (without it Excel reads å ä ö wrongly), semicolons and decimal comma (Excel's own in
    Swedish), an ASCII minus (a true minus sign would make the cell text), lines ending in CR LF. Invented data say so
    in a column of their own, so that the mark follows every row.
    """
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    mark = ["EXEMPELDATA"] if lista.exempeldata else []
    writer.writerow([*columns(lista), *(["Anmärkning"] if mark else [])])
    writer.writerows([*map(_csv_text, row), *mark] for row in rows(lista))
    return stream.getvalue().encode("utf-8-sig")


def _csv_text(value: Cell) -> str:
    return f"{value:.1f}".replace(".", ",") if isinstance(value, float) else str(value)


def as_html(lista: Rankinglista) -> str:
    """Make the page: one table with row and column headings, marks explained under it."""
    body = [_html_row(lista, row) for row in rows(lista)]
    return (
        environment()
        .get_template("rankinglista.html.j2")
        .render(
            lista=lista,
            columns=columns(lista),
            rows=body,
            numeric=_numeric(lista),
            css=page_css(OWN / "lista.css"),
        )
    )


def _numeric(lista: Rankinglista) -> list[bool]:
    return [name.startswith(("Placering", "Hemtjänstindex", "Förändring")) for name in columns(lista)]


def _html_row(lista: Rankinglista, row: Sequence[Cell]) -> list[str]:
    whole = list(row)
    sure = [str(cell) for cell in whole[-len(SAKERHETSKOLUMNER) :]] if lista.med_intervall else []
    *places, kod, namn, lan, index, klass, change, missing = whole[: len(whole) - len(sure)]
    star = "*" if lacks_a_source(str(missing)) else ""
    numbers = [str(place) for place in places]
    points = tal(index) if isinstance(index, float) else str(index)
    moved = skillnad(change) if isinstance(change, float) else str(change)
    return [*numbers, str(kod), str(namn), str(lan), points, f"{klass}{star}", moved, str(missing), *sure]
