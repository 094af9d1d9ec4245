"""The data book's sheets on the kommun's own results: index, delindex, områden, indikatorer, what is missing."""

from __future__ import annotations

import pandas as pd

from hemtjanst_lib.analysis.compare import jamforbarhet
from hemtjanst_lib.analysis.facts import Kommunfakta
from hemtjanst_lib.analysis.national import Nation
from hemtjanst_lib.export.databok.ord import STATUS, TECKEN
from hemtjanst_lib.export.xlsx import Blad, Kolumn, rader

NONE, UNKNOWN = TECKEN["ej_tillamplig"], TECKEN["sekretess"]


def coded(values: pd.Series, code: object = NONE) -> pd.Series:
    """Put a code, or a code a row, where a value is missing."""
    return values.astype(object).where(values.notna(), code)


def index_blad(nation: Nation, kod: str) -> Blad:
    """The index of every year: one row a year."""
    rows = []
    for ar, year in nation.years.items():
        scores = year.scores
        if kod not in scores.total.index or pd.isna(scores.total[kod]):
            continue
        total, medel = scores.total[kod], scores.medel.total
        earlier = nation.years.get(ar - 1)
        rows.append(
            [ar, total, medel, total - medel, int(scores.placering.total[kod]), int(scores.total.notna().sum()),
             str(scores.klass[kod]), len(year.model.indikatorer), 
             jamforbarhet(year.model, earlier.model if earlier else None).grad]
        )  # fmt: skip
    columns = [
        Kolumn("År", "heltal"), Kolumn("Hemtjänstindex", "poang"), Kolumn("Kommungenomsnitt", "poang"),
        Kolumn("Skillnad mot genomsnittet", "skillnad"), Kolumn("Placering", "heltal"),
        Kolumn("Antal kommuner", "heltal"), Kolumn("Resultatklass"), Kolumn("Antal indikatorer", "heltal"),
        Kolumn("Kan jämföras med året före"),
    ]  # fmt: skip
    about = ("Hemtjänstindex år för år. Index går från 0 till 100; plats 1 är högst.",)
    return Blad("Index", "Index", about, columns, rows)


def delindex_blad(nation: Nation, kod: str) -> Blad:
    """The delindex of every year: one row a year and delindex."""
    tables = [_delindex(ar, nation, kod) for ar in nation.years]
    table = pd.concat(tables, ignore_index=True)
    columns = [
        Kolumn("År", "heltal"), Kolumn("Nummer", "heltal"), Kolumn("Delindex"), Kolumn("Poäng", "poang"),
        Kolumn("Kommungenomsnitt", "poang"), Kolumn("Skillnad mot genomsnittet", "skillnad"),
        Kolumn("Placering", "heltal"), Kolumn("Andel av index", "andel"),
    ]  # fmt: skip
    about = ("De fyra delindexen år för år, med andelen av hela indexet efter seniorernas vikter.",)
    return Blad("Delindex", "Delindex", about, columns, rader(table))


def _delindex(ar: int, nation: Nation, kod: str) -> pd.DataFrame:
    scores, model = nation.years[ar].scores, nation.years[ar].model
    if kod not in scores.delindex.index:
        return pd.DataFrame()
    own, medel = scores.delindex.T[kod], scores.medel.delindex
    share = model.delindexvikter / model.delindexvikter.sum()
    return pd.DataFrame(
        {
            "ar": ar,
            "nummer": [part.nummer for part in model.delindex.values()],
            "namn": [part.namn for part in model.delindex.values()],
            "poang": coded(own, UNKNOWN),
            "medel": coded(medel),
            "gap": coded(own - medel, UNKNOWN),
            "placering": coded(scores.placering.delindex.T[kod], UNKNOWN),
            "andel": share,
        }
    )


