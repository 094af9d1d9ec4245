"""What the website publishes: ranking and delindex of all years as CSV, JSON and a table to embed, with the terms."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from hemtjanst_lib.analysis.compare import jamforbarhet
from hemtjanst_lib.delivery.pages import environment
from hemtjanst_lib.delivery.ranking import FINNS_INTE, INGET, ScoredYear, lacks_a_source, missing_codes
from hemtjanst_lib.delivery.villkor import bearbetning
from hemtjanst_lib.language import avrunda, sorteringsordning, tal
from hemtjanst_lib.model import Model

MARK = "EXEMPELDATA – inte verkliga resultat"
FALT = {
    "ar": "Indexår",
    "placering": "Placering bland alla kommuner; 1 är högst, lika index ger lika placering",
    "kommunkod": "Kommunkod, fyra siffror som text",
    "kommun": "Kommunens namn",
    "lan": "Länets namn",
    "index": "Hemtjänstindex, 0–100",
    "klass": "Resultatklass",
    "data_saknas": "Koder för källor där svar saknas, eller nej",
    "stjarna": "ja när alla svar saknas i minst en källa",
    "jamforbar": "Om årets resultat kan jämföras med året före: ja, delvis eller nej",
}


@dataclass(frozen=True)
class Webbdata:
    """All that is published of the years up to one.

    Parameters
    ----------
    ar : int
        The latest year.
    rader : DataFrame
        One row a kommun and year, latest year first and then by place: the columns of ``FALT`` with the delindex of
        all years between ``klass`` and ``data_saknas``. Points unrounded, NaN where a year lacks the delindex.
    falt : mapping
        Column to what it holds, in Swedish.
    koder : mapping
        Source code to the source's name.
    villkor : tuple of str
        What everyone who uses the figures must keep to.
    exempeldata : bool
    """

    ar: int
    rader: pd.DataFrame
    falt: Mapping[str, str]
    koder: Mapping[str, str]
    villkor: tuple[str, ...]
    exempeldata: bool


def webbdata(years: Sequence[ScoredYear], kommuner: pd.DataFrame) -> Webbdata:
    """Put together what is public of the given years, the last of which is the latest."""
    ordered = sorted(years, key=lambda year: year.ar)
    now = ordered[-1]
    models = {year.ar: year.model for year in ordered}
    tables = [_of_year(year, models.get(year.ar - 1), kommuner) for year in reversed(ordered)]
    delindex = {kod: part.namn for year in ordered for kod, part in year.model.delindex.items()}
    falt = {**{name: FALT[name] for name in list(FALT)[:7]}}
    falt |= {kod: f"Delindex {namn}, 0–100" for kod, namn in delindex.items()}
    falt |= {name: text for name, text in FALT.items() if name not in falt}
    rows = pd.concat(tables, ignore_index=True).reindex(columns=list(falt))
    koder = {kalla.kod: kalla.namn for year in ordered for kalla in year.model.kallor.values()}
    return Webbdata(now.ar, rows, falt, koder, _villkor(now.model), any(year.exempeldata for year in ordered))


def _of_year(year: ScoredYear, before: Model | None, kommuner: pd.DataFrame) -> pd.DataFrame:
    scores = year.scores
    there = scores.total.index[scores.total.notna()]
    missing = missing_codes(scores)[there]
    table = pd.DataFrame(
        {
            "ar": year.ar,
            "placering": scores.placering.total[there].astype(int),
            "kommunkod": there,
            "kommun": kommuner["namn"].reindex(there),
            "lan": kommuner["lan"].reindex(there),
            "index": scores.total[there],
            "klass": scores.klass[there].astype("str"),
            **{kod: scores.delindex.loc[there, kod] for kod in year.model.delindex},
            "data_saknas": missing.replace("", INGET),
            "stjarna": ["ja" if lacks_a_source(text) else "nej" for text in missing],
            "jamforbar": jamforbarhet(year.model, before).grad,
        }
    )
    by_name = table.iloc[sorteringsordning(table["kommun"].tolist())]
    return by_name.sort_values("placering", kind="stable")


def _villkor(model: Model) -> tuple[str, ...]:
    return (
        bearbetning(kalla.utgivare for kalla in model.kallor.values()),
        "Utgivarna svarar för sina egna uppgifter men inte för poäng, index, placeringar och slutsatser.",
        f"Ange ”Hemtjänstindex {model.ar}, SPF Seniorerna” när siffror ur materialet återges.",
        "Skriv inte en utgivares namn, till exempel ”Källa: Kolada”, vid index, poäng eller placeringar.",
        "År som enligt kolumnen jamforbar inte kan jämföras med året före ska inte jämföras: metoden ändrades.",
    )


def as_csv(of: Webbdata) -> bytes:
    """Write the rows for Swedish Excel and for programs, in the form of the ranking list's CSV."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    mark = ["EXEMPELDATA"] if of.exempeldata else []
    writer.writerow([*of.falt, *(["anmarkning"] if mark else [])])
    writer.writerows([*map(_cell, row), *mark] for row in of.rader.itertuples(index=False, name=None))
    return stream.getvalue().encode("utf-8-sig")


def _cell(value: Any) -> str:
    if isinstance(value, float):
        return FINNS_INTE if pd.isna(value) else f"{_rounded(value):.1f}".replace(".", ",")
    return str(value)


def _rounded(value: float) -> float:
    return float(avrunda(value, 1)) + 0.0  # + 0.0 turns -0.0 into 0.0


def as_json(of: Webbdata) -> bytes:
    """Write the rows with what describes them; points are numbers with one decimal, null where there is none."""
    rows = [dict(zip(of.falt, map(_value, row), strict=True)) for row in of.rader.itertuples(index=False, name=None)]
    content = {
        "namn": "Hemtjänstindex",
        "ar": of.ar,
        "exempeldata": of.exempeldata,
        "villkor": list(of.villkor),
        "falt": dict(of.falt),
        "koder": dict(of.koder),
        "rader": rows,
    }
    head = {name: value for name, value in content.items() if name != "rader"}
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    start = json.dumps(head, ensure_ascii=False, indent=1)
    return f'{start[:-2]},\n "rader": [\n{lines}\n]}}\n'.encode()


def _value(value: Any) -> Any:
    if isinstance(value, float):
        return None if pd.isna(value) else _rounded(value)
    return value


def as_html(of: Webbdata) -> bytes:
    """Make the latest year's table as a page of its own without script, to show in a frame on any site."""
    now = of.rader[of.rader["ar"] == of.ar]
    delindex = {
        kod: text.removeprefix("Delindex ").removesuffix(", 0–100")
        for kod, text in of.falt.items()
        if text.startswith("Delindex ")
    }
    rows = [
        {
            **row,
            "poang": [tal(row[kod]) if not pd.isna(row[kod]) else FINNS_INTE for kod in delindex],
            "index": tal(row["index"]),
        }
        for row in now.to_dict("records")
    ]
    page = environment().get_template("webbtabell.html.j2")
    used = {code.removesuffix(" delvis") for text in now["data_saknas"] for code in text.split(", ")}
    koder = {kod: namn for kod, namn in of.koder.items() if kod in used}
    mark = MARK if of.exempeldata else ""
    return page.render(of=of, rows=rows, delindex=list(delindex.values()), koder=koder, mark=mark).encode()
