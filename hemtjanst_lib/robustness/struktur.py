"""How the parts of the index hang together: correlations, Cronbach's alpha, effective weights, principal components."""

from __future__ import annotations

import numpy as np
import pandas as pd

from hemtjanst_lib.robustness.installningar import Lasregler, Sakerhet
from hemtjanst_lib.robustness.resultat import Struktur
from hemtjanst_lib.scoring import Scores, effektiva_vikter
from hemtjanst_lib.scoring.grid import Floats

SMA = 1e-12  # a variance below this is none
HALVA = 0.5


def struktur(scores: Scores, installningar: Sakerhet) -> Struktur:
    """Describe the structure of one year's results; points as counted, silence included."""
    rules = installningar.lasning
    shares, values = _pca(scores)
    delindex, omraden = samband(scores.delindex), samband(scores.omrade)
    return Struktur(
        samband_delindex=delindex,
        samband_omraden=omraden,
        alfa=_alfor(scores, rules),
        rest=_rest(scores, rules),
        vikt=_vikter(scores, rules),
        pca=shares,
        laddningar=values,
        lasningar={
            "samband_delindex": _par_i_ord(delindex, rules),
            "samband_omraden": _par_i_ord(omraden, rules),
            "pca": "okand" if shares.empty else "en" if shares["andel"].iloc[0] >= HALVA else "flera",
        },
    )


def _par_i_ord(table: pd.DataFrame, rules: Lasregler) -> str:
    """Key for what the pairs of a correlation table have in common."""
    values = table.to_numpy(dtype=np.float64)[np.triu_indices(len(table), 1)]
    known = values[~np.isnan(values)]
    if not len(known):
        return "okand"
    if known.min() < -rules.samband_svagt:
        return "motsatta"
    return "svaga" if np.median(known) <= rules.samband_svagt else "samma"


def samband(table: pd.DataFrame) -> pd.DataFrame:
    """Pearson correlations between columns over the rows that have both; NaN where a column does not vary."""
    varying = table.std(ddof=0) > np.sqrt(SMA)
    return table.where(varying, axis=1).corr(min_periods=3)


def alfa(table: pd.DataFrame) -> float:
    """Cronbach's alpha of the columns, over complete rows; NaN with fewer than two columns or no variance."""
    whole = table.dropna()
    parts = whole.shape[1]
    total = float(whole.sum(axis=1).var())
    if parts < 2 or len(whole) < 2 or not total > SMA:
        return float("nan")
    return float(parts / (parts - 1) * (1 - whole.var().sum() / total))


def _alfor(scores: Scores, rules: Lasregler) -> pd.DataFrame:
    model, rows = scores.model, {}
    for kod, delindex in model.delindex.items():
        rows[f"delindex.{kod}"] = scores.omrade[list(delindex.kvalitetsomraden)]
    for kod, omrade in model.omraden.items():
        rows[f"omrade.{kod}"] = scores.raknad[list(omrade.indikatorer)]
    rows["total"] = scores.delindex
    table = pd.DataFrame(
        {"antal": {name: part.shape[1] for name, part in rows.items()}, "alfa": {n: alfa(p) for n, p in rows.items()}}
    )
    value = table["alfa"]
    words = np.select(
        [value.isna(), value >= rules.alfa_hog, value < rules.alfa_lag], ["okand", "hog", "lag"], "mellan"
    )
    return table.assign(lasning=pd.array(words, dtype="str")).rename_axis("del")


def _rest(scores: Scores, rules: Lasregler) -> pd.DataFrame:
    """Each indikator against the mean of the others in its område, and against the index."""
    model, rows = scores.model, []
    for kod, indikator in model.indikatorer.items():
        others = [other for other in model.omraden[indikator.omrade].indikatorer if other != kod]
        own = scores.raknad[kod]
        rows.append((kod, indikator.omrade, _par(own, scores.raknad[others].mean(axis=1)), _par(own, scores.total)))
    columns = ["indikator", "omrade", "samband_rest", "samband_total"]
    table = pd.DataFrame(rows, columns=columns).set_index("indikator")
    value = table["samband_total"]
    weak = rules.samband_svagt
    words = np.select([value.isna(), value < -weak, value.abs() <= weak], ["konstant", "mot", "svag"], "med")
    return table.assign(lasning=pd.array(words, dtype="str"))