def omraden_blad(fakta: Kommunfakta) -> Blad:
    """The kvalitetsområden: one row each, with last year."""
    t = fakta.omraden
    table = pd.DataFrame(
        {
            "nummer": t["nummer"], "namn": t["namn"], "delindex": t["delindex_namn"], "vikt": t["vikt"],
            "prioriterat": ["ja" if flag else "nej" for flag in t["prioriterat"]],
            "poang": coded(t["poang"], UNKNOWN), "medel": coded(t["medel"]), "gap": coded(t["gap"], UNKNOWN),
            "placering": coded(t["placering"], UNKNOWN), "fore": coded(t["poang_fore"]),
            "forandring": coded(t["forandring"]),
            "jamforbar": t["jamforbar"], "andringar": [text or "inga" for text in t["andringar"]],
        }
    )  # fmt: skip
    columns = [
        Kolumn("Nummer", "kod"), Kolumn("Kvalitetsområde"), Kolumn("Delindex"), Kolumn("Vikt", "tal"),
        Kolumn("Prioriterat av seniorerna"), Kolumn("Poäng", "poang"), Kolumn("Kommungenomsnitt", "poang"),
        Kolumn("Skillnad mot genomsnittet", "skillnad"), Kolumn("Placering", "heltal"),
        Kolumn(f"Poäng {fakta.fjol}", "poang"), Kolumn(f"Förändring sedan {fakta.fjol}", "skillnad"),
        Kolumn("Kan jämföras"), Kolumn("Ändrade indikatorer"),
    ]  # fmt: skip
    about = (f"Kvalitetsområdena {fakta.ar}, med seniorernas vikt och resultatet {fakta.fjol}.",)
    return Blad("Kvalitetsområden", "Kvalitetsomraden", about, columns, rader(table))


def indikatorer_blad(fakta: Kommunfakta) -> Blad:
    """The indikatorer: one row each, from the cell in the raw file to the points."""
    t = fakta.indikatorer
    missing = t["status"].map(TECKEN)
    namn = fakta.omraden["namn"]
    table = pd.DataFrame(
        {
            "id": t.index, "namn": t["visningsnamn"], "omrade": t["omrade"].map(namn),
            "kalla": t["kalla"].map(fakta.kallor["namn"]), "matenhet": t["matenhet"],
            "status": t["status"].map(STATUS), "varde": coded(t["varde"], missing),
            "poang": coded(t["poang"], missing), "medel_varde": coded(t["medel_varde"]), "medel": coded(t["medel"]),
            "gap": coded(t["gap"], missing), "andel": t["effektiv_vikt"], "svar": coded(t["antal_svar"]),
            "fil": t["fil"].where(t["fil"].notna() & (t["fil"] != ""), NONE),
            "cell": t["cell"].where(t["cell"].notna() & (t["cell"] != ""), NONE),
        }
    )  # fmt: skip
    columns = [
        Kolumn("Indikator-id", "kod"), Kolumn("Indikator"), Kolumn("Kvalitetsområde"), Kolumn("Källa"),
        Kolumn("Måttenhet"), Kolumn("Svar"), Kolumn("Värde", "tal"), Kolumn("Poäng", "poang"),
        Kolumn("Genomsnittligt värde", "tal"), Kolumn("Genomsnittliga poäng", "poang"),
        Kolumn("Skillnad i poäng", "skillnad"), Kolumn("Andel av index", "andel"), Kolumn("Antal svar", "heltal"),
        Kolumn("Källfil"), Kolumn("Cell", "kod"),
    ]  # fmt: skip
    about = (
        f"Alla {len(table)} indikatorer {fakta.ar}: värdet i källan, var det står och vilka poäng det ger.",
        "Tecknen .. . och - förklaras på bladet Förklaringar.",
    )
    return Blad("Indikatorer", "Indikatorer", about, columns, rader(table))


def saknas_blad(fakta: Kommunfakta) -> Blad:
    """What is missing this year and last; a sheet that says so when nothing is."""
    t = fakta.saknas
    table = pd.DataFrame(
        {
            "ar": t["ar"], "kod": t["kod"], "kalla": t["kallnamn"], "namn": t["namn"],
            "status": t["status"].map(STATUS), "hel": ["ja" if flag else "nej" for flag in t["hel_kalla"]],
            "andel": t["vikt"],
        }
    )  # fmt: skip
    columns = [
        Kolumn("År", "heltal"), Kolumn("Kod", "kod"), Kolumn("Källa"), Kolumn("Indikator"), Kolumn("Varför"),
        Kolumn("Hela källan saknas"), Kolumn("Andel av index", "andel"),
    ]  # fmt: skip
    found = rader(table) or [[fakta.ar, NONE, NONE, "Inget saknas", NONE, "nej", 0.0]]
    return Blad("Saknas", "Saknas", ("Uppgifter som saknas i år och föregående år.",), columns, found)
