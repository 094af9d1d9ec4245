"""What a report is to those who may read it: its sort, whom it is about, its edition, and when it may leave."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from hemtjanst_lib.analysis import utgivning
from hemtjanst_lib.batch.plan import Job
from hemtjanst_lib.delivery.behorighet import Typ
from hemtjanst_lib.delivery.kalender import Kalender, load_kalender
from hemtjanst_lib.errors import ParameterError

TYPER: Mapping[str, Typ] = {
    "nation": Typ.NATIONELL_RAPPORT,
    "metod": Typ.NATIONELL_RAPPORT,
    "lan": Typ.LANSRAPPORT,
    "kommun": Typ.PAKET,
    "sammanfattning": Typ.SAMMANFATTNING,
    "enheter": Typ.ENHETSINDEX,
    "enhet": Typ.ENHETSRAPPORT,
    "medborgare": Typ.MEDBORGARSIDA,
}


def object_of(job: Job) -> dict[str, str | int]:
    """Return what a report's manifest says of it, in plain JSON types; a year that is not planned has no moment."""
    typ = Typ.UTKAST if job.draft else TYPER.get(job.kind.name, Typ.UTKAST)
    about: dict[str, str | int] = {"typ": str(typ), "om": job.kod}
    try:
        kalender, edition = load_kalender(job.ar), utgivning(job.ar).utgava
    except ParameterError:
        return about
    return {**about, "utgava": edition, "slapps": _opens(typ, kalender).isoformat()}


def _opens(typ: Typ, kalender: Kalender) -> datetime:
    return kalender.forhandsvisas if typ == Typ.SAMMANFATTNING else kalender.publiceras
