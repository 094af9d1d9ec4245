"""Small models and answers for tests: one by hand, and a hypothesis strategy for any sound model."""

from itertools import accumulate

import pandas as pd
from hypothesis import strategies as st

from hemtjanst_lib.model import Model, parse_model

STATUS = ("ok", "ej_svar", "sekretess", "ej_tillamplig")
RULES = ("noll", "utelamna", "medel")
MEANS = ("aritmetisk", "geometrisk")


def indikator(kalla="enkat", **keys):
    """Write one indikator on a percent scale."""
    base = {"namn": "En fråga", "matenhet": "procent", "typ": "upplevelse", "belagg": "A"}
    return {**base, "kalla": kalla, "poang": {"noll_vid": 0, "hundra_vid": 100}, **keys}


def small_model():
    """Write a model by hand: delindex a with områden a1 (vikt 3: x, y) and a2 (vikt 1: z), b with b1 (vikt 4: w)."""
    return {
        "ar": 2024,
        "namn": "Liten modell",
        "kalla": "påhittad",
        "antal_indikatorer": 4,
        "klasser": {"matt": "indexpoang", "till_och_med": {"Lågt": 40, "Medel": 60, "Högt": 100}},
        "minsta_antal_svar": {"kommun": 30, "enhet": 7},
        "viktning": {"status": "antagande", "kalla": "påhittad"},
        "kallor": {
            "enkat": {"namn": "Enkäten", "kod": "EN", "utgivare": "Ingen"},
            "webb": {"namn": "Webben", "kod": "WEB", "utgivare": "Ingen"},
        },
        "delindex": {
            "a": {
                "nummer": 1,
                "namn": "A",
                "kvalitetsomraden": {
                    "a1": {
                        "nummer": "1.1",
                        "namn": "A ett",
                        "vikt": 3,
                        "indikatorer": {"x": indikator(visningsnamn="X"), "y": indikator(visningsnamn="Y")},
                    },
                    "a2": {
                        "nummer": "1.2",
                        "namn": "A två",
                        "vikt": 1,
                        "indikatorer": {"z": indikator(kalla="webb", visningsnamn="Z")},
                    },
                },
            },
            "b": {
                "nummer": 2,
                "namn": "B",
                "kvalitetsomraden": {
                    "b1": {
                        "nummer": "2.1",
                        "namn": "B ett",
                        "vikt": 4,
                        "indikatorer": {"w": indikator(kalla="webb", visningsnamn="W")},
                    },
                },
            },
        },
    }


def answers(table, status=None):
    """Write the long table from ``{kommunkod: {indikator: value}}``; ``status`` names what is not ok, likewise."""
    missing = status or {}
    rows = [
        (kommun, kod, varde, missing.get(kommun, {}).get(kod, "ok"))
        for kommun, values in table.items()
        for kod, varde in values.items()
    ]
    long = pd.DataFrame(rows, columns=["kommunkod", "indikator", "varde", "status"])
    return long.astype({"kommunkod": "str", "indikator": "str", "varde": "float64", "status": "str"})


weights = st.floats(0.01, 50)
values = st.floats(-1000, 1000)


@st.composite
def scales(draw):
    """Two different ends, or points for two to four levels."""
    if draw(st.booleans()):
        noll, hundra = draw(st.lists(st.integers(-500, 500), min_size=2, max_size=2, unique=True))
        return {"noll_vid": noll, "hundra_vid": hundra}
    levels = draw(st.lists(st.integers(-5, 5), min_size=2, max_size=4, unique=True))
    return {"nivaer": {level: draw(st.floats(0, 100)) for level in levels}}


@st.composite
def raw_models(draw, means=MEANS):
    """Any sound model file: one to three delindex, områden and indikatorer each, any scales, rules and classes."""
    kallor = {
        f"k{i}": {"namn": f"Källa {i}", "kod": f"K{'ABC'[i]}", "utgivare": "Ingen", "saknas": draw(overrides())}
        for i in range(draw(st.integers(1, 3)))
    }
    raw = {**small_model(), "kallor": kallor}
    raw["saknas"] = {status: draw(st.sampled_from(RULES)) for status in STATUS[1:]}
    raw["aggregering"] = {level: draw(st.sampled_from(means)) for level in ("omrade", "delindex", "total")}
    who = st.sampled_from(("svarande", "alla"))
    raw["genomsnitt"] = {"indikator": draw(who), "index": draw(who)}
    raw["klasser"] = draw(classes())
    raw["delindex"] = {
        f"d{i}": {"nummer": i + 1, "namn": f"D{i}", "kvalitetsomraden": draw(areas(i, sorted(kallor)))}
        for i in range(draw(st.integers(1, 3)))
    }
    raw["antal_indikatorer"] = sum(
        len(area["indikatorer"]) for part in raw["delindex"].values() for area in part["kvalitetsomraden"].values()
    )
    return raw


@st.composite
def overrides(draw):
    """A källa's own rules for some statuses."""
    some = draw(st.sets(st.sampled_from(STATUS[1:])))
    return {status: draw(st.sampled_from(RULES)) for status in sorted(some)}


@st.composite
def classes(draw):
    """Two to five classes with rising limits, as fixed values or offsets."""
    steps = draw(st.lists(st.floats(0.5, 20), min_size=1, max_size=4))
    limits = [*accumulate(steps), 100]
    names = [f"Klass {i}" for i in range(len(limits))]
    matt = draw(st.sampled_from(("indexpoang", "avvikelse")))
    return {"matt": matt, "till_och_med": dict(zip(names, limits, strict=True))}


@st.composite
def areas(draw, i, kallor):
    """One to three kvalitetsområden with one to three indikatorer each."""
    return {
        f"o{i}_{j}": {
            "nummer": f"{i}.{j}",
            "namn": f"Område {i} {j}",
            "vikt": draw(weights),
            "indikatorer": {
                f"i{i}_{j}_{n}": indikator(
                    kalla=draw(st.sampled_from(kallor)),
                    visningsnamn=f"I {i} {j} {n}",
                    poang=draw(scales()),
                    vikt=draw(weights),
                )
                for n in range(draw(st.integers(1, 3)))
            },
        }
        for j in range(draw(st.integers(1, 3)))
    }


@st.composite
def scored_cases(draw, means=MEANS, statuses=STATUS) -> tuple[Model, pd.DataFrame]:
    """A sound model, and answers to it of one to five kommuner."""
    model = parse_model(draw(raw_models(means)))
    kommuner = [f"{n:04d}" for n in range(1, 1 + draw(st.integers(1, 5)))]
    table = {kommun: {kod: draw(values) for kod in model.indikatorer} for kommun in kommuner}
    missing = {kommun: {kod: draw(st.sampled_from(statuses)) for kod in model.indikatorer} for kommun in kommuner}
    return model, answers(table, missing)
