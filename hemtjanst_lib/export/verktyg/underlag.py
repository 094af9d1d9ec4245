"""What the comparison tool computes from: values and models of all years, as plain lists for JSON.

Nothing is scored here. The page holds the kommuner's values on their natural scales and each year's measure model, and
does the same arithmetic as :mod:`hemtjanst_lib.scoring`; the totals go along so that the page can check itself.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from hemtjanst_lib.analysis.common import sources
from hemtjanst_lib.analysis.compare import delindex_grad, jamforbarhet, omrade_grad
from hemtjanst_lib.analysis.facts import Kommunfakta
from hemtjanst_lib.analysis.lika import gemensamma
from hemtjanst_lib.analysis.national import Nation
from hemtjanst_lib.export.databok.ord import BETYDELSE, SAKNAS_REGEL, TECKEN
from hemtjanst_lib.model import SAKNAS_STATUS, Indikator, Model, compare_models
from hemtjanst_lib.narrative.words import skala
from hemtjanst_lib.reference import STORLEKSGRANSER, STORLEKSKLASSER, load_liknande
from hemtjanst_lib.store import Year

Cell = float | int | str | None
KORT = {"ej_svar": "e", "sekretess": "s", "ej_tillamplig": "t"}  # a missing value's status in a row of values


def underlag(nation: Nation, fakta: Kommunfakta) -> dict[str, Any]:
    """Collect what one kommun's page holds: figures on the level of kommuner, no units, no orders."""
    kommuner, kod = nation.kommuner, fakta.kommun.kod
    codes = list(kommuner.index)
    return {
        "ar": fakta.ar,
        "namn": nation.now.model.namn,
        "exempeldata": fakta.exempeldata,
        "antagna": fakta.vikter_antagna,
        "publicerad": str(fakta.datum),
        "utgava": fakta.utgava,
        "egen": codes.index(kod),
        "fullnamn": fakta.kommun.fullnamn,
        "kommuner": [
            [code, *row] for code, row in zip(codes, kommuner[_REGISTER].itertuples(index=False), strict=True)
        ],
        "lan": _names(kommuner, "lanskod", "lan"),
        "grupper": _names(kommuner, "grupp_kod", "grupp"),
        "storlekar": {"granser": list(STORLEKSGRANSER), "namn": list(STORLEKSKLASSER)},
        "liknande": _liknande(kod, codes, nation.now.mapp.parent.parent),
        "tecken": {KORT[status]: sign for status, sign in TECKEN.items()},
        "betydelse": [list(pair) for pair in BETYDELSE[:3]],
        "regler": SAKNAS_REGEL,
        "nara": skala("indikator").granser[0],
        "matt": _matt(nation, codes),
    }


_LAST: list[tuple[Nation, dict[str, Any]]] = []  # the nation asked for last: all kommuner's pages hold the same


def _matt(nation: Nation, codes: list[str]) -> dict[str, Any]:
    if not _LAST or _LAST[0][0] is not nation:
        made = {str(ar): _year(year, nation.years.get(ar - 1), codes) for ar, year in nation.years.items()}
        _LAST[:] = [(nation, made)]
    return _LAST[0][1]


_REGISTER = ["namn", "lanskod", "grupp_kod", "befolkning"]


def _names(kommuner: pd.DataFrame, code: str, name: str) -> dict[str, str]:
    pairs = kommuner[[code, name]].drop_duplicates().sort_values(code)
    return dict(zip(pairs[code], pairs[name], strict=True))


def _liknande(kod: str, codes: list[str], data: Path) -> list[int]:
    """Rows of the kommuner that resemble the kommun; none for a kommun that the source does not know."""
    table = load_liknande(data)
    own = table.loc[table["kommunkod"] == kod, "liknande_kommunkod"]
    return [codes.index(code) for code in own if code in codes]


def _year(year: Year, before: Year | None, codes: list[str]) -> dict[str, Any]:
    return {
        "modell": modell(year.model),
        "kallor": _kallor(year),
        "jamforbar": jamforbar(year.model, before.model if before else None),
        "varde": varden(year, codes),
        "total": [_number(x) for x in year.scores.total.reindex(codes).to_numpy(dtype=np.float64)],
    }


def modell(model: Model) -> dict[str, Any]:
    """Write a measure model as lists, in its own order; places in the lists stand for ids."""
    delindex, omraden = list(model.delindex), list(model.omraden)
    how = model.aggregering
    return {
        "aggregering": [how.omrade, how.delindex, how.total],
        "genomsnitt": [model.genomsnitt.indikator, model.genomsnitt.index],
        "klasser": [model.klasser.matt, *map(list, zip(*model.klasser.till_och_med.items(), strict=True))],
        "delindex": [[kod, part.nummer, part.namn] for kod, part in model.delindex.items()],
        "omraden": [
            [kod, o.nummer, o.namn, o.vikt, delindex.index(o.delindex)] for kod, o in model.omraden.items()
        ],
        "indikatorer": [
            [kod, i.namn, i.visningsnamn, i.kalla, i.matenhet, i.vikt, omraden.index(i.omrade), *_knots(i)]
            for kod, i in model.indikatorer.items()
        ],
        "saknas": {kalla: [model.regel(kalla, status) for status in SAKNAS_STATUS] for kalla in model.kallor},
    }  # fmt: skip


def _knots(indikator: Indikator) -> list[list[Cell]]:
    """Values and their points."""
    return [[_number(x) for x in side] for side in indikator.poang.knots()]


def _kallor(year: Year) -> dict[str, list[str]]:
    """Name, code, publisher, how it is collected, this year's collection and the day it was fetched."""
    table = sources(year)
    columns = ["namn", "kod", "utgivare", "insamling", "period", "hamtad"]
    return {str(kod): [str(row[name]) for name in columns] for kod, row in table.iterrows()}


def jamforbar(model: Model, before: Model | None) -> dict[str, Any]:
    """Say how far a year may be set against the year before: whole, by delindex and område, and what both have."""
    whole = jamforbarhet(model, before)
    diff = compare_models(model, before) if before else None
    areas = {kod: omrade_grad(kod, model, before, diff, whole.grad) for kod in model.omraden}
    parts = {
        kod: delindex_grad(
            [areas[omrade] for omrade in part.kvalitetsomraden],
            whole.grad,
            same_areas=before is not None
            and kod in before.delindex
            and set(part.kvalitetsomraden) == set(before.delindex[kod].kvalitetsomraden),
        )
        for kod, part in model.delindex.items()
    }
    common = gemensamma(model, before) if before and whole.grad != "nej" else []
    return {"grad": whole.grad, "text": whole.text, "delindex": parts, "omraden": areas, "indikatorer": common}


def varden(year: Year, codes: list[str]) -> list[list[Cell] | None]:
    """Each kommun's values in the model's order; a missing one is its status' letter, None a kommun without results."""
    scores = year.scores
    letters = scores.status.replace(KORT).to_numpy(dtype=object)
    cells = np.where(scores.varde.notna().to_numpy(), scores.varde.to_numpy(dtype=object), letters)
    rows: Mapping[str, list[Cell]] = {
        str(kod): [x if isinstance(x, str) else _number(x) for x in row]
        for kod, row in zip(scores.varde.index, cells, strict=True)
        if not math.isnan(scores.total[kod])
    }
    return [rows.get(code) for code in codes]


def _number(x: float) -> float | int | None:
    """Shorten whole numbers; what is missing becomes None."""
    if math.isnan(x):
        return None
    return int(x) if float(x).is_integer() else float(x)
