"""A subject's manifest: an entry for each of its reports, made when all its files stand.

A report is finished when its entry says so. Only the orchestrator writes manifests, one at a time and each whole, so
reports that share a folder never overwrite each other's entries. No clock is in it: durations stand in ``run.jsonl``,
and the same reports from the same inputs give the same bytes, in whatever order they were made.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from hemtjanst_lib.batch import keys, slapp
from hemtjanst_lib.batch.plan import Job
from hemtjanst_lib.files import sha256, write_atomic

Entry = dict[str, Any]


def compose(basis: Mapping[str, Any], proveniens: Mapping[str, Any]) -> Entry:
    """Put together a report's entry, all but the finished files' hashes."""
    return {
        "version": version("hemtjanst"),
        "nyckel": keys.key(basis),
        "underlag": dict(basis),
        "proveniens": dict(proveniens),
    }


def proveniens_of(job: Job, proveniens: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out of what a report's manifest tells what could name a unit whose report does not."""
    hidden = {"varningar", "rattelser"} if job.parameters.get("anonym") else set()
    return {name: value for name, value in proveniens.items() if name not in hidden}


def enter(job: Job, entry: Mapping[str, Any], files: Mapping[str, str]) -> None:
    """Enter a report with the hashes of its finished files: the commit point.

    A file of a format that was not asked for this time stays when it was made from the same inputs, else it goes: a
    folder never holds a stale page beside a new one.
    """
    reports = _reports(job)
    kept = _settle_others(job, reports.get(job.rapport, {}), entry["nyckel"], files)
    made = {**entry, "objekt": slapp.object_of(job), "filer": dict(sorted({**kept, **files}.items()))}
    content = {"ar": job.ar, "kod": job.kod, "namn": job.namn, "rapporter": {**reports, job.rapport: made}}
    write_atomic(job.manifest, json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n")


def _settle_others(job: Job, old: Mapping[str, Any], new_key: str, files: Mapping[str, str]) -> dict[str, str]:
    others = {name: hash_ for name, hash_ in old.get("filer", {}).items() if name not in files}
    if old.get("nyckel") == new_key:
        return {name: hash_ for name, hash_ in others.items() if _fault(job.folder / name, others) is None}
    for name in others:
        (job.folder / name).unlink(missing_ok=True)
    return {}


def read(path: Path) -> dict[str, Any]:
    """Read a manifest; empty when there is none or it is not whole."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def entry_of(job: Job) -> Entry:
    """Read a report's entry; empty when it was never finished."""
    return _reports(job).get(job.rapport, {})


def _reports(job: Job) -> dict[str, Entry]:
    found = read(job.manifest).get("rapporter", {})
    return {name: entry for name, entry in found.items() if isinstance(entry, dict)} if isinstance(found, dict) else {}


def reasons(job: Job, basis: Mapping[str, Any], formats: tuple[str, ...]) -> list[str]:
    """Say why a report must be rendered; empty when it is up to date.

    Raises nothing: what cannot be read counts as not there.
    """
    old = entry_of(job)
    if not old:
        return ["never rendered"]
    if old.get("nyckel") != keys.key(basis):
        names = keys.changed(basis, old.get("underlag", {}))
        return [f"changed: {', '.join(names)}"] if names else ["changed"]
    if old.get("objekt") != slapp.object_of(job):
        return ["changed: release"]
    made = (".html",) if job.kind.page else (".ipynb", *(f".{name}" for name in formats))
    wanted = [job.file(suffix) for suffix in made]
    return [fault for path in wanted if (fault := _fault(path, old.get("filer", {})))]


def _fault(path: Path, hashes: Mapping[str, str]) -> str | None:
    if not path.is_file():
        return f"missing: {path.name}"
    if hashes.get(path.name) != sha256(path):
        return f"altered: {path.name}"
    return None


def read_proveniens(ar: int, data: Path) -> dict[str, Any]:
    """Read what the store wrote about where the year's figures come from; empty when it wrote nothing."""
    return read(data / "scored" / str(ar) / "proveniens.json")
