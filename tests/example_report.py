"""Reports of random years on the real models and kommuner: for tests that must not wait for raw files."""

from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
from random_year import random_answers

from hemtjanst_lib.analysis import Nation, fakta_av, utgivning
from hemtjanst_lib.model import load_model, model_path
from hemtjanst_lib.reference import load_kommuner
from hemtjanst_lib.report import Report
from hemtjanst_lib.scoring import score
from hemtjanst_lib.store import Year

STOCKHOLM_EJ = ("eu_rutin_mote_sjukskoterska", "eu_rutin_kontakt_primarvard")


def year_of(model, answers) -> Year:
    """Score a long table and put it in the form that the store gives."""
    table = answers.assign(
        ar=model.ar, enhet_id=pd.NA, fil="raw/påhittad.xlsx", cell="Blad1!B2", kalla="", antal_svar=99.0
    )
    scores = score(answers, model)
    proveniens = {"digest": "påhittad", "exempeldata": True}
    return Year(model.ar, model, table, scores, pd.DataFrame(), proveniens, Path("scored"))


def holes(answers, kod, **status):
    """Give some answers of one kommun, by indikator id or by prefix, another status."""
    answers = answers.copy()
    for prefix, new in status.items():
        hit = (answers["kommunkod"] == kod) & answers["indikator"].str.startswith(prefix)
        answers.loc[hit, "status"] = new
        answers.loc[hit, "varde"] = np.nan
    return answers


@cache
def random_nation(last: int = 2025, first: int = 2022) -> Nation:
    """Random results of all kommuner; 0114 has no hole, 0180 is exempt, 0188 lacks an answer of each kind."""
    kommuner = load_kommuner()
    years = {}
    for ar in range(first, last + 1):
        model = load_model(model_path(ar))
        answers = random_answers(model, list(kommuner.index), seed=ar)
        whole = random_answers(model, ["0114", "0180", "0188"], seed=ar + 50, missing=0, surveys=0)
        answers = pd.concat([answers[~answers["kommunkod"].isin(["0114", "0180", "0188"])], whole], ignore_index=True)
        answers = holes(answers, "0180", **dict.fromkeys(STOCKHOLM_EJ, "ej_tillamplig"))
        answers = holes(
            answers,
            "0188",
            eh_lakemedelsrobot="ej_svar",
            eh_inkontinenssensor="ej_svar",
            ke_="ej_svar",
            bu_trygghet="sekretess",
        )
        years[ar] = year_of(model, answers)
    return Nation(years, kommuner).prepare()


@cache
def random_report(kod: str, ar: int = 2025, first: int = 2022) -> Report:
    """Open the report of one kommun in a random year."""
    return Report.of(fakta_av(random_nation(ar, first), kod, utgivning(ar)))


def sentences(k) -> dict[str, str]:
    """Write every sentence and list of a report: rule or name to text."""
    found = {}
    for name in dir(type(k.mening)):
        value = getattr(k.mening, name)
        if name.startswith("_"):
            continue
        if name == "delindex":
            for kod in value:
                for part in ("lage", "trend", "tyngd"):
                    found[f"delindex.{kod}.{part}"] = getattr(getattr(value, kod), part)
        elif name == "tips":
            found |= {f"tips.{place}": getattr(value, place) for place in value}
        else:
            found[name] = value
    texts = {name: sentence.text for name, sentence in found.items()}
    for name in ("styrkor", "utvecklingsomraden", "information_saknas"):
        group = getattr(k.punkter, name)
        texts |= {f"punkter.{name}.{kod}": "\n".join(getattr(group, kod).punkter) for kod in group}
    return texts | {
        f"punkter.{name}": "\n".join(getattr(k.punkter, name).punkter) for name in ("kallor", "andrade_omraden")
    }
