"""Which file of own words a report has, and what of it the report depends on."""

from __future__ import annotations

from hemtjanst_lib.batch.plan import Job
from hemtjanst_lib.edits.model import used_hash
from hemtjanst_lib.edits.save import Target
from hemtjanst_lib.errors import EditError
from hemtjanst_lib.files import sha256


def target_of(job: Job) -> Target:
    """Say which file of own words a report has: one for each subject, and a unit without name has its own."""
    parts = (job.subject.stem, job.subject.tail, "anonym" if job.parameters.get("anonym") else "")
    stem = "_".join(part for part in parts if part)
    return Target(job.ar, stem, job.kod, job.namn, job.rapport, job.template)


def own_words_hash(job: Job) -> str:
    """Hash what analysts have written for this report and no other; "" when nothing is."""
    target = target_of(job)
    if not target.path.is_file():
        return ""
    try:
        changes = target.changes()
    except EditError:
        return sha256(target.path)  # not sound: told when the report is made
    return used_hash(changes) if changes else ""
