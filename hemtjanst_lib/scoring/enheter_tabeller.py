"""The scored units as tables to keep: one row a unit, a unit and område, a unit and indikator. Nothing suppressed."""

from __future__ import annotations

import pandas as pd

from hemtjanst_lib.model import Model
from hemtjanst_lib.scoring.enheter import EJ_MED, Enhetspoang, score_units
from hemtjanst_lib.scoring.enheter_skydd import SKYDDADE

OBEKRAFTAT = "obekraftat_par"
OMRADE = ["enhet", "omrade", "poang", "lag", "hog", "indikatorer"]
INDIKATOR = ["enhet", "indikator", "varde", "lag", "hog", "poang", "antal_svar", "status", "fil", "cell"]


def enhetstabeller(svar: pd.DataFrame, lista: pd.DataFrame, model: Model) -> tuple[dict[str, pd.DataFrame], float]:
    """Score the units and lay the results out.

    Parameters
    ----------
    svar : DataFrame
        The long table at unit level after :func:`.enheter_skydd.skydda`.
    lista : DataFrame
        One row a unit, with its ids in the surveys: see ``sources.enhetslista``.

    Returns
    -------
    dict, float
        ``enhet`` (the list with points, intervals, places and reasons; see ``analysis.Enhetsfakta.enheter``),
        ``omrade`` and ``indikator`` (long, rows of units that have a value there, or are in the survey); and the
        correlation between questions that was used. Without unit indikatorer the first has the list only.
    """
    if not model.enhetsindikatorer:
        return {"enhet": lista, "omrade": _none(OMRADE), "indikator": _none(INDIKATOR)}, 0.0
    ids = {row[kalla]: row["enhet"] for kalla in ("enhet_bu", "enhet_eu") for row in _named(lista, kalla)}
    own = svar.assign(enhet=svar["enhet_id"].map(ids))
    units = lista.set_index("enhet")
    units = units.assign(brukarundersokningen=units["enhet_bu"].ne(""), enhetsundersokningen=units["enhet_eu"].ne(""))
    for kalla in {indikator.kalla for indikator in model.enhetsindikatorer.values()} - set(units.columns):
        units[kalla] = units.index.isin(own.loc[own["kalla"].eq(kalla), "enhet"])
    scored = score_units(own, units, model)
    tables = {"enhet": _enhet(lista, scored), "omrade": _omrade(scored), "indikator": _indikator(scored, own)}
    return tables, scored.samvariation


def _none(columns: list[str]) -> pd.DataFrame:
    texts = {"enhet", "omrade", "indikator", "status", "fil", "cell"}
    return pd.DataFrame({name: pd.Series(dtype="str" if name in texts else "float64") for name in columns})


def _named(lista: pd.DataFrame, kalla: str) -> list[dict[str, str]]:
    rows = lista.loc[lista[kalla].ne(""), [kalla, "enhet"]]
    return [dict(zip(rows.columns, row, strict=True)) for row in rows.to_numpy()]


def _enhet(lista: pd.DataFrame, scored: Enhetspoang) -> pd.DataFrame:
    personal = [kod for kod, spec in scored.model.indikatorer.items() if spec.kalla in SKYDDADE]
    sampled = list(dict.fromkeys(scored.model.indikatorer[kod].delindex for kod in personal))
    hidden = (scored.skal[sampled] == "sekretess").any(axis=1)
    told: dict[str, pd.Series] = {"antal_svar": scored.antal_svar[personal].max(axis=1).mask(hidden)}
    for kod in scored.delindex.columns:
        told[kod] = scored.delindex[kod]
        told |= {f"{kod}_lag": scored.lag["delindex"][kod], f"{kod}_hog": scored.hog["delindex"][kod]}
        told |= {f"{kod}_krympt": scored.krympt[kod], f"placering_{kod}": scored.placering[kod]}
        told[f"skal_{kod}"] = _skal(kod, lista, scored)
    told |= {
        "total": scored.total,
        "total_lag": scored.lag["total"]["total"],
        "total_hog": scored.hog["total"]["total"],
    }
    told |= {"krympt": scored.krympt["total"], "placering": scored.placering["total"]}
    told |= {"placering_lag": scored.platser.lag, "placering_hog": scored.platser.hog}
    told |= {"lika_med": scored.platser.lika_med, "grupp": scored.platser.grupp}
    told["tillforlitlighet"] = scored.tillforlitlighet[sampled].min(axis=1)
    return lista.merge(pd.DataFrame(told).rename_axis("enhet").reset_index(), on="enhet", how="left")


