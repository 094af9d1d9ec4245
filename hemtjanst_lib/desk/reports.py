"""Which report a notebook or a code means."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from hemtjanst_lib import reference
from hemtjanst_lib.batch.kinds import KINDS, Choice, Kind
from hemtjanst_lib.batch.plan import Job, job_of, subjects_of
from hemtjanst_lib.edits.reading import origin_of, read_notebook
from hemtjanst_lib.errors import EditError, ParameterError
from hemtjanst_lib.notebook.parameters import read_parameters
from hemtjanst_lib.paths import PROJECT, resolve

OUT = PROJECT / "rendered"


def job_of_notebook(notebook: Path) -> Job:
    """Say which report an executed notebook is.

    Raises
    ------
    EditError
        If it does not say what it was made from, or is no report of ours.
    """
    content = read_notebook(notebook)
    kind = kind_of(origin_of(content, notebook.name).rapport, notebook.name)
    declared = {name: each.default for name, each in read_parameters(kind.template).items()}
    given = content["metadata"].get("papermill", {}).get("parameters", {})
    return job_from(kind, {**declared, **given})


def kind_of(rapport: str, name: str = "") -> Kind:
    """Find the kind of report by its template's name."""
    for kind in KINDS.values():
        if kind.template.stem == rapport:
            return kind
    known = ", ".join(kind.template.stem for kind in KINDS.values())
    raise EditError(f"{name or rapport}: no report is called {rapport}", do=f"There are: {known}.")


def job_from(kind: Kind, parameters: Mapping[str, Any], out: Path = OUT) -> Job:
    """Put together the report that a notebook's parameters name."""
    data, ar = resolve(parameters["data"]), int(parameters["ar"])
    return one_job(kind, choice_of(kind, parameters), ar, data, out)


def choice_of(kind: Kind, parameters: Mapping[str, Any]) -> Choice:
    """Narrow a kind of report to the subject that parameters name."""

    def named(name: str) -> tuple[str, ...]:
        return (str(parameters[name]),) if parameters.get(name) else ()

    kommuner = named("kommunkod") if kind.scope in {"kommun", "enheter"} else ()
    enheter = named("enhet") if kind.scope == "enhet" else ()
    lan, urval = (named("lan"), named("urval")) if kind.scope == "lan" else ((), ())
    return Choice(kommuner, lan, urval, enheter, anonym=bool(parameters.get("anonym")))


def choice_from_kommun(kind: Kind, kommunkod: str, register: pd.DataFrame) -> Choice:
    """Narrow a kind of report to a kommun, or to its län where a report is on a län."""
    if kind.scope == "lan":
        return Choice(lan=(str(register.at[kommunkod, "lanskod"]),))
    return Choice() if kind.scope == "riket" else Choice((kommunkod,))


def choice_of_code(kind: Kind, kod: str) -> Choice:
    """Narrow a kind of report to the subject with a code."""
    name = {"kommun": "kommunkod", "enheter": "kommunkod", "enhet": "enhet", "lan": "lan", "riket": ""}[kind.scope]
    if kind.scope == "lan" and not kod.isdigit():
        name, kod = "urval", kod.removeprefix("urval_")
    anonym = kind.scope == "enheter" and kod.endswith("-anonym")
    return choice_of(kind, {name: kod.removesuffix("-anonym") if anonym else kod, "anonym": anonym})


def one_job(kind: Kind, choice: Choice, ar: int, data: Path, out: Path = OUT) -> Job:
    """Put together the one report that a choice leaves.

    Raises
    ------
    ParameterError
        If it leaves none.
    """
    found = subjects_of(kind, reference.load_kommuner(data), choice, ar, data)
    if not found:
        raise ParameterError(f"no {kind.name} is left")
    return job_of(kind, found[0], ar, data, out)
