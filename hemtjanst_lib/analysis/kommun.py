"""The facts of one kommun, picked from the year's national tables."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from hemtjanst_lib.analysis.facts import Kommun, Kommunfakta
from hemtjanst_lib.analysis.national import Nation
from hemtjanst_lib.analysis.publishing import Utgivning, utgivning
from hemtjanst_lib.errors import ParameterError
from hemtjanst_lib.language import Heltal, Placering, Poang, Skillnad, datum, kommunnamn
from hemtjanst_lib.paths import resolve
from hemtjanst_lib.reference import check_kommunkod, load_kommuner, storleksklass
from hemtjanst_lib.store import load_year, years


def kommunfakta(ar: int, kommunkod: str, data: str | Path = "data") -> Kommunfakta:
    """Collect the facts of one kommun's report.

    Parameters
    ----------
    ar : int
        Index year.
    kommunkod : str
        Four digits as text.
    data : str or Path
        Data root, relative to the project or absolute.

    Raises
    ------
    ParameterError
        If the year has no results or no publication day, or the kommun does not exist.
    """
    root = resolve(data)
    return fakta_av(load_nation(ar, root), check_kommunkod(kommunkod, load_kommuner(root)), utgivning(ar))


def load_nation(ar: int, data: Path) -> Nation:
    """Load a year and the years before it, with the national tables ready; kept for the next report."""
    scored = tuple(sorted(year for year in years(data) if year <= ar))
    if ar not in scored:
        known = ", ".join(str(year) for year in sorted(years(data))) or "no year"
        raise ParameterError(f"no results of {ar} in {data}; it has {known}", do=f"Run: hemtjanst score {ar}")
    digests = tuple(load_year(year, data).digest for year in scored)
    return _nation(scored, data, digests)


@lru_cache(maxsize=4)
def _nation(scored: tuple[int, ...], data: Path, digests: tuple[str, ...]) -> Nation:
    return Nation({year: load_year(year, data) for year in scored}, load_kommuner(data)).prepare()


def fakta_av(nation: Nation, kod: str, utgiven: Utgivning) -> Kommunfakta:
    """Pick the facts of one kommun; pure.

    Raises
    ------
    ParameterError
        If the kommun has no results this year.
    """
    now, scores = nation.now, nation.now.scores
    if kod not in scores.total.index or pd.isna(scores.total[kod]):
        raise ParameterError(f"kommun {kod} has no results in {now.ar}", do="Check the year's raw files.")
    diff = nation.diff
    return Kommunfakta(
        ar=now.ar,
        fjol=now.ar - 1,
        alla_ar=tuple(nation.years),
        kommun=_kommun(nation, kod),
        exempeldata=nation.exempeldata,
        publicerad=utgiven.datum,
        datum=datum(utgiven.datum),
        utgava=utgiven.utgava,
        klass=str(scores.klass[kod]),
        jamforbarhet=nation.jamforbarhet,
        antal_indikatorer=Heltal(len(now.model.indikatorer)),
        antal_omraden=Heltal(len(now.model.omraden)),
        antal_delindex=Heltal(len(now.model.delindex)),
        delindex=_delindex(nation, kod),
        delindex_ar=_delindex_ar(nation, kod),
        brott=nation.brott,
        omraden=_omraden(nation, kod),
        indikatorer=_indikatorer(nation, kod),
        saknas=nation.saknas.get(kod, nation.inget_saknas).reset_index(drop=True),
        alla=_alla(nation, kod),
        lan_kommuner=_i_lan(nation, kod),
        klasser=pd.DataFrame({**nation.klasser, "egen": nation.klasser["klass"] == scores.klass[kod]}),
        kallor=nation.kallor,
        diff=diff,
        **_places(nation, kod),
        **_total(nation, kod),
        **_last_year(nation, kod),
    )


def _kommun(nation: Nation, kod: str) -> Kommun:
    row = nation.register.loc[kod].to_dict()
    return Kommun(
        kod=kod,
        namn=row["namn"],
        fullnamn=kommunnamn(row["namn"]),
        lanskod=row["lanskod"],
        lan=row["lan"],
        grupp_kod=row["grupp_kod"],
        grupp=row["grupp"],
        befolkning=Heltal(row["befolkning"]),
        storleksklass=storleksklass(int(row["befolkning"])),
    )


def _total(nation: Nation, kod: str) -> dict[str, Any]:
    index, medel = nation.now.scores.total[kod], nation.now.scores.medel.total
    return {"index": Poang(index), "medel": Poang(medel), "gap": Skillnad(index - medel)}


def _places(nation: Nation, kod: str) -> dict[str, Any]:
    """Places in the country, the län and the SKR group, how many there are, and how many share the place."""
    row = nation.register.loc[kod]
    within = {
        "": nation.register.index,
        "_lan": nation.register.index[nation.register["lanskod"] == row["lanskod"]],
        "_grupp": nation.register.index[nation.register["grupp_kod"] == row["grupp_kod"]],
    }
    facts: dict[str, Any] = {}
    for suffix, members in within.items():
        name = suffix.removeprefix("_") or "riket"
        facts[f"placering{suffix}"] = Placering(nation.placering[name][kod])
        facts[f"antal{suffix}"] = Heltal(len(members))
        facts[f"delar_plats{suffix}"] = Heltal(nation.delar_plats[name][kod])
    return facts


def _last_year(nation: Nation, kod: str) -> dict[str, Any]:
    """Last year's total; all None when the kommun had none, and no change when the years may not be compared."""
    names = ("ar_fore", "index_fore", "medel_fore", "placering_fore", "antal_fore", "klass_fore", "forandring")
    facts: dict[str, Any] = dict.fromkeys((*names, "medel_forandring", "antal_indikatorer_fore"))
    before = nation.before
    if before is None or pd.isna(before.scores.total.get(kod)):
        return facts
    old, medel = before.scores.total[kod], before.scores.medel.total
    facts |= {
        "ar_fore": before.ar,
        "index_fore": Poang(old),
        "medel_fore": Poang(medel),
        "placering_fore": Placering(before.scores.placering.total[kod]),
        "antal_fore": Heltal(before.scores.total.notna().sum()),
        "klass_fore": str(before.scores.klass[kod]),
        "antal_indikatorer_fore": Heltal(len(before.model.indikatorer)),
    }
    if nation.jamforbarhet.grad != "nej":
        facts["forandring"] = Skillnad(nation.now.scores.total[kod] - old)
        facts["medel_forandring"] = Skillnad(nation.now.scores.medel.total - medel)
    return facts


