"""The facts of one kommun's units made by hand: eight units, two delindex, three områden, round numbers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from hemtjanst_lib.analysis.enheter_fakta import REFERENSNAMN, Enhetsfakta, Enhetsmodellfakta, Tackning
from hemtjanst_lib.analysis.facts import Jamforbarhet, Kommun
from hemtjanst_lib.language import Heltal
from hemtjanst_lib.model import Change

NAN = np.nan
KOMMUN = Kommun(
    kod="0188",
    namn="Norrtälje",
    fullnamn="Norrtälje kommun",
    lanskod="01",
    lan="Stockholms län",
    grupp_kod="B4",
    grupp="Pendlingskommun nära större stad",
    befolkning=Heltal(66_000),
    storleksklass="30 000–70 000 invånare",
)
# namn, regi, antal_svar, utforande, lag, hog, stod_utveckling, skal_utforande, skal_stod_utveckling
UNITS = [
    ("Hemtjänst Strandtorp", "offentlig", 50, 90.0, 86.0, 93.0, 80.0, "", ""),
    ('Åsgårdens "Omsorg" & Service/Väst', "enskild", 30, 88.0, 82.0, 92.0, 72.0, "", ""),
    ("Hemtjänst Bergvik", "offentlig", 30, 84.0, 79.0, 89.0, 80.0, "", ""),
    ("Hemtjänst Bergvik", "offentlig", 15, 80.0, 70.0, 86.0, 60.0, "", ""),
    ("Silverlärkan omsorg", "enskild", 15, 70.0, 60.0, 80.0, 50.0, "", ""),
    ("Hemtjänst Ekvik", "offentlig", NAN, NAN, NAN, NAN, 90.0, "sekretess", ""),
    ("Guldmolnet omsorg", "enskild", 15, 75.0, 66.0, 83.0, NAN, "", "ej_enhetsundersokning"),
    ("Hemtjänst Ödalen", "offentlig", NAN, NAN, NAN, NAN, NAN, "sekretess", "obekraftat_par"),
]
IDS = [
    "0188-hemtjanst_strandtorp",
    "0188-asgardens_omsorg_service_vast",
    "0188-hemtjanst_bergvik",
    "0188-hemtjanst_bergvik-2",
    "0188-silverlarkan_omsorg",
    "0188-hemtjanst_ekvik",
    "0188-guldmolnet_omsorg",
    "0188-hemtjanst_odalen",
]
VIKT = {"utforande": 0.75, "stod_utveckling": 0.25}


def enheter() -> pd.DataFrame:
    """Return the table of units; totals are three parts Utförande to one of Stöd/Utveckling."""
    columns = ["namn", "regi", "antal_svar", "utforande", "utforande_lag", "utforande_hog", "stod_utveckling"]
    out = pd.DataFrame(UNITS, columns=[*columns, "skal_utforande", "skal_stod_utveckling"])
    out.index = pd.Index(IDS, name="enhet")
    out["beteckning"] = [f"Enhet {letter}" for letter in "DGBAHCFE"]
    out["foretag"] = out["namn"].where(out["regi"].eq("enskild"), "")
    for end in ("", "_lag", "_hog"):
        out[f"total{end}"] = 0.75 * out[f"utforande{end}"] + 0.25 * out["stod_utveckling"]
    for name in ("utforande", "stod_utveckling", "total"):
        out[f"{name}_gap"] = out[name] - out[name].mean()
        out[f"placering_{name}"] = out[name].rank(method="min", ascending=False).astype("Int64")
    out = out.rename(columns={"placering_total": "placering"})
    out["delar_plats"] = out["placering"].map(out["placering"].value_counts()).astype("Int64")
    out["placering_lag"] = pd.array([1, 1, 1, 2, 4, None, None, None], dtype="Int64")
    out["placering_hog"] = pd.array([3, 3, 4, 5, 5, None, None, None], dtype="Int64")
    out["lika_med"] = out["placering_hog"] - out["placering_lag"]
    out["grupp"] = pd.array([1, 1, 1, 2, 2, None, None, None], dtype="Int64")
    out["tillforlitlighet"] = pd.array([0.9, 0.8, 0.8, 0.6, 0.6, NAN, 0.6, NAN], dtype="float64")
    mean = out["utforande"].mean()
    out["utforande_krympt"] = mean + out["tillforlitlighet"] * (out["utforande"] - mean)
    out["krympt"] = 0.75 * out["utforande_krympt"] + 0.25 * out["stod_utveckling"]
    out["skal"] = out["skal_utforande"].where(out["skal_utforande"].ne(""), out["skal_stod_utveckling"])
    out["par"] = ["automatiskt", "automatiskt", "bekraftat", "bekraftat", "automatiskt", "automatiskt", "", ""]
    out["par_poang"] = [100.0, 92.0, 71.0, 71.0, 100.0, 100.0, NAN, NAN]
    out["namn_bu"] = out["namn"]
    out["namn_eu"] = out["namn"].where(out["par"].ne(""), "")
    for name in ("total", "utforande", "stod_utveckling"):
        out[f"{name}_fore"] = out[name] - 2.0
    out["forandring"] = out["total"] - out["total_fore"]
    out["regi_fore"], out["foretag_fore"] = out["regi"], out["foretag"]
    return out


def omraden(units: pd.DataFrame) -> pd.DataFrame:
    """Two områden of Utförande, eight points apart round it, and one of Stöd/Utveckling."""
    parts = [
        ("lyhordhet", "3.2", "Lyhördhet och inflytande", "utforande", 4.0, 0.375),
        ("trygghet", "3.4", "Trygghet och bemötande", "utforande", -4.0, 0.375),
        ("saker_vard", "4.4", "Utbildning och säker vård", "stod_utveckling", 0.0, 0.25),
    ]
    rows = []
    for kod, nummer, namn, delindex, shift, andel in parts:
        part = pd.DataFrame({"enhet": units.index, "omrade": kod, "nummer": nummer, "namn": namn})
        poang = units[delindex].to_numpy() + shift
        spread = 5.0 if delindex == "utforande" else 0.0
        part = part.assign(delindex=delindex, poang=poang, lag=poang - spread, hog=poang + spread)
        part["medel"] = part["poang"].mean()
        rows.append(part.assign(gap=part["poang"] - part["medel"], viktandel=andel, indikatorer=2))
    return pd.concat(rows, ignore_index=True)


def indikatorer(units: pd.DataFrame) -> pd.DataFrame:
    """One indikator an område; suppressed ones have no value anywhere."""
    parts = [
        ("bu_hansyn_asikter", "Hänsyn till åsikter", "lyhordhet", "utforande", "brukarundersokningen", 4.0),
        ("bu_trygghet", "Trygghet med hemtjänsten", "trygghet", "utforande", "brukarundersokningen", -4.0),
        ("eu_aktuell_genomforandeplan", "Genomförandeplan", "saker_vard", "stod_utveckling", "enhetsundersokningen", 0),
    ]
    rows = []
    for kod, namn, omrade, delindex, kalla, shift in parts:
        values = units[delindex].to_numpy() + shift
        part = pd.DataFrame({"enhet": units.index, "indikator": kod, "namn": namn, "visningsnamn": namn})
        part = part.assign(omrade=omrade, delindex=delindex, kalla=kalla, matenhet="procent av de svarande")
        part = part.assign(typ="upplevelse" if kalla[0] == "b" else "rutin", varde=values, poang=values)
        part["lag"], part["hog"] = part["varde"] - 6, part["varde"] + 6
        part["medel"] = part["medel_varde"] = part["poang"].mean()
        reason = units[f"skal_{delindex}"].to_numpy()
        part["status"] = np.where(reason == "", "ok", np.where(reason == "sekretess", "sekretess", "ej_med"))
        part = part.assign(gap=part["poang"] - part["medel"], viktandel=0.25, fil="raw/2025/x.xlsx", cell="Blad!B2")
        rows.append(part)
    return pd.concat(rows, ignore_index=True)


def enhetsfakta(**changed: Any) -> Enhetsfakta:
    """Put the example together, with some facts changed."""
    units = enheter()
    areas, items = omraden(units), indikatorer(units)
    medel = units[["total", "utforande", "stod_utveckling"]].mean()
    delindex = pd.DataFrame(
        {
            "nummer": [3, 4],
            "namn": ["Utförande", "Stöd/Utveckling"],
            "viktandel": [0.75, 0.25],
            "antal": units[["utforande", "stod_utveckling"]].notna().sum().to_numpy(),
            "lagst": units[["utforande", "stod_utveckling"]].min().to_numpy(),
            "medel": medel[["utforande", "stod_utveckling"]].to_numpy(),
            "hogst": units[["utforande", "stod_utveckling"]].max().to_numpy(),
        },
        index=pd.Index(["utforande", "stod_utveckling"], name="delindex"),
    )
    doubtful = {"namn_bu": "Hemtjänst Ödalen", "namn_eu": "Ödalens hemtjänstlag", "regi_bu": "offentlig"}
    doubtful |= {
        "regi_eu": "offentlig",
        "enhet_bu": IDS[7],
        "enhet_eu": "",
        "poang": 78.0,
        "skal": "Namnen skiljer sig",
    }
    facts = Enhetsfakta(
        ar=2025,
        fjol=2024,
        ar_fore=2024,
        kommun=KOMMUN,
        exempeldata=True,
        publicerad=date(2025, 12, 3),
        datum="3 december 2025",
        utgava=1,
        modell=Enhetsmodellfakta(Heltal(27), Heltal(13), Heltal(13), ("Personalkontinuitet",), True, ""),
        min_svar=Heltal(7),
        min_svar_bekraftat=False,
        konfidens=0.9,
        referens="enheter",
        referensnamn=REFERENSNAMN["enheter"],
        enheter=units,
        omraden=areas,
        indikatorer=items,
        medel=medel,
        medel_omrade=areas.groupby("omrade", sort=False)["medel"].first(),
        medel_indikator=items.groupby("indikator", sort=False)["medel"].first(),
        delindex=delindex,
        tackning=Tackning(*map(Heltal, (8, 5, 1, 1, 1, 2, 0, 1, 0, 8, 6))),
        antal_rangordnade=Heltal(5),
        grupper=pd.DataFrame(columns=["antal", "total", "utforande", "stod_utveckling"]),
        omatchade=pd.DataFrame(
            {"enhet": [IDS[6]], "namn": ["Guldmolnet omsorg"], "regi": ["enskild"], "kalla": ["brukarundersokningen"]}
        ),
        tveksamma=pd.DataFrame([doubtful]),
        jamforbarhet=Jamforbarhet("delvis", "Två indikatorer har tillkommit sedan 2024."),
        andringar=Change(["eu_underskoterskor_helg"], [], []),
    )
    return replace(facts, **changed)
