"""The data book's sheets on the kommun's units, for those who have ordered them; nothing that is suppressed."""

from __future__ import annotations

import pandas as pd

from hemtjanst_lib.analysis.enheter_fakta import Enhetsfakta
from hemtjanst_lib.export.databok.ord import STATUS, TECKEN
from hemtjanst_lib.export.databok.resultat import NONE, coded
from hemtjanst_lib.export.xlsx import Blad, Kolumn, rader
from hemtjanst_lib.language import stor_forsta

SKAL = {
    "": "finns",
    "sekretess": "för få svar för att visas",
    "ej_brukarundersokning": "inte med i brukarundersökningen",
    "ej_enhetsundersokning": "inte med i enhetsundersökningen",
    "obekraftat_par": "enheten kan inte säkert kännas igen i båda undersökningarna",
    "ej_tillamplig": "gäller inte enheten",
}
STATUSAR = {**STATUS, "ej_tillamplig": "gäller inte enheten", "ej_med": "enheten är inte med i undersökningen"}


def enhetsblad(fakta: Enhetsfakta) -> list[Blad]:
    """Units, their områden and their indikatorer, one row each; empty for a kommun without units."""
    return [_enheter(fakta), _omraden(fakta), _indikatorer(fakta)] if len(fakta.enheter) else []


def _sign(skal: pd.Series) -> pd.Series:
    return skal.map(TECKEN).fillna(NONE).astype(object)


def _enheter(fakta: Enhetsfakta) -> Blad:
    t = fakta.enheter
    up, su, whole = _sign(t["skal_utforande"]), _sign(t["skal_stod_utveckling"]), _sign(t["skal"])
    table = pd.DataFrame(
        {
            "id": t.index, "namn": t["namn"], "regi": t["regi"].replace("", NONE),
            "foretag": t["foretag"].replace("", NONE),
            "total": coded(t["total"], whole), "lag": coded(t["total_lag"], whole), "hog": coded(t["total_hog"], whole),
            "gap": coded(t["total_gap"], whole), "placering": coded(t["placering"], whole),
            "p_lag": coded(t["placering_lag"], whole), "p_hog": coded(t["placering_hog"], whole),
            "utforande": coded(t["utforande"], up), "u_lag": coded(t["utforande_lag"], up),
            "u_hog": coded(t["utforande_hog"], up), "stod": coded(t["stod_utveckling"], su),
            "svar": coded(t["antal_svar"], up), "skal_u": t["skal_utforande"].map(SKAL),
            "skal_s": t["skal_stod_utveckling"].map(SKAL),
        }
    )  # fmt: skip
    namn = fakta.delindex["namn"]
    ett, tva = str(namn.iloc[0]), str(namn.iloc[1])
    columns = [
        Kolumn("Enhets-id", "kod"), Kolumn("Enhet"), Kolumn("Regi"), Kolumn("Företag"), Kolumn("Enhetsindex", "poang"),
        Kolumn("Enhetsindex, från", "poang"), Kolumn("Enhetsindex, till", "poang"),
        Kolumn(f"Skillnad mot {fakta.referensnamn}", "skillnad"), Kolumn("Placering i kommunen", "heltal"),
        Kolumn("Bästa möjliga plats", "heltal"), Kolumn("Sämsta möjliga plats", "heltal"), Kolumn(ett, "poang"),
        Kolumn(f"{ett}, från", "poang"), Kolumn(f"{ett}, till", "poang"), Kolumn(tva, "poang"),
        Kolumn("Svar, minst", "heltal"), Kolumn(f"{ett}: uppgiften"), Kolumn(f"{tva}: uppgiften"),
    ]  # fmt: skip
    about = (
        f"Index per enhet och utförare {fakta.ar}. Enheterna jämförs med varandra, inte med landets kommuner.",
        f"Brukarnas svar visas när minst {fakta.min_svar} har svarat. Räkna inte fram uppgifter som inte visas.",
    )
    return Blad("Enheter", "Enheter", about, columns, rader(table))


def _omraden(fakta: Enhetsfakta) -> Blad:
    t = fakta.omraden.merge(
        fakta.enheter[["namn", "skal_utforande", "skal_stod_utveckling"]].rename(columns={"namn": "enhetsnamn"}),
        left_on="enhet", right_index=True,
    )  # fmt: skip
    why = t["skal_utforande"].where(t["delindex"] == "utforande", t["skal_stod_utveckling"])
    sign = _sign(why)
    table = pd.DataFrame(
        {
            "id": t["enhet"], "enhet": t["enhetsnamn"], "nummer": t["nummer"], "namn": t["namn"],
            "delindex": t["delindex"].map(fakta.delindex["namn"]), "poang": coded(t["poang"], sign),
            "lag": coded(t["lag"], sign), "hog": coded(t["hog"], sign), "medel": coded(t["medel"]),
            "gap": coded(t["gap"], sign), "andel": coded(t["viktandel"]),
        }
    )  # fmt: skip
    columns = [
        Kolumn("Enhets-id", "kod"), Kolumn("Enhet"), Kolumn("Nummer", "kod"), Kolumn("Kvalitetsområde"),
        Kolumn("Delindex"), Kolumn("Poäng", "poang"), Kolumn("Från", "poang"), Kolumn("Till", "poang"),
        Kolumn(stor_forsta(fakta.referensnamn), "poang"), Kolumn("Skillnad", "skillnad"),
        Kolumn("Andel av enhetsindex", "andel"),
    ]  # fmt: skip
    about = ("Enheternas kvalitetsområden: en rad per enhet och område.",)
    return Blad("Enheters områden", "EnhetersOmraden", about, columns, rader(table))


def _indikatorer(fakta: Enhetsfakta) -> Blad:
    t = fakta.indikatorer.merge(
        fakta.enheter[["namn"]].rename(columns={"namn": "enhetsnamn"}), left_on="enhet", right_index=True
    )
    sign = _sign(t["status"])
    table = pd.DataFrame(
        {
            "id": t["enhet"], "enhet": t["enhetsnamn"], "indikator": t["indikator"], "namn": t["visningsnamn"],
            "status": t["status"].map(STATUSAR), "varde": coded(t["varde"], sign), "poang": coded(t["poang"], sign),
            "medel": coded(t["medel"]), "gap": coded(t["gap"], sign), "svar": coded(t["antal_svar"], sign),
            "fil": coded(t["fil"].replace("", None)), "cell": coded(t["cell"].replace("", None)),
        }
    )  # fmt: skip
    columns = [
        Kolumn("Enhets-id", "kod"), Kolumn("Enhet"), Kolumn("Indikator-id", "kod"), Kolumn("Indikator"), Kolumn("Svar"),
        Kolumn("Värde", "tal"), Kolumn("Poäng", "poang"), Kolumn(stor_forsta(fakta.referensnamn), "poang"),
        Kolumn("Skillnad", "skillnad"), Kolumn("Svar, minst", "heltal"), Kolumn("Källfil"), Kolumn("Cell", "kod"),
    ]  # fmt: skip
    about = ("Enheternas indikatorer: en rad per enhet och fråga, med filen och cellen som svaret står i.",)
    return Blad("Enheters indikatorer", "EnhetersIndikatorer", about, columns, rader(table))
