"""The data book's sheets on others: reference means, and the public list of all kommuner."""

from __future__ import annotations

import pandas as pd

from hemtjanst_lib.analysis.facts import Kommunfakta
from hemtjanst_lib.analysis.national import Nation
from hemtjanst_lib.export.databok.resultat import coded
from hemtjanst_lib.export.xlsx import Blad, Kolumn, rader
from hemtjanst_lib.reference import load_liknande, storleksklass

MINST = 2  # a mean over a single kommun is that kommun's own result


def referenser_blad(nation: Nation, fakta: Kommunfakta) -> Blad:
    """Means of each reference group on each level: tidy, one row a group and measure."""
    groups = {name: codes for name, codes in _groups(nation, fakta).items() if len(codes) >= MINST}
    table = pd.concat([_means(nation, name, codes) for name, codes in groups.items()], ignore_index=True)
    columns = [
        Kolumn("Jämförelsegrupp"), Kolumn("Antal kommuner", "heltal"), Kolumn("Nivå"), Kolumn("Id", "kod"),
        Kolumn("Namn"), Kolumn("Genomsnittliga poäng", "poang"),
    ]  # fmt: skip
    about = (
        "Ovägda genomsnitt för grupper som kommunen kan jämföra sig med. Kommunen själv ingår, utom bland de liknande.",
        "För indikatorer räknas de kommuner som har ett eget värde.",
    )
    return Blad("Jämförelser", "Jamforelser", about, columns, rader(table))


def _groups(nation: Nation, fakta: Kommunfakta) -> dict[str, pd.Index]:
    register, kommun = nation.register, fakta.kommun
    similar = load_liknande(nation.now.mapp.parent.parent)
    own = similar.loc[similar["kommunkod"] == kommun.kod, "liknande_kommunkod"]
    size = register["befolkning"].map(lambda n: storleksklass(int(n)))
    return {
        "Alla kommuner": register.index,
        kommun.lan: register.index[register["lanskod"] == kommun.lanskod],
        kommun.grupp: register.index[register["grupp_kod"] == kommun.grupp_kod],
        kommun.storleksklass: register.index[size == kommun.storleksklass],
        "Liknande kommuner (äldreomsorg)": register.index.intersection(pd.Index(own)),
    }


def _means(nation: Nation, grupp: str, codes: pd.Index) -> pd.DataFrame:
    scores, model = nation.now.scores, nation.now.model
    whole = nation.now.scores.total.loc[codes]
    parts = [
        ("Index", {"total": model.namn}, pd.Series({"total": whole.mean()})),
        ("Delindex", {k: d.namn for k, d in model.delindex.items()}, scores.delindex.loc[codes].mean()),
        ("Kvalitetsområde", {k: o.namn for k, o in model.omraden.items()}, scores.omrade.loc[codes].mean()),
        ("Indikator", {k: i.visningsnamn for k, i in model.indikatorer.items()}, scores.poang.loc[codes].mean()),
    ]
    tables = [
        pd.DataFrame({"niva": niva, "id": list(namn), "namn": list(namn.values()), "medel": coded(mean[list(namn)])})
        for niva, namn, mean in parts
    ]
    table = pd.concat(tables, ignore_index=True)
    table.insert(0, "grupp", grupp)
    table.insert(1, "antal", len(codes))
    return table


def alla_blad(nation: Nation) -> Blad:
    """The public list: every kommun's index, class, place and delindex."""
    scores, model, register = nation.now.scores, nation.now.model, nation.register
    table = pd.DataFrame(
        {
            "kod": register.index, "namn": register["namn"], "lan": register["lan"],
            "index": coded(scores.total), "placering": coded(scores.placering.total), "klass": scores.klass,
            **{kod: coded(scores.delindex[kod]) for kod in model.delindex},
        }
    )  # fmt: skip
    columns = [
        Kolumn("Kommunkod", "kod"), Kolumn("Kommun"), Kolumn("Län"), Kolumn("Hemtjänstindex", "poang"),
        Kolumn("Placering", "heltal"), Kolumn("Resultatklass"),
        *(Kolumn(part.namn, "poang") for part in model.delindex.values()),
    ]  # fmt: skip
    about = (f"Alla {len(table)} kommuners index och delindex {model.ar}: det som är offentligt.",)
    return Blad("Alla kommuner", "AllaKommuner", about, columns, rader(table))