def _delindex(nation: Nation, kod: str) -> pd.DataFrame:
    base, scores = nation.delindex, nation.now.scores
    ids = list(base["kod"])
    points = scores.delindex.loc[kod, ids].to_numpy(dtype=float)
    before = nation.before.scores if nation.before else None
    old = _row(before.delindex, kod, ids) if before else np.full(len(ids), np.nan)
    places_before = _row(before.placering.delindex, kod, ids) if before else np.full(len(ids), np.nan)
    table = pd.DataFrame(
        {
            **_without(base, "kod"),
            "poang": points,
            "gap": points - np.asarray(base["medel"], dtype=float),
            "placering": _places_of(scores.placering.delindex, kod, ids),
            "delar_plats": nation.delindex_delar_plats.loc[kod, ids].to_numpy(),
            "placering_lan": _places_of(nation.delindex_i_lan, kod, ids),
            "poang_fore": old,
            "placering_fore": pd.array(places_before, dtype="Int64"),
            "forandring": _change(points, old, base["jamforbar"]),
        },
        index=pd.Index(ids, name="delindex"),
    )
    return table


def _omraden(nation: Nation, kod: str) -> pd.DataFrame:
    base, scores = nation.omraden, nation.now.scores
    ids = list(base["omrade"])
    points = scores.omrade.loc[kod, ids].to_numpy(dtype=float)
    old = _row(nation.before.scores.omrade, kod, ids) if nation.before else np.full(len(ids), np.nan)
    medel, medel_fore = (np.asarray(base[name], dtype=float) for name in ("medel", "medel_fore"))
    return pd.DataFrame(
        {
            **_without(base, "omrade"),
            "poang": points,
            "gap": points - medel,
            "placering": _places_of(scores.placering.omrade, kod, ids),
            "poang_fore": old,
            "forandring": _change(points, old, base["jamforbar"]),
            "medel_forandring": _change(medel, medel_fore, base["jamforbar"]),
        },
        index=pd.Index(ids, name="omrade"),
    )


def _indikatorer(nation: Nation, kod: str) -> pd.DataFrame:
    base, scores = nation.indikatorer, nation.now.scores
    ids = list(base["kod"])
    points = scores.poang.loc[kod, ids].to_numpy(dtype=float)
    return pd.DataFrame(
        {
            **_without(base, "kod"),
            "varde": scores.varde.loc[kod, ids].to_numpy(dtype=float),
            "poang": points,
            "gap": points - np.asarray(base["medel"], dtype=float),
            "status": scores.status.loc[kod, ids].array,
            "fil": nation.ursprung["fil"].loc[kod].array,
            "cell": nation.ursprung["cell"].loc[kod].array,
        },
        index=pd.Index(ids, name="indikator"),
    )


def _delindex_ar(nation: Nation, kod: str) -> pd.DataFrame:
    base = nation.delindex_ar
    points = [_row(year.scores.delindex, kod, list(year.model.delindex)) for year in nation.years.values()]
    return pd.DataFrame({**base, "poang": np.concatenate(points)})


def _alla(nation: Nation, kod: str) -> pd.DataFrame:
    return pd.DataFrame({**nation.alla, "egen": nation.alla["kommunkod"] == kod})


def _i_lan(nation: Nation, kod: str) -> pd.DataFrame:
    table = _alla(nation, kod)
    return table[table["lanskod"] == nation.register.at[kod, "lanskod"]].reset_index(drop=True)


def _row(table: pd.DataFrame, kod: str, columns: list[str]) -> np.ndarray:
    """One kommun's row with NaN for what the table lacks."""
    if kod not in table.index:
        return np.full(len(columns), np.nan)
    row = table.loc[kod].reindex(columns)
    return row.to_numpy(dtype=float, na_value=np.nan)


def _change(now: np.ndarray, before: np.ndarray, comparable: Any) -> np.ndarray:
    """This year minus last, missing where the two may not be compared."""
    return np.where(np.asarray(comparable) == "nej", np.nan, now - before)


def _places_of(table: pd.DataFrame, kod: str, ids: list[str]) -> Any:
    return pd.array(_row(table, kod, ids), dtype="Int64")


def _without(base: dict[str, Any], name: str) -> dict[str, Any]:
    return {column: values for column, values in base.items() if column != name}
