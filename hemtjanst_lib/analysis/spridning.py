"""How the results vary over the country: spread, ends, groups, and what goes together with what."""

from __future__ import annotations

import numpy as np
import pandas as pd

from hemtjanst_lib.analysis.benchmark import storleksklasser
from hemtjanst_lib.analysis.nivaer import delar, poang_alla_nivaer
from hemtjanst_lib.model import DECIMALS
from hemtjanst_lib.scoring import Scores, rank

INDELNINGAR = ("lan", "grupp", "storleksklass")


def spridning(scores: Scores) -> pd.DataFrame:
    """Describe the spread of the total, each delindex and each område over the kommuner.

    Returns
    -------
    DataFrame
        In the report's order: ``niva`` (total, delindex, omrade), ``kod, namn, delindex, antal`` (kommuner with
        points), ``medel, median, sd`` (n − 1), ``minst, p10, p25, p75, p90, hogst`` and ``spann`` (p90 − p10), points.
    """
    points, parts = poang_alla_nivaer(scores), delar(scores.model)
    quantiles = points.quantile([0.1, 0.25, 0.75, 0.9]).set_axis(["p10", "p25", "p75", "p90"]).T
    measures = pd.DataFrame(
        {
            "antal": points.count(),
            "medel": points.mean(),
            "median": points.median(),
            "sd": points.std(ddof=1),
            "minst": points.min(),
            **quantiles,
            "hogst": points.max(),
            "spann": quantiles["p90"] - quantiles["p10"],
        }
    )
    return parts.join(measures).reset_index(drop=True)


def ytterst(scores: Scores, kommuner: pd.DataFrame, antal: int = 10) -> pd.DataFrame:
    """List the kommuner with the highest and the lowest index, ties at the last place included.

    Columns ``ande`` (hogst or lagst), ``placering, kommunkod, namn, lan, index, klass``; the highest from the top, the
    lowest from the bottom.
    """
    total, place = scores.total.dropna(), scores.placering.total
    from_below = rank(-total)
    ends = {"hogst": total.index[place[total.index] <= antal], "lagst": total.index[from_below <= antal]}
    table = pd.concat([_rader(scores, kommuner, codes).assign(ande=ande) for ande, codes in ends.items()])
    sign = np.where(table["ande"] == "hogst", 1, -1)
    order = table.assign(ordning=table["placering"] * sign).sort_values(["ande", "ordning", "kommunkod"])
    return order[["ande", "placering", "kommunkod", "namn", "lan", "index", "klass"]].reset_index(drop=True)


def indelningar(kommuner: pd.DataFrame) -> pd.DataFrame:
    """Return each kommun's län, SKR group and size class, by name; the size classes are an ordered category."""
    size = storleksklasser(kommuner)
    return pd.DataFrame({"lan": kommuner["lan"], "grupp": kommuner["grupp"], "storleksklass": size})


def per_grupp(points: pd.Series, groups: pd.Series) -> pd.DataFrame:
    """Describe one measure in each group of kommuner, the highest mean first.

    Index the group's name; ``antal, medel, median, sd`` (NaN in a group of one), ``minst, hogst``; unweighted.
    """
    grouped = points.dropna().groupby(groups.reindex(points.dropna().index), observed=True)
    table = grouped.agg(["count", "mean", "median", "std", "min", "max"])
    table.columns = pd.Index(["antal", "medel", "median", "sd", "minst", "hogst"])
    return table.loc[(-table["medel"].round(DECIMALS)).sort_values(kind="stable").index]


def forklarad_andel(points: pd.Series, groups: pd.Series) -> dict[str, float]:
    """Return how much of the variation between kommuner lies between groups of them.

    Returns
    -------
    dict
        ``eta2``: the groups' share of the variance, 0–1 (NaN when all are alike); ``slump``: the share that groups
        drawn at random would have on average, (k − 1)/(n − 1); ``omega2``: the share corrected for that, which may
        come out just below 0; ``antal`` kommuner and ``grupper``.
    """
    x = points.dropna()
    group = groups.reindex(x.index)
    x, group = x[group.notna()], group[group.notna()]
    n, k = len(x), int(group.nunique())
    means = x.groupby(group, observed=True).transform("mean")
    total, between = float(((x - x.mean()) ** 2).sum()), float(((means - x.mean()) ** 2).sum())
    alike = total < 10.0**-DECIMALS
    within = (total - between) / (n - k) if n > k else np.nan
    return {
        "eta2": np.nan if alike else between / total,
        "slump": (k - 1) / (n - 1) if n > 1 else np.nan,
        "omega2": np.nan if alike else (between - (k - 1) * within) / (total + within),
        "antal": n,
        "grupper": k,
    }


def forklaringsgrad(scores: Scores, kommuner: pd.DataFrame) -> pd.DataFrame:
    """Return, for the total and each delindex, how much län, SKR group and size class go with.

    Long: ``niva, kod, namn, indelning, eta2, slump, omega2, antal, grupper`` as in :func:`forklarad_andel`.
    """
    points, parts, groups = poang_alla_nivaer(scores), delar(scores.model), indelningar(kommuner)
    rows = [
        {**parts.loc[key, ["niva", "kod", "namn"]], "indelning": name, **forklarad_andel(points[key], groups[name])}
        for key in parts.index[parts["niva"] != "omrade"]
        for name in INDELNINGAR
    ]
    return pd.DataFrame(rows)


def samband_med_befolkning(scores: Scores, kommuner: pd.DataFrame) -> pd.DataFrame:
    """Correlate the total, each delindex and each område with the number of inhabitants.

    Columns ``niva, kod, namn, antal, rang`` (Spearman, which asks only of order) and ``linjart`` (Pearson with the
    logarithm of the population); NaN where all kommuner are alike.
    """
    points, parts = poang_alla_nivaer(scores), delar(scores.model)
    varied = _utan_konstanter(points)
    people = pd.DataFrame({key: kommuner["befolkning"].reindex(points.index) for key in points.columns}).astype(float)
    people = people.where(varied.notna())
    table = pd.DataFrame(
        {
            "antal": points.count(),
            "rang": varied.round(DECIMALS).rank().corrwith(people.rank()),
            "linjart": varied.corrwith(pd.DataFrame(np.log10(people))),
        }
    )
    return parts[["niva", "kod", "namn"]].join(table).reset_index(drop=True)


def samband_mellan_delindex(scores: Scores) -> pd.DataFrame:
    """Correlate the delindex with each other by rank (Spearman); a symmetric matrix, delindex × delindex."""
    return _utan_konstanter(scores.delindex).round(DECIMALS).corr(method="spearman")


def _utan_konstanter(points: pd.DataFrame) -> pd.DataFrame:
    """Blank the columns where all are alike: they go together with nothing."""
    alike = (points.max() - points.min()).round(DECIMALS) == 0
    return points.loc[:, ~alike].reindex(columns=points.columns)


def _rader(scores: Scores, kommuner: pd.DataFrame, codes: pd.Index) -> pd.DataFrame:
    table = kommuner.loc[codes, ["namn", "lan"]].assign(
        kommunkod=codes, placering=scores.placering.total[codes], index=scores.total[codes], klass=scores.klass[codes]
    )
    return table.rename_axis(None)
