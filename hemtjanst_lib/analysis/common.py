"""The tables of a year that are alike for all kommuner: levels, means, classes, källor.

Each function returns columns by name (``Arrays``), ready to be joined with one kommun's own columns.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from hemtjanst_lib.analysis.compare import andringar, delindex_grad, omrade_grad
from hemtjanst_lib.analysis.facts import Grad
from hemtjanst_lib.model import Model, ModelDiff
from hemtjanst_lib.scoring import Scores
from hemtjanst_lib.store import Year

Arrays = dict[str, Any]  # column name to an array of the table's length
ID = "id"  # the column that names the row: delindex, område or indikator


def arrays(table: pd.DataFrame) -> Arrays:
    """Take a table apart into its columns."""
    return {str(column): table[column].array for column in table.columns}


def order_of_all(register: pd.DataFrame, scores: Scores) -> Arrays:
    """All kommuner by place, then code: ``kommunkod, namn, lanskod, lan, index, placering, klass``."""
    table = pd.DataFrame(
        {
            "kommunkod": register.index,
            "namn": register["namn"].to_numpy(),
            "lanskod": register["lanskod"].to_numpy(),
            "lan": register["lan"].to_numpy(),
            "index": scores.total.to_numpy(),
            "placering": scores.placering.total.to_numpy(),
            "klass": scores.klass.to_numpy(),
        }
    )
    return arrays(table.sort_values(["placering", "kommunkod"], ignore_index=True))


def classes(scores: Scores) -> Arrays:
    """The classes from the lowest, with limits, places and number of kommuner."""
    scale = scores.model.klasskala(scores.medel.total)
    places = pd.DataFrame({"klass": scores.klass, "plats": scores.placering.total}).groupby("klass")
    span = places["plats"].agg(["min", "max", "size"]).reindex(list(scale.names))
    table = pd.DataFrame(
        {
            "klass": list(scale.names),
            "over": [np.nan, *scale.upper],
            "till_och_med": [*scale.upper, np.nan],
            "forsta_plats": span["min"].astype("Int64").to_numpy(),
            "sista_plats": span["max"].astype("Int64").to_numpy(),
            "antal": span["size"].fillna(0).astype("int64").to_numpy(),
        }
    )
    return arrays(table)


def sources(now: Year) -> pd.DataFrame:
    """The källor, index id: what the model says of each, and what this year's files and answers do.

    ``namn, kod, utgivare, insamling, antal`` (how many indikatorer each gives), ``period`` (the source card's words on
    the collection), ``hamtad`` (ISO date of the latest file, "" when no card says), ``svar`` (persons or units that
    answered in the whole country; 0 when the källa does not count them) and ``kommuner`` (with any answer).
    """
    model = now.model
    counts = pd.Series([indikator.kalla for indikator in model.indikatorer.values()]).value_counts()
    rows = {
        kod: (kalla.namn, kalla.kod, kalla.utgivare, kalla.insamling, int(counts.get(kod, 0)))
        for kod, kalla in model.kallor.items()
    }
    columns = ["namn", "kod", "utgivare", "insamling", "antal"]
    table = pd.DataFrame.from_dict(rows, orient="index", columns=columns).rename_axis("kalla")
    cards = {kod: _cards(now, kod) for kod in table.index}
    answers = now.answers[now.answers["status"] == "ok"]
    return table.assign(
        period=["; ".join(dict.fromkeys(card["insamling"] for card in cards[kod])) for kod in table.index],
        hamtad=[max((str(card["hamtad"]) for card in cards[kod]), default="") for kod in table.index],
        svar=_answers(answers, model, list(table.index)),
        kommuner=[_answering(answers, model, kod) for kod in table.index],
    )


def _cards(now: Year, kalla: str) -> list[dict[str, Any]]:
    """Source cards of a källa's files this year."""
    folder = f"raw/{now.ar}/{kalla}/"
    return [card for card in now.proveniens.get("kallor", []) if str(card.get("fil", "")).startswith(folder)]


def _answers(answers: pd.DataFrame, model: Model, kallor: list[str]) -> list[int]:
    """Sum over kommuner of the most answers to any one question."""
    if "antal_svar" not in answers:
        return [0] * len(kallor)
    kalla = answers["indikator"].map({kod: i.kalla for kod, i in model.indikatorer.items()})
    most = answers["antal_svar"].groupby([kalla, answers["kommunkod"]]).max()
    totals = most.groupby(level=0).sum()
    return [int(totals.get(kod, 0)) for kod in kallor]


