"""What the explorer compares: a kommun against a group, on every level, over the years, by weight. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import pandas as pd

from hemtjanst_lib.analysis.national import Nation
from hemtjanst_lib.export.verktyg.underlag import jamforbar
from hemtjanst_lib.model import Indikator, Kvalitetsomrade
from hemtjanst_lib.reference import load_liknande, storleksklass
from hemtjanst_lib.robustness.uppspelning import rakna_om
from hemtjanst_lib.scoring import Scores, rank
from hemtjanst_lib.store import Year

Niva = Literal["index", "delindex", "omrade", "indikator"]
Slag = Literal["riket", "lan", "grupp", "storlek", "liknande", "urval"]


@dataclass(frozen=True)
class Grupp:
    """What a kommun is set against: the words for its mean, and its kommuner (None: the whole country)."""

    ord: str
    koder: tuple[str, ...] | None


@dataclass(frozen=True)
class Matt:
    """A measure: its level and id ("" for the index)."""

    niva: Niva
    id: str = ""


def grupp(nation: Nation, kod: str, slag: Slag, urval: Sequence[str] = ()) -> Grupp:
    """Find the kommuner of a group. The kommun itself belongs to its län, SKR group and size class.

    Raises
    ------
    KeyError
        If the kommun has no results this year.
    """
    register = nation.register
    own = register.loc[kod]
    if slag == "riket":
        return Grupp("rikssnittet", None)
    if slag in {"lan", "grupp"}:
        column = {"lan": "lanskod", "grupp": "grupp_kod"}[slag]
        name = str(own["lan"]) if slag == "lan" else f"gruppen {str(own['grupp']).lower()}"
        return _mean_of(name, register.index[register[column] == own[column]])
    if slag == "storlek":
        sizes = register["befolkning"].map(lambda n: storleksklass(int(n)))
        return _mean_of(f"kommuner med {sizes[kod]}", register.index[sizes == sizes[kod]])
    if slag == "liknande":
        table = load_liknande()
        alike = table.loc[table["kommunkod"] == kod, "liknande_kommunkod"]
        return _mean_of("liknande kommuner", register.index[register.index.isin(alike)])
    return _mean_of("det egna urvalet", pd.Index([each for each in urval if each in register.index]))


def _mean_of(name: str, codes: pd.Index) -> Grupp:
    return Grupp(f"genomsnittet för {name}", tuple(codes.astype(str)))


def ensam(given: Grupp, kod: str) -> bool:
    """Whether a group holds no other kommun, so that there is nothing to compare with."""
    return given.koder is not None and not set(given.koder) - {kod}


def poang(scores: Scores, niva: Niva) -> pd.DataFrame:
    """Points of all kommuner on a level, columns ids; NaN without a result (for an indikator: without an answer)."""
    tables = {"delindex": scores.delindex, "omrade": scores.omrade, "indikator": scores.poang}
    return tables[niva] if niva in tables else scores.total.to_frame("")


def medel(scores: Scores, niva: Niva, given: Grupp) -> pd.Series:
    """The group's unweighted mean of every measure on a level; the country's is the year's own kommungenomsnitt."""
    if given.koder is not None:
        table = poang(scores, niva)
        return table.loc[table.index.isin(given.koder)].mean()
    if niva == "index":
        return pd.Series({"": scores.medel.total})
    whole: pd.Series = getattr(scores.medel, niva)
    return whole


def namn(year: Year, niva: Niva) -> dict[str, str]:
    """Names of the measures on a level."""
    model = year.model
    if niva == "index":
        return {"": "Hemtjänstindex"}
    if niva == "delindex":
        return {kod: part.namn for kod, part in model.delindex.items()}
    if niva == "omrade":
        return {kod: f"{part.nummer} {part.namn}" for kod, part in model.omraden.items()}
    return {kod: part.visningsnamn for kod, part in model.indikatorer.items()}


def avstand(nation: Nation, kod: str, given: Grupp, niva: Niva) -> pd.DataFrame:
    """Set a kommun against a group on one level.

    Returns
    -------
    DataFrame
        Index id, in the model's order; ``namn, delindex, omrade`` (ids; "" where the level has none), ``poang, medel,
        gap`` (points), ``viktandel`` (share of the index, 0–1) and, for indikatorer, ``status``.
    """
    scores, model = nation.now.scores, nation.now.model
    names, own = namn(nation.now, niva), poang(scores, niva).loc[kod]
    table = pd.DataFrame({"namn": names, "poang": own, "medel": medel(scores, niva, given)}).loc[list(names)]
    table["gap"] = table["poang"] - table["medel"]
    parts: Mapping[str, Kvalitetsomrade | Indikator] = {}
    if niva in {"omrade", "indikator"}:
        parts = model.omraden if niva == "omrade" else model.indikatorer
    table["delindex"] = [parts[each].delindex if each in parts else each for each in table.index]
    table["omrade"] = [model.indikatorer[each].omrade if niva == "indikator" else "" for each in table.index]
    table["viktandel"] = _share(nation, niva).reindex(table.index)
    return table.assign(status=scores.status.loc[kod].to_numpy()) if niva == "indikator" else table


