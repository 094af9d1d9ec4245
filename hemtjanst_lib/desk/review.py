"""Review at the desk: pages that compare, what each report's signature is worth, and signing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from hemtjanst_lib.batch import manifest
from hemtjanst_lib.batch.plan import Job
from hemtjanst_lib.batch.release import reviewed_of
from hemtjanst_lib.errors import EditError, HemtjanstError
from hemtjanst_lib.files import sha256, write_atomic
from hemtjanst_lib.review import page
from hemtjanst_lib.review.signature import IN_WORDS, Reviewed, Signature


@dataclass(frozen=True)
class Standing:
    """Where the review of a report stands, in words, and its signature when there is one."""

    job: Job
    status: str
    signature: Signature | None

    @property
    def stands(self) -> bool:
        """Whether the report is signed as it is."""
        return self.status == IN_WORDS["granskad"]


def standings(jobs: Sequence[Job]) -> Iterator[Standing]:
    """Say of each report where its review stands."""
    for job in jobs:
        if not job.file(".ipynb").is_file():
            yield Standing(job, "not rendered", None)
            continue
        reviewed = reviewed_of(job)
        try:
            yield Standing(job, IN_WORDS[reviewed.status()], reviewed.signature())
        except HemtjanstError as fault:
            yield Standing(job, f"cannot be read: {fault.what}", None)


def review_page(job: Job, against: Path | None = None) -> Path:
    """Write the page that shows a report beside an earlier edition, next to the report, and return its path.

    Parameters
    ----------
    job : Job
        The report.
    against : Path, optional
        Output root of an earlier run to compare with; what was last signed when left out.
    """
    old: Reviewed | None = None
    if against is not None:
        old = reviewed_of(job, against / str(job.ar) / job.folder.name)
        if not old.notebook.is_file():
            raise EditError(f"{against}: holds no earlier {job.id}")
    made = job.file("_granskning.html")
    write_atomic(made, page.render(rendered(job), old))
    return made


def rendered(job: Job) -> Reviewed:
    """Return a finished report for review.

    Raises
    ------
    EditError
        If it is not rendered, or its notebook has been changed since.
    """
    reviewed = reviewed_of(job)
    if not reviewed.notebook.is_file():
        raise EditError(f"{job.id} {job.namn} is not rendered", do="Render it first.")
    if manifest.entry_of(job).get("filer", {}).get(reviewed.notebook.name) != sha256(reviewed.notebook):
        raise EditError(
            f"{job.id} {job.namn}: the notebook has been changed since the report was made",
            do="Save the words in it, render the report again, and read that.",
        )
    return reviewed
