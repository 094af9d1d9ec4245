"""Units for tests: a small model with two surveys, and answers and lists of units by hand."""

from __future__ import annotations

import pandas as pd
from model_maker import indikator

from hemtjanst_lib.model import Model, parse_model

BU, EU = "brukarundersokningen", "enhetsundersokningen"
KOMMUNER = pd.DataFrame({"namn": ["Norrtälje", "Lund"]}, index=pd.Index(["0188", "1281"], name="kommunkod"))


def unit_model(**enhetsmodell) -> Model:
    """Utförande: o1 (vikt 3: q1, q2), o2 (vikt 1: q3), all shares; Stöd: s1 (vikt 4: routine r1; w is of kommuner)."""
    own = {"per_enhet": True}
    routine = {"poang_enhet": {"noll_vid": 0, "hundra_vid": 1}, **own}
    asked = {kod: indikator(BU, visningsnamn=kod, **own) for kod in ("q1", "q2", "q3")}
    return parse_model(
        {
            "ar": 2025,
            "namn": "Liten modell",
            "kalla": "påhittad",
            "antal_indikatorer": 5,
            "klasser": {"matt": "indexpoang", "till_och_med": {"Lågt": 40, "Högt": 100}},
            "minsta_antal_svar": {"kommun": 30, "enhet": 7},
            "enhetsmodell": {"antal_indikatorer": 4, **enhetsmodell},
            "viktning": {"status": "antagande", "kalla": "påhittad"},
            "kallor": {kod: {"namn": kod, "kod": kod[:2].upper(), "utgivare": "Ingen"} for kod in (BU, EU)},
            "delindex": {
                "utforande": {
                    "nummer": 3,
                    "namn": "Utförande",
                    "kvalitetsomraden": {
                        "o1": {
                            "nummer": "3.1",
                            "namn": "O1",
                            "vikt": 3,
                            "indikatorer": {"q1": asked["q1"], "q2": asked["q2"]},
                        },
                        "o2": {"nummer": "3.2", "namn": "O2", "vikt": 1, "indikatorer": {"q3": asked["q3"]}},
                    },
                },
                "stod_utveckling": {
                    "nummer": 4,
                    "namn": "Stöd/Utveckling",
                    "kvalitetsomraden": {
                        "s1": {
                            "nummer": "4.1",
                            "namn": "S1",
                            "vikt": 4,
                            "indikatorer": {
                                "r1": indikator(EU, visningsnamn="r1", **routine),
                                "w": indikator(EU, visningsnamn="w"),
                            },
                        }
                    },
                },
            },
        }
    )


def answers(rows: list[tuple[str, str, float, float, str]]) -> pd.DataFrame:
    """Write the long table; a row is unit, indikator, value, number of answers, status. Kommun: before the hyphen."""
    table = pd.DataFrame(rows, columns=["enhet_id", "indikator", "varde", "antal_svar", "status"])
    kalla = table["indikator"].str[0].map({"q": BU, "r": EU, "w": EU})
    table = table.assign(kommunkod=table["enhet_id"].str[:4], kalla=kalla, enhet=table["enhet_id"], fil="f", cell="c")
    return table.astype({"varde": "float64", "antal_svar": "float64"})


def unit(enhet: str, values: tuple[float, float, float] | None, antal: float = 20, rutin: float | None = 1) -> list:
    """Answers of one unit: its three shares, and its routine; None for a survey that it is not in."""
    rows = [(enhet, q, v, antal, "ok") for q, v in zip(("q1", "q2", "q3"), values or (), strict=False)]
    return rows + ([(enhet, "r1", rutin, float("nan"), "ok")] if rutin is not None else [])


def listed(svar: pd.DataFrame) -> pd.DataFrame:
    """List the units of some answers, with the surveys that they are in."""
    names = sorted(svar["enhet"].unique())
    inside = {kalla: set(svar.loc[svar["kalla"].eq(kalla), "enhet"]) for kalla in (BU, EU)}
    table = {"kommunkod": [name[:4] for name in names], **{k: [n in inside[k] for n in names] for k in inside}}
    return pd.DataFrame(table, index=pd.Index(names, name="enhet"))


def units(*rows: tuple) -> pd.DataFrame:
    """Write the units that the surveys name; a row is kalla, kommunkod, namn, and optionally regi and foretag."""
    full = [(*row, *("offentlig", "")[len(row) - 3 :]) for row in rows]
    table = pd.DataFrame(full, columns=["kalla", "kommunkod", "namn", "regi", "foretag"])
    number = table.groupby(["kalla", "kommunkod", "namn"]).cumcount() + 1
    table["enhet_id"] = table["kalla"] + ":" + table["kommunkod"] + ":" + table["namn"] + ":" + number.astype("str")
    return table.astype("str")