def _par(one: pd.Series, other: pd.Series) -> float:
    both = one.notna() & other.notna()
    if both.sum() < 3 or min(one[both].var(ddof=0), other[both].var(ddof=0)) < SMA:
        return float("nan")
    return float(np.corrcoef(one[both], other[both])[0, 1])


def _vikter(scores: Scores, rules: Lasregler) -> pd.DataFrame:
    """Nominal shares of weight, and shares of the variance of the index."""
    model = scores.model
    each = effektiva_vikter(scores.raknad, model)
    parts = {"delindex": scores.delindex, "omrade": scores.omrade}
    own = {
        "delindex": [i.delindex for i in model.indikatorer.values()],
        "omrade": [i.omrade for i in model.indikatorer.values()],
    }
    nominal = {"delindex": model.delindexvikter, "omrade": model.vikter}
    tables = []
    for level, points in parts.items():
        share = each.T.groupby(own[level], sort=False).sum().T.reindex(columns=points.columns, fill_value=0.0)
        carried = _andelar(
            (share * points.fillna(0.0)).to_numpy(dtype=np.float64), scores.total.to_numpy(dtype=np.float64)
        )
        weight = (nominal[level] / nominal[level].sum()).reindex(points.columns)
        tables.append(
            pd.DataFrame(
                {"nominell": weight.to_numpy(), "effektiv": carried}, index=[f"{level}.{kod}" for kod in points.columns]
            )
        )
    table = pd.concat(tables).rename_axis("del")
    gap = table["effektiv"] - table["nominell"]
    words = np.select(
        [gap.isna(), gap > rules.vikt_skillnad, gap < -rules.vikt_skillnad], ["okand", "mer", "mindre"], "som"
    )
    return table.assign(skillnad=gap, lasning=pd.array(words, dtype="str"))


def _andelar(parts: Floats, total: Floats) -> Floats:
    """Covariance of each part (kommuner × parts) with the index, over the sum of them all; sums to 1."""
    known = ~np.isnan(total)
    if known.sum() < 2:
        return np.full(parts.shape[1], np.nan)
    centred = parts[known] - parts[known].mean(axis=0)
    cov = centred.T @ (total[known] - total[known].mean())
    whole = float(cov.sum())
    return cov / whole if abs(whole) > SMA else np.full(parts.shape[1], np.nan)


def _pca(scores: Scores) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Principal components of the correlations between områden that vary, over kommuner that have them all."""
    whole = scores.omrade.dropna()
    varying = whole.columns[whole.std(ddof=0) > np.sqrt(SMA)] if len(whole) > 1 else whole.columns[:0]
    if not len(varying):
        empty = pd.DataFrame({"egenvarde": [], "andel": [], "sammanlagt": []}, index=pd.Index([], name="komponent"))
        return empty, pd.DataFrame(index=whole.columns)
    values, vectors = np.linalg.eigh(np.atleast_2d(np.corrcoef(whole[varying].to_numpy(), rowvar=False)))
    values, vectors = values[::-1].clip(min=0.0), vectors[:, ::-1]
    vectors = vectors * np.sign(vectors[np.abs(vectors).argmax(axis=0), np.arange(len(values))])
    numbers = pd.RangeIndex(1, len(values) + 1, name="komponent")
    share = values / values.sum()
    table = pd.DataFrame({"egenvarde": values, "andel": share, "sammanlagt": share.cumsum()}, index=numbers)
    loadings = pd.DataFrame(vectors * np.sqrt(values), varying, numbers)
    return table, loadings.reindex(whole.columns)
