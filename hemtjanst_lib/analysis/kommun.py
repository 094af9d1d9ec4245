"""The facts of one kommun, picked from the year's national tables."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from hemtjanst_lib.analysis.arsfakta import arsfakta
from hemtjanst_lib.analysis.common import ID, Arrays
from hemtjanst_lib.analysis.djup import Fordjupning
from hemtjanst_lib.analysis.facts import Kommun, Kommunfakta
from hemtjanst_lib.analysis.national import Nation
from hemtjanst_lib.analysis.own import Egna
from hemtjanst_lib.analysis.publishing import Utgivning, utgivning
from hemtjanst_lib.analysis.sakerhet import Kommunsakerhet
from hemtjanst_lib.errors import ParameterError
from hemtjanst_lib.language import Heltal, Placering, Poang, Skillnad
from hemtjanst_lib.paths import resolve
from hemtjanst_lib.reference import check_kommunkod, load_kommuner
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
    if not isinstance(ar, int):
        raise ParameterError(f"ar is {ar!r}; it must be a year as a whole number, such as 2025")
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
    row = nation.rad[kod]
    return Kommunfakta(
        kommun=Kommun.of(kod, nation.register.loc[kod].to_dict()),
        klass=str(scores.klass[kod]),
        delindex=_table(nation.delindex, nation.egna_delindex, row),
        delindex_ar=pd.DataFrame({**nation.delindex_ar, "poang": nation.egna_ar[row]}),
        omraden=_table(nation.omraden, nation.egna_omraden, row),
        indikatorer=_table(nation.indikatorer, nation.egna_indikatorer, row),
        saknas=nation.saknas.get(kod, nation.inget_saknas).reset_index(drop=True),
        alla=_alla(nation, kod),
        lan_kommuner=_i_lan(nation, kod),
        klasser=pd.DataFrame({**nation.klasser, "egen": nation.klasser["klass"] == scores.klass[kod]}),
        djup=Fordjupning(nation.djup, kod),
        sakerhet=Kommunsakerhet(nation.sakerhet, kod),
        **_places(nation, kod),
        **_total(nation, kod),
        **(vars(arsfakta(nation, utgiven)) | _last_year(nation, kod)),
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


def _table(base: Arrays, own: Egna, row: int) -> pd.DataFrame:
    """Put together what is alike for all kommuner and what is one kommun's own."""
    columns = {name: values for name, values in base.items() if name != ID}
    return pd.DataFrame({**columns, **own.of(row)}, index=own.ids)


def _alla(nation: Nation, kod: str) -> pd.DataFrame:
    return pd.DataFrame({**nation.alla, "egen": nation.alla["kommunkod"] == kod})


def _i_lan(nation: Nation, kod: str) -> pd.DataFrame:
    table = _alla(nation, kod)
    return table[table["lanskod"] == nation.register.at[kod, "lanskod"]].reset_index(drop=True)
