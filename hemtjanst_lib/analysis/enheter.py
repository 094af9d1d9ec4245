"""The facts of one kommun's units, cut from the year's tables."""

from __future__ import annotations

from collections.abc import Hashable
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from hemtjanst_lib.analysis.enheter_ar import Enhetsar, load_enhetsar
from hemtjanst_lib.analysis.enheter_fakta import REFERENSNAMN, Enhetsfakta, Enhetsmodellfakta, Referens, Tackning
from hemtjanst_lib.analysis.facts import Kommun
from hemtjanst_lib.analysis.publishing import utgivning
from hemtjanst_lib.errors import ParameterError
from hemtjanst_lib.language import Heltal, datum, sortera
from hemtjanst_lib.model import Model
from hemtjanst_lib.paths import resolve
from hemtjanst_lib.reference import check_kommunkod, load_kommuner

SAKNAS = ("sekretess", "ej_brukarundersokning", "ej_enhetsundersokning", "obekraftat_par")
SKAL = {
    "samma_namn": "Flera enheter har samma namn.",
    "annan_regi": "Undersökningarna anger olika regi.",
    "annat_foretag": "Undersökningarna anger olika företag.",
    "ordet_skiljer": "Ett nummer, en bokstav eller ett väderstreck skiljer namnen åt.",
    "namnen_skiljer": "Namnen liknar varandra men är inte desamma.",
    "ensamma_kvar": "Namnen är olika, men inga andra enheter är kvar.",
}


def enhetsfakta(ar: int, kommunkod: str, data: str | Path = "data", referens: Referens | None = None) -> Enhetsfakta:
    """Collect the facts of one kommun's units.

    Parameters
    ----------
    referens : {"enheter", "kommun"}, optional
        What units are set against; without it, as the year's model says.

    Raises
    ------
    ParameterError
        If the kommun does not exist, or the year has no unit model or no publication day.
    StoreError
        If the year has not been scored.

    Notes
    -----
    A kommun without any unit has facts too: empty tables, and ``tackning`` with zeros.
    """
    root = resolve(data)
    register = load_kommuner(root)
    kod = check_kommunkod(kommunkod, register)
    year = load_enhetsar(ar, root)
    told = tuple(register.loc[kod].to_dict().items())
    return _kept(year.now.digest, year.before.digest if year.before else "", ar, root, kod, told, referens)


@lru_cache(maxsize=2)
def _kept(
    _now: str,
    _before: str,
    ar: int,
    root: Path,
    kod: str,
    row: tuple[tuple[Hashable, Any], ...],
    referens: Referens | None,
) -> Enhetsfakta:
    """Keep the facts of the kommuner asked for last: a run makes the reports of a kommun's units one after another."""
    facts = _facts(load_enhetsar(ar, root), kod, dict(row), referens)
    _ = facts.med_poang, facts.med_full_poang  # counted before a process is forked for each unit
    return facts


def _facts(year: Enhetsar, kod: str, row: dict[Hashable, Any], referens: Referens | None) -> Enhetsfakta:
    now, model = year.now, year.model
    if now.model.enhetsmodell is None or not model.delindex:
        raise ParameterError(f"the model of {now.ar} has no index per unit", do="Choose a later year.")
    rules, issued = now.model.enhetsregler, utgivning(now.ar)
    chosen: Referens = referens or rules.referens
    units = _sorted(year.kommun["enhet"].get(kod, now.enhetspoang["enhet"].iloc[:0]), now.ar)
    medel, medel_omrade, medel_indikator = _references(year, kod, units, chosen)
    enheter = _units(units, medel, year.fore, model)
    doubtful = year.par.get(kod, now.enhetspar.iloc[:0])
    return Enhetsfakta(
        ar=now.ar,
        fjol=now.ar - 1,
        ar_fore=now.ar - 1 if enheter["total_fore"].notna().any() else None,
        kommun=Kommun.of(kod, row),
        exempeldata=now.exempeldata,
        publicerad=issued.datum,
        datum=datum(issued.datum),
        utgava=issued.utgava,
        modell=_model(now.model, model),
        min_svar=Heltal(now.model.minsta_antal_svar.enhet),
        min_svar_bekraftat=now.model.minsta_antal_svar.bekraftat,
        konfidens=rules.konfidens,
        referens=chosen,
        referensnamn=REFERENSNAMN[chosen],
        enheter=enheter,
        omraden=_areas(year, kod, medel_omrade),
        indikatorer=_items(year, kod, medel_indikator, enheter.index),
        medel=medel,
        medel_omrade=medel_omrade,
        medel_indikator=medel_indikator,
        delindex=_delindex(enheter, medel, model),
        tackning=_coverage(enheter, model),
        antal_rangordnade=Heltal(int(enheter["placering"].notna().sum())),
        grupper=_groups(enheter, model, rules.minsta_grupp),
        omatchade=_unmatched(units),
        tveksamma=_doubtful(doubtful, units, year.regi),
        jamforbarhet=year.jamforbarhet,
        andringar=year.andringar,
    )


