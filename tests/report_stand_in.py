"""An open report made by hand: five kommuner, four delindex, seven områden, round numbers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd

from hemtjanst_lib.language import Heltal, Placering, Poang, Skillnad

NAN = np.nan


@dataclass(frozen=True)
class Kommun:
    kod: str = "0188"
    namn: str = "Norrtälje"
    fullnamn: str = "Norrtälje kommun"
    lanskod: str = "01"
    lan: str = "Stockholms län"


@dataclass(frozen=True)
class Sakerhet:
    """Intervals of places in the delindex: ten places to each side, from 1 to 290."""

    placering_delindex: pd.DataFrame

    @property
    def underlag(self) -> Any:
        return SimpleNamespace(regler=SimpleNamespace(niva=0.9))


@dataclass(frozen=True)
class StandIn:
    """The facts that charts and tables read; see ``analysis.Kommunfakta``."""

    kommun: Any
    alla: pd.DataFrame
    lan_kommuner: pd.DataFrame
    klasser: pd.DataFrame
    delindex: pd.DataFrame
    delindex_ar: pd.DataFrame
    omraden: pd.DataFrame
    indikatorer: pd.DataFrame
    saknas: pd.DataFrame
    kallor: pd.DataFrame
    index: Any
    medel: Any
    gap: Any
    placering: Any
    antal: Any
    placering_lan: Any
    antal_lan: Any
    ar: int = 2025
    fjol: int = 2024
    ar_fore: int | None = 2024
    exempeldata: bool = True
    klass: str = "Över medel"
    brott: tuple[int, ...] = (2023,)

    @property
    def sakerhet(self) -> Sakerhet:
        places = self.delindex["placering"].astype(float)
        return Sakerhet(pd.DataFrame({"lag": (places - 10).clip(lower=1), "hog": (places + 10).clip(upper=290)}))

    def but(self, **changed: Any) -> StandIn:
        return replace(self, **changed)


def report() -> StandIn:
    # mean of 80 + 72.7 + 65 + 60 + 49.8 = 327.5 over 5 is 65.5
    alla = pd.DataFrame(
        {
            "kommunkod": ["0001", "0188", "0003", "0004", "0005"],
            "namn": ["Alfa", "Norrtälje", "Beta", "Gamma", "Delta"],
            "lanskod": ["02", "01", "01", "02", "02"],
            "index": [80.0, 72.7, 65.0, 60.0, 49.8],
            "placering": [1, 2, 3, 4, 5],
            "klass": ["Högt", "Över medel", "Medel", "Under medel", "Lågt"],
            "egen": [False, True, False, False, False],
        }
    )
    return StandIn(
        kommun=Kommun(),
        alla=alla,
        lan_kommuner=alla[alla["lanskod"] == "01"],
        klasser=_klasser(),
        delindex=_delindex(),
        delindex_ar=_delindex_ar(),
        omraden=_omraden(),
        indikatorer=_indikatorer(),
        saknas=_saknas(),
        kallor=_kallor(),
        index=Poang(72.7),
        medel=Poang(65.5),
        gap=Skillnad(7.2),
        placering=Placering(2),
        antal=Heltal(5),
        placering_lan=Placering(1),
        antal_lan=Heltal(2),
    )


def _klasser() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "klass": ["Lågt", "Under medel", "Medel", "Över medel", "Högt"],
            "over": [NAN, 56.5, 62.5, 68.5, 74.5],
            "till_och_med": [56.5, 62.5, 68.5, 74.5, 100.0],
            "forsta_plats": pd.array([5, 4, 3, 2, 1], dtype="Int64"),
            "sista_plats": pd.array([5, 4, 3, 2, 1], dtype="Int64"),
            "antal": [1, 1, 1, 1, 1],
            "egen": [False, False, False, True, False],
        }
    )


def _delindex() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "nummer": ["1", "2", "3", "4"],
            "namn": ["Information", "Biståndshandläggning", "Utförande", "Stöd/Utveckling"],
            "poang": [90.0, 50.0, 74.0, 61.0],
            "medel": [70.0, 60.0, 70.0, 60.0],
            "gap": [20.0, -10.0, 4.0, 1.0],
            "placering": pd.array([5, 191, 56, 100], dtype="Int64"),
            "placering_fore": pd.array([169, 138, 50, 27], dtype="Int64"),
        },
        index=pd.Index(["information", "bistand", "utforande", "stod_utveckling"], name="delindex"),
    )


def _delindex_ar() -> pd.DataFrame:
    own = {"information": (60, 70, 80, 90), "bistand": (55, 52, NAN, 50), "utforande": (70, 71, 72, 74)}
    rows = [
        {"ar": ar, "delindex": kod, "namn": kod, "poang": float(value), "medel": 65.0}
        for kod, values in {**own, "stod_utveckling": (58, 59, 60, 61)}.items()
        for ar, value in zip((2022, 2023, 2024, 2025), values, strict=True)
    ]
    return pd.DataFrame(rows)


def _omraden() -> pd.DataFrame:
    names = [
        "Förenklad biståndsbedömning, flexibilitet inom ramen för biståndsbeslutet",
        "Anpassat biståndsbeslut, tillräckligt med tid",
        "Lyhördhet, hänsynstagande, utförande, nöjdhet",
        "Passa tider, meddela förändringar, kontakt, språkkunskaper (svenska)",
        "Trygghet, förtroende, bemötande, kompetens",
        "Personalkontinuitet, träffa omsorgskontakt ofta",
        "Rutiner för kommunal sjukvård och kontakter med primärvård",
    ]
    gap = np.array([-13.4, 0.0, 12.3, 5.1, 2.0, 0.6, NAN])
    change = np.array([2.0, -1.0, 3.5, NAN, 0.0, 1.0, NAN])
    return pd.DataFrame(
        {
            "delindex": ["bistand"] * 2 + ["utforande"] * 4 + ["stod_utveckling"],
            "nummer": ["2.1", "2.2", "3.2", "3.3", "3.4", "3.5", "4.5"],
            "namn": names,
            "vikt": [9.0] * 6 + [6.0],
            "prioriterat": [True] * 6 + [False],
            "poang": 60.0 + gap,
            "medel": 60.0,
            "gap": gap,
            "placering": pd.array([280, 150, 3, 60, 99, 140, None], dtype="Int64"),
            "poang_fore": 60.0 + gap - change,
            "forandring": change,
            "jamforbar": ["delvis", "ja", "ja", "nej", "ja", "ja", "ja"],
        },
        index=["flex", "anpassat", "lyhord", "tider", "trygg", "kontinuitet", "sjukvard"],
    )


def _indikatorer() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "omrade": ["trygg", "trygg", "lyhord", "sjukvard", "sjukvard"],
            "delindex": ["utforande"] * 3 + ["stod_utveckling"] * 2,
            "namn": ["Hur tryggt känns det?", "Har du förtroende?", "Tar personalen hänsyn?", "Möte?", "Kontakt?"],
            "visningsnamn": ["Trygghet", "Förtroende", "Hänsyn", "Möten", "Kontakt"],
            "poang": [90.0, 80.0, NAN, NAN, NAN],
            "medel": [85.0, 84.0, 70.0, 50.0, 50.0],
            "gap": [5.0, -4.0, NAN, NAN, NAN],
            "status": ["ok", "ok", "sekretess", "ej_tillamplig", "ej_tillamplig"],
        },
        index=["bu_trygghet", "bu_fortroende", "bu_hansyn", "eu_mote", "eu_kontakt"],
    )


def _saknas() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "ar": [2025, 2025, 2025, 2024],
            "kalla": ["kommunenkat_ehalsa", "kommunenkat_ehalsa", "brukarundersokningen", "kolada"],
            "kallnamn": ["Kommunenkät e-hälsa", "Kommunenkät e-hälsa", "Brukarundersökningen", "Kolada"],
            "kod": ["EH", "EH", "BU", "KO"],
            "indikator": ["robot", "sensor", "trygghet", "kontinuitet"],
            "namn": ["Läkemedelsrobot", "Inkontinenssensor", "Trygghet", "Personalkontinuitet"],
            "status": ["ej_svar", "ej_svar", "sekretess", "ej_tillamplig"],
            "hel_kalla": [True, True, False, False],
        }
    )


def _kallor() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "namn": ["Brukarundersökningen", "Webbplatser"],
            "kod": ["BU", "WEB"],
            "utgivare": ["Socialstyrelsen", "SPF Seniorerna"],
            "insamling": ["januari–mars", "från 15 augusti"],
            "antal": [18, 19],
        },
        index=["brukarundersokningen", "webbplatser"],
    )
