"""The seniors' own weights, one row a respondent, when the index owner hands over the survey behind the weights.

``<data>/raw/<year>/seniorvikter/*.csv``, UTF-8, semicolons, with a source card. The column ``svarande`` holds a running
number that names nobody; the other columns are the model's områden by id, and hold what the respondent gave each:
points, marks or a share, of any scale, with decimal comma or point, 0 allowed and nothing left empty.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path

import numpy as np
import pandas as pd

from hemtjanst_lib.errors import SourceError
from hemtjanst_lib.model import Model
from hemtjanst_lib.sources.cards import SUFFIX, read_card
from hemtjanst_lib.sources.faults import nearest, some

MAPP, SVARANDE = "seniorvikter", "svarande"
MINST = 2  # respondents


def read_seniorvikter(ar: int, data: Path, model: Model) -> pd.DataFrame | None:
    """Read a year's survey of the seniors' weights; None when there is none.

    Returns
    -------
    DataFrame
        Index ``svarande``, one column per område of the model in its order, numbers 0 and up.

    Raises
    ------
    SourceError
        With every fault of the file and its card.
    """
    folder = data / "raw" / str(ar) / MAPP
    found = [
        path for path in sorted(folder.glob("*.csv")) if not path.name.endswith(SUFFIX) and path.name[0] not in ".~"
    ]
    if not found:
        return None
    shown = found[0].relative_to(data).as_posix()
    if len(found) > 1:
        raise SourceError(f"{folder.relative_to(data).as_posix()}: {len(found)} files; keep one")
    read_card(found[0], data)
    rows = _rows(found[0], shown)
    faults = [*_kolumnfel(list(rows.columns), model), *_svarandefel(rows)]
    if faults:
        raise SourceError(f"{shown}: not a survey of weights that can be read", faults, do="Correct the file.")
    numbers = rows[list(model.omraden)].apply(lambda c: pd.to_numeric(c.str.replace(",", "."), errors="coerce"))
    if faults := _vardefel(rows, numbers):
        raise SourceError(f"{shown}: not a survey of weights that can be read", faults, do="Correct the file.")
    answers: pd.DataFrame = numbers.astype("float64")
    answers.index = pd.Index(rows[SVARANDE], dtype="str", name=SVARANDE)
    return answers


def _rows(path: Path, shown: str) -> pd.DataFrame:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as fault:
        raise SourceError(f"{shown}: cannot be read as UTF-8 ({fault})", do="Save it as CSV UTF-8.") from fault
    reader = csv.reader(io.StringIO(text, newline=None), delimiter=";", strict=True)
    try:
        lines = [[cell.strip() for cell in line] for line in reader if any(line)]
    except csv.Error as fault:
        raise SourceError(f"{shown}: line {reader.line_num} is no line of CSV ({fault})", do="Correct it.") from fault
    head = lines[0] if lines else []
    if uneven := [f"line {n}" for n, line in enumerate(lines[1:], 2) if len(line) != len(head)]:
        raise SourceError(f"{shown}: lines that do not have {len(head)} columns: {some(uneven)}")
    if len(set(head)) != len(head):
        raise SourceError(f"{shown}: a column stands twice")
    return pd.DataFrame(lines[1:], columns=head, dtype="str")


def _kolumnfel(columns: list[str], model: Model) -> list[str]:
    wanted = [SVARANDE, *model.omraden]
    return [
        *(f"lacks the column {name!r}{nearest(name, columns)}" for name in wanted if name not in columns),
        *(f"the model has no område {name!r}{nearest(name, wanted)}" for name in columns if name not in wanted),
    ]


def _svarandefel(rows: pd.DataFrame) -> list[str]:
    faults = [] if len(rows) >= MINST else [f"has {len(rows)} respondents, must have at least {MINST}"]
    if SVARANDE in rows and (doubled := rows[SVARANDE][rows[SVARANDE].duplicated()].unique().tolist()):
        faults.append(f"respondents that stand twice: {some(doubled)}")
    return faults


def _vardefel(rows: pd.DataFrame, numbers: pd.DataFrame) -> list[str]:
    wrong = ~(numbers.notna() & (numbers >= 0) & (numbers < np.inf))
    faults = []
    for kod in numbers.columns:
        bad = rows[wrong[kod]]
        if len(bad):
            told = [f"{text!r} (svarande {who})" for text, who in zip(bad[kod], bad[SVARANDE], strict=True)]
            faults.append(f"{kod}: {some(told)}; expected a number, 0 or more")
    if not faults and (empty := rows[SVARANDE][numbers.sum(axis=1) == 0].tolist()):
        faults.append(f"respondents who gave nothing to any område: {some(empty)}")
    if not faults and (none := [kod for kod in numbers.columns if numbers[kod].sum() == 0]):
        faults.append(f"områden that got nothing from anyone: {', '.join(none)}")
    return faults