def _model(whole: Model, model: Model) -> Enhetsmodellfakta:
    declared = whole.enhetsmodell
    assert declared is not None  # asked before
    counts = [Heltal(sum(ind.delindex == kod for ind in model.indikatorer.values())) for kod in model.delindex]
    return Enhetsmodellfakta(
        antal=Heltal(declared.antal_indikatorer),
        antal_utforande=counts[0],
        antal_stod_utveckling=counts[1] if len(counts) > 1 else Heltal(0),
        utan_kalla=tuple(part.namn for part in declared.utan_kalla.values()),
        publicerad=declared.status == "publicerad",
        anmarkning=declared.anmarkning,
    )


def _sorted(units: pd.DataFrame, ar: int) -> pd.DataFrame:
    """By place, then by name; with the letters that stand for the names."""
    order = {namn: number for number, namn in enumerate(sortera(sorted(set(units["namn"]))))}
    keyed = units.assign(_namn=units["namn"].map(order), beteckning=beteckningar(units["enhet"], ar))
    return keyed.sort_values(["placering", "_namn", "enhet"]).drop(columns="_namn").set_index("enhet")


def beteckningar(units: pd.Series, ar: int) -> list[str]:
    """Call a kommun's units (given by id) Enhet A, B … Z, AA …, in the order of a hash of year and id.

    Neither name nor result can be read from it.
    """
    digests = [sha256(f"{ar}:{enhet}".encode()).hexdigest() for enhet in units]
    place = {digest: number for number, digest in enumerate(sorted(digests))}
    return [f"Enhet {_letter(place[digest])}" for digest in digests]


def _letter(number: int) -> str:
    head, tail = divmod(number, 26)
    return (_letter(head - 1) if head else "") + chr(ord("A") + tail)


def _references(
    year: Enhetsar, kod: str, units: pd.DataFrame, referens: Referens
) -> tuple[pd.Series, pd.Series, pd.Series]:
    """What is compared with: total and delindex, områden, indikatorer."""
    levels = ["total", *year.model.delindex], list(year.model.omraden), list(year.model.indikatorer)
    if referens == "kommun":
        row = pd.Series(year.eget.reindex([kod]).to_numpy()[0], year.eget.columns, dtype=float)
        return row.reindex(levels[0]), row.reindex(levels[1]), row.reindex(levels[2])
    means = [units[levels[0]].astype(float).mean()]
    for level, names in (("omrade", levels[1]), ("indikator", levels[2])):
        table = year.kommun[level].get(kod)
        found = table.groupby(level)["poang"].mean() if table is not None else pd.Series(dtype=float)
        means.append(found.reindex(names))
    return means[0], means[1], means[2]


def _units(units: pd.DataFrame, medel: pd.Series, fore: pd.DataFrame, model: Model) -> pd.DataFrame:
    """Add the distances to the reference, how many share a place, reasons, and last year."""
    out = units.drop(columns=["kommunkod", "enhet_bu", "enhet_eu", "tveksam"])
    levels, last = ["total", *model.delindex], fore.reindex(out.index)
    then = {f"{name}_fore": last[name].astype(float) if name in last else np.nan for name in levels}
    return out.assign(
        **{f"{name}_gap": out[name] - medel[name] for name in levels},
        delar_plats=out["placering"].map(out["placering"].value_counts()).astype("Int64"),
        skal=_first(out[[f"skal_{kod}" for kod in model.delindex]]),
        **then,
        forandring=out["total"] - then["total_fore"],
        **{f"{name}_fore": last[name].astype(object).fillna("").astype("str") for name in ("regi", "foretag")},
    )


def _first(columns: pd.DataFrame) -> pd.Series:
    """The first word of each row that is not empty."""
    out = pd.Series("", columns.index, dtype="str")
    for name in columns:
        out = out.where(out.ne(""), columns[name])
    return out


