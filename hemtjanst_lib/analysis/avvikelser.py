"""What a year's answers hold before they are scored: what came, what is missing, and what looks wrong. Pure.

Each finding says in which file and cell it stands. They point out, they change nothing: what is wrong is put right in
``data/corrections``.
"""

from __future__ import annotations

import pandas as pd

from hemtjanst_lib.language import lista as rakna_upp
from hemtjanst_lib.model import Model

MAD = 1.4826  # makes the median absolute deviation a standard deviation, where values are normally spread
OVANLIG = 4.5  # as many such deviations from the middle, and a value is listed
FLERA = 20  # distinct values that an indikator must have for its spread to be judged
LIKA = 4  # indikatorer that must agree to the digit for two rows to look copied
KOLUMNER = ["kommunkod", "indikator", "varde", "jamfort", "avstand", "fil", "cell"]


def svarslage(svar: pd.DataFrame, model: Model) -> pd.DataFrame:
    """Count by källa: ``kommuner`` with any answer, ``tysta`` without one, and cells by status."""
    counts = pd.crosstab(svar["kalla"], svar["status"])
    there = svar[svar["status"] == "ok"].groupby("kalla")["kommunkod"].nunique()
    used = [kod for kod in model.kallor if kod in counts.index]
    table = counts.reindex(columns=["ok", "ej_svar", "sekretess", "ej_tillamplig"], fill_value=0).loc[used]
    table.insert(0, "kommuner", there.reindex(used).fillna(0).astype(int))
    table.insert(1, "tysta", svar["kommunkod"].nunique() - table["kommuner"])
    return table


def avvikare(svar: pd.DataFrame) -> pd.DataFrame:
    """List values far from the middle of their indikator, the furthest first; columns ``KOLUMNER``.

    ``jamfort`` is the median, ``avstand`` the distance in robust standard deviations. Only indikatorer with at least
    ``FLERA`` different values are judged.
    """
    given = svar[svar["status"] == "ok"]
    many = given.groupby("indikator")["varde"].transform("nunique") >= FLERA
    return _langst_bort(given[many], given[many]["varde"], relativt=False)


def hopp(svar: pd.DataFrame, fore: pd.DataFrame, kvar: list[str]) -> pd.DataFrame:
    """List values that moved much more since last year than others did; ``jamfort`` is last year's value.

    Parameters
    ----------
    kvar : list of str
        Indikatorer that both years have in the same form.
    """
    keys = ["kommunkod", "indikator"]
    now = svar[(svar["status"] == "ok") & svar["indikator"].isin(kvar)]
    old = fore.loc[fore["status"] == "ok", [*keys, "varde"]].rename(columns={"varde": "fore"})
    both = now.merge(old, on=keys, how="inner")
    many = both.groupby("indikator")["varde"].transform("nunique") >= FLERA
    both = both[many]
    return _langst_bort(both, both["varde"] - both["fore"], relativt=True)


def _langst_bort(rows: pd.DataFrame, measure: pd.Series, *, relativt: bool) -> pd.DataFrame:
    groups = measure.groupby(rows["indikator"])
    middle = groups.transform("median")
    spread = MAD * (measure - middle).abs().groupby(rows["indikator"]).transform("median")
    away = ((measure - middle) / spread).where(spread > 0)
    found = rows.assign(jamfort=rows["fore"] if relativt else middle, avstand=away)[away.abs() > OVANLIG]
    order = found["avstand"].abs().sort_values(ascending=False, kind="stable").index
    return found.loc[order, KOLUMNER].reset_index(drop=True)


def tystnat(svar: pd.DataFrame, fore: pd.DataFrame) -> pd.DataFrame:
    """List the kommuner that answer a källa this year but did not last, or the other way: ``kommunkod, kalla, hur``."""
    answered = [
        table[table["status"] == "ok"].groupby(["kommunkod", "kalla"]).size().rename("n") for table in (svar, fore)
    ]
    both = pd.concat(answered, axis=1, keys=["nu", "fore"]).fillna(0)
    common = set(svar["kalla"]) & set(fore["kalla"])
    both = both[both.index.get_level_values("kalla").isin(common)]
    lost, won = both.index[(both["nu"] == 0)], both.index[(both["fore"] == 0)]
    rows = [(*key, "tystnat") for key in lost] + [(*key, "ny") for key in won]
    return pd.DataFrame(rows, columns=["kommunkod", "kalla", "hur"]).sort_values(["hur", "kalla", "kommunkod"])


def misstankta(svar: pd.DataFrame, fore: pd.DataFrame | None) -> pd.DataFrame:
    """List cells that look like faults of handling rather than results: ``kommunkod, skal, fil, cell``.

    A share where others write per cent; a row that is another kommun's to the digit; one that is last year's.
    """
    given = svar[svar["status"] == "ok"]
    many = given.groupby("indikator")["varde"].transform("nunique") >= FLERA
    found = [_andelar(given[many]), _kopior(given[many])]
    if fore is not None:
        found.append(_fjolarets(given[many], fore))
    return pd.concat(found, ignore_index=True)


def _andelar(rows: pd.DataFrame) -> pd.DataFrame:
    median = rows.groupby("indikator")["varde"].transform("median")
    wrong = rows[(rows["varde"] > 0) & (rows["varde"] <= 1) & (median > 10)]
    return _fynd(wrong, "Högst 1 där andra har tiotals procent: kan vara en andel i stället för procent.")


def _kopior(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of one källa that agree between two kommuner in at least ``LIKA`` indikatorer and all that both have."""
    parts = []
    for _, part in rows.groupby("kalla", sort=True):
        wide = part.pivot_table(index="kommunkod", columns="indikator", values="varde")
        full = wide[wide.notna().sum(axis=1) >= LIKA]
        twins = full[full.duplicated(keep=False)]
        for _, group in twins.groupby(list(twins.columns), dropna=False, sort=False):
            names = rakna_upp(list(group.index.astype(str)))
            first = part[part["kommunkod"].isin(group.index)].drop_duplicates("kommunkod")
            parts.append(_fynd(first, f"Samma värden i {wide.shape[1]} indikatorer hos {names}."))
    return pd.concat(parts, ignore_index=True) if parts else _fynd(rows.iloc[:0], "")


def _fjolarets(rows: pd.DataFrame, fore: pd.DataFrame) -> pd.DataFrame:
    keys = ["kommunkod", "indikator"]
    old = fore.loc[fore["status"] == "ok", [*keys, "varde"]].rename(columns={"varde": "fore"})
    both = rows.merge(old, on=keys)
    both["lika"] = both["varde"] == both["fore"]
    per = both.groupby(["kommunkod", "kalla"])["lika"].agg(["all", "size"])
    same = per.index[per["all"] & (per["size"] >= LIKA)]
    first = rows.drop_duplicates(["kommunkod", "kalla"]).set_index(["kommunkod", "kalla"], drop=False)
    hits = first.loc[first.index.isin(same)].reset_index(drop=True)
    return _fynd(hits, "Alla värden i källan är desamma som förra året: fjolårets fil kan ha levererats igen.")


def _fynd(rows: pd.DataFrame, skal: str) -> pd.DataFrame:
    return rows[["kommunkod", "fil", "cell"]].assign(skal=skal)
