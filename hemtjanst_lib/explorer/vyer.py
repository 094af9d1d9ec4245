"""The explorer's views, each a pure function of what is chosen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from hemtjanst_lib.analysis.national import Nation
from hemtjanst_lib.explorer import bilder
from hemtjanst_lib.explorer.jamfor import Grupp, Matt, avstand, ensam, kommuner, medel, namn, over_aren, prioritera
from hemtjanst_lib.explorer.ut import Vy
from hemtjanst_lib.export.databok.ord import SAKNAS_REGEL, TECKEN
from hemtjanst_lib.language import antal, lista, liten_forsta, skillnad, stor_forsta, tal
from hemtjanst_lib.narrative.words import skala
from hemtjanst_lib.robustness import prova

FLEST = 10


@dataclass(frozen=True)
class Val:
    """What is chosen: the year's results, a kommun, a group, a measure, and other weights of områden."""

    nation: Nation
    kod: str
    grupp: Grupp
    matt: Matt
    vikter: dict[str, float]

    @property
    def namn(self) -> str:
        """The kommun's name."""
        return str(self.nation.register.at[self.kod, "namn"])

    @property
    def mattnamn(self) -> str:
        """The measure's name."""
        return namn(self.nation.now, self.matt.niva)[self.matt.id]


def styrkor(val: Val) -> Vy:
    """List the indikatorer furthest above the group's mean, then those furthest below."""
    near = skala("indikator").granser[0]
    table = avstand(val.nation, val.kod, val.grupp, "indikator").dropna(subset="gap")
    ordered = table.sort_values("gap", ascending=False, kind="stable")
    over, under = ordered[ordered["gap"] > near], ordered[ordered["gap"] < -near]
    shown = pd.concat([over.head(FLEST), under.tail(FLEST)])
    lead = (
        f"{val.namn} ligger över {val.grupp.ord} i {len(over)} och under i {len(under)} av "
        f"{antal(len(table), 'indikator', 'indikatorer')} med svar. Bilden visar de {FLEST} största åt vardera hållet. "
        f"Skillnader på högst {tal(near, 0)} poäng räknas som nära."
    )
    rows = pd.concat([over, under])
    return _gapvy(val, "Styrkor och svagheter", lead, rows, shown)


def detalj(val: Val) -> Vy:
    """Set every delindex, område and indikator against the group."""
    levels = {niva: avstand(val.nation, val.kod, val.grupp, niva) for niva in ("delindex", "omrade", "indikator")}
    rows = []
    for d, part in levels["delindex"].iterrows():
        rows.append(("Delindex", part, ""))
        own = levels["omrade"]
        for o, omrade in own[own["delindex"] == d].iterrows():
            rows.append(("Kvalitetsområde", omrade, ""))
            inner = levels["indikator"]
            rows += [
                ("Indikator", indikator, TECKEN.get(indikator["status"], ""))
                for _, indikator in inner[inner["omrade"] == o].iterrows()
            ]
    table = pd.DataFrame(
        [(niva, p["namn"], p["poang"], p["medel"], p["gap"], p["viktandel"], code) for niva, p, code in rows],
        columns=["Nivå", "Namn", val.namn, "Jämförelsen", "Skillnad", "Vikt", "Saknas"],
    )
    areas = levels["omrade"].dropna(subset="gap").sort_values("gap", ascending=False, kind="stable")
    kolumner = dict(zip(table, ("text", "text", "poang", "poang", "skillnad", "andel", "text"), strict=True))
    lead = f"Alla nivåer mot {val.grupp.ord}. I kolumnen Saknas: .. sekretess, . gäller inte kommunen, - inget svar."
    return Vy(f"{val.namn} i detalj", lead, kolumner, table, bilder.gapbild(areas, val.grupp.ord))  # type: ignore[arg-type]


def aren(val: Val) -> Vy:
    """Follow the measure over the years."""
    table = over_aren(val.nation, val.kod, val.grupp, val.matt)
    cut = [str(ar) for ar in table.index[table["brott"]]]
    lead = f"Måttet kan inte jämföras med året före {lista(cut)}." if cut else "Inga brott i serien."
    if val.nation.jamforbarhet.text:
        lead += f" {val.nation.jamforbarhet.text}"
    rows = table.reset_index().assign(brott=["brott" if each else "" for each in table["brott"]])
    rows["ar"] = rows["ar"].astype(str)
    rows.columns = pd.Index(["År", val.namn, "Jämförelsen", "Skillnad", "Förändring", "Brott"])
    kolumner = dict(zip(rows, ("kod", "poang", "poang", "skillnad", "skillnad", "text"), strict=True))
    picture = bilder.arsbild(table, val.namn, stor_forsta(val.grupp.ord)) if table["poang"].notna().any() else None
    return Vy(f"{val.mattnamn} år för år", lead, kolumner, rows, picture)  # type: ignore[arg-type]


def kommunvy(val: Val) -> Vy:
    """List the group's kommuner by the measure."""
    table = kommuner(val.nation, val.kod, val.grupp, val.matt)
    mean = (
        float("nan")
        if ensam(val.grupp, val.kod)
        else medel(val.nation.now.scores, val.matt.niva, val.grupp)[val.matt.id]
    )
    place, many = table["plats"].get(val.kod), int(table["plats"].notna().sum())
    lead = f"{val.namn} saknar resultat." if pd.isna(place) else f"{val.namn} har plats {int(place)} av {many}."
    rows = table.reset_index()[["plats", "kommunkod", "namn", "lan", "poang", "mot_egen", "plats_riket", "klass"]]
    rows.columns = pd.Index(["Plats", "Kod", "Kommun", "Län", "Poäng", f"Mot {val.namn}", "Plats i riket", "Resultat"])
    sorts = ("heltal", "kod", "text", "text", "poang", "skillnad", "heltal", "text")
    kolumner = dict(zip(rows, sorts, strict=True))
    egen = int(table["egen"].to_numpy().argmax())
    title = f"{val.mattnamn} i {len(table)} kommuner"
    return Vy(title, lead, kolumner, rows, bilder.kommunbild(table, mean), egen)  # type: ignore[arg-type]


