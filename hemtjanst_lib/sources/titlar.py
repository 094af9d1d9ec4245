"""What a workbook says of itself above its headings and on its tabs: the year, and whose table it is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from python_calamine import CalamineWorkbook, SheetVisibleEnum

from hemtjanst_lib.sources.faults import some
from hemtjanst_lib.sources.task import Task
from hemtjanst_lib.sources.workbook import plain

YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
OWN = re.compile(r"^Kommun:\s*(?P<namn>.+)$", re.IGNORECASE)


def check_titles(task: Task, above: Mapping[str, list[str]]) -> None:
    """Warn when titles name other years only, or another kommun than the sheet's."""
    other = []
    for name, texts in above.items():
        years = sorted({year for text in texts for year in YEAR.findall(text)})
        if years and str(task.ar) not in years:
            other.append(f"{some(years)} in {name!r}")
    task.faults.warn_each(f"the titles do not name {task.ar}", other)
    if task.fil.blad_monster:
        found = {name: [match["namn"] for text in texts if (match := OWN.match(text))] for name, texts in above.items()}
        pairs = [(name, namn) for name, names in found.items() for namn in names]
        wrong = [f"{namn!r} in {name!r}" for name, namn in _others(task, pairs)]
        task.faults.add_each("the title names another kommun than the sheet", wrong)


def check_sheets(task: Task, sheets: list[str], workbook: CalamineWorkbook) -> None:
    """Tell of sheets that are hidden, of two for one kommun, and of a name that is not the code's."""
    hidden = {meta.name for meta in workbook.sheets_metadata if meta.visible != SheetVisibleEnum.Visible}
    task.faults.warn_each("hidden sheets are read as the others", [repr(name) for name in sheets if name in hidden])
    if doubled := sorted(name for name, times in Counter(workbook.sheet_names).items() if times > 1):
        task.faults.add_each("two sheets have the same name", map(repr, doubled))
    if not task.fil.blad_monster:
        return
    pattern = re.compile(task.fil.blad_monster)
    codes: dict[str, list[str]] = {}
    for name in sheets:
        if match := pattern.search(name):
            codes.setdefault(match["kod"], []).append(name)
    task.faults.add_each("a kommun has two sheets", [some(map(repr, n)) for n in codes.values() if len(n) > 1])
    wrong = [repr(name) for name, _ in _others(task, ((name, name[4:]) for name in sheets))]
    task.faults.add_each("the sheet's code and name are of two kommuner", wrong)


def _others(task: Task, pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Leave the pairs of sheet and name where the name is a kommun's, but not that of the sheet's code."""
    pattern, by_code = re.compile(task.fil.blad_monster or ""), task.kommuner["namn"].to_dict()
    names = set(by_code.values())
    found = [(sheet, namn, pattern.search(sheet), plain(namn)) for sheet, namn in pairs]
    return [
        (sheet, namn)
        for sheet, namn, code, text in found
        if code and text in names and by_code.get(code["kod"]) != text
    ]
