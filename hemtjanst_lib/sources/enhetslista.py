"""One row a unit, whichever survey names it: the two surveys' lists put together by the certain and confirmed pairs."""

from __future__ import annotations

import pandas as pd

from hemtjanst_lib.reference import slug
from hemtjanst_lib.sources.enhetspar import BU, EU

LISTA = [
    *("enhet", "kommunkod", "namn", "regi", "foretag", "enhet_bu", "enhet_eu", "namn_bu", "namn_eu"),
    *("par", "par_poang", "tveksam"),
]
LONGEST = 60  # of the part of an id that is made from the name


def lista(enheter: pd.DataFrame, par: pd.DataFrame) -> pd.DataFrame:
    """Put the units of the two surveys together.

    Parameters
    ----------
    enheter, par : DataFrame
        As from ``read_year`` and :func:`.enhetspar.para`.

    Returns
    -------
    DataFrame
        Columns ``LISTA``, one row a unit, in order of kommun and id. ``enhet`` is kommunkod and name, safe in a file
        name and unique also for units of one name; ``enhet_bu, enhet_eu`` the ids in the surveys and ``namn_bu,
        namn_eu`` their spellings ("" when not there); name, regi and company are the user survey's when it has the
        unit. ``par`` is automatiskt, bekraftat or ""; ``tveksam``: has a doubtful pair, and none that is certain.
    """
    if "foretag" not in enheter:
        enheter = enheter.assign(foretag="")
    certain = par[par["hur"].ne("tveksamt")]
    bu, eu = (enheter[enheter["kalla"].eq(kalla)].drop(columns="kalla") for kalla in (BU, EU))
    links = certain[["enhet_bu", "enhet_eu", "hur", "poang"]].rename(columns={"hur": "par", "poang": "par_poang"})
    named = bu.rename(columns={"enhet_id": "enhet_bu"}).assign(namn_bu=bu["namn"])
    out = named.merge(links, how="left", on="enhet_bu")
    other = eu.rename(columns={"enhet_id": "enhet_eu"}).assign(namn_eu=eu["namn"])
    out = out.merge(other.drop(columns="kommunkod"), how="left", on="enhet_eu", suffixes=("", "_2"))
    for name in ("regi", "foretag"):
        out[name] = out[name].where(out[name].ne(""), out.pop(f"{name}_2"))
    alone = other[~other["enhet_eu"].isin(links["enhet_eu"])]
    out = pd.concat([out, alone], ignore_index=True)
    doubtful = par.loc[par["hur"].eq("tveksamt")]
    out["tveksam"] = out["enhet_bu"].isin(doubtful["enhet_bu"]) | out["enhet_eu"].isin(doubtful["enhet_eu"])
    out["enhet"] = _ids(out)
    texts = [name for name in LISTA if name not in {"par_poang", "tveksam"}]
    out[texts] = out[texts].fillna("")
    types = {**dict.fromkeys(texts, "str"), "par_poang": "float64", "tveksam": "bool"}
    return out[LISTA].astype(types).sort_values(["kommunkod", "enhet"], ignore_index=True)


def _ids(units: pd.DataFrame) -> pd.Series:
    """Kommunkod and name; the second of one name gets -2."""
    words = units["namn"].map(lambda namn: slug(namn)[:LONGEST].strip("_") or "enhet")
    stem = units["kommunkod"] + "-" + words
    order = stem.groupby(stem).cumcount() + 1
    return stem.where(order.eq(1), stem + "-" + order.astype("str"))
