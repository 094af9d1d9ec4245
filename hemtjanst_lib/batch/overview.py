"""The pages over all reports of a year: the ranking list and the index page."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hemtjanst_lib import reference, store
from hemtjanst_lib.batch import keys, manifest
from hemtjanst_lib.batch.kinds import KINDS, UNIT_SCOPES, Choice
from hemtjanst_lib.batch.outcome import Failure
from hemtjanst_lib.batch.plan import Job, job_of, subjects_of
from hemtjanst_lib.batch.subjects import URVAL, Subject, of_urval
from hemtjanst_lib.batch.units import ANONYMOUS_FOLDER, has_units
from hemtjanst_lib.batch.watch import hold, shared_marks
from hemtjanst_lib.files import sha256, write_atomic
from hemtjanst_lib.folders import turn

if TYPE_CHECKING:
    from hemtjanst_lib.delivery import IndexRow, Rankinglista

PAGES = ("index.html", "rankinglista.csv", "rankinglista.xlsx", "rankinglista.html")
STATE = "manifest.json"
PACKAGES = "paket"
ANONYMOUS = Choice(anonym=True)

Links = Mapping[str, Mapping[str, str]]


def refresh(ar: int, data: Path, out: Path, failed: Sequence[Failure]) -> bool:
    """Write the ranking list and the index page of a year, when anything in them has changed.

    Two commands that do so at once take turns, so that the last to end tells of what both have made.

    Parameters
    ----------
    ar : int
        Index year.
    data, out : Path
        Data root and output root.
    failed : sequence of Failure
        The reports that failed in this run.

    Returns
    -------
    bool
        Whether anything was written.

    Raises
    ------
    HemtjanstError
        If what they are made from changes meanwhile; the next command writes them anew.
    """
    folder = out / str(ar)
    folder.mkdir(parents=True, exist_ok=True)
    with turn(folder, wait=True):
        return _refresh(ar, data, out, failed)


def _refresh(ar: int, data: Path, out: Path, failed: Sequence[Failure]) -> bool:
    before = shared_marks(ar, data)
    folder, causes = out / str(ar), {failure.id: failure.cause for failure in failed}
    jobs = list(_all_jobs(ar, data, out, failed))
    common = keys.basis(ar, data)
    links = {job.id: found for job in jobs if (found := _links(job, common))}
    key = sha256(json.dumps([common, links, causes], sort_keys=True).encode())
    old = manifest.read(folder / STATE)
    if old.get("nyckel") == key and all(_unchanged(folder / name, old) for name in PAGES):
        return False
    _write(ar, data, folder, jobs, links=links, causes=causes)
    files = {name: sha256(folder / name) for name in PAGES}
    told = [{"id": each.id, "kod": each.kod, "namn": each.namn, "cause": each.cause} for each in failed]
    content = {"ar": ar, "nyckel": key, "filer": files, "fel": told}
    hold(before, data)
    write_atomic(folder / STATE, json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n")
    return True


def known_failures(ar: int, out: Path) -> list[Failure]:
    """Return the failures that the index page tells of, for a command that renders nothing."""
    told = manifest.read(out / str(ar) / STATE).get("fel", [])
    return [Failure(**each, stage="", kind="") for each in told]


def _all_jobs(ar: int, data: Path, out: Path, failed: Sequence[Failure]) -> Iterator[Job]:
    """Give every report that a year can have, the country first; sets and nameless units only when asked for."""
    register, causes = reference.load_kommuner(data), {failure.id for failure in failed}
    anonymous, units = any((out / str(ar)).glob(f"*/{ANONYMOUS_FOLDER}")), has_units(ar, data)
    for kind in KINDS.values():
        if kind.scope in UNIT_SCOPES and not units:
            continue
        found = subjects_of(kind, register, Choice(), ar, data)
        sets = _sets_in(out / str(ar), failed) if kind.scope == "lan" else []
        yield from (job_of(kind, subject, ar, data, out) for subject in [*found, *sets])
        if kind.scope in UNIT_SCOPES and anonymous:
            hidden = (job_of(kind, each, ar, data, out) for each in subjects_of(kind, register, ANONYMOUS, ar, data))
            yield from (job for job in hidden if job.manifest.is_file() or job.id in causes)


def _sets_in(folder: Path, failed: Sequence[Failure]) -> list[Subject]:
    """Sets with a report here or one that failed; a manifest names its subject, so no set file need be sound."""
    manifests = (manifest.read(path) for path in folder.glob(f"{URVAL}*/manifest.json"))
    names = {str(found["kod"]): str(found["namn"]) for found in manifests if {"kod", "namn"} <= found.keys()}
    names |= {failure.kod: failure.namn for failure in failed if failure.kod.startswith(URVAL)}
    return [of_urval(kod.removeprefix(URVAL), namn) for kod, namn in sorted(names.items())]


def _unchanged(path: Path, old: Mapping[str, Any]) -> bool:
    return path.is_file() and sha256(path) == old["filer"].get(path.name)


def _links(job: Job, common: Mapping[str, Any]) -> dict[str, str]:
    """Relative addresses of a report's files, when it is up to date."""
    old = manifest.entry_of(job)
    if not old or old.get("nyckel") != keys.key(keys.job_basis(common, job)):
        return {}
    names = old.get("filer", {})
    where = job.subject.folder
    found = {Path(name).suffix[1:]: f"{where}/{name}" for name in names if (job.folder / name).is_file()}
    return {**found, **_package(job)} if job.kind.name == "kommun" else found


