"""What belongs to a customer's package: rendered reports that are up to date, and files made from the same facts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hemtjanst_lib import store
from hemtjanst_lib.analysis.facts import Kommunfakta
from hemtjanst_lib.analysis.kommun import fakta_av, load_nation
from hemtjanst_lib.analysis.national import Nation
from hemtjanst_lib.analysis.publishing import utgivning
from hemtjanst_lib.batch import keys, manifest, plan
from hemtjanst_lib.batch.kinds import KINDS, Choice
from hemtjanst_lib.batch.plan import Job
from hemtjanst_lib.delivery.behorighet import Typ
from hemtjanst_lib.delivery.bestallning import Bestallning
from hemtjanst_lib.export.databok import databok
from hemtjanst_lib.paket.arkiv import Fil
from hemtjanst_lib.paket.checklistor import checklistor
from hemtjanst_lib.reference import report_stem

FORMAT = ("html", "pdf")
TYPER = {
    "kommun": Typ.PAKET,
    "sammanfattning": Typ.SAMMANFATTNING,
    "enheter": Typ.ENHETSINDEX,
    "enhet": Typ.ENHETSRAPPORT,
}


@dataclass(frozen=True)
class Ar:
    """One index year to deliver: its results, and where its reports stand."""

    ar: int
    data: Path
    out: Path
    nation: Nation
    common: Mapping[str, Any]

    @classmethod
    def load(cls, ar: int, data: Path, out: Path) -> Ar:
        """Load a scored year."""
        return cls(ar, data, out, load_nation(ar, data), keys.basis(ar, data))

    def fakta(self, kod: str) -> Kommunfakta:
        """The facts of one kommun."""
        return fakta_av(self.nation, kod, utgivning(self.ar))


def jobs_for(year: Ar, order: Bestallning) -> list[Job]:
    """The reports that an order is for."""
    choice, names = Choice(kommuner=(order.kommunkod,)), ["kommun", "sammanfattning"]
    if order.enhetsindex:
        names += ["enheter", *(["enhet"] if _has_units(year, order.kommunkod) else [])]
    return plan.plan(year.ar, year.data, year.out, [KINDS[name] for name in names], choice)


def _has_units(year: Ar, kod: str) -> bool:
    units = store.load_year(year.ar, year.data).enheter
    return bool((units["kommunkod"] == kod).any())


def unready(year: Ar, jobs: list[Job]) -> list[str]:
    """Say which reports are not there or not up to date, and why."""
    found = [(job, manifest.reasons(job, keys.job_basis(year.common, job), FORMAT)) for job in jobs]
    return [f"{job.id}: {'; '.join(reasons)}" for job, reasons in found if reasons]


def report_files(jobs: list[Job]) -> list[Fil]:
    """The finished files of reports; those of units in a folder of their own."""
    return [_file(job, ending) for job in jobs for ending in FORMAT]


def _file(job: Job, ending: str) -> Fil:
    path, of_unit = job.file(f".{ending}"), job.kind.name == "enhet"
    name = f"enheter/{path.name}" if of_unit else path.name
    return Fil(name, path.read_bytes(), TYPER[job.kind.name], job.kod if of_unit else "")


Maker = Callable[[Nation, Kommunfakta], bytes]
# Ending of the file's name, and what makes it.
GJORDA: Mapping[tuple[str, str], Maker] = {
    ("data", "xlsx"): databok,
    ("checklistor", "xlsx"): lambda _, fakta: checklistor(fakta),
}


def made_files(year: Ar, fakta: Kommunfakta) -> list[Fil]:
    """The files that are made from the facts for the package alone."""
    stem = report_stem(fakta.kommun.kod, fakta.kommun.namn)
    return [
        Fil(f"{stem}_{what}_{year.ar}.{ending}", make(year.nation, fakta), Typ.PAKET)
        for (what, ending), make in GJORDA.items()
    ]