def _answering(answers: pd.DataFrame, model: Model, kalla: str) -> int:
    own = [kod for kod, i in model.indikatorer.items() if i.kalla == kalla]
    return int(answers.loc[answers["indikator"].isin(own), "kommunkod"].nunique())


def areas(now: Year, before: Year | None, diff: ModelDiff | None, whole: Grad) -> Arrays:
    """The områden: place in the model, weight, means of both years, what changed and how far they may be compared."""
    model, chosen = now.model, set(now.model.prioriterade(6))
    rows = [
        {
            ID: kod,
            "delindex": omrade.delindex,
            "delindex_namn": model.delindex[omrade.delindex].namn,
            "nummer": omrade.nummer,
            "namn": omrade.namn,
            "vikt": omrade.vikt,
            "prioriterat": kod in chosen,
            "medel": now.scores.medel.omrade[kod],
            "medel_fore": _value(before.scores.medel.omrade, kod) if before else np.nan,
            "jamforbar": omrade_grad(kod, model, before.model if before else None, diff, whole),
            **_changed(kod, diff),
        }
        for kod, omrade in model.omraden.items()
    ]
    table = pd.DataFrame(rows)
    moved = (table["medel"] - table["medel_fore"]).where(table["jamforbar"] != "nej")
    return arrays(table.assign(medel_forandring=moved))


def _changed(kod: str, diff: ModelDiff | None) -> dict[str, Any]:
    change = diff.omraden[kod] if diff else None
    return {
        "tillagda": len(change.tillagda) if change else 0,
        "borttagna": len(change.borttagna) if change else 0,
        "omdefinierade": len(change.omdefinierade) if change else 0,
        "andringar": andringar(change),
    }


def parts(now: Year, before: Year | None, diff: ModelDiff | None, whole: Grad) -> Arrays:
    """The delindex: number, name, means of both years, how far they may be compared, share of the total."""
    share = now.model.delindexvikter / now.model.delindexvikter.sum()
    rows = [
        {
            ID: kod,
            "nummer": delindex.nummer,
            "namn": delindex.namn,
            "medel": now.scores.medel.delindex[kod],
            "medel_fore": _value(before.scores.medel.delindex, kod) if before else np.nan,
            "jamforbar": _part_grad(kod, now.model, before.model if before else None, diff, whole),
            "viktandel": share[kod],
        }
        for kod, delindex in now.model.delindex.items()
    ]
    return arrays(pd.DataFrame(rows))


def _part_grad(kod: str, model: Model, before: Model | None, diff: ModelDiff | None, whole: Grad) -> Grad:
    if before is None or kod not in before.delindex:
        return "nej"
    own, old = model.delindex[kod].kvalitetsomraden, before.delindex[kod].kvalitetsomraden
    grades = [omrade_grad(omrade, model, before, diff, whole) for omrade in own]
    return delindex_grad(grades, whole, same_areas=set(own) == set(old))


def indicators(scores: Scores) -> Arrays:
    """The indikatorer: place in the model, names, unit, means (points and natural scale), share of the total."""
    rows = [
        {
            ID: kod,
            "omrade": indikator.omrade,
            "delindex": indikator.delindex,
            "namn": indikator.namn,
            "visningsnamn": indikator.visningsnamn,
            "kalla": indikator.kalla,
            "matenhet": indikator.matenhet,
            "typ": indikator.typ,
            "medel": scores.medel.indikator[kod],
            "medel_varde": scores.medel.varde[kod],
            "effektiv_vikt": scores.effektiv_vikt[kod],
        }
        for kod, indikator in scores.model.indikatorer.items()
    ]
    return arrays(pd.DataFrame(rows))


def parts_by_year(years: Mapping[int, Year]) -> Arrays:
    """The delindex of all years with their means, years rising."""
    rows = [
        (ar, kod, delindex.namn, year.scores.medel.delindex[kod])
        for ar, year in years.items()
        for kod, delindex in year.model.delindex.items()
    ]
    return arrays(pd.DataFrame(rows, columns=["ar", "delindex", "namn", "medel"]))


def _value(series: pd.Series, key: str) -> float:
    return float(series[key]) if key in series.index else np.nan
