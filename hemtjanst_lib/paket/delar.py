"""What belongs to a customer's package: rendered reports that are up to date, and files made from the same facts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hemtjanst_lib.analysis.enheter import enhetsfakta
from hemtjanst_lib.analysis.enheter_fakta import Enhetsfakta
from hemtjanst_lib.analysis.facts import Kommunfakta
from hemtjanst_lib.analysis.kommun import fakta_av, load_nation
from hemtjanst_lib.analysis.national import Nation
from hemtjanst_lib.analysis.osakerhet import osakerhet
from hemtjanst_lib.analysis.publishing import utgivning
from hemtjanst_lib.batch import keys, manifest, plan, slapp
from hemtjanst_lib.batch.kinds import KINDS, Choice
from hemtjanst_lib.batch.plan import Job
from hemtjanst_lib.batch.release import release_faults
from hemtjanst_lib.batch.units import file_part, load_units
from hemtjanst_lib.delivery.behorighet import Typ
from hemtjanst_lib.delivery.bestallning import Bestallning
from hemtjanst_lib.export.bilder import enhetsbilder, kommunbilder
from hemtjanst_lib.export.databok import databok, enhetsblad, sakerhetsblad
from hemtjanst_lib.export.verktyg import kommunverktyg
from hemtjanst_lib.paket.arkiv import Fil
from hemtjanst_lib.paket.checklistor import checklistor
from hemtjanst_lib.reference import report_stem

FORMAT = ("html", "pdf")
TYPER = {kind: slapp.TYPER[kind] for kind in ("kommun", "sammanfattning", "enheter", "enhet")}  # what orders have


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
    return ordered_jobs(year.ar, year.data, year.out, order)


def ordered_jobs(ar: int, data: Path, out: Path, order: Bestallning) -> list[Job]:
    """The reports that an order is for: kommun and summary, and the units' when their index is ordered."""
    choice, names = Choice(kommuner=(order.kommunkod,)), ["kommun", "sammanfattning"]
    if order.enhetsindex:
        names += ["enheter", *(["enhet"] if _units(ar, data, order.kommunkod) else [])]
    return plan.plan(ar, data, out, [KINDS[name] for name in names], choice)


def _units(ar: int, data: Path, kod: str) -> list[str]:
    units = load_units(ar, data)
    return list(units.loc[units["kommunkod"] == kod, "enhet"])


def contents(year: Ar, order: Bestallning) -> list[str]:
    """What an order is owed: the ends of file names that its package must have, counted from the order alone."""
    reports = ["kommunrapport", "sammanfattning", *(["enheter"] if order.enhetsindex else [])]
    files = [f"{name}.{ending}" for name in reports for ending in FORMAT]
    files += [f"{what}.{ending}" for what, ending in (DATABOK, *GJORDA)]
    if order.enhetsindex:
        parts = [
            file_part(enhet.removeprefix(f"{order.kommunkod}-"))
            for enhet in _units(year.ar, year.data, order.kommunkod)
        ]
        files += [f"enhet_{part}.{ending}" for part in parts for ending in FORMAT]
        files += [f"{what}.{ending}" for what, ending in GJORDA_ENHETER]
    return files


def unready(year: Ar, jobs: list[Job], *, unsigned: bool) -> list[str]:
    """Say which reports are not there, not up to date, or not signed (unless unsigned ones will do), and why."""
    if unsigned:
        found = [(job, manifest.reasons(job, keys.job_basis(year.common, job), FORMAT)) for job in jobs]
        return [f"{job.id}: {'; '.join(reasons)}" for job, reasons in found if reasons]
    return [line for job in jobs for line in release_faults(job, year.data, FORMAT, year.common)]


def report_files(jobs: list[Job]) -> list[Fil]:
    """The finished files of reports; those of units in a folder of their own."""
    return [_file(job, ending) for job in jobs for ending in FORMAT]


def _file(job: Job, ending: str) -> Fil:
    path, of_unit = job.file(f".{ending}"), job.kind.name == "enhet"
    name = f"enheter/{path.name}" if of_unit else path.name
    return Fil(name, path.read_bytes(), TYPER[job.kind.name], job.kod if of_unit else "")


DATABOK = ("data", "xlsx")
Maker = Callable[[Nation, Kommunfakta], bytes]
# What and ending of the file's name, and what makes it; what stands here is owed to every customer.
GJORDA: Mapping[tuple[str, str], Maker] = {
    ("bilder", "pptx"): kommunbilder,
    ("checklistor", "xlsx"): lambda _, fakta: checklistor(fakta),
    ("verktyg", "html"): lambda nation, fakta: kommunverktyg(nation, fakta).encode(),
}
# The same for those who ordered the unit index.
GJORDA_ENHETER: Mapping[tuple[str, str], Callable[[Enhetsfakta], bytes]] = {("enhetsbilder", "pptx"): enhetsbilder}


def made_files(year: Ar, order: Bestallning, fakta: Kommunfakta) -> list[Fil]:
    """The files that are made from the facts for the package alone; the units' only when they are ordered."""
    stem = report_stem(fakta.kommun.kod, fakta.kommun.namn)
    units = enhetsfakta(year.ar, fakta.kommun.kod, year.data) if order.enhetsindex else None
    sheets = [*sakerhetsblad(osakerhet(year.nation.now), fakta), *(enhetsblad(units) if units else [])]
    made = {DATABOK: databok(year.nation, fakta, sheets)}
    made |= {name: make(year.nation, fakta) for name, make in GJORDA.items()}
    typ = {name: Typ.PAKET for name in made}
    if units:
        made |= {name: make(units) for name, make in GJORDA_ENHETER.items()}
    return [
        Fil(f"{stem}_{what}_{year.ar}.{ending}", content, typ.get((what, ending), Typ.ENHETSINDEX))
        for (what, ending), content in made.items()
    ]
