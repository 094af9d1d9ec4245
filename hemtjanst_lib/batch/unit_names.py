"""Which units and companies a report may not name: all but its own, and when anonymous its own as well."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from hemtjanst_lib import reference, store
from hemtjanst_lib.batch.plan import Job
from hemtjanst_lib.paths import resolve

COLUMNS = ("namn", "namn_bu", "namn_eu", "foretag")
KOD = 4  # digits of a kommunkod


def hidden_names(job: Job) -> dict[str, Any]:
    """Return what ``export.disclosure.unit_disclosures`` searches a job's report for; empty when it may name all."""
    anonymous = bool(job.parameters.get("anonym"))
    if job.kind.scope != "enhet" and not anonymous:
        return {}
    data = resolve(str(job.parameters["data"]))
    kommunkod = job.kod[:KOD]
    units = _names(job.ar, data).get(kommunkod, {})
    kommun = str(reference.load_kommuner(data)["namn"][kommunkod])
    own = [] if anonymous else units.get(str(job.parameters["enhet"]), [])
    return {"names": sorted({namn for names in units.values() for namn in names}), "own": own, "kommun": kommun}


@cache
def _names(ar: int, data: Path) -> dict[str, dict[str, list[str]]]:
    """Every name of every unit, by kommun and unit."""
    table = store.unit_tables(ar, data, "enhet")["enhet"].reset_index()
    found: dict[str, dict[str, list[str]]] = {}
    texts = table[list(COLUMNS)].fillna("").astype("str").itertuples(index=False)
    for kommunkod, enhet, names in zip(table["kommunkod"], table["enhet"], texts, strict=True):
        found.setdefault(str(kommunkod), {})[str(enhet)] = sorted({namn for namn in names if namn})
    return found