def _share(nation: Nation, niva: Niva) -> pd.Series:
    model, effective = nation.now.model, nation.now.scores.effektiv_vikt
    if niva == "indikator":
        return effective
    weights = model.vikter if niva == "omrade" else model.delindexvikter
    return weights / weights.sum() if niva != "index" else pd.Series({"": 1.0})


def brott(nation: Nation, matt: Matt) -> list[int]:
    """Years in which a measure may not be compared with the year before."""
    return [ar for ar in nation.years if ar - 1 in nation.years and not _comparable(nation, ar, matt)]


def _comparable(nation: Nation, ar: int, matt: Matt) -> bool:
    found = jamforbar(nation.years[ar].model, nation.years[ar - 1].model)
    if matt.niva == "index":
        return bool(found["grad"] != "nej")
    if matt.niva == "indikator":
        return matt.id in found["indikatorer"]
    grades = found["delindex" if matt.niva == "delindex" else "omraden"]
    return bool(grades.get(matt.id, "nej") != "nej")


def over_aren(nation: Nation, kod: str, given: Grupp, matt: Matt) -> pd.DataFrame:
    """Follow one measure over the years: index ``ar``; ``poang, medel, gap, forandring`` (NaN over a break), ``brott``.

    A year without the measure has NaN.
    """
    rows = {}
    for ar, year in nation.years.items():
        table = poang(year.scores, matt.niva)
        there = matt.id in table.columns
        own = table[matt.id].get(kod, np.nan) if there else np.nan
        rows[ar] = (own, medel(year.scores, matt.niva, given)[matt.id] if there else np.nan)
    result = pd.DataFrame.from_dict(rows, orient="index", columns=["poang", "medel"], dtype=float).rename_axis("ar")
    cut = result.index.isin(brott(nation, matt))
    result["gap"] = result["poang"] - result["medel"]
    return result.assign(forandring=result["poang"].diff().mask(cut), brott=cut)


def kommuner(nation: Nation, kod: str, given: Grupp, matt: Matt) -> pd.DataFrame:
    """List the kommuner of a group and the kommun itself by one measure, the highest first.

    Returns
    -------
    DataFrame
        Index kommunkod; ``namn, lan, poang, plats`` (within the list), ``plats_riket, mot_egen, klass, egen``.
    """
    points = poang(nation.now.scores, matt.niva)[matt.id]
    codes = points.index if given.koder is None else points.index[points.index.isin({*given.koder, kod})]
    own = nation.register.loc[codes]
    table = pd.DataFrame({"namn": own["namn"], "lan": own["lan"], "poang": points[codes]})
    table["plats"], table["plats_riket"] = rank(table["poang"]), rank(points)[codes]
    table["mot_egen"] = table["poang"] - points[kod]
    table["klass"] = nation.now.scores.klass[codes]
    return table.assign(egen=table.index == kod).sort_values("poang", ascending=False, kind="stable")


def prioritera(nation: Nation, kod: str, given: Grupp) -> pd.DataFrame:
    """Order the områden by what the index would gain if the kommun reached the group's mean in one of them.

    Returns
    -------
    DataFrame
        As :func:`avstand`, with ``nummer``, ``vikt`` (the seniors') and ``vinst`` (points of index, 0 when not below).
    """
    scores, model = nation.now.scores, nation.now.model
    table = avstand(nation, kod, given, "omrade")
    table["nummer"] = [omrade.nummer for omrade in model.omraden.values()]
    table["vikt"] = model.vikter
    table["vinst"] = (_with(scores, kod, table["medel"]) - scores.total[kod]).where(table["gap"] < 0, 0.0)
    return table.sort_values(["vinst", "vikt", "gap"], ascending=False, kind="stable")


def _with(scores: Scores, kod: str, points: pd.Series) -> pd.Series:
    """The kommun's index with each område in turn at other points; everything else as it is."""
    own = scores.omrade.loc[kod].to_numpy(dtype=float)
    rows = np.repeat(own[None], len(own), axis=0)
    np.fill_diagonal(rows, points.to_numpy(dtype=float))
    changed = replace(scores, omrade=pd.DataFrame(rows, columns=scores.omrade.columns))
    weights = scores.model.vikter.to_numpy(dtype=float)
    totals, _ = rakna_om(changed, (weights / weights.sum())[None])
    return pd.Series(totals[0], index=points.index)
