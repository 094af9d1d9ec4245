"""Fetching a year's values from Kolada into the raw folder, as delivered, with source cards.

Nothing is written before every page has come and been checked, and a new fetch takes the old one's place at once.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from time import sleep

from hemtjanst_lib.errors import SourceError
from hemtjanst_lib.files import write_atomic
from hemtjanst_lib.model import Model
from hemtjanst_lib.reference import load_kommuner
from hemtjanst_lib.sources.cards import SUFFIX, write_card
from hemtjanst_lib.sources.kolada_client import ATTEMPTS, BASE_URL, LATER, Client, Named, Page, Post

KALLA = "kolada"
MOST_IDS = 25  # in one part of a path; more gives HTTP 422
TERMS = (
    "Värden som visas oförändrade anges med ”Källa: Kolada”. Egen bearbetning (medelvärden, placeringar, index) får "
    "inte anges med Kolada som källa; den är egen bearbetning av uppgifter från Kolada."
)


@dataclass(frozen=True)
class Fetched:
    """What a fetch brought.

    Parameters
    ----------
    files : tuple of Path
        The pages, in the order they came.
    titles : dict
        KPI to its title in Kolada.
    missing : dict
        KPI to the codes of the kommuner without a value for all (gender T), in code order.
    """

    files: tuple[Path, ...]
    titles: dict[str, str]
    missing: dict[str, tuple[str, ...]]


def kpis(model: Model) -> list[str]:
    """Return the KPIs of the indikatorer that the model takes from Kolada, in code order.

    Raises
    ------
    SourceError
        If it takes none, or one without a KPI.
    """
    taken = [ind for ind in model.indikatorer.values() if ind.kalla == KALLA]
    if faults := [f"{ind.kod}: has no kolada" for ind in taken if ind.kolada is None]:
        raise SourceError(
            f"model of {model.ar}: indikatorer from Kolada without a KPI", faults, do="Correct the model."
        )
    if not taken:
        raise SourceError(f"the model of {model.ar} takes nothing from Kolada", do="There is nothing to fetch.")
    return sorted({ind.kolada for ind in taken if ind.kolada})


def fetch(
    ar: int,
    data: Path,
    model: Model,
    *,
    base_url: str = BASE_URL,
    hamtad: date | None = None,
    kommuner: Collection[str] | None = None,
    attempts: int = ATTEMPTS,
    pause: Callable[[float], None] = sleep,
) -> Fetched:
    """Fetch the values of one year and replace ``<data>/raw/<ar>/kolada/``.

    Parameters
    ----------
    ar : int
        Year of the values.
    data : Path
        Data root.
    model : Model
        Says which KPIs are needed.
    base_url : str
        Root of the API.
    hamtad : date, optional
        Date on the source cards; today when not given.
    kommuner : collection of str, optional
        Kommunkoder; those of the register when not given.
    attempts, pause
        See :class:`~hemtjanst_lib.sources.kolada_client.Client`.

    Raises
    ------
    SourceError
        If Kolada lacks a KPI, a kommun or the year's values, refuses, keeps failing, or answers with something
        unexpected. The files of an earlier fetch then stand untouched.
    """
    wanted, codes = kpis(model), sorted(kommuner or load_kommuner().index)
    with Client(base_url, attempts=attempts, pause=pause) as client:
        titles = _titles(client, wanted)
        _check_kommuner(client, codes)
        pages = list(_data(client, wanted, codes, ar))
    missing = _check_data(pages, wanted, codes, ar)
    files = _replace(data / "raw" / str(ar) / KALLA, pages, ar, hamtad or date.today())
    return Fetched(files, titles, missing)


def _segments(ids: Sequence[str]) -> list[str]:
    return [",".join(ids[i : i + MOST_IDS]) for i in range(0, len(ids), MOST_IDS)]


def _titles(client: Client, wanted: Sequence[str]) -> dict[str, str]:
    """Titles of the KPIs; an unknown id gives no error in Kolada, only fewer objects."""
    pages = [page for ids in _segments(wanted) for page in client.pages(f"/kpi/{ids}")]
    titles = {kpi.id: " ".join(kpi.title.split()) for page in pages for kpi in page.read_as(Named)}
    if unknown := [kpi for kpi in wanted if kpi not in titles]:
        raise SourceError("Kolada has no KPI " + ", ".join(unknown), do="Correct kolada in the model file.")
    return {kpi: titles[kpi] for kpi in wanted}


def _check_kommuner(client: Client, codes: Sequence[str]) -> None:
    """Hold the register against Kolada's: Riket and the regions have four digits too, and type L."""
    pages = client.pages("/municipality", region_type="K")
    theirs = {place.id for page in pages for place in page.read_as(Named) if place.type == "K"}
    if unknown := [kod for kod in codes if kod not in theirs]:
        raise SourceError("Kolada has no kommun " + ", ".join(unknown), do="Compare data/reference/kommuner.csv.")


