"""How far a report has come, in Swedish for the desk: ordered, rendered, edited, to review, signed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from hemtjanst_lib import paths
from hemtjanst_lib.batch import manifest, own_words
from hemtjanst_lib.batch.plan import Job
from hemtjanst_lib.batch.release import reviewed_of
from hemtjanst_lib.batch.words_file import target_of
from hemtjanst_lib.delivery.bestallning import order_file
from hemtjanst_lib.edits.save import unsaved
from hemtjanst_lib.edits.state import State
from hemtjanst_lib.errors import HemtjanstError
from hemtjanst_lib.files import sha256

_REVIEW = {
    "ogranskad": "inte underskriven",
    "granskad": "underskriven av {vem} {nar}",
    "fallen": "ändrad sedan {vem} skrev under {nar}",
}
WAITS = {
    "granska": "mallens text har ändrats sedan orden skrevs",
    "krock": "två har skrivit i samma cell",
    "herrelos": "cellen finns inte längre i mallen",
}


@dataclass(frozen=True)
class Step:
    """One step: its name, what is known, and whether it is done (None when it is not needed)."""

    name: str
    text: str
    done: bool | None


def steps(job: Job) -> list[Step]:
    """Say how far a report has come."""
    return [_ordered(job), _rendered(job), *_words(job), _signed(job)]


def _ordered(job: Job) -> Step:
    code = str(job.parameters.get("kommunkod") or job.parameters.get("enhet", "").partition("-")[0])
    if not code:
        return Step("Beställd", "beställs inte av en kommun", None)
    try:
        file = order_file(job.ar, paths.resolve(job.parameters["data"]), paths.PARAMETERS / "orders")
    except HemtjanstError as fault:
        return Step("Beställd", f"går inte att läsa: {fault.what}", False)
    if file is None:
        return Step("Beställd", "ingen orderlista för året", None)
    kod = re.compile(rf"(?<!\d){re.escape(code)}(?!\d)")
    found = kod.search(file.read_text(encoding="utf-8", errors="replace")) is not None
    return Step("Beställd", "ja" if found else "nej", found)


def _rendered(job: Job) -> Step:
    notebook, entry = job.file(".ipynb"), manifest.entry_of(job)
    if not entry or not notebook.is_file():
        failed = job.failed_notebook.is_file()
        return Step("Gjord", "misslyckades senast, se anteckningsboken" if failed else "inte gjord", False)
    kinds = ", ".join(sorted(Path(name).suffix[1:] for name in entry.get("filer", {}) if not name.endswith(".ipynb")))
    draft = " som utkast" if entry.get("underlag", {}).get("utkast") else ""
    if entry["filer"].get(notebook.name) != sha256(notebook):
        return Step("Gjord", f"ja{draft} ({kinds}), men anteckningsboken är ändrad sedan dess", None)
    return Step("Gjord", f"ja{draft} ({kinds})", not draft)


def _words(job: Job) -> list[Step]:
    try:
        found = own_words.judged(job)
    except HemtjanstError as fault:
        return [Step("Egna ord", f"filen går inte att läsa: {fault.what}", False)]
    left = _unsaved(job)
    count = f"{len(found)} {'cell' if len(found) == 1 else 'celler'}" if found else "inga"
    told = f"{count}; {left}" if left else count
    waiting = [state for state in found if state.waits]
    return [Step("Egna ord", told, not left if found or left else None), _waiting(waiting)]


def _unsaved(job: Job) -> str:
    notebook = job.file(".ipynb")
    if not notebook.is_file() or manifest.entry_of(job).get("filer", {}).get(notebook.name) == sha256(notebook):
        return ""
    try:
        cells = unsaved(notebook, target_of(job))
    except HemtjanstError:
        return "anteckningsboken har ändringar som inte går att spara"
    return f"ej sparade i {', '.join(cells)}" if cells else ""


def _waiting(waiting: list[State]) -> Step:
    told = "; ".join(f"{state.change.cell}: {WAITS[state.status]}" for state in waiting)
    return Step("Att ta ställning till", told or "inget", not waiting)


def _signed(job: Job) -> Step:
    reviewed = reviewed_of(job)
    if not reviewed.notebook.is_file():
        return Step("Granskad", "inte underskriven", False)
    try:
        status, signature = reviewed.status(), reviewed.signature()
    except HemtjanstError as fault:
        return Step("Granskad", f"går inte att läsa: {fault.what}", False)
    told = _REVIEW[status].format(vem=signature.vem if signature else "", nar=signature.nar if signature else "")
    return Step("Granskad", told, status == "granskad")