def _areas(year: Enhetsar, kod: str, medel: pd.Series) -> pd.DataFrame:
    table = year.kommun["omrade"].get(kod, year.now.enhetspoang["omrade"].iloc[:0])
    return _joined(table, year.omraden.assign(medel=medel), "omrade")


def _items(year: Enhetsar, kod: str, medel: pd.Series, units: pd.Index) -> pd.DataFrame:
    table = year.kommun["indikator"].get(kod, year.now.enhetspoang["indikator"].iloc[:0])
    facts = year.indikatorer.assign(medel=medel, medel_varde=table.groupby("indikator")["varde"].mean())
    every = pd.MultiIndex.from_product([units, facts.index], names=["enhet", "indikator"])
    full = table.set_index(["enhet", "indikator"]).reindex(every).reset_index()
    full = full.fillna({"status": "ej_med", "fil": "", "cell": ""})
    return _joined(full, facts, "indikator")


def _joined(table: pd.DataFrame, facts: pd.DataFrame, key: str) -> pd.DataFrame:
    """Put the facts of the key beside the values, in the order of units and of the model."""
    place = facts.index.get_indexer(pd.Index(table[key]))
    told = {str(name): facts[name].to_numpy()[place] for name in facts.columns}
    out = table.assign(**told, gap=table["poang"] - told["medel"], _plats=place)
    return out.sort_values(["enhet", "_plats"], ignore_index=True).drop(columns="_plats")


def _delindex(enheter: pd.DataFrame, medel: pd.Series, model: Model) -> pd.DataFrame:
    weight = model.delindexvikter / model.delindexvikter.sum()
    rows = {
        kod: (part.nummer, part.namn, weight[kod], int(enheter[kod].notna().sum()), *_span(enheter[kod], medel[kod]))
        for kod, part in model.delindex.items()
    }
    columns = ["nummer", "namn", "viktandel", "antal", "lagst", "medel", "hogst"]
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns).rename_axis("delindex")


def _span(values: pd.Series, medel: float) -> tuple[float, float, float]:
    return float(values.min()), float(medel), float(values.max())


def _coverage(enheter: pd.DataFrame, model: Model) -> Tackning:
    has = enheter[list(model.delindex)].notna()
    first, rest = has.iloc[:, 0], has.iloc[:, 1:].any(axis=1)
    counts = [len(has), (first & rest).sum(), (first & ~rest).sum(), (~first & rest).sum(), (~first & ~rest).sum()]
    counts += [enheter["skal"].eq(word).sum() for word in SAKNAS]
    counts += [enheter[name].ne("").sum() for name in ("namn_bu", "namn_eu")]
    return Tackning(*(Heltal(int(count)) for count in counts))


def _groups(enheter: pd.DataFrame, model: Model, least: int) -> pd.DataFrame:
    """Means of municipal and private units, when neither group is so small that it points a unit out."""
    ranked = enheter[enheter["total"].notna() & enheter["regi"].ne("")]
    levels = ["total", *model.delindex]
    sizes = ranked.groupby("regi").size()
    if len(sizes) < 2 or sizes.min() < least:
        return pd.DataFrame(columns=["antal", *levels])
    means = ranked.groupby("regi")[levels].mean()
    means.insert(0, "antal", sizes)
    return means.reindex([regi for regi in ("offentlig", "enskild") if regi in means.index])


def _unmatched(units: pd.DataFrame) -> pd.DataFrame:
    alone = units[units["par"].eq("") & ~units["tveksam"]].reset_index()
    kalla = np.where(alone["namn_bu"].ne(""), "brukarundersokningen", "enhetsundersokningen")
    return alone[["enhet", "namn", "regi"]].assign(kalla=kalla).sort_values(["kalla", "enhet"], ignore_index=True)


def _doubtful(pairs: pd.DataFrame, units: pd.DataFrame, regi: dict[str, str]) -> pd.DataFrame:
    out = pairs[["namn_bu", "namn_eu", "poang"]].assign(skal=pairs["skal"].map(SKAL))
    for side in ("bu", "eu"):
        ids = pd.Series(units.index, units[f"enhet_{side}"], dtype="str")
        out[f"regi_{side}"] = pairs[f"enhet_{side}"].map(regi)
        out[f"enhet_{side}"] = pairs[f"enhet_{side}"].map(ids[ids.index != ""])
    columns = ["namn_bu", "namn_eu", "regi_bu", "regi_eu", "enhet_bu", "enhet_eu", "poang", "skal"]
    return out[columns].sort_values("poang", ascending=False, ignore_index=True, kind="stable")
