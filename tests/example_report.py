"""Reports of made-up years on the real models and kommuner: for tests that must not wait for raw files."""

import json
import re
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from hemtjanst_lib.analysis import Nation, fakta_av, utgivning
from hemtjanst_lib.display import Figur, Punktlista
from hemtjanst_lib.files import sha256
from hemtjanst_lib.model import load_model, model_path
from hemtjanst_lib.reference import load_kommuner
from hemtjanst_lib.report import Report
from hemtjanst_lib.scoring import score
from hemtjanst_lib.store import Year

EXEMPT = ("eu_rutin_mote_sjukskoterska", "eu_rutin_kontakt_primarvard")
HOLES = {
    "eh_lakemedelsrobot": "ej_svar",
    "eh_inkontinenssensor": "ej_svar",
    "ke_": "ej_svar",
    "bu_trygghet": "sekretess",
}
WHOLE, STOCKHOLM, HOLED, GOTLAND = "0380", "0180", "0188", "0980"


def made_up_answers(model, kommuner):
    """Answers by arithmetic on positions: like nobody's results, the same on every machine, and without chance."""
    i, j = np.arange(len(kommuner))[:, None], np.arange(len(model.indikatorer))[None, :]
    skill = ((i * 53) % 41 - 20) / 100
    noise = ((i * 37 + j * 61 + (i * j) % 29 + model.ar * 17) % 101 - 50) / 125
    share = np.clip(0.66 + skill + noise, 0, 1)
    values = np.empty(share.shape)
    for column, indikator in enumerate(model.indikatorer.values()):
        knots, _ = indikator.poang.knots()
        steps = len(knots) - 1 if indikator.matenhet != "nivå 0–2" else 2
        if indikator.matenhet in {"ja eller nej", "nivå 0–2"}:
            values[:, column] = knots[0] + np.rint(share[:, column] * steps) * (knots[-1] - knots[0]) / steps
        else:
            values[:, column] = knots[0] + share[:, column] * (knots[-1] - knots[0])
    return pd.DataFrame(
        {
            "kommunkod": pd.Series(np.repeat(list(kommuner), len(model.indikatorer)), dtype="str"),
            "indikator": pd.Series(np.tile(list(model.indikatorer), len(kommuner)), dtype="str"),
            "varde": values.ravel(),
            "status": pd.Series("ok", index=range(values.size), dtype="str"),
        }
    )


def holes(answers, kod, statuses):
    """Give some answers of one kommun, by indikator id or the beginning of it, another status."""
    answers = answers.copy()
    for prefix, status in statuses.items():
        hit = (answers["kommunkod"] == kod) & answers["indikator"].str.startswith(prefix)
        answers.loc[hit, "status"] = status
        answers.loc[hit, "varde"] = np.nan
    return answers


def year_of(model, answers) -> Year:
    """Score a long table and put it in the form that the store gives."""
    table = answers.assign(ar=model.ar, enhet_id=pd.NA, fil="raw/pahittat.xlsx", cell="Blad1!B2")
    # Told apart by what is in it, as the store's are: what is computed of one year must not pass for another's.
    told = f"{model.model_dump_json()}{table.to_csv()}".encode()
    proveniens = {"digest": sha256(told), "exempeldata": True}
    return Year(model.ar, model, table, score(answers, model), pd.DataFrame(), proveniens, Path("scored"))


@cache
def made_up_nation(last: int = 2025, first: int = 2022) -> Nation:
    """Results of all kommuner; 0180 is exempt from two indikatorer, and 0188 lacks answers of every kind."""
    kommuner, years = load_kommuner(), {}
    for ar in range(first, last + 1):
        model = load_model(model_path(ar))
        answers = made_up_answers(model, kommuner.index)
        answers = holes(answers, STOCKHOLM, dict.fromkeys(EXEMPT, "ej_tillamplig"))
        years[ar] = year_of(model, holes(answers, HOLED, HOLES))
    return Nation(years, kommuner).prepare()


@cache
def report(kod: str, ar: int = 2025, first: int = 2022) -> Report:
    """Open the report of one kommun in a made-up year."""
    return Report.of(fakta_av(made_up_nation(ar, first), kod, utgivning(ar)))


def sentences(k: Report) -> dict[str, str]:
    """Write every sentence and list of a report: its name in the notebook to its text."""
    found = {}
    for name in sorted(name for name in dir(type(k.mening)) if not name.startswith("_")):
        value = getattr(k.mening, name)
        if name == "delindex":
            parts = [(kod, part) for kod in value for part in ("lage", "trend", "tyngd")]
            found |= {f"mening.delindex.{kod}.{part}": getattr(getattr(value, kod), part).text for kod, part in parts}
        elif name == "tips":
            found |= {f"mening.tips.{place}": getattr(value, place).text for place in value}
        else:
            found[f"mening.{name}"] = value.text
    for name in ("styrkor", "utvecklingsomraden", "information_saknas"):
        group = getattr(k.punkter, name)
        found |= {f"punkter.{name}.{kod}": "\n".join(getattr(group, kod).punkter) for kod in group}
    return found | {
        f"punkter.{name}": "\n".join(getattr(k.punkter, name).punkter) for name in ("andrade_omraden", "kallor")
    }


NOTEBOOKS = Path(__file__).parents[1] / "notebooks"


def report_text(k: Report, notebook: str = "kommunrapport") -> str:
    """Write what a notebook shows of an open report, block by block, each under its cell's id."""
    from hemtjanst_lib import charts, tables

    cells = json.loads((NOTEBOOKS / f"{notebook}.ipynb").read_text(encoding="utf-8"))["cells"]
    names = {"k": k, "charts": charts, "tables": tables}
    told = []
    for cell in cells:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            told.append((cell["id"], re.sub(r"\{eval\}`([^`]*)`", lambda found: str(eval(found[1], names)), source)))
        elif "import" not in source and "ar: int" not in source:
            told.append((cell["id"], shown(eval(source, names))))
    return "".join(f"[{name}]\n{text}\n\n" for name, text in told)


def shown(thing) -> str:
    """Write a list, table or figure as lines of text."""
    if isinstance(thing, Punktlista):
        return "\n".join(f"- {punkt}" for punkt in thing.punkter)
    if isinstance(thing, Figur):
        return f"Figur: {thing.titel}\n{thing.alt}\n{thing.bildtext}"
    head = " | ".join(kolumn.rubrik for kolumn in thing.kolumner)
    rows = [(">" if n in thing.egna else " ") + " | ".join(row) for n, row in enumerate(thing.rader)]
    return "\n".join([f"Tabell: {thing.titel}", f" {head}", *rows, *([thing.not_] if thing.not_ else [])])
