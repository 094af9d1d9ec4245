"""The hand-made kommun of ``enheter_stand_in`` with every indikator of the unit model, for reports on one unit."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from enheter_stand_in import IDS, enheter
from enheter_stand_in import enhetsfakta as few

from hemtjanst_lib.analysis.enheter_fakta import Enhetsfakta
from hemtjanst_lib.model import load_model, model_path

MODEL = load_model(model_path(2025))
STRANDTORP, ASGARDEN, BERGVIK, BERGVIK_2, SILVER, EKVIK, GULD, ODALEN = IDS
SHARES = ("eu_aktuell_genomforandeplan", "eu_underskoterskor_vardag", "eu_underskoterskor_helg")
LEVELS = "eu_rutin_kontakt_primarvard"


def enhetsfakta(units: pd.DataFrame | None = None, **changed: Any) -> Enhetsfakta:
    """Put the example together: 26 indikatorer in eight områden, by arithmetic on positions."""
    table = enheter() if units is None else units
    items = indikatorer(table)
    areas = omraden(table, items)
    medel = table[["total", "utforande", "stod_utveckling"]].mean()
    facts = {"enheter": table, "indikatorer": items, "omraden": areas, "medel": medel}
    facts |= {
        "medel_omrade": areas.groupby("omrade", sort=False)["medel"].first(),
        "medel_indikator": items.groupby("indikator", sort=False)["medel"].first(),
    }
    return few(**facts | changed)


def indikatorer(units: pd.DataFrame) -> pd.DataFrame:
    """Every indikator of the unit model; nothing where the unit has no result of its delindex."""
    weights = {kod: omrade.vikt for kod, omrade in MODEL.omraden.items()}
    asked = MODEL.enhetsindikatorer
    whole = sum(weights[omrade] for omrade in dict.fromkeys(ind.omrade for ind in asked.values()))
    rows = []
    for j, (kod, ind) in enumerate(asked.items()):
        level = units[ind.delindex].to_numpy(dtype=float)
        i = np.arange(len(units))
        noise = ((i * 37 + j * 61) % 25) - 12.0
        value = np.where(np.isnan(level), np.nan, np.clip(level + noise, 0, 100).round())
        if ind.typ == "rutin" and kod not in SHARES:
            there = np.where(np.isnan(level), np.nan, (i * 3 + j * 5) % 4 > 0)
            value = there * 2 if kod == LEVELS else there
        points = value * (50 if kod == LEVELS else 1 if kod in SHARES or ind.kalla[0] == "b" else 100)
        part = pd.DataFrame({"enhet": units.index, "indikator": kod, "namn": ind.namn})
        part = part.assign(visningsnamn=ind.visningsnamn, omrade=ind.omrade, delindex=ind.delindex, kalla=ind.kalla)
        part = part.assign(matenhet=ind.matenhet, typ=ind.typ, varde=value, poang=points)
        spread = 8.0 if ind.kalla == "brukarundersokningen" else 0.0
        part = part.assign(lag=value - spread, hog=np.minimum(value + spread, 100))
        part["medel"], part["medel_varde"] = part["poang"].mean(), part["varde"].mean()
        reason = units[f"skal_{ind.delindex}"].to_numpy()
        part["status"] = np.where(reason == "", "ok", np.where(reason == "sekretess", "sekretess", "ej_med"))
        same = sum(other.omrade == ind.omrade for other in asked.values())
        part = part.assign(gap=part["poang"] - part["medel"], viktandel=weights[ind.omrade] / whole / same)
        rows.append(part.assign(fil="raw/2025/x.xlsx", cell="Blad!B2"))
    return pd.concat(rows, ignore_index=True)


def omraden(units: pd.DataFrame, items: pd.DataFrame) -> pd.DataFrame:
    """The områden as the means of their indikatorer."""
    grouped = items.groupby(["enhet", "omrade"], sort=False)
    out = grouped.agg(
        delindex=("delindex", "first"),
        poang=("poang", "mean"),
        viktandel=("viktandel", "sum"),
        indikatorer=("poang", "count"),
    ).reset_index()
    out["nummer"] = [MODEL.omraden[kod].nummer for kod in out["omrade"]]
    out["namn"] = [MODEL.omraden[kod].namn for kod in out["omrade"]]
    spread = np.where(out["delindex"] == "utforande", 5.0, 0.0)
    out = out.assign(lag=out["poang"] - spread, hog=out["poang"] + spread)
    out["medel"] = out.groupby("omrade")["poang"].transform("mean")
    out["gap"] = out["poang"] - out["medel"]
    return out.sort_values(["omrade"], key=lambda s: s.map({k: n for n, k in enumerate(MODEL.omraden)}), kind="stable")


def ensam() -> Enhetsfakta:
    """The only unit of its kommun: nothing to compare with."""
    units = enheter().loc[[STRANDTORP]].copy()
    for name in ("total", "utforande", "stod_utveckling"):
        units[f"{name}_gap"] = 0.0
    for name in ("placering", "delar_plats", "placering_lag", "placering_hog", "grupp"):
        units[name] = pd.array([1], dtype="Int64")
    units["lika_med"] = pd.array([0], dtype="Int64")
    return enhetsfakta(units, antal_rangordnade=type(few().antal_rangordnade)(1))
