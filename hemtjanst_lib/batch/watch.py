"""Notices when what reports are made from is changed while they are made.

A report's key is the hash of its inputs when the run began. A report that was made from anything else must not be
entered under it, also when the change is taken back before the next run.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from hemtjanst_lib.batch import keys, units
from hemtjanst_lib.batch.plan import Job
from hemtjanst_lib.batch.words_file import target_of
from hemtjanst_lib.errors import HemtjanstError
from hemtjanst_lib.files import Marks, different, marks
from hemtjanst_lib.paths import PROJECT
from hemtjanst_lib.store import input_marks

_DO = "Run the same command again: what is finished stays, the rest is made from what stands there now."


class Watch:
    """Hold what a run's reports are made from against what it was; make one before any of it is hashed.

    Asked once a report: looks at times and sizes of some hundred files, which takes a millisecond or two.
    """

    def __init__(self, jobs: Sequence[Job], data: Path) -> None:
        self.data = data
        self._shared = shared_marks(jobs[0].ar, data) | marks({job.template for job in jobs if not job.kind.page})
        self._own = {job.id: marks(_own_files(job)) for job in jobs}
        _refuse_old_plan(jobs, data)

    def hold(self) -> None:
        """Go on while nothing that several reports are made from has changed.

        Raises
        ------
        HemtjanstError
            With the files that were changed, came or went.
        """
        hold(self._shared, self.data)

    def changed_words(self, job: Job) -> list[str]:
        """Name the files of the report's own, words and set of kommuner, that have changed."""
        before = self._own[job.id]
        return [path.name for path in different(before, marks(before))]


def shared_marks(ar: int, data: Path) -> Marks:
    """Note the state of all that the reports of a year have in common, raw files too."""
    found = marks(keys.basis_files(ar, data))
    for y in keys.scored_years(ar, data):
        found |= input_marks(y, data)
    return found


def hold(before: Marks, data: Path) -> None:
    """Go on while all is as it was noted.

    Raises
    ------
    HemtjanstError
        With the files that were changed, came or went.
    """
    if changed := different(before, marks(before)):
        raise _fault(changed, data)


def _refuse_old_plan(jobs: Sequence[Job], data: Path) -> None:
    """Refuse reports on units that were planned on results which have been replaced since."""
    planned = [job for job in jobs if job.subject.underlag]
    now = units.result_hashes(planned[0].ar, data) if planned else {}
    if any(job.subject.underlag != now.get(job.kod.partition("-")[0]) for job in planned):
        raise HemtjanstError("the results were replaced while the reports were planned", do=_DO)


def _own_files(job: Job) -> list[Path]:
    return [] if job.kind.page else [target_of(job).path, *keys.set_file(job)]


def _fault(changed: Iterable[Path], data: Path) -> HemtjanstError:
    named = sorted(_shown(path, data) for path in changed)
    more = [f"and {len(named) - 10} more"] if len(named) > 10 else []
    return HemtjanstError("what the reports are made from was changed while they were made", named[:10] + more, do=_DO)


def _shown(path: Path, data: Path) -> str:
    root = next((root for root in (data, PROJECT) if path.is_relative_to(root)), None)
    return path.relative_to(root).as_posix() if root else str(path)
