"""What a report depends on, as hashes: a report is up to date while none of them has changed.

The scored tables of every year that the report looks at are among them, because one corrected kommun moves means and
ranks of all.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hemtjanst_lib.batch.plan import Job
from hemtjanst_lib.batch.versions import code_files, code_version, files_under, package_versions, tree_hash
from hemtjanst_lib.batch.words_file import own_words_hash
from hemtjanst_lib.files import sha256
from hemtjanst_lib.paths import PARAMETERS, REFERENCE

Basis = dict[str, Any]


def basis(ar: int, data: Path) -> Basis:
    """Hash all that the reports of a year have in common, of whatever kind.

    Parameters
    ----------
    ar : int
        Index year; earlier years in the store count too, for reports show them.
    data : Path
        Data root.

    Returns
    -------
    dict
        From component to hash, or to a dict of hashes by year.
    """
    years = scored_years(ar, data)
    return {
        "kod": code_version(),
        "paket": package_versions(),
        "modell": {str(y): tree_hash([_model_file(y)], PARAMETERS) for y in years},
        "text": tree_hash(_texts(), PARAMETERS),
        "referens": tree_hash(_reference_files(data), REFERENCE.parent, data),
        "resultat": {str(y): tree_hash(_scored_files(data / "scored" / str(y)), data) for y in years},
    }


def basis_files(ar: int, data: Path) -> list[Path]:
    """List the files that ``basis`` hashes."""
    years = scored_years(ar, data)
    scored = [path for y in years for path in _scored_files(data / "scored" / str(y))]
    return [*code_files(), *map(_model_file, years), *_texts(), *_reference_files(data), *scored]


def _model_file(ar: int) -> Path:
    return PARAMETERS / "model" / f"{ar}.yml"


def _reference_files(data: Path) -> list[Path]:
    return files_under(REFERENCE, data / "reference")


def scored_years(ar: int, data: Path) -> list[int]:
    """Years up to ``ar`` that have scores under ``data``, in order."""
    found = (data / "scored").glob("[0-9][0-9][0-9][0-9]")
    return sorted(int(folder.name) for folder in found if folder.is_dir() and int(folder.name) <= ar)


def _scored_files(folder: Path) -> list[Path]:
    """What scoring wrote; folders in it hold what reports compute from that, which depends on nothing else."""
    return [path for path in files_under(folder) if path.parent == folder]


def job_basis(common: Mapping[str, Any], job: Job) -> Basis:
    """Add what is the report's own: its template, its parameters, own words, and the file of its set of kommuner.

    A subject that says what its reports are made from depends on that, not on all results of all years.
    """
    own: Basis = {"mall": tree_hash([job.template], job.template.parent), "parametrar": job.parameters}
    if words := own_words_hash(job):
        own["egna_ord"] = words
    if job.draft:
        own["utkast"] = True
    if job.subject.underlag:
        own["resultat"] = dict(job.subject.underlag)
    if chosen := set_file(job):
        own["urval"] = tree_hash(chosen, _sets())
    return {**common, **own}


def set_file(job: Job) -> list[Path]:
    """Where the set of kommuner that a report is about stands; empty when it is about none."""
    name = job.parameters.get("urval")
    return [_sets() / f"{name}.yml"] if name else []


def _sets() -> Path:
    return PARAMETERS / "report" / "sets"


def _texts() -> list[Path]:
    """Files of words and rules; a set of kommuner concerns only its own report."""
    found = files_under(PARAMETERS / "text", PARAMETERS / "report")
    return [path for path in found if not path.is_relative_to(_sets())]


def key(of: Mapping[str, Any]) -> str:
    """Put the components together in one hash."""
    return sha256(json.dumps(of, sort_keys=True, ensure_ascii=False).encode())


def changed(new: Mapping[str, Any], old: Mapping[str, Any]) -> list[str]:
    """Name the components that differ, with the years that do."""
    names = []
    for name in sorted({*new, *old}):
        now, before = new.get(name), old.get(name)
        if now == before:
            continue
        if isinstance(now, dict) and isinstance(before, dict):
            parts = sorted(part for part in {*now, *before} if now.get(part) != before.get(part))
            names.append(f"{name} ({', '.join(parts)})")
        else:
            names.append(name)
    return names