def _skal(delindex: str, lista: pd.DataFrame, scored: Enhetspoang) -> pd.Series:
    """Why a delindex has no result, with a name for each survey that the unit is not in."""
    kalla = next(spec.kalla for spec in scored.model.indikatorer.values() if spec.delindex == delindex)
    reason = scored.skal[delindex]
    doubtful = pd.Series(lista["tveksam"].to_numpy(), lista["enhet"]).reindex(reason.index)
    absent = reason.eq(EJ_MED)
    return reason.mask(absent, f"ej_{kalla.removesuffix('en')}").mask(absent & doubtful, OBEKRAFTAT)


def _omrade(scored: Enhetspoang) -> pd.DataFrame:
    """Områden of the delindex that the unit has: others would be seen with too little behind them."""
    long = {"poang": scored.omrade, "lag": scored.lag["omrade"], "hog": scored.hog["omrade"]}
    belongs = {kod: omrade.delindex for kod, omrade in scored.model.omraden.items()}
    counted = scored.raknad.notna().T.groupby([s.omrade for s in scored.model.indikatorer.values()]).sum().T
    long["indikatorer"] = counted.reindex(columns=scored.omrade.columns)
    parts = []
    for kod in scored.omrade.columns:
        part = pd.DataFrame({name: table[kod] for name, table in long.items()}).rename_axis("enhet").reset_index()
        parts.append(part.assign(omrade=kod)[scored.delindex[belongs[kod]].notna().to_numpy()])
    out = pd.concat(parts, ignore_index=True).dropna(subset=["poang"])
    return out.astype({"omrade": "str", "indikatorer": "int64"})[OMRADE]


def _indikator(scored: Enhetspoang, svar: pd.DataFrame) -> pd.DataFrame:
    tables = {
        "varde": scored.varde,
        "lag": scored.varde_lag,
        "hog": scored.varde_hog,
        "poang": scored.poang,
        "antal_svar": scored.antal_svar,
        "status": scored.status,
    }
    size = len(scored.varde.columns)
    frame: dict[str, object] = {
        "enhet": scored.varde.index.repeat(size),
        "indikator": list(scored.varde.columns) * len(scored.varde),
        **{name: table.to_numpy().ravel() for name, table in tables.items()},
    }
    places = svar[["enhet", "indikator", "fil", "cell"]].dropna(subset=["enhet"])
    out = pd.DataFrame(frame).merge(places, how="left", on=["enhet", "indikator"])
    texts = ["enhet", "indikator", "status", "fil", "cell"]
    out[texts] = out[texts].fillna("")
    hidden = _hidden(out, scored)
    out["status"] = out["status"].mask(hidden, "sekretess")
    numbers = ["varde", "lag", "hog", "poang", "antal_svar"]
    out[numbers] = out[numbers].mask(hidden)
    return out[out["status"].ne(EJ_MED)].astype(dict.fromkeys(texts, "str"))[INDIKATOR].reset_index(drop=True)


def _hidden(rows: pd.DataFrame, scored: Enhetspoang) -> pd.Series:
    """Single questions of a unit whose delindex is suppressed: what is left says too little to be shown."""
    suppressed = (scored.skal == "sekretess").stack()
    belongs = {kod: spec.delindex for kod, spec in scored.model.indikatorer.items()}
    personal = [kod for kod, spec in scored.model.indikatorer.items() if spec.kalla in SKYDDADE]
    keys = pd.MultiIndex.from_arrays([rows["enhet"], rows["indikator"].map(belongs)])
    return pd.Series(suppressed.reindex(keys).to_numpy(), rows.index) & rows["indikator"].isin(personal)
