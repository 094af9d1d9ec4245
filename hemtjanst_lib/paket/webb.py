"""Publish a year on the website: refused before its moment, and no earlier year before its own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from hemtjanst_lib import reference, store
from hemtjanst_lib.delivery import webb
from hemtjanst_lib.delivery.behorighet import Besked, Objekt, Person, Roll, Typ, far_lasa
from hemtjanst_lib.delivery.kalender import load_kalender
from hemtjanst_lib.delivery.orderlage import shown
from hemtjanst_lib.errors import GateError, ParameterError
from hemtjanst_lib.files import write_atomic

FOLDER = "webb"


def publish(ar: int, data: Path, out: Path, nu: datetime) -> list[Path]:
    """Write the website's files of a year and those before it to ``<out>/<ar>/webb``, and return their paths.

    Raises
    ------
    GateError
        If the public may not read the year yet.
    ParameterError
        If the year is not planned.
    """
    if not (answer := _public(ar, nu)):
        raise GateError(
            f"{ar}: may not be published yet, {answer.skal}; it is {shown(nu)}",
            do=f"It may be from {shown(load_kalender(ar).publiceras)}, Swedish time.",
        )
    years = [store.load_year(year, data) for year in _open_years(store.years(data), ar, nu)]
    content = webb.webbdata(years, reference.load_kommuner(data))
    mark = [webb.MARK, ""] if content.exempeldata else []
    terms = "\n".join([*mark, *content.villkor, ""])
    files = {
        f"hemtjanstindex_{ar}.csv": webb.as_csv(content),
        f"hemtjanstindex_{ar}.json": webb.as_json(content),
        f"hemtjanstindex_{ar}_tabell.html": webb.as_html(content),
        "villkor.txt": terms.encode(),
    }
    folder = out / str(ar) / FOLDER
    for name, made in files.items():
        write_atomic(folder / name, made)
    return [folder / name for name in files]


def _open_years(scored: Sequence[int], ar: int, nu: datetime) -> list[int]:
    return [year for year in scored if year <= ar and _public(year, nu)]


def _public(ar: int, nu: datetime) -> Besked:
    try:
        told = load_kalender(ar)
    except ParameterError:
        return Besked(False, "it has no release calendar")
    return far_lasa(Person(Roll.ALLMANHET), Objekt(Typ.RANKING, told.publiceras), nu)