def _data(client: Client, wanted: Sequence[str], codes: Sequence[str], ar: int) -> Iterator[Page]:
    for ids in _segments(wanted):
        for places in _segments(codes):
            yield from client.pages(f"/data/kpi/{ids}/municipality/{places}/year/{ar}")


def _check_data(
    pages: Sequence[Page], wanted: Sequence[str], codes: Sequence[str], ar: int
) -> dict[str, tuple[str, ...]]:
    """Return who lacks a value; regions, groups, deleted values and values by sex do not count."""
    posts = [post for page in pages for post in page.read_as(Post)]
    faults = [
        f"{post.kpi} for {post.municipality} in {post.period} was not asked for"
        for post in posts
        if post.kpi not in wanted or post.period != ar
    ]
    ours = [post for post in posts if post.municipality in set(codes)]
    times = Counter((post.kpi, post.municipality) for post in ours)
    faults += [f"{kpi} for {kod} comes {n} times" for (kpi, kod), n in sorted(times.items()) if n > 1]
    if faults:
        raise SourceError(f"Kolada's answer for {ar} is not what was asked for", faults[:20], do=LATER)
    have = {(post.kpi, post.municipality) for post in ours if _total(post) is not None}
    missing = {kpi: tuple(kod for kod in codes if (kpi, kod) not in have) for kpi in wanted}
    if empty := [kpi for kpi, without in missing.items() if len(without) == len(codes)]:
        raise SourceError(
            f"Kolada has no value of {', '.join(empty)} for {ar}",
            do="Nothing was written. Many values come first in the year after; some KPIs have ended.",
        )
    return missing


def _total(post: Post) -> float | None:
    return next((v.value for v in post.values if v.gender == "T" and not v.isdeleted), None)


def _replace(folder: Path, pages: Sequence[Page], ar: int, hamtad: date) -> tuple[Path, ...]:
    """Write pages and cards into a new folder, carry notes over, and let it change places with the old."""
    _refuse_invented(folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        new = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))
    except OSError as fault:
        raise SourceError(f"{folder.parent}: cannot be written ({fault.strerror})", do="Check permissions.") from fault
    try:
        new.chmod(0o755)
        names = [_write_page(new, page, ar, number, hamtad) for number, page in enumerate(pages, 1)]
        _carry_over(folder, new)
        _change_places(folder, new)
    finally:
        shutil.rmtree(new, ignore_errors=True)
    return tuple(folder / name for name in names)


def _refuse_invented(folder: Path) -> None:
    cards = sorted(folder.glob(f"*{SUFFIX}"))
    if any("exempeldata: true" in card.read_text(encoding="utf-8") for card in cards):
        raise SourceError(
            f"{folder}: holds invented data, which may not be mixed with real", do="Name another data root with --data."
        )


def _write_page(folder: Path, page: Page, ar: int, number: int, hamtad: date) -> str:
    raw = folder / f"kolada_{ar}_{number:02d}.json"
    write_atomic(raw, page.content)
    write_card(
        raw,
        utgivare="RKA (Kolada)",
        namn=f"Kolada, nyckeltal för {ar}, sida {number}",
        url=page.url,
        hamtad=hamtad.isoformat(),
        anmarkning=TERMS,
    )
    return raw.name


def _carry_over(old: Path, new: Path) -> None:
    """Copy what is no page, such as notes; the pages of the earlier fetch and their cards stay behind."""
    for path in sorted(old.iterdir()) if old.is_dir() else []:
        if path.name.removesuffix(SUFFIX).endswith(".json"):
            continue
        copy = shutil.copytree if path.is_dir() else shutil.copy2
        copy(path, new / path.name)


def _change_places(folder: Path, new: Path) -> None:
    old = new.with_name(new.name + ".old")
    if folder.exists():
        os.rename(folder, old)
    try:
        os.rename(new, folder)
    except OSError:
        os.rename(old, folder)
        raise
    shutil.rmtree(old, ignore_errors=True)
