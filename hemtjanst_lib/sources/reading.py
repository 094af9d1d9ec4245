"""What every reader is given and what it hands back."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from hemtjanst_lib.reference import slug
from hemtjanst_lib.sources.cells import AS_TEXT, answers, read_column
from hemtjanst_lib.sources.faults import Faults
from hemtjanst_lib.sources.rimlighet import check_reading
from hemtjanst_lib.sources.task import Task

FEW = 5  # values enough to see that a column of percentages holds shares of 1
LONG = ["kommunkod", "enhet_id", "indikator", "varde", "antal_svar", "status", "kalla", "fil", "cell", "fault"]
ENHETER = ["enhet_id", "kommunkod", "namn", "regi", "foretag", "kalla"]


@dataclass(frozen=True)
class Reading:
    """Answers of one file (columns ``LONG``; ``fault`` says what is wrong with a cell) and its units.

    ``antal_enheter`` is what the file itself says of the number of units, by kommun; empty where it does not.
    """

    answers: pd.DataFrame
    enheter: pd.DataFrame
    antal_enheter: pd.Series = field(default_factory=lambda: pd.Series(dtype=float))


def empty_reading() -> Reading:
    """Return a reading of nothing, for a file that could not be read."""
    return Reading(pd.DataFrame(columns=LONG), pd.DataFrame(columns=ENHETER))


def read_values(task: Task, cells: pd.DataFrame) -> pd.DataFrame:
    """Read the raw cells of a file to the long table.

    Parameters
    ----------
    cells : DataFrame
        Columns ``kommunkod, enhet_id, indikator, ra, antal_ra, cell``; ``ra`` as in the file.
    """
    groups = task.fil.indikatorer
    if cells.empty:
        return empty_reading().answers
    columns = [(str(name), part["ra"]) for name, part in cells.groupby("indikator", sort=False)]
    read = pd.concat([read_column(raw, groups.get(name, task.fil.varden[0]), task.layout) for name, raw in columns])
    out = cells.join(read)
    out["antal_svar"] = _answers(task, out)
    few = (out["antal_svar"] < task.minsta) & out["status"].eq("ok") & out["fault"].eq("")
    out = out.assign(varde=out["varde"].mask(few), status=out["status"].mask(few, "sekretess"), fa=few)
    _warn(task, out)
    if task.granska:
        check_reading(task, out)
    return out.assign(kalla=task.kalla, fil=task.shown)[LONG]


def _answers(task: Task, cells: pd.DataFrame) -> pd.Series:
    if task.fil.antal is None:
        return pd.Series(float("nan"), index=cells.index)
    read = {cell: answers(cell, task.fil.antal.form) for cell in dict.fromkeys(cells["antal_ra"])}
    wrong = cells["antal_ra"].map(lambda cell: bool(read[cell].fault))
    firsts = cells[wrong].drop_duplicates(["kommunkod", "enhet_id"])
    task.faults.add_each(
        "number of answers is not understood",
        [f"{ra!r} in the row of {cell}" for ra, cell in zip(firsts["antal_ra"], firsts["cell"], strict=True)],
    )
    return cells["antal_ra"].map(lambda cell: read[cell].varde).astype(float)


def _warn(task: Task, out: pd.DataFrame) -> None:
    for words, part in out[out["warning"].ne("")].groupby("warning"):
        if words == AS_TEXT and task.fil.form == "lista":
            continue  # in a text file they always do
        task.faults.warn_each(f"{words} ({len(part)} cells)", part["cell"])
    for indikator, part in out[out["status"].eq("ok")].groupby("indikator", sort=False):
        group = task.fil.indikatorer.get(str(indikator))
        if group and group.typ == "procent" and len(part) >= FEW and part["varde"].max() <= 1 < part["varde"].sum():
            task.faults.add(f"{indikator}: all values are at most 1; if they are shares, set faktor: 100")


def enhet_ids(kalla: str, kommunkod: pd.Series, namn: pd.Series, faults: Faults) -> pd.Series:
    """Make an id a unit from source, kommun and name; units of the same name are told apart by their order."""
    stem = kalla + ":" + kommunkod + ":" + namn.map(slug)
    again = stem.duplicated(keep=False)
    faults.warn_each("units of one kommun with the same name, told apart by a number", namn[again].drop_duplicates())
    order = stem.groupby(stem).cumcount() + 1
    return stem.where(~again, stem + ":" + order.astype("str"))
