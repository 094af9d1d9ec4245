"""The pages over all reports of a year: the ranking list and the index page."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hemtjanst_lib import reference, store
from hemtjanst_lib.batch import keys, manifest, plan
from hemtjanst_lib.files import sha256, write_atomic

PAGES = ("index.html", "rankinglista.csv", "rankinglista.xlsx", "rankinglista.html")
STATE = "manifest.json"


def refresh(ar: int, data: Path, out: Path, failed: Mapping[str, str]) -> bool:
    """Write the ranking list and the index page of a year, when anything in them has changed.

    Parameters
    ----------
    ar : int
        Index year.
    data, out : Path
        Data root and output root.
    failed : mapping
        kommunkod → cause, of the reports that failed in this run.

    Returns
    -------
    bool
        Whether anything was written.
    """
    folder = out / str(ar)
    jobs = plan.plan(ar, data, out)
    common = keys.basis(ar, data, jobs[0].template)
    links = {job.kod: found for job in jobs if (found := _links(job, common))}
    key = sha256(json.dumps([common, links, dict(failed)], sort_keys=True).encode())
    old = manifest.read(folder / STATE)
    if old.get("nyckel") == key and all(_unchanged(folder / name, old) for name in PAGES):
        return False
    _write(ar, data, folder, links, failed)
    files = {name: sha256(folder / name) for name in PAGES}
    content = {"ar": ar, "nyckel": key, "filer": files}
    write_atomic(folder / STATE, json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n")
    return True


def _unchanged(path: Path, old: Mapping[str, Any]) -> bool:
    return path.is_file() and sha256(path) == old["filer"].get(path.name)


def _links(job: plan.Job, common: Mapping[str, Any]) -> dict[str, str]:
    """Relative addresses of a report's files, when it is up to date."""
    old = manifest.read(job.manifest)
    if old.get("nyckel") != keys.key(keys.job_basis(common, job)):
        return {}
    names = old.get("filer", {})
    return {Path(name).suffix[1:]: f"{job.stem}/{name}" for name in names if (job.folder / name).is_file()}


def _write(
    ar: int, data: Path, folder: Path, links: Mapping[str, Mapping[str, str]], failed: Mapping[str, str]
) -> None:
    from hemtjanst_lib import delivery  # noqa: PLC0415  (slow, and not needed when nothing has changed)

    lista = write_rankinglista(ar, data, folder)
    rows = delivery.index_rows(lista, links, failed)
    lists = [(f"Rankinglista ({ending})", f"rankinglista.{ending}") for ending in ("html", "xlsx", "csv")]
    delivery.write_index(folder, rows, ar=ar, exempeldata=lista.exempeldata, lankar=lists)


def write_rankinglista(ar: int, data: Path, folder: Path) -> Any:
    """Write the ranking list of a scored year as CSV, workbook and page, and return it."""
    from hemtjanst_lib import delivery  # noqa: PLC0415

    earlier = [store.load_year(year, data) for year in store.years(data) if year < ar]
    lista = delivery.build(store.load_year(ar, data), earlier, reference.load_kommuner(data))
    delivery.write_rankinglista(lista, folder)
    return lista