def prio(val: Val) -> Vy:
    """Order the områden by the seniors' weight times the distance."""
    table = prioritera(val.nation, val.kod, val.grupp)
    first = table[table["vinst"] > 0]
    lead = f"Mest att vinna: {first.iloc[0]['namn']}." if len(first) else f"Inget område ligger under {val.grupp.ord}."
    lead += f" Vinsten är vad indexet skulle höjas med om området nådde {val.grupp.ord} och allt annat var lika."
    lead += " Märken som skulle täcka varandra är flyttade i höjdled; vikten står i tabellen."
    rows = table[["namn", "vikt", "poang", "medel", "gap", "vinst"]]
    rows.columns = pd.Index(["Kvalitetsområde", "Seniorernas vikt", val.namn, "Jämförelsen", "Skillnad", "Vinst"])
    kolumner = dict(zip(rows, ("text", "heltal", "poang", "poang", "skillnad", "tal"), strict=True))
    return Vy("Prioriteringsmatris", lead, kolumner, rows, bilder.matris(table))  # type: ignore[arg-type]


def vikter(val: Val) -> Vy:
    """Compute the year again with the chosen weights, and show those near the kommun."""
    scores, prov = val.nation.now.scores, prova(val.nation.now.scores, vikter=val.vikter)
    order = prov.total.sort_values(ascending=False, kind="stable").index
    at = list(order).index(val.kod)
    near = order[max(0, at - 5) : at + 6]
    rows = pd.DataFrame(
        {
            "Plats": prov.placering[near], "Publicerad plats": scores.placering.total[near],
            "Kommun": val.nation.register.loc[near, "namn"], "Index": prov.total[near],
            "Publicerat index": scores.total[near], "Resultat": prov.klass[near],
        }
    )  # fmt: skip
    kolumner = dict(zip(rows, ("heltal", "heltal", "text", "poang", "poang", "text"), strict=True))
    kod = val.kod
    lead = (
        f"Med de valda vikterna: index {tal(prov.total[kod])} (publicerat {tal(scores.total[kod])}, "
        f"{skillnad(prov.total[kod] - scores.total[kod])}), plats {prov.placering[kod]} "
        f"(publicerat {scores.placering.total[kod]}), resultat {liten_forsta(str(prov.klass[kod]))}."
    )
    changed = f"{len(val.vikter)} ändrade vikter" if val.vikter else "modellens vikter"
    return Vy(f"{val.namn} med {changed}", lead, kolumner, rows, None, list(near).index(kod))  # type: ignore[arg-type]


def _gapvy(val: Val, titel: str, lead: str, rows: pd.DataFrame, shown: pd.DataFrame) -> Vy:
    table = rows[["namn", "poang", "medel", "gap"]]
    table.columns = pd.Index(["Indikator", val.namn, "Jämförelsen", "Skillnad"])
    kolumner = dict(zip(table, ("text", "poang", "poang", "skillnad"), strict=True))
    picture = bilder.gapbild(shown, val.grupp.ord) if len(shown) else None
    return Vy(f"{val.namn}: {liten_forsta(titel)}", lead, kolumner, table, picture)  # type: ignore[arg-type]


def forklaring(val: Val) -> str:
    """Explain the measure: what it is, its unit, weight and source, and what it means that it is missing."""
    model, scores = val.nation.now.model, val.nation.now.scores
    if val.matt.niva != "indikator":
        inner = {
            "index": [part.namn for part in model.delindex.values()],
            "delindex": [o.namn for o in model.omraden.values() if o.delindex == val.matt.id],
            "omrade": [i.visningsnamn for i in model.indikatorer.values() if i.omrade == val.matt.id],
        }[val.matt.niva]
        return f"{val.mattnamn} vägs samman av: {'; '.join(inner)}."
    indikator = model.indikatorer[val.matt.id]
    kalla, status = model.kallor[indikator.kalla], str(scores.status.at[val.kod, val.matt.id])
    value = float(scores.varde[val.matt.id][val.kod])
    answer = (
        f"{val.namn}: {tal(value)}."
        if status == "ok"
        else f"{val.namn} saknar svar ({TECKEN[status]}); det {SAKNAS_REGEL[model.regel(indikator.kalla, status)]}."
    )
    row = val.nation.now.answers
    own = row[(row["kommunkod"] == val.kod) & (row["indikator"] == val.matt.id)]
    where = f" Finns i {own.iloc[0]['fil']}, {own.iloc[0]['cell']}." if len(own) and own.iloc[0]["fil"] else ""
    return (
        f"{indikator.namn}. Mått: {indikator.matenhet}. {answer} Vikt i indexet: "
        f"{tal(100 * scores.effektiv_vikt[val.matt.id])} %. Källa: {kalla.namn} ({kalla.kod}), {kalla.utgivare}.{where}"
    )


VYER: dict[str, Callable[[Val], Vy]] = {
    "Styrkor och svagheter": styrkor,
    "I detalj": detalj,
    "År för år": aren,
    "Kommuner": kommunvy,
    "Prioritera": prio,
    "Andra vikter": vikter,
}
