"""How sure a year's results are: simulated once, kept beside the scores, and shared by all the year's reports.

``hemtjanst score`` computes and keeps it; where it is not kept, or is of other scores or settings, it is computed anew
in memory, which takes a few seconds.
"""

from __future__ import annotations

import io
import json
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from hemtjanst_lib.analysis.robusthetsregler import granska_seniorer, load_sakerhet
from hemtjanst_lib.files import sha256
from hemtjanst_lib.folders import replace_folder
from hemtjanst_lib.robustness.certifikat import certifikat
from hemtjanst_lib.robustness.grupper import grupper
from hemtjanst_lib.robustness.metoder import antal_svar
from hemtjanst_lib.robustness.simulering import simulate
from hemtjanst_lib.robustness.tystnad import tystnad
from hemtjanst_lib.store import Year, load_year

VERSION = 2  # of the tables, and of how they are computed
FOLDER, KEY = "osakerhet", "nyckel.json"


@dataclass(frozen=True)
class Osakerhet:
    """The tables of one year; all have kommunkod as (first) index, save ``grupper``.

    ``index, placering, delindex, placering_delindex, klass, andel, andel_placering, spridning`` as in
    ``robustness.Simulering``, ``certifikat`` as its ``tabell``, ``lika`` and ``grupper`` as the ``tabell`` and
    ``grupper`` of ``robustness.Grupper``, ``tystnad`` and ``tystnad_alla`` as ``enkat`` and ``alla`` of
    ``robustness.Tystnad``.
    """

    index: pd.DataFrame
    placering: pd.DataFrame
    delindex: pd.DataFrame
    placering_delindex: pd.DataFrame
    klass: pd.DataFrame
    andel: pd.DataFrame
    andel_placering: pd.DataFrame
    spridning: pd.DataFrame
    certifikat: pd.DataFrame
    lika: pd.DataFrame
    grupper: pd.DataFrame
    tystnad: pd.DataFrame
    tystnad_alla: pd.DataFrame


TABLES = tuple(Osakerhet.__dataclass_fields__)


def osakerhet(year: Year) -> Osakerhet:
    """Return the year's tables: those that are kept, if they are of these scores and settings, else new ones."""
    if sparad(year):
        with suppress(_NotWholeError):
            return _osakerhet(year.ar, year.mapp, nyckel(year))
    return _beraknad(_Nyckel(year))


def sparad(year: Year) -> bool:
    """Tell whether tables of these scores and settings are kept."""
    return bool(_kept(year.mapp).get("nyckel") == nyckel(year))


def _kept(folder: Path) -> dict[str, Any]:
    try:
        found = json.loads((folder / FOLDER / KEY).read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) and isinstance(found.get("tabeller"), dict) else {}


def nyckel(year: Year) -> str:
    """Hash of what the tables are made from: scores, settings, the seniors' own weights, and how they are computed."""
    own = seniorer(year)
    weights = "" if own is None else own.to_csv()
    return sha256(f"{VERSION} {year.digest} {load_sakerhet().model_dump_json()} {weights}".encode())


def seniorer(year: Year) -> pd.DataFrame | None:
    """Read the seniors' own weights, when the year's raw files hold any."""
    return granska_seniorer(year.ar, year.mapp.parent.parent)


def berakna(year: Year) -> Osakerhet:
    """Compute the tables; seeded, so that the same scores and settings always give the same."""
    scores = year.scores
    drawn = simulate(scores, antal_svar(year.answers, scores), load_sakerhet(), seniorer=seniorer(year))
    alike, silent = grupper(drawn, scores), tystnad(scores)
    return Osakerhet(
        index=drawn.index,
        placering=drawn.placering,
        delindex=drawn.delindex,
        placering_delindex=drawn.placering_delindex,
        klass=drawn.klass,
        andel=drawn.andel,
        andel_placering=drawn.andel_placering,
        spridning=drawn.spridning,
        certifikat=certifikat(drawn, scores).tabell,
        lika=alike.tabell,
        grupper=alike.grupper,
        tystnad=silent.enkat,
        tystnad_alla=silent.alla,
    )


def spara(ar: int, data: Path) -> Osakerhet:
    """Compute a scored year's tables and keep them beside its scores, in place of any that were there."""
    year = load_year(ar, data)
    of, tables = nyckel(year), berakna(year)
    content = {f"{name}.parquet": _parquet(getattr(tables, name)) for name in TABLES}
    key = {"nyckel": of, "tabeller": {name: sha256(made) for name, made in content.items()}}

    def fill(new: Path) -> None:
        for name, made in content.items():
            (new / name).write_bytes(made)
        (new / KEY).write_text(json.dumps(key, indent=1) + "\n", encoding="utf-8")

    replace_folder(year.mapp / FOLDER, fill)
    return tables


def _parquet(table: pd.DataFrame) -> bytes:
    stream = io.BytesIO()
    table.to_parquet(stream, compression="zstd")
    return stream.getvalue()


class _NotWholeError(Exception):
    """The kept tables are not those that were written."""


@lru_cache(maxsize=4)
def _osakerhet(_ar: int, folder: Path, key: str) -> Osakerhet:
    kept, tables = _kept(folder), {}
    for name in TABLES:
        try:
            content = (folder / FOLDER / f"{name}.parquet").read_bytes()
        except OSError as fault:
            raise _NotWholeError from fault
        if kept.get("nyckel") != key or kept["tabeller"].get(f"{name}.parquet") != sha256(content):
            raise _NotWholeError
        tables[name] = pd.read_parquet(io.BytesIO(content))
    return Osakerhet(**tables)


class _Nyckel:
    """A year that is told from others by its key alone."""

    def __init__(self, year: Year) -> None:
        self.year, self.key = year, nyckel(year)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Nyckel) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)


@lru_cache(maxsize=4)
def _beraknad(of: _Nyckel) -> Osakerhet:
    return berakna(of.year)