def _package(job: Job) -> dict[str, str]:
    """Relative address of the kommun's latest package, when one has been made."""
    made = (job.folder.parent / PACKAGES).glob(f"{job.subject.stem}_rapportpaket_{job.ar}_u*.zip")
    latest = max(made, key=lambda path: int(path.stem.rpartition("_u")[2]), default=None)
    return {"zip": f"{PACKAGES}/{latest.name}"} if latest else {}


def _write(ar: int, data: Path, folder: Path, jobs: Sequence[Job], *, links: Links, causes: Mapping[str, str]) -> None:
    from hemtjanst_lib import delivery  # noqa: PLC0415  (slow, and not needed when nothing has changed)

    lista = write_rankinglista(ar, data, folder)
    results = lista.rader.to_dict("index")
    rows = [_row(job, results.get(job.kod, {}), links, causes) for job in _shown(jobs, links, causes)]
    lists = [(f"Rankinglista ({ending})", f"rankinglista.{ending}") for ending in ("html", "xlsx", "csv")]
    delivery.write_index(folder, rows, ar=ar, exempeldata=lista.exempeldata, lankar=lists)


def _shown(jobs: Sequence[Job], links: Links, causes: Mapping[str, str]) -> list[Job]:
    """Leave out the kinds of which no report was ever made, but for the kommunrapport."""
    begun = {job.kind.name for job in jobs if job.id in links or job.id in causes} | {"kommun"}
    return [job for job in jobs if job.kind.name in begun]


def _row(job: Job, result: Mapping[Any, Any], links: Links, causes: Mapping[str, str]) -> IndexRow:
    from hemtjanst_lib import delivery  # noqa: PLC0415

    return delivery.index_row(
        rapport=job.kind.label,
        ordning=list(KINDS).index(job.kind.name),
        kod=job.subject.visad_kod,
        namn=job.namn,
        lan=job.subject.lan,
        lankar=links.get(job.id, {}),
        fel=causes.get(job.id, ""),
        resultat=result,
    )


def write_rankinglista(ar: int, data: Path, folder: Path) -> Rankinglista:
    """Write the ranking list of a scored year as CSV, workbook and page, and return it."""
    from hemtjanst_lib import delivery  # noqa: PLC0415
    from hemtjanst_lib.analysis.osakerhet import osakerhet  # noqa: PLC0415

    now = store.load_year(ar, data)
    earlier = [store.load_year(year, data) for year in store.years(data) if year < ar]
    lista = delivery.build(now, earlier, reference.load_kommuner(data), osakerhet(now))
    delivery.write_rankinglista(lista, folder)
    return lista
