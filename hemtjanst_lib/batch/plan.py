"""Which reports there are to render."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from hemtjanst_lib import reference
from hemtjanst_lib.batch.kinds import KINDS, UNIT_SCOPES, Choice, Kind
from hemtjanst_lib.batch.subjects import Subject, kommuner, opted_in, subjects
from hemtjanst_lib.batch.units import unit_subjects
from hemtjanst_lib.errors import ParameterError
from hemtjanst_lib.notebook.parameters import check_parameters, read_parameters
from hemtjanst_lib.paths import PROJECT

FORMATS = ("html", "pdf")


@dataclass(frozen=True)
class Job:
    """One report of one subject.

    Parameters
    ----------
    kind : Kind
        What is said of the subject.
    subject : Subject
        Whom it is about.
    ar : int
        Index year.
    parameters : dict
        The values of the notebook's parameters.
    folder : Path
        Where the finished files go; all reports of a subject share it.
    draft : bool
        Whether every page is to say that it is a draft; then own words that wait for review are shown too.
    """

    kind: Kind
    subject: Subject
    ar: int
    parameters: dict[str, Any]
    folder: Path
    draft: bool = False

    @property
    def id(self) -> str:
        """Name the report within its year, such as ``kommun/0188``."""
        return f"{self.kind.name}/{self.kod}"

    @property
    def kod(self) -> str:
        """The subject's code."""
        return self.subject.kod

    @property
    def namn(self) -> str:
        """The subject's name."""
        return self.subject.namn

    @property
    def template(self) -> Path:
        """The notebook to run."""
        return self.kind.template

    @property
    def rapport(self) -> str:
        """What the report is called in file names and manifests."""
        return self.template.stem

    @property
    def name(self) -> str:
        """Name of the finished files without suffix, such as ``0188_norrtalje_kommunrapport_2025``."""
        parts = (self.subject.stem, self.rapport, self.subject.tail, str(self.ar))
        return "_".join(part for part in parts if part)

    def file(self, suffix: str) -> Path:
        """Path of a finished file, such as the one with suffix ``.pdf``."""
        return self.folder / f"{self.name}{suffix}"

    @cached_property
    def injected(self) -> dict[str, Any]:
        """The parameters that papermill must be told: the subject, and what differs from the template's defaults.

        So ``papermill kommunrapport.ipynb out.ipynb -r kommunkod 0188`` gives the same notebook as the factory.
        """
        declared = read_parameters(self.template)
        return {
            name: value
            for name, value in self.parameters.items()
            if name == self.kind.subject or name not in declared or declared[name].default != value
        }

    @property
    def ahead(self) -> tuple[str, dict[str, Any]] | None:
        """What is to be called before this report and those on the same kommun, with its arguments."""
        if not self.kind.ahead:
            return None
        kommunkod = self.kod.partition("-")[0]
        return self.kind.ahead, {"ar": self.ar, "kommunkod": kommunkod, "data": self.parameters["data"]}

    @property
    def manifest(self) -> Path:
        """Path of the manifest where a report is entered when all its files stand.

        Reports on one subject share one; in a folder of many subjects each has its own.
        """
        return self.folder / (f"{self.name}.manifest.json" if self.subject.tail else "manifest.json")

    @property
    def failed_notebook(self) -> Path:
        """Where a notebook that stopped is kept for a look."""
        return self.file("_fel.ipynb")


def plan(
    ar: int,
    data: Path,
    out: Path,
    kinds: Sequence[Kind] = (KINDS["kommun"],),
    choice: Choice | None = None,
    *,
    limit: int | None = None,
) -> list[Job]:
    """List the reports to render: kind by kind, and within a kind by code.

    Parameters
    ----------
    ar : int
        Index year.
    data, out : Path
        Data root and output root.
    kinds : sequence of Kind
        As ``kinds.chosen_kinds`` gives them.
    choice : Choice, optional
        Which subjects; all when left out.
    limit : int, optional
        At most so many of each kind.

    Raises
    ------
    ParameterError
        If a kommun, län, set or unit does not exist, nothing is left to render, or a template lacks a parameter.
    """
    register = reference.load_kommuner(data)
    jobs: list[Job] = []
    for kind in kinds:
        found = subjects_of(kind, register, choice or Choice(), ar, data)[:limit]
        if not found:
            raise ParameterError(
                f"no kommun is left to render {kind.name} of: none of these has asked for it",
                do="When one has, add its code to kommuner in parameters/report/medborgarsida.yml.",
            )
        made = [job_of(kind, subject, ar, data, out) for subject in found]
        if not kind.page:
            check_parameters(kind.template, made[0].parameters)
        jobs += made
    return jobs


def subjects_of(kind: Kind, register: pd.DataFrame, choice: Choice, ar: int, data: Path) -> list[Subject]:
    """List whom reports of a kind are about, as far as a choice leaves them.

    Raises
    ------
    ParameterError
        If a kommun, län, set or unit does not exist, or nothing is left.
    """
    if kind.scope in UNIT_SCOPES:
        return unit_subjects(kind.scope, kommuner(register, choice), choice, ar, data)
    if kind.scope == "medborgare":
        return opted_in(kommuner(register, choice), ar, data)
    return subjects(kind.scope, register, choice)


def job_of(kind: Kind, subject: Subject, ar: int, data: Path, out: Path) -> Job:
    """Put together the report of one kind on one subject."""
    parameters = {"ar": ar, **subject.parameters, "data": as_parameter(data)}
    return Job(kind, subject, ar, parameters, out / str(ar) / subject.folder)


def by_kind(jobs: Sequence[Job]) -> Mapping[str, list[Job]]:
    """Group jobs by kind, in their order."""
    groups: dict[str, list[Job]] = {}
    for job in jobs:
        groups.setdefault(job.kind.name, []).append(job)
    return groups


def as_parameter(data: Path) -> str:
    """Name a data root as notebooks should know it: relative to the project when it is inside, else in full."""
    full = data.resolve()
    return full.relative_to(PROJECT).as_posix() if full.is_relative_to(PROJECT) else full.as_posix()
