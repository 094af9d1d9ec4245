"""A report's manifest: written last, so that a report is finished when its manifest says so.

It holds no clock: durations stand in ``run.jsonl``, and the same inputs give the same manifest.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from hemtjanst_lib.batch import keys
from hemtjanst_lib.batch.plan import Job
from hemtjanst_lib.files import sha256, write_atomic


def compose(job: Job, basis: Mapping[str, Any], proveniens: Mapping[str, Any]) -> dict[str, Any]:
    """Put together all but the finished files' hashes, which the exporter adds."""
    return {
        "rapport": job.template.stem,
        "ar": job.ar,
        "kod": job.kod,
        "namn": job.namn,
        "version": version("hemtjanst"),
        "nyckel": keys.key(basis),
        "underlag": dict(basis),
        "proveniens": dict(proveniens),
    }


def write(path: Path, manifest: Mapping[str, Any], files: Mapping[str, str]) -> None:
    """Write the manifest with the hashes of the finished files: the commit point.

    A file of a format that was not asked for this time stays when it was made from the same inputs, else it goes: a
    folder never holds a stale page beside a new one.
    """
    kept = _settle_others(path, manifest["nyckel"], files)
    content = {**manifest, "filer": dict(sorted({**kept, **files}.items()))}
    write_atomic(path, json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n")


def _settle_others(path: Path, new_key: str, files: Mapping[str, str]) -> dict[str, str]:
    old = read(path)
    others = {name: hash_ for name, hash_ in old.get("filer", {}).items() if name not in files}
    if old.get("nyckel") == new_key:
        return {name: hash_ for name, hash_ in others.items() if _fault(path.with_name(name), others) is None}
    for name in others:
        path.with_name(name).unlink(missing_ok=True)
    return {}


def read(path: Path) -> dict[str, Any]:
    """Read a manifest; empty when there is none or it is not whole."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def reasons(job: Job, basis: Mapping[str, Any], formats: tuple[str, ...]) -> list[str]:
    """Say why a report must be rendered; empty when it is up to date.

    Raises nothing: what cannot be read counts as not there.
    """
    old = read(job.manifest)
    if not old:
        return ["never rendered"]
    if old.get("nyckel") != keys.key(basis):
        names = keys.changed(basis, old.get("underlag", {}))
        return [f"changed: {', '.join(names)}"] if names else ["changed"]
    wanted = [job.file(suffix) for suffix in (".ipynb", *(f".{name}" for name in formats))]
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
