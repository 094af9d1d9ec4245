"""One customer's archive: the whole package, or the summary that may be read 24 hours before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from hemtjanst_lib.analysis.facts import Kommunfakta
from hemtjanst_lib.batch.overview import PACKAGES
from hemtjanst_lib.delivery.behorighet import Typ
from hemtjanst_lib.delivery.bestallning import Bestallning
from hemtjanst_lib.delivery.kalender import Kalender
from hemtjanst_lib.errors import GateError
from hemtjanst_lib.files import sha256
from hemtjanst_lib.paket import kontroll, texter
from hemtjanst_lib.paket.arkiv import Fil, pack, read_manifest, unpack
from hemtjanst_lib.paket.delar import Ar, contents, jobs_for, made_files, report_files, unready
from hemtjanst_lib.paket.skillnader import andringar
from hemtjanst_lib.reference import report_stem

PAKET, FORHAND = PACKAGES, "forhandsvisning"


@dataclass(frozen=True)
class Paket:
    """A finished archive, where it goes, and the hashes of the files in it."""

    kommunkod: str
    path: Path
    innehall: bytes
    filer: Mapping[str, str]


def build(
    year: Ar,
    order: Bestallning,
    orders: Sequence[Bestallning],
    kalender: Kalender,
    *,
    preview: bool,
    unsigned: bool = False,
) -> Paket:
    """Put one order's archive together.

    Parameters
    ----------
    orders : sequence of Bestallning
        All of the year: what stands in them may stand in no package.
    preview : bool
        The summary alone.
    unsigned : bool
        Also when nobody has signed the reports; the manifest then says so.

    Raises
    ------
    GateError
        If a report is not up to date or not signed, or a check before delivery fails.
    """
    fakta = year.fakta(order.kommunkod)
    jobs = [job for job in jobs_for(year, order) if not preview or job.kind.name == "sammanfattning"]
    if lines := unready(year, jobs, unsigned=unsigned):
        raise GateError(f"{order.kommunkod} {order.kommun}: reports are not ready", lines, do=_render(year))
    filer = report_files(jobs)
    if not preview:
        filer += made_files(year, order, fakta)
    path = archive_path(year, fakta, preview=preview)
    filer += _texts(year, fakta, filer, kalender, preview=preview)
    wanted = ["sammanfattning.html", "sammanfattning.pdf"] if preview else contents(year, order)
    found = [*kontroll.lacking(filer, wanted), *kontroll.faults(filer, order, orders)]
    if preview:
        found += kontroll.others_named(filer, order, year.nation.register)
    if found:
        raise GateError(f"{order.kommunkod} {order.kommun}: the package may not leave", found)
    about = {
        **_about(fakta, kalender, preview=preview),
        "granskning": "utan underskrift" if unsigned else "undertecknad",
    }
    content = pack(filer, about, kalender.publiceras)
    return Paket(order.kommunkod, path, content, {fil.namn: sha256(fil.innehall) for fil in filer})


def archive_path(year: Ar, fakta: Kommunfakta, *, preview: bool) -> Path:
    """Where an archive of the present edition goes."""
    folder, what = (FORHAND, "sammanfattning") if preview else (PAKET, "rapportpaket")
    name = f"{report_stem(fakta.kommun.kod, fakta.kommun.namn)}_{what}_{year.ar}_u{fakta.utgava}.zip"
    return year.out / str(year.ar) / folder / name


def _texts(year: Ar, fakta: Kommunfakta, filer: list[Fil], kalender: Kalender, *, preview: bool) -> list[Fil]:
    if preview:
        return [Fil("las_mig.txt", texter.forhandsbesked(fakta, kalender.publiceras).encode(), Typ.SAMMANFATTNING)]
    made = {"kallor_och_villkor.txt": texter.kallor(fakta)}
    if changes := _changes(year, fakta, filer):
        made[f"andringar_utgava_{fakta.utgava}.txt"] = "\n".join(changes) + "\n"
    names = [*(fil.namn for fil in filer), *made]
    made["las_mig.txt"] = texter.las_mig(fakta, names, kalender.publiceras)
    return [Fil(name, text.encode(), Typ.PAKET) for name, text in made.items()]


def _changes(year: Ar, fakta: Kommunfakta, filer: list[Fil]) -> list[str]:
    """What is new since the edition before, when this house made one; [] for a first edition."""
    present = archive_path(year, fakta, preview=False)
    before = present.with_name(present.name.replace(f"_u{fakta.utgava}.zip", f"_u{fakta.utgava - 1}.zip"))
    if not before.is_file():
        return []
    old = unpack(before)
    book = next(fil for fil in filer if "_data_" in fil.namn)
    changed = andringar(old[book.namn], book.innehall)
    head = [f"Ändringar i utgåva {fakta.utgava} jämfört med utgåva {fakta.utgava - 1}", ""]
    return [
        *head,
        *(changed or ["Inga av kommunens siffror har ändrats. Texter och andra kommuners resultat kan ha gjort det."]),
    ]


def _about(fakta: Kommunfakta, kalender: Kalender, *, preview: bool) -> dict[str, object]:
    released = kalender.forhandsvisas if preview else kalender.publiceras
    return {
        "ar": fakta.ar,
        "kommunkod": fakta.kommun.kod,
        "kommun": fakta.kommun.namn,
        "sort": FORHAND if preview else PAKET,
        "utgava": fakta.utgava,
        "slapps": released.isoformat(),
        "publiceras": kalender.publiceras.isoformat(),
        "exempeldata": fakta.exempeldata,
        "version": version("hemtjanst"),
    }


def differs_from_delivered(made: Paket) -> list[str]:
    """Files of an archive that already stands and has other content; [] when there is none or it is the same."""
    if not made.path.is_file():
        return []
    old = read_manifest(unpack(made.path), made.path.name)["filer"]
    before = {name: entry["sha256"] for name, entry in old.items()}
    return sorted(name for name in {*before, *made.filer} if before.get(name) != made.filer.get(name))


def _render(year: Ar) -> str:
    return (
        f"Run: hemtjanst render {year.ar} --ordered, and sign with: hemtjanst review sign {year.ar} KIND --kommun CODE"
    )
